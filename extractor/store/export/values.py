"""Single values on their way out: exact in JSON, harmless in a spreadsheet."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from typing import Any

#: Leading characters with which a spreadsheet takes a cell for a formula, the full-width ones included. Apostrophes
#: before them count, so that the one put in front can be told from those of the text.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
#: Line ends to some readers, though not to JSON: escaped, so that a record is a line to all of them.
_BREAKS = ("\x85", "\u2028", "\u2029")
_encode = json.JSONEncoder(ensure_ascii=False, default=str).encode
_HARMLESS = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")


def number(value: Decimal) -> int | float | str:
    """A decimal as JSON: a number where reading it as a double gives exactly this value again, else a string.

    >>> number(Decimal("25000.0000000000")), number(Decimal("7.20")), number(Decimal("0.1234567890123456789"))
    (25000, 7.2, '0.1234567890123456789')
    """
    near = float(value)
    if Decimal(repr(near)) != value:
        return plain(value)
    return int(value) if value == value.to_integral_value() else near


def plain(value: Decimal) -> str:
    """A decimal in digits, without exponent and trailing zeros."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("", "-0") else text


def formula(text: str) -> bool:
    """Whether a spreadsheet that reads the text from a file takes it for a formula, or reads it as one put harmless."""
    return _FORMULA.match(text) is not None


def harmless(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet would run it as a formula.

    >>> harmless("=1+1"), harmless("'=1+1"), harmless("a=1")
    ("'=1+1", "''=1+1", 'a=1')
    """
    return f"'{text}" if formula(text) else text


def original(text: str) -> str:
    """What :func:`harmless` was given.

    >>> original("'=1+1"), original("'quoted'")
    ('=1+1', "'quoted'")
    """
    return text[1:] if _HARMLESS.match(text) else text


def cell(value: Any) -> str:
    """A value as a CSV cell. A text that a spreadsheet would run as a formula gets an apostrophe first."""
    if isinstance(value, str):
        return harmless(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, dict | list):
        return encoded(value) if value else ""
    return str(value)


def jsonable(value: Any) -> Any:
    """A value of the database as JSON has it: decimals as in :func:`number`, dates in ISO 8601."""
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {k: jsonable(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [jsonable(v) for v in value]
    return value


def encoded(value: Any) -> str:
    """A value of the database as JSON text, one line to every reader.

    >>> encoded({"a": "b\\u2028c"})
    '{"a": "b\\\\u2028c"}'
    """
    text = _encode(jsonable(value))
    for mark in _BREAKS:
        if mark in text:
            text = text.replace(mark, f"\\u{ord(mark):04x}")
    return text
