"""The account of a page's numbers: what nothing has read gets a reason, so that no number is passed over in silence."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from extractor.layout.blocks import Page
from extractor.measure.atoms import AtomKind
from extractor.measure.scan import Scanner
from extractor.models import Block, BlockKind
from extractor.resolve.drafts import Refused

_DIGITS = regex.compile(r"\d+(?:[.,]\d+)*")
_WHERE = {
    BlockKind.CARD: "on the page's card",
    BlockKind.CONTENTS: "in a table of contents",
    BlockKind.NOTE: "in a note",
    BlockKind.NOISE: "in a line that does not belong to the bulletin",
    BlockKind.CAPTION: "in a caption",
}
HEAD = "in a table's head"
CELL = "in a table's cell that holds no single value"
UNKNOWN = "no form of number that is known"


def unread(text: str, page: Page, scanner: Scanner, told: Iterable[tuple[int, int]]) -> list[Refused]:
    """Refusals for all numbers in digits that no span of ``told`` (records, holes, refusals) and no time covers."""
    covered = bytearray(len(text))
    for a, b in told:
        covered[a:b] = b"\x01" * (b - a)
    out: list[Refused] = []
    for block in page.blocks:
        for a, b, reason in _stretches(block):
            open_ = [m.span() for m in _DIGITS.finditer(text, a, b) if not all(covered[m.start() : m.end()])]
            if not open_:
                continue
            for atom in scanner.scan(text, a, b):
                if atom.kind is AtomKind.PERIOD:
                    covered[atom.start : atom.end] = b"\x01" * (atom.end - atom.start)
            for x, y in open_:
                if not all(covered[x:y]):
                    out.append(Refused(x, y, reason, (a, b)))
                    covered[x:y] = b"\x01" * (y - x)
    return out


def _stretches(block: Block) -> Iterable[tuple[int, int, str]]:
    """The stretches of a block that are read by themselves, each with the reason for what is left there."""
    if block.table is None:
        yield block.start, block.end, _WHERE.get(block.kind, UNKNOWN)
        return
    for cell in sorted(block.table.cells, key=lambda c: c.start):
        yield cell.start, cell.end, HEAD if cell.row < block.table.header_rows else CELL
    yield block.start, block.end, CELL


__all__ = ["unread"]
