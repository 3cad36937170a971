"""One pass over a stretch of clean text: all its atoms, in order, not overlapping."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from pathlib import Path

from extractor.lexicon import Lexicon, load_lexicon
from extractor.measure.atoms import Atom, AtomKind
from extractor.measure.numerals import NumeralReader
from extractor.measure.periods import PeriodMention, PeriodReader
from extractor.measure.quantities import QuantityReader
from extractor.measure.traps import TrapReader
from extractor.measure.units import UnitTable

_TITLE = "title"  # the trap that hides the times in it


class Scanner:
    """Reads atoms. A title (《…》) hides the times in it; a time hides the traps that it overlaps; what is left is
    read for quantities."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.numerals = NumeralReader(lexicon)
        self.units = UnitTable(lexicon)
        self.periods = PeriodReader(lexicon, self.numerals)
        self.traps = TrapReader(lexicon)
        self.quantities = QuantityReader(lexicon, self.numerals, self.units)

    def scan(self, text: str, start: int = 0, end: int | None = None) -> list[Atom]:
        """Atoms of ``text[start:end]``."""
        stop = len(text) if end is None else end
        traps = self.traps.find(text, start, stop)
        covering = [(t.start, t.end) for t in traps if t.trap_id == _TITLE]
        times = [
            Atom(AtomKind.PERIOD, p.start, p.end, period=p)
            for p in self.periods.find(text, start, stop)
            if not _overlaps(p, covering)
        ]
        spans = [(t.start, t.end) for t in times]
        free = (t for t in traps if t.trap_id == _TITLE or not _overlaps(t, spans))
        taken = sorted([*times, *free], key=lambda a: a.start)
        out: list[Atom] = []
        at = start
        for a in [*taken, Atom(AtomKind.TRAP, stop, stop)]:
            if a.start > at:
                out.extend(self.quantities.find(text, at, a.start, start))
            if a.end > a.start:
                out.append(a)
            at = max(at, a.end)
        return out


def _overlaps(a: Atom | PeriodMention, spans: list[tuple[int, int]]) -> bool:
    """True where ``a`` shares a character with one of ``spans``, which are in order and apart."""
    k = bisect_left(spans, (a.end, 0)) - 1
    return k >= 0 and spans[k][1] > a.start


@lru_cache(maxsize=4)
def scanner_for(root: Path | None = None) -> Scanner:
    """The scanner of a rules folder, built once a process."""
    return Scanner(load_lexicon(root))
