"""Reading tables: every cell that holds a value, with what its row and its column say of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import regex

from extractor.layout.blocks import Page
from extractor.match.rules import Ruleset
from extractor.measure.atoms import Atom, AtomKind
from extractor.measure.periods import resolve
from extractor.models import Block, BlockKind, Cell, Period, Qualifier, Quantity, Table
from extractor.resolve.columns import ColumnReader, ColumnSense, UnitSaid, scaled
from extractor.resolve.document import DocumentContext
from extractor.resolve.drafts import Draft, Refused
from extractor.resolve.grid import Grid
from extractor.resolve.naming import Namer
from extractor.resolve.reading import NO_NAME, Reading
from extractor.resolve.regions import Regions
from extractor.resolve.rows import RowReader, RowSense
from extractor.resolve.unitnames import UnitSense

RULE = "table.cell"
_ROLES_WITHOUT_VALUES = frozenset(
    {"name", "index", "category", "unit", "attribute", "organisation", "note", "period", "prose"}
)
_READ = (AtomKind.QUANTITY, AtomKind.NUMBER, AtomKind.PERIOD, AtomKind.TRAP)
_REFUSED = (AtomKind.QUANTITY, AtomKind.NUMBER, AtomKind.RATIO, AtomKind.TRAP)
_DOUBLED = regex.compile(r"\s*(\d+(?:\.\d+)?)%?(?:\s*/\s*(\d+(?:\.\d+)?)%?)+\s*")
_PART = regex.compile(r"\d+(?:\.\d+)?%?")
_PLAIN = regex.compile(r"\s*[-+]?\d[\d,]*(?:\.\d+)?\s*")
_HAN = regex.compile(r"\p{Han}")
_SHARES = ("%", "‰")


@dataclass(frozen=True, slots=True)
class _Titled:
    """What stands above a table: the block, the unit and time that its title gives, what the title says is measured."""

    block: Block
    grid: Grid
    unit: UnitSaid | None
    period: Period | None
    measured: str
    doc: DocumentContext
    out: Reading


class TableReader:
    """Reads the tables of a page."""

    def __init__(self, rules: Ruleset, regions: Regions, namer: Namer) -> None:
        lex = rules.lexicon
        self._rules, self._namer = rules, namer
        self._heads = ColumnReader(lex, rules.scanner.periods, rules.scanner.units, regions)
        self._rows = RowReader(rules, regions, self._heads)
        self._sense = UnitSense(lex)
        self._part = regex.compile(rf"^(?:{lex.alternation('part_row')})\s*")
        self._title_tail = regex.compile(rf"(?:{lex.alternation('table_name_tail')})+$")
        self._numbered = lex.pattern("table_number")
        self._aside = lex.pattern("table_title_aside")
        self._row_number = lex.words("row_number_reason")[0]
        self._rate = regex.compile(rf"{lex.alternation('share_head')}$")
        self._count_end, self._people_end = lex.pattern("count_name_end"), lex.pattern("people_name_end")
        self._totals = frozenset(lex.words("total_row"))
        self._dimensions = lex.mapping("table_dimension")
        fallback = lex.mapping("fallback_unit")
        self._person, self._item, self._place, self._money = (fallback[k] for k in ("people", "count", "rank", "money"))

    def read(self, text: str, page: Page, doc: DocumentContext) -> Reading:
        """Drafts and refusals of all tables."""
        out = Reading()
        for block in page.blocks:
            if block.kind is BlockKind.TABLE and block.table is not None:
                self._table(text, block, block.table, doc, out)
        return out

    # ------------------------------------------------------------------ one table

    def _table(self, text: str, block: Block, table: Table, doc: DocumentContext, out: Reading) -> None:
        grid = Grid.of(text, table)
        title = text[table.title[0] : table.title[1]] if table.title else ""
        titled = _Titled(
            block, grid, self._heads.in_title(title), self._title_period(title, doc), self._measured(title), doc, out
        )
        columns = [self._heads.read(grid.head(c)) for c in range(grid.columns)]
        names = self._rows.name_columns(grid, columns)
        whats = self._whats(columns, names)
        parent = category = ""
        for r in range(grid.header, grid.rows):
            row = self._rows.read(grid, r, columns, names, doc)
            category = row.category or category
            label = row.label
            if self._part.match(label):
                label = self._part.sub("", label)
                label = (self._namer.compose(label, "", parent) if parent else label) or label
            else:
                parent = label
            row = replace(row, label=label, category=category)
            for c, sense in enumerate(columns):
                cell = grid.own(r, c)
                if cell is None or c in names:
                    continue
                if sense.role in _ROLES_WITHOUT_VALUES:
                    self._refuse_numbers(titled, cell, sense)
                else:
                    self._cell(titled, cell, sense, row, whats[c])

    @staticmethod
    def _whats(columns: list[ColumnSense], names: set[int]) -> list[str]:
        """What each column measures; 同比 stands behind the column that it is the growth of."""
        whats: list[str] = []
        for k, c in enumerate(columns):
            told = c.what if k not in names and c.role in ("value", "money") and not c.measure else ""
            whats.append(told or (whats[-1] if whats else ""))
        first = next((w for w in whats if w), "")
        return [w or first for w in whats]

    def _title_period(self, title: str, doc: DocumentContext) -> Period | None:
        for p in self._rules.scanner.periods.find(title):
            found = resolve(p, doc.issued, doc.year)
            if found is not None and not p.plan:
                return found
        return None

    def _measured(self, title: str) -> str:
        """What a title says is measured, without its number, its time, its unit and words such as 情况."""
        t = self._numbered.sub("", title.split("\n")[0].strip("*# "))
        t = self._aside.sub("", t)
        for p in reversed(self._rules.scanner.periods.find(t)):
            t = t[: p.start] + t[p.end :]
        name = self._namer.trim(self._title_tail.sub("", t.strip()))
        known = (name[k:] for k in range(1, len(name) - 3) if self._rules.catalogue.known(name[k:]))
        return next(known, name)  # 大湾区内地九市常住人口: the known name at its end

    # ------------------------------------------------------------------ one cell

    def _refuse_numbers(self, t: _Titled, cell: Cell, col: ColumnSense) -> None:
        if col.role == "prose":
            return
        for a in self._rules.scanner.scan(t.grid.source, cell.start, cell.end):
            if a.kind in _REFUSED:
                reason = self._row_number if col.role == "index" else a.reason or f"in a column of {col.role}"
                t.out.refused.append(Refused(a.start, a.end, reason, (cell.start, cell.end)))

    def _values(self, text: str, cell: Cell) -> list[Quantity]:
        """Numbers of a cell: one, or several where it is doubled (60/50)."""
        said = text[cell.start : cell.end]
        if _DOUBLED.fullmatch(said):
            return [
                Quantity(
                    cell.start + m.start(),
                    cell.start + m.end(),
                    Decimal(m[0].rstrip("%")),
                    "%" if m[0][-1] == "%" else "",
                )
                for m in _PART.finditer(said)
            ]
        atoms = [a for a in self._rules.scanner.scan(text, cell.start, cell.end) if a.kind in _READ]
        if _PLAIN.fullmatch(said) and (not atoms or atoms[0].kind is not AtomKind.NUMBER):
            return [Quantity(cell.start, cell.end, Decimal(said.strip().replace(",", "")), "")]
        found = [
            a.quantity
            for a in atoms
            if a.quantity is not None
            and (not a.quantity.chinese or a.end - a.start == len(said.strip()))
            and not self._too_wordy(said, a, cell)
        ]
        return found if len(found) == 1 else []

    @staticmethod
    def _too_wordy(said: str, a: Atom, cell: Cell) -> bool:
        """A cell that holds more words than its number is no value."""
        return len(_HAN.findall(said[: a.start - cell.start] + said[a.end - cell.start :])) > 6

    def _cell(self, t: _Titled, cell: Cell, col: ColumnSense, row: RowSense, what: str) -> None:
        values = self._values(t.grid.source, cell)
        if not values:
            self._refuse_numbers(t, cell, col)
            return
        name = self._name(col, row, t.measured, what)
        if len(name) < 2:
            t.out.refused.extend(Refused(q.start, q.end, NO_NAME, (cell.start, cell.end)) for q in values)
            return
        tiers = self._namer.split(name, len(values)) if len(values) > 1 else None
        for n, q in enumerate(values):
            told = {"category": row.category, "attribute": row.attribute}
            if tiers:
                told["tier"] = self._difference(tiers[n], name)
            dimensions = {self._dimensions[k]: v for k, v in told.items() if v}
            t.out.drafts.append(self._draft(t, cell, q, name, col, row, dimensions))

    @staticmethod
    def _difference(part: str, whole: str) -> str:
        """The part of a name that sets it apart from its neighbours: 市 of 市、辖市（区）…"""
        k = next((i for i in range(len(part), 0, -1) if whole.endswith(part[-i:]) and i < len(part)), 0)
        head = part[: len(part) - k]
        return head or part

    def _name(self, col: ColumnSense, row: RowSense, measured: str, first_what: str) -> str:
        what, label = col.what, row.label
        if col.role == "money":
            return f"{label}{col.head}"
        if not label or label in self._totals:
            return what or first_what or measured or label
        if col.measure and not what:
            what = first_what
        return label if not what or what in label else f"{label}{what}"

    def _draft(
        self,
        t: _Titled,
        cell: Cell,
        q: Quantity,
        name: str,
        col: ColumnSense,
        row: RowSense,
        dimensions: dict[str, str],
    ) -> Draft:
        said = self._unit(q, name, col, row, t.unit)
        measure = col.measure or "level"
        if measure == "growth" and not q.unit and self._dimension_of(said) not in ("share", "times"):
            said = UnitSaid("%")
        if measure == "rank":
            said = UnitSaid(self._place)
        factor = UnitSaid(said.unit) if q.unit else said
        unit = self._sense.with_denominator(said.unit, name) if measure == "level" else said.unit
        ind = self._rules.catalogue.by_name(name, unit if measure == "level" else None)
        period, source = self._period(col, row, t.period, t.doc)
        exact = q.qualifier is Qualifier.RANGE and q.value is not None
        moves = measure in ("growth", "change") and period is not None and (t.doc.issued or t.doc.year)
        return Draft(
            q.start,
            q.end,
            None if q.value is None else scaled(q.value, factor),
            None if q.value_min is None else scaled(q.value_min, factor),
            None if q.value_max is None else scaled(q.value_max, factor),
            unit,
            Qualifier.EXACT if exact else q.qualifier,
            ind.name if ind else name,
            ind.id if ind else None,
            name,
            measure,
            "target" if col.target else self._status(col, period, t.doc),
            period,
            source,
            col.region or row.region or t.doc.home,
            str(period.first.year - 1) if moves and period else None,
            RULE,
            0.9 if period is not None else 0.75,
            t.grid.evidence(cell),
            t.block.section,
            dimensions,
        )

    def _dimension_of(self, said: UnitSaid) -> str:
        unit = self._rules.scanner.units.get(said.unit)
        return unit.dimension if unit else ""

    def _unit(self, q: Quantity, name: str, col: ColumnSense, row: RowSense, titled: UnitSaid | None) -> UnitSaid:
        if q.unit:
            return UnitSaid(q.unit)
        for said in (col.unit, row.unit):
            if said is not None:
                return said
        if col.measure == "growth":
            return UnitSaid("%")
        rate = self._rate.search(name) is not None
        if titled is not None and not (rate and titled.unit not in _SHARES):
            return titled
        if rate:
            return UnitSaid("%")
        told = self._sense.from_name(name, q)
        if told is not None:
            return UnitSaid(told)
        if col.role == "money":
            return UnitSaid(self._money)
        if self._sense.with_denominator(self._person, name) != self._person and self._people_end.search(name):
            return UnitSaid(self._person)
        return UnitSaid(self._item if self._count_end.search(name) else "")

    @staticmethod
    def _period(
        col: ColumnSense, row: RowSense, titled: Period | None, doc: DocumentContext
    ) -> tuple[Period | None, str | None]:
        if col.period is not None:
            p = resolve(col.period, doc.issued, doc.year)
            if p is not None:
                return p, "explicit"
        if row.period is not None:
            return row.period, "explicit"
        if titled is not None:
            return titled, "inherited"
        if doc.span is not None:
            return Period(date(doc.span[0], 1, 1), date(doc.span[1], 12, 31)), "document"
        if doc.year is not None:
            return Period(date(doc.year, 1, 1), date(doc.year, 12, 31)), "document"
        return None, None

    @staticmethod
    def _status(col: ColumnSense, period: Period | None, doc: DocumentContext) -> str:
        issued = doc.issued or doc.year
        if period is not None and issued is not None and period.last.year > issued:
            return "target"
        if doc.plan and col.role == "money":
            return "target"
        if doc.plan and doc.span is not None and period is not None and period.last.year >= doc.span[0]:
            return "target"
        return "actual"


__all__ = ["RULE", "TableReader"]
