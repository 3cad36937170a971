"""Two-byte characters that were cut one byte off are put together again.

A tool that replaces bytes in GBK text without minding where characters begin (a full-width mark by a
half-width one, a character by itself and its reading) leaves ``?`` for an orphaned byte, and all that
follows is read half a character late, until a single byte brings it back in step: ``竣工。“十二五”時期``
turns into ``竣工?!笆……濉睍r期``. The bytes are all there but the orphan. What it may have been is told by a reading
behind it, or weighed by the words that it makes between its neighbours, and taken if that is clearly the likeliest;
where only the orphan's own character stays open, its ``?`` stays and the rest is mended. A stretch with a cipher in it
is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, combinations

from ..lexicon import Lexicon
from ..models import Repair
from ..read.encoding import common_han
from .likely import Reading, Usage, read_beside, read_open
from .neighbours import neighbours_of, sorts
from .repair import Context, edited
from .script import is_traditional, load_converter, plain_char, written
from .slips import TONED, Slip, chars_of, slips
from .text import Edit, Text
from .words import fluency

_MOST_PLACES = 500
_MOST_HOLES = 4
"""Places of a document at which characters for private use that were dropped are looked for: that takes long."""
_LONGEST_TORN = 12
_MOST_TORN = 16
_NONSENSE_TORN = 11.5
"""The same of what is known of a stretch with characters dropped, which is in pieces."""
_LEAST_KNOWN = 3
_DOUBTFUL_MEND = 7.5
"""Nats a character from which on a mend is doubtful; nineteen of twenty stretches cost less."""
_TOLD = 5.0
"""Nats by which a mend need be less clear for each lost byte that a reading tells."""
_HOLE = 6.0
"""Nats by which a mend with a dropped character must be clearer."""
_CLEAR = 0.82
"""Probability from which on a character in an open place is the one."""
_CLEAR_TORN = 0.93
"""The same where both ends of a stretch have lost a byte, or nothing but the orphan's reading is left of it."""
_CLEAR_EDGE = 0.9
"""The same by neighbours, at a number, a mark or a line's end."""
_CLEAR_BOTH = 0.99
"""The same by neighbours elsewhere, of what words take for the likeliest."""
_CLEAR_MARK = 0.95
"""The same of a mark: what it parts may be one word that the dictionary does not have."""
_NONSENSE = 9.0
"""Nats a character from which on a stretch is damaged itself."""
_DOUBTFUL = 6.0
"""Nats a character from which on what follows an orphan may be damaged, and is tried."""
_PER_CHARACTER = 8.0
"""Nats a character that a mended stretch may cost; mends of real damage cost three to seven, chance ones ten."""
_CLEAR_GAIN = 12.0
"""Nats by which a mended stretch must be likelier than what stands there."""
_CLEAR_GAIN_TORN = 11.0
"""The same where both ends have lost a byte, so that two marks say that it is damaged."""
_OWN = 0.3
"""Share of all words that the document's own pairs of characters are taken for."""
_LEFT, _RIGHT = 6, 5
"""Characters on both sides that are weighed with a stretch."""
_NEAR, _AROUND = 24, 8
"""Characters on both sides in which neighbours are looked for, and neighbours that are weighed with it."""
_ORPHAN = re.compile(
    rf"(?:(?<=[\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”‘’)(\s,;:])|^)[?\ufffd]"
    rf"(?:\(?[a-z{TONED}]{{1,6}}\)?(?![a-z]))?(?=[^\s\d])"
)
_NO_HAN = re.compile(r"[^\u3400-\u9fff]+")
_NO_TEXT = re.compile(rf"[?？\ufffd](?:\(?[a-z{TONED}]{{1,6}}\))?")
_BRACKET = re.compile(r"[(（][^()（）]{0,8}[)）]")
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")
_FOLDED = frozenset("!;?,:()！；？，：（）")
_MARKS = frozenset("。，、；：？！“”‘’（）《》—…·％．")


def mend_shifted(text: Text, context: Context) -> tuple[Text, list[Repair]]:
    """``text`` with stretches put right that were read half a character late, where the mend can be shown
    to be right.
    """
    edits: list[Edit] = []
    chars = text.chars
    at = tried = 0
    surroundings: _Surroundings | None = None
    for m in _ORPHAN.finditer(chars):
        if m.start() < at or tried >= _MOST_PLACES:
            continue
        has_reading = m.end() > m.start() + 1
        if not has_reading and not _looks_shifted(chars, m.end()) and not _is_nonsense(chars, m.end()):
            continue
        tried += 1
        surroundings = surroundings or _Surroundings(chars, context.lexicon)
        mend = _best(chars, m.start(), m.end(), surroundings)
        if mend is not None:
            edits.append(Edit(m.start(), mend.end, mend.new))
            at = mend.end
    return edited(text, edits, "shifted") if edits else (text, [])


@dataclass(frozen=True, slots=True)
class _Mend:
    """What a stretch up to ``end`` was before it slipped; ``torn`` where characters were dropped, too."""

    end: int
    new: str
    torn: bool = False


class _Surroundings:
    """What a document says of its damaged places: its script and the words that it uses."""

    def __init__(self, chars: str, lexicon: Lexicon) -> None:
        self.traditional = is_traditional(chars)
        self.holes_left = 0 if _PRIVATE_USE.search(chars) else _MOST_HOLES
        self.usage = Usage.of((_plain(_BRACKET.sub("", chars)), _OWN))
        self.beside = neighbours_of(lexicon.root)
        self.goes_on = lexicon.words("goes_on")
        self._numerals = frozenset((*lexicon.mapping("numeral"), *lexicon.mapping("scale")))
        self._ones = frozenset(c for c, n in lexicon.mapping("numeral").items() if int(n) == 1)
        self._scales = tuple(lexicon.mapping("scale"))
        self._counted = tuple(lexicon.words("after_number"))

    def is_number(self, c: str, before: str, behind: str) -> bool:
        """Whether a character would be a numeral, or part of one, in front of a unit or beside another numeral; no
        number is ever made up. 一个 is no number of things, mostly."""
        if c not in self._numerals:
            return False
        beside = before[-1:].isdigit() or before[-1:] in self._numerals or behind[:1] in self._numerals
        return beside or behind.startswith(self._scales) or (c not in self._ones and behind.startswith(self._counted))


def _looks_shifted(chars: str, start: int) -> bool:
    """Whether what follows an orphan is what bulletins do not write: rare characters, private ones, stray
    letters.
    """
    ahead = chars[start : start + 8]
    odd = (c for c in ahead if not c.isascii() and c not in _MARKS and c not in TONED and c not in common_han())
    return any(odd) or re.match(r"[；;！!?？][㐀-鿿]", ahead) is not None


def _is_nonsense(chars: str, start: int) -> bool:
    """Whether what follows an orphan costs more than any sentence does, common as its characters may be."""
    ahead = _plain(_NO_HAN.split(chars[start : start + 7])[0])
    return len(ahead) >= 1 and fluency(ahead) < -_DOUBTFUL * len(ahead)


def _best(chars: str, start: int, after: int, around: _Surroundings) -> _Mend | None:
    """The likeliest mend of the stretch that an orphan at ``start`` opens, None where none reads as
    Chinese.

    A mend must read like a sentence between its neighbours, and clearly better than what stands there. Of several
    ends, the one counts that explains most: each character is worth what it is likelier than chance.
    """
    left = _tail(_plain(_BRACKET.sub("", chars[max(0, start - 24) : start])))
    left = left if _reads_well(left) else ""
    mends = list(_mends(chars, start, after, left, slips(chars, start), around))
    if around.holes_left > 0 and all(_is_doubtful(m.new) for _, m in mends):
        around.holes_left -= 1
        mends += _mends(chars, start, after, left, _torn(chars, start, after), around)
    best = max(mends, key=lambda m: m[0])[1] if mends else None
    return None if best is None or (best.torn and best.new.count("?") > 1) else best


def _is_doubtful(made: str) -> bool:
    """Whether a mend reads worse than mends of real damage do."""
    known = _plain(made.replace("?", ""))
    return fluency(known) < -_DOUBTFUL_MEND * len(known)


def _torn(chars: str, start: int, after: int) -> list[Slip]:
    """Ways to read a stretch with one or two characters for private use dropped from it: the few that read best by what
    is known of them."""
    places = range(after + 1, min(len(chars), after + _LONGEST_TORN))
    ranked: list[tuple[float, int, Slip]] = []
    for holes in chain(combinations(places, 1), combinations(places, 2)):
        for slip in slips(chars, start, holes):
            known = "".join(o[0] if len(o) == 1 else " " for o in map(chars_of, slip.pairs))
            runs = _plain(known).split()
            n = sum(map(len, runs))
            if slip.end > holes[-1] and n >= len(slip.pairs) - 2 * len(holes) - 2 and n >= _LEAST_KNOWN:
                ranked.append((sum(map(fluency, runs)) / n, len(ranked), slip))
    return [slip for cost, _, slip in sorted(ranked, reverse=True)[:_MOST_TORN] if cost > -_NONSENSE_TORN]


def _mends(
    chars: str, start: int, after: int, left: str, ways: Iterable[Slip], around: _Surroundings
) -> Iterator[tuple[float, _Mend]]:
    """Mends of a stretch that read like Chinese, and how much each explains."""
    folded = chars[start] == "\ufffd" or chars[after] in _FOLDED  # marks mostly follow on marks
    marks = folded and bool(left) and left[-1] not in _MARKS and not left.endswith(around.goes_on)
    for slip in ways:
        options = [_fitting(chars_of(pair), around.traditional, marks) for pair in slip.pairs]
        if not all(options):
            continue
        right = _head(_plain(_BRACKET.sub("", chars[slip.end : slip.end + 24])))
        sound = _reads_well(right)
        if not sound and _looks_shifted(chars, slip.end):
            continue
        right = right if sound else ""
        plain = [tuple(dict.fromkeys(plain_char(c) for c in o)) for o in options]
        spelt = _Spelt(options, len(left)) if around.traditional else None
        reading = read_open((*left, *plain, *right), around.usage, spelt)
        cost = reading.total - fluency(left) - fluency(right)
        there = _cost(left, _plain(_NO_TEXT.sub("", chars[after : slip.end])), right)
        gain = (_CLEAR_GAIN_TORN if slip.cut or slip.holes else _CLEAR_GAIN) + _HOLE * slip.holes - _TOLD * slip.told
        if cost < -_PER_CHARACTER * len(options) or cost < there + gain:
            continue
        beside = chars[max(0, start - 1) : start], chars[slip.end : slip.end + 3]
        near = _near(chars, start, slip.end)
        neighbours = read_beside((*near[0], *plain, *near[1]), around.usage, around.beside)
        weighed = _Weighed(reading, len(left), neighbours, len(near[0]), (near[0][-1][0], near[1][0][0]))
        made = _settled(options, weighed, slip, beside, around)
        if sum(c not in _MARKS and c != "?" for c in made):
            yield cost + _PER_CHARACTER * len(options) - _HOLE * slip.holes, _Mend(slip.end, made, slip.holes > 0)


class _Spelt:
    """Whether a word is written with the characters of open places in traditional script: 发出 is 發出 and not 髮出."""

    def __init__(self, options: Sequence[Sequence[str]], offset: int) -> None:
        self._options = options
        self._offset = offset

    def __call__(self, word: str, start: int) -> bool:
        for k, c in enumerate(word, start - self._offset):
            if not 0 <= k < len(self._options) or len(self._options[k]) == 1:
                continue
            forms = [o for o in self._options[k] if plain_char(o) == c]
            if all(load_converter().ambiguous(o) for o in forms):
                spelt = load_converter().traditional(word)
                if len(spelt) == len(word) and spelt[k + self._offset - start] not in forms:
                    return False
        return True


@dataclass(frozen=True, slots=True)
class _Weighed:
    """What words make of a stretch, and what is told by the neighbours of its characters: readings with the place of
    its first character in each, and the neighbours at its edges."""

    words: Reading
    first: int
    neighbours: Reading
    first_beside: int
    edges: tuple[str, str]

    def best(self, k: int, last: bool, clear: float) -> str:
        """The character of an open place, nothing where none is clear.

        Neighbours settle what words leave open where there are none to make them with, at a number, a mark or a
        line's end; elsewhere only what words took for the likeliest, too.
        """
        best, share = self.words.best(self.first + k)
        if share >= (_CLEAR_MARK if best in _MARKS else clear):
            return best
        other, its = self.neighbours.best(self.first_beside + k)
        edge = (k == 0 and not _is_han(self.edges[0])) or (last and not _is_han(self.edges[1]))
        if other not in _MARKS and (its >= _CLEAR_EDGE if edge else other == best and its >= _CLEAR_BOTH):
            return other
        return ""


def _settled(
    options: Sequence[Sequence[str]], weighed: _Weighed, slip: Slip, beside: tuple[str, str], around: _Surroundings
) -> str:
    """The characters of a mended stretch, ``?`` for each that is not clear."""
    clear = _CLEAR_TORN if slip.cut else _CLEAR
    made = ""
    for k, whole in enumerate(options):
        if len(whole) == 1:
            made += whole[0]
            continue
        best = weighed.best(k, k == len(options) - 1, clear)
        behind = "".join(plain_char(o[0]) if len(o) == 1 else "?" for o in options[k + 1 :]) + beside[1]
        forms = [c for c in whole if plain_char(c) == best]
        usual = load_converter().traditional(best) if around.traditional else best
        if not best or around.is_number(best, beside[0] + _plain(made), behind):
            made += "?"
        else:
            made += usual if usual in forms else forms[0]
    return made


def _near(chars: str, start: int, end: int) -> tuple[list[tuple[str]], list[tuple[str]]]:
    """The neighbours of a stretch on both sides, up to the ends of its line."""
    before = "\n" + chars[max(0, start - _NEAR) : start]
    behind = chars[end : end + _NEAR] + "\n"
    left = sorts(_plain(_BRACKET.sub("", before[before.rindex("\n") :])))[-_AROUND:]
    right = sorts(_plain(_BRACKET.sub("", behind[: behind.index("\n") + 1])))[:_AROUND]
    return [(c,) for c in left], [(c,) for c in right]


def _is_han(c: str) -> bool:
    return "㐀" <= c <= "鿿"


def _cost(left: str, between: str, right: str) -> float:
    """What a stretch costs between its neighbours, in nats; closer to 0 is likelier."""
    return fluency(left + between + right) - fluency(left) - fluency(right)


def _reads_well(text: str) -> bool:
    """Whether a stretch is sound itself, so that it can say what fits beside it."""
    return bool(text) and fluency(text) > -_NONSENSE * len(text)


def _tail(text: str) -> str:
    """The last characters and marks of running text."""
    return _END.search(text)[0][-_LEFT:]  # type: ignore[index]


def _head(text: str) -> str:
    return _BEGINNING.match(text)[0][:_RIGHT]  # type: ignore[index]


_RUNNING = "[㐀-鿿，。、“”；：,;:]*"
_END = re.compile(_RUNNING + "$")
_BEGINNING = re.compile(_RUNNING)


@lru_cache(maxsize=4096)
def _fitting(options: tuple[str, ...], traditional: bool, marks: bool) -> tuple[str, ...]:
    """Characters and marks that a text in one script may hold: of one option any that is no digit, of many those
    that its writing has."""
    if len(options) == 1:
        return options if not options[0].isdigit() and not options[0].isdecimal() else ()
    return tuple(c for c in options if (c in "。，、" and marks) or ("㐀" <= c <= "鿿" and written(c, traditional)))


def _plain(text: str) -> str:
    return load_converter().convert(text)
