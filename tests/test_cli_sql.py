"""The SQL prompt: what it runs, what it refuses, and how it ends."""

from __future__ import annotations

import csv
import io
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from extractor.cli import app
from extractor.cli.options import Form
from extractor.cli.prompt import Session
from extractor.store.reading import BadStatement, Reader, bare, statements, unique
from tests.store.examples import make, read

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    db = tmp_path_factory.mktemp("sql") / "g.duckdb"
    make(db, read("床位 10张\n床位 12.50张\n机构 _家\n占比 -3%", "a.txt"))
    return db


def sql(db: Path, *args: str, given: str | None = None) -> Result:
    return CliRunner().invoke(app, ["sql", "--db", str(db), *args], input=given)


def test_one_statement(db: Path) -> None:
    query = "SELECT indicator, value, dimensions FROM records ORDER BY raw_start"
    done = sql(db, "-c", query)
    assert done.exit_code == 0
    assert done.stdout.splitlines() == ["indicator\tvalue\tdimensions", "床位\t10\t", "床位\t12.5\t", "占比\t-3\t"]
    rows = list(csv.DictReader(io.StringIO(sql(db, "-f", "csv", "-c", f"{query};").stdout)))
    assert [r["value"] for r in rows] == ["10", "12.5", "-3"]
    objects = [json.loads(line) for line in sql(db, "-f", "json", "-c", query).stdout.splitlines()]
    assert objects[1] == {"indicator": "床位", "value": 12.5, "dimensions": {}}


def test_columns_of_one_name_are_told_apart(db: Path) -> None:
    assert json.loads(sql(db, "-f", "json", "-c", "SELECT 1 AS a, 2 AS a").stdout) == {"a": 1, "a_2": 2}


def test_no_rows_leave_the_header(db: Path) -> None:
    assert sql(db, "-c", "SELECT 1 AS one WHERE false").stdout == "one\n"
    assert sql(db, "-f", "csv", "-c", "SELECT 1 AS one WHERE false").stdout == "one\n"


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM records", "read-only here"),
        ("INSERT INTO about VALUES ('a', 'b')", "read-only here"),
        ("UPDATE about SET value = 'x'", "read-only here"),
        ("DROP TABLE records", "read-only here"),
        ("CREATE TABLE mine (a INTEGER)", "read-only here"),
        ("COPY records TO 'out.csv'", "gongbao export writes files"),
        ("EXPORT DATABASE 'out'", "gongbao export writes files"),
        ("ATTACH 'other.duckdb'", "gongbao export writes files"),
        ("SELECT * FROM read_text('/etc/hostname')", "gongbao export writes files"),
        ("SET enable_external_access = true", "settings are fixed"),
        ("SELECT nothing FROM records", "nothing"),
        ("SELEC 1", "syntax error"),
        (".schema recods", "recods: no such table or view; near to it: records"),
        (".dance", ".dance: no such order; .help lists them"),
    ],
)
def test_what_is_refused(db: Path, statement: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    before = db.read_bytes()
    done = sql(db, "-c", statement)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("gongbao: ") and said in done.stderr
    assert db.read_bytes() == before and not list(tmp_path.iterdir())


def test_temporary_tables_can_be_made(db: Path) -> None:
    given = "CREATE TEMP TABLE mine AS SELECT 7 AS seven;\nSELECT seven FROM mine;\n"
    assert sql(db, given=given).stdout.splitlines()[-2:] == ["seven", "7"]


def test_statements_from_standard_input(db: Path) -> None:
    done = sql(db, "-f", "csv", given="-- a; comment\nSELECT ';' AS a;\n\nSELECT\n 2 AS b\n")
    assert (done.exit_code, done.stdout) == (0, "a\n;\nb\n2\n")
    stopped = sql(db, given="SELECT 1 AS a; SELECT x; SELECT 3 AS c;")
    assert (stopped.exit_code, stopped.stdout) == (2, "a\n1\n")
    assert sql(db, given="").exit_code == 0


def test_orders(db: Path) -> None:
    tables = [line.split("\t") for line in sql(db, "-c", ".tables").stdout.splitlines()]
    assert tables[0] == ["name", "kind", "holds"]
    assert [kind for _, kind, _ in tables[1:]] == sorted((t[1] for t in tables[1:]), reverse=True)
    assert {"facts", "conflicts", "series", "records"} <= {t[0] for t in tables} and all(t[2] for t in tables)
    columns = sql(db, "-c", ".schema FACTS;").stdout.splitlines()
    assert columns[1].split("\t")[:2] == ["fact_id", "VARCHAR"] and len(columns) > 20
    assert ".schema NAME" in sql(db, "-c", ".help").stdout


class Typist:
    """Stands for the keyboard: lines, and keys that raise."""

    def __init__(self, *lines: str | type[BaseException]) -> None:
        self._lines: Iterator[str | type[BaseException]] = iter(lines)
        self.prompts: list[str] = []

    def __call__(self, prompt: str) -> str:
        self.prompts.append(prompt)
        line = next(self._lines, EOFError)
        if isinstance(line, str):
            return line
        raise line


def talk(db: Path, capsys: pytest.CaptureFixture[str], *lines: str | type[BaseException]) -> tuple[str, str, list[str]]:
    typist = Typist(*lines)
    with Reader(db) as reader:
        Session(reader, Form.TABLE).talk(typist)
    out, err = capsys.readouterr()
    return out, err, typist.prompts


def test_statements_go_over_lines(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, err, prompts = talk(db, capsys, "SELECT", "  41 + 1 AS n", "; SELECT 2 AS m;", ".quit", "SELECT 3;")
    assert (out, err) == ("n\n42\nm\n2\n", "")
    assert prompts == ["gongbao> ", "    ...> ", "    ...> ", "gongbao> "]


def test_what_was_typed_can_be_dropped(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, _, prompts = talk(db, capsys, "SELECT 'half", KeyboardInterrupt, "SELECT 1 AS a;", EOFError)
    assert out.split() == ["a", "1"] and prompts == ["gongbao> ", "    ...> ", "gongbao> ", "gongbao> "]


def test_a_fault_does_not_end_the_prompt(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = ("DROP TABLE records; SELECT 1;", ".format csv", ".format xml", "SELECT 2 AS b;", "-- x")
    out, err, _ = talk(db, capsys, *lines)
    assert out.split() == ["b", "2"]
    assert "read-only here" in err and ".format xml: no such order" in err


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_session_on_a_terminal(db: Path, tmp_path: Path) -> None:
    """A greeting, a table, an interrupted statement, history kept for the next session."""
    import pty

    env = {**os.environ, "TERM": "xterm", "COLUMNS": "80", "GONGBAO_CACHE": str(tmp_path / "cache")}
    main, other = pty.openpty()
    command = [sys.executable, "-m", "extractor", "sql", "--db", str(db)]
    streams = {"stdin": other, "stdout": other, "stderr": other}
    with subprocess.Popen(command, **streams, env=env, cwd=ROOT, start_new_session=True) as p:
        try:
            os.close(other)
            said = until(main, "gongbao> ")
            assert "read-only" in said and "facts" in said
            os.write(main, b"SELECT count(*) AS n FROM records;\n")
            said = until(main, "gongbao> ")
            assert "┃" in said and "3" in said
            for _ in range(5):  # on a busy machine the signal can come before the statement has begun
                os.write(main, b"SELECT sum(a) FROM range(9999999999999) t(a);\n")
                until(main, "t(a);")
                time.sleep(1)
                p.send_signal(signal.SIGINT)
                if "gongbao: interrupted" in (said := until(main, "gongbao> ")):
                    break
            assert "gongbao: interrupted" in said
            os.write(main, b".quit\n")
            until(main, None)
            assert p.wait(180) == 0
        finally:
            p.kill()
    os.close(main)
    kept = tmp_path / "cache" / "sql_history"
    assert kept.exists() and "SELECT count(*) AS n FROM records;" in kept.read_text()


def until(fd: int, mark: str | None, seconds: float = 180) -> str:
    """What the terminal shows until the mark, or the end."""
    said, end = b"", time.monotonic() + seconds
    while time.monotonic() < end:
        if mark is not None and mark in said.decode(errors="ignore"):
            return said.decode()
        if select.select([fd], [], [], 0.2)[0]:
            try:
                piece = os.read(fd, 65536)
            except OSError:
                break
            if not piece:
                break
            said += piece
    assert mark is None, said.decode(errors="replace")
    return said.decode(errors="replace")


# ------------------------------------------------------------------------------------- taking statements apart

PIECES = st.sampled_from(
    ["SELECT 1", "';'", '"a;b"', "'it''s;'", "-- x;\n", "/* y; */", "$$ z; $$", "$t$;$t$", " ", "\n"]
)


@given(st.lists(st.lists(PIECES, min_size=1, max_size=4).map(" ".join), max_size=4))
def test_semicolons_in_quotation_marks_and_comments_end_nothing(whole: list[str]) -> None:
    done, rest = statements("".join(f"{s};" for s in whole))
    assert done == [s.strip() for s in whole if s.strip()] and rest == ""


@given(st.text("a;'\"-/*$ \n", max_size=30))
def test_nothing_is_lost(text: str) -> None:
    done, rest = statements(text)
    assert "".join("".join([*done, rest]).split()).replace(";", "") == "".join(text.split()).replace(";", "")
    assert text.endswith(rest) and bare("") and not bare("a")


@given(st.lists(st.sampled_from(["a", "b", "a_2"])))
def test_names_are_made_unique(names: list[str]) -> None:
    made = unique(names)
    assert len(set(made)) == len(made) == len(names)


def test_a_connection_says_what_it_cannot_run(db: Path) -> None:
    with Reader(db) as reader, pytest.raises(BadStatement, match="read-only here"):
        reader.run("DROP VIEW facts")


def test_a_long_statement_ends_with_the_process(db: Path) -> None:
    long = "SELECT sum(a) FROM range(9999999999999) t(a)"
    command = [sys.executable, "-m", "extractor", "sql", "--db", str(db), "-c", long]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as p:
        try:
            with pytest.raises(subprocess.TimeoutExpired):
                p.wait(4)
            p.terminate()
            assert p.wait(60) in (-signal.SIGTERM, 143)
        finally:
            p.kill()
