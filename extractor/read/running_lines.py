"""Lines that stand at the head or foot of page after page: running titles and page numbers, which cut sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .reading_order import PrintedLine

_RUNNING, _RUNNING_EXACTLY = 3, 2
"""Pages on which a line in the margin stands alike, digits aside, before it is a running title; and to the letter."""
_LONGEST_NUMBER_LINE = 40
_DIGITS = re.compile(r"\d+")
_BARE = re.compile(r"\W*(\d{1,4})\W*")
_COLON = re.compile("[:：]")


@dataclass(slots=True)
class Margins:
    """The lines in the margins of a page."""

    head: list[PrintedLine]
    foot: list[PrintedLine]


def drop_running(pages: Sequence[Margins]) -> list[tuple[int, PrintedLine]]:
    """Takes page numbers and running titles from the margins of all ``pages``, in place.

    Of a title the first is kept: at the head of the first page it stays, any other is given back with its page, to
    stand behind the text. A line with a colon is none of them: it may give the unit of the table below it.
    """
    _drop_numbers(pages)
    lines_of = [[*page.head, *page.foot] for page in pages]
    often = Counter(key for lines in lines_of for key in {_key(line) for line in lines})
    exactly = Counter(text for lines in lines_of for text in {line.text for line in lines})
    seen: set[str] = set()
    moved: list[tuple[int, PrintedLine]] = []
    for n, page in enumerate(pages):
        for lines in (page.head, page.foot):
            kept = []
            for line in lines:
                key = _key(line)
                running = often[key] >= _RUNNING or exactly[line.text] >= _RUNNING_EXACTLY
                if not running or _COLON.search(key) or (key not in seen and n == 0 and lines is page.head):
                    kept.append(line)
                elif key not in seen:
                    moved.append((n, line))
                seen.add(key)
            lines[:] = kept
    return moved


def _key(line: PrintedLine) -> str:
    return _DIGITS.sub("0", line.text)


def _drop_numbers(pages: Sequence[Margins]) -> None:
    """Lines whose number counts the pages: it grows by one from each to the next, or is that of its page alone."""
    counted = Counter((key, shift) for n, page in enumerate(pages) for key, shift in set(_shifts(n, page)))
    for n, page in enumerate(pages):
        for lines in (page.head, page.foot):
            lines[:] = [line for line in lines if not _is_number(n, line, counted)]


def _shifts(n: int, page: Margins) -> Iterator[tuple[str, int]]:
    for line in (*page.head, *page.foot):
        shift = _shift(n, line)
        if shift is not None:
            yield _key(line), shift


def _shift(n: int, line: PrintedLine) -> int | None:
    """By how much a line's number is ahead of its page's place in the file."""
    m = _DIGITS.search(line.text)
    return int(m[0]) - n if m and len(m[0]) < 5 and len(line.text) <= _LONGEST_NUMBER_LINE else None


def _is_number(n: int, line: PrintedLine, counted: Counter[tuple[str, int]]) -> bool:
    shift = _shift(n, line)
    if shift is None or _COLON.search(line.text):
        return False
    return counted[_key(line), shift] > 1 or (shift == 1 and _BARE.fullmatch(line.text) is not None)
