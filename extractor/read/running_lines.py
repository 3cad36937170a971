"""Lines that stand at the head or foot of page after page: running titles and page numbers, which cut sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .reading_order import PrintedLine

_RUNNING = 2
"""Pages on which a line in the margin stands alike before it is a running title."""
_LONGEST_NUMBER_LINE = 40
_MOST_LETTERS = 6
"""Letters that a line with a page's number has beside it (第1页 共9页, Page 1 of 9) before it is a title, too."""
_LETTER = re.compile(r"[^\W\d_]")
_DIGITS = re.compile(r"(?<!\d)(?!(?:19|20)\d\d(?!\d))\d+")
"""Numbers that are no years: a title with another year is another one."""
_BARE = re.compile(r"\W*(\d{1,4})\W*")
_COLON = re.compile("[:：]")


@dataclass(slots=True)
class Margins:
    """The lines in the margins of a page."""

    head: list[PrintedLine]
    foot: list[PrintedLine]

    @property
    def lines(self) -> list[PrintedLine]:
        """Those of head and foot."""
        return [*self.head, *self.foot]


def drop_running(pages: Sequence[Margins]) -> list[tuple[int, PrintedLine]]:
    """Takes page numbers and running titles from the margins of all ``pages``, in place.

    Of a title the first is kept: at the head of the first page it stays, any other is given back with its page, to
    stand behind the text. A line with a colon is none of them: it may give the unit of the table below it.
    """
    often = Counter(text for page in pages for text in {line.text for line in page.lines})
    counted = Counter(
        found for n, page in enumerate(pages) for found in set().union(*(_shifts(n, line) for line in page.lines))
    )
    seen: set[str] = set()
    moved: list[tuple[int, PrintedLine]] = []
    for n, page in enumerate(pages):
        for lines in (page.head, page.foot):
            kept = []
            for line in lines:
                key = _DIGITS.sub("0", line.text)
                numbered = _is_numbered(n, line, counted)
                if _COLON.search(key) or not (numbered or often[line.text] >= _RUNNING):
                    kept.append(line)
                elif numbered and len(_LETTER.findall(key)) <= _MOST_LETTERS:
                    continue
                elif key not in seen and n == 0 and lines is page.head:
                    kept.append(line)
                elif key not in seen:
                    moved.append((n, line))
                seen.add(key)
            lines[:] = kept
    return moved


def _shifts(n: int, line: PrintedLine) -> set[tuple[str, int]]:
    """What a line says beside its numbers, with by how much each is ahead of its page's place in the file."""
    if len(line.text) > _LONGEST_NUMBER_LINE:
        return set()
    key = _DIGITS.sub("0", line.text)
    return {(key, int(m[0]) - n) for m in _DIGITS.finditer(line.text) if len(m[0]) < 5}


def _is_numbered(n: int, line: PrintedLine, counted: Counter[tuple[str, int]]) -> bool:
    """Whether a number in a line counts the pages: it grows by one from each to the next, or it is that of its page and
    all that stands there."""
    shifts = _shifts(n, line)
    alone = _BARE.fullmatch(line.text) is not None and any(shift == 1 for _, shift in shifts)
    return alone or any(counted[found] > 1 for found in shifts)
