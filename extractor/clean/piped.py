"""Rows of tables between strokes (Markdown) that were broken at a width are one line again.

The line of dashes says how many columns there are, or how many cells the first head has where that spans several. The
lines below it are put together only where all of them make rows of one number of strokes, each opening and closing with
one. Without a line of dashes nothing is done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..models import Repair
from .repair import Context, edited
from .text import Edit, Text

_DASHES = re.compile(r"^\|(?:[ \t]{0,9}:?-{2,}:?[ \t]{0,9}\|){2,60}[ \t]*$", re.MULTILINE)
_MOST_CELLS = 4
"""Times as many columns as the line of dashes has that a table may have below heads that span several."""
_MOST_LINES = 12
"""Lines that a row may have been broken into."""


def join_rows(text: Text, context: Context) -> tuple[Text, list[Repair]]:
    """``text`` with the rows of piped tables in one line each; only line ends go."""
    if "|" not in text.chars or "-|" not in text.chars.replace(" ", ""):
        return text, []
    edits = list(_breaks(text.chars))
    return edited(text, edits, "column") if edits else (text, [])


def _breaks(chars: str) -> Iterator[Edit]:
    """The line ends within rows, of tables in order."""
    done = 0
    for m in _DASHES.finditer(chars):
        strokes = m[0].count("|")
        head = _head(chars, m.start(), strokes, done)
        yield from (Edit(i, i + 1) for i in head)
        end = chars.find("\n\n", m.end())
        ends = _body(chars, m.end() + 1, len(chars) if end < 0 else end, strokes)
        yield from (Edit(i, i + 1) for i in ends)
        done = max(m.end(), ends[-1] if ends else 0)


def _body(chars: str, start: int, stop: int, least: int) -> list[int]:
    """The line ends within rows of the lines from ``start`` to ``stop``, by the least number of strokes with which all
    of them are rows; none where no number does."""
    lines = chars[start:stop].split("\n")
    if all(line.startswith("|") and line.rstrip().endswith("|") for line in lines):
        return []
    for strokes in range(least, _MOST_CELLS * least):
        at, inner = start, []
        while at < stop and chars[at] == "|" and (ends := _row(chars, at, strokes)):
            inner += ends[:-1]
            at = ends[-1] + 1
        if at > stop:
            return inner
    return []


def _row(chars: str, start: int, strokes: int) -> list[int]:
    """The line ends of the row that begins at ``start``, its own end last; none where it is no row of so many."""
    ends: list[int] = []
    at, seen = start, 0
    while len(ends) < _MOST_LINES:
        end = chars.find("\n", at)
        end = len(chars) if end < 0 else end
        line = chars[at:end]
        if not line.strip():
            return []
        seen += line.count("|")
        ends.append(end)
        if seen >= strokes:
            return ends if seen == strokes and line.rstrip().endswith("|") else []
        if end == len(chars):
            return []
        at = end + 1
    return []


def _head(chars: str, dashes: int, strokes: int, least: int) -> list[int]:
    """The line ends within the row above the line of dashes."""
    at = dashes
    for _ in range(_MOST_LINES):
        before = chars.rfind("\n", least, max(least, at - 1))
        at = max(before + 1, least)
        if chars.startswith("|", at):
            ends = _row(chars, at, strokes)
            if ends and ends[-1] == dashes - 1:
                return ends[:-1]
        if before < 0:
            return []
    return []
