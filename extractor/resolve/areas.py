"""What area a number of a sentence is about: the one that its clause, or a clause before it, begins with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import regex

from extractor.lexicon import Lexicon
from extractor.models import Region
from extractor.resolve.document import DocumentContext
from extractor.resolve.regions import Found, Regions

_ZONE = "zone"
_MARKS = "，；。："
_REMARK = 4  # a clause with so few characters behind its area only announces it: 以武进区为例，…


@dataclass(frozen=True, slots=True)
class _Set:
    """An area that the clauses from ``at`` to ``until`` are about."""

    at: int
    until: int
    found: Found


class SentenceAreas:
    """The areas of one sentence after the other. ``leads`` tells what may stand before the area that a clause begins
    with."""

    def __init__(self, lexicon: Lexicon, regions: Regions, doc: DocumentContext, leads: Callable[[str], bool]) -> None:
        alt, pattern = lexicon.alternation, lexicon.pattern
        self._regions, self._doc, self._leads = regions, doc, leads
        self._located, self._joined = pattern("located_before"), pattern("areas_joined")
        self._object = pattern("area_is_object")
        self._organ = regex.compile(alt("organ_after_area"))
        self._compares = regex.compile(alt("area_aside_after"))
        self._event = regex.compile(alt("area_event"))
        self._speaks_widely = doc.home is None or doc.home.level == "country"
        self._text, self._end = "", 0
        self._listed: set[int] = set()
        self._numbers: set[int] = set()
        self._set: list[_Set] = []

    def sentence(
        self, text: str, start: int, end: int, found: list[Found], times: list[tuple[int, int]], numbers: set[int]
    ) -> None:
        """A new sentence begins, with its mentions of areas, the places of its times and the ends of its numbers."""
        self._text, self._end, self._numbers = text, end, numbers
        self._listed = {
            f.start
            for f, g in pairwise(found)
            if self._joined.match(text[f.end : g.start])
            or (f.end == g.start and f.region and g.region and f.region.level == g.region.level != _ZONE)  # 宁波舟山港
        }
        self._set = [
            _Set(f.start, self._until(start, end, f), f)
            for f in found
            if not f.aside and self._opens_clause(start, end, f, times)
        ]

    def opening(self, start: int) -> Found | None:
        """The area that all of the sentence is about, unless it only points (全市)."""
        first = self._set[0] if self._set else None
        if first is None or first.found.deictic is not None or first.until < self._end:
            return None
        return first.found if self._leads(self._text[start : first.at]) else None

    def at(self, at: int) -> Region | None:
        """The area that the sentence gives a number at ``at``; None where it gives it none."""
        for s in reversed(self._set):
            if s.at < at <= s.until:
                return self._as_said(s.found)
        return None

    def _as_said(self, f: Found) -> Region | None:
        """The area of a mention; groups of areas keep the name that the text gives them (长三角地区)."""
        if f.region is not None and f.region.level == "group" and f.deictic is None:
            return Region(self._text[f.start : f.end], f.region.code, "group")
        return f.region

    # ------------------------------------------------------------------ how far it reaches

    def _until(self, start: int, end: int, f: Found) -> int:
        """Where the area ends to be what clauses are about.

        One that opens the sentence holds for all of it, one that opens a later clause up to the semicolon. A clause
        that says all of its area without a number (常州获批试点城市，…), or an area within the sentence of which
        nothing is counted in its clause, says nothing about the clauses behind it.
        """
        if self._speaks_widely or f.deictic is not None:
            return end
        clause = self._end_of(_MARKS, f.end, end)
        opens = self._leads(self._text[start : f.start])
        if not any(f.end < n <= clause for n in self._numbers) and clause - f.end > _REMARK:
            said = self._text[f.end : clause]
            if not opens or self._event.search(said):
                return clause
        return end if opens else self._end_of("；", f.end, end)

    def _end_of(self, marks: str, at: int, end: int) -> int:
        return next((k for k in range(at, end) if self._text[k] in marks), end)

    # ------------------------------------------------------------------ which areas count

    def _opens_clause(self, start: int, end: int, f: Found, times: list[tuple[int, int]]) -> bool:
        """An area is what a clause is about where the clause begins with it (after times and lead words)."""
        text = self._text
        if f.region is None or f.start in self._listed or (f.region.level == "abroad" and not self._speaks_widely):
            return False  # 海曙、江北、鄞州三区: the sum of several areas is none of them
        k = f.start
        while k > start and not (text[k - 1] in _MARKS or (text[k - 1] == "、" and k - 1 in self._numbers)):
            k -= 1
        before = text[k : f.start]
        if self._is_around(f) and (
            (k > start and not self._leads(text[start:k]))
            or self._compares.match(text[f.end : f.end + 6])
            or self._located.search(before)
        ):
            return False
        if f.deictic is None and self._object.search(before):
            return False
        for a, b in times:
            if k <= a < f.start:
                before = before.replace(text[a:b], "")
        if not self._leads(before):
            return False
        return not (
            self._organ.match(text[f.end : min(end, f.end + 10)]) and f.region != self._doc.home and f.deictic is None
        )

    def _is_around(self, f: Found) -> bool:
        """True for an area around the document's own: a city's page rarely counts for its province."""
        home = self._doc.home
        return bool(
            home
            and home.code
            and f.region
            and f.region.code
            and f.region != home
            and f.region in self._regions.ancestors(home.code)
        )
