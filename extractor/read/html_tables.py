"""The tables of data that the markup of a web page states, cells as places in the raw text.

Old pages use tables for their layout; those are told from tables of data and give no cells.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ..models import CellHint, TableHint
from .figures import is_figure
from .stacked_rows import LinedCell, parted
from .tags import BLOCKS, Kind, Tag, attributes, style_of

_LONGEST_CELL = 3000
_LAYOUT_CELL = 300
"""Characters in a cell of several paragraphs from which on its table is a page's layout, not data."""
_MAX_SPAN = 1000
_MOST_HEADS = 4
_MAX_OPEN_SPANS = 64


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
    parts: list[tuple[int, int, str]] = field(default_factory=list)
    """What stands on lines of its own: from where to where, and its text without tags."""
    ended: bool = True
    """Whether what comes next stands on a new line."""

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
            self._add(start + len(body) - len(body.lstrip()), self.end, inner)

    def _add(self, start: int, end: int, text: str) -> None:
        if self.ended:
            self.parts.append((start, end, text))
        else:
            first, _, before = self.parts[-1]
            self.parts[-1] = (first, end, before + text)
        self.ended = False


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
    the next one begins. Rows that stand in one, line by line, are rows of their own.
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
            if opens_cell(text, tag):
                table.open_cell(tag.end, _spans(text, tag), tag.name == "th")
        elif tag.name == "thead":
            table.head = tag.kind is Kind.OPEN
        elif tag.name in BLOCKS and table.cell is not None:
            table.cell.blocks += tag.kind is Kind.OPEN
            table.cell.ended = True
    for table in open_tables:
        if table.cell is not None:
            table.cell.holds(text, at, len(text))
            table.layout |= table.cell.lines > 2
            at = len(text)
        table.close_cell()
        done.append((table.start, at, table))
    done.sort(key=lambda d: d[0])
    data = [d for d in done if not d[2].layout and len(d[2].cells) > 1 and any(c.chars for c in d[2].cells)]
    return tuple(_hint(*d) for d in _with_heads(text, tags, data))


def _with_heads(
    text: str, tags: Sequence[Tag], tables: list[tuple[int, int, _Table]]
) -> Iterator[tuple[int, int, _Table]]:
    """The tables in their order; a head that is a table of its own (its rows scroll below it) is one with them."""
    starts = [t.start for t in tags]
    head: tuple[int, int, _Table] | None = None
    for table in tables:
        if head is not None:
            between = tags[bisect_left(starts, head[1]) : bisect_left(starts, table[0])]
            if _only_markup(text, head[1], table[0], between) and _goes_below(text, head[2], table[2]):
                down = head[2].row + 1
                table[2].cells = [*head[2].cells, *(replace(c, row=c.row + down) for c in table[2].cells)]
                table[2].row += down
                table = (head[0], table[1], table[2])
            else:
                yield head
        head = table
    if head is not None:
        yield head


def _only_markup(text: str, start: int, end: int, tags: Sequence[Tag]) -> bool:
    ends = [start, *(t.end for t in tags)]
    begins = [*(t.start for t in tags), end]
    return all(not text[a:b].strip() for a, b in zip(ends, begins, strict=True))


def _goes_below(text: str, head: _Table, body: _Table) -> bool:
    """Whether the one table is nothing but a head, and the other as wide and begins with data."""
    width = [max(c.column + c.column_span for c in table.cells) for table in (head, body)]
    figures = [{c.row for c in table.cells if is_figure(text[c.start : c.end])} for table in (head, body)]
    return width[0] == width[1] and head.row < _MOST_HEADS and not figures[0] and 0 in figures[1]


def opens_cell(text: str, tag: Tag) -> bool:
    """Whether a tag opens a cell that is shown: one that is hidden takes no place in its row."""
    return tag.kind is Kind.OPEN and tag.name in ("td", "th") and not _is_gone(text, tag)


def _is_gone(text: str, tag: Tag) -> bool:
    """Whether a cell has no place on the page; one that is only made invisible keeps it."""
    if "none" not in text[tag.start : tag.end].lower() and "hidden" not in text[tag.start : tag.end].lower():
        return False
    given = attributes(text, tag)
    return "hidden" in given or "display:none" in style_of(given)


def _hint(start: int, end: int, table: _Table) -> TableHint:
    cells = [replace(c, row_span=min(c.row_span, table.row - c.row + 1)) for c in table.cells]
    grid = parted([LinedCell(tuple(p[2] for p in c.parts), c.row, c.column, c.row_span, c.column_span) for c in cells])
    hints: list[CellHint] = []
    for part in grid:
        c = cells[part.cell]
        first, last = c.start, c.end
        if len(part.lines) < len(c.parts):
            first, last = (c.parts[part.lines[0]][0], c.parts[part.lines[-1]][1]) if part.lines else (c.start, c.start)
        hints.append(CellHint(first, last, part.row, c.column, part.row_span, c.column_span, c.header))
    return TableHint(start, end, tuple(hints))


def _spans(text: str, tag: Tag) -> tuple[int, int]:
    """Row and column span of a cell's tag, 0 rows being all that follow; what is no number from 1 to 1000 is 1."""
    if "span" not in text[tag.start : tag.end].lower():
        return 1, 1
    given = attributes(text, tag)
    rows, columns = (given.get(key, "1").strip() for key in ("rowspan", "colspan"))
    return _MAX_SPAN if rows == "0" else _span(rows), _span(columns)


def _span(value: str) -> int:
    number = int(value) if value.isascii() and value.isdigit() and len(value) < 5 else 1
    return number if 1 <= number <= _MAX_SPAN else 1
