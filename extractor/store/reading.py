"""SQL for readers: statements taken apart, and run on a database that they cannot change.

The connection is read-only, and the files of the machine are closed to it: a statement can make temporary tables, and
nothing else that outlives it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import duckdb

from extractor.store.database import open_reader

#: Rows that are fetched at a time.
BATCH = 1_000
_REMEDIES = (
    (
        "read-only mode",
        "the database is read-only here, and a run replaces it as a whole; make a CREATE TEMP TABLE, or keep tables in "
        "a database of your own that attaches this one",
    ),
    ("disabled by configuration", "other files are closed to this prompt; gongbao export writes files"),
    ("has been locked", "settings are fixed in this prompt"),
)


class BadStatement(ValueError):  # noqa: N818
    """A statement that cannot be run; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Result:
    """The rows of a statement: names of columns (each once) and batches of rows."""

    names: Sequence[str]
    batches: Iterator[list[tuple[Any, ...]]]


_LISTEN = 0.2  # seconds between two looks whether a statement is done


class Reader:
    """A read-only connection to a database. A context manager; raises StoreError where it cannot be opened."""

    def __init__(self, db: Path) -> None:
        self._con = open_reader(db)
        self._con.execute("SET enable_external_access = false")
        self._con.execute("SET lock_configuration = true")

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self._con.close()

    def run(self, statement: str) -> Result:
        """Run one statement. Raises BadStatement, KeyboardInterrupt where it was interrupted."""
        with _told(), ThreadPoolExecutor(1) as elsewhere:
            # Elsewhere, so that this thread hears Ctrl-C whatever the engine is doing.
            work = elsewhere.submit(self._con.execute, statement)
            try:
                while not wait((work,), _LISTEN).done:
                    pass
            except KeyboardInterrupt:
                self._con.interrupt()
                raise
            result = work.result()
        return Result(unique([column[0] for column in result.description or ()]), _batches(result))

    def tables(self) -> list[dict[str, Any]]:
        """Views and tables with what they hold, the views first."""
        return self._dicts(
            "SELECT view_name AS name, 'view' AS kind, coalesce(comment, '') AS holds FROM duckdb_views() "
            "WHERE NOT internal UNION ALL SELECT table_name, 'table', coalesce(comment, '') FROM duckdb_tables() "
            "WHERE NOT internal ORDER BY kind DESC, name"
        )

    def columns(self, table: str) -> list[dict[str, Any]]:
        """Columns of a table or view with type and meaning. Raises BadStatement where there is no such one."""
        found = self._dicts(
            "SELECT column_name AS \"column\", data_type AS type, coalesce(comment, '') AS meaning "
            "FROM duckdb_columns() WHERE NOT internal AND lower(table_name) = lower($table) ORDER BY column_index",
            {"table": table},
        )
        if not found:
            near = get_close_matches(table, [t["name"] for t in self.tables()], n=3)
            hint = f"near to it: {', '.join(near)}" if near else ".tables lists them"
            raise BadStatement(f"{table}: no such table or view; {hint}")
        return found

    def _dicts(self, query: str, values: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        result = self._con.execute(query, values or {})
        names = [column[0] for column in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _batches(result: duckdb.DuckDBPyConnection) -> Iterator[list[tuple[Any, ...]]]:
    with _told():
        while batch := result.fetchmany(BATCH):
            yield batch


@contextmanager
def _told() -> Iterator[None]:
    """Faults of a statement as BadStatement; the engine's own way to say Ctrl-C as KeyboardInterrupt."""
    try:
        yield
    except duckdb.Error as err:
        if interrupted(err):
            raise KeyboardInterrupt from err
        raise BadStatement(explained(err)) from err
    except RuntimeError as err:
        if interrupted(err):
            raise KeyboardInterrupt from err
        raise


def interrupted(err: Exception) -> bool:
    """Whether somebody pressed Ctrl-C while the engine was at work: it has an error of its own for that."""
    named = isinstance(err, duckdb.InterruptException) or isinstance(err.__cause__, duckdb.InterruptException)
    return named or "Query interrupted" in str(err)


def explained(err: duckdb.Error) -> str:
    """What the engine said, with what can be done about it where that is known."""
    said = str(err).strip()
    for mark, remedy in _REMEDIES:
        if mark in said:
            return f"{said.splitlines()[0]}; {remedy}"
    return said


def unique(names: Sequence[str]) -> list[str]:
    """Names with a number behind those that were there before.

    >>> unique(["a", "b", "a"])
    ['a', 'b', 'a_2']
    """
    taken: list[str] = []
    for name in names:
        n, made = 1, name
        while made in taken:
            n += 1
            made = f"{name}_{n}"
        taken.append(made)
    return taken


def statements(text: str) -> tuple[list[str], str]:
    """The statements of a text that end in a semicolon, and what is behind the last one.

    Semicolons in quotation marks, dollar quotes and comments end nothing.

    >>> statements("SELECT ';'; SELECT 2 -- a; b")
    (["SELECT ';'"], ' SELECT 2 -- a; b')
    """
    done: list[str] = []
    start = at = 0
    while at < len(text):
        if text[at] == ";":
            if statement := text[start:at].strip():
                done.append(statement)
            at += 1
            start = at
            continue
        at = _past(text, at)
    return done, text[start:]


def bare(text: str) -> bool:
    """Whether a text has nothing but blanks and comments."""
    at = 0
    while at < len(text):
        if not text[at].isspace() and not text.startswith(("--", "/*"), at):
            return False
        at = _past(text, at)
    return True


def _past(text: str, at: int) -> int:
    """Where what begins at a place ends: a quotation, a comment, or one character."""
    for start, end in _closed(text, at):
        if text.startswith(start, at):
            found = text.find(end, at + len(start))
            return len(text) if found < 0 else found + len(end)
    return at + 1


def _closed(text: str, at: int) -> Iterator[tuple[str, str]]:
    """What can begin at a place, and what ends it. Doubled quotation marks need no care: they open again at once."""
    yield from (("'", "'"), ('"', '"'), ("--", "\n"), ("/*", "*/"))
    if text[at] == "$" and (end := text.find("$", at + 1)) > 0:
        tag = text[at : end + 1]
        if tag == "$$" or tag[1:-1].isidentifier():
            yield tag, tag
