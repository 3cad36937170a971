"""The cells of a ruled table of a PDF page on its grid, each by the lines that are printed in it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any

from .reading_order import WORD_GAP
from .stacked_rows import LinedCell, unstacked
from .yielded import YieldedCell, plain

NAMELESS = re.compile(r"\(cid:\d+\)")
_PADDING = 12.0
"""Points that a cell leaves free at both sides of its text together."""


def ruled_cells(table: Any, view: Any, place: str) -> list[YieldedCell]:
    """The cells of a table (of pdfplumber) on a page's view; a merged one reaches to where the next edge of its row
    stands."""
    return unstacked(list(_cells(table, view, place)))


def _cells(table: Any, view: Any, place: str) -> Iterator[LinedCell]:
    across = sorted({round(c[0]) for r in table.rows for c in r.cells if c} | {round(table.bbox[2])})
    down = sorted({round(c[1]) for r in table.rows for c in r.cells if c} | {round(table.bbox[3])})
    chars = sorted((_middle(c), n) for n, c in enumerate(view.chars))
    heights = [y for y, _ in chars]
    for r, row in enumerate(table.rows):
        for k, box in enumerate(row.cells):
            if box is None:
                continue
            columns = sum(1 for x in across if round(box[0]) <= x < round(box[2]) - 1) or 1
            spans = sum(1 for y in down if round(box[1]) <= y < round(box[3]) - 1) or 1
            level = sorted(n for _, n in chars[bisect_left(heights, box[1]) : bisect_left(heights, box[3])])
            lines = lines_of([c for c in map(view.chars.__getitem__, level) if _is_between(c, box)])
            texts = tuple(plain(NAMELESS.sub("\ufffd", _text(line))) for line in lines)
            middles = tuple(_middle(line[0]) for line in lines)
            yield LinedCell(texts, r, k, spans, columns, False, place, middles, _may_be_broken(lines, box))


def _middle(char: Any) -> float:
    return float((char["top"] + char["bottom"]) / 2)


def _is_between(char: Any, box: Sequence[float]) -> bool:
    return bool(box[0] <= (char["x0"] + char["x1"]) / 2 < box[2])


def lines_of(chars: Sequence[Any]) -> list[list[Any]]:
    """Characters by lines, from above; those that say something."""
    from pdfplumber.utils.clustering import cluster_objects

    lines: list[list[Any]] = cluster_objects(list(chars), lambda c: (c["top"] + c["bottom"]) / 2, 3)
    return [line for line in lines if any(c["text"].strip() for c in line)]


def _text(line: Sequence[Any]) -> str:
    from pdfplumber.utils.text import extract_text

    return str(extract_text(list(line), y_tolerance=1000, x_tolerance_ratio=WORD_GAP)).replace("\n", "")


def _may_be_broken(lines: Sequence[Sequence[Any]], box: Sequence[float]) -> bool:
    """Whether all lines but the last are as long as the cell is wide, as those of a broken number are."""
    wide = [max(c["x1"] for c in line) - min(c["x0"] for c in line) for line in lines]
    room = box[2] - box[0] - _PADDING
    return all(w >= max(wide) - 1 and w + lines[0][0]["size"] / 2 >= room for w in wide[:-1])
