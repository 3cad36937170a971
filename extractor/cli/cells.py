"""Rows of the database as people read them: periods, numbers, places, and the words around a number."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

#: Characters of a quotation that a terminal shows: the number and what stands around it.
WINDOW = 44


def period(start: date | None, end: date | None) -> str:
    """A period as people write it: a year, years, a day, or both ends; empty where it is not known.

    >>> period(date(2023, 1, 1), date(2023, 12, 31)), period(date(2016, 1, 1), date(2020, 12, 31))
    ('2023', '2016/2020')
    """
    if start is None or end is None:
        return ""
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return str(start.year) if start.year == end.year else f"{start.year}/{end.year}"
    return end.isoformat() if start == end else f"{start}/{end}"


def value(row: Mapping[str, Any], name: str = "value") -> Decimal | str:
    """The number of a row, or both ends of a range; empty where there is neither."""
    from extractor.store.export import plain

    number: Decimal | None = row[name]
    if number is not None:
        return number
    low, high = row.get(f"{name}_min"), row.get(f"{name}_max")
    return "" if low is None and high is None else "…".join("" if v is None else plain(v) for v in (low, high))


def measure(row: Mapping[str, Any]) -> str:
    """What is measured, and against when."""
    return f"{row['measure']} against {row['base_period']}" if row["base_period"] else str(row["measure"])


def qualifiers(row: Mapping[str, Any]) -> str:
    """The values of the dimensions, without their names."""
    return ", ".join(row["dimensions"].values())


def place(row: Mapping[str, Any]) -> str:
    """Where a number stands: the document and the first raw character."""
    return f"{row['doc_path']}:{row['raw_start']}"


def shortened(paths: list[str] | tuple[str, ...]) -> str:
    """Documents in a narrow column: the first one, and how many more."""
    more = len(paths) - 1
    return (paths[0] if paths else "") + (f" and {more} more" if more > 0 else "")


def around(text: str, inner: str, width: int = WINDOW) -> str:
    """What stands around a part of a text; from its beginning where the part is not there.

    >>> around("一二三四五六七八九十", "六", 5)
    '…四五六七八…'
    """
    if len(text) <= width:
        return text
    at = max(text.find(inner), 0)
    start = min(max(at + len(inner) // 2 - width // 2, 0), len(text) - width)
    return ("…" if start else "") + text[start : start + width] + ("…" if start + width < len(text) else "")
