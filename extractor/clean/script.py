"""Traditional characters become simplified ones, exactly as ``opencc-python-reimplemented`` (t2s) has it,
but fast.

The library walks a tree of Python objects for every stretch between two punctuation marks. Here its
character table is a string that ``str.translate`` looks up, and its phrase table is an automaton; where
phrases overlap, the stretch that they cover together is given to the library itself, and remembered.

Simplified text is left alone. The tables also change some characters and phrases that simplified writing
has of its own (乾隆, 哪吒, 乾县, 於 as a name), so only what shows itself to be traditional is converted: a
document with enough characters that simplified writing does not have, or else the single lines that have
one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path

import opencc
from ahocorasick_rs import AhoCorasick

from ..models import Repair
from .repair import Context, edited, recharactered
from .text import Edit, Text

_TRADITIONAL_SHARE = 0.02
""" Share of a document's characters that simplified writing does not have, from which on all of it is
traditional.
"""


class Converter:
    """The tables of the library's ``t2s``, arranged for looking up.

    ``characters`` and ``phrases`` map what is traditional to what is simplified. :meth:`convert` gives what
    the library's own ``convert`` gives for any string.
    """

    def __init__(self) -> None:
        folder = Path(opencc.__file__).parent / "dictionary"
        self.characters = dict(_entries(folder / "TSCharacters.txt"))
        self.phrases = dict(_entries(folder / "TSPhrases.txt"))
        self._library = opencc.OpenCC("t2s")
        self._single = str.maketrans({k: v for k, v in self.characters.items() if k != v})
        self._keys = sorted(self.phrases)
        self._finder = AhoCorasick(self._keys)
        self._remembered: dict[str, str] = {}
        telling = [c for c, v in self.characters.items() if v != c and c <= "\uffff" and not _encoded(c, "gb2312")]
        forms = {c: old.split(" ") for c, old in _entries(folder / "STCharacters.txt", every=True)}
        #: Characters that traditional writing does not have.
        self.only_simplified = frozenset(c for c, old in forms.items() if c not in old and c not in self.characters)
        #: Characters that this library makes of simplified ones, standard in Taiwan or not (爲 beside 為).
        self.made_traditional = frozenset(old[0] for old in forms.values())
        #: Forms of Japanese writing that come by way of fonts and keyboards, and their simplified characters.
        self.variants = {
            new: self.characters.get(old, old)
            for old, new in _entries(folder / "JPVariants.txt")
            if new not in self.characters and not _encoded(new, "gb2312")
        }
        self._one_of_many = frozenset(c for old in forms.values() if len(old) > 1 for c in old)
        self._back = opencc.OpenCC("s2t")
        self._telling = re.compile("[" + "".join(telling) + "]")

    def convert(self, string: str) -> str:
        """``string`` in simplified characters."""
        changes = list(self.phrase_changes(string))
        if not changes:
            return string.translate(self._single)
        out: list[str] = []
        at = 0
        for start, end, new in changes:
            out += (string[at:start].translate(self._single), new)
            at = end
        out.append(string[at:].translate(self._single))
        return "".join(out)

    def phrase_changes(self, string: str) -> Iterator[tuple[int, int, str]]:
        """Stretches of ``string`` that phrases cover, and what the library makes of each."""
        for start, end in _clusters(self._finder.find_matches_as_indexes(string, overlapping=True)):
            cluster = string[start:end]
            new = self._remembered.get(cluster)
            if new is None:
                new = self._library.convert(cluster)
                if len(self._remembered) < 10_000:
                    self._remembered[cluster] = new
            yield start, end, new

    def ambiguous(self, c: str) -> bool:
        """Whether a traditional character is one of several that are written as the same simplified one."""
        return c in self._one_of_many

    @lru_cache(maxsize=4096)  # noqa: B019 - there is one converter a process
    def traditional(self, word: str) -> str:
        """A simplified word in traditional characters."""
        return str(self._back.convert(word))

    def telling(self, string: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """Characters that the tables change and that simplified writing (GB 2312) does not have."""
        return self._telling.finditer(string, start, len(string) if end is None else end)


def simplify(text: Text, context: Context) -> tuple[Text, list[Repair]]:
    """``text`` in simplified characters where it is traditional: as a whole, or line by line."""
    converter = load_converter()
    chars = text.chars
    spans = list(_traditional(chars, converter))
    if not spans:
        return text, []
    new = [(a, b, converter.convert(chars[a:b])) for a, b in spans]
    if all(len(n) == b - a for a, b, n in new):
        return recharactered(text, "".join(_woven(chars, new)), "script")
    return edited(text, [e for a, b, _ in new for e in _edits(chars, a, b, converter)], "script")


@lru_cache(maxsize=1)
def load_converter() -> Converter:
    """The converter, made once a process."""
    return Converter()


@cache
def plain_char(c: str) -> str:
    """A character in simplified writing, by itself."""
    return load_converter().characters.get(c, c)


@cache
def written(c: str, traditional: bool) -> bool:
    """Whether a character belongs to one of the scripts: not one that only the other has."""
    if traditional:
        converter = load_converter()
        return c not in converter.only_simplified and (_encoded(c, "big5hkscs") or c in converter.made_traditional)
    return plain_char(c) == c


def is_traditional(chars: str) -> bool:
    """Whether a document is traditional as a whole."""
    places = sum(1 for _ in load_converter().telling(chars))
    return places > 0 and places >= _TRADITIONAL_SHARE * sum(map(len, _HAN.findall(chars)))


def _traditional(chars: str, converter: Converter) -> Iterator[tuple[int, int]]:
    """Spans of ``chars`` that are traditional: all of it, or lines."""
    places = [m.start() for m in converter.telling(chars)]
    if not places:
        return
    if len(places) >= _TRADITIONAL_SHARE * sum(map(len, _HAN.findall(chars))):
        yield 0, len(chars)
        return
    end = -1
    for at in places:
        if at >= end:
            start, end = chars.rfind("\n", 0, at) + 1, chars.find("\n", at)
            end = len(chars) if end < 0 else end
            yield start, end


_HAN = re.compile("[㐀-鿿]+")


def _woven(chars: str, changes: Iterable[tuple[int, int, str]]) -> Iterator[str]:
    at = 0
    for start, end, new in changes:
        yield chars[at:start]
        yield new
        at = end
    yield chars[at:]


def _edits(chars: str, start: int, end: int, converter: Converter) -> Iterator[Edit]:
    """Character by character and phrase by phrase, for tables that change lengths."""
    at = start
    for a, b, new in [*converter.phrase_changes(chars[start:end]), (end - start, end - start, "")]:
        for i in range(at, start + a):
            one = converter.characters.get(chars[i], chars[i])
            if one != chars[i]:
                yield Edit(i, i + 1, one)
        if chars[start + a : start + b] != new:
            yield Edit(start + a, start + b, new)
        at = start + b


def _clusters(hits: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int]]:
    """Spans that overlapping hits cover together."""
    start = end = -1
    for _, a, b in sorted(hits, key=lambda h: (h[1], h[2])):
        if a >= end:
            if end > start:
                yield start, end
            start, end = a, b
        else:
            end = max(end, b)
    if end > start:
        yield start, end


def _entries(path: Path, every: bool = False) -> Iterator[tuple[str, str]]:
    """A table's keys and values; of several values the first, as the library takes it, or all with blanks between."""
    for line in path.read_text(encoding="utf-8").splitlines():
        key, _, value = line.strip().partition("\t")
        if key and value:
            yield key, value if every else value.split(" ")[0]


def _encoded(c: str, codec: str) -> bool:
    """Whether a codec has a character."""
    try:
        return len(c.encode(codec)) > 0
    except UnicodeEncodeError:
        return False
