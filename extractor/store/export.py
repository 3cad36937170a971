"""The records on their way out: JSON Lines, CSV, Parquet and SDMX-CSV.

Records come in document order (path, then place in the raw file) and in batches of bounded size, so that the
memory needed does not grow with the database. The keys and their order are the promise of the JSON export.
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

import duckdb
import pyarrow as pa

from extractor.store.database import UnwritableDatabase, explained, open_reader
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

_DECIMALS = tuple(f.name for f in SCHEMAS["records"] if pa.types.is_decimal(f.type))
_DATES = frozenset(f.name for f in SCHEMAS["records"] if pa.types.is_date(f.type))

_RECORD_ORDER = "doc_path, raw_start, raw_end, record_id"
_GAP_ORDER = "doc_path, raw_start, raw_end, indicator"

#: Leading characters with which a spreadsheet takes a cell for a formula, the full-width ones included.
_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")

#: Line ends to some readers, though not to JSON: escaped, so that a record is a line to all of them.
_BREAKS = ("\x85", "\u2028", "\u2029")

_SDMX_STRUCTURE = ("dataflow", "GONGBAO:BULLETINS(1.0.0)", "I")
_SDMX_COLUMNS = (
    *("STRUCTURE", "STRUCTURE_ID", "ACTION"),
    *("REF_AREA", "INDICATOR", "MEASURE", "STATUS", "BASE_PERIOD", "DIMENSIONS", "RECORD", "TIME_PERIOD"),
    *("OBS_VALUE", "UNIT_MEASURE", "OBS_STATUS", "QUALIFIER", "VALUE_MIN", "VALUE_MAX"),
    *("REF_AREA_NAME", "INDICATOR_NAME", "PERIOD_TYPE", "CONFIDENCE"),
    *("SOURCE", "SOURCE_START", "SOURCE_END", "SOURCE_TEXT", "COMMENT_OBS"),
)


@dataclass(frozen=True, slots=True)
class Exported:
    """How many rows were written, and how many records the format could not take (no period, in SDMX)."""

    rows: int
    left_out: int = 0


def export(db: Path, form: str, out: BinaryIO) -> Exported:
    """Write the records of ``db`` to ``out`` in one of :data:`FORMATS`.

    Raises KeyError for another format, StoreError where the database cannot be used, OSError (BrokenPipeError
    among them) where ``out`` does not take more.
    """
    write = FORMATS[form]
    with open_reader(db) as con:
        try:
            return write(con, out)
        except duckdb.Error as err:
            raise explained(db, err) from err


def export_file(db: Path, form: str, path: Path) -> Exported:
    """Like :func:`export`, into a file that appears only when it is complete.

    Raises UnwritableDatabase where the file cannot be written; what stood there before then still does.
    """
    if path.exists() and db.exists() and path.samefile(db):
        raise UnwritableDatabase(path, "is the database itself", "give another file with -o")
    try:
        with _replacing(path) as out:
            return export(db, form, out)
    except OSError as err:
        raise UnwritableDatabase(
            path, f"cannot be written ({err.strerror or err})", "check the folder and its permissions"
        ) from err


def batches(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    """First and last path of runs of documents that hold about :data:`BATCH` records and gaps together."""
    counts = con.execute("SELECT doc_path, records + gaps FROM documents ORDER BY doc_path").fetchall()
    first, held = None, 0
    for i, (path, n) in enumerate(counts):
        first = path if first is None else first
        held += n
        if held >= BATCH or i == len(counts) - 1:
            yield first, path
            first, held = None, 0


def _rows(
    con: duckdb.DuckDBPyConnection, table: str, keys: Sequence[str], order: str, span: tuple[str, str]
) -> list[dict[str, Any]]:
    """Rows of the documents of ``span`` by key, dates in ISO 8601."""
    listed = ", ".join(f'"{k}"::VARCHAR' if k in _DATES else f'"{k}"' for k in keys)
    query = f"SELECT {listed} FROM {table} WHERE doc_path BETWEEN ? AND ? ORDER BY {order}"
    return [dict(zip(keys, row, strict=True)) for row in con.execute(query, list(span)).fetchall()]


def _records(con: duckdb.DuckDBPyConnection) -> Iterator[dict[str, Any]]:
    for span in batches(con):
        yield from _rows(con, "records", RECORD_KEYS, _RECORD_ORDER, span)


# ---------------------------------------------------------------------------------------------- JSON Lines


def number(value: Decimal) -> int | float | str:
    """A decimal as JSON: a number where reading it as a double gives exactly this value again, else a string.

    >>> number(Decimal("25000.0000000000")), number(Decimal("7.20")), number(Decimal("0.1234567890123456789"))
    (25000, 7.2, '0.1234567890123456789')
    """
    near = float(value)
    if Decimal(repr(near)) != value:
        return plain(value)
    return int(value) if value == value.to_integral_value() else near


def plain(value: Decimal) -> str:
    """A decimal in digits, without exponent and trailing zeros."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("", "-0") else text


def _jsonl(con: duckdb.DuckDBPyConnection, out: BinaryIO) -> Exported:
    written = 0
    encode = json.JSONEncoder(ensure_ascii=False).encode
    for span in batches(con):
        rows = _rows(con, "records", RECORD_KEYS, _RECORD_ORDER, span)
        for row in rows:
            for key in _DECIMALS:
                if row[key] is not None:
                    row[key] = number(row[key])
        gaps = _rows(con, "gaps", GAP_KEYS, _GAP_ORDER, span)
        if gaps:
            rows = sorted([*rows, *gaps], key=lambda r: (r["doc_path"], r["raw_start"], r["raw_end"]))
        text = "".join(encode(row) + "\n" for row in rows)
        for mark in _BREAKS:
            if mark in text:
                text = text.replace(mark, f"\\u{ord(mark):04x}")
        out.write(text.encode())
        written += len(rows)
    return Exported(written)


# --------------------------------------------------------------------------------------------- CSV, Parquet


def cell(value: Any) -> str:
    """A value as a CSV cell. A text that a spreadsheet would run as a formula gets an apostrophe first."""
    if isinstance(value, str):
        return "'" + value if value[:1] in _FORMULA else value
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False) if value else ""
    return str(value)


@contextmanager
def _csv_writer(out: BinaryIO) -> Iterator[Callable[[Sequence[str]], object]]:
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=False)
    try:
        yield csv.writer(text).writerow  # lines end in CR LF (RFC 4180): with less, a CR in a cell goes unquoted
        text.flush()
    finally:
        text.detach()


def _csv(con: duckdb.DuckDBPyConnection, out: BinaryIO) -> Exported:
    written = 0
    with _csv_writer(out) as write:
        write(RECORD_KEYS)
        for record in _records(con):
            write([cell(v) for v in record.values()])
            written += 1
    return Exported(written)


def _parquet(con: duckdb.DuckDBPyConnection, out: BinaryIO) -> Exported:
    import pyarrow.parquet as pq

    written = 0
    schema = SCHEMAS["records"]
    listed = ", ".join(f'"{k}"' for k in RECORD_KEYS)
    query = f"SELECT {listed} FROM records WHERE doc_path BETWEEN $1 AND $2 ORDER BY {_RECORD_ORDER}"
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        for span in batches(con):
            table = con.sql(query, params=list(span)).to_arrow_table().cast(schema)
            writer.write_table(table)
            written += table.num_rows
    return Exported(written)


# ------------------------------------------------------------------------------------------------- SDMX-CSV


@lru_cache(maxsize=4096)
def _time_period(first: str, last: str) -> str:
    return time_period(date.fromisoformat(first), date.fromisoformat(last))


def time_period(first: date, last: date) -> str:
    """A period as SDMX writes it: ``2023``, ``2023-S1``, ``2023-Q2``, ``2023-05``, a day, or start/duration.

    >>> time_period(date(2023, 1, 1), date(2023, 12, 31)), time_period(date(2021, 1, 1), date(2025, 12, 31))
    ('2023', '2021-01-01/P5Y')
    """
    if first == last:
        return first.isoformat()
    whole_months = first.day == 1 and last.day == monthrange(last.year, last.month)[1]
    if not whole_months:
        return f"{first.isoformat()}/P{(last - first + timedelta(1)).days}D"
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    at = first.month - 1
    if months % 12 == 0 and at == 0:
        return str(first.year) if months == 12 else f"{first.isoformat()}/P{months // 12}Y"
    if months == 6 and at % 6 == 0:
        return f"{first.year}-S{at // 6 + 1}"
    if months == 3 and at % 3 == 0:
        return f"{first.year}-Q{at // 3 + 1}"
    return f"{first:%Y-%m}" if months == 1 else f"{first.isoformat()}/P{months}M"


def _sdmx(con: duckdb.DuckDBPyConnection, out: BinaryIO) -> Exported:
    written = left_out = 0
    with _csv_writer(out) as write:
        write(_SDMX_COLUMNS)
        for r in _records(con):
            if r["period_start"] is None or r["period_end"] is None:
                left_out += 1  # an SDMX observation needs its TIME_PERIOD
                continue
            write([*_SDMX_STRUCTURE, *map(cell, _observation(r))])
            written += 1
    return Exported(written, left_out)


def _observation(r: dict[str, Any]) -> list[Any]:
    """The components of :data:`_SDMX_COLUMNS`, in their order.

    A record is a mention, so its id is a dimension: without it, two mentions of a fact would be one key. The
    code list of OBS_STATUS has no target; F (forecast) is nearest, and STATUS says it exactly. A range has no
    single value: that is NaN, with its ends beside it.
    """
    return [
        *(r["region_code"] or r["region"], r["indicator_id"] or r["indicator"], r["measure"], r["status"]),
        *(
            r["base_period"],
            r["dimensions"],
            r["record_id"],
            _time_period(r["period_start"], r["period_end"]),
        ),
        *("NaN" if r["value"] is None else r["value"], r["unit"], "F" if r["status"] == "target" else "A"),
        *(r["qualifier"], r["value_min"], r["value_max"], r["region"], r["indicator"], r["period_type"]),
        *(r["confidence"], r["doc_path"], r["raw_start"], r["raw_end"], r["raw_text"], r["evidence"]),
    ]


#: Formats by name, each a function from a connection and an output to what was exported.
FORMATS: dict[str, Callable[[duckdb.DuckDBPyConnection, BinaryIO], Exported]] = {
    "jsonl": _jsonl,
    "csv": _csv,
    "parquet": _parquet,
    "sdmx-csv": _sdmx,
}


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    """A file to write, put in place of ``path`` at the end; a device or a pipe is written to directly."""
    if path.exists() and not path.is_file():
        with path.open("wb") as out:
            yield out
        return
    path = path.resolve()
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as out:
            yield out
        if path.exists():
            shutil.copymode(path, part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
