"""The SQL that makes a database, by name."""

from __future__ import annotations

from importlib.resources import files

#: What the database is made by: each script may use what those before it made.
SCRIPTS = (
    "schema",
    "analysis",
    "macros",
    "regions",
    "claims",
    "facts",
    "conflicts",
    "series",
    "targets",
    "questions",
    "chinese",
)


def script(name: str) -> str:
    """The text of ``sql/NAME.sql``."""
    return files("extractor.store").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
