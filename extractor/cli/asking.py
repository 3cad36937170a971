"""Questions to the database that need no SQL: facts, conflicts, targets, audits, series, search."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from extractor.cli import cells, rows
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
        _show(answer, form, rows.fact, rows.narrow_fact, "fact")


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
        _show(answer, form, rows.conflict, rows.conflict, "conflict")


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
        _show(answer, form, rows.target, rows.narrow_target, "target")


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
        _show(answer, form, rows.audit, rows.audit, "audit")


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
        _show(answer, form, rows.hit, rows.narrow_hit, "hit")


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
        wide = [rows.point(p) for p in points]
        narrow = [{**row, "sources": cells.shortened(p.sources)} for row, p in zip(wide, points, strict=True)]
        show(form, wide, map(asdict, points), title=_TITLE, narrow=narrow)


def rows_at_most(limit: int | None, form: Form) -> int | None:
    """How many rows to ask for: what is said, else all, save on a terminal."""
    if limit is not None:
        return limit or None
    return TERMINAL_ROWS if form is Form.TABLE and sys.stdout.isatty() else None


def _show(
    answer: Answer,
    form: Form,
    wide: Callable[[Mapping[str, Any]], rows.Row],
    narrow: Callable[[Mapping[str, Any]], rows.Row],
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
