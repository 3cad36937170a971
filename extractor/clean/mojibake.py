"""Text that was decoded with the wrong codec is decoded again: as a whole, or the lines that were.

Three mistakes are known: GBK shown as Latin-1 (``ÑøÀÏ`` for 养老), UTF-8 shown as Latin-1 or Windows-1252
(``å…»è€``), and UTF-8 shown as GBK (``鍏昏€``). A stretch is taken only where its bytes are well-formed throughout and
read as common Chinese. Digits are the same in all of these codecs and stay untouched. Where a byte had no character and
was lost (``?``, U+FFFD), the character that it belonged to is the one that makes the likeliest words, or stays open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from ..models import Repair
from ..read.encoding import common_han
from .likely import Usage, read_open
from .repair import Context, edited
from .script import is_traditional, plain_char, written
from .slips import pairs_of
from .text import Edit, Text

_LOST = "?\ufffd"
_WESTERN = re.compile(r"[\x80-\xff\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122\ufffd]{2,}")
_SPACED = re.compile(r"[\x80-\xff\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122\ufffd][\x80-\u2122\ufffd ?]+")
_TWO_BYTES = re.compile(r"[^\x00-\x7f]+(?:[?\ufffd][^\x00-\x7f]*)*")
_HAN = re.compile("[㐀-鿿]")
_OWN = 0.3
"""Share of all words that the text's own pairs of characters are taken for."""
_ENOUGH = 0.85
"""Share of a text's decoded characters that must be common ones."""
_LEAST = 4
"""Characters that a line or text must have for this to be told."""
_CLEAR = 0.9
"""Probability from which on a character that lost a byte is the one."""
_CLEAR_ALONE = 0.99
"""The same of a mark that stands by itself."""
_MARKS = frozenset("。，、；：？！“”‘’（）《》—…·％．％＋－１２３４５６７８９０　【】①②③④⑤⑥⑦⑧⑨⑩㎡℃‰〔〕～")

_ANY = tuple(range(0x80, 0xC0))
_NO_WESTERN = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
"""Bytes that Windows-1252 has no character for."""

_Byte = int | None
"""A byte, None where it was lost."""


@dataclass(frozen=True, slots=True)
class _Run:
    """A stretch and the pieces that it is decoded to: where each stands, and the characters that it may be."""

    start: int
    end: int
    pieces: tuple[tuple[int, int, tuple[tuple[str, ...], ...]], ...]

    def chars(self) -> Iterator[tuple[str, ...]]:
        for _, _, made in self.pieces:
            yield from made


def decode_again(text: Text, context: Context) -> tuple[Text, list[Repair]]:
    """``text`` with what was decoded with the wrong codec decoded again, where it clearly was."""
    for read in (_utf8_as_latin, _gbk_as_latin, _utf8_as_gbk):
        runs = list(read(text.chars))
        if read is not _utf8_as_gbk:
            runs = [run for run in runs if not _beside_chinese(text.chars, run)]
        if runs:
            taken = runs if _is_chinese(runs) else list(_in_lines(text.chars, runs))
            if taken:
                sure = "\n".join("".join(plain_char(c[0]) if len(c) == 1 else "\n" for c in r.chars()) for r in taken)
                usage = Usage.of((sure, _OWN))
                traditional = is_traditional("".join(c[0] for r in taken for c in r.chars() if len(c) == 1))
                never = frozenset((*context.lexicon.mapping("numeral"), *context.lexicon.mapping("scale")))
                edits = [e for run in taken for e in _edits(text.chars, run, usage, traditional, never)]
                return edited(text, edits, "mojibake")
    return text, []


def _beside_chinese(chars: str, run: _Run) -> bool:
    """Whether the line of a stretch has Chinese characters, so that its signs are what they are."""
    end = chars.find("\n", run.end)
    line = chars[chars.rfind("\n", 0, run.start) + 1 : len(chars) if end < 0 else end]
    return _HAN.search(line) is not None


def _is_chinese(runs: Sequence[_Run]) -> bool:
    """Whether what was decoded reads as common characters nearly throughout."""
    made = [c for run in runs for c in run.chars()]
    common = sum(len(c) > 1 or c[0] in common_han() or c[0] in _MARKS for c in made)
    han = sum(len(c) > 1 or c[0] in common_han() for c in made)
    return len(made) >= _LEAST and 2 * han >= len(made) and common >= _ENOUGH * len(made)


def _in_lines(chars: str, runs: Sequence[_Run]) -> Iterator[_Run]:
    """Runs of those lines in which all that was decoded reads as Chinese."""
    line: list[_Run] = []
    for run in runs:
        if line and "\n" in chars[line[-1].end : run.start]:
            yield from line if _is_chinese(line) else ()
            line = []
        line.append(run)
    yield from line if _is_chinese(line) else ()


def _edits(chars: str, run: _Run, usage: Usage, traditional: bool, never: frozenset[str]) -> Iterator[Edit]:
    """What the pieces of a run become; an open character is never made a numeral."""
    made = [c if len(c) == 1 else tuple(o for o in c if written(o, traditional)) or c for c in run.chars()]
    places = [tuple(dict.fromkeys(map(plain_char, c))) for c in made]
    reading = read_open(places, usage) if any(len(p) > 1 for p in places) else None
    k = 0
    for start, end, pieces in run.pieces:
        new = ""
        for options, plain in zip(made[k : k + len(pieces)], places[k : k + len(pieces)], strict=True):
            if len(plain) == 1:
                new += options[0]
            else:
                best, share = reading.best(k) if reading else ("", 0.0)
                alone = len(places) == 1
                clear = share >= (_CLEAR_ALONE if alone else _CLEAR) and (not alone or best in _MARKS)
                clear = clear and best not in never
                new += next(c for c in options if plain_char(c) == best) if clear else "?"
            k += 1
        if new != chars[start:end]:
            yield Edit(start, end, new)


# --------------------------------------------------------------------------- the three mistakes


def _gbk_as_latin(chars: str) -> Iterator[_Run]:
    """Stretches of Latin letters and signs whose bytes are two-byte characters of GBK throughout."""
    for m in _WESTERN.finditer(chars):
        data = [_western_byte(c) for c in m[0]]
        if len(data) % 2 or None in data:
            continue
        try:
            made = bytes(b for b in data if b is not None).decode("gbk")
        except UnicodeDecodeError:
            continue
        if 2 * len(made) == len(data):
            at = m.start()
            pieces = tuple((at + 2 * k, at + 2 * k + 2, ((c,),)) for k, c in enumerate(made))
            yield _Run(at, m.end(), pieces)


def _utf8_as_latin(chars: str) -> Iterator[_Run]:
    """Stretches of Latin letters and signs whose bytes are UTF-8 throughout."""
    yield from _utf8_in(chars, _SPACED, lambda c: (_western_byte(c),), _NO_WESTERN, _NO_WESTERN)


def _utf8_as_gbk(chars: str) -> Iterator[_Run]:
    """Stretches of Chinese characters whose bytes are UTF-8 throughout."""
    yield from _utf8_in(chars, _TWO_BYTES, _gbk_bytes, _ANY, _ANY)


def _utf8_in(
    chars: str,
    stretch: re.Pattern[str],
    bytes_of: Callable[[str], tuple[_Byte, ...]],
    lost: Sequence[int],
    dropped: Sequence[int],
) -> Iterator[_Run]:
    """Stretches of UTF-8; a mark of the sentence may stand at their ends, where a byte was lost elsewhere."""
    for m in stretch.finditer(chars):
        end = m.end()
        while end > m.start():
            run = _utf8_run(chars, m.start(), end, bytes_of, lost, dropped)
            if run is not None:
                yield run
            if run is not None or chars[end - 1] not in " ?":
                break
            end -= 1


def _utf8_run(
    chars: str,
    start: int,
    end: int,
    bytes_of: Callable[[str], tuple[_Byte, ...]],
    lost: Sequence[int],
    dropped: Sequence[int],
) -> _Run | None:
    """The pieces of a stretch of UTF-8, None where it is not well-formed."""
    data: list[_Byte] = []
    owner: list[int] = []
    for i in range(start, end):
        for b in bytes_of(chars[i]):
            data.append(b)
            owner.append(i)
    pieces: list[tuple[int, int, tuple[tuple[str, ...], ...]]] = []
    begun, made, k = start, [], 0
    while k < len(data):
        last = len(data) - k < 3
        options, length = _utf8_char(tuple(data[k : k + 3]), tuple(lost), tuple(lost if last else dropped))
        if not options:
            return None
        k += length
        made.append(options)
        if k == len(data) or owner[k] != owner[k - 1]:
            border = end if k == len(data) else owner[k]
            pieces.append((begun, border, tuple(made)))
            begun, made = border, []
    return _Run(start, end, tuple(pieces))


@lru_cache(maxsize=20_000)
def _utf8_char(data: tuple[_Byte, ...], lost: tuple[int, ...], dropped: tuple[int, ...]) -> tuple[tuple[str, ...], int]:
    """The characters that the sequence at the beginning of ``data`` may be, and how many bytes it has there.

    A byte that is marked as lost is one of ``lost``; where one is missing without a mark it is one of ``dropped``.
    """
    lead = data[0]
    length = 0 if lead is None else 3 if 0xE2 <= lead <= 0xEF else 2 if 0xC2 <= lead <= 0xDF else 0
    if lead is None or not length:
        return (), 0
    there: list[Sequence[int]] = []
    for b in data[1:length]:
        if b is not None and not 0x80 <= b <= 0xBF:
            break
        there.append(lost if b is None else (b,))
    if len(there) == length - 1:
        return _spelt(lead, there, all(len(t) == 1 for t in there)), length
    if len(there) == length - 2:
        ways = ([*there[:k], dropped, *there[k:]] for k in range(len(there) + 1))
        return tuple(dict.fromkeys(c for way in ways for c in _spelt(lead, way, False))), length - 1
    if len(data) == 1:  # the lead alone, at the end of a stretch
        return _spelt(lead, [dropped] * (length - 1), False), 1
    return (), 0


def _spelt(lead: int, rest: Sequence[Sequence[int]], sure: bool) -> tuple[str, ...]:
    found = []
    for tail in product(*rest):
        try:
            char = bytes((lead, *tail)).decode("utf-8")
        except UnicodeDecodeError:
            continue
        if sure or char in common_han() or char in _MARKS:
            found.append(char)
    return tuple(found)


def _gbk_bytes(c: str) -> tuple[_Byte, ...]:
    if c in _LOST:
        return (None,)
    if c == "€":
        return (0x80,)
    pair = pairs_of().get(c)
    return (0xFF,) if pair is None else (pair >> 8, pair & 0xFF)


@cache
def _western_byte(c: str) -> _Byte:
    """The byte of a character in Windows-1252 or Latin-1, None where it was lost."""
    if c in _LOST:
        return None
    if c == " ":
        return 0xA0  # a blank that does not break was made a common one
    if "\x80" <= c <= "\xff":
        return ord(c)
    try:
        return c.encode("cp1252")[0]
    except UnicodeEncodeError:
        return 0xFF
