"""One alphabet: half-width ciphers, letters and signs, full-width punctuation, plain blanks.

The tables stand in ``rules/words/cleaning.toml``; Unicode's own folding is no use here (it makes 103 of
10³). All of this is one character for one, but for a double dash between numbers. What stays half-width is
decided by what stands around it: the comma of ``1,234``, the colon of ``15:30`` and ``3:2``, everything in
a web address.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from re import escape

from ..lexicon import Lexicon
from ..models import Repair
from .behind import scale_words, unit_words
from .repair import Context, edited, recharactered
from .script import load_converter
from .text import Edit, Text

_ADDRESS = re.compile(r"(?:https?|ftp)://[!-~]{1,500}|\bwww\.[!-~]{1,300}")
_MAIL = re.compile(r"[A-Za-z0-9._+-]{1,60}@[A-Za-z0-9-]{1,60}(?:\.[A-Za-z0-9-]{1,30}){1,4}")
_COMMA = re.compile(r"，(?=\d(?:[ \t]*\n[ \t]*)?\d(?:[ \t]*\n[ \t]*)?\d(?!\d))")
_COMMA_AT_BREAK = re.compile(r"(?<=\d)(?:(?P<end>，)[ \t]*\n[ \t]*|[ \t]*\n[ \t]*(?P<head>，))(?=\d{3}(?!\d))")
"""A comma between thousands where a line was broken beside it."""

_GROUPED = re.compile(r"(?<![\d，.])[1-9]\d{0,2}(?:，\d{3}){2,}(?!\d)|(?<![\d，.])[1-9]\d{0,2}，0\d\d(?![\d年月日])")
"""Full-width commas that can only set thousands apart: two of them, or one before a zero."""

_HABIT = 3
"""Raised dots that can only be points from which on a document is one that writes its points so."""

_APOSTROPHES = re.compile(r"(?<![0-9.,'’°])[1-9][0-9]{0,2}(?:['’][0-9]{3})+(?![0-9'’′″\"])")
"""Apostrophes that set thousands apart."""

_RAISED = re.compile("(?<=[0-9])(?<![“‘《][0-9])(?<![“‘《][0-9]{2})·(?=[0-9])(?![0-9]{1,2}[”’》])")
_MATHEMATICAL = re.compile("[\U0001d7ce-\U0001d7ff]")
_COLON = re.compile(r"：(?=\d)")
_FULL_STOP = re.compile(r"\.(?=[ \t]{0,9}(?:\n|$)|[㐀-鿿“（])")
_EN_DASH = re.compile(r"–(?=\d)")
_BEFORE_STOP = re.compile(r"[㐀-鿿）”%]")


class Widths:
    """The tables of a lexicon, ready for use.

    ``table`` is indexed by code points: looking up a string is twice as fast as looking up a mapping.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        marks = lexicon.mapping("punctuation")
        single = {
            **_equivalents(),
            **load_converter().variants,
            **lexicon.mapping("variants"),
            **lexicon.mapping("radicals"),
            **lexicon.mapping("width"),
            **_blanks(),
            **marks,
        }
        table = [chr(c) for c in range(0x10000)]
        for old, new in single.items():
            table[ord(old)] = new
        self.table = "".join(table)
        self.range_left = frozenset((*"0123456789", *lexicon.words("range_left")))
        self.numerals = frozenset((*lexicon.mapping("numeral"), *lexicon.mapping("scale")))
        self.point = re.compile(
            "(?<=[0-9])·(?=[0-9]{1,4}(?:[%‰]|" + "|".join(map(escape, sorted(_large(lexicon)))) + "))"
        )
        behind = "|".join(map(escape, sorted(scale_words(lexicon) | unit_words(lexicon))))
        ordinal = "".join(f"(?<!{escape(w)})" for w in lexicon.words("ordinal_mark"))
        #: A number without a unit in a clause, no year and no ordinal: a sentence hardly ever ends with it.
        self.stop = re.compile(
            f"{ordinal}(?:(?<=[㐀-鿿、，（）》”∶:+-])|(?<=[㐀-鿿] ))(?!(?:19|20)[0-9]{{2}}。)"
            f"(?:[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,3}}|[0-9]{{1,6}})。(?=[0-9]{{1,4}} ?(?:[%‰]|{behind}))"
        )
        self.dash = re.compile("[-—–～]{1,2}(?=[0-9])")
        self.caption = re.compile("(?:" + "|".join(map(escape, lexicon.words("caption_marks"))) + r")[ \t]?\d{0,4}$")


def fold_width(text: Text, context: Context) -> tuple[Text, list[Repair]]:
    """``text`` in the one alphabet: ``，；：！？（）`` for punctuation, ASCII for ciphers, letters, ``%``
    and numbers' own marks.
    """
    widths = _widths(context.lexicon)
    folded = text.chars.translate(widths.table)
    if not text.chars.isascii():
        folded = _MATHEMATICAL.sub(lambda m: str((ord(m[0]) - 0x1D7CE) % 10), folded)
    chars = _overlaid(folded, sorted(_kept(text.chars, folded, widths)))
    text, repairs = recharactered(text, chars, "width")
    doubled = [Edit(m.start() + 1, m.end()) for m in widths.dash.finditer(chars) if m[0] == "--"]
    doubled = [e for e in doubled if chars[e.start - 2 : e.start - 1] in widths.range_left]
    if doubled:
        text, more = edited(text, doubled, "width")
        repairs += more
    return text, repairs


def _kept(raw: str, folded: str, widths: Widths) -> Iterator[tuple[int, str]]:
    """Places of ``folded`` at which the surroundings ask for another character than the tables give."""
    yield from _addresses(raw)
    habit = _GROUPED.search(folded) is not None
    for m in _COMMA.finditer(folded):
        at = m.start()
        meant = habit or raw[at] == "," or not raw[at - 1 : at + 2 : 2].isascii()
        if meant and folded[at - 1 : at].isdigit() and _groups(folded, at):
            yield at, ","
    for m in _COMMA_AT_BREAK.finditer(folded):
        at = m.start(m.lastgroup or 0)
        if raw[at] == "," and _groups(folded, m.start()):
            yield at, ","
    points = [m.start() for m in widths.point.finditer(folded)]
    if len(points) >= _HABIT:
        points = [m.start() for m in _RAISED.finditer(folded)]
    yield from ((at, ".") for at in points)
    yield from ((m.end() - 1, ".") for m in widths.stop.finditer(folded))
    for m in _APOSTROPHES.finditer(folded):
        yield from ((at, ",") for at in range(m.start(), m.end()) if folded[at] in "'’")
    for m in _COLON.finditer(folded):
        at = m.start()
        if folded[at - 1 : at].isdigit() and not widths.caption.search(folded, max(0, at - 10), at):
            yield at, ":"
    for m in _FULL_STOP.finditer(folded):
        before = folded[m.start() - 1 : m.start()]
        if _BEFORE_STOP.match(before) and before not in widths.numerals:
            yield m.start(), "。"
    for m in _EN_DASH.finditer(folded):
        if not re.match(r"[\w–-]", folded[m.start() - 1 : m.start()]):
            yield m.start(), "-"
    for m in widths.dash.finditer(folded):
        if folded[m.start() - 1 : m.start()] in widths.range_left:
            yield m.start(), "-" * len(m[0])


def _addresses(raw: str) -> Iterator[tuple[int, str]]:
    """Web and mail addresses, which keep every character."""
    if "://" in raw or "www." in raw:
        yield from ((m.start(), m[0]) for m in _ADDRESS.finditer(raw))
    if "@" in raw:
        yield from ((m.start(), m[0]) for m in _MAIL.finditer(raw))


def _groups(folded: str, at: int) -> bool:
    """Whether the ciphers before a comma at ``at`` can be a group: one to three of them, behind another
    comma three.
    """
    start = at
    while start and folded[start - 1].isdigit() and at - start < 4:
        start -= 1
    before = folded[max(0, start - 2) : start]
    behind_comma = len(before) == 2 and before[1] in ",，" and before[0].isdigit()
    return at - start == 3 if behind_comma else at - start < 4 and not before.endswith(".")


def _overlaid(chars: str, pieces: list[tuple[int, str]]) -> str:
    """``chars`` with each piece written over it at its place; where two overlap, the first stands."""
    out: list[str] = []
    at = 0
    for start, piece in pieces:
        if start < at:
            continue
        out += (chars[at:start], piece)
        at = start + len(piece)
    out.append(chars[at:])
    return "".join(out)


@lru_cache(maxsize=4)
def _widths(lexicon: Lexicon) -> Widths:
    return Widths(lexicon)


def _equivalents() -> dict[str, str]:
    """Radicals and compatibility characters that Unicode gives a single ordinary character for."""
    found = {}
    for code in (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00)):
        folded = unicodedata.normalize("NFKC", chr(code))
        if len(folded) == 1 and folded != chr(code) and not folded.isascii():
            found[chr(code)] = folded
    return found


def _large(lexicon: Lexicon) -> Iterator[str]:
    """Scale words that no day is counted in, so that a raised dot before them is a point: 1·8万, but 3·15, 5·20个."""
    return (w for w, power in lexicon.mapping("scale").items() if int(power) >= 4)


def _blanks() -> dict[str, str]:
    """Every blank that is no line end, and the plain one for it."""
    return {chr(c): " " for c in range(0x80, 0x3001) if unicodedata.category(chr(c)) == "Zs"}
