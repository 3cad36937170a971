"""Readings in brackets go: ``發(fā)展``, ``機構(gòu)``, ``廣(guang)(guang)``.

Some sites put the reading of a character behind it, which cuts words in two. What decides is the shape of
what the brackets hold (a legal Mandarin syllable, in lower case) and that a Chinese character stands before
them. A tone mark settles it: no abbreviation has one. Without tone mark a syllable may be a unit or an
abbreviation (公顷(ha)), so it goes only where the text shows readings elsewhere or doubles it, and never
where it is one of the exceptions of ``rules/words/cleaning.toml``, unless the text is full of readings and no unit
stands before it.
"""

from __future__ import annotations

import re
import unicodedata

from ..models import Repair
from .repair import Context, edited
from .text import Edit, Text

_LETTERS = "a-zɑɡüāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜ\u0300\u0301\u0304\u0308\u030c"
_READING = re.compile(rf"[(（] ?([{_LETTERS}]{{1,9}}) ?[)）]")
_FOUND = re.compile(rf"(?<=[㐀-鿿豈-﫿\ue000-\uf8ff])[(（] ?[{_LETTERS}]{{1,9}} ?[)）]")
_TONES = frozenset("\u0300\u0301\u0304\u030c")
_DIAERESIS = "\u0308"
_FEW = 2
""" Different readings without tone marks up to which a text that has no other shows no habit of giving
readings.
"""

_MANY = 8
"""Readings from which on a text is full of them."""


def drop_readings(text: Text, context: Context) -> tuple[Text, list[Repair]]:
    """``text`` without readings in brackets behind Chinese characters."""
    syllables = frozenset(context.lexicon.words("pinyin_syllables"))
    exceptions = frozenset(context.lexicon.words("no_readings"))
    sure: list[Edit] = []
    doubtful: list[Edit] = []
    excepted: list[Edit] = []
    symbols = frozenset(context.lexicon.words("reading_symbols"))
    chars = text.chars
    for m in _FOUND.finditer(chars):
        at, plains, toned = m.start(), [], False
        while (r := _READING.match(chars, at)) is not None:
            plain, tones = _spelt(r[1])
            if plain not in syllables or tones > 1:
                break
            at = r.end()
            plains.append(plain)
            toned |= tones == 1
        if not plains:
            continue
        if toned or (len(plains) > 1 and len(set(plains)) == 1):
            sure.append(Edit(m.start(), at))
        elif exceptions.isdisjoint(plains):
            doubtful.append(Edit(m.start(), at))
        elif chars[m.start() - 1] not in symbols:
            excepted.append(Edit(m.start(), at))
    habit = bool(sure) or len({chars[e.start : e.end] for e in doubtful}) > _FEW
    full = habit and len(sure) + len(doubtful) >= _MANY
    edits = sorted([*sure, *doubtful, *(excepted if full else ())]) if habit else []
    return edited(text, edits, "reading") if edits else (text, [])


def _spelt(reading: str) -> tuple[str, int]:
    """A reading in plain letters (``v`` for ü), and how many tone marks it had."""
    if reading.isascii():
        return reading, 0
    parts = unicodedata.normalize("NFD", reading)
    tones = sum(c in _TONES for c in parts)
    plain = "".join(c for c in parts if c not in _TONES).replace("u" + _DIAERESIS, "v")
    return plain.replace("ɑ", "a").replace("ɡ", "g"), tones
