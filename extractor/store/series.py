"""One indicator over time, asked for by name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import duckdb

from extractor.store.database import explained, open_reader


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


class UnknownIndicator(LookupError):  # noqa: N818
    """No record has an indicator of this name. ``near`` are names that records do have."""

    def __init__(self, name: str, near: tuple[str, ...]) -> None:
        self.name = name
        self.near = near
        super().__init__(name)


_COLUMNS = tuple(Point.__dataclass_fields__)


def series(db: Path, indicator: str, region: str | None = None) -> list[Point]:
    """The values of an indicator over time, in order of name, region, measure and period.

    ``indicator`` is a code, a name, or an alias of the catalogue; where there is no such one, every indicator
    whose name contains it. ``region`` is a name (its beginning will do) or a code. Raises UnknownIndicator
    where nothing fits, StoreError where the database cannot be used.
    """
    with open_reader(db) as con:
        try:
            names = _names(con, indicator)
            listed = ", ".join(f'"{c}"' for c in _COLUMNS)
            rows = con.execute(
                f"SELECT {listed} FROM series "
                "WHERE list_contains($names, coalesce(indicator_id, indicator)) "
                "AND ($region IS NULL OR region_code = $region OR starts_with(region, $region)) "
                "ORDER BY indicator, region_code, region, measure, dimensions::VARCHAR, base_period, "
                "period_end, period_start, unit",
                {"names": names, "region": region},
            ).fetchall()
        except duckdb.Error as err:
            raise explained(db, err) from err
    return [_point(row) for row in rows]


def _names(con: duckdb.DuckDBPyConnection, asked: str) -> list[str]:
    """Codes (or names, where there is no code) of the indicators that are meant."""
    exact = con.execute(
        "SELECT DISTINCT coalesce(indicator_id, indicator) FROM records "
        "WHERE indicator_id = $asked OR indicator = $asked "
        "UNION SELECT indicator_id FROM indicators WHERE name = $asked OR list_contains(aliases, $asked)",
        {"asked": asked},
    ).fetchall()
    if exact:
        return [r[0] for r in exact]
    rows = con.execute("SELECT DISTINCT indicator, coalesce(indicator_id, indicator) FROM records").fetchall()
    found = [key for name, key in rows if asked and asked in name]
    if not found:
        near = get_close_matches(asked, sorted({name for name, _ in rows}), n=5, cutoff=0.4)
        raise UnknownIndicator(asked, tuple(near))
    return found


def _point(row: tuple[Any, ...]) -> Point:
    values = dict(zip(_COLUMNS, row, strict=True))
    return Point(**{**values, "sources": tuple(values["sources"])})
