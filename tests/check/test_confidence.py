"""The confidence of a reading: bounded, moved by its signs as the weights say, and no more than it promises."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.check.confidence import FILE, HIGHEST, LOWEST, Confidence, signs
from extractor.rulefile import RulesError
from tests.reading import extract, rules

SURE = Confidence(rules().lexicon.root)
NAMES = sorted(SURE.weights)


def seen(**more: object) -> dict[str, float]:
    given = {
        "rule_id": "open.level.noun",
        "layer": "open",
        "traits": frozenset({"listed"}),
        "known": True,
        "period_source": "explicit",
        "measure": "level",
        "status": "actual",
        "indicator": "养老机构床位数",
        "indicator_raw": "养老机构床位",
        "evidence": "全市养老机构床位312张。",
        "at": 8,
    }
    return signs(**{**given, **more})  # type: ignore[arg-type]


@given(st.dictionaries(st.sampled_from(NAMES), st.sampled_from([0.0, 1.0])), st.sampled_from(NAMES))
def test_a_sign_moves_the_confidence_as_its_weight_says(told: dict[str, float], name: str) -> None:
    without, with_it = SURE.of({**told, name: 0.0}), SURE.of({**told, name: 1.0})
    assert LOWEST <= without <= HIGHEST and LOWEST <= with_it <= HIGHEST
    assert (with_it - without) * SURE.weights[name] >= 0


def test_a_sign_without_a_weight_counts_nothing() -> None:
    assert SURE.of({"name:known": 1.0, "what:is_this": 1.0}) == SURE.of({"name:known": 1.0})


def test_where_the_name_stands() -> None:
    assert "name:before" in seen() and "name:behind" not in seen()
    behind = seen(evidence="建成312张养老机构床位。", at=2)
    assert "name:behind" in behind and "name:before" not in behind
    assert not {"name:before", "name:behind"} & seen(indicator_raw="社区床位").keys()


def test_the_kind_of_rule_and_the_source_of_the_period_are_signs() -> None:
    assert {"rule:open.level", "period:explicit", "trait:listed", "name:known"} <= seen().keys()
    assert {"rule:curated", "period:none"} <= seen(rule_id="elderly.beds", layer="curated", period_source=None).keys()


def test_what_is_not_there_is_no_sign() -> None:
    assert all(seen(known=False, traits=frozenset()).values())
    assert "name:known" not in seen(known=False)


@pytest.mark.parametrize(
    ("text", "said"),
    [("[weights]\n", "intercept"), ("intercept = 1\n", "weights"), ("intercept = 1\n[weights]\na = 'x'\n", "weights")],
)
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(RulesError, match=said):
        Confidence(tmp_path)


def test_a_name_of_the_catalogue_beside_its_number_is_surer_than_one_carried_over() -> None:
    one, other = extract("2023年，常州市森林覆盖率达到27.6%。完成投诉处理812件，同比增长3.1%。", "a.txt").records[:2]
    assert one.indicator_id is not None and one.confidence > other.confidence
