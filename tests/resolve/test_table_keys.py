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
