"""Every word that the search for areas looks at, and the places in a text where such words could stand."""

from __future__ import annotations

from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from extractor.lexicon import RulesError
from extractor.resolve.gazetteer import Bearers, Gazetteer
from extractor.resolve.wording import FREE, Guard


@dataclass(slots=True)
class Name:
    """A word of the automaton with all that the rules say of it.

    It may be the name of areas (``bearers``), point at one (``deictic``), make a zone of a city's name
    (``zone_word``), or only keep others from being seen in it (``decoy``). ``careful``, ``common`` and
    ``tail`` say how easily it is mistaken.
    """

    text: str
    bearers: Bearers
    guard: Guard = FREE
    deictic: bool = False
    zone_word: bool = False
    decoy: bool = False
    careful: bool = False
    common: bool = False
    tail: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A place where a word stands; ``index`` counts the matches of the text."""

    index: int
    start: int
    end: int
    name: Name


class Patterns:
    """The words of a gazetteer and its rules, compiled.

    Raises RulesError where the rules speak of a name that nothing bears.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._by_text = {text: Name(text, bearers) for text, bearers in gazetteer.names.items()}
        rules = gazetteer.rules
        for text in (*gazetteer.deictic, *gazetteer.urban):
            self._added(text).deictic = True
        for text in gazetteer.zone_words:
            self._added(text).zone_word = True
        for text in rules["decoys"]["words"]:
            self._added(text).decoy = True
        self._guard()
        self._warn()
        self._names = list(self._by_text.values())
        self._automaton = AhoCorasick([name.text for name in self._names], matchkind=MatchKind.Standard)

    def matches(self, text: str) -> list[Match]:
        """Every place where a word stands, by start, longer ones first."""
        hits = self._automaton.find_matches_as_indexes(text, overlapping=True)
        hits.sort(key=lambda hit: (hit[1], -hit[2]))
        return [Match(i, start, end, self._names[n]) for i, (n, start, end) in enumerate(hits)]

    def guard_of(self, text: str) -> Guard:
        """The guard of a word."""
        return self._by_text[text].guard

    def _added(self, text: str) -> Name:
        return self._by_text.setdefault(text, Name(text, Bearers()))

    def _known(self, text: str, place: str) -> Name:
        name = self._by_text.get(text)
        if name is None:
            raise RulesError(self._gazetteer.path, f"{text!r} is the name of nothing; correct it or take it out", place)
        return name

    def _guard(self) -> None:
        """Characters that must not stand beside a name; a short name's go for the full name, too."""
        rules = self._gazetteer.rules["guards"]
        for table in ("names", "deictic"):
            for text, spec in rules[table].items():
                name = self._known(text, f"guards.{table}")
                name.guard = Guard.of(spec)
                for place in name.bearers.short:
                    self._by_text[place.region.name].guard = Guard(name.guard.before)

    def _warn(self) -> None:
        """Mark the names that are easily mistaken."""
        rules = self._gazetteer.rules
        for text in rules["careful"]["names"]:
            self._known(text, "careful.names").careful = True
        for text in rules["common"]["full"]:
            self._known(text, "common.full").common = True
        for table in ("cities", "counties"):
            for text in rules["common"][table]:
                self._known(text, f"common.{table}")
        tails = tuple(rules["careful"]["tails"])
        for text, name in self._by_text.items():
            name.careful = name.careful or (bool(name.bearers.full) and len(text) == 2)
            name.tail = len(text) == 3 and text.endswith(tails)
