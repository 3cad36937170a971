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

_ALONE = "\U0001f300-\U0001faff\u2705\u2728\u274c\u274e\u2753-\u2757\u2763\u2764\u27a1"
"""Little pictures that no text uses as a sign of its own."""

_OF_FONTS = re.compile("(?<=[㐀-鿿，。；、])[\ue5e5\uf020-\uf0ff]{1,4}(?=[㐀-鿿，。；、])")
"""Blanks of GBK and signs of symbol fonts, which programs leave behind as characters for private use. Beside a digit
one may stand for anything, and stays."""

_PICTURES = "\U0001f300-\U0001faff\u2700-\u27bf\ufe0f"
_SHAPES = "★☆◆◇♥♡♦♣♠✦✧♪♫❤◎※"
_MASKS = "■□▲△▼▽●"
_AFTER = "㐀-鿿0-9，。；、：%％）”》"


def drop_symbols(text: Text, context: Context) -> tuple[Text, list[Repair]]:
    """``text`` without runs of symbols inside its lines."""
    edits = [Edit(m.start(), m.end()) for m in _runs(context.lexicon).finditer(text.chars)]
    text, repairs = edited(text, edits, "spam") if edits else (text, [])
    unseen = [Edit(m.start(), m.end()) for m in _OF_FONTS.finditer(text.chars)]
    if unseen:
        text, more = edited(text, unseen, "invisible")
        repairs += more
    return text, repairs


@lru_cache(maxsize=4)
def _runs(lexicon: Lexicon) -> re.Pattern[str]:
    unit = lexicon.alternation("scale", "after_number")
    return re.compile(
        rf"(?<=[{_AFTER}])(?:[{_SHAPES}{_PICTURES}]{{2,20}}|[{_ALONE}])(?=[㐀-鿿0-9，。；、“（《%])"
        rf"|(?<=[㐀-鿿0-9，。；、%])[{_SHAPES}{_MASKS}]{{2,20}}(?=[㐀-鿿])(?!{unit})"
        rf"|(?<=[㐀-鿿])[{_SHAPES}{_MASKS}]{{2,20}}(?=[0-9])"
    )
