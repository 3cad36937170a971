"""Every spelling of a number gives that number back, exactly; what is no number is cut where it stops being one."""

# mypy: disable-error-code=comparison-overlap
from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.measure.numerals import Numeral
from tests.measure.spelling import FORMS, Spelt, chinese, exact
from tests.reading import scanner

#: What may stand right behind a number without becoming part of it.
BEHIND = ("", "。", "，", "个", "人次", "元", "%", "公里", "亩", " 下一句", "和五个", "、", "）")
LETTERS = "零〇一二两三四五六七八九十百千万亿"


def read(text: str, at: int = 0) -> Numeral | None:
    return scanner().numerals.read(text, at)


def as_spelt(text: str, n: Numeral | None, at: int = 0) -> Spelt | None:
    return Spelt(text[at : n.end], n.low, n.high, n.more, n.unit) if n else None


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_every_spelling_gives_its_value(form: str, data: st.DataObject) -> None:
    spelt = data.draw(FORMS[form])
    behind = data.draw(st.sampled_from(BEHIND if not spelt.unit else BEHIND[:3]))
    before = data.draw(st.sampled_from(["", "共有", "（", "达到"]))
    text = before + spelt.text + behind
    assert as_spelt(text, read(text, len(before)), len(before)) == spelt


@given(st.integers(1, 10**12 - 1))
@settings(max_examples=60, deadline=None)
def test_arabic_and_chinese_spelling_agree(n: int) -> None:
    words, digits = read(chinese(n) + "元"), read(f"{n}元")
    assert words and digits
    assert (words.low, words.high) == (digits.low, digits.high) == (n, n)
    assert words.chinese and not digits.chinese


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("二百余万元", exact("二百余万", 2_000_000, more=True)),
        ("2.5万余张", exact("2.5万余", 25_000, more=True)),
        ("一万五千亿", exact("一万五千亿", 1_500_000_000_000)),
        ("1,100万", exact("1,100万", 11_000_000)),
        ("3万4000", exact("3万4000", 34_000)),
        ("1万5千人", exact("1万5千", 15_000)),
        ("三万四", exact("三万四", 34_000)),
        ("两三个", Spelt("两三", Decimal(2), Decimal(3))),
        ("三四百人", Spelt("三四百", Decimal(300), Decimal(400))),
        ("百余家", exact("百余", 100, more=True)),
        ("数十家", exact("数十", 10, more=True)),
        ("十几万人", exact("十几万", 100_000, more=True)),
        ("百家", exact("百", 100)),
        ("一〇五家", exact("一〇五", 105)),
        ("二〇家", exact("二〇", 20)),
        ("二五〇万元", exact("二五〇万", 2_500_000)),
        ("三分之二", exact("三分之二", "66.6666666667", unit="%")),
        ("三分之一强。", exact("三分之一强", "33.3333333333", more=True, unit="%")),
        ("三分之一强化", exact("三分之一", "33.3333333333", unit="%")),
        ("百分之十二点五", exact("百分之十二点五", "12.5", unit="%")),
        ("负百分之三", exact("负百分之三", -3, unit="%")),
        ("百分之百", exact("百分之百", 100, unit="%")),
        ("七成五", exact("七成五", 75, unit="%")),
        ("六七成", Spelt("六七成", Decimal(60), Decimal(70), unit="%")),
        ("翻一番", exact("翻一番", 100, unit="%")),
        ("翻了两番", exact("翻了两番", 300, unit="%")),
        ("-0.6", exact("-0.6", "-0.6")),
        ("负0.6%", exact("负0.6", "-0.6")),
        ("9550.1亿元", exact("9550.1亿", 955_010_000_000)),
        ("1777场次", exact("1777", 1777)),
        ("一点五亿元", exact("一点五亿", 150_000_000)),
        ("壹佰贰拾叁万元", exact("壹佰贰拾叁万", 1_230_000)),
    ],
)
def test_traps_of_spelling(text: str, spelt: Spelt) -> None:
    assert as_spelt(text, read(text)) == spelt


@pytest.mark.parametrize(
    ("text", "head", "value"),
    [
        ("二三十四", "二三十", (20, 30)),  # a digit behind an approximation
        ("五五", "五", (5, 5)),  # two digits that are no neighbours
        ("一百二百", "一百二", (120, 120)),
        ("3万50000", "3万", (30_000, 30_000)),  # a remainder as large as its scale
        ("1,23万", "1", (1, 1)),  # a comma that groups nothing
        ("1234,567", "1234", (1234, 1234)),
        ("十十", "十", (10, 10)),
        ("3.2.1", "3.2", (Decimal("3.2"), Decimal("3.2"))),
    ],
)
def test_illegal_spellings_are_cut_at_the_longest_legal_head(
    text: str, head: str, value: tuple[Decimal, Decimal]
) -> None:
    n = read(text)
    assert n and (text[: n.end], n.low, n.high) == (head, *value)


@pytest.mark.parametrize(
    "text",
    ["〇〇家", "〇家", "翻一番半", "个", "元5", "，", "几个", "多", "分之二", "成功", "番", "点五", "负责", "%", ""],
)
def test_no_number_begins_here(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    "text", ["1" * 21, "1" * 5000, "9" * 18 + "万亿", "0." + "1" * 30, "亿亿亿", "百分之" + "1" * 40]
)
def test_codes_are_no_numbers(text: str) -> None:
    """Exact arithmetic ends at 28 digits, and no statistic has as many."""
    assert read(text) is None


@given(st.integers(0, 10**18), st.integers(0, 3))
@settings(max_examples=60, deadline=None)
def test_long_numbers_are_exact(n: int, places: int) -> None:
    value = Decimal(n).scaleb(-places)
    got = read(f"{value:f}元")
    assert got is not None and got.low == value


@given(st.text(LETTERS, min_size=1, max_size=12))
@settings(max_examples=150, deadline=None)
def test_no_longer_head_is_legal(text: str) -> None:
    """Of any heap of numerals the longest head that is a number by itself is read, and by itself it reads the same."""
    n = read(text)
    if n is None:  # 亿亿亿: more than any statistic has
        assert text[0] == "〇" or 2 * text.count("亿") + text.count("万") >= 4
        return
    alone = read(text[: n.end])
    assert alone is not None and (alone.end, alone.low, alone.high) == (n.end, n.low, n.high)
    for longer in range(n.end + 1, len(text) + 1):
        again = read(text[:longer])
        assert again is None or again.end < longer


@given(st.text(LETTERS + "0123456789.,余多几数成负点分之百翻番", max_size=16), st.integers(0, 16))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_or_left(text: str, at: int) -> None:
    n = read(text, at)
    if n is not None:
        assert at < n.end <= len(text)
        assert n.low <= n.high
        assert n.low == n.high or not n.more
