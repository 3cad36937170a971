"""Records of any content for property tests: odd texts, exact and huge values, holes wherever there may be one."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from extractor.models import Extraction, Record
from extractor.store.load import Catalogue
from tests.store.examples import Engine, extraction, make, record, source

#: Texts that a file format could spoil: formulas, quotation marks, line ends, controls, other planes.
TEXTS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=12),
    st.builds(
        lambda start, rest: start + rest,
        st.sampled_from(["=", "+", "-", "@", "\t", "\r", "\n", "＝", "'", "'=", "''-", '"', "_x000B_", " ", "，"]),
        st.text("1A(=',\"\n\r全市", max_size=6),
    ),
)
VALUES = st.one_of(
    st.decimals(Decimal("-1e9"), Decimal("1e9"), places=2),
    st.decimals(Decimal("-1e27"), Decimal("1e27"), places=10),
    st.integers(-(10**17), 10**17).map(Decimal),
)
AREAS = st.sampled_from([("990100", "安和市"), ("990102", "平川区"), (None, "汾河谷地"), (None, None)])
INDICATORS = st.sampled_from([("elderly.beds", "养老机构床位数"), (None, "社区食堂数"), (None, "社区食堂用餐人次")])


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    """What makes one record differ from the usual one."""
    code, area = draw(AREAS)
    indicator_id, indicator = draw(INDICATORS)
    first = draw(st.dates(date(1899, 1, 1), date(2040, 1, 1)))
    years = st.sampled_from([(date(y, 1, 1), date(y + n, 12, 31)) for y in (2019, 2023) for n in (0, 2)])
    spans = st.one_of(years, st.integers(0, 400).map(lambda days: (first, first + timedelta(days))))
    start, end = draw(st.one_of(spans, spans, st.just((None, None))))
    change = draw(st.sampled_from(["level", "level", "growth"]))
    return {
        "value": draw(st.one_of(VALUES, st.none())),
        "value_min": draw(st.one_of(VALUES, st.none())),
        "unit": draw(st.sampled_from(["张", "个", "", "%"])),
        "indicator": indicator,
        "indicator_id": indicator_id,
        "indicator_raw": draw(TEXTS),
        "region_code": code,
        "region": area,
        "period_start": start,
        "period_end": end,
        "period_type": None if start is None else "instant" if start == end else "duration",
        "status": draw(st.sampled_from(["actual", "target"])),
        "measure": change,
        "base_period": draw(st.sampled_from([None, "2022", "2016/2020"])) if change == "growth" else None,
        "dimensions": draw(st.dictionaries(TEXTS, TEXTS, max_size=2)),
        "evidence": draw(TEXTS),
        "section": draw(st.one_of(st.none(), TEXTS)),
        "confidence": draw(st.floats(0, 1).map(lambda x: round(x, 2))),
    }


@st.composite
def corpora(draw: st.DrawFn) -> list[Extraction]:
    """Some documents with some records each."""
    made = []
    for n in range(draw(st.integers(1, 3))):
        s = source(f"床位数 25000张 {n}", f"{'ab'[n % 2]}/{n}.txt")
        listed = draw(st.lists(records(), max_size=4))
        made.append(extraction(s, *(record(s, record_id=f"{n}{i}{'0' * 14}", **r) for i, r in enumerate(listed))))
    return made


def all_records(corpus: list[Extraction]) -> list[Record]:
    return [r for e in corpus for r in e.records]


def stored(corpus: list[Extraction], folder: Path) -> Path:
    """A new database of these documents; its catalogue has a district of the city, too."""
    db = folder / "g.duckdb"
    usual = Engine(None).catalogue()
    district = {"code": "990102", "name": "平川区", "level": "county", "parent": "990100"}
    make(db, *corpus, catalogue=Catalogue(usual.indicators, usual.units, [*usual.regions, district]))
    return db
