from __future__ import annotations

import struct
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from extractor.store import database
from extractor.store.database import (
    Build,
    ForeignDatabase,
    LockedDatabase,
    NewerDatabase,
    NoDatabase,
    StoreError,
    UnreadableDatabase,
    UnwritableDatabase,
    open_reader,
)
from extractor.store.load import ledger
from tests.store.examples import extraction, make, read, record, source

ROOT = Path(__file__).resolve().parents[2]

HOLD = """
import sys, {module}
{setup}
print("holding", flush=True)
sys.stdin.read()
"""


def held(module: str, setup: str) -> subprocess.Popen[str]:
    """Another process that holds something until its standard input is closed."""
    code = HOLD.format(module=module, setup=setup)
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert process.stdout is not None and process.stdout.readline() == "holding\n"
    return process


def let_go(process: subprocess.Popen[str]) -> None:
    process.communicate("")


def one(db: Path) -> None:
    make(db, extraction(source(), record(source())))


def test_a_new_database_has_its_rows_and_leaves_no_litter(tmp_path: Path) -> None:
    one(tmp_path / "g.duckdb")
    with open_reader(tmp_path / "g.duckdb") as con:
        assert con.execute("SELECT count(*) FROM records").fetchone() == (1,)
    assert [p.name for p in tmp_path.iterdir()] == ["g.duckdb"]


def test_every_table_view_and_column_has_a_comment(tmp_path: Path) -> None:
    one(tmp_path / "g.duckdb")
    with open_reader(tmp_path / "g.duckdb") as con:
        bare = con.execute(
            "SELECT table_name FROM duckdb_tables() WHERE NOT internal AND comment IS NULL "
            "UNION ALL SELECT view_name FROM duckdb_views() WHERE NOT internal AND comment IS NULL "
            "UNION ALL SELECT table_name || '.' || column_name FROM duckdb_columns() "
            "WHERE NOT internal AND coalesce(length(comment), 0) < 3"
        ).fetchall()
        counted = con.execute("SELECT count(*) FROM duckdb_columns() WHERE NOT internal").fetchone()
    assert bare == []
    assert counted is not None and counted[0] > 150


def test_what_is_promised_to_queries_is_there(tmp_path: Path) -> None:
    one(tmp_path / "g.duckdb")
    with open_reader(tmp_path / "g.duckdb") as con:
        tables = {r[0] for r in con.execute("SELECT table_name FROM duckdb_tables() WHERE NOT internal").fetchall()}
        views = {r[0] for r in con.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()}
        types = dict(
            con.execute("SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = 'records'").fetchall()
        )
        keys = con.execute("SELECT count(*) FROM duckdb_indexes()").fetchone()
    assert tables >= {
        *("records", "documents", "gaps", "quarantine", "refusals", "repairs"),
        *("runs", "indicators", "units", "regions"),
    }
    assert views >= {"facts", "conflicts", "series"}
    assert {types[c] for c in ("value", "value_min", "value_max")} == {"DECIMAL(38,10)"}
    assert {types[c] for c in ("period_start", "period_end")} == {"DATE"}
    assert keys == (0,)


def test_old_tools_can_read_the_file(tmp_path: Path) -> None:
    """The number in the header is 65 for DuckDB 1.2; newer formats have higher ones."""
    one(tmp_path / "g.duckdb")
    header = (tmp_path / "g.duckdb").read_bytes()[:20]
    assert header[8:12] == b"DUCK"
    assert struct.unpack("<Q", header[12:20])[0] <= 65


def test_a_crash_before_the_swap_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db = tmp_path / "g.duckdb"
    one(db)
    before = db.read_bytes()

    def crash(self: Build) -> None:
        assert self.file.stat().st_size > 0  # the new one is complete
        raise KeyboardInterrupt

    monkeypatch.setattr(Build, "swap", crash)
    with pytest.raises(KeyboardInterrupt):
        make(db, read("床位 10张", "b.txt"))
    assert db.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["g.duckdb"]


def test_a_kill_before_the_swap_leaves_the_old_file_and_the_next_run_clears_up(tmp_path: Path) -> None:
    db = tmp_path / "g.duckdb"
    one(db)
    before = db.read_bytes()
    code = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom extractor.store.database import Build\n"
        "from tests.store.examples import make, read\n"
        "Build.swap = lambda self: os.kill(os.getpid(), signal.SIGKILL)\n"
        "make(Path(sys.argv[1]), read('床位 10张', 'b.txt'))"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(db)], cwd=ROOT, capture_output=True)
    assert killed.returncode == -9, killed.stderr
    assert db.read_bytes() == before
    assert len(list(tmp_path.iterdir())) > 1
    make(db, read("床位 10张", "b.txt"))
    assert [p.name for p in tmp_path.iterdir()] == ["g.duckdb"]
    assert list(ledger(db)[0]) == ["b.txt"]


def test_a_reader_keeps_reading_while_the_file_is_replaced(tmp_path: Path) -> None:
    db = tmp_path / "g.duckdb"
    one(db)
    reader = held(
        "duckdb",
        f"con = duckdb.connect({str(db)!r}, read_only=True)\n"
        "assert con.execute('SELECT doc_path FROM records').fetchall() == [('a.txt',)]",
    )
    make(db, read("床位 10张\n床位 11张", "b.txt"))
    with open_reader(db) as con:
        assert con.execute("SELECT DISTINCT doc_path FROM records").fetchall() == [("b.txt",)]
    let_go(reader)
    assert reader.returncode == 0


def test_the_reader_of_this_process_sees_the_old_rows_to_its_end(tmp_path: Path) -> None:
    db = tmp_path / "g.duckdb"
    one(db)
    code = (
        "import sys, duckdb\ncon = duckdb.connect(sys.argv[1], read_only=True)\n"
        "print('open', flush=True)\nsys.stdin.readline()\n"
        "print(con.execute('SELECT doc_path, evidence FROM records').fetchall())"
    )
    reader = subprocess.Popen(
        [sys.executable, "-c", code, str(db)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert reader.stdout is not None and reader.stdout.readline() == "open\n"
    make(db, read("床位 10张", "b.txt"))
    out, _ = reader.communicate("go on\n")
    assert "a.txt" in out and "b.txt" not in out


def test_two_runs_are_kept_apart(tmp_path: Path) -> None:
    db = tmp_path / "g.duckdb"
    one(db)
    other = held(
        "extractor.store.database",
        f"from pathlib import Path\nb = extractor.store.database.Build(Path({str(db)!r})).__enter__()",
    )
    with pytest.raises(LockedDatabase, match="another run"), Build(db):
        pass
    let_go(other)
    one(db)


def test_a_writer_elsewhere_locks_the_run_and_the_reader_out(tmp_path: Path) -> None:
    db = tmp_path / "g.duckdb"
    one(db)
    writer = held("duckdb", f"con = duckdb.connect({str(db)!r})")
    with pytest.raises(LockedDatabase):
        ledger(db)
    with pytest.raises(LockedDatabase):
        open_reader(db)
    let_go(writer)


def test_what_a_killed_writer_left_does_not_spoil_the_new_file(tmp_path: Path) -> None:
    db = tmp_path / "g.duckdb"
    one(db)
    code = (
        "import os, signal, sys, duckdb\ncon = duckdb.connect(sys.argv[1])\n"
        "con.execute(\"UPDATE records SET unit = 'by hand'\")\nos.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", code, str(db)], check=False)
    assert (tmp_path / "g.duckdb.wal").exists()
    make(db, read("床位 10张", "b.txt"), carry={"a.txt": "a.txt"})
    assert [p.name for p in tmp_path.iterdir()] == ["g.duckdb"]
    with open_reader(db) as con:
        assert con.execute("SELECT doc_path, unit FROM records ORDER BY 1").fetchall() == [
            ("a.txt", "by hand"),
            ("b.txt", "张"),
        ]


def test_a_link_goes_on_pointing_at_the_database(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    link = tmp_path / "g.duckdb"
    link.symlink_to(tmp_path / "there" / "real.duckdb")
    one(link)
    make(link, read("床位 10张", "b.txt"))
    assert link.is_symlink()
    assert [p.name for p in (tmp_path / "there").iterdir()] == ["real.duckdb"]


def test_permissions_of_the_file_stay(tmp_path: Path) -> None:
    db = tmp_path / "g.duckdb"
    one(db)
    db.chmod(0o600)
    one(db)
    assert db.stat().st_mode & 0o777 == 0o600


def test_a_quote_in_the_path_is_no_end_of_a_string(tmp_path: Path) -> None:
    db = tmp_path / "it's; a folder" / "g'.duckdb"
    one(db)
    make(db, read("床位 10张", "b.txt"), carry={"a.txt": "a.txt"})
    assert sorted(ledger(db)[0]) == ["a.txt", "b.txt"]


def plain_file(path: Path) -> None:
    path.write_text("no database\n" * 1000)


def foreign(path: Path) -> None:
    with duckdb.connect(str(path)) as con:
        con.execute("CREATE TABLE theirs (a INTEGER)")


def newer(path: Path) -> None:
    one(path)
    with duckdb.connect(str(path)) as con:
        con.execute("UPDATE about SET value = '999'")


def damaged(path: Path) -> None:
    one(path)
    data = bytearray(path.read_bytes())
    data[4096:12288] = bytes(8192)
    path.write_bytes(data)


def cut_short(path: Path) -> None:
    one(path)
    path.write_bytes(path.read_bytes()[:10000])


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (plain_file, ForeignDatabase),
        (foreign, ForeignDatabase),
        (newer, NewerDatabase),
        (damaged, UnreadableDatabase),
        (cut_short, UnreadableDatabase),
        (Path.mkdir, UnreadableDatabase),
    ],
)
def test_a_file_that_is_no_database_of_ours_is_left_alone(
    tmp_path: Path, spoil: object, error: type[StoreError]
) -> None:
    db = tmp_path / "g.duckdb"
    spoil(db)  # type: ignore[operator]
    before = db.read_bytes() if db.is_file() else None
    for use in (open_reader, ledger, one):
        with pytest.raises(error) as caught:
            use(db)
        assert str(caught.value).startswith(str(db)) and caught.value.remedy
    assert (db.read_bytes() if db.is_file() else None) == before
    assert [p.name for p in tmp_path.iterdir()] == ["g.duckdb"]


def test_duckdb_formats_of_the_future_are_told_from_damage() -> None:
    """What DuckDB 1.2 says of a file that DuckDB 2.0 wrote in its own format."""
    said = (
        "IO Error: Trying to read a database file with version number 999, but we can only read versions "
        "between 64 and 65.\nThe database file was created with an newer version of DuckDB."
    )
    assert isinstance(database.explained(Path("g.duckdb"), duckdb.IOException(said)), NewerDatabase)


def test_no_database(tmp_path: Path) -> None:
    with pytest.raises(NoDatabase, match="gongbao extract"):
        open_reader(tmp_path / "g.duckdb")


def test_an_empty_file_is_no_database_yet(tmp_path: Path) -> None:
    db = tmp_path / "g.duckdb"
    db.touch()
    with pytest.raises(NoDatabase):
        open_reader(db)
    one(db)
    assert list(ledger(db)[0]) == ["a.txt"]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UnwritableDatabase, match=r"file/g\.duckdb"):
        one(tmp_path / "file" / "g.duckdb")


def test_a_folder_that_was_made_for_nothing_goes(tmp_path: Path) -> None:
    with Build(tmp_path / "new" / "g.duckdb"):
        assert (tmp_path / "new").is_dir()
    assert not (tmp_path / "new").exists()


def test_a_full_disk_is_named(tmp_path: Path) -> None:
    err = duckdb.IOException("IO Error: Could not write file: No space left on device")
    assert isinstance(database.explained(tmp_path, err), UnwritableDatabase)
