"""Files that hold documents: zipped folders, web archives, feeds, and JSON files with several articles.

A member is a document of its own. Its path is the container's, ``!/`` and its name within: ``pages.zip!/2023/a.html``.
"""

from __future__ import annotations

import zipfile
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol

from .articles import feed_articles, json_articles
from .encoding import ReadError
from .extras import needs
from .limits import check_members

MEMBER = "!/"
_MOST_RESPONSES = 200_000
_MOST_BYTES = 64 << 20
"""Bytes that one response of a web archive may have."""
_KEPT = 2
"""Containers that a process keeps open: documents come in the order of their paths."""


class Container(Protocol):
    """Its members' names, in order, and the bytes of each. ``made`` is set where these bytes are no file's own."""

    names: tuple[str, ...]
    made: bool

    def read(self, name: str) -> bytes:
        """The bytes of a member. Raises KeyError for a name that it does not have, ReadError for a broken one."""
        ...


@dataclass(slots=True)
class _Zip:
    path: str
    archive: zipfile.ZipFile
    names: tuple[str, ...]
    inner: dict[str, str]
    made: bool = False

    def read(self, name: str) -> bytes:
        try:
            return self.archive.read(self.inner[name])
        except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as err:
            raise ReadError(f"{self.path}{MEMBER}{name}", "is damaged in its archive", "pack it again") from err


@dataclass(slots=True)
class _Held:
    names: tuple[str, ...]
    members: dict[str, bytes]
    made: bool

    def read(self, name: str) -> bytes:
        return self.members[name]


def _open_zip(path: str) -> Container:
    try:
        archive = zipfile.ZipFile(path)
        check_members(archive, path)
    except (zipfile.BadZipFile, OSError, NotImplementedError) as err:
        raise ReadError(path, "is a broken ZIP archive", "fetch it again") from err
    inner: dict[str, str] = {}
    for member in archive.infolist():
        name = _name(member)
        parts = PurePosixPath(name).parts
        if member.is_dir() or not parts or any(p.startswith((".", "~$", "__MACOSX")) or p == ".." for p in parts):
            continue
        inner[name] = member.filename
    return _Zip(path, archive, tuple(sorted(inner)), inner)


def _name(member: zipfile.ZipInfo) -> str:
    """A member's name; where the archive does not say that it is UTF-8, Chinese tools wrote it in GBK."""
    name = member.filename
    if not member.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("gb18030")
        except UnicodeError:
            name = member.filename
    return name.replace("\\", "/").lstrip("/")


def _open_warc(path: str) -> Container:
    needs("warcio", path, "warcio")
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    members: dict[str, bytes] = {}
    try:
        with Path(path).open("rb") as file:
            for record in ArchiveIterator(file):
                head = record.http_headers
                if record.rec_type != "response" or head is None or not head.get_statuscode().startswith("2"):
                    continue
                kind = (head.get_header("Content-Type") or "").lower()
                if "html" not in kind and "text/plain" not in kind:
                    continue
                body = record.content_stream().read(_MOST_BYTES)
                url = record.rec_headers.get_header("WARC-Target-URI") or str(len(members) + 1)
                if body.strip() and len(members) < _MOST_RESPONSES:
                    members.setdefault(_of_url(url), body)
    except (ArchiveLoadFailed, OSError, EOFError, ValueError) as err:
        raise ReadError(path, "is a broken web archive", "fetch it again") from err
    if not members:
        raise ReadError(path, "is a web archive without pages", "check what was crawled")
    return _Held(tuple(members), members, False)


def _of_url(url: str) -> str:
    """A page's name: its address without the scheme, as a path has it (one stroke between its parts)."""
    address = url.partition("://")[2] or url
    return str(PurePosixPath(address)).lstrip("/")


def _open_articles(find: Callable[[bytes, str], object], ending: str) -> Callable[[str], Container]:
    def opened(path: str) -> Container:
        data = Path(path).read_bytes()
        held = {f"{a.key}{ending}": a.page for a in find(data, path)}  # type: ignore[attr-defined]
        return _Held(tuple(held), held, True)

    return opened


_OPENERS: dict[str, Callable[[str], Container]] = {
    ".zip": _open_zip,
    ".warc": _open_warc,
    ".warc.gz": _open_warc,
    ".xml": _open_articles(feed_articles, ""),
    ".rss": _open_articles(feed_articles, ""),
    ".atom": _open_articles(feed_articles, ""),
    ".json": _open_articles(json_articles, ""),
    ".jsonl": _open_articles(json_articles, ""),
    ".ndjson": _open_articles(json_articles, ""),
}
ENDINGS = tuple(_OPENERS)
_open: OrderedDict[tuple[str, int, int], Container] = OrderedDict()


def is_container(path: str) -> bool:
    """Whether a file of this name holds documents."""
    return path.lower().endswith(ENDINGS)


def split_member(path: str) -> tuple[str, str] | None:
    """The container and the member that a path names; None for a file's own path."""
    outer, mark, inner = path.partition(MEMBER)
    return (outer, inner) if mark and is_container(outer) else None


def open_container(path: str) -> Container:
    """The container at ``path``, kept open for the documents that follow.

    Raises ReadError where it cannot be read as what its name says, OSError where it cannot be read at all.
    """
    state = Path(path).stat()
    key = (path, state.st_size, state.st_mtime_ns)
    if key not in _open:
        ending = max((e for e in _OPENERS if path.lower().endswith(e)), key=len)
        _open[key] = _OPENERS[ending](path)
        while len(_open) > _KEPT:
            _open.popitem(last=False)
    _open.move_to_end(key)
    return _open[key]


def read_member(outer: str, inner: str) -> tuple[bytes, bool]:
    """The bytes of a member, and whether they were made (of an article's fields). Raises ReadError, OSError."""
    container = open_container(outer)
    try:
        return container.read(inner), container.made
    except KeyError as err:
        raise ReadError(f"{outer}{MEMBER}{inner}", "is not in the archive", "check the name within it") from err


__all__ = ["ENDINGS", "MEMBER", "is_container", "open_container", "read_member", "split_member"]
