"""Sentences: every character that is not blank lies in exactly one of them."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.layout.sentences import SentenceSplitter
from extractor.models import BlockKind
from tests.reading import bulletins, cleaned, layouter, page, rules

SPLITTER = SentenceSplitter(rules().lexicon)
SILENT = {BlockKind.CARD, BlockKind.CONTENTS, BlockKind.TABLE, BlockKind.NOISE, BlockKind.NOTE}
PIECES = st.sampled_from(
    [
        "全市共有机构5家",
        "。",
        "！",
        "？",
        "”",
        "“",
        "）",
        "（",
        "\n",
        " ",
        "\u3000",
        "增长5.2%",
        "，",
        "；",
        "：",
        "◆",
        "一、",
        "。”",
        "!",
    ]
)
texts = st.lists(PIECES, max_size=16).map("".join)


def split(text: str) -> list[str]:
    return [text[a:b] for a, b in SPLITTER.split(text, 0, len(text))]


@given(texts)
@settings(max_examples=200, deadline=None)
def test_all_that_is_not_blank_lies_in_one_sentence(text: str) -> None:
    at = 0
    for a, b in SPLITTER.split(text, 0, len(text)):
        assert at <= a < b
        assert text[at:a].strip() == ""
        assert not text[a].isspace() and not text[b - 1].isspace()
        assert "\n" not in text[a:b]
        at = b
    assert text[at:].strip() == ""


@given(texts, texts, texts)
@settings(max_examples=60, deadline=None)
def test_a_span_is_split_alone(before: str, text: str, behind: str) -> None:
    a = len(before)
    inner = SPLITTER.split(before + text + behind, a, a + len(text))
    assert [(x - a, y - a) for x, y in inner] == SPLITTER.split(text, 0, len(text))


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("新增5家。改造3家！", ["新增5家。", "改造3家！"]),
        ("他说：“完成了。”随后离开。", ["他说：“完成了。”", "随后离开。"]),
        ("（共5家。）另建3家", ["（共5家。）", "另建3家"]),
        ("增长5.2%，下降3.1%；其他持平", ["增长5.2%，下降3.1%；其他持平"]),
        ("一行\n二行", ["一行", "二行"]),
        ("真的吗？！是的。", ["真的吗？！", "是的。"]),
        ("", []),
    ],
)
def test_where_sentences_end(text: str, sentences: list[str]) -> None:
    assert split(text) == sentences


@given(
    st.sampled_from(["全市新增床位1,234张，", "5家、", "1,234,", "养老", "2023年 ", "（其中5张", "5", "5.5\t", "》"]),
    st.integers(1, 1200),
)
@settings(max_examples=60, deadline=None)
def test_what_has_no_end_is_cut_where_no_number_is_split(piece: str, times: int) -> None:
    """What is done by sentence may take time that grows with its square: no sentence is longer than a page."""
    text = piece * times + "。"
    spans = SPLITTER.split(text, 0, len(text))
    assert all(0 < b - a <= 1500 for a, b in spans)
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
    if any(mark in piece for mark in "，、\t 》"):
        assert not any(text[b - 1].isdigit() and text[b : b + 1].isdigit() for _, b in spans)


@given(texts.filter(str.strip))
@settings(max_examples=60, deadline=None)
def test_a_page_is_covered_once(text: str) -> None:
    """Blocks hold all that is not blank; sentences hold all that is not blank in blocks that speak."""
    chars, laid = page(text)
    at = 0
    for b in laid.blocks:
        assert at <= b.start < b.end and chars[at : b.start].strip() == ""
        at = b.end
    assert chars[at:].strip() == ""
    covered = sorted((s.start, s.end) for s in laid.sentences)
    assert all(a[1] <= b[0] for a, b in pairwise(covered))
    spoken = [b for b in laid.blocks if b.kind not in SILENT]
    assert "".join("".join(chars[b.start : b.end].split()) for b in spoken) == "".join(
        "".join(chars[a:b].split()) for a, b in covered
    )


@pytest.mark.parametrize("path", bulletins(), ids=lambda p: p.name)
def test_a_bulletin_is_covered_once(path: Path) -> None:
    text = cleaned(path)
    laid = layouter().lay_out(text)
    inside = [s for s in laid.sentences if laid.blocks[s.block].kind not in SILENT]
    for s in laid.sentences:
        block = laid.blocks[s.block]
        assert block.start <= s.start < s.end <= block.end
    for k, block in enumerate(laid.blocks):
        if block.kind in SILENT:
            continue
        held = "".join("".join(text.chars[s.start : s.end].split()) for s in inside if s.block == k)
        assert held == "".join(text.chars[block.start : block.end].split())
