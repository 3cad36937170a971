"""Number expressions: unit, bounds on both sides, ranges, denominators, ratios and ranks, each with its exact span."""

# mypy: disable-error-code=comparison-overlap
from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.measure.atoms import Atom, AtomKind
from extractor.models import Qualifier, Quantity
from tests.reading import scan

MORE, LESS, APPROX, EXACT = Qualifier.MORE_THAN, Qualifier.LESS_THAN, Qualifier.APPROX, Qualifier.EXACT
BEFORE = {
    "超过": MORE,
    "突破": MORE,
    "不少于": MORE,
    "不低于": MORE,
    "至少": MORE,
    "逾": MORE,
    "不足": LESS,
    "不超过": LESS,
    "不到": LESS,
    "最多": LESS,
    "约": APPROX,
    "近": APPROX,
    "将近": APPROX,
    "接近": APPROX,
    "大约": APPROX,
}
AFTER = {"以上": MORE, "及以上": MORE, "以下": LESS, "以内": LESS, "左右": APPROX, "上下": APPROX}
UNITS = ("家", "张", "元", "人次", "%", "公里", "平方米", "个百分点", "吨", "户")
MARKS = ("-", "—", "至", "～", "~", "到")
SCALES = {"": 0, "万": 4, "亿": 8}

values = st.one_of(
    st.integers(11, 10**7).map(Decimal),
    st.decimals("0.1", 9999, places=1, allow_nan=False, allow_infinity=False).map(Decimal),
)


def quantities(text: str) -> list[Quantity]:
    return [a.quantity for a in scan(text) if a.quantity is not None]


def one(text: str) -> Quantity:
    found = quantities(text)
    assert len(found) == 1, found
    return found[0]


def expression(text: str, q: Quantity) -> str:
    return text[q.start : q.end]


# --------------------------------------------------------------------------- bounds and spans


@given(values, st.sampled_from(UNITS), st.sampled_from(sorted(SCALES)), st.sampled_from(["", *BEFORE]))
@settings(max_examples=120, deadline=None)
def test_a_bound_before_the_number(value: Decimal, unit: str, scale: str, word: str) -> None:
    text = f"全市建成床位{word}{value}{scale}{unit}，"
    q = one(text)
    kind = BEFORE.get(word, EXACT)
    said = value.scaleb(SCALES[scale])
    assert (q.value, q.unit, q.qualifier) == (said, unit, kind)
    assert (q.value_min, q.value_max) == (said if kind is MORE else None, said if kind is LESS else None)
    assert expression(text, q) == f"{word}{value}{scale}{unit}"
    assert text[q.core_start : q.core_end] == f"{value}{scale}{unit}"


@given(values, st.sampled_from(UNITS), st.sampled_from(sorted(SCALES)), st.sampled_from(sorted(AFTER)))
@settings(max_examples=120, deadline=None)
def test_a_bound_behind_the_unit(value: Decimal, unit: str, scale: str, word: str) -> None:
    text = f"面积{value}{scale}{unit}{word}。"
    q = one(text)
    said = value.scaleb(SCALES[scale])
    assert (q.value, q.unit, q.qualifier) == (said, unit, AFTER[word])
    assert expression(text, q) == f"{value}{scale}{unit}{word}"
    assert text[q.core_start : q.core_end] == f"{value}{scale}{unit}"


@pytest.mark.parametrize(
    ("text", "said", "value", "kind"),
    [
        ("服务10万余人次，", "10万余人次", 100_000, MORE),
        ("共近3万多人，", "近3万多人", 30_000, APPROX),
        ("约30万人左右，", "约30万人左右", 300_000, APPROX),
        ("控制在5%以内，", "控制在5%以内", 5, LESS),
        ("达到近百家，", "近百家", 100, APPROX),
        ("高达30%，", "30%", 30, EXACT),
        ("突破了200亿元，", "突破了200亿元", 20_000_000_000, MORE),
        ("共有80家，", "80家", 80, EXACT),
        ("比重30%以上的县，", "30%以上", 30, MORE),
    ],
)
def test_hedges_together(text: str, said: str, value: int, kind: Qualifier) -> None:
    q = one(text)
    assert (expression(text, q), q.value, q.qualifier) == (said, value, kind)


# --------------------------------------------------------------------------- ranges


@given(st.integers(1, 999), st.integers(1, 999), st.sampled_from(UNITS), st.sampled_from(MARKS), st.data())
@settings(max_examples=150, deadline=None)
def test_a_range_has_two_ends_and_no_value(a: int, b: int, unit: str, mark: str, data: st.DataObject) -> None:
    low, high = sorted((a, b))
    scale = data.draw(st.sampled_from(sorted(SCALES))) if unit != "个百分点" else ""
    both = data.draw(st.booleans())
    text = f"每处投资{low}{scale + unit if both else ''}{mark}{high}{scale}{unit}。"
    found = quantities(text)
    if low == high:
        assert all(q.qualifier is not Qualifier.RANGE for q in found)
        return
    (q,) = found
    power = SCALES[scale]
    assert (q.value, q.qualifier, q.unit) == (None, Qualifier.RANGE, unit)
    shared = both or low * 10**power <= high * 10**power
    assert shared and (q.value_min, q.value_max) == (Decimal(low).scaleb(power), Decimal(high).scaleb(power))
    assert expression(text, q) == text[4:-1]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("10-15万人", (100_000, 150_000)),
        ("1.5-2万元", (15_000, 20_000)),
        ("8000元—1万元", (8_000, 10_000)),
        ("10万至15万人", (100_000, 150_000)),
        ("5-6%", (5, 6)),
        ("百分之五至百分之六", (5, 6)),
        ("三至五家", (3, 5)),
        ("近50至60家", (50, 60)),
    ],
)
def test_ranges(text: str, ends: tuple[int, int]) -> None:
    q = one(text)
    assert (q.value, q.value_min, q.value_max) == (None, *ends)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("由63%至78%", [63, 78]),  # two values, no range
        ("从3万人到5万人", [30_000, 50_000]),
        ("分别为12家和15家", [12, 15]),
        ("10家、15家", [10, 15]),
        ("20家至15家", [20, 15]),  # the second end is below the first
        ("12家至15人", [12, 15]),  # two units
        ("5个、3.3个和1.7个百分点", [5, Decimal("3.3"), Decimal("1.7")]),
    ],
)
def test_two_values_are_no_range(text: str, values: list[Decimal]) -> None:
    assert [q.value for q in quantities(text)] == values


@pytest.mark.xfail(strict=True, reason="the first end is read as 5, not as five tenths")
def test_a_range_of_tenths() -> None:
    assert (one("五至六成").value_min, one("五至六成").value_max) == (50, 60)


@pytest.mark.parametrize("text", ["1200-1500元", "2000-3000人", "3000-5000万元"])
def test_a_range_of_long_numbers(text: str) -> None:
    assert one(text).qualifier is Qualifier.RANGE


def test_points_that_share_their_unit() -> None:
    text = "分别提高4.5个、3.3个和1.7个百分点"
    assert [(q.value, q.unit) for q in quantities(text)] == [(Decimal(v), "个百分点") for v in ("4.5", "3.3", "1.7")]


# --------------------------------------------------------------------------- denominators, ratios, ranks


@pytest.mark.parametrize(
    ("text", "said", "unit", "kind"),
    [
        ("标准为每人每月1000元。", "每人每月1000元", "元/人·月", EXACT),
        ("标准为每人每年约200元。", "每人每年约200元", "元/人·年", APPROX),
        ("标准为每人每月不低于1000元。", "每人每月不低于1000元", "元/人·月", MORE),
        ("标准为约每人每月1000元。", "约每人每月1000元", "元/人·月", APPROX),
        ("补贴每平方米500元。", "每平方米500元", "元/平方米", EXACT),
        ("单产每亩300公斤。", "每亩300公斤", "公斤/亩", EXACT),
        ("价格15元/平方米。", "15元/平方米", "元/平方米", EXACT),
        ("营业面积500米²。", "500米²", "平方米", EXACT),
        ("供水量300万米³。", "300万米³", "立方米", EXACT),
        ("密度7.2张/千人。", "7.2张/千人", "张/千人", EXACT),
        ("浓度35微克/立方米以下。", "35微克/立方米以下", "微克/立方米", LESS),
        ("补贴300元/人·天。", "300元/人·天", "元/人·天", EXACT),
    ],
)
def test_denominators(text: str, said: str, unit: str, kind: Qualifier) -> None:
    q = one(text)
    assert (expression(text, q), q.unit, q.qualifier) == (said, unit, kind)


def atoms(text: str, kind: AtomKind) -> list[Atom]:
    return [a for a in scan(text) if a.kind is kind]


@given(st.lists(st.decimals(0, 100, places=1, allow_nan=False, allow_infinity=False), min_size=2, max_size=4))
@settings(max_examples=50, deadline=None)
def test_ratios(parts: list[Decimal]) -> None:
    said = ":".join(f"{p:f}" for p in parts)
    text = f"产业结构为{said}。"
    (ratio,) = atoms(text, AtomKind.RATIO)
    assert (text[ratio.start : ratio.end], ratio.parts) == (said, tuple(parts))
    assert quantities(text) == []


@given(
    st.integers(1, 300),
    st.sampled_from(["居全国", "排名全省", "位列全市", "名列", "居"]),
    st.sampled_from(["位", "名"]),
)
@settings(max_examples=50, deadline=None)
def test_ranks(n: int, before: str, unit: str) -> None:
    text = f"总量{before}第{n}{unit}，"
    (rank,) = atoms(text, AtomKind.RANK)
    assert rank.quantity is not None
    assert (text[rank.start : rank.end], rank.quantity.value, rank.quantity.unit) == (f"第{n}{unit}", n, "位")


@pytest.mark.parametrize(
    ("text", "value"), [("居全省首位", 1), ("排名第二", 2), ("位列世界第十二位", 12), ("居榜首", 1)]
)
def test_ranks_in_words(text: str, value: int) -> None:
    (rank,) = atoms(text, AtomKind.RANK)
    assert rank.quantity is not None and rank.quantity.value == value


@pytest.mark.parametrize("text", ["第三产业", "第5批项目", "第2条", "第3届展会", "第七次普查"])
def test_ordinals_are_no_ranks(text: str) -> None:
    assert atoms("居" + text, AtomKind.RANK) == []
    assert quantities(text) == []


@pytest.mark.parametrize("text", ["占全国1/3", "不足1/10"])
def test_a_fraction_with_a_stroke_is_not_its_numerator(text: str) -> None:
    assert all(q.value != 1 for q in quantities(text))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("收拾", 10),
        ("一倍半", 1),
        ("一半", 1),
        ("三五百人", 500),
        ("为企业减负35亿元", -3_500_000_000),
        ("增长○○%", 0),
        ("半数", 1),
        ("2×35万千瓦", 2_350_000),
        ("2×35万千瓦", 235),
        ("1,23万元", 1_230_000),
        ("12月3日5000元", 35_000),
        ("1777场次", 1),
        ("9550.1亿元", 1),
    ],
)
def test_values_that_must_not_be_read(text: str, wrong: int) -> None:
    assert all(q.value != wrong for q in quantities(text))


@pytest.mark.parametrize("text", ["上千人", "上万元", "上百家"])
def test_upwards_of_a_scale(text: str) -> None:
    assert one(text).qualifier is MORE


def test_four_persons_are_no_bits_and_a_session_is_no_year() -> None:
    assert (one("四位").value, one("四位").unit) == (4, "人")
    assert (one("1777场次").value, one("1777场次").unit) == (1777, "场次")
    assert (one("三分之二").value, one("三分之二").unit) == (Decimal("66.6666666667"), "%")
    assert one("5‰").unit == "‰" and one("5个百分点").unit == "个百分点"


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("一倍半", "1.5", "倍"),
        ("占全国1/3", "33.3333333333", "%"),
        ("不足1/10", "10", "%"),
        ("一半以上", "50", "%"),
        ("超过半数", "50", "%"),
        ("负0.6%", "-0.6", "%"),
        ("为企业减负35亿元", "3500000000", "元"),
        ("两千余户", "2000", "户"),
    ],
)
def test_halves_and_strokes(text: str, value: str, unit: str) -> None:
    assert (one(text).value, one(text).unit) == (Decimal(value), unit)


def test_three_to_five_is_a_range() -> None:
    assert (one("三五百人").value_min, one("三五百人").value_max) == (300, 500)
    assert quantities("十三五") == [] or all(q.value_max != 15 for q in quantities("十三五"))


@pytest.mark.parametrize("text", ["3/5月", "24/7", "2023/5", "1/3/5", "网上百家"])
def test_what_is_no_fraction_and_no_bound(text: str) -> None:
    assert all(q.unit != "%" and q.qualifier is not MORE for q in quantities(text))


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("突破万亿元", "1000000000000", "元"),
        ("超百亿元", "10000000000", "元"),
        ("5000万尾", "50000000", "尾"),
        ("120标台", "120", "标台"),
        ("首批12家长三角联合体", "12", "家"),
        ("20万字", "200000", "字"),
    ],
)
def test_round_heights_and_rare_units(text: str, value: str, unit: str) -> None:
    assert (quantities(text)[0].value, quantities(text)[0].unit) == (Decimal(value), unit)


@pytest.mark.parametrize("text", ["沪深300股指期货", "30家具企业", "5具有", "12面积", "8集团"])
def test_words_that_begin_like_a_unit(text: str) -> None:
    assert all(q.unit == "" for q in quantities(text) if q.unit not in ("家",))
