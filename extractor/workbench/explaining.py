"""`gongbao rules explain`: more about a code of the check, or about a rule whose id stands in a record."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path

from extractor.lexicon import default_rules_dir
from extractor.match.rules import Ruleset, read_retired
from extractor.pipeline import load_rules
from extractor.workbench.codes import CODES

_WIDTH = 100


def explained(name: str, root: Path | None) -> list[str] | None:
    """The account of a code or a rule; None where there is neither of this name."""
    code = name.upper()
    if code in CODES:
        return list(_code(code))
    rules = load_rules(root)
    for known in (name, f"curated.{name}"):
        if known in rules.rules or known in read_retired(root or default_rules_dir()):
            return list(_rule(rules, known))
    return None


def _code(code: str) -> Iterator[str]:
    c = CODES[code]
    yield f"{code}: {c.title} ({c.severity})"
    yield ""
    yield from textwrap.wrap(c.why, _WIDTH)
    yield ""
    yield from textwrap.wrap(c.mend, _WIDTH)
    if c.waivable:
        yield ""
        yield f"A rule may waive it with a reason: waive = {{ {code} = 'why' }}"


def _rule(rules: Ruleset, rule_id: str) -> Iterator[str]:
    chain = rules.resolve(rule_id)
    rule = rules.rules.get(rule_id)
    if rule is None:
        yield f"{rule_id}: retired"
    else:
        spec = rule.spec
        yield f"{rule_id}: {spec.layer} rule, version {spec.version}, {spec.status} ({rule.path})"
        yield f"  {spec.about}"
        if spec.indicator:
            ind = rules.indicators[spec.indicator]
            yield f"  gives {ind.name} [{ind.id}]: {ind.definition}"
        for field in ("pattern", "left", "right"):
            if getattr(spec, field) is not None:
                yield f"  {field} {getattr(spec, field)}"
        yield from (f"  reads “{e.text}”" for e in spec.example)
        yield from (f"  not “{c.text}”" for c in spec.counter)
    if len(chain) > 1:
        yield f"  replaced by {' → '.join(chain[1:])}"
