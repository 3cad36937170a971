"""Runs the examples of rules and traps: what they say must come out, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from extractor.match.rules import Rule, Ruleset
from extractor.match.schema import ExpectedRecord
from extractor.models import Extraction, Record
from extractor.pipeline import Pipeline
from extractor.read.source import read_bytes
from extractor.workbench.faults import Fault, line_of


def run_examples(rules: Ruleset, naive: bool = False) -> Iterator[Fault]:
    """Faults of all examples and counter-examples, under the fast engine or (``naive``) under the oracle."""
    pipeline = Pipeline(rules, naive)
    for rule in rules.rules.values():
        if rule.spec.status == "active":
            yield from _rule(pipeline, rule)


def run_traps(rules: Ruleset) -> Iterator[Fault]:
    """Faults of the traps' examples."""
    path = str(rules.lexicon.root / "traps.toml")
    for trap in rules.scanner.traps.traps:
        for text in trap.examples:
            if not any(rules.scanner.traps.spans(trap, text, 0, len(text))):
                yield Fault(
                    path,
                    line_of(path, f'id = "{trap.id}"', text),
                    "trap-example",
                    f"trap {trap.id} does not match its example {text!r}",
                    "mend the pattern or the example",
                )
        for text in trap.counter:
            if any(rules.scanner.traps.spans(trap, text, 0, len(text))):
                yield Fault(
                    path,
                    line_of(path, f'id = "{trap.id}"', text),
                    "trap-counter",
                    f"trap {trap.id} matches its counter-example {text!r}",
                    "narrow the pattern",
                )


def _extract(pipeline: Pipeline, text: str) -> Extraction:
    return pipeline.process(read_bytes(text.encode(), "example.txt"))


def _rule(pipeline: Pipeline, rule: Rule) -> Iterator[Fault]:
    head = f'id = "{rule.id}"'
    for example in rule.spec.example:
        got = _extract(pipeline, example.text).records
        wrong = _compare(example.records, got)
        if not wrong and rule.id not in {r.rule_id for r in got}:
            wrong = (
                f"the rule took part in no record; these did: {', '.join(sorted({r.rule_id for r in got})) or 'none'}"
            )
        place = line_of(rule.path, head, example.text)
        if wrong and not example.xfail:
            yield Fault(
                rule.path,
                place,
                "example",
                f"rule {rule.id}: {example.text!r} gives {wrong}",
                "mend the rule, or the example where the records it expects are wrong",
            )
        if not wrong and example.xfail:
            yield Fault(
                rule.path,
                place,
                "xfail-passes",
                f"rule {rule.id}: the example {example.text!r} passes though marked xfail",
                "take xfail out",
            )
    for counter in rule.spec.counter:
        hit = [r for r in _extract(pipeline, counter.text).records if r.rule_id == rule.id]
        if hit:
            yield Fault(
                rule.path,
                line_of(rule.path, head, counter.text),
                "counter-example",
                f"rule {rule.id} reads {hit[0].raw_text!r} in its counter-example {counter.text!r}",
                "narrow the pattern",
            )


def _compare(expected: list[ExpectedRecord], got: tuple[Record, ...]) -> str:
    """What is wrong with the records that came out; empty where nothing is."""
    if len(expected) != len(got):
        return f"{len(got)} record(s), not {len(expected)}: {'; '.join(_short(r) for r in got) or 'none'}"
    for n, (want, have) in enumerate(zip(expected, got, strict=True), 1):
        for key, value in want.model_dump(exclude_none=True).items():
            found = _field(have, key)
            if found != value:
                return f"record {n} with {key} {found!r}, not {value!r} ({_short(have)})"
    return ""


def _field(r: Record, key: str) -> object:
    if key == "period":
        return _period(r.period_start, r.period_end)
    value = getattr(r, key)
    return value.value if key == "qualifier" else value


def _period(first: date | None, last: date | None) -> str:
    """A period as examples write it: 2021, 2021/2025, @2021-12-31, 2021-03, or first and last day."""
    if first is None or last is None:
        return ""
    if first == last:
        return f"@{last.isoformat()}"
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year) if first.year == last.year else f"{first.year}/{last.year}"
    return f"{first.isoformat()}/{last.isoformat()}"


def _short(r: Record) -> str:
    value: Decimal | str | None = r.value if r.value is not None else f"{r.value_min}..{r.value_max}"
    return f"{r.indicator} {value} {r.unit} {r.measure} by {r.rule_id}"
