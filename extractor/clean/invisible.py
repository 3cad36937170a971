"""Characters that nobody sees and line ends of every kind.

Byte order marks, zero-width blanks and joiners, soft hyphens, marks of writing direction and control
characters come with copying from the web and from PDF; within a number or a word they break it. All line
ends become ``\\n``.
"""

from __future__ import annotations

import re

from ..models import Repair
from .repair import Context, edited
from .text import Edit, Text

_FOUND = re.compile(
    "\r|[\u2028\u2029\x85\x0b\x0c]|[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]+"
)
_LINE_ENDS = "\r\u2028\u2029\x85\x0b\x0c"


def drop_invisible(text: Text, context: Context) -> tuple[Text, list[Repair]]:
    """``text`` without invisible characters, every line end a ``\\n``.

    The carriage returns of ``\\r\\n`` go without a repair: they are no damage.
    """
    chars = text.chars
    edits = [Edit(m.start(), m.end(), _instead(m[0], chars[m.end() : m.end() + 1])) for m in _FOUND.finditer(chars)]
    if not edits:
        return text, []
    text, repairs = edited(text, edits, "invisible")
    return text, [r for r in repairs if r.before != "\r" or r.after]


def _instead(found: str, following: str) -> str:
    if found[0] not in _LINE_ENDS or (found == "\r" and following == "\n"):
        return ""
    return "\n"
