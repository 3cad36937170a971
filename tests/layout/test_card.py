"""The card of a page: labels and values, several on a line, with blanks inside labels, set apart by tabs."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.layout.card import CardReader
from extractor.layout.lines import lines_of
from tests.reading import rules

READER = CardReader(rules().lexicon)
LABELS = {
    "索引号": "index_number",
    "文号": "document_number",
    "发布机构": "publisher",
    "发布日期": "published",
    "成文日期": "written",
    "信息来源": "source",
    "有效性": "validity",
    "责任编辑": "editor",
}
VALUES = st.sampled_from(
    ["01234567/2023-00012", "湖民发〔2023〕5号", "湖州市民政局", "2023-05-06", "2023年5月6日", "有效", "张三"]
)
ROWS = st.lists(st.tuples(st.sampled_from(sorted(LABELS)), VALUES), min_size=1, max_size=4, unique_by=lambda p: p[0])


def pairs(text: str) -> list[tuple[str, str]]:
    return [(p.field, p.value) for p in READER.pairs(lines_of(text))[0]]


def spread(label: str, blank: str) -> str:
    return blank.join(label)


@given(
    ROWS,
    st.sampled_from(["：", ":", " ： ", "：\u3000"]),
    st.sampled_from(["", " ", "\u3000"]),
    st.sampled_from(["\n", "   ", "\u3000\u3000", "\t"]),
)
@settings(max_examples=150, deadline=None)
def test_every_pair_is_read(rows: list[tuple[str, str]], colon: str, blank: str, between: str) -> None:
    text = between.join(f"{spread(label, blank)}{colon}{value}" for label, value in rows)
    assert pairs(text) == [(LABELS[label], value) for label, value in rows]


@given(ROWS)
@settings(max_examples=50, deadline=None)
def test_pairs_set_apart_by_tabs(rows: list[tuple[str, str]]) -> None:
    assert pairs("\n".join(f"{label}\t{value}" for label, value in rows)) == [(LABELS[k], v) for k, v in rows]
    assert pairs("\t".join(f"{label}\t{value}" for label, value in rows)) == [(LABELS[k], v) for k, v in rows]


@given(ROWS, st.sampled_from(["\n", "   "]))
@settings(max_examples=50, deadline=None)
def test_places_are_those_of_the_text(rows: list[tuple[str, str]], between: str) -> None:
    text = between.join(f"{label}：{value}" for label, value in rows)
    found, used = READER.pairs(lines_of(text))
    assert used == set(range(text.count("\n") + 1))
    for p, (label, value) in zip(found, rows, strict=True):
        assert text[p.start : p.end].strip() == f"{label}：{value}"


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("索引号： 发布机构：市民政局", [("index_number", ""), ("publisher", "市民政局")]),
        ("名称：湖州市统计公报", [("title", "湖州市统计公报")]),
        ("（来源：湖州日报）", [("source", "湖州日报）")]),
        ("信息来源:市民政局|作者:张三", [("source", "市民政局"), ("author", "张三")]),
    ],
)
def test_some_cards(text: str, fields: list[tuple[str, str]]) -> None:
    assert [(f, v.rstrip("）")) for f, v in pairs(text)] == [(f, v.rstrip("）")) for f, v in fields]


@pytest.mark.parametrize(
    "text",
    [
        "全市共有养老机构56家。",
        "本市各类养老机构的名称：由民政部门核定后公布",
        "活动举办时间和地点如下：市民广场",
        "来源",
        "各类经费来源广泛，合计12亿元。",
    ],
)
def test_prose_is_no_card(text: str) -> None:
    assert READER.pairs(lines_of(text)) == ([], set())


def test_labels_far_down_are_prose() -> None:
    text = "\n".join([*(f"第{n}段文字。" for n in range(80)), "发布日期：2023-05-06"])
    assert pairs(text) == []
