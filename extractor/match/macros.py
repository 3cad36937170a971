"""Macros: how the short names in a rule's pattern become a regular expression over masked text."""

from __future__ import annotations

from collections.abc import Mapping

import regex

from extractor.lexicon import Lexicon, RulesError, read_toml

# One private-use character stands for each atom that rules see.
MASKS: Mapping[str, str] = {
    "count": "\ue000",
    "share": "\ue001",
    "points": "\ue002",
    "times": "\ue003",
    "bare": "\ue004",
    "weak": "\ue005",
    "ratio": "\ue006",
    "rank": "\ue007",
    "period": "\ue008",
    "hole": "\ue009",
    "doubled": "\ue00a",
}
KIND_OF = {c: k for k, c in MASKS.items()}
VALUE_KINDS = ("count", "share", "points", "times", "bare", "weak", "ratio", "rank", "doubled")
VALUE_MASKS = "".join(MASKS[k] for k in VALUE_KINDS)
_AMOUNT = "[" + "".join(MASKS[k] for k in ("count", "share", "points", "times", "bare", "weak")) + "]"

_REFERENCE = regex.compile(r"\{(?P<list>@)?(?P<name>[a-z_][a-z0-9_]*)(?::(?P<slot>[a-z][a-z0-9_]*))?\}")


class Macros:
    """Expands patterns. Raises RulesError for macros and lists that do not exist or go round in circles."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._path = lexicon.root / "macros.toml"
        table = read_toml(self._path).get("macro", {}) if self._path.exists() else {}
        self._macros: dict[str, str] = {name: str(p) for name, p in table.items()}
        self._cache: dict[tuple[str, bool], str] = {}
        self._lists: dict[str, str] = {}
        for name in self._macros:
            self._macro(name, ())

    @property
    def names(self) -> tuple[str, ...]:
        """The macros that the rules folder defines."""
        return tuple(self._macros)

    def expand(self, pattern: str, where: str) -> str:
        """``pattern`` with every ``{macro}``, ``{macro:slot}``, ``{@list}`` and ``{@list:slot}`` replaced."""
        return self._expand(pattern, where, ())

    def sketch(self, pattern: str, where: str) -> str:
        """The same with one word in the place of each list: a regular expression where :meth:`expand` gives one, and
        sooner compiled."""
        return self._expand(pattern, where, (), True)

    def references(self, pattern: str) -> set[str]:
        """Names of macros (and ``@lists``) that a pattern uses directly."""
        return {("@" if m["list"] else "") + m["name"] for m in _REFERENCE.finditer(pattern)}

    def _expand(self, pattern: str, where: str, trail: tuple[str, ...], sketched: bool = False) -> str:
        def one(m: regex.Match[str]) -> str:
            if m["list"]:
                try:
                    body = self._lists.get(m["name"]) or self._lexicon.alternation(m["name"])
                    self._lists[m["name"]] = body
                    body = "(?:x)" if sketched else body
                except KeyError:
                    raise RulesError(
                        where,
                        f"no word list is called {m['name']!r}; lists are defined in rules/words/",
                        f"{{@{m['name']}}}",
                    ) from None
            elif m["name"] in MASKS:
                body = MASKS[m["name"]]
            elif m["name"] in ("amount", "value"):
                body = _AMOUNT
            else:
                body = self._macro(m["name"], trail, where, sketched)
            return f"(?P<{m['slot']}>{body})" if m["slot"] else body

        return str(_REFERENCE.sub(one, pattern))

    def _macro(self, name: str, trail: tuple[str, ...], where: str = "", sketched: bool = False) -> str:
        if (name, sketched) in self._cache:
            return self._cache[name, sketched]
        if name in trail:
            raise RulesError(self._path, f"macro goes round in a circle: {' → '.join((*trail, name))}", f"macro {name}")
        if name not in self._macros:
            from difflib import get_close_matches

            near = get_close_matches(name, [*self._macros, *MASKS, "amount"], 1)
            raise RulesError(
                where or self._path,
                f"no macro is called {name!r}" + (f"; did you mean {near[0]!r}?" if near else ""),
                f"{{{name}}}",
            )
        body = self._expand(self._macros[name], str(self._path), (*trail, name), sketched)
        self._cache[name, sketched] = body
        return body
