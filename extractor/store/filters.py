"""Which rows are asked for: names as people write them become conditions on records, facts, conflicts or series.

A name that nothing in the database has is an error with the names near to it, so that a slip of the pen does not
look like a fact that nobody reported.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from difflib import get_close_matches
from typing import Any

import duckdb

_TIME = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")


class Unknown(LookupError):  # noqa: N818
    """Nothing has this name. ``near`` are names that something has."""

    kind = "name"

    def __init__(self, name: str, near: Iterable[str] = ()) -> None:
        self.name = name
        self.near = tuple(near)
        super().__init__(name)

    def __str__(self) -> str:
        near = f"; near to it: {', '.join(self.near)}" if self.near else ""
        return f"{self.name}: {self.problem}{near}"

    #: What is wrong with the name.
    problem = "no such name"


class UnknownIndicator(Unknown):
    """No record has an indicator of this name."""

    problem = "no record has an indicator of this name"


class UnknownRegion(Unknown):
    """Neither the catalogue nor a record has a region of this name or code."""

    problem = "no region has this name or code"


class UnknownTopic(Unknown):
    """The catalogue has no such topic."""

    problem = "the catalogue has no such topic"


class UnknownDocument(Unknown):
    """The database has no such document."""

    problem = "no document has this path"


class BadFilter(ValueError):  # noqa: N818
    """A bound that is none, or bounds that do not go together."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for; what is None does not matter.

    ``indicator`` is a code, a name, an alias or a part of a name; ``region`` a name, its beginning, or a code, and with
    ``within`` what lies in it counts, too. ``first`` and ``last`` bound the period, which has to lie between them
    as a whole. ``topic`` is the name of a field of statistics, its beginning, or the first part of its codes;
    ``document`` a path, its end, or a pattern with ``*``.
    """

    indicator: str | None = None
    region: str | None = None
    within: bool = False
    topic: str | None = None
    first: date | None = None
    last: date | None = None
    status: str | None = None
    measure: str | None = None
    min_confidence: float | None = None
    document: str | None = None

    @property
    def empty(self) -> bool:
        """Whether everything is asked for."""
        return all(getattr(self, f.name) in (None, False) for f in fields(self))


@dataclass(frozen=True, slots=True)
class Condition:
    """What stands behind WHERE, and the values of its named parameters."""

    sql: str = "true"
    values: Mapping[str, Any] = field(default_factory=dict)


def moment(text: str) -> tuple[date, date]:
    """First and last day of a year, a month or a day. Raises BadFilter.

    >>> moment("2023-02")
    (datetime.date(2023, 2, 1), datetime.date(2023, 2, 28))
    """
    if m := _TIME.fullmatch(text.strip()):
        year, month, day = (int(g) if g else None for g in m.groups())
        try:
            first = date(year or 0, month or 1, day or 1)
            last_month = month or 12
            return first, date(first.year, last_month, day or monthrange(first.year, last_month)[1])
        except ValueError:
            pass
    raise BadFilter(f"{text}: no year, month or day; write it as 2023, 2023-05 or 2023-05-31")


def condition(con: duckdb.DuckDBPyConnection, asked: Filter, table: str) -> Condition:
    """The rows of ``table`` (records, facts, conflicts or series) that are asked for. Raises Unknown."""
    parts: list[str] = []
    values: dict[str, Any] = {}
    if asked.indicator is not None:
        values["indicators"] = indicator_keys(con, asked.indicator)
        parts.append("list_contains($indicators, coalesce(indicator_id, indicator))")
    if asked.region is not None:
        values["codes"], values["places"] = _regions(con, asked.region, asked.within)
        parts.append("(list_contains($codes, region_code) OR (region_code IS NULL AND list_contains($places, region)))")
    if asked.topic is not None:
        values["topical"] = _topic(con, asked.topic)
        parts.append("list_contains($topical, indicator_id)")
    if asked.document is not None:
        values["paths"] = _documents(con, asked.document)
        parts.append("list_contains($paths, doc_path)" if table == "records" else "list_has_any(sources, $paths)")
    for name, sql in _PLAIN.items():
        if (value := getattr(asked, name)) is not None:
            parts.append(sql)
            values[name] = value
    return Condition(" AND ".join(parts) or "true", values)


_PLAIN = {
    "first": "period_start >= $first",
    "last": "period_end <= $last",
    "status": "status = $status",
    "measure": "measure = $measure",
    "min_confidence": "confidence >= $min_confidence",
}


def indicator_keys(con: duckdb.DuckDBPyConnection, asked: str) -> list[str]:
    """Codes (or names, where there is no code) of the indicators that are meant. Raises UnknownIndicator."""
    exact = con.execute(
        "SELECT DISTINCT coalesce(indicator_id, indicator) FROM records "
        "WHERE indicator_id = $asked OR indicator = $asked "
        "UNION SELECT indicator_id FROM indicators "
        "WHERE indicator_id = $asked OR name = $asked OR list_contains(aliases, $asked)",
        {"asked": asked},
    ).fetchall()
    if exact:
        return [r[0] for r in exact]
    rows = con.execute("SELECT DISTINCT indicator, coalesce(indicator_id, indicator) FROM records").fetchall()
    wanted = folded(asked)
    found = [key for name, key in rows if wanted and wanted in folded(name)]
    if not found:
        raise UnknownIndicator(asked, close(asked, (name for name, _ in rows)))
    return found


#: Full-width characters and the half-width ones that are the same to a reader.
WIDE = "".join(map(chr, range(0xFF01, 0xFF5F))) + "\u3000"
NARROW = "".join(map(chr, range(0x21, 0x7F))) + " "
_FOLD = str.maketrans(WIDE, NARROW)


def folded(text: str) -> str:
    """A text as names and quotations are compared: half-width, in small letters.

    >>> folded("ＧＤＰ　增速（％）")
    'gdp 增速(%)'
    """
    return text.translate(_FOLD).lower().strip()


def close(asked: str, names: Iterable[str]) -> list[str]:
    """Names that look like the one asked for, best first."""
    return get_close_matches(asked, sorted(set(names)), n=5, cutoff=0.4)


def _regions(con: duckdb.DuckDBPyConnection, asked: str, within: bool) -> tuple[list[str], list[str]]:
    """Codes of the areas that are meant, and names of those that have none.

    An area has its code under all names that it had; where a name is not there in full, its beginning will do.
    """
    known = con.execute(
        "SELECT code, name FROM regions UNION SELECT region_code, region FROM records WHERE region IS NOT NULL"
    ).fetchall()
    found = [r for r in known if asked in r] or [r for r in known if asked and r[1].startswith(asked)]
    if not found:
        held = con.execute("SELECT DISTINCT region FROM records WHERE region IS NOT NULL").fetchall()
        near = [*_beginning_like(asked, [name for (name,) in held]), *close(asked, (name for _, name in known))]
        raise UnknownRegion(asked, list(dict.fromkeys(near))[:5])
    codes = {code for code, _ in found if code}
    if within:
        rows = con.execute(
            "WITH RECURSIVE inner_areas(code) AS (SELECT unnest($codes) UNION SELECT regions.code FROM regions "
            "JOIN inner_areas ON regions.parent = inner_areas.code) SELECT code FROM inner_areas",
            {"codes": sorted(codes)},
        ).fetchall()
        codes |= {r[0] for r in rows if r[0]}
    return sorted(codes), sorted({name for code, name in found if not code})


def _beginning_like(asked: str, names: Iterable[str]) -> list[str]:
    """Names that begin with something like what is asked for, best first."""
    heads: dict[str, list[str]] = {}
    for name in sorted(names):
        heads.setdefault(name[: len(asked)], []).append(name)
    return [name for head in close(asked, heads) for name in heads[head]]


def _topic(con: duckdb.DuckDBPyConnection, asked: str) -> list[str]:
    rows = con.execute("SELECT indicator_id, topic FROM indicators WHERE topic IS NOT NULL").fetchall()
    found = [code for code, topic in rows if asked and (topic.startswith(asked) or code.split(".")[0] == asked)]
    if not found:
        topics = sorted({topic for _, topic in rows})
        raise UnknownTopic(asked, close(asked, topics) or topics)
    return found


def _documents(con: duckdb.DuckDBPyConnection, asked: str) -> list[str]:
    rows = con.execute(
        "SELECT doc_path, doc_path = $asked FROM documents "
        "WHERE doc_path = $asked OR ends_with(doc_path, '/' || $asked) OR doc_path GLOB $asked ORDER BY doc_path",
        {"asked": asked},
    ).fetchall()
    if not rows:
        paths = con.execute("SELECT doc_path FROM documents").fetchall()
        raise UnknownDocument(asked, close(asked, (p for (p,) in paths)))
    return [path for path, exact in rows if exact] or [path for path, _ in rows]
