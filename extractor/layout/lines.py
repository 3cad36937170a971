"""The lines of a clean text: where they stand, without the blanks around them."""

from __future__ import annotations

from dataclasses import dataclass

_BLANK = " \t\r\u3000\u00a0\ufeff"


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not empty. ``start``/``end`` leave surrounding blanks out; ``blank_before`` counts the empty
    lines above it, ``indent`` the blanks at its beginning."""

    start: int
    end: int
    text: str
    blank_before: int
    indent: int


def lines_of(text: str) -> list[Line]:
    """All lines of ``text`` that are not empty, in order."""
    out: list[Line] = []
    at = blank = 0
    for raw in text.split("\n"):
        stripped = raw.strip(_BLANK)
        if stripped:
            indent = len(raw) - len(raw.lstrip(_BLANK))
            out.append(Line(at + indent, at + indent + len(stripped), stripped, blank, indent))
            blank = 0
        else:
            blank += 1
        at += len(raw) + 1
    return out
