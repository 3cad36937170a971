"""Areas against the area that they lie in: no more people live in all districts than in the city."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from extractor.store.audits.figures import Audit, Figure, Verdict, added, within
from extractor.store.audits.words import Words


@dataclass(slots=True)
class Areas:
    """Which areas lie in which, as of a year."""

    within: dict[str, list[tuple[str, int, int]]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, rows: Iterable[tuple[str | None, str | None, int | None, int | None]]) -> Areas:
        """From rows of code, code of the area above, first and last year."""
        areas = cls()
        for code, parent, first, last in rows:
            if code and parent:
                areas.within[parent].append((code, first or 0, last or 9999))
        return areas

    def children(self, code: str, year: int) -> set[str]:
        """The codes of the areas that lay directly in an area at the end of a year."""
        return {c for c, first, last in self.within.get(code, ()) if first <= year <= last}


def areas(figures: Iterable[Figure], known: Areas, additive: Collection[str], words: Words) -> Iterator[Audit]:
    """The levels of a document for an area and for areas in it, where the catalogue says that they add up.

    ``additive`` are the codes of such indicators. At least two areas in it must be told, with one value each. Less than
    the whole is no fault: not all areas may be told, and zones have no code.
    """
    cells: Mapping[tuple[object, ...], dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for f in figures:
        if f.measure == "level" and f.indicator_id in additive and f.region_code and f.period_end and not f.hedged:
            key = (f.indicator_id, f.unit, f.period_start, f.period_end, f.status, f.dimensions)
            cells[key][f.region_code].append(f)
    for by_area in cells.values():
        told = {code: same[0] for code, same in by_area.items() if len({f.value for f in same}) == 1}
        for code, total in told.items():
            assert total.period_end is not None
            inside = known.children(code, total.period_end.year)
            parts = [told[c] for c in sorted(inside & told.keys())]
            if len(parts) > 1:
                yield _audit(total, parts, words)


def _audit(total: Figure, parts: list[Figure], words: Words) -> Audit:
    amount, half, written = added(parts)
    tolerance = half + total.half
    verdict: Verdict = "agrees"
    reason, sign = None, "<"
    if within(amount - total.number, tolerance, total.number):
        sign = "=" if amount == total.number else "≈"
    elif amount > total.number:
        sign = ">"
        if words.own_basis.search(total.indicator):
            verdict, reason = "unchecked", "each area is reckoned by itself"
        else:
            verdict = "disagrees"
    return Audit(
        "areas",
        verdict,
        reason,
        (total, *parts),
        f"{written} = {total.like(amount)} {sign} {total.shown}",
        total.value,
        amount,
        tolerance,
        total.unit,
    )
