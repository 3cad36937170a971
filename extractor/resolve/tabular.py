"""Reading tables: every cell that holds a value, with what its row and its column say of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import takewhile

import regex

from extractor.layout.blocks import Page
from extractor.match.admit import DAMAGED, LOST
from extractor.match.rules import Ruleset
from extractor.measure.atoms import Atom, AtomKind
from extractor.measure.periods import Anchor, resolve
from extractor.models import Block, BlockKind, Cell, Period, Qualifier, Quantity, Table
from extractor.resolve.columns import ColumnReader, ColumnSense, UnitSaid, scaled
from extractor.resolve.document import DocumentContext
from extractor.resolve.drafts import Draft, Refused
from extractor.resolve.grid import Grid
from extractor.resolve.naming import Namer
from extractor.resolve.reading import NO_NAME, Reading
from extractor.resolve.regions import Regions
from extractor.resolve.rowparts import Label, parents
from extractor.resolve.rows import Keys, RowReader, RowSense
from extractor.resolve.sidebyside import apart
from extractor.resolve.tablenames import TableNamer, TitleSense
from extractor.resolve.unitnames import UnitSense

RULE = "table.cell"
_ROLES_WITHOUT_VALUES = frozenset(
    {"name", "index", "category", "unit", "attribute", "organisation", "note", "period", "prose"}
)
_MARKS = ("row_mark_chapter", "row_mark_section", "row_mark_number", "row_mark_bracket", "row_mark_circle", "part_row")
_DEEPEST, _PASSED = len(_MARKS), len(_MARKS) + 1  # the deepest marks: a part of a total, and a row that only divides
_READ = (AtomKind.QUANTITY, AtomKind.NUMBER, AtomKind.PERIOD, AtomKind.TRAP)
_REFUSED = (AtomKind.QUANTITY, AtomKind.NUMBER, AtomKind.RATIO, AtomKind.TRAP)
_DOUBLED = regex.compile(r"\s*(\d+(?:\.\d+)?)%?(?:\s*/\s*(\d+(?:\.\d+)?)%?)+\s*")
_PART = regex.compile(r"\d+(?:\.\d+)?%?")
_PLAIN = regex.compile(r"\s*[-+]?\d[\d,]*(?:\.\d+)?\s*")
_HAN = regex.compile(r"\p{Han}")
_SHARES = ("%", "‰")
_SET_IN = 2


@dataclass(frozen=True, slots=True)
class _Titled:
    """What stands above a table: the block, the unit and time that its title gives, what the title says is measured."""

    block: Block
    grid: Grid
    unit: UnitSaid | None
    period: Period | None
    sense: TitleSense
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
        self._names = TableNamer(rules, namer)
        self._marks = [regex.compile(rf"^(?:{lex.alternation(name)})\s*") for name in _MARKS]
        self._base = lex.pattern("index_base")
        self._divided = lex.pattern("divided_by")
        self._age = lex.pattern("age_class")
        self._partners, self._towards = frozenset(lex.words("partner_head")), lex.words("partner_form")[0]
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
                for table in apart(text, block.table):
                    self._table(text, block, table, doc, out)
        return out

    # ------------------------------------------------------------------ one table

    def _table(self, text: str, block: Block, table: Table, doc: DocumentContext, out: Reading) -> None:
        grid = Grid.of(text, table)
        title = text[table.title[0] : table.title[1]] if table.title else ""
        sense = self._names.title(title)
        heads = [grid.head(c) for c in range(grid.columns)]
        unit = self._heads.in_title(title) or self._heads.over_names(heads)
        titled = _Titled(block, grid, unit, self._title_period(title, doc), sense, doc, out)
        shares = unit is not None and unit.unit in _SHARES
        columns = self._dated([self._heads.read(head, shares) for head in heads])
        names = self._rows.keys(grid, columns, doc)
        if sense.growth and not any(c.measure for c in columns):  # the title says what all values are
            growth = [replace(c, measure="growth") if c.role == "value" else c for c in columns]
            columns = [c if k in names else g for k, (c, g) in enumerate(zip(columns, growth, strict=True))]
        mixed = {c for c in range(grid.columns) if self._mixed(grid, c)}
        whats = self._whats(columns, names)
        rows = self._labelled(grid, columns, names, titled)
        for r, row in zip(range(grid.header, grid.rows), rows, strict=True):
            for c, col in enumerate(columns):
                cell = grid.own(r, c)
                if cell is not None and c in names.times:
                    self._refuse_numbers(titled, cell, replace(col, role="period"))
                if cell is None or c in names:
                    continue
                if col.role in _ROLES_WITHOUT_VALUES:
                    self._refuse_numbers(titled, cell, col)
                else:
                    plain = c in mixed and _PLAIN.fullmatch(grid.text(r, c))
                    change = plain and col.measure == "growth" and row.unit is not None
                    self._cell(titled, cell, replace(col, measure="change") if change else col, row, whats[c])

    def _labelled(self, grid: Grid, columns: list[ColumnSense], names: Keys, t: _Titled) -> list[RowSense]:
        """The rows with labels that are complete alone: parts with their totals, 增速 with the row above."""
        rows: list[RowSense] = []
        labels: list[Label] = []
        category, divided = "", False
        named = min(names.names, default=0)
        indents = [grid.indent(r, named) for r in range(grid.header, grid.rows)]
        margin = min(indents, default=0) + _SET_IN
        partner = any(c in names and col.head in self._partners for c, col in enumerate(columns))
        for r in range(grid.header, grid.rows):
            row = self._rows.read(grid, r, columns, names, t.doc)
            name = row.region.name if row.region else row.label
            if partner and name and name not in self._totals:  # trade with them, not in them
                row = replace(row, label=self._towards.format(name), region=None)
            category = row.category or category
            level, label = self._mark(row.label)
            divides = bool(self._divided.match(label)) and not any(
                grid.text(r, c) for c in range(grid.columns) if c not in names
            )
            divided = divides or (divided and not level)
            set_in = indents[r - grid.header] >= margin and label not in self._totals
            level = level or (_DEEPEST if (divided and not divides) or set_in else 0)
            if level and not row.region:  # a mark hid the area behind it: 其中：东湖区
                region, label = self._rows.area(label, t.doc)
                row = replace(row, region=region)
            rows.append(replace(row, label=label, category=category))
            labels.append(Label(label, _PASSED if divides else level))
        values = [
            [self._number(grid, r, c, col) for c, col in enumerate(columns)] for r in range(grid.header, grid.rows)
        ]
        whole = parents(labels, values, self._is_part, self._is_incomplete)
        out: list[RowSense] = []
        proper = ""
        for k, row in enumerate(rows):
            label, total = row.label, whole[k]
            above = out[total].label if total is not None else ""
            if row.measure and not label:
                label = proper
            elif label and self._names.refers(label):
                label = f"{proper}{label}" if label not in proper else proper
            elif above and label and not (self._age.search(label) and self._age.search(above)):
                label = self._namer.compose(label, "", above) or label
            if label and label not in self._totals:
                proper = proper if row.measure or self._names.refers(row.label) else label
            unit = row.unit or (out[total].unit if total is not None and not row.measure else None)
            label = self._names.qualified(label, row.category, [q for _, q in row.qualifiers])
            out.append(replace(row, label=label, unit=unit))
        return out

    def _mark(self, label: str) -> tuple[int, str]:
        """The rank of the mark before a label (0 where it has none), and the label without it."""
        for level, mark in enumerate(self._marks, 1):
            m = mark.match(label)
            if m and m.end() < len(label):
                return level, label[m.end() :]
        return 0, label

    def _is_part(self, label: str, total: str) -> bool:
        """True where a label only makes sense as a part of the total: 乡村 of 常住人口."""
        known = self._rules.catalogue.known
        joined = self._namer.compose(label, "", total)
        return not known(label) and joined != label and known(joined)

    def _is_incomplete(self, label: str) -> bool:
        """True for a label that does not say what is measured: 第一产业, 城镇."""
        return bool(label) and not self._namer.has_measure_head(label) and not self._rules.catalogue.known(label)

    @staticmethod
    def _number(grid: Grid, r: int, c: int, col: ColumnSense) -> Decimal | None:
        """The plain number of a cell in a column of levels."""
        text = grid.text(r, c)
        if col.measure or col.role not in ("value", "money") or not _PLAIN.fullmatch(text):
            return None
        return Decimal(text.replace(",", "").strip())

    @staticmethod
    def _mixed(grid: Grid, c: int) -> bool:
        """True for a column of growth whose rates say so themselves (-10%): its bare numbers are differences."""
        cells = [grid.text(r, c) for r in range(grid.header, grid.rows)]
        return any(t.endswith(_SHARES) for t in cells) and any(_PLAIN.fullmatch(t) for t in cells)

    @staticmethod
    def _dated(columns: list[ColumnSense]) -> list[ColumnSense]:
        """A growth or rank without a time of its own has that of the nearest values before it, a share their year's
        end."""
        out: list[ColumnSense] = []
        for col in columns:
            shared = col.measure or (col.unit is not None and col.unit.unit in _SHARES)
            if out and out[-1].year_end and shared and col.period is None:
                col = replace(col, year_end=True)
            if col.measure and col.period is None:
                near = takewhile(lambda c: c.role == "value", reversed(out))
                dated = [c for c in near if c.period is not None and c.period.anchor is Anchor.ABSOLUTE]
                if dated:  # 2023年、2022年、增减: that of the latest
                    last = max(dated, key=lambda c: (c.period.last_year or c.period.year or 0) if c.period else 0)
                    col = replace(col, period=last.period, target=col.target or last.target)
            out.append(col)
        return out

    @staticmethod
    def _whats(columns: list[ColumnSense], names: Keys) -> list[str]:
        """What each column measures; 同比 stands behind the column that it is the growth of."""
        whats: list[str] = []
        last: str | None = None
        plain = any(c.role in ("value", "money") and not c.measure for k, c in enumerate(columns) if k not in names)
        for k, c in enumerate(columns):
            if k not in names and c.role in ("value", "money") and not (c.measure and plain):
                last = c.what
            whats.append(last or "")
        return whats

    def _title_period(self, title: str, doc: DocumentContext) -> Period | None:
        title = self._base.sub("", title)
        for p in self._rules.scanner.periods.find(title):
            found = resolve(p, doc.issued, doc.year)
            if found is not None and not p.plan:
                return found
        return None

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
        name = self._name(col, row, t.sense, what)
        if len(name) < 2:
            t.out.refused.extend(Refused(q.start, q.end, NO_NAME, (cell.start, cell.end)) for q in values)
            return
        if row.unit is None and col.unit is None and LOST.search(f"{row.label}{col.head}"):
            bare = [q for q in values if not q.unit]  # 再就业（万人？: the unit's bracket is torn
            t.out.refused.extend(Refused(q.start, q.end, DAMAGED, (cell.start, cell.end)) for q in bare)
            values = [q for q in values if q.unit]
        tiers = self._namer.split(name, len(values)) if len(values) > 1 else None
        for n, q in enumerate(values):
            told = {"category": row.category, "attribute": row.attribute}
            if tiers:
                told["tier"] = self._difference(tiers[n], name)
            dimensions = {self._dimensions[k]: v for k, v in told.items() if v} | dict(row.qualifiers)
            t.out.drafts.append(self._draft(t, cell, q, name, col, row, dimensions))

    @staticmethod
    def _difference(part: str, whole: str) -> str:
        """The part of a name that sets it apart from its neighbours: 市 of 市、辖市（区）…"""
        k = next((i for i in range(len(part), 0, -1) if whole.endswith(part[-i:]) and i < len(part)), 0)
        head = part[: len(part) - k]
        return head or part

    def _name(self, col: ColumnSense, row: RowSense, title: TitleSense, last_what: str) -> str:
        what, label = col.what, row.label
        if col.role == "money":
            return f"{label}{col.head}"
        if not label or label in self._totals:
            return what or last_what or title.measured or label
        if col.measure and not what:
            what = last_what
        return self._names.join(label, what) if what else self._names.label(label, title)

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
        measure = col.measure or row.measure or "level"
        if measure == "growth" and said.unit and not q.unit and self._dimension_of(said) not in ("share", "times"):
            own = col.unit if col.measure else row.unit
            measure = "change" if own is not None else measure
        if measure == "growth" and not q.unit and self._dimension_of(said) not in ("share", "times"):
            said = UnitSaid("%")
        if measure == "rank":
            said = UnitSaid(self._place)
        factor = UnitSaid(said.unit) if q.unit else said
        unit = self._sense.with_denominator(said.unit, name) if measure == "level" else said.unit
        if measure == "level" and unit in _SHARES:
            name = self._names.share(name, t.sense)
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
            (self._rows.area(col.area, t.doc)[0] if col.area else None) or row.region or t.doc.home,
            (col.base or row.base or str(period.first.year - 1)) if moves and period else None,
            RULE,
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
        if self._sense.from_name(name, q) == "":
            return UnitSaid("")  # an index has no unit
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
            own = row.period or titled  # 一季度 of the year that the row or the title names
            p = resolve(col.period, doc.issued, own.first.year if own is not None else doc.year)
            if p is not None:
                return p, "explicit"
        if row.period is not None:
            own = _at_end(row.period) if col.year_end else row.period
            return (replace(own, first=own.first.replace(month=1)) if col.cumulated else own), "explicit"
        if titled is not None:
            return _at_end(titled) if col.year_end else titled, "inherited"
        if doc.span is not None:
            return Period(date(doc.span[0], 1, 1), date(doc.span[1], 12, 31)), "document"
        own_period = doc.own_period
        if own_period is not None:
            return _at_end(own_period) if col.year_end else own_period, "document"
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


def _at_end(p: Period) -> Period:
    """The end of a period of whole years; other periods as they are."""
    whole = (p.first.month, p.first.day, p.last.month, p.last.day) == (1, 1, 12, 31)
    return Period(p.last, p.last, True) if whole else p


__all__ = ["RULE", "TableReader"]
