"""Tables: a cell with a value gets its period, unit, area, status and name from its row, its column and its title."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.models import Record
from tests.layout.flattening import Flat, tables
from tests.reading import extract, period, records

PROSE = "全市经济社会发展情况见下表，各项指标总体平稳，有关部门应当结合实际做好监测分析工作。\n"
CITY = "2023年湖州市统计公报\n2024年3月5日\n" + PROSE
PLAN = "湖州市养老服务“十四五”规划\n2021年8月5日\n" + PROSE
Grid = list[list[str]]


def pipes(grid: Grid) -> str:
    return "\n".join("| " + " | ".join(row) + " |" for row in [grid[0], ["---"] * len(grid[0]), *grid[1:]]) + "\n"


def tabs(grid: Grid) -> str:
    return "\n".join("\t".join(row) for row in grid) + "\n"


def read(grid: Grid, title: str = "", head: str = CITY) -> tuple[Record, ...]:
    """The records of a table on a page."""
    return records(f"{head}{title}\n{pipes(grid)}")


def facts(grid: Grid, title: str = "", head: str = CITY) -> list[tuple[str, str, Decimal | None, str]]:
    """Indicator as the table names it, period, value and unit of every record."""
    return [(r.indicator_raw, period(r), r.value, r.unit) for r in read(grid, title, head)]


# --------------------------------------------------------------------------- columns


@pytest.mark.parametrize("form", [pipes, tabs])
def test_a_column_for_each_year(form: object) -> None:
    grid = [["指标", "单位", "2021年", "2022年"], ["养老机构", "家", "50", "52"], ["养老床位", "万张", "1.1", "1.15"]]
    got = records(CITY + (pipes(grid) if form is pipes else tabs(grid)))
    assert [(r.indicator_raw, period(r), r.value, r.unit) for r in got] == [
        ("养老机构", "2021", 50, "家"),
        ("养老机构", "2022", 52, "家"),
        ("养老床位", "2021", 11_000, "张"),
        ("养老床位", "2022", 11_500, "张"),
    ]
    assert {(r.measure, r.status, r.period_source, r.region, r.rule_id) for r in got} == {
        ("level", "actual", "explicit", "湖州市", "table.cell")
    }


def test_the_head_over_the_names_gives_a_unit_to_all_values() -> None:
    grid = [["指标（万人）", "2021年", "2022年"], ["在校生", "71", "72.5"], ["毕业生", "18", "19"]]
    assert [(value, unit) for _, _, value, unit in facts(grid)] == [
        (710_000, "人"),
        (725_000, "人"),
        (180_000, "人"),
        (190_000, "人"),
    ]
    ages = [["年龄（岁）", "2021年", "2022年"], ["0-14", "71", "72.5"], ["15-59", "18", "19"]]
    assert "岁" not in {unit for *_, unit in facts(ages)}


@pytest.mark.parametrize("head", ["比上年增长（%）", "同比增长（%）", "增速（%）", "增幅（%）"])
def test_a_column_of_growth(head: str) -> None:
    got = read([["产品名称", "单位", "产量", head], ["水泥", "万吨", "820.5", "-3.2"], ["钢材", "万吨", "56", "5.6"]])
    assert [(r.indicator_raw, r.measure, r.value, r.unit) for r in got] == [
        ("水泥产量", "level", 8_205_000, "吨"),
        ("水泥产量", "growth", Decimal("-3.2"), "%"),
        ("钢材产量", "level", 560_000, "吨"),
        ("钢材产量", "growth", Decimal("5.6"), "%"),
    ]
    assert [r.base_period for r in got] == [None, "2022"] * 2


def test_bounds_and_rates_per_hundred_thousand() -> None:
    grid = [["指标", "单位", "2020年", "2025年"], ["孕产妇死亡率", "1/10万", "6.8", "≤9"], ["筛查率", "%", "45", "≥55"]]
    got = read(grid, head=PLAN)
    assert [(r.raw_text, r.unit, r.qualifier) for r in got] == [
        ("6.8", "人/10万人", "exact"),
        ("≤9", "人/10万人", "less_than"),
        ("45", "%", "exact"),
        ("≥55", "%", "more_than"),
    ]


def test_a_column_of_ranks() -> None:
    got = read([["指标", "2023年（亿元）", "位次"], ["生产总值", "3850.2", "3"], ["工业投资", "520", "12"]])
    assert [(r.measure, r.value, r.unit) for r in got] == [
        ("level", Decimal(385_020_000_000), "元"),
        ("rank", 3, "位"),
        ("level", 52_000_000_000, "元"),
        ("rank", 12, "位"),
    ]


def test_targets_and_baselines_of_a_plan() -> None:
    grid = [
        ["序号", "类别", "指标", "单位", "2020年基期值", "2025年目标值", "属性"],
        ["1", "养老服务", "养老床位数", "张", "12000", "15000", "预期性"],
        ["2", "", "护理型床位占比", "%", "52", "60", "约束性"],
    ]
    got = read(grid, "表1 主要指标", PLAN)
    assert [(r.value, period(r), r.status) for r in got] == [
        (12_000, "2020", "actual"),
        (15_000, "2025", "target"),
        (52, "2020", "actual"),
        (60, "2025", "target"),
    ]
    assert [r.dimensions for r in got][1:3] == [
        {"类别": "养老服务", "属性": "预期性"},
        {"类别": "养老服务", "属性": "约束性"},
    ]


def test_doubled_cells_are_two_records_by_level() -> None:
    grid = [
        ["指标", "单位", "2020年", "2025年目标值"],
        ["市、县示范食堂覆盖率", "%", "50/40", "100/80"],
        ["社区食堂数", "家", "36", "52"],
    ]
    got = read(grid, "", PLAN)
    assert [(r.value, r.dimensions.get("层级"), r.status) for r in got[:4]] == [
        (50, "市", "actual"),
        (40, "县", "actual"),
        (100, "市", "target"),
        (80, "县", "target"),
    ]
    assert len({r.record_id for r in got}) == len(got)
    assert [r.raw_text for r in got[:4]] == ["50", "40", "100", "80"]


# --------------------------------------------------------------------------- rows, titles, units


def test_rows_that_are_areas() -> None:
    grid = [["地区", "2022年", "2023年"], ["吴兴区", "101.2", "102.5"], ["德清县", "55", "56"], ["全市", "341", "343"]]
    got = read(grid, "表3 各区县常住人口（单位：万人）")
    assert [(r.region, period(r), r.value, r.unit) for r in got] == [
        ("吴兴区", "2022", 1_012_000, "人"),
        ("吴兴区", "2023", 1_025_000, "人"),
        ("德清县", "2022", 550_000, "人"),
        ("德清县", "2023", 560_000, "人"),
        ("湖州市", "2022", 3_410_000, "人"),
        ("湖州市", "2023", 3_430_000, "人"),
    ]
    assert {r.indicator for r in got} == {"常住人口"}


def test_rows_that_are_years() -> None:
    grid = [["年份", "常住人口（万人）", "城镇化率（%）"], ["2021年", "340.7", "65.6"], ["2022年", "341.3", "66.1"]]
    assert facts(grid) == [
        ("常住人口", "2021", 3_407_000, "人"),
        ("城镇化率", "2021", Decimal("65.6"), "%"),
        ("常住人口", "2022", 3_413_000, "人"),
        ("城镇化率", "2022", Decimal("66.1"), "%"),
    ]


UNITS = {
    "家": ("家", 0),
    "万张": ("张", 4),
    "亿元": ("元", 8),
    "%": ("%", 0),
    "万人次": ("人次", 4),
    "平方米": ("平方米", 0),
    "万吨": ("吨", 4),
}


@given(
    st.sampled_from(sorted(UNITS)),
    st.sampled_from(["column", "head", "label", "title", "line", "cell"]),
    st.integers(2, 1800),
)
@settings(max_examples=40, deadline=None)
def test_the_unit_may_stand_anywhere(said: str, place: str, n: int) -> None:
    unit, power = UNITS[said]
    names, title = ["甲类项目", "乙类项目"], ""
    head, rows = ["指标", "2022年", "2023年"], [[names[0], str(n), str(n + 1)], [names[1], str(n + 2), str(n + 3)]]
    if place == "column":
        head.insert(1, "单位")
        rows = [[r[0], said, *r[1:]] for r in rows]
    elif place == "head":
        head = [head[0], *(f"{h}（{said}）" for h in head[1:])]
    elif place == "label":
        rows = [[f"{r[0]}（{said}）", *r[1:]] for r in rows]
    elif place == "title":
        title = f"表1 各类项目情况（单位：{said}）"
    elif place == "line":
        title = f"表1 各类项目情况\n单位：{said}"
    else:
        rows = [[r[0], *(f"{v}{said}" for v in r[1:])] for r in rows]
    assert facts([head, *rows], title) == [
        (name, year, Decimal(n + k).scaleb(power), unit)
        for k, (name, year) in enumerate((name, year) for name in names for year in ("2022", "2023"))
    ]


def test_parts_below_their_total() -> None:
    grid = [
        ["指标", "2022年", "2023年"],
        ["在校学生数（万人）", "35", "36"],
        ["其中：女生", "16", "17"],
        ["小学", "20", "21"],
    ]
    assert [r.indicator_raw for r in read(grid)][2:4] == ["女生", "女生"]


def test_the_period_of_the_title() -> None:
    got = read([["指标", "数量（家）"], ["医院", "52"], ["诊所", "120"]], "表2 2022年卫生机构数")
    assert [(period(r), r.period_source) for r in got] == [("2022", "inherited")] * 2


def test_cells_without_a_value_give_nothing() -> None:
    grid = [
        ["指标", "2022年", "2023年"],
        ["医院（家）", "52", "—"],
        ["诊所（家）", "-", "120"],
        ["药店（家）", "", "…"],
        ["食堂（家）", "5", "6"],
    ]
    assert [(r.indicator_raw, period(r), r.value) for r in read(grid)] == [
        ("医院", "2022", 52),
        ("诊所", "2023", 120),
        ("食堂", "2022", 5),
        ("食堂", "2023", 6),
    ]


def test_running_numbers_and_notes_are_refused() -> None:
    text = CITY + pipes(
        [["序号", "指标", "2023年（家）", "备注"], ["1", "医院", "52", "含3家分院"], ["2", "诊所", "120", ""]]
    )
    found = extract(text)
    assert [r.value for r in found.records] == [52, 120]
    assert {(n.raw_text, n.reason) for n in found.refusals} >= {("1", "table row number"), ("2", "table row number")}


def test_evidence_is_the_row_and_the_span_is_the_cell() -> None:
    text = CITY + pipes([["指标", "2022年", "2023年"], ["医院（家）", "52", "56"], ["诊所（家）", "110", "120"]])
    found = extract(text)
    for r in found.records:
        assert text[r.raw_start : r.raw_end] == r.raw_text
        assert "医院" in r.evidence or "诊所" in r.evidence
        assert r.raw_text in r.evidence


def test_a_table_of_a_web_page() -> None:
    html = (
        "<html><body><h1>2023年湖州市统计公报</h1><table><tr><th rowspan=2>地区</th><th colspan=2>床位（张）</th></tr>"
        "<tr><th>2022年</th><th>2023年</th></tr><tr><td>德清县</td><td>520</td><td>560</td></tr>"
        "<tr><td>安吉县</td><td>480</td><td>505</td></tr></table></body></html>"
    )
    got = records(html, "a.html")
    assert [(r.region, period(r), r.value, r.unit, r.indicator_raw) for r in got] == [
        ("德清县", "2022", 520, "张", "床位"),
        ("德清县", "2023", 560, "张", "床位"),
        ("安吉县", "2022", 480, "张", "床位"),
        ("安吉县", "2023", 505, "张", "床位"),
    ]


@given(tables())
@settings(max_examples=20, deadline=None)
def test_a_flattened_table_gives_a_record_for_each_value(table: Flat) -> None:
    """What a scrape left of a plan's table: every value is a record of its row's name, its column's year and status."""
    text = (
        PLAN
        + "到2025年，建成覆盖城乡的养老服务体系，主要指标见下表，各地要抓好落实。\n"
        + "\n".join(table.lines())
        + "\n"
    )
    found = extract(text)
    said = {(r.raw_text, period(r), r.status) for r in (*found.records,)} | {
        (q.raw_text, str(q.record["period_start"])[:4], str(q.record["status"])) for q in found.rejected
    }
    base, target = table.head.index("2025年目标值") - 1, table.head.index("2025年目标值")
    for row in table.rows:
        for k, year, status in ((base, "2020", "actual"), (target, "2025", "target")):
            for value in (row[k] or "").split("/"):
                assert not value or (value, year, status) in said, (value, year, status)


# --------------------------------------------------------------------------- known faults


def test_values_that_could_be_years() -> None:
    assert (
        len(read([["指标", "2022年", "2023年"], ["养老机构（家）", "1950", "2010"], ["社区食堂（家）", "360", "520"]]))
        == 4
    )


@pytest.mark.parametrize("head", ["比上年±%", "同比±%"])
def test_a_column_of_growth_with_signs_alone(head: str) -> None:
    got = read([["产品名称", "单位", "产量", head], ["水泥", "万吨", "820.5", "-3.2"], ["钢材", "万吨", "56", "5.6"]])
    assert [r.indicator_raw for r in got] == ["水泥产量"] * 2 + ["钢材产量"] * 2


def test_a_name_that_is_an_output_already() -> None:
    got = read([["产品名称", "单位", "产量"], ["发电量", "亿千瓦时", "210"], ["水泥", "万吨", "820.5"]])
    assert [r.indicator_raw for r in got] == ["发电量", "水泥产量"]


@pytest.mark.xfail(strict=True, reason="of a level with a bracket the part before the bracket alone is kept")
def test_levels_with_brackets() -> None:
    grid = [
        ["指标", "单位", "2020年", "2025年目标值"],
        ["市、区（县）示范食堂覆盖率", "%", "50/40", "100/80"],
        ["社区食堂数", "家", "36", "52"],
    ]
    assert [r.dimensions["层级"] for r in read(grid, "", PLAN)[:2]] == ["市", "区（县）"]
