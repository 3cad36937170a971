"""Rows on their way to the reader: a table that fits the terminal, tabs in a pipe, CSV, or JSON."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import typer

from extractor.cli.options import Form
from extractor.cli.talk import printable, say

Row = Mapping[str, Any]

#: Columns of the terminal that a text needs at least, in a table.
TEXT_WIDTH = 8


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
            _object(row)
    elif not rows:
        return
    elif form is Form.CSV:
        plain = ([text(c) if isinstance(c, bool) else c for c in row.values()] for row in rows)
        _lines_of_csv([list(rows[0]), *plain])
    elif sys.stdout.isatty():
        _fitted(rows if narrow is None else narrow, title)
    else:
        _lines_of_tabs([list(rows[0]), *([*row.values()] for row in rows)], text)


def stream(form: Form, names: Sequence[str], batches: Iterator[Sequence[Sequence[Any]]], at_most: int) -> None:
    """Show the rows of a query as they come. A table on a terminal ends after ``at_most`` rows, and says so."""
    if form is Form.TABLE and sys.stdout.isatty():
        rows: list[Sequence[Any]] = []
        for batch in batches:
            rows += batch
            if len(rows) > at_most:
                break
        numbers = [all(_is_number(row[n]) for row in rows) for n in range(len(names))]
        _draw(names, [[_value(v) for v in row] for row in rows[:at_most]], numbers, empty=True)
        if len(rows) > at_most:
            say(f"the first {at_most:,} rows; add LIMIT, or see all with --format csv", err=True)
        return
    if form is Form.CSV:
        _lines_of_csv([names])
    elif form is Form.TABLE:
        _lines_of_tabs([names], text)
    for batch in batches:
        if form is Form.JSON:
            for row in batch:
                _object(dict(zip(names, row, strict=True)))
        elif form is Form.CSV:
            _lines_of_csv(batch)
        else:
            _lines_of_tabs(batch, _value)


def text(value: Any) -> str:
    """A value as a cell of a table that people read."""
    return ("yes" if value else "") if isinstance(value, bool) else _value(value)


def _value(value: Any) -> str:
    """A value of the database as it is."""
    from extractor.store.export import cell

    return value if isinstance(value, str) else cell(value)


def _object(row: Row) -> None:
    from extractor.store.export.values import encoded

    typer.echo(encoded(dict(row)))


def _lines_of_csv(rows: Iterable[Sequence[Any]]) -> None:
    from extractor.store.export import cell

    csv.writer(sys.stdout, lineterminator="\n").writerows([cell(c) for c in row] for row in rows)


def _lines_of_tabs(rows: Iterable[Sequence[Any]], said: Callable[[Any], str]) -> None:
    """A pipe has no width to fit a table into: columns parted by tabs, every row a line."""
    for row in rows:
        typer.echo("\t".join(" ".join(said(c).split()) for c in row))


def _fitted(rows: Sequence[Row], title: Sequence[str]) -> None:
    """A terminal is narrow: what is the same in all rows stands in the title, what is empty in all is not shown."""
    same = {k: v for k, v in rows[0].items() if k in title and len(rows) > 1 and all(r[k] == v for r in rows)}
    shown = [k for k in rows[0] if k not in same and any(text(r[k]) for r in rows)]
    numbers = [all(_is_number(r[k]) for r in rows) for k in shown]
    cells = [[" ".join(text(r[k]).split()) for k in shown] for r in rows]
    _draw(shown, cells, numbers, ", ".join(text(v) for v in same.values() if v))


def _draw(
    names: Sequence[str],
    rows: Sequence[Sequence[str]],
    numbers: Sequence[bool],
    title: str = "",
    empty: bool = False,
) -> None:
    """A table, in which no number is cut; where the terminal is too narrow for that, a list for each row.

    ``empty`` says whether such a list has the cells that hold nothing, too.
    """
    from rich.cells import cell_len
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    names, rows = [printable(n) for n in names], [[_lines(c) for c in row] for row in rows]
    wanted = [max(map(cell_len, (name, *(row[n] for row in rows)))) for n, name in enumerate(names)]
    least = [w if number else min(w, TEXT_WIDTH) for w, number in zip(wanted, numbers, strict=True)]
    if sum(least) + 3 * len(least) + 1 > console.width:
        if title:
            console.print(Text(title, style="italic"))
        for n, row in enumerate(rows, 1):
            console.rule(Text(str(n)), align="left", style="dim")
            card = Table.grid(padding=(0, 2, 0, 0))
            card.add_column(no_wrap=True, style="bold")
            card.add_column(overflow="fold")
            for name, cell in zip(names, row, strict=True):
                if cell or empty:
                    card.add_row(Text(name), Text(cell))
            console.print(card)
        return
    table = Table(title=Text(title) if title else None, title_justify="left")
    for name, number, width in zip(names, numbers, least, strict=True):
        # Chinese has no blanks to break a line at: it is folded where the column ends.
        table.add_column(
            Text(name), justify="right" if number else "left", no_wrap=number, min_width=width, overflow="fold"
        )
    for row in rows:
        table.add_row(*map(Text, row))
    console.print(table)


def _lines(cell: str) -> str:
    return "\n".join(map(printable, cell.split("\n")))


def _is_number(value: Any) -> bool:
    """Whether a cell is a number, or holds nothing that is none."""
    return not value or (isinstance(value, int | float | Decimal) and not isinstance(value, bool))
