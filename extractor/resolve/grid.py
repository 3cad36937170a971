"""A table as rows and columns of text, merged cells in every place that they cover."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.models import Cell, Table

#: Blanks before a cell's text, and how wide each is.
_BLANKS = {" ": 1, "\u00a0": 1, "\u2002": 1, "\u2003": 2, "\u3000": 2}


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells by row and column; ``header`` rows stand at the top. Positions are those of the clean text."""

    source: str
    cells: dict[tuple[int, int], Cell]
    rows: int
    columns: int
    header: int

    @classmethod
    def of(cls, source: str, table: Table) -> Grid:
        """The grid of a table."""
        rows = max((c.row + c.row_span for c in table.cells), default=0)
        columns = max((c.column + c.column_span for c in table.cells), default=0)
        cells: dict[tuple[int, int], Cell] = {}
        for c in table.cells:
            for r in range(c.row, c.row + c.row_span):
                for k in range(c.column, c.column + c.column_span):
                    cells.setdefault((r, k), c)
        grid = cls(source, cells, rows, columns, table.header_rows)
        for r in range(table.header_rows):
            grid._spread(r, [c for c in table.cells if c.row == r])
        return grid

    def _spread(self, r: int, here: list[Cell]) -> None:
        """A head row that lost its merged cells: its groups are spread evenly behind the first column."""
        covered = sum((r, k) in self.cells for k in range(self.columns))
        groups = len(here) - 1
        if not 1 <= groups < self.columns - 1 or covered == self.columns or (self.columns - 1) % groups:
            return
        filled = sum(bool(self.source[c.start : c.end].strip()) for c in here)
        if filled < groups or any(c.column_span > 1 for c in here):
            return
        if any(all(self.text(above, k) for k in range(1, self.columns)) for above in range(r)):
            return  # the row above has a head for every column: this one adds to the columns that it stands in
        width = (self.columns - 1) // groups
        first, *rest = sorted(here, key=lambda c: c.column)
        self.cells[r, 0] = first
        for k, c in enumerate(rest):
            for j in range(width):
                self.cells[r, 1 + k * width + j] = c

    def text(self, r: int, c: int) -> str:
        """What stands at a place, blanks made single; empty where there is no cell."""
        cell = self.cells.get((r, c))
        return "" if cell is None else " ".join(self.source[cell.start : cell.end].split())

    def indent(self, r: int, c: int) -> int:
        """How far a cell's text is set in, in narrow blanks: a wide one counts two."""
        cell = self.cells.get((r, c))
        width, at = 0, cell.start if cell is not None and cell.end > cell.start else 0
        while at and (wide := _BLANKS.get(self.source[at - 1])):
            width, at = width + wide, at - 1
        return width

    def own(self, r: int, c: int) -> Cell | None:
        """The cell that begins at a place; None where none does."""
        cell = self.cells.get((r, c))
        return cell if cell is not None and (cell.row, cell.column) == (r, c) else None

    def head(self, c: int) -> list[str]:
        """The head of a column: the texts of its header rows, each once."""
        parts: list[str] = []
        for r in range(self.header):
            t = self.text(r, c)
            if t and (not parts or parts[-1] != t):
                parts.append(t)
        return parts

    def evidence(self, cell: Cell, at_most: int = 600) -> tuple[int, int]:
        """The span of the cell's row, or of the cell alone where the row is longer than ``at_most`` characters."""
        places = (self.cells.get((cell.row, k)) for k in range(self.columns))
        row = [c for c in places if c is not None and c.row == cell.row]
        a, b = min(c.start for c in row), max(c.end for c in row)
        return (a, b) if b - a <= at_most else (cell.start, cell.end)
