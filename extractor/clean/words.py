"""How much a stretch of text reads like Chinese: word frequencies of jieba's dictionary, loaded on first use.

Loading takes most of a second and is only done for text that is damaged or broken in the middle of a line.
"""

from __future__ import annotations

import logging
from functools import lru_cache
from math import log

LONGEST = 6
UNKNOWN = 0.02
"""The frequency that a character gets which the dictionary does not have."""
MARK_LOGS = {"，": -3.0, "。": -3.5, "、": -3.5} | dict.fromkeys("“”；：", -5.0) | {",": -3.0, ";": -5.0, ":": -5.0}
"""Logarithms of how often marks stand among words, in bulletins; the dictionary does not have them."""


@lru_cache(maxsize=1)
def word_counts() -> tuple[dict[str, int], float]:
    """Counts of the words of jieba's dictionary (0 for what words begin with), and the logarithm of their sum."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    return jieba.dt.FREQ, log(jieba.dt.total)


def frequency(word: str) -> int:
    """How often jieba's dictionary counted ``word`` (simplified), 0 where it does not have it."""
    return int(word_counts()[0].get(word, 0))


@lru_cache(maxsize=8192)
def fluency(text: str) -> float:
    """Logarithm of the probability of the best way to cut ``text`` (simplified) into words; closer to 0 is
    likelier.
    """
    counts, total = word_counts()
    best = [0.0] + [float("-inf")] * len(text)
    for i in range(len(text)):
        for j in range(i + 1, min(len(text), i + LONGEST) + 1):
            n = counts.get(text[i:j], 0)
            if j == i + 1 and text[i] in MARK_LOGS:
                best[j] = max(best[j], best[i] + MARK_LOGS[text[i]])
            elif n or j == i + 1:
                best[j] = max(best[j], best[i] + log(n or UNKNOWN) - total)
    return best[-1]


def crosses_words(left: str, right: str, by: float = 0.5) -> bool:
    """Whether a word of the dictionary reaches over the border between ``left`` and ``right``.

    Asked is whether the likeliest way to cut the two as one text does not cut at the border, and is
    likelier than any that does by ``by`` nats.
    """
    left, right = left[-LONGEST:], right[:LONGEST]
    return fluency(left + right) > fluency(left) + fluency(right) + by
