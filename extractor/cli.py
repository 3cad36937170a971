"""The command line: arguments in, exit status out. What is done stands in the modules that this one calls.

Exit status: 0 all documents were read, 1 some could not be (they are named, the rest has landed), 2 the call,
the rules or the database cannot be used (nothing was changed). Modules are imported by the command that needs
them, so that ``gongbao --help`` does not wait for a database engine.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from extractor.run import Progress, Summary
    from extractor.store.series import Point

DEFAULT_CORPUS = Path("corpus")
DEFAULT_DATABASE = Path("output/gongbao.duckdb")

#: Lines of progress at most, where there is no terminal to draw a bar on.
PROGRESS_LINES = 20

app = typer.Typer(
    name="gongbao",
    help="Chinese government bulletins in, validated and traceable statistical records out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Database = Annotated[Path, typer.Option("--db", metavar="FILE", help="The DuckDB file.")]
Rules = Annotated[
    Path | None,
    typer.Option("--rules", metavar="DIR", help="The rules folder.", show_default="that of the package"),
]


class ExportFormat(StrEnum):
    """Formats of ``gongbao export``."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    SDMX_CSV = "sdmx-csv"


class SeriesFormat(StrEnum):
    """Formats of ``gongbao series``."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def main() -> None:
    """Run the command line; ends the process with the exit status."""
    # "Terminate" would end the process at once and leave half-built files; this way they are cleared away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    app()


def _version(asked: bool) -> None:
    if asked:
        from extractor.version import release

        typer.echo(f"gongbao {release()}")
        raise typer.Exit


@app.callback()
def _root(
    show_version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    pass


@app.command()
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
    with _bad_calls():
        from extractor.run import extract_paths

        with _progress() as on_progress:
            summary = extract_paths(paths or [DEFAULT_CORPUS], db, rules, jobs, force, on_progress)
    _tell(summary, db)
    if summary.failures:
        raise typer.Exit(1)


@app.command()
def export(
    form: Annotated[ExportFormat, typer.Option("--format", "-f", help="What to write.")],
    db: Database = DEFAULT_DATABASE,
    out: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Where to.", show_default="standard output"),
    ] = None,
) -> None:
    """Write the records (in jsonl the gaps, too) in document order."""
    with _bad_calls():
        from extractor.store.export import export as write
        from extractor.store.export import export_file

        if out is not None and str(out) != "-":
            exported = export_file(db, form.value, out)
        else:
            if form is ExportFormat.PARQUET and sys.stdout.isatty():
                _refuse("standard output: parquet is not for a terminal; give a file with -o")
            exported = write(db, form.value, sys.stdout.buffer)
            sys.stdout.flush()
    if exported.left_out:
        _say(
            f"{exported.left_out} records without a period are left out: {form.value} has no place for them",
            err=True,
        )


@app.command()
def series(
    indicator: Annotated[str, typer.Argument(help="Code, name or alias of the indicator, or a part of the name.")],
    region: Annotated[str | None, typer.Option("--region", metavar="R", help="Name or code of a region.")] = None,
    db: Database = DEFAULT_DATABASE,
    form: Annotated[SeriesFormat, typer.Option("--format", "-f", help="How to show it.")] = SeriesFormat.TABLE,
) -> None:
    """Show the values of one indicator over time, targets beside actuals, with their sources."""
    with _bad_calls():
        from extractor.store.series import UnknownIndicator
        from extractor.store.series import series as find

        try:
            points = find(db, indicator, region)
        except UnknownIndicator as err:
            near = f"; near to it: {', '.join(err.near)}" if err.near else ""
            _refuse(f"{indicator}: no record has an indicator of this name{near}")
        if not points:
            where = f" for {region}" if region else ""
            _say(f"no values of {indicator}{where} in {db}", err=True)
        _SHOW[form](points)


def _register_others() -> None:
    """Commands of modules that may be absent from an installation: those that are there are offered."""
    if find_spec("extractor.explain"):

        @app.command()
        def explain(
            file: Annotated[str, typer.Argument(metavar="FILE|-", help="A document, or - for standard input.")],
            rules: Rules = None,
            html: Annotated[
                Path | None, typer.Option("--html", metavar="FILE", help="Write a page instead of text.")
            ] = None,
        ) -> None:
            """Show what the pipeline makes of one document, step by step; nothing is stored."""
            with _bad_calls():
                from extractor.files import discover

                if file != "-":
                    discover([Path(file)])
                import_module("extractor.explain").explain_file(file, rules, html)

    if find_spec("extractor.report.page"):

        @app.command()
        def report(
            db: Database = DEFAULT_DATABASE,
            out: Annotated[Path, typer.Option("--output", "-o", metavar="FILE.html", help="Where to.")] = Path(
                "output/report.html"
            ),
        ) -> None:
            """Write one self-contained page about what the database holds."""
            with _bad_calls():
                import_module("extractor.report.page").write_report(db, out)
                _say(f"{out} written")

        @app.command()
        def serve(
            db: Database = DEFAULT_DATABASE,
            port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes a free one.")] = 8321,
        ) -> None:
            """Show the page live on this machine (127.0.0.1), until Ctrl-C."""
            with _bad_calls():
                server = import_module("extractor.report.serve").server(db, port)
                _say(f"http://127.0.0.1:{server.server_port}/ shows {db}; Ctrl-C ends it")
                try:
                    server.serve_forever()
                except KeyboardInterrupt:
                    server.server_close()

    if find_spec("extractor.workbench.cli"):
        app.add_typer(import_module("extractor.workbench.cli").app, name="rules")


# ------------------------------------------------------------------------------------------ what is said


def _say(line: str, err: bool = False) -> None:
    """One line, in which no file name or text can steer the terminal."""
    typer.echo("".join(c if c.isprintable() else ascii(c)[1:-1] for c in line), err=err)


def _refuse(message: str) -> NoReturn:
    _say(f"gongbao: {message}", err=True)
    raise typer.Exit(2)


@contextmanager
def _bad_calls() -> Iterator[None]:
    """What a call, a rule file or a database is to blame for ends with a message and exit status 2."""
    from extractor.files import NoSuchPathError
    from extractor.read.encoding import ReadError
    from extractor.rulefile import RulesError

    try:
        yield
    except (NoSuchPathError, RulesError) as err:
        _refuse(str(err))
    except ReadError as err:
        _say(f"gongbao: {err}", err=True)
        raise typer.Exit(1) from None
    except BrokenPipeError:
        # Whoever read standard output has had enough. What is still held back must not be written at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None
    except OSError as err:
        what = f"{err.filename}: " if err.filename else ""
        _refuse(f"{what}cannot be read or written ({err.strerror or err}); check the path and its permissions")
    except KeyboardInterrupt:
        _say("gongbao: interrupted; nothing was changed", err=True)
        raise typer.Exit(130) from None
    except Exception as err:
        from extractor.scale.pool import WorkersError
        from extractor.store.database import StoreError

        if isinstance(err, StoreError | WorkersError):
            _refuse(str(err))
        raise


@contextmanager
def _progress() -> Iterator[Callable[[Progress], None]]:
    if sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("", total=None)
            yield lambda p: bar.update(task, completed=p.done, total=p.total)
        return
    said = 0

    def line(p: Progress) -> None:
        nonlocal said
        step = p.done * PROGRESS_LINES // p.total
        if step > said:
            said = step
            _say(f"{p.done} of {p.total} documents", err=True)

    yield line


def _tell(s: Summary, db: Path) -> None:
    for failure in s.failures:
        remedy = f"; {failure.remedy}" if failure.remedy else ""
        _say(f"{failure.path}: {failure.problem}{remedy}", err=True)
    for rule in s.timed_out:
        _say(f"{rule}: stopped by its time limit in some clauses; bound its repeats (gongbao rules check)", err=True)
    for copy in s.copies:
        _say(f"{copy.path}: the same bytes as {copy.of}, counted once")
    copies = "copy" if len(s.copies) == 1 else "copies"
    parts = [(s.new, "new"), (s.changed, "changed"), (s.unchanged, "unchanged")]
    parts += [(len(s.copies), copies), (s.failed, "failed")]
    detail = ", ".join(f"{n:,} {what}" for n, what in parts if n)
    _say(f"{s.worked_on:,} of {_count(s.documents, 'document')} worked on" + (f" ({detail})" if detail else ""))
    if s.removed:
        _say(f"{_count(s.removed, 'document')} removed: the files are gone or cannot be read any more")
    t = s.totals
    held = ", ".join(_count(n, of) for n, of in ((t.documents, "document"), (t.records, "record"), (t.gaps, "gap")))
    _say(f"{db}{'' if s.written else ' is as it was'}: {held}, {t.quarantined:,} quarantined; {s.seconds:.1f} seconds")


def _count(n: int, of: str) -> str:
    return f"{n:,} {of}" if n == 1 else f"{n:,} {of}s"


def _period(p: Point) -> str:
    if p.period_start is None or p.period_end is None:
        return ""
    if (p.period_start.month, p.period_start.day, p.period_end.month, p.period_end.day) == (1, 1, 12, 31):
        years = (p.period_start.year, p.period_end.year)
        return str(years[0]) if years[0] == years[1] else f"{years[0]}/{years[1]}"
    if p.period_start == p.period_end:
        return p.period_end.isoformat()
    return f"{p.period_start}/{p.period_end}"


def _point_row(p: Point) -> dict[str, Any]:
    from extractor.store.export import plain

    what = " ".join((p.measure, *([f"against {p.base_period}"] if p.base_period else [])))
    return {
        "indicator": p.indicator,
        "region": p.region or "",
        "of": ", ".join(p.dimensions.values()),
        "measure": what,
        "period": _period(p),
        "actual": p.actual_text if p.actual is None else plain(p.actual),
        "target": p.target_text if p.target is None else plain(p.target),
        "unit": p.unit,
        "disputed": "yes" if p.disputed else "",
        "records": p.records,
        "sources": ", ".join(p.sources),
    }


def _show_table(points: list[Point]) -> None:
    rows = [_point_row(p) for p in points]
    if not rows:
        return
    if not sys.stdout.isatty():  # a pipe has no width to fit a table into: columns parted by tabs
        for cells in (list(rows[0]), *(list(r.values()) for r in rows)):
            typer.echo("\t".join(" ".join(str(c or "").split()) for c in cells))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    for row, point in zip(rows, points, strict=True):
        more = len(point.sources) - 1
        row["sources"] = point.sources[0] + (f" and {more} more" if more else "")
    # A terminal is narrow: what is the same in all rows stands in the title, what is empty in none is shown.
    same = {k: v for k, v in rows[0].items() if k in _TITLE and all(r[k] == v for r in rows)}
    shown = [k for k in rows[0] if k not in same and any(r[k] not in ("", None) for r in rows)]
    table = Table(title=Text(", ".join(str(v) for v in same.values() if v)), title_justify="left")
    for name in shown:
        number = name in ("actual", "target", "records")
        table.add_column(name, justify="right" if number else "left", no_wrap=number or name == "period")
    for row in rows:
        table.add_row(*(Text(str(row[k] or "")) for k in shown))
    Console().print(table)


#: Columns of a series that can move to the title of its table.
_TITLE = frozenset({"indicator", "region", "of", "measure", "unit"})


def _show_csv(points: list[Point]) -> None:
    import csv

    from extractor.store.export import cell

    writer = csv.writer(sys.stdout)
    for i, row in enumerate(map(_point_row, points)):
        if i == 0:
            writer.writerow(row)
        writer.writerow([cell(c) for c in row.values()])


def _show_json(points: list[Point]) -> None:
    from dataclasses import asdict
    from decimal import Decimal

    from extractor.store.export import number

    for p in points:
        row = {k: number(v) if isinstance(v, Decimal) else v for k, v in asdict(p).items()}
        typer.echo(json.dumps(row, ensure_ascii=False, default=str))


_SHOW: dict[SeriesFormat, Callable[[list[Point]], None]] = {
    SeriesFormat.TABLE: _show_table,
    SeriesFormat.CSV: _show_csv,
    SeriesFormat.JSON: _show_json,
}

_register_others()
