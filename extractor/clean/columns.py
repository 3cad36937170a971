"""Lines that were broken in mid-sentence are joined again.

There are two kinds. Text that was wrapped at a fixed width breaks everywhere, in words and numbers too: its
lines are of about one length, most of them end without a mark, and each full one goes on in the next. A
newspaper's columns break a paragraph here and there, often with an empty line between: there each break is
judged by what stands on both sides. Headings, list items, captions and the cells of flattened tables are
left alone.
"""

from __future__ import annotations

import re
from collections.abc import Set
from itertools import pairwise

from ..models import Repair
from .lines import (
    BODY_MARK,
    CLAUSE_MARK,
    HAN,
    MOST_EMPTY,
    NUMBER_CUT,
    TAIL,
    Line,
    Openers,
    cut_through,
    lines_of,
    openers_of,
)
from .repair import Context, edited
from .text import Edit, Text
from .words import crosses_words
from .wraps import Wrap, wrap_of

_ROUNDS = 4
_STRETCH = 32
"""Lines that are looked at together to see whether text is wrapped: long texts change their habits."""
_HEADLINE = 36
"""Characters that the headings of bulletins seldom reach, though they may hold a comma."""
_LONG_HEADLINE = 60
_SHORTEST_BODY = 10
_SHORTEST_FULL = 15
"""Characters of a line that may have been broken at a width."""
_SHORTEST_SENTENCES = 16
"""Characters of a line with a full stop inside, which no heading has, from which on it is running text."""
_SURE = 4.0
""" Nats by which a word across a break must be likelier than none, where nothing else speaks for a broken
sentence.
"""
_INNER_MARK = re.compile(r"[，。；：“《]")
_BARE = re.compile(r"\d{1,4}")
_LATIN = re.compile("[A-Za-z]+")
_LATIN_END = re.compile("[A-Za-z]+$")
_CLOSING = {"“": "”", "‘": "’", "（": "）", "《": "》", "【": "】"}


def join_lines(text: Text, context: Context) -> tuple[Text, list[Repair]]:
    """``text`` with every line joined to the next that only continues it; nothing but line ends and
    indents goes.
    """
    openers = openers_of(context.lexicon)
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
    lines = list(lines_of(chars))
    latin = frozenset(_LATIN.findall(chars))
    edits: list[Edit] = []
    whole: Line | None = None
    for first in range(0, len(lines), _STRETCH):
        stretch = lines[first : first + _STRETCH + 1]
        wrap = wrap_of(stretch, openers)
        for left, right in pairwise(stretch):
            whole = left if whole is None else _joined(chars, whole, left)
            if _continues(whole, left, right, wrap, openers):
                edits.append(Edit(left.end, right.start, _between(left.text, right.head, latin, openers)))
            else:
                whole = None
    return edits


def _joined(chars: str, whole: Line, line: Line) -> Line:
    """What was joined so far with the line that was joined to it."""
    if whole.end == line.end:
        return line
    last = chars[max(whole.start, line.end - TAIL) : line.end]
    return Line(whole.start, line.end, whole.empty_before, whole.indent, last, whole.head)


def _continues(whole: Line, left: Line, right: Line, wrap: Wrap | None, openers: Openers) -> bool:
    """Whether ``right`` goes on with the sentence that ``left`` breaks off (``whole`` with what was joined
    to it).
    """
    if right.empty_before > MOST_EMPTY or left.ended or left.row or right.row:
        return False
    if whole.head.startswith(("#", "|")) or not HAN.search(whole.text):
        return False
    if right.head.startswith(openers.cannot_open) or openers.cuts_date(left.text, right.head):
        return True
    if _BARE.fullmatch(right.text) and not openers.cuts_number(left.text, right.head):
        return False  # a page's number, more likely than the rest of a sentence
    opens = openers.opens.match(right.head) is not None
    if wrap is not None and wrap.fills(left):
        named = openers.opens.match(whole.head) is not None and not _INNER_MARK.search(whole.text)
        fresh = opens or (named and not wrap.even) or wrap.indents(right)
        return not fresh or cut_through(left.text, right.head, openers)
    nearly = wrap is not None and wrap.may_fill(left) and not opens and not wrap.indents(right)
    if nearly and cut_through(left.text, right.head, openers):
        return True
    clauses = CLAUSE_MARK.search(whole.text) is not None
    running = clauses or BODY_MARK.search(whole.text) is not None
    if running and len(left) >= _SHORTEST_FULL and not opens and openers.cuts_number(left.text, right.head):
        return True  # whatever the indent: no paragraph of sentences ends in a bare number
    if clauses and len(left) >= _SHORTEST_FULL and not opens and crosses_words(left.text, right.head, _SURE):
        return True
    if len(left) >= _SHORTEST_FULL and not opens and openers.tears_number(left.text, right.head):
        return True
    if len(whole) < _SHORTEST_BODY or right.indent > left.indent + 1:
        return False
    if NUMBER_CUT.search(left.text) and right.head[:1].isdigit():
        return True
    if clauses and HAN.search(left.text) and openers.cuts_number(left.text, right.head):
        return not opens  # ciphers alone in a line may be a page's number
    if opens or not (HAN.search(right.head) or right.ended):
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


def _between(left: str, right: str, latin: Set[str], openers: Openers) -> str:
    """What stands where two lines are joined: a blank between two words of Latin letters, unless the text has them as
    one word elsewhere (GD|P), and between one and a quantity (GDP|107元, not PM|2.5); else nothing."""
    a, b = _LATIN_END.search(left), _LATIN.match(right)
    if a is None:
        return ""
    if b is None:
        return " " if openers.amount.match(right) is not None else ""
    return " " if a[0] + b[0] not in latin else ""
