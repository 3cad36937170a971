"""Numbers that the source lost: found where no clean text could look so, never elsewhere, and never given a value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.models import Gap
from tests import gold
from tests.reading import CORPUS, extract, read

HEAD = "湖州市公报\n2023年，全市养老服务加快发展，各项任务圆满完成。\n"


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause with a place for its number, and what stands in for it when the number is lost."""

    form: str
    unit: str

    def whole(self, n: int) -> str:
        return self.form.format(n=n)

    @property
    def torn(self) -> str:
        return self.form.format(n="")


#: Clauses that no clean text has without their number.
CERTAIN = (
    Clause("为{n}户困难家庭改造居室", "户"),
    Clause("巡视探访独居老人{n}余人次", "人次"),
    Clause("完成任务的{n}%", "%"),
    Clause("发放各类补贴{n}亿元", "元"),
    Clause("培训护理人员{n}人次", "人次"),
    Clause("新建社区食堂{n}家", "家"),
    Clause("床位使用率提高{n}个百分点", "个百分点"),
    Clause("接待群众近{n}人次", "人次"),
)
#: Clauses without a number that look as if they had lost one.
CLEAN = (
    "全市共有众多养老机构",
    "惠及千家万户",
    "多家机构参与服务",
    "群众业余文化生活丰富",
    "其余各家按期完成",
    "数十家企业报名",
    "每人每户都要了解政策",
    "近期将陆续开放",
    "由专人负责到户",
    "全年各项指标稳中有进",
    "年底前全部完成",
    "一批项目建成投用",
    "逐项落实各项任务",
    "举办多场专场招聘",
    "市场活力不断增强",
    "老人就餐更加方便",
    "完成率达到百分之百",
    "为困难家庭提供帮助",
    "百分之九十的群众满意",
    "社区食堂家家户户都满意",
    "国家、省级示范点12家通过验收",
    "邀请专家、企业12家座谈",
    "甲乙两区各个方面都有进展",
)


def gaps(text: str) -> tuple[Gap, ...]:
    return extract(HEAD + text).gaps


@given(
    st.permutations(range(len(CERTAIN))),
    st.integers(3, len(CERTAIN)),
    st.integers(3, 99),
    st.sampled_from(["，", "。", "；", "。\n"]),
)
@settings(max_examples=25, deadline=None)
def test_every_lost_number_is_a_gap_and_every_other_a_record(order: list[int], torn: int, n: int, between: str) -> None:
    clauses = [CERTAIN[k] for k in order]
    text = between.join([c.torn if k < torn else c.whole(n) for k, c in enumerate(clauses)]) + "。"
    found = extract(HEAD + text)
    assert [g.unit for g in found.gaps] == [c.unit for c in clauses[:torn]]
    assert len(found.records) == len(clauses) - torn
    assert all(r.value is not None and str(n) in r.raw_text for r in found.records)


@given(st.lists(st.sampled_from(CLEAN), min_size=1, max_size=8), st.integers(2, 999))
@settings(max_examples=25, deadline=None)
def test_a_clean_text_has_no_gap(clauses: list[str], n: int) -> None:
    whole = [c.whole(n) for c in CERTAIN[:3]]
    assert gaps("，".join([*clauses, *whole]) + "。") == ()


@pytest.mark.parametrize(
    ("clause", "raw"),
    [
        ("新建书屋（含分馆）家、驿站12家", "家"),
        ("小学所、初中所、普通高中58所", "所"),
        ("其中西区、东区各个。", "个"),
        ("比年初计划的个还多", "个"),
        ("收到的件均已办结", "件"),
        ("家托养机构完成规范化提升", "家"),
    ],
)
def test_units_that_a_list_or_what_follows_shows_to_have_lost_a_number(clause: str, raw: str) -> None:
    torn = "，".join(c.torn for c in CERTAIN[:3])
    found = gaps(f"{torn}，{clause}。")
    assert raw in [g.raw_text for g in found[3:]]


@pytest.mark.parametrize(
    ("clause", "raw", "unit", "name"),
    [
        ("为户困难老人改造居室", "户", "户", "困难老人改造居室"),
        ("服务老人余人次", "余人次", "人次", "服务老人"),
        ("完成任务的%", "%", "%", "任务完成率"),
        ("投入资金亿元", "亿元", "元", "投入资金"),
        ("新建社区食堂家", "家", "家", "新建社区食堂"),
        ("接待游客近人次", "近人次", "人次", "接待游客"),
        ("比上年提高个百分点", "个百分点", "个百分点", ""),
    ],
)
def test_what_a_gap_tells(clause: str, raw: str, unit: str, name: str) -> None:
    (gap,) = gaps(f"{clause}。")
    assert (gap.raw_text, gap.unit) == (raw, unit)
    assert not name or gap.indicator == name


@pytest.mark.parametrize(
    ("text", "raw"),
    [("接待近×万人次", "×万人次"), ("投入x元", "x元"), ("建成**个站点", "**个"), ("惠及＿＿＿户", "户")],
)
def test_masked_digits(text: str, raw: str) -> None:
    (gap,) = gaps(text + "。")
    assert gap.raw_text.endswith(raw)


#: Signs that are rare but possible in a clean text: they count only beside certain ones.
UNCERTAIN = ("截至年底，机构全部达标", "惠及居民多台", "受益群众达万人次")


@pytest.mark.parametrize("clause", UNCERTAIN)
def test_uncertain_signs_count_only_in_a_damaged_document(clause: str) -> None:
    torn = "。".join(c.torn for c in CERTAIN[:4])
    damaged = gaps(f"{torn}。{clause}。")
    assert len(damaged) == 5
    assert len(gaps(f"{CERTAIN[0].whole(52)}。{clause}。")) <= 1


@pytest.mark.parametrize("text", ["年，全市共有机构56家。", "截至年，全市共有机构56家。", "该项目年5月建成。"])
def test_years_that_lost_their_figures(text: str) -> None:
    found = [g for g in gaps(text) if g.unit == "年"]
    assert len(found) == 1
    assert found[0].raw_text == "年"


def test_no_value_is_given_for_a_gap() -> None:
    assert "value" not in Gap.model_fields
    found = extract(HEAD + "。".join(c.torn for c in CERTAIN) + "。")
    assert found.records == () and len(found.gaps) == len(CERTAIN)


def test_what_follows_a_gap_knows_its_name() -> None:
    found = extract(HEAD + "接待游客余人次，增长5.2%。")
    assert [(r.indicator_raw, r.measure) for r in found.records] == [("接待游客", "growth")]


# --------------------------------------------------------------------------- annotated bulletins

PAIRS = [(path, g) for path, g in gold.corpus_pairs(CORPUS)]


@pytest.mark.parametrize(("path", "wanted"), PAIRS, ids=[p.name for p, _ in PAIRS])
def test_no_record_lies_in_a_gap(path: Path, wanted: gold.Gold) -> None:
    found = read(path)
    for g in found.gaps:
        assert not [r for r in found.records if r.raw_start < g.raw_end and g.raw_start < r.raw_end]
        assert found.source.raw[g.raw_start : g.raw_end] == g.raw_text


@pytest.mark.parametrize(
    ("path", "wanted"), [(p, g) for p, g in PAIRS if not g.of("gap")], ids=[p.name for p, g in PAIRS if not g.of("gap")]
)
def test_bulletins_that_lost_nothing_have_no_gap(path: Path, wanted: gold.Gold) -> None:
    assert read(path).gaps == ()


@pytest.mark.parametrize("clause", ["完成年度任务", "实施年度计划", "开展年度考核"])
def test_a_yearly_task_has_lost_no_year(clause: str) -> None:
    torn = "。".join(c.torn for c in CERTAIN[:4])
    assert len(gaps(f"{torn}。{clause}。")) == 4


@pytest.mark.parametrize("year", ["二○二○年", "一九九○年", "二○一○年"])
def test_a_year_in_words_is_whole(year: str) -> None:
    assert gaps(f"{year}，全市共有机构56家。") == ()


@pytest.mark.parametrize("clause", ["上万人次参加", "成千上万人次受益"])
def test_upwards_of_a_scale_is_not_torn(clause: str) -> None:
    torn = "。".join(c.torn for c in CERTAIN[:4])
    assert len(gaps(f"{torn}。{clause}。")) == 4


LOSSES = "市民实事简报\n2021年，为户困难家庭改造住房，完成年度任务的%，惠及余人次。"
"""A document that shows by itself that its digits are lost."""


@pytest.mark.parametrize(
    ("sentence", "left", "unit"),
    [
        ("组建应急队伍人、巡查队伍人。", "人", "人"),
        ("受理网上订单个，办结率高。", "个", "个"),
        ("为人提供上门理发服务。", "人", "人"),
        ("全市件民生实事提前完成。", "件", "件"),
        ("改建绿地一片，其中个公园全天开放。", "个", "个"),
        ("检查消防设施万余处。", "万余处", "处"),
    ],
)
def test_a_unit_alone_is_a_hole_where_the_page_lost_digits(sentence: str, left: str, unit: str) -> None:
    gaps = [(g.raw_text, g.unit) for g in extract(LOSSES + sentence).gaps]
    assert (left, unit) in gaps[3:]
    assert extract("市民实事简报\n2021年，" + sentence).gaps == ()


@pytest.mark.parametrize(
    "sentence", ["截至年末，全市共有书店52家。", "二○二○年四月，全市新建书店3家。", "大陆游客增长5%，队伍更强。"]
)
def test_what_looks_like_a_hole_and_is_none(sentence: str) -> None:
    assert extract("全市统计简报\n" + sentence).gaps == ()


@pytest.mark.parametrize(
    ("text", "unit"), [("增长○○%", "%"), ("新建○家", "家"), ("服务○○万人次", "人次"), ("共□□个", "个")]
)
def test_masked_digits_are_a_gap_and_no_zero(text: str, unit: str) -> None:
    found = extract(f"湖州市公报\n2023年，全市养老床位5000张，{text}。")
    assert [r.raw_text for r in found.records] == ["5000张"]
    assert [g.unit for g in found.gaps] == [unit]


@pytest.mark.parametrize(
    ("text", "unit"), [("新建农家书屋养老服务点个，覆盖山区。", "个"), ("全年，名残疾人找到新岗位。", "人")]
)
def test_some_units_alone_are_a_hole_in_any_page(text: str, unit: str) -> None:
    assert [g.unit for g in extract("市民实事简报\n2021年，" + text).gaps] == [unit]


@pytest.mark.parametrize(
    "text", ["出口下�2.8%，进口增长3.1%", "床位552?，其中护理型床位301张", "增加值下降0.9%？2.8%，投资增长5%"]
)
def test_a_number_beside_a_lost_character_states_nothing(text: str) -> None:
    found = extract(f"湖州市公报\n2023年，全市{text}。")
    lost = {"2.8%", "552", "0.9%"}
    assert not lost & {r.raw_text for r in found.records} and found.records
    assert any(r.reason == "beside a character that is lost" for r in found.refusals)


def test_a_row_whose_unit_is_torn_states_nothing() -> None:
    rows = "| 失业人员再就业（万人? | 5.2 |\n| 新增就业（万人） | 8.1 |\n"
    page = f"湖州市2023年就业公报\n| 指标 | 2023年 |\n|---|---|\n{rows}"
    assert [r.raw_text for r in extract(page, "a.md").records] == ["8.1"]


def test_a_unit_alone_before_the_next_name_of_a_list() -> None:
    got = extract(HEAD + "全市现有初中所、普通高中58所，派出所、司法所43所。")
    assert [(g.raw_text, g.indicator) for g in got.gaps] == [("所", "初中")]
    assert [(r.raw_text, r.indicator_raw) for r in got.records] == [("58所", "普通高中"), ("43所", "派出所、司法所")]
