"""Separated values and workbooks with an article in each row, as crawlers and databases write them: told from tables
of data.

Each row is a document of its own, made like an article in the fields of JSON.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from statistics import median
from typing import Any

from .articles import Article, most, page_of_fields
from .encoding import ReadError, decode
from .extras import needs
from .field_names import says
from .limits import BROKEN, MOST_OFFICE_BYTES, MOST_RATIO, check_archive
from .members import MEMBER
from .separated import cells_of, mark_of
from .sheet_cells import merged_places
from .sheets import hidden, shown_in
from .torn_rows import TORN

_HAN = re.compile(r"[㐀-鿿]")
_SENTENCE_END = "。"
_LONG, _LONG_BY_NAME = 150, 30
"""Chinese characters that most cells of a column of articles have: whatever its name, and where its name says so."""
_SAMPLE = 200_000
"""Characters from the first on that tell articles from a table."""
_HEAD = 20
"""Characters that the name of a column has at most."""
_SAMPLED_ROWS = 300
_MOST_MERGED = 1_000_000
"""Places in merged cells; the reader of workbooks names those with too many."""
_LONG_STRING = re.compile(rb">[^<]{240,}<")
"""A text of eighty Chinese characters and more, three bytes each, in a workbook's list of strings or its sheets."""
_HOLDS_STRINGS = "worksheets/"
_QUOTE_IT = "write the file again with quotation marks around its texts"
_TEXT = "\x00"
"""The field of the body: no column is called so."""


def row_articles(data: bytes, name: str) -> Iterator[Article]:
    """The articles of a file of separated values, by their row (the head is none); nothing for a table of data.

    A row with more cells than its head is one that cannot be read: a mark within its text has cut that in two.
    """
    text = decode(data, name).text
    mark = mark_of(text, name)
    if articles_in(_rows(text[:_SAMPLE], mark)):
        rows = _rows(text, mark)
        reach = max(rows[0])
        for article in most(articles_in(rows), name):
            beyond = (cell for column, cell in rows[int(article.key)].items() if column > reach)
            torn = ReadError(f"{name}{MEMBER}{article.key}", f"is {TORN}", _QUOTE_IT) if any(beyond) else None
            yield replace(article, page=b"", problem=torn) if torn else article


def sheet_articles(data: bytes, name: str) -> Iterator[Article]:
    """The same of a workbook of whose visible sheets each has an article in each row; nothing for any other, and for
    what is none."""
    if not _has_long_texts(data):
        return
    needs("openpyxl", name, "openpyxl")
    check_archive(data, name, MOST_OFFICE_BYTES)
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            first = [rows for sheet in sheets if (rows := _sample(sheet))]
            if not first or not all(map(articles_in, first)):
                return
            if merged_places(data) > _MOST_MERGED:
                return
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, rich_text=True)
            found = [articles_in(_shown(sheet)) for sheet in book.worksheets if sheet.sheet_state == "visible"]
    except Exception:  # the reader of workbooks says what is wrong with it
        return
    pages = (article.page for articles in found for article in articles)
    yield from most((Article(str(n), page) for n, page in enumerate(pages, 1)), name)


def articles_in(rows: list[dict[int, str]]) -> list[Article]:
    """The articles in rows of cells below a head; none where the rows are a table of data."""
    heads = rows[0] if rows else {}
    column = _body_column(rows[1 : _SAMPLED_ROWS + 1], heads)
    found: list[Article] = []
    for n, row in enumerate(rows[1:] if column is not None else (), 1):
        if column is not None and _HAN.search(row.get(column, "")):
            fields = {heads.get(c) or str(c): cell for c, cell in row.items() if cell and c != column}
            found.append(Article(str(n), page_of_fields({**fields, _TEXT: row[column]}, _TEXT)))
    return found


def _has_long_texts(data: bytes) -> bool:
    """Whether among a workbook's strings there are as long ones as articles are: a look that costs little."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = [m for m in package.infolist() if m.filename.endswith(".xml") and _HOLDS_STRINGS in m.filename]
            parts += [m for m in package.infolist() if m.filename.endswith("/sharedStrings.xml")]
            if any(m.file_size > max(1 << 20, MOST_RATIO * m.compress_size) for m in parts):
                return False
            return any(_LONG_STRING.search(package.read(m)) for m in parts if m.file_size <= MOST_OFFICE_BYTES)
    except BROKEN:
        return False


def _sample(sheet: Any) -> list[dict[int, str]]:
    """The first rows of a sheet that is read row by row, which says nothing of their looks."""
    rows = sheet.iter_rows(max_row=_SAMPLED_ROWS + 1, values_only=True)
    return _filled({c: str(value).strip() for c, value in enumerate(row) if value is not None} for row in rows)


def _shown(sheet: Any) -> list[dict[int, str]]:
    """The rows of a sheet as it shows them, without those and the columns that are hidden."""
    unseen_rows, unseen_columns = hidden(sheet)
    rows: dict[int, dict[int, str]] = {}
    for (r, c), cell in sorted(sheet._cells.items()):
        if cell.value is not None and r not in unseen_rows and c not in unseen_columns:
            rows.setdefault(r, {})[c] = shown_in(cell, cell.value).strip()
    return _filled(rows.values())


def _filled(rows: Iterable[dict[int, str]]) -> list[dict[int, str]]:
    return [row for row in rows if any(row.values())]


def _rows(text: str, mark: str) -> list[dict[int, str]]:
    rows: dict[int, dict[int, str]] = {}
    for start, end, row, column in cells_of(text, mark):
        quoted = start > 0 and text[start - 1] == '"'
        cell = text[start:end].strip("\ufeff \t\r\n\u3000")
        rows.setdefault(row, {})[column] = cell.replace('""', '"') if quoted else cell
    return _filled(rows.values())


def _body_column(rows: list[dict[int, str]], heads: Mapping[int, str]) -> int | None:
    """The column that holds sentences in most rows, the longest of several; None where there is none, or no head above
    it."""
    found: list[tuple[float, int]] = []
    for column, head in heads.items():
        cells = [row.get(column, "") for row in rows]
        filled = [cell for cell in cells if cell]
        if not filled or 2 * len(filled) < len(cells) or len(head) > _HEAD:
            continue
        han = median(len(_HAN.findall(cell)) for cell in filled)
        sentences = median(cell.count(_SENTENCE_END) for cell in filled)
        named = says(head, "text")
        if sentences >= 1 and han >= (_LONG_BY_NAME if named else _LONG):
            found.append((han, column))
    return max(found)[1] if found else None
