"""Values parted by commas or tabs (.csv, .tsv): the cells as spans of the decoded file, quotation marks left out."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator

from ..models import CellHint, Source, TableHint, Unread
from .encoding import ReadError, decode
from .sheets import parts
from .torn_rows import TORN, Cell, mend_row
from .yielded import YieldedCell

_MARKS = ",;\t|，"
_SAMPLE = 20_000
_QUOTED = re.compile(r'"[^"]*"')
_AS_TEXT = re.compile(r'="([^"\r\n]*)"')
_APOSTROPHE = re.compile(r"'(?=[-+]?\d)")


def read_separated(data: bytes, name: str) -> Source:
    """The cells of a file of separated values. Raises ReadError for a file without any."""
    decoded = decode(data, name)
    text = decoded.text
    spans, unread = _whole_rows(text, mark_of(text, name))
    cells = [YieldedCell(text[a:b].strip(), r, c, locator=f"{a}:{b}") for a, b, r, c in spans]
    if not any(cell.text for cell in cells):
        raise ReadError(name, "holds no values", "check that it was saved whole")
    tables = []
    for part in parts(cells):
        lines = ((cell,) for cell in (*part.above, *part.below))  # a table of one cell: a line of text
        for stretch in (*lines, part.table):
            hints = tuple(_hint(cell) for cell in stretch)
            if hints:
                tables.append(TableHint(hints[0].raw_start, hints[-1].raw_end, hints))
    form = "tsv" if name.lower().endswith(".tsv") else "csv"
    return Source(hashlib.sha256(data).hexdigest(), name, text, decoded.encoding, form, tuple(tables), unread=unread)


def _whole_rows(text: str, mark: str) -> tuple[list[Cell], tuple[Unread, ...]]:
    """The cells of all rows, and the rows that are torn by marks within their numbers."""
    rows: dict[int, list[Cell]] = {}
    for cell in cells_of(text, mark):
        rows.setdefault(cell[2], []).append(cell)
    filled = (sum(1 for a, b, *_ in row if text[a:b].strip()) for row in rows.values())
    width = next((len(row) for row, n in zip(rows.values(), filled, strict=True) if n > 1), 0)
    cells: list[Cell] = []
    unread: list[Unread] = []
    for row in rows.values():
        mended = mend_row(text, row, width) if mark == "," else row
        if mended is None:
            unread.append(Unread(row[0][0], row[-1][1], TORN))
        else:
            cells += mended
    return cells, tuple(unread)


def _hint(cell: YieldedCell) -> CellHint:
    a, b = map(int, cell.locator.split(":"))
    return CellHint(a, b, cell.row, cell.column, cell.row_span, cell.column_span)


def mark_of(text: str, name: str) -> str:
    """The mark that parts cells: a tab where the name says so, else the one that most lines have alike often."""
    if name.lower().endswith(".tsv"):
        return "\t"
    lines = [line for line in _QUOTED.sub("", text[:_SAMPLE]).splitlines() if line.strip()]
    often = {m: Counter(line.count(m) for line in lines).most_common(1)[0] for m in _MARKS if lines}
    worth = {m: (lines_so, -_MARKS.index(m)) for m, (times, lines_so) in often.items() if times}
    return max(worth, key=lambda m: worth[m]) if worth else ","


def cells_of(text: str, mark: str) -> Iterator[Cell]:
    """Start, end, row and column of every cell, as RFC 4180 has it; a quotation mark opens a cell only at its start.

    What programs set around a value to have it taken for a text (="30", '30) is none of it.
    """
    at = row = column = 0
    n = len(text)
    while at < n:
        start = at
        if (m := _AS_TEXT.match(text, at)) is not None:
            yield m.start(1), m.end(1), row, column
            at = m.end()
            while at < n and text[at] not in (mark, "\n", "\r"):
                at += 1
        elif text[at] == '"':
            end = at + 1
            while end < n and not (text[end] == '"' and text[end + 1 : end + 2] != '"'):
                end += 2 if text[end] == '"' else 1
            yield at + 1, min(end, n), row, column
            at = min(end + 1, n)
            while at < n and text[at] not in (mark, "\n", "\r"):
                at += 1
        else:
            while at < n and text[at] not in (mark, "\n", "\r"):
                at += 1
            yield start + (_APOSTROPHE.match(text, start, at) is not None), at, row, column
        if at >= n:
            break
        if text[at] == mark:
            at, column = at + 1, column + 1
            if at >= n or text[at] in "\r\n":
                yield at, at, row, column
                column += 1
        if at < n and text[at] in "\r\n":
            at += 2 if text[at : at + 2] == "\r\n" else 1
            row, column = row + 1, 0
