"""Filling a new database: what stays is carried over from the old one, what is new comes as Arrow files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from extractor.store.audits.run import audit
from extractor.store.database import SCHEMA_VERSION, Build, attached, exists, explained, open_reader
from extractor.store.scripts import SCRIPTS, script
from extractor.store.tables import CATALOGUE, SCHEMAS, catalogue_table

#: Folders whose files are open at once: well below what an operating system allows.
FOLDERS_AT_A_TIME = 100

#: Columns that follow from others, by table: worked out once, because views ask for them again and again.
_DERIVED = {
    "records": ", half_place(value, raw_text) AS rounding, left_behind(evidence, raw_text) AS former, "
    "pace_of(measure, evidence, raw_text) AS pace"
}

#: Compound units of the records: what they are worth follows from their halves.
_COMPOUNDS = """
INSERT INTO unit_conversions
SELECT
    r.unit,
    coalesce(n.base_unit, r.numerator) || '/' || coalesce(d.base_unit, r.denominator),
    coalesce(n.factor, 1) / coalesce(d.factor, 1),
    coalesce(n.dimension, r.numerator) || '/' || coalesce(d.dimension, r.denominator)
FROM (
    SELECT DISTINCT
        unit,
        split_part(unit, '/', 1) AS numerator,
        array_to_string(string_split(unit, '/')[2:], '/') AS denominator
    FROM records
    WHERE strpos(unit, '/') > 1
) AS r
LEFT JOIN unit_conversions AS n ON n.unit = r.numerator
LEFT JOIN unit_conversions AS d ON d.unit = r.denominator
WHERE r.unit NOT IN (SELECT unit FROM unit_conversions)
ORDER BY r.unit
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A document that the database holds: which bytes, read with which rules and program."""

    doc_path: str
    doc_id: str
    rules_digest: str
    program: str


@dataclass(frozen=True, slots=True)
class Totals:
    """What a database holds: numbers of rows."""

    documents: int = 0
    records: int = 0
    gaps: int = 0
    quarantined: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """A run for the table ``runs``: documents by what became of them, and seconds of work."""

    program: str
    rules_digest: str
    new: int
    changed: int
    removed: int
    failed: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The tables that describe the rules, as rows with the keys of ``extractor.store.tables.CATALOGUE``."""

    indicators: Iterable[Mapping[str, Any]] = ()
    units: Iterable[Mapping[str, Any]] = ()
    regions: Iterable[Mapping[str, Any]] = ()
    unit_conversions: Iterable[Mapping[str, Any]] = ()
    calendar: Iterable[Mapping[str, Any]] = ()
    vocabulary: Iterable[Mapping[str, Any]] = ()


def ledger(path: Path) -> tuple[dict[str, Entry], Totals]:
    """The documents that a database holds, by path, and its totals; nothing where there is no database.

    Raises StoreError where there is one that cannot be used.
    """
    if not exists(path):
        return {}, Totals()
    with open_reader(path) as con:
        try:
            rows = con.execute("SELECT doc_path, doc_id, rules_digest, program FROM documents").fetchall()
            return {r[0]: Entry(*r) for r in rows}, _totals(con)
        except duckdb.Error as err:
            raise explained(path, err) from err


def fill(
    build: Build,
    carry: Mapping[str, str],
    folders: Sequence[Path],
    catalogue: Catalogue,
    run: Run,
) -> Totals:
    """Build the database anew and put it in the old one's place; gives what it holds.

    ``carry`` names the documents of the old database that stay, and the path that each has from now on.
    ``folders`` hold the rows of the documents that were worked on (see :func:`write_tables`), in the order in
    which they are to be stored. All of it happens in one transaction. Raises StoreError where a file or the
    disk stands in the way; the old database is then as it was.
    """
    build.settle()
    try:
        with attached(build) as con:
            con.execute("BEGIN")
            for name in SCRIPTS:
                con.execute(script(name))
            con.execute("INSERT INTO about VALUES ('schema', ?)", [str(SCHEMA_VERSION)])
            for name in CATALOGUE:  # first, because what records say is told by their words
                con.register("incoming", catalogue_table(name, getattr(catalogue, name)))
                con.execute(f"INSERT INTO {name} SELECT * FROM incoming")
                con.unregister("incoming")
            if carry:
                _carry(con, carry)
            for i in range(0, len(folders), FOLDERS_AT_A_TIME):
                for table in SCHEMAS:
                    _insert(con, table, folders[i : i + FOLDERS_AT_A_TIME])
            con.execute(_COMPOUNDS)
            audit(con)
            totals = _checked(con)
            _log(con, run, totals, old=bool(carry) or exists(build.target))
            con.execute("COMMIT")
            con.execute("CHECKPOINT fresh")
    except (duckdb.Error, OSError) as err:
        raise explained(build.shown, err) from err
    build.swap()
    return totals


def write_tables(folder: Path, tables: Mapping[str, pa.Table]) -> None:
    """Write the rows of some documents into ``folder``: one Arrow file a table, none for an empty one.

    Raises StoreError where the disk does not take them.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, table in tables.items():
            if table.num_rows:
                path = str(folder / f"{name}.arrow")
                with pa.OSFile(path, "wb") as sink, pa.ipc.new_file(sink, table.schema) as out:
                    out.write_table(table.combine_chunks())
    except OSError as err:
        raise explained(folder, err) from err


def _insert(con: duckdb.DuckDBPyConnection, table: str, folders: Sequence[Path]) -> None:
    paths = [p for folder in folders if (p := folder / f"{table}.arrow").exists()]
    with ExitStack() as open_files:
        maps = [open_files.enter_context(pa.memory_map(str(p))) for p in paths]
        if maps:
            con.register("incoming", pa.concat_tables([pa.ipc.open_file(m).read_all() for m in maps]))
            con.execute(f"INSERT INTO {table} BY NAME SELECT *{_DERIVED.get(table, '')} FROM incoming")
            con.unregister("incoming")


def _carry(con: duckdb.DuckDBPyConnection, carry: Mapping[str, str]) -> None:
    """Copy the rows of the documents that stay. Columns that the old database lacks become null."""
    con.register("carry", pa.table({"old_path": list(carry), "new_path": list(carry.values())}))
    for table, schema in SCHEMAS.items():
        known = _columns(con, "old", table)
        columns = [n for n in schema.names if n in known]
        listed = ", ".join("new_path AS doc_path" if n == "doc_path" else f't."{n}"' for n in columns)
        con.execute(
            f"INSERT INTO {table} BY NAME SELECT {listed}{_DERIVED.get(table, '')} "
            f"FROM old.{table} AS t JOIN carry ON t.doc_path = old_path"
        )
    con.unregister("carry")


def _columns(con: duckdb.DuckDBPyConnection, database: str, table: str) -> set[str]:
    rows = con.execute(
        "SELECT column_name FROM duckdb_columns() WHERE database_name = ? AND table_name = ?",
        [database, table],
    ).fetchall()
    return {r[0] for r in rows}


def _checked(con: duckdb.DuckDBPyConnection) -> Totals:
    """The totals, once it is sure that every document has one row, and that none of its rows is lost.

    Raises AssertionError where that does not hold: a fault of the program, for which no database is made.
    """
    totals = _totals(con)
    paths, ids, records, gaps, quarantined = _one(
        con,
        "SELECT count(DISTINCT doc_path), count(DISTINCT doc_id), "
        "coalesce(sum(records), 0), coalesce(sum(gaps), 0), coalesce(sum(quarantined), 0) FROM documents",
    )
    if (paths, ids) != (totals.documents, totals.documents):
        raise AssertionError(f"{totals.documents} documents with {paths} paths and {ids} contents")
    if (records, gaps, quarantined) != (totals.records, totals.gaps, totals.quarantined):
        raise AssertionError(f"{totals} loaded, but documents tell of {records}, {gaps} and {quarantined}")
    return totals


def _totals(con: duckdb.DuckDBPyConnection) -> Totals:
    tables = ("documents", "records", "gaps", "quarantine")
    return Totals(*_one(con, "SELECT " + ", ".join(f"(SELECT count(*) FROM {t})" for t in tables)))


def _log(con: duckdb.DuckDBPyConnection, run: Run, totals: Totals, old: bool) -> None:
    number = 1
    if old:
        con.execute("INSERT INTO runs BY NAME SELECT * FROM old.runs ORDER BY run")
        number += _one(con, "SELECT coalesce(max(run), 0) FROM runs")[0]
    row = {
        "run": number,
        "finished": datetime.now(UTC).replace(tzinfo=None, microsecond=0),
        "program": run.program,
        "rules_digest": run.rules_digest,
        "documents": totals.documents,
        "new": run.new,
        "changed": run.changed,
        "removed": run.removed,
        "failed": run.failed,
        "records": totals.records,
        "gaps": totals.gaps,
        "quarantined": totals.quarantined,
        "seconds": round(run.seconds, 3),
    }
    con.execute(f"INSERT INTO runs ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", list(row.values()))


def _one(con: duckdb.DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    row = con.execute(query).fetchone()
    assert row is not None
    return row
