"""All audits of one document: its records in, rows of the table ``audits`` out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

import duckdb

from extractor.store.audits.areas import Areas, areas
from extractor.store.audits.figures import Audit, Figure
from extractor.store.audits.growths import growths
from extractor.store.audits.parts import audit, groups
from extractor.store.audits.rows import row_groups
from extractor.store.audits.sentences import Sentence, sentences
from extractor.store.audits.shares import Names, shares, structures
from extractor.store.audits.words import Words

#: Rows that are fetched at once.
_BATCH = 20_000

_COLUMNS = (
    "record_id",
    "doc_path",
    "raw_start",
    "raw_end",
    "raw_text",
    "value",
    "unit",
    "indicator",
    "indicator_id",
    "indicator_raw",
    "period_start",
    "period_end",
    "region",
    "region_code",
    "status",
    "measure",
    "base_period",
    "dimensions",
    "qualifier",
)
_QUERY = f"""
SELECT
    {", ".join(f"r.{c}" for c in _COLUMNS)},
    counted_half(r.value, r.rounding, u.dimension),
    r.evidence,
    r.section,
    r.rule_id LIKE 'table.%'
FROM records AS r
LEFT JOIN unit_conversions AS u ON u.unit = r.unit
WHERE r.value IS NOT NULL AND r.measure IN ('level', 'change', 'growth') AND NOT r.former
ORDER BY r.doc_path, r.raw_start, r.raw_end, r.record_id
"""


#: Kinds of indicators whose values add up over areas.
_ADDITIVE = ("count", "amount", "stock", "area", "length")


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What audits go by beside the records: words, shares that definitions explain, areas, indicators that add up."""

    words: Words
    ratios: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    areas: Areas = field(default_factory=Areas)
    additive: frozenset[str] = frozenset()
    standing: frozenset[str] = frozenset()  # indicators that do not add up at all: prices, standards, rates

    @classmethod
    def of(cls, con: duckdb.DuckDBPyConnection) -> Knowledge:
        """From the tables of a database."""
        words = Words.of(con.execute("SELECT kind, word FROM vocabulary").fetchall())
        catalogue = con.execute("SELECT indicator_id, name, definition, kind FROM indicators").fetchall()
        return cls(
            words,
            ratios_of(((name, definition) for _, name, definition, _ in catalogue), words),
            Areas.of(con.execute("SELECT code, parent, valid_from, valid_to FROM regions").fetchall()),
            frozenset(code for code, _, _, kind in catalogue if kind in _ADDITIVE),
            frozenset(code for code, _, _, kind in catalogue if kind and kind not in _ADDITIVE),
        )


def within_documents(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    """The audits of every document of the database, as rows of the table ``audits``, in order of documents."""
    known = Knowledge.of(con)
    for _, document in groupby(_rows(con), key=itemgetter(1)):
        for found in audits(document, known):
            yield found.row()


def ratios_of(definitions: Iterable[tuple[str, str | None]], words: Words) -> dict[str, tuple[str, str]]:
    """Numerator and denominator of the indicators whose definitions say what they are a share of."""
    found = ((name, words.share_definition.match(text)) for name, text in definitions if text)
    return {name: (match["part"], match["whole"]) for name, match in found if match}


def _rows(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    result = con.execute(_QUERY)
    while batch := result.fetchmany(_BATCH):
        yield from batch


def audits(document: Iterable[tuple[Any, ...]], known: Knowledge) -> Iterator[Audit]:
    """The audits of one document, from its records in order of place (the columns of the query above)."""
    words = known.words
    told = list(sentences((_figure(r), r[-3], r[-2], r[-1]) for r in document))
    names = Names(words)
    for sentence in told:
        for f in sentence.figures:
            if f.measure == "level":
                names.add(f)
    before: Sentence | None = None
    for sentence in told:
        found = [g for g in groups(sentence, before, words) if g.total.indicator_id not in known.standing]
        yield from map(audit, found)
        yield from shares(sentence, found, names, known.ratios)
        yield from structures(sentence, words)
        yield from growths(sentence, words)
        before = sentence
    yield from (audit(g) for g in row_groups(told, words) if g.total.indicator_id not in known.standing)
    yield from areas((f for sentence in told for f in sentence.figures), known.areas, known.additive, words)


def _figure(row: tuple[Any, ...]) -> Figure:
    fields = dict(zip(_COLUMNS, row, strict=False))
    qualifier = fields.pop("qualifier")
    fields["dimensions"] = tuple(sorted(fields["dimensions"].items()))
    return Figure(**fields, hedged=qualifier != "exact", half=row[len(_COLUMNS)])
