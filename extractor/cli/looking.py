"""``gongbao explain``, ``report`` and ``serve``: what people look at, in modules that an installation may lack."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.options import DEFAULT_DATABASE, Database, Rules
from extractor.cli.talk import bad_calls, say


def explain(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="A document, or - for standard input.")],
    rules: Rules = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write a page instead of text.")] = None,
) -> None:
    """Show what the pipeline makes of one document, step by step; nothing is stored."""
    with bad_calls():
        from extractor.files import discover

        if file != "-":
            discover([Path(file)])
        import_module("extractor.explain").explain_file(file, rules, html)


def report(
    db: Database = DEFAULT_DATABASE,
    out: Annotated[Path, typer.Option("--output", "-o", metavar="FILE.html", help="Where to.")] = Path(
        "output/report.html"
    ),
) -> None:
    """Write one self-contained page about what the database holds."""
    with bad_calls():
        import_module("extractor.report.page").write_report(db, out)
        say(f"{out} written")


def serve(
    db: Database = DEFAULT_DATABASE,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes a free one.")] = 8321,
) -> None:
    """Show the page live on this machine (127.0.0.1), until Ctrl-C."""
    with bad_calls():
        server = import_module("extractor.report.serve").server(db, port)
        say(f"http://127.0.0.1:{server.server_port}/ shows {db}; Ctrl-C ends it")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            server.server_close()
