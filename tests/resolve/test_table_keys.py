"""What tells a row of a table apart: areas, times and qualifiers in columns of their own, or in its name."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.models import Record
from tests.reading import extract, period

HEAD = "湖州市2023年社会发展统计公报\n2024年3月20日\n主要指标见下表。\n"
Row = Sequence[str]


def page(*rows: Row, merged: bool = True) -> str:
    """A page with the table; a cell that repeats the one above it is merged with it."""
    out = []
    for r, row in enumerate(rows):
        cells = []
        for c, text in enumerate(row):
            if merged and r > 1 and rows[r - 1][c] == text and row[:c] == rows[r - 1][:c]:
                continue
            tall = 1
            while merged and r and r + tall < len(rows) and rows[r + tall][: c + 1] == row[: c + 1]:
                tall += 1
            cells.append(f'<td rowspan="{tall}">{text}</td>')
        out.append(f"<tr>{''.join(cells)}</tr>")
    paragraphs = "".join(f"<p>{line}</p>" for line in HEAD.splitlines())
    return f"<html><body>{paragraphs}<table>{''.join(out)}</table></body></html>"


def read(*rows: Row, merged: bool = True) -> tuple[Record, ...]:
    return extract(page(*rows, merged=merged), "a.html").records


@pytest.mark.parametrize("merged", [True, False])
def test_a_column_of_times_gives_each_row_its_own(merged: bool) -> None:
    got = read(
        ("地区", "年份", "养老床位数（张）"),
        ("吴兴区", "2021年", "4810"),
        ("吴兴区", "2022年", "5020"),
        ("德清县", "2021年", "3300"),
        ("德清县", "2022年", "3410"),
        merged=merged,
    )
    assert [(r.region, period(r), r.raw_text) for r in got] == [
        ("吴兴区", "2021", "4810"),
        ("吴兴区", "2022", "5020"),
        ("德清县", "2021", "3300"),
        ("德清县", "2022", "3410"),
    ]
    assert {r.indicator for r in got} == {"养老服务床位总数"} and not any(r.dimensions for r in got)


def test_bare_years_below_their_head_are_times_and_no_values() -> None:
    found = extract(page(("年度", "常住人口（万人）"), ("2021", "340.7"), ("2022", "341.3")), "a.html")
    assert [(period(r), r.raw_text) for r in found.records] == [("2021", "340.7"), ("2022", "341.3")]
    assert [(r.raw_text, r.reason) for r in found.refusals if r.raw_text.startswith("20")] == [
        ("2021", "in a column of period"),
        ("2022", "in a column of period"),
    ]


def test_an_area_beside_a_name_is_the_reference_area() -> None:
    got = read(
        ("地区", "指标", "单位", "2023年"),
        ("全市", "地区生产总值", "亿元", "4015"),
        ("全市", "常住人口", "万人", "343.9"),
        ("安吉县", "地区生产总值", "亿元", "614"),
        ("安吉县", "常住人口", "万人", "60.1"),
    )
    assert [(r.region, r.indicator) for r in got] == [
        ("湖州市", "地区生产总值"),
        ("湖州市", "常住人口"),
        ("安吉县", "地区生产总值"),
        ("安吉县", "常住人口"),
    ]


def test_rows_of_a_list_with_a_value_column() -> None:
    text = "湖州市养老数据\n地区,年份,指标,单位,数值\n南浔区,2021,养老机构数,家,31\n长兴县,2022,护理型床位占比,%,61.5"
    got = extract(text, "a.csv").records
    assert [(r.region, period(r), r.raw_text, r.unit) for r in got] == [
        ("南浔区", "2021", "31", "家"),
        ("长兴县", "2022", "61.5", "%"),
    ]


def test_a_category_that_says_of_whom_is_part_of_the_name() -> None:
    got = read(
        ("类别", "指标", "单位", "2023年"),
        ("城镇", "人均可支配收入", "元", "74400"),
        ("城镇", "人均消费支出", "元", "45100"),
        ("农村", "人均可支配收入", "元", "47100"),
        ("农村", "人均消费支出", "元", "31200"),
    )
    assert [r.indicator for r in got] == [
        "城镇居民人均可支配收入",
        "城镇人均消费支出",
        "农村居民人均可支配收入",
        "农村人均消费支出",
    ]
    assert [r.dimensions["类别"] for r in got] == ["城镇", "城镇", "农村", "农村"]


def test_a_category_that_only_sorts_is_none() -> None:
    got = read(
        ("类别", "指标", "单位", "2023年"),
        ("民生福祉", "养老床位数", "张", "4100"),
        ("绿色生态", "森林覆盖率", "%", "48"),
    )
    assert [r.indicator for r in got] == ["养老服务床位总数", "森林覆盖率"]
    assert [r.dimensions["类别"] for r in got] == ["民生福祉", "绿色生态"]


def test_a_column_beside_the_name_qualifies_it() -> None:
    got = read(
        ("指标", "性别", "2022年", "2023年"),
        ("人均预期寿命（岁）", "男性", "79.8", "80.1"),
        ("人均预期寿命（岁）", "女性", "84.9", "85.2"),
    )
    assert [r.indicator_raw for r in got] == ["男性人均预期寿命"] * 2 + ["女性人均预期寿命"] * 2
    assert [r.dimensions for r in got] == [{"性别": "男性"}] * 2 + [{"性别": "女性"}] * 2


def test_age_groups_are_names_and_no_values() -> None:
    got = read(("年龄组", "人数（人）"), ("60—69岁", "1210"), ("70岁及以上", "1033"))
    assert [(r.indicator_raw, r.raw_text) for r in got] == [("60-69岁人数", "1210"), ("70岁及以上人数", "1033")]


def test_the_innermost_of_two_areas_counts() -> None:
    got = read(
        ("城市", "区县", "户籍人口（万人）"),
        ("湖州市", "吴兴区", "65.2"),
        ("湖州市", "德清县", "44.3"),
        ("嘉兴市", "海盐县", "38.1"),
        ("嘉兴市", "平湖市", "51.2"),
    )
    assert [r.region for r in got] == ["吴兴区", "德清县", "海盐县", "平湖市"]
    assert not any(r.dimensions for r in got)


AREAS, YEARS = ("吴兴区", "南浔区", "德清县", "长兴县", "安吉县"), ("2019年", "2020年", "2021年", "2022年")


@given(
    st.lists(st.sampled_from(AREAS), min_size=2, max_size=4, unique=True),
    st.lists(st.sampled_from(YEARS), min_size=2, max_size=4, unique=True),
    st.permutations(["地区", "年份"]),
    st.booleans(),
)
@settings(max_examples=30, deadline=None)
def test_areas_and_times_are_told_apart_in_any_order(
    areas: list[str], years: list[str], heads: list[str], merged: bool
) -> None:
    first, second = (areas, years) if heads[0] == "地区" else (years, areas)
    rows = [(a, b, str(3100 + 17 * n)) for n, (a, b) in enumerate((a, b) for a in first for b in second)]
    got = read((*heads, "养老床位数（张）"), *rows, merged=merged)
    at = heads.index("地区")
    assert [(r.region, f"{period(r)}年", r.raw_text) for r in got] == [(row[at], row[1 - at], row[2]) for row in rows]


# --------------------------------------------------------------------------- shapes of whole tables


def text(body: str, name: str = "a.txt") -> tuple[Record, ...]:
    return extract(f"{HEAD}{body}", name).records


def marked(title: str, *rows: str, head: str = HEAD) -> tuple[Record, ...]:
    lines = [f"| {r} |" for r in (rows[0], "|".join(["---"] * (rows[0].count("|") + 1)), *rows[1:])]
    return extract("\n".join((head + title, "", *lines, "")), "a.md").records


def test_tables_side_by_side_are_read_one_after_the_other() -> None:
    got = read(
        ("指标", "单位", "数值", "指标", "单位", "数值"),
        ("城镇新增就业", "万人", "4.2", "失业保险参保人数", "万人", "98.1"),
        ("城镇登记失业率", "%", "2.1", "工伤保险参保人数", "万人", "121.5"),
    )
    assert [(r.indicator, r.raw_text, r.unit) for r in sorted(got, key=lambda r: r.raw_start)] == [
        ("城镇新增就业人数", "4.2", "人"),
        ("失业保险参保人数", "98.1", "人"),
        ("城镇登记失业率", "2.1", "%"),
        ("工伤保险参保人数", "121.5", "人"),
    ]


def test_months_in_a_head_are_those_of_the_year() -> None:
    got = read(
        ("指标", "一季度", "上半年", "1—9月", "全年"), ("社会消费品零售总额（亿元）", "450", "910", "1370", "1893")
    )
    assert [period(r) for r in got] == ["2023-01/2023-03", "2023-01/2023-06", "2023-01/2023-09", "2023"]
    assert {r.indicator for r in got} == {"社会消费品零售总额"}


def test_months_in_a_head_are_those_of_the_year_of_the_row() -> None:
    got = marked("表3 社会消费品零售总额（亿元）", "年份 | 上半年 | 全年", "2021年 | 801 | 1684", "2022年 | 850 | 1731")
    assert [period(r) for r in got] == ["2021-01/2021-06", "2021", "2022-01/2022-06", "2022"]
    assert {r.indicator for r in got} == {"社会消费品零售总额"}


def test_rows_that_are_set_in_are_parts_of_the_row_above() -> None:
    got = text(
        "表1 2023年居民消费价格比上年涨跌幅度\n"
        "指标                全市      城市      农村\n"
        "居民消费价格        0.4       0.3       0.6\n"
        "    食品烟酒        -0.2      -0.4      0.2\n"
        "    衣着            1.3       1.4       1.1\n"
    )
    assert [r.indicator_raw for r in got][::3] == ["居民消费价格", "食品烟酒居民消费价格", "衣着居民消费价格"]
    assert {r.measure for r in got} == {"growth"} and {r.base_period for r in got} == {"2022"}


def test_the_title_of_the_next_table_is_no_row_of_this_one() -> None:
    head = "产品    单位    产量    比上年增长（%）\n"
    got = text(
        f"表2  2023年主要农产品产量\n{head}粮食    万吨    61.2    1.1\n油料    万吨    2.3    -0.8\n\n"
        f"表3  2023年主要工业产品产量\n{head}水泥    万吨    801.5    -4.1\n发电量    亿千瓦时    88.1    5.2\n"
    )
    assert [(r.indicator, r.raw_text) for r in got if r.measure == "level"] == [
        ("粮食产量", "61.2"),
        ("油料产量", "2.3"),
        ("水泥产量", "801.5"),
        ("发电量", "88.1"),
    ]


def test_cells_that_single_blanks_part() -> None:
    got = text(
        "专栏1 发展主要指标\n序号 指标 单位 2020年 2025年 属性\n1 养老机构护理型床位占比 % 52 60 约束性\n"
        "2 老年人助餐服务点 个 180 420 预期性\n3 居家适老化改造户数 户 900 3600 约束性\n"
    )
    assert [(r.raw_text, period(r), r.dimensions["属性"]) for r in got] == [
        ("52", "2020", "约束性"),
        ("60", "2025", "约束性"),
        ("180", "2020", "预期性"),
        ("420", "2025", "预期性"),
        ("900", "2020", "约束性"),
        ("3600", "2025", "约束性"),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        "本市 现有 养老机构 52 家\n去年 新增 托位 300 个\n",
        "第一 第二 第三\n甲 乙 丙\n丁 戊 己\n",
        "序号 名称 地址\n1 吴兴中心 人民路\n2 南浔中心 南林路\n3 德清中心 武源街\n",
    ],
)
def test_words_that_are_no_table(lines: str) -> None:
    assert not [r for r in text(lines) if r.rule_id == "table.cell"]


def test_what_a_row_is_called_is_completed_by_the_title() -> None:
    got = read(("年份", "2022年", "2023年"), ("人数（万人）", "3.4", "3.5"), ("同比增长（%）", "3.0", "2.9"))
    assert {r.indicator_raw for r in got} == {"人数"}
    title, rows = "表3 2022—2023年城镇新增就业人数", ("年份 | 2022年 | 2023年", "人数（万人） | 3.4 | 3.5")
    got = marked(title, *rows, "同比增长（%） | 3.0 | 2.9")
    assert [(r.indicator, r.measure) for r in got] == [
        ("城镇新增就业人数", m) for m in ("level", "level", "growth", "growth")
    ]


def test_a_total_of_an_area_and_an_autonomous_county_by_its_short_name() -> None:
    rows = ("县（区） | 养老床位数（张）", "全市合计 | 6120", "关岭自治县 | 610")
    got = marked("", *rows, head="安顺市2023年养老服务统计公报\n")
    assert [(r.region, r.indicator) for r in got] == [
        ("安顺市", "养老服务床位总数"),
        ("关岭布依族苗族自治县", "养老服务床位总数"),
    ]
