"""Runs the examples of rules and traps: what they say must come out, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

import regex

from extractor.clean.steps import clean
from extractor.match.rules import Ruleset
from extractor.match.schema import ExpectedRecord
from extractor.models import Extraction, Record
from extractor.pipeline import Pipeline
from extractor.read.source import read_bytes
from extractor.workbench.fields import Written
from extractor.workbench.findings import Finding, Places
from extractor.workbench.tree import Tree
from extractor.workbench.variant import as_rules_see


def run_examples(rules: Ruleset, written: Sequence[Written]) -> Iterator[Finding]:
    """Findings of all examples and counter-examples, each read by the fast engine and by the one that tries all
    rules."""
    fast, naive = Pipeline(rules), Pipeline(rules, naive=True)
    for w in written:
        if w.spec.status == "active":
            yield from _rule(fast, naive, w)
            yield from _alternatives(rules, w)


def run_traps(rules: Ruleset) -> Iterator[Finding]:
    """Findings of the traps' examples."""
    places = Places(rules.lexicon.root / "traps.toml")
    for trap in rules.scanner.traps.traps:
        start = places.find(f'id = "{trap.id}"')
        for texts, wanted, code, said, remedy in (
            (trap.examples, True, "GB501", "does not match its example", "mend the pattern or the example"),
            (trap.counter, False, "GB502", "matches its counter-example", "narrow the pattern"),
        ):
            for text in texts:
                if any(rules.scanner.traps.spans(trap, text, 0, len(text))) is not wanted:
                    at = places.find(text, start=start)
                    yield places.finding(code, f"trap {trap.id} {said} {text!r}", remedy, at, len(text), trap.id)


def _extract(pipeline: Pipeline, text: str) -> Extraction:
    return pipeline.process(read_bytes(text.encode(), "example.txt"))


def _rule(fast: Pipeline, naive: Pipeline, w: Written) -> Iterator[Finding]:
    spec = w.spec
    if all(e.xfail for e in spec.example):
        yield w.finding("GB307", f"all examples of {spec.id} are expected to fail", "add one that works", "example")
    for n, example in enumerate(spec.example):
        got = _extract(fast, example.text).records
        yield from _engines(naive, w, "example", n, example.text, got)
        wrong, code = _compare(example.records, got), "GB301"
        if not wrong and spec.id not in {r.rule_id for r in got}:
            others = ", ".join(sorted({r.rule_id for r in got})) or "none"
            wrong, code = f"right records, but {spec.id} took part in none; these did: {others}", "GB302"
        if wrong and not example.xfail:
            said, remedy = f"{example.text!r} gives {wrong}", f"gongbao rules try {spec.id} {example.text!r}"
            yield w.finding(code, said, remedy, "example", n, text=example.text)
        if not wrong and example.xfail:
            said = f"{example.text!r} passes though marked xfail"
            yield w.finding("GB304", said, "take xfail out", "example", n, text=example.text)
    for n, counter in enumerate(spec.counter):
        got = _extract(fast, counter.text).records
        yield from _engines(naive, w, "counter", n, counter.text, got)
        hit = [r for r in got if r.rule_id == spec.id]
        if hit:
            said = f"reads {hit[0].raw_text!r} in its counter-example {counter.text!r}"
            yield w.finding("GB303", said, "narrow the pattern", "counter", n, text=counter.text)


def _engines(naive: Pipeline, w: Written, field: str, n: int, text: str, got: tuple[Record, ...]) -> Iterator[Finding]:
    if _extract(naive, text).records != got:
        yield w.finding(
            "GB305", f"the engines give other records for {text!r}", "please report it", field, n, text=text
        )


def _alternatives(rules: Ruleset, w: Written) -> Iterator[Finding]:
    """Alternatives of the pattern as a whole that no example reaches."""
    source = w.spec.pattern
    tree = Tree(source) if source is not None else None
    if source is None or tree is None or len(tree.options) < 2:
        return
    masked = [masked_text(rules, e.text) for e in w.spec.example]
    for option in tree.options:
        if not option:
            continue
        said = source[option[0].start : option[-1].end]
        try:
            pattern = regex.compile(rules.macros.expand(said, w.spec.id), cache_pattern=False)
            reached = any(pattern.search(m, timeout=1) for m in masked)
        except (regex.error, TimeoutError):
            continue
        if not reached:
            yield w.finding("GB306", f"no example reaches {said!r}", "add one, or take it out", "pattern", text=said)


def masked_text(rules: Ruleset, text: str) -> str:
    """A text as curated rules see it, on the whole: cleaned and masked, but not cut into sentences."""
    chars = clean(read_bytes(text.encode(), "example.txt"), rules.lexicon).text.chars
    return as_rules_see(rules, chars, 0, len(chars)).text


def _compare(expected: list[ExpectedRecord], got: tuple[Record, ...]) -> str:
    """What is wrong with the records that came out; empty where nothing is."""
    if len(expected) != len(got):
        return f"{len(got)} record(s), not {len(expected)}: {'; '.join(_short(r) for r in got) or 'none'}"
    for n, (want, have) in enumerate(zip(expected, got, strict=True), 1):
        for key, value in want.model_dump(exclude_none=True).items():
            found = _field(have, key)
            if found != value:
                return f"record {n} with {key} {_plain(found)}, not {_plain(value)} ({_short(have)})"
    return ""


def _field(r: Record, key: str) -> object:
    if key == "period":
        return period_told(r.period_start, r.period_end)
    value = getattr(r, key)
    return value.value if key == "qualifier" else value


def period_told(first: date | None, last: date | None) -> str:
    """A period as examples write it: 2021, 2021/2025, @2021-12-31, 2021-03, or first and last day."""
    if first is None or last is None:
        return ""
    if first == last:
        return f"@{last.isoformat()}"
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year) if first.year == last.year else f"{first.year}/{last.year}"
    return f"{first.isoformat()}/{last.isoformat()}"


def _plain(v: object) -> str:
    return "nothing" if v is None else format(v, "f") if isinstance(v, Decimal) else repr(v)


def _short(r: Record) -> str:
    value: Decimal | str | None = r.value if r.value is not None else f"{r.value_min}..{r.value_max}"
    return f"{r.indicator} {value} {r.unit} {r.measure} by {r.rule_id}"
