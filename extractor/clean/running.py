"""Running heads and page numbers between two halves of a sentence go: a printed page leaves them at every turn.

A running head is a short line without an end of a sentence that comes again and again, and mostly in the middle of a
sentence. A bare number is a page's where it stands between two long lines of which the first is not ended, and grows
from page to page.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from ..models import Repair
from .repair import Context, edited
from .text import Edit, Text

_LONGEST_HEAD = 48
_AGAIN = 3
"""Times that a line comes before it is a running head."""
_LONG = 18
"""Characters of a line of running text."""
_ENDED = re.compile(r"[。！？；：…][”’）】》]{0,3}$")
_NUMBER = re.compile(r"[-—–·\s第]{0,4}(\d{1,4})[-—–·\s页]{0,4}")
_HAN = re.compile(r"[㐀-鿿]")
_CLAUSE = re.compile("[，,；;]")
_ROW = re.compile(r"[\t|]|^[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]")


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str


def drop_running(text: Text, context: Context) -> tuple[Text, list[Repair]]:
    """``text`` without running heads and page numbers; their line breaks go with them."""
    lines = _lines(text.chars)
    heads = _heads(lines)
    gone = sorted({*heads, *_numbers(lines, heads)})
    edits = [Edit(lines[i].start, min(lines[i].end + 1, len(text))) for i in gone]
    return edited(text, edits, "running") if edits else (text, [])


def _lines(chars: str) -> list[_Line]:
    out, at = [], 0
    for raw in chars.split("\n"):
        stripped = raw.strip()
        if stripped:
            out.append(_Line(at, at + len(raw), stripped))
        at += len(raw) + 1
    return out


def _heads(lines: list[_Line]) -> set[int]:
    """Lines that are running heads; the first of each kind stays where it does not break a sentence (it is a title)."""
    places: dict[str, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        short = len(line.text) <= _LONGEST_HEAD and len(_HAN.findall(line.text)) >= 4
        if short and not _CLAUSE.search(line.text) and not _ROW.search(line.text) and not _ENDED.search(line.text):
            places[line.text].append(i)
    found: set[int] = set()
    for again in places.values():
        cutting = [i for i in again if _cuts(lines, i)]
        if len(again) >= _AGAIN and 2 * len(cutting) >= len(again):
            found.update(i for i in again[1:] if i > 3)
            found.update(cutting[:1])
    return found


def _cuts(lines: list[_Line], i: int) -> bool:
    """Whether the text before a line, page numbers left out, is not ended, and long text follows."""
    before, behind = i - 1, i + 1
    while before >= 0 and _NUMBER.fullmatch(lines[before].text):
        before -= 1
    while behind < len(lines) and _NUMBER.fullmatch(lines[behind].text):
        behind += 1
    return (
        before >= 0
        and behind < len(lines)
        and len(lines[before].text) >= _LONG
        and not _ENDED.search(lines[before].text)
        and _HAN.search(lines[behind].text) is not None
    )


def _numbers(lines: list[_Line], heads: set[int]) -> set[int]:
    """Lines that hold a page's number: beside a running head, or between long lines and growing."""
    found: set[int] = set()
    growing: list[tuple[int, int]] = []
    for i, line in enumerate(lines):
        m = _NUMBER.fullmatch(line.text)
        if m is None:
            continue
        if i - 1 in heads or i + 1 in heads:
            found.add(i)
        elif 0 < i < len(lines) - 1:
            above, below = lines[i - 1].text, lines[i + 1].text
            if min(len(above), len(below)) >= _LONG and not _ENDED.search(above) and not _ROW.search(below):
                growing.append((int(m[1]), i))
    rising = all(a < b for (a, _), (b, _) in pairwise(growing))
    if growing and rising and (len(growing) > 1 or found):
        found.update(i for _, i in growing)
    return found
