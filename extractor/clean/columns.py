"""Lines that were broken in mid-sentence are joined again.

There are two kinds. Text that was wrapped at a fixed width breaks everywhere, in words and numbers too: its
lines are of about one length, most of them end without a mark, and each full one goes on in the next. A
newspaper's columns break a paragraph here and there, often with an empty line between: there each break is
judged by what stands on both sides. Headings, list items, captions and the cells of flattened tables are
left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import inf

from ..lexicon import Lexicon
from ..models import Repair
from .repair import Context, edited
from .text import Edit, Text
from .words import crosses_words

_MOST_EMPTY = 2
"""Empty lines between two parts of a sentence: scanned columns leave one, seldom two."""
_ROUNDS = 4
_STRETCH = 32
"""Lines that are looked at together to see whether text is wrapped: long texts change their habits."""
_NARROWEST, _WIDEST = 30, 170
"""Widths at which text is wrapped; a Chinese character is two wide."""
_FULL = 0.8
"""Share of the greatest length from which on a line is full where lengths vary."""
_EVEN = 0.7
"""Share of the full lines that must be of the same length, by characters or by width, to say that all are."""
_SAMPLE = 12
_INDENTS, _AGREED = 4, 0.8
"""Lines of either kind, and the share of each that must have the same indent, for indents to tell what goes on."""
_HEADLINE = 36
"""Characters that the headings of bulletins seldom reach, though they may hold a comma."""
_LONG_HEADLINE = 60
_SHORTEST_BODY = 10
_SHORTEST_FULL = 15
"""Characters of a line that may have been broken at a width."""
_SHORTEST_SENTENCES = 16
"""Characters of a line with a full stop inside, which no heading has, from which on it is running text."""
_TAIL = 400
_SURE = 4.0
""" Nats by which a word across a break must be likelier than none, where nothing else speaks for a broken
sentence.
"""

_ENDED = re.compile(r"[。！？；：…][”’）】》]{0,3}$|[。！？]（[^（）\n]{1,40}）$")
_ROW = re.compile(r"\t|\||\S {2,40}\S[^\n]{0,200}\S {2,40}\S")
_NUMBERS = re.compile(r"(?:^|(?<=\s))-?[\d.,]{1,20}%? {1,9}-?[\d.,]{1,20}%? {1,9}-?[\d.,]{1,20}%?(?=\s|$)")
_HAN = re.compile(r"[㐀-鿿]")
_BODY_MARK = re.compile(r"[，。；、]")
_INNER_MARK = re.compile(r"[，。；：“《]")
_CLAUSE_MARK = re.compile(r"[，。；]")
_NUMBER_BREAK = re.compile(r"\d[.,]?$")
_NUMBER_CUT = re.compile(r"[㐀-鿿]\d{1,6}(?:,\d{3}){0,3}[.,]$")
_GROUP_CUT = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3}){0,3},$")
_BARE = re.compile(r"\d{1,4}")
_GROUP = re.compile(r"\d{3}(?!\d)")
_GROUP_BEHIND = re.compile(r",\d{3}(?!\d)")
_LATIN = re.compile("[A-Za-z]+")
_LATIN_END = re.compile("[A-Za-z]+$")
_CLOSING = {"“": "”", "‘": "’", "（": "）", "《": "》", "【": "】"}


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
        return _NUMBERS.search(self.text) is not None and _CLAUSE_MARK.search(self.text) is None


class Openers:
    """What the lexicon says of how lines begin and end."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.opens = re.compile("|".join(f"(?:{p})" for p in lexicon.words("line_openers")))
        self.goes_on = lexicon.words("goes_on")
        self.marks_that_go_on = tuple(w for w in self.goes_on if not _HAN.match(w))
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
        if cuts_group(left, right) or (left[-1:] == "." and _NUMBER_CUT.search(left) and right[:1].isdigit()):
            return True
        if self.scaled.search(left[-4:]) is not None and self.after_scale.match(right) is not None:
            return True
        return self.asks_for_number.search(left[-6:]) is not None and self.quantity.match(right) is not None


def cuts_group(left: str, right: str) -> bool:
    """Whether a break stands beside the comma of a number's thousands."""
    if left[-1:] == ",":
        return _GROUP_CUT.search(left[-20:]) is not None and _GROUP.match(right) is not None
    return left[-1:].isdigit() and _GROUP_BEHIND.match(right) is not None


def join_lines(text: Text, context: Context) -> tuple[Text, list[Repair]]:
    """``text`` with every line joined to the next that only continues it; nothing but line ends and
    indents goes.
    """
    openers = _openers(context.lexicon)
    repairs: list[Repair] = []
    for _ in range(_ROUNDS):  # what was joined may show that what stands before it goes on in it
        edits = _joins(text.chars, openers)
        if not edits:
            break
        text, done = edited(text, edits, "column")
        repairs += done
    return text, repairs


def _joins(chars: str, openers: Openers) -> list[Edit]:
    """The line ends of ``chars`` that break a sentence."""
    lines = list(_lines(chars))
    latin = frozenset(_LATIN.findall(chars))
    edits: list[Edit] = []
    whole: Line | None = None
    for first in range(0, len(lines), _STRETCH):
        stretch = lines[first : first + _STRETCH + 1]
        wrap = _wrap_of(stretch, openers)
        for left, right in pairwise(stretch):
            whole = left if whole is None else _joined(chars, whole, left)
            if _continues(whole, left, right, wrap, openers):
                edits.append(Edit(left.end, right.start, _between(left.text, right.head, latin, openers)))
            else:
                whole = None
    return edits


@lru_cache(maxsize=4)
def _openers(lexicon: Lexicon) -> Openers:
    return Openers(lexicon)


def _lines(chars: str) -> Iterator[Line]:
    at = empty = 0
    for raw in chars.split("\n"):
        body = raw.strip(" \t")
        if body:
            indent = len(raw) - len(raw.lstrip(" \t"))
            start = at + indent
            yield Line(start, start + len(body), empty, indent, body[-_TAIL:], body[:_TAIL])
            empty = 0
        else:
            empty += 1
        at += len(raw) + 1


def _joined(chars: str, whole: Line, line: Line) -> Line:
    """What was joined so far with the line that was joined to it."""
    if whole.end == line.end:
        return line
    last = chars[max(whole.start, line.end - _TAIL) : line.end]
    return Line(whole.start, line.end, whole.empty_before, whole.indent, last, whole.head)


@dataclass(frozen=True, slots=True)
class Wrap:
    """How a stretch of text was wrapped: the width or number of characters, with the indent or without, from which on
    a line is full.

    ``even`` says that full lines are of one length, so that one which is full was broken, whatever it looks
    like. ``least`` is the width from which on a line may be full, ``indent`` that of continuation lines, which hang
    where only those have it.
    """

    width: float
    reach: float
    least: float
    even: bool
    indent: int
    length: float = inf
    hangs: bool = False

    def indents(self, line: Line) -> bool:
        """Whether a line is set further in than lines that go on are, by more than the blank of the place where it was
        broken; where those hang below the first, none is."""
        return line.indent > self.indent + 1 and not self.hangs

    def fills(self, line: Line) -> bool:
        """Whether a line is as long as wrapped lines are."""
        return line.width >= self.width or line.reach >= self.reach or len(line) >= self.length

    def may_fill(self, line: Line) -> bool:
        """Whether a line is nearly as long, so that it may have been broken before a long word."""
        return line.width >= self.least


def _continues(whole: Line, left: Line, right: Line, wrap: Wrap | None, openers: Openers) -> bool:
    """Whether ``right`` goes on with the sentence that ``left`` breaks off (``whole`` with what was joined
    to it).
    """
    if right.empty_before > _MOST_EMPTY or left.ended or left.row or right.row:
        return False
    if whole.head.startswith(("#", "|")) or not _HAN.search(whole.text):
        return False
    if right.head.startswith(openers.cannot_open) or openers.cuts_date(left.text, right.head):
        return True
    if _BARE.fullmatch(right.text) and not openers.cuts_number(left.text, right.head):
        return False  # a page's number, more likely than the rest of a sentence
    opens = openers.opens.match(right.head) is not None
    if wrap is not None and wrap.fills(left):
        named = openers.opens.match(whole.head) is not None and not _INNER_MARK.search(whole.text)
        fresh = opens or (named and not wrap.even) or wrap.indents(right)
        return not fresh or _cut_through(left.text, right.head, openers)
    nearly = wrap is not None and wrap.may_fill(left) and not opens and not wrap.indents(right)
    if nearly and _cut_through(left.text, right.head, openers):
        return True
    clauses = _CLAUSE_MARK.search(whole.text) is not None
    running = clauses or _BODY_MARK.search(whole.text) is not None
    if running and len(left) >= _SHORTEST_FULL and not opens and openers.cuts_number(left.text, right.head):
        return True  # whatever the indent: no paragraph of sentences ends in a bare number
    if clauses and len(left) >= _SHORTEST_FULL and not opens and crosses_words(left.text, right.head, _SURE):
        return True
    if len(left) >= _SHORTEST_FULL and not opens and openers.tears_number(left.text, right.head):
        return True
    if len(whole) < _SHORTEST_BODY or right.indent > left.indent + 1:
        return False
    if _NUMBER_CUT.search(left.text) and right.head[:1].isdigit():
        return True
    if clauses and _HAN.search(left.text) and openers.cuts_number(left.text, right.head):
        return not opens  # ciphers alone in a line may be a page's number
    if opens or not (_HAN.search(right.head) or right.ended):
        return False
    if whole.text.endswith(openers.marks_that_go_on) or _closes_what_is_open(whole.text, right.head):
        return True
    if not (right.ended or len(right) >= _HEADLINE):
        return False
    if not clauses:
        return crosses_words(whole.text, right.head, _SURE)
    if whole.text.endswith(openers.goes_on) or len(whole) >= _LONG_HEADLINE:
        return True
    if openers.quantity.match(right.head) or (len(whole) >= _SHORTEST_SENTENCES and "。" in whole.text):
        return True
    return crosses_words(whole.text, right.head)


def _closes_what_is_open(left: str, right: str) -> bool:
    """Whether a quotation or bracket that ``left`` leaves open is closed by ``right`` before it opens one
    of its own.
    """
    for opening, closing in _CLOSING.items():
        if left.rfind(opening) > left.rfind(closing):
            end = right.find(closing)
            if 0 <= end < 60 and not 0 <= right.find(opening) < end:
                return True
    return False


def _wrap_of(lines: Sequence[Line], openers: Openers) -> Wrap | None:
    """How lines were wrapped, None where they were not.

    Asked of the lines that end without a mark: most are about as long as the longest, they hold the marks of
    running text, hardly any line is longer, and some breaks fall into a word or number.
    """
    pairs = enumerate(pairwise(lines))
    broken = [i for i, (line, after) in pairs if not line.ended and after.empty_before <= _MOST_EMPTY]
    if len(broken) < 3:
        return None
    going_on = _indent_going_on(lines)
    hangs = going_on is not None and going_on > 0
    widths = [line.width - (line.indent if hangs else 0) for line in lines]
    longest = _greatest([widths[i] for i in broken])
    full = [i for i in broken if _FULL * longest <= widths[i] <= longest * 1.1]
    if not _NARROWEST <= longest <= _WIDEST or len(full) < 3 or 2 * len(full) < len(broken):
        return None
    if sum(w > 1.1 * longest for w in widths) * 10 > len(lines):
        return None
    prose = [i for i in full if _BODY_MARK.search(lines[i].text) and not lines[i].row]
    sample = prose[:: max(1, len(prose) // _SAMPLE)]
    cut = sum(_cut_through(lines[i].text, lines[i + 1].head, openers) for i in sample)
    if 2 * len(prose) < len(full) or (cut < max(2, len(sample) / 5) and going_on is None):
        return None
    indent = Counter(lines[i + 1].indent for i in full).most_common(1)[0][0]
    width, reach = _one_length([widths[i] for i in full], 3), _one_length([lines[i].reach for i in full], 1)
    length = _one_length([len(lines[i]) for i in full], 1) if hangs else None
    if width is None and reach is None and length is None:
        return Wrap(_FULL * longest, inf, _FULL * longest, False, indent, hangs=hangs)
    even = (inf if width is None else width, inf if reach is None else reach)
    return Wrap(even[0], even[1], _FULL * longest, True, indent, inf if length is None else length, hangs)


def _indent_going_on(lines: Sequence[Line]) -> int | None:
    """The indent of lines that go on with the one before, where it tells them from those that do not: nearly all that
    follow a line without a mark at its end have it, or one more, and nearly all that follow a mark have another."""
    goes_on: Counter[int] = Counter()
    begins: Counter[int] = Counter()
    for left, right in pairwise(lines):
        (begins if left.ended else goes_on)[right.indent] += 1
    if min(goes_on.total(), begins.total()) < _INDENTS:
        return None
    a, b = goes_on.most_common(1)[0][0], begins.most_common(1)[0][0]
    a = a - 1 if goes_on[a - 1] > 1 else a
    agreed = goes_on[a] + goes_on[a + 1] >= _AGREED * goes_on.total() and begins[b] >= _AGREED * begins.total()
    return a if agreed and b not in (a, a + 1) else None


def _one_length(lengths: Sequence[int], slack: int) -> int | None:
    """The least of the lengths that count as full, None where they are not all about the same."""
    least = _greatest(lengths) - slack
    return least if sum(n >= least for n in lengths) >= _EVEN * len(lengths) else None


def _greatest(lengths: Sequence[int]) -> int:
    """The greatest of some lengths but for a tenth of them, which may be something else."""
    return sorted(lengths)[-1 if len(lengths) < 5 else -1 - len(lengths) // 10]


def _cut_through(left: str, right: str, openers: Openers) -> bool:
    """Whether a break falls into a number, a word, or before a mark that opens no line."""
    if openers.cuts_number(left, right):
        return True
    if left.endswith(openers.marks_that_go_on) or right.startswith(openers.cannot_open):
        return True
    return crosses_words(left, right)


def _between(left: str, right: str, latin: Set[str], openers: Openers) -> str:
    """What stands where two lines are joined: a blank between two words of Latin letters, unless the text has them as
    one word elsewhere (GD|P), and between one and a quantity (GDP|107元, not PM|2.5); else nothing."""
    a, b = _LATIN_END.search(left), _LATIN.match(right)
    if a is None:
        return ""
    if b is None:
        return " " if openers.amount.match(right) is not None else ""
    return " " if a[0] + b[0] not in latin else ""
