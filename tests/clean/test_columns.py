"""Broken lines: wrapped text flows again, newspaper columns meet, and what stands alone stays alone."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.clean.columns import join_lines
from extractor.clean.piped import join_rows
from extractor.clean.text import Text
from extractor.clean.words import crosses_words, fluency, frequency

from .material import context

PARAGRAPHS = (
    "全年实现地区生产总值512.4亿元，按可比价格计算，比上年增长6.3%。其中，第一产业增加值36.8亿元，增长3.1%；"
    "第二产业增加值248.7亿元，增长7.2%；第三产业增加值226.9亿元，增长5.9%。人均地区生产总值达到6.2万元，居民收入稳步提高。",
    "养老服务供给持续扩大，全区建有各类养老机构86家，机构床位1.25万张，护理型床位占比达到67.5%，完成困难老人家庭"
    "适老化改造3200户，建成社区食堂和老年助餐点214个，日均供餐1.78万份，居家养老服务覆盖全部街道和乡镇。",
    "教育资源布局更加优化，新建改扩建中小学和幼儿园28所，新增学位2.4万个，普惠性幼儿园覆盖率达到89.3%，义务教育学校"
    "课后服务实现全覆盖，职业院校与企业共建实训基地57个，全年培训各类技能人才4.6万人次。",
    "生态环境质量持续改善，空气优良天数比率为83.6%，细颗粒物平均浓度为29微克/立方米，国考断面水质优良比例达到95.8%，"
    "完成造林绿化面积1.3万亩，建成口袋公园36个，城市污水集中处理率提高到97.2%。",
)
HEADINGS = ("一、综合", "二、社会保障", "（三）教育事业", "第四节 生态环境")


def joined(raw: str) -> str:
    return join_lines(Text.of(raw), context(raw))[0].chars


def wrapped(paragraph: str, widths: list[int], by_width: bool = False) -> str:
    """A paragraph broken after so many characters (or so much width), whatever stands there."""
    out, line, k = [], "", 0
    for c in paragraph:
        size = sum(2 if ord(x) > 127 else 1 for x in line + c) if by_width else len(line) + 1
        if size > widths[k % len(widths)]:
            out.append(line)
            line, k = "", k + 1
        line += c
    return "\n".join([*out, line])


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("by_width", [False, True])
@settings(max_examples=25, deadline=None)
@given(st.integers(26, 42), st.permutations(PARAGRAPHS))
def test_wrapped_text_flows_again(by_width: bool, gap: str, n: int, paragraphs: list[str]) -> None:
    width = [2 * n if by_width else n]
    lines = [x for h, p in zip(HEADINGS, paragraphs, strict=True) for x in (h, wrapped(p, width, by_width))]
    raw = "\n".join(lines).replace("\n", gap)
    got = [x for x in joined(raw).split("\n") if x]
    cut_at_marks = sum(x[-1] in "。；：" for p in lines for x in p.split("\n")[:-1])
    assert "".join(got) == "".join(x for p in zip(HEADINGS, paragraphs, strict=True) for x in p)
    assert len(got) <= 2 * len(paragraphs) + cut_at_marks
    assert set(HEADINGS) <= set(got)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6))
def test_ragged_wrapping_flows_again(seed: int) -> None:
    rnd = random.Random(seed)
    lines = [wrapped(p, [rnd.randint(35, 40) for _ in range(40)]) for p in PARAGRAPHS]
    got = joined("\n".join(lines)).split("\n")
    missed = [x for x in got if x[-1] not in "。；："]
    assert len(missed) <= 2
    assert joined("\n".join(got)) == "\n".join(got)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("文化服务不断延伸。数字阅读平台上线运行，全区86家", "图书馆分馆的目录全部联通，读者就近借还。"),
        ("公共停车更加便利。城管部门推出“泊位", "通”小程序，居民在手机上查找空位。"),
        ("水利工程进展顺利，病险水库除险加固9座，其中有2座获评省级示", "范工程。"),
        ("完成投资512", ".4亿元，比上年增长6.3%。"),
        ("全年累计发放消费券2.", "5万张，拉动消费明显。"),
        ("持续完善托育、养老、", "助残等服务，惠及群众3.6万人。"),
        ("为低收入家庭减免费用，惠及困难群众的", "各项政策全面落实。"),
        ("本区优化各类服务（含", "线上服务）流程，压缩时限。"),
        ("居民收入稳步增长", "，生活质量明显提高。"),
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n\n\n"])
def test_columns_meet(left: str, right: str, gap: str) -> None:
    if left.endswith("512"):
        left = "全市经济平稳运行，" + left
    assert joined(left + gap + right) == left + right


@pytest.mark.parametrize(
    "raw",
    [
        "坚持绿色发展，城乡环境更加宜居\n2023年，全区建成社区食堂36个。",
        "擦亮旅游名片\n\n全区接待游客86万人次，收入稳步增长。",
        "一、综合\n全年实现地区生产总值512.4亿元。",
        "全区新建食堂36个，覆盖全部街道，深受居民欢迎，就餐人数持续增加\n图为居民在社区食堂就餐。",
        "全区新建食堂36个，覆盖全部街道，深受居民欢迎，就餐人数持续增加\n（二）教育事业稳步发展。",
        "全区新建食堂36个，覆盖全部街道，深受居民欢迎，就餐人数持续增加\n3. 教育事业稳步发展。",
        "全区新建食堂36个，覆盖全部街道，深受居民欢迎，就餐人数持续增加\n来源：湖滨日报",
        "各位代表：\n下面，我谈三点看法，请大家讨论。",
        "湖滨市幸福里社区\n居民在新建的广场上跳舞，其乐融融",
        "湖滨日报讯，全区食堂建设提速，惠及居民。（张三 李四）\n2023年，全区新增床位1200张。",
        "指标\t2023年\n床位\t1200",
        "| 床位 | 12 |\n| 机构 | 3 |",
        "# 全区养老服务体系建设情况通报\n全区建有养老机构86家。",
        "- 床位1200张，\n- 机构86家。",
    ],
)
def test_what_stands_alone_stays_alone(raw: str) -> None:
    assert joined(raw) == raw


CELLS = (
    "类别",
    "序号",
    "指标名称",
    "单位",
    "2020年",
    "2025年",
    "属性",
    "养老服务",
    "1",
    "护理型床位占比",
    "%",
    "63",
    "80",
    "约束性",
    "2",
    "标准化养老服务中心数量",
    "4",
    "18",
    "预期性",
    "儿童福利",
    "3",
    "设施建成率",
    "%",
    "60/50",
    "100/100",
    "1.3亿元/年",
    "2021-2025年",
    "湖滨市民政局",
    "各区（市）民政局",
    "提升服务",
    "能力建设",
)


@given(st.lists(st.sampled_from(CELLS), min_size=2, max_size=60), st.sampled_from(("\n", "\n\n", "\n\n        ")))
def test_cells_of_a_flattened_table_stay_apart(cells: list[str], gap: str) -> None:
    raw = gap.join(cells)
    assert joined(raw) == raw


def test_indents_between_are_taken_out_and_offsets_stay() -> None:
    raw = "    文化服务不断延伸。数字阅读平台上线，全区86家\n\n    图书馆分馆全部联通，读者就近借还。"
    text, repairs = join_lines(Text.of(raw), context(raw))
    assert text.chars == raw.replace("\n\n    ", "")
    (repair,) = repairs
    assert raw[repair.raw_start : repair.raw_end] == "\n\n    " == repair.before
    at = text.chars.index("图书")
    assert raw[slice(*text.raw_span(at, at + 4))] == "图书馆分"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("湖滨区图书馆接待读者和参加活动的居民16,", "336人次。"),
        ("湖滨区图书馆接待读者和参加活动的居民16", ",336人次。"),
        ("湖滨区图书馆的藏书和期刊、报纸总数12.", "8万册。"),
        ("湖滨区、东林区用于公共文化的支出19.5亿", "元，用途公开。"),
        ("全区居民借阅纸质图书的数量比上年下降", "1.8%。"),
        ("成文于2016年1", "月26日"),
        ("成文于2016年1月2", "6日"),
    ],
)
@pytest.mark.parametrize("indent", ["", "    "])
def test_numbers_and_dates_flow_again_whatever_the_indent(left: str, right: str, indent: str) -> None:
    assert joined(f"{left}\n{indent}{right}") == left + right


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("湖滨区图书馆接待读者和参加活动的居民1625,", "336人次。"),
        ("湖滨区图书馆接待读者和参加活动的居民16,", "33人次。"),
        ("湖滨区图书馆接待读者，参加活动的居民众多", "15"),
    ],
)
def test_numbers_that_are_none_together_stay_apart(left: str, right: str) -> None:
    assert joined(f"{left}\n    {right}") == f"{left}\n    {right}"


@given(st.lists(st.sampled_from((*PARAGRAPHS, "1,", "234人", "16", "5.", "亿元", "2016年1", "月6日")), max_size=8))
def test_joining_keeps_every_character_and_joining_again_changes_nothing(parts: list[str]) -> None:
    raw = "\n".join(wrapped(p, [31]) for p in parts)
    once = joined(raw)
    assert "".join(once.split()) == "".join(raw.split())
    assert joined(once) == once


def test_latin_words_keep_a_blank() -> None:
    raw = "本区与多家企业合作。推进项目落地，引进的实验室采用 open\nsource 软件，覆盖多个院校。"
    assert "open source" in joined(raw)


def test_words_know_what_reads_well() -> None:
    assert frequency("医疗") > 0 == frequency("疗机")
    assert fluency("医疗机构") > fluency("疗医构机")
    assert crosses_words("获评省级示", "范工程")
    assert not crosses_words("服务体系", "全区建成")


def _hanging(paragraphs: tuple[str, ...], width: int, blank: str) -> str:
    """Paragraphs broken at a number of characters, wherever that falls, with the lines that go on set in."""
    lines = []
    for p in paragraphs:
        lines += [f"{blank if n else ''}{p[n : n + width]}" for n in range(0, len(p), width)]
    return "\n".join(lines)


#: Paragraphs of one shape: all break at about the same place, in no word and no number.
ALIKE = tuple(
    f"{city}GDP总量1,234.5亿元，常住人口{n}12.6万，人均GDP 101,23{n}元，财政收入23{n}.7亿元，各项事业持续推进。"
    for n, city in enumerate(("甲城", "乙城", "丙城", "丁城", "戊城", "己城"), 1)
)


@pytest.mark.parametrize("width", [28, 29, 30, 31, 32, 33, 34])
@pytest.mark.parametrize("blank", ["  ", "    "])
def test_an_indent_tells_what_goes_on(width: int, blank: str) -> None:
    lines = joined(_hanging(ALIKE, width, blank)).split("\n")
    assert [line.replace(" ", "") for line in lines] == [p.replace(" ", "") for p in ALIKE]


def test_a_word_of_latin_letters_is_put_together_where_the_text_has_it_whole() -> None:
    whole = joined(_hanging(ALIKE, 31, "  "))
    assert "人均GDP 101,231元" in whole


TABLE = "| 行业 | 1985 | 1995 |\n| --- | --- | --- |\n| 煤炭采选 | 6.4 | 3.5 |\n| 食品、饮料 | 6.0 | 8.3 |"


@pytest.mark.parametrize("width", [7, 9, 11, 13, 40])
def test_broken_rows_of_a_piped_table_are_whole_again(width: int) -> None:
    head, dashes, *rows = TABLE.split("\n")
    torn = ["\n".join(r[n : n + width] for n in range(0, len(r), width)) for r in (head, *rows)]
    raw = "\n".join(["变化情况见表。", torn[0], dashes, *torn[1:], "", "其他行业稳定。"])
    got, repairs = join_rows(Text.of(raw), context(raw))
    assert got.chars == "变化情况见表。\n" + TABLE + "\n\n其他行业稳定。"
    assert bool(repairs) == (width < 40)


def test_broken_rows_with_more_cells_than_the_first_head_are_whole_again() -> None:
    heads = "|  | 资产(%) | 人员(%) |\n| --- | --- | --- |\n|  | 1985 | 1995 | 1985 | 1995 |"
    table = f"{heads}\n| 国有 | 74.6 | 53.7 | 41.1 | 31.6 |"
    torn = table.replace("1985 | 1995 |\n| 国", "1985 \n| 1995 |\n| 国").replace("41.1", "4\n1.1")
    assert join_rows(Text.of(torn), context(torn))[0].chars == table


@pytest.mark.parametrize("raw", [TABLE, TABLE.replace("8.3 |", "8.3"), "| 甲 | 乙\n| 丙 |", "a | b\n-|-\n1 | 2"])
def test_whole_rows_and_what_is_no_row_stay(raw: str) -> None:
    assert join_rows(Text.of(raw), context(raw))[0].chars == raw
