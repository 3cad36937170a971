"""`gongbao rules new`: a rule from a sentence and its record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

import regex

from extractor.clean.steps import clean
from extractor.lexicon import Lexicon
from extractor.match.catalogue import Indicator
from extractor.match.literals import gates, han
from extractor.match.macros import KIND_OF
from extractor.match.rules import Rule, Ruleset
from extractor.match.schema import RuleSpec
from extractor.match.window import Masked, Window, window
from extractor.models import Record
from extractor.pipeline import Pipeline
from extractor.read.source import read_bytes
from extractor.resolve.words import word_borders
from extractor.workbench.examples import period_told
from extractor.workbench.fields import near
from extractor.workbench.variant import as_rules_see, spelt, with_rule

_ID = regex.compile(r"[a-z0-9_]+(?:\.[a-z0-9_]+)+")
_SIDE = 14  # characters on one side of the number that a proposed pattern takes
_HEAD = "#:schema ../schema.json\n"


class NewRuleError(ValueError):
    """A rule that cannot be made from what was given: says what is wrong and what would mend it."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rule as it could be written: its pattern, the sentence, and the records that all rules then make of it."""

    rule_id: str
    indicator: Indicator
    text: str
    masked: str
    pattern: str
    number: str
    records: tuple[Record, ...]


def propose(rules: Ruleset, rule_id: str, text: str, value: str, indicator: str) -> Proposal:
    """The rule for a sentence whose number ``value`` (in the base unit) is the ``indicator``. Raises NewRuleError."""
    rule_id = rule_id if rule_id.startswith("curated.") else f"curated.{rule_id}"
    if not _ID.fullmatch(rule_id) or rule_id.count(".") < 2:
        raise NewRuleError(f"{rule_id}: an id is TOPIC.NAME, in lower-case letters, digits and _: transport.low_floor")
    if rule_id in rules.rules:
        raise NewRuleError(f"{rule_id}: this id is taken by a rule in {rules.rules[rule_id].path}; choose another")
    ind = _indicator(rules, indicator)
    m, i, number = _number(rules, text, value)
    pattern = _pattern(rules.lexicon, m, window(m, i), i)
    spec = _spec(rule_id, ind, pattern, text)
    made = with_rule(rules, Rule.of(spec, "new", rules.macros))
    records = Pipeline(made).process(read_bytes(text.encode(), "text.txt")).records
    own = [r for r in records if r.rule_id == rule_id]
    if not own:
        said = "; ".join(f"{r.raw_text} by {r.rule_id}" for r in records) or "no record at all"
        raise NewRuleError(f"the proposed pattern {pattern} reads nothing here ({said}); give another sentence")
    return Proposal(rule_id, ind, text, spelt(m.text), pattern, number, records)


def _indicator(rules: Ruleset, told: str) -> Indicator:
    found = rules.indicators.get(told) or rules.catalogue.by_name(told, None)
    if found is None:
        names = {i.name: i.id for i in rules.indicators.values()}
        hint = near(told, rules.indicators) or near(told, names)
        raise NewRuleError(f"no indicator is called {told!r}{hint}; add it to rules/indicators/ first")
    return found


def _number(rules: Ruleset, text: str, value: str) -> tuple[Masked, int, str]:
    try:
        wanted = Decimal(value)
    except InvalidOperation:
        raise NewRuleError(f"{value!r} is no number; write it in the base unit, 25000 for 2.5万") from None
    chars = clean(read_bytes(text.encode(), "text.txt"), rules.lexicon).text.chars.strip()
    m = as_rules_see(rules, chars, 0, len(chars))
    seen: list[str] = []
    for i in m.values():
        q = m.atoms[i].quantity
        said = chars[m.atoms[i].start : m.atoms[i].end]
        if q is not None and wanted in (q.value, q.value_min, q.value_max):
            return m, i, said
        if q is not None:
            seen.append(f"{said} = {q.value if q.value is not None else f'{q.value_min} to {q.value_max}'}")
    raise NewRuleError(f"the sentence has no number {value}; it has {', '.join(seen) or 'none at all'}")


def _pattern(lexicon: Lexicon, m: Masked, w: Window, i: int) -> str:
    """The words of the clause on both sides of the number; what says nothing about the indicator left out."""
    value = f"{{{KIND_OF[m.text[i]]}:value}}"
    reach = sorted({*lexicon.words("reach"), *lexicon.words("have")}, key=len, reverse=True)
    left = w.left
    for c in KIND_OF:
        left = left.rsplit(c, 1)[-1]
    left, joint = _without_end(left, reach)
    for lead in sorted({*lexicon.words("lead_area"), *lexicon.words("lead")}, key=len, reverse=True):
        if left.startswith(lead) and len(left) - len(lead) != 1:
            left = left[len(lead) :]
            break
    left, right = _last(left), w.right
    for c in KIND_OF:
        right = right.split(c, 1)[0]
    right = _first(right)
    if not joint and han(left) >= 4 and han(right) < 2:
        right = ""
    between = "(?:{@reach}|{@have})?" if left and (joint or han(right) < 2) else ""
    if joint and han(left) >= 4:
        right = ""
    pattern = _loose(left) + between + value + _loose(right)
    if han(left + right) < 2 and w.before:  # 养老床位方面，达到12张: the clause before says what it is
        before = w.before
        for c in KIND_OF:
            before = before.rsplit(c, 1)[-1]
        pattern = _loose(_last(before)) + "，" + pattern
    return pattern


def _first(text: str) -> str:
    """The words that text begins with, as many as a pattern takes."""
    return text[: max((k for k in (*word_borders(text), len(text)) if k <= _SIDE), default=0)]


def _last(text: str) -> str:
    """The words that text ends with, as many as a pattern takes."""
    return text[min((k for k in (0, *word_borders(text)) if len(text) - k <= _SIDE), default=len(text)) :]


def _without_end(text: str, ends: Sequence[str]) -> tuple[str, bool]:
    """Text without the joining words that it ends in, and whether there were any."""
    found = False
    while (end := next((e for e in ends if text.endswith(e) and len(text) > len(e)), None)) is not None:
        text, found = text[: -len(end)], True
    return text, found


def _loose(text: str) -> str:
    return str(regex.sub(r"(的|了|已)", r"\1?", regex.escape(text, special_only=True)))


def _spec(rule_id: str, ind: Indicator, pattern: str, text: str) -> RuleSpec:
    row = {"id": rule_id, "about": f"made from: {text}", "indicator": ind.id, "pattern": pattern}
    return RuleSpec.model_validate(
        row | {"example": [{"text": text, "records": [{}]}], "counter": [{"text": f"{text}"}]}
    )


def write_rule(rules: Ruleset, p: Proposal, counter: str | None, about: str | None) -> Path:
    """Add the rule to the file of its topic, with its example and a counter-example; gives the file.

    Without a counter-example the sentence itself is taken with a number of another kind. Raises NewRuleError where the
    rule reads the counter-example.
    """
    told = counter or _near_miss(p)
    rule = Rule.of(_spec(p.rule_id, p.indicator, p.pattern, p.text), "new", rules.macros)
    read = Pipeline(with_rule(rules, rule)).process(read_bytes(told.encode(), "text.txt")).records
    if any(r.rule_id == p.rule_id for r in read):
        raise NewRuleError(f"the rule reads {told!r}, too: give a --counter that it must not read")
    rows = "\n".join(f"    {_record(r, r.rule_id == p.rule_id)}," for r in p.records)
    single = len(p.records) == 1
    records = f"[{_record(p.records[0], True)}]" if single else f"[\n{rows}\n]"
    says = about or f"{p.indicator.name}: {p.text}"
    waive = (
        ""
        if any(min(map(han, g)) >= 2 for g in gates(rule.pattern_source or ""))
        else ("# No word of two characters is in every match (GB211): add one to the pattern.\n")
    )
    body = (
        f'[[rule]]\nid = "{p.rule_id}"\nabout = {_quoted(says)}\nindicator = "{p.indicator.id}"\n{waive}'
        f"pattern = '{p.pattern}'\n[[rule.example]]\ntext = {_quoted(p.text)}\nrecords = {records}\n"
        f"[[rule.counter]]\ntext = {_quoted(told)}\n"
    )
    path = rules.lexicon.root / "curated" / f"{p.rule_id.split('.')[1]}.toml"
    path.parent.mkdir(exist_ok=True)
    old = path.read_text(encoding="utf-8").rstrip("\n") + "\n\n" if path.exists() else _HEAD + "\n"
    path.write_text(old + body, encoding="utf-8")
    return path


def _near_miss(p: Proposal) -> str:
    share = p.number.rstrip("以上左右").endswith(("%", "‰", "成"))
    digits = regex.search(r"\d+", p.number)
    figure = digits[0] if digits else "12"
    if share:
        text = p.text.replace(f"{p.number}的", p.number, 1)
        return text.replace(p.number, f"{figure}个", 1)
    return p.text.replace(p.number, f"{figure}%", 1)


def _record(r: Record, own: bool) -> str:
    value = [("value", r.value), ("value_min", r.value_min), ("value_max", r.value_max)]
    told = [(k, _plain(v)) for k, v in value if v is not None]
    told.append(("unit", r.unit))
    if own:
        told += [("indicator", r.indicator), ("measure", r.measure)]
        told += [("period", period_told(r.period_start, r.period_end))]
        if r.status != "actual":
            told.append(("status", r.status))
        if r.qualifier != "exact":
            told.append(("qualifier", r.qualifier.value))
    return "{ " + ", ".join(f"{k} = {_quoted(v)}" for k, v in told if v) + " }"


def _plain(v: Decimal) -> str:
    return format(v.normalize(), "f")


def _quoted(s: str) -> str:
    return '"' + s.replace("\\", "\\\\").replace('"', '\\"') + '"'
