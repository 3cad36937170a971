"""What the command line says, and how it ends: no file name or text steers the terminal, every fault has a remedy."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import typer

if TYPE_CHECKING:
    from extractor.run import Progress

#: Lines of progress at most, where there is no terminal to draw a bar on.
PROGRESS_LINES = 20


def printable(text: str) -> str:
    """The text with everything that could steer a terminal spelt out.

    >>> printable("a\\x1b[31m\\n")
    'a\\\\x1b[31m\\\\n'
    """
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def say(line: str, err: bool = False) -> None:
    """One line to standard output, or to standard error."""
    typer.echo(printable(line), err=err)


def refuse(message: str) -> NoReturn:
    """Say what is wrong with the call and end with status 2."""
    say(f"gongbao: {message}", err=True)
    raise typer.Exit(2)


def count(n: int, of: str) -> str:
    """A number of things.

    >>> count(1, "record"), count(1200, "record")
    ('1 record', '1,200 records')
    """
    return f"{n:,} {of}" if n == 1 else f"{n:,} {of}s"


@contextmanager
def bad_calls() -> Iterator[None]:
    """What a call, a rule file or a database is to blame for ends with a message and exit status 2."""
    from extractor.files import NoSuchPathError
    from extractor.read.encoding import ReadError
    from extractor.rulefile import RulesError

    try:
        yield
    except (NoSuchPathError, RulesError) as err:
        refuse(str(err))
    except ReadError as err:
        say(f"gongbao: {err}", err=True)
        raise typer.Exit(1) from None
    except BrokenPipeError:
        # Whoever read standard output has had enough. What is still held back must not be written at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None
    except OSError as err:
        what = f"{err.filename}: " if err.filename else ""
        refuse(f"{what}cannot be read or written ({err.strerror or err}); check the path and its permissions")
    except KeyboardInterrupt:
        _interrupted()
    except Exception as err:
        from extractor.scale.pool import WorkersError
        from extractor.store.database import StoreError
        from extractor.store.filters import BadFilter, Unknown
        from extractor.store.reading import interrupted

        if interrupted(err):
            _interrupted()
        if isinstance(err, StoreError | WorkersError | BadFilter | Unknown):
            refuse(str(err))
        raise


def _interrupted() -> NoReturn:
    say("gongbao: interrupted; nothing was changed", err=True)
    raise typer.Exit(130) from None


@contextmanager
def progress() -> Iterator[Callable[[Progress], None]]:
    """Where to tell progress: a bar on a terminal, at most :data:`PROGRESS_LINES` lines elsewhere."""
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
            say(f"{p.done} of {p.total} documents", err=True)

    yield line
