"""Tables that stand side by side under one head: 指标 | 数值 | 指标 | 数值 is one table in two halves."""

from __future__ import annotations

from dataclasses import replace

from extractor.models import Cell, Table

_FEWEST = 2  # columns of a part: a name and a value


def apart(text: str, table: Table) -> list[Table]:
    """The parts of a table whose head repeats, each a table of its own from left to right; else the table alone.

    A part has the same head as its neighbour, word for word and row for row, and shares no cell with it.
    """
    columns = max((c.column + c.column_span for c in table.cells), default=0)
    if not table.header_rows:
        return [table]
    heads = _heads(text, table, columns)
    for width in range(_FEWEST, columns // 2 + 1):
        if columns % width or any(heads[k] != heads[k % width] for k in range(columns)):
            continue
        if len(set(heads[:width])) < _FEWEST or not any(heads[0]):
            continue
        if all(c.column // width == (c.column + c.column_span - 1) // width for c in table.cells):
            return [_part(table, at, width) for at in range(0, columns, width)]
    return [table]


def _heads(text: str, table: Table, columns: int) -> list[tuple[str, ...]]:
    """For each column the texts of its head, from top to bottom."""
    heads: list[list[str]] = [[""] * table.header_rows for _ in range(columns)]
    for c in table.cells:
        for r in range(c.row, min(c.row + c.row_span, table.header_rows)):
            for k in range(c.column, c.column + c.column_span):
                heads[k][r] = "".join(text[c.start : c.end].split())
    return [tuple(h) for h in heads]


def _part(table: Table, at: int, width: int) -> Table:
    cells: tuple[Cell, ...] = tuple(
        replace(c, column=c.column - at) for c in table.cells if at <= c.column < at + width
    )
    return replace(table, cells=cells)


__all__ = ["apart"]
