"""Lines of a text, and what their ends and beginnings say of a break between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..lexicon import Lexicon
from .words import crosses_words

MOST_EMPTY = 2
"""Empty lines between two parts of a sentence: scanned columns leave one, seldom two."""
TAIL = 400
_ENDED = re.compile(r"[。！？；：…][”’）】》]{0,3}$|[。！？]（[^（）\n]{1,40}）$")
_ROW = re.compile(r"\t|\||\S {2,40}\S[^\n]{0,200}\S {2,40}\S")
_NUMBERS = re.compile(r"(?:^|(?<=\s))-?[\d.,]{1,20}%? {1,9}-?[\d.,]{1,20}%? {1,9}-?[\d.,]{1,20}%?(?=\s|$)")
HAN = re.compile(r"[㐀-鿿]")
BODY_MARK = re.compile(r"[，。；、]")
CLAUSE_MARK = re.compile(r"[，。；]")
_NUMBER_BREAK = re.compile(r"\d[.,]?$")
NUMBER_CUT = re.compile(r"[㐀-鿿]\d{1,6}(?:,\d{3}){0,3}[.,]$")
_GROUP_CUT = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3}){0,3},$")
_GROUP = re.compile(r"\d{3}(?!\d)")
_GROUP_BEHIND = re.compile(r",\d{3}(?!\d)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with something in it: its span without the blanks around, the empty lines and the indent
    before it.

    ``text`` is what it says, of a long line its last part only; ``head`` is how it begins.
    """

    start: int
    end: int
    empty_before: int
    indent: int
    text: str
    head: str

    def __len__(self) -> int:
        return self.end - self.start

    @property
    def width(self) -> int:
        """How far it reaches on paper, its indent counted: two for a Chinese character, one for any other."""
        return self.indent + len(self.text.encode("gbk", "replace")) + 2 * (len(self) - len(self.text))

    @property
    def reach(self) -> int:
        """How many characters it has with its indent."""
        return self.indent + len(self)

    @property
    def ended(self) -> bool:
        """Whether it ends as a sentence or clause does."""
        return _ENDED.search(self.text, max(0, len(self.text) - 44)) is not None

    @property
    def row(self) -> bool:
        """Whether it looks like a row of columns."""
        if _ROW.search(self.text) is not None:
            return True
        return _NUMBERS.search(self.text) is not None and CLAUSE_MARK.search(self.text) is None


class Openers:
    """What the lexicon says of how lines begin and end."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.opens = re.compile("|".join(f"(?:{p})" for p in lexicon.words("line_openers")))
        self.goes_on = lexicon.words("goes_on")
        self.marks_that_go_on = tuple(w for w in self.goes_on if not HAN.match(w))
        self.cannot_open = lexicon.words("cannot_open")
        after = lexicon.alternation("scale", "after_number")
        self.quantity = re.compile(rf"\d[\d.,]{{0,12}} ?(?:{lexicon.alternation('scale', 'fuzzy')}|[%‰])")
        self.amount = re.compile(rf"\d[\d.,]{{0,12}} ?(?:{after}|[%‰])")
        self.number_goes_on = re.compile(rf"\.?\d|{after}")
        self.scaled = re.compile(rf"\d ?{lexicon.alternation('scale')}$")
        self.after_scale = re.compile(lexicon.alternation("after_number"))
        year, later = lexicon.alternation("year_words"), lexicon.alternation("date_later_parts")
        self.date = re.compile(rf"\d{{4}} ?{year} ?(?:\d{{1,2}}|\d{{1,2}} ?{later} ?\d{{1,2}})$")
        self.date_goes_on = re.compile(rf"\d{{0,1}} ?{later}")
        self.asks_for_number = re.compile(rf"{lexicon.alternation('grow_up', 'grow_down')}$")

    def cuts_number(self, left: str, right: str) -> bool:
        """Whether a break falls into a number or between it and its scale word or unit."""
        if _NUMBER_BREAK.search(left[-2:]) is not None and self.number_goes_on.match(right) is not None:
            return True
        return cuts_group(left, right)

    def cuts_date(self, left: str, right: str) -> bool:
        """Whether a break falls between a month's or day's ciphers and its word."""
        return self.date.search(left[-16:]) is not None and self.date_goes_on.match(right) is not None

    def tears_number(self, left: str, right: str) -> bool:
        """Whether ``right`` begins with what can only go on with a number that ``left`` breaks off: ciphers, or a unit
        behind a scale word, or the amount that a verb of change asks for.
        """
        if cuts_group(left, right) or (left[-1:] == "." and NUMBER_CUT.search(left) and right[:1].isdigit()):
            return True
        if self.scaled.search(left[-4:]) is not None and self.after_scale.match(right) is not None:
            return True
        return self.asks_for_number.search(left[-6:]) is not None and self.quantity.match(right) is not None


def cuts_group(left: str, right: str) -> bool:
    """Whether a break stands beside the comma of a number's thousands."""
    if left[-1:] == ",":
        return _GROUP_CUT.search(left[-20:]) is not None and _GROUP.match(right) is not None
    return left[-1:].isdigit() and _GROUP_BEHIND.match(right) is not None


@lru_cache(maxsize=4)
def openers_of(lexicon: Lexicon) -> Openers:
    """What a lexicon says of how lines begin and end."""
    return Openers(lexicon)


def lines_of(chars: str) -> Iterator[Line]:
    """The lines of a text that have something in them."""
    at = empty = 0
    for raw in chars.split("\n"):
        body = raw.strip(" \t")
        if body:
            indent = len(raw) - len(raw.lstrip(" \t"))
            start = at + indent
            yield Line(start, start + len(body), empty, indent, body[-TAIL:], body[:TAIL])
            empty = 0
        else:
            empty += 1
        at += len(raw) + 1


def cut_through(left: str, right: str, openers: Openers) -> bool:
    """Whether a break falls into a number, a word, or before a mark that opens no line."""
    if openers.cuts_number(left, right):
        return True
    if left.endswith(openers.marks_that_go_on) or right.startswith(openers.cannot_open):
        return True
    return crosses_words(left, right)
