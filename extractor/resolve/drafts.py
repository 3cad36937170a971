"""Drafts of records: what reading gives, before validation."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal

from extractor.models import Period, Qualifier, Region


@dataclass(frozen=True, slots=True)
class Draft:
    """A number with its meaning, positions in the clean text; ``traits`` tell how it was read, sure or unsure."""

    start: int
    end: int
    value: Decimal | None
    value_min: Decimal | None
    value_max: Decimal | None
    unit: str
    qualifier: Qualifier
    indicator: str
    indicator_id: str | None
    indicator_raw: str
    measure: str
    status: str
    period: Period | None
    period_source: str | None
    region: Region | None
    base_period: str | None
    rule_id: str
    evidence: tuple[int, int]
    section: tuple[str, ...]
    dimensions: dict[str, str] = field(default_factory=dict)
    traits: frozenset[str] = frozenset()

    def signed(self, sign: int) -> Draft:
        """The draft with its values negated where ``sign`` is negative."""
        if sign >= 0:
            return self
        return replace(
            self, value=_minus(self.value), value_min=_minus(self.value_max), value_max=_minus(self.value_min)
        )


def _minus(v: Decimal | None) -> Decimal | None:
    return None if v is None else -v


@dataclass(frozen=True, slots=True)
class Refused:
    """A number that became no draft, and why."""

    start: int
    end: int
    reason: str
    evidence: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Hole:
    """A place where the source lost its digits."""

    start: int
    end: int
    unit: str
    indicator: str
    evidence: tuple[int, int]
    rule_id: str


@dataclass(frozen=True, slots=True)
class Tried:
    """Which rules fitted a number, best first, and which of them read it; positions in the clean text."""

    start: int
    end: int
    rules: tuple[str, ...]
    taken: str | None
