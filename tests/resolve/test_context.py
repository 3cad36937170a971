"""Time, area and status of a number: said beside it, carried over from before, or the document's own."""

from __future__ import annotations

import pytest

from extractor.models import Record
from tests.reading import period, record, records

CITY = "湖州市2023年民政事业发展公报\n2024年3月5日\n"
PLAN = "湖州市养老服务“十四五”规划\n湖州市民政局\n2021年8月5日\n"
REPORT = "湖州市政府工作报告\n2024年1月16日\n"


def told(r: Record) -> tuple[str, str | None]:
    """A record's period and where it came from."""
    return period(r), r.period_source


def times(text: str) -> list[tuple[str, str | None]]:
    return [told(r) for r in records(text)]


def areas(text: str) -> list[str | None]:
    return [r.region for r in records(text)]


def states(text: str) -> list[str]:
    return [r.status for r in records(text)]


# --------------------------------------------------------------------------- time


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022年，全市新建食堂36个。", [("2022", "explicit")]),
        ("截至2022年底，全市共有食堂36个。", [("@2022-12-31", "explicit")]),
        ("全年新建食堂36个。", [("2023", "explicit")]),  # the year that the document reports on
        ("去年新建食堂36个。", [("2023", "explicit")]),  # the year before the year of issue
        ("新建食堂36个。", [("2023", "document")]),
        ("年末共有食堂36个。", [("@2023-12-31", "explicit")]),
        ("2022年新建食堂36个，改造52个。", [("2022", "explicit"), ("2022", "inherited")]),
        ("2022年新建食堂36个。改造敬老院52家。", [("2022", "explicit"), ("2022", "inherited")]),
        ("2022年新建食堂36个。2021年改造敬老院52家。", [("2022", "explicit"), ("2021", "explicit")]),
        ("养老服务加快发展，2022年新建食堂36个。\n改造敬老院52家。", [("2022", "explicit"), ("2023", "document")]),
        ("2022年，新建食堂36个。\n改造敬老院52家。", [("2022", "explicit"), ("2022", "inherited")]),  # a section's lead
        ("2021年至2023年，全市新建食堂36个。", [("2021/2023", "explicit")]),
        ("“十三五”期间，全市新建食堂36个。", [("2016/2020", "explicit")]),
        ("近三年，全市新建食堂36个。", [("2021/2023", "explicit")]),
        ("1—6月，全市新建食堂36个。", [("2023-01/2023-06", "explicit")]),
        ("上半年新建食堂36个，全年新建52个。", [("2023-01/2023-06", "explicit"), ("2023", "explicit")]),
    ],
)
def test_when(text: str, expected: list[tuple[str, str | None]]) -> None:
    got = times(CITY + text)
    assert [p for p, _ in got] == [p for p, _ in expected]
    assert [s for _, s in got][:1] == [s for _, s in expected][:1]


def test_what_is_carried_over_says_so() -> None:
    got = records(CITY + "2022年，全市新建食堂36个。改造敬老院52家。")
    assert [r.period_source for r in got] == ["explicit", "inherited"]


def test_sections_of_different_years() -> None:
    text = REPORT + (
        "一、2023年工作回顾\n全市新建食堂36个，改造敬老院52家。\n（一）养老\n新增床位500张。\n"
        "二、2024年主要任务\n新建食堂40个。\n（一）养老\n新增床位600张。\n"
    )
    assert [(r.raw_text, period(r), r.status) for r in records(text)] == [
        ("36个", "2023", "actual"),
        ("52家", "2023", "actual"),
        ("500张", "2023", "actual"),
        ("40个", "2024", "target"),
        ("600张", "2024", "target"),
    ]


def test_a_comparison_does_not_date_the_number() -> None:
    got = records(CITY + "全市机构56家，比2020年增加12家，比2019年增长15.2%，与2018年相比提高3.2个百分点。")
    assert [period(r) for r in got] == ["2023"] * len(got)
    assert [r.base_period for r in got][:3] == [None, "2020", "2019"]


SELF = pytest.mark.xfail(
    strict=True, reason="去年 is the year before the year of issue, which here is the number's own"
)


@pytest.mark.parametrize(
    "word", ["上年", "上年同期", pytest.param("去年同期", marks=SELF), pytest.param("去年", marks=SELF)]
)
def test_growth_against_the_year_before(word: str) -> None:
    r = record(CITY + f"2023年，全市接待游客1200万人次，比{word}增长5.2%。", "5.2%")
    assert (period(r), r.base_period, r.measure) == ("2023", "2022", "growth")


def test_the_first_of_two_values_has_its_own_time() -> None:
    got = records(CITY + "2023年，护理型床位占比由2015年的32%提高到55%。")
    assert [(r.raw_text, period(r)) for r in got] == [("32%", "2015"), ("55%", "2023")]


def test_the_year_of_an_award_dates_nothing() -> None:
    text = "2023年，全市新建食堂36个，获评2021年度全国示范称号的食堂12个。"
    assert period(records(CITY + text)[0]) == "2023"


@pytest.mark.xfail(strict=True, reason="of two years joined by a comma the last one dates both values")
def test_two_years_take_two_values() -> None:
    got = records(CITY + "2021年、2022年全市新增床位分别为300张、500张。")
    assert [period(r) for r in got] == ["2021", "2022"]


def test_a_document_without_a_year_gives_none() -> None:
    (r,) = records("全市共有食堂36个。")
    assert (r.period_start, r.period_end, r.period_type, r.period_source) == (None, None, None, None)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2022年新建食堂36个。", "duration"),
        ("2022年末共有食堂36个。", "instant"),
        ("截至2022年6月共有食堂36个。", "instant"),
    ],
)
def test_instants_and_durations(text: str, kind: str) -> None:
    (r,) = records(CITY + text)
    assert r.period_type == kind
    assert (r.period_start == r.period_end) == (kind == "instant")


# --------------------------------------------------------------------------- area


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全市共有机构56家。", ["湖州市"]),
        ("我市共有机构56家。", ["湖州市"]),
        ("德清县共有机构56家。", ["德清县"]),
        ("德清县共有机构56家，床位1.2万张。", ["德清县", "德清县"]),
        ("德清县共有机构56家，安吉县12家。", ["德清县", "安吉县"]),
        ("德清县机构56家。全市床位1.2万张。", ["德清县", "湖州市"]),
        ("德清县机构56家。\n床位1.2万张。", ["德清县", "湖州市"]),  # a new paragraph
        ("全省共有机构560家，我市机构56家。", ["浙江省", "湖州市"]),
        ("全国共有机构5600家。", ["全国"]),
        ("浙江省机构560家。杭州市80家，宁波市60家。", ["浙江省", "杭州市", "宁波市"]),
        ("2023年末，吴兴区新建食堂36个。", ["吴兴区"]),
        ("德清、安吉、长兴三县共新建食堂36个。", ["湖州市"]),  # the sum of several is none of them
        ("市民政局新建食堂36个。", ["湖州市"]),
        ("长三角地区货运量12亿吨。", ["长三角地区"]),
    ],
)
def test_where(text: str, expected: list[str | None]) -> None:
    assert areas(CITY + text) == expected


def test_a_heading_that_is_an_area() -> None:
    text = CITY + "一、德清县\n共有机构56家。床位1.2万张。\n二、安吉县\n共有机构12家。\n"
    assert areas(text) == ["德清县", "德清县", "安吉县"]


def test_codes_go_with_names() -> None:
    got = records(CITY + "全省机构560家，全市机构56家，德清县12家。")
    assert [(r.region, r.region_code) for r in got] == [
        ("浙江省", "330000"),
        ("湖州市", "330500"),
        ("德清县", "330521"),
    ]


@pytest.mark.xfail(strict=True, reason="an area around the document's own counts at a sentence's beginning only")
def test_the_area_around_in_a_later_clause() -> None:
    got = records(CITY + "全市工业增加值增长7.2%，全省工业增加值增长5.1%。")
    assert [r.region for r in got] == ["湖州市", "浙江省"]


@pytest.mark.parametrize("text", ["全省共有机构560家，我市56家。", "全市机构56家，全省560家。"])
@pytest.mark.xfail(strict=True, reason="a value behind 我市 or 全省 alone finds no name to carry on")
def test_pointing_words_carry_the_name_on(text: str) -> None:
    assert len(records(CITY + text)) == 2


def test_comparing_with_another_area_is_no_area() -> None:
    r = record(CITY + "工业增加值增长7.2%，增速高于全省1.5个百分点。", "1.5个百分点")
    assert (r.region, r.measure, r.value) == ("湖州市", "change", 1.5)


def test_places_named_together_take_their_values_in_turn() -> None:
    got = records(CITY + "德清县、安吉县常住人口分别为55万人和58万人。")
    assert [(r.region, int(r.value or 0)) for r in got] == [("德清县", 550_000), ("安吉县", 580_000)]
    assert [r.indicator_raw.removeprefix("德清县、安吉县") for r in got] == ["常住人口"] * 2


def test_places_named_together_share_one_indicator() -> None:
    got = records(CITY + "德清县、安吉县常住人口分别为55万人和58万人。")
    assert [r.indicator for r in got] == ["常住人口"] * 2


# --------------------------------------------------------------------------- status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("全市新建食堂36个。", "actual"),
        ("力争新建食堂36个。", "target"),
        ("确保新建食堂36个。", "target"),
        ("计划新建食堂36个。", "target"),
        ("预计到年底新建食堂36个。", "target"),
        ("到2026年，全市食堂达到36个。", "target"),
        ("已新建食堂36个，力争年内再建52个。", "actual"),
        ("全市食堂覆盖率不低于36.5%。", "actual"),  # a rule in force
    ],
)
def test_what_was_and_what_shall_be(text: str, status: str) -> None:
    assert states(CITY + text)[0] == status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("新建食堂36个。", "target"),
        ("到2025年，食堂达到36个。", "target"),
        ("截至2020年底，全市共有食堂36个。", "actual"),
        ("“十三五”期间，全市新建食堂36个。", "actual"),
        ("目前已建成食堂36个。", "actual"),
        ("食堂覆盖率不低于36.5%。", "target"),
    ],
)
def test_in_a_plan(text: str, status: str) -> None:
    assert states(PLAN + text) == [status]


def test_parts_of_a_plan() -> None:
    text = PLAN + "一、发展基础\n全市共有食堂36个。\n二、主要目标\n食堂达到52个。\n"
    got = records(text)
    assert [r.status for r in got] == ["actual", "target"]
    assert [period(r) for r in got] == ["@2020-12-31", "2021/2025"]


def test_pledges_and_what_became_of_them() -> None:
    body = "1.新增养老床位500张。\n2.改造老旧小区36个。\n3.新建社区食堂12个。\n"
    assert set(states("湖州市2024年十方面民生实事项目\n" + body)) == {"target"}
    done = "湖州市2023年民生实事完成情况\n1.已新增养老床位500张。\n2.已改造老旧小区36个。\n"
    assert set(states(done)) == {"actual"}


def test_a_planned_number_beside_what_was_reached() -> None:
    got = records(CITY + "全市新建食堂36个，超过30个的年度目标。")
    assert [(r.value, r.status) for r in got] == [(36, "actual"), (30, "target")]
