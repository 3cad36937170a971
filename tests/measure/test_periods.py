"""Times: every form that a bulletin names one in, and the days that it means by the years of document and text."""

from __future__ import annotations

import calendar
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.measure.periods import Anchor, PeriodMention, resolve
from tests.reading import said, scanner

ISSUED, SPOKEN = 2024, 2021  # the year of issue, and the year that the text is speaking of
years = st.integers(1950, 2060)
months = st.integers(1, 12)
DIGITS = "〇一二三四五六七八九"


def mentions(text: str) -> list[PeriodMention]:
    return scanner().periods.find(text)


def days(text: str, issued: int | None = ISSUED, spoken: int | None = SPOKEN) -> list[str]:
    """Every time of a text, resolved; ``-`` for one whose days cannot be told."""
    found = [resolve(m, issued, spoken) for m in mentions(text)]
    return [said(p.first, p.last) if p else "-" for p in found]


def words(year: int) -> str:
    return "".join(DIGITS[int(c)] for c in str(year))


# --------------------------------------------------------------------------- forms


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2023年", "2023"),
        ("2023年度", "2023"),
        ("二〇二三年", "2023"),
        ("二○○三年", "2003"),
        ("2023年全年", "2023"),
        ("2023年底", "@2023-12-31"),
        ("2023年末", "@2023-12-31"),
        ("截至2023年底", "@2023-12-31"),
        ("2023年初", "@2023-01-01"),
        ("2023年6月", "2023-06"),
        ("2023年6月份", "2023-06"),
        ("2023年6月底", "@2023-06-30"),
        ("截至2023年6月", "@2023-06-30"),
        ("截至2023年6月30日", "@2023-06-30"),
        ("2023年1-6月", "2023-01/2023-06"),
        ("2023年1—11月", "2023-01/2023-11"),
        ("2023年1月至9月", "2023-01/2023-09"),
        ("2023年上半年", "2023-01/2023-06"),
        ("2023年三季度", "2023-07/2023-09"),
        ("2023年前三季度", "2023-01/2023-09"),
        ("2021-2023年", "2021/2023"),
        ("2021年至2023年", "2021/2023"),
        ("2021—23年", "2021/2023"),
        ("2019年12月至2021年3月", "2019-12/2021-03"),
        ("2020年以来", "2020/2024"),
        ("自2020年起", "2020/2024"),
        ("党的十八大以来", "2012/2024"),
        ("“十四五”时期", "2021/2025"),
        ("“十三五”期间", "2016/2020"),
        ("十四五期间", "2021/2025"),
        ("“十四五”末", "@2025-12-31"),
        ("第十四个五年规划", "2021/2025"),
        ("80年代", "1980/1989"),
        ("2023-05-12", "@2023-05-12"),
        ("2023.5.12", "@2023-05-12"),
        ("2023/5/12", "@2023-05-12"),
        ("今年", "2024"),
        ("去年", "2023"),
        ("前年", "2022"),
        ("明年", "2025"),
        ("去年底", "@2023-12-31"),
        ("今年1-5月", "2024-01/2024-05"),
        ("今年3月", "2024-03"),
        ("过去5年", "2019/2023"),
        ("目前", "2024"),
        ("截至目前", "2024"),
        ("全年", "2021"),
        ("当年", "2021"),
        ("年末", "@2021-12-31"),
        ("年初", "@2021-01-01"),
        ("上年", "2020"),
        ("上年末", "@2020-12-31"),
        ("上半年", "2021-01/2021-06"),
        ("一季度", "2021-01/2021-03"),
        ("前三季度", "2021-01/2021-09"),
        ("5月", "2021-05"),
        ("6月底", "@2021-06-30"),
        ("1—6月份", "2021-01/2021-06"),
        ("12月31日", "@2021-12-31"),
        ("近五年", "2017/2021"),
        ("近3年来", "2019/2021"),
        ("十年来", "2012/2021"),
    ],
)
def test_every_form(text: str, period: str) -> None:
    (m,) = mentions(text)
    assert text.startswith(text[m.start : m.end])
    assert days(text) == [period]


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("2021年和2023年", ["2021", "2023"]),  # 和 between two years is no range
        ("2021年、2022年", ["2021", "2022"]),
        ("比2019年增长，比2020年下降", ["2019", "2020"]),
        ("2020年和2021—2023年", ["2020", "2021/2023"]),
        ("2023年1月1日，5月", ["@2023-01-01", "2021-05"]),
    ],
)
def test_several_times(text: str, periods: list[str]) -> None:
    assert days(text) == periods


@pytest.mark.parametrize(
    "text",
    [
        "1777场次",
        "9550.1亿元",
        "三分之二",
        "四位",
        "2021元",
        "2000-3000人",
        "3年",
        "30年",
        "三年制",
        "第3年",
        "1899年",
        "2101年",
        "年均",
        "21世纪",
        "2023年13月"[5:],
        "“十四五”规划",
        "每年",
        "逐年",
        "多年",
        "12345",
        "8-3月",
    ],
)
def test_no_time(text: str) -> None:
    assert mentions(text) == []


@pytest.mark.parametrize("text", ["2023年2月30日", "2023年2月29日", "2023年4月31日", "2月30日", "2023-02-30"])
def test_impossible_days(text: str) -> None:
    assert days(text) == ["-"]


# --------------------------------------------------------------------------- properties


@given(years, st.sampled_from(["", "末", "底", "初", "度", "上半年", "下半年", "一季度", "前三季度"]), st.booleans())
@settings(max_examples=120, deadline=None)
def test_a_year_holds_what_is_said_of_it(year: int, part: str, in_words: bool) -> None:
    (m,) = mentions(f"{words(year) if in_words else year}年{part}，")
    p = resolve(m, None, None)
    assert p is not None and m.anchor is Anchor.ABSOLUTE
    assert date(year, 1, 1) <= p.first <= p.last <= date(year, 12, 31)
    assert p.instant == (p.first == p.last) == (part in ("末", "底", "初"))
    assert m.whole_year == (part in ("", "度"))


@given(years, months, st.integers(1, 31), st.sampled_from(["年月日", "-", ".", "/"]))
@settings(max_examples=150, deadline=None)
def test_days_are_days_of_the_calendar(year: int, month: int, day: int, form: str) -> None:
    text = f"{year}年{month}月{day}日" if form == "年月日" else form.join((str(year), str(month), str(day)))
    (m,) = mentions(text)
    assert (m.start, m.end) == (0, len(text))
    there = day <= calendar.monthrange(year, month)[1]
    p = resolve(m, None, None)
    assert p is None if not there else (p is not None and p.first == p.last == date(year, month, day) and p.instant)


@given(years, months, months)
@settings(max_examples=100, deadline=None)
def test_months_are_inclusive(year: int, first: int, last: int) -> None:
    text = f"{year}年{first}-{last}月"
    found = mentions(text)
    if first >= last:
        assert all(m.months != (first, last) for m in found)
        return
    (m,) = found
    p = resolve(m, None, None)
    assert p and (p.first, p.last) == (date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]))


@given(years, st.integers(1, 30), st.sampled_from(["-", "—", "至", "～"]), st.booleans())
@settings(max_examples=80, deadline=None)
def test_a_span_of_years_includes_both(first: int, length: int, mark: str, twice: bool) -> None:
    (m,) = mentions(f"{first}{'年' if twice else ''}{mark}{first + length}年")
    assert m.last_year == first + length
    p = resolve(m, None, None)
    assert p and (p.first, p.last) == (date(first, 1, 1), date(first + length, 12, 31))


@given(st.integers(1990, 2030), st.integers(-3, 3))
@settings(max_examples=60, deadline=None)
def test_relative_words_move_with_their_anchor(year: int, by: int) -> None:
    for word in ("今年", "去年", "明年", "前年"):
        (m,) = mentions(word)
        one, other = resolve(m, year, None), resolve(m, year + by, year - 7)
        assert one and other and other.first.year - one.first.year == by
    for word in ("全年", "上年", "年末", "上半年", "近五年", "6月"):
        (m,) = mentions(word)
        one, other = resolve(m, None, year), resolve(m, year - 7, year + by)
        assert one and other and other.last.year - one.last.year == by


@pytest.mark.parametrize("text", ["今年", "去年底", "全年", "年末", "上半年", "近五年", "目前", "3月", "3月5日"])
def test_nothing_is_guessed_without_a_year(text: str) -> None:
    assert days(text, None, None) == ["-"]


@given(
    st.lists(
        st.sampled_from(
            [
                "2023年",
                "去年",
                "年末",
                "近五年",
                "1—6月",
                "截至目前",
                "12家",
                "，",
                "比上年",
                "至",
                "到",
                "二〇二三年",
                "“十四五”时期",
                "5月",
                "3日",
                "增长5%",
                "2021-2023",
                "和",
                "底",
                "以来",
                "第3",
                "年",
                "月",
                "日",
                "-",
            ]
        ),
        max_size=8,
    ).map("".join)
)
@settings(max_examples=200, deadline=None)
def test_times_are_in_order_and_apart(text: str) -> None:
    at = 0
    for m in mentions(text):
        assert at <= m.start < m.end <= len(text)
        at = m.end
        p = resolve(m, ISSUED, SPOKEN)
        assert p is None or p.first <= p.last
        assert p is None or not p.instant or p.first == p.last


# --------------------------------------------------------------------------- known faults


def test_the_same_time_of_last_year() -> None:
    assert days("去年同期") == ["2023"]


@pytest.mark.xfail(strict=True, reason="the day of a date in words is left over")
def test_a_date_in_words() -> None:
    assert days("二〇二三年十二月三十一日") == ["@2023-12-31"]


@pytest.mark.parametrize("text", ["截至2023年三季度末", "2023年三季度末"])
def test_the_end_of_a_quarter(text: str) -> None:
    assert days(text) == ["@2023-09-30"]


@pytest.mark.xfail(strict=True, reason="a day without its month is resolved to the whole year")
def test_a_day_without_its_month() -> None:
    assert days("31日") == ["-"]
