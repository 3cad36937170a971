"""`gongbao rules check`: everything about a rules folder that can be validated without a bulletin."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from extractor.lexicon import RulesError
from extractor.match.rules import Ruleset
from extractor.resolve.regions import Regions
from extractor.workbench.examples import run_examples, run_traps
from extractor.workbench.faults import Fault, line_of
from extractor.workbench.patterns import run_patterns


def check_rules(root: Path | None) -> tuple[Ruleset | None, list[Fault]]:
    """The rules of a folder (None where they cannot be loaded) and their faults, in file order."""
    try:
        rules = Ruleset(root)
        Regions.load(rules.lexicon.root)
    except RulesError as err:
        key = err.place.split(" ")[-1] if err.place else ""
        return None, [
            Fault(err.path, line_of(err.path, key) if key else 0, "load", str(err).removeprefix(f"{err.path}: "))
        ]
    faults = [*_catalogue(rules), *_words(rules), *run_traps(rules), *run_patterns(rules), *run_examples(rules)]
    return rules, sorted(faults)


def _catalogue(rules: Ruleset) -> Iterator[Fault]:
    units = rules.scanner.units
    for ind in rules.indicators.values():
        for unit in ind.units:
            head, _, _ = unit.partition("/")
            if unit and units.get(unit) is None and units.get(head) is None:
                path = next(
                    (
                        p
                        for p in (rules.lexicon.root / "indicators").glob("*.toml")
                        if ind.id in p.read_text(encoding="utf-8")
                    ),
                    rules.lexicon.root,
                )
                yield Fault(
                    str(path),
                    line_of(path, f'id = "{ind.id}"'),
                    "unknown-unit",
                    f"indicator {ind.id} has the unit {unit!r}, which no unit of units.toml gives",
                    "add the unit there, or mend it here",
                )


def _words(rules: Ruleset) -> Iterator[Fault]:
    """Characters that cleaned text cannot hold, in words that are looked for in cleaned text."""
    wide = {chr(c) for c in range(0xFF10, 0xFF1A)} | {"％", "．", "／"}
    folder = rules.lexicon.root / "words"
    for path in sorted(folder.glob("*.toml")):
        if path.name in ("cleaning.toml",):
            continue  # these are looked for in raw text
        for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            bad = next((c for c in line if c in wide), None)
            if bad and not line.lstrip().startswith(("#", "about")):
                yield Fault(
                    str(path),
                    n,
                    "full-width",
                    f"{bad!r} never stands in cleaned text",
                    f"write {chr(ord(bad) - 0xFEE0)!r}",
                )
