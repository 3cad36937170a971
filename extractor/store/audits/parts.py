"""Parts and their total: what stands behind a word such as "of which"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.store.audits.figures import Audit, Figure, Verdict, added, together, within
from extractor.store.audits.sentences import Sentence
from extractor.store.audits.words import Words

#: Parts that exceed their total by more than this share of it are taken to overlap (women, members of a party).
_OVERLAP = 0.05
_STOPS = "；;。！？"
_OPENING, _CLOSING = "（(", "）)"


@dataclass(frozen=True, slots=True)
class Group:
    """A total, the figures of its unit that the text calls its parts, and those that may be parts as well: told behind
    a semicolon."""

    total: Figure
    parts: tuple[Figure, ...]
    further: tuple[Figure, ...] = ()


def groups(sentence: Sentence, before: Sentence | None, words: Words) -> Iterator[Group]:
    """The totals of a sentence with their parts, one group for each unit of each such word.

    A sentence that begins with the word goes on with the one ``before``. Only levels that are about the same area,
    time and status as the total are its parts. What follows the first part with another unit has its own total, if
    the first part has one.
    """
    if sentence.row or not sentence.placed:
        return
    marks = [m.span() for m in words.part_mark.finditer(sentence.text)]
    for k, (start, end) in enumerate(marks):
        last = marks[k + 1][0] if k + 1 < len(marks) else len(sentence.text)
        limit = min(_scope(sentence.text, start, end), last)
        behind = [f for f in sentence.figures if f.measure == "level" and end <= f.start < last]
        ahead = [f for f in sentence.figures if f.end <= start]
        if not ahead and before is not None and not before.row and before.placed and start <= 1:
            ahead = list(before.figures)
        for unit in dict.fromkeys(f.unit for f in behind if f.start < limit):
            total = _total(ahead, unit)
            if total is None or unit.startswith("%") or "/" in unit or words.not_additive.search(total.indicator):
                break
            of_unit = [f for f in behind if f.unit == unit and together((total, f)) and f.indicator != total.indicator]
            parts = tuple(f for f in of_unit if f.start < limit)
            if parts:
                yield Group(total, parts, tuple(f for f in of_unit if f.start >= limit))


def _total(ahead: list[Figure], unit: str) -> Figure | None:
    """The last level with the unit; None where a change of something else with that unit stands nearer."""
    for f in reversed(ahead):
        if f.unit == unit and f.measure == "level":
            return f
        if (
            f.unit == unit
            and f.measure == "change"
            and not any(o.measure == "level" and o.indicator == f.indicator for o in ahead)
        ):
            return None
    return None


def _scope(text: str, start: int, end: int) -> int:
    """Where what is said of the parts ends: the bracket that the word stands in, a semicolon, the end."""
    inside = max(text.rfind(c, 0, start) for c in _OPENING) > max(text.rfind(c, 0, start) for c in _CLOSING)
    stops = _STOPS + (_CLOSING if inside else "")
    return min((i for c in stops if (i := text.find(c, end)) >= 0), default=len(text))


def audit(group: Group) -> Audit:
    """Whether the parts are no more than their total. What may be parts as well counts where it completes the total."""
    total, parts = group.total, group.parts
    whole = total.number
    amount, half, written = added(parts)
    for more in range(1, len(group.further) + 1):
        longer, wider, all_written = added((*parts, *group.further[:more]))
        if within(longer - whole, wider + total.half, whole):
            parts, amount, half, written = (*parts, *group.further[:more]), longer, wider, all_written
            break
    tolerance = half + total.half
    hedged = total.hedged or any(f.hedged for f in parts)
    too_large = [f for f in parts if not within(max(0.0, f.number - whole), f.half + total.half, whole)]
    verdict: Verdict = "agrees"
    reason, sign = None, "<"
    if within(amount - whole, tolerance, whole) and len(parts) > 1:
        sign = "=" if amount == whole else "≈"
    elif amount > whole and not within(amount - whole, tolerance, whole):
        sign = ">"
        if hedged:
            verdict, reason = "unchecked", "about, more than or less than"
        elif too_large:
            verdict, reason = "disagrees", "a part is more than the total"
        elif amount <= whole * (1 + _OVERLAP):
            verdict = "disagrees"
        else:
            verdict, reason = "unchecked", "the parts may overlap"
    elif amount >= whole:
        sign = "≈"
    made = written if len(parts) == 1 else f"{written} = {total.like(amount)}"
    return Audit(
        kind="parts",
        verdict=verdict,
        reason=reason,
        figures=(total, *parts),
        arithmetic=f"{made} {sign} {total.shown}",
        said=total.value,
        reckoned=amount,
        tolerance=tolerance,
        unit=total.unit,
    )
