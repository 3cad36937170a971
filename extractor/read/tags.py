"""The tags of a page with their places, found in one pass whatever state the markup is in.

A parser that builds a tree forgets where things stood; records must lead back to the raw characters, so
this tokenizer works on the text itself. It is tolerant: a quote or comment that is never closed, a tag that
runs into the next one and stray closing tags are all taken for what their author meant. Every character is
looked at a bounded number of times: what was once searched for in vain is not searched for again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

_BLOCKS = """
    address article aside blockquote body br caption center col colgroup dd details dialog dir div dl dt
    fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe
    legend li link main menu meta nav ol optgroup option p pre section select summary table tbody td textarea
    tfoot th thead title tr ul
"""
_INLINE = """
    a abbr acronym area audio b base basefont bdi bdo big button canvas cite code data datalist del dfn em
    embed font i img input ins kbd label map mark marquee math meter noframes noscript nobr object output
    param picture progress q rp rt ruby s samp script slot small source span strike strong style sub sup svg
    template time track tt u var video wbr xmp
"""
_VOID = "area base basefont br col embed frame hr img input link meta param source track wbr"

BLOCKS = frozenset(_BLOCKS.split())
"""Elements that a browser sets on lines of their own: their tags end a line."""

INLINE = frozenset(_INLINE.split())
VOID = frozenset(_VOID.split())
"""Elements that have no content and no closing tag."""

RAW = frozenset(("script", "style", "xmp", "noembed", "noframes"))
"""Elements in which a ``<`` opens nothing until they are closed."""

_OPENS = re.compile(
    r"<(?:(?P<close>/)?(?P<name>[A-Za-z][A-Za-z0-9]{0,30}(?:[:-][A-Za-z0-9_.]{1,30}){0,4})(?=[\s/>])"
    r"|(?P<mark>!--|!(?=[A-Za-z\[])|\?(?=[A-Za-z])))"
)
_STOPS = re.compile(r"[<>]|=\s{0,8}[\"']")
_ATTRIBUTE = re.compile(
    r"[\s\"'/]([A-Za-z_:][A-Za-z0-9_:.-]{0,60})(?:\s{0,8}=\s{0,8}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]{1,500})))?"
)
_SPACE = re.compile(r"\s")
_LONGEST_VALUE = 5000
_LONGEST_DECLARATION = 500


class Kind(IntEnum):
    """What a stretch of markup is."""

    OPEN = 0
    CLOSE = 1
    COMMENT = 2
    RAW = 3


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag, comment, declaration or the body of a script: ``start``/``end`` in the text, name in lower
    case.

    ``name`` is empty for comments and declarations. ``empty`` marks an opening tag without content
    (``<br>``, ``<p/>``).
    """

    start: int
    end: int
    kind: Kind
    name: str = ""
    empty: bool = False


def scan(text: str, strict: bool) -> Iterator[Tag]:
    """The markup of ``text`` from first to last, in time linear in its length.

    ``strict`` is for text that is no web page: only names that HTML knows (or that carry a namespace) are
    tags, and a tag that never ends or runs into another one is none, so that ``p<0.05`` and ``<见附件>``
    stay what they are.
    """
    at = 0
    hopeless: set[str] = set()
    last_end = text.rfind(">")
    while (m := _OPENS.search(text, at)) is not None:
        at = m.end()
        if m["mark"] == "!--":
            tag = _comment(text, m.start(), hopeless)
        elif m.start() > last_end:
            tag = None if strict else _cut_off(text, m)
        elif m["mark"]:
            end = text.find(">", at, at + _LONGEST_DECLARATION)
            tag = Tag(m.start(), end + 1, Kind.COMMENT) if end >= 0 else None
        else:
            tag = _tag(text, m, strict, hopeless)
        if tag is None:
            continue
        yield tag
        at = tag.end
        if tag.kind is Kind.OPEN and tag.name in RAW and not tag.empty and tag.name not in hopeless:
            close = re.compile(rf"</{tag.name}(?=[\s/>])", re.IGNORECASE).search(text, at)
            if close is None:
                hopeless.add(tag.name)
            elif close.start() > at:
                yield Tag(at, close.start(), Kind.RAW, tag.name)
                at = close.start()


def attributes(text: str, tag: Tag) -> dict[str, str]:
    """The attributes of an opening tag, names in lower case; the first of a name counts, as in browsers."""
    found: dict[str, str] = {}
    for m in _ATTRIBUTE.finditer(text, tag.start + 1 + len(tag.name), tag.end):
        found.setdefault(m[1].lower(), m[2] or m[3] or m[4] or "")
    return found


def style_of(given: dict[str, str]) -> str:
    """The style among an element's attributes, in lower case and without blanks."""
    return _SPACE.sub("", given.get("style", "")).lower()


@dataclass(frozen=True, slots=True)
class Element:
    """An element that is properly closed: the indexes of its two tags."""

    open: int
    close: int


def elements(tags: Iterable[Tag]) -> Iterator[Element]:
    """Elements with both tags, in the order in which they close.

    A closing tag closes the nearest open element of its name and whatever was left open inside of it; one
    that closes nothing is passed over. Amortised linear: each opening tag is pushed and popped once.
    """
    stack: list[tuple[str, int]] = []
    waiting: dict[str, int] = {}
    for i, tag in enumerate(tags):
        if tag.kind is Kind.OPEN and not tag.empty:
            stack.append((tag.name, i))
            waiting[tag.name] = waiting.get(tag.name, 0) + 1
        elif tag.kind is Kind.CLOSE and waiting.get(tag.name):
            while True:
                name, opened = stack.pop()
                waiting[name] -= 1
                if name == tag.name:
                    break
            yield Element(opened, i)


def _comment(text: str, start: int, hopeless: set[str]) -> Tag | None:
    end = -1 if "-->" in hopeless else text.find("-->", start + 4)
    if end >= 0:
        return Tag(start, end + 3, Kind.COMMENT)
    hopeless.add("-->")
    return Tag(start, start + 4, Kind.COMMENT)


def _cut_off(text: str, m: re.Match[str]) -> Tag | None:
    """A tag that the end of a truncated file cut in two."""
    if len(text) - m.start() > 2000 or (m["name"] and m["name"].lower() not in BLOCKS | INLINE):
        return None
    return Tag(m.start(), len(text), Kind.COMMENT)


def _tag(text: str, m: re.Match[str], strict: bool, hopeless: set[str]) -> Tag | None:
    name = m["name"].lower()
    if strict and not (name in BLOCKS or name in INLINE or ":" in name):
        return None
    at = m.end()
    while (stop := _STOPS.search(text, at)) is not None:
        at = stop.end()
        if stop[0] == ">":
            kind = Kind.CLOSE if m["close"] else Kind.OPEN
            return Tag(m.start(), at, kind, name, text[at - 2] == "/" or name in VOID)
        if stop[0] == "<":
            return None if strict else Tag(m.start(), stop.start(), Kind.COMMENT)
        at = _value_end(text, at, stop[0][-1], hopeless)
    return None


def _value_end(text: str, start: int, quote: str, hopeless: set[str]) -> int:
    """Where a quoted value that opens before ``start`` is over; ``start`` where its quote is a stray one."""
    end = -1 if quote in hopeless else text.find(quote, start)
    if end < 0:
        hopeless.add(quote)
        return start
    odd = text.find(">", start, end) >= 0 or text.find("<", start, end) >= 0
    if odd and (end - start > _LONGEST_VALUE or text[end + 1 : end + 2].strip(" \t\r\n/>")):
        return start
    return end + 1
