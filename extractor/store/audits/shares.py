"""Shares against the numerator and the denominator that the document tells, and shares that make a whole."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import groupby

from extractor.store.audits.figures import Audit, Figure, Verdict, added, plain_digits, together, within
from extractor.store.audits.parts import Group
from extractor.store.audits.sentences import Sentence
from extractor.store.audits.words import Words, folded

_PERCENT = "%"
#: Names as much alike as this call the same thing, where one stands right beside the other.
_ALIKE = 0.6


@dataclass(slots=True)
class Names:
    """The levels of a document by their folded names."""

    words: Words
    by_name: dict[str, list[Figure]] = field(default_factory=lambda: defaultdict(list))

    def add(self, figure: Figure) -> None:
        """Take a level in, under its canonical and its own name."""
        for name in {folded(figure.indicator, self.words), folded(figure.indicator_raw, self.words)}:
            if name:
                self.by_name[name].append(figure)

    def find(self, name: str, beside: Figure, unit: str | None) -> Figure | None:
        """The level of this name with the area, time and status of another figure; None where there are two values."""
        found = [
            f
            for f in self.by_name.get(folded(name, self.words), ())
            if together((f, beside)) and (f.unit == unit if unit else f.unit != _PERCENT) and not f.dimensions
        ]
        return found[0] if found and len({f.value for f in found}) == 1 else None

    def ending(self, name: str, part: Figure) -> list[Figure]:
        """The levels, no less than a part and with its unit, whose names end with this one."""
        tail = folded(name, self.words)
        return [
            f
            for known, figures in self.by_name.items()
            if len(tail) > 1 and known.endswith(tail)
            for f in figures
            if together((f, part))
            and f.unit == part.unit
            and not f.dimensions
            and f.value >= part.value
            and f.value > 0
            and f.record_id != part.record_id
        ]


@dataclass(frozen=True, slots=True)
class _Fraction:
    """What a share is of. A whole that is not ``sure`` was guessed: it can confirm a share, and never refute it."""

    part: Figure
    whole: Figure
    sure: bool


def shares(
    sentence: Sentence, groups: Sequence[Group], names: Names, ratios: Mapping[str, tuple[str, str]]
) -> Iterator[Audit]:
    """The shares of a sentence or row, each with what the document tells of its numerator and denominator.

    ``groups`` are the totals and parts of the sentence, ``ratios`` the numerator and denominator of shares whose names
    do not tell them.
    """
    words = names.words
    ratios_told = Counter((f.raw_start, f.raw_end) for f in sentence.figures if f.unit == _PERCENT)
    said: dict[str, str] = {}
    shared: Figure | None = None
    for i, share in enumerate(sentence.figures):
        if share.unit != _PERCENT or share.measure != "level" or share.value > 100:
            continue
        if sentence.placed and words.from_mark.fullmatch(sentence.text[max(0, share.start - 1) : share.start]):
            continue
        part, whole_said = _beside(sentence, i, words)
        fraction = None
        if part is not None:
            totals = [g.total for g in groups if any(f.record_id == part.record_id for f in g.parts)]
            # What is itself told as a share of the same whole is not that whole.
            totals = [t for t in totals if said.get(t.record_id, "") != whole_said or not whole_said]
            if not totals and not whole_said and shared is not None and shared.unit == part.unit:
                totals = [shared]
            said[part.record_id] = whole_said
            fraction = _by_place(sentence, share, part, whole_said, totals, names)
            shared = fraction.whole if fraction is not None and not whole_said else shared
        fraction = fraction or _by_name(share, names, ratios)
        checked = fraction and _audit(share, fraction, ratios_told[share.raw_start, share.raw_end] > 1, sentence, words)
        if checked:
            yield checked
        elif part is not None:
            elsewhere = words.elsewhere.search(whole_said)
            yield Audit(
                "share",
                "unchecked",
                "the whole lies in another area" if elsewhere else "the whole is not told",
                (share, part),
                f"{part.shown} / ? = {share.shown}",
                share.value,
                None,
                None,
                share.unit,
            )


def _beside(sentence: Sentence, i: int, words: Words) -> tuple[Figure | None, str]:
    """The amount that stands before a share and has its name, and the words for the whole between them."""
    if sentence.row or not sentence.placed or i == 0:
        return None, ""
    share, last = sentence.figures[i], sentence.figures[i - 1]
    said = sentence.text[last.end : share.start]
    marks = list(words.share_mark.finditer(said))
    if not marks or words.list_mark.search(said):
        return None, ""
    for f in reversed(sentence.figures[:i]):
        if f.measure != "level":
            continue
        if f.unit != _PERCENT and "/" not in f.unit and _alike(share, f, words):
            return f, words.whole_end.split(said[marks[0].end() :], maxsplit=1)[0]
        break
    return None, ""


def _alike(share: Figure, amount: Figure, words: Words) -> bool:
    match = words.share_name.match(share.indicator)
    stem = match["part"] if match else words.share_mark.sub("", share.indicator)
    stem = folded(stem, words)
    for name in (folded(amount.indicator, words), folded(amount.indicator_raw, words)):
        if stem and name and (stem in name or name in stem or SequenceMatcher(None, stem, name).ratio() >= _ALIKE):
            return True
    return False


def _by_place(
    sentence: Sentence, share: Figure, part: Figure, whole_said: str, totals: Sequence[Figure], names: Names
) -> _Fraction | None:
    """The whole of a part: by its name, else the total that the part is one of, else what "the total" stands for."""
    words = names.words
    own = words.elsewhere.sub("", whole_said)
    known = folded(own, words)
    if known:
        found = names.find(own, part, part.unit)
        if found is not None and found.record_id != part.record_id:
            return _Fraction(part, found, own == whole_said)
    called = not whole_said or (own == whole_said and words.whole.search(whole_said) is not None)
    for total in totals:
        names_of = (folded(total.indicator, words), folded(total.indicator_raw, words))
        if not whole_said or (called and not known) or (known and any(known in n for n in names_of)):
            return _Fraction(part, total, True)
        if called:
            return _Fraction(part, total, False)
    near = names.ending(own, part) if known else []
    if near:
        return _Fraction(part, min(near, key=lambda f: abs(100 * part.number / f.number - share.number)), False)
    if whole_said and called and not known:
        for f in reversed([f for f in sentence.figures if f.end <= part.start]):
            if (
                f.measure == "level"
                and f.unit == part.unit
                and together((f, part))
                and f.value >= part.value
                and f.value > 0
            ):
                return _Fraction(part, f, False)
    return None


def _by_name(share: Figure, names: Names, ratios: Mapping[str, tuple[str, str]]) -> _Fraction | None:
    """Part and whole by the name of the share, else by what the catalogue's definition calls them."""
    if share.dimensions:
        return None
    match = names.words.share_name.match(share.indicator)
    said = [(match["part"], match["whole"])] if match and match["whole"] else []
    for part_name, whole_name in (*said, *([ratios[share.indicator]] if share.indicator in ratios else [])):
        whole = names.find(whole_name, share, None)
        part = names.find(part_name, share, whole.unit) if whole else None
        if whole is not None and part is not None and part.record_id != whole.record_id:
            return _Fraction(part, whole, True)
    return None


def _audit(share: Figure, fraction: _Fraction, in_ratio: bool, sentence: Sentence, words: Words) -> Audit | None:
    """The check of a share; None where its whole was only a guess that does not hold."""
    part, whole = fraction.part, fraction.whole
    if whole.number - whole.half <= 0 or part.number < 0:
        return None
    reckoned = 100 * part.number / whole.number
    highest = 100 * (part.number + part.half) / (whole.number - whole.half)
    lowest = 100 * (part.number - part.half) / (whole.number + whole.half)
    tolerance = share.half + max(highest - reckoned, reckoned - lowest)
    if in_ratio:
        tolerance += 2 * share.half  # the last place of one member is set so that all of them make the whole
    apart = abs(share.number - reckoned)
    verdict: Verdict = "agrees"
    reason = None
    if not within(apart, tolerance, 100):
        if not fraction.sure:
            return None
        if part.hedged or whole.hedged or share.hedged:
            verdict, reason = "unchecked", "about, more than or less than"
        elif words.comparable_basis.search(sentence.text):
            verdict, reason = "unchecked", "the sentence tells of another basis"
        else:
            verdict = "disagrees"
    made = f"{_number(round(reckoned, 2))}%" if in_ratio else share.like(reckoned)
    said = f"{_number(share.number)}%" if in_ratio else share.shown
    return Audit(
        "share",
        verdict,
        reason,
        (share, part, whole),
        f"{part.shown} / {whole.shown} = {made}; said {said}",
        share.value,
        reckoned,
        tolerance,
        share.unit,
    )


def structures(sentence: Sentence, words: Words) -> Iterator[Audit]:
    """Shares that are told as one whole: a ratio (5:40:55), or a list behind words such as "respectively"."""
    levels = [f for f in sentence.figures if f.measure == "level" and f.unit == _PERCENT and not f.hedged]
    for _, same in groupby(levels, key=lambda f: (f.raw_start, f.raw_end)):
        ratio = tuple(sorted(same, key=lambda f: plain_digits(f.raw_text).find(_number(f.number))))
        if len(ratio) > 1:
            yield from _whole(ratio, complete=True)
    if sentence.row or not sentence.placed:
        return
    run: list[Figure] = []
    for f in sentence.figures:
        joined = bool(run) and f.start - run[-1].end <= 1 and f.start > run[-1].start
        if f in levels and joined:
            run.append(f)
            continue
        yield from _listed(sentence, run, words)
        run = [f] if f in levels else []
    yield from _listed(sentence, run, words)


def _listed(sentence: Sentence, run: Sequence[Figure], words: Words) -> Iterator[Audit]:
    if len(run) < 2:
        return
    head = sentence.text[max(0, run[0].start - 12) : run[0].start]
    if words.list_mark.search(head) and (words.share_mark.search(head) or words.share_mark.search(run[0].indicator)):
        yield from _whole(tuple(run), complete=False)


def _whole(shares_told: tuple[Figure, ...], complete: bool) -> Iterator[Audit]:
    amount, half, _ = added(shares_told)
    verdict: Verdict = "agrees"
    if not within(amount - 100, half, 100):
        if abs(amount - 100) > 3 or (amount < 100 and not complete):
            return  # not all of them are told, or they are shares of different things
        verdict = "disagrees"
    sums = " + ".join(f"{_number(f.number)}%" for f in shares_told)
    yield Audit(
        "structure",
        verdict,
        None,
        shares_told,
        f"{sums} = {_number(amount)}%; a whole is 100%",
        Decimal(100),
        amount,
        half,
        _PERCENT,
    )


def _number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")
