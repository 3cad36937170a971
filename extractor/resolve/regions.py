"""Reference areas: China's divisions at county level and above, as of a year; by code, by name, in a text.

>>> regions = Regions.load(default_rules_dir())
>>> [found.region.name for found in regions.find("江苏省常州市武进区与苏州比较")]
['武进区', '苏州市']

Years mean the end of the year; None means today. Zones (常州高新区) and groups (长三角) have no code.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from extractor.lexicon import RulesError, default_rules_dir
from extractor.models import Region
from extractor.resolve.divisions import Place, nearest
from extractor.resolve.gazetteer import Gazetteer
from extractor.resolve.mentions import Finder, Found

__all__ = ["Found", "Regions", "default_rules_dir"]


class Regions:
    """The gazetteer, as the pipeline asks it. Immutable; :meth:`load` gives one per rules folder."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._finder = Finder(gazetteer)

    @classmethod
    def load(cls, rules_root: Path) -> Regions:
        """The regions of a rules folder, read once a process.

        Raises RulesError where ``regions.toml`` cannot be used.
        """
        return _load(rules_root)

    def by_code(self, code: str, year: int | None = None) -> Region | None:
        """What a GB/T 2260 code stood for at the end of ``year``, or at the time nearest to it.

        000000 is the country; codes of 市辖区 (320401) give the built-up area. None for no such code.
        """
        place = self._place(code, year)
        return place.region if place else None

    def by_name(self, name: str, within: str | None = None, year: int | None = None) -> list[Region]:
        """The areas that a full or short name stands for, in the order of their codes.

        Those that bear it at the end of ``year``; where none does, those nearest in time. ``within``, the
        code of an area, leaves those in it. Several are given where the name is ambiguous, none where it
        is unknown.
        """
        bearers = self._gazetteer.names.get(name)
        if bearers is None:
            places = self._composed(name, within, year)
        else:
            full, short = (
                nearest((p for p in known if within is None or self._gazetteer.covers(within, p)), year)
                for known in (bearers.full, bearers.short)
            )
            places = full or short
        return sorted({p.region for p in places}, key=lambda r: (r.code is None, r.code or "", r.name))

    def parent(self, region: Region, year: int | None = None) -> Region | None:
        """The area around a region: a county's city, a zone's owner. None for the country and for groups."""
        place = self._gazetteer.place_of(region, year)
        around = place and place.parent and self._gazetteer.divisions.at(place.parent, year)
        return around.region if around else None

    def ancestors(self, code: str) -> list[Region]:
        """The areas around a code, innermost first, the country last; empty for a code that never was."""
        place = self._place(code, None)
        if place is None or place.parent is None:
            return []
        around = (self._gazetteer.divisions.at(c) for c in self._gazetteer.divisions.lineage(place.parent))
        return [p.region for p in around if p]

    def find(self, text: str, within: str | None = None, year: int | None = None) -> list[Found]:
        """All mentions of areas in a text, from left to right, never overlapping.

        ``within`` is the code of the document's own area: pointing words (全市) resolve against it, and names
        that several areas bear are narrowed to it. A code that never was narrows nothing.
        """
        home = self._place(within, year) if within else None
        return self._finder.find(text, home, year)

    def deictic(self, word: str, home: Region, year: int | None = None) -> Region | None:
        """The area that 全市, 我省, 全区, 市区, 高新区 … mean in a document about ``home``.

        None for a word that points at nothing, or at nothing that lies around ``home``.
        """
        gazetteer, place = self._gazetteer, self._gazetteer.place_of(home, year)
        found: Place | None = None
        if word in gazetteer.deictic or word in gazetteer.urban:
            found = gazetteer.pointed_at(word, place, year)
        elif place and word in gazetteer.zone_words and gazetteer.owns_zones(place):
            found = gazetteer.zone(place, word)
        return found.region if found else None

    def by_abbreviation(self, letter: str) -> Region | None:
        """The province that one letter stands for (苏, 粤)."""
        code = self._gazetteer.abbreviations.get(letter)
        return self.by_code(code) if code else None

    def rows(self) -> Iterator[dict[str, str | int | None]]:
        """Every name of every area with its years: code, name, level, parent, valid_from, valid_to.

        ``parent`` is a code. ``valid_from`` and ``valid_to`` are the first and the last year at whose end
        the name was in force, None where it was before the history begins, or still is.
        """
        for place in (*self._gazetteer.divisions, *self._gazetteer.others.values()):
            region = place.region
            yield {
                "code": region.code,
                "name": region.name,
                "level": region.level,
                "parent": place.parent,
                "valid_from": place.first,
                "valid_to": place.last,
            }

    def _place(self, code: str, year: int | None) -> Place | None:
        return self._gazetteer.divisions.at(code, year) or self._gazetteer.urban_by_code(code, year)

    def _composed(self, name: str, within: str | None, year: int | None) -> list[Place]:
        """A name made of others (江苏省常州市, 常州市区, 常州高新区), where all of it is one mention."""
        founds = self._finder.find(name, self._place(within, year) if within else None, year)
        if len(founds) != 1 or (founds[0].start, founds[0].end) != (0, len(name)) or founds[0].region is None:
            return []
        place = self._gazetteer.place_of(founds[0].region, year)
        return [place] if place and (within is None or self._gazetteer.covers(within, place)) else []


@lru_cache(maxsize=4)
def _load(rules_root: Path) -> Regions:
    path = rules_root / "regions.toml"
    try:
        return Regions(Gazetteer(path))
    except KeyError as err:
        raise RulesError(path, f"this table or key is missing: {err.args[0]!r}") from err
