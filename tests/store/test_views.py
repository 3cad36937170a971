from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractor.models import Record
from extractor.store.database import open_reader
from tests.store.examples import extraction, make, record, source

BASE: dict[str, Any] = {"indicator_id": "elderly.beds"}


def stored(tmp_path: Path, *documents: list[dict[str, Any]]) -> Path:
    """A database of documents, each given as the fields of its records that differ from the usual."""
    db = tmp_path / "g.duckdb"
    made = []
    for i, fields in enumerate(documents):
        s = source(f"床位数 25000张 {i}", f"{i}.txt")
        made.append(extraction(s, *(numbered(s, n, **{**BASE, **f}) for n, f in enumerate(fields))))
    make(db, *made)
    return db


def numbered(s: Any, n: int, **fields: Any) -> Record:
    return record(s, **{"record_id": f"{s.doc_id[:12]}{n:04}", **fields})


def rows(db: Path, query: str) -> list[tuple[Any, ...]]:
    with open_reader(db) as con:
        return con.execute(query).fetchall()


def test_the_same_fact_told_thrice_is_one_fact(tmp_path: Path) -> None:
    db = stored(tmp_path, [{}, {"confidence": 0.9, "evidence": "床位25000张"}], [{}])
    assert rows(db, "SELECT value, unit, records, documents, quotation, sources, disputed FROM facts") == [
        (Decimal(25000), "张", 3, 2, "床位25000张", ["0.txt", "1.txt"], False)
    ]


def test_what_makes_facts_differ(tmp_path: Path) -> None:
    fields: list[dict[str, Any]] = [
        {},
        {"indicator_id": "other"},
        {"region_code": "990101"},
        {"period_start": date(2022, 1, 1)},
        {"period_end": date(2023, 6, 30)},
        {"status": "target"},
        {"measure": "change"},
        {"base_period": "2012"},
        {"dimensions": {"性别": "女"}},
    ]
    same: list[dict[str, Any]] = [
        {"unit": "个"},
        {"rule_id": "other"},
        {"evidence": "other"},
        {"section": "other"},
    ]
    db = stored(tmp_path, fields, same)
    assert rows(db, "SELECT count(*), max(records) FROM facts") == [(len(fields), 1 + len(same))]


def test_an_indicator_without_a_code_is_told_apart_by_its_unit(tmp_path: Path) -> None:
    unnamed = {"indicator_id": None, "indicator": "困难家庭"}
    db = stored(tmp_path, [{**unnamed, "unit": "户"}, {**unnamed, "unit": "人"}])
    assert rows(db, "SELECT count(*) FROM facts") == [(2,)]
    named = stored(tmp_path, [{"unit": "家"}, {"unit": "个"}])
    assert rows(named, "SELECT count(*) FROM facts") == [(1,)]


def test_the_fact_is_what_most_documents_say(tmp_path: Path) -> None:
    db = stored(tmp_path, [{"value": 10, "confidence": 1}] * 3, [{"value": 11}], [{"value": 11}])
    assert rows(db, "SELECT value, documents, different_values, disputed FROM facts") == [(11, 3, 2, True)]


def test_among_equals_the_exact_and_unrounded_value_counts(tmp_path: Path) -> None:
    vague = {"value": 24000, "qualifier": "approx", "confidence": 1}
    db = stored(tmp_path, [vague, {"value": 25000, "confidence": 1}, {"value": 25012}])
    assert rows(db, "SELECT value, disputed FROM facts") == [(25012, False)]
    assert rows(db, "SELECT count(*) FROM conflicts") == [(0,)]


def test_conflicts_are_values_further_apart_than_rounding(tmp_path: Path) -> None:
    agree = [("25000", "25012"), ("3424000000", "3424300000"), ("41.3", "41.30"), ("10000", "10000")]
    differ = [
        ("25000", "25600"),
        ("68", "70"),
        ("41.3", "41.4"),
        ("-1.5", "1.5"),
        ("0", "5"),
        ("900", "1000"),
    ]
    pairs = agree + differ  # small round numbers are taken at their word, large ones may be rounded
    low, high = (
        [{"value": Decimal(pair[side]), "indicator_id": f"i{n}"} for n, pair in enumerate(pairs)] for side in (0, 1)
    )
    db = stored(tmp_path, low, high)
    found = rows(db, "SELECT indicator_id, lowest, highest, documents, records, len(told) FROM conflicts ORDER BY 1")
    expected = [(f"i{n}", *map(Decimal, pair), 2, 2, 2) for n, pair in enumerate(pairs) if pair in differ]
    assert found == sorted(expected)
    disputed = rows(db, "SELECT indicator_id FROM facts WHERE disputed ORDER BY 1")
    assert [d[0] for d in disputed] == [f[0] for f in found]


def test_a_conflict_says_who_says_what(tmp_path: Path) -> None:
    db = stored(tmp_path, [{"value": 10}], [{"value": 11}])
    told = rows(db, "SELECT told FROM conflicts")[0][0]
    assert [(t["value"], t["quote"]["doc_path"], t["quote"]["raw_start"]) for t in told] == [
        (10, "0.txt", 4),
        (11, "1.txt", 4),
    ]


def test_vague_numbers_are_no_conflict(tmp_path: Path) -> None:
    db = stored(tmp_path, [{"value": 500, "value_min": 500, "qualifier": "more_than"}], [{"value": 512}])
    assert rows(db, "SELECT count(*) FROM conflicts") == [(0,)]


def test_a_range_is_a_fact(tmp_path: Path) -> None:
    db = stored(tmp_path, [{"value": None, "value_min": 10, "value_max": 15, "qualifier": "range"}])
    assert rows(db, "SELECT value, value_min, value_max FROM facts") == [(None, 10, 15)]


def test_a_series_has_targets_beside_actuals(tmp_path: Path) -> None:
    def year(y: int, **more: Any) -> dict[str, Any]:
        return {"period_start": date(y, 1, 1), "period_end": date(y, 12, 31), **more}

    db = stored(
        tmp_path,
        [year(2022, value=10), year(2023, value=12)],
        [year(2023, value=15, status="target"), year(2025, value=20, status="target")],
    )
    found = rows(db, "SELECT year(period_end), actual, target, unit, records, sources FROM series ORDER BY 1")
    assert found == [
        (2022, 10, None, "张", 1, ["0.txt"]),
        (2023, 12, 15, "张", 2, ["0.txt", "1.txt"]),
        (2025, None, 20, "张", 1, ["1.txt"]),
    ]


def test_records_without_period_or_region_are_facts_as_well(tmp_path: Path) -> None:
    nowhere = {
        "period_start": None,
        "period_end": None,
        "period_type": None,
        "region": None,
        "region_code": None,
    }
    db = stored(tmp_path, [nowhere], [nowhere])
    assert rows(db, "SELECT records, period_start, region FROM facts") == [(2, None, None)]
    assert rows(db, "SELECT count(*) FROM series") == [(1,)]


def test_every_record_is_in_exactly_one_fact_and_claim(tmp_path: Path) -> None:
    fields = [
        {"value": v, "status": s, "region_code": c, "dimensions": d}
        for v in (1, 2)
        for s in ("actual", "target")
        for c in ("990100", None)
        for d in ({}, {"性别": "女"})
    ]
    db = stored(tmp_path, fields, fields)
    assert rows(db, "SELECT sum(records) FROM facts") == [(32,)]
    assert rows(db, "SELECT sum(records), count(*) FROM claims") == [(32, 16)]
    assert rows(db, "SELECT count(*), count(DISTINCT fact_id) FROM facts") == [(8, 8)]
