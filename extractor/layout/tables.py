"""Tables that a text still shows as such: Markdown pipes, tabs, columns set with blanks, and those that the form
marks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass

import regex

from extractor.clean.text import Text
from extractor.layout.lines import Line
from extractor.lexicon import Lexicon, load_lexicon
from extractor.models import Cell, Table, TableHint

_NUMBERISH = regex.compile(r"[-+<>]?\s*(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\s*[%‰]?$")
_EMPTYISH = regex.compile(r"[-—–…/*·\s]*$")
_RULE = regex.compile(r"\s*:?-{2,}:?\s*$")
_PIPE_SPLIT = regex.compile(r"(?<!\\)\|")
_BLANKS = regex.compile(r"\t|[ \u3000]{2,}")
_WORD = regex.compile(r"[^ \t\u3000]+")
_HEAD_CELL = 14
_MARKS = "，。；：！？"
_FEWEST_WORDED = 2
_WORDED_CELL = 28


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table and the lines that it takes (first, past the last)."""

    first: int
    last: int
    table: Table


def numberish(text: str) -> bool:
    """True for a cell that holds a bare number, perhaps with a percent sign."""
    return bool(_NUMBERISH.match(text.strip()))


def header_rows(grid: list[list[str]], lexicon: Lexicon | None = None) -> int:
    """How many rows at the top are head: those without numbers of their own (years are no numbers here).

    ``lexicon`` has the patterns of cells; the packaged one without it.
    """
    lexicon = lexicon or load_lexicon()
    year, amount, value = (lexicon.pattern(name) for name in ("cell_year", "cell_amount", "cell_value"))
    n, dated = 0, False
    for row in grid:
        cells = [c.strip() for c in row]
        filled = [c for c in cells if c]
        values = [c for c in filled if numberish(c) and not regex.fullmatch(r"(?:19|20)\d\d", c)]
        years = [c for c in filled if year.fullmatch(c)]
        if values and (n or len(years) < len(values)):
            break
        if dated and years:
            break  # years stand in one row of a head: below it 1950 is a value
        dated = dated or bool(years)
        if n and cells and cells[0] and not years and len(filled) == 1:
            break  # a label alone in its row: the body has begun (其中：)
        if any(amount.search(c) for c in filled[1:]):
            break
        if n and any(value.match(c) for c in filled[1:]):
            break
        n += 1
    return min(n, max(0, len(grid) - 1))


def _table(spans: list[list[tuple[int, int]]], text: str, lexicon: Lexicon, ruled: int = 0) -> Table:
    """A table of cells at ``spans``; ``ruled`` rows at the least are head."""
    grid = [[text[a:b] for a, b in row] for row in spans]
    cells = tuple(Cell(a, b, r, c) for r, row in enumerate(spans) for c, (a, b) in enumerate(row))
    return Table(cells, max(ruled, header_rows(grid, lexicon)))


def _trim(text: str, a: int, b: int) -> tuple[int, int]:
    while a < b and text[a] in " \t\u3000*":
        a += 1
    while b > a and text[b - 1] in " \t\u3000*":
        b -= 1
    return a, b


def pipe_tables(text: str, lines: list[Line], lexicon: Lexicon) -> list[FoundTable]:
    """Markdown tables: consecutive lines between pipes, with or without a rule below the head."""
    out: list[FoundTable] = []
    i = 0
    while i < len(lines):
        j = i
        while (
            j < len(lines)
            and lines[j].text.startswith("|")
            and lines[j].text.count("|") >= 2
            and (j == i or lines[j].blank_before == 0)
        ):
            j += 1
        if j - i >= 2:
            rows: list[list[tuple[int, int]]] = []
            head: int | None = None
            for k in range(i, j):
                line = lines[k]
                cuts = [m.start() for m in _PIPE_SPLIT.finditer(line.text)]
                ends = [*cuts[1:]] if line.text.endswith("|") else [*cuts[1:], len(line.text)]
                spans = [_trim(text, line.start + a + 1, line.start + b) for a, b in zip(cuts, ends, strict=False)]
                if all(_RULE.match(text[a:b]) for a, b in spans if b > a) and any(b > a for a, b in spans):
                    head = len(rows) if head is None else head
                    continue
                rows.append(spans)
            if len(rows) >= 2:
                out.append(FoundTable(i, j, _table(rows, text, lexicon, head or 0)))
        i = max(j, i + 1)
    return out


def spaced_tables(
    text: str, lines: list[Line], taken: set[int], no_row: Callable[[str], bool], lexicon: Lexicon
) -> list[FoundTable]:
    """Tables whose cells are set apart by tabs or runs of blanks: neighbouring lines with about as many cells,
    mostly numbers. ``no_row`` tells lines that are titles."""
    out: list[FoundTable] = []
    i = 0
    while i < len(lines):
        j = i
        rows: list[list[tuple[int, int]]] = []
        while j < len(lines) and j not in taken and (j == i or lines[j].blank_before <= 1):
            if no_row(lines[j].text):
                break
            spans = _split(text, lines[j])
            if len(spans) < 2 and not (len(rows) > 1 and _divides(text, lines, j, len(rows[-1]))):
                break
            rows.append(spans)
            j += 1
        if len(rows) >= 2:
            grid = [[text[a:b] for a, b in r] for r in rows]
            wide = max(len(r) for r in rows)
            numbers = sum(numberish(c) for r in grid for c in r[1:])
            others = sum(
                bool(c.strip()) and not numberish(c) and not _EMPTYISH.match(c) for r in grid[1:] for c in r[1:]
            )
            first, head = i, []
            if i and i - 1 not in taken and not no_row(lines[i - 1].text) and any(numberish(c) for c in grid[0][1:]):
                head = _head_line(text, lines[i - 1], wide, lexicon.pattern("cell_year"))
            if head:
                first, rows, grid = i - 1, [head, *rows], [[text[a:b] for a, b in head], *grid]
            if wide >= 2 and numbers >= 2 and numbers >= others and any(numberish(c) for r in grid[1:] for c in r[1:]):
                out.append(FoundTable(first, j, _table(_ragged(rows, grid, wide), text, lexicon)))
                i = j
                continue
        i = max(i + 1, j if len(rows) >= 2 else i + 1)
    return out


def worded_tables(
    text: str, lines: list[Line], taken: set[int], no_row: Callable[[str], bool], lexicon: Lexicon
) -> list[FoundTable]:
    """Tables whose cells single blanks part: neighbouring lines of equally many words, the first without numbers in the
    columns that below it hold nothing else (序号 指标 单位 2020年 2025年 / 1 养老床位 张 36 42)."""
    year = lexicon.pattern("cell_year")
    out: list[FoundTable] = []
    i = 0
    while i < len(lines):
        rows: list[list[tuple[int, int]]] = []
        j = i
        while j < len(lines) and j not in taken and (j == i or lines[j].blank_before <= 1):
            words = _words(text, lines[j].start, lines[j].end)
            if no_row(lines[j].text) or (rows and len(words) != len(rows[0])) or not _cells_like(text, words):
                break
            rows.append(words)
            j += 1
        if len(rows) > _FEWEST_WORDED and _has_values(text, rows, year):
            out.append(FoundTable(i, j, _table(rows, text, lexicon, 1)))
            i = j
        else:
            i += 1
    return out


def _cells_like(text: str, words: list[tuple[int, int]]) -> bool:
    """True for the words of a line that could be cells: several, short, no clauses among them."""
    return len(words) >= _FEWEST_WORDED + 1 and all(
        b - a <= _WORDED_CELL and not any(c in _MARKS for c in text[a:b]) for a, b in words
    )


def _has_values(text: str, rows: list[list[tuple[int, int]]], year: regex.Pattern[str]) -> bool:
    """True where a column holds numbers below a head that is none, and no cell of the head is a number but a year."""
    head, *body = rows
    if any(_valueish(text[a:b]) and not year.fullmatch(text[a:b]) for a, b in head):
        return False
    columns = [[text[a:b] for a, b in column] for column in zip(*body, strict=True)]
    return any(
        all(map(_valueish, column)) and any(map(numberish, column)) and not _counts_up(column) for column in columns[1:]
    )


def _counts_up(column: list[str]) -> bool:
    """True for running numbers."""
    return column == [str(n) for n in range(1, len(column) + 1)]


def _split(text: str, line: Line) -> list[tuple[int, int]]:
    """Cells of a line, parted by tabs and runs of blanks; numbers also by single blanks (74.6 53.7)."""
    lead = text[line.start - line.indent : line.start].count("\t")
    spans, at = [(line.start, line.start)] * lead, 0
    for m in _BLANKS.finditer(line.text):
        spans.append(_trim(text, line.start + at, line.start + m.start()))
        at = m.end()
    spans.append(_trim(text, line.start + at, line.end))
    out: list[tuple[int, int]] = []
    for a, b in spans:
        parts = _words(text, a, b)
        out.extend(parts if len(parts) > 1 and all(_valueish(text[x:y]) for x, y in parts) else [(a, b)])
    if len(out) == 1:  # a label and its numbers: 60岁及以上 763935 21.49
        parts = _words(text, line.start, line.end)
        if len(parts) > 2 and all(_valueish(text[x:y]) for x, y in parts[1:]):
            return parts
    return out


def _divides(text: str, lines: list[Line], j: int, wide: int) -> bool:
    """True for a short line that only names the rows below it, which go on as those above did: 按城乡分."""
    if len(lines[j].text) > _HEAD_CELL or any(c.isdigit() or c in _MARKS for c in lines[j].text):
        return False
    below = lines[j + 1] if j + 1 < len(lines) else None
    spans = _split(text, below) if below is not None and below.blank_before <= 1 else []
    return len(spans) == wide > 1 and all(_valueish(text[a:b]) for a, b in spans[1:])


def _words(text: str, a: int, b: int) -> list[tuple[int, int]]:
    return [(a + m.start(), a + m.end()) for m in _WORD.finditer(text[a:b])]


def _valueish(text: str) -> bool:
    return numberish(text) or bool(_EMPTYISH.match(text))


def _head_line(text: str, line: Line, wide: int, year: regex.Pattern[str]) -> list[tuple[int, int]]:
    """Cells of a head that single blanks part, where there are as many as columns (or one less: no corner)."""
    parts = _words(text, line.start, line.end)
    if not wide - 1 <= len(parts) <= wide or any(b - a > _HEAD_CELL for a, b in parts):
        return []
    return [] if any(_valueish(text[a:b]) and not year.fullmatch(text[a:b]) for a, b in parts) else parts


def _ragged(rows: list[list[tuple[int, int]]], grid: list[list[str]], wide: int) -> list[list[tuple[int, int]]]:
    """A head without its corner cell is moved right, so that columns stand above their values."""
    out = []
    for r, (spans, cells) in enumerate(zip(rows, grid, strict=True)):
        if (
            len(spans) == wide - 1
            and spans[0][1] > spans[0][0]
            and r < 2
            and not any(numberish(c) and not regex.fullmatch(r"(?:19|20)\d\d", c.strip()) for c in cells)
        ):
            out.append([(spans[0][0], spans[0][0]), *spans])
        else:
            out.append(spans)
    return out


def marked_tables(clean: Text, lines: list[Line], hints: tuple[TableHint, ...], lexicon: Lexicon) -> list[FoundTable]:
    """Tables that the form itself marks (HTML, documents, sheets), carried over to the clean text."""
    out: list[FoundTable] = []
    starts, ends = [line.start for line in lines], [line.end for line in lines]
    for hint in hints:
        a, b = clean.clean_span(hint.raw_start, hint.raw_end)
        first, last = bisect_left(starts, a), bisect_right(ends, b)
        if first >= last:
            continue
        cells = []
        for h in hint.cells:
            ca, cb = _trim_all(clean.chars, *clean.clean_span(h.raw_start, h.raw_end))
            cells.append(Cell(ca, cb, h.row, h.column, h.row_span, h.column_span))
        rows = max((c.row + 1 for c in cells), default=0)
        columns = max((c.column + c.column_span for c in cells), default=0)
        if rows < 2 or columns < 2:
            continue
        grid = [["" for _ in range(columns)] for _ in range(rows)]
        for c in cells:
            for r in range(c.row, min(rows, c.row + c.row_span)):
                for k in range(c.column, c.column + c.column_span):
                    grid[r][k] = clean.chars[c.start : c.end]
        told = {h.row for h in hint.cells} - {h.row for h in hint.cells if not h.header}
        marked = next(r for r in range(rows + 1) if r not in told)
        out.append(FoundTable(first, last, Table(tuple(cells), max(marked, header_rows(grid, lexicon)))))
    return out


def _trim_all(text: str, a: int, b: int) -> tuple[int, int]:
    while a < b and text[a].isspace():
        a += 1
    while b > a and text[b - 1].isspace():
        b -= 1
    return a, b
