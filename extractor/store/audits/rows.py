"""Parts and totals in tables: rows that a mark such as "of which" makes parts of the row above."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.store.audits.figures import Figure, added, together, within
from extractor.store.audits.parts import Group
from extractor.store.audits.sentences import Sentence
from extractor.store.audits.words import Words

#: A mark stands so near to the begin of its row.
_NEAR = 3
#: Rows behind a marked one that may be parts as well.
_LONGEST = 40


def row_groups(told: Sequence[Sentence], words: Words) -> Iterator[Group]:
    """The totals of tables with their parts, one group a cell.

    A marked row is a part of the nearest row above that is none itself. The rows that follow it are parts where
    together they make the total in one of its columns; otherwise they only may be.
    """
    total: Sentence | None = None
    i = 0
    while i < len(told):
        row = told[i]
        i += 1
        if not row.row:
            total = None
        elif not _marked(row, words):
            total = row
        elif total is not None and total.section == row.section:
            behind = []
            for other in told[i : i + _LONGEST]:
                if not other.row or other.section != row.section or _marked(other, words):
                    break
                behind.append(other)
            found = [
                Group(cell, (first,), tuple(f for o in behind if (f := _beside(cell, o)) is not None))
                for cell in total.figures
                if _adds_up(cell, words) and (first := _beside(cell, row)) is not None
            ]
            i += max((_needed(g) for g in found), default=0)
            yield from found


def _marked(row: Sentence, words: Words) -> bool:
    found = words.part_mark.search(row.text)
    return found is not None and found.start() < _NEAR


def _adds_up(cell: Figure, words: Words) -> bool:
    measured = cell.measure == "level" and "/" not in cell.unit and not cell.unit.startswith(("%", "‰"))
    return measured and not words.not_additive.search(cell.indicator)


def _beside(total: Figure, row: Sentence) -> Figure | None:
    """The one cell of a row that stands in the column of a total: same unit, area, time, status and dimensions."""
    found = [
        f
        for f in row.figures
        if f.measure == "level"
        and f.unit == total.unit
        and f.period_start == total.period_start
        and f.dimensions == total.dimensions
        and f.indicator != total.indicator
        and together((total, f))
    ]
    return found[0] if len(found) == 1 else None


def _needed(group: Group) -> int:
    """How many of the rows behind the marked one complete the total; 0 where no number of them does."""
    for more in range(1, len(group.further) + 1):
        amount, half, _ = added((*group.parts, *group.further[:more]))
        if within(amount - group.total.number, half + group.total.half, group.total.number):
            return more
    return 0
