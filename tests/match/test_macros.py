"""Macros: short names in patterns, what they expand to, and which faults are named with file and place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.lexicon import Lexicon, RulesError
from extractor.match.macros import KIND_OF, MASKS, VALUE_KINDS, VALUE_MASKS, Macros
from tests.match.folder import add
from tests.reading import rules

WORDS = '[grow]\nabout = "verbs of a rise"\nwords = ["增", "增长", "增长了"]\n'
Make = Callable[[str], Macros]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Macros of a small rules folder."""

    def built(macros: str) -> Macros:
        add(tmp_path / "words" / "w.toml", WORDS)
        add(tmp_path / "macros.toml", macros)
        return Macros(Lexicon(tmp_path))

    return built


def test_kinds_of_numbers_are_one_character_each() -> None:
    assert len({*MASKS.values()}) == len(MASKS) and all(len(c) == 1 for c in MASKS.values())
    assert {KIND_OF[c] for c in VALUE_MASKS} == set(VALUE_KINDS)
    for kind, mark in MASKS.items():
        assert rules().macros.expand("占{" + kind + "}。", "here") == f"占{mark}。"


def test_an_amount_is_any_kind_that_has_one_value() -> None:
    pattern = regex.compile(rules().macros.expand("{amount:value}", "here"))
    fits = {k for k, c in MASKS.items() if pattern.fullmatch(c)}
    assert fits == {"count", "share", "points", "times", "bare", "weak"}


def test_macros_of_macros_and_lists(make: Make) -> None:
    m = make("[macro]\nrise = '(?:{@grow}|上升)'\nclause = '{gap}{rise:up}{share:value}'\ngap = '.{0,9}?'\n")
    assert set(m.names) == {"rise", "clause", "gap"}
    pattern = regex.compile(m.expand("{clause}", "here"))
    hit = pattern.fullmatch("产量增长了" + MASKS["share"])
    assert hit and hit.groupdict() == {"up": "增长了", "value": MASKS["share"]}  # the longest word of the list
    assert pattern.fullmatch("产量上升" + MASKS["share"])
    assert not pattern.fullmatch("产量上升" + MASKS["count"])


def test_slots_capture_and_plain_references_do_not(make: Make) -> None:
    m = make("[macro]\ngap = '.{0,9}?'\n")
    assert regex.compile(m.expand("{gap}{@grow}{share}", "here")).groupindex == {}
    assert set(regex.compile(m.expand("{gap:a}{@grow:b}{share:c}", "here")).groupindex) == {"a", "b", "c"}


def test_references_are_told(make: Make) -> None:
    m = make("[macro]\ngap = '.{0,9}?'\n")
    assert m.references("{gap}{@grow:b}{share:c}.{0,3}") == {"gap", "@grow", "share"}


@given(st.text("甲乙.*?+|()[]{}0123456789,^$\\ ", max_size=20))
@settings(max_examples=100, deadline=None)
def test_what_refers_to_nothing_stays(pattern: str) -> None:
    assert rules().macros.expand(pattern, "here") == pattern


def test_every_macro_of_the_package_is_a_pattern() -> None:
    macros = rules().macros
    for name in macros.names:
        regex.compile(macros.expand("{" + name + "}", "here"))


@pytest.mark.parametrize(
    ("pattern", "fault", "place"),
    [
        ("{shaer}", "did you mean 'share'", "{shaer}"),
        ("{gpa}", "did you mean 'gap'", "{gpa}"),
        ("{zzzzzz}", "no macro is called 'zzzzzz'", "{zzzzzz}"),
        ("{@verbs}", "no word list is called 'verbs'", "{@verbs}"),
    ],
)
def test_what_does_not_exist_is_named_with_its_place(make: Make, pattern: str, fault: str, place: str) -> None:
    m = make("[macro]\ngap = '.{0,9}?'\n")
    with pytest.raises(RulesError, match=fault) as caught:
        m.expand(pattern, "rules/open/x.toml:rule a.b")
    assert (caught.value.path, caught.value.place) == ("rules/open/x.toml:rule a.b", place)


@pytest.mark.parametrize(
    ("macros", "fault"),
    [
        ("a = '{a}'", "a → a"),
        ("a = '{b}'\nb = '{c}'\nc = 'x{b:y}'", "b → c → b"),
        ("a = '{nothing}'", "no macro is called 'nothing'"),
        ("a = '{@nothing}'", "no word list is called 'nothing'"),
    ],
)
def test_faults_among_macros_are_found_when_they_are_read(make: Make, macros: str, fault: str) -> None:
    with pytest.raises(RulesError, match=fault) as caught:
        make("[macro]\n" + macros)
    assert caught.value.path.endswith("macros.toml")
