"""Which words a pattern needs: literals one of which every matching text must contain.

They gate the rule: a sentence without any of them is never tried. What cannot be derived with certainty gives
no literals, and the rule is then always tried; a literal is never claimed that a match could do without.

A part of a pattern is told by the finite set of strings that it can match (``exact``) as long as that set is small,
and by what any match of it contains (``needs``: one word of each of these sets). Parts that stand side by side are
multiplied out, so that ``(?:养老|托育)机构`` needs 养老机构 or 托育机构, and a mask beside a word belongs to the word.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import regex

_MIN = 2  # a single character gates too little
_MOST = 48  # strings of a part that are still kept apart
_MOST_CLASS = 12  # characters of a class that are still kept apart
_HAN = regex.compile(r"\p{Han}")
_PROPERTY = regex.compile(r"\\[pP]\{\^?[A-Za-z_=]+\}")
_PLAIN = regex.compile(r"[^\\()\[\]{}*+?|.^$]+(?![*+?{])")
_FLAT = regex.compile(r"\(\?:([^()\[\]\\]*+)\)")
_COUNT = regex.compile(r"\{(\d+)(,?)(\d*)\}")

_Set = frozenset[str]


class _UnreadableError(Exception):
    """A construct that this reader does not know: better no literal than a wrong one."""


@dataclass(frozen=True, slots=True)
class _Part:
    """What a part of a pattern can match (None where that is not a small finite set), and what it needs."""

    exact: _Set | None
    needs: tuple[_Set, ...] = ()


_EMPTY = _Part(frozenset({""}))
_ANY = _Part(None)


def required_literals(pattern: str) -> set[str]:
    """Literals one of which any match of ``pattern`` contains; empty where none could be derived.

    Of all sets that hold, the one whose weakest literal says most is taken.
    """
    found = gates(pattern)
    return set(found[0]) if found else set()


def gates(pattern: str) -> tuple[_Set, ...]:
    """All sets of literals of which any match contains one each, the most telling first."""
    try:
        part, end = _alternation(pattern, 0)
    except (_UnreadableError, IndexError):
        return ()
    if end != len(pattern):
        return ()
    return tuple(sorted(_sets(part), key=lambda s: (-_strength(s), len(s), sorted(s))))


def han(word: str) -> int:
    """How many Han characters a literal has."""
    return len(_HAN.findall(word))


def _strength(words: Iterable[str]) -> int:
    """How much the weakest word says: a Han character tells more than a mask or a comma."""
    return min(2 * han(w) + len(w) for w in words)


def _sets(part: _Part) -> list[_Set]:
    return [*part.needs, *_usable(part.exact)]


def _usable(exact: _Set | None) -> list[_Set]:
    """The set as a need, without words that hold another word of it; nothing where a word is too short."""
    if not exact:
        return []
    kept: list[str] = []
    for w in sorted(exact, key=len):
        if len(w) < _MIN:
            return []
        if not any(k in w for k in kept):
            kept.append(w)
    return [frozenset(kept)]


def _alternation(p: str, i: int) -> tuple[_Part, int]:
    options: list[_Part] = []
    parts: list[_Part] = []
    while i < len(p) and p[i] != ")":
        if p[i] == "|":
            options.append(_joined(parts))
            parts = []
            i += 1
            continue
        plain = _PLAIN.match(p, i)
        if plain:
            parts.append(_Part(frozenset({plain[0]})))
            i = plain.end()
            continue
        part, i = _atom(p, i)
        part, i = _repeated(p, i, part)
        parts.append(part)
    options.append(_joined(parts))
    return _either(options), i


def _joined(parts: list[_Part]) -> _Part:
    """Parts side by side."""
    if len(parts) == 1:
        return parts[0]
    run: _Set = frozenset({""})
    needs: list[_Set] = []
    whole = True
    for part in parts:
        if part.exact is not None and len(run) * len(part.exact) <= _MOST:
            run = frozenset(a + b for a in run for b in part.exact)
            continue
        whole = False
        needs += _usable(run)
        needs += part.needs
        run = part.exact if part.exact is not None else frozenset({""})
    return _Part(run) if whole else _Part(None, (*needs, *_usable(run)))


def _either(options: list[_Part]) -> _Part:
    """One of several parts."""
    if len(options) == 1:
        return options[0]
    if all(o.exact is not None for o in options):
        united = frozenset().union(*(o.exact or () for o in options))
        if len(united) <= _MOST:
            return _Part(united)
    best = [max(_sets(o), key=_strength, default=None) for o in options]
    told = [s for s in best if s is not None]
    if len(told) < len(best):
        return _ANY
    return _Part(None, tuple(_usable(frozenset().union(*told))))


def _atom(p: str, i: int) -> tuple[_Part, int]:
    c = p[i]
    flat = _FLAT.match(p, i) if c == "(" else None
    if flat:
        return _flat(flat[1]), flat.end()
    if c == "(":
        if p.startswith("(?:", i):
            j = i + 3
        elif p.startswith("(?P<", i):
            j = p.find(">", i) + 1
            if not j:
                raise _UnreadableError
        elif p.startswith("(?", i):
            raise _UnreadableError
        else:
            j = i + 1
        part, j = _alternation(p, j)
        if j >= len(p) or p[j] != ")":
            raise _UnreadableError
        return part, j + 1
    if c == "[":
        return _class(p, i)
    if c == "\\":
        known = _PROPERTY.match(p, i)
        if known:
            return _ANY, known.end()
        nxt = p[i + 1]
        return (_Part(frozenset({nxt})) if not nxt.isalnum() else _ANY), i + 2
    if c in "^$":
        return _EMPTY, i + 1
    if c == ".":
        return _ANY, i + 1
    if c in "*+?{":
        raise _UnreadableError
    return _Part(frozenset({c})), i + 1


@lru_cache(maxsize=4096)
def _flat(inner: str) -> _Part:
    """A group without groups, which is most often a word list: many patterns have the same one."""
    part, end = _alternation(inner, 0)
    if end != len(inner):
        raise _UnreadableError
    return part


def _class(p: str, i: int) -> tuple[_Part, int]:
    j = i + 1
    negated = p[j] == "^"
    j += negated
    first = j
    if p[j] == "]":
        j += 1
    plain = True
    while p[j] != "]":
        if p[j] in "\\[-&~|":  # ranges, escapes and set operators: not spelt out here
            plain = False
        j += 2 if p[j] == "\\" else 1
    letters = p[first:j]
    if negated or not plain or not letters or letters[0] == "]" or len(letters) > _MOST_CLASS:
        return _ANY, j + 1
    return _Part(frozenset(letters)), j + 1


def _repeated(p: str, i: int, part: _Part) -> tuple[_Part, int]:
    """The part with the repeat sign at ``i``, if there is one, and where that sign ends."""
    if i >= len(p) or p[i] not in "*+?{":
        return part, i
    low, high = (1, 0) if p[i] == "+" else (0, 1 if p[i] == "?" else 0)
    if p[i] == "{":
        told = _COUNT.match(p, i)
        if told is None:
            raise _UnreadableError
        low = int(told[1])
        high = int(told[3]) if told[3] else 0 if told[2] else low
        i = told.end()
    else:
        i += 1
    if i < len(p) and p[i] in "?+":
        i += 1
    if (low, high) == (1, 1):
        return part, i
    if (low, high) == (0, 1) and part.exact is not None:
        return _Part(part.exact | {""}), i
    return (_Part(None, tuple(_sets(part))) if low else _ANY), i
