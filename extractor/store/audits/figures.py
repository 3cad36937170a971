"""Numbers of records with their rounding, and checks between them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

Verdict = Literal["agrees", "disagrees", "unchecked"]

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_TAG = re.compile(r"<[^<>]*>")
#: Sums of rounded numbers are compared as floating-point numbers; this much of them is noise.
NOISE = 1e-9


@dataclass(frozen=True, slots=True)
class Figure:
    """A record with a value, as far as audits need it.

    ``half`` is by how much the value may be rounded (0 for counts that are told to the last one), in ``unit``.
    ``hedged`` is set for numbers that are called about, more than or less than. ``start`` and ``end`` are the place
    of the number in its sentence, -1 where it was not found there.
    """

    record_id: str
    doc_path: str
    raw_start: int
    raw_end: int
    raw_text: str
    value: Decimal
    unit: str
    indicator: str
    indicator_id: str | None
    indicator_raw: str
    period_start: date | None
    period_end: date | None
    region: str | None
    region_code: str | None
    status: str
    measure: str
    base_period: str | None
    dimensions: tuple[tuple[str, str], ...]
    hedged: bool
    half: float
    start: int = -1
    end: int = -1

    @property
    def number(self) -> float:
        """The value, for reckoning."""
        return float(self.value)

    @property
    def shown(self) -> str:
        """The number as the raw file has it, in one line and without tags."""
        return " ".join(_TAG.sub("", self.raw_text).split())

    def like(self, value: float) -> str:
        """Another value written as this one is, with one more place."""
        plain = plain_digits(_TAG.sub("", self.raw_text))
        found = list(_NUMBER.finditer(plain))
        if len(found) == 1 and float(found[0][0]) > 0 and self.value and value >= 0:
            scale = abs(self.number) / float(found[0][0])
            places = len(found[0][0].partition(".")[2]) + 1
            return f"{_short(value / scale, places)}{plain[found[0].end() :]}"
        return f"{_short(value, 4)} {self.unit}".strip()


def plain_digits(text: str) -> str:
    """A text with half-width digits, without blanks and without commas that part thousands."""
    folded = text.translate(_WIDTH)
    return re.sub(r"\s|(?<=\d)[,\uff0c](?=\d{3}(?!\d))", "", folded)


_WIDTH = {0xFF10 + i: str(i) for i in range(10)} | {0xFF0E: ".", 0xFF05: "%"}


def _short(value: float, places: int) -> str:
    text = f"{value:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True, slots=True)
class Audit:
    """One check, as a row of the table ``audits``.

    ``figures`` are the one that is checked and those that it is reckoned from. ``said``, ``reckoned`` and ``tolerance``
    are in ``unit``. ``reason`` says why it is unchecked, or what may explain a disagreement.
    """

    kind: str
    verdict: Verdict
    reason: str | None
    figures: tuple[Figure, ...]
    arithmetic: str
    said: Decimal | None
    reckoned: float | None
    tolerance: float | None
    unit: str

    def row(self) -> tuple[Any, ...]:
        """The columns of the table, in their order."""
        checked = self.figures[0]
        ids = [f.record_id for f in self.figures]
        name = hashlib.md5("\x1f".join([self.kind, *ids]).encode(), usedforsecurity=False).hexdigest()
        apart = None if self.said is None or self.reckoned is None else float(self.said) - self.reckoned
        return (
            name,
            self.kind,
            self.verdict,
            self.reason,
            checked.indicator_id,
            checked.indicator,
            checked.region_code,
            checked.region,
            checked.period_start,
            checked.period_end,
            checked.status,
            self.arithmetic,
            self.said,
            self.reckoned,
            apart,
            self.tolerance,
            self.unit,
            ids,
            sorted({f.doc_path for f in self.figures}),
        )


def together(figures: Iterable[Figure]) -> bool:
    """Whether figures are about one area and one time, and of one kind (what is, or what is planned)."""
    keys = {(f.region_code or f.region, f.period_end, f.status) for f in figures}
    return len(keys) == 1


def added(figures: Sequence[Figure]) -> tuple[float, float, str]:
    """The sum of figures, by how much it may be rounded, and how it is written out."""
    total = sum(f.number for f in figures)
    return total, sum(f.half for f in figures), " + ".join(f.shown for f in figures)


def within(difference: float, tolerance: float, size: float) -> bool:
    """Whether a difference is no more than the tolerance, up to the noise of numbers of this size."""
    return abs(difference) <= tolerance + NOISE * max(1.0, abs(size))
