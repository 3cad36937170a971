"""Which files a corpus has.

From a folder: every file in it and below it, save hidden ones (a leading dot), README files, the leavings of
editors and office programs (``name~``, ``~$name``), folders named ``expected``, and one file that the caller
leaves out. Links to folders are not followed. A file that is given by its own name is always taken.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from extractor.read.containers import MEMBER, file_of, is_container, open_container, read_member, split_member
from extractor.read.encoding import ReadError

_SKIPPED_FOLDERS = frozenset({"expected"})


class NoSuchPathError(Exception):
    """A path that is given and cannot be listed: which one, what is wrong with it, what would mend it."""

    def __init__(self, path: str, problem: str, remedy: str) -> None:
        self.path = path
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"{path}: {problem}; {remedy}")


@dataclass(frozen=True, slots=True)
class Found:
    """The files to read, sorted by path, and the folders that were given."""

    files: tuple[str, ...]
    folders: tuple[str, ...]

    def covers(self, path: str) -> bool:
        """Whether ``path`` lies, or would lie, in one of the folders or in one of the containers that were given."""
        if split_member(path) is not None and file_of(path) in self.files:
            return True
        return any(_lies_in(PurePath(path), folder) for folder in self.folders)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells a file's content from another's: SHA-256 in hexadecimal, and the number of bytes."""

    digest: str
    size: int


def discover(paths: Iterable[Path], leave_out: Path | None = None) -> Found:
    """The files that ``paths`` name or hold, each once.

    Raises NoSuchPathError for a path that is not there.
    """
    files: set[str] = set()
    folders: set[str] = set()
    for path in paths:
        try:
            mode = (Path(file_of(str(path))) if split_member(str(path)) else path).stat().st_mode
        except FileNotFoundError as err:
            raise NoSuchPathError(str(path), "no such file or folder", "check the path; nothing was changed") from err
        except OSError as err:
            raise NoSuchPathError(
                str(path), f"cannot be reached ({err.strerror})", "check its permissions; nothing was changed"
            ) from err
        if stat.S_ISDIR(mode):
            folders.add(str(path))
            files.update(str(f) for f in _walk(path, leave_out))
        else:
            files.add(str(path))
    return Found(tuple(sorted(files)), tuple(sorted(folders)))


def members(path: str) -> list[str]:
    """The documents that a file holds, by path: itself, or a container's members, hidden ones left out, and those of
    containers within it.

    Raises ReadError for a container that cannot be opened. A file that cannot be reached is given as it is.
    """
    if not is_container(path):
        return [path]
    try:
        container = open_container(path)
    except OSError:
        return [path]  # reading it will say why
    if container.made and len(container.names) < 2:
        return [path]
    within = [f"{path}{MEMBER}{name}" for name in container.names if not _skipped(name.rpartition("/")[2])]
    return within if container.made else [document for inner in within for document in _inner(inner)]


def _inner(path: str) -> list[str]:
    """The documents of a container's member; itself where it cannot be opened, so that reading it says why."""
    try:
        return members(path)
    except ReadError:
        return [path]


def is_there(path: str) -> bool:
    """Whether there is a file or a container's member of this path; yes where that cannot be told."""
    member = split_member(path)
    try:
        if member is not None and Path(file_of(path)).exists():
            return member[1] in open_container(member[0]).names
        return Path(path).exists()
    except (OSError, ReadError):
        return True


def stamp(path: str) -> Stamp:
    """Read a file once and say what tells its content apart.

    Raises OSError or ReadError where it cannot be read, UnicodeEncodeError where its name is no valid UTF-8 and so
    cannot be stored.
    """
    path.encode()
    member = split_member(path)
    if member is not None:
        data = read_member(*member).data
        return Stamp(hashlib.sha256(data).hexdigest(), len(data))
    with open(path, "rb") as file:  # noqa: PTH123  # the path stays the very text that names the document
        return Stamp(hashlib.file_digest(file, "sha256").hexdigest(), file.tell())


def _walk(folder: Path, leave_out: Path | None) -> Iterator[Path]:
    for where, inner, names in os.walk(folder, onerror=_refuse):
        inner[:] = [d for d in inner if not d.startswith(".") and d not in _SKIPPED_FOLDERS]
        for name in names:
            path = Path(where, name)
            if not _skipped(name) and (leave_out is None or not _same(path, leave_out)):
                yield path


def _refuse(err: OSError) -> None:
    raise NoSuchPathError(
        str(err.filename),
        f"the folder cannot be read ({err.strerror})",
        "check its permissions; nothing was changed",
    ) from err


def _skipped(name: str) -> bool:
    return name.startswith((".", "~$")) or name.endswith("~") or name.lower().partition(".")[0] == "readme"


def _same(path: Path, other: Path) -> bool:
    return path.name == other.name and path.exists() and other.exists() and path.samefile(other)


def _lies_in(path: PurePath, folder: str) -> bool:
    if folder == ".":
        return not path.is_absolute() and ".." not in path.parts
    return path.is_relative_to(folder)
