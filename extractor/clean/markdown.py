"""Emphasis, links and escapes of Markdown go, and what is struck out with its signs; heading signs, list signs and
tables stay for the layout to read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..models import Repair
from .repair import Context, edited
from .text import Edit, Text

_INLINE = re.compile(
    r"!\[[^\[\]\n]{0,200}\]\([^()\s]{0,500}(?:\s\"[^\"\n]{0,100}\")?\)"
    r"|\[(?P<link>[^\[\]\n]{1,200})\]\([^()\s]{0,500}(?:\s\"[^\"\n]{0,100}\")?\)"
    r"|~~(?![~\s])[^~\n]{1,300}(?<!\s)~~|(?<=\S)\[\^[\w-]{1,20}\](?!:)"
    r"|(?P<mark>\*\*\*|\*\*|__|`)(?P<strong>[^*_~`\n]{1,300})(?P=mark)"
    r"|(?<![*\w])\*(?P<em>[^*\s\n][^*\n]{0,200})\*(?![*\w])"
    r"|\\(?P<escape>[\\`*_{}\[\]()#+\-.!|>~])"
)
_BLANKS = re.compile(" +")


def strip_markdown(text: Text, context: Context) -> tuple[Text, list[Repair]]:
    """``text`` without inline Markdown where its source is a Markdown file; any other text is left alone."""
    if context.source.form != "markdown":
        return text, []
    repairs: list[Repair] = []
    for _ in range(4):
        edits = sorted([*_edits(text.chars), *_line_breaks(text.chars)])
        if not edits:
            break
        text, done = edited(text, edits, "markdown")
        repairs += done
    return text, repairs


def _edits(chars: str) -> Iterator[Edit]:
    for m in _INLINE.finditer(chars):
        inner = next((g for g in ("link", "strong", "em", "escape") if m[g] is not None), None)
        if inner is None:
            yield Edit(m.start(), m.end())
            continue
        yield Edit(m.start(), m.start(inner))
        if m.end(inner) < m.end():
            yield Edit(m.end(inner), m.end())


def _line_breaks(chars: str) -> Iterator[Edit]:
    """Two blanks and more at a line's end."""
    for m in _BLANKS.finditer(chars):
        if m.end() - m.start() > 1 and chars.startswith("\n", m.end()):
            yield Edit(m.start(), m.end())
