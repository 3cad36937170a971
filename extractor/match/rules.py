"""A rules folder, loaded: lexicon, scanner, catalogue and rules, with one digest over all of it.

Patterns are compiled when they are first tried: a corpus needs few of many rules. That they can be compiled was checked
when these very files were loaded for the first time; what was worked out then is remembered (``cache.py``).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import regex
from pydantic import ValidationError

from extractor.lexicon import Lexicon, RulesError, load_lexicon, read_toml
from extractor.match import cache
from extractor.match.catalogue import Catalogue, Indicator
from extractor.match.literals import gates
from extractor.match.macros import MASKS, Macros
from extractor.match.schema import RuleSpec, parse_rule_file
from extractor.measure.scan import Scanner
from extractor.measure.units import Unit

FOLDERS = ("curated", "open")
RETIRED = "retired.toml"
_Gates = tuple[frozenset[str], ...]


@dataclass(frozen=True)
class Rule:
    """A rule with its expanded patterns: ``left_source`` and ``right_source`` of an open one, ``pattern_source`` of a
    curated one.

    ``gates`` are sets of words; every text that the rule can match has a word of each (none where none could be
    derived).
    """

    spec: RuleSpec
    path: str
    kinds: frozenset[str]
    left_source: str | None = None
    right_source: str | None = None
    pattern_source: str | None = None
    gates: _Gates = ()

    @classmethod
    def of(cls, spec: RuleSpec, path: str, macros: Macros, known: Mapping[str, _Gates] | None = None) -> Rule:
        """The rule of a spec, its patterns expanded; ``known`` has the gates of patterns that were worked out before.

        Raises RulesError for macros and lists that do not exist.
        """
        place = f"{path}:rule {spec.id}"
        if spec.pattern is None:
            left = macros.expand(spec.left, place) if spec.left is not None else None
            right = macros.expand(spec.right, place) if spec.right is not None else None
            return cls(spec, path, frozenset(spec.kinds or ()), left, right)
        expanded = macros.expand(spec.pattern, place)
        before = (known or {}).get(expanded)
        return cls(
            spec,
            path,
            frozenset(MASKS),
            pattern_source=expanded,
            gates=gates(expanded) if before is None else before,
        )

    @property
    def id(self) -> str:
        """The rule's id, for life."""
        return self.spec.id

    @cached_property
    def left(self) -> regex.Pattern[str] | None:
        """What the text left of the number must be (open rules)."""
        return None if self.left_source is None else regex.compile(self.left_source)

    @cached_property
    def right(self) -> regex.Pattern[str] | None:
        """What the text right of the number must begin with (open rules that say so)."""
        return None if self.right_source is None else regex.compile(self.right_source)

    @cached_property
    def pattern(self) -> regex.Pattern[str] | None:
        """What a masked sentence must have (curated rules)."""
        return None if self.pattern_source is None else regex.compile(self.pattern_source)

    @property
    def literals(self) -> frozenset[str]:
        """Words one of which every text has that the rule can match; empty where none could be derived."""
        return self.gates[0] if self.gates else frozenset()

    def precedence(self, length: int) -> tuple[int, int, int, str]:
        """Sort key: curated before open, then priority, then the longer match, then the id."""
        return (0 if self.pattern_source is not None else 1, -self.spec.priority, -length, self.spec.id)


class Ruleset:
    """Everything that one rules folder says. Raises RulesError, naming file, place and remedy."""

    def __init__(self, root: Path | None = None) -> None:
        self.lexicon: Lexicon = load_lexicon(root)
        self.scanner = Scanner(self.lexicon)
        self.catalogue = Catalogue(self.lexicon)
        self.macros = Macros(self.lexicon)
        self.rules: dict[str, Rule] = {}
        remembered = cache.load(self.lexicon)
        if remembered is not None:
            for e in remembered:
                path = str(self.lexicon.root / e.path)
                self.rules[e.spec.id] = Rule(e.spec, path, e.kinds, e.left, e.right, e.pattern, e.gates)
        else:
            known = cache.known(self.lexicon)
            for file in rule_files(self.lexicon.root):
                self._load(file, known)
            cache.save(self.lexicon, self.rules.values())
        self.open_rules, self.curated_rules = _active(self.rules.values())

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

    def resolve(self, rule_id: str) -> tuple[str, ...]:
        """The ids that took a rule's place, one after the other, beginning with its own; a stored record's rule stays
        known by them.

        The last is the rule that stands for it now. Raises KeyError for an id that no rule ever had.
        """
        retired = read_retired(self.lexicon.root)
        chain = [rule_id]
        while True:
            rule = self.rules.get(chain[-1])
            if rule is None and chain[-1] not in retired:
                raise KeyError(rule_id)
            heir = rule.spec.replaced_by if rule else retired[chain[-1]]
            if not heir or heir in chain:
                return tuple(chain)
            chain.append(heir)

    def _load(self, path: Path, known: Mapping[str, _Gates]) -> None:
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
            self.rules[spec.id] = self._compiled(spec, path, known)

    def _compiled(self, spec: RuleSpec, path: Path, known: Mapping[str, _Gates]) -> Rule:
        rule = Rule.of(spec, str(path), self.macros, known)
        try:
            for own, expanded in (
                (spec.left, rule.left_source),
                (spec.right, rule.right_source),
                (spec.pattern, rule.pattern_source),
            ):
                if own is not None and expanded not in known:
                    regex.compile(self.macros.sketch(own, str(path)), cache_pattern=False)
        except regex.error as err:
            raise RulesError(path, f"is no regular expression: {err}", f"rule {spec.id}") from err
        if rule.pattern_source is not None and "(?P<value>" not in rule.pattern_source:
            raise RulesError(
                path, "the pattern captures no number; write one as {share:value} or {count:value}", f"rule {spec.id}"
            )
        return rule


def _active(rules: Iterable[Rule]) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """Open rules and curated rules that are in use."""
    used = [r for r in rules if r.spec.status == "active"]
    return (
        tuple(r for r in used if r.pattern_source is None),
        tuple(r for r in used if r.pattern_source is not None),
    )


def rule_files(root: Path) -> list[Path]:
    """The files of a rules folder that hold rules, in the order in which they are read."""
    return [path for folder in FOLDERS for path in sorted((root / folder).rglob("*.toml"))]


def read_retired(root: Path) -> dict[str, str]:
    """Ids of rules that are gone, with the id that took their place (empty for none). Raises RulesError."""
    path = root / RETIRED
    if not path.exists():
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return {str(k): str(v.get("replaced_by", "")) for k, v in table.get("retired", {}).items()}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, AttributeError) as err:
        raise RulesError(
            path, f"is no list of retired ids ({err}); write [retired] with 'ID' = {{ since = …, why = … }}"
        ) from err


@lru_cache(maxsize=4)
def load_ruleset(root: Path | None = None) -> Ruleset:
    """The rule set of a folder (the packaged one without an argument), compiled once a process."""
    return Ruleset(root)
