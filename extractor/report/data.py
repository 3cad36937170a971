"""What the page shows, taken from the database: overview, facts with quotations, documents, conflicts, the unread."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from extractor.read.encoding import ReadError
from extractor.read.source import read_path
from extractor.store.database import explained, open_reader

_FACTS = """
SELECT f.indicator_id, f.indicator, f.region, f.region_code, f.period_start, f.period_end, f.status, f.measure,
       f.base_period, f.value, f.value_min, f.value_max, f.unit, f.qualifier, f.records, f.documents, f.disputed,
       f.quotation, f.raw_text, f.doc_path, f.raw_start, f.raw_end, f.dimensions, f.confidence, f.fact_id
FROM facts AS f
ORDER BY f.documents DESC, f.records DESC, f.indicator_id IS NULL, f.indicator, f.region, f.period_end
LIMIT ?
"""
_RECORDS = """
SELECT doc_path, raw_start, raw_end, raw_text, value, value_min, value_max, unit, indicator, indicator_id,
       indicator_raw, period_start, period_end, period_source, region, status, measure, base_period, qualifier,
       dimensions, rule_id, confidence, locator, section
FROM records WHERE doc_path = ? ORDER BY raw_start, raw_end, record_id
"""
_DOCUMENTS = """
SELECT doc_path, title, publisher, published_text, region, doc_kind, period_start, period_end, encoding, form,
       characters, repairs, records, gaps, quarantined, refused, doc_id, text
FROM documents ORDER BY doc_path
"""
_MOST_FACTS = 60_000
_TRIES = 20
_MOST_DOCUMENTS = 2_000
"""Documents whose records and texts a page carries; the others are listed."""


@dataclass(frozen=True, slots=True)
class Data:
    """The page's content as plain values, and how many bytes of JSON it makes."""

    content: dict[str, Any]
    size: int


def collect(db: Path, most: int) -> Data:
    """Everything that the page shows of a database, within about ``most`` bytes of JSON.

    Raises StoreError where the database cannot be used.
    """
    with open_reader(db) as con:
        try:
            return _collect(con, db, most)
        except duckdb.Error as err:
            raise explained(db, err) from err


def _collect(con: duckdb.DuckDBPyConnection, db: Path, most: int) -> Data:
    content: dict[str, Any] = {
        "name": db.name,
        "made": datetime.now().astimezone().isoformat(timespec="seconds"),
        "overview": _overview(con),
        "conflicts": _conflicts(con),
        "audits": _audits(con),
        "audited": _rows(con, "SELECT kind, verdict, count(*) AS checks FROM audits GROUP BY 1, 2 ORDER BY 1, 2"),
        "targets": _rows(con, _TARGETS),
        "gaps": _rows(
            con, "SELECT indicator, unit, raw_text, evidence, doc_path, raw_start, raw_end FROM gaps LIMIT 2000"
        ),
        "quarantine": _rows(con, "SELECT raw_text, reason, rule_id, doc_path, raw_start FROM quarantine LIMIT 2000"),
        "reasons": _rows(con, "SELECT reason, count(*) AS numbers FROM refusals GROUP BY 1 ORDER BY 2 DESC, 1"),
        "repairs": _rows(con, "SELECT kind, count(*) AS places FROM repairs GROUP BY 1 ORDER BY 2 DESC, 1"),
    }
    size = _size(content)
    facts, left_out = [], 0
    for row in _rows(con, _FACTS, [_MOST_FACTS]):
        cost = _size(row)
        if size + cost > most * 2 // 3:
            left_out += 1
            continue
        facts.append(row)
        size += cost
    content["facts"] = facts
    content["facts_left_out"] = left_out + max(0, content["overview"]["facts"] - _MOST_FACTS)
    documents, texts_left_out, full = [], 0, 0
    for n, row in enumerate(_rows(con, _DOCUMENTS)):
        kept = row.pop("text")
        if n < _MOST_DOCUMENTS and full < _TRIES:
            detail = _detail(con, row, kept)
            cost = _size(detail)
            if size + cost <= most:
                row.update(detail)
                size += cost
            else:
                full += 1  # smaller ones may still fit, but not many are tried
                texts_left_out += 1
        elif n < _MOST_DOCUMENTS:
            texts_left_out += 1
        documents.append(row)
        size += 200
    content["documents"] = documents
    content["texts_left_out"] = texts_left_out + max(0, len(documents) - _MOST_DOCUMENTS)
    return Data(content, size)


_CONFLICTS = """
SELECT indicator, region, period_start, period_end, status, measure, lowest, highest, spread, unit, documents, told,
       reading
FROM conflicts ORDER BY documents DESC, spread DESC NULLS LAST, indicator, region LIMIT 1000
"""


_AUDITS = """
SELECT kind, verdict, reason, indicator, region, period_start, period_end, arithmetic, said, reckoned, unit, record_ids
FROM audits ORDER BY verdict <> 'disagrees', verdict <> 'agrees', kind, indicator, region, period_end, audit_id
LIMIT 1000
"""
_TARGETS = """
SELECT indicator, region, period_start, period_end, goal, goal_min, goal_max, qualifier, unit, baseline, baseline_at,
       latest, latest_at, way_gone, time_gone, reached, on_track, missing, raw_text, quotation, doc_path, raw_start
FROM targets ORDER BY on_track IS NULL, latest IS NULL, indicator, region, period_end, fact_id LIMIT 1000
"""
_PLACES = """
SELECT record_id, doc_path, raw_start, raw_text FROM records WHERE record_id IN (SELECT unnest(?::VARCHAR[]))
"""


def _audits(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Checks, those that disagree first, with the places of their records."""
    rows = _rows(con, _AUDITS)
    wanted = sorted({i for row in rows for i in row["record_ids"]})
    places = {r.pop("record_id"): r for r in _rows(con, _PLACES, [wanted])}
    for row in rows:
        row["places"] = [places[i] for i in row.pop("record_ids") if i in places]
    return rows


def _conflicts(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Conflicts, with what each value's surest record says."""
    rows = _rows(con, _CONFLICTS)
    for row in rows:
        quotes = [{"value": t["value"], **t["quote"]} for t in row["told"]]
        row["told"] = [{k: q[k] for k in ("value", "raw_text", "evidence", "doc_path", "raw_start")} for q in quotes]
    return rows


def _overview(con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """The counts that the page opens with."""
    names = ("documents", "records", "gaps", "quarantine", "refusals", "repairs", "facts", "conflicts", "audits")
    counts = {n: _one(con, f"SELECT count(*) FROM {n}") for n in names}
    counts["coded"] = _one(con, "SELECT count(indicator_id) FROM records")
    counts["targets"] = _one(con, "SELECT count(*) FROM records WHERE status = 'target'")
    counts["indicators"] = _one(con, "SELECT count(DISTINCT coalesce(indicator_id, indicator)) FROM records")
    counts["regions"] = _one(con, "SELECT count(DISTINCT region) FROM records")
    runs = _rows(con, "SELECT * FROM runs ORDER BY run DESC LIMIT 1")
    return {**counts, "run": runs[0] if runs else None}


def _detail(con: duckdb.DuckDBPyConnection, row: dict[str, Any], kept: str | None) -> dict[str, Any]:
    """A document's raw text (where its file is still the one that was read), its records, gaps and repairs."""
    path = row["doc_path"]
    text = kept if kept is not None else _raw(path, row["doc_id"])
    return {
        "raw": text,
        "marks": _rows(con, _RECORDS, [path]),
        "holes": _rows(con, "SELECT raw_start, raw_end, indicator, unit FROM gaps WHERE doc_path = ?", [path]),
        "mended": _rows(
            con, "SELECT kind, raw_start, raw_end, before, after FROM repairs WHERE doc_path = ? LIMIT 500", [path]
        ),
        "refusals": _rows(
            con, "SELECT raw_start, raw_end, raw_text, reason FROM refusals WHERE doc_path = ? LIMIT 500", [path]
        ),
    }


def _raw(path: str, doc_id: str) -> str | None:
    """The decoded text of a file, None where it is gone or is no longer the one that was read."""
    try:
        source = read_path(path)
    except (ReadError, OSError):
        return None
    return source.raw if source.doc_id == doc_id else None


def _rows(con: duckdb.DuckDBPyConnection, query: str, params: list[Any] | None = None) -> list[dict[str, Any]]:
    cursor = con.execute(query, params or [])
    names = [c[0] for c in cursor.description]
    return [dict(zip(names, map(_plain, row), strict=True)) for row in cursor.fetchall()]


def _one(con: duckdb.DuckDBPyConnection, query: str) -> int:
    row = con.execute(query).fetchone()
    return int(row[0]) if row else 0


def _plain(value: Any) -> Any:
    """A value as JSON has it: decimals as numbers where that is exact, else as text."""
    if isinstance(value, Decimal):
        number = float(value)
        text = f"{value.normalize():f}"
        return (
            int(value)
            if value == value.to_integral_value() and abs(value) < 2**53
            else (number if Decimal(repr(number)) == value.normalize() else text)
        )
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value


def _size(value: Any) -> int:
    return len(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
