"""Work reports: stocks behind additions, areas inside of words, whom an act did good, what looks like a change."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.reading import period, records

HEAD = "2025年浙江省政府工作报告\n2025年1月14日\n一、2024年工作回顾\n"


def told(text: str) -> list[tuple[str, str]]:
    return [(r.indicator, r.raw_text) for r in records(HEAD + text)]


def test_a_stock_behind_an_addition_is_that_of_the_same_thing() -> None:
    got = told("新增省级重点实验室12家、累计96家。")
    assert [n for n, _ in got] == ["新增省级重点实验室", "省级重点实验室数"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("宁波舟山港集装箱吞吐量增长8.2%。", "宁波舟山港集装箱吞吐量"),
        ("杭州湾大桥通车里程36公里。", "杭州湾大桥通车里程"),
        ("县城人口占县域人口比重达61.5%。", "县城人口占县域人口比重"),
    ],
)
def test_an_area_inside_of_a_word_stays_in_it(text: str, name: str) -> None:
    (got,) = records(HEAD + text)
    assert got.indicator == name and got.region == "浙江省"


def test_whom_an_act_did_good() -> None:
    got = told("新建和美乡村210个。开展集中供暖试点，受益群众超8万人。")
    assert got[-1] == ("集中供暖试点受益群众", "超8万人")


def test_an_act_of_improvement_is_no_change() -> None:
    (got,) = records(HEAD + "完成人工造林、封山育林、巩固提升近30万亩。")
    assert (got.measure, got.value) == ("level", Decimal(300_000))


def test_a_harvest_behind_its_area() -> None:
    assert told("粮食播种面积1571万亩、总产128亿斤。")[1] == ("粮食产量", "128亿斤")


def test_years_that_lie_behind_are_no_target() -> None:
    got = records(
        "2025年西藏自治区政府工作报告\n2025年1月14日\n二、2025年工作安排\n60年来，地区生产总值翻了七番。今年，新建学校12所。"
    )
    assert [(r.status, period(r)) for r in got] == [("actual", "1966/2025"), ("target", "2025")]


@pytest.mark.parametrize("text", ["今年自治区财政科技投入增长12%。", "2024年从业人员3.1万人。"])
def test_a_word_behind_a_time_keeps_its_beginning(text: str) -> None:
    (got,) = records("2025年西藏自治区政府工作报告\n2025年1月14日\n" + text)
    assert got.indicator_raw.startswith(("自治区", "从业"))


def test_a_phase_of_a_building_is_no_count() -> None:
    assert told("大学城二期通过验收，新展馆三期投入使用。") == []


def test_numbers_that_point_back_to_a_list() -> None:
    got = told("清理规范评比、达标，数量分别压减62%、41%。")
    assert got == [("评比数量", "62%"), ("达标数量", "41%")]


def test_the_reach_of_a_record_is_no_time() -> None:
    got = records(HEAD + "全省粮食单产12年来首次突破每亩430公斤，旱情为近20年来最重，抗旱投入8.6亿元。")
    assert {period(r) for r in got} == {"2024"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("持续优化公交线路31条。", "优化公交线路"),
        ("积极争取上级专项资金18亿元。", "争取上级专项资金"),
        ("新改扩建公办养老院35所。", "新改扩建公办养老院"),
        ("在浙高校109所。", "在浙高校"),
        ("支持新建厂房12栋。", "新建厂房"),
        ("180个计划新开工标准厂房项目10月底前全部开工。", "计划新开工标准厂房项目"),
    ],
)
def test_what_a_name_begins_and_ends_with(text: str, name: str) -> None:
    (got,) = records(HEAD + text)
    assert got.indicator_raw == name


def test_what_was_planned_and_is_counted_is_no_target() -> None:
    got = records(HEAD + "180个计划新开工项目全部开工，计划新增泊位1.2万个。")
    assert [r.status for r in got] == ["actual", "target"]


def test_whom_a_later_sentence_does_good_is_not_the_project() -> None:
    got = told("216个水利项目开工。降低房贷利率，每年可减少利息支出约12亿元、惠及31万户家庭。")
    assert got[-1] == ("惠及户数", "31万户家庭")


def test_a_growth_of_an_earlier_sentence_names_no_amount() -> None:
    got = told("申请材料数量下降60%。\n再创新高，达到61.2万吨。")
    assert ("申请材料数量", "61.2万吨") not in got
