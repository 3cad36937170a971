"""``gongbao extract``: bulletins into the database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.options import DEFAULT_CORPUS, DEFAULT_DATABASE, Database, Rules
from extractor.cli.talk import bad_calls, count, progress, say

if TYPE_CHECKING:
    from extractor.run import Summary


def extract(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH", help="Files and folders to read.", show_default=str(DEFAULT_CORPUS)),
    ] = None,
    db: Database = DEFAULT_DATABASE,
    rules: Rules = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", min=1, metavar="N", help="Processes.", show_default="by the amount of work"),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Work on unchanged documents, too.")] = False,
) -> None:
    """Read bulletins and bring the database up to date with them.

    Of a folder every file is read, save hidden ones, README files and folders named expected.
    """
    with bad_calls():
        from extractor.run import extract_paths

        with progress() as on_progress:
            summary = extract_paths(paths or [DEFAULT_CORPUS], db, rules, jobs, force, on_progress)
    _tell(summary, db)
    if summary.failures:
        raise typer.Exit(1)


def _tell(s: Summary, db: Path) -> None:
    for failure in s.failures:
        remedy = f"; {failure.remedy}" if failure.remedy else ""
        say(f"{failure.path}: {failure.problem}{remedy}", err=True)
    for rule in s.timed_out:
        say(f"{rule}: stopped by its time limit in some clauses; bound its repeats (gongbao rules check)", err=True)
    for copy in s.copies:
        say(f"{copy.path}: the same bytes as {copy.of}, counted once")
    copies = "copy" if len(s.copies) == 1 else "copies"
    parts = [(s.new, "new"), (s.changed, "changed"), (s.unchanged, "unchanged")]
    parts += [(len(s.copies), copies), (s.failed, "failed")]
    detail = ", ".join(f"{n:,} {what}" for n, what in parts if n)
    say(f"{s.worked_on:,} of {count(s.documents, 'document')} worked on" + (f" ({detail})" if detail else ""))
    if s.removed:
        say(f"{count(s.removed, 'document')} removed: the files are gone or cannot be read any more")
    t = s.totals
    held = ", ".join(count(n, of) for n, of in ((t.documents, "document"), (t.records, "record"), (t.gaps, "gap")))
    say(f"{db}{'' if s.written else ' is as it was'}: {held}, {t.quarantined:,} quarantined; {s.seconds:.1f} seconds")
