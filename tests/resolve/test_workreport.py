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
