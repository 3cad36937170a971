"""Names of indicators: what the catalogue says of one, and which ones it does not know yet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from extractor.store.database import explained, open_reader
from extractor.store.filters import UnknownIndicator, close, folded

_UNKNOWN = """
    SELECT
        indicator AS name,
        count(*) AS records,
        count(DISTINCT doc_path) AS documents,
        first(unit ORDER BY uses DESC, unit) AS unit,
        count(DISTINCT unit) AS units,
        first(measure ORDER BY uses DESC, unit) AS measure,
        first(
            {'evidence': evidence, 'doc_path': doc_path, 'raw_start': raw_start, 'raw_text': raw_text}
            ORDER BY confidence DESC, length(evidence), doc_path, raw_start
        ) AS quote
    FROM (SELECT *, count(*) OVER (PARTITION BY indicator, unit) AS uses FROM records WHERE indicator_id IS NULL)
    GROUP BY indicator
    ORDER BY records DESC, documents DESC, name
"""

_SHOWN = """
    SELECT
        i.*,
        count(r.record_id) AS records,
        count(r.record_id) FILTER (WHERE r.status = 'target') AS target_records,
        count(DISTINCT r.doc_path) AS documents,
        count(DISTINCT coalesce(r.region_code, r.region)) AS regions,
        min(r.period_start) AS first_day,
        max(r.period_end) AS last_day
    FROM indicators i
    LEFT JOIN records r USING (indicator_id)
    WHERE list_contains($codes, i.indicator_id)
    GROUP BY ALL
    ORDER BY i.indicator_id
"""


def unknown(db: Path, limit: int | None = None) -> tuple[list[dict[str, Any]], int]:
    """Names that the catalogue does not know, the most frequent first, and how many there are.

    Each with its records, documents, most frequent unit, number of units, and the surest quotation. Raises StoreError
    where the database cannot be used.
    """
    with open_reader(db) as con:
        try:
            rows = _dicts(con.execute(_UNKNOWN))
        except duckdb.Error as err:
            raise explained(db, err) from err
    for row in rows:
        row |= {f"quote_{k}" if k == "evidence" else k: v for k, v in row.pop("quote").items()}
    return rows[:limit], len(rows)


def shown(db: Path, name: str) -> list[dict[str, Any]]:
    """What the catalogue says of an indicator, and what the records hold of it.

    ``name`` is a code, a name or an alias; where there is no such one, every indicator whose code, name or alias
    contains it. Raises UnknownIndicator where there is none, StoreError where the database cannot be used.
    """
    with open_reader(db) as con:
        try:
            rows = con.execute("SELECT indicator_id, name, aliases FROM indicators").fetchall()
            wanted = folded(name)
            known = {code: (code, folded(named), *map(folded, others)) for code, named, others in rows}
            found = [code for code, names in known.items() if wanted in names] or [
                code for code, names in known.items() if wanted and any(wanted in n for n in names)
            ]
            if not found:
                raise _Uncatalogued(name, close(name, (n for r in rows for n in (r[1], *r[2]))))
            return _dicts(con.execute(_SHOWN, {"codes": found}))
        except duckdb.Error as err:
            raise explained(db, err) from err


class _Uncatalogued(UnknownIndicator):
    problem = "the catalogue has no indicator of this name (gongbao indicators unknown lists those it lacks)"


def _dicts(result: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
