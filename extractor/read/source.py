"""A file or bytes in, a :class:`~extractor.models.Source` out: which form it has, and which reader takes it.

Readers stand in :data:`FORMS`. A further form is a module with a reader and one line here; nothing else asks
what a file was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..models import Source
from .encoding import ReadError, decode
from .html import find_tables, looks_like_html
from .tags import scan

Reader = Callable[[bytes, str], Source]
"""Makes a source of a file's bytes and its name. Raises ReadError where they cannot be read."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form that files come in: its reader, the endings of file names and the first bytes that tell it."""

    name: str
    read: Reader
    endings: tuple[str, ...]
    magic: tuple[bytes, ...] = ()


def read_path(path: str | Path) -> Source:
    """The bulletin in a file; ``Source.path`` is the path as given. Raises ReadError where it cannot be
    read.
    """
    try:
        data = Path(path).read_bytes()
    except IsADirectoryError as err:
        raise ReadError(str(path), "is a folder", "give the files in it") from err
    except OSError as err:
        problem = f"cannot be read ({err.strerror or err})"
        raise ReadError(str(path), problem, "check the path and its permissions") from err
    return read_bytes(data, str(path))


def read_bytes(data: bytes, name: str) -> Source:
    """The bulletin in ``data``; ``name`` is its path or file name, whose ending is a hint and no more.

    Raises ReadError for an empty or binary file, naming what it is and what would help.
    """
    return _form_of(data, name).read(data, name)


def _form_of(data: bytes, name: str) -> Form:
    """By the first bytes, where a form has such; else by the ending; else it is text."""
    for form in FORMS.values():
        if form.magic and data.startswith(form.magic):
            return form
    ending = name.lower()
    return next((f for f in FORMS.values() if f.endings and ending.endswith(f.endings)), FORMS["text"])


def _read_text(data: bytes, name: str) -> Source:
    """Plain text, or a web page under another name; what tables its residual markup states are kept."""
    return _textual(data, name, "text")


def _read_markdown(data: bytes, name: str) -> Source:
    return _textual(data, name, "markdown")


def _read_html(data: bytes, name: str) -> Source:
    return _textual(data, name, "html")


def _textual(data: bytes, name: str, form: str) -> Source:
    decoded = decode(data, name)
    text = decoded.text
    if looks_like_html(text):
        form = "html"
    elif form == "html" and not any(scan(text, strict=True)):
        form = "text"  # nothing in it is markup, so its line ends mean something
    has_tables = "<t" in text or "<T" in text
    tables = find_tables(text, list(scan(text, strict=form != "html"))) if has_tables else ()
    return Source(hashlib.sha256(data).hexdigest(), name, text, decoded.encoding, form, tables)


FORMS: dict[str, Form] = {
    "text": Form("text", _read_text, (".txt", ".text")),
    "markdown": Form("markdown", _read_markdown, (".md", ".markdown")),
    "html": Form("html", _read_html, (".html", ".htm", ".shtml", ".xhtml", ".jhtml", ".asp", ".aspx", ".jsp")),
}
"""Readers by the form's name. Those with ``magic`` are asked first, whatever the file is called."""
