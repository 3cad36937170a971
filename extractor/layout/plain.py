"""Flattened tables whose heads no list knows: a label and as many numbers as there are heads, again and again.

Where every row is a label with the same number of values below it, and as many short lines stand before the first
label, those lines are the head. Nothing is guessed: a row with fewer or more values ends the table.
"""

from __future__ import annotations

from collections.abc import Callable

import regex

from extractor.layout.flat import FlatTable
from extractor.layout.lines import Line
from extractor.models import Cell, Table

_VALUES = frozenset({"number", "doubled", "amount", "empty"})
_LABELS = frozenset({"text", "unit", "period"})
_LONGEST_LABEL, _LONGEST_HEAD, _LONGEST_CORNER = 24, 18, 10
_MOST_COLUMNS = 16
_WORD = regex.compile(r"[^ \t\u3000]+")
_MARK = regex.compile(r"[，。；：！？]")


class PlainFlatReader:
    """Finds such tables. ``shape`` tells what a cell looks like, ``no_cell`` lines that are titles or give units,
    ``year`` is the pattern of a cell that is a year."""

    def __init__(self, shape: Callable[[str], str], no_cell: Callable[[str], bool], year: regex.Pattern[str]) -> None:
        self._shape, self._no_cell, self._year = shape, no_cell, year

    def find(self, lines: list[Line], taken: set[int]) -> list[FlatTable]:
        """All such tables outside of the lines ``taken``, in order."""
        shapes = [self._shape(line.text) for line in lines]
        out: list[FlatTable] = []
        i = 0
        while i < len(lines):
            rows = self._rows(lines, shapes, i, taken) if self._is_label(lines, shapes, i, taken) else []
            found = self._table(lines, rows, taken) if rows else None
            if found:
                out.append(found)
                i = found.last
            else:
                i += 1
        return out

    def pairs(self, lines: list[Line], text: str, taken: set[int]) -> list[FlatTable]:
        """Labels that stand in one line, with a number for each of them in the lines below, one a line."""
        out: list[FlatTable] = []
        for i, line in enumerate(lines):
            words = [m.span() for m in _WORD.finditer(line.text)]
            n = len(words)
            if not 3 <= n <= _MOST_COLUMNS or i in taken or i + n >= len(lines) or self._no_cell(line.text):
                continue
            labels = [line.text[a:b] for a, b in words]
            below = range(i + 1, i + n + 1)
            if any(k in taken or self._shape(lines[k].text) not in _VALUES for k in below):
                continue
            more = i + n + 1 < len(lines) and self._shape(lines[i + n + 1].text) in _VALUES
            if more or any(len(w) > _LONGEST_HEAD or self._shape(w) in _VALUES or _MARK.search(w) for w in labels):
                continue
            cells = [Cell(line.start + a, line.start + b, r, 0) for r, (a, b) in enumerate(words)]
            cells += [Cell(lines[k].start, lines[k].end, r, 1) for r, k in enumerate(below)]
            out.append(FlatTable(i, i + n + 1, Table(tuple(cells), 0)))
        return out

    def _is_label(self, lines: list[Line], shapes: list[str], i: int, taken: set[int]) -> bool:
        text = lines[i].text
        return (
            i not in taken
            and shapes[i] in _LABELS
            and len(text) <= _LONGEST_LABEL
            and not _MARK.search(text[:-1])
            and not self._no_cell(text)
        )

    def _rows(self, lines: list[Line], shapes: list[str], i: int, taken: set[int]) -> list[tuple[int, int]]:
        """Rows from line ``i`` on, as (label, line behind the last value), all with as many values as the first."""
        rows: list[tuple[int, int]] = []
        while i < len(lines) and self._is_label(lines, shapes, i, taken):
            j = i + 1
            while j < len(lines) and j not in taken and shapes[j] in _VALUES:
                j += 1
            count = j - i - 1
            if not 0 < count <= _MOST_COLUMNS or (rows and count != rows[0][1] - rows[0][0] - 1):
                break
            rows.append((i, j))
            i = j
        return rows

    def _table(self, lines: list[Line], rows: list[tuple[int, int]], taken: set[int]) -> FlatTable | None:
        first = rows[0][0]
        values = rows[0][1] - first - 1
        if len(rows) < (2 if values > 1 else 4) or first < values:
            return None
        head = list(range(first - values, first))
        if any(k in taken or not self._is_head(lines[k].text) for k in head):
            return None
        corner = first - values - 1
        if corner >= 0 and corner not in taken and self._is_corner(lines[corner].text):
            head = [corner, *head]
        offset = values + 1 - len(head)
        cells = [Cell(lines[k].start, lines[k].end, 0, offset + n) for n, k in enumerate(head)]
        for r, (a, b) in enumerate(rows, 1):
            cells.extend(Cell(lines[k].start, lines[k].end, r, k - a) for k in range(a, b))
        return FlatTable(head[0], rows[-1][1], Table(tuple(cells), 1))

    def _is_head(self, text: str) -> bool:
        bare = "".join(text.split())
        if self._year.fullmatch(bare):
            return True
        short = len(bare) <= _LONGEST_HEAD and not _MARK.search(bare) and not self._no_cell(text)
        return short and self._shape(text) not in _VALUES

    def _is_corner(self, text: str) -> bool:
        return len(text) <= _LONGEST_CORNER and self._is_head(text) and not any(c.isdigit() for c in text)


__all__ = ["PlainFlatReader"]
