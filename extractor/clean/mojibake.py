"""Text that was decoded with the wrong codec is decoded again: as a whole, or the lines that were.

Three mistakes are known: GBK shown as Latin-1 (``ÑøÀÏ`` for 养老), UTF-8 shown as Latin-1 or Windows-1252
(``å…»è€``), and UTF-8 shown as GBK (``鍏昏€``). What is decoded must read as common Chinese nearly throughout. Digits
are the same in all of these codecs and stay untouched. Where a byte had no character and was lost (``?``, U+FFFD), the
character that it belonged to is the one that makes the likeliest words between its neighbours, or stays open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from unicodedata import category

from ..lexicon import Lexicon
from ..models import Repair
from ..read.encoding import common_han
from .likely import Reading, Usage, read_beside
from .miscoded import FIGURES, MARKS, Run, gbk_as_latin, utf8_as_gbk, utf8_as_latin
from .neighbours import neighbours_of, sort_of, sorts
from .repair import Context, edited
from .script import is_traditional, plain_char, written
from .text import Edit, Text

_HAN = re.compile("[㐀-鿿]")
_OWN = 0.3
"""Share of all words that the text's own pairs of characters are taken for."""
_ENOUGH = 0.85
"""Share of a text's decoded characters that must be common ones."""
_LEAST = 4
"""Characters that a line or text must have for this to be told."""
_BRACKETED = 80
"""Characters within which a bracket has its other half."""
_CLEAR = 0.65
"""Probability from which on a character that lost a byte is the one."""
_CLEAR_UNIT = 0.86
"""The same behind a number, where it is a unit mostly."""
_CLEAR_MARK, _CLEAR_SOME_MARK = 0.5, 0.8
"""The same of a mark, and from which on it surely is some mark."""


def decode_again(text: Text, context: Context) -> tuple[Text, list[Repair]]:
    """``text`` with what was decoded with the wrong codec decoded again, where it clearly was."""
    for read in (utf8_as_latin, gbk_as_latin, utf8_as_gbk):
        runs = [run for run in read(text.chars) if run.fits]
        lines = [(at, list(line)) for at, line in groupby(runs, _Lines(text.chars))]
        if read is not utf8_as_gbk:  # beside Chinese characters signs are what they are
            lines = [((a, b), line) for (a, b), line in lines if not _HAN.search(text.chars, a, b)]
        if lines:
            found = [line for _, line in lines]
            whole = _is_chinese([run for line in found for run in line])
            taken = found if whole else [line for line in found if _is_chinese(line)]
            if taken:
                edits = _Mending(text.chars, taken, context.lexicon).edits(taken)
                return edited(text, list(edits), "mojibake")
    return text, []


class _Lines:
    """Tells of runs, in order, from where to where the line goes that each stands in."""

    def __init__(self, chars: str) -> None:
        self.chars = chars
        self.start = self.end = 0

    def __call__(self, run: Run) -> tuple[int, int]:
        if run.start >= self.end:
            self.start = self.chars.rfind("\n", self.end, run.start) + 1 or self.start
            found = self.chars.find("\n", run.end)
            self.end = len(self.chars) if found < 0 else found
        return self.start, self.end


def _is_chinese(runs: Sequence[Run]) -> bool:
    """Whether what was decoded reads as common characters nearly throughout."""
    made = [c for run in runs for c in run.chars()]
    size = len(made) + sum(run.odd for run in runs)
    han = sum(len(c) > 1 or c[0] in common_han() for c in made)
    common = han + sum(len(c) == 1 and (c[0] in MARKS or c[0] in FIGURES or c[0].isascii()) for c in made)
    return size >= _LEAST and 2 * han >= size and common >= _ENOUGH * size


class _Mending:
    """What the pieces of miscoded lines become, by the words of the lines that are sure and of the genre."""

    _SPAN = 200
    _AROUND = 8

    def __init__(self, chars: str, lines: Sequence[Sequence[Run]], lexicon: Lexicon) -> None:
        runs = [run for line in lines for run in line]
        sure = "\ufffd".join("".join(plain_char(c[0]) if len(c) == 1 else "\ufffd" for c in r.chars()) for r in runs)
        self.chars = chars
        self.usage = Usage.of((sure.replace("\ufffd", "\n"), _OWN))
        self.beside = neighbours_of(lexicon.root).with_text(sure)
        self.traditional = is_traditional("".join(c[0] for run in runs for c in run.chars() if len(c) == 1))
        self.figures = any(c in FIGURES for c in sure)
        self.words = lexicon.words("numeral_word")
        self.never = frozenset(("0", *lexicon.mapping("numeral"), *lexicon.mapping("scale")))

    def edits(self, lines: Sequence[Sequence[Run]]) -> Iterator[Edit]:
        """The pieces of all lines that change."""
        for line in lines:
            yield from self._line([piece for run in line for piece in run.pieces])

    def _line(self, pieces: Sequence[tuple[int, int, tuple[tuple[str, ...], ...]]]) -> Iterator[Edit]:
        """The same of one line: its characters between two line ends, those outside the pieces as they stand."""
        chars, at, stop = self.chars, self.chars.rfind("\n", 0, pieces[0][0]) + 1, pieces[-1][1]
        places: list[tuple[str, ...]] = [("\n",)]
        options: list[list[tuple[str, ...]]] = []
        first: list[int] = []
        for start, end, made in pieces:
            places += [(c,) for c in _sorts(chars[at:start])]
            at = end
            first.append(len(places))
            options.append([c if len(c) == 1 else self._written(c) for c in made])
            places += [tuple(dict.fromkeys(map(_sort, c))) for c in options[-1]]
        places += [(c,) for c in _sorts((chars[stop : stop + self._AROUND] + "\n").split("\n")[0])] + [("\n",)]
        _pair_brackets(places)
        chosen = self._chosen(places)
        for (start, end, _), k, made_of in zip(pieces, first, options, strict=True):
            new = ""
            for n, c in enumerate(made_of, k):
                best = chosen.get(n, "") if len(places[n]) > 1 else places[n][0]
                new += c[0] if len(c) == 1 else next((o for o in c if _sort(o) == best), "?") if best != "0" else "?"
            if new != chars[start:end]:
                yield Edit(start, end, new)

    def _written(self, options: tuple[str, ...]) -> tuple[str, ...]:
        kept = tuple(o for o in options if written(o, self.traditional) and (self.figures or o not in FIGURES))
        return kept or options

    def _chosen(self, places: Sequence[tuple[str, ...]]) -> dict[int, str]:
        """The characters of those open places where one is clearly it; never one that may be a number."""
        found = {}
        for a in range(0, len(places), self._SPAN):
            b = min(len(places), a + self._SPAN)
            if any(len(p) > 1 for p in places[a:b]):
                begin = max(0, a - self._AROUND)
                reading = read_beside(places[begin : b + self._AROUND], self.usage, self.beside)
                for k in range(a, b):
                    clear = _CLEAR_UNIT if k and places[k - 1] == ("0",) else _CLEAR
                    best = self._clear(reading, k - begin, clear) if len(places[k]) > 1 else ""
                    if best and (best not in self.never or self._in_word(places, k, best)):
                        found[k] = best
        return found

    def _clear(self, reading: Reading, place: int, clear: float) -> str:
        best, share = reading.best(place)
        if best in MARKS and share >= _CLEAR_MARK:
            share = sum(p for c, p in reading.places[place].items() if c in MARKS)
            clear = _CLEAR_SOME_MARK
        return best if share >= clear else ""

    def _in_word(self, places: Sequence[tuple[str, ...]], k: int, numeral: str) -> bool:
        """Whether a numeral is part of a word that is no number, with characters around it that are sure."""
        for word in self.words:
            for i in [i for i, c in enumerate(word) if c == numeral and i <= k]:
                around = places[k - i : k - i + len(word)]
                known = (n == i or p == (c,) for n, (p, c) in enumerate(zip(around, word, strict=False)))
                if len(around) == len(word) and all(known):
                    return True
        return False


def _pair_brackets(places: list[tuple[str, ...]]) -> None:
    """Settle, in place, open places of which only one can be the other half of a bracket that is sure."""
    for k, place in enumerate(places):
        kind = category(place[0]) if len(place) == 1 else ""
        if kind in ("Ps", "Pi", "Pe", "Pf"):
            step = 1 if kind in ("Ps", "Pi") else -1
            other = chr(ord(place[0]) + step)
            maybe: list[int] = []
            for j in range(k + step, k + step * _BRACKETED, step):
                if not 0 <= j < len(places) or places[j] == place:
                    break
                if places[j] == (other,):
                    maybe.clear()
                    break
                if other in places[j]:
                    maybe.append(j)
            if len(maybe) == 1:
                places[maybe[0]] = (other,)


def _sorts(chars: str) -> list[str]:
    return sorts("".join(map(plain_char, chars)))


def _sort(c: str) -> str:
    return sort_of(plain_char(c))
