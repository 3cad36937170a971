"""``gongbao export``: what the database holds, to take away."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.options import (
    DEFAULT_DATABASE,
    Database,
    Document,
    From,
    IndicatorOption,
    MeasureOption,
    MinConfidence,
    Region,
    StatusOption,
    To,
    Topic,
    Within,
    Year,
    asked_for,
)
from extractor.cli.talk import bad_calls, count, refuse, say

if TYPE_CHECKING:
    from extractor.store.export import Exported


class ExportFormat(StrEnum):
    """Formats of ``gongbao export``."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    XLSX = "xlsx"
    SDMX_CSV = "sdmx-csv"


class What(StrEnum):
    """What ``gongbao export`` writes."""

    RECORDS = "records"
    FACTS = "facts"


#: Formats that are no text.
_BINARY = (ExportFormat.PARQUET, ExportFormat.XLSX)
_PARTS = ("year", "topic")


def export(
    form: Annotated[ExportFormat, typer.Option("--format", "-f", help="What to write.")],
    db: Database = DEFAULT_DATABASE,
    out: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE|DIR/",
            help="Where to. In a folder, CSV comes with the tables around it, SDMX-CSV with its structure.",
            show_default="standard output",
        ),
    ] = None,
    what: Annotated[What, typer.Option("--what", help="Every mention, or one row per fact.")] = What.RECORDS,
    indicator: IndicatorOption = None,
    region: Region = None,
    within: Within = False,
    topic: Topic = None,
    year: Year = None,
    first: From = None,
    last: To = None,
    status: StatusOption = None,
    measure: MeasureOption = None,
    min_confidence: MinConfidence = None,
    document: Document = None,
    partition: Annotated[
        str | None,
        typer.Option("--partition", metavar="year,topic", help="Parquet: a folder with a file for each of them."),
    ] = None,
    describe: Annotated[
        bool,
        typer.Option(
            "--describe/--no-describe",
            help="Beside a CSV file its datapackage.json, beside SDMX-CSV the data structure.",
        ),
    ] = True,
) -> None:
    """Write the records (in jsonl the gaps, too, unless a filter is set) in document order."""
    with bad_calls():
        from extractor.store.export import FOLDERS, export_file, export_folder
        from extractor.store.export import export as write

        asked = asked_for(
            indicator=indicator,
            region=region,
            within=within,
            topic=topic,
            year=year,
            first=first,
            last=last,
            status=status,
            measure=measure,
            min_confidence=min_confidence,
            document=document,
        )
        parts = _parts(partition, form, out)
        if out is None or out == "-":
            if form in _BINARY and sys.stdout.isatty():
                refuse(f"standard output: {form.value} is not for a terminal; give a file with -o")
            exported = write(db, form.value, sys.stdout.buffer, what.value, asked)
            sys.stdout.flush()
        elif parts or (form.value in FOLDERS and (out.endswith("/") or Path(out).is_dir())):
            if form is ExportFormat.PARQUET and not parts:
                refuse(f"{out}: a folder of Parquet needs --partition year, topic or year,topic")
            exported = export_folder(db, form.value, Path(out), what.value, asked, parts)
        else:
            exported = export_file(db, form.value, Path(out), what.value, asked, describe)
    _tell(exported, form.value, what.value)


def _parts(partition: str | None, form: ExportFormat, out: str | None) -> list[str]:
    if partition is None:
        return []
    parts = [p.strip() for p in partition.split(",")]
    if form is not ExportFormat.PARQUET:
        refuse(f"--partition: {form.value} is one file; only parquet can be parted")
    if out is None or out == "-":
        refuse("--partition: files need a folder; give one with -o")
    if len(set(parts)) != len(parts) or not set(parts) <= set(_PARTS):
        refuse(f"--partition {partition}: no such parts; give year, topic or year,topic")
    return parts


def _tell(done: Exported, form: str, what: str) -> None:
    if done.left_out:
        say(
            f"{count(done.left_out, what[:-1])} without a period left out: {form} has no place for them",
            err=True,
        )
    if done.cut:
        say(f"{count(done.cut, 'text')} longer than a cell can be, cut with …; other formats have the whole", err=True)
    if done.in_the_way is not None:
        say(f"{done.in_the_way}: not made by gongbao, left as it is; the file has no description", err=True)
