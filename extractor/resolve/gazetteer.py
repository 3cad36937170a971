"""Every name that an area goes by: full, short, irregular; divisions, zones and groups alike.

What a name means depends on the year, so a name leads to all places that ever bore it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractor.lexicon import read_toml
from extractor.models import Region
from extractor.resolve.divisions import COUNTRY, Divisions, Place, nearest


@dataclass(slots=True)
class Bearers:
    """Who bears a name: as the full name, or as a short one."""

    full: list[Place] = field(default_factory=list)
    short: list[Place] = field(default_factory=list)


class Gazetteer:
    """Divisions, zones and groups of ``rules/regions.toml``, by code and by name.

    Raises RulesError where the file cannot be read, KeyError where a table of it is missing.
    """

    def __init__(self, path: Path) -> None:
        self.rules: dict[str, Any] = read_toml(path)
        self.path = path
        self._endings: dict[str, list[str]] = {}
        for ending in sorted(self.rules["names"]["endings"], key=len, reverse=True):
            self._endings.setdefault(ending[-1], []).append(ending)
        self._kept = tuple(self.rules["names"]["kept"])
        self._peoples = sorted(self.rules["names"]["peoples"], key=len, reverse=True)
        self._plain: dict[str, str] = self.rules["names"]["plain"]
        self.divisions = Divisions(self.rules, path)
        self.names: dict[str, Bearers] = {}
        self.others: dict[str, Place] = {}
        for place in self.divisions:
            self._name(place)
        self._name_others()
        self.zone_words: dict[str, str] = self.rules["zones"]["words"]
        self.urban: dict[str, str] = self.rules["urban"]["words"]
        self._urban_of: str = self.rules["urban"]["of"]
        self.abbreviations: dict[str, str] = self.rules["names"]["abbreviations"]
        self.deictic: dict[str, str] = self.rules["deictic"]

    # ------------------------------------------------------------------ names

    def short(self, name: str) -> str:
        """The short name (常州市: 常州, 湘西土家族苗族自治州: 湘西); empty where none is left (忠县)."""
        stem, ending = self._split(name)
        stem = self._without_peoples(stem)
        return stem if len(stem) > 1 and ending else ""

    def _split(self, name: str) -> tuple[str, str]:
        if not name.endswith(self._kept):
            for ending in self._endings.get(name[-1], ()):
                if name.endswith(ending):
                    return name.removesuffix(ending), ending
        return name, ""

    def _without_peoples(self, stem: str) -> str:
        while True:
            for people in self._peoples:
                if stem.endswith(people) and len(stem) - len(people) > 1:
                    stem = stem.removesuffix(people)
                    break
            else:
                return stem

    def _name(self, place: Place) -> None:
        region = place.region
        self._bear(region.name, place, short=False)
        short = self.short(region.name)
        if short:
            self._bear(short, place, short=True)
            ending = self._split(region.name)[1]
            if ending in self._plain:  # 关岭县 and 关岭自治县 for 关岭布依族苗族自治县
                self._bear(short + self._plain[ending], place, short=False)
                self._bear(short + ending, place, short=False)
        if region.code == COUNTRY:
            for name in self.rules["country"]["also"]:
                self._bear(name, place, short=name not in self.rules["deictic"])
        elif place.last is None and region.code:
            for name in self.rules["names"]["also"].get(region.code, ()):
                full = bool(self._split(name)[1]) or name.endswith(tuple(self._plain.values()))
                self._bear(name, place, short=not full)

    def _name_others(self) -> None:
        for name, zone in self.rules["zones"]["named"].items():
            place = Place(Region(name, None, "zone"), zone["within"], None, zone.get("until"))
            self._name_other(place, zone.get("also", ()))
        for name, also in self.rules["groups"].items():
            self._name_other(Place(Region(name, None, "group"), None), also)
        for name in self.rules["abroad"]["names"]:
            self._name_other(Place(Region(name, None, "abroad"), None), [])

    def _name_other(self, place: Place, also: list[str]) -> None:
        self.others[place.region.name] = place
        for name in (place.region.name, *also):
            self._bear(name, place, short=False)

    def _bear(self, name: str, place: Place, *, short: bool) -> None:
        bearers = self.names.setdefault(name, Bearers())
        places = bearers.short if short else bearers.full
        if place not in places:
            places.append(place)

    # ------------------------------------------------------------------ places

    def covers(self, area: str, place: Place) -> bool:
        """Whether ``place`` is the area with the code ``area``, or lies in it."""
        code = self.anchor(place)
        return area == place.region.code or (code is not None and area in self.divisions.lineage(code))

    def anchor(self, place: Place) -> str | None:
        """The code of the division that a place is, or that a zone lies in; None for groups."""
        return place.parent if place.region.level == "zone" else place.region.code

    def place_of(self, region: Region, year: int | None = None) -> Place | None:
        """The place behind a region value; zones named after a city and built-up areas are worked out."""
        if region.name in self.others and region.code is None:
            return self.others[region.name]
        if region.code is not None and region.code not in self.divisions.urban_codes:
            return self.divisions.at(region.code, year)
        return self._urban_by_name(region.name, year) or self._zone_by_name(region.name, year)

    def zone(self, owner: Place, word: str) -> Place:
        """The zone of a city or county that ``word`` names (常州市, 国家高新区: 常州高新区)."""
        stem = self.short(owner.region.name) or owner.region.name
        return Place(Region(stem + self.zone_words[word], None, "zone"), owner.region.code)

    def owns_zones(self, place: Place) -> bool:
        """Whether zones are named after the place: a city (also one that is a province) or a county."""
        level = place.region.level
        return level in ("city", "county") or (level == "province" and place.region.name.endswith(self._urban_of))

    def urban_area(self, city: Place, word: str) -> Place | None:
        """The built-up area of a city (常州市, 市区: 常州市区); None for what is no city."""
        region = city.region
        if (
            region.level in ("zone", "group", "abroad")
            or region.code is None
            or not region.name.endswith(self._urban_of)
        ):
            return None
        tail = self.urban[word]
        code = region.code[:2] + "0100" if region.level == "province" else region.code[:4] + "01"
        known = region.level != "county" and code in self.divisions.urban_codes and len(tail) == 1
        return Place(Region(region.name + tail, code if known else None, "zone"), region.code)

    def pointed_at(self, word: str, home: Place | None, year: int | None = None) -> Place | None:
        """The area that a pointing word (全市, 市区) means in a document about ``home``; None for none such.

        That is ``home`` or the nearest area around it whose name ends as the rules say for the word.
        """
        ending = self.deictic.get(word, "")
        country = self.divisions.at(COUNTRY)
        if country and country.region.name == ending:
            return country
        place = home
        while place is not None:
            if word in self.urban:
                area = self.urban_area(place, word)
                if area is not None:
                    return area
            elif place.region.level not in ("zone", "group", "abroad") and place.region.name.endswith(ending):
                return place
            place = self.divisions.at(place.parent, year) if place.parent else None
        return None

    def urban_by_code(self, code: str, year: int | None = None) -> Place | None:
        """The built-up area that an older list gives a code of its own (320401)."""
        if code not in self.divisions.urban_codes:
            return None
        city = self.divisions.at(code[:2] + "0000" if code.endswith("00") else code[:4] + "00", year)
        word = next(w for w, tail in self.urban.items() if len(tail) == 1)
        return self.urban_area(city, word) if city else None

    def _urban_by_name(self, name: str, year: int | None) -> Place | None:
        for word, tail in self.urban.items():
            owner = self._owner(name.removesuffix(tail), year, short=False) if name.endswith(tail) else None
            if owner:
                return self.urban_area(owner, word)
        return None

    def _zone_by_name(self, name: str, year: int | None) -> Place | None:
        for word in sorted(self.zone_words, key=len, reverse=True):
            if name.endswith(word):
                owner = self._owner(name.removesuffix(word), year, short=True)
                if owner:
                    return self.zone(owner, word)
        return None

    def _owner(self, name: str, year: int | None, *, short: bool) -> Place | None:
        """The one city or county of that name, a city before a county."""
        bearers = self.names.get(name)
        if bearers is None:
            return None
        places = nearest(bearers.full or (bearers.short if short else []), year)
        for level in ("city", "province", "county"):
            of_level = [p for p in places if p.region.level == level]
            if of_level:
                return of_level[0] if len(of_level) == 1 else None
        return None
