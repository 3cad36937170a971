from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from extractor.store.database import NoDatabase
from extractor.store.filters import UnknownRegion
from extractor.store.series import UnknownIndicator, series
from tests.store.examples import extraction, make, record, source


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    db = tmp_path_factory.mktemp("series") / "g.duckdb"
    s = source()
    years = [
        record(
            s,
            record_id=f"{y}{'0' * 12}",
            value=y,
            indicator_id="elderly.beds",
            period_start=date(y, 1, 1),
            period_end=date(y, 12, 31),
            status="target" if y > 2023 else "actual",
        )
        for y in (2025, 2022, 2023)
    ]
    more = [
        record(s, record_id="1" * 16, indicator="社区食堂数", unit="个"),
        record(
            s,
            record_id="2" * 16,
            indicator="社区食堂用餐人次",
            unit="人次",
            region="安和市平川区",
            region_code="990102",
        ),
    ]
    make(db, extraction(s, *years, *more))
    return db


@pytest.mark.parametrize("asked", ["elderly.beds", "养老机构床位数", "养老床位数", "机构床位"])
def test_an_indicator_is_found_by_code_name_alias_and_part(db: Path, asked: str) -> None:
    points = series(db, asked)
    assert [(p.period_end and p.period_end.year, p.actual, p.target) for p in points] == [
        (2022, 2022, None),
        (2023, 2023, None),
        (2025, None, 2025),
    ]
    assert points[0].sources == ("a.txt",)


def test_a_part_of_a_name_finds_all_that_have_it(db: Path) -> None:
    assert {p.indicator for p in series(db, "社区食堂")} == {"社区食堂数", "社区食堂用餐人次"}


@pytest.mark.parametrize(
    ("region", "found"), [("990102", 1), ("安和市平川", 1), ("安和", 2), ("安和市", 1), ("990100", 1)]
)
def test_regions_narrow(db: Path, region: str, found: int) -> None:
    assert len(series(db, "社区食堂", region)) == found


def test_an_unknown_region_gets_near_ones(db: Path) -> None:
    with pytest.raises(UnknownRegion) as caught:
        series(db, "社区食堂", "平川区")
    assert caught.value.near == ("安和市平川区",)


def test_an_unknown_name_gets_near_ones(db: Path) -> None:
    with pytest.raises(UnknownIndicator) as caught:
        series(db, "养老院床位数")
    assert caught.value.near[0] == "养老机构床位数"


@pytest.mark.parametrize("asked", ["", "%", "'; DROP TABLE records; --"])
def test_names_are_not_patterns(db: Path, asked: str) -> None:
    with pytest.raises(UnknownIndicator):
        series(db, asked)


def test_no_database(tmp_path: Path) -> None:
    with pytest.raises(NoDatabase):
        series(tmp_path / "g.duckdb", "x")
