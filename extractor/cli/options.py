"""Options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from extractor.store.filters import Filter

DEFAULT_CORPUS = Path("corpus")
DEFAULT_DATABASE = Path("output/gongbao.duckdb")

Database = Annotated[Path, typer.Option("--db", metavar="FILE", help="The DuckDB file.")]
Rules = Annotated[
    Path | None,
    typer.Option("--rules", metavar="DIR", help="The rules folder.", show_default="that of the package"),
]


class Form(StrEnum):
    """How rows are shown."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


Shown = Annotated[
    Form,
    typer.Option("--format", "-f", help="A table (columns parted by tabs in a pipe), CSV, or an object per line."),
]


Limit = Annotated[
    int | None,
    typer.Option("--limit", min=0, metavar="N", help="Rows at most; 0 for all.", show_default="50 on a terminal"),
]
Indicator = Annotated[
    str | None,
    typer.Argument(metavar="INDICATOR", help="Code, name or alias, or a part of the name.", show_default="all"),
]


class Status(StrEnum):
    """Whether something happened or is aimed at."""

    ACTUAL = "actual"
    TARGET = "target"


class Measure(StrEnum):
    """What a number measures."""

    LEVEL = "level"
    CHANGE = "change"
    GROWTH = "growth"
    RANK = "rank"


def _filter(flag: str, metavar: str | None, text: str) -> typer.models.OptionInfo:
    made: typer.models.OptionInfo = typer.Option(flag, metavar=metavar, help=text, rich_help_panel="Which ones")
    return made


IndicatorOption = Annotated[
    str | None, _filter("--indicator", "I", "Code, name or alias of an indicator, or a part of the name.")
]
Region = Annotated[str | None, _filter("--region", "R", "Name of an area, its beginning, or its code.")]
Within = Annotated[bool, _filter("--within", None, "Count the areas that lie in that one, too.")]
Topic = Annotated[str | None, _filter("--topic", "T", "Field of statistics, or the first part of its codes.")]
Year = Annotated[str | None, _filter("--year", "Y", "Periods that lie in this year, month or day.")]
From = Annotated[str | None, _filter("--from", "Y", "Periods that begin in this year (month, day) or later.")]
To = Annotated[str | None, _filter("--to", "Y", "Periods that end in this year (month, day) or earlier.")]
StatusOption = Annotated[Status | None, _filter("--status", None, "What happened, or what is aimed at.")]
MeasureOption = Annotated[Measure | None, _filter("--measure", None, "Amounts, differences, growth or ranks.")]
MinConfidence = Annotated[
    float | None,
    typer.Option("--min-confidence", min=0, max=1, metavar="C", help="At least so sure.", rich_help_panel="Which ones"),
]
Document = Annotated[str | None, _filter("--document", "D", "Path of a document, its end, or a pattern with *.")]


def simplified(name: str) -> str:
    """A name as the database has it: in simplified characters where it is written in traditional ones.

    >>> simplified("養老機構床位"), simplified("卫生健康")
    ('养老机构床位', '卫生健康')
    """
    name = name.strip()
    try:
        name.encode("gb2312")
    except UnicodeEncodeError:
        from extractor.clean.script import load_converter

        return load_converter().convert(name)
    return name


def asked_for(
    *,
    year: str | None = None,
    first: str | None = None,
    last: str | None = None,
    status: Status | None = None,
    measure: Measure | None = None,
    **more: Any,
) -> Filter:
    """The options as a Filter. Raises BadFilter for a time that is none, and for options that do not go together."""
    from extractor.store.filters import BadFilter, Filter, moment

    if more.get("within") and more.get("region") is None:
        raise BadFilter("--within: say in which area, with --region")
    if year is not None and (first is not None or last is not None):
        raise BadFilter("--year goes without --from and --to; give either")
    begin, end = year if first is None else first, year if last is None else last
    earliest = None if begin is None else moment(begin)[0]
    latest = None if end is None else moment(end)[1]
    if earliest and latest and earliest > latest:
        raise BadFilter(f"--from {first} --to {last}: the end lies before the beginning; change them over")
    for name in ("indicator", "region", "topic"):
        if more.get(name) is not None:
            more[name] = simplified(more[name])
    return Filter(
        **more,
        first=earliest,
        last=latest,
        status=None if status is None else status.value,
        measure=None if measure is None else measure.value,
    )
