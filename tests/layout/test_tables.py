"""Tables that the text still shows: Markdown, tabs, columns set with blanks, and those that a web page marks."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.clean.steps import clean
from extractor.layout.tables import header_rows, numberish
from extractor.models import Table
from extractor.read.source import read_bytes
from tests.layout.flattening import NAMES
from tests.reading import layouter, rules

BEFORE = "湖州市民政事业发展公报\n\n全市民政事业发展情况如下表所示，各项指标稳步增长，完成年度任务。\n\n"
BEHIND = "\n\n各地各部门要加强组织领导，确保各项目标任务落到实处。\n"

numbers = st.one_of(
    st.integers(1, 99_999).map(str),
    st.decimals("0.1", 999, places=1, allow_nan=False, allow_infinity=False).map(lambda d: f"{d:f}"),
    st.integers(1000, 999_999).map(lambda n: f"{n:,}"),
)


@st.composite
def grids(draw: st.DrawFn) -> list[list[str]]:
    """A head of years and rows of a name and its values."""
    years = [f"{2018 + k}年" for k in range(draw(st.integers(2, 5)))]
    names = draw(st.permutations(NAMES))[: draw(st.integers(2, 6))]
    return [["指标", *years], *([name, *(draw(numbers) for _ in years)] for name in names)]


def pipes(grid: list[list[str]], ruled: bool = True) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in grid]
    if ruled:
        lines.insert(1, "|" + "---|" * len(grid[0]))
    return "\n".join(lines)


def web(grid: list[list[str]]) -> str:
    rows = ("".join(f"<td>{escape(c)}</td>" for c in row) for row in grid)
    return f"<html><body><table>{''.join(f'<tr>{r}</tr>' for r in rows)}</table></body></html>"


def found(text: str, name: str = "a.txt") -> list[tuple[list[list[str]], int]]:
    """Every table that is read from a page: its cells by row and column, and how many rows are head."""
    source = read_bytes(text.encode(), name)
    done = clean(source, rules().lexicon).text
    laid = layouter().lay_out(done, source.tables)
    return [(cells(done.chars, b.table), b.table.header_rows) for b in laid.blocks if b.table is not None]


def cells(text: str, table: Table) -> list[list[str]]:
    rows: dict[int, dict[int, str]] = {}
    for c in table.cells:
        rows.setdefault(c.row, {})[c.column] = text[c.start : c.end]
    return [[r[k] for k in sorted(r)] for _, r in sorted(rows.items())]


@given(grids(), st.booleans())
@settings(max_examples=40, deadline=None)
def test_markdown(grid: list[list[str]], ruled: bool) -> None:
    assert found(BEFORE + pipes(grid, ruled) + BEHIND, "a.md") == [(grid, 1)]


@given(grids(), st.sampled_from(["\t", "    ", "\u3000\u3000"]))
@settings(max_examples=60, deadline=None)
def test_cells_set_apart_by_tabs_and_blanks(grid: list[list[str]], blank: str) -> None:
    assert found(BEFORE + "\n".join(blank.join(row) for row in grid) + BEHIND) == [(grid, 1)]


@given(grids())
@settings(max_examples=30, deadline=None)
def test_web_pages(grid: list[list[str]]) -> None:
    assert found(web(grid), "a.html") == [(grid, 1)]


@given(grids())
@settings(max_examples=20, deadline=None)
def test_the_form_does_not_matter(grid: list[list[str]]) -> None:
    texts = (pipes(grid), "\n".join("\t".join(r) for r in grid), "\n".join("   ".join(r) for r in grid))
    assert len({repr(found(BEFORE + t + BEHIND)) for t in texts}) == 1


def test_merged_cells_of_a_web_page_name_their_spans() -> None:
    html = (
        "<table><tr><th rowspan=2>指标</th><th colspan=2>全市</th></tr><tr><th>2022年</th><th>2023年</th></tr>"
        "<tr><td>床位（张）</td><td>105</td><td>126</td></tr></table>"
    )
    source = read_bytes(html.encode(), "a.html")
    laid = layouter().lay_out(clean(source, rules().lexicon).text, source.tables)
    (table,) = [b.table for b in laid.blocks if b.table is not None]
    assert table.header_rows == 2
    assert {(c.row, c.column): (c.row_span, c.column_span) for c in table.cells if c.row < 2} == {
        (0, 0): (2, 1),
        (0, 1): (1, 2),
        (1, 1): (1, 1),
        (1, 2): (1, 1),
    }


def test_a_head_without_its_corner_stands_above_its_values() -> None:
    text = "\n".join(["2022年\t2023年", "床位\t105\t126", "机构\t37\t48"])
    ((grid, head),) = found(BEFORE + text + BEHIND)
    assert (grid[0], head) == (["", "2022年", "2023年"], 1)


@pytest.mark.xfail(strict=True, reason="cleaning takes the backslash away before the table is read")
def test_escaped_strokes_stay_in_their_cell() -> None:
    text = "| 指标 | 值 |\n|---|---|\n| 甲\\|乙比 | 56 |\n| 丙 | 78 |"
    ((grid, _),) = found(BEFORE + text + BEHIND, "a.md")
    assert [row[1] for row in grid] == ["值", "56", "78"]


@pytest.mark.parametrize(
    "text",
    [
        "全市共有机构56家，床位1.2万张。\n其中护理型床位占六成。",
        "张三    李四\n王五    赵六",
        "| 只有一行 | 5 |",
        "主任\t张三\n副主任\t李四",
    ],
)
def test_what_is_no_table(text: str) -> None:
    assert found(BEFORE + text + BEHIND) == []


@pytest.mark.parametrize(
    ("grid", "rows"),
    [
        ([["指标", "2022年"], ["床位", "5"]], 1),
        ([["指标", "2022", "2023"], ["床位", "5", "6"]], 1),
        ([["指标", "全市", ""], ["", "绝对数", "增长（%）"], ["床位", "5", "6.1"]], 2),
        ([["指标", "数值"], ["其中：", ""], ["床位", "5"]], 1),
        ([["床位", "5"], ["机构", "6"]], 0),
        ([["指标", "2022年", "2023年"], ["床位", "1950", "2010"], ["机构", "5", "6"]], 1),
        ([["指标", "2022年", "2023年"], ["床位", "5", "1950"], ["机构", "5", "6"]], 1),
        ([["指标", "绝对数", "绝对数"], ["", "2022", "2023"], ["床位", "5", "6"]], 2),
        ([["指标", "2022年"], ["食堂覆盖率", "60/50"], ["床位", "5"]], 1),
        ([["指标", "2022年"], ["食堂", "52家"], ["床位", "120张"]], 1),
        ([["指标", "2022年"], ["食堂", "约52家"], ["床位", "约120"]], 1),
        ([["指标", "2021年", "2022年"], ["食堂", "29 20", "31、22"], ["床位", "5", "6"]], 1),
        ([["指标", "2021 2022", "近5年"], ["食堂", "29", "31"]], 1),
        ([["年龄", "60岁以上", "65岁以上"], ["", "人数", "人数"], ["城镇", "5", "6"]], 2),
        ([["指标", "数值"]], 0),
    ],
)
def test_how_many_rows_are_head(grid: list[list[str]], rows: int) -> None:
    assert header_rows(grid) == rows


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("5", True),
        (" 1,234.5% ", True),
        ("-0.3", True),
        ("+2", True),
        ("5‰", True),
        ("5家", False),
        ("—", False),
        ("", False),
        ("1,23", False),
    ],
)
def test_numbers_of_cells(cell: str, number: bool) -> None:
    assert numberish(cell) is number
