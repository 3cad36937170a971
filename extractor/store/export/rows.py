"""What is exported: records or facts, those that a filter asks for, in batches of bounded size.

Records come in document order (path, then place in the raw file), facts in order of indicator, area and time. Memory
does not grow with the number of records; facts are summed up by the database engine, which can use the disk.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa

from extractor.store.filters import Condition, Filter, condition
from extractor.store.tables import SCHEMAS

#: Rows that are held in memory at a time. A single document with more is still taken whole.
BATCH = 20_000

RECORD_KEYS: tuple[str, ...] = tuple(SCHEMAS["records"].names)
GAP_KEYS: tuple[str, ...] = (
    "type",
    "doc_id",
    "doc_path",
    "raw_start",
    "raw_end",
    "unit",
    "indicator",
    "evidence",
    "raw_text",
    "rule_id",
)
#: What can be exported.
WHAT = ("records", "facts")

_ORDERS = {
    "records": "doc_path, raw_start, raw_end, record_id",
    "gaps": "doc_path, raw_start, raw_end, indicator",
    "facts": "indicator, region_code, region, period_end, period_start, status, measure, base_period, "
    "dimensions::VARCHAR, fact_id",
    "documents": "doc_path",
    "indicators": "indicator_id",
    "regions": "code, name, valid_from",
    "units": "name",
}
#: The tables that records and facts refer to.
AROUND = ("documents", "indicators", "regions", "units")
#: Columns of them that stay at home: the texts would be most of the export.
_HEAVY = frozenset({("documents", "text")})
#: Columns that an analyst groups by, for files parted by them.
PARTS = {
    "year": "year(period_end)::INTEGER",
    "topic": "(SELECT any_value(i.topic) FROM indicators i WHERE i.indicator_id = t.indicator_id)",
}


def part_field(part: str) -> pa.Field:
    """The Arrow field of a column of :data:`PARTS`."""
    return pa.field(part, pa.int32() if part == "year" else pa.string())


@dataclass(frozen=True, slots=True)
class Selected:
    """The rows of a table or view that are to be exported, through an open connection."""

    con: duckdb.DuckDBPyConnection
    what: str
    where: Condition
    schema: pa.Schema
    #: Whether the gaps belong to what was asked for. They have neither period nor area nor code.
    gaps: bool

    @property
    def keys(self) -> Sequence[str]:
        """The names of the columns, in order."""
        names: Sequence[str] = self.schema.names
        return names

    def comments(self) -> dict[str, tuple[str, str]]:
        """Type and meaning of each column, as the database tells them."""
        found = self.con.execute(
            "SELECT column_name, data_type, coalesce(comment, '') FROM duckdb_columns() "
            "WHERE NOT internal AND table_name = $what",
            {"what": self.what},
        ).fetchall()
        return {name: (kind, comment) for name, kind, comment in found}

    def comment(self) -> str:
        """What the table or view is, as the database tells it."""
        found = self.con.execute(
            "SELECT comment FROM duckdb_tables() WHERE table_name = $what "
            "UNION ALL SELECT comment FROM duckdb_views() WHERE view_name = $what",
            {"what": self.what},
        ).fetchall()
        return found[0][0] or "" if found else ""

    def rows(self) -> Iterator[dict[str, Any]]:
        """The rows by key, dates as dates, decimals as decimals."""
        for batch in self.batches():
            yield from batch

    def batches(self, *parts: str) -> Iterator[list[dict[str, Any]]]:
        """The same in batches, with the columns of :data:`PARTS` that are named behind the others."""
        keys = (*self.keys, *parts)
        if self.what == "records" and not parts:
            for span in spans(self.con):
                yield self._span("records", self.keys, span)
            return
        found = self.con.execute(
            f"SELECT {self._listed(parts)} FROM {self.what} t WHERE {self.where.sql} ORDER BY {_ORDERS[self.what]}",
            self.where.values,
        )
        while batch := found.fetchmany(BATCH):
            yield [dict(zip(keys, row, strict=True)) for row in batch]

    def with_gaps(self) -> Iterator[list[dict[str, Any]]]:
        """Records in batches, and the gaps among them at their places."""
        for span in spans(self.con):
            rows = self._span("records", self.keys, span)
            gaps = self._span("gaps", GAP_KEYS, span) if self.gaps else []
            yield sorted([*rows, *gaps], key=lambda r: (r["doc_path"], r["raw_start"], r["raw_end"])) if gaps else rows

    def tables(self, *parts: str) -> Iterator[pa.Table]:
        """The rows as Arrow tables, with the columns of :data:`PARTS` that are named behind the others."""
        schema = pa.schema([*self.schema, *map(part_field, parts)])
        if self.what == "records":
            query = f"SELECT {self._listed(parts)} FROM records t WHERE {self.where.sql} "
            within = f"{query} AND doc_path BETWEEN $span_first AND $span_last ORDER BY {_ORDERS['records']}"
            for first, last in spans(self.con):
                values = {**self.where.values, "span_first": first, "span_last": last}
                yield self.con.cursor().sql(within, params=values).to_arrow_table().cast(schema)
            return
        maps = [f.name for f in schema if pa.types.is_map(f.type)]
        for rows in self.batches(*parts):
            for name in maps:
                for row in rows:
                    row[name] = list(row[name].items())
            yield pa.Table.from_pylist(rows, schema=schema)

    def _listed(self, parts: Sequence[str]) -> str:
        return ", ".join((*(f't."{k}"' for k in self.keys), *(f'{PARTS[p]} AS "{p}"' for p in parts)))

    def _span(self, table: str, keys: Sequence[str], span: tuple[str, str]) -> list[dict[str, Any]]:
        listed = ", ".join(f'"{k}"' for k in keys)
        where = self.where.sql if table == self.what or "paths" in self.where.values else "true"
        rows = self.con.execute(
            f"SELECT {listed} FROM {table} WHERE doc_path BETWEEN $span_first AND $span_last AND {where} "
            f"ORDER BY {_ORDERS[table]}",
            {**(self.where.values if where != "true" else {}), "span_first": span[0], "span_last": span[1]},
        ).fetchall()
        return [dict(zip(keys, row, strict=True)) for row in rows]


def select(con: duckdb.DuckDBPyConnection, what: str, asked: Filter) -> Selected:
    """The rows of one of :data:`WHAT` that are asked for. Raises Unknown for names that nothing has."""
    if what not in WHAT:
        raise KeyError(what)
    # A cursor of its own: the connection can have a result that nobody read to its end.
    schema = SCHEMAS.get(what) or con.cursor().sql(f"FROM {what} LIMIT 0").to_arrow_table().schema
    gaps = what == "records" and Filter(document=asked.document) == asked
    return Selected(con, what, condition(con, asked, what), schema, gaps)


def whole(con: duckdb.DuckDBPyConnection, table: str) -> Selected:
    """All rows of one of :data:`AROUND`, without the texts of documents."""
    schema = con.cursor().sql(f"FROM {table} LIMIT 0").to_arrow_table().schema
    schema = pa.schema([f for f in schema if (table, f.name) not in _HEAVY])
    return Selected(con, table, Condition(), schema, False)


def spans(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    """First and last path of runs of documents that hold about :data:`BATCH` records and gaps together."""
    counts = con.execute("SELECT doc_path, records + gaps FROM documents ORDER BY doc_path").fetchall()
    first, held = None, 0
    for i, (path, n) in enumerate(counts):
        first = path if first is None else first
        held += n
        if held >= BATCH or i == len(counts) - 1:
            yield first, path
            first, held = None, 0
