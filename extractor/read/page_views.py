"""What of a PDF page's characters a reader sees, each direction of setting as an upright page of its own.

Wide tables are set at a right angle on upright pages; read across, their figures come out backwards. Watermarks stand
askew, bold type may be a second print a hair beside the first, marks of notes are small figures raised behind a number,
a rule may strike out what was replaced, and what lies outside of the crop box is on no page: all of these would make
numbers that nobody printed.
"""

from __future__ import annotations

import copy
import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from .figures import RAISED

_ASKEW = 5.0
"""Degrees by which text may lean before it is no line of the page."""
_FEWEST = 12
"""Characters in a direction other than the page's own that are text; fewer are a label in the margin."""
_BESIDE = 0.12
"""How far apart, as a share of their size, two prints of one character are one."""
_SMALL, _LIFTED = 0.8, 0.15
"""The size of a raised figure, and how high it stands, as shares of the size of what it follows."""
_THIN = 1.5
"""Points that a rule is high at most."""
_STRUCK = (0.35, 0.7)
"""Between which shares of a character's height a rule goes through it; one below it underlines it."""
_MARK = re.compile(r"[0-9+\-−]{1,3}[)）]?")


def upright_views(page: Any) -> Iterator[Any]:
    """The page (of pdfplumber) as each of its directions of text shows it upright, the one with most text first.

    Each has the characters of its own direction that a reader sees, once, raised figures in their place as such.
    """
    counts = Counter(_direction(c) for c in page.chars if c["text"].strip())
    found = [(q, n) for q, n in counts.most_common() if q is not None]
    for quarter in [q for k, (q, n) in enumerate(found) if k == 0 or n >= _FEWEST] or [0]:
        view = page if quarter == 0 else _turned(page, quarter)
        seen = view.filter(lambda thing: thing["object_type"] != "char" or _direction(thing) == 0)
        chars = _not_struck(_inside(seen.chars, _visible(view)), [*seen.rects, *seen.lines])
        seen.objects["char"] = _raise_marks(_printed_once(chars))
        yield seen


def _direction(char: Any) -> int | None:
    """In which direction a character is set, in quarters of a turn against the clock; None for one askew."""
    a, b = char["matrix"][:2]
    angle = math.degrees(math.atan2(b, a))
    quarter = round(angle / 90)
    return quarter % 4 if abs(angle - 90 * quarter) <= _ASKEW else None


def _turned(page: Any, quarter: int) -> Any:
    """The page turned clockwise by so many quarters."""
    turned = copy.copy(page.page_obj)
    turned.rotate = (page.rotation + 90 * quarter) % 360
    turned.attrs = {**page.page_obj.attrs, "Rotate": turned.rotate}
    return type(page.root_page)(page.pdf, turned, page.page_number)


def _visible(page: Any) -> tuple[float, float, float, float]:
    """The crop box of a page in the coordinates of its characters, whatever the page's turn."""
    x0, y0, x1, y1 = page.page_obj.mediabox
    left, low, right, high = page.page_obj.cropbox or page.page_obj.mediabox
    across, up = {
        90: ((low - y0, high - y0), (x1 - right, x1 - left)),
        180: ((x1 - right, x1 - left), (y1 - high, y1 - low)),
        270: ((y1 - high, y1 - low), (left - x0, right - x0)),
    }.get(page.rotation, ((left - x0, right - x0), (low - y0, high - y0)))
    shift, top = page.mediabox[0], page.height + page.mediabox[1]
    return across[0] + shift, top - up[1], across[1] + shift, top - up[0]


def _inside(chars: Sequence[Any], box: Sequence[float]) -> list[Any]:
    left, top, right, bottom = box
    return [
        c for c in chars if left <= (c["x0"] + c["x1"]) / 2 <= right and top <= (c["top"] + c["bottom"]) / 2 <= bottom
    ]


def _not_struck(chars: list[Any], rules: Sequence[Any]) -> list[Any]:
    """Characters without those that a rule strikes out, as a text that shows its changes does."""
    thin = sorted(
        ((r["top"] + r["bottom"]) / 2, r["x0"], r["x1"])
        for r in rules
        if r["bottom"] - r["top"] <= _THIN < r["x1"] - r["x0"]
    )
    if not thin:
        return chars
    kept = [c for c in chars if not _is_struck(c, thin)]
    return kept if 2 * len(kept) > len(chars) else chars  # ruled paper strikes nothing out


def _is_struck(char: Any, rules: Sequence[tuple[float, float, float]]) -> bool:
    middle, height = (char["x0"] + char["x1"]) / 2, char["bottom"] - char["top"]
    first = bisect_left(rules, (char["top"] + _STRUCK[0] * height,))
    for y, left, right in rules[first:]:
        if y > char["top"] + _STRUCK[1] * height:
            return False
        if left <= middle <= right:
            return True
    return False


def _printed_once(chars: Sequence[Any]) -> list[Any]:
    """Characters without those that stand where the same one stands already."""
    kept: list[Any] = []
    taken: dict[tuple[str, int, int], list[Any]] = {}
    for c in chars:
        near = max(_BESIDE * c["size"], 0.1)
        column, row = int(c["x0"] // near), int(c["top"] // near)
        around = ((c["text"], column + i, row + j) for i in (-1, 0, 1) for j in (-1, 0, 1))
        others = (other for place in around for other in taken.get(place, ()))
        if any(abs(o["x0"] - c["x0"]) < near and abs(o["top"] - c["top"]) < near for o in others):
            continue
        taken.setdefault((c["text"], column, row), []).append(c)
        kept.append(c)
    return kept


def _raise_marks(chars: list[Any]) -> list[Any]:
    """Characters with small figures above the line as raised ones, on the line of what they follow."""
    k = 0
    while k + 1 < len(chars):
        base = chars[k]
        end = k + 1
        while end < len(chars) and _is_raised(base, chars[end - 1], chars[end]):
            end += 1
        mark = chars[k + 1 : end]
        if mark and _MARK.fullmatch("".join(c["text"] for c in mark)):
            for n, c in enumerate(mark, k + 1):
                place = {edge: base[edge] for edge in ("top", "bottom", "doctop")}
                chars[n] = {**c, **place, "text": c["text"].translate(RAISED)}
        k = end
    return chars


def _is_raised(base: Any, before: Any, char: Any) -> bool:
    """Whether a character is set small and high right behind ``before``, in the line of ``base``."""
    size = base["size"]
    return bool(
        base["text"].strip()
        and char["size"] <= _SMALL * size
        and _LIFTED * size < base["bottom"] - char["bottom"] < 1.5 * size
        and char["bottom"] > base["top"]
        and -0.3 * size < char["x0"] - before["x1"] < 0.4 * size
    )
