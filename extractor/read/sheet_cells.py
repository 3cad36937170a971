"""What cells of a workbook hold beside plain values: formulas without their results, and text in several looks."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any

from .figures import raised

NO_RESULT = "a formula that was stored without its result"
_BARE = re.compile(
    rb"<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</"
)
"""A formula in a sheet's markup behind which no value stands."""
_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\b[^<>]*?\bref\s*=\s*[\"']\$?([A-Za-z]{1,3})\$?(\d{1,7}):\$?([A-Za-z]{1,3})\$?(\d{1,7})"
)


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
    return any(_BARE.search(sheet) for sheet in _sheets(data))


def merged_places(data: bytes) -> int:
    """How many places the merged cells of a workbook take together, told from its markup."""
    areas = (m.groups() for sheet in _sheets(data) for m in _MERGED.finditer(sheet))
    return sum(
        (abs(_column(right) - _column(left)) + 1) * (abs(int(low) - int(top)) + 1) for left, top, right, low in areas
    )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - ord("A") + 1
    return number


def _sheets(data: bytes) -> Iterator[bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if "worksheets/" in name and name.endswith(".xml"):
                yield package.read(name)


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
