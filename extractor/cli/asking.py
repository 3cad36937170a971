"""Questions to the database that need no SQL: facts, conflicts, targets, audits, series, search."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from extractor.cli import cells
from extractor.cli.options import (
    DEFAULT_DATABASE,
    Database,
    Document,
    Form,
    From,
    Indicator,
    Limit,
    MeasureOption,
    MinConfidence,
    Region,
    Shown,
    StatusOption,
    To,
    Topic,
    Within,
    Year,
    asked_for,
    simplified,
)
from extractor.cli.show import show
from extractor.cli.talk import bad_calls, say

if TYPE_CHECKING:
    from extractor.store.questions import Answer
    from extractor.store.series import Point

Row = dict[str, Any]

#: Rows that a terminal is given unless more are asked for.
TERMINAL_ROWS = 50
#: Columns that move to the title of a table where all rows have the same.
_TITLE = ("indicator", "region", "of", "status", "measure", "unit", "kind", "verdict")


class Verdict(StrEnum):
    """What an audit found."""

    AGREES = "agrees"
    DISAGREES = "disagrees"
    UNCHECKED = "unchecked"


def facts(
    indicator: Indicator = None,
    region: Region = None,
    within: Within = False,
    topic: Topic = None,
    year: Year = None,
    first: From = None,
    last: To = None,
    status: StatusOption = None,
    measure: MeasureOption = None,
    min_confidence: MinConfidence = None,
    document: Document = None,
    disputed: Annotated[bool, typer.Option("--disputed", help="Only what is told with different values.")] = False,
    db: Database = DEFAULT_DATABASE,
    form: Shown = Form.TABLE,
    limit: Limit = None,
) -> None:
    """Show what is said of each thing, area and time: one row per fact, with the best quotation."""
    with bad_calls():
        from extractor.store.questions import ask

        asked = asked_for(
            indicator=indicator,
            region=region,
            within=within,
            topic=topic,
            year=year,
            first=first,
            last=last,
            status=status,
            measure=measure,
            min_confidence=min_confidence,
            document=document,
        )
        only = {"disputed": True} if disputed else {}
        answer = ask(db, "facts", asked, rows_at_most(limit, form), **only)
        _show(answer, form, _fact, _narrow_fact, "fact")


def conflicts(
    indicator: Indicator = None,
    region: Region = None,
    within: Within = False,
    topic: Topic = None,
    year: Year = None,
    first: From = None,
    last: To = None,
    status: StatusOption = None,
    measure: MeasureOption = None,
    document: Document = None,
    db: Database = DEFAULT_DATABASE,
    form: Shown = Form.TABLE,
    limit: Limit = None,
) -> None:
    """Show facts that are told with different values, and who says which; the widest apart first."""
    with bad_calls():
        from extractor.store.questions import ask

        asked = asked_for(
            indicator=indicator,
            region=region,
            within=within,
            topic=topic,
            year=year,
            first=first,
            last=last,
            status=status,
            measure=measure,
            document=document,
        )
        answer = ask(db, "conflicts", asked, rows_at_most(limit, form))
        _show(answer, form, _conflict, _conflict, "conflict")


def targets(
    indicator: Indicator = None,
    region: Region = None,
    within: Within = False,
    topic: Topic = None,
    year: Year = None,
    first: From = None,
    last: To = None,
    document: Document = None,
    db: Database = DEFAULT_DATABASE,
    form: Shown = Form.TABLE,
    limit: Limit = None,
) -> None:
    """Show goals with where they started, the latest value, and how far it is; the first due first."""
    with bad_calls():
        from extractor.store.questions import ask

        asked = asked_for(
            indicator=indicator,
            region=region,
            within=within,
            topic=topic,
            year=year,
            first=first,
            last=last,
            document=document,
        )
        answer = ask(db, "targets", asked, rows_at_most(limit, form))
        _show(answer, form, _target, _narrow_target, "target")


def audits(
    indicator: Indicator = None,
    region: Region = None,
    within: Within = False,
    topic: Topic = None,
    year: Year = None,
    first: From = None,
    last: To = None,
    document: Document = None,
    verdict: Annotated[Verdict | None, typer.Option("--verdict", help="Only checks that came out so.")] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="K", help="Only checks of this kind.")] = None,
    db: Database = DEFAULT_DATABASE,
    form: Shown = Form.TABLE,
    limit: Limit = None,
) -> None:
    """Show the arithmetic that the documents allow: what was reckoned anew, and whether it agrees."""
    with bad_calls():
        from extractor.store.questions import ask

        asked = asked_for(
            indicator=indicator,
            region=region,
            within=within,
            topic=topic,
            year=year,
            first=first,
            last=last,
            document=document,
        )
        only = {k: v for k, v in (("verdict", verdict and verdict.value), ("kind", kind)) if v}
        answer = ask(db, "audits", asked, rows_at_most(limit, form), **only)
        _show(answer, form, _audit, _audit, "audit")


def search(
    text: Annotated[list[str], typer.Argument(metavar="TEXT", help="Words; all of them must be there.")],
    region: Region = None,
    within: Within = False,
    year: Year = None,
    first: From = None,
    last: To = None,
    status: StatusOption = None,
    measure: MeasureOption = None,
    document: Document = None,
    db: Database = DEFAULT_DATABASE,
    form: Shown = Form.TABLE,
    limit: Limit = None,
) -> None:
    """Find words in names of indicators, then in quotations, with the document and the place in it."""
    with bad_calls():
        from extractor.store.questions import search as find

        asked = asked_for(
            region=region,
            within=within,
            year=year,
            first=first,
            last=last,
            status=status,
            measure=measure,
            document=document,
        )
        answer = find(db, simplified(" ".join(text)), asked, rows_at_most(limit, form))
        _show(answer, form, _hit, _narrow_hit, "hit")


def series(
    indicator: Annotated[str, typer.Argument(help="Code, name or alias of the indicator, or a part of the name.")],
    region: Region = None,
    within: Within = False,
    first: From = None,
    last: To = None,
    measure: MeasureOption = None,
    db: Database = DEFAULT_DATABASE,
    form: Shown = Form.TABLE,
) -> None:
    """Show the values of one indicator over time, targets beside actuals, with their sources."""
    with bad_calls():
        from dataclasses import asdict

        from extractor.store.series import points as find

        asked = asked_for(indicator=indicator, region=region, within=within, first=first, last=last, measure=measure)
        points = find(db, asked)
        if not points:
            where = f" for {region}" if region else ""
            say(f"no values of {indicator}{where} in {db}", err=True)
        rows = [_point(p) for p in points]
        narrow = [{**row, "sources": cells.shortened(p.sources)} for row, p in zip(rows, points, strict=True)]
        show(form, rows, map(asdict, points), title=_TITLE, narrow=narrow)


def rows_at_most(limit: int | None, form: Form) -> int | None:
    """How many rows to ask for: what is said, else all, save on a terminal."""
    if limit is not None:
        return limit or None
    return TERMINAL_ROWS if form is Form.TABLE and sys.stdout.isatty() else None


def _show(
    answer: Answer,
    form: Form,
    wide: Callable[[Mapping[str, Any]], Row],
    narrow: Callable[[Mapping[str, Any]], Row],
    what: str,
) -> None:
    show(form, list(map(wide, answer.rows)), answer.rows, title=_TITLE, narrow=list(map(narrow, answer.rows)))
    told(len(answer.rows), answer.total, what)


def told(shown: int, total: int, what: str) -> None:
    """Say what the reader of the table cannot see: that there is nothing, or more."""
    if not total:
        say(f"no {what}s of this kind", err=True)
    elif shown < total:
        say(f"{shown:,} of {total:,} {what}s; --limit 0 shows all", err=True)


def _what(row: Mapping[str, Any]) -> Row:
    return {"indicator": row["indicator"], "region": row["region"] or ""}


def _when(row: Mapping[str, Any]) -> str:
    return cells.period(row["period_start"], row["period_end"])


def _fact(row: Mapping[str, Any]) -> Row:
    return {
        **_what(row),
        "of": cells.qualifiers(row),
        "status": row["status"],
        "measure": cells.measure(row),
        "period": _when(row),
        "value": cells.value(row),
        "unit": row["unit"],
        "qualifier": "" if row["qualifier"] == "exact" else row["qualifier"],
        "disputed": row["disputed"],
        "documents": row["documents"],
        "place": cells.place(row),
        "quotation": row["quotation"],
    }


def _narrow_fact(row: Mapping[str, Any]) -> Row:
    shown = _fact(row)
    del shown["documents"]
    return {**shown, "quotation": cells.around(row["quotation"], row["raw_text"])}


def _conflict(row: Mapping[str, Any]) -> Row:
    from extractor.cli.show import text

    told = (f"{text(t['value'])} ({cells.place(t['quote'])})" for t in row["told"])
    return {
        **_what(row),
        "of": cells.qualifiers(row),
        "status": row["status"],
        "measure": cells.measure(row),
        "period": _when(row),
        "lowest": row["lowest"],
        "highest": row["highest"],
        "unit": row["unit"],
        "spread": "" if row["spread"] is None else f"{100 * row['spread']:.1f}%",
        "told": ", ".join(told),
    }


def _target(row: Mapping[str, Any]) -> Row:
    on_track = {True: "yes", False: "no", None: ""}[row["on_track"]]
    return {
        **_what(row),
        "of": cells.qualifiers(row),
        "measure": cells.measure(row),
        "due": row["period_end"],
        "goal": cells.value(row, "goal"),
        "baseline": row["baseline"],
        "latest": row["latest"],
        "unit": row["unit"],
        "way": "" if row["way_gone"] is None else f"{100 * row['way_gone']:.0f}%",
        "on track": "reached" if row["reached"] else on_track,
        "missing": row["missing"] or "",
        "place": cells.place(row),
        "quotation": row["quotation"],
    }


def _narrow_target(row: Mapping[str, Any]) -> Row:
    return {k: v for k, v in _target(row).items() if k not in ("quotation", "missing")}


def _audit(row: Mapping[str, Any]) -> Row:
    return {
        "verdict": row["verdict"],
        "kind": row["kind"],
        **_what(row),
        "period": _when(row),
        "arithmetic": row["arithmetic"] or "",
        "said": row["said"],
        "reckoned": _rounded(row["reckoned"]),
        "tolerance": _rounded(row["tolerance"]),
        "unit": row["unit"],
        "reason": row["reason"] or "",
        "sources": cells.shortened(row["sources"]),
    }


def _rounded(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(f"{value:.6g}" if abs(value) < 1e6 else f"{value:.0f}")


def _hit(row: Mapping[str, Any]) -> Row:
    return {
        "hit": row["hit"],
        **_what(row),
        "status": row["status"],
        "measure": cells.measure(row),
        "period": _when(row),
        "value": cells.value(row),
        "unit": row["unit"],
        "document": row["doc_path"],
        "place": f"{row['raw_start']}-{row['raw_end']}" + (f" {row['locator']}" if row["locator"] else ""),
        "quotation": row["evidence"],
    }


def _narrow_hit(row: Mapping[str, Any]) -> Row:
    shown = _hit(row)
    del shown["measure"], shown["document"]
    return {**shown, "place": cells.place(row), "quotation": cells.around(row["evidence"], row["raw_text"])}


def _point(p: Point) -> Row:
    return {
        "indicator": p.indicator,
        "region": p.region or "",
        "of": ", ".join(p.dimensions.values()),
        "measure": f"{p.measure} against {p.base_period}" if p.base_period else p.measure,
        "period": cells.period(p.period_start, p.period_end),
        "actual": p.actual_text or "" if p.actual is None else p.actual,
        "target": p.target_text or "" if p.target is None else p.target,
        "unit": p.unit,
        "disputed": p.disputed,
        "records": p.records,
        "sources": ", ".join(p.sources),
    }
