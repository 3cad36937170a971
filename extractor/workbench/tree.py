"""A pattern taken apart: alternatives, parts with their repeats, and constructs that not every engine knows.

It reads patterns before and after macros are put in; what it does not understand, it takes as one part.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import regex

_COUNT = regex.compile(r"\{(\d+)(,?)(\d*)\}")
_REFERENCE = regex.compile(r"\{@?[a-z_][a-z0-9_]*(?::[a-z][a-z0-9_]*)?\}")
_PROPERTY = regex.compile(r"\\[pP]\{\^?[A-Za-z_=]+\}")
_GROUP = regex.compile(r"\(\?P<[A-Za-z_][A-Za-z_0-9]*>|\(\?:|\((?!\?)")
_FOREIGN = (
    (regex.compile(r"\(\?<?[=!]"), "lookaround"),
    (regex.compile(r"\(\?>"), "an atomic group"),
    (regex.compile(r"\(\?P="), "a back reference"),
    (regex.compile(r"\(\?P>|\(\?&|\(\?R|\(\?[0-9]"), "recursion"),
    (regex.compile(r"\(\?\("), "a conditional group"),
    (regex.compile(r"\(\?[a-zA-Z-]*[:)]"), "flags within the pattern"),
    (regex.compile(r"\(\?#"), "a comment"),
    (regex.compile(r"\(\?<[A-Za-z_]"), "a group (?<…>); write (?P<…>)"),
)
Kind = Literal["text", "class", "any", "group", "mark", "reference"]
INFINITE = -1


@dataclass(slots=True)
class Part:
    """A part of a pattern with its repeat: ``low`` to ``high`` times (``INFINITE``: without bound).

    ``start`` and ``end`` cover the repeat, too; ``options`` are the alternatives of a group.
    """

    kind: Kind
    start: int
    end: int
    low: int = 1
    high: int = 1
    source: str = ""
    options: list[list[Part]] = field(default_factory=list)

    @property
    def varies(self) -> bool:
        """True where it may occur more or less often."""
        return self.low != self.high


@dataclass(frozen=True, slots=True)
class Foreign:
    """A construct that is no part of what all engines know."""

    what: str
    start: int
    end: int


class Tree:
    """A pattern's alternatives and what stands in them."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.foreign: list[Foreign] = []
        self.options, _ = self._options(0)

    def parts(self) -> Iterator[Part]:
        """All parts, outer ones before what they hold."""
        yield from _walk(self.options)

    def _options(self, i: int) -> tuple[list[list[Part]], int]:
        p = self.pattern
        options: list[list[Part]] = [[]]
        while i < len(p) and p[i] != ")":
            if p[i] == "|":
                options.append([])
                i += 1
                continue
            part = self._part(i)
            self._repeat(part)
            options[-1].append(part)
            i = part.end
        return options, i

    def _part(self, i: int) -> Part:
        p = self.pattern
        if p[i] == "(":
            opened = _GROUP.match(p, i)
            end = opened.end() if opened else i + 1
            if opened is None:
                for known, what in _FOREIGN:
                    found = known.match(p, i)
                    if found:
                        self.foreign.append(Foreign(what, i, found.end()))
                        end = found.end()
                        break
            options, k = self._options(end)
            return Part("group", i, min(len(p), k + 1), source=p[i:end], options=options)
        if p[i] == "[":
            j = i + 1 + p.startswith("^", i + 1)
            j += p.startswith("]", j)
            while j < len(p) and p[j] != "]":
                j += 2 if p[j] == "\\" else 1
            return Part("class", i, min(len(p), j + 1), source=p[i : j + 1])
        if p[i] == "\\":
            known_class = _PROPERTY.match(p, i)
            end = known_class.end() if known_class else min(len(p), i + 2)
            said = p[i:end]
            if said[1:].isdigit() and said != "\\0":
                self.foreign.append(Foreign("a back reference", i, end))
            kind: Kind = "mark" if said in (r"\b", r"\B", r"\A", r"\Z") else "class" if said[1:2].isalnum() else "text"
            return Part(kind, i, end, source=said)
        reference = _REFERENCE.match(p, i)
        if reference:
            return Part("reference", i, reference.end(), source=reference[0])
        return Part("any" if p[i] == "." else "mark" if p[i] in "^$" else "text", i, i + 1, source=p[i])

    def _repeat(self, part: Part) -> None:
        p, i = self.pattern, part.end
        if i >= len(p) or p[i] not in "*+?{":
            return
        if p[i] == "{":
            told = _COUNT.match(p, i)
            if told is None:
                return
            part.low = int(told[1])
            part.high = int(told[3]) if told[3] else INFINITE if told[2] else part.low
            i = told.end()
        else:
            part.low, part.high = {"*": (0, INFINITE), "+": (1, INFINITE), "?": (0, 1)}[p[i]]
            i += 1
        if p[i : i + 1] == "+":
            self.foreign.append(Foreign("a possessive repeat", i - 1, i + 1))
        part.end = i + (p[i : i + 1] in ("?", "+") and i < len(p))


def _walk(options: list[list[Part]]) -> Iterator[Part]:
    for option in options:
        for part in option:
            yield part
            yield from _walk(part.options)


# ---------------------------------------------------------------------------------------------- texts for it


def sample(options: list[list[Part]], chance: random.Random, most: int = 3) -> str:
    """A text that a pattern with these alternatives probably matches, repeats taken a few times."""
    out: list[str] = []
    for part in chance.choice(options):
        times = chance.randint(part.low, min(most + part.low, part.high if part.high != INFINITE else most + part.low))
        for _ in range(times):
            if part.kind == "group":
                out.append(sample(part.options, chance, most))
            elif part.kind == "text":
                out.append(part.source[-1])
            elif part.kind in ("class", "any"):
                out.append(member(part.source))
    return "".join(out)


_TRIED = (
    "的了市中地建人一年元是不以新养老机构增长占比，。；：、0123456789abcX（）“” \ue000\ue001\ue002\ue004\ue005\ue008"
)


def member(source: str) -> str:
    """A character that a class matches."""
    if source == ".":
        return "了"
    try:
        compiled = regex.compile(source)
    except regex.error:
        return "了"
    inside = source.strip("[]^\\")
    return next((c for c in (*_TRIED, *inside) if compiled.fullmatch(c)), "了")
