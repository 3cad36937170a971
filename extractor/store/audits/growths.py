"""A level, its change and its growth in one sentence: two of them tell the third."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.store.audits.figures import Audit, Figure, Verdict, within
from extractor.store.audits.sentences import Sentence
from extractor.store.audits.words import Words


def growths(sentence: Sentence, words: Words) -> Iterator[Audit]:
    """The growths of a sentence that also has the level and the change of the same indicator against the same base."""
    for growth in sentence.figures:
        if growth.measure != "growth" or growth.unit != "%":
            continue
        same = [f for f in sentence.figures if _key(f) == _key(growth)]
        changes = [f for f in same if f.measure == "change" and f.base_period == growth.base_period]
        levels = [f for f in same if f.measure == "level"]
        if len(changes) == 1 and len(levels) == 1 and changes[0].unit == levels[0].unit != "%":
            yield _audit(growth, levels[0], changes[0], sentence, words)


def _key(f: Figure) -> tuple[object, ...]:
    return (
        f.indicator_id or f.indicator,
        f.region_code or f.region,
        f.period_start,
        f.period_end,
        f.status,
        f.dimensions,
    )


def _audit(growth: Figure, level: Figure, change: Figure, sentence: Sentence, words: Words) -> Audit:
    base = level.number - change.number
    half = level.half + change.half
    figures = (growth, level, change)
    sign = "+" if change.number < 0 else "-"
    fraction = f"{change.shown} / ({level.shown} {sign} {change.shown})"
    if base - half <= 0:
        return Audit(
            "change_growth",
            "unchecked",
            "the former level is not positive",
            figures,
            f"{fraction}; said {growth.shown}",
            growth.value,
            None,
            None,
            "%",
        )
    reckoned = 100 * change.number / base
    ends = [100 * (change.number + a) / (base + b) for a in (-change.half, change.half) for b in (-half, half)]
    tolerance = growth.half + max(max(ends) - reckoned, reckoned - min(ends))
    verdict: Verdict = "agrees"
    reason = None
    if within(growth.number - reckoned, tolerance, 100):
        pass
    elif growth.hedged or level.hedged or change.hedged:
        verdict, reason = "unchecked", "about, more than or less than"
    elif words.own_basis.search(growth.indicator):
        verdict, reason = "unchecked", "the growth has a basis of its own"
    elif words.comparable_basis.search(sentence.text):
        verdict, reason = "unchecked", "the sentence tells of a comparable basis"
    else:
        verdict = "disagrees"
    return Audit(
        "change_growth",
        verdict,
        reason,
        figures,
        f"{fraction} = {growth.like(abs(reckoned))}; said {growth.shown}",
        growth.value,
        reckoned,
        tolerance,
        "%",
    )
