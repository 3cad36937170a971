"""The indicator catalogue: canonical indicators by name, alias and id."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import regex

from extractor.lexicon import Lexicon, RulesError, read_toml


@dataclass(frozen=True, slots=True)
class Indicator:
    """A canonical indicator (see rules/indicators/): what is measured, in which units, and what it means."""

    id: str
    name: str
    aliases: tuple[str, ...]
    units: tuple[str, ...]
    measure: str
    kind: str
    topic: str
    definition: str
    min: Decimal | None = None
    max: Decimal | None = None

    @property
    def unit(self) -> str:
        """The unit that the indicator is usually given in."""
        return self.units[0]


_FOLD = regex.compile(r"[\s“”\"'‘’、，,。·()（）《》<>：:；;\-—_/]")


class Catalogue:
    """All indicators of a rules folder. Raises RulesError for ids or names that stand twice.

    ``people_unit`` is the unit that counts people.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._tail, self._needs_tail = lexicon.pattern("name_tail"), lexicon.pattern("name_needs_tail")
        self._variants = tuple(lexicon.mapping("name_variant").items())
        self._folded = lru_cache(maxsize=65536)(self._fold)
        self._share, self._average = lexicon.pattern("name_share"), lexicon.pattern("name_average")
        self._same = tuple(frozenset(group.split()) for group in lexicon.words("same_kind"))
        self._counted_as = lexicon.mapping("counted_as")
        self._money = lexicon.mapping("fallback_unit")["money"]
        self.people_unit = lexicon.mapping("fallback_unit")["people"]
        self.indicators: dict[str, Indicator] = {}
        self._by_name: dict[str, list[Indicator]] = {}
        for path in sorted((lexicon.root / "indicators").glob("*.toml")):
            for row in read_toml(path).get("indicator", []):
                try:
                    ind = Indicator(
                        row["id"],
                        row["name"],
                        tuple(row.get("aliases", ())),
                        tuple(row["unit"]) if isinstance(row["unit"], list) else (row["unit"],),
                        row["measure"],
                        row.get("kind", ""),
                        row["topic"],
                        row["definition"],
                        Decimal(str(row["min"])) if "min" in row else None,
                        Decimal(str(row["max"])) if "max" in row else None,
                    )
                except KeyError as err:
                    raise RulesError(path, f"an indicator lacks {err}", f"indicator {row.get('id', '?')}") from None
                if ind.id in self.indicators:
                    raise RulesError(path, "this id is taken; ids are unique over all files", f"indicator {ind.id}")
                self.indicators[ind.id] = ind
                for name in (ind.name, *ind.aliases):
                    held = self._by_name.setdefault(self.fold(name), [])
                    if ind not in held:
                        held.append(ind)

    def by_name(self, name: str, unit: str | None) -> Indicator | None:
        """The indicator that ``name`` is a name or alias of, in a unit that it is given in (any, where ``unit`` is
        None).

        None where no indicator or more than one has that name.
        """
        found = [i for i in self._by_name.get(self.fold(name), ()) if unit is None or self.unit_fits(unit, i.units)]
        exact = [i for i in found if name in (i.name, *i.aliases)]
        pick = exact or [i for i in found if unit in i.units] or found
        return pick[0] if len(pick) == 1 else None

    def known(self, name: str) -> bool:
        """True where ``name`` is a name or alias of some indicator."""
        return self.fold(name) in self._by_name

    def is_share(self, name: str) -> bool:
        """True where a name says that its number is a share of a whole."""
        return self._share.search(name) is not None

    def is_average(self, name: str) -> bool:
        """True where a name is that of an average or a rate per head, whose people need not be whole."""
        return self._average.search(name) is not None

    def fold(self, name: str) -> str:
        """A name without the marks and endings in which texts differ: 养老机构总数, “养老机构”数 → 养老机构."""
        return self._folded(name)

    def _fold(self, name: str) -> str:
        s = str(_FOLD.sub("", unicodedata.normalize("NFKC", name))).lower()
        for word, common in self._variants:
            s = s.replace(word, common)
        short = str(self._tail.sub("", s))
        return short if len(short) >= 3 and not self._needs_tail.search(short) else s

    def _per(self, unit: str) -> str:
        """What a unit is counted against, things by the unit that counts them: 万车 is 万辆."""
        per = unit.partition("/")[2]
        thing = next((t for t in self._counted_as if per.endswith(t)), "")
        return per.removesuffix(thing) + self._counted_as[thing] if thing else per

    def unit_fits(self, unit: str, units: tuple[str, ...]) -> bool:
        """True where ``unit`` is one of ``units`` or counts the same kind of thing."""
        head = unit.split("/")[0]
        for u in units:
            if unit == u or (head == u.split("/")[0] and self._per(unit) == self._per(u)):
                return True
            if "/" in u and "/" not in unit and u.split("/")[0] == head and u.startswith(self._money):
                return True
            if (
                ("/" in u) == ("/" in unit)
                and any(head in s and u.split("/")[0] in s for s in self._same)
                and unit.partition("/")[2] == u.partition("/")[2]
            ):
                return True
        return False
