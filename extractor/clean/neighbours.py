"""Which characters bulletins put beside which: the table of ``rules/neighbours.toml``, with a text's own pairs.

Words tell most characters that lost a byte; beside numbers, marks and line ends there are none, and the neighbours tell
more: 占 stands before a figure and 古 does not, 亿元 is followed by a mark.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from math import log
from pathlib import Path
from unicodedata import category

from ..rulefile import RulesError, read_toml
from .words import UNKNOWN, word_counts

FILE = "neighbours.toml"
_NUMBER = re.compile(r"\d+(?:[.．,，]\d+)*")
_YEAR = re.compile("(?:19|20|１９|２０)[0-9０-９]{2}")
_WIDE = {c: chr(ord(c) + 0xFEE0) for c in ",;:!?()"}
_SHOWN = {" ": "␣", "\n": "¶"}
_READ = {v: k for k, v in _SHOWN.items()}
_FEW = 24.0
"""Times that characters must have been seen for what follows them to count as much as what chance would have."""
_OWN = 3
"""What a pair of the text itself counts, against one of another bulletin."""
_ALONE = 3.5
"""Nats by which a Chinese character is less likely by itself than the dictionary says."""


def sort_of(c: str) -> str:
    """What a character is to its neighbours: ``0`` for digits, ``A`` for Latin letters, a blank for blanks, a mark in
    full width for the same in half, otherwise itself."""
    if c >= "㐀" and not "０" <= c <= "９":
        return c
    if c.isdigit():
        return "0"
    return "\n" if c in "\r\n" else "A" if c.isascii() and c.isalpha() else " " if c in " \t\xa0" else _WIDE.get(c, c)


def sorts(text: str) -> list[str]:
    """The same for each character of a text, but once for each number; a year is ``Y``."""
    found: list[str] = []
    at = 0
    for m in _NUMBER.finditer(text):
        found += map(sort_of, text[at : m.start()])
        found.append("Y" if _YEAR.fullmatch(m[0]) else "0")
        at = m.end()
    return found + [sort_of(c) for c in text[at:]]


def shown(sort: str) -> str:
    """A sort of characters as the table writes it."""
    return _SHOWN.get(sort, sort)


class Neighbours:
    """Counts of characters and of what follows them, and what they say (:class:`~extractor.clean.likely.Beside`).

    ``rows`` has for a character, and for two of which the second is a number or a mark, how often it was seen (key
    ``""``) and how often what followed; what followed rarely is left out.
    """

    def __init__(self, rows: Mapping[str, Mapping[str, int]]) -> None:
        self.rows = rows
        self.whole = max(1, sum(row[""] for key, row in rows.items() if len(key) == 1))
        self._left = {key: max(0, 2 * row[""] - sum(row.values())) for key, row in rows.items()}

    def with_text(self, text: str) -> Neighbours:
        """These and what a text has; characters that are not known are U+FFFD in it."""
        marks = sorts(text)
        counts = Counter(marks)
        for c in [c for c in counts if category(c) in ("Pe", "Pf")]:  # brackets come in pairs, whichever were lost
            counts[c] = counts[chr(ord(c) - 1)] = max(counts[c], counts[chr(ord(c) - 1)])
        rows = {key: dict(row) for key, row in self.rows.items()}
        for c, n in counts.items():
            row = rows.setdefault(c, {"": 0})
            row[""] += _OWN * n
        for a, b in pairwise(marks):
            if "\ufffd" not in (a, b):
                rows[a][b] = rows[a].get(b, 0) + _OWN
        return Neighbours(rows)

    def single(self, c: str) -> float:
        """Logarithm of how often a character stands by itself, as a share of all words."""
        if "㐀" <= c <= "鿿":
            counts, total = word_counts()
            return (log(counts.get(c) or UNKNOWN) - total + log(self._share(c))) / 2 - _ALONE
        return log(self._share(c))

    def border(self, before: str, c: str) -> float:
        """Logarithm of how much more often ``c`` follows the characters ``before`` than by chance; 0 where none are."""
        if not before:
            return 0.0
        share = chance = self._share(c)
        for key in (before[-1], before):
            row = self.rows.get(key)
            if row is not None:
                seen = row.get(c, 0) or self._left[key] * share
                share = (seen + _FEW * share) / (row[""] + _FEW)
        return log(share / chance)

    def _share(self, c: str) -> float:
        row = self.rows.get(c)
        return ((row[""] if row else 0) + 0.5) / self.whole


@lru_cache(maxsize=4)
def neighbours_of(root: Path) -> Neighbours:
    """The table of a rules folder, empty where it has none; read on first use, for few texts need it. Raises RulesError
    where it cannot be used.
    """
    path = root / FILE
    if not path.exists():
        return Neighbours({})
    rows = {}
    for key, said in read_toml(path).get("neighbours", {}).items():
        whole, *entries = str(said).split(" ")
        try:
            counts = {_READ.get(e[0], e[0]): int(e[1:]) for e in entries}
            rows["".join(_READ.get(c, c) for c in key)] = {"": int(whole), **counts}
        except (ValueError, IndexError) as err:
            raise RulesError(path, "needs a count, then each follower with its count: 12 年5 月3", key) from err
    return Neighbours(rows)
