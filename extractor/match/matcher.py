"""Which rules fit a number, best first: curated rules over the whole sentence, open rules over the number's window.

Open rules depend on the masked window alone, and bulletins repeat themselves: the same clause with other numbers,
years and cities is the same masked text, so what fits it is remembered. Curated rules are gated by their
literals; the loop over all of them (``naive=True``) is kept as the oracle that tests compare with.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ahocorasick_rs import AhoCorasick

from extractor.match.rules import Rule, Ruleset
from extractor.match.window import Masked, Window

_TIMEOUT = 0.25  # seconds that one pattern may take over one clause


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rule that fits a number, with the masked text that its slots captured, and how much text it covers."""

    rule: Rule
    slots: tuple[tuple[str, str], ...]
    length: int

    def slot(self, name: str) -> str:
        """What a slot captured, in masked text; empty where it captured nothing."""
        return next((v for k, v in self.slots if k == name), "")

    def has(self, name: str) -> bool:
        """True where a slot took part in the match."""
        return any(k == name for k, v in self.slots if v)


class Matcher:
    """Finds candidates. ``naive`` tries every curated rule on every sentence."""

    def __init__(self, rules: Ruleset, naive: bool = False) -> None:
        self._rules = rules
        self._naive = naive
        self.timed_out: set[str] = set()
        gated: dict[str, list[Rule]] = {}
        self._always: list[Rule] = []
        for r in rules.curated_rules:
            if r.literals:
                for word in r.literals:
                    gated.setdefault(word, []).append(r)
            else:
                self._always.append(r)
        self._words = sorted(gated)
        self._by_word = [gated[w] for w in self._words]
        self._automaton: Any = AhoCorasick(self._words) if self._words else None
        self._remembered = lru_cache(maxsize=50_000)(self._open)

    def candidates(self, m: Masked, w: Window, curated: dict[int, list[Candidate]]) -> list[Candidate]:
        """All rules that fit the number of window ``w``, best first. ``curated`` comes from :meth:`curated`."""
        found = [*curated.get(w.index, ()), *self._remembered(w.kind, w.left, w.right)]
        found.sort(key=lambda c: c.rule.precedence(c.length))
        return found

    def curated(self, m: Masked) -> dict[int, list[Candidate]]:
        """Curated rules that match in a masked sentence, by the index of the number that they read."""
        out: dict[int, list[Candidate]] = {}
        for rule in self._possible(m.text):
            assert rule.pattern is not None
            try:
                for hit in rule.pattern.finditer(m.text, timeout=_TIMEOUT):
                    slots = tuple((k, v) for k, v in hit.groupdict().items() if v is not None)
                    out.setdefault(hit.start("value"), []).append(Candidate(rule, slots, hit.end() - hit.start()))
            except TimeoutError:
                self.timed_out.add(rule.id)
        return out

    def _possible(self, text: str) -> Iterable[Rule]:
        if self._naive:
            return self._rules.curated_rules
        if self._automaton is None:
            return self._always
        hits = {w for w, _, _ in self._automaton.find_matches_as_indexes(text, overlapping=True)}
        seen: dict[str, Rule] = {r.id: r for r in self._always}
        for k in hits:
            for r in self._by_word[k]:
                seen[r.id] = r
        return [seen[i] for i in sorted(seen)]

    def _open(self, kind: str, left: str, right: str) -> tuple[Candidate, ...]:
        out: list[Candidate] = []
        for rule in self._rules.open_rules:
            if kind not in rule.kinds or rule.left is None:
                continue
            try:
                a = rule.left.fullmatch(left, timeout=_TIMEOUT)
                if not a:
                    continue
                b = rule.right.match(right, timeout=_TIMEOUT) if rule.right is not None else None
                if rule.right is not None and not b:
                    continue
            except TimeoutError:
                self.timed_out.add(rule.id)
                continue
            slots = {k: v for k, v in a.groupdict().items() if v is not None}
            length = (
                len(left) - len(slots.get("name", "")) - len(slots.get("subject", "")) - len(slots.get("owner", ""))
            )
            if b:
                slots |= {k: v for k, v in b.groupdict().items() if v is not None}
                length += b.end() - b.start() - len(slots.get("after", ""))
            out.append(Candidate(rule, tuple(slots.items()), length))
        return tuple(out)
