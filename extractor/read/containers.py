"""Files that hold documents: zipped folders, web archives, feeds, JSON and separated values with several articles.

A member is a document of its own. Its path is the container's, ``!/`` and its name within: ``pages.zip!/2023/a.html``.
A container may lie in a zipped folder (``pages.zip!/news.xml!/2``); a zipped folder within another is not opened.
Nothing is ever unpacked to the disk, so a name leads nowhere outside, whatever it says.
"""

from __future__ import annotations

import io
import zipfile
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

from .article_rows import row_articles, sheet_articles
from .articles import Article, feed_articles, json_articles
from .encoding import ReadError
from .limits import BROKEN, check_members, locked
from .members import MEMBER, Member, free_name
from .web_archives import archived_pages

_KEPT = 4
"""Containers that a process keeps open: documents come in the order of their paths."""
_HIDDEN = (".", "~$", "__MACOSX")


class Container(Protocol):
    """Its members' names, in order, and the members. ``made`` is set where these are articles in fields; with fewer
    than two of them it is a document itself."""

    names: tuple[str, ...]
    made: bool

    def read(self, name: str) -> Member:
        """A member. Raises KeyError for a name that it does not have, ReadError for a broken one."""
        ...


# --------------------------------------------------------------------------- zipped folders


@dataclass(slots=True)
class _Zip:
    path: str
    archive: zipfile.ZipFile
    names: tuple[str, ...]
    inner: dict[str, zipfile.ZipInfo]
    made: bool = False

    def read(self, name: str) -> Member:
        path = f"{self.path}{MEMBER}{name}"
        member = self.inner[name]
        if member.flag_bits & 1:
            raise locked(path)
        try:
            return Member(self.archive.read(member))
        except NotImplementedError as err:
            problem = "is packed by a method that this reader does not know"
            raise ReadError(path, problem, "pack it again as an ordinary ZIP") from err
        except BROKEN as err:
            raise ReadError(path, "is damaged in its archive", "pack it again") from err


def _open_zip(path: str) -> Container:
    if split_member(path) is not None:
        raise ReadError(path, "is an archive within an archive", "unpack the outer one and give the folder")
    try:
        archive = zipfile.ZipFile(path)  # stays open: its members are read when they are asked for
    except FileNotFoundError:
        raise
    except BROKEN as err:
        raise ReadError(path, "is a broken ZIP archive", "fetch it again") from err
    check_members(archive, path)
    inner: dict[str, zipfile.ZipInfo] = {}
    for member in archive.infolist():
        parts = [p for p in PurePosixPath(_name(member)).parts if p not in ("/", "..", ".")]
        if not member.is_dir() and parts and not any(p.startswith(_HIDDEN) for p in parts):
            inner[free_name("/".join(parts), inner)] = member
    return _Zip(path, archive, tuple(sorted(inner)), inner)


def _name(member: zipfile.ZipInfo) -> str:
    """A member's name. Where the archive does not say that it is UTF-8, it may be so nevertheless (macOS), or GBK
    (Chinese tools)."""
    name = member.filename
    if not member.flag_bits & 0x800:
        try:
            raw = name.encode("cp437")
        except UnicodeError:
            return name.replace("\\", "/")
        for codec in ("utf-8", "gb18030"):
            try:
                name = raw.decode(codec)
                break
            except UnicodeError:
                continue
    return name.replace("\\", "/")


# --------------------------------------------------------------------------- files read as a whole


@dataclass(slots=True)
class _Held:
    names: tuple[str, ...]
    members: dict[str, Member | ReadError]
    made: bool

    def read(self, name: str) -> Member:
        member = self.members[name]
        if isinstance(member, ReadError):
            raise member
        return member


def _open_warc(path: str) -> Container:
    with _file(path) as file:
        members = archived_pages(file, path)
    return _Held(tuple(members), members, False)


def _open_articles(find: Callable[[bytes, str], Iterator[Article]]) -> Callable[[str], Container]:
    def opened(path: str) -> Container:
        with _file(path) as file:
            found = find(file.read(), path)
            held: dict[str, Member | ReadError] = {a.key: a.problem or Member(a.page, True) for a in found}
        return _Held(tuple(held), held, True)

    return opened


_OPENERS: dict[str, Callable[[str], Container]] = {
    ".zip": _open_zip,
    ".warc": _open_warc,
    ".warc.gz": _open_warc,
    ".xml": _open_articles(feed_articles),
    ".rss": _open_articles(feed_articles),
    ".atom": _open_articles(feed_articles),
    ".json": _open_articles(json_articles),
    ".jsonl": _open_articles(json_articles),
    ".ndjson": _open_articles(json_articles),
    ".csv": _open_articles(row_articles),
    ".tsv": _open_articles(row_articles),
    ".xlsx": _open_articles(sheet_articles),
    ".xlsm": _open_articles(sheet_articles),
}
ENDINGS = tuple(_OPENERS)
_open: OrderedDict[tuple[str, int, int], Container] = OrderedDict()


def is_container(path: str) -> bool:
    """Whether a file of this name holds documents."""
    return path.lower().endswith(ENDINGS)


def split_member(path: str) -> tuple[str, str] | None:
    """The container and the member that a path names, the innermost container first; None for a file's own path."""
    at = path.rfind(MEMBER)
    while at > 0:
        if is_container(path[:at]):
            return path[:at], path[at + len(MEMBER) :]
        at = path.rfind(MEMBER, 0, at)
    return None


def file_of(path: str) -> str:
    """The file on disk that a document lies in: the outermost container, or the document's own file."""
    outer = split_member(path)
    while outer is not None:
        path = outer[0]
        outer = split_member(path)
    return path


def open_container(path: str) -> Container:
    """The container at ``path``, kept open for the documents that follow.

    Raises ReadError where it cannot be read as what its name says, OSError where it cannot be read at all.
    """
    state = Path(file_of(path)).stat()
    key = (path, state.st_size, state.st_mtime_ns)
    if key not in _open:
        opener = _OPENERS[max((e for e in _OPENERS if path.lower().endswith(e)), key=len)]
        _open[key] = opener(path)
        while len(_open) > _KEPT:
            _open.popitem(last=False)
    _open.move_to_end(key)
    return _open[key]


def _file(path: str) -> BinaryIO:
    """A container's bytes, be it a file or a member of another container."""
    within = split_member(path)
    return Path(path).open("rb") if within is None else io.BytesIO(read_member(*within).data)


def read_member(outer: str, inner: str) -> Member:
    """A member of a container. Raises ReadError, OSError."""
    try:
        return open_container(outer).read(inner)
    except KeyError as err:
        raise ReadError(f"{outer}{MEMBER}{inner}", "is not in the archive", "check the name within it") from err


__all__ = [
    "ENDINGS",
    "MEMBER",
    "Member",
    "file_of",
    "is_container",
    "open_container",
    "read_member",
    "split_member",
]
