"""Words that lost a byte and are read half a character late: how many are put right, and how many are made wrong.

``python -m tests.damage.shift`` measures 2,000 sequences of words drawn by their frequency.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from random import Random

from extractor.clean.repair import Context
from extractor.clean.shifted import mend_shifted
from extractor.clean.text import Text
from extractor.lexicon import load_lexicon
from extractor.models import Source
from tests.damage.kinds import slipped, traditional

#: What stands before and behind the words, in the script of the pages that are damaged so.
FRAMES = (
    ("全市持續加強", "，各項工作穩步推進"),
    ("本年度重點推進", "和公共服務建設"),
    ("各地認真落實", "的要求，取得明顯成效"),
    ("進一步完善", "等制度，覆蓋城鄉居民"),
    ("有關部門組織開展", "活動，受到群眾歡迎"),
)


@dataclass(slots=True)
class Figures:
    """Sequences tried, put right exactly, changed wrongly, and left as they were."""

    tried: int = 0
    right: int = 0
    wrong: int = 0
    left: int = 0


@lru_cache(maxsize=1)
def _words() -> tuple[list[str], list[int]]:
    import jieba

    jieba.initialize()
    every = ((w, n) for w, n in jieba.dt.FREQ.items() if n > 2 and 2 <= len(w) <= 4)
    found = [(w, n) for w, n in every if all("一" <= c <= "鿿" for c in w)]
    return [w for w, _ in found], list(accumulate(n for _, n in found))


def sequence(chance: Random) -> str:
    """Words of the dictionary, by frequency, 3 to 8 characters together, in traditional script."""
    words, weights = _words()
    want, out = chance.randint(3, 8), ""
    while len(out) < 3 or (len(out) < want - 1):
        word = chance.choices(words, cum_weights=weights)[0]
        if len(out) + len(word) <= 8:
            out += word
    return str(traditional().convert(out))


def in_step(words: str) -> bool:
    """Whether the last byte of ``words`` is a character by itself, so that the reader is in step behind them."""
    try:
        return 0x40 <= words.encode("gbk")[-1] <= 0x80
    except UnicodeError:
        return False


def measure(count: int, seed: int = 0, torn: bool = False) -> tuple[Figures, list[tuple[str, str, str]]]:
    """Figures over ``count`` sequences, and the ones that were changed wrongly: sentence, damage, mend.

    The words end where the reader falls back into step by itself; with ``torn`` their last byte is lost, too.
    """
    chance = Random(seed)
    figures, faults = Figures(), []
    while figures.tried < count:
        before, behind = chance.choice(FRAMES)
        words = sequence(chance)
        bad = slipped(words)
        if bad is None or in_step(words) is torn:
            continue
        raw = before + bad + behind
        figures.tried += 1
        context = Context(Source("0" * 64, "test", raw, "utf-8", "text"), load_lexicon())
        got = mend_shifted(Text.of(raw), context)[0].chars
        whole = before + words + behind
        if got == whole:
            figures.right += 1
        elif got == raw:
            figures.left += 1
        elif all(a in (b, "?") for a, b in zip(got, whole, strict=False)) and len(got) == len(whole):
            figures.left += 1  # right but for a character that stays open
        else:
            figures.wrong += 1
            faults.append((whole, raw, got))
    return figures, faults


def main() -> None:
    """Print the figures, and the faults."""
    for torn in (False, True):
        figures, faults = measure(int(sys.argv[1]) if len(sys.argv) > 1 else 2000, torn=torn)
        print("one byte lost:" if not torn else "the last byte lost as well:", figures)
        for fault in faults[:10]:
            print(*fault, sep="\n  ")


if __name__ == "__main__":
    main()
