"""Prose of communiqués and censuses: shares that rise, courses in brackets, levels compared with, parts and their
whole, bases that go on, two years' bulletins in one page."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.reading import period, records

CITY = "临川市2023年统计公报\n2024年3月20日\n"


def told(text: str) -> list[tuple[str, str]]:
    """Indicator as the text names it, and number, of every record."""
    return [(r.indicator_raw, r.raw_text) for r in records(CITY + text)]


# --------------------------------------------------------------------------- shares that change


@pytest.mark.parametrize("to", ["提高到", "上升到", "升至", "下降到", "降至"])
def test_a_share_that_rose_is_one_of_the_amount_just_stated(to: str) -> None:
    got = records(CITY + f"机电产品出口额320.5亿元，占全市出口总额的比重由2020年的45.2%{to}52.1%。")
    assert [(r.indicator_raw, period(r)) for r in got[1:]] == [
        ("机电产品出口额占出口总额比重", "2020"),
        ("机电产品出口额占出口总额比重", "2023"),
    ]


def test_a_share_of_the_same_whole_is_that_of_the_next_amount() -> None:
    text = "甲类产品产值320亿元，占全市总产值的45%；乙类产品产值105亿元，比重由18%升至20%。"
    assert told(text)[3:] == [("乙类产品产值占总产值比重", "18%"), ("乙类产品产值占总产值比重", "20%")]


@pytest.mark.parametrize("mark", ["", "，"])
def test_the_second_of_two_levels_may_stand_behind_a_comma(mark: str) -> None:
    got = records(CITY + f"城镇人口占总人口比重由2010年的51.2%{mark}上升到2020年的60.3%。")
    assert [(r.indicator_raw, r.raw_text, period(r)) for r in got] == [
        ("城镇人口占总人口比重", "51.2%", "2010"),
        ("城镇人口占总人口比重", "60.3%", "2020"),
    ]


def test_a_share_is_not_named_share_twice() -> None:
    got = records(CITY + "国有单位的合同制员工占75%，而2015年仅占32%。")
    assert [r.indicator_raw for r in got] == ["国有单位的合同制员工占比"] * 2
    assert [period(r) for r in got] == ["2023", "2015"]


def test_the_course_of_a_share_in_brackets() -> None:
    got = records(CITY + "公路客运量占客运总量的比重逐年下降（2020年为71.2%，2021年为66.3%）。")
    assert [(r.indicator_raw, r.raw_text, period(r)) for r in got] == [
        ("公路客运量占客运总量的比重", "71.2%", "2020"),
        ("公路客运量占客运总量的比重", "66.3%", "2021"),
    ]


def test_shares_in_brackets_are_those_of_the_things_before_them() -> None:
    text = "外商投资主要分布在电子设备（占22.1%）、纺织（12.3%）和食品加工（8.8%）等行业。"
    assert told(text) == [("电子设备占比", "22.1%"), ("纺织占比", "12.3%"), ("食品加工占比", "8.8%")]


# --------------------------------------------------------------------------- comparisons


def test_the_level_that_one_is_compared_with() -> None:
    got = records(
        CITY
        + "优良天数比例92.1%，比2020年的88.3%上升3.8个百分点；产销率96.5%，比“十三五”时期的平均水平97.8%低1.3个百分点。"
    )
    assert [(r.raw_text, r.measure, period(r), r.base_period) for r in got] == [
        ("92.1%", "level", "2023", None),
        ("88.3%", "level", "2020", None),
        ("3.8个百分点", "change", "2023", "2020"),
        ("96.5%", "level", "2023", None),
        ("97.8%", "level", "2016/2020", None),
        ("1.3个百分点", "change", "2023", "2016/2020"),
    ]
    assert len({r.indicator for r in got[:3]}) == len({r.indicator for r in got[3:]}) == 1


@pytest.mark.parametrize(
    ("text", "bases"),
    [
        ("与2015年相比，文盲率下降0.8个百分点，抚养比上升1.2个百分点。", ["2015", "2015"]),
        ("工业总产值比2015年增长1.2倍，平均每年增长17.6%。", ["2015", "2015"]),
        ("粮食产量比2015年增长20%，油料产量增长8%。", ["2015", "2015"]),
        ("粮食产量比2015年增长20%，油料产量同比增长8%。", ["2015", "2022"]),
        ("粮食产量比上年增长2%，油料产量增长8%。", ["2022", "2022"]),
    ],
)
def test_a_base_goes_on_until_another_is_named(text: str, bases: list[str]) -> None:
    assert [r.base_period for r in records(CITY + "全市" + text) if r.measure != "level"] == bases


def test_the_word_for_a_share_is_no_comparison() -> None:
    got = records(CITY + "大专以上人口比重提高3.1个百分点。")
    assert [(r.indicator_raw, r.value) for r in got] == [("大专以上人口比重", 3.1)] or got[
        0
    ].indicator_raw == "大专以上人口比重"


# --------------------------------------------------------------------------- wholes, parts, owners


def test_behind_the_parts_a_semicolon_leads_back_to_the_whole() -> None:
    text = "全市中小企业2300家，其中小型企业1800家，微型企业320家；从业人员6.5万人，占全部企业的23.1%。"
    assert [r.indicator for r in records(CITY + text)][3:] == ["中小企业从业人员", "中小企业从业人员占企业比重"]


def test_what_is_below_a_part_stays_with_it() -> None:
    text = "全市持证企业70家，其中连锁企业20家；下辖门店390家。"
    assert records(CITY + text)[2].indicator.startswith("连锁企业")


def test_a_sector_owns_what_follows_its_value_added() -> None:
    got = records(CITY + "规模以上服务业营业收入320.1亿元，增长6.2%；利润总额35.6亿元。")
    assert got[2].indicator == "规模以上服务业企业利润总额" or got[2].indicator.startswith("规模以上服务业")


def test_the_other_half_of_a_name() -> None:
    text = "一般公共预算收入102.3亿元，支出205.1亿元。货物进出口总额99.3亿元，其中出口66.3亿元，进口33.0亿元。"
    assert [r.indicator for r in records(CITY + text)] == [
        "一般公共预算收入",
        "一般公共预算支出",
        "货物进出口总额",
        "货物出口总额",
        "货物进口总额",
    ]


def test_another_cut_of_the_same_order() -> None:
    text = "批发业前5位企业销售额同比增长3.2%；前10位增长2.8%；前五十家增长1.1%。"
    assert [r.indicator for r in records(CITY + text)] == [
        "批发业前5位企业销售额",
        "批发业前10位企业销售额",
        "批发业前五十家企业销售额",
    ]


def test_areas_by_their_place() -> None:
    got = records(CITY + "出口比重居前的市依次是南昌21.2%、九江15.3%和赣州12.1%。")
    assert [(r.indicator, r.region) for r in got] == [
        ("出口比重", "南昌市"),
        ("出口比重", "九江市"),
        ("出口比重", "赣州市"),
    ]


@pytest.mark.parametrize("verb", ["稳居", "位居", "位列", "居"])
def test_an_amount_with_which_an_area_has_its_place(verb: str) -> None:
    got = records(CITY + f"东乡区以351.2亿元的工业总产值{verb}全市第二。")
    assert (got[0].indicator, got[0].measure, got[0].region) == ("工业总产值", "level", "东乡区")
    assert got[1].measure == "rank" and got[1].value == 2


# --------------------------------------------------------------------------- one page, two years

TWO = """2023年临川市国民经济和社会发展统计公报
2024年3月20日
一、综合
全年全市粮食产量62万吨，比上年增长3.2%。年末常住人口300万人。
注：
1.本公报中2023年数据为初步统计数。

2022年临川市国民经济和社会发展统计公报
2023年3月18日
一、综合
全年全市粮食产量60万吨，比上年下降1.1%。年末常住人口301万人。
注：
1.本公报中2022年数据为初步统计数，口径由500万元调整为2000万元。
"""


def test_the_bulletin_of_the_year_before_in_the_same_page() -> None:
    got = records(TWO)
    assert [(r.raw_text, period(r), r.base_period) for r in got] == [
        ("62万吨", "2023", None),
        ("3.2%", "2023", "2022"),
        ("300万人", "@2023-12-31", None),
        ("60万吨", "2022", None),
        ("1.1%", "2022", "2021"),
        ("301万人", "@2022-12-31", None),
    ]


# --------------------------------------------------------------------------- censuses and other communiqués


def test_the_census_before_is_a_level_of_its_own() -> None:
    text = "全市常住人口为472.1万人，与2010年第六次全国人口普查的459.6万人相比，增加12.5万人，增长2.71%。"
    got = records(CITY + text)
    assert [(r.measure, period(r), r.base_period) for r in got] == [
        ("level", "2023", None),
        ("level", "2010", None),
        ("change", "2023", "2010"),
        ("growth", "2023", "2010"),
    ]
    assert {r.indicator for r in got} == {"常住人口"}


def test_an_average_of_people_need_not_be_whole() -> None:
    got = records(CITY + "平均每个家庭户的人口为2.85人，比2020年的3.53人减少0.68人。")
    assert [(str(r.value), r.indicator) for r in got] == [
        ("2.85", "平均每户人口"),
        ("3.53", "平均每户人口"),
        ("-0.68", "平均每户人口"),
    ]


def test_parts_of_an_index_keep_its_whole_name() -> None:
    got = records(CITY + "居民恩格尔系数为30.9%，其中城镇为29.5%，农村为34.2%。")
    assert [r.indicator for r in got] == ["居民恩格尔系数", "城镇居民恩格尔系数", "农村居民恩格尔系数"]


def test_days_with_a_decimal_are_no_date() -> None:
    got = records(CITY + "医院出院者平均住院日为8.6日。")
    assert [(str(r.value), r.unit) for r in got] == [("8.6", "天")]


def test_a_heading_says_what_is_measured_of_the_products_below_it() -> None:
    got = records(CITY + "一、主要产品产量\n原煤13.6万吨，增长2.1%；水泥20.1万吨。\n")
    assert [r.indicator for r in got] == ["原煤产量", "原煤产量", "水泥产量"]


def test_shares_that_are_pointed_back_to() -> None:
    text = "城镇登记失业率为3.2%，零就业家庭占比为0.6%。而在2020年，上述两项比例分别为4.1%和0.9%。"
    got = records(CITY + text)
    assert [r.indicator for r in got[2:]] == [r.indicator for r in got[:2]]
    assert [period(r) for r in got[2:]] == ["2020", "2020"]


def test_three_areas_and_their_shares() -> None:
    text = "南昌市常住人口640万人，九江市330万人，赣州市160万人，三者占全省的比重依次为56%、29%和15%。"
    got = records("江西省2023年统计公报\n2024年3月20日\n" + text)
    assert [(r.indicator, r.region) for r in got[3:]] == [
        ("常住人口占比", "南昌市"),
        ("常住人口占比", "九江市"),
        ("常住人口占比", "赣州市"),
    ]


def test_a_name_of_an_area_is_no_verb() -> None:
    got = records("广东省2023年统计公报\n2024年3月20日\n珠三角核心区常住人口6400万人，北部生态发展区1600万人。")
    assert [r.indicator for r in got] == ["常住人口", "常住人口"]


def test_a_measure_that_areas_follow_one_by_one() -> None:
    text = "基础工业占地区工业总产值的比重，东部地区为25.2%，中、西部地区为36.4%。"
    got = records("全国2023年工业统计公报\n2024年3月20日\n" + text)
    assert [(r.indicator, r.region) for r in got] == [
        ("基础工业占地区工业总产值的比重", "东部地区"),
        ("基础工业占地区工业总产值的比重", "中西部地区"),
    ]


def test_examples_of_a_rate() -> None:
    text = "全市半数产品的产能利用率在60%以下，如胶片仅13.3%，洗衣机43.4%。"
    assert [r.indicator for r in records(CITY + text)][1:] == ["胶片产能利用率", "洗衣机产能利用率"]


def test_areas_beyond_a_limit() -> None:
    text = "占全省工业比重超过5%的市有3个，即：南昌21.2%、九江15.3%、赣州12.1%。"
    got = records("江西省2023年统计公报\n2024年3月20日\n" + text)
    assert [(r.indicator, r.region) for r in got[1:]] == [
        ("占全省工业比重", "南昌市"),
        ("占全省工业比重", "九江市"),
        ("占全省工业比重", "赣州市"),
    ]


def test_both_halves_of_a_longer_name() -> None:
    text = "社会保险基金收入130亿元，保险基金支出127亿元；房屋施工面积500万平方米，竣工面积30万平方米。"
    assert [r.indicator for r in records(CITY + text)] == [
        "社会保险基金收入",
        "社会保险基金支出",
        "房屋施工面积",
        "房屋竣工面积",
    ]


def test_the_beginning_of_a_year_within_a_word() -> None:
    assert [period(r) for r in records(CITY + "全市适龄少年初中入学率100%。")] == ["2023"]


# --------------------------------------------------------------------------- analyses of a month or an industry


def test_a_list_says_its_unit_once() -> None:
    text = "甲产业、乙产业增加值占比分别为39.5%、28.1%，同比分别提高1.1、0.9个百分点。"
    assert [(r.indicator_raw, str(r.value), r.unit, r.measure) for r in records(CITY + text)] == [
        ("甲产业增加值占比", "39.5", "%", "level"),
        ("乙产业增加值占比", "28.1", "%", "level"),
        ("甲产业增加值占比", "1.1", "个百分点", "change"),
        ("乙产业增加值占比", "0.9", "个百分点", "change"),
    ]


def test_a_month_against_the_month_before() -> None:
    text = "全市工业增加值增长5.4%。12月当月增长7.1%，较上月加快1.2个百分点。"
    got = records(CITY + text)
    assert [(r.indicator, period(r), r.base_period) for r in got[1:]] == [
        (got[0].indicator, "2023-12-01/2023-12-31", "2022"),
        (got[0].indicator, "2023-12-01/2023-12-31", "2023-11"),
    ] or [r.base_period for r in got[1:]] == ["2022", "2023-11"]


def test_a_base_within_the_year_does_not_go_on() -> None:
    text = "1—11月，企业营业收入398亿元，下降2.1%，降幅较1—10月收窄0.6个百分点；利润总额22亿元，下降8.3%。"
    assert records(CITY + text)[-1].base_period == "2022"


def test_a_paragraph_a_city_goes_on_with_the_first_amount() -> None:
    text = "南昌市工业增加值增长6.2%，工业投资增长11.2%。\n九江市增长5.9%，工业投资下降3.4%。\n"
    got = records("江西省2023年统计公报\n2024年3月20日\n" + text)
    assert [(r.indicator, r.region) for r in got] == [
        (got[0].indicator, "南昌市"),
        ("工业投资", "南昌市"),
        (got[0].indicator, "九江市"),
        ("工业投资", "九江市"),
    ]


def test_the_verb_between_a_body_and_its_amount_is_no_part_of_the_name() -> None:
    got = records(CITY + "规模以上工业企业实现营业收入398亿元；实现利润总额22亿元。")
    assert [r.indicator_id is not None for r in got] == [True, True]
    assert got[1].indicator == "规模以上工业企业利润总额"


# --------------------------------------------------------------------------- flows, and pairs of years


def test_what_flows_is_of_the_year_whose_end_the_sentence_names() -> None:
    text = "2023年末，全市共有娱乐场所450个，从业人员4.1万人，营业收入5.9亿元。"
    assert [(r.indicator, period(r)) for r in records(CITY + text)] == [
        ("娱乐场所数", "@2023-12-31"),
        ("娱乐场所从业人员数", "@2023-12-31"),
        ("娱乐场所营业收入", "2023"),
    ]


def test_pairs_of_levels_share_the_first_year() -> None:
    text = "合作社由2015年的282个增加到593个；从业人员由780人增加到8983人。"
    assert [period(r) for r in records(CITY + text)] == ["2015", "2023", "2015", "2023"]


def test_a_long_attribute_is_no_part_of_the_owner() -> None:
    text = "全市通过统计直报系统报送和审核的养老服务经营单位175家，从业人员117人。"
    assert records(CITY + text)[1].indicator == "养老服务经营单位从业人员"


def test_levels_of_administration_open_names() -> None:
    text = "县以上文化事业费597.7亿元，占46.7%；县及县以下文化事业费682.7亿元，占53.3%。"
    assert [r.indicator_raw[:4] for r in records(CITY + text)] == ["县以上文", "县以上文", "县及县以", "县及县以"]


def test_the_share_of_a_flow_is_of_the_year() -> None:
    text = "2023年末，国有企业资产总额达47亿元，占全部企业的53.7%；营业收入26亿元，占33.8%。"
    assert [period(r) for r in records(CITY + text)] == ["@2023-12-31", "@2023-12-31", "2023", "2023"]


def test_what_is_usual_is_no_year() -> None:
    got = records(CITY + "水资源总量27.1亿立方米，比多年平均值偏少1.9%；降水量631.5毫米，较常年偏多12%。")
    assert [(r.measure, str(r.value), r.base_period) for r in got if r.measure != "level"] == [
        ("growth", "-1.9", None),
        ("growth", "12", None),
    ]


def test_parts_of_the_thing_just_counted() -> None:
    text = "全市共有水库95座，总库容9.8亿立方米。其中，大型水库14座，总库容7.9亿立方米。"
    assert [r.indicator_raw for r in records(CITY + text)][3] == "总库容"
    assert records(CITY + text)[3].indicator == "大型水库总库容"


def test_a_limit_is_no_area() -> None:
    got = records(CITY + "设计灌溉面积大于2000亩的灌区共216处。")
    assert [(r.measure, str(r.value)) for r in got] == [("level", "216")]


def test_so_many_to_one_is_one_value() -> None:
    got = records(CITY + "城乡居民收入比1.63:1，比上年缩小0.03；小学生师比16.3:1。三次产业结构为3.1:41.2:55.7。")
    assert [(r.indicator_raw, str(r.value), r.unit) for r in got[:3]] == [
        ("城乡居民收入比", "1.63", ""),
        ("城乡居民收入比", "-0.03", ""),
        ("小学生师比", "16.3", ""),
    ]
    assert [r.unit for r in got[3:]] == ["%"] * 3


def test_growth_of_each_in_turn() -> None:
    text = "城镇、农村居民人均可支配收入分别为76450元和46830元，增长4.9%和6.5%。"
    assert [r.indicator for r in records(CITY + text)] == ["城镇居民人均可支配收入", "农村居民人均可支配收入"] * 2


def test_what_a_crop_yields_and_a_product_of_a_class() -> None:
    text = "粮食播种面积110.5万亩，增长0.6%，总产量49.3万吨，单产446公斤/亩；肉类总产量9.1万吨，其中猪肉6.5万吨。"
    assert [r.indicator_raw for r in records(CITY + text)] == [
        "粮食播种面积",
        "粮食播种面积",
        "总产量",
        "单产",
        "肉类总产量",
        "猪肉",
    ]
    assert [r.indicator for r in records(CITY + text)][2:4] == ["粮食产量", "粮食单产"]
    assert records(CITY + text)[5].indicator == "猪肉产量"


# --------------------------------------------------------------------------- parts, kinds and rates


def test_two_ways_of_dividing_one_amount() -> None:
    text = (
        "2023年，全市社会消费品零售总额246.3亿元，增长6.1%。按经营地分，城镇消费品零售额238.8亿元，增长6.0%；"
        "乡村消费品零售额7.5亿元，增长8.2%。按消费形态分，商品零售213.4亿元，增长4.9%；餐饮收入32.9亿元，增长14.6%。"
    )
    assert [r.indicator for r in records(text) if r.measure == "level"] == [
        "社会消费品零售总额",
        "城镇消费品零售额",
        "乡村消费品零售额",
        "商品零售额",
        "餐饮收入",
    ]


def test_people_are_no_part_of_other_people() -> None:
    text = (
        "2023年，全县共有学校211所，专任教师9843人。其中，小学49所，在校学生7.24万人；幼儿园128所，在园幼儿3.31万人。"
    )
    assert [r.indicator for r in records(text)][-2:] == ["幼儿园数", "幼儿园在园幼儿数"]


def test_a_part_shares_the_head_of_its_total() -> None:
    text = "2023年末，全区户籍人口66.6万人，其中城镇人口48.1万人。"
    assert [r.indicator for r in records(text)] == ["户籍人口", "城镇户籍人口"]


def test_a_change_in_points_is_about_the_share_that_was_told() -> None:
    text = (
        "2023年，三次产业增加值占地区生产总值的比重分别为3.6%、27.0%和69.4%，与上年相比，第一产业比重持平，"
        "第二产业下降0.7个百分点，第三产业提高0.7个百分点。"
    )
    moves = [r for r in records(text) if r.measure == "change"]
    assert [(r.indicator, r.value) for r in moves] == [
        ("第二产业增加值占地区生产总值比重", Decimal("-0.7")),
        ("第三产业增加值占地区生产总值比重", Decimal("0.7")),
    ]


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("亿元地区生产总值生产安全事故死亡率", "人/亿元"),
        ("煤矿百万吨死亡率", "人/百万吨"),
        ("道路交通万车死亡率", "人/万车"),
    ],
)
def test_rates_of_deaths_count_people_against_what_their_name_says(name: str, unit: str) -> None:
    one, other = records(f"2023年，全市发生生产安全事故9起，死亡10人。{name}0.085，下降26.1%。")[-2:]
    assert (one.value, one.unit, one.measure) == (Decimal("0.085"), unit, "level")
    assert (other.indicator, other.value, other.measure) == (one.indicator, Decimal("-26.1"), "growth")


def test_households_and_people_beside_each_other_are_named_each_by_its_unit() -> None:
    got = records("2023年，全区发放低保金312万元，保障742户1350人。")
    assert [r.indicator_raw[-2:] for r in got[1:]] == ["户数", "人数"]


def test_an_ordinal_in_words_is_no_part_of_a_name() -> None:
    text = CITY + "一、新增公办幼儿园学位3600个，完成目标任务的120%。\n（二）改造城镇老旧小区187个，惠及居民2.1万户。\n"
    assert [(r.indicator, r.raw_text) for r in records(text)] == [
        ("新增幼儿园学位数", "3600个"),
        ("新增公办幼儿园学位目标任务完成率", "120%"),
        ("改造城镇老旧小区", "187个"),
        ("惠及居民", "2.1万户"),
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "区域环境昼间平均等效声级为52.7分贝，夜间平均等效声级为43.1分贝。",
            ["区域环境昼间平均等效声级", "区域环境夜间平均等效声级"],
        ),
        (
            "全市危险废物产生量118.2万吨，利用处置量117.9万吨。",
            ["危险废物产生量", "危险废物利用处置量"],
        ),
        (
            "全年发放残疾人生活补贴3890万元，补贴标准为每人每月100元。",
            ["发放残疾人生活补贴", "残疾人生活补贴标准"],
        ),
    ],
)
def test_a_name_takes_what_it_shares_with_the_one_before(text: str, names: list[str]) -> None:
    assert [r.indicator for r in records(CITY + "2023年，" + text)] == names


def test_a_level_that_rose_keeps_its_denominator() -> None:
    got = records(CITY + "2023年，生活补贴标准由每人每月90元提高到100元。")
    assert [(r.value, r.unit) for r in got] == [(90, "元/人·月"), (100, "元/人·月")]


def test_an_amount_before_a_colon_is_that_of_the_parts_behind_it() -> None:
    got = records(CITY + "2023年，生均教育经费支出：幼儿园8721元，小学11032元，初中15420元。年末小学56所。")
    assert [r.indicator for r in got][:3] == [f"{of}生均教育经费支出" for of in ("幼儿园", "小学", "初中")]
    assert got[-1].indicator == "小学数"


def test_what_is_left_is_of_the_same_fund() -> None:
    got = records(CITY + "2023年，社会保险基金收入163亿元，支出141亿元，当年结余22亿元，年末滚存结余268亿元。")
    assert [r.indicator for r in got][-2:] == ["社会保险基金结余", "社会保险基金滚存结余"]


def test_three_years_before_school_are_no_time() -> None:
    (got,) = records(CITY + "2023年，学前三年毛入园率97.8%。")
    assert (got.indicator, period(got)) == ("学前教育毛入园率", "2023")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("城乡居民收入比缩小至1.93:1。", [("城乡居民收入比", "1.93")]),
        ("城乡居民收入比由1.96:1缩小到1.93:1。", [("城乡居民收入比", "1.96")]),
        ("男女性别比为104.5:100。", [("男女性别比", "104.5")]),
        ("开工备案项目比例达到1:3.4。", []),
        ("普职比为6.8:3.2。", []),
        ("轻重工业产值比例为47.4:52.6。", [("轻工业产值占比", "47.4"), ("重工业产值占比", "52.6")]),
    ],
)
def test_so_many_to_one_is_no_share(text: str, told: list[tuple[str, str]]) -> None:
    got = records(CITY + "2023年，" + text)
    assert [(r.indicator, str(r.value)) for r in got][: len(told)] == told and len(got) <= max(2, len(told))
    assert told or not got
