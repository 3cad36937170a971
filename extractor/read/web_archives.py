"""Web archives (WARC): the pages and documents that a crawl was given, by their addresses."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from .encoding import ReadError
from .extras import needs
from .html import looks_like_html
from .members import MEMBER, Member, free_name

_MOST_PAGES = 200_000
_MOST_BYTES = 64 << 20
"""Bytes that one page may have."""
_MOST_HELD = 1 << 30
"""Bytes that all pages may have."""
_KINDS = ("html", "text/plain", "application/pdf", "officedocument")
_UNPACKED = frozenset(("", "identity", "gzip", "x-gzip", "deflate"))
"""Codings of a page that are undone while reading; others only where what does so is installed."""
_PAGE_RECORDS = frozenset(("response", "resource", "conversion"))
_PART = "206"
_END = "end"
_GZIP = b"\x1f\x8b"


def archived_pages(file: BinaryIO, path: str) -> dict[str, Member | ReadError]:
    """The pages of a web archive by their addresses. One that was fetched again and had changed is another document;
    what was not found, led elsewhere or came in part is none.

    Of an archive that breaks off, the whole pages before that place are kept, and the place is a member that fails.
    Raises ReadError for one without pages.
    """
    needs("warcio", path, "warcio")
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    members: dict[str, Member | ReadError] = {}
    try:
        try:
            _collect(ArchiveIterator(file), path, members)
        except ArchiveLoadFailed:
            if not _is_packed(file):
                raise
            members.clear()
            with gzip.GzipFile(fileobj=file) as whole:  # packed as one file, not record by record
                _collect(ArchiveIterator(whole), path, members)
        _check_end(file)
    except ReadError:
        raise
    except Exception as err:  # warcio raises whatever a damaged record makes it stumble over
        if not members:
            raise ReadError(path, "is a broken web archive", "fetch it again") from err
        problem = f"is where the web archive breaks off, after {len(members)} pages"
        end = free_name(_END, members)
        members[end] = ReadError(f"{path}{MEMBER}{end}", problem, "fetch it again")
    if not members:
        raise ReadError(path, "is a web archive without pages", "check what was crawled")
    return members


def _collect(records: Iterable[Any], path: str, members: dict[str, Member | ReadError]) -> None:
    held = 0
    for record in records:
        kind = _kind(record)
        if kind is None:
            continue
        body = record.content_stream().read(_MOST_BYTES + 1)
        held += len(body)
        if len(body) > _MOST_BYTES or held > _MOST_HELD or len(members) == _MOST_PAGES:
            problem = "holds more than can be kept in memory"
            raise ReadError(path, problem, f"split it into archives of at most {_MOST_HELD:,} bytes of pages")
        if getattr(record.raw_stream, "limit", 0) > 0 and not record.raw_stream.read(1):
            raise EOFError(f"{path}: a page is shorter than its record says")
        if not body.strip() or (not kind and not looks_like_html(body[:4096].decode("latin-1"))):
            continue
        page: Member | ReadError = Member(body, charset=_charset(kind))
        name = _of_url(record.rec_headers.get_header("WARC-Target-URI") or str(len(members) + 1))
        if members.get(name) == page:
            continue
        name = free_name(name, members)
        coding = _coding(record)
        if coding not in _UNPACKED and not _is_text(body):
            problem = f"is packed by a method ({coding}) that this reader does not know"
            page = ReadError(f"{path}{MEMBER}{name}", problem, "crawl it again without that packing")
        members[name] = page


def _kind(record: Any) -> str | None:
    """What a record's page says it is, empty where it says nothing; None for what is no page."""
    if record.rec_type not in _PAGE_RECORDS:
        return None
    head = record.http_headers
    if head is None:
        kind = record.rec_headers.get_header("Content-Type") or ""
    elif head.get_statuscode().startswith("2") and head.get_statuscode() != _PART:
        kind = head.get_header("Content-Type") or ""
    else:
        return None
    kind = kind.lower()
    return kind if not kind or any(page in kind for page in _KINDS) else None


def _coding(record: Any) -> str:
    head = record.http_headers
    return (head.get_header("Content-Encoding") or "").strip().lower() if head is not None else ""


def _is_text(body: bytes) -> bool:
    """Whether a page is none the less stored unpacked: some crawlers leave the server's word on it."""
    try:
        body.decode()
    except UnicodeDecodeError:
        return b"<" in body[:4096] and b"\x00" not in body
    return True


def _is_packed(file: BinaryIO) -> bool:
    file.seek(0)
    packed = file.read(2) == _GZIP
    file.seek(0)
    return packed


def _check_end(file: BinaryIO) -> None:
    """Raises EOFError where a packed archive ends within a record: warcio takes a torn head for the end."""
    if _is_packed(file):
        with gzip.GzipFile(fileobj=file) as unpacked:
            while unpacked.read(1 << 20):
                pass


def _charset(kind: str) -> str | None:
    return kind.partition("charset=")[2].partition(";")[0].strip(" \"'") or None


def _of_url(url: str) -> str:
    """A page's name: its address without the scheme, as a path has it (one stroke between its parts)."""
    address = url.partition("://")[2] or url
    return str(PurePosixPath(address)).lstrip("/").replace(MEMBER, "!")
