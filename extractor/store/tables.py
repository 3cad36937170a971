"""Extractions as Arrow tables: the shape in which documents travel from the workers into the database."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal
from operator import attrgetter
from typing import Any

import pyarrow as pa

from extractor.models import Extraction, Record, Rejected

_TEXT = pa.string()
_INT = pa.int32()
_DATE = pa.date32()
_DECIMAL = pa.decimal128(38, 10)
_MAP = pa.map_(pa.string(), pa.string())
_LIST = pa.list_(pa.string())

_SPAN = {"raw_start": _INT, "raw_end": _INT, "raw_text": _TEXT}
_DOCUMENT = {"doc_id": _TEXT, "doc_path": _TEXT}

#: The columns that a document fills, table by table, in the order of ``sql/schema.sql``.
SCHEMAS: dict[str, pa.Schema] = {
    "documents": pa.schema(
        {
            **_DOCUMENT,
            "title": _TEXT,
            "publisher": _TEXT,
            "published": _DATE,
            "published_text": _TEXT,
            "region": _TEXT,
            "region_code": _TEXT,
            "doc_kind": _TEXT,
            "period_start": _DATE,
            "period_end": _DATE,
            "index_number": _TEXT,
            "document_number": _TEXT,
            "validity": _TEXT,
            "other": _MAP,
            "encoding": _TEXT,
            "form": _TEXT,
            "characters": pa.int64(),
            "repairs": pa.map_(pa.string(), pa.int32()),
            "records": _INT,
            "gaps": _INT,
            "quarantined": _INT,
            "refused": _INT,
            "rules_digest": _TEXT,
            "program": _TEXT,
            "text": _TEXT,
        }
    ),
    "records": pa.schema(
        {
            "type": _TEXT,
            "record_id": _TEXT,
            **_DOCUMENT,
            **_SPAN,
            "value": _DECIMAL,
            "value_min": _DECIMAL,
            "value_max": _DECIMAL,
            "unit": _TEXT,
            "indicator": _TEXT,
            "indicator_id": _TEXT,
            "indicator_raw": _TEXT,
            "period_start": _DATE,
            "period_end": _DATE,
            "period_type": _TEXT,
            "period_source": _TEXT,
            "region": _TEXT,
            "region_code": _TEXT,
            "status": _TEXT,
            "measure": _TEXT,
            "base_period": _TEXT,
            "qualifier": _TEXT,
            "dimensions": _MAP,
            "evidence": _TEXT,
            "section": _TEXT,
            "rule_id": _TEXT,
            "confidence": pa.float64(),
            "locator": _TEXT,
        }
    ),
    "gaps": pa.schema(
        {
            "type": _TEXT,
            **_DOCUMENT,
            **_SPAN,
            "unit": _TEXT,
            "indicator": _TEXT,
            "evidence": _TEXT,
            "rule_id": _TEXT,
        }
    ),
    "quarantine": pa.schema({**_DOCUMENT, **_SPAN, "rule_id": _TEXT, "reason": _TEXT, "record": _TEXT}),
    "refusals": pa.schema({**_DOCUMENT, **_SPAN, "reason": _TEXT, "evidence": _TEXT}),
    "repairs": pa.schema(
        {**_DOCUMENT, "kind": _TEXT, "raw_start": _INT, "raw_end": _INT, "before": _TEXT, "after": _TEXT}
    ),
}

#: The tables that describe the rules: the same for all documents of a run.
CATALOGUE: dict[str, pa.Schema] = {
    "indicators": pa.schema(
        {
            "indicator_id": _TEXT,
            "name": _TEXT,
            "aliases": _LIST,
            "units": _LIST,
            "measure": _TEXT,
            "kind": _TEXT,
            "topic": _TEXT,
            "definition": _TEXT,
            "lowest": _DECIMAL,
            "highest": _DECIMAL,
        }
    ),
    "units": pa.schema({"name": _TEXT, "aliases": _LIST, "dimension": _TEXT}),
    "regions": pa.schema(
        {
            "code": _TEXT,
            "name": _TEXT,
            "level": _TEXT,
            "parent": _TEXT,
            "valid_from": _INT,
            "valid_to": _INT,
        }
    ),
    "unit_conversions": pa.schema({"unit": _TEXT, "base_unit": _TEXT, "factor": pa.float64(), "dimension": _TEXT}),
    "calendar": pa.schema({"name": _TEXT, "kind": _TEXT, "period_start": _DATE, "period_end": _DATE, "within": _TEXT}),
    "vocabulary": pa.schema({"kind": _TEXT, "word": _TEXT}),
}

_PLACES = Decimal(1).scaleb(-10)
_LIMIT = Decimal(10) ** 28 - 1
_CONTEXT = Context(prec=60, rounding=ROUND_HALF_EVEN)


def tables_of(extractions: Sequence[Extraction], rules_digest: str, program: str) -> dict[str, pa.Table]:
    """The rows of some documents, one table for each of :data:`SCHEMAS`.

    Values are rounded to the ten decimals that the database keeps. A record whose value has more than 28
    digits before the point cannot be stored and goes to quarantine. Raises ValueError (UnicodeEncodeError)
    where a text holds lone surrogates, which neither Arrow nor DuckDB can hold.
    """
    rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in SCHEMAS}
    for e in extractions:
        kept, oversized = _split(e.records)
        rejected = (*e.rejected, *oversized)
        doc_id, doc_path = e.source.doc_id, e.source.path
        document = {
            **e.card.model_dump(),
            "doc_id": doc_id,
            "doc_path": doc_path,
            "encoding": e.source.encoding,
            "form": e.source.form,
            "characters": len(e.source.raw),
            "repairs": Counter(r.kind for r in e.repairs),
            "records": len(kept),
            "gaps": len(e.gaps),
            "quarantined": len(rejected),
            "refused": len(e.refusals),
            "rules_digest": rules_digest,
            "program": program,
            "text": e.source.raw if e.source.yielded else None,
        }
        rows["documents"].append(tuple(document[name] for name in SCHEMAS["documents"].names))
        rows["repairs"] += [(doc_id, doc_path, r.kind, r.raw_start, r.raw_end, r.before, r.after) for r in e.repairs]
        for name, models in (
            ("records", kept),
            ("gaps", e.gaps),
            ("quarantine", rejected),
            ("refusals", e.refusals),
        ):
            rows[name] += map(attrgetter(*SCHEMAS[name].names), models)
    return {name: _table(SCHEMAS[name], rows[name]) for name in SCHEMAS}


def catalogue_table(name: str, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """One of :data:`CATALOGUE` with ``rows``; a key that a row lacks is null, one too many is left out."""
    return pa.Table.from_pylist([dict(r) for r in rows], schema=CATALOGUE[name])


def fits(value: Decimal | None) -> bool:
    """Whether the database can hold the value: at most 28 digits before the point, rounding included."""
    # What could round up to the limit counts as too large: one comparison is all that a record can afford.
    return value is None or -_LIMIT < value < _LIMIT


def stored(value: Decimal | None) -> Decimal | None:
    """The value as the database keeps it: ten decimals, half to even."""
    if value is None or value.as_tuple().exponent >= -10:  # type: ignore[operator]  # never NaN or infinite
        return value
    return value.quantize(_PLACES, context=_CONTEXT)


def _split(records: Sequence[Record]) -> tuple[list[Record], list[Rejected]]:
    kept: list[Record] = []
    oversized: list[Rejected] = []
    for r in records:
        if fits(r.value) and fits(r.value_min) and fits(r.value_max):
            kept.append(r)
            continue
        reason = "value: more than 28 digits before the decimal point"
        place = r.model_dump(include={"doc_id", "doc_path", "raw_start", "raw_end", "raw_text", "rule_id"})
        oversized.append(Rejected(**place, reason=reason, record=r.model_dump(mode="json")))
    return kept, oversized


def _table(schema: pa.Schema, rows: Sequence[tuple[Any, ...]]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [
        pa.array(list(map(_CONVERTED[f.name], column)) if f.name in _CONVERTED else column, type=f.type)
        for f, column in zip(schema, columns, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def _pairs(mapping: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Sorted, so that equal mappings are equal in the database."""
    return sorted(mapping.items())


def _json(record: Mapping[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, default=str)


#: Columns whose values the database keeps in another shape than the models do.
_CONVERTED: dict[str, Callable[[Any], Any]] = {
    "value": stored,
    "value_min": stored,
    "value_max": stored,
    "dimensions": _pairs,
    "other": _pairs,
    "repairs": _pairs,
    "record": _json,
}
