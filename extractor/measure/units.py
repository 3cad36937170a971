"""The unit table of ``rules/units.toml``: which unit stands at a place of a text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import regex

from extractor.lexicon import Lexicon, RulesError, read_toml


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure: canonical name, other spellings, what it measures (see rules/units.toml)."""

    name: str
    aliases: tuple[str, ...]
    dimension: str
    weak: bool = False
    words: bool = False


@dataclass(frozen=True, slots=True)
class UnitAt:
    """A unit found in a text. ``name`` is canonical, with denominators for compound units (元/平方米).

    ``scale`` is the power of ten of a scale word within a compound's denominator-free head (亿元/年 has
    none: its scale belongs to the number), ``bare`` the unit without denominators.
    """

    end: int
    name: str
    bare: Unit


class UnitTable:
    """All units, by name and spelling. Raises RulesError where the file cannot be used."""

    def __init__(self, lexicon: Lexicon) -> None:
        path = lexicon.root / "units.toml"
        self.units = tuple(self._unit(path, i, row) for i, row in enumerate(read_toml(path).get("unit", [])))
        self._by_spelling: dict[str, Unit] = {}
        for u in self.units:
            for s in (u.name, *u.aliases):
                if s in self._by_spelling:
                    raise RulesError(
                        path,
                        f"{s!r} is spelt for {u.name!r} and for {self._by_spelling[s].name!r}; keep one",
                        f"unit {u.name}",
                    )
                self._by_spelling[s] = u
        spellings = "|".join(regex.escape(s) for s in sorted(self._by_spelling, key=lambda s: (-len(s), s)))
        self.pattern = regex.compile(f"(?:{spellings})")
        scale = "".join(w for w in lexicon.mapping("scale") if len(w) == 1)
        per = lexicon.alternation("per_unit")
        self._per = regex.compile(
            rf"(?:/|{lexicon.alternation('per_word')})(?P<per>(?:[{scale}]{{0,2}}(?:{spellings}|{per}))(?:[·•/](?:[{scale}]{{0,2}}(?:{spellings}|{per})))*)"
        )
        self._per_words = lexicon.words("per_word")
        self._lookalike = regex.compile(lexicon.alternation("unit_lookalike"))

    @staticmethod
    def _unit(path: Path, i: int, row: object) -> Unit:
        known = {"name", "aliases", "dimension", "weak", "words"}
        if not isinstance(row, dict) or "name" not in row or "dimension" not in row or not set(row) <= known:
            raise RulesError(
                path,
                f"a unit needs name and dimension, and has no other keys than {', '.join(sorted(known))}",
                f"unit {i + 1}",
            )
        return Unit(
            row["name"], tuple(row.get("aliases", ())), row["dimension"], bool(row.get("weak")), bool(row.get("words"))
        )

    def get(self, spelling: str) -> Unit | None:
        """The unit with this name or spelling."""
        return self._by_spelling.get(spelling)

    def at(self, text: str, pos: int) -> UnitAt | None:
        """The longest unit that begins at ``pos``, with its denominators, or None."""
        m = self.pattern.match(text, pos)
        word = self._lookalike.match(text, pos)
        if not m or (word and word.end() >= m.end()):  # 人民币元 is longer than 人民
            return None
        unit = self._by_spelling[m[0]]
        name, end = unit.name, m.end()
        per = self._per.match(text, end)
        if per and not (unit.weak and text.startswith(self._per_words, end)):
            name, end = f"{unit.name}/{self._canonical_per(per['per'])}", per.end()
        return UnitAt(end, name, unit)

    def _canonical_per(self, per: str) -> str:
        parts = regex.split(r"[·•/]", per)
        return "·".join(self._by_spelling[p].name if p in self._by_spelling and len(p) > 1 else p for p in parts)

    def canonical(self, spelling: str) -> str | None:
        """Canonical name of a whole unit as written in a table's head (``万元/人``, ``%``): without its scale word.

        None where it is no unit.
        """
        u = self.at(spelling, 0)
        return u.name if u and u.end == len(spelling) else None
