"""What is exported can be read back: every form says what JSON Lines says, and filters leave out what they should."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from extractor.models import Extraction, Record
from extractor.store.database import UnwritableDatabase
from extractor.store.export import export, export_file, export_folder, number, original, rows, workbook
from extractor.store.export.values import cell, jsonable
from extractor.store.filters import Filter, UnknownDocument, UnknownRegion, UnknownTopic
from extractor.store.tables import SCHEMAS
from tests.store.anything import TEXTS, all_records, corpora, stored
from tests.store.examples import extraction, make, read, record, source

#: Every example makes a database.
some = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
WHAT = st.sampled_from(["records", "facts"])
SCHEMA: pa.Schema = SCHEMAS["records"]


@contextmanager
def database(corpus: list[Extraction]) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield stored(corpus, Path(folder))


def written(db: Path, form: str, what: str = "records", asked: Filter | None = None) -> bytes:
    out = io.BytesIO()
    export(db, form, out, what, asked)
    return out.getvalue()


def objects(db: Path, what: str = "records", asked: Filter | None = None) -> list[dict[str, Any]]:
    """The JSON Lines, gaps left out."""
    lines = written(db, "jsonl", what, asked).decode().split("\n")[:-1]
    return [r for r in map(json.loads, lines) if r.get("type") != "gap"]


def told_by_cells(db: Path, what: str) -> list[dict[str, Any]]:
    """The JSON Lines as cells can tell them: of a column that may be null, a text of no letters is null."""
    return [{k: None if v == "" and k not in NEVER_NULL else v for k, v in r.items()} for r in objects(db, what)]


def value_of(text: str, kind: pa.DataType, nullable: bool) -> Any:
    """A CSV cell as JSON has its value."""
    if pa.types.is_map(kind) or pa.types.is_list(kind):
        empty: Any = {} if pa.types.is_map(kind) else []
        return json.loads(text) if text else empty
    if text == "":
        return None if nullable or not pa.types.is_string(kind) else ""
    if pa.types.is_decimal(kind):
        return number(Decimal(text))
    if pa.types.is_integer(kind):
        return int(text)
    if pa.types.is_floating(kind):
        return float(text)
    if pa.types.is_boolean(kind):
        return {"true": True, "false": False}[text]
    return text if pa.types.is_date(kind) else original(text)


NEVER_NULL = {
    *("fact_id", "quotation", "type", "record_id", "doc_id", "doc_path", "raw_text", "unit", "indicator"),
    *("indicator_raw", "evidence"),
}


@some
@given(corpora(), WHAT)
def test_csv_says_what_json_says(corpus: list[Extraction], what: str) -> None:
    with database(corpus) as db:
        schema = pq.read_schema(io.BytesIO(written(db, "parquet", what)))
        table = csv.DictReader(io.StringIO(written(db, "csv", what).decode(), newline=""))
        back = [{f.name: value_of(r[f.name], f.type, f.name not in NEVER_NULL) for f in schema} for r in table]
        assert back == told_by_cells(db, what)


@given(TEXTS)
def test_a_harmless_text_tells_what_it_was(text: str) -> None:
    shown = cell(text)
    assert original(shown) == text
    assert shown[:1] not in set("=+-@\t\r\n＝＋－＠")


def sheet_rows(data: bytes) -> dict[str, list[dict[str, Any]]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    found: dict[str, list[dict[str, Any]]] = {}
    for sheet in book.worksheets:
        head, *body = (list(row) for row in sheet.iter_rows())
        assert not any(c.data_type == "f" for row in (head, *body) for c in row)
        names = [c.value for c in head]
        found[sheet.title] = [{n: c.value for n, c in zip(names, row, strict=True)} for row in body]
    return found


def from_cell(shown: Any, kind: pa.DataType, nullable: bool) -> Any:
    """A cell of a workbook as JSON has its value."""
    shown = unescape(shown) if isinstance(shown, str) else shown
    if isinstance(shown, datetime):
        shown = shown.date().isoformat()
    if pa.types.is_decimal(kind) and shown is not None:
        return number(Decimal(str(shown)))
    if pa.types.is_floating(kind) and isinstance(shown, str):
        return float(shown)
    if pa.types.is_map(kind) or pa.types.is_list(kind):
        empty: Any = {} if pa.types.is_map(kind) else []
        return json.loads(shown) if shown else empty
    return "" if shown is None and not nullable and pa.types.is_string(kind) else shown


@some
@given(corpora(), WHAT)
def test_a_workbook_says_what_json_says(corpus: list[Extraction], what: str) -> None:
    with database(corpus) as db:
        schema = pq.read_schema(io.BytesIO(written(db, "parquet", what)))
        shown = sheet_rows(written(db, "xlsx", what))[what]
        back = [{f.name: from_cell(r[f.name], f.type, f.name not in NEVER_NULL) for f in schema} for r in shown]
        assert back == told_by_cells(db, what)


@some
@given(corpora(), WHAT)
def test_parquet_says_what_json_says(corpus: list[Extraction], what: str) -> None:
    with database(corpus) as db:
        table = pq.read_table(io.BytesIO(written(db, "parquet", what)))
        assert [jsonable(r) for r in table.to_pylist(maps_as_pydicts="strict")] == objects(db, what)


def test_formulas_in_a_workbook_are_texts_and_stay_so_when_edited(tmp_path: Path) -> None:
    s = source()
    starts = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "'=1"]
    named = [record(s, indicator=t, record_id=f"{i:016}") for i, t in enumerate(starts)]
    make(tmp_path / "g.duckdb", extraction(s, *named))
    book = openpyxl.load_workbook(io.BytesIO(written(tmp_path / "g.duckdb", "xlsx")))
    column = SCHEMA.names.index("indicator") + 1
    cells = [book["records"].cell(row, column) for row in range(2, len(starts) + 2)]
    assert [unescape(c.value) for c in cells] == starts
    assert all(c.data_type == "s" and c.quotePrefix for c in cells)
    plain = book["records"].cell(2, SCHEMA.names.index("evidence") + 1)
    assert not plain.quotePrefix


def test_a_binary_fraction_of_seventeen_digits_is_a_text() -> None:
    assert workbook.shaped(12373986226323.771) == "12373986226323.771"
    assert workbook.shaped(0.1) == 0.1 and workbook.shaped(12373986226323.77) == 12373986226323.77


def test_numbers_in_a_workbook_are_exact_or_texts(tmp_path: Path) -> None:
    s = source()
    texts = ("123456789012345", "1234567890123456", "0.1", "-7.25", "12345678901234567.1234567891")
    values = [record(s, value=Decimal(v), record_id=f"{i:016}") for i, v in enumerate(texts)]
    make(tmp_path / "g.duckdb", extraction(s, *values))
    shown = [r["value"] for r in sheet_rows(written(tmp_path / "g.duckdb", "xlsx"))["records"]]
    assert shown == [123456789012345, "1234567890123456", 0.1, -7.25, "12345678901234567.1234567891"]


def test_a_full_sheet_goes_on_in_a_second_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "SHEET_ROWS", 4)
    db = tmp_path / "g.duckdb"
    for n, sheets in ((3, ["records"]), (4, ["records", "records 2"]), (7, ["records", "records 2", "records 3"])):
        make(db, *(read(f"床位 {i}张", f"{i}.txt") for i in range(n)))
        found = sheet_rows(written(db, "xlsx"))
        meanings = found.pop("columns")
        assert list(found) == sheets
        assert [r["value"] for rows in found.values() for r in rows] == list(range(n))
        assert all(len(rows) <= 3 for rows in found.values())
        assert [m["column"] for m in meanings] == SCHEMA.names and all(m["meaning"] for m in meanings)


def test_a_text_that_no_cell_can_hold_is_cut_and_counted(tmp_path: Path) -> None:
    s = source()
    db = tmp_path / "g.duckdb"
    long, fits = "全" * 40_000, "😀" * 16_383
    make(db, extraction(s, record(s, evidence=long, record_id="0" * 16), record(s, evidence=fits, record_id="1" * 16)))
    out = io.BytesIO()
    assert export(db, "xlsx", out).cut == 1
    first, second = (r["evidence"] for r in sheet_rows(out.getvalue())["records"])
    assert first == "全" * 32_766 + "…" and second == fits


def test_a_workbook_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db, scratch = tmp_path / "g.duckdb", tmp_path / "scratch"
    scratch.mkdir()
    make(db, read("床位 10张\n护士 2人", "x.txt"))
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    written_cells = iter(range(20))

    def until_the_disk_is_full(text: str) -> bool:
        if next(written_cells, None) is None:
            raise OSError(28, "No space left on device")
        return False

    monkeypatch.setattr(workbook, "formula", until_the_disk_is_full)
    with pytest.raises(UnwritableDatabase, match="No space left on device"):
        export_file(db, "xlsx", tmp_path / "out.xlsx")
    assert not list(scratch.iterdir()) and sorted(p.name for p in tmp_path.iterdir()) == ["g.duckdb", "scratch"]


def test_an_empty_workbook_has_its_header(tmp_path: Path) -> None:
    make(tmp_path / "g.duckdb")
    assert sheet_rows(written(tmp_path / "g.duckdb", "xlsx"))["records"] == []


# ------------------------------------------------------------------------------------------------ Parquet


@some
@given(corpora(), st.sampled_from([("year",), ("topic",), ("year", "topic")]), st.sampled_from(["records", "facts"]))
def test_parts_together_are_the_whole(corpus: list[Extraction], parts: tuple[str, ...], what: str) -> None:
    with database(corpus) as db:
        whole = pq.read_table(io.BytesIO(written(db, "parquet", what)))
        folder = db.with_name("parts")
        done = export_folder(db, "parquet", folder, what, parts=parts)
        assert done.rows == whole.num_rows
        if not whole.num_rows:
            return
        fields = [pa.field(p, pa.int32() if p == "year" else pa.string()) for p in parts]
        together = ds.dataset(folder, partitioning=ds.partitioning(pa.schema(fields), flavor="hive")).to_table()
        key = "record_id" if what == "records" else "fact_id"
        assert together.select(whole.column_names).sort_by(key).to_pylist() == whole.sort_by(key).to_pylist()
        for row in together.to_pylist():
            end = row["period_end"]
            assert row.get("year", end and end.year) == (end and end.year)
            assert row.get("topic", "养老服务") == "养老服务" or row["indicator_id"] is None


def test_parts_are_found_by_the_engine_itself(tmp_path: Path) -> None:
    s = source()
    known = {"indicator_id": "elderly.beds", "record_id": "1" * 16}
    make(tmp_path / "g.duckdb", extraction(s, record(s), record(s, **known)))
    export_folder(tmp_path / "g.duckdb", "parquet", tmp_path / "out", parts=("year", "topic"))
    query = f"SELECT record_id, year, topic FROM read_parquet('{tmp_path}/out/**/*.parquet', hive_partitioning = true)"
    found = duckdb.sql(query).fetchall()
    assert sorted(found)[0] == ("1" * 16, 2023, "养老服务") and sorted(found)[1][2] is None


def test_a_folder_is_replaced_only_where_an_export_made_it(tmp_path: Path) -> None:
    db, out = tmp_path / "g.duckdb", tmp_path / "out"
    make(db, read("床位 10张", "x.txt"))
    export_folder(db, "parquet", out, parts=("year",))
    (out / "year=1999").mkdir()
    export_folder(db, "parquet", out, parts=("year",))
    assert sorted(p.name for p in out.iterdir()) == [".gongbao-export", "year=2023"]
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "note.txt").write_text("mine")
    for path in (theirs, theirs / "note.txt"):
        with pytest.raises(UnwritableDatabase, match="no export made earlier"):
            export_folder(db, "parquet", path, parts=("year",))
    assert (theirs / "note.txt").read_text() == "mine"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["g.duckdb", "out", "theirs"]


# ------------------------------------------------------------------------------------------------ filters


def within(r: Record, first: date, last: date) -> bool:
    return r.period_start is not None and r.period_end is not None and first <= r.period_start and r.period_end <= last


CASES: list[tuple[Filter, Callable[[Record], bool]]] = [
    (Filter(status="target"), lambda r: r.status == "target"),
    (Filter(measure="growth"), lambda r: r.measure == "growth"),
    (Filter(min_confidence=0.5), lambda r: r.confidence >= 0.5),
    (Filter(indicator="elderly.beds"), lambda r: r.indicator_id == "elderly.beds"),
    (Filter(indicator="养老床位数"), lambda r: r.indicator_id == "elderly.beds"),
    (Filter(topic="养老"), lambda r: r.indicator_id == "elderly.beds"),
    (Filter(topic="elderly"), lambda r: r.indicator_id == "elderly.beds"),
    (Filter(region="安和市"), lambda r: r.region_code == "990100"),
    (Filter(region="990100"), lambda r: r.region_code == "990100"),
    (Filter(region="安和市", within=True), lambda r: r.region_code in ("990100", "990102")),
    (Filter(first=date(2023, 1, 1)), lambda r: within(r, date(2023, 1, 1), date.max)),
    (
        Filter(first=date(2019, 1, 1), last=date(2023, 12, 31)),
        lambda r: within(r, date(2019, 1, 1), date(2023, 12, 31)),
    ),
    (
        Filter(last=date(1999, 12, 31), status="actual"),
        lambda r: within(r, date.min, date(1999, 12, 31)) and r.status == "actual",
    ),
    (Filter(document="a/*"), lambda r: r.doc_path.startswith("a/")),
    (Filter(document="0.txt"), lambda r: r.doc_path == "a/0.txt"),
]


@settings(some, max_examples=40)
@given(corpora(), st.sampled_from(CASES))
def test_a_filtered_export_is_the_export_filtered(
    corpus: list[Extraction], case: tuple[Filter, Callable[[Record], bool]]
) -> None:
    asked, fits = case
    wanted = {r.record_id for r in all_records(corpus) if fits(r)}
    with database(corpus) as db:
        assert objects(db, asked=asked) == [r for r in objects(db) if r["record_id"] in wanted]
        table = list(csv.DictReader(io.StringIO(written(db, "csv", asked=asked).decode(), newline="")))
        assert {r["record_id"] for r in table} == wanted


@settings(some, max_examples=40)
@given(corpora(), st.sampled_from([c for c in CASES if c[0].min_confidence is None and c[0].document is None]))
def test_facts_are_filtered_like_records(corpus: list[Extraction], case: tuple[Filter, Any]) -> None:
    asked, _ = case
    with database(corpus) as db:
        keys = ("indicator", "region", "period_start", "period_end", "status", "measure", "base_period")

        def key(r: dict[str, Any]) -> tuple[Any, ...]:
            return (*(r[k] for k in keys), json.dumps(r["dimensions"], sort_keys=True))

        facts = objects(db, "facts", asked)
        assert {key(r) for r in facts} == {key(r) for r in objects(db, asked=asked)}
        assert len({f["fact_id"] for f in facts}) == len(facts)


def test_names_that_nothing_has_are_errors(tmp_path: Path) -> None:
    db = tmp_path / "g.duckdb"
    make(db, read("床位 10张", "a/x.txt"))
    for asked, error, near in (
        (Filter(region="安河市"), UnknownRegion, "安和市"),
        (Filter(topic="教育"), UnknownTopic, "养老服务"),
        (Filter(document="a/y.txt"), UnknownDocument, "a/x.txt"),
    ):
        with pytest.raises(error) as caught:
            written(db, "csv", asked=asked)
        assert near in str(caught.value)


def test_gaps_go_with_their_document_and_with_no_other_filter(tmp_path: Path) -> None:
    db = tmp_path / "g.duckdb"
    make(db, read("床位 10张\n机构 _家", "a.txt"), read("床位 11张\n站点 _个", "b.txt"))

    def kinds(**asked: Any) -> list[str]:
        return [json.loads(line)["type"] for line in written(db, "jsonl", asked=Filter(**asked)).splitlines()]

    assert kinds() == ["observation", "gap"] * 2
    assert kinds(document="a.txt") == ["observation", "gap"]
    assert kinds(indicator="床位") == ["observation"] * 2


def test_batches_of_facts_do_not_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db = tmp_path / "g.duckdb"
    make(db, *(read(f"床位{'甲乙丙丁'[n % 4]} {n}张\n", f"{n:02}.txt") for n in range(12)))
    forms = ("jsonl", "csv", "sdmx-csv")
    whole = {form: written(db, form, "facts") for form in forms}
    monkeypatch.setattr(rows, "BATCH", 3)
    assert {form: written(db, form, "facts") for form in forms} == whole
    assert pq.read_table(io.BytesIO(written(db, "parquet", "facts"))).num_rows == 4


def test_the_same_database_gives_the_same_workbook(tmp_path: Path) -> None:
    make(tmp_path / "g.duckdb", read("床位 10张", "x.txt"))
    assert written(tmp_path / "g.duckdb", "xlsx") == written(tmp_path / "g.duckdb", "xlsx")


def test_an_export_that_fails_leaves_no_folder(tmp_path: Path) -> None:
    db = tmp_path / "g.duckdb"
    make(db, read("床位 10张", "x.txt"))
    with pytest.raises(UnknownRegion):
        export_folder(db, "csv", tmp_path / "out", asked=Filter(region="无"))
    with pytest.raises(UnknownRegion):
        export_file(db, "csv", tmp_path / "out.csv", asked=Filter(region="无"), describe=True)
    assert [p.name for p in tmp_path.iterdir()] == ["g.duckdb"]
