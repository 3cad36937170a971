"""Literals: whatever a pattern matches contains one of the words that are said to be needed."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.match.literals import gates, required_literals
from tests.reading import rules

LETTERS = "甲乙丙丁"


@dataclass(frozen=True, slots=True)
class Made:
    """A pattern and a strategy of texts that it matches as a whole."""

    pattern: str
    texts: st.SearchStrategy[str]


def _joined(parts: list[Made]) -> Made:
    return Made("".join(p.pattern for p in parts), st.tuples(*(p.texts for p in parts)).map("".join))


def _one_of(parts: list[Made], name: str) -> Made:
    return Made(f"({name}{'|'.join(p.pattern for p in parts)})", st.one_of(*(p.texts for p in parts)))


def _repeated(part: Made, sign: tuple[str, int, int]) -> Made:
    texts = st.lists(part.texts, min_size=sign[1], max_size=sign[2]).map("".join)
    body = part.pattern if len(part.pattern) == 1 or part.pattern[0] in "([" else f"(?:{part.pattern})"
    return Made(body + sign[0], texts)


SIGNS = st.sampled_from(
    [
        ("?", 0, 1),
        ("*", 0, 3),
        ("+", 1, 3),
        ("{2}", 2, 2),
        ("{0,2}", 0, 2),
        ("{1,3}", 1, 3),
        ("{2,}", 2, 4),
        ("+?", 1, 3),
        ("*+", 0, 3),
        ("{1,2}?", 1, 2),
    ]
)
LEAVES = st.one_of(
    st.text(LETTERS, min_size=1, max_size=4).map(lambda s: Made(s, st.just(s))),
    st.just(Made(".", st.sampled_from(LETTERS + "戊"))),
    st.just(Made("[甲乙]", st.sampled_from("甲乙"))),
    st.just(Made("[^甲]", st.sampled_from("乙丙丁戊"))),
    st.just(Made(r"\.", st.just("."))),
    st.just(Made(r"\d", st.sampled_from("0123"))),
    st.just(Made("", st.just(""))),
)
PATTERNS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map(_joined),
        st.tuples(st.lists(inner, min_size=1, max_size=3), st.sampled_from(["?:", "?P<slot_{}>"])).map(
            lambda p: _one_of(
                p[0], "?:" if p[1] == "?:" else "?P<a>" if "(?P<" not in "".join(m.pattern for m in p[0]) else "?:"
            )
        ),
        st.tuples(inner.filter(lambda m: bool(m.pattern)), SIGNS).map(lambda p: _repeated(*p)),
    ),
    max_leaves=10,
)


@given(PATTERNS, st.data())
@settings(max_examples=400, deadline=None)
def test_every_match_has_one_of_the_literals(made: Made, data: st.DataObject) -> None:
    needed = required_literals(made.pattern)
    text = data.draw(made.texts)
    try:
        pattern = regex.compile(made.pattern)
    except regex.error:  # two slots of one name
        return
    before, behind = data.draw(st.text(LETTERS, max_size=2)), data.draw(st.text(LETTERS, max_size=2))
    assert all(len(w) >= 2 for w in needed)
    hit = pattern.search(before + text + behind)
    if pattern.fullmatch(text) and needed:
        assert any(w in text for w in needed), (made.pattern, text, needed)
    if hit and needed:
        assert any(w in hit[0] for w in needed), (made.pattern, hit[0], needed)
        assert all(any(w in hit[0] for w in words) for words in gates(made.pattern))


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        ("养老床位", {"养老床位"}),
        (".{0,80}?养老床位", {"养老床位"}),
        ("(?:护理型|照护型)床位", {"护理型床位", "照护型床位"}),
        ("(?:护理型|照护型|护)床位", {"护床位", "护理型床位", "照护型床位"}),
        ("床位(?:占比|比例)?", {"床位"}),
        ("(?P<name>养老)[^，]{0,6}床位", {"养老"}),
        ("(?:护理|照护)型[甲乙]", {"护理型甲", "护理型乙", "照护型甲", "照护型乙"}),
        (r"\p{Han}养老", {"养老"}),
        (r"养老\d+床位", {"养老"}),
        ("(?:养老床位)+", {"养老床位"}),
        ("^养老$", {"养老"}),
        ("养老(?:机构|)床位", {"养老床位", "养老机构床位"}),
    ],
)
def test_the_best_literals_are_taken(pattern: str, needed: set[str]) -> None:
    assert required_literals(pattern) == needed


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "床",
        ".{2,4}",
        "养?老?",
        "(?:养老)?",
        "养老|床",
        "养老|.{3}",
        "[养老]{2}",
        "(?=养老)床位",
        "(养老",
        "养老)",
        "养+老",
        "a{x}",
    ],
)
def test_nothing_is_claimed_that_a_match_could_do_without(pattern: str) -> None:
    assert required_literals(pattern) == set()


def test_the_rules_of_the_package_are_gated() -> None:
    """A curated rule whose literals are wrong would never be tried; one without any costs every sentence."""
    for rule in rules().curated_rules:
        assert rule.pattern is not None
        assert rule.gates == gates(rule.pattern.pattern), rule.id
        assert rule.literals, f"{rule.id} has no word of two characters that every match has"
