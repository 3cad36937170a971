"""Which rules fit a number, best first: curated rules over the whole sentence, open rules over the number's window.

Open rules depend on the masked window alone, and bulletins repeat themselves: the same clause with other numbers,
years and cities is the same masked text, so what fits it is remembered. Curated rules are gated by their
literals; the loop over all of them (``naive=True``) is kept as the oracle that tests compare with.

A pattern has a time limit on a clause. A rule that runs out of it gives nothing for that clause, and after some such
clauses nothing for the rest of the document: it is named, and costs no other rule its records.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ahocorasick_rs import AhoCorasick

from extractor.match.rules import Rule, Ruleset
from extractor.match.window import Masked, Window

_TIMEOUT = 0.25  # seconds that one pattern may take over one clause
_STRIKES = 3  # clauses of a document that a rule may run out of time on


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


class _HaltedError(Exception):
    """A rule was stopped: what the others gave is good for now, but not to be remembered."""

    def __init__(self, found: tuple[Candidate, ...]) -> None:
        self.found = found


class Matcher:
    """Finds candidates. ``naive`` tries every curated rule on every sentence.

    ``timed_out`` are the ids of rules that ran out of time in the present document; ``seconds``, where it is set,
    takes the time that each rule's patterns take.
    """

    def __init__(self, rules: Ruleset, naive: bool = False) -> None:
        self._rules = rules
        self._naive = naive
        self._strikes: Counter[str] = Counter()
        self.seconds: defaultdict[str, float] | None = None
        gated: dict[str, list[Rule]] = {}
        self._always: list[Rule] = []
        for r in rules.curated_rules:
            if r.gates:
                for word in r.gates[0]:
                    gated.setdefault(word, []).append(r)
            else:
                self._always.append(r)
        self._words = sorted(gated)
        self._by_word = [gated[w] for w in self._words]
        self._automaton: Any = AhoCorasick(self._words) if self._words else None
        self._remembered = lru_cache(maxsize=50_000)(self._open)

    @property
    def timed_out(self) -> set[str]:
        """Ids of rules that ran out of time since the last :meth:`enter`."""
        return set(self._strikes)

    def enter(self) -> None:
        """A new document begins: every rule is tried again."""
        self._strikes.clear()

    def candidates(self, m: Masked, w: Window, curated: dict[int, list[Candidate]]) -> list[Candidate]:
        """All rules that fit the number of window ``w``, best first. ``curated`` comes from :meth:`curated`."""
        try:
            opened = self._remembered(w.kind, w.left, w.right)
        except _HaltedError as halted:
            opened = halted.found
        found = [*curated.get(w.index, ()), *opened]
        found.sort(key=lambda c: c.rule.precedence(c.length))
        return found

    def curated(self, m: Masked) -> dict[int, list[Candidate]]:
        """Curated rules that match in a masked sentence, by the index of the number that they read."""
        out: dict[int, list[Candidate]] = {}
        for rule in self._possible(m.text):
            assert rule.pattern is not None
            if self._strikes[rule.id] >= _STRIKES:
                continue
            began = time.perf_counter() if self.seconds is not None else 0
            try:
                hits = list(rule.pattern.finditer(m.text, timeout=_TIMEOUT))
            except TimeoutError:
                self._strikes[rule.id] += 1
                hits = []
            if self.seconds is not None:
                self.seconds[rule.id] += time.perf_counter() - began
            for hit in hits:
                slots = tuple((k, v) for k, v in hit.groupdict().items() if v is not None)
                out.setdefault(hit.start("value"), []).append(Candidate(rule, slots, hit.end() - hit.start()))
        return out

    def _possible(self, text: str) -> Iterable[Rule]:
        if self._naive:
            return self._rules.curated_rules
        if self._automaton is None:
            return self._always
        hits = {w for w, _, _ in self._automaton.find_matches_as_indexes(text, overlapping=True)}
        if not hits:
            return self._always
        seen: dict[str, Rule] = {r.id: r for r in self._always}
        for k in hits:
            for r in self._by_word[k]:
                if r.id not in seen and all(any(w in text for w in words) for words in r.gates[1:]):
                    seen[r.id] = r
        return [seen[i] for i in sorted(seen)]

    def _open(self, kind: str, left: str, right: str) -> tuple[Candidate, ...]:
        out: list[Candidate] = []
        halted = False
        for rule in self._rules.open_rules:
            if kind not in rule.kinds or rule.left is None:
                continue
            if self._strikes[rule.id] >= _STRIKES:
                halted = True
                continue
            began = time.perf_counter() if self.seconds is not None else 0
            try:
                a = rule.left.fullmatch(left, timeout=_TIMEOUT)
                b = rule.right.match(right, timeout=_TIMEOUT) if a and rule.right is not None else None
            except TimeoutError:
                self._strikes[rule.id] += 1
                halted = True
                continue
            finally:
                if self.seconds is not None:
                    self.seconds[rule.id] += time.perf_counter() - began
            if not a or (rule.right is not None and not b):
                continue
            slots = {k: v for k, v in a.groupdict().items() if v is not None}
            length = (
                len(left) - len(slots.get("name", "")) - len(slots.get("subject", "")) - len(slots.get("owner", ""))
            )
            if b:
                slots |= {k: v for k, v in b.groupdict().items() if v is not None}
                length += b.end() - b.start() - len(slots.get("after", ""))
            out.append(Candidate(rule, tuple(slots.items()), length))
        if halted:
            raise _HaltedError(tuple(out))
        return tuple(out)
