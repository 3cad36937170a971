"""Tables and chrome of web pages: cells on the grid with their places, and what is around the content."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.models import TableHint
from extractor.read.html import chrome, looks_like_html, raised
from extractor.read.html_tables import find_tables
from extractor.read.tags import scan

CLASSES = frozenset(("nav", "footer", "share"))


def tables(text: str) -> tuple[TableHint, ...]:
    return find_tables(text, list(scan(text, strict=False)))


def grid(text: str) -> list[list[tuple[str, int, int, int, int]]]:
    return [
        [(text[c.raw_start : c.raw_end], c.row, c.column, c.row_span, c.column_span) for c in t.cells]
        for t in tables(text)
    ]


def dropped(text: str) -> list[str]:
    return [text[a:b] for a, b in chrome(text, list(scan(text, strict=False)), CLASSES)]


def test_cells_stand_on_the_grid() -> None:
    text = (
        "<table><thead><tr><th rowspan=2>指标<th colspan=2>数值</thead>"
        "<tr><td>2022年</td><td>2023年</td></tr>"
        "<tr><td> <p>床位</p>\n</td><td></td><td>1,200</td></tr></table>"
    )
    assert grid(text) == [
        [
            ("指标", 0, 0, 2, 1), ("数值", 0, 1, 1, 2), ("2022年", 1, 1, 1, 1), ("2023年", 1, 2, 1, 1),
            ("床位", 2, 0, 1, 1), ("", 2, 1, 1, 1), ("1,200", 2, 2, 1, 1),
        ]
    ]  # fmt: skip
    (table,) = tables(text)
    assert [c.header for c in table.cells] == [True, True, False, False, False, False, False]
    assert text[table.raw_start : table.raw_end] == text


def test_layout_tables_give_no_cells() -> None:
    inner = "<table><tr><td>床位</td><td>12</td></tr></table>"
    assert [t.raw_start for t in tables(f"<table><tr><td>栏目</td><td>{inner}</td></tr></table>")] == [26]
    assert tables("<table><tr><td>全文</td></tr></table>") == ()
    article = "<p>" + "各类养老机构运行平稳，服务质量持续提升。" * 8 + "</p>"
    assert tables(f"<table><tr><td>{article * 3}</td><td>栏</td></tr></table>") == ()
    assert tables("<table id=x><p id=x></p></table>") == ()
    assert tables("<table id=x><tr><td></td><td></td></tr></table>") == ()
    lines = "各类养老机构运行平稳，服务质量持续提升。\n" * 30
    assert tables(f"<table><tr><td></td><td>{lines}</td></tr></table>") == ()
    assert tables(f"<table><tr><td></td><td>{lines}") == ()


def test_tables_that_are_never_closed() -> None:
    text = "<table><tr><td>床位<td>12<tr><td>机构<td>3"
    assert grid(text) == [[("床位", 0, 0, 1, 1), ("12", 0, 1, 1, 1), ("机构", 1, 0, 1, 1), ("3", 1, 1, 1, 1)]]
    assert grid("<td>床位</td><td>12</td></tr></table>") == []


def test_odd_spans_count_as_one() -> None:
    cells = "<td colspan=0>甲</td><td rowspan='-1'>乙</td><td colspan=９>丙</td><td colspan=99999>丁</td>"
    assert [c[3:] for c in grid(f"<table><tr>{cells}</table>")[0]] == [(1, 1)] * 4


def test_a_cell_reaches_no_further_than_its_table() -> None:
    text = "<table><tr><td rowspan=0>书店<td>12<tr><td>3<tr><td rowspan=9>4</table>"
    assert [c[1:4] for c in grid(text)[0]] == [(0, 0, 3), (0, 1, 1), (1, 1, 1), (2, 1, 1)]


def test_cells_that_are_hidden_take_no_place() -> None:
    hidden = "<td style='display: none'>2020年</td>"
    text = f"<table><tr><td>指标</td>{hidden}<td>2021年</td></tr><tr><td>书店</td><td hidden>48<td>49</td></tr></table>"
    assert [c[:3] for c in grid(text)[0]] == [("指标", 0, 0), ("2021年", 0, 1), ("书店", 1, 0), ("49", 1, 1)]
    kept = "<table><tr><td>指标<td>2021年<tr><td style='visibility:hidden'>书店<td>49</table>"
    assert [c[:3] for c in grid(kept)[0]][2:] == [("书店", 1, 0), ("49", 1, 1)]


HEAD = "<table><tr><th>指标</th><th>2021年</th><th>2022年</th></tr></table>"
BODY = "<table><tr><td>书店</td><td>49</td><td>52</td></tr><tr><td>影院</td><td>30</td><td>31</td></tr></table>"


def test_a_head_in_a_table_of_its_own_is_that_of_the_table_below() -> None:
    text = f"<div>{HEAD}</div>\n<div class=scroll>{BODY}</div>"
    (table,) = grid(text)
    assert [c[1:3] for c in table] == [(r, c) for r in range(3) for c in range(3)]
    assert [c[0] for c in table] == ["指标", "2021年", "2022年", "书店", "49", "52", "影院", "30", "31"]


def test_tables_one_below_the_other_stay_two() -> None:
    assert len(tables(f"{HEAD}<p>其中：</p>{BODY}")) == 2
    assert len(tables(f"{BODY}{BODY}")) == 2
    assert len(tables(f"{HEAD}{HEAD}{BODY}")) == 2
    assert len(tables(f"{HEAD.replace('<th>2021年</th>', '')}{BODY}")) == 2


def test_rows_that_stand_in_one_are_rows() -> None:
    body = "<td>文化<td>书店<br>影院<br/>剧场<td><p>49</p><p><b>3</b>0</p><p>—</p><td>52<br>31<br>7"
    text = f"<table><tr><td>类别<td>指标<td>2021年<td>2022年<tr>{body}<tr><td>教育<td>学校<td>70<td>72</table>"
    (table,) = grid(text)
    assert table[4:8] == [("文化", 1, 0, 3, 1), ("书店", 1, 1, 1, 1), ("49", 1, 2, 1, 1), ("52", 1, 3, 1, 1)]
    assert [c[:3] for c in table[8:11]] == [("影院", 2, 1), ("3</b>0", 2, 2), ("31", 2, 3)]
    assert [c[1] for c in table[11:]] == [3, 3, 3, 4, 4, 4, 4]


@pytest.mark.parametrize(
    "body",
    [
        "<td>地区生产<br>总值<td>1204<br>724",  # may be one number in a narrow column
        "<td>书店<td>49<br>52",
        "<td>书店<br>影院<td>1,2<br>34",
        "<td>书店<br>影院<td>49<br>30<td>52",
        "<td>书店<br>影院<td>49<br>30<td>52<br>31<br>7",
    ],
)
def test_lines_in_cells_that_are_no_rows_stay_in_them(body: str) -> None:
    cells = grid(f"<table><tr><td>指标<td>2021年<td>2022年<tr>{body}</table>")[0]
    assert {c[1] for c in cells} == {0, 1}


def test_what_is_struck_out_is_no_content() -> None:
    style = "<span style='Text-Decoration: underline line-through'>47</span>"
    assert dropped(f"<p>全区书店<del>49</del><s>48</s>{style}52家，影院31家。</p>") == [
        f"<del>49</del><s>48</s>{style}"
    ]
    assert dropped("<p>书店<s>49家，影院31家，剧场六家，都是年末数。</p>") == []


SHEET = """<style>/* .d{display:none} */ .a, span.b { display : none } .c{font-size:0}
.e{display:none} .e{display:inline} @media print{.f{display:none}} .g .h{visibility:hidden} .i{color:red}</style>"""


@pytest.mark.parametrize(("name", "gone"), [*((n, True) for n in "abc"), *((n, False) for n in "defghi")])
def test_what_the_style_sheet_hides_within_a_line_is_no_content(name: str, gone: bool) -> None:
    injected = f"<span class='x {name}'>4</span>"
    text = f"<html><head>{SHEET}</head><body><p>全区书店{injected}52家，影院31家，剧场七家。</p></body></html>"
    assert (injected in dropped(text)) == gone
    folded = (
        f"<html><head>{SHEET}</head><body><div class={name}>全区书店52家</div><p>影院31家，剧场七家。</p></body></html>"
    )
    assert not any("52家" in part for part in dropped(folded))


def test_what_word_keeps_beside_the_text_is_no_content() -> None:
    anchor = "<span class=MsoCommentReference><a class=msocomanchor href='#_msocom_1'>[A1]</a></span>"
    comments = "<div style='mso-element:comment-list'><p>应为53家。</p></div>"
    footer = "<div style='mso-element:footer'><p>- 7 -</p></div>"
    text = f"<p>书店52{anchor}家，影院31家，剧场七家。文化事业稳步发展。</p>{comments}{footer}"
    assert "".join(dropped(text)) == anchor + comments + footer


def test_what_is_raised_is_known_with_its_tags() -> None:
    text = "<sup>影院31家剧场9家</sup>52<sup><a href='#n1'>1</a></sup>、<span style='vertical-align: super'>2)</span>家"
    spans = raised(text, list(scan(text, strict=False)))
    assert [text[a:b] for a, b in spans] == ["<a href='#n1'>1</a>", "2)"]


@st.composite
def plans(draw: st.DrawFn) -> list[list[tuple[int, int, int, int]]]:
    """A grid cut into rectangles: rows of cells as (row, column, row span, column span)."""
    rows, columns = draw(st.integers(1, 5)), draw(st.integers(2, 5))
    free = {(r, c) for r in range(rows) for c in range(columns)}
    plan: list[list[tuple[int, int, int, int]]] = []
    for r in range(rows):
        line = []
        for c in range(columns):
            if (r, c) not in free:
                continue
            width = draw(st.integers(1, columns - c))
            while any((r, c + i) not in free for i in range(width)):
                width -= 1
            height = draw(st.integers(1, rows - r))
            while any((r + j, c + i) not in free for i in range(width) for j in range(height)):
                height -= 1
            free -= {(r + j, c + i) for i in range(width) for j in range(height)}
            line.append((r, c, height, width))
        plan.append(line)
    return plan


@given(plans(), st.booleans())
def test_any_grid_comes_back(plan: list[list[tuple[int, int, int, int]]], closed: bool) -> None:
    end = "</td>" if closed else ""
    html = "".join(
        "<tr>" + "".join(f"<td rowspan={h} colspan={w}>{r}.{c}{end}" for r, c, h, w in line) for line in plan
    )
    cells = [cell for line in plan for cell in line]
    found = tables(f"<table>{html}</table>")
    if len(cells) < 2:
        assert found == ()
    else:
        assert [(c.row, c.column, c.row_span, c.column_span) for c in found[0].cells] == cells


def test_what_is_around_the_content_is_dropped() -> None:
    text = (
        "<head><title>公报</title><style>p{}</style></head><nav>首页</nav>"
        "<div class='top nav'>栏目<div>甲</div></div><p>全区床位12张。</p><p hidden>隐</p>"
        "<p style='Display: None'>隐</p><script>var a='<p>'</script><div id=footer>版权</div>"
    )
    assert dropped(text) == [
        "<head>", "<style>p{}</style></head><nav>首页</nav><div class='top nav'>栏目<div>甲</div></div>",
        "<p hidden>隐</p><p style='Display: None'>隐</p><script>var a='<p>'</script>"
        "<div id=footer>版权</div>",
    ]  # fmt: skip


def test_content_is_kept_whatever_it_is_called() -> None:
    long = "<p>" + "全区床位12张。" * 5 + "</p>"
    assert dropped(f"<div class=nav>{long}</div>") == []
    assert dropped(f"<header><h1>公报</h1></header>{long}") == []
    assert dropped(f"<div style='display:none'>{long}</div>") == []
    assert dropped(f"<div class=navigator>甲</div>{long}") == []
    assert dropped(f"<div class=nav>{long}") == []


def test_deep_chrome_is_read() -> None:
    text = "<div class=nav>" * 20_000 + "甲" + "</div>" * 20_000 + "<p>" + "全区床位12张。" * 5 + "</p>"
    assert len(dropped(text)) == 1


def test_pages_are_known_by_their_head() -> None:
    assert looks_like_html("\ufeff <!DOCTYPE html>\n<html>")
    assert looks_like_html("<HTML><body>")
    assert not looks_like_html("床位<b>12</b>张")
    assert not looks_like_html("<p>床位</p>")
