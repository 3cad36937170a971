"""What the cells to the left of a table's values say of their row: name, category, unit, time, area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import regex

from extractor.match.rules import Ruleset
from extractor.measure.periods import resolve
from extractor.models import Period, Region
from extractor.resolve.columns import ColumnReader, ColumnSense, UnitSaid
from extractor.resolve.document import DocumentContext
from extractor.resolve.grid import Grid
from extractor.resolve.regions import Found, Regions

_NUMBER = regex.compile(r"[-+]?[\d.,]+\s*[%‰]?$")
_BEGINS = regex.compile(r"[-+]?\d")
_YEAR = regex.compile(r"(?:19|20)\d\d")
_SORTED_OUT = ("index", "unit", "attribute")
_VALUES = ("value", "money")
_NO_KEYS = ("prose", "organisation", "note", "category")
_LONGEST_QUALIFIER = 12


@dataclass(frozen=True, slots=True)
class RowSense:
    """A row's meaning. ``label`` is empty where the row is named by its time or its area alone, or where it only says
    how the row above changed (增速); ``measure`` is empty where the label does not tell, ``base`` as in a column.
    ``qualifiers`` are heads and cells of the columns that set the row apart from others of its name."""

    label: str
    category: str
    attribute: str
    unit: UnitSaid | None
    period: Period | None
    region: Region | None
    measure: str = ""
    base: str = ""
    qualifiers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Keys:
    """The columns that tell what a row is about: ``names`` name it, ``areas`` hold nothing but areas, ``times`` times,
    ``qualifiers`` what sets it apart from rows of the same name (性别, 城乡). A column may name and hold areas."""

    names: frozenset[int]
    areas: frozenset[int]
    times: frozenset[int]
    qualifiers: frozenset[int]

    def __contains__(self, column: object) -> bool:
        return column in self.names or column in self.areas or column in self.times or column in self.qualifiers


class RowReader:
    """Reads rows of a grid."""

    def __init__(self, rules: Ruleset, regions: Regions, heads: ColumnReader) -> None:
        self._periods, self._regions, self._heads = rules.scanner.periods, regions, heads
        self._known = rules.catalogue.known
        self._directions = rules.lexicon.mapping("direction_area")
        self._class = rules.lexicon.pattern("row_head_time")
        self._age = rules.lexicon.pattern("age_class")
        self._totals = frozenset(rules.lexicon.words("total_row"))
        self._bullet = rules.lexicon.pattern("row_bullet")
        self._falls = regex.compile(rules.lexicon.alternation("fall_row"))

    def keys(self, grid: Grid, columns: Sequence[ColumnSense], doc: DocumentContext) -> Keys:
        """Which columns tell what the rows are about."""
        home = doc.home.code if doc.home else None
        names = self.name_columns(grid, columns)
        areas, times, qualifiers = set[int](), set[int](), set[int]()
        told = any(c.what for k, c in enumerate(columns) if k not in names and c.role in _VALUES)
        for k, col in enumerate(columns):
            cells = [t for r in range(grid.header, grid.rows) if (t := grid.text(r, k).replace(" ", "").strip("*"))]
            if col.role in _SORTED_OUT or (col.role in _NO_KEYS and k not in names):
                continue
            words = [t for t in cells if not _BEGINS.match(t) or self._age.match(t)]
            years = self._years(cells, col)
            values = col.role in _VALUES and (col.period is not None or len(words) < len(cells))
            if k not in names and values and not years:
                break  # from here on there are values
            if years:
                times.add(k)
            elif len(words) > 1 and sum(self._is_area(t, home) for t in words) * 3 > len(words) * 2:
                areas.add(k)
            elif k not in names and col.role == "value" and cells and max(map(len, cells)) <= _LONGEST_QUALIFIER:
                qualifiers.add(k)
        named = names - times
        if len(named) > 1 and not told:  # an area beside what is measured; the innermost of several areas may be none
            named = (named - areas) or {max(named)}
        if not named and qualifiers and not told:  # 地区 | 指标名 | 2023年: what is measured stands behind the area
            named, qualifiers = {min(qualifiers)}, qualifiers - {min(qualifiers)}
        return Keys(frozenset(named), frozenset(areas), frozenset(times), frozenset(qualifiers))

    def _years(self, cells: Sequence[str], col: ColumnSense) -> bool:
        """True for a column of times that are all of one kind, and no values: 2021年, 2022年; 2021, 2022 below 年份."""
        if not cells or col.unit is not None or col.measure:
            return False
        if all(_YEAR.fullmatch(t) for t in cells):
            return not col.what or col.role == "period"
        return all(any(p.end - p.start >= len(t) - 1 for p in self._periods.find(t)) for t in cells)

    @staticmethod
    def name_columns(grid: Grid, columns: Sequence[ColumnSense]) -> set[int]:
        """Columns that name rows: those whose head says so, else the first ones that hold words."""
        named = {k for k, c in enumerate(columns) if c.role == "name"}
        if named:
            return named
        out: set[int] = set()
        for k, c in enumerate(columns):
            if c.role in _SORTED_OUT:
                continue
            cells = [t for r in range(grid.header, grid.rows) if (t := grid.text(r, k))]
            words = sum(not _NUMBER.match(t) for t in cells)
            if not cells or words * 2 < len(cells):
                break
            out.add(k)
        if out or not columns:
            return out
        first = [t for r in range(grid.header, grid.rows) if (t := grid.text(r, 0))]
        dated = columns[0].period is not None and all(_NUMBER.match(t) for t in first)
        return set() if dated else {0}  # a line of years over a line of numbers has no labels

    def read(self, grid: Grid, r: int, columns: Sequence[ColumnSense], keys: Keys, doc: DocumentContext) -> RowSense:
        """The meaning of row ``r``."""
        home = doc.home.code if doc.home else None
        parts = [p for c in sorted(keys.names) if (p := self._bullet.sub("", self._cell(grid, r, c)))]
        parts = list(dict.fromkeys(parts))
        category = attribute = ""
        areas = [p for p in parts if self._is_area(p, home)]
        if areas and len(parts) > 1:  # 重点区域 | 汾渭平原: the area names the row, what stands before it sorts it
            category = "".join(p for p in parts if p not in areas)
            parts = [areas[-1]]
        unit: UnitSaid | None = None
        period: Period | None = None
        for c, col in enumerate(columns):
            t = grid.text(r, c)
            if c in keys.times and t:
                period = self._period_of(self._cell(grid, r, c), doc)[0] or period
            if not t or c in keys:
                continue
            if col.role == "category":
                category = t.replace(" ", "")
            elif col.role == "attribute":
                attribute = t
            elif col.role == "unit":
                unit = self._heads.unit(t)
            elif col.role == "period":
                found = self._periods.find(t)
                period = resolve(found[0], doc.issued, doc.year) if found else period
        label, own = self._heads.in_label("".join(parts))
        told, label = self._period_of(label, doc)
        period = period or told
        measure = base = ""
        if not self._known(label) and not self._falls.search(label):
            measure = self._heads.measure(label)
            if measure:
                base, label = self._heads.base(label), self._heads.without_measure(label)
        region, rest = self.area(label, doc)
        for c in sorted(keys.areas - keys.names):
            region = self.area(self._cell(grid, r, c), doc)[0] or region
        qualifiers = tuple((columns[c].head, t) for c in sorted(keys.qualifiers) if (t := self._cell(grid, r, c)))
        return RowSense(rest, category, attribute, own or unit, period, region, measure, base, qualifiers)

    @staticmethod
    def _cell(grid: Grid, r: int, c: int) -> str:
        return grid.text(r, c).replace(" ", "").strip("*")

    def area(self, label: str, doc: DocumentContext) -> tuple[Region | None, str]:
        """The area that a label begins with, and the label; an empty one where it is nothing but that area."""
        if label in self._directions:
            return Region(self._directions[label], None, "group"), ""
        found = self._regions.find(label, within=doc.home.code if doc.home else None)
        first = next((f for f in found if f.region or f.deictic), None)
        if first is None or first.aside or first.start:
            return None, label
        region = first.region or doc.home
        if region is not None and region.level == "group":  # the group's name as the table writes it
            region = Region(label[: first.end], region.code, "group")
        if first.end >= len(label) - 1 or label[first.end :] in self._totals:
            return region, ""
        return region, label[first.end :] if first.deictic and len(label) - first.end >= 3 else label

    def _areas(self, label: str, home: str | None) -> list[Found]:
        return [f for f in self._regions.find(label, within=home) if f.region]

    def _is_area(self, part: str, home: str | None) -> bool:
        found = self._areas(part, home)
        return bool(found) and found[0].end - found[0].start >= len(part) - 1

    def _period_of(self, label: str, doc: DocumentContext) -> tuple[Period | None, str]:
        """The time that a label is nothing but (2023年, 2023) or begins with (1985年比重), and what is left of it."""
        times = [p for p in self._periods.find(label) if p.end - p.start >= len(label) - 2]
        if times:
            return resolve(times[0], doc.issued, doc.year), ""
        if _YEAR.fullmatch(label):
            return Period(date(int(label), 1, 1), date(int(label), 12, 31)), ""
        first = self._heads.mention(label)
        if first is not None and not first.start and not self._class.match(label[first.end :]):
            found = resolve(first, doc.issued, doc.year)
            if found is not None:
                return found, label[first.end :].lstrip("的")
        return None, label
