"""``gongbao export``: what the database holds, to take away."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.options import DEFAULT_DATABASE, Database
from extractor.cli.talk import bad_calls, refuse, say


class ExportFormat(StrEnum):
    """Formats of ``gongbao export``."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    SDMX_CSV = "sdmx-csv"


def export(
    form: Annotated[ExportFormat, typer.Option("--format", "-f", help="What to write.")],
    db: Database = DEFAULT_DATABASE,
    out: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Where to.", show_default="standard output"),
    ] = None,
) -> None:
    """Write the records (in jsonl the gaps, too) in document order."""
    with bad_calls():
        from extractor.store.export import export as write
        from extractor.store.export import export_file

        if out is not None and str(out) != "-":
            exported = export_file(db, form.value, out)
        else:
            if form is ExportFormat.PARQUET and sys.stdout.isatty():
                refuse("standard output: parquet is not for a terminal; give a file with -o")
            exported = write(db, form.value, sys.stdout.buffer)
            sys.stdout.flush()
    if exported.left_out:
        say(
            f"{exported.left_out} records without a period are left out: {form.value} has no place for them",
            err=True,
        )
