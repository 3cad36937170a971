"""Patterns of rules: macros, portability, bounds, characters, literals, and time on texts made to be hard."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence

import regex

from extractor.clean.script import load_converter
from extractor.clean.width import Widths
from extractor.lexicon import Lexicon, RulesError
from extractor.match.literals import gates, han
from extractor.match.macros import MASKS, VALUE_MASKS, Macros
from extractor.rulefile import read_toml
from extractor.workbench.fields import Written, near
from extractor.workbench.findings import Finding, Places
from extractor.workbench.tree import INFINITE, Part, Tree, sample

REFERENCE = regex.compile(r"\{(?P<list>@)?(?P<name>[a-z_][a-z0-9_]*)(?::(?P<slot>[a-z][a-z0-9_]*))?\}")
_FIELDS = ("pattern", "left", "right")
_NESTED = 200  # ways that two repeats, one in the other, may divide a text
_TIME = 0.25  # seconds, as a clause has
_LEFT, _SENTENCE = 90, 400  # characters of a text made to be hard: for an open rule, for a curated one
_DIGIT = regex.compile(r"\\d|(?<![\\{,\d])\d(?![\d]*[,}])")


class PatternLints:
    """Checks of patterns with the macros and words of one folder."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._widths = Widths(lexicon).table
        self._converter = load_converter()
        self.macros: Macros | None = None
        self._names: set[str] = set()

    def check_macros(self, used: Sequence[Written]) -> Iterator[Finding]:
        """Macros that go round in circles, refer to nothing, hold what texts cannot have, or are used by no one."""
        path = self._lexicon.root / "macros.toml"
        places = Places(path)
        table = {k: str(v) for k, v in read_toml(path).get("macro", {}).items()} if path.exists() else {}
        self._names = {*table, *MASKS, "amount", "value"}
        faulty = False
        for name, body in table.items():
            at = places.find(f"\n{name} =") + 1
            for f in self._references(body, places, at):
                faulty = True
                yield f
            yield from self._characters(body, places, at)
        for trail in _circles(table):
            faulty = True
            at = places.find(f"\n{trail[0]} =") + 1
            yield places.finding("GB202", f"macro goes round in a circle: {' → '.join(trail)}", "", at, len(trail[0]))
        if faulty:
            return
        try:
            self.macros = Macros(self._lexicon)
        except RulesError as err:
            yield Finding(str(path), 0, 0, "GB002", str(err))
            return
        asked = {
            m["name"]
            for text in (*table.values(), *(getattr(w.spec, f) or "" for w in used for f in _FIELDS))
            for m in REFERENCE.finditer(text)
            if not m["list"]
        }
        for name in table:
            if name not in asked and name not in self._lexicon.names() and not _in_code(name):
                at = places.find(f"\n{name} =") + 1
                yield places.finding("GB203", f"nothing uses the macro {name!r}", "", at, len(name))

    def check(self, w: Written) -> Iterator[Finding]:
        """Everything about the patterns of one rule."""
        for field in _FIELDS:
            source = getattr(w.spec, field)
            if source is not None:
                yield from self._pattern(w, field, source)

    def _pattern(self, w: Written, field: str, source: str) -> Iterator[Finding]:
        at = w.places.find(source, start=w.places.key(w.n, field), end=w.places.rule(w.n)[1])
        wrong = [_of(f, w) for f in self._references(source, w.places, at)]
        yield from wrong
        yield from (_of(f, w) for f in self._characters(source, w.places, at))
        if wrong or self.macros is None:
            return
        expanded = self.macros.expand(source, w.spec.id)
        try:
            compiled = regex.compile(expanded, cache_pattern=False)
        except regex.error as err:
            yield self._uncompiled(w, field, source, at, err)
            return
        if field == "pattern" and "value" not in compiled.groupindex:
            yield w.finding(
                "GB205",
                "the pattern captures no number",
                "write its mask with the slot value: {share:value} or {count:value}",
                field,
            )
        yield from self._shape(w, field, source, at, expanded)
        digit = _DIGIT.search(REFERENCE.sub(lambda m: "。" * len(m[0]), source))
        if digit and field == "pattern":
            yield self._at(
                w, "GB213", "numbers are masked: digits match nothing but names", "write a mask", at, *digit.span()
            )
        slow = self._slow(compiled, expanded, _SENTENCE if field == "pattern" else _LEFT, field)
        if slow:
            yield w.finding(
                "GB209", f"takes more than {_TIME} s on a text of {len(slow)} characters: {slow[:40]}…", "", field
            )

    def _shape(self, w: Written, field: str, source: str, at: int, expanded: str) -> Iterator[Finding]:
        tree = Tree(source)
        for foreign in tree.foreign:
            yield self._at(w, "GB206", f"{foreign.what} is not portable", "", at, foreign.start, foreign.end)
        whole = Tree(expanded)
        if field == "pattern":
            for part in tree.parts():
                if part.high == INFINITE:
                    said = source[part.start : part.end]
                    yield self._at(w, "GB207", f"{said!r} has no bound", "write {0,20}", at, part.start, part.end)
        for outer, inner in _nested(whole.options):
            yield w.finding(
                "GB208",
                f"{_count(inner)} within {_count(outer)}",
                "repeat once",
                field,
            )
        if w.spec.layer == "curated" and not any(min(map(han, words)) >= 2 for words in gates(expanded)):
            yield w.finding(
                "GB211",
                "no word of two Han characters stands in every match",
                "make a word obligatory, or waive it: waive = { GB211 = 'why' }",
                field,
            )

    def _uncompiled(self, w: Written, field: str, source: str, at: int, err: regex.error) -> Finding:
        message = f"is no regular expression: {err.msg if hasattr(err, 'msg') else err}"
        try:
            regex.compile(REFERENCE.sub(lambda m: "。" * len(m[0]), source), cache_pattern=False)
        except regex.error as own:
            if own.pos is not None and at >= 0:
                k = min(own.pos, len(source) - 1)
                return self._at(w, "GB204", message, "", at, k, k + 1)
        return w.finding("GB204", message, "", field)

    def _references(self, source: str, places: Places, at: int) -> Iterator[Finding]:
        for m in REFERENCE.finditer(source):
            name = m["name"]
            if m["list"]:
                if name not in self._lexicon.names():
                    said = f"no word list is called {name!r}{near(name, self._lexicon.names())}"
                    yield _finding(places, "GB201", said, "lists are defined in rules/words/", at, *m.span())
            elif name not in self._names:
                said = f"no macro or mask is called {name!r}{near(name, self._names)}"
                yield _finding(places, "GB201", said, "macros are defined in rules/macros.toml", at, *m.span())

    def _characters(self, source: str, places: Places, at: int, marks: bool = True) -> Iterator[Finding]:
        plain = REFERENCE.sub(lambda m: "。" * len(m[0]), source)
        for k, c in enumerate(plain):
            if c < "\x80":
                continue
            folded = self._widths[ord(c)] if ord(c) < len(self._widths) else c
            if folded != c and (marks or folded.isalnum() or folded == "%"):
                yield _finding(
                    places, "GB210", f"{c!r} never stands in cleaned text", f"write {folded!r}", at, k, k + 1
                )
        for m in self._converter.telling(plain):
            new = self._converter.characters.get(m[0], m[0])
            yield _finding(
                places, "GB210", f"{m[0]!r} never stands in cleaned text", f"write {new!r}", at, m.start(), m.end()
            )

    def words(self) -> Iterator[Finding]:
        """Characters that cleaned text cannot have, in words that are looked for in cleaned text."""
        for path in sorted((self._lexicon.root / "words").glob("*.toml")):
            if path.name in ("cleaning.toml", "fields.toml"):
                continue  # these are looked for in raw text, and in the names of fields
            places = Places(path)
            at = 0
            for line in places.text.split("\n"):
                if not line.lstrip().startswith(("#", "about")) and not line.isascii():
                    yield from self._characters(line, places, at, marks=False)  # of marks, lists give all there are
                at += len(line) + 1

    def _at(self, w: Written, code: str, message: str, remedy: str, at: int, start: int, end: int) -> Finding:
        return _of(_finding(w.places, code, message, remedy, at, start, end), w)

    def _slow(self, pattern: regex.Pattern[str], expanded: str, length: int, field: str) -> str:
        """A text on which the pattern runs into the time limit; empty where none was found."""
        for text in hostile(expanded, length):
            try:
                if field == "left":
                    pattern.fullmatch(text, timeout=_TIME)
                elif field == "right":
                    pattern.match(text, timeout=_TIME)
                else:
                    list(pattern.finditer(text, timeout=_TIME))
            except TimeoutError:
                return text
        return ""


def hostile(expanded: str, length: int) -> list[str]:
    """Texts made to be hard for a pattern: what a repeat takes, again and again, without what must follow it."""
    tree, chance = Tree(expanded), random.Random(0)
    texts = ["了" * length, (VALUE_MASKS[0] + "的") * (length // 2), "，养老" * (length // 3)]
    for option in tree.options[:12]:
        whole = sample([option], chance)
        texts.append((whole * length)[:length])
        before = ""
        for part in option:
            if part.varies or any(p.varies for o in part.options for p in o):
                for most in (1, 9):
                    piece = sample([[part]], chance, most) or sample(part.options or [[part]], chance, most)
                    if piece:
                        texts.append((before + piece * length)[: length - 1] + "！")
            before += sample([[part]], chance, 1)
    return list(dict.fromkeys(t for t in texts if t))


def _nested(options: list[list[Part]], outer: Part | None = None) -> Iterator[tuple[Part, Part]]:
    """A repeat that varies within another one, where the two divide a text in too many ways."""
    for option in options:
        for part in option:
            inner = part
            if outer is not None and part.varies and _most(part) > 1 and _most(outer) * _most(part) > _NESTED:
                yield outer, part
            repeats = part.kind == "group" and _most(part) > 1
            yield from _nested(part.options, inner if repeats else outer)


def _most(part: Part) -> int:
    return 10_000 if part.high == INFINITE else part.high


def _count(part: Part) -> str:
    high = "any number" if part.high == INFINITE else str(part.high)
    return f"a repeat of {part.low} to {high}"


def _circles(table: dict[str, str]) -> list[list[str]]:
    """Ways through macros that come back to where they began, each once."""
    uses = {
        k: [m["name"] for m in REFERENCE.finditer(v) if not m["list"] and m["name"] in table] for k, v in table.items()
    }
    found: list[list[str]] = []
    seen: Counter[str] = Counter()

    def walk(name: str, trail: list[str]) -> None:
        if name in trail:
            circle = [*trail[trail.index(name) :], name]
            if not any(set(circle) == set(c) for c in found):
                found.append(circle)
            return
        if seen[name]:
            return
        for nxt in uses[name]:
            walk(nxt, [*trail, name])
        seen[name] += 1

    for name in uses:
        walk(name, [])
    return found


def _in_code(name: str) -> bool:
    from extractor.workbench.patterns import source_of_package

    return f"{{{name}}}" in source_of_package()


def _finding(places: Places, code: str, message: str, remedy: str, at: int, start: int, end: int) -> Finding:
    return places.finding(code, message, remedy, at + start if at >= 0 else -1, end - start)


def _of(f: Finding, w: Written) -> Finding:
    return Finding(f.path, f.line, f.column, f.code, f.message, f.remedy, w.spec.id, f.length)
