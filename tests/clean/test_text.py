"""The map from clean to raw characters: every kept character leads back to itself, whatever was edited."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.clean.text import Edit, Text


@st.composite
def edits(draw: st.DrawFn, length: int) -> list[Edit]:
    """Sorted edits that do not overlap; what they insert is Latin, so that kept characters can be told."""
    cuts = sorted(draw(st.lists(st.integers(0, length), max_size=8)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return [Edit(a, b, draw(st.text("xyz", max_size=4))) for a, b in pairs]


@given(st.data(), st.text("一二三四五六七八九十", max_size=40), st.integers(1, 4))
def test_kept_characters_lead_back_to_themselves(data: st.DataObject, raw: str, rounds: int) -> None:
    text = Text.of(raw)
    for _ in range(rounds):
        text = text.edit(data.draw(edits(len(text))))
    for i, c in enumerate(text.chars):
        a, b = text.raw_span(i, i + 1)
        assert 0 <= a <= b <= len(raw)
        if c not in "xyz":
            assert raw[a:b] == c


@given(st.data(), st.text("一二三四五", min_size=1, max_size=40))
def test_spans_grow_with_the_text(data: st.DataObject, raw: str) -> None:
    text = Text.of(raw).edit(data.draw(edits(len(raw))))
    spans = [text.raw_span(i, i + 1) for i in range(len(text))]
    assert spans == sorted(spans)
    for i in range(len(text)):
        for j in range(i + 1, min(i + 6, len(text) + 1)):
            a, b = text.raw_span(i, j)
            assert a >= spans[i][0] and b <= max(s[1] for s in spans[i:j])


@given(st.data(), st.text("一二三四五", min_size=1, max_size=40))
def test_clean_span_finds_what_was_kept(data: st.DataObject, raw: str) -> None:
    text = Text.of(raw).edit([e for e in data.draw(edits(len(raw))) if not e.new])
    for i in range(len(text)):
        a, b = text.raw_span(i, i + 1)
        assert text.clean_span(a, b) == (i, i + 1)


def test_a_replacement_of_other_length_stands_for_all_it_replaced() -> None:
    text = Text.of("共１９９７年").edit([Edit(1, 5, "97")])
    assert text.chars == "共97年"
    assert text.raw_span(1, 3) == (1, 5)
    assert text.raw_span(0, 4) == (0, 6)


def test_wrong_edits_are_refused() -> None:
    with pytest.raises(ValueError, match="overlaps"):
        Text.of("一二三").edit([Edit(0, 2), Edit(1, 3)])
    with pytest.raises(ValueError, match="outside"):
        Text.of("一二三").edit([Edit(2, 9)])
    with pytest.raises(ValueError, match="no characters"):
        Text.of("一二三").raw_span(2, 2)
