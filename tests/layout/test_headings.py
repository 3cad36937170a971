"""Headings: every numbering with its level, headings that run into their paragraph, and lines that are none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.layout.headings import PLAIN_LEVEL, Heading, HeadingReader
from tests.measure.spelling import chinese
from tests.reading import rules

READER = HeadingReader(rules().lexicon)
TITLES = ("总体要求", "养老服务", "主要目标与任务", "基本情况", "提升救助能力", "新增就业3万人")
#: How a heading of each level is numbered.
STYLES = {
    1: ("第{c}章 ", "第{n}章 ", "第{c}编 ", "第{c}篇"),
    2: ("第{c}节 ", "第{n}节 "),
    3: ("{c}、",),
    4: ("（{c}）", "({c})"),
    5: ("{n}.", "{n}．", "{n}、"),
    6: ("（{n}）", "({n})"),
    7: ("表{n} ", "图{n}：", "专栏{n} "),
}


@given(st.sampled_from([(k, s) for k, ss in STYLES.items() for s in ss]), st.integers(1, 19), st.sampled_from(TITLES))
@settings(max_examples=150, deadline=None)
def test_every_numbering_has_its_level(style: tuple[int, str], n: int, title: str) -> None:
    level, form = style
    line = form.format(n=n, c=chinese(n)) + title
    assert READER.read(line) == Heading(level, title, len(line))


@pytest.mark.parametrize(
    ("line", "level", "title"),
    [
        ("# 发展报告", 1, "发展报告"),
        ("### 机构养老", 3, "机构养老"),
        ("## 二、主要任务", 2, "主要任务"),
        ("**重点工作**", PLAIN_LEVEL, "重点工作"),
        ("**重点工作**：", PLAIN_LEVEL, "重点工作"),
        ("①新建项目", 6, "新建项目"),
    ],
)
def test_marked_headings(line: str, level: int, title: str) -> None:
    assert READER.read(line) == Heading(level, title, len(line))


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("2.床位。新增床位300张。", "床位"),
        ("（一）坚持公平。全市投入12亿元。", "坚持公平"),
        ("三、夯实基础！年内完成36项。", "夯实基础"),
    ],
)
def test_headings_that_run_into_their_paragraph(line: str, title: str) -> None:
    h = READER.read(line)
    assert h is not None and h.run_in and h.title == title
    assert line[: h.end].rstrip("。！").endswith(title)


@pytest.mark.parametrize(
    "line",
    [
        "1.5万人参加",
        "3.2亿元",
        "一是加强领导。",
        "一、",
        "1.",
        "四川省",
        "全市新增床位300张。",
        "一、全市投入12亿元。",
        "1.全市新增床位300张，建成机构5家。",
        "#没有空格",
        "",
        "56",
        "（2023年）",
        "十四五时期",
    ],
)
def test_lines_that_are_no_headings(line: str) -> None:
    assert READER.read(line) is None


@pytest.mark.parametrize("line", ["养老服务", "民生保障和改善情况", "建设者风采", "2023年大事记"])
def test_plain_lines_may_be_headings(line: str) -> None:
    assert READER.plain(line) == Heading(PLAIN_LEVEL, line, len(line))


@pytest.mark.parametrize("line", ["2023年工作回顾", "2024年主要任务", "今年重点工作安排"])
def test_the_parts_of_a_report_stand_above_what_is_numbered(line: str) -> None:
    h = READER.plain(line)
    assert h is not None and (h.level, h.title) == (1, line)


@pytest.mark.parametrize(
    "line",
    ["全市新增床位300张。", "养老服务：", "12.5", "86%", "甲，乙，丙", "养老\t儿童", "| 养老 |", "短", "长" * 60],
)
def test_plain_lines_that_are_no_headings(line: str) -> None:
    assert READER.plain(line) is None


@given(st.text("一二三章节第（）()1234.、．#* 养老服务。；，：", max_size=14))
@settings(max_examples=200, deadline=None)
def test_a_heading_ends_within_its_line(line: str) -> None:
    for h in (READER.read(line), READER.plain(line)):
        if h is not None:
            assert 0 < h.end <= len(line)
            assert 1 <= h.level <= PLAIN_LEVEL
            assert h.run_in == (h.end < len(line))
