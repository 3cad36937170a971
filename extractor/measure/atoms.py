"""Atoms: the typed spans that a sentence is read in — quantities, times, ranks, ratios, and what only looks like
them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from extractor.measure.periods import PeriodMention
from extractor.models import Quantity


class AtomKind(StrEnum):
    """What a span is."""

    QUANTITY = "quantity"
    NUMBER = "number"  # a number without a unit
    RATIO = "ratio"  # 3.1:41.2:55.7
    RANK = "rank"
    PERIOD = "period"
    TRAP = "trap"
    HOLE = "hole"  # a number that the source lost
    HOLE_YEAR = "hole_year"  # a year that the source lost


@dataclass(frozen=True, slots=True)
class Atom:
    """A typed span of a clean text. ``quantity`` stands with quantities, numbers and ranks, ``parts`` with ratios."""

    kind: AtomKind
    start: int
    end: int
    quantity: Quantity | None = None
    period: PeriodMention | None = None
    parts: tuple[Decimal, ...] = ()
    reason: str = ""
    trap_id: str = ""
