"""One indicator over time, asked for by name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from extractor.store.database import explained, open_reader
from extractor.store.filters import Filter, UnknownIndicator, condition

__all__ = ["Point", "UnknownIndicator", "points", "series"]


@dataclass(frozen=True, slots=True)
class Point:
    """A row of the view ``series``: what was reached and what was aimed at in one period."""

    indicator_id: str | None
    indicator: str
    region_code: str | None
    region: str | None
    measure: str
    base_period: str | None
    dimensions: dict[str, str]
    period_start: date | None
    period_end: date | None
    period_type: str | None
    actual: Decimal | None
    target: Decimal | None
    unit: str
    actual_text: str | None
    target_text: str | None
    records: int
    disputed: bool
    sources: tuple[str, ...]


_COLUMNS = tuple(Point.__dataclass_fields__)


def series(db: Path, indicator: str, region: str | None = None) -> list[Point]:
    """The values of an indicator over time, in order of name, region, measure and period.

    ``indicator`` is a code, a name, or an alias of the catalogue; where there is no such one, every indicator
    whose name contains it. ``region`` is a name (its beginning will do) or a code. Raises Unknown where nothing has
    such a name, StoreError where the database cannot be used.
    """
    return points(db, Filter(indicator=indicator, region=region))


def points(db: Path, asked: Filter) -> list[Point]:
    """The values over time that are asked for, in the same order. Raises like :func:`series`."""
    with open_reader(db) as con:
        try:
            where = condition(con, asked, "series")
            listed = ", ".join(f'"{c}"' for c in _COLUMNS)
            rows = con.execute(
                f"SELECT {listed} FROM series WHERE {where.sql} "
                "ORDER BY indicator, region_code, region, measure, dimensions::VARCHAR, base_period, "
                "period_end, period_start, unit",
                where.values,
            ).fetchall()
        except duckdb.Error as err:
            raise explained(db, err) from err
    return [_point(row) for row in rows]


def _point(row: tuple[Any, ...]) -> Point:
    values = dict(zip(_COLUMNS, row, strict=True))
    return Point(**{**values, "sources": tuple(values["sources"])})
