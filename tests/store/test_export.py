from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.models import Extraction, Record
from extractor.store.database import NoDatabase, UnwritableDatabase
from extractor.store.export import FORMATS, cell, export, export_file, number, original, plain, rows, time_period
from extractor.store.export.sdmx import made_code
from tests.store.examples import extraction, make, read, record, source

KEYS: list[str] = [
    "type",
    "record_id",
    "doc_id",
    "doc_path",
    "raw_start",
    "raw_end",
    "raw_text",
    "value",
    "value_min",
    "value_max",
    "unit",
    "indicator",
    "indicator_id",
    "indicator_raw",
    "period_start",
    "period_end",
    "period_type",
    "period_source",
    "region",
    "region_code",
    "status",
    "measure",
    "base_period",
    "qualifier",
    "dimensions",
    "evidence",
    "section",
    "rule_id",
    "confidence",
]
GAP_KEYS = ["type", "doc_id", "doc_path", "raw_start", "raw_end", "unit", "indicator", "evidence"]


def exported(tmp_path: Path, form: str, *extractions: Extraction) -> bytes:
    db = tmp_path / "g.duckdb"
    make(db, *extractions)
    return written(db, form)


def written(db: Path, form: str) -> bytes:
    out = io.BytesIO()
    export(db, form, out)
    return out.getvalue()


def lines(tmp_path: Path, *extractions: Extraction) -> list[dict[str, Any]]:
    return [json.loads(line) for line in exported(tmp_path, "jsonl", *extractions).decode().splitlines()]


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def test_keys_come_in_the_promised_order(tmp_path: Path) -> None:
    first, second = lines(tmp_path, read("床位 10张\n机构 _家", "x.txt"))
    assert list(first)[: len(KEYS)] == KEYS and first["type"] == "observation"
    assert list(second)[: len(GAP_KEYS)] == GAP_KEYS and second["type"] == "gap"
    assert tuple(first) == tuple(Record.model_fields)[:1] + tuple(first)[1:]


def test_a_record_comes_out_as_it_went_in(tmp_path: Path) -> None:
    s = source()
    r = record(s, value=Decimal("7.20"), value_min=Decimal("7"), dimensions={"b": "2", "a": "1"}, section="一 > 二")
    (got,) = lines(tmp_path, extraction(s, r))
    assert got == {
        **r.model_dump(mode="json"),
        "value": 7.2,
        "value_min": 7,
        "qualifier": "exact",
        "dimensions": {"a": "1", "b": "2"},
    }


def test_records_and_gaps_are_in_document_order(tmp_path: Path) -> None:
    text = "机构 _家\n床位 10张\n站点 _个\n护士 5人\n"
    got = lines(tmp_path, read(text, "b.txt"), read(text + "x", "a.txt"), read(text + "y", "a/c.txt"))
    order = [(r["doc_path"], r["raw_start"]) for r in got]
    assert order == sorted(order) and len(order) == 12
    assert [r["type"] for r in got[:4]] == ["gap", "observation"] * 2


def test_batches_do_not_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db = tmp_path / "g.duckdb"
    make(db, *(read(f"床位 {n}张\n机构 _家\n护士 {n}人\n", f"{n:02}.txt") for n in range(12)))
    whole = {form: written(db, form) for form in ("jsonl", "csv", "sdmx-csv")}
    monkeypatch.setattr(rows, "BATCH", 7)
    assert {form: written(db, form) for form in whole} == whole
    names = pq.read_table(io.BytesIO(written(db, "parquet"))).column("doc_path").to_pylist()
    assert names == sorted(names) and len(names) == 24


def test_the_order_of_storing_does_not_show(tmp_path: Path) -> None:
    documents = [read(f"床位 {n}张\n机构 _家\n", f"{n}.txt") for n in range(9)]
    db, other = tmp_path / "g.duckdb", tmp_path / "other.duckdb"
    make(db, *documents)
    make(other, *reversed(documents))
    for form in FORMATS:
        assert written(db, form) == written(other, form), form


def test_a_record_is_a_line_to_every_reader(tmp_path: Path) -> None:
    s = source()
    r = record(s, evidence="一\u2028二\u2029三\x85四\n五\x0b六\x1c七")
    (got,) = lines(tmp_path, extraction(s, r))
    assert got["evidence"] == r.evidence


DECIMALS = st.decimals(min_value=Decimal("-1e27"), max_value=Decimal("1e27"), places=10)


@given(DECIMALS)
def test_json_numbers_are_exact_or_strings(value: Decimal) -> None:
    said = json.loads(json.dumps(number(value)))
    assert Decimal(said if isinstance(said, str) else repr(said)) == value
    if isinstance(said, str):
        assert Decimal(repr(float(value))) != value


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("25000.0000000000", "25000"),
        ("7.2000000000", "7.2"),
        ("-1.5", "-1.5"),
        ("3424000000", "3424000000"),
        ("0E-10", "0"),
        ("1000000000000000", "1000000000000000"),
        ("12345678901234567.1234567891", '"12345678901234567.1234567891"'),
    ],
)
def test_json_numbers_read_like_numbers(value: str, said: str) -> None:
    assert json.dumps(number(Decimal(value))) == said


@given(DECIMALS)
def test_plain_digits_are_the_value(value: Decimal) -> None:
    assert Decimal(plain(value)) == value
    assert "E" not in plain(value) and not plain(value).endswith(".")


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    s = source()
    names = [start + "SUM(A1)" for start in "=+-@\t\r\n＝＋－＠"]
    records = [record(s, indicator=n, value=Decimal(-5), record_id=f"{i:016}") for i, n in enumerate(names)]
    for form, column, number_column in (
        ("csv", "indicator", "value"),
        ("sdmx-csv", "INDICATOR_NAME", "OBS_VALUE"),
    ):
        rows = table(exported(tmp_path, form, extraction(s, *records)))
        shown = [" ".join(n.splitlines()) if form == "sdmx-csv" else n for n in names]
        assert [row[column] for row in rows] == [n if n[0] == " " else "'" + n for n in shown]
        assert [original(row[column]) for row in rows] == shown
        assert {row[number_column] for row in rows} == {"-5"}


def test_csv_has_all_records_and_no_gaps(tmp_path: Path) -> None:
    s = source('床位 25000张, "全市"')
    r = record(s, dimensions={"性别": "女"}, period_start=None, evidence='一,\n"二"')
    got = table(exported(tmp_path, "csv", extraction(s, r), read("机构 _家\n床位 10张", "b.txt")))
    assert [row["doc_path"] for row in got] == ["a.txt", "b.txt"]
    assert list(got[0])[: len(KEYS)] == KEYS
    assert got[0]["evidence"] == r.evidence
    assert json.loads(got[0]["dimensions"]) == {"性别": "女"}
    assert (got[0]["value"], got[0]["period_start"], got[0]["period_end"]) == ("25000", "", "2023-12-31")


def test_parquet_keeps_types(tmp_path: Path) -> None:
    got = pq.read_table(io.BytesIO(exported(tmp_path, "parquet", read("床位 -1.5%", "a.txt"))))
    assert got.column("value").to_pylist() == [Decimal("-1.5")]
    assert got.column("period_start").to_pylist() == [date(2023, 1, 1)]
    assert list(got.column_names)[: len(KEYS)] == KEYS


def test_an_empty_database_has_headers_only(tmp_path: Path) -> None:
    assert exported(tmp_path, "jsonl") == b""
    assert exported(tmp_path, "csv").decode().startswith("type,record_id,")
    assert pq.read_table(io.BytesIO(exported(tmp_path, "parquet"))).num_rows == 0


def test_sdmx_rows(tmp_path: Path) -> None:
    s = source()
    data = exported(
        tmp_path,
        "sdmx-csv",
        extraction(
            s,
            record(s, indicator_id="elderly.beds", record_id="0" * 16),
            record(s, status="target", record_id="1" * 16, region_code=None),
            record(
                s,
                value=None,
                value_min=Decimal(1),
                value_max=Decimal(2),
                record_id="2" * 16,
                qualifier="range",
            ),
            record(s, period_start=None, period_end=None, record_id="3" * 16),
        ),
    )
    assert data.count(b"\r\n") == 4
    header = data.decode().splitlines()[0].split(",")
    assert header[:3] == ["STRUCTURE", "STRUCTURE_ID", "ACTION"]
    assert {"REF_AREA", "INDICATOR", "TIME_PERIOD", "OBS_VALUE", "UNIT_MEASURE", "OBS_STATUS"} <= set(header)
    actual, target, span = table(data)
    assert (actual["STRUCTURE"], actual["ACTION"]) == ("dataflow", "I")
    assert (actual["REF_AREA"], actual["INDICATOR"], actual["TIME_PERIOD"]) == (
        "990100",
        "elderly-beds",
        "2023",
    )
    assert (actual["OBS_VALUE"], actual["UNIT_MEASURE"], actual["OBS_STATUS"]) == ("25000", "张", "A")
    assert (target["REF_AREA"], target["OBS_STATUS"], target["STATUS"]) == (made_code("安和市"), "F", "target")
    assert (span["OBS_VALUE"], span["VALUE_MIN"], span["VALUE_MAX"]) == ("NaN", "1", "2")
    keys = [tuple(r[k] for k in header[3 : header.index("OBS_VALUE")]) for r in (actual, target, span)]
    assert len(set(keys)) == 3


def test_sdmx_says_how_many_records_it_cannot_take(tmp_path: Path) -> None:
    db = tmp_path / "g.duckdb"
    s = source()
    make(db, extraction(s, record(s, period_start=None, period_end=None), record(s, record_id="1" * 16)))
    done = export(db, "sdmx-csv", io.BytesIO())
    assert (done.rows, done.left_out) == (1, 1)


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2023-01-01", "2023-12-31", "2023"),
        ("2023-12-31", "2023-12-31", "2023-12-31"),
        ("2023-02-01", "2023-02-28", "2023-02"),
        ("2024-02-01", "2024-02-28", "2024-02-01/P28D"),
        ("2023-04-01", "2023-06-30", "2023-Q2"),
        ("2023-07-01", "2023-12-31", "2023-S2"),
        ("2021-01-01", "2025-12-31", "2021-01-01/P5Y"),
        ("2023-01-01", "2023-11-30", "2023-01-01/P11M"),
        ("2022-07-01", "2023-06-30", "2022-07-01/P12M"),
        ("2023-05-03", "2023-05-09", "2023-05-03/P7D"),
    ],
)
def test_periods_in_sdmx(first: str, last: str, said: str) -> None:
    assert time_period(date.fromisoformat(first), date.fromisoformat(last)) == said


@given(st.dates(date(1949, 1, 1), date(2060, 1, 1)), st.integers(0, 4000))
def test_different_periods_are_told_apart(first: date, days: int) -> None:
    last = first + timedelta(days)
    other = last + timedelta(1)
    assert time_period(first, last) != time_period(first, other)


def test_cells(tmp_path: Path) -> None:
    values: Sequence[Any] = (None, "", "一", Decimal("1.50"), 3, -4, {}, 0.5, "-4", Decimal(-4))
    assert [cell(v) for v in values] == ["", "", "一", "1.5", "3", "-4", "", "0.5", "'-4", "-4"]


def test_a_failed_export_leaves_the_file_that_was_there(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("before")
    with pytest.raises(NoDatabase):
        export_file(tmp_path / "none.duckdb", "jsonl", out)
    assert out.read_text() == "before"
    assert [p.name for p in tmp_path.iterdir()] == ["out.jsonl"]


def test_an_export_into_a_file_is_the_export(tmp_path: Path) -> None:
    expected = exported(tmp_path, "jsonl", read("床位 10张", "x.txt"))
    out = tmp_path / "out.jsonl"
    assert export_file(tmp_path / "g.duckdb", "jsonl", out).rows == 1
    assert out.read_bytes() == expected
    assert sorted(p.name for p in tmp_path.iterdir()) == ["g.duckdb", "out.jsonl"]


def test_the_database_is_not_overwritten_by_its_own_export(tmp_path: Path) -> None:
    db = tmp_path / "g.duckdb"
    make(db, read("床位 10张", "x.txt"))
    before = db.read_bytes()
    (tmp_path / "link").symlink_to(db)
    for path in (db, tmp_path / "link"):
        with pytest.raises(UnwritableDatabase):
            export_file(db, "jsonl", path)
    assert db.read_bytes() == before


def test_output_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    db = tmp_path / "g.duckdb"
    make(db, read("床位 10张", "x.txt"))
    with pytest.raises(UnwritableDatabase, match=r"none/out\.jsonl"):
        export_file(db, "jsonl", tmp_path / "none" / "out.jsonl")
    with pytest.raises(UnwritableDatabase):
        export_file(db, "jsonl", tmp_path)
