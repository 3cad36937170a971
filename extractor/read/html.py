"""Web pages: the parts of a page that are no content, and what it raises above the line.

Works on the tags that :mod:`extractor.read.tags` finds, so every place is a place in the raw text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .tags import INLINE, Kind, Tag, attributes, elements, style_of

_DROPPED = """
    script style noscript template head select button textarea datalist object iframe svg math audio video
    canvas map frameset noframes noembed xmp nav dialog
"""
DROPPED = frozenset(_DROPPED.split())
"""Elements that hold nothing to read (a page's ``title`` stands in its head and is kept)."""

WEAK = frozenset(("header", "footer", "aside"))
"""Elements that are chrome unless they hold what only content holds."""

UNSEEN = frozenset(("noscript", "template", "select", "iframe"))
"""Elements that show nothing, or no text, even where they stand as residue in other text."""

READINGS = frozenset(("rt", "rp"))
"""Elements of ``ruby`` that hold a character's reading, and the brackets for browsers that cannot set it above."""

STRUCK = frozenset(("del", "s", "strike"))
"""Elements that strike out what they hold: it stands right before what replaces it."""

_LONGEST_READING = 24
"""Characters that a reading has at most: in residue of spam such an element may hold anything."""

_UNSEEN = re.compile(
    r"(?:^|;)(?:font-size:0(?:px|pt|em|rem|%)?(?:;|!|$)|opacity:0(?:\.0+)?(?:;|!|$)"
    r"|(?:left|top|right|margin-left|margin-top|text-indent):-\d{3,}(?:\.\d+)?(?:px|pt|em|rem)"
    r"|mso-hide:all|mso-element:(?:comment-list|header|footer)(?:;|$)"
    r"|text-decoration(?:-line)?:[a-z ]{0,30}line-through)"
)
"""Styles (without blanks, in lower case) of what is on no screen: letters without size or all transparent, far off the
edge, hidden by Word or beside its text (comments, running titles), and of what is struck out."""
_COMMENT_MARKS = frozenset(("msocomanchor", "msocommentreference"))
"""Classes that Word gives to the marks of comments within the text."""

_RAISING = re.compile(r"(?:^|;)vertical-align:(?:super|text-top)(?:;|!|$)")
_LONGEST_RAISED, _LONGEST_RAISED_MARKUP = 8, 800
"""Characters that a superscript has at most, without and with its tags: closed far off it would raise all between."""

_NO_ROOM = re.compile(r"(?:^|;)(?:max-)?(?:height|width):[01](?:px|pt)?(?:;|!|$)")
"""The same of what shows nothing if what does not fit in is cut off."""

_MARKUP_COMMENT = re.compile("<!--|-->")
_BRACE = re.compile(r"[{}]")
_CLASS = re.compile(r"[a-z0-9*]{0,10}\.([\w-]{1,60})", re.IGNORECASE)
_LONGEST_SHEET, _LONGEST_INJECTED = 300_000, 60
"""Characters of style sheets that are looked at, and that what is hidden within a line has at most: a page's own parts
(a folded list, a tab) are longer."""

_PAGE_HEAD = re.compile(r"<!doctype\s{1,4}html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_SENTENCE_END = "。"


def looks_like_html(text: str) -> bool:
    """Whether a text is a web page by its head, whatever its file is called."""
    return _PAGE_HEAD.search(text[:4096].lstrip("\ufeff")) is not None


def chrome(text: str, tags: Sequence[Tag], classes: frozenset[str]) -> tuple[tuple[int, int], ...]:
    """Spans of a page that are no content: scripts, styles, hidden elements, navigation, headers and
    footers.

    ``classes`` are class names and ids of chrome, in lower case. Precision comes first: an element that is
    only named like chrome, or only hidden, stays where it holds a main headline, three sentences or half of
    the page's text. Spans are sorted and do not overlap.
    """
    spans = [(t.start, t.end) for t in tags if t.kind is Kind.RAW]
    kept_titles: list[tuple[int, int]] = []
    before = _content_before(text, tags)
    unseen = unseen_classes("\n".join(text[t.start : t.end] for t in tags if t.kind is Kind.RAW and t.name == "style"))
    for element in elements(tags):
        tag, close = tags[element.open], tags[element.close]
        if tag.name == "title":
            kept_titles.append((tag.start, close.end))
        elif (
            tag.name in DROPPED
            or _is_reading(tag, close)
            or (unseen and _is_injected(text, tag, close, unseen))
            or (
                (tag.name in WEAK or tag.name in STRUCK or _named_chrome(text, tag, classes))
                and not _holds_content(before[element.open], before[element.close], before[-1].chars)
            )
        ):
            spans.append((tag.start, close.end))
    return tuple(_without(_merged(spans), sorted(kept_titles)))


def hidden(text: str, tags: Sequence[Tag]) -> tuple[tuple[int, int], ...]:
    """Spans of elements that a text which is no page carries as residue, and that no reader ever saw: scripts, styles,
    and what a style hides. Spans are sorted and do not overlap.
    """
    spans = [(t.start, t.end) for t in tags if t.kind is Kind.RAW]
    before = _content_before(text, tags)
    for element in elements(tags):
        tag, close = tags[element.open], tags[element.close]
        if _is_reading(tag, close) or (
            (tag.name in UNSEEN or tag.name in STRUCK or hides(text, tag))
            and not _holds_content(before[element.open], before[element.close], before[-1].chars)
        ):
            spans.append((tag.start, close.end))
    return tuple(_merged(spans))


@dataclass(frozen=True, slots=True)
class _Content:
    """How much of what only content has stands before a tag."""

    chars: int
    sentences: int
    headlines: int


def _content_before(text: str, tags: Sequence[Tag]) -> list[_Content]:
    """One for each tag, so that what any element holds is a difference of two."""
    counts: list[_Content] = []
    chars = sentences = headlines = at = 0
    for tag in tags:
        chars += tag.start - at
        sentences += text.count(_SENTENCE_END, at, tag.start)
        at = tag.end
        counts.append(_Content(chars, sentences, headlines))
        headlines += tag.name == "h1" and tag.kind is Kind.OPEN
    return counts


def _holds_content(first: _Content, last: _Content, total: int) -> bool:
    """Whether an element between two tags holds what chrome never does."""
    return (
        last.sentences - first.sentences >= 3
        or last.headlines > first.headlines
        or 2 * (last.chars - first.chars) > total
    )


def _named_chrome(text: str, tag: Tag, classes: frozenset[str]) -> bool:
    if hides(text, tag):
        return True
    if "=" not in text[tag.start : tag.end]:
        return False
    given = attributes(text, tag)
    classes |= _COMMENT_MARKS
    names = {*given.get("class", "").lower().split(), given.get("id", "").lower()}
    return not names.isdisjoint(classes)


def raised(text: str, tags: Sequence[Tag]) -> tuple[tuple[int, int], ...]:
    """Spans of what superscripts hold, tags within left in, in the order of their beginning."""
    spans: list[tuple[int, int]] = []
    for element in elements(tags):
        tag, close = tags[element.open], tags[element.close]
        body = text[tag.start : tag.end]
        if tag.name == "sup" or ("vertical-align" in body and _RAISING.search(style_of(attributes(text, tag)))):
            if close.start - tag.end > _LONGEST_RAISED_MARKUP:
                continue
            tags_within = sum(t.end - t.start for t in tags[element.open + 1 : element.close])
            if close.start - tag.end - tags_within <= _LONGEST_RAISED:
                spans.append((tag.end, close.start))
    return tuple(_merged(spans))


def hides(text: str, tag: Tag) -> bool:
    """Whether an element is hidden, or struck out, by its own attributes."""
    body = text[tag.start : tag.end]
    if "=" not in body and "hidden" not in body.lower():
        return False
    given = attributes(text, tag)
    if "hidden" in given or given.get("aria-hidden") == "true":
        return True
    return hiding_style(style_of(given))


def hiding_style(style: str) -> bool:
    """Whether a style (in lower case, without blanks) hides or strikes out what has it."""
    if "display:none" in style or "visibility:hidden" in style or _UNSEEN.search(style):
        return True
    return "overflow:hidden" in style and _NO_ROOM.search(style) is not None


def _is_injected(text: str, tag: Tag, close: Tag, unseen: frozenset[str]) -> bool:
    """Whether an element is a few characters within a line that the page's own style sheet hides."""
    if tag.name not in INLINE or close.start - tag.end > _LONGEST_INJECTED:
        return False
    return not unseen.isdisjoint(attributes(text, tag).get("class", "").split())


def unseen_classes(sheet: str) -> frozenset[str]:
    """The classes that a style sheet hides on every screen and never shows: rules for some screens only, and those of
    more than a class, say too little."""
    hidden: set[str] = set()
    shown: set[str] = set()
    for selectors, body in _rules(_without_comments(sheet[:_LONGEST_SHEET])):
        style = re.sub(r"\s", "", body).lower()
        hides_it = hiding_style(style)
        if hides_it or "display:" in style or "visibility:" in style:
            names = {m[1] for selector in selectors.split(",") if (m := _CLASS.fullmatch(selector.strip()))}
            (hidden if hides_it else shown).update(names)
    return frozenset(hidden - shown)


def _without_comments(sheet: str) -> str:
    parts = []
    at = 0
    while (start := sheet.find("/*", at)) >= 0:
        parts.append(sheet[at:start])
        end = sheet.find("*/", start + 2)
        at = end + 2 if end >= 0 else len(sheet)
    return _MARKUP_COMMENT.sub("", "".join([*parts, sheet[at:]]))


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of the rules that stand in no other."""
    at = depth = opened = 0
    for m in _BRACE.finditer(sheet):
        if m[0] == "{":
            depth += 1
            opened = m.end() if depth == 1 else opened
        elif depth:
            depth -= 1
            if depth == 0:
                yield sheet[at : opened - 1], sheet[opened : m.start()]
                at = m.end()


def _is_reading(tag: Tag, close: Tag) -> bool:
    """Whether an element is short enough for what its name says: a character's reading."""
    return tag.name in READINGS and close.start - tag.end <= _LONGEST_READING


def _merged(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    start = end = -1
    for a, b in sorted(spans):
        if a > end:
            if end > start:
                yield start, end
            start, end = a, b
        else:
            end = max(end, b)
    if end > start:
        yield start, end


def _without(spans: Iterator[tuple[int, int]], kept: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """``spans`` with the ``kept`` ones cut out of them."""
    i = 0
    for start, end in spans:
        while i < len(kept) and kept[i][0] < end:
            a, b = kept[i]
            i += 1
            if a < start or b > end:
                continue
            if a > start:
                yield start, a
            start = b
        if end > start:
            yield start, end
