"""Web pages: the tables that their markup states, and the parts of a page that are no content.

Works on the tags that :mod:`extractor.read.tags` finds, so every place is a place in the raw text. Old pages
use tables for their layout; those are told from tables of data and give no cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..models import CellHint, TableHint
from .tags import BLOCKS, Kind, Tag, attributes, elements

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

_LONGEST_READING = 24
"""Characters that a reading has at most: in residue of spam such an element may hold anything."""

_UNSEEN = re.compile(
    r"(?:^|;)(?:font-size:0(?:px|pt|em|rem|%)?(?:;|!|$)|opacity:0(?:\.0+)?(?:;|!|$)"
    r"|(?:left|top|right|margin-left|margin-top|text-indent):-\d{3,}(?:\.\d+)?(?:px|pt|em|rem))"
)
"""Styles (without blanks, in lower case) of what is on no screen: letters without size or all transparent, far off the
edge."""

_NO_ROOM = re.compile(r"(?:^|;)(?:max-)?(?:height|width):[01](?:px|pt)?(?:;|!|$)")
"""The same of what shows nothing if what does not fit in is cut off."""

_LONGEST_CELL = 3000
_LAYOUT_CELL = 300
"""Characters in a cell of several paragraphs from which on its table is a page's layout, not data."""
_MAX_SPAN = 1000
_MAX_OPEN_SPANS = 64
_PAGE_HEAD = re.compile(r"<!doctype\s{1,4}html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_SENTENCE_END = "。"


def looks_like_html(text: str) -> bool:
    """Whether a text is a web page by its head, whatever its file is called."""
    return _PAGE_HEAD.search(text[:4096].lstrip("\ufeff")) is not None


@dataclass(slots=True)
class _Cell:
    start: int
    row: int
    column: int
    row_span: int
    column_span: int
    header: bool
    end: int
    chars: int = 0
    blocks: int = 0
    lines: int = 0

    @property
    def is_layout(self) -> bool:
        """Whether it holds more than a cell of data does: paragraphs, lines of text, or a great deal."""
        several = self.blocks > 2 or self.lines > 2
        return self.chars > _LONGEST_CELL or (several and self.chars > _LAYOUT_CELL)

    def holds(self, text: str, start: int, end: int) -> None:
        """Takes in a stretch between two tags: the cell reaches from its first character that is no blank
        to the last.
        """
        body = text[start:end]
        inner = body.strip()
        if inner:
            if not self.chars:
                self.start = start + len(body) - len(body.lstrip())
            self.end = start + len(body.rstrip())
            self.chars += len(inner)
            self.lines += inner.count("\n")


@dataclass(slots=True)
class _Table:
    start: int
    row: int = -1
    column: int = 0
    head: bool = False
    layout: bool = False
    cell: _Cell | None = None
    cells: list[_Cell] = field(default_factory=list)
    hanging: list[tuple[int, int, int]] = field(default_factory=list)
    """Cells of earlier rows that reach down: first column, end column, first row that is free again."""

    def next_row(self) -> None:
        self.row += 1
        self.column = 0
        self.hanging = [h for h in self.hanging if h[2] > self.row]

    def open_cell(self, at: int, spans: tuple[int, int], header: bool) -> None:
        if self.row < 0:
            self.next_row()
        for first, end, _ in self.hanging:
            if first <= self.column < end:
                self.column = end
        rows, columns = spans
        self.cell = _Cell(at, self.row, self.column, rows, columns, header or self.head, at)
        if rows > 1 and len(self.hanging) < _MAX_OPEN_SPANS:
            self.hanging = sorted([*self.hanging, (self.column, self.column + columns, self.row + rows)])
        self.column += columns

    def close_cell(self) -> None:
        if self.cell is not None:
            self.cells.append(self.cell)
            self.layout |= self.cell.is_layout
            self.cell = None


def find_tables(text: str, tags: Sequence[Tag]) -> tuple[TableHint, ...]:
    """The tables of data among ``tags`` in the order of their beginning, cells as spans of ``text``.

    A table that holds another table, a single cell, nothing at all or whole pages of text is layout and is
    left out. Rows and columns count from 0 on the grid, merged cells taken into account. A cell's span has
    no tags and blanks at its ends; that of an empty cell is empty. A cell that is never closed ends where
    the next one begins.
    """
    done: list[tuple[int, int, _Table]] = []
    open_tables: list[_Table] = []
    at = 0
    for tag in tags:
        table = open_tables[-1] if open_tables else None
        if table is not None and table.cell is not None and at < tag.start:
            table.cell.holds(text, at, tag.start)
        at = tag.end
        if tag.name == "table" and tag.kind is Kind.OPEN:
            for outer in open_tables[-1:]:
                outer.layout = True
            open_tables.append(_Table(tag.start))
        elif table is None:
            continue
        elif tag.name == "table" and tag.kind is Kind.CLOSE:
            table.close_cell()
            done.append((table.start, tag.end, open_tables.pop()))
        elif tag.name == "tr":
            table.close_cell()
            if tag.kind is Kind.OPEN:
                table.next_row()
        elif tag.name in ("td", "th"):
            table.close_cell()
            if tag.kind is Kind.OPEN:
                table.open_cell(tag.end, _spans(text, tag), tag.name == "th")
        elif tag.name == "thead":
            table.head = tag.kind is Kind.OPEN
        elif tag.name in BLOCKS and tag.kind is Kind.OPEN and table.cell is not None:
            table.cell.blocks += 1
    for table in open_tables:
        if table.cell is not None:
            table.cell.holds(text, at, len(text))
            table.layout |= table.cell.lines > 2
            at = len(text)
        table.close_cell()
        done.append((table.start, at, table))
    done.sort(key=lambda d: d[0])
    data = (d for d in done if not d[2].layout and len(d[2].cells) > 1 and any(c.chars for c in d[2].cells))
    return tuple(_hint(*d) for d in data)


def _hint(start: int, end: int, table: _Table) -> TableHint:
    cells = (CellHint(c.start, c.end, c.row, c.column, c.row_span, c.column_span, c.header) for c in table.cells)
    return TableHint(start, end, tuple(cells))


def _spans(text: str, tag: Tag) -> tuple[int, int]:
    """Row and column span of a cell's tag; what is no number from 1 to 1000 is 1."""
    if "span" not in text[tag.start : tag.end].lower():
        return 1, 1
    given = attributes(text, tag)
    rows, columns = (given.get(key, "1").strip() for key in ("rowspan", "colspan"))
    return _span(rows), _span(columns)


def _span(value: str) -> int:
    number = int(value) if value.isascii() and value.isdigit() and len(value) < 5 else 1
    return number if 1 <= number <= _MAX_SPAN else 1


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
    for element in elements(tags):
        tag, close = tags[element.open], tags[element.close]
        if tag.name == "title":
            kept_titles.append((tag.start, close.end))
        elif (
            tag.name in DROPPED
            or _is_reading(tag, close)
            or (
                (tag.name in WEAK or _named_chrome(text, tag, classes))
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
            (tag.name in UNSEEN or _hides(text, tag))
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
    if _hides(text, tag):
        return True
    if "=" not in text[tag.start : tag.end]:
        return False
    given = attributes(text, tag)
    names = {*given.get("class", "").lower().split(), given.get("id", "").lower()}
    return not names.isdisjoint(classes)


def _hides(text: str, tag: Tag) -> bool:
    """Whether an element is hidden by its own attributes."""
    body = text[tag.start : tag.end]
    if "=" not in body and "hidden" not in body.lower():
        return False
    given = attributes(text, tag)
    if "hidden" in given or given.get("aria-hidden") == "true":
        return True
    style = re.sub(r"\s", "", given.get("style", "")).lower()
    if "display:none" in style or "visibility:hidden" in style or _UNSEEN.search(style):
        return True
    return "overflow:hidden" in style and _NO_ROOM.search(style) is not None


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
