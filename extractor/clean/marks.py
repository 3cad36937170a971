"""``rules/spam.toml``, read and checked: what marks a line or a stretch of it as no part of a bulletin."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ahocorasick_rs import AhoCorasick

from ..lexicon import Lexicon, RulesError, read_toml

FILE = "spam.toml"
_SPAN_KEYS = frozenset(("id", "why", "pattern", "words", "examples", "counter"))
_LINE_KEYS = _SPAN_KEYS | {"starts", "ends", "whole", "has", "need", "longest", "open", "where", "unless", "follows"}

_LISTS = ("starts", "ends", "whole", "has", "unless", "words")
_NAMED = re.compile(r"\{@([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True, slots=True)
class LineMark:
    """A kind of line that is no part of a bulletin (see the head of ``rules/spam.toml`` for what each key
    means).
    """

    id: str
    longest: int
    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    whole: frozenset[str] = frozenset()
    has: tuple[str, ...] = ()
    need: int = 1
    pattern: re.Pattern[str] | None = None
    words: tuple[str, ...] = ()
    open: bool = False
    where: str = "any"
    unless: tuple[str, ...] = ()
    follows: bool = False
    examples: tuple[str, ...] = ()
    counter: tuple[str, ...] = ()

    def fits(self, line: str, region: str, sentence: bool) -> bool:
        """Whether a line, stripped and in lower case, is of this kind. ``region`` is ``head``, ``tail`` or
        ``any``.
        """
        if len(line) > self.longest or (self.where not in ("any", region)) or (self.open and sentence):
            return False
        if not (
            line.startswith(self.starts)
            or line.endswith(self.ends)
            or line in self.whole
            or (self.has and sum(w in line for w in self.has) >= self.need)
            or (self.pattern is not None and self.pattern.fullmatch(line))
        ):
            return False
        return not any(w in line for w in self.unless)

    def literals(self) -> Iterable[str]:
        """Words of which every line of this kind has one."""
        return (*self.starts, *self.ends, *self.whole, *self.has, *self.words)


@dataclass(frozen=True, slots=True)
class SpanMark:
    """A stretch within a line that is no part of a bulletin, in lines that have one of ``words``."""

    id: str
    pattern: re.Pattern[str]
    words: tuple[str, ...]
    examples: tuple[str, ...] = ()
    counter: tuple[str, ...] = ()


class Marks:
    """All marks of a rules folder, with one automaton that finds the lines worth looking at."""

    def __init__(
        self, lines: tuple[LineMark, ...], spans: tuple[SpanMark, ...], chrome_classes: frozenset[str]
    ) -> None:
        self.lines = lines
        self.spans = spans
        self.chrome_classes = chrome_classes
        #: Headings of lists of other pages.
        self.headings = frozenset(h for mark in lines if mark.follows for h in mark.whole)
        owners: dict[str, set[int]] = {}
        literals = [*(mark.literals() for mark in lines), *(mark.words for mark in spans)]
        for i, words in enumerate(literals):
            for word in words:
                owners.setdefault(word, set()).add(i)
        self._owners = [owners[w] for w in sorted(owners)]
        self._finder = AhoCorasick(sorted(owners))

    def candidates(self, lowered: str) -> list[tuple[int, frozenset[int]]]:
        """Places at which a mark's word stands in a text in lower case, with the marks (line marks first)
        that it is of.
        """
        hits = self._finder.find_matches_as_indexes(lowered, overlapping=True)
        return [(start, frozenset(self._owners[word])) for word, start, _ in hits]


@lru_cache(maxsize=4)
def load_marks(lexicon: Lexicon) -> Marks:
    """The marks of the lexicon's rules folder. Raises RulesError with file, place and remedy for what
    cannot be used.
    """
    path = lexicon.root / FILE
    tables = read_toml(path)
    unknown = tables.keys() - {"page", "line", "span"}
    if unknown:
        raise RulesError(path, f"knows [page], [[line]] and [[span]], not {sorted(unknown)}", min(unknown))
    lines = tuple(_line(path, _spelt_out(path, t, lexicon)) for t in tables.get("line", []))
    spans = tuple(_span(path, _spelt_out(path, t, lexicon)) for t in tables.get("span", []))
    seen: set[str] = set()
    for name in (*(m.id for m in lines), *(m.id for m in spans)):
        if name in seen:
            raise RulesError(path, "this id is taken by another mark", name)
        seen.add(name)
    classes = _strings(path, tables.get("page", {}), "chrome_classes", "page")
    return Marks(lines, spans, frozenset(c.lower() for c in classes))


def _spelt_out(path: Path, t: dict[str, Any], lexicon: Lexicon) -> dict[str, Any]:
    """A mark's table with the words of word lists for their names."""
    done = dict(t)
    try:
        for key, value in t.items():
            if key in _LISTS and isinstance(value, list):
                named = (lexicon.words(w[1:]) if str(w).startswith("@") else (w,) for w in value)
                done[key] = [w for words in named for w in words]
        if isinstance(t.get("pattern"), str):
            done["pattern"] = _NAMED.sub(lambda m: lexicon.alternation(m[1]), t["pattern"])
    except KeyError as err:
        raise RulesError(path, f"no file in words/ has the list {err}", str(t.get("id"))) from err
    return done


def _line(path: Path, t: dict[str, Any]) -> LineMark:
    place = _checked(path, t, _LINE_KEYS)
    if not any(t.get(k) for k in ("starts", "ends", "whole", "has", "pattern")):
        raise RulesError(path, "needs starts, ends, whole, has or pattern", place)
    if ("pattern" in t) != ("words" in t):
        raise RulesError(path, "pattern needs words of which every line that fits has one, and they it", place)
    if not isinstance(t.get("longest"), int):
        raise RulesError(path, "needs longest: the number of characters from which on a line is never deleted", place)
    if t.get("where", "any") not in ("any", "head", "tail"):
        raise RulesError(path, "where is head, tail or left out", place)
    return LineMark(
        id=place,
        longest=t["longest"],
        starts=_lower(path, t, "starts", place),
        ends=_lower(path, t, "ends", place),
        whole=frozenset(_lower(path, t, "whole", place)),
        has=_lower(path, t, "has", place),
        need=int(t.get("need", 1)),
        pattern=_pattern(path, t["pattern"], place) if "pattern" in t else None,
        words=_lower(path, t, "words", place),
        open=bool(t.get("open", False)),
        where=str(t.get("where", "any")),
        unless=_lower(path, t, "unless", place),
        follows=bool(t.get("follows", False)),
        examples=_strings(path, t, "examples", place),
        counter=_strings(path, t, "counter", place),
    )


def _span(path: Path, t: dict[str, Any]) -> SpanMark:
    place = _checked(path, t, _SPAN_KEYS)
    words = _lower(path, t, "words", place)
    if "pattern" not in t or not words:
        raise RulesError(path, "needs a pattern, and words of which every stretch that fits has one", place)
    examples, counter = _strings(path, t, "examples", place), _strings(path, t, "counter", place)
    return SpanMark(place, _pattern(path, t["pattern"], place), words, examples, counter)


def _checked(path: Path, t: dict[str, Any], known: frozenset[str]) -> str:
    """The mark's id. Raises RulesError where it has none, or keys that mean nothing."""
    if not isinstance(t.get("id"), str) or not t["id"]:
        raise RulesError(path, "a mark needs an id", str(t)[:40])
    if t.keys() - known:
        raise RulesError(path, f"does not know {sorted(t.keys() - known)}; it knows {sorted(known)}", t["id"])
    if not t.get("why"):
        raise RulesError(path, "needs why: what makes it safe to delete these", t["id"])
    return str(t["id"])


def _pattern(path: Path, pattern: str, place: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as err:
        raise RulesError(path, f"pattern cannot be compiled: {err}", place) from err


def _lower(path: Path, t: dict[str, Any], key: str, place: str) -> tuple[str, ...]:
    return tuple(w.lower() for w in _strings(path, t, key, place))


def _strings(path: Path, t: dict[str, Any], key: str, place: str) -> tuple[str, ...]:
    value = t.get(key, [])
    if not isinstance(value, list) or not all(isinstance(w, str) and w for w in value):
        raise RulesError(path, f"{key} must be a list of non-empty strings", place)
    return tuple(value)
