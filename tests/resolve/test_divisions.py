"""The history of the divisions: complete, free of contradiction, in accord with independent lists."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from extractor.lexicon import RulesError, default_rules_dir, read_toml
from extractor.resolve.divisions import COUNTRY, Divisions, Place, nearest

PATH = default_rules_dir() / "regions.toml"
YEARS = range(2002, 2026)


@pytest.fixture(scope="module")
def rules() -> dict[str, Any]:
    return read_toml(PATH)


@pytest.fixture(scope="module")
def divisions(rules: dict[str, Any]) -> Divisions:
    return Divisions(rules, PATH)


def alive(divisions: Divisions, year: int | None) -> list[Place]:
    return [p for p in divisions if p.alive(year) and p.region.code != COUNTRY]


def kind(place: Place) -> str:
    name = place.region.name
    return next((k for k in ("自治县", "自治旗") if name.endswith(k)), name[-1])


def test_the_end_of_2023_has_as_many_divisions_of_each_kind_as_the_yearbook_says(
    divisions: Divisions,
) -> None:
    places = alive(divisions, 2023)
    assert Counter(p.region.level for p in places) == {"province": 34, "city": 333, "county": 2844}
    counties = Counter(kind(p) for p in places if p.region.level == "county")
    assert counties == {
        "区": 979,  # a forest district and a special district among them
        "市": 397,
        "县": 1299,
        "自治县": 117,
        "旗": 49,
        "自治旗": 3,
    }


@pytest.mark.parametrize(("year", "counties", "cities"), [(2012, 2852, 333), (2020, 2844, 333), (2024, 2846, 333)])
def test_other_years_have_the_published_numbers(divisions: Divisions, year: int, counties: int, cities: int) -> None:
    levels = Counter(p.region.level for p in alive(divisions, year))
    assert (levels["county"], levels["city"]) == (counties, cities)


@pytest.mark.parametrize("year", range(2002, 2014))
def test_every_year_agrees_with_the_list_that_the_package_has_of_it(divisions: Divisions, year: int) -> None:
    """Those of 2002 to 2013 play no part in ours; they differ by misprints and dates of issue."""
    from gb2260.data import data

    ours = {p.region.name for p in alive(divisions, year)}
    theirs = {name for name in data[year].values() if "直辖" not in name and name not in ("市辖区", "县", "市")}
    assert len(ours) > 3100
    assert len(ours - theirs) <= 13
    assert len(theirs - ours) <= 16


@pytest.mark.parametrize("year", YEARS)
def test_a_code_means_one_thing_at_a_time_and_lies_in_something_that_is_there(divisions: Divisions, year: int) -> None:
    places = alive(divisions, year)
    there = {p.region.code for p in places} | {COUNTRY}
    assert len(there) == len(places) + 1
    assert {p.parent for p in places} <= there


def test_lineages_end_with_the_country_and_never_turn_back(divisions: Divisions) -> None:
    for place in divisions:
        lineage = divisions.lineage(place.region.code or "")
        assert lineage[0] == place.region.code
        assert lineage[-1] == COUNTRY
        assert len(set(lineage)) == len(lineage) <= 5


def test_nearest_prefers_what_is_in_force(divisions: Divisions) -> None:
    jintan = [p for p in divisions if p.region.name in ("金坛市", "金坛区")]
    assert [p.region.name for p in nearest(jintan, 2014)] == ["金坛市"]
    assert [p.region.name for p in nearest(jintan, 2015)] == ["金坛区"]
    assert [p.region.name for p in nearest(jintan, None)] == ["金坛区"]
    old = [p for p in jintan if p.last is not None]
    assert nearest(old, 2024) == nearest(old, None) == old
    assert nearest([], 2024) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"2030": "320400 无此市 →"}, "320400 无此市 ends though it is not there"),
        ({"2030": "→ 320400 常州市"}, "320400 常州市 begins though it is there"),
        ({"2030": "320400 常州市"}, "says neither what ended nor what began"),
        ({"2030": "→ 320400 常新市"}, "320400 is 常州市 and 常新市 at one time"),
        ({"2030": "3204 常州市 →"}, "is not 'code name'"),
    ],
)
def test_a_change_that_cannot_be_is_named(rules: dict[str, Any], changes: dict[str, str], said: str) -> None:
    with pytest.raises(RulesError, match=said) as caught:
        Divisions({**rules, "changes": changes}, Path("regions.toml"))
    assert "2030" in caught.value.place


def test_one_line_may_merge_and_divide(rules: dict[str, Any]) -> None:
    changes = {"2030": "320402 天宁区, 320404 钟楼区 → 320499 常新区  # a merger\n320411>320498 新北区"}
    divisions = Divisions({**rules, "changes": rules["changes"] | changes}, PATH)
    names = {p.region.code: p.region.name for p in alive(divisions, 2030) if p.parent == "320400"}
    assert names["320499"] == "常新区"
    assert names["320498"] == "新北区"
    assert not {"320402", "320404", "320411"} & set(names)
    assert {p.region.code for p in alive(divisions, 2029)} >= {"320402", "320404", "320411"}
