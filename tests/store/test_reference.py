"""Units, areas and times: the tables that come from the rules, and the macros over them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from shutil import copytree
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.analysis import calendar, unit_conversions, vocabulary
from extractor.lexicon import Lexicon, load_lexicon
from extractor.rulefile import RulesError, default_rules_dir
from tests.store.examples import make_with_rules, told

CONVERSIONS = list(unit_conversions(load_lexicon()))
KINDS: dict[str, list[str]] = {}
for _row in CONVERSIONS:
    KINDS.setdefault(_row["base_unit"], []).append(_row["unit"])


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    db = tmp_path_factory.mktemp("reference") / "g.duckdb"
    yields = {"unit": "公斤/亩", "value": Decimal(400), "raw_text": "400公斤"}
    make_with_rules(db, told("a.txt", date(2024, 3, 1), yields, {"unit": "张/千人", "value": Decimal("6.8")}))
    with duckdb.connect(str(db), read_only=True) as opened:
        yield opened


def one(con: duckdb.DuckDBPyConnection, query: str, *values: Any) -> Any:
    row = con.execute(query, list(values)).fetchone()
    assert row is not None
    return row[0]


@pytest.mark.parametrize(
    ("value", "unit", "to", "expected"),
    [
        (15, "亩", "公顷", 1),
        (3, "万亩", "公顷", 2000),
        (1, "千公顷", "万亩", 1.5),
        (2, "亿斤", "万吨", 10),
        (3.5, "万元", "元", 35000),
        (1.26, "万亿元", "亿元", 12600),
        (12, "万人次", "人次", 120000),
        (5, "‰", "%", 0.5),
        (400, "公斤/亩", "公斤/公顷", 6000),
        (6.8, "张/千人", "张/万人", 68),
        (1, "平方公里", "㎡", 1_000_000),
        (7, "户", "户", 7),
        (7, "不知何物", "不知何物", 7),
        (7, "元", "美元", None),
        (7, "人", "人次", None),
        (7, "亩", "公里", None),
        (None, "亩", "公顷", None),
    ],
)
def test_conversion(
    value: float | None, unit: str, to: str, expected: float | None, con: duckdb.DuckDBPyConnection
) -> None:
    found = one(con, "SELECT convert(?, ?, ?)", value, unit, to)
    assert found == (expected if expected is None else pytest.approx(expected, rel=1e-9))


@given(data=st.data(), value=st.floats(-1e12, 1e12).filter(lambda v: v == 0 or abs(v) > 1e-3))
def test_there_and_back(data: st.DataObject, value: float) -> None:
    units = KINDS[data.draw(st.sampled_from(sorted(KINDS)))]
    factors = {r["unit"]: r["factor"] for r in CONVERSIONS}
    a, b = data.draw(st.sampled_from(units)), data.draw(st.sampled_from(units))
    there = value * (factors[a] / factors[b])
    assert there * (factors[b] / factors[a]) == pytest.approx(value, rel=1e-9)


@given(
    value=st.integers(-(10**9), 10**9), pair=st.sampled_from([("亩", "公顷"), ("斤", "吨"), ("万元", "元"), ("%", "‰")])
)
def test_there_and_back_in_the_database(value: int, pair: tuple[str, str], con: duckdb.DuckDBPyConnection) -> None:
    back = con.execute("SELECT convert(convert(?, ?, ?), ?, ?)", [value, *pair, *reversed(pair)]).fetchone()
    assert back is not None and back[0] == pytest.approx(value, abs=1e-4)


def test_an_argument_may_be_called_like_a_column_of_the_reference(con: duckdb.DuckDBPyConnection) -> None:
    called = "SELECT convert(value, unit, '公斤/公顷'), unit_base(unit) FROM records WHERE unit = '公斤/亩'"
    assert con.execute(called).fetchall() == [(6000, "公斤/平方米")]
    of_code = "SELECT DISTINCT region_path(code), region_at(code, valid_to) FROM regions WHERE code = '320482'"
    assert con.execute(of_code).fetchall() == [("江苏省 > 常州市 > 金坛市", "金坛市")]
    said = "SELECT says(word, kind) FROM vocabulary WHERE kind = 'part_mark'"
    assert con.execute(said).fetchall() == [(True,)]
    assert one(con, "SELECT count(*) FROM indicators WHERE NOT is_asked(indicator_id, name, name)") == 0


def test_every_unit_of_the_records_is_known(con: duckdb.DuckDBPyConnection) -> None:
    assert one(con, "SELECT count(*) - count(DISTINCT unit) FROM unit_conversions") == 0
    assert one(con, "SELECT count(*) FROM records WHERE unit NOT IN (SELECT unit FROM unit_conversions)") == 0
    assert one(con, "SELECT count(*) FROM units WHERE name NOT IN (SELECT unit FROM unit_conversions)") == 0
    compound = "SELECT base_unit, factor, dimension FROM unit_conversions WHERE unit = '张/千人'"
    assert con.execute(compound).fetchall() == [("张/人", 0.001, "count/people")]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('[[quantity]]\ndimension = "area"\nbase = "平方米"\n', "needs dimension, base and units"),
        ('[[quantity]]\ndimension = "area"\nbase = "垧"\n[quantity.units]\n', "no canonical unit"),
        ('[[quantity]]\ndimension = "area"\nbase = "亩"\n[quantity.units]\n"斤" = "1"\n', "measures mass, not area"),
        ('[[quantity]]\ndimension = "area"\nbase = "亩"\n[quantity.units]\n"公顷" = "0"\n', "no positive number"),
        ('[[quantity]]\ndimension = "area"\nbase = "亩"\n[quantity.units]\n"公顷" = "1/0"\n', "no positive number"),
        ('[[quantity]]\ndimension = "area"\nbase = "亩"\n[quantity.units]\n"公顷" = "x"\n', "no positive number"),
        (
            '[[quantity]]\ndimension = "area"\nbase = "亩"\n[quantity.units]\n"亩" = "1"\n"㎡" = "2"\n',
            "no canonical unit",
        ),
    ],
)
def test_faulty_conversions_are_named(text: str, complaint: str, tmp_path: Path) -> None:
    root = copytree(default_rules_dir(), tmp_path / "rules")
    (root / "conversions.toml").write_text(text, encoding="utf-8")
    with pytest.raises(RulesError, match=complaint) as raised:
        list(unit_conversions(Lexicon(root)))
    assert "conversions.toml:quantity 1" in str(raised.value)


def test_rules_without_conversions_leave_every_unit_as_it_is(tmp_path: Path) -> None:
    root = copytree(default_rules_dir(), tmp_path / "rules")
    (root / "conversions.toml").unlink()
    found = {r["unit"]: r for r in unit_conversions(Lexicon(root))}
    assert (found["公顷"]["base_unit"], found["万亩"]["base_unit"], found["万亩"]["factor"]) == ("公顷", "亩", 10_000)


def test_periods_of_the_calendar_follow_one_another_and_lie_in_one_another() -> None:
    periods = list(calendar(load_lexicon()))
    by_name = {p["name"]: p for p in periods}
    assert len(by_name) == len(periods)
    for kind in ("year", "half", "quarter", "month"):
        told_of = sorted((p for p in periods if p["kind"] == kind), key=lambda p: p["period_start"])
        for before, after in itertools.pairwise(told_of):
            assert after["period_start"] == before["period_end"] + timedelta(days=1)
    for p in periods:
        above = by_name.get(p["within"])
        assert above is None or above["period_start"] <= p["period_start"] <= p["period_end"] <= above["period_end"]
        assert above is not None or p["kind"] in ("plan", "year")


def test_plans_and_parts_of_years(con: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT period_start, period_end, within FROM calendar WHERE name = ?"
    for name, first, last, within in (
        ("“十四五”时期", date(2021, 1, 1), date(2025, 12, 31), None),
        ("“十三五”时期", date(2016, 1, 1), date(2020, 12, 31), None),
        ("2023年", date(2023, 1, 1), date(2023, 12, 31), "“十四五”时期"),
        ("2023年上半年", date(2023, 1, 1), date(2023, 6, 30), "2023年"),
        ("2023年第四季度", date(2023, 10, 1), date(2023, 12, 31), "2023年下半年"),
        ("2024年2月", date(2024, 2, 1), date(2024, 2, 29), "2024年第一季度"),
    ):
        assert con.execute(query, [name]).fetchall() == [(first, last, within)], name


def test_areas_within_areas(con: duckdb.DuckDBPyConnection) -> None:
    assert one(con, "SELECT region_path('320413')") == "江苏省 > 常州市 > 金坛区"
    assert one(con, "SELECT region_path('110108')") == "北京市 > 海淀区"
    assert one(con, "SELECT region_path('990000')") is None
    below = "SELECT {} FROM regions_within('320400') WHERE valid_to IS NULL ORDER BY code"
    assert con.execute(below.format("name")).fetchall()[0] == ("天宁区",)
    assert one(con, "SELECT count(DISTINCT depth) FROM regions_within('320000') WHERE code IS NOT NULL") == 2
    assert one(con, "SELECT count(DISTINCT code) FROM regions_within('000000') WHERE depth = 1") == 34
    assert one(con, "SELECT count(*) FROM regions_within('320413')") == 0


def test_an_area_has_the_name_of_the_year(con: duckdb.DuckDBPyConnection) -> None:
    at = "SELECT region_at(?, ?)"
    assert (one(con, at, "320482", 2010), one(con, at, "320413", 2010)) == ("金坛市", None)
    assert (one(con, at, "320482", 2020), one(con, at, "320413", 2020)) == (None, "金坛区")


def test_the_tree_of_areas_has_every_code_once(con: duckdb.DuckDBPyConnection) -> None:
    assert one(con, "SELECT count(*) - count(DISTINCT code) FROM region_tree") == 0
    missing = "SELECT count(*) FROM regions WHERE code <> '000000' AND code NOT IN (SELECT code FROM region_tree)"
    assert one(con, missing) == 0
    assert one(con, "SELECT count(*) FROM region_tree WHERE province_code IS NULL") == 0
    assert one(con, "SELECT count(*) FROM region_tree WHERE left(province_code, 2) <> left(code, 2)") == 0


def test_every_word_of_the_vocabulary_stands_once_in_its_list() -> None:
    found = [(w["kind"], w["word"]) for w in vocabulary(load_lexicon())]
    assert len(found) == len(set(found)) > 100
