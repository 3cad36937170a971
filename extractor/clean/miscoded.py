"""Stretches that may be bytes of one codec shown in another, and the characters that they were.

Each way of reading walks over a stretch byte by byte. A byte that was lost leaves several characters that may have
stood there; a character that fits nothing is passed by and counted, so that one odd sign does not hide its line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from ..read.encoding import common_han
from .slips import pairs_of

LOST = "?\ufffd"
MARKS = frozenset("∶−。，、；：？！“”‘’（）《》—…·％．＋－　【】①②③④⑤⑥⑦⑧⑨⑩㎡℃‰〔〕～−→↑↓×●○■□◆▲★＞＜／")
FIGURES = frozenset("０１２３４５６７８９")
_WESTERN = re.compile(r"[\x80-\xff\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122\ufffd]{2,}")
_SPACED = re.compile(r"[\x80-\xff\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122\ufffd][\x80-\u2122\ufffd ?]+")
_TWO_BYTES = re.compile(r"[^\x00-\x7f]+(?:[?\ufffd][^\x00-\x7f]*)*")
_LINE = re.compile(r"[^\n]+")
_BEYOND = re.compile(r"[^\x00-\x7f]")
_USUAL = 0.6
"""Share of a line's characters beyond ASCII from which on common ones show that it is what it should be: UTF-8 shown
as GBK has about 0.3, Chinese lines 0.8."""
_ANY = tuple(range(0x80, 0xC0))
_INSIDE = (0x80, *range(0xA1, 0xB0))
"""Bytes that decoders of GBK find no character for where another byte follows."""
_NO_WESTERN = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
"""Bytes that Windows-1252 has no character for."""

_Byte = int | None
"""A byte, None where it was lost."""
Piece = tuple[int, int, tuple[tuple[str, ...], ...]]
"""Where a piece stands and the characters that it is decoded to, each with all that it may be."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch, the pieces of it that can be decoded, and how many of its characters fit no reading."""

    start: int
    end: int
    pieces: tuple[Piece, ...]
    odd: int = 0

    @property
    def fits(self) -> bool:
        """Whether nearly all of the stretch is bytes of that codec."""
        return 5 * self.odd <= self.end - self.start

    def chars(self) -> Iterator[tuple[str, ...]]:
        """What the stretch is decoded to, character by character."""
        for _, _, made in self.pieces:
            yield from made


def gbk_as_latin(chars: str) -> Iterator[Run]:
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
            yield Run(at, m.end(), tuple((at + 2 * k, at + 2 * k + 2, ((c,),)) for k, c in enumerate(made)))


def utf8_as_latin(chars: str) -> Iterator[Run]:
    """Stretches of Latin letters and signs whose bytes are UTF-8."""
    for m in _SPACED.finditer(chars):
        yield _read(chars, m.start(), m.end(), lambda c: (_western_byte(c),), _NO_WESTERN, _NO_WESTERN)


def utf8_as_gbk(chars: str) -> Iterator[Run]:
    """Stretches of Chinese characters whose bytes are UTF-8, in texts or lines that have few common ones."""
    spans = [(0, len(chars))]
    if _is_usual(chars):
        spans = [m.span() for m in _LINE.finditer(chars) if not _is_usual(m[0])]
    for start, end in spans:
        for m in _TWO_BYTES.finditer(chars, start, end):
            yield _read(chars, m.start(), m.end(), _gbk_bytes, _INSIDE, _ANY)


def _is_usual(chars: str) -> bool:
    """Whether what is beyond ASCII is what it should be, by how common it is."""
    beyond, common = _BEYOND.findall(chars), common_han()
    return sum(c in common or c in MARKS or c in FIGURES for c in beyond) >= _USUAL * len(beyond)


def _read(
    chars: str,
    start: int,
    end: int,
    bytes_of: Callable[[str], tuple[_Byte, ...]],
    lost: tuple[int, ...],
    dropped: tuple[int, ...],
) -> Run:
    """A stretch read as UTF-8. Blanks and ? between its characters, and ASCII that a byte swallowed, are themselves.

    A byte that is marked as lost is one of ``lost``, one that is missing, or lost at the very end, one of ``dropped``.
    """
    data: list[_Byte] = []
    owner: list[int] = []
    for i in range(start, end):
        for b in bytes_of(chars[i]):
            data.append(b)
            owner.append(i)
    pieces: list[Piece] = []
    begun, odd, k = start, 0, 0
    made: list[tuple[str, ...]] = []
    while k < len(data):
        b, c = data[k], chars[owner[k]]
        ahead = tuple(data[k : k + 4])
        closes = ahead[-1] is None and k + len(ahead) == len(data)
        options, length = _utf8_char(ahead, dropped if closes else lost, dropped)
        if not options and (c in " ?" or (b is not None and b < 0x80)):
            options, length = ((c,) if c in " ?" or b is None else (chr(b),)), 1
        if not options:
            border = owner[k] + 1
            odd += border - begun
            while k < len(data) and owner[k] < border:
                k += 1
            begun, made = border, []
            continue
        k += length
        made.append(options)
        if k == len(data) or owner[k] != owner[k - 1]:
            border = end if k == len(data) else owner[k]
            pieces.append((begun, border, tuple(made)))
            begun, made = border, []
    return Run(start, end, tuple(pieces), odd)


@lru_cache(maxsize=20_000)
def _utf8_char(data: tuple[_Byte, ...], lost: tuple[int, ...], dropped: tuple[int, ...]) -> tuple[tuple[str, ...], int]:
    """The characters that the sequence at the beginning of ``data`` may be, and how many bytes it has there.

    A byte that is marked as lost is one of ``lost``; where one is missing without a mark it is one of ``dropped``.
    """
    lead = data[0]
    if lead is None or not 0xC2 <= lead <= 0xF4:
        return (), 0
    length = 2 if lead <= 0xDF else 3 if lead <= 0xEF else 4
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
        if sure or char in common_han() or char in MARKS or char in FIGURES:
            found.append(char)
    return tuple(found)


def _gbk_bytes(c: str) -> tuple[_Byte, ...]:
    if c in LOST:
        return (None,)
    if c == "€":
        return (0x80,)
    pair = pairs_of().get(c)
    return (0xFF,) if pair is None else (pair >> 8, pair & 0xFF)


@cache
def _western_byte(c: str) -> _Byte:
    """The byte of a character in Windows-1252 or Latin-1, None where it was lost."""
    if c in LOST:
        return None
    if c == " ":
        return 0xA0  # a blank that does not break was made a common one
    if "\x80" <= c <= "\xff":
        return ord(c)
    try:
        return c.encode("cp1252")[0]
    except UnicodeEncodeError:
        return 0xFF
