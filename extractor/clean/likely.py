"""Which of several characters stand in the open places of a line: sums over all ways to read it as words.

A place is a set of characters that may stand there, mostly one. Every way to choose and to cut into words has a
probability, by the frequencies of words in jieba's dictionary and by what the text itself and its genre write; summed
up they tell how likely the whole is, and how likely each character in its place. Where it is known how often characters
stand beside each other (:mod:`.neighbours`), that weighs the borders between words.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, inf, log
from typing import Protocol

from .words import LONGEST, MARK_LOGS, UNKNOWN, word_counts

_ALONE = 5.0
"""Nats by which a word of one character is less likely in an open place than its count in the dictionary says."""

_FEW = 5000
"""Pairs of a text that are as many as would have to be seen before its shares count half."""

Allowed = Callable[[str, int], bool]
Single = Callable[[str], float]
Arc = tuple[int, str, float]
"""A word in a line: where it ends, what it is, the logarithm of its probability."""


class Beside(Protocol):
    """What stands beside what: logarithms of the share of a character, and of a pair against chance."""

    def single(self, c: str) -> float:
        """How often a character stands by itself, as a share of all words."""

    def border(self, before: str, c: str) -> float:
        """How much more often ``c`` follows the (up to two) characters ``before`` than by chance; 0 where none are."""


class Usage:
    """How often pairs of characters stand together in some text, as what words its like is made of."""

    def __init__(self, shares: Mapping[str, float] | None = None) -> None:
        self.shares = shares or {}

    @classmethod
    def of(cls, *texts: tuple[str, float]) -> Usage:
        """Of texts with the weight of each; weights are shares of all words, and what is left is the dictionary's."""
        shares: dict[str, float] = defaultdict(float)
        for text, weight in texts:
            pairs = Counter(a + b for a, b in pairwise(text) if a >= "㐀" and b >= "㐀")
            whole = pairs.total()
            for pair, n in pairs.items():
                shares[pair] += weight * n / (whole + _FEW)
        return cls(shares)


@dataclass(frozen=True, slots=True)
class Reading:
    """How likely a line is (logarithm), and the characters of each open place with their probabilities."""

    total: float
    places: dict[int, dict[str, float]]

    def best(self, place: int) -> tuple[str, float]:
        """The likeliest character of an open place and its probability."""
        shares = self.places[place]
        return max(shares.items(), key=lambda item: (item[1], item[0])) if shares else ("", 0.0)


def read_open(places: Sequence[Sequence[str]], usage: Usage, allowed: Allowed | None = None) -> Reading:
    """Read a line of ``places``, each with the (simplified) characters that may stand there.

    ``allowed`` tells of a word and the place where it begins whether it may stand there; it is asked of words with a
    character of an open place in them. ``total`` is minus infinity where a place has none.
    """
    n = len(places)
    arcs: list[list[Arc]] = [list(_words(places, i, usage, allowed)) for i in range(n)]
    behind = [-inf] * n + [0.0]
    for i in range(n - 1, -1, -1):
        behind[i] = _sum([lp + behind[j] for j, _, lp in arcs[i]])
    total = behind[0]
    open_at = [i for i, p in enumerate(places) if len(p) > 1]
    shares: dict[int, dict[str, float]] = {i: defaultdict(float) for i in open_at}
    if total == -inf or not open_at:
        return Reading(total, shares)
    ahead = [0.0] + [-inf] * n
    into: list[list[float]] = [[] for _ in range(n + 1)]
    for i in range(n):
        if i:
            ahead[i] = _sum(into[i])
        for j, word, lp in arcs[i]:
            into[j].append(ahead[i] + lp)
            for k in range(i, j):
                if k in shares:
                    shares[k][word[k - i]] += exp(min(0.0, ahead[i] + lp + behind[j] - total))
    return Reading(total, shares)


def read_beside(places: Sequence[Sequence[str]], usage: Usage, beside: Beside) -> Reading:
    """The same, with what characters stand beside each other weighing in."""
    n = len(places)
    arcs: list[list[Arc]] = [list(_words(places, i, usage, None, beside.single)) for i in range(n)]
    #: For each place the last two characters before it, and how likely it is to come there with them.
    into: list[dict[str, list[float]]] = [{"": [0.0]}] + [defaultdict(list) for _ in range(n)]
    ahead: list[dict[str, float]] = []
    for i in range(n):
        ahead.append({c: _sum(ways) for c, ways in into[i].items()})
        for c, way in ahead[i].items():
            for j, word, lp in arcs[i]:
                into[j][(c + word)[-2:]].append(way + beside.border(c, word[0]) + lp)
    behind: list[dict[str, float]] = [{} for _ in range(n)] + [dict.fromkeys(into[n], 0.0)]
    total = _sum([way for ways in into[n].values() for way in ways]) if n else 0.0
    shares: dict[int, dict[str, float]] = {i: defaultdict(float) for i, p in enumerate(places) if len(p) > 1}
    for i in range(n - 1, -1, -1):
        for c, way in ahead[i].items():
            ways = [(j, word, beside.border(c, word[0]) + lp + behind[j][(c + word)[-2:]]) for j, word, lp in arcs[i]]
            behind[i][c] = _sum([lp for _, _, lp in ways])
            for j, word, lp in ways:
                for k in range(i, j):
                    if k in shares:
                        shares[k][word[k - i]] += exp(min(0.0, way + lp - total))
    return Reading(total, shares)


def _words(
    places: Sequence[Sequence[str]], i: int, usage: Usage, allowed: Allowed | None, single: Single | None = None
) -> Iterator[Arc]:
    """Words that may begin at a place; ``single`` tells how likely characters are that make none with others."""
    counts, total = word_counts()
    many = len(places[i]) > 1
    begun = list(places[i])
    for c in begun:
        if single is not None:
            yield i + 1, c, single(c)
        elif c in MARK_LOGS:
            if not many or allowed is None or allowed(c, i):
                yield i + 1, c, MARK_LOGS[c]
        else:
            yield i + 1, c, log(counts.get(c) or UNKNOWN) - total - (_ALONE if many else 0.0)
    for j in range(i + 1, min(len(places), i + LONGEST)):
        many = many or len(places[j]) > 1
        longer = []
        for word in [start + c for start in begun for c in places[j]]:
            n = counts.get(word)
            share = usage.shares.get(word, 0.0) if j == i + 1 else 0.0
            if (n or share) and (not many or allowed is None or allowed(word, i)):
                yield j + 1, word, log((n or 0) / exp(total) + share)
            if n is not None:
                longer.append(word)
        begun = longer
        if not begun:
            return


def _sum(logs: Sequence[float]) -> float:
    """Logarithm of the sum of what the logarithms are of."""
    if not logs:
        return -inf
    top = max(logs)
    return top if top == -inf else top + log(sum(exp(x - top) for x in logs))
