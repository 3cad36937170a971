"""Units that a text leaves out, told from the name or the noun behind, and denominators that a name spells out."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor.models import Quantity
from extractor.resolve.unitnames import UnitSense
from tests.reading import records, rules

SENSE = UnitSense(rules().lexicon)


def number(value: int | str, chinese: bool = False) -> Quantity:
    return Quantity(0, 1, Decimal(value), "", chinese=chinese)


@pytest.mark.parametrize(
    ("name", "value", "unit"),
    [
        ("参观人次", 310, "人次"),
        ("从业人员", 310, "人"),
        ("财政收入", 31000, "元"),
        ("财政收入", 31, None),  # too little for a sum of money
        ("人口性别比", "105.2", ""),
        ("举办展览", 310, None),
    ],
)
def test_units_by_the_name(name: str, value: int | str, unit: str | None) -> None:
    assert SENSE.from_name(name, number(value)) == unit


@pytest.mark.parametrize(
    ("after", "unit"),
    [("老年人", "人"), ("医院", "家"), ("项目", "个"), ("户家庭", None), ("天地", None), ("的企业", "家")],
)
def test_units_by_the_noun_behind(after: str, unit: str | None) -> None:
    assert SENSE.from_noun(after, number(15)) == unit


@pytest.mark.parametrize(
    ("unit", "name", "full"),
    [
        ("张", "每千名老年人口拥有养老床位", "张/千人"),
        ("人", "每万人口全科医生", "人/万人"),
        ("元", "每人每月最低生活保障标准", "元/人·月"),
        ("张", "养老床位", "张"),
        ("元/月", "每人每月补贴", "元/月"),
        ("%", "每千人口占比", "%"),
        ("", "每千人口数", ""),
    ],
)
def test_denominators_that_a_name_spells_out(unit: str, name: str, full: str) -> None:
    assert SENSE.with_denominator(unit, name) == full


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("全市博物馆参观人次310万。", "人次"),
        ("全市人口性别比为105.2。", ""),
        ("惠及15万老年人。", "人"),
        ("每千人口执业医师3.1人。", "人/千人"),
        ("每千名老年人口拥有养老床位45张。", "张/千人"),
        ("人均预期寿命82.5岁。", "岁"),
        ("平均办理时限3天。", "天"),
    ],
)
def test_units_in_sentences(text: str, unit: str) -> None:
    (r,) = records("湖州市公报\n2023年，" + text)
    assert r.unit == unit


@pytest.mark.parametrize("text", ["连续3年举办技能大赛。", "全年举办展览310。", "用时3天完成布展并开放多项活动。"])
def test_weak_units_without_a_name_for_them(text: str) -> None:
    assert records("湖州市公报\n2023年，" + text) == ()
