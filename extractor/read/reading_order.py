"""The lines of a printed page in the order in which they are read: a page set in columns is read column by column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

_HAN = re.compile(r"[㐀-鿿]")
_FEWEST_LINES = 4
_FEWEST_HAN = 5
"""Chinese characters that lines on both sides of a gutter have; in a table without rules one side has numbers."""
WORD_GAP = 0.25
"""The gap, as a share of the letters' size, from which on what follows is a word or a number of its own."""
_WIDE_GAP = 0.8
"""The same between two columns."""
_STEP = 2.0
_MOST_DEPTH = 3
_Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of a page: its text and its box (left, top, right, bottom) in points."""

    text: str
    box: _Box


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Characters of a line without a wide gap between them."""

    left: float
    right: float
    han: int


@dataclass(frozen=True, slots=True)
class _Row:
    top: float
    bottom: float
    stretches: tuple[_Stretch, ...]


def lines_in_order(page: Any, depth: int = 0) -> list[PrintedLine]:
    """The lines of a page (of pdfplumber, or a part of one) as they are read."""
    found = page.extract_text_lines(return_chars=True, x_tolerance_ratio=WORD_GAP)
    cut = _columns([_row(line) for line in found]) if depth < _MOST_DEPTH else None
    if cut is None:
        return [PrintedLine(line["text"], _box(line)) for line in found]
    gutter, top, bottom = cut

    def part(above: float, below: float, left: float, right: float) -> list[PrintedLine]:
        def inside(thing: dict[str, Any]) -> bool:
            x, y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
            return bool(thing["object_type"] == "char" and above <= y < below and left <= x < right)

        return lines_in_order(page.filter(inside), depth + 1)

    far = float("inf")
    return [
        *part(-far, top, -far, far),
        *part(top, bottom, -far, gutter),
        *part(top, bottom, gutter, far),
        *part(bottom, far, -far, far),
    ]


def _box(line: dict[str, Any]) -> _Box:
    return line["x0"], line["top"], line["x1"], line["bottom"]


def _row(line: dict[str, Any]) -> _Row:
    """A line's stretches."""
    stretches = tuple(
        _Stretch(p[0]["x0"], max(c["x1"] for c in p), sum(1 for c in p if _HAN.match(c["text"])))
        for p in parted_by_blanks(line["chars"])
    )
    return _Row(line["top"], line["bottom"], stretches)


def parted_by_blanks(chars: Iterable[Any]) -> list[list[Any]]:
    """The characters of a line from left to right, parted where a blank is nearly as wide as they are high."""
    parts: list[list[Any]] = []
    for c in sorted((c for c in chars if c["text"].strip()), key=lambda c: float(c["x0"])):
        if parts and c["x0"] - parts[-1][-1]["x1"] < max(c["size"], 1) * _WIDE_GAP:
            parts[-1].append(c)
        else:
            parts.append([c])
    return parts


def _columns(rows: Sequence[_Row]) -> tuple[float, float, float] | None:
    """Where a gutter stands, and from where to where it reaches down; None where the page is set in one column."""
    edges = [s for row in rows for s in row.stretches]
    if len(rows) < _FEWEST_LINES or not edges:
        return None
    left, right = min(s.left for s in edges), max(s.right for s in edges)
    best: tuple[int, float, float, float] | None = None
    x = left + (right - left) * 0.2
    while x < left + (right - left) * 0.8:
        for first, last in _free(rows, x):
            if (best is None or last - first > best[0]) and _is_gutter(rows[first:last], x):
                best = (last - first, x, rows[first].top - 0.5, rows[last - 1].bottom + 0.5)
        x += _STEP
    return best[1:] if best is not None else None


def _free(rows: Sequence[_Row], x: float) -> list[tuple[int, int]]:
    """Runs of rows in which nothing crosses ``x``."""
    runs: list[tuple[int, int]] = []
    start = 0
    for i, row in enumerate([*rows, None]):
        if row is None or any(s.left < x + 1 and s.right > x - 1 for s in row.stretches):
            if i - start >= _FEWEST_LINES:
                runs.append((start, i))
            start = i + 1
    return runs


def _is_gutter(rows: Sequence[_Row], x: float) -> bool:
    """Whether text is set on both sides of ``x``: each row has one stretch a side, mostly of Chinese."""
    for side in ([[s for s in r.stretches if s.right <= x] for r in rows],
                 [[s for s in r.stretches if s.left >= x] for r in rows]):  # fmt: skip
        filled = [stretches for stretches in side if stretches]
        if len(filled) < _FEWEST_LINES or median(sum(s.han for s in stretches) for stretches in filled) < _FEWEST_HAN:
            return False
    return True
