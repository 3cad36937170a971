"""What a table's column says of its values: time, unit, measure, status, and what is measured."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import regex

from extractor.lexicon import Lexicon
from extractor.measure.periods import Anchor, PeriodMention, PeriodReader
from extractor.measure.units import UnitTable
from extractor.models import Region
from extractor.resolve.regions import Regions


@dataclass(frozen=True, slots=True)
class UnitSaid:
    """A unit as a head or a cell writes it: 万张 is 张 with scale 4."""

    unit: str
    scale: int = 0


@dataclass(frozen=True, slots=True)
class ColumnSense:
    """A column's meaning. ``role`` is one of value, name, index, category, unit, attribute, prose, money, period,
    organisation, note; ``measure`` is empty where the head does not tell; ``what`` is what is left of the head."""

    head: str
    role: str
    period: PeriodMention | None
    region: Region | None
    unit: UnitSaid | None
    measure: str
    target: bool
    what: str


class ColumnReader:
    """Reads heads. Words come from ``rules/words/layout.toml``."""

    def __init__(self, lexicon: Lexicon, periods: PeriodReader, units: UnitTable, regions: Regions) -> None:
        alt = lexicon.alternation
        self._periods, self._units, self._regions = periods, units, regions
        self._roles = dict(lexicon.mapping("column_role"))
        self._scale = {w: int(p) for w, p in lexicon.mapping("scale").items()}
        self._bracket = regex.compile(r"[（(\[]\s*(?P<u>[^（）()\[\]]{1,14})\s*[）)\]]")
        self._titled = lexicon.pattern("table_unit")
        self._growth, self._rank, self._change = (
            regex.compile(alt(n)) for n in ("growth_column", "rank_column", "change_column")
        )
        self._target = regex.compile(alt("target_head"))
        self._bare = regex.compile(rf"(?:{alt('bare_column')}|[\s:：、*#]|[-—]{{1,2}})+")
        self._against = lexicon.pattern("column_against")
        self._compares = lexicon.pattern("compare_end")
        self._loose_year = regex.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")

    def unit(self, said: str) -> UnitSaid | None:
        """A unit as written in a head, a unit column or a title; None where it is none."""
        t = "".join(said.split())
        scale = 0
        while t and t[0] in self._scale and self._units.canonical(t) is None:
            scale += self._scale[t[0]]
            t = t[1:]
        if not t:
            return None
        name = self._units.canonical(t)
        return UnitSaid(name, scale) if name else None

    def in_title(self, title: str) -> UnitSaid | None:
        """The unit that a table's title line gives: 单位：万张, or （%） at its end."""
        m = self._titled.search(title)
        if m:
            return self.unit(m["u"])
        for m in self._bracket.finditer(title):
            u = self.unit(m["u"])
            if u:
                return u
        return None

    def in_label(self, label: str) -> tuple[str, UnitSaid | None]:
        """A row's label without the unit in brackets that it may carry: 粮食产量（万吨）."""
        for m in self._bracket.finditer(label):
            u = self.unit(m["u"])
            if u:
                return (label[: m.start()] + label[m.end() :]).strip(), u
        return label, None

    def read(self, head: str) -> ColumnSense:
        """The meaning of a head."""
        text = "".join(head.split())
        bare, unit = self.in_label(text)
        role = self._role(regex.sub(r"[（(].*?[）)]|[:：*]", "", bare))
        mention = self._mention(bare)
        what = bare
        if mention is not None:
            what = what[: mention.start] + what[mention.end :]
        growth, rank, change = self._growth.search(bare), self._rank.search(bare), self._change.search(bare)
        measure = "rank" if rank else "change" if change else "growth" if growth else ""
        if measure:
            what = self._against.sub("", what)
            for p in (self._growth, self._rank, self._change):
                what = p.sub("", what)
        found = [f for f in self._regions.find(bare) if f.region and not f.deictic]
        region = found[0].region if found and found[0].end - found[0].start >= len(bare) - 1 else None
        return ColumnSense(
            text,
            role,
            mention,
            region,
            unit,
            measure,
            bool(self._target.search(bare)),
            self._bare.sub("", what) if not region else "",
        )

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

    def _mention(self, text: str) -> PeriodMention | None:
        for p in self._periods.find(text):
            if p.anchor is Anchor.ABSOLUTE and not self._compares.search(text[: p.start]):
                return p
        m = self._loose_year.search(text)
        if m and not self._compares.search(text[: m.start()]):
            return PeriodMention(m.start(), m.end(), Anchor.ABSOLUTE, int(m[1]))
        return None


def scaled(value: Decimal, unit: UnitSaid | None) -> Decimal:
    """A cell's value in the base unit of its head's unit."""
    return value.scaleb(unit.scale) if unit and unit.scale else value
