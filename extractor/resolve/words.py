"""Words and their parts of speech, by jieba, loaded on first use and remembered by text.

jieba cuts at 0.7 MB/s and tags at 0.2, and takes a second to start: only names and the ends of clauses reach it.
"""

from __future__ import annotations

import logging
from functools import cache, lru_cache
from typing import Any


@cache
def _tagger() -> Any:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
        import jieba.posseg

    jieba.setLogLevel(logging.ERROR)
    jieba.initialize()
    return jieba.posseg.dt


@lru_cache(maxsize=100_000)
def tagged(text: str) -> tuple[tuple[str, str], ...]:
    """Words of ``text`` with jieba's part-of-speech flags (v a verb, vn a verbal noun, n a noun, q a measure word
    …)."""
    return tuple((w.word, w.flag) for w in _tagger().cut(text))


@lru_cache(maxsize=100_000)
def word_borders(text: str) -> frozenset[int]:
    """Offsets in ``text`` at which a word begins or ends."""
    out, at = {0}, 0
    for word, _ in tagged(text):
        at += len(word)
        out.add(at)
    return frozenset(out)


def frequency(word: str) -> int:
    """How often jieba's dictionary counted a word; 0 where it does not know it."""
    return int(_tagger().word_tag_tab and _dictionary().get(word, 0))


@cache
def _dictionary() -> dict[str, int]:
    import jieba

    _tagger()
    freq: dict[str, int] = jieba.dt.FREQ
    return freq
