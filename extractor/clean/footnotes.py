"""Marks of footnotes go from running text: ``增加值[3]比上年增长〔4〕5.2%``, where they stand before names and numbers.

A mark holds one or two ciphers, which no year and no document number does, and stands behind a character of the text
and not at the beginning of a line, where it opens a note. A mark without brackets (``①``, ``²``) is one only between a
character and a number: elsewhere it may lead an item, or be a power.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ..lexicon import Lexicon
from ..models import Repair
from .repair import Context, edited
from .text import Edit, Text

_BRACKETS = (("[", "]"), ("［", "］"), ("〔", "〕"), ("【", "】"), ("(", ")"), ("（", "）"))
_LIST = r"\d{1,2}(?:[,，、\-—]\d{1,2}){0,3}"
_OPENING = re.compile(r"[\[［〔【(（①-⑳¹²³⁴-⁹]")


def drop_footnotes(text: Text, context: Context) -> tuple[Text, list[Repair]]:
    """``text`` without footnote marks within its lines."""
    if not _OPENING.search(text.chars):
        return text, []
    edits = [Edit(m.start(), m.end()) for m in _marks(context.lexicon).finditer(text.chars)]
    return edited(text, edits, "footnote") if edits else (text, [])


@lru_cache(maxsize=4)
def _marks(lexicon: Lexicon) -> re.Pattern[str]:
    word = lexicon.alternation("footnote_words")
    powers = "".join(lexicon.words("power_units"))
    named = "|".join(rf"\{a}{word} ?{_LIST}\{b}" for a, b in _BRACKETS)
    return re.compile(
        rf"(?<=[㐀-鿿）)”》%‰])(?:[\[［]{_LIST}[\]］](?![\[［(（\-—])|〔\d{{1,2}}〕(?!\d{{0,4}}号)|{named})"
        rf"|(?<=[㐀-鿿）)”》])[①-⑳](?=\d)|(?<=[㐀-鿿）)”》])(?<![{powers}])[¹²³⁴-⁹](?=\d)"
    )
