"""Tables in fields: lists of objects with the same fields, as the open data of portals comes in JSON and XML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..models import Source
from .encoding import ReadError, decode
from .extras import needs
from .field_names import says
from .figures import is_figure
from .json_values import AS_TYPED, json_values
from .xml_values import as_object, xml_root
from .yielded import YieldedCell, YieldedText

_HAN = re.compile(r"[㐀-鿿]")
_LONGEST_LINE, _LONGEST_CELL = 60, 200
_DEEPEST = 6
_FEWEST_ROWS = 2


@dataclass(frozen=True, slots=True)
class FieldTable:
    """A list of objects: what is said of it, the fields' names, and a row for each object."""

    above: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables_in(value: Any) -> list[FieldTable]:
    """The tables in a value: lists of objects whose fields are called in Chinese, hold no texts, and some a number."""
    return list(_tables(value, (), 0))


def read_json_table(data: bytes, name: str) -> Source:
    """The tables of a JSON file, numbers with the digits that they are typed with, and behind them its lines that are
    no JSON, which are not read. Raises ReadError for one without.
    """
    value, broken = json_values(data, name, AS_TYPED)
    lines = decode(data, name).text.split("\n") if broken else []
    unread = [(lines[line - 1], f"in line {line}, which is no JSON ({problem})") for line, problem in broken]
    return _source(tables_in(value), data, name, "json", unread)


def read_xml_table(data: bytes, name: str) -> Source:
    """The same of an XML file."""
    needs("lxml", name, "lxml")
    return _source(tables_in(as_object(xml_root(data, name))), data, name, "feed")


def _source(
    tables: list[FieldTable], data: bytes, name: str, form: str, unread: Sequence[tuple[str, str]] = ()
) -> Source:
    if not tables:
        raise ReadError(name, "holds neither a text nor a table", "put the text into a field content")
    out = YieldedText()
    for table in tables:
        for line in table.above:
            out.line(line)
        rows = (table.heads, *table.rows)
        out.table([YieldedCell(text, r, c) for r, row in enumerate(rows) for c, text in enumerate(row)])
        out.blank()
    for line, reason in unread:
        out.line(line, unread=reason)
    return out.source(data, name, form)


def _tables(value: Any, above: tuple[str, ...], depth: int) -> Iterator[FieldTable]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        table = _table(value, above)
        if table is not None:
            yield table
        else:
            for inner in value:
                yield from _tables(inner, above, depth + 1)
    elif isinstance(value, dict):
        told = tuple(_lines(value)) or above
        for key, inner in value.items():
            if isinstance(inner, dict | list):
                yield from _tables(inner, told or ((str(key),) if _HAN.search(str(key)) else ()), depth + 1)


def _lines(fields: dict[Any, Any]) -> Iterator[str]:
    """What the fields around a table say of it, its title first."""
    texts = {str(k): text for k, v in fields.items() if 0 < len(text := _text(v)) <= _LONGEST_LINE}
    titles = [k for k, text in texts.items() if says(k, "table_title") and _HAN.search(text)]
    yield from (texts[k] for k in titles)
    yield from (f"{k}：{text}" for k, text in texts.items() if k not in titles and _HAN.search(k))


def _table(rows: list[Any], above: tuple[str, ...]) -> FieldTable | None:
    if len(rows) < _FEWEST_ROWS or not all(isinstance(row, dict) for row in rows):
        return None
    heads = tuple(dict.fromkeys(str(key) for row in rows for key in row))
    named = sum(1 for head in heads if _HAN.search(head))
    cells = tuple(tuple(_text(row.get(head)) for head in heads) for row in rows)
    flat = [text for row in cells for text in row]
    if named < 2 or 2 * named < len(heads) or any(len(text) > _LONGEST_CELL for text in flat):
        return None
    return FieldTable(above, heads, cells) if any(map(is_figure, flat)) else None


def _text(value: Any) -> str:
    """A field's value as text; empty for what is none."""
    return "" if value is None or isinstance(value, bool | dict | list) else str(value).strip()
