"""Flattened tables: what a scrape left of a table, one cell a line, comes back as rows and columns."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.layout.flat import FlatReader
from extractor.layout.lines import lines_of
from extractor.models import BlockKind, Table
from tests.layout.flattening import Flat, tables, unnumbered
from tests.reading import page, rules, scanner

BEFORE = ("某市民政事业发展规划", "到2025年建成覆盖城乡的服务体系，主要指标见下表，各地要结合实际抓好落实，确保完成。")
BEHIND = "各地各部门要加强组织领导，确保各项目标任务落到实处，推动民政事业高质量发展，切实增进人民福祉。"


def rows(text: str, table: Table) -> list[dict[int, str]]:
    """A table's rows as column → cell."""
    out: dict[int, dict[int, str]] = {}
    for c in table.cells:
        out.setdefault(c.row, {})[c.column] = text[c.start : c.end]
    return [out[r] for r in sorted(out)]


def found(lines: list[str], gap: str = "\n") -> list[list[dict[int, str]]]:
    """The tables that are read from these lines, with prose around them."""
    text, laid = page(gap.join([*BEFORE, *lines, BEHIND]))
    return [rows(text, b.table) for b in laid.blocks if b.table is not None]


@given(tables(), st.sampled_from(["\n", "\n\n"]))
@settings(max_examples=150, deadline=None)
def test_a_table_of_a_plan_comes_back(table: Flat, gap: str) -> None:
    assert found(table.lines(), gap) == [[dict(enumerate(table.head)), *table.filled()]]


@given(unnumbered())
@settings(max_examples=100, deadline=None)
def test_a_table_without_running_numbers_comes_back(table: Flat) -> None:
    assert found(table.lines()) == [[dict(enumerate(table.head)), *table.filled()]]


@given(tables(), unnumbered())
@settings(max_examples=30, deadline=None)
def test_two_tables_are_kept_apart(one: Flat, other: Flat) -> None:
    between = "（二）其他指标与上述指标一并纳入监测，按年度发布进展，接受社会监督，并根据需要适时调整完善。"
    got = found([*one.lines(), between, *other.lines()])
    assert got == [[dict(enumerate(t.head)), *t.filled()] for t in (one, other)]


def test_a_name_over_two_lines_is_one_cell() -> None:
    head = ["序号", "指标名称", "单位", "2020年", "2025年"]
    body = ["1", "每千名老年人口拥有", "养老床位数", "张", "30", "45", "2", "社区服务站", "个", "120", "150"]
    assert found([*head, *body])[0][1] == {0: "1", 1: "每千名老年人口拥有\n养老床位数", 2: "张", 3: "30", 4: "45"}


def test_a_table_of_projects() -> None:
    head = ["序号", "项目名称", "建设内容", "投资额", "建设周期"]
    body = [
        "1",
        "社会福利院迁建",
        "新建护理楼一栋，设床位三百张，配套建设康复、文娱用房。",
        "2.3亿元",
        "2021-2023年",
        "2",
        "殡仪馆改造",
        "更新火化设备，改造停车场地，完善环保处理设施。",
        "4500万元",
        "2022-2024年",
    ]
    (got,) = found([*head, *body])
    assert [r[1] for r in got] == ["项目名称", "社会福利院迁建", "殡仪馆改造"]
    assert [r[3] for r in got] == ["投资额", "2.3亿元", "4500万元"]
    assert [r[4] for r in got] == ["建设周期", "2021-2023年", "2022-2024年"]


@pytest.mark.xfail(strict=True, reason="a last value that is the next running number is taken for a further row")
def test_a_last_value_like_the_next_running_number() -> None:
    table = Flat(
        ("序号", "指标名称", "单位", "2020年", "2025年"),
        (("1", "村级养老服务点", "个", "120", "150"), ("2", "社会福利院", "家", "2", "3")),
    )
    assert found(table.lines()) == [[dict(enumerate(table.head)), *table.filled()]]


# --------------------------------------------------------------------------- what is no table

SHORT = st.sampled_from(
    [
        "强化组织领导",
        "落实工作责任",
        "加强监督检查",
        "养老服务",
        "儿童福利",
        "2023年",
        "共建共享",
        "项目",
        "单位",
        "指标",
        "联系人",
        "主任",
    ]
)


@given(st.lists(SHORT, min_size=3, max_size=20))
@settings(max_examples=80, deadline=None)
def test_short_lines_without_values_are_no_table(lines: list[str]) -> None:
    assert found(lines) == []


@given(st.lists(st.integers(1, 400), min_size=3, max_size=12))
@settings(max_examples=60, deadline=None)
def test_short_sentences_with_numbers_are_no_table(numbers: list[int]) -> None:
    assert found([f"新建服务点{n}个。" for n in numbers]) == []
    assert found([f"◆培训{n}人次" for n in numbers]) == []


def test_a_head_alone_is_no_table() -> None:
    assert found(["序号", "指标名称", "单位", "2020年", "2025年"]) == []


# --------------------------------------------------------------------------- cells


@pytest.mark.parametrize(
    ("cell", "shape"),
    [
        ("1,234.5", "number"),
        ("67%", "number"),
        ("-3.2", "number"),
        ("60/50", "doubled"),
        ("2.3亿元", "amount"),
        ("约500万元", "amount"),
        ("2021-2025年", "period"),
        ("2025年底", "period"),
        ("张", "unit"),
        ("万人", "unit"),
        ("张/千人", "unit"),
        ("元/人·月", "unit"),
        ("约束性", "attribute"),
        ("—", "empty"),
        ("养老床位数", "text"),
        ("新建护理楼。", "prose"),
    ],
)
def test_the_shape_of_a_cell(cell: str, shape: str) -> None:
    assert FlatReader(rules().lexicon, scanner().units.pattern).shape(cell) == shape


def test_lines_are_taken_whole() -> None:
    """A table takes the lines from its head to its last cell, no more."""
    table = Flat(
        ("指标", "单位", "2022年", "2023年"),
        (("村级养老服务点", "个", "120", "150"), ("社会福利院", "家", "20", "30")),
    )
    lines = lines_of("\n".join(["前言说明如下", *table.lines(), BEHIND]))
    (got,) = FlatReader(rules().lexicon, scanner().units.pattern).find(lines)
    assert (got.first, got.last) == (1, 1 + len(table.lines()))


def test_the_kind_of_the_block() -> None:
    text, laid = page(
        "\n".join(
            [*BEFORE, "指标", "单位", "2022年", "2023年", "村级养老服务点", "个", "12", "15", "福利院", "家", "2", "3"]
        )
    )
    assert [b.kind for b in laid.blocks][-1] is BlockKind.TABLE
    assert not any("村级" in text[s.start : s.end] for s in laid.sentences)
