"""Masked sentences and windows: what stands around a number, up to its clause's borders and the numbers beside it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.match.macros import KIND_OF, MASKS, VALUE_MASKS
from extractor.match.window import Masked, Window, mask, window
from extractor.measure.atoms import AtomKind
from tests.reading import scan, scanner


def masked(text: str) -> Masked:
    return mask(text, 0, len(text), scan(text), scanner().units)


def shown(text: str) -> str:
    """Masked text with the kinds of its masks in brackets: 占〈share〉."""
    return "".join(f"〈{KIND_OF[c]}〉" if c in KIND_OF else c for c in text)


def at(text: str, n: int = 0) -> Window:
    """The window of a text's ``n``-th number."""
    m = masked(text)
    return window(m, m.values()[n])


def sides(text: str, n: int = 0) -> tuple[str, str]:
    w = at(text, n)
    return shown(w.left), shown(w.right)


# --------------------------------------------------------------------------- masks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023年增长5%", "〈period〉增长〈share〉"),
        ("床位1.2万张，提高3个百分点", "床位〈count〉，提高〈points〉"),
        ("增长2.5倍，居全国第3位", "增长〈times〉，居全国〈rank〉"),
        ("结构为3:41:56", "结构为〈ratio〉"),
        ("用时3天，指数105.2", "用时〈weak〉，指数〈bare〉"),
        ("《2023年公报》刊载5家", "《2023年公报》刊载〈count〉"),  # what only looks like a number stays as it is
        ("每人每月850元", "〈count〉"),
        ("没有数", "没有数"),
    ],
)
def test_every_number_is_one_character_of_its_kind(text: str, expected: str) -> None:
    assert shown(masked(text).text) == expected


TEXTS = st.lists(
    st.sampled_from(
        [
            "2023年",
            "全市共有机构",
            "56家",
            "，",
            "。",
            "；",
            "：",
            "（",
            "）",
            "、",
            "和",
            "增长5%",
            "3个百分点",
            "其中",
            "床位",
            "1.2万张",
            "12345热线",
            "300",
            "、8家",
            "第3位",
            "居全国",
        ]
    ),
    max_size=14,
).map("".join)


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_masking_loses_no_place(text: str) -> None:
    m = masked(text)
    assert len(m.starts) == len(m.text)
    assert list(m.starts) == sorted(set(m.starts))
    for k, c in enumerate(m.text):
        if k in m.atoms:
            a = m.atoms[k]
            assert c in MASKS.values() and m.starts[k] == a.start
            assert (c in VALUE_MASKS) == (a.kind is not AtomKind.PERIOD)
        else:
            assert text[m.starts[k]] == c
    assert [m.atoms[k].start for k in sorted(m.atoms)] == [a.start for a in scan(text) if a.kind is not AtomKind.TRAP]


def test_hidden_numbers_stay_as_they_are_written() -> None:
    text = "三项制度惠及5万人"
    atoms = scan(text)
    assert shown(mask(text, 0, len(text), atoms, scanner().units).text) == "〈count〉制度惠及〈count〉"
    hidden = frozenset({atoms[0].start})
    assert shown(mask(text, 0, len(text), atoms, scanner().units, hidden).text) == "三项制度惠及〈count〉"


# --------------------------------------------------------------------------- borders


@pytest.mark.parametrize(
    ("text", "n", "left", "right"),
    [
        ("全市共有养老机构56家，床位1.2万张。", 0, "全市共有养老机构", ""),
        ("全市共有养老机构56家，床位1.2万张。", 1, "床位", ""),
        ("共有机构56家；床位300张", 1, "床位", ""),
        ("护理型床位占比：68%。", 0, "护理型床位占比", ""),  # a colon between a name and its value is no border
        ("养老服务：新增床位300张", 0, "新增床位", ""),
        ("新增床位300张（其中护理型200张）", 0, "新增床位", ""),
        ("新增床位300张（其中护理型200张）", 1, "其中护理型", ""),
        ("新增床位300张（含护理型），改造食堂8家", 1, "改造食堂", ""),
        ("人均收入（按常住人口计算）为3.2万元", 0, "人均收入（按常住人口计算）为", ""),
        ("收入3.2万元（折合美元）以上的家庭", 0, "收入", "以上的家庭"),  # a bracket behind a number is passed over
        ("为5万名老年人提供服务", 0, "为", "老年人提供服务"),
        ("其中，78%为护理型床位", 0, "", "为护理型床位"),
        ("比2022年增长5%", 0, "比〈period〉增长", ""),  # a time is no border
    ],
)
def test_where_a_window_ends(text: str, n: int, left: str, right: str) -> None:
    assert sides(text, n) == (left, right)


@pytest.mark.parametrize(
    ("text", "n", "left", "flags"),
    [
        ("收入分别为6万元和3万元", 1, "和", {"after_number", "joined", "listed"}),
        ("收入分别为6万元、3万元", 1, "、", {"after_number", "joined", "listed"}),
        ("建成公园12个、食堂8家", 1, "、食堂", {"after_number", "listed"}),
        ("建成公园12个城区食堂8家", 1, "城区食堂", {"after_number"}),
        ("建成公园12个，食堂8家", 1, "食堂", set()),
        ("新增床位300张（护理型200张）", 1, "护理型", {"bracket"}),
    ],
)
def test_numbers_side_by_side(text: str, n: int, left: str, flags: set[str]) -> None:
    w = at(text, n)
    assert shown(w.left) == left
    assert {f for f in ("after_number", "joined", "listed", "bracket") if getattr(w, f)} == flags


def test_joined_numbers_share_what_stands_behind_them() -> None:
    w = at("建成12个、15个社区食堂")
    assert (shown(w.right), w.shares_right) == ("社区食堂", True)


def test_the_clause_before_is_given_where_it_holds_no_number() -> None:
    assert at("居民收入方面，全年达到3.2万元").before == "居民收入方面"
    assert at("新建食堂5家，改造8家", 1).before == ""


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_a_window_is_text_around_its_number(text: str) -> None:
    m = masked(text)
    for i in m.values():
        w = window(m, i)
        assert w.index == i and MASKS[w.kind] == m.text[i]
        assert 0 <= w.left_start <= i
        assert w.left in m.text[:i] or w.left == ""
        assert w.right in m.text[i + 1 :] or w.right == ""
        assert w.before in m.text[:i]
        assert w.joined <= w.listed <= w.after_number
        if "（" not in w.left and "）" not in w.left:  # within brackets nothing is a border
            assert not any(c in "，；。" or c in VALUE_MASKS for c in w.left)


PLAIN = TEXTS.map(lambda t: t.replace("（", "").replace("）", "") + "。")


@given(PLAIN, PLAIN)
@settings(max_examples=100, deadline=None)
def test_the_sentence_before_does_not_matter(one: str, other: str) -> None:
    alone, joined = masked(other), masked(one + other)
    here = [window(alone, i) for i in alone.values()]
    there = [window(joined, i) for i in joined.values()][-len(here) :] if here else []
    told = [[(w.left, w.right, w.before, w.listed, w.joined) for w in ws] for ws in (here, there)]
    assert told[0] == told[1]
