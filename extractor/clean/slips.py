"""Bytes of a stretch that is read half a character late, and the ways in which it can get back in step.

A byte that was lost is a blank: any byte may have stood there. Where a tool put a reading behind what it took for a
character, the reading says which byte it was: in ``當?shù)`` the last byte of 當 and the lost one make 數.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

LONGEST = 48
LEADS = frozenset(range(0x81, 0xFF))
TRAILS = frozenset((*range(0x40, 0x7F), *range(0x80, 0xFF)))
_OPEN = LEADS | TRAILS
TONED = "āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜü"
_READING = re.compile(rf"\(([a-z{TONED}]{{1,6}})\)?|([a-z{TONED}]{{1,6}})\)")
_ORPHANS = "?？\ufffd"

Byte = frozenset[int]
"""The values that a byte may have had; one where it is known."""
_PRIVATE: list[Byte] = [
    frozenset((*range(0xA1, 0xA8), *range(0xAA, 0xB0), *range(0xF8, 0xFF))),
    frozenset(range(0x40, 0xFF)) - {0x7F},
]
"""The bytes of characters for private use."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A stretch up to ``end``, as pairs of bytes from the first orphan on; ``cut`` where the last byte is lost, too.

    ``told`` counts the lost bytes that readings tell, ``holes`` the characters that were dropped.
    """

    end: int
    pairs: tuple[tuple[Byte, Byte], ...]
    cut: bool
    told: int
    holes: int = 0


def slips(chars: str, at: int, holes: tuple[int, ...] = ()) -> Iterator[Slip]:
    """Ways in which the stretch that an orphan at ``at`` opens may get back in step, the shortest first.

    Before the characters at ``holes`` one for private use is taken to be missing: pages and programs drop them.
    Digits and blanks are no part of any: nothing that stands for a number is touched.
    """
    first, after = _orphan(chars, at, _trail(chars, at - 1), LEADS)
    out, told, n = [first], int(first != LEADS), 0
    for i in range(after, min(len(chars), after + LONGEST)):
        c = chars[i]
        if i in holes:
            out += _PRIVATE
            n += 1
        if c.isdecimal() or c.isspace():
            return
        if c in _ORPHANS:
            last, end = _orphan(chars, i, _one(out[-1]), TRAILS)
            yield Slip(end, _paired([*out, last]), last == TRAILS, told + (last != TRAILS), n)
            if c == "\ufffd" or end > i + 1:
                return
            out += _bytes(0xA3BF)
        elif c == "€":
            yield Slip(i + 1, _paired([*out, frozenset((0x80,))]), False, told, n)
            return
        elif c.isascii():
            if c >= "@":
                yield Slip(i + 1, _paired([*out, frozenset((ord(c),))]), False, told, n)
            out += _bytes(0xA300 | ord(c) | 0x80)
        elif (pair := pairs_of().get(c)) is not None:
            out += _bytes(pair)
        else:
            return


def _orphan(chars: str, at: int, before: int, among: frozenset[int]) -> tuple[Byte, int]:
    """The byte that an orphan at ``at`` stands for, and where its mark and reading end; ``before`` is the byte that
    stood before it (0 if unknown), with which it makes the character that the reading is of."""
    m = _READING.match(chars, at + 1)
    if m is None:
        return among, at + 1
    told = _told_by(before, m[1] or m[2]) & among
    return told or among, m.end()


@lru_cache(maxsize=4096)
def _told_by(before: int, reading: str) -> frozenset[int]:
    """The second bytes with which ``before`` makes a character of that reading."""
    from pypinyin.pinyin_dict import pinyin_dict

    found = set()
    for b in TRAILS if before in LEADS else ():
        char = char_of(before, b)
        if char and reading in pinyin_dict.get(ord(char), "").split(","):
            found.add(b)
    return frozenset(found)


def _trail(chars: str, at: int) -> int:
    """The last byte of the character at ``at``, 0 where it has none of two."""
    return pairs_of().get(chars[at], 0) & 0xFF if at >= 0 else 0


def _bytes(pair: int) -> list[Byte]:
    return [frozenset((pair >> 8,)), frozenset((pair & 0xFF,))]


def _one(byte: Byte) -> int:
    return next(iter(byte)) if len(byte) == 1 else 0


def _paired(data: list[Byte]) -> tuple[tuple[Byte, Byte], ...]:
    return tuple(zip(data[::2], data[1::2], strict=True))


def chars_of(pair: tuple[Byte, Byte]) -> tuple[str, ...]:
    """The characters that a pair of bytes may make."""
    return tuple(c for a in sorted(pair[0]) for b in sorted(pair[1]) if (c := char_of(a, b)))


@cache
def char_of(lead: int, trail: int) -> str:
    """The character of two bytes in GBK, empty where there is none or it is for private use."""
    try:
        char = bytes((lead, trail)).decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "" if len(char) != 1 or "\ue000" <= char <= "\uf8ff" else char


@cache
def pairs_of() -> dict[str, int]:
    """The two bytes of GBK that read as each character, by either of the tables in use."""
    found: dict[str, int] = {}
    for codec in ("gbk", "gb18030"):
        for lead in LEADS:
            for trail in TRAILS:
                try:
                    char = bytes((lead, trail)).decode(codec)
                except UnicodeDecodeError:
                    continue
                if len(char) == 1:
                    found.setdefault(char, lead << 8 | trail)
    return found
