"""Marks of footnotes go from running text: ``增加值[3]比上年增长〔4〕5.2%``, where they stand before names and numbers.

A mark holds one or two ciphers, which no year and no document number does, and stands behind a character of the text
and not at the beginning of a line, where it opens a note. A mark without brackets (``①``, ``²``) is one only between a
character and a number: elsewhere it may lead an item, or be a power. Between a number and its unit any mark is one
(``523¹家``, ``52[1]家``), save where the number is a power of ten (``10³吨``) or an item begins (``52①人员``).
"""

from __future__ import annotations

import re
from functools import lru_cache

from ..lexicon import Lexicon
from ..models import Repair
from .behind import scale_words, unit_words
from .repair import Context, edited
from .text import Edit, Text

_BRACKETS = (("[", "]"), ("［", "］"), ("〔", "〕"), ("【", "】"), ("(", ")"), ("（", "）"))
_LIST = r"\d{1,2}(?:[,，、\-—]\d{1,2}){0,3}"
_LONGEST_BRACKET = 200
_NO_POWER = r"(?<!(?<![\d.,])10)"
_OPENING = re.compile(r"[\[［〔【(（①-⑳¹²³⁴-⁹]")


def drop_footnotes(text: Text, context: Context) -> tuple[Text, list[Repair]]:
    """``text`` without footnote marks within its lines."""
    if not _OPENING.search(text.chars):
        return text, []
    found = _marks(context.lexicon).finditer(text.chars)
    edits = [Edit(m.start(), m.end()) for m in found if not _closes(text.chars, m.start(), m.end())]
    return edited(text, edits, "footnote") if edits else (text, [])


def _closes(chars: str, start: int, end: int) -> bool:
    """Whether the bracket behind a mark that opens with none closes one before it: that one is the sentence's own."""
    if chars[end - 1] not in ")）" or chars[start] in "(（":
        return False
    before = chars[max(0, start - _LONGEST_BRACKET) : start].rpartition("\n")[2]
    return max(map(before.rfind, "(（")) > max(map(before.rfind, ")）"))


@lru_cache(maxsize=4)
def _marks(lexicon: Lexicon) -> re.Pattern[str]:
    word = lexicon.alternation("footnote_words")
    powers = "".join(lexicon.words("power_units"))
    named = "|".join(rf"\{a}{word} ?{_LIST}\{b}" for a, b in _BRACKETS)
    units = sorted({*unit_words(lexicon), *scale_words(lexicon)}, key=lambda w: (-len(w), w))
    scales = "".join(w for w in lexicon.mapping("scale") if len(w) == 1)
    unit = "|".join(re.escape(w) for w in units if not w.isascii() or w == "%")
    return re.compile(
        rf"(?<=\d)(?:[\[［]{_LIST}[\]］]|{named})(?={unit})"
        rf"|(?:(?<=\d\d)|(?<=\.\d)|(?<=\d[{scales}]))"
        rf"(?:{_NO_POWER}[¹²³⁴-⁹]{{1,2}}[)）]?(?={unit})|[①-⑳](?=(?:{unit})(?![㐀-鿿])))"
        rf"|(?<=[㐀-鿿）)”》%‰])(?:[\[［]{_LIST}[\]］](?![\[［(（\-—])|〔\d{{1,2}}〕(?!\d{{0,4}}号)|{named})"
        rf"|(?<=[㐀-鿿）)”》])[①-⑳](?=\d)|(?<=[㐀-鿿）)”》])(?<![{powers}])[¹²³⁴-⁹](?=\d)"
    )
