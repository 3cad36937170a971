"""Tables of a PDF page between three rules (above and below the head, below the last row), without any upright ones.

As lines of text they are read where every row has a value in every column. Where one is missing, only the place of the
others on the page says whose they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .figures import is_figure
from .reading_order import WORD_GAP, parted_by_blanks
from .ruled_cells import NAMELESS, lines_of
from .yielded import YieldedCell, plain

_WIDE = 0.25
"""Share of the page's width that the rules of a table have at least."""
_NEAR = 5.0
"""Points by which the ends of its rules may differ."""
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class OpenTable:
    """A table's cells, where its columns begin, and its box on the page."""

    cells: list[YieldedCell]
    columns: tuple[int, ...]
    box: Box


@dataclass(frozen=True, slots=True)
class _Stretch:
    text: str
    left: float
    right: float


def open_tables(view: Any, taken: Sequence[Box], place: str) -> Iterator[OpenTable]:
    """The tables of a page's view between rules, outside of the boxes that are ``taken``, where a value is missing."""
    rules = _rules(view, taken)
    k = 0
    while k + 2 < len(rules):
        (top, left, right), (middle, *ends), (bottom, *others) = rules[k : k + 3]
        level = all(abs(a - b) <= _NEAR for pair in (ends, others) for a, b in zip(pair, (left, right), strict=True))
        table = _table(view, (left, top, right, bottom), middle, place) if level else None
        if table is not None:
            yield table
        k += 3 if table is not None else 1


def _rules(view: Any, taken: Sequence[Box]) -> list[tuple[float, float, float]]:
    """Height, left and right end of the page's level rules, those that touch one another as one."""
    edges = sorted((e["top"], e["x0"], e["x1"]) for e in view.edges if e["orientation"] == "h")
    merged: list[list[float]] = []
    for y, left, right in edges:
        if merged and abs(merged[-1][0] - y) <= 2 and left <= merged[-1][2] + 2:
            merged[-1][1:] = [min(left, merged[-1][1]), max(right, merged[-1][2])]
        else:
            merged.append([y, left, right])
    return [
        (y, left, right)
        for y, left, right in merged
        if right - left >= _WIDE * view.width
        and not any(x0 - 2 <= left and right <= x1 + 2 and top - 2 <= y <= low + 2 for x0, top, x1, low in taken)
    ]


def _table(view: Any, box: Box, middle: float, place: str) -> OpenTable | None:
    left, top, right, bottom = box
    chars = [
        c
        for c in view.chars
        if left - _NEAR <= c["x0"] and c["x1"] <= right + _NEAR and top < (c["top"] + c["bottom"]) / 2 < bottom
    ]
    lines = [(line[0]["top"], _stretches(line)) for line in lines_of(chars)]
    heads = [stretches for y, stretches in lines if y < middle]
    rows = [stretches for y, stretches in lines if y >= middle]
    if len(heads) != 1 or len(rows) < 2:
        return None
    bands = _bands([s for row in (*heads, *rows) for s in row])
    grid = [_on(bands, row) for row in (heads[0], *rows)]
    if len(bands) < 3 or any(row is None for row in grid):
        return None
    filled = [row for row in grid if row is not None]
    body = filled[1:]
    if not all(filled[0][1:]) or any(not row[0] for row in body) or all(all(row) for row in body):
        return None
    if not all(any(is_figure(row[c]) for row in body) for c in range(1, len(bands))):
        return None
    cells = [YieldedCell(text, r, c, locator=place) for r, row in enumerate(filled) for c, text in enumerate(row)]
    return OpenTable(cells, tuple(round(band[0]) for band in bands), box)


def _stretches(line: Sequence[Any]) -> list[_Stretch]:
    """The texts of a line that wide blanks part."""
    from pdfplumber.utils.text import extract_text

    parts = parted_by_blanks(line)
    texts = (str(extract_text(p, y_tolerance=1000, x_tolerance_ratio=WORD_GAP)) for p in parts)
    shown = [plain(NAMELESS.sub("\ufffd", text)) for text in texts]
    return [_Stretch(text, p[0]["x0"], max(c["x1"] for c in p)) for text, p in zip(shown, parts, strict=True)]


def _bands(stretches: Sequence[_Stretch]) -> list[tuple[float, float]]:
    """Where the columns stand: what no stretch bridges parts two of them."""
    bands: list[tuple[float, float]] = []
    for s in sorted(stretches, key=lambda s: s.left):
        if bands and s.left < bands[-1][1]:
            bands[-1] = (bands[-1][0], max(bands[-1][1], s.right))
        else:
            bands.append((s.left, s.right))
    return bands


def _on(bands: Sequence[tuple[float, float]], row: Sequence[_Stretch]) -> list[str] | None:
    """A row's texts by column; None where two of them stand in one."""
    texts = [""] * len(bands)
    for s in row:
        at = next(k for k, (left, right) in enumerate(bands) if left <= s.left and s.right <= right)
        if texts[at]:
            return None
        texts[at] = s.text
    return texts
