"""What the head of a table's column says: its role, its time, its unit, and what it makes of its values."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.lexicon import default_rules_dir
from extractor.resolve.columns import ColumnReader, UnitSaid, scaled
from extractor.resolve.regions import Regions
from tests.reading import rules, scanner

READER = ColumnReader(rules().lexicon, scanner().periods, scanner().units, Regions.load(default_rules_dir()))


@pytest.mark.parametrize(
    ("head", "role"),
    [
        ("序号", "index"),
        ("指标名称", "name"),
        ("指标", "name"),
        ("类别", "category"),
        ("单位", "unit"),
        ("计量单位", "unit"),
        ("属性", "attribute"),
        ("2020年", "value"),
        ("目标值", "value"),
        ("投资额（万元）", "money"),
        ("总投资", "money"),
        ("建设内容", "prose"),
        ("责任单位", "organisation"),
        ("建设周期", "period"),
        ("备注", "note"),
    ],
)
def test_roles(head: str, role: str) -> None:
    assert READER.read([head]).role == role


@pytest.mark.parametrize(
    ("head", "year", "unit", "measure", "target", "what"),
    [
        ("2020年", 2020, None, "", False, ""),
        ("2020", 2020, None, "", False, ""),
        ("2025年目标值", 2025, None, "", True, ""),
        ("2023年床位数（万张）", 2023, UnitSaid("张", 4), "", False, "床位数"),
        ("比上年增长（%）", None, UnitSaid("%"), "growth", False, ""),
        ("位次", None, None, "rank", False, ""),
        ("常住人口（万人）", None, UnitSaid("人", 4), "", False, "常住人口"),
        ("规划值", None, None, "", True, ""),
    ],
)
def test_heads(head: str, year: int | None, unit: UnitSaid | None, measure: str, target: bool, what: str) -> None:
    c = READER.read([head])
    assert (c.period.year if c.period else None, c.unit, c.measure, c.target) == (year, unit, measure, target)
    assert c.what == what


@pytest.mark.parametrize(
    "head", ["增减量（万人）", "比2022年增长%", "比上年±%", "比年初增减额（亿元）", "比上年末增长（%）"]
)
def test_heads_that_only_compare(head: str) -> None:
    assert READER.read([head]).what == ""


@pytest.mark.parametrize(
    ("said", "unit"),
    [
        ("万张", UnitSaid("张", 4)),
        ("亿元", UnitSaid("元", 8)),
        ("百万吨", UnitSaid("吨", 6)),
        ("千公顷", UnitSaid("公顷", 3)),
        ("%", UnitSaid("%")),
        ("张/千人", UnitSaid("张/千人")),
        ("元/人·月", UnitSaid("元/人·月")),
        ("千瓦", UnitSaid("千瓦")),
        ("亿千瓦时", UnitSaid("千瓦时", 8)),
        ("养老", None),
        ("万", None),
        ("", None),
    ],
)
def test_units_with_their_scale(said: str, unit: UnitSaid | None) -> None:
    assert READER.unit(said) == unit


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("表1 主要指标（单位：万张）", UnitSaid("张", 4)),
        ("表1 主要指标 单位：家", UnitSaid("家")),
        ("各区县增速（%）", UnitSaid("%")),
        ("表1 主要指标（2023年）", None),
        ("", None),
    ],
)
def test_the_unit_of_a_title(title: str, unit: UnitSaid | None) -> None:
    assert READER.in_title(title) == unit


@pytest.mark.parametrize(
    ("label", "rest", "unit"),
    [
        ("粮食产量（万吨）", "粮食产量", UnitSaid("吨", 4)),
        ("入园率(%)", "入园率", UnitSaid("%")),
        ("医院（含分院）", "医院（含分院）", None),
    ],
)
def test_the_unit_of_a_label(label: str, rest: str, unit: UnitSaid | None) -> None:
    assert READER.in_label(label) == (rest, unit)


@given(st.decimals(-(10**6), 10**6, places=2, allow_nan=False, allow_infinity=False), st.integers(0, 8))
@settings(max_examples=60, deadline=None)
def test_scaling_is_exact(value: Decimal, power: int) -> None:
    assert scaled(value, UnitSaid("元", power)) == value * 10**power
    assert scaled(value, None) == value


def test_the_area_of_a_head() -> None:
    assert READER.read(["德清县"]).area == "德清县"
    assert READER.read(["全市"]).area == "全市"
    assert READER.read(["德清县床位数"]).area == ""


def test_the_cells_of_a_head_are_read_one_by_one() -> None:
    c = READER.read(["按资产总额计算（%）", "1985"])
    assert (c.what, c.unit, c.period.year if c.period else None) == ("占资产总额比重", UnitSaid("%"), 1985)
    c = READER.read(["生产总值（亿元）", "比2015年增长（%）"])
    assert (c.what, c.measure, c.base, c.unit) == ("生产总值", "growth", "2015", UnitSaid("%"))
    c = READER.read(["年末总人口"])
    assert (c.what, c.year_end) == ("总人口", True)


@pytest.mark.parametrize("head", ["自然增长率（‰）", "人口机械增长率（‰）"])
def test_a_rate_whose_name_says_growth_is_a_level(head: str) -> None:
    assert READER.read([head]).measure == ""


@pytest.mark.parametrize("head", ["指数（上年=100）", "价格指数（2020年＝100）", "以上年为100"])
def test_the_base_of_an_index_is_no_time(head: str) -> None:
    assert READER.read([head]).period is None
