"""Where exports go: files and folders that appear only when they are complete."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from extractor.store.database import UnwritableDatabase

#: Marks a folder as made by an export, so that the next one may replace it.
MARK = ".gongbao-export"


@contextmanager
def complaining(path: Path) -> Iterator[None]:
    """Faults of the operating system as UnwritableDatabase, which says what would mend them."""
    try:
        yield
    except OSError as err:
        raise UnwritableDatabase(
            path, f"cannot be written ({err.strerror or err})", "check the folder and its permissions"
        ) from err


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file to write, put in place of ``path`` at the end; a device or a pipe is written to directly."""
    if path.exists() and not path.is_file():
        with path.open("wb") as out:
            yield out
        return
    path = path.resolve()
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as out:
            yield out
        if path.exists():
            shutil.copymode(path, part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def replacing_folder(path: Path) -> Iterator[Path]:
    """An empty folder to fill, put in place of ``path`` at the end.

    Raises UnwritableDatabase where ``path`` is a file, or a folder that holds something other than an export.
    """
    shown, path = path, path.resolve()
    if path.exists() and (not path.is_dir() or (any(path.iterdir()) and not (path / MARK).exists())):
        raise UnwritableDatabase(
            shown, "is there, and is no export made earlier", "give another folder with -o, or remove this one"
        )
    part, old = (path.with_name(f".{path.name}.{os.getpid()}.{end}") for end in ("part", "old"))
    try:
        part.mkdir()
        (part / MARK).write_text("Made by gongbao export; the next export to this folder replaces it.\n")
        yield part
        if path.exists():
            path.replace(old)
        part.replace(path)
    finally:
        for left in (part, old):
            shutil.rmtree(left, ignore_errors=True)
