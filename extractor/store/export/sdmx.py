"""SDMX-CSV 2.0: observations that statistical software reads, with the components that its structure names.

A code of SDMX is made of letters, digits, ``_ @ $ -``. So the dots in the codes of the catalogue are hyphens here
(``elderly_care.beds`` is ``elderly_care-beds``), and an indicator or area without a code gets one made from its name:
``X-`` and 16 digits of its SHA-256. The names stand in the code lists, and in every row.
"""

from __future__ import annotations

import hashlib
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import EnumMeta
from functools import lru_cache
from typing import Any, BinaryIO, get_args

from extractor.models import Record
from extractor.store.export.rows import Selected
from extractor.store.export.text import csv_writer
from extractor.store.export.values import cell, encoded

AGENCY, VERSION = "GONGBAO", "1.0.0"
#: Dataflow and data structure of what is exported.
FLOWS = {"records": "BULLETINS", "facts": "FACTS"}
#: SDMX's own codes for what does not apply and what is not known.
NOT_APPLICABLE, UNKNOWN = "_Z", "_U"


@dataclass(frozen=True, slots=True)
class Component:
    """A column of SDMX-CSV: its role in the structure, the column of the database that it comes from, its values."""

    id: str
    role: str
    column: str
    #: A code list, or a type of text.
    values: str


def _components(role: str, listed: str) -> tuple[Component, ...]:
    """Components written as ``ID=column:values``."""
    return tuple(Component(c.split("=")[0], role, *c.split("=")[1].split(":")) for c in listed.split())


_DIMENSIONS = _components(
    "dimension",
    "REF_AREA=region:CL_AREA INDICATOR=indicator:CL_INDICATOR MEASURE=measure:CL_MEASURE STATUS=status:CL_STATUS "
    "BASE_PERIOD=base_period:String DIMENSIONS=dimensions:String",
)
_RECORD = _components("dimension", "RECORD=record_id:String")
_TIME = _components("time", "TIME_PERIOD=period_start:ObservationalTimePeriod")
_MEASURE = _components("measure", "OBS_VALUE=value:Decimal")
_ATTRIBUTES = _components(
    "attribute",
    "UNIT_MEASURE=unit:String OBS_STATUS=status:CL_OBS_STATUS QUALIFIER=qualifier:CL_QUALIFIER "
    "VALUE_MIN=value_min:Decimal VALUE_MAX=value_max:Decimal REF_AREA_NAME=region:String "
    "INDICATOR_NAME=indicator:String PERIOD_TYPE=period_type:CL_PERIOD_TYPE CONFIDENCE=confidence:Double "
    "SOURCE=doc_path:String SOURCE_START=raw_start:Integer SOURCE_END=raw_end:Integer SOURCE_TEXT=raw_text:String",
)
_FACT = _components(
    "attribute",
    "COMMENT_OBS=quotation:String RECORDS=records:Integer DOCUMENTS=documents:Integer DISPUTED=disputed:Boolean",
)
#: The components of the records and of the facts, in the order of their columns. A record is a mention, so its id is
#: a dimension: without it, two mentions of a fact would be one key.
COMPONENTS: dict[str, tuple[Component, ...]] = {
    "records": (
        *(*_DIMENSIONS, *_RECORD, *_TIME, *_MEASURE, *_ATTRIBUTES),
        *_components("attribute", "COMMENT_OBS=evidence:String"),
    ),
    "facts": (*_DIMENSIONS, *_TIME, *_MEASURE, *_ATTRIBUTES, *_FACT),
}


def _words(name: str) -> dict[str, str]:
    """The values that a field of records can have, each a code and its name."""
    kind: Any = Record.model_fields[name].annotation
    if issubclass(type(kind), EnumMeta):
        return {str(word): str(word) for word in kind}
    given = [word for part in (kind, *get_args(kind)) for word in get_args(part) or (part,)]
    return {word: word for word in given if isinstance(word, str)}


#: The code lists whose codes do not depend on the data. OBS_STATUS has no code for a target; F (forecast) is nearest,
#: and STATUS says it exactly.
FIXED: dict[str, dict[str, str]] = {
    **{f"CL_{name.upper()}": _words(name) for name in ("measure", "status", "qualifier", "period_type")},
    "CL_OBS_STATUS": {"A": "Normal value", "F": "Forecast value"},
}


@dataclass(slots=True)
class Written:
    """What was written: rows, rows left out for want of a period, and the codes that occur, with name and unit."""

    rows: int = 0
    left_out: int = 0
    indicators: dict[str, tuple[str, str]] = field(default_factory=dict)
    areas: dict[str, str] = field(default_factory=dict)


def structure_id(what: str) -> str:
    """The short URN of the dataflow."""
    return f"{AGENCY}:{FLOWS[what]}({VERSION})"


def write_sdmx(selected: Selected, out: BinaryIO) -> Written:
    """An observation per line. Rows without a period are left out: an observation needs its TIME_PERIOD."""
    done = Written()
    components = COMPONENTS[selected.what]
    target = ("dataflow", structure_id(selected.what), "I")
    with csv_writer(out) as write:
        write(("STRUCTURE", "STRUCTURE_ID", "ACTION", *(c.id for c in components)))
        for row in selected.rows():
            if row["period_start"] is None or row["period_end"] is None:
                done.left_out += 1
                continue
            told = observation(row)
            done.indicators.setdefault(told["INDICATOR"], (row["indicator"], row["unit"]))
            done.areas.setdefault(told["REF_AREA"], row["region"] or "")
            write([*target, *(cell(_one_line(told.get(c.id, row.get(c.column)))) for c in components)])
            done.rows += 1
    return done


def observation(row: Mapping[str, Any]) -> dict[str, Any]:
    """The components of a row whose values are not those of its column.

    A range has no single value: that is NaN, with its ends beside it.
    """
    known = row["indicator_id"]
    indicator = catalogue_code(known) if known else made_code(row["indicator"], row["unit"])
    base = row["base_period"] or (UNKNOWN if row["measure"] in ("change", "growth") else NOT_APPLICABLE)
    return {
        "REF_AREA": row["region_code"] or (made_code(row["region"]) if row["region"] else UNKNOWN),
        "INDICATOR": indicator,
        "BASE_PERIOD": base,
        "DIMENSIONS": encoded(row["dimensions"]) if row["dimensions"] else NOT_APPLICABLE,
        "TIME_PERIOD": time_period(row["period_start"], row["period_end"]),
        "OBS_VALUE": Decimal("NaN") if row["value"] is None else row["value"],
        "OBS_STATUS": "F" if row["status"] == "target" else "A",
    }


def catalogue_code(indicator_id: str) -> str:
    """A code of the catalogue as a code of SDMX.

    >>> catalogue_code("elderly_care.beds")
    'elderly_care-beds'
    """
    return indicator_id.replace(".", "-")


@lru_cache(maxsize=65536)
def made_code(*names: str) -> str:
    """A code for what has none: the same for the same names, and none of the catalogue's."""
    return "X-" + hashlib.sha256("\x1f".join(names).encode()).hexdigest()[:16]


def _one_line(value: Any) -> Any:
    """Texts without line ends: readers of SDMX-CSV take a file line by line."""
    return " ".join(value.splitlines()) if isinstance(value, str) else value


@lru_cache(maxsize=4096)
def time_period(first: date, last: date) -> str:
    """A period as SDMX writes it: ``2023``, ``2023-S1``, ``2023-Q2``, ``2023-05``, a day, or start/duration.

    >>> time_period(date(2023, 1, 1), date(2023, 12, 31)), time_period(date(2021, 1, 1), date(2025, 12, 31))
    ('2023', '2021-01-01/P5Y')
    """
    if first == last:
        return first.isoformat()
    whole_months = first.day == 1 and last.day == monthrange(last.year, last.month)[1]
    if not whole_months:
        return f"{first.isoformat()}/P{(last - first + timedelta(1)).days}D"
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    at = first.month - 1
    if months % 12 == 0 and at == 0:
        return str(first.year) if months == 12 else f"{first.isoformat()}/P{months // 12}Y"
    if months == 6 and at % 6 == 0:
        return f"{first.year}-S{at // 6 + 1}"
    if months == 3 and at % 3 == 0:
        return f"{first.year}-Q{at // 3 + 1}"
    return f"{first:%Y-%m}" if months == 1 else f"{first.isoformat()}/P{months}M"
