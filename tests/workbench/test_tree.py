"""Patterns taken apart: repeats, foreign constructs, and texts that a pattern matches."""

from __future__ import annotations

import random

import pytest
import regex

from extractor.workbench.patternlints import hostile
from extractor.workbench.tree import INFINITE, Tree, sample
from tests.reading import rules


@pytest.mark.parametrize(
    ("pattern", "repeats"),
    [
        ("养老+", [(1, INFINITE)]),
        ("养{2}老{0,3}?", [(2, 2), (0, 3)]),
        ("(?:养|老*)?", [(0, 1), (0, INFINITE)]),
        ("[养*+]{1,}", [(1, INFINITE)]),
        (r"\*养\p{Han}{1,4}", [(1, 4)]),
        ("{count:value}{@reach}?", [(0, 1)]),
    ],
)
def test_repeats(pattern: str, repeats: list[tuple[int, int]]) -> None:
    assert [(p.low, p.high) for p in Tree(pattern).parts() if (p.low, p.high) != (1, 1)] == repeats


@pytest.mark.parametrize(
    ("pattern", "what"),
    [
        ("养(?=老)", "lookaround"),
        ("(?<!养)老", "lookaround"),
        ("(?P<a>养)(?P=a)", "a back reference"),
        (r"(养)\1", "a back reference"),
        ("养++", "a possessive repeat"),
        ("(?>养)", "an atomic group"),
        ("(?i)a", "flags within the pattern"),
        ("(?P<a>养)(?:老|床){1,2}?[(?=]", None),
    ],
)
def test_foreign_constructs(pattern: str, what: str | None) -> None:
    assert [f.what for f in Tree(pattern).foreign] == ([what] if what else [])


def test_parts_say_where_they_stand() -> None:
    pattern = "养(?:老|[院床]{1,2})?{count:value}"
    parts = [pattern[p.start : p.end] for p in Tree(pattern).options[0]]
    assert parts == ["养", "(?:老|[院床]{1,2})?", "{count:value}"]


def test_samples_of_the_packages_rules_match_them() -> None:
    """Not each sample does, but a pattern of which none does would be probed with texts that mean nothing to it."""
    chance = random.Random(1)
    for rule in rules().curated_rules:
        assert rule.pattern is not None and rule.pattern_source is not None
        tree = Tree(rule.pattern_source)
        assert any(rule.pattern.search(sample(tree.options, chance)) for _ in range(20)), rule.id


def test_hostile_texts_have_the_length_of_a_clause() -> None:
    made = hostile("养老(?:[养老]{0,9}院?){0,9}床", 60)
    assert made and all(0 < len(t) <= 70 for t in made) and any(t.count("养") > 20 for t in made)


def test_a_broken_pattern_is_taken_as_far_as_it_goes() -> None:
    for pattern in ("养(", "[养", "养\\", "(?P<a", "养{2,", ")"):
        assert isinstance(list(Tree(pattern).parts()), list)
    with pytest.raises(regex.error):
        regex.compile("养(")
