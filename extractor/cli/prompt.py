"""``gongbao sql``: a read-only prompt on the database, or one statement."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from extractor.cli.options import DEFAULT_DATABASE, Database, Form, Shown
from extractor.cli.show import show, stream
from extractor.cli.talk import bad_calls, printable, say

if TYPE_CHECKING:
    from extractor.store.reading import Reader

#: Rows of a table on a terminal; other forms show all.
TERMINAL_ROWS = 200
HISTORY_LINES = 2_000
_FIRST, _NEXT = "gongbao> ", "    ...> "
_HELP = """\
A statement ends with a semicolon and may go over several lines. The database is opened read-only.
  .tables          views and tables, and what they hold
  .schema NAME     columns of one, with type and meaning
  .format FORM     table, csv or json
  .help            this
  .quit            end (also Ctrl-D); Ctrl-C drops what was typed"""


def sql(
    command: Annotated[str | None, typer.Option("--command", "-c", metavar="SQL", help="Run this and end.")] = None,
    db: Database = DEFAULT_DATABASE,
    form: Shown = Form.TABLE,
) -> None:
    """Ask in SQL: a prompt on a terminal, statements from standard input elsewhere, or one with -c.

    Nothing can be changed: the database is opened read-only, and files of the machine are closed to statements.
    """
    # Nothing has to be cleared away, and a statement that runs for long would hold back a handler of our own.
    for end in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
        signal.signal(end, signal.SIG_DFL)
    with bad_calls():
        from extractor.store.reading import Reader

        with Reader(db) as reader:
            session = Session(reader, form)
            if command is not None:
                good = session.all(command)
            elif sys.stdin.isatty():
                say(f"{db}, read-only. {', '.join(t['name'] for t in reader.tables() if t['kind'] == 'view')}: views;")
                say(".tables lists the tables, too; .help says more")
                with history(reader):
                    session.talk(input)
                good = True
            else:
                good = session.all(sys.stdin.read())
    if not good:
        raise typer.Exit(2)


class Session:
    """Statements one after the other; ``form`` can change between them."""

    def __init__(self, reader: Reader, form: Form) -> None:
        self.reader = reader
        self.form = form

    def all(self, text: str) -> bool:
        """Run all statements of a text; stop at the first that cannot be run, and tell whether there was none."""
        from extractor.store.reading import bare, statements

        if text.lstrip().startswith("."):
            return all(self.order(line.strip()) is not False for line in text.splitlines() if line.strip())
        done, rest = statements(text)
        return all(self.run(s) for s in [*done, *([] if bare(rest) else [rest])])

    def talk(self, ask: Callable[[str], str]) -> None:
        """Ask for lines until there are no more."""
        from extractor.store.reading import bare, statements

        held = ""
        while True:
            try:
                line = ask(_NEXT if held else _FIRST)
            except EOFError:
                typer.echo()
                return
            except KeyboardInterrupt:
                typer.echo()
                held = ""
                continue
            if not held and line.strip().startswith("."):
                if self.order(line.strip()) is None:
                    return
                continue
            done, held = statements(f"{held}{line}\n")
            held = "" if bare(held) else held
            for statement in done:
                if not self.run(statement):
                    break

    def run(self, statement: str) -> bool:
        """Run one statement and show its rows; tells whether that went well."""
        from extractor.store.reading import BadStatement

        try:
            result = self.reader.run(statement)
            stream(self.form, result.names, result.batches, TERMINAL_ROWS)
        except BadStatement as err:
            first, *rest = str(err).splitlines()
            typer.echo("\n".join(printable(line) for line in (f"gongbao: {first}", *rest)), err=True)
            return False
        except KeyboardInterrupt:
            say("gongbao: interrupted", err=True)
            return False
        return True

    def order(self, line: str) -> bool | None:
        """Do what a line with a dot says; None to end, False where it could not be done."""
        from extractor.store.reading import BadStatement

        word, _, rest = line.partition(" ")
        rest = rest.strip().rstrip(";")
        try:
            if word in (".quit", ".exit"):
                return None
            if word == ".help":
                typer.echo(_HELP)
            elif word == ".tables":
                show(self.form, self.reader.tables())
            elif word == ".schema" and rest:
                show(self.form, self.reader.columns(rest))
            elif word == ".format" and rest in list(Form):
                self.form = Form(rest)
            else:
                raise BadStatement(f"{line}: no such order; .help lists them")
        except BadStatement as err:
            say(f"gongbao: {err}", err=True)
            return False
        return True


@contextlib.contextmanager
def history(reader: Reader) -> Iterator[None]:
    """Line editing, names completed with Tab, and the lines of earlier sessions, where the system has such."""
    try:
        import readline
    except ImportError:
        yield
        return
    from extractor.match.cache import folder

    kept = folder()
    file = None if kept is None else kept / "sql_history"
    if file is not None:
        with contextlib.suppress(OSError):
            readline.read_history_file(file)
    words = sorted({t["name"] for t in reader.tables()} | {c["column"] for c in _columns(reader)})
    readline.set_completer(lambda start, n: next(iter([w for w in words if w.startswith(start)][n : n + 1]), None))
    readline.parse_and_bind("tab: complete")
    try:
        yield
    finally:
        if file is not None:
            with contextlib.suppress(OSError):
                file.parent.mkdir(parents=True, exist_ok=True)
                readline.set_history_length(HISTORY_LINES)
                readline.write_history_file(file)


def _columns(reader: Reader) -> list[dict[str, Any]]:
    return [c for t in reader.tables() for c in reader.columns(t["name"])]
