"""Readings in brackets go: ``發(fā)展``, ``機構(gòu)``, ``廣(guang)(guang)``, ``发[FĀ]``, ``发（ㄈㄚ）``, ``发(fa1)``.

Some sites put the reading of a character behind it, which cuts words in two. What decides is the shape of
what the brackets hold (a legal Mandarin syllable or the letters of zhuyin) and that a Chinese character stands before
them. A tone mark settles it: no abbreviation has one. So does a tone's cipher where the syllable is one of that
character's. Without tone a syllable may be a unit or an abbreviation (公顷(ha)), so it goes only where the text shows
readings elsewhere or doubles it, and never where it is one of the exceptions of ``rules/words/cleaning.toml``, unless
the text is full of readings and no unit stands before it. In capitals or other brackets than round ones, where
abbreviations and terms stand (智能(AI)), it has to be the character's own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..models import Repair
from .repair import Context, edited
from .text import Edit, Text

_LETTERS = "A-Za-zａ-ｚＡ-ＺɑɡüāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜÜĀÁǍÀŌÓǑÒĒÉĚÈĪÍǏÌŪÚǓÙǕǗǙǛ\u0300\u0301\u0304\u0308\u030c"
_ZHUYIN = "ㄅ-ㄯㆠ-ㆿˇˊˋ˙ˉ"
_OPEN, _CLOSE = "(（[［【〔{｛﹙", ")）]］】〕}｝﹚"
_HELD = rf"[{_LETTERS}]{{1,7}}[1-5]?[{_LETTERS}]{{0,4}}|[{_ZHUYIN}]{{1,6}}"
_OPENS, _CLOSES = f"[{re.escape(_OPEN)}]", f"[{re.escape(_CLOSE)}]"
_BRACKET = rf"{_OPENS}(?P<twice>{_OPENS})? ?(?P<held>{_HELD}) ?{_CLOSES}(?(twice){_CLOSES})"
_READING = re.compile(_BRACKET)
_FOUND = re.compile(rf"(?<=[㐀-鿿豈-﫿\ue000-\uf8ff]) ?{_BRACKET}")
_TONES = frozenset("\u0300\u0301\u0304\u030c")
_DIAERESIS = "\u0308"
_FEW = 2
""" Different readings without tone marks up to which a text that has no other shows no habit of giving
readings.
"""

_MANY = 8
"""Readings from which on a text is full of them."""


@dataclass(frozen=True, slots=True)
class _Spelling:
    """A reading in plain small letters (``v`` for ü), with what tells that it is one."""

    plain: str
    tones: int
    cipher: bool
    zhuyin: bool
    common: bool
    """Whether it is in small letters between round brackets, as most readings are."""


def drop_readings(text: Text, context: Context) -> tuple[Text, list[Repair]]:
    """``text`` without readings in brackets behind Chinese characters."""
    exceptions = frozenset(context.lexicon.words("no_readings"))
    symbols = frozenset(context.lexicon.words("reading_symbols"))
    sure: list[Edit] = []
    doubtful: list[Edit] = []
    excepted: list[Edit] = []
    chars = text.chars
    for start, end, found in _stretches(chars, frozenset(context.lexicon.words("pinyin_syllables"))):
        before = chars[start - 1]
        own = all(s.zhuyin or s.plain in _readings_of(before) for s in found)
        told = any(s.tones or s.zhuyin or (s.cipher and own) for s in found)
        if told or (len(found) > 1 and len({s.plain for s in found}) == 1 and found[0].common):
            sure.append(Edit(start, end))
        elif not own and not all(s.common and not s.cipher for s in found):
            continue
        elif exceptions.isdisjoint(s.plain for s in found):
            doubtful.append(Edit(start, end))
        elif before not in symbols:
            excepted.append(Edit(start, end))
    habit = bool(sure) or len({chars[e.start : e.end] for e in doubtful}) > _FEW
    full = habit and len(sure) + len(doubtful) >= _MANY
    edits = sorted([*sure, *doubtful, *(excepted if full else ())]) if habit else []
    return edited(text, edits, "reading") if edits else (text, [])


def _stretches(chars: str, syllables: frozenset[str]) -> Iterator[tuple[int, int, list[_Spelling]]]:
    """Readings behind a character, one or several, with the blanks that were set around loose brackets."""
    for m in _FOUND.finditer(chars):
        at = m.start()
        loose = chars[at] == " "
        end = at
        found: list[_Spelling] = []
        while (r := _READING.match(chars, end + loose if not found else end)) is not None:
            s = _spelt(r["held"], r[0])
            if (s.plain not in syllables and not s.zhuyin) or s.tones > 1 or not _paired(r[0]):
                break
            end = r.end()
            found.append(s)
        if found:
            yield at, end + (loose and chars[end : end + 1] == " "), found


def _paired(bracket: str) -> bool:
    """Whether as many brackets close as open, of one kind: a reading within other brackets ends before theirs."""
    opened = [_OPEN.index(c) for c in bracket if c in _OPEN]
    closed = [_CLOSE.index(c) for c in bracket if c in _CLOSE]
    kinds = [0, 0, 1, 1, 2, 3, 4, 4, 0]
    return [kinds[i] for i in opened] == [kinds[i] for i in reversed(closed)]


def _spelt(reading: str, bracket: str) -> _Spelling:
    letters = reading.strip("12345")
    cipher = next((c for c in reading if c in "12345"), "")
    if "ㄅ" <= reading[0] <= "ㆿ" or reading[0] in "˙ˊˇˋˉ":
        return _Spelling(reading, 0, False, True, False)
    letters = "".join(chr(ord(c) - 0xFEE0) if "Ａ" <= c <= "ｚ" else c for c in reading if c != cipher)
    common = bracket[0] in "(（" and letters == letters.lower()
    letters = letters.lower()
    if letters.isascii():
        return _Spelling(letters, 0, bool(cipher), False, common)
    parts = unicodedata.normalize("NFD", letters)
    tones = sum(c in _TONES for c in parts)
    plain = "".join(c for c in parts if c not in _TONES).replace("u" + _DIAERESIS, "v")
    return _Spelling(plain.replace("ɑ", "a").replace("ɡ", "g"), tones, bool(cipher), False, common)


@lru_cache(maxsize=8192)
def _readings_of(char: str) -> frozenset[str]:
    """The readings of a character in plain letters."""
    from pypinyin.pinyin_dict import pinyin_dict

    given = pinyin_dict.get(ord(char), "").split(",")
    return frozenset(_spelt(r, "(").plain for r in given if r)
