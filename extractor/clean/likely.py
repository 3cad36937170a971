"""Which of several characters stand in the open places of a line: sums over all ways to read it as words.

A place is a set of characters that may stand there, mostly one. Every way to choose and to cut into words has a
probability, by the frequencies of words in jieba's dictionary and by what the text itself and its genre write; summed
up they tell how likely the whole is, and how likely each character in its place.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, inf, log

from .words import LONGEST, MARK_LOGS, UNKNOWN, word_counts

_ALONE = 5.0
"""Nats by which a word of one character is less likely in an open place than its count in the dictionary says."""

_FEW = 5000
"""Pairs of a text that are as many as would have to be seen before its shares count half."""

Allowed = Callable[[str, int], bool]
Arc = tuple[int, str, float]
"""A word in a line: where it ends, what it is, the logarithm of its probability."""


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
            for k in open_at:
                if i <= k < j:
                    shares[k][word[k - i]] += exp(min(0.0, ahead[i] + lp + behind[j] - total))
    return Reading(total, shares)


def _words(places: Sequence[Sequence[str]], i: int, usage: Usage, allowed: Allowed | None) -> Iterator[Arc]:
    """Words that may begin at a place."""
    counts, total = word_counts()
    many = len(places[i]) > 1
    begun = list(places[i])
    for c in begun:
        if c in MARK_LOGS:
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
