"""One alphabet: which form each character has in clean text, and where its surroundings ask for another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.clean.text import Text
from extractor.clean.width import fold_width

from .material import anything, context


def folded(raw: str) -> str:
    return fold_width(Text.of(raw), context(raw))[0].chars


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("１２３．５％，ＧＤＰ、Ａ级", "123.5%，GDP、A级"),
        ("10³亩、㎡、①、Ⅲ类、‰、℃、〇", "10³亩、㎡、①、Ⅲ类、‰、℃、〇"),
        ("甲,乙;丙:丁?戊!(己)", "甲，乙；丙：丁？戊！（己）"),
        ("共1,234,567人,其中1,2345人", "共1,234,567人，其中1，2345人"),
        ("增长5.2%,123家", "增长5.2%，123家"),
        ("５，６００人、5，600人", "5,600人、5，600人"),
        ("15：30、比例为3∶2：1、15:30", "15:30、比例为3:2:1、15:30"),
        ("表1：2023年指标；附件2:12张", "表1：2023年指标；附件2：12张"),
        ("2021—2025年、30%～40%、2021年——2023年", "2021-2025年、30%-40%、2021年-2023年"),
        ("——坚持共享；甲—乙、约3～", "——坚持共享；甲—乙、约3～"),
        ("增长－1.5%、–2.3%、−0.4%", "增长-1.5%、-2.3%、-0.4%"),
        ("\u3000\u3000全区\xa0床位\u2002", "  全区 床位 "),
        ("⼈⼝、⻓期、金", "人口、长期、金"),
        ("「一窗」『通办』", "“一窗”‘通办’"),
        ("全面完成.全市", "全面完成。全市"),
        ("一.总体，1.总体，2.5万", "一.总体，1.总体，2.5万"),
        ("https://a.example/x?b=1,2;c:d 与 x.y@b.example", "https://a.example/x?b=1,2;c:d 与 x.y@b.example"),
        ("甲•乙・丙", "甲·乙·丙"),
        ("藏书72。9万册，增长3。4%", "藏书72.9万册，增长3.4%"),
        ("《湖滨日报》3905。22万份", "《湖滨日报》3905.22万份"),
        ("始于2019。5万人参加，列第3。5万人到场", "始于2019。5万人参加，列第3。5万人到场"),
        ("共2家。5家新建；3.5。2家", "共2家。5家新建；3.5。2家"),
        ("共12'340家、1’234’567人", "共12,340家、1,234,567人"),
        ("北纬30°12'340", "北纬30°12'340"),
        ("総数、面積値、戸数", "总数、面積值、户数"),
    ],
)
def test_forms(raw: str, clean: str) -> None:
    assert folded(raw) == clean


def test_what_is_one_already_stays() -> None:
    clean = "全年完成512.4亿元，比上年增长6.3%（可比价）；其中：1,234家“四上”企业，2021-2025年——"
    assert folded(clean) == clean


@given(anything)
def test_one_character_for_one_but_for_double_dashes(raw: str) -> None:
    assert 0 <= len(raw) - len(folded(raw)) <= raw.count("—") + raw.count("-") + raw.count("–") + raw.count("─")


@given(st.integers(0, 10**12))
def test_numbers_are_the_same_number_in_any_form(n: int) -> None:
    grouped = f"{n:,}"
    wide = grouped.translate({c: c + 0xFEE0 for c in range(0x21, 0x7F)})
    assert folded(f"共{grouped}人") == folded(f"共{wide}人") == f"共{grouped}人"


def test_repairs_are_runs_of_changed_characters() -> None:
    raw = "共１２,３万"
    repairs = fold_width(Text.of(raw), context(raw))[1]
    assert [(r.raw_start, r.raw_end, r.before, r.after) for r in repairs] == [(1, 5, "１２,３", "12，3")]


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("增长٥٫٢٪，共𝟏𝟐家", "增长5.2%，共12家"),
        ("藏书1·8万册，“3·15”活动5·20个", "藏书1.8万册，“3·15”活动5·20个"),
        ("1·8万册、2·5万册、3·6%，面积4·7亩，“3·15”活动", "1.8万册、2.5万册、3.6%，面积4.7亩，“3·15”活动"),
        ("读者12，340，500人，藏书33，120册", "读者12,340,500人，藏书33,120册"),
        ("读者116，061人，藏书33，120册", "读者116,061人，藏书33,120册"),
        ("分别为12，340人", "分别为12，340人"),
        ("读者12,\n  340人，藏书33\n,120册，期刊1,2\n30种", "读者12,\n  340人，藏书33\n,120册，期刊1,2\n30种"),
        ("读者12，\n340人", "读者12，\n340人"),
    ],
)
def test_figures_of_other_alphabets_and_points_of_other_shapes(raw: str, clean: str) -> None:
    assert fold_width(Text.of(raw), context(raw))[0].chars == clean
