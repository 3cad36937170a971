"""Sentences as audits see them, and that no record, however odd, stops them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.store.audits.figures import Figure
from extractor.store.audits.sentences import sentences
from extractor.store.audits.within import Knowledge, audits
from extractor.store.audits.words import Words
from tests.store.bulletins import rows
from tests.store.examples import make_with_rules, told
from tests.store.test_audit_numbers import row, words


def figure(text: str, at: int) -> Figure:
    r = row(at, text, Decimal(1), "人", "从业人员", 0.5, "")
    return Figure(*r[:18], hedged=False, half=0.5)


@pytest.mark.parametrize(
    ("evidence", "raw", "places"),
    [
        ("甲12人，乙12人。", ["12人", "12人"], [(1, 4), (6, 9)]),
        ("甲1,234人，乙5人。", ["1,234人", "5人"], [(1, 6), (8, 10)]),
        ("甲12 人，乙34人。", ["１２ 人", "３４人"], [(1, 4), (6, 9)]),
        ("甲12人，乙34人。", ["12</b>人", "34人"], [(1, 3), (6, 9)]),  # by its digits
        ("甲12.5万人，乙2万人。", ["12.5萬人", "2萬人"], [(1, 5), (9, 10)]),
        ("三次产业结构为1:2:3。", ["1:2:3", "1:2:3"], [(7, 12), (7, 12)]),
        ("甲若干人。", ["12人"], [(-1, -1)]),
    ],
)
def test_numbers_are_found_in_their_sentence(evidence: str, raw: list[str], places: list[tuple[int, int]]) -> None:
    shared = len(set(raw)) == 1 and ":" in raw[0]
    document = [(figure(t, 0 if shared else n), evidence, None, False) for n, t in enumerate(raw)]
    [sentence] = sentences(document)
    assert [(f.start, f.end) for f in sentence.figures] == places
    assert sentence.placed == all(start >= 0 for start, _ in places)


def test_the_same_sentence_twice_is_two_sentences() -> None:
    said = "甲12人，乙34人。"
    document = [(figure(t, n), said, None, False) for n, t in enumerate(["12人", "34人", "12人", "34人"])]
    assert [[f.raw_start for f in s.figures] for s in sentences(document)] == [[0, 1], [2, 3]]


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "raw_text": st.sampled_from(
                ["0", "0.0%", "12人", "-5", "1:2:3", "三成", "<b>7</b>%", "9" * 30, "５ ％", "1,2"]
            ),
            "value": st.sampled_from(
                [Decimal(n) for n in ("0", "-5", "12", "0.0000000001", "50", "100", "9e27", "-9e27")]
            ),
            "unit": st.sampled_from(["人", "%", "元", "", "张/千人", "个百分点"]),
            "indicator": st.sampled_from(
                ["从业人员", "护理人员", "护理人员占比", "护理人员占从业人员比重", "占", "其中"]
            ),
            "measure": st.sampled_from(["level", "change", "growth", "rank"]),
            "qualifier": st.sampled_from(["exact", "approx"]),
            "base_period": st.sampled_from([None, "2022", "2022-12-31", "0000", "9999", "2016/2020"]),
            "status": st.sampled_from(["actual", "target"]),
            "period_start": st.sampled_from([date(2023, 1, 1), date(2021, 1, 1)]),
            "region_code": st.sampled_from(["320400", "320402", "320404", None]),
            "evidence": st.sampled_from(
                ["", "其中其中，占占0%", "从业人员12人，其中护理人员12人，占50%；分别占12、三成（其中", "其中：12 | 0"]
            ),
            "rule_id": st.sampled_from(["open.level", "table.cell"]),
            "indicator_id": st.sampled_from([None, "population.resident"]),
        }
    ),
    max_size=8,
)


@given(ROWS, st.booleans())
def test_no_record_stops_the_audits_of_a_document(fields: list[dict[str, Any]], known_words: bool) -> None:
    made = []
    for n, f in enumerate(fields):
        f = {**f}
        evidence, _ = f.pop("evidence"), f.pop("rule_id")
        given_row = row(n, f.pop("raw_text"), f.pop("value"), f.pop("unit"), f.pop("indicator"), 0.5, evidence, **f)
        made.append(given_row)
    known = Knowledge(words() if known_words else Words.of([]))
    for audit in audits(made, known):
        assert audit.verdict in ("agrees", "disagrees", "unchecked")
        assert audit.verdict != "unchecked" or audit.reason
        assert audit.tolerance is None or audit.tolerance >= 0


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=ROWS)
def test_no_record_stops_a_run_or_a_view(fields: list[dict[str, Any]], tmp_path: Path) -> None:
    db = tmp_path / "g.duckdb"
    db.unlink(missing_ok=True)
    make_with_rules(db, told("a.txt", date(2024, 3, 1), *fields), told("b.txt", None, *fields))
    for view in ("facts", "conflicts", "series", "series_filled", "targets", "audits", "claims"):
        assert rows(db, f"SELECT count(*) FROM (SELECT * FROM {view})")[0][0] >= 0
        rows(db, f"SELECT * FROM {view}")
