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


# --------------------------------------------------------------------------- parts and their totals


HEALTH = "徐州市卫生健康统计简报\n"


def read_names(text: str) -> list[tuple[str, str]]:
    """Raw number and indicator of every record of a short brief."""
    return [(r.raw_text, r.indicator) for r in records(HEALTH + text)]


def test_a_part_is_counted_in_the_unit_of_its_total() -> None:
    got = read_names("2021年末，全市共有公园42个，公园面积合计1.6万亩。其中，口袋公园18个，森林公园0.7万亩。")
    assert got == [("42个", "公园"), ("1.6万亩", "公园面积"), ("18个", "口袋公园数"), ("0.7万亩", "森林公园面积")]


def test_a_body_takes_the_place_of_the_body() -> None:
    got = read_names("2021年末，全市医疗卫生机构床位5.2万张，其中医院3.9万张，乡镇卫生院0.8万张。")
    assert [name for _, name in got] == ["医疗卫生机构床位数", "医院床位数", "乡镇卫生院床位数"]


def test_a_change_is_about_the_amount_that_its_name_ends() -> None:
    got = read_names("2021年末，全市医疗卫生机构床位5.2万张，其中医院3.9万张。与上年比，床位增加0.1万张。")
    assert got[-1] == ("0.1万张", "医疗卫生机构床位数")


def test_what_is_measured_is_shared_where_the_catalogue_knows_the_name() -> None:
    got = read_names("2021年，全市二氧化硫年均浓度为9微克/立方米，二氧化氮为31微克/立方米，办公用品为12微克/立方米。")
    assert [name for _, name in got] == ["二氧化硫年平均浓度", "二氧化氮年平均浓度", "办公用品"]


@pytest.mark.parametrize("prices", ["按当年价格", "按可比价格", "按2020年不变价计算，", "按现价"])
def test_the_prices_are_no_name_and_their_year_dates_nothing(prices: str) -> None:
    r = records(HEALTH + f"2021年，全市门诊费用31.2亿元，{prices}比上年上涨4.1%。")[-1]
    assert (r.indicator_raw, r.measure, r.base_period, r.period_end and r.period_end.year) == (
        "门诊费用",
        "growth",
        "2020",
        2021,
    )


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("孕产妇死亡率为6.32/10万", "6.32", "人/10万人"),
        ("臭氧日最大8小时平均第90百分位数为148μg/m3", "148", "微克/立方米"),
        ("降水pH年均值为5.71", "5.71", ""),
        ("城乡居民收入比为1.83", "1.83", ""),
        ("污水处理量达到310万m3", "3100000", "立方米"),
    ],
)
def test_rates_and_ratios_of_the_genre(text: str, value: str, unit: str) -> None:
    (r,) = records(HEALTH + f"2021年，全市{text}。")
    assert (str(r.value), r.unit) == (value, unit)


def test_a_part_keeps_the_thing_that_its_own_name_ends_in() -> None:
    got = read_names("2021年末，全市公路通车里程8210公里，其中高速公路412公里。")
    assert got[-1] == ("412公里", "高速公路通车里程")


def test_a_share_goes_by_the_name_in_the_brackets() -> None:
    got = read_names("2021年末，全市城镇常住人口212万人，占总人口比重（常住人口城镇化率）为61.3%。")
    assert got[-1] == ("61.3%", "常住人口城镇化率")


def test_what_joined_names_each_do_belongs_to_each() -> None:
    got = read_names("2021年，全市氨氮、氮氧化物分别减排312吨、95吨。")
    assert got == [("312吨", "氨氮减排"), ("95吨", "氮氧化物减排")]


def test_a_verb_of_a_new_sentence_takes_no_measure_of_the_last_one() -> None:
    got = read_names("2021年，全市人均公园绿地面积14.6平方米。全年造林1.2万亩。")
    assert [name for _, name in got] == ["人均公园绿地面积", "造林面积"]


@pytest.mark.parametrize("word", ["从", "由"])
def test_both_values_of_a_rise_have_their_own_year(word: str) -> None:
    got = records(HEALTH + f"2021年，全市托育机构{word}2019年的96家增加到2021年212家。")
    assert [(r.raw_text, r.indicator_id, r.period_end and r.period_end.year) for r in got] == [
        ("96家", "childcare.institutions", 2019),
        ("212家", "childcare.institutions", 2021),
    ]
