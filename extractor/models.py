"""What flows through the pipeline: values that stages hand on, and the records at its end.

Everything inside a run is a frozen dataclass (cheap, hashable, compared by value); what leaves the run
(:class:`Record`, :class:`Gap`, :class:`Card`) is a pydantic model, because that is where a promise to the
outside is checked. Offsets named ``start``/``end`` are characters of the cleaned text, ``raw_*`` are
characters of the decoded raw file; ends are exclusive.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

# --------------------------------------------------------------------------- reading and cleaning


@dataclass(frozen=True, slots=True)
class CellHint:
    """One cell of a table that the raw form itself marks as such (an HTML ``td``, a sheet's cell)."""

    raw_start: int
    raw_end: int
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    header: bool = False


@dataclass(frozen=True, slots=True)
class TableHint:
    """A table that the raw form marks: its cells by row and column, positions in the raw text."""

    raw_start: int
    raw_end: int
    cells: tuple[CellHint, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stretch of yielded text stands in its file: a page (``p3``), or a sheet and cell (``Sheet1!B7``)."""

    raw_start: int
    raw_end: int
    locator: str


@dataclass(frozen=True, slots=True)
class Unread:
    """A stretch of yielded text that says nothing by itself (a formula without its result), and why it is not read."""

    raw_start: int
    raw_end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Source:
    """A raw bulletin after decoding: the text that all raw offsets count in.

    ``doc_id`` is the SHA-256 of the bytes, ``encoding`` the codec that decoded them, ``form`` the shape of
    the file (``text``, ``html``, …). ``tables`` are the tables that the form marks. Where the file itself has no
    characters to count (a PDF, a sheet, a feed's item) ``yielded`` is set: ``raw`` is the text that reading gave, and
    is kept with the document. ``page`` is set where ``raw`` is a web page, whatever came around it. ``places`` say
    where in the file its stretches stand, in order. ``unread`` are stretches that no stage may read; each becomes a
    refusal.
    """

    doc_id: str
    path: str
    raw: str
    encoding: str
    form: str
    tables: tuple[TableHint, ...] = ()
    yielded: bool = False
    places: tuple[Place, ...] = ()
    page: bool = False
    unread: tuple[Unread, ...] = ()

    def locator(self, start: int) -> str | None:
        """Where a raw character stands in the file; None in forms without places."""
        k = bisect_right(self.places, start, key=lambda p: p.raw_start) - 1
        return self.places[k].locator if k >= 0 and self.places[k].raw_end > start else None


@dataclass(frozen=True, slots=True)
class Repair:
    """One thing that cleaning did: which raw characters, what kind of damage, what stands there now."""

    kind: str
    raw_start: int
    raw_end: int
    before: str
    after: str


# --------------------------------------------------------------------------- layout


class BlockKind(StrEnum):
    """What a stretch of the page is."""

    TITLE = "title"
    CARD = "card"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    CAPTION = "caption"
    TABLE = "table"
    CONTENTS = "contents"
    NOTE = "note"
    NOISE = "noise"


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell. ``row`` and ``column`` count from 0; a merged cell names its spans."""

    start: int
    end: int
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table read into rows and columns. Rows below ``header_rows`` are data; ``title`` is a clean span."""

    cells: tuple[Cell, ...]
    header_rows: int
    title: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the clean text with one role, and the headings that it stands under (outermost first)."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    section: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a block: where it stands, and which block it belongs to (index into the layout)."""

    start: int
    end: int
    block: int


# --------------------------------------------------------------------------- measuring


class Qualifier(StrEnum):
    """How exactly a number is meant."""

    EXACT = "exact"
    APPROX = "approx"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    RANGE = "range"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number expression: value in the base unit of its unit of measure, and how exactly it is meant.

    ``start``/``end`` cover the whole expression (近100家), ``core_start``/``core_end`` the number with its
    unit only. ``unit`` is canonical and empty where the text gives none. ``value`` is None for a range.
    """

    start: int
    end: int
    value: Decimal | None
    unit: str
    qualifier: Qualifier = Qualifier.EXACT
    value_min: Decimal | None = None
    value_max: Decimal | None = None
    core_start: int = -1
    core_end: int = -1
    dimension: str = ""
    chinese: bool = False
    denominator: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    """A time that a text names: inclusive first and last day. ``instant`` has both equal."""

    first: date
    last: date
    instant: bool = False


@dataclass(frozen=True, slots=True)
class Region:
    """A reference area: its full name and its GB/T 2260 code (None where the standard has none)."""

    name: str
    code: str | None
    level: Literal["country", "province", "city", "county", "zone", "group", "abroad"] = "city"


# --------------------------------------------------------------------------- the outside


class Card(BaseModel):
    """What a document says of itself: title, publisher, dates, index number, validity, region."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str | None = None
    publisher: str | None = None
    published: date | None = Field(default=None, description="first day of what the text names as its issue date")
    published_text: str | None = Field(default=None, description="ISO 8601 with the precision that the text has")
    region: str | None = None
    region_code: str | None = None
    doc_kind: str | None = None
    period_start: date | None = None
    period_end: date | None = None
    index_number: str | None = None
    document_number: str | None = None
    validity: str | None = None
    other: dict[str, str] = Field(default_factory=dict)


class Record(BaseModel):
    """One number of one bulletin with its meaning: an observation as a mention (see docs/data-dictionary.md)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: Literal["observation"] = "observation"
    record_id: str = Field(min_length=16)
    doc_id: str = Field(pattern=r"^[0-9a-f]{64}$")
    doc_path: str
    raw_start: int = Field(ge=0)
    raw_end: int = Field(ge=1)
    raw_text: str = Field(min_length=1)
    value: Decimal | None
    value_min: Decimal | None = None
    value_max: Decimal | None = None
    unit: str
    indicator: str = Field(min_length=1)
    indicator_id: str | None = None
    indicator_raw: str = Field(min_length=1)
    period_start: date | None = None
    period_end: date | None = None
    period_type: Literal["instant", "duration"] | None = None
    period_source: Literal["explicit", "inherited", "document"] | None = None
    region: str | None = None
    region_code: str | None = None
    status: Literal["actual", "target"] = "actual"
    measure: Literal["level", "change", "growth", "rank"] = "level"
    base_period: str | None = None
    qualifier: Qualifier = Qualifier.EXACT
    dimensions: dict[str, str] = Field(default_factory=dict)
    evidence: str
    section: str | None = None
    rule_id: str
    confidence: float = Field(ge=0, le=1)
    locator: str | None = Field(default=None, description="page, or sheet and cell, in forms that have them")


class Gap(BaseModel):
    """A place where the source lost its digits: what was counted there, and in which unit. Never a value."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: Literal["gap"] = "gap"
    doc_id: str = Field(pattern=r"^[0-9a-f]{64}$")
    doc_path: str
    raw_start: int = Field(ge=0)
    raw_end: int = Field(ge=1)
    raw_text: str
    unit: str
    indicator: str
    evidence: str
    rule_id: str


class Rejected(BaseModel):
    """A record that failed validation: what it would have been, and why it is none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    doc_id: str
    doc_path: str
    raw_start: int
    raw_end: int
    raw_text: str
    rule_id: str
    reason: str
    record: dict[str, Any]


class Refusal(BaseModel):
    """A number that became no record, with the reason (a date, a name, a grade, no indicator found …)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    doc_id: str
    doc_path: str
    raw_start: int
    raw_end: int
    raw_text: str
    reason: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Tried:
    """Which rules fitted a number, best first, and which of them read it (None where none gave a name)."""

    raw_start: int
    raw_end: int
    rules: tuple[str, ...]
    taken: str | None


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one document gave: the card, the records, and everything that became no record."""

    source: Source
    card: Card
    records: tuple[Record, ...]
    gaps: tuple[Gap, ...]
    rejected: tuple[Rejected, ...]
    refusals: tuple[Refusal, ...]
    repairs: tuple[Repair, ...]
    tried: tuple[Tried, ...] = field(default=())
    timed_out: tuple[str, ...] = ()  # ids of rules that their time limit stopped
