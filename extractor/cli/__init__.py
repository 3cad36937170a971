"""The command line: arguments in, exit status out. What is done stands in the modules that this one calls.

Exit status: 0 all documents were read, 1 some could not be (they are named, the rest has landed), 2 the call,
the rules or the database cannot be used (nothing was changed). Modules are imported by the command that needs
them, so that ``gongbao --help`` does not wait for a database engine.
"""

from __future__ import annotations

import signal
import sys
from importlib import import_module
from importlib.util import find_spec
from typing import Annotated

import typer

from extractor.cli import asking, exporting, extracting, looking, naming, prompt
from extractor.cli.talk import PROGRESS_LINES

__all__ = ["PROGRESS_LINES", "app", "main"]

app = typer.Typer(
    name="gongbao",
    help="Chinese government bulletins in, validated and traceable statistical records out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


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


for _command in (
    *(extracting.extract, exporting.export),
    *(asking.facts, asking.series, asking.search, asking.conflicts, asking.targets, asking.audits),
    prompt.sql,
):
    app.command()(_command)
app.add_typer(naming.app, name="indicators")

# Commands of modules that may be absent from an installation: those that are there are offered.
if find_spec("extractor.explain"):
    app.command()(looking.explain)
if find_spec("extractor.report.page"):
    app.command()(looking.report)
    app.command()(looking.serve)
if find_spec("extractor.workbench.cli"):
    app.add_typer(import_module("extractor.workbench.cli").app, name="rules")
