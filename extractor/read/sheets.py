"""Sheets of rows and columns (.xlsx): each part that blank rows set off is a title, a table and its notes."""

from __future__ import annotations

import io
import re
import warnings
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

from ..models import Source
from .encoding import ReadError
from .extras import needs
from .figures import is_figure
from .limits import BROKEN, MOST_OFFICE_BYTES, check_archive
from .number_formats import formatted, worded
from .sheet_cells import NO_RESULT, formulas_without_results, merged_places, rich
from .yielded import YieldedCell, YieldedText, plain

_DEFAULT_NAME = re.compile(r"(?:sheet|工作表|表)\s?\d*", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_MOST_HEADS = 4
_MOST_CELLS = 3_000_000
_DIGITS = 15
"""Significant digits of a number that a sheet keeps and shows; the rest is the noise of binary fractions."""


def read_xlsx(data: bytes, name: str) -> Source:
    """The visible sheets of a workbook without their hidden rows and columns, values as the workbook stored them
    (formulas are not run).

    Raises ReadError for one that is broken, locked or empty.
    """
    needs("openpyxl", name, "openpyxl")
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    check_archive(data, name, MOST_OFFICE_BYTES)
    try:
        if merged_places(data) > _MOST_CELLS:  # openpyxl makes a cell of each place
            problem = f"has more than {_MOST_CELLS:,} cells in merged ones"
            raise ReadError(name, problem, "undo the merging of whole columns and rows")
        with warnings.catch_warnings():  # openpyxl tells of decorations that it leaves out
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, rich_text=True)
            formulas = formulas_without_results(data, book)
        return source_of_book(book, formulas, data, name)
    except ReadError:
        raise
    except (*BROKEN, InvalidFileException, LookupError, ArithmeticError, TypeError, AttributeError, SyntaxError) as err:
        raise ReadError(name, f"is a broken workbook ({type(err).__name__})", "open it and save it again") from err


def source_of_book(
    book: Any, formulas: Mapping[str, Mapping[tuple[int, int], str]], data: bytes, name: str, form: str = "xlsx"
) -> Source:
    """The source of a workbook (of openpyxl) that was read from ``data``; ``formulas`` are those of each sheet whose
    results it does not hold. Raises ReadError for one without values, or with too many."""
    out = YieldedText()
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        cells = list(islice(_cells(sheet, formulas.get(sheet.title, {})), _MOST_CELLS + 1))
        if len(cells) > _MOST_CELLS:
            problem = f"has a sheet {sheet.title!r} of more than {_MOST_CELLS:,} cells"
            raise ReadError(name, problem, f"split it into sheets of at most {_MOST_CELLS:,}")
        if cells and not _DEFAULT_NAME.fullmatch(sheet.title):
            out.line(sheet.title, f"{sheet.title}!A1")
        for part in parts(cells):
            write_part(out, part)
    if out.empty:
        raise ReadError(name, "is a workbook without values", "if its cells are formulas, open and save it once")
    return out.source(data, name, form)


def _cells(sheet: Any, formulas: Mapping[tuple[int, int], str]) -> Iterator[YieldedCell]:
    """The cells that hold something, and the blank ones between them, merged ones once; ``formulas`` are those whose
    results the workbook does not hold.

    Rows and columns without anything in them are passed over: a format laid on a whole column reaches down a million
    rows.
    """
    from openpyxl.utils import get_column_letter

    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for area in sheet.merged_cells.ranges:
        spans[area.min_row, area.min_col] = (area.max_row - area.min_row + 1, area.max_col - area.min_col + 1)
        rows, columns = range(area.min_row, area.max_row + 1), range(area.min_col, area.max_col + 1)
        if len(covered) + len(rows) * len(columns) <= _MOST_CELLS:
            covered |= {(r, c) for r in rows for c in columns}
    covered -= spans.keys()
    hidden_rows, hidden_columns = hidden(sheet)
    held: dict[int, dict[int, str]] = {}
    for (row, column), cell in sheet._cells.items():
        down, across = spans.get((row, column), (1, 1))
        if hidden_rows.issuperset(range(row, row + down)) or hidden_columns.issuperset(range(column, column + across)):
            continue
        value = formulas.get((row, column), cell.value)
        shown = plain(shown_in(cell, value))
        if shown and (row, column) not in covered:
            held.setdefault(row, {})[column] = shown
    if not held:
        return
    columns = range(min(min(row) for row in held.values()), max(max(row) for row in held.values()) + 1)
    unseen = sorted(hidden_rows)
    before = 0
    for r in sorted(held):
        parted = r - before - 1 > bisect_left(unseen, r) - bisect_left(unseen, before + 1)
        if before and parted and not any((before + 1, c) in covered for c in columns):
            yield YieldedCell("", before, columns[0] - 1)  # the blank row that parts what is above from what is below
        before = r
        for c in columns:
            if (r, c) not in covered:
                down, across = spans.get((r, c), (1, 1))
                place = f"{sheet.title}!{get_column_letter(c)}{r}"
                unread = NO_RESULT if (r, c) in formulas else ""
                yield YieldedCell(held[r].get(c, ""), r - 1, c - 1, down, across, locator=place, unread=unread)


def shown_in(cell: Any, value: object) -> str:
    """What a cell (of openpyxl) shows of a value; nothing where its font strikes it out as a whole."""
    struck = cell.has_style and cell.parent.parent._fonts[cell._style.fontId].strike
    return "" if struck else displayed(value, cell.number_format)


def hidden(sheet: Any) -> tuple[set[int], set[int]]:
    """Rows and columns that a sheet (of openpyxl) does not show: hidden ones, folded groups, what a filter leaves
    out."""
    rows = {r for r, d in sheet.row_dimensions.items() if d.hidden}
    columns: set[int] = set()
    for d in sheet.column_dimensions.values():  # one may stand for several that are alike
        if d.hidden and d.min and d.max:
            columns.update(range(d.min, d.max + 1))
    return rows, columns


def displayed(value: object, number_format: str) -> str:
    """What a cell shows of its value: a percentage with its sign, a date in figures, a number as it was typed
    with what its format sets around it."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, datetime | date):
        return _date(value, _QUOTED.sub(lambda m: m[0].strip('"\\'), number_format.lower()))
    if isinstance(value, time | timedelta):
        return str(value)
    if isinstance(value, int | float | Decimal):
        number = Decimal(f"{value:.{_DIGITS}g}") if isinstance(value, float) else Decimal(value)
        return formatted(number, number_format) if number.is_finite() else ""
    text = rich(value) if isinstance(value, list) else str(value)
    return worded(text, number_format)


def _date(value: date, form: str) -> str:
    year = f"{value.year}"
    if "d" not in form and "m" not in form:
        return f"{year}年" if "年" in form else year
    if "d" not in form:
        return f"{year}-{value.month:02}"
    return f"{year}-{value.month:02}-{value.day:02}"


# --------------------------------------------------------------------------- titles, tables, notes


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a sheet: lines above its table, the table's cells, lines below it."""

    above: tuple[YieldedCell, ...]
    table: tuple[YieldedCell, ...]
    below: tuple[YieldedCell, ...]


def parts(cells: Sequence[YieldedCell]) -> Iterator[Part]:
    """Stretches of rows between blank rows; a row that holds one cell alone above or below a table is a line."""
    rows: dict[int, list[YieldedCell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    reach = -1
    stretch: list[list[YieldedCell]] = []
    for r in sorted(rows):
        filled = [c for c in rows[r] if c.text]
        if not filled and r > reach:
            yield from _part(stretch)
            stretch = []
            continue
        reach = max(reach, *(c.row + c.row_span - 1 for c in filled)) if filled else reach
        stretch.append(rows[r])
    yield from _part(stretch)


def _part(rows: list[list[YieldedCell]]) -> Iterator[Part]:
    if not rows:
        return
    filled = [[c for c in row if c.text] for row in rows]
    first = next((i for i, row in enumerate(filled) if len(row) > 1), len(rows))
    last = next((i for i in range(len(rows), first, -1) if len(filled[i - 1]) > 1), first)
    table = [c for row in rows[first:last] for c in row]
    width = max((c.column + 1 for c in table if c.text), default=0)
    left = min((c.column for c in table if c.text), default=0)
    top = rows[first][0].row if first < last else 0
    shifted = (replace(c, row=c.row - top, column=c.column - left) for c in table if left <= c.column < width)
    above, below = (tuple(c for row in lines for c in row) for lines in (filled[:first], filled[last:]))
    yield Part(above, tuple(_with_spread_heads(list(shifted))), below)


def _with_spread_heads(cells: list[YieldedCell]) -> list[YieldedCell]:
    """Head cells that are written once for several columns (2021年,,2022年,) span them, as merged ones do.

    So much is sure only where the row below is head too: it has a text in each of the columns, and no number in any.
    """
    rows: dict[int, dict[int, YieldedCell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, {})[cell.column] = cell
    for r in range(_MOST_HEADS):
        head, below = rows.get(r, {}), rows.get(r + 1, {})
        if any(is_figure(c.text) for row in (head, below) for c in row.values()):
            break
        spread = {c: n for c, cell in head.items() if cell.text and (n := _reach(head, below, c)) > 1}
        for c, n in spread.items():
            head[c] = replace(head[c], column_span=n)
            for k in range(c + 1, c + n):
                del head[k]
        for c, cell in list(head.items()):
            empty = below.get(c)
            if spread and c not in spread and cell.text and cell.row_span == 1 and empty and not empty.text:
                head[c] = replace(cell, row_span=2)
                del below[c]
    return [rows[r][c] for r in sorted(rows) for c in sorted(rows[r])]


def _reach(head: dict[int, YieldedCell], below: dict[int, YieldedCell], column: int) -> int:
    """How many columns a head cell spans: its own, and the empty ones behind it that have a head of their own."""
    n = 1
    if head[column].column_span > 1 or column not in below or not below[column].text:
        return n
    while (k := column + n) in head and not head[k].text and k in below and below[k].text:
        n += 1
    return n


def write_part(out: YieldedText, part: Part) -> None:
    """A stretch of a sheet as text."""
    for cell in part.above:
        out.line(cell.text, cell.locator, cell.unread)
    out.table(part.table)
    for cell in part.below:
        out.line(cell.text, cell.locator, cell.unread)
    out.blank()
