from __future__ import annotations

import io
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from extractor import run as module
from extractor.files import NoSuchPathError
from extractor.rulefile import RulesError
from extractor.run import Progress, Summary, extract_paths
from extractor.store.database import LockedDatabase, open_reader
from extractor.store.export import FORMATS, export
from extractor.store.load import Totals
from tests.store import examples


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus of a few documents in the current folder, which holds nothing else."""
    monkeypatch.chdir(tmp_path)
    folder = Path("corpus")
    (folder / "sub").mkdir(parents=True)
    for i, name in enumerate(("b.txt", "a.txt", "sub/c.txt", "sub/d.txt")):
        (folder / name).write_text(f"2023年\n床位 {i}张\n占比 {i + 40}%\n机构 _家\n", encoding="utf-8")
    return folder


def extract(*paths: Path, db: str = "g.duckdb", **more: Any) -> Summary:
    return extract_paths(paths or (Path("corpus"),), Path(db), start=examples.start, **more)


def exported(db: str = "g.duckdb", form: str = "jsonl") -> bytes:
    out = io.BytesIO()
    export(Path(db), form, out)
    return out.getvalue()


def rows(query: str, db: str = "g.duckdb") -> list[tuple[Any, ...]]:
    with open_reader(Path(db)) as con:
        return con.execute(query).fetchall()


def paths() -> list[str]:
    return [r[0] for r in rows("SELECT doc_path FROM documents ORDER BY 1")]


def test_a_first_run_takes_everything(corpus: Path) -> None:
    s = extract()
    assert (s.documents, s.new, s.changed, s.unchanged, s.removed, s.failed) == (4, 4, 0, 0, 0, 0)
    assert s.totals == Totals(4, 8, 4, 0) and s.written
    assert (s.records, s.gaps, s.quarantined, s.worked_on) == (8, 4, 0, 4)
    assert paths() == ["corpus/a.txt", "corpus/b.txt", "corpus/sub/c.txt", "corpus/sub/d.txt"]
    assert rows("SELECT documents, new, records, gaps, quarantined FROM runs") == [(4, 4, 8, 4, 0)]
    assert rows("SELECT count(*) FROM indicators") == [(1,)]


def test_a_run_with_nothing_to_do_leaves_the_file_as_it_is(corpus: Path) -> None:
    extract()
    db = Path("g.duckdb")
    before, stat = db.read_bytes(), db.stat()
    s = extract()
    assert (s.documents, s.worked_on, s.unchanged, s.written) == (4, 0, 4, False)
    assert s.totals == Totals(4, 8, 4, 0)
    assert db.read_bytes() == before
    assert (db.stat().st_mtime_ns, db.stat().st_ino) == (stat.st_mtime_ns, stat.st_ino)


def test_only_what_changed_is_worked_on(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    extract()
    (corpus / "a.txt").write_text("床位 7张", encoding="utf-8")
    (corpus / "new.txt").write_text("床位 8张", encoding="utf-8")
    (corpus / "b.txt").unlink()
    seen: list[str] = []
    work = examples.Engine.extract
    monkeypatch.setattr(examples.Engine, "extract", lambda self, path: seen.append(path) or work(self, path))
    s = extract()
    assert sorted(seen) == ["corpus/a.txt", "corpus/new.txt"]
    assert (s.new, s.changed, s.unchanged, s.removed) == (1, 1, 2, 1)
    fresh = extract(db="fresh.duckdb")
    assert exported() == exported("fresh.duckdb") and s.totals == fresh.totals
    assert rows("SELECT run, new, changed, removed FROM runs ORDER BY 1") == [(1, 4, 0, 0), (2, 1, 1, 1)]


def test_other_rules_another_program_and_force_mean_work(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = Path("rules")
    rules.mkdir()
    (rules / "rules.toml").write_text("a = 1", encoding="utf-8")
    assert extract(rules_dir=rules).new == 4
    assert extract(rules_dir=rules).worked_on == 0
    assert extract(rules_dir=rules, force=True).changed == 4
    (rules / "rules.toml").write_text("a = 2", encoding="utf-8")
    assert extract(rules_dir=rules).changed == 4
    monkeypatch.setattr(module, "program_version", lambda: "another")
    assert extract(rules_dir=rules).changed == 4
    assert rows("SELECT DISTINCT program FROM documents") == [("another",)]


@pytest.mark.parametrize("jobs", [1, 2, None])
def test_exports_are_the_same_whatever_the_number_of_processes(corpus: Path, jobs: int | None) -> None:
    for n in range(20):
        (corpus / f"{n:02}.txt").write_text(f"护士 {n}人\n机构 _家\n" * 40, encoding="utf-8")
    extract(jobs=1)
    extract(db="other.duckdb", jobs=jobs)
    for form in FORMATS:
        assert exported(form=form) == exported("other.duckdb", form), form


def test_the_same_bytes_are_one_document(corpus: Path) -> None:
    shutil.copy(corpus / "sub" / "c.txt", corpus / "0.txt")
    s = extract()
    assert [(c.path, c.of) for c in s.copies] == [("corpus/sub/c.txt", "corpus/0.txt")]
    assert (s.documents, s.new, s.totals.documents) == (5, 4, 4)
    assert "corpus/0.txt" in paths() and "corpus/sub/c.txt" not in paths()
    again = extract()
    assert not again.written and again.copies == s.copies
    (corpus / "0.txt").unlink()
    moved = extract()
    assert (moved.worked_on, moved.unchanged, moved.removed, moved.written) == (0, 4, 0, True)
    assert "corpus/sub/c.txt" in paths()
    assert rows("SELECT count(*) FROM records WHERE doc_path = 'corpus/sub/c.txt'") == [(2,)]


def test_earlier_folders_stay_and_vanished_files_go(corpus: Path) -> None:
    other = Path("other")
    other.mkdir()
    (other / "x.txt").write_text("床位 99张", encoding="utf-8")
    extract()
    assert extract(other).new == 1
    (corpus / "sub" / "d.txt").unlink()
    s = extract(corpus / "sub")
    assert (s.documents, s.removed) == (1, 1)
    assert paths() == ["corpus/a.txt", "corpus/b.txt", "corpus/sub/c.txt", "other/x.txt"]
    (corpus / "a.txt").unlink()
    extract(other)
    assert "corpus/a.txt" in paths()


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_broken_document_is_named_and_the_others_land(corpus: Path, jobs: int) -> None:
    (corpus / "bad.txt").write_text("unreadable", encoding="utf-8")
    (corpus / "dangling.txt").symlink_to("nowhere")
    (corpus / "worse.txt").write_text("faulty", encoding="utf-8")
    s = extract(jobs=jobs)
    assert [f.path for f in s.failures] == ["corpus/bad.txt", "corpus/dangling.txt", "corpus/worse.txt"]
    assert s.failures[0].remedy == "give its text" and "No such file" in s.failures[1].problem
    assert (s.documents, s.new, s.failed, s.totals.documents) == (7, 4, 3, 4)
    assert rows("SELECT failed FROM runs") == [(3,)]
    again = extract(jobs=jobs)
    assert (again.failed, again.written) == (3, False)


def test_rows_of_a_document_that_breaks_go_unless_its_bytes_are_the_same(corpus: Path) -> None:
    extract()
    (corpus / "a.txt").write_text("unreadable", encoding="utf-8")
    s = extract()
    assert (s.failed, s.removed) == (1, 1)
    assert "corpus/a.txt" not in paths()


def test_a_file_that_cannot_be_opened_keeps_its_rows(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    extract()

    def refuse(path: str) -> module.Stamp:
        if path.endswith("a.txt"):
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    real = module.stamp
    monkeypatch.setattr(module, "stamp", refuse)
    s = extract()
    assert (s.failed, s.removed, s.written) == (1, 0, False)
    assert "Permission denied" in s.failures[0].problem
    assert "corpus/a.txt" in paths()


def test_a_name_that_is_no_text_is_a_failure_not_a_crash(corpus: Path) -> None:
    try:
        Path(os.fsdecode(b"corpus/\xff.txt")).write_text("x", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes valid names only")
    s = extract()
    assert s.new == 4 and "rename" in s.failures[0].remedy


def test_an_empty_folder_makes_an_empty_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("corpus").mkdir()
    s = extract()
    assert (s.documents, s.written, s.totals) == (0, True, Totals())
    assert exported() == b""
    assert not extract().written


def test_faults_of_the_call_change_nothing(corpus: Path) -> None:
    extract()
    before = Path("g.duckdb").read_bytes()
    with pytest.raises(NoSuchPathError):
        extract(Path("nowhere"), corpus)
    with pytest.raises(RulesError):
        extract(rules_dir=Path("nowhere"))
    with module.Build(Path("g.duckdb")), pytest.raises(LockedDatabase):
        extract(force=True)
    assert Path("g.duckdb").read_bytes() == before
    assert sorted(str(p) for p in Path().iterdir()) == ["corpus", "g.duckdb"]


def test_progress_counts_what_is_worked_on(corpus: Path) -> None:
    seen: list[Progress] = []
    (corpus / "bad.txt").write_text("unreadable", encoding="utf-8")
    extract(on_progress=seen.append)
    assert seen[-1] == Progress(5, 5)
    assert [p.done for p in seen] == sorted(p.done for p in seen)
