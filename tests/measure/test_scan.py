"""A sentence's atoms: in order, apart, exact; and what wins where a title, a time, a trap and a number overlap."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.measure.atoms import Atom, AtomKind
from tests.reading import scan, scanner

#: Pieces of sentences, from which texts of every mixture are put together.
PIECES = (
    "2023年末，",
    "全市",
    "共有养老机构",
    "215家",
    "比上年增长",
    "5.3%",
    "《2023年统计公报》",
    "“15分钟生活圈”",
    "12345热线",
    "每人每月1000元",
    "第七次",
    "居全国第3位",
    "3.1:41.2:55.7",
    "二百余万元",
    "两三个",
    "近",
    "以上",
    "、",
    "和",
    "（",
    "）",
    "其中：",
    "19时30分，",
    "80周岁以上老年人",
    "3年",
    "1—6月",
    "10-15万人",
    "翻一番",
    "七成五",
    "-0.6",
    "PM2.5",
    "5G",
    "4A级",
    "百分之五",
    "截至",
    "目前",
    "上半年",
    "由63%提高到78%",
    "每千人口",
    "一、",
    "1.",
    "\n",
    " ",
    "3万4000",
    "2×35万千瓦",
    "1/3",
    "60/50",
)
texts = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
#: Sentences within a paragraph: what is read by its place at the beginning of a line (a list number) is left out.
INNER = [p for p in PIECES if p not in ("\n", " ", "一、", "1.")]
sentences = st.lists(st.sampled_from(INNER), max_size=12).map(lambda ps: "".join(ps) + "。")


def told(text: str) -> list[str]:
    """Atoms as ``kind:characters``."""
    return [f"{a.kind}:{text[a.start : a.end]}" for a in scan(text)]


def moved(a: Atom, by: int) -> Atom:
    q, p = a.quantity, a.period
    return replace(
        a,
        start=a.start + by,
        end=a.end + by,
        quantity=q
        and replace(q, start=q.start + by, end=q.end + by, core_start=q.core_start + by, core_end=q.core_end + by),
        period=p and replace(p, start=p.start + by, end=p.end + by),
    )


@given(texts)
@settings(max_examples=300, deadline=None)
def test_atoms_are_in_order_and_apart(text: str) -> None:
    at = 0
    for a in scan(text):
        assert at <= a.start < a.end <= len(text)
        at = a.end
        if a.quantity is not None:
            q = a.quantity
            assert (q.start, q.end) == (a.start, a.end)
            assert q.start <= q.core_start < q.core_end <= q.end
        assert (a.kind is AtomKind.PERIOD) == (a.period is not None)
        assert (a.kind is AtomKind.TRAP) == bool(a.reason)


@given(sentences, sentences)
@settings(max_examples=200, deadline=None)
def test_sentences_are_read_one_by_one(a: str, b: str) -> None:
    """A sentence reads the same alone, before another, behind another, and as a span of a longer text."""
    alone = scan(b)
    assert scanner().scan(a + b, len(a)) == [moved(x, len(a)) for x in alone]
    assert scan(a + b) == [*scan(a), *(moved(x, len(a)) for x in alone)]


@given(texts)
@settings(max_examples=50, deadline=None)
def test_reading_twice_gives_the_same(text: str) -> None:
    assert scan(text) == scan(text)


@pytest.mark.parametrize(
    ("text", "atoms"),
    [
        ("《2023年发展公报》发布", ["trap:《2023年发展公报》"]),  # a title hides the time in it
        ("印发《2021—2035年规划》，2022年", ["trap:《2021—2035年规划》", "period:2022年"]),
        ("“十四五”时期", ["period:“十四五”时期"]),  # a time that looks like a name between quotation marks
        ("“10分钟阅读圈”", ["trap:“10分钟阅读圈”"]),
        ("推行“1+8”方案，建成5个", ["trap:“1+8”", "quantity:5个"]),
        ("2023—2025年", ["period:2023—2025年"]),  # a time that looks like an index number
        ("2023年96345热线受理20万件", ["period:2023年", "trap:96345", "quantity:20万件"]),
        ("70周岁以上老年人3万人", ["trap:70周岁以上", "quantity:3万人"]),
        ("第三批36个", ["trap:第三批", "quantity:36个"]),
        ("4A级景区5家", ["trap:4A级", "quantity:5家"]),
        ("每千名老年人拥有床位45张", ["trap:每千名老年人", "quantity:45张"]),
        ("居全国第3位", ["rank:第3位"]),
        ("结构为3.1:41.2:55.7", ["ratio:3.1:41.2:55.7"]),
        ("上午9时30分，共5家", ["trap:上午9时30分", "quantity:5家"]),
        ("百分之十二点五", ["quantity:百分之十二点五"]),
        ("2×35万千瓦", ["trap:2×35万千瓦"]),
        ("由63%提高到78%", ["quantity:63%", "quantity:78%"]),
        ("PM2.5浓度29微克/立方米", ["trap:PM2.5", "quantity:29微克/立方米"]),
        ("人均预期寿命为81.3岁", ["quantity:81.3岁"]),
        ("", []),
        ("没有数字的一般说法", ["trap:一般"]),
    ],
)
def test_what_wins(text: str, atoms: list[str]) -> None:
    assert told(text) == atoms


def test_a_tenth_is_a_share() -> None:
    assert told("十分之一") == ["quantity:十分之一"]


def test_every_trap_gives_its_reason() -> None:
    reasons = {t.id: t.reason for t in scanner().traps.traps}
    for trap in scanner().traps.traps:
        for text in trap.examples:
            hit = scanner().traps.find(text, 0, len(text))
            assert hit, (trap.id, text)
            assert all(a.reason == reasons[a.trap_id] for a in hit)
