"""The commands that answer questions: what they show in a pipe, as CSV, as JSON, and on terminals of any width."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from typer.testing import CliRunner, Result

from extractor.cli import app, show
from extractor.cli.cells import around
from extractor.cli.options import Form
from tests.store.examples import extraction, make, record, source

#: What makes letters bold.
STYLE = re.compile("\x1b\\[[0-9;]*m")
TEXT = "全市养老机构床位 25000张"


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Facts of two years and areas, one of them disputed, and names that the catalogue does not know."""
    db = tmp_path_factory.mktemp("asking") / "g.duckdb"
    a, b = source(TEXT, "corpus/a.txt"), source(TEXT + "。", "corpus/b.txt")

    def of(s: Any, n: int, **more: Any) -> Any:
        return record(s, record_id=f"{s.path[-5]}{n:015}", **more)

    beds = {"indicator_id": "elderly.beds", "evidence": "截至年末，全市养老机构床位为25000张，比上年多。"}
    year = {"period_start": date(2022, 1, 1), "period_end": date(2022, 12, 31)}
    span = {"value": None, "value_min": Decimal(10), "value_max": Decimal(15)}
    canteens = {"indicator": "社区食堂数", "unit": "个", "value": Decimal(120), "indicator_raw": "食堂"}
    canteens["evidence"] = "建成社区食堂120个。"
    make(
        db,
        extraction(
            a,
            of(a, 1, **beds),
            of(a, 2, **beds, **year, value=Decimal(23000)),
            of(a, 3, **beds, **span, status="target", qualifier="range"),
            of(a, 4, **{**canteens, "indicator_raw": "社区长者食堂"}),
        ),
        extraction(
            b,
            of(b, 1, **beds, **year, value=Decimal(24000)),
            of(b, 2, **canteens, region="安和市平川区", region_code="990102"),
            of(b, 3, **{**canteens, "unit": "家"}, measure="growth", base_period="2022"),
            of(b, 5, indicator="新（改）扩建ABC幼儿园", indicator_raw="新建", unit="所", value=Decimal(3)),
            of(b, 4, indicator="=1+1", indicator_raw="=", value=Decimal("-0.5"), unit="%", section="一"),
        ),
    )
    return db


def gongbao(*args: str | Path) -> Result:
    return CliRunner().invoke(app, [str(a) for a in args])


@pytest.fixture
def ask(db: Path) -> Callable[..., list[dict[str, str]]]:
    def asked(*args: str) -> list[dict[str, str]]:
        done = gongbao(*args, "--db", db)
        assert done.exit_code == 0, done.stderr
        head, *rows = (line.split("\t") for line in done.stdout.splitlines()) if done.stdout else ([],)
        return [dict(zip(head, row, strict=True)) for row in rows]

    return asked


@pytest.fixture
def terminal(db: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """What a command shows on a terminal of so many columns."""

    def shown(width: int, *args: str) -> str:
        monkeypatch.setenv("COLUMNS", str(width))
        monkeypatch.setenv("TERM", "xterm")
        out = io.StringIO()
        monkeypatch.setattr(out, "isatty", lambda: True, raising=False)
        monkeypatch.setattr(sys, "stdout", out)
        app([*args, "--db", str(db)], standalone_mode=False)
        monkeypatch.undo()
        return STYLE.sub("", out.getvalue())

    return shown


def test_facts(ask: Callable[..., list[dict[str, str]]]) -> None:
    rows = ask("facts", "养老床位数")
    assert [(r["period"], r["status"], r["value"], r["disputed"]) for r in rows] == [
        ("2022", "actual", rows[0]["value"], "yes"),
        ("2023", "actual", "25000", ""),
        ("2023", "target", "10…15", ""),
    ]
    assert rows[0]["documents"] == "2" and rows[1]["place"] == "corpus/a.txt:4"
    assert rows[1]["quotation"] == "截至年末，全市养老机构床位为25000张，比上年多。"
    assert len(ask("facts")) == 8
    assert [r["period"] for r in ask("facts", "--disputed")] == ["2022"]
    assert {r["region"] for r in ask("facts", "社区", "--region", "安和市平川")} == {"安和市平川区"}
    assert {r["status"] for r in ask("facts", "--topic", "养老", "--year", "2023")} == {"actual", "target"}
    assert len(ask("facts", "--from", "2022", "--to", "2022")) == 1
    assert len(ask("facts", "--limit", "2")) == 2 and len(ask("facts", "--limit", "0")) == 8


def test_names_can_be_written_in_traditional_characters(ask: Callable[..., list[dict[str, str]]]) -> None:
    assert ask("facts", "養老床位數", "--topic", "養老") == ask("facts", "养老床位数")
    assert ask("indicators", "show", "養老床位數") == ask("indicators", "show", "养老床位数")


@pytest.mark.parametrize("name", ["新（改）扩建ABC幼儿园", "新(改)扩建abc", "扩建ＡＢＣ幼儿园"])
def test_width_and_case_do_not_matter(ask: Callable[..., list[dict[str, str]]], name: str) -> None:
    assert [r["value"] for r in ask("facts", name)] == ["3"]
    assert [(r["hit"], r["value"]) for r in ask("search", name)] == [("name", "3")]


def test_facts_as_json_have_the_names_of_the_view(db: Path) -> None:
    rows = [json.loads(line) for line in gongbao("facts", "养老床位数", "-f", "json", "--db", db).stdout.splitlines()]
    assert rows[1]["value"] == 25000 and rows[2]["value"] is None and rows[2]["value_max"] == 15
    assert rows[0]["sources"] == ["corpus/a.txt", "corpus/b.txt"] and rows[0]["disputed"] is True
    assert rows[1]["period_start"] == "2023-01-01"


def test_no_cell_of_csv_is_a_formula(db: Path) -> None:
    table = list(csv.DictReader(io.StringIO(gongbao("facts", "=1+1", "-f", "csv", "--db", db).stdout)))
    assert (table[0]["indicator"], table[0]["value"]) == ("'=1+1", "-0.5")


def test_conflicts(ask: Callable[..., list[dict[str, str]]]) -> None:
    (row,) = ask("conflicts")
    assert row["indicator"] == "养老机构床位数"
    assert (row["lowest"], row["highest"], row["spread"]) == ("23000", "24000", "4.3%")
    assert row["told"] == "23000 (corpus/a.txt:4), 24000 (corpus/b.txt:4)"
    assert ask("conflicts", "--year", "2023") == []


def test_targets_and_audits(db: Path, ask: Callable[..., list[dict[str, str]]]) -> None:
    (row,) = ask("targets")
    assert (row["indicator"], row["due"], row["goal"]) == ("养老机构床位数", "2023-12-31", "10…15")
    done = gongbao("audits", "--verdict", "disagrees", "--kind", "parts", "--db", db)
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "no audits of this kind\n")


def test_names_are_found_before_quotations(ask: Callable[..., list[dict[str, str]]]) -> None:
    hits = ask("search", "床位")
    assert [h["hit"] for h in hits] == ["name"] * 4 + ["quotation"] * 2
    assert hits[0]["place"] == "4-10" and hits[0]["document"].startswith("corpus/")
    hits = ask("search", "食堂")
    assert {h["hit"] for h in hits} == {"name"} and len(hits) == 3
    assert [h["hit"] for h in ask("search", "长者食堂")] == ["other name"]
    assert [h["hit"] for h in ask("search", "养老床位数")] == ["other name"] * 4
    assert [h["hit"] for h in ask("search", "建成")] == ["quotation"] * 3
    assert len(ask("search", "床位", "比上年")) == 4 and ask("search", "床位", "食堂") == []
    assert [h["value"] for h in ask("search", "ＥLDERLY.beds", "--status", "target")] == ["10…15"]
    assert [h["indicator"] for h in ask("search", "=1+1")] == ["=1+1"]
    assert ask("search", "長者食堂") == ask("search", "长者食堂")
    assert ask("search", "%") == [] and ask("search", " ") == []


def test_names_that_the_catalogue_lacks(ask: Callable[..., list[dict[str, str]]], db: Path) -> None:
    rows = ask("indicators", "unknown")
    assert [(r["name"], r["records"], r["documents"], r["unit"], r["units"]) for r in rows] == [
        ("社区食堂数", "3", "2", "个", "2"),
        ("=1+1", "1", "1", "%", "1"),
        ("新（改）扩建ABC幼儿园", "1", "1", "所", "1"),
    ]
    assert rows[0]["quotation"] == "建成社区食堂120个。" and rows[0]["place"].startswith("corpus/")
    done = gongbao("indicators", "unknown", "--limit", "1", "-f", "json", "--db", db)
    assert json.loads(done.stdout)["name"] == "社区食堂数"
    assert done.stderr == "1 of 3 unknown names; --limit 0 shows all\n"


@pytest.mark.parametrize("name", ["elderly.beds", "养老机构床位数", "养老床位数", "机构床位"])
def test_one_indicator(db: Path, name: str) -> None:
    done = gongbao("indicators", "show", name, "--db", db)
    told = dict(line.split("\t") for line in done.stdout.splitlines())
    assert (told["code"], told["other names"], told["definition"]) == ("elderly.beds", "养老床位数", "年末可用的床位。")
    assert (told["records"], told["from"], told["to"]) == ("4 (1 of targets)", "2022-01-01", "2023-12-31")
    row = json.loads(gongbao("indicators", "show", name, "-f", "json", "--db", db).stdout)
    assert (row["indicator_id"], row["units"], row["target_records"]) == ("elderly.beds", ["张"], 1)


def test_an_indicator_that_the_catalogue_lacks(db: Path) -> None:
    done = gongbao("indicators", "show", "养老院床位", "--db", db)
    assert done.exit_code == 2
    assert "the catalogue has no indicator of this name (gongbao indicators unknown lists" in done.stderr
    assert done.stderr.endswith("near to it: 养老机构床位数, 养老床位数\n") or "养老床位数" in done.stderr


@pytest.mark.parametrize("fault", [RuntimeError("Query interrupted"), duckdb.InterruptException("Interrupted!")])
def test_an_interrupted_question(db: Path, fault: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine has errors of its own for Ctrl-C."""

    def answer(*_: object) -> None:
        raise fault

    monkeypatch.setattr("extractor.store.questions._answer", answer)
    done = gongbao("facts", "--db", db)
    assert (done.exit_code, done.stderr) == (130, "gongbao: interrupted; nothing was changed\n")


def test_a_database_of_an_older_program(db: Path, tmp_path: Path) -> None:
    older = tmp_path / "older.duckdb"
    shutil.copyfile(db, older)
    with duckdb.connect(str(older)) as con:
        con.execute("DROP VIEW targets")
    done = gongbao("targets", "--db", older)
    assert done.exit_code == 2
    assert "has no targets: an older gongbao made it; run gongbao extract once more, with --force" in done.stderr


# ---------------------------------------------------------------------------------------------- terminals


@pytest.mark.parametrize("width", [20, 40, 60, 80, 120, 200])
@pytest.mark.parametrize(
    "args",
    [
        *(("facts",), ("conflicts",), ("targets",), ("search", "床位"), ("series", "养老机构床位数")),
        *(("indicators", "unknown"), ("indicators", "show", "养老机构床位数")),
    ],
)
def test_no_line_is_wider_than_the_terminal(terminal: Callable[..., str], width: int, args: tuple[str, ...]) -> None:
    said = terminal(width, *args)
    assert said and all(cell_len(line) <= width for line in said.splitlines() if line.strip())


@pytest.mark.parametrize("width", [40, 80, 160])
def test_no_number_is_cut(terminal: Callable[..., str], width: int) -> None:
    said = terminal(width, "facts", "养老床位数")
    assert "25000" in said and "10…15" in said and ("23000" in said or "24000" in said)


def test_what_is_the_same_in_all_rows_stands_above(terminal: Callable[..., str]) -> None:
    said = terminal(120, "facts", "养老床位数")
    assert said.splitlines()[0].strip() == "养老机构床位数, 安和市, level, 张"
    assert "indicator" not in said and "of" not in said.split("\n")[2].split()


def test_many_rows_end_and_say_so(terminal: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.cli.asking.TERMINAL_ROWS", 2)
    assert terminal(100, "facts").count("corpus/") == 2


@given(
    st.lists(st.lists(st.text("一二ab \t\n\x1b", max_size=30), min_size=3, max_size=3), min_size=1, max_size=4),
    st.integers(24, 120),
)
def test_any_text_fits(rows: list[list[str]], width: int) -> None:
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", str(width))
        patch.setenv("TERM", "xterm")
        patch.setattr(out, "isatty", lambda: True, raising=False)
        patch.setattr(sys, "stdout", out)
        show.show(Form.TABLE, [dict(zip(("a", "b", "c"), row, strict=True)) for row in rows])
    said = STYLE.sub("", out.getvalue())
    assert all(cell_len(line) <= width for line in said.split("\n")) and "\x1b" not in said
    kept = "".join(c for c in said if c in "一二")
    assert sorted(kept) == sorted(c for row in rows for cell in row for c in cell if c in "一二")


@given(st.text("一二三四五", max_size=80), st.text("一二三", max_size=6), st.integers(6, 40))
def test_a_stretch_around_a_number(text: str, inner: str, width: int) -> None:
    got = around(text, inner, width)
    assert got.strip("…") in text and len(got.strip("…")) == min(width, len(text))
    if inner in text:
        assert inner in got or len(inner) > width
