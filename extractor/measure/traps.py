"""What looks like a quantity and is none, recognised by the patterns of ``rules/traps.toml``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import regex

from extractor.lexicon import Lexicon, RulesError, read_toml
from extractor.measure.atoms import Atom, AtomKind

_LEFT = 24  # characters to the left that an `unless_before` may look at
_RIGHT = 24


@dataclass(frozen=True, slots=True)
class Trap:
    """One kind of trap: pattern, the reason that `explain` gives, and where it does not hold."""

    id: str
    reason: str
    pattern: regex.Pattern[str]
    unless_before: regex.Pattern[str] | None
    unless_after: regex.Pattern[str] | None
    examples: tuple[str, ...]
    counter: tuple[str, ...]


class TrapReader:
    """All traps of a rules folder. Raises RulesError where a trap is not well formed."""

    def __init__(self, lexicon: Lexicon) -> None:
        path = lexicon.root / "traps.toml"
        d = "".join(lexicon.mapping("numeral"))
        s = "".join(w for w in lexicon.mapping("scale") if len(w) == 1)
        self._number = rf"(?:\d[\d,.]{{0,19}}[{s}]?|[{d}{s}]{{1,6}})"
        self._digits = regex.compile(rf"[\d{d}{s}①-⒇Ⅰ-Ⅻ]")
        self.traps = tuple(self._trap(str(path), row) for row in read_toml(path).get("trap", []))
        seen: set[str] = set()
        for t in self.traps:
            if t.id in seen:
                raise RulesError(path, "this id is taken; ids are unique", f"trap {t.id}")
            seen.add(t.id)

    def _trap(self, path: str, row: dict[str, Any]) -> Trap:
        place = f"trap {row.get('id', '?')}"
        missing = {"id", "reason", "pattern", "examples", "counter"} - set(row)
        if missing:
            raise RulesError(path, f"lacks {', '.join(sorted(missing))}", place)
        try:
            return Trap(
                row["id"],
                row["reason"],
                self._compile(row["pattern"]),
                self._compile(row["unless_before"]) if "unless_before" in row else None,
                self._compile(row["unless_after"]) if "unless_after" in row else None,
                tuple(row["examples"]),
                tuple(row["counter"]),
            )
        except regex.error as err:
            raise RulesError(path, f"is no regular expression: {err}", place) from err

    def _compile(self, pattern: str) -> regex.Pattern[str]:
        return regex.compile(pattern.replace("{n}", self._number))

    def spans(self, t: Trap, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Where one trap alone matches within ``text[start:end]``."""
        for m in t.pattern.finditer(text, start, end):
            if not self._digits.search(m[0]):
                continue
            if t.unless_before and t.unless_before.search(text[max(start, m.start() - _LEFT) : m.start()]):
                continue
            if t.unless_after and t.unless_after.search(text[m.end() : min(end, m.end() + _RIGHT)]):
                continue
            yield m.span()

    def find(self, text: str, start: int, end: int) -> list[Atom]:
        """Spans of traps within ``text[start:end]`` that hold a digit, longest first where they overlap."""
        found = [(a, b, t) for t in self.traps for a, b in self.spans(t, text, start, end)]
        found.sort(key=lambda f: (f[0], -f[1]))
        out: list[Atom] = []
        for a, b, t in found:
            if out and a < out[-1].end:
                continue
            out.append(Atom(AtomKind.TRAP, a, b, reason=t.reason, trap_id=t.id))
        return out
