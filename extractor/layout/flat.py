"""Tables that lie flattened, one cell a line, read back into rows and columns.

A scrape that lost its table leaves the head's cells one below the other, then every row's. Merged cells
stand once, empty ones are gone, doubled ones read ``60/50``. What is left to go by: the head says what each
column holds, running numbers say where rows begin, and a cell's own shape says which columns it can
belong to. Rows are told apart and cells are given to columns at the least total cost.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import regex

from extractor.layout.aligning import FAR, MISFIT, Column, align
from extractor.layout.lines import Line
from extractor.lexicon import Lexicon
from extractor.models import Cell, Table

_MIN_HEAD = 3
_MAX_HEAD = 16
_MAX_HEAD_CELL = 16
_PROSE = 36  # a cell longer than this is prose
_GIVE_UP = 9  # blank lines that end a table
_BEHIND_A_NAME = frozenset({"unit", "number", "doubled", "amount", "empty"})  # cells that begin no row


@dataclass(frozen=True, slots=True)
class FlatTable:
    """A table read back: the lines it took (first, past the last) and its cells."""

    first: int
    last: int
    table: Table


class FlatReader:
    """Finds flattened tables among the lines of a page. Words come from ``rules/words/layout.toml``."""

    def __init__(self, lexicon: Lexicon, is_unit: regex.Pattern[str]) -> None:
        self._lexicon = lexicon
        self._roles = dict(lexicon.mapping("column_role"))
        self._attribute = set(lexicon.words("attribute_word"))
        self._empty = set(lexicon.words("empty_cell"))
        self._targets = lexicon.words("target_head")
        scale, per = "".join(w for w in lexicon.mapping("scale") if len(w) == 1), lexicon.alternation("per_unit")
        below = rf"(?:[/·•]|{lexicon.alternation('per_word')})[{scale}]{{0,2}}(?:{is_unit.pattern}|{per})"
        self._unit = regex.compile(rf"[{scale}]{{0,3}}{is_unit.pattern}(?:{below}){{0,3}}")  # 万人, 张/千人
        self._number = regex.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?$")
        self._doubled = regex.compile(r"\d+(?:\.\d+)?%?(?:/\d+(?:\.\d+)?%?)+$")
        self._period = lexicon.pattern("cell_period")
        self._amount = lexicon.pattern("cell_money")
        self._year_head = lexicon.pattern("head_year")
        self._chapter = lexicon.pattern("chapter_line")

    @cached_property
    def _value_head(self) -> regex.Pattern[str]:
        return regex.compile(self._lexicon.alternation("value_head"))

    # ------------------------------------------------------------------ finding

    def find(self, lines: list[Line]) -> list[FlatTable]:
        """All flattened tables, in order."""
        out: list[FlatTable] = []
        i = 0
        while i < len(lines):
            head = self._head_at(lines, i)
            found = self._body(lines, i, head) if head else None
            if found:
                out.append(found)
                i = found.last
            else:
                i += 1
        return out

    def _head_at(self, lines: list[Line], i: int) -> list[tuple[int, int, Column]]:
        """Columns of a head that begins at line ``i``: (first line, past last line, column); empty where none does."""
        out: list[tuple[int, int, Column]] = []
        j = i
        named = 0
        while j < len(lines) and len(out) < _MAX_HEAD:
            text = "".join(lines[j].text.split())
            if len(text) > _MAX_HEAD_CELL or (self._number.match(text) and not self._year_head.fullmatch(text)):
                break
            bare = regex.sub(r"[（(].*?[）)]|[:：]", "", text)
            role = self._roles.get(bare) or next(
                (
                    r
                    for w, r in self._roles.items()
                    if r in ("money", "period", "organisation", "prose") and len(w) >= 2 and bare.endswith(w)
                ),
                None,
            )
            if role is None and text[:1] in "（(" and out:  # （重点工作） below 项目名称
                k = out[-1]
                out[-1] = (k[0], j + 1, Column(k[2].head + text, k[2].role, k[2].target))
                j += 1
                continue
            if role is None and (self._year_head.fullmatch(bare) or (named >= 2 and self._value_head.search(bare))):
                role = "value"
            if role is None:
                break
            named += role != "value"
            out.append((j, j + 1, Column(text, role, any(w in text for w in self._targets))))
            j += 1
        if out and out[0][2].role in ("name", "category") and all(c.role != "index" for _, _, c in out):
            while out and out[-1][1] < len(lines) and self.shape(lines[out[-1][1]].text) in _BEHIND_A_NAME:
                out.pop()  # 老年大学学员人数: no head but the name of the first row
        if len(out) < _MIN_HEAD or not any(c.role in ("name", "prose") for _, _, c in out):
            return []
        return out

    # ------------------------------------------------------------------ reading

    def shape(self, text: str) -> str:
        """What a cell looks like: number, doubled, amount, period, unit, attribute, empty, prose or text."""
        t = "".join(text.split())
        if t in self._empty:
            return "empty"
        if t in self._attribute:
            return "attribute"
        if self._period.match(t) and not self._number.match(t):
            return "period"
        if self._number.match(t):
            return "number"
        if self._doubled.match(t):
            return "doubled"
        if self._amount.match(t):
            return "amount"
        if self._unit.fullmatch(t):
            return "unit"
        return "prose" if len(t) > _PROSE or t.endswith(("。", "；")) else "text"

    def _body(self, lines: list[Line], i: int, head: list[tuple[int, int, Column]]) -> FlatTable | None:
        start = head[-1][1]
        columns = [c for _, _, c in head]
        stop = self._stop(lines, start, columns)
        shapes = [self.shape(line.text) for line in lines[start:stop]]
        index_col = next((k for k, c in enumerate(columns) if c.role == "index"), None)
        if index_col is not None:
            rows = self._numbered(lines, start, stop, shapes, columns, index_col)
        else:
            rows = self._unnumbered(start, stop, shapes, columns)
        if len(rows) < 2:
            return None
        cells = [Cell(lines[a].start, lines[b - 1].end, 0, k) for k, (a, b, _) in enumerate(head)]
        for r, row in enumerate(rows, 1):
            for k, members in row.items():
                cells.append(Cell(lines[members[0]].start, lines[members[-1]].end, r, k))
        last = max(m for row in rows for members in row.values() for m in members) + 1
        return FlatTable(i, last, Table(tuple(cells), 1))

    def _stop(self, lines: list[Line], start: int, columns: list[Column]) -> int:
        """First line that can be no cell of the body: prose where no column holds prose, a heading, a long gap,
        another table."""
        prose = any(c.role in ("prose", "note") for c in columns)
        for j in range(start, len(lines)):
            line = lines[j]
            if self._chapter.match(line.text) or (line.blank_before >= _GIVE_UP and j > start):
                return j
            if not prose and len(line.text) > 80 and "。" in line.text:
                return j
            if j > start and self._other_head(lines, j, columns):
                return j
        return len(lines)

    def _other_head(self, lines: list[Line], j: int, columns: list[Column]) -> bool:
        """True where the head of another table begins; a page's break may repeat this one's."""
        if self._roles.get("".join(lines[j].text.split())) is None:
            return False
        head = self._head_at(lines, j)
        return bool(head) and [c.head for _, _, c in head] != [c.head for c in columns]

    # ------------------------------------------------------------------ rows told by running numbers

    def _numbered(
        self, lines: list[Line], start: int, stop: int, shapes: list[str], columns: list[Column], index_col: int
    ) -> list[dict[int, list[int]]]:
        """Rows as column → lines. The chain of running numbers 1, 2, 3 … with the least total cost is taken."""
        places: list[list[int]] = []
        k = 1
        while True:
            at = [j for j in range(start, stop) if lines[j].text == str(k) and (not places or j > places[-1][0])]
            if not at:
                break
            places.append(at)
            k += 1
        if len(places) < 2:
            return []
        before, after = columns[:index_col], columns[index_col + 1 :]
        best: list[dict[int, tuple[float, int]]] = [{}]
        for j in places[0]:
            lead = align(shapes, start, start, j, before)
            if lead[0] < FAR:
                best[0][j] = (lead[0], -1)
        if not best[0]:
            return []
        for k in range(1, len(places)):
            layer: dict[int, tuple[float, int]] = {}
            for j in places[k]:
                for p, (cost, _) in best[k - 1].items():
                    if p >= j:
                        continue
                    c = cost + self._gap(shapes, start, p + 1, j, after, before)[0]
                    if c < layer.get(j, (FAR, -1))[0]:
                        layer[j] = (c, p)
            if not layer:
                break
            best.append(layer)
        chain = [min(best[-1], key=lambda j: best[-1][j][0])]
        for k in range(len(best) - 1, 0, -1):
            chain.append(best[k][chain[-1]][1])
        chain.reverse()
        return self._rows(shapes, start, stop, chain, before, after, index_col)

    def _rows(
        self,
        shapes: list[str],
        start: int,
        stop: int,
        chain: list[int],
        before: list[Column],
        after: list[Column],
        index_col: int,
    ) -> list[dict[int, list[int]]]:
        rows: list[dict[int, list[int]]] = []
        lead = align(shapes, start, start, chain[0], before)[1]
        for n, j in enumerate(chain):
            row = {k: list(m) for k, m in lead.items()}
            row[index_col] = [j]
            if n + 1 < len(chain):
                _, cut = self._gap(shapes, start, j + 1, chain[n + 1], after, before)
                tail = align(shapes, start, j + 1, cut, after)[1]
                lead = align(shapes, start, cut, chain[n + 1], before)[1]
            else:
                end = min(
                    range(j + 1, min(stop, j + 2 + 3 * len(after)) + 1),
                    key=lambda e: (align(shapes, start, j + 1, e, after)[0], e),
                )
                tail, lead = align(shapes, start, j + 1, end, after)[1], {}
            row.update({index_col + 1 + k: m for k, m in tail.items()})
            rows.append(row)
        return rows

    def _gap(
        self, shapes: list[str], base: int, a: int, b: int, after: list[Column], before: list[Column]
    ) -> tuple[float, int]:
        """Best place to cut the cells between two running numbers into the end of one row and the head of the next."""
        if not before:
            return align(shapes, base, a, b, after)[0], b
        return min(
            (align(shapes, base, a, c, after)[0] + align(shapes, base, c, b, before)[0], c)
            for c in range(max(a, b - 3), b + 1)
        )

    # ------------------------------------------------------------------ rows told by their names

    def _unnumbered(
        self, start: int, stop: int, shapes: list[str], columns: list[Column]
    ) -> list[dict[int, list[int]]]:
        """Rows of a table without running numbers: each begins with a text cell and holds its values."""
        values = sum(c.role in ("value", "money") for c in columns)
        if not values or columns[0].role not in ("name", "category", "period"):
            return []
        rows: list[dict[int, list[int]]] = []
        j = start
        while j < stop:
            k = j
            while k < stop and shapes[k - start] in ("text", "unit", "period"):
                k += 1
            m = k
            while m < stop and shapes[m - start] in ("number", "doubled", "amount", "empty", "attribute"):
                m += 1
            if m == k or k == j:
                break
            cost, row = align(shapes, start, j, m, columns)
            given = sum(shapes[x - start] in ("number", "doubled", "amount", "empty") for x in range(k, m))
            if cost >= MISFIT * 1.5 or given != values:
                break
            rows.append(row)
            j = m
        return rows
