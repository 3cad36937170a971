"""Which of several values a fact has, and how what contradicts it is shown."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.bulletins import rows
from tests.store.examples import make_with_rules, told

EARLY, LATE = date(2024, 2, 20), date(2024, 11, 5)


def beds(value: str, text: str | None = None, **more: Any) -> dict[str, Any]:
    """A record of beds with this value, told by these characters."""
    text = text or f"{value}张"
    fields = {
        "indicator_id": "elderly_care.beds",
        "value": Decimal(value),
        "raw_text": text,
        "evidence": f"床位{text}。",
    }
    return {**fields, "period_source": "explicit", **more}


@pytest.mark.parametrize(
    ("earlier", "later", "value"),
    [
        # the period said beside the number counts before one that was carried over, whenever it was published
        (beds("18215"), beds("19000", period_source="document"), 18215),
        (beds("18215", period_source="inherited"), beds("18300", period_source="document"), 18215),
        (beds("18215", period_source="inherited"), beds("18300"), 18300),
        # exact before hedged
        (beds("18215"), beds("18900", "近18900张", qualifier="approx"), 18215),
        # later before earlier
        (beds("18215"), beds("18342"), 18342),
        # what a later bulletin repeats in short keeps its digits
        (beds("18215"), beds("18000", "1.8万张"), 18215),
        (beds("18000", "1.8万张"), beds("18215"), 18215),
        # but not where it tells something else
        (beds("18215"), beds("19000", "1.9万张"), 19000),
    ],
)
def test_the_value_that_counts(earlier: dict[str, Any], later: dict[str, Any], value: int, tmp_path: Path) -> None:
    db = tmp_path / "g.duckdb"
    make_with_rules(db, told("a.txt", EARLY, earlier), told("b.txt", LATE, later))
    found = rows(db, "SELECT value, documents, first_published, last_published FROM facts")
    assert found == [(value, 2, EARLY, LATE)]


def test_one_later_word_counts_more_than_many_earlier_ones(tmp_path: Path) -> None:
    db = tmp_path / "g.duckdb"
    make_with_rules(db, *(told(f"{n}.txt", EARLY, beds("18215")) for n in range(3)), told("z.txt", LATE, beds("18342")))
    assert rows(db, "SELECT value, documents, disputed, doc_path FROM facts") == [(18342, 4, True, "z.txt")]


def test_units_that_can_be_turned_into_one_another_tell_one_fact(tmp_path: Path) -> None:
    db, area = tmp_path / "g.duckdb", {"indicator_id": "agriculture.grain_area", "period_source": "explicit"}
    in_mu = {**area, "value": Decimal(150000), "unit": "亩", "raw_text": "15.00万亩"}
    in_ha = {**area, "value": Decimal(10000), "unit": "公顷", "raw_text": "1.00万公顷"}
    more = {**area, "value": Decimal(10500), "unit": "公顷", "raw_text": "1.05万公顷", "region_code": "990200"}
    make_with_rules(
        db, told("a.txt", EARLY, in_mu, {**in_mu, "region_code": "990200"}), told("b.txt", LATE, in_ha, more)
    )
    found = rows(db, "SELECT region_code, value, unit, documents, disputed FROM facts ORDER BY region_code")
    assert found == [("990100", 150000, "亩", 2, False), ("990200", 10500, "公顷", 2, True)]
    assert rows(db, "SELECT lowest, unit, highest, high_unit, round(difference) FROM conflicts") == [
        (150000, "亩", 10500, "公顷", 7500)
    ]


def test_money_of_two_kinds_is_two_facts(tmp_path: Path) -> None:
    db, gdp = tmp_path / "g.duckdb", {"indicator_id": "economy.gdp_per_capita"}
    make_with_rules(
        db, told("a.txt", EARLY, {**gdp, "unit": "元", "value": 109339}, {**gdp, "unit": "美元", "value": 15516})
    )
    assert rows(db, "SELECT count(*) FROM facts") == [(2,)]
    assert rows(db, "SELECT count(*) FROM conflicts") == [(0,)]
    assert sorted(rows(db, "SELECT actual, unit FROM series")) == [(15516, "美元"), (109339, "元")]


def test_a_yearly_average_is_another_fact(tmp_path: Path) -> None:
    db, said = tmp_path / "g.duckdb", "与2012年相比，从业人员增加了9486人，年均增加1054人。"
    whole, yearly = (
        {"measure": "change", "base_period": "2012", "value": v, "raw_text": t, "evidence": said}
        for v, t in ((9486, "9486人"), (1054, "１０５４ 人"))
    )
    make_with_rules(db, told("a.txt", EARLY, whole, yearly))
    assert sorted(rows(db, "SELECT value, pace FROM facts")) == [(1054, "yearly"), (9486, None)]
    assert rows(db, "SELECT count(*) FROM conflicts") == [(0,)]


@pytest.mark.parametrize(
    ("low", "high", "reading"),
    [
        (beds("18000", "1.8万张"), beds("18953"), "rounding"),
        (beds("1821"), beds("18210"), "scale"),
        (beds("950", evidence="新增床位950张。"), beds("18215", evidence="累计床位18215张。"), "new_and_total"),
        (beds("18100", period_source="document"), beds("18215"), "period_not_said"),
        (beds("18100", evidence="床位初步统计18100张。"), beds("18215"), "preliminary"),
        (beds("18100"), beds("18215", evidence="经普查核实床位18215张。"), "preliminary"),
        (beds("18100"), beds("18215"), "revision"),
    ],
)
def test_what_may_explain_a_conflict(low: dict[str, Any], high: dict[str, Any], reading: str, tmp_path: Path) -> None:
    db = tmp_path / "g.duckdb"
    make_with_rules(
        db, told("a.txt", EARLY, low, publisher="安和市民政局"), told("b.txt", LATE, high, publisher="安和市民政局")
    )
    found = rows(
        db,
        "SELECT reading, low_text, low_quotation, low_doc_path, low_published, high_text, high_doc_path, difference "
        "FROM conflicts",
    )
    apart = high["value"] - low["value"]
    assert found == [(reading, low["raw_text"], low["evidence"], "a.txt", EARLY, high["raw_text"], "b.txt", apart)]


def test_two_publishers_at_odds_have_no_reading(tmp_path: Path) -> None:
    db = tmp_path / "g.duckdb"
    make_with_rules(
        db,
        told("a.txt", EARLY, beds("18100"), publisher="安和市民政局"),
        told("b.txt", LATE, beds("18215"), publisher="安和市统计局"),
    )
    assert rows(db, "SELECT reading FROM conflicts") == [(None,)]


def test_what_a_sentence_calls_the_former_value_comes_last(tmp_path: Path) -> None:
    db, said = tmp_path / "g.duckdb", "床位由18215张降至18100张，由财政出资养老床位950张。"
    make_with_rules(db, told("a.txt", EARLY, *(beds(v, evidence=said) for v in ("18215", "18100", "950"))))
    former = rows(db, "SELECT value FROM claims WHERE former")
    assert former == [(18215,)]
    assert rows(db, "SELECT value FROM facts") == [(18100,)]
    assert rows(db, "SELECT reading FROM conflicts") == [("from_to",)]


def test_a_document_at_odds_with_itself(tmp_path: Path) -> None:
    db, said = tmp_path / "g.duckdb", "东区、西区床位分别为18100张、18215张。"
    make_with_rules(
        db,
        told("a.txt", EARLY, beds("18100"), beds("18215")),
        told("b.txt", EARLY, *({**beds(v, evidence=said), "region_code": "990200"} for v in ("18100", "18215"))),
    )
    found = rows(db, "SELECT region_code, reading, documents FROM conflicts ORDER BY 1")
    assert found == [("990100", "contradiction", 1), ("990200", "one_sentence", 1)]


CLAIMS = st.lists(
    st.fixed_dictionaries(
        {
            "value": st.sampled_from([Decimal(n) for n in (1, 2, 15, 15000, 15012)]),
            "period_source": st.sampled_from(["explicit", "inherited", "document", None]),
            "qualifier": st.sampled_from(["exact", "approx"]),
            "region_code": st.sampled_from(["990100", "990200", None]),
            "status": st.sampled_from(["actual", "target"]),
            "unit": st.sampled_from(["张", "个", "亩", "公顷"]),
            "indicator_id": st.sampled_from(["elderly_care.beds", "agriculture.grain_area", None]),
            "dimensions": st.sampled_from([{}, {"性别": "女"}]),
        }
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(documents=st.lists(CLAIMS, min_size=1, max_size=3))
def test_one_row_a_fact_and_every_record_in_one(documents: list[list[dict[str, Any]]], tmp_path: Path) -> None:
    db = tmp_path / "g.duckdb"
    db.unlink(missing_ok=True)
    make_with_rules(db, *(told(f"{n}.txt", date(2024, 1 + n, 1), *fields) for n, fields in enumerate(documents)))
    assert rows(db, "SELECT count(*) - count(DISTINCT fact_id) FROM facts") == [(0,)]
    assert rows(db, "SELECT sum(records) - (SELECT count(*) FROM records) FROM facts") == [(0,)]
    assert rows(db, "SELECT count(*) FROM facts WHERE record_id NOT IN (SELECT record_id FROM records)") == [(0,)]
    at_odds = "SELECT count(*) FROM facts WHERE disputed <> (fact_id IN (SELECT fact_id FROM conflicts))"
    assert rows(db, at_odds) == [(0,)]
    keys = (
        "indicator_id, indicator, region_code, region, period_start, period_end, status, measure, base_period, "
        "dimensions, own_unit, pace"
    )
    assert rows(db, f"SELECT count(*) FROM (SELECT 1 FROM facts GROUP BY {keys} HAVING count(*) > 1)") == [(0,)]
