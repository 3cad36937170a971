"""Blanks: closed up inside of numbers and quantities, kept between columns, labels and headlines."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.clean.spacing import close_up
from extractor.clean.text import Text

from .material import anything, context


def closed(raw: str) -> str:
    return close_up(Text.of(raw), context(raw))[0].chars


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("1 9 9 7 年", "1997年"),
        ("8 .8 %", "8.8%"),
        ("1 2 . 5 %", "12.5%"),
        ("19 97年", "1997年"),
        ("完成投资512.4 亿元，增长6.3 %", "完成投资512.4亿元，增长6.3%"),
        ("投入5 000万元", "投入5000万元"),
        ("服务2 500 余张床位，惠及12 345 678 人", "服务2500余张床位，惠及12345678人"),
        ("投资5000 万 元，比上年", "投资5000万元，比上年"),
        ("截至2023 年末", "截至2023年末"),
        ("建成约 300 家，达到 86%", "建成约300家，达到86%"),
        ("索 引 号：014/2024", "索引号：014/2024"),
        ("   目   录\n第一章", "   目录\n第一章"),
        ("二 〇 二 四 年", "二〇二四年"),
        ("| 原煤 | 13.61 亿吨 |", "| 原煤 | 13.61亿吨 |"),
        ("增加， 其中", "增加，其中"),
        ("新增38. 5万人、0. 34亿元", "新增38.5万人、0.34亿元"),
        ("3. 5万人参加\n始于2019. 5万人参加。第3. 5家", "3. 5万人参加\n始于2019. 5万人参加。第3. 5家"),
    ],
)
def test_blanks_that_mean_nothing_go(raw: str, clean: str) -> None:
    assert closed(raw) == clean


@pytest.mark.parametrize(
    "raw",
    [
        "12.5 13.6",
        "床位 12 345",
        "1 2 3 4 5",
        "2022年 2023年",
        "12\t345\t万人",
        "筹集资金860万元 开工项目35个",
        "1 人口自然增长率 6.1",
        "第一节 现实基础",
        "发布日期：2024-03-01 来源：日报",
        "文件编号： 发布机构：统计局",
        "男 女 合计",
        "表1 2 500",
        "http://a.example/x 12",
        "1. 2023年工作",
    ],
)
def test_blanks_that_part_things_stay(raw: str) -> None:
    assert closed(raw) == raw


def test_the_habit_of_blanks_around_latin_writing_is_undone() -> None:
    raw = "2024 年全市 GDP 达到 512.4 亿元，常住人口 86.5 万，人均 “双增” 明显。\n表 1 指标"
    assert closed(raw) == "2024年全市GDP达到512.4亿元，常住人口86.5万，人均“双增”明显。\n表 1 指标"
    once = "一、总体情况 2024年全市经济运行平稳，增长6.3%，12家单位获奖，3个项目开工，86人参加。"
    assert closed(once) == once


def test_blanks_that_a_scan_put_everywhere_go() -> None:
    raw = "全市 共有养老 机构86家， 机构床位 充足，服 务质量明显 提升。\n山青水秀 新湖滨"
    assert closed(raw) == "全市共有养老机构86家，机构床位充足，服务质量明显提升。\n山青水秀 新湖滨"


def test_a_blank_within_a_word_goes_and_one_between_words_stays() -> None:
    around = "全市各项事业持续推进，城乡居民生活明显改善，" * 6
    assert closed(f"{around}重 庆市继续推进工作 建成场馆。") == f"{around}重庆市继续推进工作 建成场馆。"


@settings(deadline=None)  # the dictionary is loaded on first use
@given(anything)
def test_only_blanks_go(raw: str) -> None:
    assert closed(raw).replace(" ", "") == raw.replace(" ", "")


@given(st.lists(st.integers(0, 10**6).map(str), min_size=2, max_size=9), st.booleans())
def test_columns_of_numbers_stay_apart(numbers: list[str], tabs: bool) -> None:
    row = ("\t" if tabs else "  ").join(numbers)
    assert closed(row) == row
    assert closed("床位  " + row + "  ") == "床位  " + row + "  "


@given(st.integers(1000, 10**9), st.sampled_from(("人", "万元", "余张", "%", "家")))
def test_grouped_thousands_are_one_number(n: int, unit: str) -> None:
    assert closed(f"共{n:,}{unit}".replace(",", " ")) == f"共{n}{unit}"


def test_repairs_say_which_blanks() -> None:
    raw = "共5 000 万元"
    text, repairs = close_up(Text.of(raw), context(raw))
    assert [(r.raw_start, r.raw_end) for r in repairs] == [(2, 3), (6, 7)]
    assert raw[slice(*text.raw_span(1, 5))] == "5 000"
