"""The last gate: what goes to quarantine and why, ids that are stable, and decimals without exponents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.check.confidence import Confidence
from extractor.check.validate import Validator, plain
from extractor.clean.text import Edit, Text
from extractor.models import Period, Qualifier, Record, Region, Rejected
from extractor.resolve.drafts import Draft, Hole, Refused, Tried
from tests.reading import records, rules, source

RAW = "2023年末，全市共有养老床位25000张，占比65%。"
SOURCE = source(RAW)
SURE = Confidence(rules().lexicon.root)
YEAR = Period(date(2023, 1, 1), date(2023, 12, 31))


def draft(**more: Any) -> Draft:
    """A draft that passes, with changes."""
    at = RAW.index("25000张")
    made = Draft(
        at,
        at + 6,
        Decimal(25000),
        None,
        None,
        "张",
        Qualifier.EXACT,
        "养老服务床位总数",
        "elderly_care.beds_total",
        "养老床位",
        "level",
        "actual",
        YEAR,
        "explicit",
        Region("湖州市", "330500"),
        None,
        "open.level.noun",
        (0, len(RAW)),
        ("一", "二"),
    )
    return replace(made, **more)


def validator(issued: int | None = 2024, digest: str = "d", text: Text | None = None) -> Validator:
    return Validator(SOURCE, text or Text.of(RAW), rules(), SURE, issued, digest)


def checked(**more: Any) -> Record | Rejected:
    return validator().record(draft(**more))


def reason(**more: Any) -> str:
    found = checked(**more)
    assert isinstance(found, Rejected), found
    return found.reason


# --------------------------------------------------------------------------- records


def test_a_draft_that_holds_becomes_a_record() -> None:
    r = checked()
    assert isinstance(r, Record)
    assert (r.raw_text, RAW[r.raw_start : r.raw_end]) == ("25000张", "25000张")
    assert (r.value, r.unit, r.indicator_id) == (25000, "张", "elderly_care.beds_total")
    assert (r.period_type, r.region, r.region_code, r.section) == ("duration", "湖州市", "330500", "一 > 二")
    assert (r.doc_id, r.doc_path, r.evidence) == (SOURCE.doc_id, SOURCE.path, RAW)


def test_places_are_those_of_the_raw_text() -> None:
    text = Text.of(RAW).edit([Edit(0, 6), Edit(RAW.index("000"), RAW.index("000") + 3, "〇〇〇")])
    at = text.chars.index("25")
    r = validator(text=text).record(draft(start=at, end=at + 6, evidence=(0, len(text))))
    assert isinstance(r, Record)
    assert (r.raw_text, RAW[r.raw_start : r.raw_end]) == ("25000张", "25000张")
    assert r.evidence == text.chars


def test_what_has_no_time_or_area() -> None:
    r = checked(period=None, period_source=None, region=None, section=())
    assert isinstance(r, Record)
    assert (r.period_start, r.period_end, r.period_type, r.period_source) == (None, None, None, None)
    assert (r.region, r.region_code, r.section) == (None, None, None)


# --------------------------------------------------------------------------- quarantine


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"value": None}, "a range lacks one of its ends"),
        ({"value": None, "value_min": Decimal(5)}, "a range lacks one of its ends"),
        ({"value": None, "value_min": Decimal(9), "value_max": Decimal(5)}, "the lower end is above the upper end"),
        (
            {"qualifier": Qualifier.RANGE, "value_min": Decimal(1), "value_max": Decimal(2)},
            "a range has a single value",
        ),
        ({"measure": "rank", "unit": "位", "value": Decimal("2.5")}, "a rank is no whole number"),
        ({"measure": "rank", "unit": "位", "value": Decimal(0)}, "a rank is no whole number"),
        ({"unit": "公里"}, "unit '公里' is none of"),
        (
            {"indicator_id": "elderly_care.nursing_bed_share", "unit": "%", "value": Decimal(120)},
            "is above the most that",
        ),
        (
            {"indicator_id": "elderly_care.nursing_bed_share", "unit": "%", "value": Decimal(-1)},
            "is below the least that",
        ),
        ({"indicator": "某占比", "indicator_id": None, "unit": "%", "value": Decimal(101)}, "not within 0 and 100"),
        ({"indicator": "某占比", "indicator_id": None, "unit": "%", "value": Decimal(-5)}, "not within 0 and 100"),
        ({"indicator_id": None, "unit": "人", "value": Decimal("2.5")}, "a number of people is not whole"),
        (
            {"period": Period(date(2025, 1, 1), date(2025, 12, 31))},
            "the period lies after publication, yet the status is actual",
        ),
        ({"indicator": ""}, "indicator: "),
        ({"status": "maybe"}, "status: "),
        ({"measure": "sum"}, "measure: "),
    ],
)
def test_each_reason(more: dict[str, Any], said: str) -> None:
    assert said in reason(**more)


@pytest.mark.parametrize(
    "more",
    [
        {"value": None, "value_min": Decimal(5), "value_max": Decimal(9), "qualifier": Qualifier.RANGE},
        {"indicator": "某占比", "indicator_id": None, "unit": "%", "value": Decimal(100)},
        {"indicator": "某占比", "indicator_id": None, "unit": "%", "value": Decimal(120), "measure": "growth"},
        {"unit": "%", "value": Decimal(5), "measure": "growth"},  # growth has another unit than its indicator
        {"unit": "个"},  # counts the same kind of thing
        {"indicator_id": None, "unit": "人/万人", "value": Decimal("2.5")},
        {"period": Period(date(2025, 1, 1), date(2025, 12, 31)), "status": "target"},
        {"period": Period(date(2024, 1, 1), date(2025, 12, 31))},
        {"measure": "rank", "unit": "位", "value": Decimal(3)},
    ],
)
def test_what_is_no_fault(more: dict[str, Any]) -> None:
    assert isinstance(checked(**more), Record)


def test_without_a_year_of_issue_no_period_lies_behind_it() -> None:
    late = draft(period=Period(date(2090, 1, 1), date(2090, 12, 31)))
    assert isinstance(validator(None).record(late), Record)
    assert isinstance(validator(2024).record(late), Rejected)


def test_a_rejected_draft_is_kept_as_plain_values() -> None:
    r = checked(unit="公里")
    assert isinstance(r, Rejected)
    assert (r.raw_text, r.rule_id, r.record["value"], r.record["period_start"]) == (
        "25000张",
        "open.level.noun",
        "25000",
        "2023-01-01",
    )
    import json

    json.dumps(r.record)


def test_a_task_that_was_more_than_done() -> None:
    got = records("湖州市公报\n2023年，全市新增床位1200张，完成年度任务的120%。")
    assert [r.raw_text for r in got] == ["1200张", "120%"]


# --------------------------------------------------------------------------- ids


def test_ids_are_stable() -> None:
    one, again = checked(), checked()
    assert isinstance(one, Record) and one == again
    assert len(one.record_id) >= 16


@pytest.mark.parametrize(
    "more",
    [
        {"start": 0, "end": 5},
        {"value": Decimal(25001)},
        {"indicator": "养老床位数", "indicator_id": None},
        {"rule_id": "open.level.reaches"},
        {"dimensions": {"类别": "公办"}},
    ],
)
def test_other_numbers_have_other_ids(more: dict[str, Any]) -> None:
    one, other = checked(), checked(**more)
    assert isinstance(one, Record) and isinstance(other, Record)
    assert one.record_id != other.record_id


def test_other_rules_and_other_bytes_give_other_ids() -> None:
    ids = set()
    for digest, text in (("d", RAW), ("e", RAW), ("d", RAW + "。")):
        r = Validator(source(text), Text.of(text), rules(), SURE, 2024, digest).record(draft())
        assert isinstance(r, Record)
        ids.add(r.record_id)
    assert len(ids) == 3


# --------------------------------------------------------------------------- gaps, refusals, decimals


def test_gaps_refusals_and_trials_have_raw_places() -> None:
    text = Text.of(RAW).edit([Edit(0, 6)])
    check = validator(text=text)
    at = text.chars.index("65%")
    gap = check.gap(Hole(at, at + 3, "%", "占比", (0, len(text)), "gap.unit"))
    refusal = check.refusal(Refused(at, at + 3, "no indicator found for it", (0, len(text))))
    tried = check.tried(Tried(at, at + 3, ("a", "b"), None))
    raw = RAW.index("65%")
    assert (
        (gap.raw_start, gap.raw_end, gap.raw_text)
        == (refusal.raw_start, refusal.raw_end, refusal.raw_text)
        == (raw, raw + 3, "65%")
    )
    assert (tried.raw_start, tried.raw_end, tried.rules, tried.taken) == (raw, raw + 3, ("a", "b"), None)


@given(st.decimals(-(10**18), 10**18, allow_nan=False, allow_infinity=False, places=6), st.integers(0, 9))
@settings(max_examples=150, deadline=None)
def test_decimals_are_plain_and_the_same(value: Decimal, power: int) -> None:
    shown = plain(value.scaleb(power))
    assert shown is not None and shown == value.scaleb(power)
    said = str(shown)
    assert "E" not in said or abs(shown) < Decimal("0.000001")
    assert not ("." in said and said.endswith("0"))


@pytest.mark.parametrize(
    ("value", "said"),
    [("2.5E+4", "25000"), ("3.0", "3"), ("0.50", "0.5"), ("1E+12", "1000000000000"), ("-0.60", "-0.6"), ("0", "0")],
)
def test_decimals(value: str, said: str) -> None:
    assert str(plain(Decimal(value))) == said


def test_no_decimal() -> None:
    assert plain(None) is None
