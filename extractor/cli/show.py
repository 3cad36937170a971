"""Rows on their way to the reader: a table that fits the terminal, tabs in a pipe, CSV, or JSON."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import typer

from extractor.cli.options import Form

Row = Mapping[str, Any]


def show(
    form: Form,
    rows: Sequence[Row],
    full: Iterable[Row] | None = None,
    *,
    title: Sequence[str] = (),
    narrow: Sequence[Row] | None = None,
) -> None:
    """Show ``rows``, all with the same keys.

    ``full`` are the same rows with the names and types of the database, for JSON; ``narrow`` the same with shorter
    cells, for a terminal. Columns of ``title`` whose cells are all the same move to the title of the table there.
    """
    if form is Form.JSON:
        for row in rows if full is None else full:
            typer.echo(json.dumps({k: _json(v) for k, v in row.items()}, ensure_ascii=False, default=str))
    elif form is Form.CSV:
        _csv(rows)
    elif sys.stdout.isatty():
        _table(rows if narrow is None else narrow, title)
    else:
        _tabs(rows)


def _json(value: Any) -> Any:
    from extractor.store.export import number

    return number(value) if isinstance(value, Decimal) else value


def _csv(rows: Sequence[Row]) -> None:
    from extractor.store.export import cell

    writer = csv.writer(sys.stdout)
    for i, row in enumerate(rows):
        if i == 0:
            writer.writerow(row)
        writer.writerow([cell(c) for c in row.values()])


def _tabs(rows: Sequence[Row]) -> None:
    """A pipe has no width to fit a table into: columns parted by tabs, every row a line."""
    for i, row in enumerate(rows):
        if i == 0:
            typer.echo("\t".join(row))
        typer.echo("\t".join(" ".join(text(c).split()) for c in row.values()))


def text(value: Any) -> str:
    """A value as a cell of a table that people read."""
    from extractor.store.export import cell, plain

    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else ""
    return plain(value) if isinstance(value, Decimal) else cell(value)


def _table(rows: Sequence[Row], title: Sequence[str]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    if not rows:
        return
    # A terminal is narrow: what is the same in all rows stands in the title, what is empty in all is not shown.
    same = {k: v for k, v in rows[0].items() if k in title and all(r[k] == v for r in rows)}
    shown = [k for k in rows[0] if k not in same and any(r[k] not in ("", None) for r in rows)]
    table = Table(title=Text(", ".join(text(v) for v in same.values() if v)), title_justify="left")
    for name in shown:
        number = all(_is_number(r[name]) for r in rows)
        table.add_column(name, justify="right" if number else "left", no_wrap=number or name == "period")
    for row in rows:
        table.add_row(*(Text(text(row[k])) for k in shown))
    Console().print(table)


def _is_number(value: Any) -> bool:
    if isinstance(value, str):
        return not value or value.lstrip("-").replace(".", "", 1).isdigit()
    return value is None or isinstance(value, int | float | Decimal)
