"""Named patterns of the rules folder: regular expressions that speak of the language, kept out of the code."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import regex

from extractor.rulefile import RulesError, read_toml

_REFERENCE = regex.compile(r"\{(?P<list>@)?(?P<name>[a-z_][a-z0-9_]*)(?::(?P<slot>[a-z][a-z0-9_]*))?\}")
_KEYS = frozenset({"about", "pattern", "examples", "counter"})


@dataclass(frozen=True, slots=True)
class NamedPattern:
    """One pattern as its file gives it; ``examples`` contain a match of it, ``counter`` contain none."""

    name: str
    path: Path
    about: str
    source: str
    examples: tuple[str, ...]
    counter: tuple[str, ...]

    @property
    def parts(self) -> frozenset[str]:
        """Names of the patterns that this one is made of."""
        return frozenset(m["name"] for m in _REFERENCE.finditer(self.source) if not m["list"])


class Patterns:
    """The patterns of ``rules/patterns/``. In them ``{@list}`` stands for any word of a word list, ``{name}`` for
    another pattern; with ``:slot`` behind the name, what it matches is captured.

    Raises RulesError for a pattern that is no regular expression, refers to nothing, or goes round in circles;
    KeyError where code asks for one that no file has.
    """

    def __init__(self, root: Path, words: Callable[[str], str]) -> None:
        self._words = words
        self._sources: dict[str, NamedPattern] = {}
        self._compiled: dict[str, regex.Pattern[str]] = {}
        for path in sorted((root / "patterns").glob("*.toml")):
            for name, table in read_toml(path).items():
                self._add(path, name, table)
        for name in self._sources:
            self.compile(name)

    def __iter__(self) -> Iterator[NamedPattern]:
        return iter(self._sources.values())

    def compile(self, name: str) -> regex.Pattern[str]:
        """The regular expression of that name."""
        if name not in self._compiled:
            p = self._sources[name]
            try:
                self._compiled[name] = regex.compile(self._expand(p, ()))
            except regex.error as err:
                raise RulesError(p.path, f"is not a regular expression: {err}", name) from err
        return self._compiled[name]

    def _add(self, path: Path, name: str, table: object) -> None:
        if not isinstance(table, dict) or not isinstance(table.get("pattern"), str) or not set(table) <= _KEYS:
            raise RulesError(
                path, f"a pattern needs pattern = '…' and may have {', '.join(sorted(_KEYS - {'pattern'}))}", name
            )
        if name in self._sources:
            raise RulesError(path, "this pattern's name is taken by another; names are unique over all files", name)
        told = [table.get(k, []) for k in ("examples", "counter")]
        if not all(isinstance(texts, list) and all(isinstance(t, str) for t in texts) for texts in told):
            raise RulesError(path, "examples and counter must be lists of strings", name)
        examples, counter = map(tuple, told)
        self._sources[name] = NamedPattern(name, path, str(table.get("about", "")), table["pattern"], examples, counter)

    def _expand(self, p: NamedPattern, trail: tuple[str, ...]) -> str:
        if p.name in trail:
            raise RulesError(p.path, f"pattern goes round in a circle: {' → '.join((*trail, p.name))}", p.name)

        def one(m: regex.Match[str]) -> str:
            try:
                body = (
                    self._words(m["name"])
                    if m["list"]
                    else f"(?:{self._expand(self._sources[m['name']], (*trail, p.name))})"
                )
            except KeyError:
                kind = "word list" if m["list"] else "pattern"
                raise RulesError(p.path, f"no {kind} is called {m['name']!r}", p.name) from None
            return f"(?P<{m['slot']}>{body})" if m["slot"] else body

        return str(_REFERENCE.sub(one, p.source))
