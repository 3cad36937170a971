"""Runs of symbols and little pictures within lines go: ``增长★★★5.2%``, ``人口◆◇★12万人``.

Signs that also stand for masked digits (``■■万人``) go only where a number or sentence goes on behind them. Single
signs at the beginning of a line lead an item and stay.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ..lexicon import Lexicon
from ..models import Repair
from .repair import Context, edited
from .text import Edit, Text

_PICTURES = "\U0001f300-\U0001faff\u2700-\u27bf\ufe0f"
_SHAPES = "★☆◆◇♥♡♦♣♠✦✧♪♫❤◎※"
_MASKS = "■□▲△▼▽●"
_AFTER = "㐀-鿿0-9，。；、：%％）”》"


def drop_symbols(text: Text, context: Context) -> tuple[Text, list[Repair]]:
    """``text`` without runs of symbols inside its lines."""
    edits = [Edit(m.start(), m.end()) for m in _runs(context.lexicon).finditer(text.chars)]
    return edited(text, edits, "spam") if edits else (text, [])


@lru_cache(maxsize=4)
def _runs(lexicon: Lexicon) -> re.Pattern[str]:
    unit = lexicon.alternation("scale", "after_number")
    return re.compile(
        rf"(?<=[{_AFTER}])(?:[{_SHAPES}{_PICTURES}]{{2,20}}|[\U0001f300-\U0001faff])(?=[㐀-鿿0-9，。；、“（《%])"
        rf"|(?<=[0-9，。；、%])[{_SHAPES}{_MASKS}]{{2,20}}(?=[㐀-鿿])(?!{unit})"
        rf"|(?<=[㐀-鿿])[{_SHAPES}{_MASKS}]{{2,20}}(?=[0-9])"
    )
