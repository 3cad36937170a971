"""`gongbao rules …`: for the people who write rules."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(name="rules", help="Check, try and compare rules.", no_args_is_help=True)

RulesDir = Annotated[
    Path | None, typer.Option("--rules", metavar="DIR", help="The rules folder.", show_default="that of the package")
]


@app.command()
def check(rules: RulesDir = None) -> None:
    """Validate every rule file and run every example in it."""
    from extractor.workbench.check import check_rules

    loaded, faults = check_rules(rules)
    for fault in faults:
        typer.echo(str(fault), err=True)
    if loaded is None or faults:
        typer.echo(f"{len(faults)} fault(s)", err=True)
        raise typer.Exit(2)
    typer.echo(
        f"{len(loaded.rules)} rules, {len(loaded.scanner.traps.traps)} traps, "
        f"{len(loaded.indicators)} indicators, {len(loaded.units)} units: no fault"
    )


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(help="The rules folder as it is.")],
    new: Annotated[Path, typer.Argument(help="The rules folder as it shall be.")],
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH]...", help="Bulletins.", show_default="corpus")
    ] = None,
) -> None:
    """Records gained, lost and changed between two rules folders."""
    from extractor.files import NoSuchPathError, discover
    from extractor.lexicon import RulesError
    from extractor.read.encoding import ReadError
    from extractor.workbench.diff import diff_rules

    counts = {"gained": 0, "lost": 0, "changed": 0}
    marks = {"gained": "+", "lost": "-", "changed": "~"}
    try:
        files = [Path(f) for f in discover(paths or [Path("corpus")]).files]
        for c in diff_rules(old, new, files):
            counts[c.kind] += 1
            typer.echo(
                f"{marks[c.kind]} {c.path}:{c.raw_start} {c.raw_text!r}"
                + (f" [{', '.join(c.fields)}]" if c.fields else "")
            )
            for sign, told in (("-", c.old), ("+", c.new)):
                if told:
                    typer.echo(f"    {sign} {told}")
            typer.echo(f"    “{c.evidence}”")
    except (RulesError, ReadError, NoSuchPathError) as err:
        typer.echo(str(err), err=True)
        raise typer.Exit(2) from err
    typer.echo(f"{counts['gained']} gained, {counts['lost']} lost, {counts['changed']} changed")
