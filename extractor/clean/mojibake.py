"""Text that was decoded with the wrong codec as a whole is decoded again: GBK shown as Latin-1 (``ÑøÀÏ`` for 养老).

Latin-1 gives every byte a character of its own, so nothing is lost and every character keeps its place. A stretch is
taken only where its bytes read as common Chinese throughout; digits are the same in both codecs and stay untouched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..models import Repair
from ..read.encoding import common_han
from .repair import Context, edited
from .text import Edit, Text

_RUN = re.compile(r"[\x80-\xff]{2,}")
_ENOUGH = 0.85
"""Share of a text's decoded characters that must be common ones."""
_MARKS = frozenset("。，、；：？！“”‘’（）《》—…·％．％＋－１２３４５６７８９０　【】")


def decode_again(text: Text, context: Context) -> tuple[Text, list[Repair]]:
    """``text`` with GBK that was read as Latin-1 read as GBK, where it clearly is that."""
    found = list(_runs(text.chars))
    if not found:
        return text, []
    read = "".join(made for _, _, made in found)
    common = sum(c in common_han() or c in _MARKS for c in read)
    if len(read) < 4 or common < _ENOUGH * len(read):
        return text, []
    edits = [Edit(start + 2 * k, start + 2 * k + 2, c) for start, _, made in found for k, c in enumerate(made)]
    return edited(text, edits, "mojibake")


def _runs(chars: str) -> Iterator[tuple[int, int, str]]:
    """Stretches of the upper half of Latin-1 whose bytes are two-byte characters of GBK throughout."""
    for m in _RUN.finditer(chars):
        data = m[0].encode("latin-1")
        try:
            made = data.decode("gbk")
        except UnicodeDecodeError:
            continue
        if 2 * len(made) == len(data):
            yield m.start(), m.end(), made
