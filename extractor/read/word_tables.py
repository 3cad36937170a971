"""Tables of Word documents on their grid: merged cells once, deleted ones empty, frames of a page told from data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .stacked_rows import LinedCell, unstacked
from .wordml import child, is_on, is_transparent, joined, local, shown, text_of, value
from .yielded import YieldedCell

_LAYOUT_CELL = 300
"""Characters in a cell of several paragraphs from which on its table is a page's layout, not data."""


@dataclass(slots=True)
class WordTable:
    """A table's rows that are shown, and the cells of each (``tc``)."""

    rows: list[Any]
    cells: list[list[Any]]

    @property
    def is_layout(self) -> bool:
        """Whether it is a page's frame: a single column, a cell with paragraphs of text, or nothing but a place for
        other tables."""
        if max((len(row) for row in self.cells), default=0) < 2:
            return True
        for tc in self._all():
            paragraphs = _paragraphs(tc)
            if len(paragraphs) > 2 and sum(map(len, paragraphs)) > _LAYOUT_CELL:
                return True
        return any(inner_tables(tc) for tc in self._all()) and not self._is_data()

    def grid(self) -> list[YieldedCell]:
        """The cells on the table's grid; merged ones once, with their spans."""
        done: dict[tuple[int, int], _Cell] = {}
        above: dict[int, _Cell] = {}  # column → the cell of the row before that may reach down
        for r, (tr, row) in enumerate(zip(self.rows, self.cells, strict=True)):
            reaching: dict[int, _Cell] = {}
            header = is_on(child(tr, "trPr"), "tblHeader")
            column = _number(value(child(tr, "trPr", "gridBefore")), 0)
            left: _Cell | None = None
            for k, tc in enumerate(row):
                wide = max(1, _number(value(child(tc, "tcPr", "gridSpan")), 1))
                down, across = (_merge(tc, name) for name in ("vMerge", "hMerge"))
                if k and across is not None and value(across) != "restart":
                    if left is not None:
                        left.columns += wide
                elif down is not None and value(down) != "restart" and column in above:
                    reaching[column] = above[column]
                    reaching[column].rows = r - reaching[column].row + 1
                    left = None
                else:
                    left = done[r, column] = _Cell(shown_in(tc), r, column, wide, header)
                    if down is not None:
                        reaching[column] = left
                column += wide
            above = reaching
        lined = (LinedCell(c.lines, c.row, c.column, c.rows, c.columns, c.header) for _, c in sorted(done.items()))
        return unstacked(list(lined), " ")

    def beside(self) -> Iterator[Any]:
        """What stands in cells and is none of their text: tables within, and text boxes over a cell's own text."""
        for tc in self._all():
            if not is_deleted(tc):
                yield from inner_tables(tc)
                if _paragraphs(tc):
                    yield from _boxes(tc)

    def _all(self) -> Iterator[Any]:
        return (tc for row in self.cells for tc in row)

    def _is_data(self) -> bool:
        """Whether most cells have a short text and no table of their own, as a grid of data does."""
        plain = sum(1 for tc in self._all() if not inner_tables(tc) and len(_paragraphs(tc)) == 1)
        rows = sum(1 for row in self.cells if sum(1 for tc in row if _paragraphs(tc)) > 1)
        return rows > 1 and 4 * plain >= 3 * sum(map(len, self.cells))


@dataclass(slots=True)
class _Cell:
    lines: tuple[str, ...]
    row: int
    column: int
    columns: int
    header: bool
    rows: int = field(default=1)


def read_table(node: Any) -> WordTable:
    """The table of a ``tbl``, without rows that were deleted or are hidden."""
    rows = [tr for tr in _within(node, "tr") if child(tr, "trPr", "del") is None]
    rows = [tr for tr in rows if not is_on(child(tr, "trPr"), "hidden")]
    cells = [list(_within(tr, "tc")) for tr in rows]
    kept = [k for k, row in enumerate(cells) if not row or not all(map(is_deleted, row))]
    return WordTable([rows[k] for k in kept], [cells[k] for k in kept])


def is_deleted(tc: Any) -> bool:
    """Whether a cell's deletion is tracked. It keeps its place: what stands beside it keeps the head above it."""
    return child(tc, "tcPr", "cellDel") is not None


def inner_tables(tc: Any) -> list[Any]:
    """The tables within a cell; one of a single cell is a rule around text."""
    return [t for t in shown(tc, "tbl") if sum(len(row) for row in read_table(t).cells) > 1]


def shown_in(tc: Any) -> tuple[str, ...]:
    """A cell's lines: its paragraphs, or else those of the text boxes in it."""
    if is_deleted(tc):
        return ()
    own = _paragraphs(tc) or [text for box in _boxes(tc) for text in _paragraphs(box)]
    return tuple(line.strip() for text in own for line in text.split("\n") if line.strip())


def _merge(tc: Any, name: str) -> Any:
    """How a cell is merged; Word 2003 has the name in lower case."""
    own = child(tc, "tcPr", name)
    return own if own is not None else child(tc, "tcPr", name.lower())


def _paragraphs(node: Any) -> list[str]:
    """The paragraphs of a cell that say something, those of tables within it left out."""
    if is_deleted(node):
        return []
    inner = inner_tables(node)
    own = [p for p in shown(node, "p", "tbl") if p not in inner]
    flat = [q for p in own for q in ([p] if local(p) == "p" else shown(p, "p"))]
    return [text for group in joined(flat) if (text := text_of(group).strip())]


def _boxes(tc: Any) -> list[Any]:
    return [box for p in shown(tc, "p") for box in shown(p, "txbxContent")]


def _within(node: Any, name: str) -> Iterator[Any]:
    for inner in node:
        if local(inner) == name:
            yield inner
        elif is_transparent(inner):
            yield from _within(inner, name)


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 4 else otherwise
