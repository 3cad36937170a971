"""Which rows of a table are parts of which: told by marks before their labels (其中：, ＃, 1.), by the sums that their
values make, and by names that only make sense as parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

#: Values of a row by column, None where a cell holds no plain number.
Values = Sequence[Decimal | None]
_LONGEST_GROUP = 40


@dataclass(frozen=True, slots=True)
class Label:
    """A row's label without its mark. ``level`` is 0 without a mark, else the mark's rank: the higher, the deeper."""

    text: str
    level: int


def parents(
    labels: Sequence[Label],
    values: Sequence[Values],
    is_part: Callable[[str, str], bool],
    is_incomplete: Callable[[str], bool] = lambda _: False,
) -> list[int | None]:
    """For each row, the index of the row that it is a part of; None for rows that stand for themselves.

    A marked row is a part of the nearest row above with a lesser mark or none. The rows without a mark that follow
    it belong to it where together they make the total's value, or where ``is_part(label, total)`` says so. Rows that
    follow a total without any mark are its parts where ``is_incomplete(label)`` holds for them and they make its value.
    """
    out: list[int | None] = [None] * len(labels)
    stack: list[int] = []  # rows above, each deeper than the one before
    i = 0
    while i < len(labels):
        level = labels[i].level
        while stack and labels[stack[-1]].level >= level:
            stack.pop()
        if level > 1 and stack:
            total = stack[-1]
            out[i] = total
            last = _group_end(labels, values, i, total, is_part)
            for k in range(i + 1, last):
                out[k] = total
            stack.append(i)
            i = last
        else:
            stack.append(i)
            last = i + 1 if level else _unmarked_end(labels, values, i, is_incomplete)
            for k in range(i + 1, last):
                out[k] = i
            i = last
    return out


def _unmarked_end(
    labels: Sequence[Label], values: Sequence[Values], total: int, is_incomplete: Callable[[str], bool]
) -> int:
    """The row behind the parts that follow a total without a mark: names that are not complete alone, and whose values
    make the total's. The row behind the total where there are none."""
    stop = total + 1
    last = min(len(labels), total + _LONGEST_GROUP)
    while stop < last and not labels[stop].level and is_incomplete(labels[stop].text):
        stop += 1
    for end in range(total + 3, stop + 1):
        if _makes(values[total + 1 : end], values[total]):
            return end
    return total + 1


def _group_end(
    labels: Sequence[Label], values: Sequence[Values], first: int, total: int, is_part: Callable[[str, str], bool]
) -> int:
    """The row behind the last one that belongs to the group that row ``first`` opens."""
    stop = first + 1
    while stop < len(labels) and not labels[stop].level and stop - first < _LONGEST_GROUP:
        stop += 1
    for end in range(first + 2, stop + 1):
        if _makes(values[first:end], values[total]):
            return end
    end = first + 1
    while end < stop and is_part(labels[end].text, labels[total].text):
        end += 1
    return end


def _makes(parts: Sequence[Values], total: Values) -> bool:
    """True where the parts' values make the total's in one of the columns, up to rounding."""
    for c, whole in enumerate(total):
        column = [p[c] for p in parts if c < len(p)]
        told = [v for v in column if v is not None]
        if whole is None or len(told) < len(parts) or whole <= 0 or any(v < 0 for v in told):
            continue
        step = Decimal(1).scaleb(min(int(v.as_tuple().exponent) for v in (whole, *told)))
        if abs(sum(told) - whole) <= step * len(told) / 2:
            return True
    return False
