"""Sheets of rows and columns (.xlsx): each part that blank rows set off is a title, a table and its notes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from ..models import Source
from .encoding import ReadError
from .extras import needs
from .limits import check_archive
from .yielded import YieldedCell, YieldedText, plain

_DEFAULT_NAME = re.compile(r"(?:sheet|工作表|表)\s?\d*", re.IGNORECASE)
_PERCENT = re.compile(r"0(?:\.(0+))?%")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_MOST_CELLS = 3_000_000


def read_xlsx(data: bytes, name: str) -> Source:
    """The visible sheets of a workbook, values as the workbook stored them (formulas are not run).

    Raises ReadError for one that is broken, locked or empty.
    """
    needs("openpyxl", name, "openpyxl")
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    check_archive(data, name)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, SyntaxError) as err:
        raise ReadError(name, f"is a broken workbook ({type(err).__name__})", "open it and save it again") from err
    out = YieldedText()
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible" or sheet.max_row * sheet.max_column > _MOST_CELLS:
            continue
        cells = list(_cells(sheet))
        if cells and not _DEFAULT_NAME.fullmatch(sheet.title):
            out.line(sheet.title, f"{sheet.title}!A1")
        for part in parts(cells):
            write_part(out, part)
    if out.empty:
        raise ReadError(name, "is a workbook without values", "if its cells are formulas, open and save it once")
    return out.source(data, name, "xlsx")


def _cells(sheet: Any) -> Iterator[YieldedCell]:
    """The cells that hold something, and the blank ones between them, merged ones once."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for area in sheet.merged_cells.ranges:
        spans[area.min_row, area.min_col] = (area.max_row - area.min_row + 1, area.max_col - area.min_col + 1)
        rows, columns = range(area.min_row, area.max_row + 1), range(area.min_col, area.max_col + 1)
        covered |= {(r, c) for r in rows for c in columns}
    covered -= spans.keys()
    for row in sheet.iter_rows():
        for cell in row:
            at = (cell.row, cell.column)
            if at in covered:
                continue
            down, across = spans.get(at, (1, 1))
            shown = plain(displayed(cell.value, cell.number_format))
            place = f"{sheet.title}!{cell.coordinate}"
            yield YieldedCell(shown, cell.row - 1, cell.column - 1, down, across, locator=place)


def displayed(value: object, number_format: str) -> str:
    """What a cell shows of its value: a percentage with its sign, a date in figures, a number as it was typed."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, datetime | date):
        return _date(value, _QUOTED.sub(lambda m: m[0].strip('"\\'), number_format.lower()))
    if isinstance(value, time | timedelta):
        return str(value)
    if isinstance(value, int | float | Decimal):
        number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        percent = _PERCENT.search(number_format)
        if percent:
            places = len(percent[1] or "")
            return f"{(number * 100).quantize(Decimal(1).scaleb(-places)):f}%"
        text = f"{number.normalize():f}"
        return text if "E" not in text else f"{number:f}"
    return str(value)


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
    shifted = (
        YieldedCell(c.text, c.row - top, c.column - left, c.row_span, c.column_span, c.header, c.locator)
        for c in table
        if left <= c.column < width
    )
    yield Part(
        tuple(c for row in filled[:first] for c in row), tuple(shifted), tuple(c for row in filled[last:] for c in row)
    )


def write_part(out: YieldedText, part: Part) -> None:
    """A stretch of a sheet as text."""
    for cell in part.above:
        out.line(cell.text, cell.locator)
    out.table(part.table)
    for cell in part.below:
        out.line(cell.text, cell.locator)
    out.blank()
