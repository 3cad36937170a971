"""Rows of a table that are set in one: cells whose lines, side by side, are the rows that no rule parts.

Read as one cell, stacked figures would run together into a number that nobody wrote.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from .figures import is_figure
from .yielded import YieldedCell

_NONE = re.compile(r"[-—–…·./]{0,4}")
_OPEN_NUMBER = re.compile(r"\d,\d{0,2}$|[.,]$")
"""The end of a line that cannot be a number's: a group of thousands that is not full, a point without its digits."""
_GOES_ON = re.compile(r"[.,%]")
_SHORTEST_HALF = 4
"""Characters that a column has room for at least where it breaks a number."""
_FIGURES = re.compile(r"[-+]?[\d,]*\.?\d+%?")


@dataclass(frozen=True, slots=True)
class LinedCell:
    """A cell of a table by its lines; ``middles`` are the heights at which they stand, where these are known.

    ``broken`` says that its lines may be one number that its column is too narrow for.
    """

    lines: tuple[str, ...]
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    header: bool = False
    locator: str = ""
    middles: tuple[float, ...] = ()
    broken: bool = False

    @property
    def is_stack(self) -> bool:
        """Whether each line is a figure of its own, or a stroke for none."""
        torn = any(_OPEN_NUMBER.search(a) or _GOES_ON.match(b) for a, b in pairwise(self.lines))
        return (
            len(self.lines) > 1
            and not torn
            and all(is_figure(line) or _NONE.fullmatch(line) for line in self.lines)
            and any(map(is_figure, self.lines))
        )

    @property
    def may_be_one(self) -> bool:
        """Whether its figures may be the halves of one number: the first is as long as such a line is, and fills it."""
        if self.middles:
            return self.broken
        first, *others = map(len, self.lines)
        return len(others) == 1 and first >= max(_SHORTEST_HALF, *others)


@dataclass(frozen=True, slots=True)
class Parted:
    """A cell of the grid that comes of it: the cell's place in the list that was given, which of its lines it has, the
    row that it begins in and how many it spans."""

    cell: int
    lines: tuple[int, ...]
    row: int
    row_span: int


def parted(cells: Sequence[LinedCell]) -> list[Parted]:
    """The cells of a table's grid when rows that stand in one are parted, by row and column."""
    rows: dict[int, list[LinedCell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    last = max((c.row + c.row_span for c in cells), default=0)
    heights = [_height(rows.get(r, [])) for r in range(last)]
    starts = [0, *accumulate(heights)]
    out: list[Parted] = []
    for k, cell in enumerate(cells):
        height, start = heights[cell.row], starts[cell.row]
        places = _places(cell, height, rows[cell.row]) if height > 1 and cell.row_span == 1 else None
        if places is None:
            every = tuple(range(len(cell.lines)))
            out.append(Parted(k, every, start, starts[cell.row + cell.row_span] - start))
        else:
            lines = (tuple(i for i, place in enumerate(places) if place == n) for n in range(height))
            out += [Parted(k, held, start + n, 1) for n, held in enumerate(lines)]
    return sorted(out, key=lambda p: (p.row, cells[p.cell].column))


def unstacked(cells: Sequence[LinedCell], between: str = "") -> list[YieldedCell]:
    """The cells of a table, rows that stand in one parted; the lines of a cell are joined by ``between``."""
    out: list[YieldedCell] = []
    for part in parted(cells):
        c = cells[part.cell]
        text = joined_lines([c.lines[i] for i in part.lines], between)
        out.append(YieldedCell(text, part.row, c.column, part.row_span, c.column_span, c.header, c.locator))
    return out


def joined_lines(lines: Sequence[str], between: str = "") -> str:
    """The lines of a cell as one; two figures stay two, unless the first is no whole number."""
    text = ""
    for before, line in pairwise(("", *lines)):
        if not text or _OPEN_NUMBER.search(before) or _GOES_ON.match(line):
            text += line
        else:
            text += (" " if _FIGURES.fullmatch(before) and _FIGURES.fullmatch(line) else between) + line
    return text


def _height(row: Sequence[LinedCell]) -> int:
    """How many rows stand in one: as many as its columns of figures have lines, if its names have them too."""
    stacks = [c for c in row if c.is_stack]
    if not stacks or all(c.may_be_one for c in stacks) or any(c.row_span > 1 for c in stacks):
        return 1
    height = len(stacks[0].lines)
    if any(len(c.lines) != height or not _level(c, stacks[0]) for c in stacks):
        return 1
    names = [c for c in row if c.lines and not c.is_stack and c.row_span == 1]
    if any(len(c.lines) == 1 and is_figure(c.lines[0]) for c in names):
        return 1
    placed = [_places(c, height, row) for c in names if len(c.lines) > 1]
    if any(places is None for places in placed):
        return 1
    return height if any(set(places or ()) == set(range(height)) for places in placed) else 1


def _places(cell: LinedCell, height: int, row: Sequence[LinedCell]) -> list[int] | None:
    """In which of the rows each line of a cell stands; None for a cell that spans them, or where it is not sure."""
    if len(cell.lines) < 2:
        return None if cell.lines else []
    if len(cell.lines) == height:
        return list(range(height))
    heights = next((c.middles for c in row if c.is_stack), ())
    if not heights or not cell.middles:
        return None
    return [min(range(height), key=lambda n: abs(heights[n] - middle)) for middle in cell.middles]


def _level(cell: LinedCell, other: LinedCell) -> bool:
    """Whether the lines of two cells stand at the same heights, where these are known."""
    steps = [b - a for a, b in zip(other.middles, other.middles[1:], strict=False)]
    near = min(map(abs, steps), default=0.0) / 3
    return all(abs(a - b) <= near for a, b in zip(cell.middles, other.middles, strict=False))
