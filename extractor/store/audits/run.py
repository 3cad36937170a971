"""The table ``audits``, filled from the other tables of a database."""

from __future__ import annotations

from itertools import islice

import duckdb
import pyarrow as pa

from extractor.store.audits.within import within_documents
from extractor.store.scripts import script

#: Rows that are stored at once.
_BATCH = 50_000

_TEXT, _LIST = pa.string(), pa.list_(pa.string())
_SCHEMA = pa.schema(
    {
        "audit_id": _TEXT,
        "kind": _TEXT,
        "verdict": _TEXT,
        "reason": _TEXT,
        "indicator_id": _TEXT,
        "indicator": _TEXT,
        "region_code": _TEXT,
        "region": _TEXT,
        "period_start": pa.date32(),
        "period_end": pa.date32(),
        "status": _TEXT,
        "arithmetic": _TEXT,
        "said": pa.decimal128(38, 10),
        "reckoned": pa.float64(),
        "difference": pa.float64(),
        "tolerance": pa.float64(),
        "unit": _TEXT,
        "record_ids": _LIST,
        "sources": _LIST,
    }
)


def audit(con: duckdb.DuckDBPyConnection) -> None:
    """Fill the empty table ``audits`` of the database that ``con`` uses, all of whose other tables are filled."""
    found = list(within_documents(con))
    rows = iter(found)
    while batch := list(islice(rows, _BATCH)):
        arrays = [pa.array(column, type=f.type) for f, column in zip(_SCHEMA, zip(*batch, strict=True), strict=True)]
        con.register("incoming", pa.Table.from_arrays(arrays, schema=_SCHEMA))
        con.execute("INSERT INTO audits BY NAME SELECT * FROM incoming")
        con.unregister("incoming")
    con.execute(script("audits"))
