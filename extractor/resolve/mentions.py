"""Mentions of areas in running text.

One pass of an Aho-Corasick automaton gives every place where a name could stand; going from left to right,
the longest that is admissible is taken. What makes a name admissible depends on how easily it is mistaken:
full names nearly always are, short names of cities where they stand as words, short names of counties only
where the text around or the document's area says whose they are. A name that several areas bear counts only
where something tells which is meant; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.models import Region
from extractor.resolve.divisions import COUNTRY, Place, nearest
from extractor.resolve.gazetteer import Gazetteer
from extractor.resolve.patterns import Match, Patterns
from extractor.resolve.wording import Wording

_RANK = {"country": 0, "province": 0, "city": 1, "county": 2, "zone": 3, "group": 3, "abroad": 3}
_LOOKAHEAD = 16  # matches looked through for the next name: more can hardly start within a joint's length
_LINE = 400  # characters back to the mention that tells which of several bearers is meant


@dataclass(frozen=True, slots=True)
class Found:
    """A mention: ``text[start:end]`` names ``region``.

    ``deictic`` is the word where it only points (全市, 高新区); ``region`` is then None where the document's
    area is not known or has none such. ``short`` says that the name was a short one (常州). ``aside`` says
    that the area is compared with, ranked in or part of a title, and is not what the sentence is about
    (高于全国平均水平).
    """

    start: int
    end: int
    region: Region | None
    deictic: str | None = None
    short: bool = False
    aside: bool = False


@dataclass(frozen=True, slots=True)
class _Hit:
    """A mention that has been taken, with the place behind it."""

    start: int
    end: int
    place: Place | None
    deictic: str | None = None
    short: bool = False


class Finder:
    """Finds mentions; made once a gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.patterns = Patterns(gazetteer)
        self.wording = Wording(gazetteer.rules)
        self.common_cities = frozenset(gazetteer.rules["common"]["cities"])
        self.common_counties = frozenset(gazetteer.rules["common"]["counties"])

    def find(self, text: str, home: Place | None, year: int | None) -> list[Found]:
        """All mentions from left to right, never overlapping. ``home`` is the document's own area."""
        return list(_Pass(self, text, home, year).run())


class _Pass:
    """One text being gone through."""

    def __init__(self, finder: Finder, text: str, home: Place | None, year: int | None) -> None:
        self.finder = finder
        self.gazetteer = finder.gazetteer
        self.wording = finder.wording
        self.text = text
        self.home = home
        self.year = year
        self.scopes = self._scopes(home)
        self.matches = finder.patterns.matches(text)
        self.hits: list[_Hit] = []

    def run(self) -> Iterator[Found]:
        at = 0
        for match in self.matches:
            if match.start < at:
                continue
            if match.name.decoy:
                at = match.end
            elif hit := self._take(match):
                at = self._keep(hit)
        for hit in self.hits:
            region = hit.place.region if hit.place else None
            wide = hit.deictic is not None or (region is not None and region.level == "country")
            aside = self.wording.aside(self.text, hit.start, hit.end, wide=wide and hit.place != self.home)
            yield Found(hit.start, hit.end, region, hit.deictic, hit.short, aside)

    def _scopes(self, home: Place | None) -> tuple[str, ...]:
        """Codes of the areas that names are narrowed to: the document's own, and for a county its city."""
        code = self.gazetteer.anchor(home) if home else None
        if home is None or code is None or code == COUNTRY:
            return ()
        return self.gazetteer.divisions.lineage(code)[: 2 if home.region.level == "county" else 1]

    def _keep(self, hit: _Hit) -> int:
        """Add a mention, joining a chain (江苏省常州市武进区) into one; gives where to go on."""
        last = self._chained(hit.start)
        if last and last.place and hit.place and not last.deictic:
            area = last.place.region.code
            if area is not None and area != COUNTRY and self.gazetteer.covers(area, hit.place):
                hit = replace(hit, start=last.start, deictic=None)
                self.hits.pop()
        self.hits.append(hit)
        return hit.end

    def _take(self, match: Match) -> _Hit | None:
        name = match.name
        if not name.guard.allows(self.text, match.start, match.end):
            return None
        if name.deictic:
            return self._take_deictic(match)
        return (
            (self._take_zone(match) if name.zone_word else None)
            or (self._take_full(match) if name.bearers.full else None)
            or (self._take_short(match) if name.bearers.short else None)
        )

    # ------------------------------------------------------------------ words that point

    def _take_deictic(self, match: Match) -> _Hit:
        """全市 points at the area named right before it (溧阳市全市), else at the document's."""
        last, word = self._chained(match.start), match.name.text
        home = last.place if last and last.place and last.place.region.code else self.home
        return _Hit(match.start, match.end, self.gazetteer.pointed_at(word, home, self.year), word)

    def _take_zone(self, match: Match) -> _Hit | None:
        """A zone word after the name of its city, or alone for the home city's zone."""
        word, last = match.name.text, self._chained(match.start)
        if self.wording.part_of_word(word, self.text, match.end):
            return None
        if last and last.place and self.gazetteer.owns_zones(last.place):
            return _Hit(match.start, match.end, self.gazetteer.zone(last.place, word))
        home = self.home
        if home and self.gazetteer.owns_zones(home) and self.wording.bare_zone(self.text, match.start, word):
            return _Hit(match.start, match.end, self.gazetteer.zone(home, word), word)
        return None

    # ------------------------------------------------------------------ full names

    def _take_full(self, match: Match) -> _Hit | None:
        name = match.name
        if self.wording.part_of_word(name.text, self.text, match.end, careful=name.careful):
            return None
        places = nearest(name.bearers.full, self.year)
        beside = nearest(self._beside(match.start, name.bearers.full), self.year)
        scope = nearest(self._in_scope(name.bearers.full), self.year)
        ahead: list[Place] = []
        if not beside and (name.common or name.careful or name.tail or len(places) > 1):
            ahead = self._ahead(match, places)
            if not ahead and self._doubtful(match, scoped=bool(scope)):
                return None
        line = self._in_line(match.start, places)
        place = _only(beside) or _only(scope) or _only(ahead) or _only(line) or _only(places)
        if place is None:
            return None
        end, place = self._built_up_tail(match.end, place)
        return _Hit(match.start, end, place)

    def _doubtful(self, match: Match, *, scoped: bool) -> bool:
        """Whether a name that is also something else stands where it might be that."""
        name = match.name
        clear = self.wording.clear_before(self.text, match.start)
        if name.common:
            return True
        if name.careful:
            free = name.bearers.full[0].region.code or self.wording.clear_after(self.text, match.end)
            return not (clear and free)
        return name.tail and not clear and not scoped

    def _built_up_tail(self, end: int, place: Place) -> tuple[int, Place]:
        """常州市 followed by 区 is the built-up area: 市区 shares the name's last character."""
        for word, tail in self.gazetteer.urban.items():
            overlap, stop = word.removesuffix(tail), end + len(tail)
            if overlap and place.region.name.endswith(overlap) and self.text.startswith(tail, end):
                area = self.gazetteer.urban_area(place, word)
                if area and self.finder.patterns.guard_of(word).allows(self.text, stop, stop):
                    return stop, area
        return end, place

    # ------------------------------------------------------------------ short names

    def _take_short(self, match: Match) -> _Hit | None:
        if self.wording.part_of_name(self.text, match.end):
            return None
        places = nearest(match.name.bearers.short, self.year)
        high = [p for p in places if p.region.level != "county"]
        low = [p for p in places if p.region.level == "county"]
        if any(p.parent in self.scopes for p in low) and not self._in_scope(high):
            high = [p for p in high if p.region.level != "city"]  # 朝阳 in Beijing is no city of Liaoning
        beside = self._beside(match.start, places)
        place = (self._high(match, high, low, beside) if high else None) or (
            self._low(match, low, high, beside) if low else None
        )
        return _Hit(match.start, match.end, place, short=True) if place else None

    def _high(self, match: Match, high: list[Place], low: list[Place], beside: list[Place]) -> Place | None:
        """A province or city by its short name, where it stands as a word."""
        near = [p for p in high if p in beside]
        if near:
            return _only(near)
        chained = self._chained(match.start) is not None
        place = _top(high)
        if place is None or (beside and (not chained or place.region.level == "city")):
            return None  # beside or after its kin it is the county of that name (海勃湾、海南; 广西兴安)
        if self._is_common(match.name.text, place):
            return place if self._ahead(match, [place]) else None
        if match.name.careful:
            clear = chained or self.wording.clear_before(self.text, match.start)
            return place if clear and self._ends(match, place) else None
        return place

    def _low(self, match: Match, low: list[Place], high: list[Place], beside: list[Place]) -> Place | None:
        """A county by its short name, where chain, list, zone word or home say whose it is."""
        word = match.name.text
        near = [p for p in low if p in beside]
        if near:
            if self._chained(match.start) and any(p.region.level != "city" for p in high):
                return None
            clear = len(word) > 2 or self.wording.clear_after(self.text, match.end) or any(self._next(match, 0))
            return _only(near) if clear else None
        scope = self._in_scope(low)
        if any(m.name.zone_word for m in self._next(match, 0)):
            return _only(scope) or _only(low)
        place = None if high else _only(scope)
        if place is None or (self._is_common(word, place) and not self._ahead(match, [place])):
            return None
        clear = self.wording.clear_before(self.text, match.start) and self.wording.clear_after(self.text, match.end)
        return place if clear else None

    def _is_common(self, word: str, place: Place) -> bool:
        """Whether a short name is an everyday word where this place bears it."""
        common = self.finder.common_counties if place.region.level == "county" else self.finder.common_cities
        return word in common

    # ------------------------------------------------------------------ what stands around

    def _chained(self, start: int) -> _Hit | None:
        """The mention that ends where this one starts, at most a space between."""
        if not self.hits:
            return None
        last = self.hits[-1]
        touches = last.end == start or (start - last.end == 1 and self.text[last.end].isspace())
        return last if touches else None

    def _next(self, match: Match, most: int) -> Iterator[Match]:
        """Names that could start after ``match``, at most ``most`` characters on."""
        for other in self.matches[match.index + 1 : match.index + 1 + _LOOKAHEAD]:
            if other.start > match.end + most:
                return
            if other.start >= match.end and (
                other.name.bearers.full or other.name.bearers.short or other.name.zone_word
            ):
                yield other

    def _ends(self, match: Match, place: Place) -> bool:
        """Whether the name ends as a word: before a boundary, or a name from within its area (南通通州)."""
        if self.wording.clear_after(self.text, match.end):
            return True
        for other in self._next(match, 0):
            inner = (*other.name.bearers.full, *other.name.bearers.short)
            if any(place.region.code and self.gazetteer.covers(place.region.code, p) for p in inner):
                return True
        return False

    def _beside(self, start: int, places: Iterable[Place]) -> list[Place]:
        """Those of ``places`` that lie in the area named right before, or stand beside it in a list."""
        last = self.hits[-1] if self.hits else None
        if last is None or last.place is None:
            return []
        region = last.place.region
        if self._chained(start):
            area = region.code
            if area is None or area == COUNTRY:
                return []
            inner = [p for p in places if p.region.code != area and self.gazetteer.covers(area, p)]
            top = min((_RANK[p.region.level] for p in inner), default=0)
            return [p for p in inner if _RANK[p.region.level] == top]
        if self.wording.joined(self.text, last.end, start):
            return [p for p in places if p.parent and p.parent == last.place.parent and p.region != region]
        return []

    def _ahead(self, match: Match, places: Sequence[Place]) -> list[Place]:
        """Those of ``places`` that lie in the same area as the next name of the list (象山、宁海)."""
        for other in self._next(match, self.wording.joint_length):
            if self.wording.joined(self.text, match.end, other.start):
                bearers = nearest(other.name.bearers.full or other.name.bearers.short, self.year)
                parents = {p.parent for p in bearers if p.parent}
                alike = [p for p in places if p.parent in parents]
                if alike:
                    return alike
        return []

    def _in_scope(self, places: Sequence[Place]) -> list[Place]:
        """Those that lie in the document's own area, or for a county in its city."""
        for scope in self.scopes:
            inner = [p for p in places if self.gazetteer.covers(scope, p)]
            if inner:
                return inner
        return []

    def _in_line(self, start: int, places: Sequence[Place]) -> list[Place]:
        """Of several bearers of a name those in the area that the line named last."""
        last = self.hits[-1] if self.hits else None
        if len(places) < 2 or last is None or last.place is None or start - last.end > _LINE:
            return []
        if last.place.region.code is None or "\n" in self.text[last.end : start]:
            return []
        for scope in self.gazetteer.divisions.lineage(last.place.region.code)[:2]:
            inner = [p for p in places if scope != COUNTRY and self.gazetteer.covers(scope, p)]
            if inner:
                return inner
        return []


def _only(places: Sequence[Place]) -> Place | None:
    """The one place that all signs leave; None for none or several."""
    return places[0] if len(places) == 1 else None


def _top(places: Sequence[Place]) -> Place | None:
    """The one place of the highest level."""
    top = min(_RANK[p.region.level] for p in places)
    return _only([p for p in places if _RANK[p.region.level] == top])
