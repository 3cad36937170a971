"""A rule set with one rule more, or with another pattern in one: to try what is not in a file yet."""

from __future__ import annotations

from copy import copy

from extractor.lexicon import RulesError
from extractor.match.admit import Admission
from extractor.match.macros import KIND_OF
from extractor.match.rules import Rule, Ruleset
from extractor.match.window import Masked, mask, window
from extractor.workbench.fields import near


def with_rule(rules: Ruleset, rule: Rule) -> Ruleset:
    """``rules`` with ``rule`` in the place of the one of its id, or added."""
    made = copy(rules)
    made.rules = {**rules.rules, rule.id: rule}
    used = [r for r in made.rules.values() if r.spec.status == "active" or r is rule]
    made.open_rules = tuple(r for r in used if r.pattern_source is None)
    made.curated_rules = tuple(r for r in used if r.pattern_source is not None)
    return made


def rule_of(rules: Ruleset, rule_id: str) -> Rule:
    """The rule of an id; a curated one's ``curated.`` may be left out. Raises RulesError with what is near."""
    for known in (rule_id, f"curated.{rule_id}"):
        if known in rules.rules:
            return rules.rules[known]
    raise RulesError(rules.lexicon.root, f"no rule has the id {rule_id!r}{near(rule_id, rules.rules)}")


def as_rules_see(rules: Ruleset, text: str, start: int, end: int) -> Masked:
    """A clean sentence masked as rules see it: what only looks like a number (一座公园) stays as it is written."""
    scanner = rules.scanner
    atoms = scanner.scan(text, start, end)
    m = mask(text, start, end, atoms, scanner.units)
    admission = Admission(rules.lexicon, scanner.units)
    hidden = {m.atoms[i].start for i in m.values() if admission.refusal(text, m.atoms[i], m, window(m, i))}
    return mask(text, start, end, atoms, scanner.units, frozenset(hidden)) if hidden else m


def spelt(masked: str) -> str:
    """Masked text with its masks written as patterns write them: {count}, {period}."""
    return "".join(f"{{{KIND_OF[c]}}}" if c in KIND_OF else c for c in masked)


def unmasked(m: Masked, text: str, start: int, end: int) -> str:
    """What stands at ``m.text[start:end]`` in the clean text."""
    return "".join(text[m.atoms[i].start : m.atoms[i].end] if i in m.atoms else m.text[i] for i in range(start, end))
