from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
import typer
from typer.testing import CliRunner, Result

from extractor import cli, run
from tests.store import examples

ROOT = Path(__file__).resolve().parents[1]
#: The command with the engine of the tests in the pipeline's place, as a process of its own.
COMMAND = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); from extractor import cli, run; "
    "from tests.store import examples; run.pipeline_engine = examples.start; cli.main()"
)


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a corpus of two documents in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(run, "pipeline_engine", examples.start)
    folder = Path("corpus")
    folder.mkdir()
    (folder / "a.txt").write_text("床位 10张\n机构 _家\n", encoding="utf-8")
    (folder / "b.txt").write_text("床位 12张\n计划床位 20张\n占比 120%\n", encoding="utf-8")
    return folder


def gongbao(*args: str | Path) -> Result:
    return CliRunner().invoke(cli.app, [str(a) for a in args])


def process(*args: str | Path, **more: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", COMMAND, str(ROOT), *map(str, args)]
    return subprocess.run(command, capture_output=True, **more)  # type: ignore[call-overload,no-any-return]


def test_extract_takes_its_defaults_and_sums_up(corpus: Path) -> None:
    done = gongbao("extract")
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[0] == "2 of 2 documents worked on (2 new)"
    assert lines[1].startswith("output/gongbao.duckdb: 2 documents, 3 records, 1 gap, 1 quarantined; ")
    assert lines[1].endswith(" seconds")
    assert Path("output/gongbao.duckdb").exists()


def test_a_second_run_says_that_there_was_nothing_to_do(corpus: Path) -> None:
    gongbao("extract")
    done = gongbao("extract")
    assert done.exit_code == 0
    assert done.stdout.splitlines()[0] == "0 of 2 documents worked on (2 unchanged)"
    assert "is as it was" in done.stdout


def test_broken_documents_are_named_with_a_remedy(corpus: Path) -> None:
    (corpus / "bad.txt").write_text("unreadable", encoding="utf-8")
    (corpus / "copy.txt").write_bytes((corpus / "a.txt").read_bytes())
    done = gongbao("extract")
    assert done.exit_code == 1
    assert done.stderr.splitlines()[-1] == "corpus/bad.txt: is a picture; give its text"
    assert "corpus/copy.txt: the same bytes as corpus/a.txt, counted once" in done.stdout
    assert "2 of 4 documents worked on (2 new, 1 copy, 1 failed)" in done.stdout


def test_options_reach_the_run(corpus: Path) -> None:
    rules = Path("rules")
    rules.mkdir()
    (rules / "rules.toml").write_text("a = 1", encoding="utf-8")
    args = ("extract", corpus / "a.txt", "--db", "x.duckdb", "--rules", rules, "--jobs", "2")
    assert "1 of 1 document" in gongbao(*args).stdout
    assert "1 of 1 document worked on (1 changed)" in gongbao(*args, "--force").stdout


def test_piped_output_has_no_control_characters(corpus: Path) -> None:
    for n in range(50):
        (corpus / f"{n}.txt").write_text(f"床位 {n}张", encoding="utf-8")
    (corpus / "\x1b[31mred\n.txt").write_text("unreadable", encoding="utf-8")
    done = process("extract", "--jobs", "1")
    assert done.returncode == 1, done.stderr
    said = (done.stdout + done.stderr).decode()
    assert "\x1b" not in said and "\r" not in said
    assert "\\x1b[31mred\\n.txt" in said
    assert "53 of 53 documents\n" in done.stderr.decode()
    assert done.stderr.count(b" documents\n") <= cli.PROGRESS_LINES


def test_exports(corpus: Path) -> None:
    gongbao("extract")
    rows = [json.loads(line) for line in gongbao("export", "--format", "jsonl").stdout.splitlines()]
    assert [(r["type"], r["doc_path"]) for r in rows] == [
        ("observation", "corpus/a.txt"),
        ("gap", "corpus/a.txt"),
        ("observation", "corpus/b.txt"),
        ("observation", "corpus/b.txt"),
    ]
    for form in ("jsonl", "csv", "parquet", "xlsx", "sdmx-csv"):
        assert gongbao("export", "--format", form, "-o", f"out.{form}").exit_code == 0
        assert Path(f"out.{form}").stat().st_size > 100
    assert len(list(csv.DictReader(io.StringIO(Path("out.csv").read_text(encoding="utf-8"))))) == 3
    assert process("export", "--format", "parquet").stdout == Path("out.parquet").read_bytes()


def test_exports_of_a_choice(corpus: Path) -> None:
    gongbao("extract")

    def values(*more: str) -> list[int]:
        return [json.loads(line)["value"] for line in gongbao("export", "-f", "jsonl", *more).stdout.splitlines()]

    assert values("--status", "target") == [20]
    assert values("--document", "b.txt", "--status", "actual") == [12]
    assert values("--indicator", "床位", "--year", "2023") == [10, 12]
    assert values("--year", "2022") == []
    assert values("--what", "facts", "--region", "安和") == [10, 20]
    assert gongbao("export", "-f", "parquet", "--partition", "year", "-o", "parts").exit_code == 0
    assert Path("parts/year=2023/part-0.parquet").exists()
    assert gongbao("export", "-f", "csv", "-o", "package/").exit_code == 0
    assert sorted(p.name for p in Path("package").glob("*.*")) == [
        *(".gongbao-export", "datapackage.json", "documents.csv", "indicators.csv"),
        *("records.csv", "regions.csv", "units.csv"),
    ]
    assert gongbao("export", "-f", "sdmx-csv", "-o", "package/", "--what", "facts").exit_code == 0
    assert sorted(p.name for p in Path("package").glob("f*")) == ["facts.csv", "facts.structure.xml"]


def test_a_description_goes_beside_its_file_and_over_no_other(corpus: Path) -> None:
    gongbao("extract")
    Path("datapackage.json").write_text("{}")
    done = gongbao("export", "-f", "csv", "-o", "out.csv")
    assert done.exit_code == 0
    assert done.stderr == "datapackage.json: not made by gongbao, left as it is; the file has no description\n"
    assert gongbao("export", "-f", "csv", "-o", "out.csv", "--no-describe").stderr == ""
    assert Path("datapackage.json").read_text() == "{}"
    gongbao("export", "-f", "sdmx-csv", "-o", "observations.csv")
    assert Path("observations.structure.xml").exists()


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--partition", "year", "-o", "x"], "--partition: csv is one file; only parquet can be parted"),
        (["-f", "parquet", "--partition", "year"], "--partition: files need a folder; give one with -o"),
        (["-f", "parquet", "--partition", "day", "-o", "x"], "--partition day: no such parts; give year, topic or"),
        (["-f", "parquet", "-o", "corpus"], "corpus: a folder of Parquet needs --partition"),
        (["--year", "20x3"], "20x3: no year, month or day; write it as 2023, 2023-05 or 2023-05-31"),
        (["--within"], "--within: say in which area, with --region"),
        (["--year", "2023", "--to", "2024"], "--year goes without --from and --to"),
        (["--from", "2024", "--to", "2023"], "--from 2024 --to 2023: the end lies before the beginning"),
        (["--region", "安和镇"], "安和镇: no region has this name or code; near to it: 安和市"),
        (["--topic", "养猪"], "养猪: the catalogue has no such topic; near to it: 养老服务"),
        (["--indicator", "床数"], "床数: no record has an indicator of this name; near to it: "),
        (["--document", "c.txt"], "c.txt: no document has this path; near to it: corpus/"),
        (["-o", "corpus/"], "corpus: is there, and is no export made earlier; give another folder with -o"),
    ],
)
def test_exports_that_cannot_be(corpus: Path, args: list[str], said: str) -> None:
    gongbao("extract")
    done = gongbao("export", *([] if "-f" in args else ["-f", "csv"]), *args)
    assert done.exit_code == 2 and done.stdout == ""
    assert done.stderr.startswith(f"gongbao: {said}") and done.stderr.count("\n") == 1
    assert sorted(p.name for p in Path().iterdir()) == ["corpus", "output"]


def test_an_export_into_a_closed_pipe_is_quiet(corpus: Path) -> None:
    (corpus / "long.txt").write_text("床位 10张\n" * 5000, encoding="utf-8")
    gongbao("extract")
    command = [sys.executable, "-c", COMMAND, str(ROOT), "export", "--format", "jsonl"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as export:
        assert export.stdout is not None and export.stderr is not None
        export.stdout.readline()
        export.stdout.close()
        assert export.stderr.read() == b""
    assert export.returncode == 0


def test_series(corpus: Path) -> None:
    gongbao("extract")
    done = gongbao("series", "计划床位")
    header, row = (line.split("\t") for line in done.stdout.splitlines())
    point = dict(zip(header, row, strict=True))
    assert (point["indicator"], point["period"], point["target"], point["unit"]) == (
        "计划床位",
        "2023",
        "20",
        "张",
    )
    assert point["sources"] == "corpus/b.txt"
    points = [json.loads(line) for line in gongbao("series", "床位", "--format", "json").stdout.splitlines()]
    assert {(p["actual"], p["disputed"]) for p in points} == {(10, True)}
    table = list(csv.DictReader(io.StringIO(gongbao("series", "床位", "--format", "csv").stdout)))
    assert table[0]["disputed"] == "yes"
    nowhere = gongbao("series", "床位", "--region", "安和城")
    assert (nowhere.exit_code, nowhere.stdout) == (2, "")
    assert nowhere.stderr == "gongbao: 安和城: no region has this name or code; near to it: 安和市\n"


@pytest.mark.parametrize(("page", "heading"), [("README.md", "## Commands"), ("README.zh-CN.md", "## 命令")])
def test_the_readmes_list_every_command(page: str, heading: str) -> None:
    table = (ROOT / page).read_text(encoding="utf-8").split(f"{heading}\n")[1].split("\n## ")[0]
    listed = re.findall(r"^\| `gongbao (\w+)` \|", table, re.MULTILINE)
    commands = typer.main.get_command(cli.app).commands  # type: ignore[attr-defined]
    assert sorted(listed) == sorted(commands)


def test_version() -> None:
    done = gongbao("--version")
    assert done.exit_code == 0 and done.stdout.startswith("gongbao ")


def test_the_version_is_told_without_loading_the_database_engine() -> None:
    code = (
        "import sys; from extractor import cli; "
        "print(sorted({'duckdb', 'pyarrow', 'pydantic', 'rich.progress', 'jieba'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"


# ------------------------------------------------------------------------------------------------- bad calls


def foreign(path: Path) -> None:
    with duckdb.connect(str(path)) as con:
        con.execute("CREATE TABLE theirs (a INTEGER)")


def newer(path: Path) -> None:
    gongbao("extract", "--db", path)
    with duckdb.connect(str(path)) as con:
        con.execute("UPDATE about SET value = '999'")


def text(path: Path) -> None:
    path.write_text("no database", encoding="utf-8")


def folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (foreign, "none that gongbao made; give another file with --db"),
        (newer, "made by a newer gongbao"),
        (text, "not a DuckDB database; give another file with --db"),
        (folder, "check the path"),
    ],
)
@pytest.mark.parametrize(
    "command",
    [["extract"], ["export", "--format", "csv"], ["series", "床位"], ["facts"], ["sql", "-c", "SELECT 1"]],
)
def test_databases_that_cannot_be_used(corpus: Path, spoil: object, said: str, command: list[str]) -> None:
    db = Path("x.duckdb")
    spoil(db)  # type: ignore[operator]
    before = db.read_bytes() if db.is_file() else None
    done = gongbao(*command, "--db", db)
    assert done.exit_code == 2
    assert done.stderr.startswith("gongbao: x.duckdb: ") and said in done.stderr
    assert done.stdout == "" and done.stderr.count("\n") == 1
    assert (db.read_bytes() if db.is_file() else None) == before


@pytest.mark.parametrize(
    "command",
    [
        *(["export", "--format", "csv"], ["series", "床位"], ["facts"], ["conflicts"], ["search", "床位"], ["targets"]),
        *(["audits"], ["sql", "-c", "SELECT 1"], ["indicators", "unknown"], ["indicators", "show", "床位"]),
    ],
)
def test_no_database(corpus: Path, command: list[str]) -> None:
    done = gongbao(*command, "--db", "none.duckdb")
    assert done.exit_code == 2
    assert done.stderr == (
        "gongbao: none.duckdb: no such database; make it with gongbao extract, or give another file with --db\n"
    )


def test_a_locked_database(corpus: Path) -> None:
    gongbao("extract")
    before = Path("output/gongbao.duckdb").read_bytes()
    hold = (
        "import sys, duckdb; c = duckdb.connect('output/gongbao.duckdb'); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen([sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None and other.stdout.readline()
        for args in (["extract", "--force"], ["export", "--format", "csv"]):
            done = gongbao(*args)
            assert done.exit_code == 2
            assert "open for writing elsewhere; close the program" in done.stderr
        other.communicate()
    assert Path("output/gongbao.duckdb").read_bytes() == before


def test_a_missing_path(corpus: Path) -> None:
    done = gongbao("extract", "nowhere", corpus)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == "gongbao: nowhere: no such file or folder; check the path; nothing was changed\n"
    assert not Path("output").exists()


def test_faulty_rules(corpus: Path) -> None:
    done = gongbao("extract", "--rules", "nowhere")
    assert done.exit_code == 2 and done.stderr.startswith("gongbao: nowhere: no such rules folder")
    assert not Path("output").exists()


def test_output_that_cannot_be_written(corpus: Path) -> None:
    gongbao("extract")
    done = gongbao("export", "--format", "csv", "-o", "nowhere/out.csv")
    assert done.exit_code == 2 and "nowhere/out.csv: cannot be written" in done.stderr
    own = gongbao("export", "--format", "csv", "-o", "output/gongbao.duckdb")
    assert own.exit_code == 2 and "is the database itself" in own.stderr
    file = gongbao("extract", "--db", "corpus/a.txt/g.duckdb")
    assert file.exit_code == 2 and "corpus/a.txt/g.duckdb: cannot be" in file.stderr


def test_explain_names_what_it_cannot_read_or_write(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = gongbao("explain", "nowhere.txt")
    assert (missing.exit_code, missing.stderr.split(";")[0]) == (2, "gongbao: nowhere.txt: no such file or folder")
    Path("binary.txt").write_bytes(bytes(1000))
    binary = gongbao("explain", "binary.txt")
    assert binary.exit_code == 1 and binary.stderr.startswith("gongbao: binary.txt: is a binary file")

    def write(file: str, rules: Path | None, html: Path) -> None:
        html.write_text(file)

    monkeypatch.setattr("extractor.explain.explain_file", write)
    page = gongbao("explain", corpus / "a.txt", "--html", "nowhere/x.html")
    assert page.exit_code == 2 and page.stderr.startswith("gongbao: nowhere/x.html: cannot be")


def test_an_unknown_indicator(corpus: Path) -> None:
    gongbao("extract")
    done = gongbao("series", "床数")
    assert done.exit_code == 2
    assert done.stderr.startswith("gongbao: 床数: no record has an indicator of this name; near to it: ")


@pytest.mark.parametrize(
    "args", [["export"], ["export", "--format", "xml"], ["extract", "--jobs", "0"], ["nonsense"], ["series"]]
)
def test_calls_that_are_none(corpus: Path, args: list[str]) -> None:
    assert gongbao(*args).exit_code == 2
    assert [p.name for p in Path().iterdir()] == ["corpus"]


def test_an_interrupted_run_changes_nothing(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gongbao("extract")
    before = Path("output/gongbao.duckdb").read_bytes()

    def interrupt(self: examples.Engine, path: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(examples.Engine, "extract", interrupt)
    done = gongbao("extract", "--force")
    assert (done.exit_code, done.stderr) == (130, "gongbao: interrupted; nothing was changed\n")
    assert Path("output/gongbao.duckdb").read_bytes() == before
    assert os.listdir("output") == ["gongbao.duckdb"]  # noqa: PTH208


def test_a_terminated_run_leaves_nothing_behind(corpus: Path) -> None:
    (corpus / "wait.txt").write_text("waiting", encoding="utf-8")
    code = COMMAND.replace(
        "cli.main()",
        "import time; examples.read = lambda *_: print('working', flush=True) or time.sleep(60); cli.main()",
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(ROOT), "extract", "--jobs", "1"], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None and process.stdout.readline() == b"working\n"
        assert any(Path("output").iterdir())
        process.terminate()
    assert process.returncode == 143
    assert [p.name for p in Path().iterdir()] == ["corpus"]
