"""Workbooks in the XML of Excel 2003, which programs write under the name .xls: made a workbook, then read as one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from ..models import Source
from .encoding import ReadError
from .extras import needs
from .figures import raised
from .sheets import source_of_book
from .xml_values import xml_root
from .yielded import plain

_FORMATS = {"Percent": "0.00%", "Short Date": "yyyy-mm-dd", "Long Date": "yyyy-mm-dd", "General Date": "yyyy-mm-dd"}
"""Formats that have a name; others of a name leave a number's digits as they are."""
_UNNAMEABLE = re.compile(r"[\\*?:/\[\]]")
"""Characters that no sheet's name has."""
_DEEPEST = 20
"""Styles that are based on one another."""
_MOST_PLACES = 400
"""Places before or behind the point of a number; no program keeps as many, and all of them would be written out."""
_MOST_CELLS, _MOST_ROWS, _MOST_COLUMNS = 3_000_000, 1_048_576, 16_384


def read_sheet_xml(data: bytes, name: str) -> Source:
    """The visible sheets of a workbook in XML. Raises ReadError for one that is broken or empty."""
    needs("lxml", name, "lxml")
    needs("openpyxl", name, "openpyxl")
    import openpyxl
    from openpyxl.worksheet.cell_range import CellRange

    root = xml_root(data, name)
    styles = _styles(root)
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    formulas: dict[str, dict[tuple[int, int], str]] = {}
    cells = 0
    for node in _below(root, "Worksheet"):
        sheet = book.create_sheet(_title(_get(node, "Name")))
        if any((e.text or "").startswith("SheetHidden") for e in _below(node, "WorksheetOptions", "Visible")):
            sheet.sheet_state = "hidden"
        for row, column, cell, style in _cells(node, sheet):
            down, across = _number(cell, "MergeDown"), _number(cell, "MergeAcross")
            cells += 1 + (1 + down) * across + down  # a merged cell takes the place of many
            if cells > _MOST_CELLS or row + down > _MOST_ROWS or column + across > _MOST_COLUMNS:
                raise ReadError(name, "has more cells than a workbook can", "split it")
            formula = _fill(sheet.cell(row, column), cell, styles.get(style))
            if formula:
                formulas.setdefault(sheet.title, {})[row, column] = formula
            if down or across:
                area = CellRange(None, column, row, column + across, row + down)
                sheet.merged_cells.ranges.add(area)  # merge_cells makes a cell of each place, and asks every other area
    return source_of_book(book, formulas, data, name, "xls")


@dataclass(frozen=True, slots=True)
class _Style:
    """What a style says of a cell's look; None for what it leaves to another."""

    form: str | None = None
    struck: bool | None = None


def _styles(root: Any) -> dict[str, _Style]:
    """The styles by their names, each with what it takes from the one that it is based on."""
    nodes = {_get(style, "ID"): style for style in _below(root, "Styles", "Style")}
    found: dict[str, _Style] = {}
    for name in nodes:
        at, form, struck = name, None, None
        for _ in range(_DEEPEST):
            if at not in nodes:
                break
            for e in _below(nodes[at], "NumberFormat") if form is None else ():
                form = _get(e, "Format") or None
            for e in _below(nodes[at], "Font") if struck is None else ():
                struck = {"1": True, "0": False}.get(_get(e, "StrikeThrough"))
            at = _get(nodes[at], "Parent")
        found[name] = _Style(form, struck)
    return found


def _cells(node: Any, sheet: Any) -> Iterator[tuple[int, int, Any, str]]:
    """The cells of a sheet with their row and column and the style that they have: their own, their row's, their
    column's. What hides rows and columns is told to ``sheet``."""
    from openpyxl.utils import get_column_letter

    for table in _below(node, "Table"):
        at = 0
        of_column: dict[int, str] = {}
        for column in _below(table, "Column"):
            at = _number(column, "Index") or at + 1
            span = min(_number(column, "Span"), _MOST_COLUMNS)
            if at > _MOST_COLUMNS:
                break
            if _get(column, "StyleID"):
                of_column |= dict.fromkeys(range(at, at + span + 1), _get(column, "StyleID"))
            if _get(column, "Hidden") == "1":
                hidden = sheet.column_dimensions[get_column_letter(at)]
                hidden.hidden, hidden.min, hidden.max = True, at, min(at + span, _MOST_COLUMNS)
            at += span
        row = 0
        for line in _below(table, "Row"):
            row = _number(line, "Index") or row + 1
            if _get(line, "Hidden") == "1":
                sheet.row_dimensions[row].hidden = True
            column, of_row = 0, _get(line, "StyleID")
            for cell in _below(line, "Cell"):
                column = _number(cell, "Index") or column + 1
                yield row, column, cell, _get(cell, "StyleID") or of_row or of_column.get(column, "Default")
                column += _number(cell, "MergeAcross")
            row += _number(line, "Span")


def _fill(target: Any, cell: Any, style: _Style | None) -> str:
    """Gives a cell its value and its look; returns its formula where it has one without a result."""
    from openpyxl.styles import Font

    form = (style.form if style is not None else None) or ""
    target.number_format = _FORMATS.get(form, form if not form.replace(" ", "").isalpha() else "General")
    if style is not None and style.struck:
        target.font = Font(strike=True)
    for held in _below(cell, "Data"):
        target.value = _value(_get(held, "Type"), held)
    return _get(cell, "Formula") if target.value is None else ""


def _value(kind: str, held: Any) -> Any:
    text = plain(_text(held))
    try:
        if kind == "Number":
            number = Decimal(text)
            return number if abs(number.adjusted()) <= _MOST_PLACES else text
        if kind == "DateTime":
            return datetime.fromisoformat(text)
    except (InvalidOperation, ValueError):
        return text or None
    return text or None if kind in ("String", "") else None


def _text(node: Any) -> str:
    """A cell's text: figures that are raised as such, what is struck out left out."""
    shown = node.text or ""
    for inner in node:
        name = inner.tag.rpartition("}")[2].lower() if isinstance(inner.tag, str) else ""
        if name and name != "s":
            shown += raised(_text(inner)) if name == "sup" else _text(inner)
        shown += inner.tail or ""
    return shown


def _below(node: Any, *path: str) -> Iterator[Any]:
    """Elements on a path of names below ``node``, whatever their namespace."""
    for inner in node:
        if isinstance(inner.tag, str) and inner.tag.rpartition("}")[2] == path[0]:
            if len(path) == 1:
                yield inner
            else:
                yield from _below(inner, *path[1:])


def _get(node: Any, name: str) -> str:
    return next((str(v) for k, v in node.attrib.items() if k.rpartition("}")[2] == name), "")


def _number(node: Any, name: str) -> int:
    text = _get(node, name)
    return int(text) if text.isdecimal() and len(text) < 8 else 0


def _title(name: str) -> str:
    return _UNNAMEABLE.sub(" ", name) or "Sheet"
