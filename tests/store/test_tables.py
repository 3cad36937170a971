from __future__ import annotations

from datetime import date
from decimal import Decimal

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.models import Gap, Record, Refusal, Rejected
from extractor.store.tables import SCHEMAS, fits, stored
from tests.store.examples import extraction, read, record, source, tables


def test_every_field_of_the_models_has_its_column() -> None:
    assert set(SCHEMAS["records"].names) == set(Record.model_fields)
    assert set(SCHEMAS["gaps"].names) == set(Gap.model_fields)
    assert set(SCHEMAS["quarantine"].names) == set(Rejected.model_fields)
    assert set(SCHEMAS["refusals"].names) == set(Refusal.model_fields)


def test_one_document_fills_all_tables() -> None:
    got = tables(read("2023年 删\n床位 10张\n占比 120%\n机构 _家\n", "x.txt"))
    assert {name: t.num_rows for name, t in got.items()} == dict.fromkeys(SCHEMAS, 1)
    document = got["documents"].to_pylist()[0]
    assert document["repairs"] == [("spam", 1)]
    assert (document["records"], document["gaps"], document["quarantined"], document["refused"]) == (
        1,
        1,
        1,
        1,
    )
    assert document["published"] == date(2024, 3, 1) and document["other"] == [("来源", "民政局")]


def test_dimensions_are_sorted_so_that_equal_ones_are_equal() -> None:
    s = source()
    first, second = record(s, dimensions={"b": "2", "a": "1"}), record(s, dimensions={"a": "1", "b": "2"})
    column = tables(extraction(s, first, second))["records"].column("dimensions").to_pylist()
    assert column[0] == column[1] == [("a", "1"), ("b", "2")]


def test_a_value_too_large_for_the_database_is_quarantined_not_lost() -> None:
    s = source()
    got = tables(extraction(s, record(s, value=Decimal("1e28")), record(s, value=Decimal("9e27"))))
    assert got["records"].num_rows == 1
    row = got["quarantine"].to_pylist()[0]
    assert "28 digits" in row["reason"] and '"raw_text"' in row["record"]
    assert got["documents"].to_pylist()[0]["quarantined"] == 1


def test_lone_surrogates_are_refused() -> None:
    s = source()
    with pytest.raises(ValueError, match="surrogates"):
        tables(extraction(s, record(s, evidence="\ud800")))


VALUES = st.decimals(min_value=Decimal("-9e27"), max_value=Decimal("9e27"), allow_nan=False, allow_infinity=False)


@given(st.lists(VALUES))
@settings(max_examples=30, deadline=None)
def test_values_come_back_from_the_database_as_they_were_to_ten_decimals(values: list[Decimal]) -> None:
    s = source()
    incoming = tables(extraction(s, *(record(s, value=v) for v in values)))["records"]
    with duckdb.connect() as con:
        con.register("incoming", incoming)
        rows = con.execute("SELECT value FROM incoming").fetchall()
    for value, (back,) in zip(values, rows, strict=True):
        assert abs(back - value) <= Decimal("5e-11")
        assert stored(back) == back == stored(value)


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_what_fits_can_be_stored(value: Decimal) -> None:
    if fits(value):
        got = stored(value)
        assert got is not None and abs(got) <= Decimal(10) ** 28
