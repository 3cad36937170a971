"""The administrative divisions of China as a history: which code bore which name in which years.

The package GB2260 brings one list; ``rules/regions.toml`` tells what each year changed. Played in order they
give the list at the end of every year. Years here are always "at the end of the year".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from extractor.lexicon import RulesError
from extractor.models import Region

COUNTRY = "000000"
Level = Literal["country", "province", "city", "county", "zone", "group", "abroad"]

_ITEM = re.compile(r"(\d{6})(?:>(\d{6}))? (\S+)")
_ARROW = "→"
_Span = tuple[str, str, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Place:
    """An area with the area that it lies in (a code) and the years in which it bore this name.

    ``first`` and ``last`` are the first and last year at whose end it did; None where it did before the
    history begins, or still does. ``year=None`` stands for today everywhere.
    """

    region: Region
    parent: str | None
    first: int | None = None
    last: int | None = None

    def alive(self, year: int | None) -> bool:
        """Whether the name was in force at the end of ``year``."""
        if year is None:
            return self.last is None
        return (self.first is None or self.first <= year) and (self.last is None or year <= self.last)

    def distance(self, year: int | None) -> int:
        """Years between ``year`` and the time in force: 0 where it was in force."""
        if self.alive(year):
            return 0
        if year is None:
            return 9999 - (self.last or 0)
        if self.first is not None and year < self.first:
            return self.first - year
        return year - (self.last or year)


def nearest(places: Iterable[Place], year: int | None) -> list[Place]:
    """Those in force at the end of ``year``; where there are none, those nearest in time."""
    known = list(places)
    if len(known) < 2:
        return known
    distances = [p.distance(year) for p in known]
    least = min(distances)
    return [p for p, distance in zip(known, distances, strict=True) if distance == least]


def level_of(code: str) -> Level:
    """The level that a GB/T 2260 code shows: province, city (prefecture), county; the country's is 000000."""
    if code == COUNTRY:
        return "country"
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "county"


class Divisions:
    """All divisions of all years, by code.

    Raises RulesError where the change log contradicts itself or cannot be read.
    """

    def __init__(self, rules: Mapping[str, Any], path: Path) -> None:
        base = rules["base"]
        names, self.urban_codes = _packaged(base, path)
        self._places: dict[str, list[Place]] = {}
        self._parents: dict[str, str] = dict(base["parents"])
        history = _history(names, base["year"], rules["changes"], path)
        codes = {code for code, _, _, _ in history}
        for code, name, first, last in history:
            parent = self._parents.setdefault(code, _enclosing(code, codes))
            place = Place(Region(name, code, level_of(code)), parent, first, last)
            self._places.setdefault(code, []).append(place)
        country = Place(Region(rules["country"]["name"], COUNTRY, "country"), None)
        self._places[COUNTRY] = [country]
        self._lineages: dict[str, tuple[str, ...]] = {}

    def __iter__(self) -> Iterator[Place]:
        for code in sorted(self._places):
            yield from self._places[code]

    def at(self, code: str, year: int | None = None) -> Place | None:
        """What ``code`` stood for at the end of ``year``, or nearest to it in time; None for no such code."""
        places = self._places.get(code)
        return nearest(places, year)[-1] if places else None

    def lineage(self, code: str) -> tuple[str, ...]:
        """``code`` and the codes of the areas around it, innermost first, the country last."""
        known = self._lineages.get(code)
        if known is None:
            parent = self._parents.get(code)
            known = (code, *self.lineage(parent)) if parent else (code,)
            self._lineages[code] = known
        return known


def _packaged(base: Mapping[str, Any], path: Path) -> tuple[dict[str, str], frozenset[str]]:
    """Names by code of the packaged list, mended, and the codes that stand for all districts of a city."""
    from gb2260.data import data  # two megabytes, wanted only by those who ask for regions

    placeholders = frozenset(base["placeholders"])
    names: dict[str, str] = {}
    urban: set[str] = set()
    for number, name in data[None].items():
        if name not in placeholders:
            names[str(number)] = name
        elif name == base["urban"]:
            urban.add(str(number))
    for old, new, name in _items(", ".join(base["moved"]), path, "base.moved"):
        if names.pop(old, None) != name or not new:
            raise RulesError(path, f"the packaged list has no {old} {name} to move", "base.moved")
        names[new] = name
    return names, frozenset(urban)


def _enclosing(code: str, codes: set[str]) -> str:
    """The code of the area around ``code``, as the digits show it."""
    city, province = code[:4] + "00", code[:2] + "0000"
    if city not in (code, province) and city in codes:
        return city
    return province if province != code else COUNTRY


def _items(text: str, path: Path, place: str) -> list[tuple[str, str | None, str]]:
    """``320482 金坛市, 512081>510185 简阳市`` as (code, new code or None, name)."""
    found: list[tuple[str, str | None, str]] = []
    for part in filter(None, (p.strip() for p in text.split(","))):
        m = _ITEM.fullmatch(part)
        if m is None:
            raise RulesError(path, f"{part!r} is not 'code name' or 'code>code name'", place)
        found.append((m[1], m[2], m[3]))
    return found


def _acts(text: str, path: Path, place: str) -> Iterator[tuple[bool, str, str]]:
    """The changes of one year: (whether it began, code, name)."""
    for line in text.splitlines():
        left, arrow, right = line.partition("#")[0].partition(_ARROW)
        for code, new, name in _items(left, path, place):
            yield False, code, name
            if new:
                yield True, new, name
            elif not arrow:
                raise RulesError(
                    path, f"{line!r} says neither what ended nor what began ({_ARROW} or code>code)", place
                )
        for code, _, name in _items(right, path, place):
            yield True, code, name


def _history(names: Mapping[str, str], known: int, changes: Mapping[str, str], path: Path) -> list[_Span]:
    """Every (code, name) with its first and last year, from the list of ``known`` and the yearly changes."""
    events: dict[tuple[str, str], list[tuple[int, bool]]] = {item: [] for item in names.items()}
    for key in sorted(changes):
        for began, code, name in _acts(changes[key], path, f"changes.{key}"):
            events.setdefault((code, name), []).append((int(key), began))
    history: list[_Span] = []
    for (code, name), happened in events.items():
        first: int | None = None
        there = not happened or not happened[0][1]
        if happened and happened[0][0] > known:  # whatever was there before is in the list
            there = names.get(code) == name
        for year, began in happened:
            if began is there:
                word = "begins though it is there" if began else "ends though it is not there"
                raise RulesError(path, f"{code} {name} {word}", f"changes.{year}")
            if began:
                first = year
            else:
                history.append((code, name, first, year - 1))
            there = began
        if there:
            history.append((code, name, first, None))
    history.sort(key=lambda h: (h[0], h[2] or 0))
    for (code, name, _, last), (other, successor, first, _) in pairwise(history):
        if code == other and (last is None or first is None or first <= last):
            raise RulesError(path, f"{code} is {name} and {successor} at one time", f"changes.{first}")
    return history
