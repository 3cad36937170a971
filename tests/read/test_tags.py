"""Markup in any state: places are right, nothing overlaps, and broken tags are taken as they were meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.read.tags import Kind, attributes, elements, scan

PIECES = (
    "<p>",
    "</p>",
    "<b class='x'>",
    '<a href="?a=1>2">',
    "<br/>",
    "<!-- x -->",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<td",
    " colspan=2>",
    "<",
    ">",
    '"',
    "'",
    "=",
    "甲",
    " ",
    "\n",
    "</",
    "<1",
    "<var id=a>",
    "<o:p>",
    "<!DOCTYPE html>",
    "<?xml",
)


def names(text: str, strict: bool = False) -> list[str]:
    return [("/" if t.kind is Kind.CLOSE else "") + (t.name or "!") for t in scan(text, strict)]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.booleans())
def test_tags_are_in_order_and_apart(text: str, strict: bool) -> None:
    at = 0
    for tag in scan(text, strict):
        assert at <= tag.start < tag.end <= len(text)
        assert tag.kind is Kind.RAW or text[tag.start] == "<"
        at = tag.end


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_what_is_a_tag_in_plain_text_is_one_in_a_page(text: str) -> None:
    if "<script" in text or "<!--" in text or '"' in text or "'" in text:
        return
    loose = {t.start for t in scan(text, strict=False)}
    assert {t.start for t in scan(text, strict=True)} <= loose


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<p>床位<b>12</b>张</p>", ["p", "b", "/b", "/p"]),
        ("<P ALIGN=left>甲</P>", ["p", "/p"]),
        ('<img alt="a>b" src=x>', ["img"]),
        ("<p align=left<strong>甲</strong>", ["!", "strong", "/strong"]),
        ('<a title="未闭合>甲</a>', ["a", "/a"]),
        ("<!-- <p> -->乙<p>", ["!", "p"]),
        ("<!-- 没有结束 <p>", ["!", "p"]),
        ("<script>if (a<b) '<p>'</script><p>", ["script", "script", "/script", "p"]),
        ("<script>没有结束<p>", ["script", "p"]),
        ("<o:p></o:p><my-tag>", ["o:p", "/o:p", "my-tag"]),
        ("甲<div class=", ["!"]),
        ("p<0.05，a< b，<见附件>，5<6>", []),
    ],
)
def test_pages(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize("text", ["p<0.05", "<见附件>", "a<b且c>d", "<x>", "<table", "<p <b", "PM2.5<35，O3>160"])
def test_what_is_no_tag_in_plain_text(text: str) -> None:
    assert names(text, strict=True) == []


@pytest.mark.parametrize("text", ["<p>", "</strong>", "<td id='a'>", "<br/>", "<O:P>", "<!-- x -->"])
def test_what_is_a_tag_in_plain_text(text: str) -> None:
    assert len(names(text, strict=True)) == 1


def test_attributes() -> None:
    text = "<td colspan=2 ROWSPAN='3' title=\"a>b\" hidden style = 'display: none' colspan=9>"
    (tag,) = scan(text, strict=False)
    assert attributes(text, tag) == {
        "colspan": "2", "rowspan": "3", "title": "a>b", "hidden": "", "style": "display: none",
    }  # fmt: skip


def test_elements_close_what_was_left_open_inside() -> None:
    tags = list(scan("<div><p>甲<b>乙</div></i><p></p>", strict=False))
    assert [(tags[e.open].name, tags[e.close].start) for e in elements(tags)] == [("div", 13), ("p", 26)]


@pytest.mark.parametrize(
    "text",
    [
        "<div>" * 100_000,
        "<b>" * 50_000 + "</i>" * 50_000,
        "<a href='" * 100_000,
        "<!--" * 100_000,
        "<script>" * 100_000,
        "<!x" * 100_000 + ">",
        "<p " + "a" * 1_000_000,
        "<" * 1_000_000,
    ],
    ids=["nested", "stray", "quotes", "comments", "scripts", "declarations", "long", "signs"],
)
def test_masses_of_markup_are_read(text: str) -> None:
    for strict in (False, True):
        tags = list(scan(text, strict))
        assert len(list(elements(tags))) == 0
