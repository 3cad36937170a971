"""`gongbao rules …`: for the people who write rules. Arguments in, exit status out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(name="rules", help="Write, check, try and compare rules.", no_args_is_help=True)

RulesDir = Annotated[
    Path | None, typer.Option("--rules", metavar="DIR", help="The rules folder.", show_default="that of the package")
]
Bulletins = Annotated[list[Path] | None, typer.Argument(metavar="[PATH]...", help="Bulletins.", show_default="corpus")]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to.", show_default="standard output")
]
SAMPLES = Path("corpus")


class CheckFormat(StrEnum):
    """Formats of ``gongbao rules check``."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


class DiffFormat(StrEnum):
    """Formats of ``gongbao rules diff``."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


@contextmanager
def _bad_calls() -> Iterator[None]:
    """What a call or a rule file is to blame for ends with a message and exit status 2."""
    from extractor.files import NoSuchPathError
    from extractor.lexicon import RulesError
    from extractor.read.encoding import ReadError
    from extractor.workbench.revisions import RevisionError

    try:
        yield
    except (RulesError, ReadError, NoSuchPathError, RevisionError) as err:
        typer.echo(str(err), err=True)
        raise typer.Exit(2) from err


def _documents(paths: list[Path]) -> list[Path]:
    """The documents that files and folders are or hold; files that cannot be opened are named and passed over."""
    from extractor.files import discover, members
    from extractor.read.encoding import ReadError

    out: list[Path] = []
    for file in discover(paths).files:
        try:
            out += map(Path, members(file))
        except ReadError as err:
            typer.echo(str(err), err=True)
    return out


def _refuse(message: str) -> typer.Exit:
    typer.echo(message, err=True)
    return typer.Exit(2)


def _write(lines: Iterator[str] | list[str], out: Path | None) -> None:
    if out is None:
        for line in lines:
            typer.echo(line)
    else:
        out.write_text("\n".join(lines) + "\n", encoding="utf-8")


@app.command()
def new(
    rule_id: Annotated[
        str, typer.Argument(metavar="TOPIC.ID", help="Topic and name of the rule: transport.low_floor.")
    ],
    text: Annotated[str | None, typer.Option("--text", help="A sentence that the rule shall read.")] = None,
    value: Annotated[str | None, typer.Option("--value", help="Its number, in the base unit: 25000 for 2.5万.")] = None,
    indicator: Annotated[str | None, typer.Option("--indicator", help="Id or name of the indicator.")] = None,
    counter: Annotated[str | None, typer.Option("--counter", help="A near miss that it must not read.")] = None,
    about: Annotated[str | None, typer.Option("--about", help="One sentence about it.")] = None,
    rules: RulesDir = None,
) -> None:
    """Write a rule from a sentence and its record; the pattern is proposed. What is not given is asked for."""
    from extractor.workbench.new import NewRuleError, propose, write_rule

    with _bad_calls():
        from extractor.pipeline import load_rules

        loaded = load_rules(rules)
        try:
            text = text or _asked("A sentence that the rule shall read", "--text")
            value = value or _asked("Its number, in the base unit (25000 for 2.5万)", "--value")
            indicator = indicator or _asked("Id or name of the indicator", "--indicator")
            proposal = propose(loaded, rule_id, text, value, indicator)
            typer.echo(f"masked:  {proposal.masked}", err=True)
            typer.echo(f"pattern: {proposal.pattern}", err=True)
            if counter is None and _on_terminal():
                counter = typer.prompt("A near miss that it must not read (empty: write it later)", "", err=True)
            path = write_rule(loaded, proposal, counter or None, about)
        except NewRuleError as err:
            raise _refuse(str(err)) from err
    typer.echo(f"{path}: {proposal.rule_id} written; edit it, then: gongbao rules check")


def _on_terminal() -> bool:
    return sys.stdin.isatty()


def _asked(question: str, option: str) -> str:
    if not _on_terminal():
        raise _refuse(f"give {option}")
    return str(typer.prompt(question, err=True))


@app.command(name="try")
def try_rule(
    rule_id: Annotated[str, typer.Argument(metavar="ID", help="The rule.")],
    text: Annotated[str, typer.Argument(help="A text as a bulletin has it.")],
    pattern: Annotated[str | None, typer.Option("--pattern", help="Another pattern instead of the rule's own.")] = None,
    rules: RulesDir = None,
) -> None:
    """Show what a rule makes of a text: what matched, what won over it and why, or where its pattern failed."""
    with _bad_calls():
        from extractor.pipeline import load_rules
        from extractor.workbench.trying import tried

        _write(tried(load_rules(rules), rule_id, text, pattern), None)


@app.command()
def check(
    rules: RulesDir = None,
    form: Annotated[CheckFormat, typer.Option("--format", "-f", help="How to show it.")] = CheckFormat.TEXT,
    corpus: Annotated[
        Path | None,
        typer.Option("--corpus", metavar="DIR", help="Sample bulletins.", show_default="corpus, if it is there"),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Show all warnings, not the first of each kind.")] = False,
) -> None:
    """Validate every rule file and run every example in it. Ends with 2 where there are errors."""
    from extractor.workbench.check import check_rules
    from extractor.workbench.findings import shown

    with _bad_calls():
        samples = corpus or (SAMPLES if SAMPLES.is_dir() else None)
        loaded, findings = check_rules(rules, _documents([samples]) if samples else [])
    for line in shown(findings, form.value, every):
        typer.echo(line, err=form is CheckFormat.TEXT)
    errors = sum(f.severity == "error" for f in findings)
    warnings = f", {_count(len(findings) - errors, 'warning')}" if len(findings) > errors else ""
    if errors or loaded is None:
        typer.echo(f"{_count(errors, 'error')}{warnings}", err=True)
        raise typer.Exit(2)
    typer.echo(
        f"{len(loaded.rules)} rules, {len(loaded.scanner.traps.traps)} traps, "
        f"{len(loaded.indicators)} indicators, {len(loaded.units)} units: no fault{warnings}",
        err=form is not CheckFormat.TEXT,
    )


def _count(n: int, of: str) -> str:
    return f"{n} {of}" if n == 1 else f"{n} {of}s"


@app.command()
def explain(
    code: Annotated[str, typer.Argument(metavar="CODE|ID", help="A code of `rules check`, or the id of a rule.")],
    rules: RulesDir = None,
) -> None:
    """Tell more about a finding, or about a rule: what it is for, what replaced it."""
    from extractor.workbench.explaining import explained

    with _bad_calls():
        lines = explained(code, rules)
        if lines is None:
            raise _refuse(f"{code}: no such code or rule")
        _write(lines, None)


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help="The rules as they are: a folder or a git revision.")],
    new: Annotated[str, typer.Argument(help="The rules as they shall be.")],
    paths: Bulletins = None,
    form: Annotated[DiffFormat, typer.Option("--format", "-f", help="How to show it.")] = DiffFormat.TEXT,
    out: Output = None,
) -> None:
    """Records gained, lost and changed between two states of the rules."""
    with _bad_calls():
        from extractor.workbench.diff import diff_rules
        from extractor.workbench.diffshow import SHOW
        from extractor.workbench.revisions import rules_at

        files = _documents(paths or [SAMPLES])
        with rules_at(old) as a, rules_at(new) as b:
            changes = list(diff_rules(a, b, files, lambda problem: typer.echo(problem, err=True)))
        _write(SHOW[form.value](changes, old, new, len(files)), out)


@app.command()
def coverage(
    paths: Bulletins = None,
    rules: RulesDir = None,
    form: Annotated[CheckFormat, typer.Option("--format", "-f", help="text or json")] = CheckFormat.TEXT,
    every: Annotated[bool, typer.Option("--all", help="All rules, not the most used ones alone.")] = False,
) -> None:
    """Which rules read which numbers of some bulletins, and which numbers none reads."""
    with _bad_calls():
        from extractor.pipeline import load_rules
        from extractor.workbench.coverage import as_json, as_text, cover

        files = _documents(paths or [SAMPLES])
        told = cover(load_rules(rules), files)
        _write([as_json(told)] if form is CheckFormat.JSON else as_text(told, every), None)


@app.command()
def fmt(
    rules: RulesDir = None,
    only_check: Annotated[
        bool, typer.Option("--check", help="Write nothing; end with 1 where something would.")
    ] = False,
) -> None:
    """Put rule files into the one layout; comments stay."""
    with _bad_calls():
        from extractor.lexicon import default_rules_dir
        from extractor.workbench.layout import format_rules

        changed = format_rules(rules or default_rules_dir(), write=not only_check)
    for path in changed:
        typer.echo(f"{path}{' would change' if only_check else ''}")
    if only_check and changed:
        raise typer.Exit(1)


@app.command()
def lock(
    rules: RulesDir = None,
    bump: Annotated[bool, typer.Option("--bump", help="Raise the version of rules whose pattern changed.")] = False,
) -> None:
    """Bring rules/versions.lock and the ledger of retired ids up to date."""
    with _bad_calls():
        from extractor.lexicon import default_rules_dir
        from extractor.workbench.fields import read_rules
        from extractor.workbench.lock import write_lock

        root = rules or default_rules_dir()
        written, findings = read_rules(root)
        if findings:
            raise _refuse(f"{findings[0].place}: {findings[0].message}; mend this first (gongbao rules check)")
        done, stale = write_lock(written, root, bump)
    for line in done:
        typer.echo(line)
    if stale:
        raise _refuse(
            f"changed without a new version: {', '.join(stale)}\nraise their `version`, or: gongbao rules lock --bump"
        )


@app.command()
def docs(
    rules: RulesDir = None,
    out: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where to.")] = Path("docs/reference"),
    only_check: Annotated[
        bool, typer.Option("--check", help="Write nothing; end with 1 where something would.")
    ] = False,
) -> None:
    """Write the reference of rules, indicators, word lists and codes, and the schema for editors."""
    with _bad_calls():
        from extractor.pipeline import load_rules
        from extractor.workbench.reference import write_reference

        changed = write_reference(load_rules(rules), out, write=not only_check)
    for path in changed:
        typer.echo(f"{path}{' would change' if only_check else ''}")
    if only_check and changed:
        raise typer.Exit(1)
