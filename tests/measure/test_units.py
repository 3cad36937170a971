"""Units of measure: every spelling is found, with denominators, and words that only begin like a unit are not."""

# mypy: disable-error-code=comparison-overlap
from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.lexicon import Lexicon, RulesError
from extractor.measure.units import UnitTable
from tests.match.folder import copied, edit
from tests.reading import scanner

UNITS = scanner().units.units
SPELLINGS = [(s, u) for u in UNITS for s in (u.name, *u.aliases)]
#: Units that take a denominator behind a stroke, and the denominators that bulletins use.
HEADS = ("元", "人", "张", "吨", "个", "次", "公斤", "平方米", "辆", "册", "千瓦时")
PER = ("年", "月", "日", "天", "人", "户", "床", "千人", "平方米", "立方米", "平方公里", "亩", "吨", "小时")


def test_every_spelling_is_found() -> None:
    table = scanner().units
    for spelling, unit in SPELLINGS:
        for behind in ("", "。", "，比", "（含"):
            found = table.at(f"5{spelling}{behind}", 1)
            assert found is not None, spelling
            assert (found.bare, found.end) == (unit, 1 + len(spelling)), (spelling, behind)
        assert table.get(spelling) is unit


def test_every_spelling_makes_a_quantity_of_a_number() -> None:
    read = scanner().quantities
    for spelling, unit in SPELLINGS:
        text = f"12345{spelling}"
        (atom,) = read.find(text, 0, len(text))
        assert atom.quantity is not None
        assert (atom.quantity.unit, atom.quantity.value, atom.quantity.dimension) == (unit.name, 12345, unit.dimension)
        assert (atom.start, atom.end) == (0, len(text)), spelling


@given(st.sampled_from(HEADS), st.sampled_from(PER))
@settings(max_examples=60, deadline=None)
def test_compound_units(head: str, per: str) -> None:
    table = scanner().units
    for text in (f"{head}/{per}", f"{head}每{per}"):
        found = table.at(text, 0)
        assert found is not None
        assert (found.name, found.end) == (f"{head}/{per}", len(text))


@pytest.mark.xfail(strict=True, reason="the table has 微克 with its denominator only")
def test_a_denominator_that_stands_before_its_number() -> None:
    assert scanner().units.at("30.5微克", 4) is not None


def test_two_denominators() -> None:
    found = scanner().units.at("元/人·月，", 0)
    assert found is not None and (found.name, found.end) == ("元/人·月", 5)
    assert found.bare.name == "元"


@pytest.mark.parametrize(
    "behind", ["人口", "部门", "项目", "条件", "家庭", "场馆", "期间", "批准", "户籍", "手术", "方面", "台账"]
)
def test_words_that_begin_like_a_unit(behind: str) -> None:
    assert scanner().units.at(f"15{behind}", 2) is None


@pytest.mark.parametrize(
    ("said", "unit"),
    [
        ("万元/人", None),
        ("元/人", "元/人"),
        ("%", "%"),
        ("个百分点", "个百分点"),
        ("名", "人"),
        ("张床", None),
        ("情况", None),
        ("", None),
    ],
)
def test_a_whole_unit(said: str, unit: str | None) -> None:
    assert scanner().units.canonical(said) == unit


def test_no_spelling_belongs_to_two_units() -> None:
    assert len({s for s, _ in SPELLINGS}) == len(SPELLINGS)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ('[[unit]]\nname = "甲"\n', "needs name and dimension"),
        ('[[unit]]\nname = "甲"\ndimension = "count"\nkind = "x"\n', "no other keys"),
        ('[[unit]]\nname = "甲"\naliases = ["家"]\ndimension = "count"\n', "is spelt for"),
    ],
)
def test_a_table_that_cannot_be_used(row: str, fault: str, tmp_path: Path) -> None:
    root = copied(tmp_path)
    edit(root / "units.toml", lambda text: text + "\n" + row)
    with pytest.raises(RulesError, match=fault) as caught:
        UnitTable(Lexicon(root))
    assert caught.value.path.endswith("units.toml")
    assert "unit" in caught.value.place
