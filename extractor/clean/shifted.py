"""Two-byte characters that were cut one byte off are put together again.

A tool that replaces bytes in GBK text without minding where characters begin (a full-width mark by a
half-width one, a character by itself and its reading) leaves ``?`` for an orphaned byte, and all that
follows is read half a character late, until a single byte brings it back in step: ``竣工。“十二五”時期``
turns into ``竣工?!笆……濉睍r期``. The bytes are all there but the orphan. It is tried for every value, and
what reads as Chinese is taken if it clearly does; where only the orphan's own character stays open, its
``?`` stays and the rest is mended. A stretch with a cipher in it is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ..models import Repair
from ..read.encoding import common_han
from .repair import Context, edited
from .script import load_converter
from .text import Edit, Text
from .words import fluency, frequency

_LONGEST = 48
_MOST_PLACES = 500
_MARGIN = 2.0
"""Nats by which the best value of an orphan must be likelier than the next: e², seven times."""
_MARGIN_TORN = 4.0
"""The same where both ends of a stretch have lost a byte, or nothing but the orphan's reading is left of it."""
_NONSENSE = 9.0
"""Nats a character from which on a stretch is damaged itself."""
_CLEARLY = 10
"""Times that a word must be more frequent than the next to be the one."""
_PER_CHARACTER = 8.0
"""Nats a character that a mended stretch may cost; mends of real damage cost three to seven, chance ones ten."""
_CLEAR_GAIN = 12.0
"""Nats by which a mended stretch must be likelier than what stands there."""
_NO_HAN = re.compile(r"[^\u3400-\u9fff]+")

_TONED = "āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜü"
_ORPHAN = re.compile(rf"(?<=[\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”‘’)(])\?(?:[a-z{_TONED}]{{1,6}}\))?(?=[^\s?])")
_CUT_END = re.compile(rf"[?？](?:[a-z{_TONED}]{{1,6}}\))?")
_BRACKET = re.compile(r"[(（][^()（）]{0,8}[)）]")
_MARKS = frozenset("。，、；：？！“”‘’（）《》—…·％．")
_LEADS = tuple(range(0x81, 0xFF))
_TRAILS = (*range(0x40, 0x7F), *range(0x80, 0xFF))


def mend_shifted(text: Text, context: Context) -> tuple[Text, list[Repair]]:
    """``text`` with stretches put right that were read half a character late, where the mend can be shown
    to be right.
    """
    edits: list[Edit] = []
    chars = text.chars
    at = tried = 0
    for m in _ORPHAN.finditer(chars):
        if m.start() < at or tried >= _MOST_PLACES:
            continue
        has_reading = m.end() > m.start() + 1
        if not has_reading and not _looks_shifted(chars, m.end()) and not _is_nonsense(chars, m.end()):
            continue
        tried += 1
        mend = _best(chars, m.start(), m.end())
        if mend is not None:
            edits.append(Edit(m.start(), mend.end, mend.new))
            at = mend.end
    return edited(text, edits, "shifted") if edits else (text, [])


@dataclass(frozen=True, slots=True)
class _Mend:
    """What a stretch from an orphan up to ``end`` was before it slipped."""

    end: int
    new: str


def _looks_shifted(chars: str, start: int) -> bool:
    """Whether what follows an orphan is what bulletins do not write: rare characters, private ones, stray
    letters.
    """
    ahead = chars[start : start + 8]
    odd = (c for c in ahead if not c.isascii() and c not in _MARKS and c not in _TONED and c not in common_han())
    return any(odd) or re.match(r"[；;！!][㐀-鿿]", ahead) is not None


def _is_nonsense(chars: str, start: int) -> bool:
    """Whether what follows an orphan costs more than any sentence does, common as its characters may be."""
    ahead = _plain(_NO_HAN.split(chars[start : start + 7])[0])
    return len(ahead) >= 2 and fluency(ahead) < -_NONSENSE * len(ahead)


def _best(chars: str, start: int, after: int) -> _Mend | None:
    """The likeliest mend of the stretch that an orphan at ``start`` opens, None where none reads as
    Chinese.

    A mend must read like a sentence between its neighbours, and clearly better than what stands there. Of several
    ends, the one counts that explains most: each character is worth what it is likelier than chance.
    """
    left = _plain(_BRACKET.sub("", chars[max(0, start - 16) : start]))[-6:]
    mends: list[tuple[float, _Mend]] = []
    for end, pairs, cut in _readings(chars, after):
        middle = _common(pairs[1:-1] if cut else pairs[1:])
        if middle is None:
            continue
        plain = _plain(middle)
        rest = _plain(_BRACKET.sub("", chars[end : end + 16]))[:5]
        if sum(c not in _MARKS for c in middle) < 1 or (_looks_shifted(chars, end) and not _reads_well(rest)):
            known = not middle and after > start + 1 and _reads_well(left)
            short = _short(pairs, cut, left, rest) if known else ""
            if short:
                mends.append((0.0, _Mend(end, short)))
            continue
        firsts = [_common(bytes((b, pairs[0]))) for b in _LEADS]
        margin = _MARGIN_TORN if cut else _MARGIN
        first = _likeliest(firsts, left, plain[:6], margin) if _reads_well(left) else "?"
        last = _likeliest([_common(bytes((pairs[-1], b))) for b in _TRAILS], plain[-6:], rest, margin) if cut else ""
        made = first + middle + last
        spelt = _plain(made.replace("?", ""))
        cost = _cost(left, spelt, rest)
        there = _cost(left, _plain(chars[after:end]), rest)
        if cost < -_PER_CHARACTER * len(spelt) or cost < there + _CLEAR_GAIN:
            continue
        mends.append((cost + _PER_CHARACTER * len(spelt), _Mend(end, made)))
    return max(mends, key=lambda m: m[0])[1] if mends else None


def _cost(left: str, between: str, right: str) -> float:
    """What a stretch costs between its neighbours, in nats; closer to 0 is likelier."""
    return fluency(left + between + right) - fluency(left) - fluency(right)


def _reads_well(text: str) -> bool:
    """Whether a stretch is sound itself, so that it can say what fits behind it."""
    return bool(text) and fluency(text) > -_NONSENSE * len(text)


def _short(pairs: bytes, cut: bool, left: str, right: str) -> str:
    """The one or two characters between an orphan with a reading and the place where the text is in step again.

    Empty where no character, or no word of two, is clearly the likeliest.
    """
    firsts = [c for b in _LEADS if pairs and (c := _common(bytes((b, pairs[0]))))]
    if not cut:
        return _likeliest(firsts, left, right).replace("?", "")
    lasts = [c for b in _TRAILS if len(pairs) == 2 and (c := _common(bytes((pairs[1], b))))]
    words = sorted(((frequency(_plain(a + b)), a + b) for a in firsts for b in lasts), reverse=True)[:2]
    clear = len(words) == 2 and words[0][0] > _CLEARLY * max(1, words[1][0])
    return words[0][1] if clear else ""


def _likeliest(options: Sequence[str | None], left: str, right: str, margin: float = _MARGIN_TORN) -> str:
    """The option that reads best between its neighbours, ``?`` where that is not clear."""
    scored = sorted({(fluency(left + _plain(o) + right), o) for o in options if o}, reverse=True)
    if not scored or (len(scored) > 1 and scored[0][0] < scored[1][0] + margin):
        return "?"
    return scored[0][1]


def _readings(chars: str, at: int) -> Iterator[tuple[int, bytes, bool]]:
    """Ways in which the stretch from ``at`` on may get back in step: where it ends, its bytes, and if it
    ends cut.

    The orphan's byte is missing in front; a stretch that ends in a second orphan is cut: that one's byte is
    missing too.
    """
    out = bytearray()
    for i in range(at, min(len(chars), at + _LONGEST)):
        c = chars[i]
        if c.isdigit() or c.isspace():
            return
        if c in "?？":
            cut_end = _CUT_END.match(chars, i)
            yield cut_end.end() if cut_end else i + 1, bytes(out), True
            return
        if c == "€":
            yield i + 1, bytes(out) + b"\x80", False
            return
        if c.isascii():
            if c >= "@":
                yield i + 1, bytes(out) + c.encode(), False
            out += bytes((0xA3, ord(c) | 0x80))
            continue
        pair = _pairs().get(c)
        if pair is None:
            return
        out += pair


@cache
def _pairs() -> dict[str, bytes]:
    """The two bytes of GBK that read as each character, by either of the tables in use."""
    found: dict[str, bytes] = {}
    for codec in ("gbk", "gb18030"):
        for lead in _LEADS:
            for trail in _TRAILS:
                pair = bytes((lead, trail))
                try:
                    char = pair.decode(codec)
                except UnicodeDecodeError:
                    continue
                found.setdefault(char, pair)
    return found


def _common(data: bytes) -> str | None:
    """What bytes say in GBK, None where that is anything but common characters and marks."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    return text if all(c in common_han() or c in _MARKS or _plain(c) in common_han() for c in text) else None


def _plain(text: str) -> str:
    return load_converter().convert(text)
