"""Text that reading makes of a form without characters of its own, with its tables and its places in the file.

Readers add paragraphs and tables in reading order; what comes out is a text with a paragraph or a table's row a
line, cells parted by tabs, and spans for every cell. So the stages behind see what they would see of a text file.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..models import CellHint, Place, Source, TableHint, Unread

_BREAKS = re.compile(r"[\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1b\x1f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class YieldedCell:
    """A cell of a table: what it shows, where it begins (from 0), what it spans, its place in the file, and why it is
    not read, where it is not."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    header: bool = False
    locator: str = ""
    unread: str = ""


def plain(text: str) -> str:
    """What a cell or a line shows, in one line and without characters that no text has."""
    return _BREAKS.sub(" ", _UNWRITABLE.sub("", text)).strip()


@dataclass(slots=True)
class YieldedText:
    """Collects lines and tables. Locators may be empty."""

    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _tables: list[TableHint] = field(default_factory=list)
    _places: list[Place] = field(default_factory=list)
    _unread: list[Unread] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """True where nothing but blanks, and what is not read, was added."""
        return sum(1 for part in self._parts if part.strip()) <= len(self._unread)

    def line(self, text: str, locator: str = "", unread: str = "") -> None:
        """A paragraph. Line breaks within it stay lines of their own."""
        for one in text.splitlines() or [""]:
            self._put(_UNWRITABLE.sub("", one), locator, unread)
            self._put("\n")

    def table(self, cells: Sequence[YieldedCell]) -> None:
        """A table, its cells sorted by row and column. Empty cells keep their place."""
        start = self._length
        hints: list[CellHint] = []
        for k, cell in enumerate(cells):
            if k:
                self._put("\n" if cell.row != cells[k - 1].row else "\t")
            at = self._length
            self._put(plain(cell.text), cell.locator, cell.unread)
            hints.append(
                CellHint(at, self._length, cell.row, cell.column, cell.row_span, cell.column_span, cell.header)
            )
        if hints:
            self._tables.append(TableHint(start, self._length, tuple(hints)))
            self._put("\n")

    def blank(self) -> None:
        """An empty line: what follows is a new part."""
        self._put("\n")

    def source(self, data: bytes, name: str, form: str) -> Source:
        """The source of a file with these bytes."""
        return Source(
            hashlib.sha256(data).hexdigest(),
            name,
            "".join(self._parts),
            "utf-8",
            form,
            tuple(self._tables),
            yielded=True,
            places=tuple(self._places),
            unread=tuple(self._unread),
        )

    def _put(self, text: str, locator: str = "", unread: str = "") -> None:
        if text and locator:
            self._places.append(Place(self._length, self._length + len(text), locator))
        if text and unread:
            self._unread.append(Unread(self._length, self._length + len(text), unread))
        self._parts.append(text)
        self._length += len(text)
