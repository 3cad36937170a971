"""Character references (``&nbsp;``, ``&#8220;``, ``&amp;ldquo;``) become the characters that they stand
for.
"""

from __future__ import annotations

import html
import re
from html.entities import html5

from ..models import Repair
from .repair import edited
from .text import Edit, Text

_REFERENCE = re.compile(
    r"&(?:amp;){0,4}(?:(?P<number>#(?:[0-9]{1,7}|[xX][0-9A-Fa-f]{1,6}));?|(?P<name>[A-Za-z][A-Za-z0-9]{1,31})(?P<end>;)?)"
)
_OFTEN_UNENDED = frozenset(("ldquo", "rdquo", "lsquo", "rsquo", "mdash", "ndash", "hellip", "permil", "ensp", "emsp"))
"""Names that HTML asks a semicolon for, which careless pages leave away beside those that may go without."""


def decode_entities(text: Text) -> tuple[Text, list[Repair]]:
    """``text`` with character references decoded, also those that were escaped over and over.

    A name that HTML does not know stays, and so does one without its semicolon that more letters or a ``=``
    follow (``&copyright``, ``?a=1&lt=2`` are no references). References to control characters and to
    nothing vanish.
    """
    edits = []
    for m in _REFERENCE.finditer(text.chars):
        new = _decoded(m, text.chars[m.end() : m.end() + 1])
        if new is not None:
            edits.append(Edit(m.start(), m.end(), new))
    return edited(text, edits, "entity") if edits else (text, [])


def _decoded(m: re.Match[str], following: str) -> str | None:
    if m["number"]:
        char = html.unescape(f"&{m['number']};")
        return char if char.isprintable() or char.isspace() else ""
    if m["end"]:
        return html5.get(m["name"] + ";")
    if following == "=" or m[0].startswith("&amp;"):
        return None
    return html5.get(m["name"] + ";") if m["name"] in _OFTEN_UNENDED else html5.get(m["name"])
