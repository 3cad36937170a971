from __future__ import annotations

import pickle
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from extractor.store.database import Build, StoreError, open_reader
from extractor.store.load import Entry, Totals, fill, ledger, write_tables
from extractor.store.tables import tables_of
from tests.store.examples import Engine, extraction, make, read, record, run, source, tables

FIRST = "2023年 删\n床位 10张\n占比 120%\n机构 _家\n"


def rows(db: Path, query: str) -> list[tuple[object, ...]]:
    with open_reader(db) as con:
        return con.execute(query).fetchall()


def test_all_tables_arrive(tmp_path: Path) -> None:
    db = tmp_path / "g.duckdb"
    assert make(db, read(FIRST, "x.txt")) == Totals(1, 1, 1, 1)
    for table in (
        "documents",
        "records",
        "gaps",
        "quarantine",
        "refusals",
        "repairs",
        "runs",
        "indicators",
        "units",
        "regions",
    ):
        assert rows(db, f"SELECT count(*) FROM {table}") == [(1,)], table
    assert rows(db, "SELECT repairs['spam'], other['来源'], published FROM documents")[0][:2] == (1, "民政局")
    assert rows(db, "SELECT record->>'unit' FROM quarantine") == [("%",)]
    assert rows(db, "SELECT indicator_id, aliases, units FROM indicators") == [("elderly.beds", ["养老床位数"], ["张"])]


def test_the_ledger_says_what_was_read_with_what(tmp_path: Path) -> None:
    db = tmp_path / "g.duckdb"
    e = read(FIRST, "x.txt")
    make(db, e)
    assert ledger(db) == ({"x.txt": Entry("x.txt", e.source.doc_id, "digest", "program")}, Totals(1, 1, 1, 1))


def test_nothing_is_stored_where_there_is_no_database(tmp_path: Path) -> None:
    assert ledger(tmp_path / "g.duckdb") == ({}, Totals())


def test_what_is_carried_over_keeps_every_row_and_takes_its_new_path(tmp_path: Path) -> None:
    db = tmp_path / "g.duckdb"
    make(db, read(FIRST, "x.txt"), read("床位 11张", "y.txt"), read("床位 12张", "z.txt"))
    columns = {t: f"SELECT * EXCLUDE (doc_path) FROM {t} WHERE doc_path = " for t in tables(read(FIRST, "x.txt"))}
    before = {t: rows(db, q + "'x.txt'") for t, q in columns.items()}
    assert make(db, read("床位 13张", "new.txt"), carry={"x.txt": "moved.txt", "y.txt": "y.txt"}).documents == 3
    assert {t: rows(db, q + "'moved.txt'") for t, q in columns.items()} == before
    assert rows(db, "SELECT doc_path FROM documents ORDER BY ALL") == [
        ("moved.txt",),
        ("new.txt",),
        ("y.txt",),
    ]


def test_rows_that_cannot_be_written_down_are_a_fault_of_the_disk(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="file/0") as caught:
        write_tables(tmp_path / "file" / "0", tables(read(FIRST, "x.txt")))
    again = pickle.loads(pickle.dumps(caught.value))  # it may have to travel out of a worker
    assert (type(again), str(again), again.remedy) == (
        type(caught.value),
        str(caught.value),
        caught.value.remedy,
    )


def test_any_character_can_be_stored(tmp_path: Path) -> None:
    db = tmp_path / "g.duckdb"
    odd = "零\0号 \ufffd \U00020000 \u202e \x1b[0m '\"\\ {} \ufeff"
    s = source()
    make(db, extraction(s, record(s, evidence=odd, dimensions={odd: odd})))
    assert rows(db, "SELECT evidence, dimensions FROM records") == [(odd, {odd: odd})]
    assert rows(db, "SELECT quotation FROM facts") == [(odd,)]


def test_runs_are_numbered_and_kept(tmp_path: Path) -> None:
    db = tmp_path / "g.duckdb"
    for i in range(3):
        make(db, read(f"床位 {i}张", "x.txt"))
    assert rows(db, "SELECT run, documents, records, new FROM runs ORDER BY run") == [(n, 1, 1, 1) for n in (1, 2, 3)]


def test_columns_that_an_older_database_lacks_are_null(tmp_path: Path) -> None:
    db = tmp_path / "g.duckdb"
    make(db, read(FIRST, "x.txt"))
    with duckdb.connect(str(db)) as con:
        for view in ("series", "conflicts", "facts", "claims"):
            con.execute(f"DROP VIEW {view}")
        con.execute("ALTER TABLE records DROP COLUMN locator")
    make(db, read("床位 11张", "y.txt"), carry={"x.txt": "x.txt"})
    assert rows(db, "SELECT doc_path, locator FROM records ORDER BY 1") == [("x.txt", None), ("y.txt", None)]


@pytest.mark.parametrize("spoil", ["path", "content", "records"])
def test_a_database_that_does_not_add_up_is_not_made(tmp_path: Path, spoil: str) -> None:
    db = tmp_path / "g.duckdb"
    make(db, read(FIRST, "x.txt"))
    before = db.read_bytes()
    rows = tables_of([read("床位 1张", "y.txt"), read("床位 2张", "z.txt")], "digest", "program")
    if spoil == "records":
        rows["records"] = rows["records"].slice(0, 1)
    else:
        column = "doc_path" if spoil == "path" else "doc_id"
        at = rows["documents"].schema.get_field_index(column)
        rows["documents"] = rows["documents"].set_column(at, column, pa.array(["the same"] * 2))
    with Build(db) as build:
        write_tables(build.spill / "0", rows)
        with pytest.raises(AssertionError):
            fill(build, {}, [build.spill / "0"], Engine(None).catalogue(), run())
    assert db.read_bytes() == before
