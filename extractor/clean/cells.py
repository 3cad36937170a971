"""Separated values: what stands between two cells becomes one tab, or the line end that it holds."""

from __future__ import annotations

from itertools import pairwise

from ..models import Repair
from .repair import Context, edited
from .text import Edit, Text

_FORMS = frozenset({"csv", "tsv"})


def part_cells(text: Text, context: Context) -> tuple[Text, list[Repair]]:
    """``text`` with tabs between the cells of separated values, quotation marks and empty cells at line ends gone."""
    if context.source.form not in _FORMS:
        return text, []
    cells = sorted((c.raw_start, c.raw_end) for t in context.source.tables for c in t.cells)
    if not cells:
        return text, []
    spans = [(0, 0), *cells, (len(text), len(text))]
    edits: list[Edit] = []
    for (_, a), (b, _) in pairwise(spans):
        between = text.chars[a:b]
        lines = between.count("\n")
        wanted = "\n" * lines if lines or a == 0 or b == len(text) else "\t"
        if between != wanted:
            edits.append(Edit(a, b, wanted))
    return edited(text, edits, "cells")
