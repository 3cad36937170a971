"""What cells of a workbook hold beside plain values: formulas without their results, and text in several looks."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from typing import Any

from .figures import raised

NO_RESULT = "a formula that was stored without its result"
_BARE = re.compile(
    rb"<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</"
)
"""A formula in a sheet's markup behind which no value stands."""


def formulas_without_results(data: bytes, book: Any) -> dict[str, dict[tuple[int, int], str]]:
    """By sheet and by row and column: the formulas for which ``book``, read for values, has none.

    Programs that write workbooks without reckoning leave all results out; what such a cell shows is only known to the
    program that opens it.
    """
    import openpyxl

    if not _has_bare_formulas(data):
        return {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        written = openpyxl.load_workbook(io.BytesIO(data))
    found: dict[str, dict[tuple[int, int], str]] = {}
    for sheet in written.worksheets:
        values = book[sheet.title]._cells
        for at, cell in sheet._cells.items():
            held = values.get(at)
            if cell.data_type == "f" and (held is None or held.value is None):
                found.setdefault(sheet.title, {})[at] = str(getattr(cell.value, "text", None) or cell.value)
    return found


def _has_bare_formulas(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        sheets = [name for name in package.namelist() if "worksheets/" in name and name.endswith(".xml")]
        return any(_BARE.search(package.read(name)) for name in sheets)


def rich(parts: list[Any]) -> str:
    """A cell's text whose parts differ in look: figures raised above the line as such, what is struck out left out."""
    shown = []
    for part in parts:
        font = getattr(part, "font", None)
        if font is None:
            shown.append(str(part))
        elif not font.strike:
            shown.append(raised(part.text) if font.vertAlign == "superscript" else part.text)
    return "".join(shown)
