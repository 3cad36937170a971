"""Blanks that mean nothing go: inside of numbers, before units, between characters that a scan set apart.

A blank between two numbers may be the border of two columns, so numbers are only closed up where they
cannot be two: ``5 000万元`` (groups of three before a scale word or unit), ``1 9 9 7 年`` (single ciphers
before one). Beside running text a blank may also end a label or a heading. Tabs and line ends are never
touched, and no cipher changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Set
from functools import lru_cache
from re import escape

from ..lexicon import Lexicon
from ..models import Repair
from .behind import scale_words, unit_words
from .repair import Context, edited
from .text import Edit, Text
from .words import crosses_words

_SCANNED = 0.02
""" Share of the Chinese characters in sentences that a blank follows, from which on the blanks come from
scanning.
"""
_SPACED = 0.3
""" Share of the borders between Chinese and Latin writing with a blank, from which on that is the text's
habit.
"""

_HAN = "㐀-鿿〇"
_MARKS = "，。；：、“”（）《》"
_LATIN = "0-9A-Za-z"
_RUN = re.compile(r"(?<![\d.,\-])[\d.]{1,2}(?: [\d.]{1,2}){1,14}(?![\d.,])")
_PLAIN_NUMBER = re.compile(r"\d{1,15}(?:\.\d{1,8})?")
_IN_NUMBER = re.compile(r" (?<=[\d.] )(?=[\d.])")
_BETWEEN_HAN = re.compile(rf" (?<=[{_HAN}，。；、“”] ) {{0,7}}(?=[{_HAN}，。；、“”])")
_GROUPS = re.compile(r"\d{1,3}(?: \d{3})+(?![\d,])(?:\.\d{1,6})?(?! \d)")
_BEFORE_GROUPS = re.compile(r"[\d.,\-]$|\d $")
_POINT = re.compile(r"( (?<=\d ) {0,2})\.( {0,3})(?=\d)")
_BEHIND_POINT = re.compile(
    rf"(?:(?<=[{_HAN}、，（）》”:+-])|(?<=[{_HAN}] ))(?!(?:19|20)\d\d\.)"
    r"(?:\d{1,3}(?:,\d{3}){1,3}|\d{1,6})\.(?P<gap> {1,2})\d{1,6}(?![\d.,])"
)
_BEFORE_NUMBER = re.compile(rf" (?<=[{_HAN}] ) ?(?=\d)")
_SPREAD = re.compile(rf"(?:(?<=[\s：，。；、])|^)[{_HAN}](?: {{1,8}}[{_HAN}])+(?=[\s：（]|$)", re.MULTILINE)
_MIXED = re.compile(rf" (?:(?<=[{_HAN}{_MARKS}] )(?=[{_LATIN}“《])|(?<=[{_LATIN}%‰+”》] )(?=[{_HAN}{_MARKS}]))")
_BORDER = re.compile(rf"[{_HAN}][{_LATIN}]|[{_LATIN}%][{_HAN}]")
_SET_APART = re.compile(rf" (?<=[{_HAN}，。；、“”] ) {{0,3}}(?=[{_HAN}，。；、“”])")
_LINE_START = re.compile(r"(?:^|\n) {0,39}$")
_LINE_END = re.compile(r" {0,40}(?:\n|$)")
_AFTER_MARK = re.compile(r" (?<=[，；] ) {0,2}(?=[^ \t\n|])")
_BLANKS = re.compile(" +")
_YEAR = re.compile(r"(?:^|\D)(?:19|20)\d\d$")
_HAN_RUN = re.compile(rf"[{_HAN}]+")
_HAN_BEFORE = re.compile(rf"[{_HAN}]+$")
_NEAR = 8
_SURE = 1.0
"""Nats by which a word across a blank must be likelier than none."""
_CLAUSE_MARK = re.compile("[，。；]")


def close_up(text: Text, context: Context) -> tuple[Text, list[Repair]]:
    """``text`` without blanks that cut numbers, quantities and words."""
    if " " not in text.chars:
        return text, []
    words = _words(context.lexicon)
    chars = text.chars
    passes: list[Callable[[str, _Words], Iterator[tuple[int, int]]]] = []
    if _IN_NUMBER.search(chars):
        passes += (_runs, _points, _behind_points, _groups)
    passes += (_before_units, _before_units, _in_dates, _before_numbers, _after_marks)
    if _BETWEEN_HAN.search(chars):
        passes += (_spread, _set_apart, _torn)
    passes.append(_mixed)
    for one in passes:
        chars = _without(chars, one(chars, words))
    return edited(text, list(_deleted(text.chars, chars)), "spacing") if len(chars) < len(text) else (text, [])


def _without(chars: str, spans: Iterator[tuple[int, int]]) -> str:
    """``chars`` without some spans of it (sorted, not overlapping)."""
    kept: list[str] = []
    at = 0
    for start, end in spans:
        kept.append(chars[at:start])
        at = end
    return "".join((*kept, chars[at:])) if kept else chars


def _deleted(before: str, after: str) -> Iterator[Edit]:
    """What was deleted between two texts that differ in blanks only.

    A text is what it is but for its blanks, so each run of them has its counterpart at the same place,
    shorter by what was deleted.
    """
    gone = 0
    for m in _BLANKS.finditer(before):
        start, end = m.span()
        left = 0
        while left < end - start and after[start - gone + left : start - gone + left + 1] == " ":
            left += 1
        if left < end - start:
            yield Edit(start + left, end)
            gone += end - start - left


class _Words:
    """What stands before and behind numbers, as patterns."""

    def __init__(self, lexicon: Lexicon) -> None:
        scales = scale_words(lexicon)
        unit, scale = _any_of(unit_words(lexicon)), _any_of(scales)
        self.follows = re.compile(rf" ?(?:{scale}|{unit})")
        scale_chars = "".join(s for s in scales if len(s) == 1)
        self.gap = re.compile(rf" (?:(?<=\d )|(?<=\d[{scale_chars}] )) {{0,2}}(?={scale}|{unit})")
        self.whole = re.compile(rf"(?:{scale} ?){{0,3}}(?:{unit})?(?![{_HAN}])")
        names = ("approx_before", "more_before", "less_before", "exact_before", "goes_on")
        self.label_ends = lexicon.words("spread_labels")
        self.year = lexicon.words("year_words")
        self.ordinal = lexicon.words("ordinal_mark")
        later, behind = _any_of({*lexicon.words("date_parts")}), _any_of({*lexicon.words("date_later_parts")})
        self.date = re.compile(rf"(?<=\d){later} {{1,2}}(?=\d{{1,2}}{behind})")
        self.before = tuple({w for n in names for w in lexicon.words(n)})


@lru_cache(maxsize=4)
def _words(lexicon: Lexicon) -> _Words:
    return _Words(lexicon)


def _any_of(words: Set[str]) -> str:
    return "(?:" + "|".join(map(escape, sorted(words, key=lambda w: (-len(w), w)))) + ")"


class _Lines:
    """Whether places, asked for in rising order, lie in a line of running text."""

    def __init__(self, chars: str) -> None:
        self._chars = chars
        self._end = -1
        self._sentence = False

    def sentence(self, at: int) -> bool:
        """Whether the line around ``at`` holds a mark of running text and no tab or border of a table."""
        if at > self._end:
            start = self._chars.rfind("\n", 0, at) + 1
            end = self._chars.find("\n", at)
            self._end = len(self._chars) if end < 0 else end
            self._sentence = (
                _CLAUSE_MARK.search(self._chars, start, self._end) is not None
                and self._chars.find("\t", start, self._end) < 0
                and self._chars.find("|", start, self._end) < 0
            )
        return self._sentence


def _runs(chars: str, words: _Words) -> Iterator[tuple[int, int]]:
    """Ciphers set one by one: 1 9 9 7 年, 8 .8 %, and years in two halves: 19 97 年."""
    for m in _RUN.finditer(chars):
        tokens, joined = m[0].split(" "), m[0].replace(" ", "")
        if not _PLAIN_NUMBER.fullmatch(joined) or not words.follows.match(chars, m.end()):
            continue
        if tokens[0].endswith(".") and (
            _LINE_START.search(chars, max(0, m.start() - 40), m.start()) or chars.endswith(words.ordinal, 0, m.start())
        ):
            continue  # 3. 5家企业: the third thing, and five of them
        single = all(len(t) == 1 or "." in t for t in tokens) and (len(tokens) > 2 or "." in joined)
        behind = chars[m.end() : m.end() + 2].strip()
        year = len(joined) == 4 and joined.startswith(("19", "20")) and behind.startswith(words.year)
        if single and len(joined) == 5 and joined[1:3] in ("19", "20") and behind.startswith(words.year):
            yield from ((i, i + 1) for i in range(m.start() + 2, m.end()) if chars[i] == " ")  # a number, and a year
        elif single or year:
            yield from ((i, i + 1) for i in range(m.start(), m.end()) if chars[i] == " ")


def _points(chars: str, words: _Words) -> Iterator[tuple[int, int]]:
    """A blank before a decimal point: 12 .5."""
    for m in _POINT.finditer(chars):
        yield m.span(1)
        if m[2]:
            yield m.span(2)


def _behind_points(chars: str, words: _Words) -> Iterator[tuple[int, int]]:
    """A blank behind a decimal point within a clause, with a unit behind: 增长38. 5万人."""
    for m in _BEHIND_POINT.finditer(chars):
        if words.follows.match(chars, m.end()) and not chars.endswith(words.ordinal, 0, m.start()):
            yield m.span("gap")


def _groups(chars: str, words: _Words) -> Iterator[tuple[int, int]]:
    """Thousands set apart: 5 000万元, 12 345 678人."""
    for m in _GROUPS.finditer(chars):
        if _BEFORE_GROUPS.search(chars, max(0, m.start() - 2), m.start()):
            continue
        if " 0" in m[0] or words.follows.match(chars, m.end()):
            yield from ((i, i + 1) for i in range(m.start(), m.end()) if chars[i] == " ")


def _before_units(chars: str, words: _Words) -> Iterator[tuple[int, int]]:
    """Blanks before scale words and units; outside of running text only if nothing but a quantity stands
    there.
    """
    lines = _Lines(chars)
    for m in words.gap.finditer(chars):
        year = _YEAR.search(chars, max(0, m.start() - 5), m.start()) and chars.startswith(words.year, m.end())
        if year or lines.sentence(m.start()) or words.whole.match(chars, m.end()):
            yield m.span()


def _in_dates(chars: str, words: _Words) -> Iterator[tuple[int, int]]:
    """Blanks between the parts of a date: 1997年 2月 18日."""
    for m in words.date.finditer(chars):
        yield chars.index(" ", m.start()), m.end()


def _before_numbers(chars: str, words: _Words) -> Iterator[tuple[int, int]]:
    """Blanks between a word that leads a number and the number: 约 300, 达到 5%."""
    lines = _Lines(chars)
    for m in _BEFORE_NUMBER.finditer(chars):
        if chars.endswith(words.before, max(0, m.start() - 6), m.start()) and lines.sentence(m.start()):
            yield m.span()


def _after_marks(chars: str, words: _Words) -> Iterator[tuple[int, int]]:
    """Blanks behind a comma or semicolon of running text."""
    return (m.span() for m in _AFTER_MARK.finditer(chars))


def _spread(chars: str, words: _Words) -> Iterator[tuple[int, int]]:
    """Labels and lines set wide, one character at a time: 索 引 号：, 目  录."""
    for m in _SPREAD.finditer(chars):
        letters = len(m[0].replace(" ", ""))
        alone = _LINE_START.search(chars, max(0, m.start() - 40), m.start()) and _LINE_END.match(chars, m.end())
        if letters > 3 or alone or chars.startswith(words.label_ends, m.end()):
            for gap in re.finditer(" +", m[0]):
                yield m.start() + gap.start(), m.start() + gap.end()


def _mixed(chars: str, words: _Words) -> Iterator[tuple[int, int]]:
    """Blanks between Chinese and Latin writing in running text, where that is the text's habit."""
    lines = _Lines(chars)
    gaps = [m.span() for m in _MIXED.finditer(chars) if lines.sentence(m.start())]
    if gaps and len(gaps) >= _SPACED * (len(gaps) + sum(1 for _ in _BORDER.finditer(chars))):
        yield from gaps


def _set_apart(chars: str, words: _Words) -> Iterator[tuple[int, int]]:
    """Blanks between the Chinese characters of running text, where there are so many that a scan must have
    put them there.
    """
    lines = _Lines(chars)
    gaps = [m.span() for m in _SET_APART.finditer(chars) if lines.sentence(m.start())]
    if gaps and len(gaps) >= _SCANNED * sum(map(len, _HAN_RUN.findall(chars))):
        yield from gaps


def _torn(chars: str, words: _Words) -> Iterator[tuple[int, int]]:
    """A blank within a word of running text: 重 庆."""
    lines = _Lines(chars)
    for m in _SET_APART.finditer(chars):
        a, b = m.span()
        if chars[a - 1] not in _MARKS and lines.sentence(a):
            left, right = _HAN_BEFORE.search(chars, max(0, a - _NEAR), a), _HAN_RUN.match(chars, b, b + _NEAR)
            if left is not None and right is not None and crosses_words(left[0], right[0], _SURE):
                yield a, b
