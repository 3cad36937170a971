"""How a stretch of text was wrapped: told by how long its lines are, where they break and how they are set in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from .lines import BODY_MARK, MOST_EMPTY, Line, Openers, cut_through

_NARROWEST, _WIDEST = 30, 170
"""Widths at which text is wrapped; a Chinese character is two wide."""
_FULL = 0.8
"""Share of the greatest length from which on a line is full where lengths vary."""
_EVEN = 0.7
"""Share of the full lines that must be of the same length, by characters or by width, to say that all are."""
_SAMPLE = 12
_INDENTS, _AGREED = 4, 0.8
"""Lines of either kind, and the share of each that must have the same indent, for indents to tell what goes on."""


@dataclass(frozen=True, slots=True)
class Wrap:
    """How a stretch of text was wrapped: the width or number of characters, with the indent or without, from which on
    a line is full.

    ``even`` says that full lines are of one length, so that one which is full was broken, whatever it looks
    like. ``least`` is the width from which on a line may be full, ``indent`` that of continuation lines, which hang
    where only those have it.
    """

    width: float
    reach: float
    least: float
    even: bool
    indent: int
    length: float = inf
    hangs: bool = False

    def indents(self, line: Line) -> bool:
        """Whether a line is set further in than lines that go on are, by more than the blank of the place where it was
        broken; where those hang below the first, none is."""
        return line.indent > self.indent + 1 and not self.hangs

    def fills(self, line: Line) -> bool:
        """Whether a line is as long as wrapped lines are."""
        return line.width >= self.width or line.reach >= self.reach or len(line) >= self.length

    def may_fill(self, line: Line) -> bool:
        """Whether a line is nearly as long, so that it may have been broken before a long word."""
        return line.width >= self.least


def wrap_of(lines: Sequence[Line], openers: Openers) -> Wrap | None:
    """How lines were wrapped, None where they were not.

    Asked of the lines that end without a mark: most are about as long as the longest, they hold the marks of
    running text, hardly any line is longer, and some breaks fall into a word or number.
    """
    pairs = enumerate(pairwise(lines))
    broken = [i for i, (line, after) in pairs if not line.ended and after.empty_before <= MOST_EMPTY]
    if len(broken) < 3:
        return None
    going_on = _indent_going_on(lines)
    hangs = going_on is not None and going_on > 0
    widths = [line.width - (line.indent if hangs else 0) for line in lines]
    longest = _greatest([widths[i] for i in broken])
    full = [i for i in broken if _FULL * longest <= widths[i] <= longest * 1.1]
    if not _NARROWEST <= longest <= _WIDEST or len(full) < 3 or 2 * len(full) < len(broken):
        return None
    if sum(w > 1.1 * longest for w in widths) * 10 > len(lines):
        return None
    prose = [i for i in full if BODY_MARK.search(lines[i].text) and not lines[i].row]
    sample = prose[:: max(1, len(prose) // _SAMPLE)]
    if len(prose) < _SAMPLE:  # a short text: what is broken short of the full length tells, too
        sample = [i for i in broken if BODY_MARK.search(lines[i].text) and not lines[i].row]
    cut = sum(cut_through(lines[i].text, lines[i + 1].head, openers) for i in sample)
    if 2 * len(prose) < len(full) or (cut < max(2, len(sample) / 5) and going_on is None and not _length_tells(lines)):
        return None
    indent = Counter(lines[i + 1].indent for i in full).most_common(1)[0][0]
    width, reach = _one_length([widths[i] for i in full], 3), _one_length([lines[i].reach for i in full], 1)
    length = _one_length([len(lines[i]) for i in full], 1)
    if width is None and reach is None and length is None:
        return Wrap(_FULL * longest, inf, _FULL * longest, False, indent, hangs=hangs)
    even = (inf if width is None else width, inf if reach is None else reach)
    return Wrap(even[0], even[1], _FULL * longest, True, indent, inf if length is None else length, hangs)


def _indent_going_on(lines: Sequence[Line]) -> int | None:
    """The indent of lines that go on with the one before, where it tells them from those that do not: nearly all that
    follow a line without a mark at its end have it, or one more, and nearly all that follow a mark have another."""
    goes_on: Counter[int] = Counter()
    begins: Counter[int] = Counter()
    for left, right in pairwise(lines):
        (begins if left.ended else goes_on)[right.indent] += 1
    if min(goes_on.total(), begins.total()) < _INDENTS:
        return None
    a, b = goes_on.most_common(1)[0][0], begins.most_common(1)[0][0]
    a = a - 1 if goes_on[a - 1] > 1 else a
    agreed = goes_on[a] + goes_on[a + 1] >= _AGREED * goes_on.total() and begins[b] >= _AGREED * begins.total()
    return a if agreed and b not in (a, a + 1) else None


def _length_tells(lines: Sequence[Line]) -> bool:
    """Whether a line's length tells if the next goes on with it: nearly all that end without a mark have the same
    number of characters, and hardly any with a mark at its end is as long."""
    broken = [line.reach for line in lines if not line.ended]
    ended = [line.reach for line in lines if line.ended]
    if min(len(broken), len(ended)) < _INDENTS:
        return False
    usual = Counter(broken).most_common(1)[0][0]
    same = sum(usual - 1 <= n <= usual + 1 for n in broken)
    return same >= _AGREED * len(broken) and sum(n < usual - 1 for n in ended) >= _AGREED * len(ended)


def _one_length(lengths: Sequence[int], slack: int) -> int | None:
    """The least of the lengths that count as full, None where they are not all about the same."""
    least = _greatest(lengths) - slack
    return least if sum(n >= least for n in lengths) >= _EVEN * len(lengths) else None


def _greatest(lengths: Sequence[int]) -> int:
    """The greatest of some lengths but for a tenth of them, which may be something else."""
    return sorted(lengths)[-1 if len(lengths) < 5 else -1 - len(lengths) // 10]
