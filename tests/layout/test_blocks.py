"""A page's blocks: title, card, contents, headings with their paths, items, captions, notes, tables."""

from __future__ import annotations

import pytest

from extractor.models import Block, BlockKind
from tests.reading import page

PAGE = """索引号：0123-4567　发布机构：湖州市民政局
湖州市养老服务发展报告

一、基本情况
全市共有养老机构56家，比上年增加3家，机构数量和质量都有提高。
（一）机构养老
1.机构床位
机构床位共有1.2万张，其中护理型床位占六成以上，比上年提高两个百分点。
2.机构人员。从业人员3500人，其中护理员2100人，比上年略有增加。
（二）社区养老
◆新建社区服务站12个
◆改造老年食堂8家
二、主要目标
到明年底养老机构达到60家，护理型床位占比继续提高，服务质量进一步改善。
图为社区食堂。
注：数据为快报数。
床位数含家庭养老床位。
"""


def blocks(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """Kind, first characters and section path of every block."""
    chars, laid = page(text)
    return [(b.kind.value, chars[b.start : b.end][:8], b.section) for b in laid.blocks]


def kinds(text: str) -> list[str]:
    return [k for k, _, _ in blocks(text)]


def test_a_page_in_its_parts() -> None:
    one, care, beds = ("基本情况",), ("基本情况", "机构养老"), ("基本情况", "机构养老", "机构床位")
    assert blocks(PAGE) == [
        ("card", "索引号：0123", ()),
        ("title", "湖州市养老服务发", ()),
        ("heading", "一、基本情况", one),
        ("paragraph", "全市共有养老机构", one),
        ("heading", "（一）机构养老", care),
        ("heading", "1.机构床位", beds),
        ("paragraph", "机构床位共有1.", beds),
        ("paragraph", "2.机构人员。从", ("基本情况", "机构养老", "机构人员")),
        ("heading", "（二）社区养老", ("基本情况", "社区养老")),
        ("item", "◆新建社区服务站", ("基本情况", "社区养老")),
        ("item", "◆改造老年食堂8", ("基本情况", "社区养老")),
        ("heading", "二、主要目标", ("主要目标",)),
        ("paragraph", "到明年底养老机构", ("主要目标",)),
        ("caption", "图为社区食堂。", ("主要目标",)),
        ("note", "注：数据为快报数", ("主要目标",)),
        ("note", "床位数含家庭养老", ("主要目标",)),
    ]


def test_notes_end_with_the_next_heading() -> None:
    text = PAGE + "三、保障措施\n加强组织领导，完善配套政策，增加财政投入，推动各项任务落到实处。\n"
    assert kinds(text)[-2:] == ["heading", "paragraph"]


def test_card_and_notes_are_no_sentences() -> None:
    chars, laid = page(PAGE)
    said = [chars[s.start : s.end] for s in laid.sentences]
    assert not any("索引号" in s or "快报数" in s for s in said)
    assert "2.机构人员。" in said and "从业人员3500人，其中护理员2100人，比上年略有增加。" in said
    assert [laid.blocks[s.block].kind for s in laid.sentences if "食堂8家" in chars[s.start : s.end]] == [
        BlockKind.ITEM
    ]


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("湖州市2023年民政事业发展公报", "湖州市2023年民政事业发展公报"),
        (
            "湖州市统计局\n2023年湖州市国民经济和社会发展统计公报\n2024年3月5日",
            "2023年湖州市国民经济和社会发展统计公报",
        ),
        ("# 湖州市养老服务规划", "湖州市养老服务规划"),
        ("信息名称：湖州市养老服务规划\n发布机构：湖州市民政局", "湖州市养老服务规划"),
        ("来源：湖州日报\n湖州市交出民生实事成绩单", "湖州市交出民生实事成绩单"),
        ("| 指标 | 2022年 | 2023年 |\n| 床位 | 5 | 6 |\n| 机构 | 7 | 8 |", ""),
        ("指标    2022年    2023年\n床位    105    126\n机构    37    48", ""),
    ],
)
def test_the_title(head: str, title: str) -> None:
    body = "全市共有养老机构56家，比上年增加3家，机构数量和质量都有提高，服务能力进一步增强。"
    assert page(f"{head}\n\n{body}\n{body}")[1].title == title


def contents(text: str) -> list[Block]:
    return [b for b in page(text)[1].blocks if b.kind is BlockKind.CONTENTS]


@pytest.mark.parametrize("mark", ["目录", "目 录", "## 目录", "目　次"])
@pytest.mark.parametrize("dots", ["", "……3", "\t12"])
def test_contents_are_passed_over(mark: str, dots: str) -> None:
    parts = ["一、基本情况", "二、主要目标和重点任务", "三、保障措施"]
    body = [line for p in parts for line in (p, "全市养老机构达到60家，护理型床位占比继续提高，服务质量进一步改善。")]
    text = "\n".join(["湖州市养老服务规划", mark, *(p + dots for p in parts), *body])
    assert len(contents(text)) == 4
    chars, laid = page(text)
    assert [chars[b.start : b.end] for b in laid.blocks if b.kind is BlockKind.HEADING] == parts


def test_a_word_alone_makes_no_contents() -> None:
    assert contents("目录\n本目录列出全市各类养老机构，由市民政局编制，每年更新一次。\n全市共5家。") == []


TABLE = "| 指标 | 2022年 |\n|---|---|\n| 机构 | 52 |\n| 食堂 | 36 |\n"


def test_a_table_knows_its_section_and_title() -> None:
    text = "湖州市公报\n一、主要指标\n表1 全市养老服务主要指标（单位：家）\n" + TABLE
    chars, laid = page(text)
    (block,) = [b for b in laid.blocks if b.table is not None]
    assert block.kind is BlockKind.TABLE and block.section[:1] == ("主要指标",)
    assert block.table is not None and block.table.title is not None
    a, b = block.table.title
    assert chars[a:b].strip() == "表1 全市养老服务主要指标（单位：家）"


def test_a_line_that_only_gives_the_unit_belongs_to_the_title() -> None:
    text = "湖州市公报\n全市养老服务主要指标\n单位：家\n" + TABLE
    chars, laid = page(text)
    (table,) = [b.table for b in laid.blocks if b.table is not None]
    assert table.title is not None
    assert chars[table.title[0] : table.title[1]].split() == ["全市养老服务主要指标", "单位：家"]
