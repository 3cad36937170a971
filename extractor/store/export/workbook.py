"""A workbook for spreadsheets: what a cell shows is what the database holds, and nothing in it is run.

Texts are written as texts, and those that a spreadsheet would take for a formula when somebody edits the cell carry
the mark (quotePrefix) that it puts there itself. Numbers of more than 15 digits, which a spreadsheet would round, are
texts. A sheet holds some million rows; what does not fit goes on in a second one.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from extractor.store.export.rows import Selected
from extractor.store.export.values import encoded, formula, plain

#: Rows of a sheet, its header included, and characters of a cell: limits of the format.
SHEET_ROWS = 1_048_576
CELL_CHARACTERS = 32_767
#: Digits that a spreadsheet keeps.
DIGITS = 15
#: Days before this one are counted wrongly, or not at all.
_FIRST_DAY = date(1900, 3, 1)
#: Stands for the time of making, so that the same database gives the same bytes.
_MADE = datetime(1980, 1, 1)
_CUT = "…"
_WIDTHS = {"value": 14, "indicator": 28, "evidence": 60, "quotation": 60, "period_start": 11, "period_end": 11}


def exact(value: Decimal) -> bool:
    """Whether a spreadsheet keeps all digits of a number.

    >>> exact(Decimal("123456789012345")), exact(Decimal("1234567890123456"))
    (True, False)
    """
    digits = plain(value.copy_abs()).replace(".", "").strip("0")  # abs() would round to 28 digits
    return len(digits) <= DIGITS


def write_workbook(selected: Selected, out: BinaryIO) -> tuple[int, int]:
    """A sheet of rows below a header, further ones where it is full, and one that says what the columns mean.

    Gives the number of rows, and how many texts were longer than a cell can be and end in an ellipsis.
    """
    from xlsxwriter import Workbook

    with TemporaryDirectory(prefix="gongbao-") as scratch:
        options = {"constant_memory": True, "tmpdir": scratch, "use_zip64": True}
        texts = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        book = Workbook(out, {**options, **texts})
        try:
            done = _fill(book, selected)
            book.close()
        finally:
            for sheet in book.worksheets():  # a failure leaves them open
                sheet.row_data_fh.close()
    return done


def _fill(book: Any, selected: Selected) -> tuple[int, int]:
    comments = selected.comments()
    book.set_properties({"created": _MADE, "title": f"gongbao {selected.what}"})
    head = book.add_format({"bold": True})
    day, quoted = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"quote_prefix": True})
    written = cut = 0
    sheet = _sheet(book, selected, head, written)
    at = 1
    for row in selected.rows():
        if at >= SHEET_ROWS:
            sheet, at = _sheet(book, selected, head, written), 1
        for column, value in enumerate(row.values()):
            cut += _write(sheet, at, column, value, day, quoted)
        at += 1
        written += 1
    meanings = book.add_worksheet("columns")
    for column, width in enumerate((16, 12, 100)):
        meanings.set_column(column, column, width)
    for column, name in enumerate(("column", "type", "meaning")):
        meanings.write_string(0, column, name, head)
    for at, key in enumerate(selected.keys, 1):
        for column, text in enumerate((key, *comments.get(key, ("", "")))):
            meanings.write_string(at, column, text)
    return written, cut


def _sheet(book: Any, selected: Selected, head: Any, written: int) -> Any:
    """A new sheet with its header, the first one named after what it holds, further ones with a number."""
    n = written // (SHEET_ROWS - 1) + 1
    sheet = book.add_worksheet(selected.what if n == 1 else f"{selected.what} {n}")
    sheet.freeze_panes(1, 0)
    for column, key in enumerate(selected.keys):
        if key in _WIDTHS:
            sheet.set_column(column, column, _WIDTHS[key])
        sheet.write_string(0, column, key, head)
    return sheet


def shaped(value: Any) -> bool | int | float | Decimal | date | str | None:
    """A value in the shape in which a cell can hold it without losing any of it; null where there is nothing."""
    if isinstance(value, Decimal):
        return value if exact(value) else plain(value)
    if isinstance(value, date):
        return value if value >= _FIRST_DAY else value.isoformat()
    if isinstance(value, dict | list):
        return encoded(value) if value else None
    if isinstance(value, float) and float(f"{value:.16G}") != value:
        return repr(value)  # a sheet keeps sixteen digits of a binary fraction
    if value is None or isinstance(value, bool | float) or (isinstance(value, int) and abs(value) < 10**DIGITS):
        return value
    return str(value) or None


def _write(sheet: Any, row: int, column: int, value: Any, day: Any, quoted: Any) -> bool:
    """Write one cell; tells whether its text had to be cut."""
    value = shaped(value)
    if isinstance(value, str):
        text = fitting(value)
        sheet.write_string(row, column, text, quoted if formula(text) else None)
        return text != value
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), day)
    elif value is not None:
        sheet.write_number(row, column, value)
    return False


def fitting(text: str) -> str:
    """The text, or as much of it as a cell can hold, with an ellipsis. Spreadsheets count units of UTF-16."""
    units = text.encode("utf-16-le")
    if len(units) // 2 <= CELL_CHARACTERS:
        return text
    return units[: 2 * (CELL_CHARACTERS - len(_CUT))].decode("utf-16-le", "ignore") + _CUT
