"""Units that a text leaves out, told from the name, and names that need a unit's noun."""

from __future__ import annotations

import regex

from extractor.lexicon import Lexicon
from extractor.models import Quantity


class UnitSense:
    """What a name says about the unit of its number. Words come from ``rules/words/grammar.toml``, phrases from
    ``rules/patterns/unitnames.toml``."""

    def __init__(self, lexicon: Lexicon) -> None:
        alt = lexicon.alternation
        self._event = regex.compile(rf"{alt('person_event_head')}$")
        self._person = lexicon.pattern("name_people")
        self._deaths = lexicon.pattern("name_deaths_per")
        self._person_first = lexicon.pattern("noun_people")
        self._money = regex.compile(rf"{alt('money_head')}$")
        self._bare = regex.compile(rf"{alt('bare_head')}$")
        self._time = lexicon.pattern("name_time")
        self._age = regex.compile(rf"{alt('age_head')}")
        self._noun_unit = dict(lexicon.mapping("noun_unit"))
        self._noun = lexicon.pattern("noun_with_unit")
        self._closes = (*lexicon.words("attributive"), "）")
        self._unit_noun = dict(lexicon.mapping("unit_noun"))
        self._denominators = sorted(lexicon.mapping("denominator").items(), key=lambda kv: -len(kv[0]))
        self._per_people, self._per_things = lexicon.pattern("name_per_people"), lexicon.pattern("name_per_things")
        self._undivided = frozenset(lexicon.words("undivided_unit"))
        unit = lexicon.mapping("fallback_unit")
        self._visits, self._people, self._sum = unit["visits"], unit["people"], unit["money"]
        self._plain = lexicon.words("plain_noun")[0]

    def from_name(self, name: str, q: Quantity) -> str | None:
        """The unit of a number that stands behind ``name`` without one; ``""`` for indices, None where none can be
        told."""
        if self._event.search(name):
            return self._visits
        if self._bare.search(name):
            return ""
        if self._person.search(name) or self._deaths.search(name):
            return self._people
        if self._money.search(name) and q.value is not None and abs(q.value) >= 1000:
            return self._sum
        return None

    def from_noun(self, after: str, q: Quantity) -> str | None:
        """The unit of a number that stands right before a noun: 15万老年人, 13医院."""
        if self._person_first.match(after) and q.value is not None and q.value >= 2:
            return self._people
        m = self._noun.match(after)
        if m and q.value is not None and not q.chinese:
            return self._noun_unit[m["noun"]]
        return None

    def fits_weak(self, name: str, q: Quantity, right: str) -> bool:
        """True where a unit that is often none is meant as one: the name says time or age, or the number closes its
        clause."""
        if q.dimension == "time":
            return bool(self._time.search(name)) and (not right or right.startswith(self._closes))
        if q.dimension == "age":
            return bool(self._age.search(name))
        if q.chinese or q.dimension in ("rank", "points"):
            return False
        return not right and len(name) >= 2

    def with_denominator(self, unit: str, name: str) -> str:
        """``unit`` with the denominator that ``name`` spells out: 每千人口…张 → 张/千人."""
        if not unit or "/" in unit or unit in self._undivided:
            return unit
        m = self._per_people.search(name)
        if m:
            return f"{unit}/{m['n']}{self._people}"
        m = self._per_things.search(name)
        if m:
            return f"{unit}/{m['n']}{m['what']}"
        for word, per in self._denominators:
            if word in name:
                return f"{unit}/{per}"
        return unit

    def noun_of(self, unit: str) -> str:
        """The noun that a bare verb needs to be a name: 人次 → 人次, 元 → 金额."""
        return self._unit_noun.get(unit.split("/")[0], self._plain)
