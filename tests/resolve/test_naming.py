"""Names of indicators: trimmed, split where several share their values, composed where one is not complete alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.resolve.naming import Namer
from tests.reading import records, rules

NAMER = Namer(rules().lexicon)
NOUNS = (
    "养老机构床位",
    "护理型床位",
    "社区食堂",
    "社会工作者",
    "公共图书馆",
    "托育机构",
    "城镇居民人均可支配收入",
    "老旧小区",
)
HEAD = "湖州市公报\n"


# --------------------------------------------------------------------------- trimming


@pytest.mark.parametrize(
    ("slot", "name"),
    [
        ("全市共有养老机构", "共有养老机构"),
        ("其中，护理型床位", "护理型床位"),
        ("全市护理型床位占比达到", "护理型床位占比"),
        ("截至目前，全市托育机构", "托育机构"),
        ("，全省粮食产量为", "粮食产量"),
        ("新增床位", "新增床位"),  # 新 is a part of the word
        ("总产值", "总产值"),
        ("基本养老保险参保人数", "基本养老保险参保人数"),
        ("（含托老所）养老机构", "（含托老所）养老机构"),
        ("养老机构）床位", "床位"),  # a bracket without its other half
        ("“一窗”事项", "“一窗”事项"),
        ("全市", ""),
        ("", ""),
    ],
)
def test_what_leads_in_and_out_is_no_part_of_a_name(slot: str, name: str) -> None:
    assert NAMER.trim(slot) in (name, name.removeprefix("共有"))


@given(
    st.sampled_from(NOUNS),
    st.sampled_from(["", "全市", "其中，", "截至目前，全市", "，"]),
    st.sampled_from(["", "达到", "为", "，"]),
)
@settings(max_examples=120, deadline=None)
def test_a_name_is_found_between_what_leads_in_and_out(noun: str, before: str, behind: str) -> None:
    assert NAMER.trim(before + noun + behind) == noun
    assert NAMER.trim(noun) == noun


@given(st.text("全市其中共有养老机构床位达到为，、（）年末新增占比", max_size=14))
@settings(max_examples=150, deadline=None)
def test_trimming_only_takes_away(slot: str) -> None:
    name = NAMER.trim(slot)
    assert name in slot
    assert name == name.strip("，、； ")
    assert name.count("（") == name.count("）")


def test_long_names_lose_their_enumerations() -> None:
    name = (
        "文化馆、图书馆、博物馆、美术馆、非遗馆、体育馆、青少年宫、"
        "妇女儿童活动中心等各级各类公共文化服务设施免费开放数量"
    )
    assert len(NAMER.shorten(name)) <= 40
    assert NAMER.shorten(name).endswith("公共文化服务设施免费开放数量")


# --------------------------------------------------------------------------- splitting


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("城乡居民人均可支配收入", ["城镇居民人均可支配收入", "农村居民人均可支配收入"]),
        ("城镇、农村居民人均可支配收入", ["城镇居民人均可支配收入", "农村居民人均可支配收入"]),
        ("第一、二、三产业增加值", ["第一产业增加值", "第二产业增加值", "第三产业增加值"]),
        ("公共图书馆、博物馆和文化馆", ["公共图书馆", "博物馆", "文化馆"]),
        ("图书馆与博物馆", ["图书馆", "博物馆"]),
        ("存贷款余额", ["存款余额", "贷款余额"]),
        ("男女职工平均工资", ["男职工平均工资", "女职工平均工资"]),
        ("大、中型企业", ["大型企业", "中型企业"]),
        ("社会散居孤儿、集中养育孤儿基本生活标准", ["社会散居孤儿基本生活标准", "集中养育孤儿基本生活标准"]),
        ("养老服务和儿童福利机构、社区食堂", ["养老服务和儿童福利机构", "社区食堂"]),  # 、 parts, 和 joins
    ],
)
def test_joined_names_are_split(name: str, parts: list[str]) -> None:
    assert NAMER.split(name, len(parts)) == parts


@pytest.mark.parametrize(
    ("name", "n"),
    [("养老机构床位", 2), ("图书馆、博物馆", 3), ("“图书馆和博物馆”之城", 2), ("、床位", 2), ("床位和", 2)],
)
def test_names_that_do_not_join_so_many(name: str, n: int) -> None:
    assert NAMER.split(name, n) is None


@given(
    st.lists(st.sampled_from(["图书馆", "博物馆", "文化馆", "影剧院", "敬老院"]), min_size=2, max_size=5, unique=True),
    st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_lists_are_split_at_every_member(members: list[str], last_word: bool) -> None:
    name = "、".join(members[:-1]) + ("和" if last_word else "、") + members[-1]
    assert NAMER.split(name, len(members)) == members


@pytest.mark.parametrize(
    ("name", "n", "items"),
    [
        ("三次产业结构", 3, ["第一产业增加值占比", "第二产业增加值占比", "第三产业增加值占比"]),
        ("男性与女性比例", 2, ["男性占比", "女性占比"]),
        ("三次产业结构", 2, None),
        ("比例", 2, None),
    ],
)
def test_terms_of_a_ratio(name: str, n: int, items: list[str] | None) -> None:
    assert NAMER.ratio_items(name, n) == items


# --------------------------------------------------------------------------- composing


@pytest.mark.parametrize(
    ("name", "topic", "parent", "full"),
    [
        ("护理型床位", "", "", "护理型床位"),
        ("从业人员", "养老机构", "", "养老机构从业人员"),
        ("养老机构从业人员", "养老机构", "", "养老机构从业人员"),
        ("新增就业", "养老机构", "", "新增就业"),  # no name that needs a body
        ("城镇居民", "", "居民人均可支配收入", "城镇居民人均可支配收入"),
        ("税收收入", "", "一般公共预算收入", "税收收入"),  # measured by itself
        ("国家级", "", "重点实验室", "国家级重点实验室"),
    ],
)
def test_names_are_made_complete(name: str, topic: str, parent: str, full: str) -> None:
    assert NAMER.compose(name, topic, parent) == full


@given(st.sampled_from(NOUNS), st.sampled_from(["", *NOUNS]), st.sampled_from(["", *NOUNS]))
@settings(max_examples=100, deadline=None)
def test_composing_adds_only_what_the_text_said(name: str, topic: str, parent: str) -> None:
    full = NAMER.compose(name, topic, parent)
    assert set(full) <= set(name + topic + parent)
    assert any(c in full for c in name)


# --------------------------------------------------------------------------- in sentences


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("2023年，全市共有养老机构56家，床位1.2万张。", ["养老机构", "床位"]),
        ("2023年，全市新建、改建社区食堂36个、52个。", ["新建社区食堂", "改建社区食堂"]),
        ("2023年，全市床位1.2万张，其中，78%为护理型床位。", ["床位", "护理型床位占比"]),
        ("2023年，为5.6万名老年人提供助餐服务。", ["老年人助餐服务"]),
        ("2023年，民政部门共救助流浪乞讨人员1260人次。", ["救助流浪乞讨人员"]),
        ("2023年，三次产业结构为4.1:48.7:47.2。", ["第一产业增加值占比", "第二产业增加值占比", "第三产业增加值占比"]),
        ("2023年，城乡居民收入分别为6.8万元和4.1万元。", ["城镇居民收入", "农村居民收入"]),
        ("2023年，全市工业投资50亿元，占投资总额的41.7%。", ["工业投资", "工业投资占投资总额比重"]),
        ("2023年，全市工业增加值增长7.2%，居全省第3位。", ["工业增加值", "工业增加值全省排名"]),
    ],
)
def test_names_in_sentences(text: str, names: list[str]) -> None:
    assert [r.indicator_raw for r in records(HEAD + text)] == names


def test_the_members_of_a_list_share_its_verb() -> None:
    got = records(HEAD + "2023年，全市新建社区食堂36个、老年活动室52个，改造敬老院12家。")
    assert [r.indicator for r in got] == ["新建社区食堂", "新建老年活动室", "改造敬老院"]


def test_joined_names_take_their_values_in_turn() -> None:
    got = records(HEAD + "2023年，全市公共图书馆、博物馆、文化馆分别为5个、12个和6个。")
    assert [(r.indicator_raw, int(r.value or 0)) for r in got] == [("公共图书馆", 5), ("博物馆", 12), ("文化馆", 6)]
    assert [r.indicator_id for r in got] == ["culture.libraries", "culture.museums", "culture.cultural_centres"]


@pytest.mark.xfail(strict=True, reason="what the share is of stays in its name")
def test_a_share_before_what_it_is_of() -> None:
    (r,) = records(HEAD + "2023年，全市78%的床位为护理型床位。")
    assert r.indicator == "护理型床位占比"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("●医院52家", "医院"),
        ("1.新增养老床位500张。", "新增养老床位"),
        ("（1）新增养老床位500张。", "新增养老床位"),
        ("◆新增养老床位500张", "新增养老床位"),
    ],
)
def test_the_mark_of_a_list_is_no_part_of_a_name(text: str, name: str) -> None:
    (r,) = records(f"{HEAD}2023年主要工作完成情况如下，各项任务均按计划推进，成效明显：\n{text}\n{text}")[:1]
    assert r.indicator_raw == name


@pytest.mark.xfail(strict=True, reason="only the last of joined names is told to be a share")
def test_a_share_of_each_of_two() -> None:
    got = records(HEAD + "2023年，男性人口和女性人口分别占51.2%和48.8%。")
    assert [r.indicator for r in got] == ["男性人口占比", "女性人口占比"]


@pytest.mark.xfail(strict=True, reason="joined names are not split where a verb stands between their values")
def test_two_verbs_for_two_names() -> None:
    got = records(HEAD + "2023年，全市进口额、出口额分别增长3.2%和下降1.5%。")
    assert [(r.indicator_raw, float(r.value or 0)) for r in got] == [("进口额", 3.2), ("出口额", -1.5)]
