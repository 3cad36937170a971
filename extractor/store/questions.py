"""What analysts ask without SQL: facts, conflicts, targets, audits, and where a word stands.

Each answer is the rows of a view, with its names and types, and how many there are in all.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from extractor.store.database import UnreadableDatabase, explained, open_reader
from extractor.store.filters import NARROW, WIDE, Condition, Filter, condition, folded

_BY_NAME = "indicator, region_code, region, measure, dimensions::VARCHAR, period_end, period_start"
#: Views and tables that can be asked, each with the order of its rows.
ORDERS = {
    "facts": f"{_BY_NAME}, status, base_period, fact_id",
    "conflicts": "spread DESC NULLS FIRST, documents DESC, indicator, fact_id",
    "targets": f"period_end, {_BY_NAME}, fact_id",
    "audits": "verdict = 'agrees', verdict, kind, indicator, period_end, audit_id",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows by column, and how many there are without the limit."""

    rows: list[dict[str, Any]]
    total: int


def ask(db: Path, table: str, asked: Filter, limit: int | None = None, **equal: Any) -> Answer:
    """The rows of one of :data:`ORDERS` that are asked for; ``equal`` are further columns and their values.

    Raises Unknown where nothing has a name that is asked for, StoreError where the database cannot be used.
    """
    with open_reader(db) as con:
        try:
            if not con.execute("SELECT 1 FROM duckdb_columns() WHERE table_name = $t", {"t": table}).fetchall():
                raise UnreadableDatabase(
                    db, f"has no {table}: an older gongbao made it", "run gongbao extract once more, with --force"
                )
            where = condition(con, asked, table)
            parts, values = [where.sql], dict(where.values)
            for n, (column, value) in enumerate(equal.items()):
                parts.append(f'"{column}" = $equal{n}')
                values[f"equal{n}"] = value
            return _answer(con, f"FROM {table}", Condition(" AND ".join(parts), values), ORDERS[table], limit)
        except duckdb.Error as err:
            raise explained(db, err) from err


def search(db: Path, text: str, asked: Filter, limit: int | None = None) -> Answer:
    """Records whose indicator, other name or quotation has all words of a text, names before quotations.

    The column ``hit`` says which of them has it: ``name``, ``other name`` (an alias of the catalogue, or what the
    text calls it) or ``quotation``. Raises like :func:`ask`.
    """
    words = folded(text).split()
    if not words:
        return Answer([], 0)
    values: dict[str, Any] = {f"word{n}": w for n, w in enumerate(words)}
    values |= {"whole": " ".join(words), "wide": WIDE, "narrow": NARROW}

    def fold(column: str) -> str:
        return f"lower(translate({column}, $wide, $narrow))"

    def has(column: str) -> str:
        return "(" + " AND ".join(f"contains({fold(column)}, $word{n})" for n in range(len(words))) + ")"

    ranked = f"""
        CASE WHEN {fold("r.indicator")} = $whole OR r.indicator_id = $whole THEN 0
             WHEN starts_with({fold("r.indicator")}, $whole) THEN 1
             WHEN {has("r.indicator")} THEN 2
             WHEN {has("concat_ws(' ', r.indicator_raw, i.other)")} THEN 3
             WHEN {has("concat_ws(' ', r.indicator, r.evidence)")} THEN 4 END
    """
    with open_reader(db) as con:
        try:
            where = condition(con, asked, "records")
            source = f"""
                FROM (
                    SELECT r.*, {ranked} AS rank
                    FROM records r
                    LEFT JOIN (
                        SELECT indicator_id, array_to_string(aliases, ' ') AS other FROM indicators
                    ) i USING (indicator_id)
                )
            """
            found = Condition(f"rank IS NOT NULL AND {where.sql}", {**values, **where.values})
            order = "rank, period_end DESC NULLS LAST, confidence DESC, doc_path, raw_start, record_id"
            answer = _answer(con, source, found, order, limit)
        except duckdb.Error as err:
            raise explained(db, err) from err
    hits = ("name", "name", "name", "other name", "quotation")
    return Answer([{"hit": hits[row.pop("rank")], **row} for row in answer.rows], answer.total)


def _answer(con: duckdb.DuckDBPyConnection, source: str, where: Condition, order: str, limit: int | None) -> Answer:
    bound = "" if limit is None else f" LIMIT {int(limit)}"
    counted = f"SELECT *, count(*) OVER () AS in_all {source} WHERE {where.sql} ORDER BY {order}{bound}"
    result = con.execute(counted, where.values)
    names = [column[0] for column in result.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    total = rows[0]["in_all"] if rows else 0
    for row in rows:
        del row["in_all"]
    return Answer(rows, total)
