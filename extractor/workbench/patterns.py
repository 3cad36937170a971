"""Runs the examples of named patterns, and finds patterns that say nothing of themselves or that nothing uses."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from extractor.match.rules import Ruleset
from extractor.patterns import NamedPattern
from extractor.workbench.findings import Finding, Places


def run_patterns(rules: Ruleset) -> Iterator[Finding]:
    """Faults of the named patterns of ``rules/patterns/``.

    An example must contain a match, a counter-example none. A pattern is used where another pattern is made of it, or
    where a file of the package has its name between quotation marks; where the package is installed without its
    source, nothing is said about that.
    """
    patterns = rules.lexicon.patterns
    source = source_of_package()
    parts = {name for p in patterns for name in p.parts}
    for p in patterns:
        yield from _examples(p, rules)
        if not p.about.strip():
            yield _fault(p, "GB505", "does not say what it is for", "add about = '…'")
        if not p.examples:
            yield _fault(p, "GB505", "has no example", "add examples = ['…'] that contain a match")
        if source and p.name not in parts and not any(f"{q}{p.name}{q}" in source for q in "\"'"):
            yield _fault(p, "GB506", "is used by no code and no other pattern", "take it out, or use it")


def _examples(p: NamedPattern, rules: Ruleset) -> Iterator[Finding]:
    compiled = rules.lexicon.pattern(p.name)
    for text in p.examples:
        if not compiled.search(text):
            message = f"does not match its example {text!r}"
            yield _fault(p, "GB503", message, "mend the pattern or the example", "\nexamples", text)
    for text in p.counter:
        if compiled.search(text):
            message = f"matches its counter-example {text!r}"
            yield _fault(p, "GB504", message, "narrow the pattern", "\ncounter", text)


def _fault(p: NamedPattern, code: str, message: str, remedy: str, *needles: str) -> Finding:
    places = Places(p.path)
    at = places.find(f"[{p.name}]", *needles)
    length = len(needles[-1]) if needles else len(p.name) + 2
    return places.finding(code, f"pattern {p.name} {message}", remedy, at, length)


@lru_cache(maxsize=1)
def source_of_package() -> str:
    """The package's own source, all files in one; empty where it is not there."""
    folder = Path(__file__).parent.parent
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.py")))
