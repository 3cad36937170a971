"""Goals and the way to them, and gaps in time."""

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


def year(n: int, value: str | None = None, **more: Any) -> dict[str, Any]:
    """A record of a share in one year."""
    fields = {
        "indicator_id": "elderly_care.nursing_bed_share",
        "indicator": "护理型床位占比",
        "unit": "%",
        "raw_text": f"{value}%",
        "period_start": date(n, 1, 1),
        "period_end": date(n, 12, 31),
        "period_source": "explicit",
    }
    return {**fields, **({"value": Decimal(value)} if value else {}), **more}


def goal(n: int, value: str, **more: Any) -> dict[str, Any]:
    return year(n, value, status="target", **more)


AT_LEAST = {"qualifier": "more_than"}
AT_MOST = {"qualifier": "less_than"}
FLOW = {"indicator_id": "employment.urban_new", "indicator": "城镇新增就业人数", "unit": "人"}


def targets(folder: Path, *fields: dict[str, Any], later: list[dict[str, Any]] | None = None) -> list[tuple[Any, ...]]:
    db = folder / "g.duckdb"
    made = [told("plan.txt", date(2021, 3, 1), *fields)]
    make_with_rules(db, *made, *([told("later.txt", date(2025, 3, 1), *later)] if later else []))
    return rows(
        db,
        "SELECT goal, baseline, latest, direction, round(way_gone, 3), round(time_gone, 2), reached, on_track, missing "
        "FROM targets",
    )


def test_half_of_the_way_in_a_third_of_the_time(tmp_path: Path) -> None:
    found = targets(tmp_path, year(2020, "60"), goal(2025, "80"), later=[year(2022, "70")])
    assert found == [(80, 60, 70, "up", 0.5, 0.4, False, True, None)]


@pytest.mark.parametrize(
    ("start", "aim", "last", "expected"),
    [
        ("60", goal(2025, "80"), year(2023, "63"), ("up", 0.15, False, False)),
        ("60", goal(2025, "80"), year(2024, "58"), ("up", -0.1, False, False)),
        ("60", goal(2025, "80"), year(2023, "81"), ("up", 1.05, True, True)),
        ("30", goal(2025, "20"), year(2023, "23"), ("down", 0.7, None, True)),
        ("30", goal(2025, "20"), year(2025, "19"), ("down", 1.1, True, True)),
        ("30", goal(2025, "20"), year(2025, "21"), ("down", 0.9, False, False)),
        ("60", goal(2025, "80", **AT_LEAST), year(2025, "80"), ("up", 1.0, True, True)),
        ("6", goal(2025, "5", **AT_MOST), year(2025, "5.5"), ("down", 0.5, False, False)),
        ("80", goal(2025, "80"), year(2023, "79"), (None, None, None, None)),
    ],
)
def test_on_track(start: str, aim: dict[str, Any], last: dict[str, Any], expected: Any, tmp_path: Path) -> None:
    [found] = targets(tmp_path, year(2020, start), aim, later=[last])
    assert (found[3], found[4], found[6], found[7]) == expected


def test_what_is_not_told_is_null(tmp_path: Path) -> None:
    assert targets(tmp_path, goal(2025, "80")) == [(80, None, None, None, None, None, None, None, "baseline, actual")]


def test_a_flow_has_no_baseline_and_is_measured_from_the_begin_of_its_period(tmp_path: Path) -> None:
    [found] = targets(
        tmp_path,
        {**goal(2024, "32000"), **FLOW, "raw_text": "3.2万人"},
        later=[{**year(2024, "24000"), **FLOW, "period_end": date(2024, 6, 30)}, {**year(2023, "33000"), **FLOW}],
    )
    assert found == (32000, None, 24000, "up", 0.75, 0.5, False, True, None)


def test_a_goal_for_growth_is_held_against_the_same_year(tmp_path: Path) -> None:
    growth = {"measure": "growth", "base_period": "2023"}
    [found] = targets(
        tmp_path, goal(2024, "5", **growth, **AT_LEAST), later=[year(2024, "5.4", **growth), year(2023, "4")]
    )
    assert (found[0], found[2], found[6], found[7], found[8]) == (5, Decimal("5.4"), True, True, None)


def test_a_remark_tells_no_part_apart(tmp_path: Path) -> None:
    found = targets(
        tmp_path, goal(2025, "80", dimensions={"属性": "约束性"}), year(2020, "60"), later=[year(2024, "75")]
    )
    assert [f[2] for f in found] == [75]
    parts = targets(tmp_path, goal(2025, "80", dimensions={"性别": "女"}), year(2020, "60"), later=[year(2024, "75")])
    assert [f[2] for f in parts] == [None]


def filled(db: Path) -> list[tuple[Any, ...]]:
    return rows(db, "SELECT period_start, period_end, actual, target, is_gap FROM series_filled ORDER BY period_end")


def test_a_year_without_a_value_is_a_gap(tmp_path: Path) -> None:
    db = tmp_path / "g.duckdb"
    make_with_rules(db, told("a.txt", date(2025, 3, 1), year(2020, "60"), year(2021, "62"), year(2024, "70")))
    assert [(str(f[0])[:4], f[2], f[4]) for f in filled(db)] == [
        ("2020", 60, False),
        ("2021", 62, False),
        ("2022", None, True),
        ("2023", None, True),
        ("2024", 70, False),
    ]


def test_gaps_between_ends_of_years_and_quarters(tmp_path: Path) -> None:
    ends = [
        {**year(n, v), "period_start": date(n, 12, 31), "period_type": "instant", "region_code": "990200"}
        for n, v in ((2020, "60"), (2022, "70"))
    ]
    quarters = [
        {**year(2023, v), "period_start": date(2023, m, 1), "period_end": date(2023, m + 2, d)}
        for m, d, v in ((1, 31, "5"), (7, 30, "6"))
    ]
    db = tmp_path / "g.duckdb"
    make_with_rules(db, told("a.txt", date(2025, 3, 1), *ends, *quarters))
    assert [f[:2] for f in filled(db) if f[4]] == [
        (date(2021, 12, 31), date(2021, 12, 31)),
        (date(2023, 4, 1), date(2023, 6, 30)),
    ]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    years=st.lists(st.integers(1995, 2030), min_size=1, max_size=6, unique=True),
    odd=st.booleans(),
    target=st.booleans(),
)
def test_a_gap_never_has_a_value_and_no_value_is_lost(
    years: list[int], odd: bool, target: bool, tmp_path: Path
) -> None:
    db = tmp_path / "g.duckdb"
    db.unlink(missing_ok=True)
    fields = [year(n, str(n - 1990), status="target" if target and n % 2 else "actual") for n in years]
    if odd:  # a period that no calendar has
        fields.append({**year(2010, "1"), "period_start": date(2010, 2, 3)})
    make_with_rules(db, told("a.txt", date(2025, 3, 1), *fields))
    made_up = "SELECT count(*) FROM series_filled WHERE is_gap AND coalesce(actual, target) IS NOT NULL"
    assert rows(db, made_up) == [(0,)]
    same = "SELECT period_start, period_end, actual, target FROM"
    assert rows(db, f"({same} series EXCEPT ALL {same} series_filled WHERE NOT is_gap)") == []
    assert rows(db, f"({same} series_filled WHERE NOT is_gap EXCEPT ALL {same} series)") == []
    assert rows(db, "SELECT count(*) FROM series_filled WHERE is_gap") == [(max(years) - min(years) + 1 - len(years),)]
