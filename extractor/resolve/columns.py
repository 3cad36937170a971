"""What a table's column says of its values: time, unit, measure, status, and what is measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import regex

from extractor.lexicon import Lexicon
from extractor.measure.periods import Anchor, PeriodMention, PeriodReader
from extractor.measure.units import UnitTable
from extractor.resolve.regions import Regions

_OF_ONE = regex.compile(r"^1(?=/)")


@dataclass(frozen=True, slots=True)
class UnitSaid:
    """A unit as a head or a cell writes it: 万张 is 张 with scale 4."""

    unit: str
    scale: int = 0


@dataclass(frozen=True, slots=True)
class ColumnSense:
    """A column's meaning. ``role`` is one of value, name, index, category, unit, attribute, prose, money, period,
    organisation, note; ``measure`` is empty where the head does not tell; ``what`` is what is left of the head.

    ``area`` is the head's own word where it is nothing but an area (全市, 东部地区), ``base`` the year that a growth is
    against where the head names it, ``year_end`` is True where the head says 年末 without a year, ``cumulated``
    where the values run from the beginning of the year.
    """

    head: str
    role: str
    period: PeriodMention | None
    area: str
    unit: UnitSaid | None
    measure: str
    target: bool
    what: str
    base: str = ""
    year_end: bool = False
    cumulated: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    """What one of the cells says that stand above each other in a head."""

    said: str = ""
    what: str = ""
    unit: UnitSaid | None = None
    period: PeriodMention | None = None
    measure: str = ""
    base: str = ""
    area: str = ""
    year_end: bool = False


class ColumnReader:
    """Reads heads. Words come from ``rules/words/layout.toml``, phrases from ``rules/patterns/tables.toml``."""

    def __init__(self, lexicon: Lexicon, periods: PeriodReader, units: UnitTable, regions: Regions) -> None:
        alt = lexicon.alternation
        self._periods, self._units, self._regions = periods, units, regions
        self._roles = dict(lexicon.mapping("column_role"))
        self._scale = {w: int(p) for w, p in lexicon.mapping("scale").items()}
        self._bracket = regex.compile(r"[（(\[]\s*(?P<u>[^（）()\[\]]{1,14})\s*[）)\]]")
        self._titled, self._several = lexicon.pattern("table_unit"), lexicon.pattern("several_units")
        self._growth, self._rank, self._change = (
            regex.compile(alt(n)) for n in ("growth_column", "rank_column", "change_column")
        )
        self._no_growth = regex.compile(rf"(?:{alt('rate_not_growth')})(?:{alt('growth_column')})")
        self._target = regex.compile(alt("target_head"))
        bare = alt("bare_column")
        self._bare = regex.compile(rf"(?:{bare}|[\s:：、*#±\-—（）()“”‘’\[\]])+")
        long = sorted((w for w in lexicon.words("bare_column") if len(w) > 2), key=len, reverse=True)
        tails = "|".join(regex.escape(w) for w in long)
        self._bare_end = regex.compile(rf"(?:{tails})$|^(?:{tails})")
        self._marks = regex.compile(r"^[:：、*#\s]+|[:：、*#\s]+$")
        self._against, self._average = lexicon.pattern("column_against"), regex.compile(alt("average_word"))
        self._compares, self._index_base = lexicon.pattern("compare_end"), lexicon.pattern("index_base")
        self._unit_end, self._share_by = lexicon.pattern("unit_end"), lexicon.pattern("share_by")
        self._decade, self._year_end = lexicon.pattern("decade_named"), lexicon.pattern("head_year_end")
        self._cumulated = lexicon.pattern("cumulated")
        self._share_form = lexicon.words("share_of_form")[0]
        self._loose_year = regex.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")

    # ------------------------------------------------------------------ units

    def unit(self, said: str) -> UnitSaid | None:
        """A unit as written in a head, a unit column or a title; None where it is none."""
        t = _OF_ONE.sub("", "".join(said.split()))  # 1/10万
        scale = 0
        while t and t[0] in self._scale and self._units.canonical(t) is None:
            scale += self._scale[t[0]]
            t = t[1:]
        if not t:
            return None
        name = self._units.canonical(t)
        return UnitSaid(name, scale) if name else None

    def in_title(self, title: str) -> UnitSaid | None:
        """The unit that a table's title line gives: 单位：万张, or （%） at its end, the first of several."""
        m = self._titled.search(title)
        if m:
            return self._first_unit(m["u"])
        for m in self._bracket.finditer(title):
            u = self._first_unit(m["u"])
            if u:
                return u
        return None

    def over_names(self, heads: Sequence[Sequence[str]]) -> UnitSaid | None:
        """The unit that the head over the names gives for all values: 指标（万人）; a head with words of its own, such
        as 年龄（岁）, gives that of the keys."""
        read = (self.read(head) for head in heads)
        return next((col.unit for col in read if col.role == "name" and col.unit is not None), None)

    def _first_unit(self, said: str) -> UnitSaid | None:
        return next((u for part in self._several.split(said) if (u := self.unit(part))), None)

    def in_label(self, label: str) -> tuple[str, UnitSaid | None]:
        """A row's label without the unit that it may carry in brackets or at its end: 粮食产量（万吨）, 增长%."""
        label = self._index_base.sub("", label)
        for m in self._bracket.finditer(label):
            u = self.unit(m["u"].strip("±"))
            if u:
                return (label[: m.start()] + label[m.end() :]).strip(), u
        m = self._unit_end.search(label)
        if m and m.start():
            return label[: m.start()].rstrip("±"), self.unit(m["u"])
        return label, None

    # ------------------------------------------------------------------ heads

    def read(self, parts: Sequence[str], shares: bool = False) -> ColumnSense:
        """The meaning of a head: of the cells that stand above each other in it. ``shares`` says that the table's
        numbers are shares unless their head says otherwise."""
        read = [self._part("".join(p.split()), shares) for p in parts]
        head = "".join(p.said for p in read)
        bare = "".join(self.in_label(p.said)[0] for p in read)
        measure = next((p.measure for p in reversed(read) if p.measure), "")
        unit = next((p.unit for p in reversed(read) if p.unit), None)
        whats = [p.what for p in read if p.what]
        return ColumnSense(
            head,
            self._role(regex.sub(r"[（(].*?[）)]|[:：*]", "", bare)),
            next((p.period for p in reversed(read) if p.period), None),
            next((p.area for p in reversed(read) if p.area), ""),
            unit,
            measure,
            bool(self._target.search(bare)),
            "".join(w for k, w in enumerate(whats) if w not in whats[:k]),
            next((p.base for p in reversed(read) if p.base), ""),
            any(p.year_end for p in read),
            bool(self._cumulated.search(bare)),
        )

    def _part(self, said: str, shares: bool) -> _Part:
        bare, unit = self.in_label(said)
        by = self._share_by.search(bare)
        if by is not None and (unit.unit == "%" if unit is not None else shares):
            return _Part(said, self._share_form.format(by["what"]), unit)
        mention = self.mention(bare)
        what = bare
        if mention is not None:
            what = what[: mention.start] + what[mention.end :]
        measure = self.measure(bare)
        base = ""
        if measure:
            against = self._against.search(what)
            base = (against["year"] or "") if against else ""
            what = self.without_measure(what)
        year_end = mention is None and bool(self._year_end.search(what))
        if year_end:
            what = self._year_end.sub("", what)
        what = self._bare_words(what)
        area = what if what and self.is_area(what) else ""
        return _Part(said, "" if area else what, unit, mention, measure, base, area, year_end)

    def measure(self, bare: str) -> str:
        """growth, change or rank, where a head or a label says that its values are; else empty."""
        if self._rank.search(bare):
            return "rank"
        if self._change.search(bare):
            return "change"
        return "growth" if self._growth.search(bare) and not self._no_growth.search(bare) else ""

    def without_measure(self, what: str) -> str:
        """A head or label without the words that make its values growth, change or ranks."""
        for p in (self._against, self._average, self._rank, self._change, self._growth):
            what = p.sub("", what)
        return self._bare_words(what)

    def base(self, bare: str) -> str:
        """The year that a growth is against, where a head or a label names it."""
        m = self._against.search(bare)
        return (m["year"] or "") if m else ""

    def _bare_words(self, what: str) -> str:
        """What is left of a head without the words that add nothing to a name. A word of one or two characters goes
        only where nothing else is left: 目标值, but not the end of 生产总值."""
        if self._bare.fullmatch(what):
            return ""
        before = None
        while before != what:
            before, what = what, self._marks.sub("", self._bare_end.sub("", what))
        return what

    def is_area(self, said: str) -> bool:
        """True for a text that is an area's name or points at one (全市), and nothing else."""
        found = [f for f in self._regions.find(said) if f.region or f.deictic]
        return bool(found) and found[0].start == 0 and found[0].end >= len(said)

    def _role(self, head: str) -> str:
        """By the head as a whole, else by the word that it ends or begins with, where that tells what its cells are."""
        if head in self._roles:
            return self._roles[head]
        for word, role in self._roles.items():
            if (
                role in ("money", "period", "organisation", "prose")
                and (head.endswith(word) or head.startswith(word))
                and len(word) >= 2
            ):
                return role
        return "value"

    def mention(self, text: str) -> PeriodMention | None:
        """The time that a head or a label names for its values; None where it names none but a base or a class
        (90年代出厂)."""
        for p in self._periods.find(text):
            if p.anchor is Anchor.ABSOLUTE and not self._compares.search(text[: p.start]):
                return None if self._decade.match(text[p.start :]) else p
            if p.anchor is Anchor.CONTEXT and p.months and (p.start, p.end) == (0, len(text)):
                return p  # 1-2月, 上半年: of the year that the row or the title names
        m = self._loose_year.search(text)
        if m and not self._compares.search(text[: m.start()]):
            return PeriodMention(m.start(), m.end(), Anchor.ABSOLUTE, int(m[1]))
        return None


def scaled(value: Decimal, unit: UnitSaid | None) -> Decimal:
    """A cell's value in the base unit of its head's unit."""
    return value.scaleb(unit.scale) if unit and unit.scale else value
