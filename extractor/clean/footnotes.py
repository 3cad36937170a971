"""Marks of footnotes go from running text: ``增加值[3]比上年增长[4]5.2%``, where they stand before names and numbers.

A mark holds one or two ciphers, which no year and no document number does, and stands behind a character of the text
and not at the beginning of a line, where it opens a note.
"""

from __future__ import annotations

import re

from ..models import Repair
from .repair import Context, edited
from .text import Edit, Text

_MARK = re.compile(r"(?<=[㐀-鿿）)”》%‰])[\[［]\d{1,2}(?:[,，、\-—]\d{1,2}){0,3}[\]］](?![\[［(（\-—])")


def drop_footnotes(text: Text, context: Context) -> tuple[Text, list[Repair]]:
    """``text`` without footnote marks within its lines."""
    if "[" not in text.chars and "［" not in text.chars:
        return text, []
    edits = [Edit(m.start(), m.end()) for m in _MARK.finditer(text.chars)]
    return edited(text, edits, "footnote") if edits else (text, [])
