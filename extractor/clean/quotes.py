"""Straight quotation marks become curly ones, in pairs within a line."""

from __future__ import annotations

from ..models import Repair
from .repair import Context, recharactered
from .text import Text


def curl_quotes(text: Text, context: Context) -> tuple[Text, list[Repair]]:
    """``text`` with ``"`` as “ and ” in turn; in a line with an odd number of them the last stays."""
    if '"' not in text.chars:
        return text, []
    lines = text.chars.split("\n")
    for i, line in enumerate(lines):
        if '"' in line:
            parts = line.split('"')
            marks = ["“" if k % 2 == 0 else "”" for k in range(len(parts) - 1)]
            if len(marks) % 2:
                marks[-1] = '"'
            lines[i] = "".join(p + m for p, m in zip(parts, [*marks, ""], strict=True))
    return recharactered(text, "\n".join(lines), "quote")
