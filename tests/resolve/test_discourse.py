"""What later clauses leave out they take from before: the amount that grew, the total of parts, the share that rose."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.reading import records

CITY = "湖州市2023年统计公报\n2024年3月5日\n"


def told(text: str) -> list[tuple[str, str, str]]:
    """Indicator as the text names it, measure and number of every record."""
    return [(r.indicator_raw, r.measure, r.raw_text) for r in records(CITY + text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "全市粮食产量62万吨，比上年增长3.2%。",
            [("粮食产量", "level", "62万吨"), ("粮食产量", "growth", "3.2%")],
        ),
        (
            "全市粮食产量62万吨，减少1.5万吨，下降2.3%。",
            [("粮食产量", "level", "62万吨"), ("粮食产量", "change", "1.5万吨"), ("粮食产量", "growth", "2.3%")],
        ),
        (
            "接待游客9800万人次，增长12.1%，其中过夜游客3200万人次，增长8.4%。",
            [
                ("接待游客", "level", "9800万人次"),
                ("接待游客", "growth", "12.1%"),
                ("过夜游客", "level", "3200万人次"),
                ("过夜游客", "growth", "8.4%"),
            ],
        ),
        (
            "旅游收入1200亿元，增长15.2%；货运量2.3亿吨，增长4.1%。",
            [
                ("旅游收入", "level", "1200亿元"),
                ("旅游收入", "growth", "15.2%"),
                ("货运量", "level", "2.3亿吨"),
                ("货运量", "growth", "4.1%"),
            ],
        ),
        (
            "城镇化率为66.1%，比上年提高0.8个百分点。",
            [("城镇化率", "level", "66.1%"), ("城镇化率", "change", "0.8个百分点")],
        ),
        (
            "机动车保有量翻了一番，达到120万辆。",
            [("机动车保有量", "growth", "翻了一番"), ("机动车保有量", "level", "120万辆")],
        ),
    ],
)
def test_growth_is_of_the_amount_just_stated(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(text) == expected


def test_a_share_is_of_what_was_just_named() -> None:
    got = told("工业投资50亿元，增长12.5%，占投资总额的41.7%，比重比上年提高1.2个百分点。")
    assert got == [
        ("工业投资", "level", "50亿元"),
        ("工业投资", "growth", "12.5%"),
        ("工业投资占投资总额比重", "level", "41.7%"),
        ("工业投资占投资总额比重", "change", "1.2个百分点"),
    ]


def test_parts_of_a_total() -> None:
    got = records(CITY + "全市共有幼儿园280所。其中，普惠性幼儿园245所，占87.5%。在园幼儿4.6万人，比上年减少1770人。")
    assert [(r.indicator_raw, r.measure, r.value) for r in got] == [
        ("幼儿园", "level", 280),
        ("普惠性幼儿园", "level", 245),
        ("普惠性幼儿园占比", "level", Decimal("87.5")),
        ("在园幼儿", "level", 46_000),
        ("在园幼儿", "change", -1770),
    ]


def test_parts_as_a_list_below_their_total() -> None:
    text = "全市共有重点实验室52个，其中：\n◆国家级5个\n◆省级47个\n全市共有高新技术企业1200家。\n"
    got = [r.indicator.removesuffix("数") for r in records(CITY + text)]
    assert got[:3] == ["重点实验室", "国家级重点实验室", "省级重点实验室"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("护理型床位占比由2015年的32%提高到55%。", [("level", 32), ("level", 55)]),
        ("事项办理时限由15天缩短至3天。", [("level", 15), ("level", 3)]),
        ("床位从1.1万张增加到1.2万张，增长9.1%。", [("level", 11_000), ("level", 12_000), ("growth", Decimal("9.1"))]),
        ("低保标准由每人每月980元提高到1080元。", [("level", 980), ("level", 1080)]),
    ],
)
def test_from_one_value_to_another(text: str, values: list[tuple[str, Decimal]]) -> None:
    got = records(CITY + text)
    assert [(r.measure, r.value) for r in got] == values
    assert len({r.indicator for r in got}) == 1


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("城镇、农村居民人均可支配收入分别为6.8万元、4.1万元。", ["城镇居民人均可支配收入", "农村居民人均可支配收入"]),
        ("三次产业增加值分别增长3.1%、5.2%和6.8%。", ["第一产业增加值", "第二产业增加值", "第三产业增加值"]),
        ("工业用电量210亿千瓦时，居民生活用电量52亿千瓦时，分别增长5.2%和9.8%。", ["工业用电量", "居民生活用电量"] * 2),
        ("公共图书馆、博物馆、文化馆分别为5个、12个和6个。", ["公共图书馆", "博物馆", "文化馆"]),
    ],
)
def test_respectively(text: str, names: list[str]) -> None:
    assert [r.indicator_raw for r in records(CITY + text)] == names


@pytest.mark.xfail(strict=True, reason="of a group of values only the last is remembered for what grows next")
def test_growth_of_both_of_a_group() -> None:
    got = records(CITY + "城乡居民人均可支配收入分别为6万元和3万元，分别增长5%和6%。")
    assert [r.indicator_raw for r in got][2:] == ["城镇居民人均可支配收入", "农村居民人均可支配收入"]


def test_what_a_body_has() -> None:
    got = records(CITY + "全市拥有养老机构56家，从业人员3500人，入住率62%。")
    assert [r.indicator.removesuffix("数") for r in got] == ["养老机构", "养老机构从业人员", "养老机构入住率"]


def test_a_shared_denominator() -> None:
    got = records(CITY + "散居孤儿、集中养育孤儿基本生活标准分别为每人每月1800元和2600元。")
    assert [(r.indicator_raw, r.value, r.unit) for r in got] == [
        ("散居孤儿基本生活标准", 1800, "元/人·月"),
        ("集中养育孤儿基本生活标准", 2600, "元/人·月"),
    ]


def test_nothing_is_carried_over_a_paragraph() -> None:
    got = told("全市粮食产量62万吨。\n比上年增长3.2%。")
    assert ("粮食产量", "level", "62万吨") in got


@pytest.mark.parametrize(
    ("text", "value", "measure"),
    [
        ("全市粮食产量下降2.3%。", Decimal("-2.3"), "growth"),
        ("全市粮食产量减少1.5万吨。", -15_000, "change"),
        ("全市粮食产量增加1.5万吨。", 15_000, "change"),
        ("全市覆盖率降低1.2个百分点。", Decimal("-1.2"), "change"),
        ("工业增加值增速低于全省0.5个百分点。", Decimal("-0.5"), "change"),
        ("工业增加值增速高于全省0.5个百分点。", Decimal("0.5"), "change"),
        ("人口自然增长率-2.1‰。", Decimal("-2.1"), "level"),
        ("办理时间压缩12天。", -12, "change"),
        ("全市粮食产量增长2倍。", 2, "growth"),
    ],
)
def test_signs(text: str, value: Decimal, measure: str) -> None:
    (r,) = records(CITY + text)
    assert (r.value, r.measure) == (value, measure)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("全市工业增加值增长7.2%，居全省第3位。", ["工业增加值", "工业增加值全省排名"]),
        ("全市财政收入120亿元（其中税收收入98亿元），增长5.2%。", ["财政收入", "税收收入"]),
        ("人均生产总值11.2万元（折合1.6万美元）。", ["人均生产总值", "人均生产总值"]),
    ],
)
def test_brackets_and_ranks(text: str, names: list[str]) -> None:
    assert [r.indicator_raw for r in records(CITY + text)][: len(names)] == names
