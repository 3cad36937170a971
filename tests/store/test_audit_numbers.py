"""What holds of roundings and of audits whatever the numbers: right figures are never called wrong."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

import duckdb
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from extractor.analysis import vocabulary
from extractor.lexicon import load_lexicon
from extractor.store.audits.figures import Audit
from extractor.store.audits.within import Knowledge, audits
from extractor.store.audits.words import Words
from extractor.store.scripts import script


@lru_cache
def macros() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    for name in ("schema", "analysis", "macros"):
        con.execute(script(name))
    return con


@lru_cache
def words() -> Words:
    return Words.of((w["kind"], w["word"]) for w in vocabulary(load_lexicon()))


def half(value: str, raw_text: str) -> float:
    row = macros().execute("SELECT half_place(?::DECIMAL(38, 10), ?)", [value, raw_text]).fetchone()
    assert row is not None
    return float(row[0])


@pytest.mark.parametrize(
    ("value", "raw_text", "expected"),
    [
        ("18000", "1.8万", 500),
        ("25000", "2.50万余张", 50),
        ("34240000000", "342.40亿元", 500_000),
        ("68", "68%", 0.5),
        ("41.3", "41.30", 0.005),
        ("-1.5", "1.5%", 0.05),
        ("43760700000", "４ ３ ７．６０７ 亿", 50_000),
        ("1234567", "1,234,567", 0.5),
        ("25000", "25000张", 500),  # may be rounded
        ("9000", "9000张", 0.5),  # small round numbers are taken at their word
        ("20000000", "2000万", 5_000_000),
        ("115210000", "一亿一千五百二十一万人", 5_000),
        ("8.23", "百分之八点二三", 0.005),
        ("56.6", "0.3∶56.6∶43.1", 0.05),
        ("66.6666666667", "三分之二", 0.5),
        ("0", "0.0%", 0.05),
        ("0", "零", 0.5),
    ],
)
def test_half_of_the_last_written_place(value: str, raw_text: str, expected: float) -> None:
    assert half(value, raw_text) == pytest.approx(expected)


@given(st.integers(1, 10**9), st.integers(0, 4), st.sampled_from([("", 0), ("万", 4), ("亿", 8)]))
def test_a_rounded_number_is_never_further_off_than_its_tolerance(
    true: int, places: int, scale: tuple[str, int]
) -> None:
    word, zeros = scale
    amount = Decimal(true)
    written = (amount.scaleb(-zeros)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assume(written)  # nought in ten thousands does not show its places
    told = written.scaleb(zeros)
    allowed = half(str(told), f"{written}{word}张")
    assert allowed > 0
    assert abs(float(told - amount)) <= allowed * (1 + 1e-9)


@pytest.mark.parametrize("raw_text", ["", "张", "～", "<b>", "１２３４５６７８９０" * 5, "0.0.0"])
@pytest.mark.parametrize("value", ["0", "1", "0.0000000001", "9999999999999999999999999999"])
def test_any_raw_text_has_a_tolerance(value: str, raw_text: str) -> None:
    assert half(value, raw_text) > 0


def told(count: Decimal, places: int) -> tuple[str, Decimal, float]:
    """A number of people in ten thousands: as written, as stored, and by how much it may be rounded."""
    written = count.scaleb(-4).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{written}万人", written.scaleb(4), 0.5 * 10 ** (4 - places)


def row(n: int, text: str, value: Decimal, unit: str, name: str, half_place: float, evidence: str, **more: Any) -> Any:
    fields = {
        "record_id": f"r{n}",
        "doc_path": "a.txt",
        "raw_start": n,
        "raw_end": n + 1,
        "raw_text": text,
        "value": value,
        "unit": unit,
        "indicator": name,
        "indicator_id": None,
        "indicator_raw": name,
        "period_start": None,
        "period_end": None,
        "region": "临江市",
        "region_code": None,
        "status": "actual",
        "measure": "level",
        "base_period": None,
        "dimensions": {},
        "qualifier": "exact",
        **more,
    }
    return (*fields.values(), half_place, evidence, None, False)


def checked(*rows: Any) -> list[Audit]:
    return list(audits(rows, Knowledge(words())))


PEOPLE = st.integers(10_000, 10**8)


@given(PEOPLE, PEOPLE, st.integers(1, 3), st.integers(0, 2))
def test_a_share_that_was_reckoned_rightly_is_never_called_wrong(a: int, b: int, places: int, of_share: int) -> None:
    part, whole = sorted((a, b))
    share = (100 * Decimal(part) / Decimal(whole)).quantize(Decimal(1).scaleb(-of_share), ROUND_HALF_UP)
    (w, w_value, w_half), (p, p_value, p_half) = told(Decimal(whole), places), told(Decimal(part), places)
    said = f"全市从业人员{w}，其中护理人员{p}，占{share}%。"
    found = checked(
        row(0, w, w_value, "人", "从业人员", w_half, said),
        row(1, p, p_value, "人", "护理人员", p_half, said),
        row(2, f"{share}%", share, "%", "护理人员占比", 0.5 * 10**-of_share, said),
    )
    assert [f.verdict for f in found if f.kind == "share"] in (["agrees"], [])  # none where the whole may be zero
    assert [f.verdict for f in found if f.kind == "parts"] == ["agrees"]


@given(PEOPLE, st.integers(1, 9), st.integers(1, 3))
def test_a_share_that_is_far_off_is_called_wrong(whole: int, tenth: int, places: int) -> None:
    part = whole * tenth // 10
    (w, w_value, w_half), (p, p_value, p_half) = told(Decimal(whole), 4), told(Decimal(part), 4)
    share = Decimal(10 * tenth + 7).quantize(Decimal(1).scaleb(-places))
    said = f"全市从业人员{w}，其中护理人员{p}，占{share}%。"
    found = checked(
        row(0, w, w_value, "人", "从业人员", w_half, said),
        row(1, p, p_value, "人", "护理人员", p_half, said),
        row(2, f"{share}%", share, "%", "护理人员占比", 0.5 * 10**-places, said),
    )
    assert [f.verdict for f in found if f.kind == "share"] == ["disagrees"]


@given(st.lists(st.integers(0, 10**8), min_size=2, max_size=5), st.integers(0, 4))
def test_parts_that_make_their_total_are_never_called_wrong(amounts: list[int], places: int) -> None:
    (w, w_value, w_half), parts = told(Decimal(sum(amounts)), places), [told(Decimal(n), places) for n in amounts]
    said = f"全市从业人员{w}，其中" + "，".join(f"第{'甲乙丙丁戊'[n]}类{p[0]}" for n, p in enumerate(parts)) + "。"
    found = checked(
        row(0, w, w_value, "人", "从业人员", w_half, said),
        *(row(n + 1, t, v, "人", f"第{'甲乙丙丁戊'[n]}类", h, said) for n, (t, v, h) in enumerate(parts)),
    )
    assert [f.verdict for f in found] == ["agrees"]
    assert found[0].tolerance is not None and found[0].tolerance > 0


@given(PEOPLE, st.integers(-9_999, 10**7), st.integers(1, 3), st.integers(1, 2))
def test_a_growth_that_was_reckoned_rightly_is_never_called_wrong(base: int, more: int, places: int, of: int) -> None:
    growth = (100 * Decimal(more) / Decimal(base)).quantize(Decimal(1).scaleb(-of), ROUND_HALF_UP)
    (level, l_value, l_half), (change, c_value, c_half) = (
        told(Decimal(base + more), places),
        told(Decimal(more), places),
    )
    said = f"全市从业人员{level}，比上年增加{change}，增长{growth}%。"
    found = checked(
        row(0, level, l_value, "人", "从业人员", l_half, said),
        row(1, change, c_value, "人", "从业人员", c_half, said, measure="change", base_period="2022"),
        row(2, f"{growth}%", growth, "%", "从业人员", 0.5 * 10**-of, said, measure="growth", base_period="2022"),
    )
    assert {f.verdict for f in found if f.kind == "change_growth"} <= {"agrees", "unchecked"}
