"""Options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

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
