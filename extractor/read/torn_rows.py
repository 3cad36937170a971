"""Rows of separated values whose numbers their own commas of thousands have cut: 1,149 without quotation marks.

Such a row has more cells than the table has columns. Its numbers are put together where that can be done in one way
only; else the row is not read, because its values would be parts of numbers under heads that are not theirs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

Cell = tuple[int, int, int, int]
"""Start, end, row and column of a cell."""
TORN = "in a row with more cells than its table has columns"
_FIRST = re.compile(r"\s*[-+]?[1-9]\d{0,2}")
_GROUP = re.compile(r"\d{3}(?:\.\d+)?%?\s*")
_WHOLE_GROUP = re.compile(r"\d{3}")
_FIGURE = re.compile(r"\s*[-+]?\d+(?:\.\d+)?%?\s*")
_MOST_CELLS = 200


def mend_row(text: str, row: Sequence[Cell], width: int) -> list[Cell] | None:
    """The cells of a row for a table of ``width`` columns: its own, those with numbers put together, or None where
    it is torn and there is no saying how."""
    end = len(row)
    while end > width and not text[row[end - 1][0] : row[end - 1][1]].strip():
        end -= 1
    if width < 2 or end <= width:
        return list(row)
    if end > _MOST_CELLS:
        return None if any(_reach(text, row, k, end) > 1 for k in range(end)) else list(row)
    reach = [_reach(text, row, k, end) for k in range(end)]
    if not any(n > 1 for n in reach):
        return list(row)
    beyond = all(_FIGURE.fullmatch(text[a:b]) for a, b, *_ in row[width:end])
    sizes = _sizes(reach, width) if beyond else None
    if sizes is None:
        return None
    mended: list[Cell] = []
    at = 0
    for column, size in enumerate(sizes):
        mended.append((row[at][0], row[at + size - 1][1], row[at][2], column))
        at += size
    return mended


def _reach(text: str, row: Sequence[Cell], k: int, end: int) -> int:
    """How many cells from the ``k``-th on, before ``end``, may be one number."""
    if not _FIRST.fullmatch(text[row[k][0] : row[k][1]]):
        return 1
    n = 1
    while k + n < end and row[k + n][0] == row[k + n - 1][1] + 1:
        group = text[row[k + n][0] : row[k + n][1]]
        if not _GROUP.fullmatch(group):
            break
        n += 1
        if not _WHOLE_GROUP.fullmatch(group):
            break
    return n


def _sizes(reach: Sequence[int], width: int) -> list[int] | None:
    """How many cells each of ``width`` columns takes, where there is one way and no other."""
    n = len(reach)
    ways = [[0] * (width + 1) for _ in range(n + 1)]
    ways[n][0] = 1
    for k in range(n - 1, -1, -1):
        for left in range(1, width + 1):
            ways[k][left] = sum(ways[k + size][left - 1] for size in range(1, reach[k] + 1))
    if ways[0][width] != 1:
        return None
    sizes: list[int] = []
    k = 0
    for left in range(width, 0, -1):
        size = next(s for s in range(1, reach[k] + 1) if ways[k + s][left - 1])
        sizes.append(size)
        k += size
    return sizes
