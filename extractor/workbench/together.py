"""How rules get on with each other: over their examples and over sample bulletins, which win and which never do."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from extractor.match.rules import Ruleset
from extractor.models import Extraction, Source
from extractor.pipeline import Pipeline
from extractor.read.encoding import ReadError
from extractor.read.source import read_bytes, read_path
from extractor.workbench.fields import Written
from extractor.workbench.findings import Finding


@dataclass(slots=True)
class Contest:
    """How often each rule fitted a number and read it, and which rules beat it."""

    fits: Counter[str] = field(default_factory=Counter)
    wins: Counter[str] = field(default_factory=Counter)
    beaten_by: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, x: Extraction) -> None:
        """Count what one document gave."""
        for t in x.tried:
            for rule_id in dict.fromkeys(t.rules):
                self.fits[rule_id] += 1
                if t.taken and t.taken != rule_id:
                    self.beaten_by[rule_id][t.taken] += 1
            if t.taken:
                self.wins[t.taken] += 1


def contest(rules: Ruleset, sources: Iterable[Source]) -> Contest:
    """The contest over some documents."""
    out, pipeline = Contest(), Pipeline(rules)
    for source in sources:
        out.add(pipeline.process(source))
    return out


def sources_of(paths: Iterable[Path]) -> Iterator[Source]:
    """Documents of files; those that cannot be read are passed over."""
    for path in paths:
        try:
            yield read_path(path)
        except ReadError:
            continue


def check_together(rules: Ruleset, written: Sequence[Written], bulletins: Sequence[Path]) -> Iterator[Finding]:
    """Rules of one pattern, rules that the same rule always beats, rules that win on no sample bulletin."""
    yield from _twins(rules, written)
    used = [w for w in written if w.spec.status == "active"]
    examples = contest(rules, (read_bytes(e.text.encode(), "example.txt") for w in used for e in w.spec.example))
    samples = contest(rules, sources_of(bulletins)) if bulletins else None
    for w in used:
        rule_id = w.spec.id
        wins = examples.wins[rule_id] + (samples.wins[rule_id] if samples else 0)
        beaten = examples.beaten_by[rule_id] + (samples.beaten_by[rule_id] if samples else Counter())
        if not wins and len(beaten) == 1:
            yield w.finding("GB402", f"{next(iter(beaten))} wins wherever the rule fits", "", "id")
        if samples is not None and not samples.wins[rule_id]:
            fits = samples.fits[rule_id]
            told = f"it fits {fits} numbers and reads none" if fits else "it fits no number"
            yield w.finding("GB401", f"{rule_id} never wins on the sample bulletins: {told}", "", "id")


def _twins(rules: Ruleset, written: Sequence[Written]) -> Iterator[Finding]:
    first: dict[tuple[str | None, ...], str] = {}
    for w in written:
        rule = rules.rules[w.spec.id]
        if w.spec.status != "active":
            continue
        kinds = ",".join(sorted(rule.kinds)) + " ".join(w.spec.need)
        key = (rule.pattern_source, rule.left_source, rule.right_source, kinds)
        other = first.setdefault(key, w.spec.id)
        if other != w.spec.id:
            field_name = "pattern" if w.spec.pattern is not None else "left"
            yield w.finding("GB403", f"{other} has the same pattern", "take one of the two out", field_name)
