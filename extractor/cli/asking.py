"""``gongbao series``: questions to the database that need no SQL."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from extractor.cli.options import DEFAULT_DATABASE, Database, Form, Shown
from extractor.cli.show import show
from extractor.cli.talk import bad_calls, refuse, say

if TYPE_CHECKING:
    from extractor.store.series import Point

#: Columns of a series that can move to the title of its table.
_TITLE = ("indicator", "region", "of", "measure", "unit")


def series(
    indicator: Annotated[str, typer.Argument(help="Code, name or alias of the indicator, or a part of the name.")],
    region: Annotated[str | None, typer.Option("--region", metavar="R", help="Name or code of a region.")] = None,
    db: Database = DEFAULT_DATABASE,
    form: Shown = Form.TABLE,
) -> None:
    """Show the values of one indicator over time, targets beside actuals, with their sources."""
    with bad_calls():
        from dataclasses import asdict

        from extractor.store.series import UnknownIndicator
        from extractor.store.series import series as find

        try:
            points = find(db, indicator, region)
        except UnknownIndicator as err:
            near = f"; near to it: {', '.join(err.near)}" if err.near else ""
            refuse(f"{indicator}: no record has an indicator of this name{near}")
        if not points:
            where = f" for {region}" if region else ""
            say(f"no values of {indicator}{where} in {db}", err=True)
        rows = [_point_row(p) for p in points]
        narrow = [{**row, "sources": _short(p.sources)} for row, p in zip(rows, points, strict=True)]
        show(form, rows, map(asdict, points), title=_TITLE, narrow=narrow)


def _short(sources: tuple[str, ...]) -> str:
    more = len(sources) - 1
    return sources[0] + (f" and {more} more" if more else "")


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


def _point_row(p: Point) -> dict[str, Any]:
    what = " ".join((p.measure, *([f"against {p.base_period}"] if p.base_period else [])))
    return {
        "indicator": p.indicator,
        "region": p.region or "",
        "of": ", ".join(p.dimensions.values()),
        "measure": what,
        "period": period(p.period_start, p.period_end),
        "actual": p.actual_text or "" if p.actual is None else p.actual,
        "target": p.target_text or "" if p.target is None else p.target,
        "unit": p.unit,
        "disputed": "yes" if p.disputed else "",
        "records": p.records,
        "sources": ", ".join(p.sources),
    }
