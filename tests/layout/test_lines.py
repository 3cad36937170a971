"""Lines: where they stand, without the blanks around them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.layout.lines import lines_of


@given(st.text("全市 \t\u3000\n\r5。\xa0", max_size=60))
@settings(max_examples=200, deadline=None)
def test_lines_hold_all_that_is_not_blank(text: str) -> None:
    lines = lines_of(text)
    at = 0
    for line in lines:
        assert line.start >= at
        assert text[at : line.start].strip() == ""
        assert text[line.start : line.end] == line.text == line.text.strip()
        assert line.text and "\n" not in line.text
        at = line.end
    assert text[at:].strip() == ""


def test_indents_and_blank_lines_are_counted() -> None:
    lines = lines_of("标题\n\n\n　　第一段\n  第二段  \n")
    assert [(x.text, x.blank_before, x.indent) for x in lines] == [("标题", 0, 0), ("第一段", 2, 2), ("第二段", 0, 2)]


def test_no_lines() -> None:
    assert lines_of("") == lines_of(" \n\t\n") == []
