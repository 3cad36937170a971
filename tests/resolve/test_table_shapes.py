"""Tables of communiqués and censuses: names from title, row and column, parts of totals, growth against a named year,
structures, partners in trade, and tables that lost their lines."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from extractor.models import Record
from extractor.read.source import read_bytes
from extractor.resolve.rowparts import Label, parents
from tests.reading import extract, period, pipeline, records

HEAD = "2023年临川市统计公报\n2024年3月20日\n全市经济社会发展情况见下表，有关部门应当结合实际做好监测工作。\n"


def pipes(*rows: str) -> str:
    columns = rows[0].count("|") + 1
    return "\n".join(f"| {r} |" for r in (rows[0], "|".join(["---"] * columns), *rows[1:])) + "\n"


def read(title: str, *rows: str) -> tuple[Record, ...]:
    return records(f"{HEAD}{title}\n\n{pipes(*rows)}")


def told(got: tuple[Record, ...]) -> list[tuple[str, str]]:
    return [(r.indicator_raw, r.raw_text) for r in got]


# --------------------------------------------------------------------------- names


def test_a_title_completes_what_its_rows_leave_out() -> None:
    got = read(
        "表2 2023年固定资产投资增长速度", "行业 | 比上年增长（%）", "总计 | 5.1", "采矿业 | 12.6", "住宿和餐饮业 | -3.3"
    )
    assert told(got) == [("固定资产投资", "5.1"), ("采矿业固定资产投资", "12.6"), ("住宿和餐饮业固定资产投资", "-3.3")]
    assert {r.measure for r in got} == {"growth"} and {r.base_period for r in got} == {"2022"}


def test_a_title_completes_classes_that_share_a_word_with_it() -> None:
    got = read(
        "表1 三次产业增加值", "指标 | 绝对数（亿元） | 比上年±%", "第一产业 | 15.2 | 3.9", "第三产业 | 53.3 | 4.6"
    )
    assert told(got) == [
        ("第一产业增加值", "15.2"),
        ("第一产业增加值", "3.9"),
        ("第三产业增加值", "53.3"),
        ("第三产业增加值", "4.6"),
    ]


@pytest.mark.parametrize(
    ("head", "name"), [("总产值", "总产值"), ("生产总值", "生产总值"), ("养老床位数", "养老床位数")]
)
def test_a_word_within_a_head_stays(head: str, name: str) -> None:
    got = read("表1 各县指标", f"地区 | {head}", "南城县 | 10.5", "黎川县 | 9.5")
    assert {r.indicator_raw for r in got} == {name} and [r.region for r in got] == ["南城县", "黎川县"]


def test_populations_in_the_head_stand_before_what_the_row_measures() -> None:
    got = read(
        "表9 居民收支", "指标 | 城镇居民（元） | 增长（%） | 农村居民（元）", "人均可支配收入 | 43120 | 4.8 | 21560"
    )
    assert [r.indicator_raw for r in got] == ["城镇居民人均可支配收入"] * 2 + ["农村居民人均可支配收入"]


def test_columns_of_an_index_by_area() -> None:
    got = read(
        "表4 居民消费价格指数（上年=100）",
        "类别 | 全市 | 城市",
        "居民消费价格指数 | 100.2 | 100.3",
        "衣着 | 99.5 | 99.4",
    )
    assert [r.indicator for r in got] == [
        "居民消费价格指数",
        "城市居民消费价格指数",
        "衣着居民消费价格指数",
        "城市衣着居民消费价格指数",
    ] or [r.indicator_raw for r in got][:2] == ["居民消费价格指数", "城市居民消费价格指数"]
    assert {r.unit for r in got} == {""} and {period(r) for r in got} == {"2023"}


def test_countries_are_partners_and_no_areas_of_the_values() -> None:
    got = read(
        "表6 货物进出口", "国家和地区 | 出口额（亿元） | 比上年增长（%）", "美国 | 77.6 | -10.2", "日本 | 20.1 | 3.0"
    )
    assert [(r.indicator_raw, r.region) for r in got] == [("对美国出口额", "临川市")] * 2 + [
        ("对日本出口额", "临川市")
    ] * 2


# --------------------------------------------------------------------------- shares


def test_heads_that_say_how_shares_are_counted() -> None:
    got = read(
        "表2 工业经济类型结构",
        " | 按资产总额计算(%) | 按从业人员计算(%)",
        " | 2010 | 2020 | 2010 | 2020",
        "国有工业 | 40.1 | 30.2 | 35.5 | 20.6",
        "其他工业 | 59.9 | 69.8 | 64.5 | 79.4",
    )
    assert [(r.indicator_raw, period(r)) for r in got[:4]] == [
        ("国有工业占资产总额比重", "2010"),
        ("国有工业占资产总额比重", "2020"),
        ("国有工业占从业人员比重", "2010"),
        ("国有工业占从业人员比重", "2020"),
    ]


# --------------------------------------------------------------------------- growth and ranks


def test_growth_against_a_year_that_the_head_names() -> None:
    got = read(
        "表1 主要产品产量", "产品 | 2020年产量（万吨） | 比2010年增长", "水泥 | 820.5 | 56.1%", "钢材 | 56.3 | 2.3倍"
    )
    assert [(r.measure, r.base_period, period(r), r.unit) for r in got if r.measure == "growth"] == [
        ("growth", "2010", "2020", "%"),
        ("growth", "2010", "2020", "倍"),
    ]


def test_a_difference_in_money_is_a_change() -> None:
    got = read(
        "表3 2023年末金融机构存款",
        "指标 | 年末数（亿元） | 比年初增减额（亿元） | 比上年末增长（%）",
        "住户存款 | 1502.3 | -15.1 | 11.1",
    )
    assert [(r.indicator_raw, r.measure, r.value, r.unit) for r in got] == [
        ("住户存款", "level", Decimal(150_230_000_000), "元"),
        ("住户存款", "change", Decimal(-1_510_000_000), "元"),
        ("住户存款", "growth", Decimal("11.1"), "%"),
    ]


def test_bare_numbers_among_rates_are_differences() -> None:
    got = read(
        "表8 安全生产",
        "项目 | 2023年 | 2022年 | 同比增减",
        "立案数（起） | 3205 | 3560 | -10.0%",
        "死亡人数（人） | 56 | 60 | -4",
    )
    assert [(r.raw_text, r.measure, r.unit, period(r)) for r in got if r.measure != "level"] == [
        ("-10.0%", "growth", "%", "2023"),
        ("-4", "change", "人", "2023"),
    ]


def test_a_row_that_only_says_how_the_row_above_grew() -> None:
    got = read("表6 生产总值", "指标 | 2021年 | 2022年", "生产总值（亿元） | 1050.3 | 1130.4", "增速（%） | 8.1 | 4.0")
    assert [(r.indicator_raw, r.measure, period(r), r.base_period) for r in got[2:]] == [
        ("生产总值", "growth", "2021", "2020"),
        ("生产总值", "growth", "2022", "2021"),
    ]


def test_rows_that_begin_with_a_time() -> None:
    got = read(
        "表4 工业总产值增长速度及比重",
        " | 东部地区 | 西部地区",
        "“十三五”时期平均每年增长(%) | 8.8 | 9.3",
        "2015年比重(%) | 60.3 | 12.5",
    )
    assert [(r.measure, period(r), r.region) for r in got] == [
        ("growth", "2016/2020", "东部地区"),
        ("growth", "2016/2020", "西部地区"),
        ("level", "2015", "东部地区"),
        ("level", "2015", "西部地区"),
    ]


def test_a_decade_in_a_head_is_a_class_of_things() -> None:
    got = read(
        "2020年设备普查公报 表6 各年代出厂的设备比例（％）", "设备 | 90年代出厂 | 80年代出厂", "全部设备 | 36.4 | 54.1"
    )
    assert {period(r) for r in got} != {"1990/1999"} and all("90年代" in r.indicator for r in got[:1])


# --------------------------------------------------------------------------- parts


def test_rows_behind_a_mark_are_parts_as_long_as_they_make_the_total() -> None:
    got = read(
        "表7 2023年末人口",
        "指标 | 年末数（万人）",
        "常住人口 | 355.4",
        "其中：城镇 | 215.0",
        "乡村 | 140.4",
        "其中：男性 | 182.3",
        "女性 | 173.1",
    )
    assert [r.indicator_raw for r in got] == [
        "常住人口",
        "城镇常住人口",
        "乡村常住人口",
        "男性常住人口",
        "女性常住人口",
    ]
    assert {period(r) for r in got} == {"@2023-12-31"}


def test_rows_behind_the_parts_stand_for_themselves() -> None:
    got = read("表1 产量", "产品 | 产量（万辆）", "汽车 | 18.2", "＃新能源汽车 | 6.2", "摩托车 | 3.1")
    assert [r.indicator_raw for r in got] == ["汽车产量", "新能源汽车产量", "摩托车产量"]


def test_parents_by_marks_and_sums() -> None:
    labels = [Label("a", 0), Label("b", 6), Label("c", 0), Label("d", 0), Label("e", 1), Label("f", 3), Label("g", 3)]
    values = [[Decimal(v)] for v in (10, 4, 6, 7, 5, 2, 3)]
    assert parents(labels, values, lambda *_: False) == [None, 0, 0, None, None, 4, 4]
    assert parents(labels, [[None]] * 7, lambda *_: False) == [None, 0, None, None, None, 4, 4]
    assert parents(labels, [[None]] * 7, lambda part, _: part == "c") == [None, 0, 0, None, None, 4, 4]


# --------------------------------------------------------------------------- tables without lines

FLAT = """表1 2023年进出口
单位：亿元
贸易方式
出口额
比上年增长（%）
进口额
一般贸易
120.5
12.3
66.1
加工贸易
98.7
-4.5
40.2
"""


def test_a_flattened_table_with_heads_of_its_own() -> None:
    got = records(HEAD + FLAT)
    assert [(r.indicator_raw, r.measure, r.value) for r in got] == [
        ("一般贸易出口额", "level", Decimal(12_050_000_000)),
        ("一般贸易出口额", "growth", Decimal("12.3")),
        ("一般贸易进口额", "level", Decimal(6_610_000_000)),
        ("加工贸易出口额", "level", Decimal(9_870_000_000)),
        ("加工贸易出口额", "growth", Decimal("-4.5")),
        ("加工贸易进口额", "level", Decimal(4_020_000_000)),
    ]


def test_the_line_of_the_unit_is_neither_a_number_nor_a_hole() -> None:
    found = extract(HEAD + "表1 产量\n单位：万吨\n以下从略。\n")
    assert not found.records and not found.gaps


@pytest.mark.parametrize("blank", [" ", "  ", "\u3000", "\t"])
def test_cells_set_apart_by_blanks(blank: str) -> None:
    rows = [["年龄", "人数", "比重"], ["0—14岁", "688032", "19.36"], ["15—59岁", "2102233", "59.15"]]
    got = records(HEAD + "表7 人口年龄\n" + "\n".join(blank.join(r) for r in rows) + "\n")
    assert [(r.raw_text, r.unit) for r in got] == [("688032", "人"), ("19.36", "%"), ("2102233", "人"), ("59.15", "%")]


def test_a_head_of_two_rows_set_with_wide_blanks() -> None:
    text = (
        "表１　工业经济类型结构变化（％）\n经济类型　　　按资产总额计算　　　　按工业总产值计算\n"
        "　　　　　　　　２０１５　２０２０　　２０１５　２０２０\n"
        "国有工业　　　７４．６　５３．７　　６４．９　３４．０\n"
        "集体工业　　　２４．０　２３．８　　３２．１　３６．６\n"
    )
    got = records(HEAD + text)
    assert [(r.indicator_raw, period(r), r.value) for r in got[:4]] == [
        ("国有工业占资产总额比重", "2015", Decimal("74.6")),
        ("国有工业占资产总额比重", "2020", Decimal("53.7")),
        ("国有工业占工业总产值比重", "2015", Decimal("64.9")),
        ("国有工业占工业总产值比重", "2020", Decimal("34.0")),
    ]


# --------------------------------------------------------------------------- heads and rows of odd shapes


def test_labels_in_one_line_and_their_numbers_below() -> None:
    text = "表1 主要指标\n生产总值（亿元） 第一产业 第二产业 第三产业 固定资产投资增速（%）\n"
    text += "1203.5\n150.2\n520.1\n533.2\n5.1\n"
    got = records(HEAD + text)
    assert [(r.indicator, r.measure, r.unit) for r in got] == [
        ("地区生产总值", "level", "元"),
        ("第一产业增加值", "level", "元"),
        ("第二产业增加值", "level", "元"),
        ("第三产业增加值", "level", "元"),
        ("固定资产投资额", "growth", "%"),
    ]


def test_numbers_that_stand_alone_are_no_records() -> None:
    found = extract(HEAD + "全市粮食产量62万吨。\n\n12.5\n\n13.1\n")
    assert len(found.records) == 1
    assert [r.raw_text for r in found.refusals if "alone" in r.reason] == ["12.5", "13.1"]


def test_lines_that_divide_the_rows_of_a_table() -> None:
    text = "附表2 2023年人口\n指标\t年末数\t比重（%）\n\t（万人）\t\n全市常住人口\t355.4\t100.0\n按城乡分\n"
    text += "城镇\t215.0\t60.5\n乡村\t140.4\t39.5\n"
    got = records(HEAD + text)
    assert [(r.raw_text, r.indicator_raw, r.unit) for r in got] == [
        ("355.4", "常住人口", "人"),
        ("100.0", "常住人口比重", "%"),
        ("215.0", "城镇常住人口", "人"),
        ("60.5", "城镇常住人口比重", "%"),
        ("140.4", "乡村常住人口", "人"),
        ("39.5", "乡村常住人口比重", "%"),
    ]


def test_a_line_of_years_over_a_line_of_numbers() -> None:
    got = records(HEAD + "2021—2023年城镇新增就业人数（万人）\n2021 2022 2023\n3.52 3.10 3.33\n")
    assert [(r.indicator, period(r), r.value) for r in got] == [
        ("城镇新增就业人数", "2021", 35_200),
        ("城镇新增就业人数", "2022", 31_000),
        ("城镇新增就业人数", "2023", 33_300),
    ]


def test_a_title_that_says_that_all_values_are_growth() -> None:
    got = read("表3 2023年居民消费价格比上年涨跌幅度（%）", "类别 | 全市 | 农村", "居民消费价格 | 0.2 | -0.1")
    assert [(r.measure, r.indicator, r.base_period) for r in got] == [
        ("growth", "居民消费价格指数", "2022"),
        ("growth", "农村居民消费价格指数", "2022"),
    ]


def test_columns_that_run_from_the_beginning_of_the_year() -> None:
    got = read("表5 2023年规模以上工业增加值增速", "时间 | 当月（%） | 累计（%）", "3月 | 6.0 | 5.5", "4月 | 5.8 | 5.6")
    assert [period(r) for r in got] == ["2023-03-01/2023-03-31", "2023-01-01/2023-03-31"] * 1 + [
        "2023-04-01/2023-04-30",
        "2023-01-01/2023-04-30",
    ] or [r.period_start.month for r in got if r.period_start] == [3, 1, 4, 1]
    assert {r.measure for r in got} == {"growth"}


def test_totals_without_any_mark() -> None:
    got = read(
        "表2 2023年主要指标",
        "指标 | 绝对数（亿元）",
        "生产总值 | 120.3",
        "第一产业 | 15.0",
        "第二产业 | 52.0",
        "第三产业 | 53.3",
    )
    assert [r.indicator for r in got] == ["地区生产总值", "第一产业增加值", "第二产业增加值", "第三产业增加值"]


def test_the_time_for_a_table_grows_with_its_rows_alone() -> None:
    def seconds(rows: int) -> float:
        lines = ["地区,床位（张）", *(f"县{n},{n + 100}" for n in range(rows))]
        source = read_bytes("\n".join(lines).encode(), "a.csv")
        began = time.process_time()
        assert len(pipeline().process(source).records) == rows
        return time.process_time() - began

    assert seconds(1600) < 3 * seconds(800)
