"""The records on their way out: JSON Lines, CSV, Parquet, workbooks and SDMX-CSV.

The keys and their order are the promise of the JSON export. What is written is chosen by a Filter; ``facts`` can be
written instead of records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

import duckdb

from extractor.store.database import UnwritableDatabase, explained, open_reader
from extractor.store.export import datapackage
from extractor.store.export.parquet import write_parquet, write_parts
from extractor.store.export.places import complaining, replacing, replacing_folder
from extractor.store.export.rows import AROUND, GAP_KEYS, RECORD_KEYS, WHAT, Selected, select, whole
from extractor.store.export.sdmx import Written, time_period, write_sdmx
from extractor.store.export.structure import write_structure
from extractor.store.export.text import write_csv, write_jsonl
from extractor.store.export.values import cell, number, original, plain
from extractor.store.export.workbook import write_workbook
from extractor.store.filters import Filter

__all__ = [
    "FOLDERS",
    "FORMATS",
    "GAP_KEYS",
    "RECORD_KEYS",
    "WHAT",
    "Exported",
    "cell",
    "export",
    "export_file",
    "export_folder",
    "number",
    "original",
    "plain",
    "time_period",
]


@dataclass(frozen=True, slots=True)
class Exported:
    """How many rows were written.

    ``left_out`` are rows that the format could not take (no period, in SDMX), ``cut`` texts that were too long for a
    cell of a workbook. ``beside`` is the file that describes what was written, ``in_the_way`` one that stands in its
    place and was left alone.
    """

    rows: int
    left_out: int = 0
    cut: int = 0
    beside: Path | None = None
    in_the_way: Path | None = None
    observed: Written | None = field(default=None, repr=False, compare=False)


#: Formats by name, each a function from what is selected and an output to what was exported.
FORMATS: dict[str, Callable[[Selected, BinaryIO], Exported]] = {
    "jsonl": lambda selected, out: Exported(write_jsonl(selected, out)),
    "csv": lambda selected, out: Exported(write_csv(selected, out)),
    "parquet": lambda selected, out: Exported(write_parquet(selected, out)),
    "xlsx": lambda selected, out: _in_cells(*write_workbook(selected, out)),
    "sdmx-csv": lambda selected, out: _observed(write_sdmx(selected, out)),
}
#: Formats that can be a folder: a package of CSV files, observations with their structure, parted Parquet.
FOLDERS = ("csv", "sdmx-csv", "parquet")


def _in_cells(rows: int, cut: int) -> Exported:
    return Exported(rows, cut=cut)


def _observed(done: Written) -> Exported:
    return Exported(done.rows, done.left_out, observed=done)


def export(db: Path, form: str, out: BinaryIO, what: str = "records", asked: Filter | None = None) -> Exported:
    """Write the records (or facts) of ``db`` that are asked for to ``out`` in one of :data:`FORMATS`.

    Raises KeyError for another format, Unknown for names that nothing in the database has, StoreError where the
    database cannot be used, OSError (BrokenPipeError among them) where ``out`` does not take more.
    """
    write = FORMATS[form]
    with _reading(db) as con:
        return write(select(con, what, asked or Filter()), out)


def export_file(
    db: Path, form: str, path: Path, what: str = "records", asked: Filter | None = None, describe: bool = False
) -> Exported:
    """Like :func:`export`, into a file that appears only when it is complete.

    With ``describe`` a file beside it says what it holds: ``datapackage.json`` for CSV, the data structure
    (``….structure.xml``) for SDMX-CSV. Raises UnwritableDatabase where a file cannot be written; what stood there
    before then still does.
    """
    _not_itself(db, path)
    write = FORMATS[form]
    with _reading(db) as con, complaining(path):
        selected = select(con, what, asked or Filter())
        with replacing(path) as out:
            done = write(selected, out)
        if describe and path.is_file():
            return _describe(selected, done, form, path)
    return done


def export_folder(
    db: Path,
    form: str,
    path: Path,
    what: str = "records",
    asked: Filter | None = None,
    parts: Sequence[str] = (),
) -> Exported:
    """Write a folder, which appears only when it is complete, in one of :data:`FOLDERS`.

    CSV becomes a data package with the tables that the rows refer to, SDMX-CSV the observations and their structure,
    Parquet files parted by ``parts`` (year, topic). Raises like :func:`export_file`; a folder that holds something
    other than an earlier export is left alone.
    """
    _not_itself(db, path)
    with _reading(db) as con, complaining(path), replacing_folder(path) as folder:
        selected = select(con, what, asked or Filter())
        if form == "parquet":
            return Exported(write_parts(selected, folder, parts))
        file = folder / f"{what}.csv"
        with file.open("wb") as out:
            done = FORMATS[form](selected, out)
        if form == "sdmx-csv":
            _describe(selected, done, form, file)
            return done
        written = [(selected, file)]
        for table in AROUND:
            with (folder / f"{table}.csv").open("wb") as out:
                around = whole(con, table)
                write_csv(around, out)
            written.append((around, folder / f"{table}.csv"))
        (folder / datapackage.NAME).write_bytes(
            datapackage.described([datapackage.resource(s, file, AROUND) for s, file in written])
        )
        return done


def _describe(selected: Selected, done: Exported, form: str, path: Path) -> Exported:
    """Write what describes a file beside it."""
    if form == "sdmx-csv" and done.observed is not None:
        beside = path.with_suffix(".structure.xml")
        with replacing(beside) as out:
            write_structure(selected, done.observed, out)
        return replace(done, beside=beside)
    if form == "csv":
        beside = path.with_name(datapackage.NAME)
        others = datapackage.kept(beside, path.name)
        if others is None:
            return replace(done, in_the_way=beside)
        with replacing(beside) as out:
            out.write(datapackage.described([*others, datapackage.resource(selected, path)]))
        return replace(done, beside=beside)
    return done


@contextmanager
def _reading(db: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_reader(db) as con:
        try:
            yield con
        except duckdb.Error as err:
            raise explained(db, err) from err


def _not_itself(db: Path, path: Path) -> None:
    if path.exists() and db.exists() and path.samefile(db):
        raise UnwritableDatabase(path, "is the database itself", "give another file with -o")
