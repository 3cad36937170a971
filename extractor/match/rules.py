"""A rules folder, loaded and compiled: lexicon, scanner, catalogue and rules, with one digest over all of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import regex
from pydantic import ValidationError

from extractor.lexicon import Lexicon, RulesError, load_lexicon, read_toml
from extractor.match.catalogue import Catalogue, Indicator
from extractor.match.literals import required_literals
from extractor.match.macros import MASKS, Macros
from extractor.match.schema import RuleSpec, parse_rule_file
from extractor.measure.scan import Scanner
from extractor.measure.units import Unit


@dataclass(frozen=True, slots=True)
class Rule:
    """A compiled rule. ``left``/``right`` are None for curated rules, ``pattern`` for open ones.

    ``literals`` are words one of which every text has that the rule can match (empty where none could be derived).
    """

    spec: RuleSpec
    path: str
    kinds: frozenset[str]
    left: regex.Pattern[str] | None
    right: regex.Pattern[str] | None
    pattern: regex.Pattern[str] | None
    literals: frozenset[str]

    @property
    def id(self) -> str:
        """The rule's id, for life."""
        return self.spec.id

    def precedence(self, length: int) -> tuple[int, int, int, str]:
        """Sort key: curated before open, then priority, then the longer match, then the id."""
        return (0 if self.spec.layer == "curated" else 1, -self.spec.priority, -length, self.spec.id)


class Ruleset:
    """Everything that one rules folder says. Raises RulesError, naming file, place and remedy."""

    def __init__(self, root: Path | None = None) -> None:
        self.lexicon: Lexicon = load_lexicon(root)
        self.scanner = Scanner(self.lexicon)
        self.catalogue = Catalogue(self.lexicon)
        self.macros = Macros(self.lexicon)
        self.rules: dict[str, Rule] = {}
        for folder in ("curated", "open"):
            for path in sorted((self.lexicon.root / folder).rglob("*.toml")):
                self._load(path)
        self.open_rules = tuple(r for r in self.rules.values() if r.left is not None and r.spec.status == "active")
        self.curated_rules = tuple(
            r for r in self.rules.values() if r.pattern is not None and r.spec.status == "active"
        )

    @property
    def digest(self) -> str:
        """SHA-256 over all rule files."""
        return self.lexicon.digest

    @property
    def indicators(self) -> Mapping[str, Indicator]:
        """The catalogue by id."""
        return self.catalogue.indicators

    @property
    def units(self) -> tuple[Unit, ...]:
        """All units of measure."""
        return self.scanner.units.units

    def _load(self, path: Path) -> None:
        try:
            file = parse_rule_file(read_toml(path))
        except ValidationError as err:
            first = err.errors()[0]
            raise RulesError(
                path, f"{first['msg']} ({err.error_count()} fault(s) in this file)", ".".join(map(str, first["loc"]))
            ) from None
        for spec in file.rule:
            if spec.id in self.rules:
                raise RulesError(
                    path,
                    f"this id is taken by a rule in {self.rules[spec.id].path}; ids are for life and unique",
                    f"rule {spec.id}",
                )
            if spec.indicator and spec.indicator not in self.catalogue.indicators:
                raise RulesError(
                    path, f"no indicator has the id {spec.indicator!r}; see rules/indicators/", f"rule {spec.id}"
                )
            self.rules[spec.id] = self._compile(spec, path)

    def _compile(self, spec: RuleSpec, path: Path) -> Rule:
        place = f"{path}:rule {spec.id}"
        try:
            if spec.left is not None:
                left = regex.compile(self.macros.expand(spec.left, place))
                right = regex.compile(self.macros.expand(spec.right, place)) if spec.right is not None else None
                return Rule(spec, str(path), frozenset(spec.kinds or ()), left, right, None, frozenset())
            assert spec.pattern is not None
            expanded = self.macros.expand(spec.pattern, place)
            pattern = regex.compile(expanded)
            if "value" not in pattern.groupindex:
                raise RulesError(
                    path,
                    "the pattern captures no number; write one as {share:value} or {count:value}",
                    f"rule {spec.id}",
                )
            return Rule(spec, str(path), frozenset(MASKS), None, None, pattern, frozenset(required_literals(expanded)))
        except regex.error as err:
            raise RulesError(path, f"is no regular expression: {err}", f"rule {spec.id}") from err


@lru_cache(maxsize=4)
def load_ruleset(root: Path | None = None) -> Ruleset:
    """The rule set of a folder (the packaged one without an argument), compiled once a process."""
    return Ruleset(root)
