"""`rules try`: what matched, what won and why, and where a pattern stopped."""

from __future__ import annotations

import pytest

from extractor.lexicon import RulesError
from extractor.workbench.trying import tried
from tests.reading import rules

BUS = "curated.transport.village_bus_rate"


def told(rule_id: str, text: str, pattern: str | None = None) -> list[str]:
    return list(tried(rules(), rule_id, text, pattern))


def line(lines: list[str], head: str) -> str:
    found = [x for x in lines if x.strip().startswith(head)]
    assert found, lines
    return found[0]


def test_a_match_its_captures_and_what_it_beat() -> None:
    pattern = "{share:value}的(?P<who>建制村){@reach}?通了客车"
    lines = told(BUS, "2023年，全市98%的建制村已通了客车。", pattern)
    assert line(lines, "matches").endswith("'98%的建制村已通了客车'") or line(lines, "matches").endswith("nothing")
    lines = told(BUS, "2023年，全市98%的建制村通了客车。", pattern)
    assert line(lines, "who").split("=")[1].strip() == "'建制村'"
    assert line(lines, "value").split("=")[1].strip() == "'98%'"
    assert line(lines, "wins").startswith("wins      98%, before open.")
    assert "建制村通客车率" in line(lines, "record")


def test_what_macros_and_lists_took() -> None:
    lines = told(BUS, "2023年，全市建制村通客车的达到98%。", "建制村{some}客车的{@reach}{share:value}")
    assert line(lines, "{@reach}").split("=")[1].strip() == "'达到'"
    assert line(lines, "{some}").split("=")[1].strip() == "'通'"


def test_literals_are_told() -> None:
    assert "{share}建制村" in line(told(BUS, "2023年，全市共有村庄12个。"), "and by")
    assert line(told(BUS, "2023年，全市5%。", "{share:value}"), "gated by").endswith("tried on every sentence")


def test_the_first_part_that_failed() -> None:
    lines = told(BUS, "2023年，全市98%的建制村修了路。")
    assert line(lines, "matches").endswith("nothing")
    assert line(lines, "nearest").endswith("'{share:value}的?(?:行政村|建制村|村庄)(?:已|都|均|全部)?(?:实现|开)?'")
    assert line(lines, "then fails") == "  then fails '通', where the text has '修了路。'"
    lines = told(BUS, "2023年，居民步行12分钟到公园。", "孩子走{weak:value}到公园")
    assert line(lines, "before it fails") == "  before it fails '孩子走', where the text has '{period}，居民步行'"
    assert line(told(BUS, "天气很好，大家都去了。", "孩子走{weak:value}"), "nothing of the pattern")


@pytest.mark.parametrize(
    ("winner", "priority", "why"),
    [
        ("curated.transport.hard_roads_rate", 60, "priority 60 against 50"),
        ("curated.transport.hard_roads_rate", 50, "its match is longer"),
        ("open.level.noun", 50, "curated rules come before open ones"),
    ],
)
def test_why_another_rule_won(winner: str, priority: int, why: str) -> None:
    from extractor.match.rules import Rule
    from extractor.workbench.variant import with_rule

    text = "2023年，全市98%的行政村通了公交。"
    if winner.startswith("open"):
        lines = told(winner, "2023年，全市行政村98%通了公交。", "(?P<name>.*)")
        lines = list(tried(rules(), "open.level.noun", text))
        assert any(why in x for x in lines), lines
        return
    spec = (
        rules()
        .rules[winner]
        .spec.model_copy(update={"pattern": "全市{share:value}的行政村通了公交", "priority": priority})
    )
    made = with_rule(rules(), Rule.of(spec, "made", rules().macros))
    lines = list(tried(made, BUS, text))
    assert line(lines, "loses").startswith(f"loses     98% to {winner}: {why}")


def test_an_open_rule() -> None:
    lines = told("open.first.verb_noun", "2023年，全县改造12家农村敬老院。")
    assert line(lines, "left matches") and line(lines, "right matches") and line(lines, "wins")
    lines = told("open.first.verb_noun", "2023年，全县农村敬老院占比46%。")
    assert "is none of bare, count" in line(lines, "number")
    lines = told("open.first.verb_noun", "2023年，全县农村敬老院12家。")
    assert line(lines, "left does not match")


def test_small_numbers_in_words_stay_as_they_are_written() -> None:
    assert "一座公园" in line(told(BUS, "2023年，98%的居民走到了一座公园。"), "sentence")


@pytest.mark.parametrize(
    ("rule_id", "pattern", "says"),
    [
        ("transport.village_bus_rat", None, "did you mean 'curated.transport.village_bus_rate'"),
        (BUS, "(养", "is no regular expression"),
        (BUS, "{share}", "captures no number"),
        (BUS, "{shar:value}", "no macro is called 'shar'"),
    ],
)
def test_what_cannot_be_tried(rule_id: str, pattern: str | None, says: str) -> None:
    with pytest.raises(RulesError) as caught:
        told(rule_id, "2023年，全市98%的建制村通了客车。", pattern)
    assert says in str(caught.value)
