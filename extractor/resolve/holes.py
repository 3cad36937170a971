"""Places where the source lost its digits: a unit without its number, a torn scale word, a year without its figures.

Some of them no clean text has (完成任务的%, 余人次 behind no number); others are rare but possible (至年底, 多台). The
rare ones count only in documents that show enough of the certain ones: a clean text must give no gap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from extractor.lexicon import Lexicon
from extractor.measure.atoms import Atom, AtomKind
from extractor.measure.quantities import QuantityReader
from extractor.models import Quantity
from extractor.resolve.words import frequency, tagged, word_borders

_ENOUGH = 3  # certain holes that make the uncertain ones credible


@dataclass(frozen=True, slots=True)
class FoundHole:
    """A hole: the characters that are left of it, its unit, and whether no clean text could have it."""

    start: int
    end: int
    unit: str
    certain: bool
    year: bool = False


class HoleFinder:
    """Finds holes in a sentence whose atoms are known. What they look like stands in ``rules/patterns/holes.toml``, the
    words in ``rules/words/numbers.toml``."""

    def __init__(self, lexicon: Lexicon, quantities: QuantityReader) -> None:
        self._units = dict(lexicon.mapping("hole_unit"))
        self._dimensions = quantities.units
        scale = {w: int(p) for w, p in lexicon.mapping("scale").items() if len(w) == 1}
        self._scales, self._big = frozenset(scale), "".join(w for w, p in scale.items() if p >= 4)
        self._money = lexicon.mapping("fallback_unit")["money"]
        self._masked = lexicon.pattern("hole_masked")
        self._percent = lexicon.pattern("hole_percent")
        self._torn_money = lexicon.pattern("hole_money")
        self._leftover = lexicon.pattern("hole_leftover")
        self._anniversary = lexicon.pattern("hole_anniversary")
        self._years = tuple(map(lexicon.pattern, ("hole_year_opens", "hole_year_month", "hole_year_dash")))
        self._year_words, self._year_place = lexicon.pattern("hole_year_words"), lexicon.pattern("hole_year_place")
        self._year_certain = lexicon.pattern("hole_year_certain")
        self._hedged, self._hedges = lexicon.pattern("hole_hedged"), frozenset(lexicon.words("hole_hedge_certain"))
        self._beside = tuple(map(lexicon.pattern, ("hole_listed", "hole_valued", "hole_sum", "hole_ended")))
        self._before_listed = lexicon.pattern("hole_before_listed")
        self._decimals = lexicon.pattern("hole_decimals")
        self._closed = lexicon.pattern("hole_closed")
        self._opened = lexicon.pattern("hole_opened")
        self._opened_head = lexicon.pattern("hole_opened_head")
        self._many = lexicon.pattern("hole_many")
        self._torn_number, self._rounding = lexicon.pattern("hole_torn"), lexicon.pattern("rounded")
        self._torn_fuzzy = lexicon.pattern("hole_torn_fuzzy")
        self._numeral = lexicon.pattern("hole_numeral")
        self._stop, self._after, self._served_before, self._determiners = (
            frozenset(lexicon.words(name))
            for name in ("hole_stop", "hole_after", "hole_served_before", "hole_determiner")
        )
        self._attributive = frozenset(lexicon.words("attributive"))
        self._never_noun = frozenset(lexicon.words("hole_unit_never_noun"))
        self._openers = frozenset((*lexicon.words("of_which"), *lexicon.words("hole_opener")))
        self._closing, self._opening, self._opening_certain, self._served, self._served_certain, self._done = (
            frozenset(lexicon.words(f"hole_unit_{name}"))
            for name in ("closing", "opening", "opening_certain", "served", "served_certain", "done")
        )

    def evidence(self, holes: list[FoundHole]) -> bool:
        """True where a document shows enough certain holes for its uncertain ones to count."""
        return sum(h.certain for h in holes) >= _ENOUGH

    def find(self, text: str, start: int, end: int, atoms: list[Atom]) -> list[FoundHole]:
        """All holes of a sentence, certain and uncertain, in order, not overlapping each other or other atoms."""
        out: list[FoundHole] = []
        taken = [(a.start, a.end) for a in atoms if not self._torn(text, a) and a.kind is not AtomKind.PERIOD]
        times = [(a.start, a.end) for a in atoms if a.kind is AtomKind.PERIOD]

        def add(a: int, b: int, unit: str, certain: bool, year: bool = False) -> None:
            if all(b <= x or a >= y for x, y in (taken if year else [*taken, *times])):
                out.append(FoundHole(a, b, unit, certain, year))
                taken.append((a, b))

        s = text[start:end]
        for m in self._decimals.finditer(s):  # what is left of the number is no number: it is part of the hole
            u = m["hole"]
            out.append(FoundHole(start + m.start(), start + m.end(), self._units.get(u, u.lstrip(self._big)), True))
            taken.append((start + m.start(), start + m.end()))
        for m in self._masked.finditer(s):
            u = m["u"]
            add(start + m.start(), start + m.end(), self._units.get(u, u.lstrip(self._big)), True, m["time"] == u)
        for m in self._percent.finditer(s):
            add(start + m.start(), start + m.end(), m[0], True)
        for m in self._torn_money.finditer(s):
            add(start + m.start(), start + m.end(), self._money, True)
        for m in self._leftover.finditer(s):
            add(start + m.start(), start + m.end(), self._units[m["u"]], True)
        for m in self._anniversary.finditer(s):
            add(start + m.start(), start + m.end(), m[0], True)
        for pattern in self._years:
            for m in pattern.finditer(s):
                add(start + m.start("year"), start + m.end("year"), m["year"], True, True)
        for m in self._year_words.finditer(s):
            place = self._year_place.match(m[0])
            if place:
                a, b = (start + m.start() + k for k in place.span("year"))
                add(a, b, place["year"], self._year_certain.match(m[0]) is not None, True)
        for m in self._hedged.finditer(s):
            if m["hedge"] + m["u"] not in self._stop:
                add(start + m.start(), start + m.end(), self._units[m["u"]], m["hedge"] in self._hedges)
        for pattern in self._beside:
            for m in pattern.finditer(s):
                u = m["hole"]
                add(start + m.start("hole"), start + m.end("hole"), self._units.get(u, u.lstrip(self._big)), True)
        for m in self._before_listed.finditer(s):
            if m.start("hole") in word_borders(s):  # 初中|所, but 派出所
                add(start + m.start("hole"), start + m.end("hole"), self._units[m["hole"]], True)
        self._by_words(s, start, add)
        self._by_characters(s, start, add)
        for m in self._many.finditer(s):
            add(start + m.start(), start + m.end(), self._units.get(m["u"], ""), False)
        for atom in atoms:
            q = atom.quantity
            if (
                self._torn(text, atom)
                and q is not None
                and (q.unit or text[atom.start] not in self._scales)
                and (
                    self._torn_fuzzy.match(text[atom.start : atom.end])
                    or not self._rounding.search(text[atom.start : atom.end])
                )
            ):
                add(atom.start, atom.end, q.unit or "", False)
            elif (
                q is not None
                and q.value == 0
                and text[q.core_start : q.core_start + 1] == "0"
                and q.unit
                and q.dimension in ("count", "people", "events")
            ):
                out.append(FoundHole(atom.start, atom.end, q.unit, False))
        return sorted(out, key=lambda h: h.start)

    def _torn(self, text: str, a: Atom) -> bool:
        """A scale word that lost its digits: 超万, 万元."""
        q = a.quantity
        if a.kind not in (AtomKind.QUANTITY, AtomKind.NUMBER) or q is None or not q.chinese:
            return False
        core = text[q.core_start : q.core_end]
        return self._torn_number.match(core) is not None or self._torn_fuzzy.match(text[a.start : a.end]) is not None

    def _by_words(self, s: str, base: int, add: Callable[[int, int, str, bool], None]) -> None:
        """Holes told by segmentation: a unit that is a word of its own where only a number could make it one."""
        words = [(a, b, word, flag) for word, flag, a, b in self._pieces(s)]
        for k, (a, b, word, _flag) in enumerate(words):
            unit = self._units.get(word)
            if unit is None or (not a and k):
                continue
            prev, prev_flag = words[k - 1][2:] if k else ("", "")
            nxt, next_flag = words[k + 1][2:] if k + 1 < len(words) else ("", "")
            served = prev in self._served_before
            if prev and not (served and next_flag[:1] == "v") and self._counted(prev, prev_flag, word):
                continue
            doubtful = len(prev) > 1 and prev[-1:] + word in self._stop  # 订单|个, cut as if 单个 were meant
            closes = not nxt or nxt[0] in "，。；、：）" or nxt in self._after
            opens = not prev or prev[-1] in "，。；、：（" or prev in self._openers
            if closes and not opens and prev_flag[:1] in ("n", "v", "j", "l", "i", "a", "b", "t", "e", "m"):
                behind_word = len(prev) >= 2 or not frequency(prev + word)
                certain = prev_flag[:1] in ("n", "v", "m") and behind_word and word in self._closing
                add(base + a, base + b, unit, certain and not doubtful)
            elif prev in self._attributive and next_flag[:1] in ("d", "v") and word in self._never_noun:
                add(base + a, base + b, unit, True)  # 比计划的个还多
            elif opens and next_flag[:1] == "n" and word in self._opening:
                add(base + a, base + b, unit, word in self._opening_certain)
            elif served and next_flag[:1] in ("n", "v", "a", "b") and word in self._served:
                add(base + a, base + b, unit, word in self._served_certain and next_flag[:1] != "v")
            elif (
                prev_flag[:1] in ("v", "d")
                and next_flag[:1] in ("n", "b", "a", "v")
                and word in self._done
                and prev not in self._determiners
            ):
                add(base + a, base + b, unit, False)

    def _by_characters(self, s: str, base: int, add: Callable[[int, int, str, bool], None]) -> None:
        """Holes that segmentation overlooks: a unit that ends or opens a clause and is part of no word there."""
        for m in self._closed.finditer(s):
            unit, before = m["u"], s[max(0, m.start("u") - 2) : m.start("u")]
            if not any(frequency(before[k:] + unit) or before[k:] + unit in self._stop for k in range(len(before))):
                add(base + m.start("u"), base + m.end("u"), self._units[unit], unit in self._closing)
        for m in self._opened_head.finditer(s):
            unit, after = m["u"], s[m.end("u") : m.end("u") + 2]
            if not frequency(unit + after[:1]) and not frequency(unit + after):
                add(base + m.start("u"), base + m.end("u"), self._units[unit], False)
        for m in self._opened.finditer(s):
            unit, after = m["u"], s[m.end("u") : m.end("u") + 2]
            if frequency(after) and not frequency(unit + after[:1]) and not frequency(unit + after):
                add(base + m.start("u"), base + m.end("u"), self._units[unit], unit in self._opening_certain)

    def _counted(self, prev: str, flag: str, unit: str) -> bool:
        """True where the word before a unit is a number, points (这个), or makes one word with it (单个)."""
        return bool(
            prev[-1].isdigit()
            or self._numeral.match(prev[-1])
            or (flag in ("m", "mq") and len(prev) > 1)
            or (flag == "r" and prev not in self._openers)
            or prev + unit in self._stop
        )

    def _pieces(self, s: str) -> Iterator[tuple[str, str, int, int]]:
        """Words with their flags and places. What the dictionary does not know and a unit opens or ends is two words:
        路口|处, 家|村."""
        at = 0
        for word, flag in tagged(s):
            a, b = at, at + len(word)
            at = b
            unknown = len(word) > 1 and flag[:1] in ("n", "v") and word not in self._units and not frequency(word)
            if unknown and word[-1] in self._units and frequency(word[:-1]):
                yield from ((word[:-1], flag, a, b - 1), (word[-1], "q", b - 1, b))
            elif unknown and word[0] in self._opening and frequency(word[1:]):
                yield from ((word[0], "q", a, a + 1), (word[1:], flag, a + 1, b))
            else:
                yield word, flag, a, b

    def merge(self, atoms: list[Atom], holes: list[FoundHole], credible: bool) -> list[Atom]:
        """Atoms with the holes among them, where rules would see a number; uncertain ones only in a ``credible``
        document.

        A hole takes the place of what is left of its number; a time that lost its year stays a time.
        """
        holes = [h for h in holes if h.certain or credible]
        if not holes:
            return atoms
        lost = {(h.start, h.end) for h in holes}
        kept = [a for a in atoms if a.kind is AtomKind.PERIOD or not any(a.start < e and s < a.end for s, e in lost)]
        times = [a for a in kept if a.kind is AtomKind.PERIOD]
        out: list[Atom] = []
        for h in holes:
            if any(a.start < h.end and h.start < a.end for a in times):
                continue
            unit = self._dimensions.get(h.unit)
            kind = unit.dimension if unit and unit.dimension in ("share", "points") else "count"
            q = Quantity(h.start, h.end, None, h.unit, core_start=h.start, core_end=h.end, dimension=kind)
            out.append(Atom(AtomKind.HOLE_YEAR if h.year else AtomKind.HOLE, h.start, h.end, q))
        return sorted([*kept, *out], key=lambda a: a.start)
