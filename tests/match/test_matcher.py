"""Which rules fit a number: the engine that tries few rules finds what the one that tries all of them finds."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.match.matcher import Candidate, Matcher
from extractor.match.rules import Rule, Ruleset
from extractor.match.schema import RuleSpec
from extractor.match.window import Masked, mask, window
from tests.reading import bulletins, cleaned, layouter, rules, scanner

EXAMPLE = [{"text": "全市共5家。", "records": [{"value": "5"}]}]
COUNTER = [{"text": "全市共同努力。"}]


def curated(name: str, pattern: str, priority: int = 50) -> Rule:
    """A curated rule made of an expanded pattern."""
    spec = RuleSpec.model_validate(
        {"id": f"curated.{name}", "about": "made for a test", "priority": priority, "pattern": pattern}
        | {"indicator": "any", "example": EXAMPLE, "counter": COUNTER}
    )
    return Rule.of(spec, "test", rules().macros)


def matchers(made: Sequence[Rule]) -> tuple[Matcher, Matcher]:
    """The fast engine and the naive one over a set of rules."""
    ruleset = cast(Ruleset, SimpleNamespace(curated_rules=tuple(made), open_rules=rules().open_rules))
    return Matcher(ruleset), Matcher(ruleset, naive=True)


def masked(text: str) -> Masked:
    return mask(text, 0, len(text), scanner().scan(text), scanner().units)


def told(found: dict[int, list[Candidate]]) -> dict[int, list[tuple[Any, ...]]]:
    return {i: sorted((c.rule.id, c.slots, c.length) for c in cs) for i, cs in found.items()}


#: Words of which both rules and texts are made, so that they meet often.
WORDS = ("养老", "床位", "护理型", "机构", "占比", "增长", "达到", "占", "的", "每千", "托位", "率")
PIECES = st.sampled_from(
    [*WORDS, "(?:养老|托育)", "(?:机构|床位)?", ".{0,4}", "[^，。]{0,3}", "(?:占|达到)+", "比{0,2}"]
)
PATTERNS = st.tuples(
    st.lists(PIECES, max_size=4),
    st.sampled_from(["{share:value}", "{count:value}", "{amount:value}"]),
    st.lists(PIECES, max_size=2),
).map(lambda p: "".join(p[0]) + p[1] + "".join(p[2]))
TEXTS = st.lists(st.sampled_from([*WORDS, "托育", "比", "5%", "12张", "3.2家", "，", "。", "2023年"]), max_size=14).map(
    "".join
)


@given(st.lists(PATTERNS, min_size=1, max_size=6), st.lists(TEXTS, min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_both_engines_find_the_same(patterns: list[str], texts: list[str]) -> None:
    fast, naive = matchers([curated(f"r{k}", p) for k, p in enumerate(patterns)])
    for text in texts:
        m = masked(text)
        assert told(fast.curated(m)) == told(naive.curated(m))


@given(st.permutations(range(5)), TEXTS)
@settings(max_examples=60, deadline=None)
def test_the_order_of_rules_does_not_matter(order: list[int], text: str) -> None:
    made = [
        curated(f"r{k}", p, 50 + k % 2)
        for k, p in enumerate(
            [
                "床位{count:value}",
                "{count:value}",
                "养老床位{count:value}",
                "占比.{0,4}{share:value}",
                "[^，]{0,9}{amount:value}",
            ]
        )
    ]
    one, other = matchers(made)[0], matchers([made[k] for k in order])[0]
    m = masked(text)
    found, again = one.curated(m), other.curated(m)
    for i in m.values():
        w = window(m, i)
        best = [c.rule.id for c in one.candidates(m, w, found)]
        assert best == [c.rule.id for c in other.candidates(m, w, again)]


def test_curated_rules_come_first_then_priority_then_length_then_id() -> None:
    made = [
        curated("b_short", "床位{count:value}"),
        curated("a_short", "床位{count:value}"),
        curated("long", "养老床位{count:value}"),
        curated("wanted", "{count:value}", 90),
    ]
    m = masked("养老床位12张")
    matcher = matchers(made)[0]
    (i,) = m.values()
    ids = [c.rule.id for c in matcher.candidates(m, window(m, i), matcher.curated(m))]
    assert ids[:4] == ["curated.wanted", "curated.long", "curated.a_short", "curated.b_short"]
    assert len(ids) > 4 and all(i.startswith("open.") for i in ids[4:])


def test_what_slots_captured_is_told() -> None:
    matcher = matchers([curated("x", "(?P<name>养老|托育)床位(?P<none>甲)?{count:value}")])[0]
    m = masked("新增养老床位12张")
    ((i, (c,)),) = matcher.curated(m).items()
    assert (c.slot("name"), c.slot("value"), c.slot("none"), c.slot("other")) == ("养老", m.text[i], "", "")
    assert c.has("name") and not c.has("none")
    assert c.length == 5


def test_a_rule_may_read_several_numbers_of_a_sentence() -> None:
    m = masked("床位12张，床位15张，床位很多")
    found = matchers([curated("x", "床位{count:value}")])[0].curated(m)
    assert sorted(found) == m.values()


@given(st.lists(TEXTS, min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_memory_changes_nothing(texts: list[str]) -> None:
    """A window that was asked about before, or after others, gets the same candidates as with a matcher that is new."""
    used = matchers([])[0]
    for text in [*texts, *reversed(texts)]:
        m = masked(text)
        for i in m.values():
            w = window(m, i)
            fresh = matchers([])[0]
            assert used.candidates(m, w, {}) == fresh.candidates(m, w, {})


@pytest.mark.parametrize("path", bulletins(), ids=lambda p: p.name)
def test_both_engines_find_the_same_in_a_bulletin(path: Any) -> None:
    fast, naive = Matcher(rules()), Matcher(rules(), naive=True)
    text = cleaned(path)
    for s in layouter().lay_out(text).sentences:
        m = mask(text.chars, s.start, s.end, scanner().scan(text.chars, s.start, s.end), scanner().units)
        assert told(fast.curated(m)) == told(naive.curated(m))


def test_no_rule_of_the_package_runs_out_of_time_on_the_corpus() -> None:
    matcher = Matcher(rules(), naive=True)
    for path in bulletins():
        text = cleaned(path)
        for s in layouter().lay_out(text).sentences:
            m = mask(text.chars, s.start, s.end, scanner().scan(text.chars, s.start, s.end), scanner().units)
            found = matcher.curated(m)
            for i in m.values():
                matcher.candidates(m, window(m, i), found)
    assert matcher.timed_out == set()
