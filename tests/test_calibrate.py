"""A confidence is worth what it says: the fit finds known chances again, and the corpus keeps what records promise."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from extractor.check.confidence import Confidence
from tests import calibrate as c
from tests.reading import read, rules
from tests.test_quality import PAIRS


def test_the_fit_finds_the_chances_that_made_the_data() -> None:
    dice = np.random.default_rng(7)
    x = np.column_stack([np.ones(4000), dice.integers(0, 2, (4000, 3))]).astype(float)
    true = np.array([1.0, 1.5, -1.0, 0.0])
    y = (dice.random(4000) < c.chances(x, true)).astype(float)
    found = c.chances(x, c.fit(x, y))
    assert float(np.abs(found - c.chances(x, true)).max()) < 0.05


def test_a_held_out_bulletin_takes_no_part_in_its_own_fit() -> None:
    plain = [c.Case("a", {"s": 1.0} if i % 2 else {}, i % 4 != 1) for i in range(200)]
    turned = [c.Case("b", {"s": 1.0} if i % 2 else {}, False) for i in range(50)]
    alone = c.held_out([*plain, *turned])[200:]
    x = c.table(plain, ["s"])
    expected = c.chances(c.table(turned, ["s"]), c.fit(x, np.array([float(k.right) for k in plain])))
    assert np.allclose(alone, expected)


def test_rare_signs_have_no_weight() -> None:
    borne = [["always", *(["often"] if i % 2 else []), *(["rare"] if i < 3 else [])] for i in range(60)]
    given = [c.Case("a", dict.fromkeys(names, 1.0), True) for names in borne]
    assert c.names_of(given) == ["often"]


def test_the_written_weights_are_a_rule_file(tmp_path: Path) -> None:
    (tmp_path / "confidence.toml").write_text(c.toml(["a:b"], np.array([0.5, -1.25])), encoding="utf-8")
    sure = Confidence(tmp_path)
    assert sure.intercept == 0.5 and sure.weights == {"a:b": -1.25}


def test_records_of_the_corpus_keep_what_they_promise() -> None:
    told = [t for path, gold in PAIRS.values() for t in c._of_gold(path, gold, read(path))]
    sure = [right for confidence, right in told if confidence >= 0.9]
    assert sum(sure) >= 0.96 * len(sure), f"{sum(sure)} of {len(sure)}"
    assert len(sure) >= 0.5 * len(told)


def test_weights_are_of_signs_that_there_are() -> None:
    kinds = {"name", "rule", "period", "measure", "status", "trait", "crowded"}
    assert {name.partition(":")[0] for name in Confidence(rules().lexicon.root).weights} <= kinds
