"""Running heads and page numbers between two halves of a sentence go: a printed page leaves them at every turn.

A running head is a short line without an end of a sentence that comes again and again, and mostly in the middle of a
sentence. A bare number is a page's where it stands between two long lines of which the first is not ended, and grows
from page to page.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from ..lexicon import Lexicon
from ..models import Repair
from .lines import Openers
from .repair import Context, edited
from .text import Edit, Text
from .words import crosses_words

_LONGEST_HEAD = 48
_AGAIN = 3
"""Times that a line comes before it is a running head."""
_LONG = 18
"""Characters of a line of running text."""
_ENDED = re.compile(r"[。！？；：…][”’）】》]{0,3}$")
_NUMBER = re.compile(r"[-—–·\s第]{0,4}(\d{1,4})[-—–·\s页]{0,4}")
_HAN = re.compile(r"[㐀-鿿]")
_CLAUSE = re.compile("[，,；;]")
_ROW = re.compile(r"[\t|]|^[（(]?[一二三四五六七八九十\d]{1,3}(?:[）)、．]|\.(?!\d))")


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str


def drop_running(text: Text, context: Context) -> tuple[Text, list[Repair]]:
    """``text`` without running heads and page numbers; their line breaks go with them."""
    lines = _lines(text.chars)
    openers = _openers(context.lexicon)
    heads = _heads(lines, openers)
    heads |= _captions(lines, _caption(context.lexicon), openers)
    gone = sorted({*heads, *_numbers(lines, heads, openers)})
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


@lru_cache(maxsize=4)
def _openers(lexicon: Lexicon) -> Openers:
    return Openers(lexicon)


def _heads(lines: list[_Line], openers: Openers) -> set[int]:
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
        else:  # seen but twice, as the title and once more, it still tears a number in two
            found.update(i for i in again[1:] if _parts_number(lines, i, openers))
    return found


@lru_cache(maxsize=4)
def _caption(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in lexicon.words("caption_lines")))


def _captions(lines: list[_Line], caption: re.Pattern[str], openers: Openers) -> set[int]:
    """Captions of figures that stand between two halves of a sentence: what is above ends in the middle of one."""
    found: set[int] = set()
    for i in range(1, len(lines) - 1):
        line = lines[i].text
        if len(line) > _LONGEST_HEAD or not caption.match(line) or _CLAUSE.search(line):
            continue
        above = next((lines[k].text for k in range(i - 1, -1, -1) if k not in found), "")
        below = lines[i + 1].text
        if len(above) < _LONG or _ENDED.search(above) or _ENDED.search(line) or caption.match(below):
            continue
        cut = _is_cut(above, below, openers)
        broken = cut or (_CLAUSE.search(above) and (above[-1:] in "，、" or crosses_words(above, below)))
        if broken and not _ROW.search(below):
            found.add(i)
    return found


def _around(lines: list[_Line], i: int) -> tuple[int, int]:
    """The lines before and behind a line, page numbers left out; -1 and the number of lines where there is none."""
    before, behind = i - 1, i + 1
    while before >= 0 and _NUMBER.fullmatch(lines[before].text):
        before -= 1
    while behind < len(lines) and _NUMBER.fullmatch(lines[behind].text):
        behind += 1
    return before, behind


def _cuts(lines: list[_Line], i: int) -> bool:
    """Whether the text before a line, page numbers left out, is not ended, and long text follows."""
    before, behind = _around(lines, i)
    return (
        before >= 0
        and behind < len(lines)
        and len(lines[before].text) >= _LONG
        and not _ENDED.search(lines[before].text)
        and _HAN.search(lines[behind].text) is not None
    )


def _parts_number(lines: list[_Line], i: int, openers: Openers) -> bool:
    """Whether a line, page numbers left out, stands between the two halves of a number."""
    before, behind = _around(lines, i)
    whole = before >= 0 and behind < len(lines) and len(lines[before].text) >= _LONG
    return whole and _is_cut(lines[before].text, lines[behind].text, openers)


def _numbers(lines: list[_Line], heads: set[int], openers: Openers) -> set[int]:
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
            if len(above) >= _LONG and _is_cut(above, below, openers):
                found.add(i)
                growing.append((int(m[1]), i))
            elif min(len(above), len(below)) >= _LONG and not _ENDED.search(above) and not _ROW.search(below):
                growing.append((int(m[1]), i))
    rising = _rising([n for n, _ in growing])
    if len(rising) > 1 or (rising and found):
        found.update(growing[k][1] for k in rising)
    return found


def _rising(numbers: list[int]) -> list[int]:
    """Places of the longest series of rising numbers; of no use, so empty, where it leaves out most of them."""
    best: list[tuple[int, int]] = []  # length up to here, place before
    for k, n in enumerate(numbers):
        length, before = max(((best[j][0], j) for j in range(k) if numbers[j] < n), default=(0, -1))
        best.append((length + 1, before))
    if not best:
        return []
    k = max(range(len(best)), key=lambda i: best[i][0])
    series: list[int] = []
    while k >= 0:
        series.append(k)
        k = best[k][1]
    return series[::-1] if 2 * len(series) > len(numbers) else []


def _is_cut(above: str, below: str, openers: Openers) -> bool:
    """Whether two lines are halves of a sentence at their border: of a number, or the lower one begins with a mark that
    no line begins with.
    """
    if _halves(above, below) or openers.cuts_number(above, below) or openers.tears_number(above, below):
        return True
    return below.startswith(openers.cannot_open) and not _ENDED.search(above)


def _halves(above: str, below: str) -> bool:
    """Whether two lines are halves of a row of ciphers."""
    if above[-1:] in ".,":
        return below[:1].isdigit()
    return above[-1:].isdigit() and re.match(r"[.,]?\d", below) is not None
