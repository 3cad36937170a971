"""Separated values with an article in each row, as crawlers and databases write them: told from tables of data.

Each row is a document of its own, made like an article in the fields of JSON.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from statistics import median

from .articles import Article, is_body, page_of_fields
from .encoding import decode
from .separated import cells_of, mark_of

_HAN = re.compile(r"[㐀-鿿]")
_SENTENCE_END = "。"
_LONG, _LONG_BY_NAME = 150, 30
"""Chinese characters that most cells of a column of articles have: whatever its name, and where its name says so."""
_SAMPLE = 200_000
"""Characters from the first on that tell articles from a table."""
_HEAD = 20
"""Characters that the name of a column has at most."""
_MOST = 50_000
_TEXT = "\x00"
"""The field of the body: no column is called so."""


def row_articles(data: bytes, name: str) -> Iterator[Article]:
    """The articles of a file of separated values, by their row (the head is none); nothing for a table of data."""
    text = decode(data, name).text
    mark = mark_of(text, name)
    rows = _rows(text[:_SAMPLE], mark)
    heads = rows[0] if rows else {}
    column = _body_column(rows[1:], heads)
    if column is None:
        return
    rows = _rows(text, mark)
    for n, row in enumerate(rows[1 : _MOST + 1], 1):
        if _HAN.search(row.get(column, "")):
            fields = {heads.get(c) or str(c): cell for c, cell in row.items() if cell and c != column}
            yield Article(str(n), page_of_fields({**fields, _TEXT: row[column]}, _TEXT))


def _rows(text: str, mark: str) -> list[dict[int, str]]:
    rows: dict[int, dict[int, str]] = {}
    for start, end, row, column in cells_of(text, mark):
        quoted = start > 0 and text[start - 1] == '"'
        cell = text[start:end].strip("\ufeff \t\r\n\u3000")
        rows.setdefault(row, {})[column] = cell.replace('""', '"') if quoted else cell
    return [row for row in rows.values() if any(row.values())]


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
        named = is_body(head, "一" * _LONG, by_name=True)
        if sentences >= 1 and han >= (_LONG_BY_NAME if named else _LONG):
            found.append((han, column))
    return max(found)[1] if found else None
