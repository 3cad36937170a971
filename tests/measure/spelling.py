"""Numbers as bulletins spell them, each with the value that it must be read as: what the numeral tests draw from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hypothesis import strategies as st

DIGITS = "零一二三四五六七八九"
SMALL = {1: "十", 2: "百", 3: "千"}
POWERS = {"十": 1, "百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8}
POWERS |= {"十亿": 9, "百亿": 10, "千亿": 11, "万亿": 12}
FUZZY = ("余", "多", "来")


@dataclass(frozen=True, slots=True)
class Spelt:
    """A spelling and what it says: ``low`` and ``high`` differ in approximations, ``more`` is 余, 多, 几十."""

    text: str
    low: Decimal
    high: Decimal
    more: bool = False
    unit: str = ""

    def __str__(self) -> str:
        return self.text


def exact(text: str, value: int | str | Decimal, more: bool = False, unit: str = "") -> Spelt:
    """A spelling of one value."""
    return Spelt(text, Decimal(value), Decimal(value), more, unit)


# --------------------------------------------------------------------------- Arabic digits


def grouped(n: int) -> str:
    """1234567 as 1,234,567."""
    return f"{n:,}"


@st.composite
def arabic(draw: st.DrawFn) -> Spelt:
    """1234, 1,234, 12.50: plain or grouped, with decimals or without."""
    whole = draw(st.integers(0, 10**10))
    decimals = draw(st.one_of(st.just(""), st.text("0123456789", min_size=1, max_size=4)))
    value = Decimal(f"{whole}.{decimals}") if decimals else Decimal(whole)
    head = grouped(whole) if draw(st.booleans()) else str(whole)
    sign = draw(st.sampled_from(["", "", "", "-", "负"]))
    return exact(sign + head + ("." + decimals if decimals else ""), -value if sign else value)


@st.composite
def scaled(draw: st.DrawFn) -> Spelt:
    """2.5万, 30余万, 3,000多亿: digits and scale words, with 余 before or behind the scale."""
    whole = draw(st.integers(1, 9999))
    decimals = draw(st.one_of(st.just(""), st.text("0123456789", min_size=1, max_size=3)))
    word = draw(st.sampled_from([w for w in POWERS if w != "十"]))
    value = Decimal(f"{whole}.{decimals}" if decimals else whole).scaleb(POWERS[word])
    digits = (grouped(whole) if draw(st.booleans()) else str(whole)) + ("." + decimals if decimals else "")
    fuzzy = draw(st.sampled_from(["", "", *FUZZY]))
    inner = bool(fuzzy) and len(word) == 1 and draw(st.booleans())
    return exact(digits + fuzzy + word if inner else digits + word + fuzzy, value, bool(fuzzy))


@st.composite
def mixed(draw: st.DrawFn) -> Spelt:
    """3万4000, 1亿2000万: a remainder behind the scale word, smaller than the scale."""
    head = draw(st.integers(1, 999))
    word = draw(st.sampled_from(["万", "亿"]))
    tail = draw(st.sampled_from(["", "千", "万"] if word == "亿" else ["", "千"]))
    rest = draw(st.integers(1000 if not tail else 1, 9999 if tail != "千" else 9))
    value = Decimal(head).scaleb(POWERS[word]) + Decimal(rest).scaleb(POWERS.get(tail, 0))
    return exact(f"{head}{word}{rest}{tail}", value)


# --------------------------------------------------------------------------- Chinese numerals


def _section(n: int, zero: str, two: str, lead_one: bool) -> str:
    """A whole number below 10,000. ``two`` is the word for 2 before 百 and 千, ``lead_one`` keeps the 一 of 一十五."""
    out, gap = "", False
    for power in (3, 2, 1, 0):
        d = n // 10**power % 10
        if d == 0:
            gap = gap or bool(out)
            continue
        if gap:
            out += zero
        word = two if d == 2 and power >= 2 else DIGITS[d]
        if power == 1 and d == 1 and not out and not lead_one:
            word = ""
        out += word + SMALL.get(power, "")
        gap = False
    return out


def chinese(n: int, zero: str = "零", two: str = "二", lead_one: bool = False, loose: bool = False) -> str:
    """A whole number below 10**12 in Chinese numerals: 一万零五十, 二百五十万, 十四亿一千一百七十八万.

    ``loose`` sets the 零 that many write behind a section ending in 0: 二百五十万零三千.
    """
    if n == 0:
        return zero
    out, upper = "", 0
    for power, word in ((8, "亿"), (4, "万"), (0, "")):
        part = n // 10**power % 10**4
        if part:
            if out and (part < 1000 or upper == 0 or (loose and upper % 10 == 0)):
                out += zero
            out += (two if part == 2 and power else _section(part, zero, two, lead_one or bool(out))) + word
        upper = part
    return out


def counting() -> st.SearchStrategy[int]:
    """Whole numbers below 10**12: small ones, any, and those with a digit here and there among zeros."""
    places = st.dictionaries(st.integers(0, 11), st.integers(1, 9), min_size=1, max_size=3)
    sparse = places.map(lambda ds: sum(d * 10**p for p, d in ds.items()))
    return st.one_of(st.integers(1, 99), st.integers(1, 9999), st.integers(1, 10**12 - 1), sparse)


@st.composite
def chinese_whole(draw: st.DrawFn) -> Spelt:
    """Whole numbers with 零 or 〇, 两 or 二, 十五 or 一十五, and 万 behind 千亿 (一万五千亿)."""
    zero, two = draw(st.sampled_from("零〇○")), draw(st.sampled_from("二两"))
    one, loose = draw(st.booleans()), draw(st.booleans())
    if draw(st.integers(0, 3)):
        n = draw(counting())
        return exact(chinese(n, zero, two, one, loose), n)
    n = draw(st.integers(10, 9999)) * 1000
    return exact(chinese(n, zero, two, one) + "亿", n * 10**8)


@st.composite
def chinese_elided(draw: st.DrawFn) -> Spelt:
    """三万四 for 34,000: the last digit takes the place below the last scale word."""
    word, power = draw(st.sampled_from([("百", 2), ("千", 3), ("万", 4), ("亿", 8)]))
    a, b = draw(st.integers(1, 9)), draw(st.integers(1, 9))
    return exact(f"{DIGITS[a]}{word}{DIGITS[b]}", a * 10**power + b * 10 ** (power - 1))


@st.composite
def chinese_decimal(draw: st.DrawFn) -> Spelt:
    """十二点五, 零点零四, 一点五亿."""
    whole, tail = draw(st.integers(0, 9999)), draw(st.text("0123456789", min_size=1, max_size=4))
    word = draw(st.sampled_from(["", "", "万", "亿", "万亿"]))
    value = Decimal(f"{whole}.{tail}").scaleb(POWERS.get(word, 0))
    return exact(chinese(whole) + "点" + "".join(DIGITS[int(c)] for c in tail) + word, value)


@st.composite
def chinese_fuzzy(draw: st.DrawFn) -> Spelt:
    """二百余万, 十多, 三千来: 余 before or behind the last scale word."""
    n = draw(st.integers(1, 99).map(lambda k: k * 10))
    fuzzy, word = draw(st.sampled_from(FUZZY)), draw(st.sampled_from(["", "万", "亿"]))
    inner = draw(st.booleans())
    text = chinese(n) + (fuzzy + word if inner else word + fuzzy)
    return exact(text, n * 10 ** POWERS.get(word, 0), more=True)


@st.composite
def indefinite(draw: st.DrawFn) -> Spelt:
    """几十, 数百, 几百万, 二十几, 十几万: at least one of the scale."""
    word = draw(st.sampled_from(sorted(POWERS)))
    if draw(st.booleans()):
        return exact(draw(st.sampled_from("几数")) + word, 10 ** POWERS[word], more=True)
    tens, word = draw(st.integers(1, 9)), draw(st.sampled_from(["", "万", "亿"]))
    return exact(chinese(tens * 10) + "几" + word, tens * 10 ** (POWERS.get(word, 0) + 1), more=True)


@st.composite
def about_two(draw: st.DrawFn) -> Spelt:
    """两三, 三四百, 二十五六, 七八十万: two digits side by side."""
    a = draw(st.integers(1, 8))
    pair = ("两" if a == 2 and draw(st.booleans()) else DIGITS[a]) + DIGITS[a + 1]
    word = draw(st.sampled_from(["", *POWERS]))
    if not word and draw(st.booleans()):
        ten = draw(st.integers(1, 9))
        head, base = ("" if ten == 1 else DIGITS[ten]) + "十", ten * 10
        return Spelt(head + pair, Decimal(base + a), Decimal(base + a + 1))
    return Spelt(pair + word, Decimal(a).scaleb(POWERS.get(word, 0)), Decimal(a + 1).scaleb(POWERS.get(word, 0)))


# --------------------------------------------------------------------------- shares and doublings


@st.composite
def of_hundred(draw: st.DrawFn) -> Spelt:
    """百分之十二点五, 百分之37.5, 负千分之五."""
    part, unit = draw(st.sampled_from([("百分之", "%"), ("千分之", "‰")]))
    words = st.integers(0, 200).map(lambda n: exact(chinese(n), n))
    inner = draw(st.one_of(words, spoken_decimal(), plain_decimal()))
    if draw(st.integers(0, 4)) == 0:
        return exact("负" + part + inner.text, -inner.low, unit=unit)
    return exact(part + inner.text, inner.low, unit=unit)


@st.composite
def spoken_decimal(draw: st.DrawFn) -> Spelt:
    """十二点五 below two hundred."""
    whole, tail = draw(st.integers(0, 200)), draw(st.text("0123456789", min_size=1, max_size=3))
    return exact(chinese(whole) + "点" + "".join(DIGITS[int(c)] for c in tail), f"{whole}.{tail}")


@st.composite
def plain_decimal(draw: st.DrawFn) -> Spelt:
    """37 or 37.5 in Arabic digits."""
    value = draw(st.decimals(0, 1000, places=draw(st.integers(0, 2)), allow_nan=False, allow_infinity=False))
    return exact(f"{value:f}", value)


@st.composite
def tenths(draw: st.DrawFn) -> Spelt:
    """七成, 七成五, 8成, 六七成, 五成多."""
    a = draw(st.integers(1, 9))
    figure = draw(st.sampled_from([DIGITS[a], str(a)]))
    form = draw(st.sampled_from(["plain", "half", "more", "pair"]))
    if form == "half":
        b = draw(st.integers(1, 9))
        return exact(f"{figure}成{DIGITS[b]}", 10 * a + b, unit="%")
    if form == "pair" and a < 9:
        return Spelt(f"{DIGITS[a]}{DIGITS[a + 1]}成", Decimal(10 * a), Decimal(10 * a + 10), unit="%")
    more = form == "more"
    return exact(f"{figure}成" + ("多" if more else ""), 10 * a, more, "%")


@st.composite
def fractions(draw: st.DrawFn) -> Spelt:
    """三分之二, 4分之3: as a share of a hundred, to ten decimals."""
    den = draw(st.integers(2, 12))
    num = draw(st.integers(1, den - 1))
    value = (Decimal(100) * num / den).quantize(Decimal("1e-10")).normalize()
    as_is = draw(st.booleans())
    return exact(f"{den}分之{num}" if as_is else f"{chinese(den)}分之{chinese(num)}", value, unit="%")


@st.composite
def doublings(draw: st.DrawFn) -> Spelt:
    """翻番, 翻一番, 翻了两番: growth by 100 %, 100 %, 300 %."""
    n = draw(st.integers(1, 6))
    word = draw(st.sampled_from([str(n), "两" if n == 2 else DIGITS[n]]))
    return exact("翻" + draw(st.sampled_from(["", "了"])) + word + "番", (2**n - 1) * 100, unit="%")


FORMS: dict[str, st.SearchStrategy[Spelt]] = {
    "arabic": arabic(),
    "scaled": scaled(),
    "mixed": mixed(),
    "chinese": chinese_whole(),
    "elided": chinese_elided(),
    "decimal in words": chinese_decimal(),
    "fuzzy": chinese_fuzzy(),
    "indefinite": indefinite(),
    "two digits": about_two(),
    "of a hundred": of_hundred(),
    "tenths": tenths(),
    "fractions": fractions(),
    "doublings": doublings(),
}
