"""What a document says of itself: title, publisher, dates, kind, area and year, in the forms that pages have."""

from __future__ import annotations

from datetime import date

import pytest

from extractor.models import Card
from tests.reading import extract, said

BODY = "全年地区生产总值3850亿元，比上年增长5.2%，其中第三产业增加值1800亿元，增长6.1%，民生保障持续改善。\n"


def card(text: str, name: str = "bulletin.txt") -> Card:
    return extract(text, name).card


def test_a_page_with_a_card() -> None:
    c = card(
        "索引号：01234567/2023-00012\n发布机构：湖州市民政局\n发布日期：2023-05-06\n生成日期：2023-04-28\n文号：湖民发〔2023〕5号\n"
        "有效性：有效\n来源：市民政局规划处\n湖州市养老服务发展“十四五”规划\n到2025年，全市养老床位达到3万张，社区食堂实现全覆盖。\n"
    )
    assert (c.title, c.publisher, c.doc_kind) == ("湖州市养老服务发展“十四五”规划", "湖州市民政局", "规划")
    assert (c.published, c.published_text) == (date(2023, 5, 6), "2023-05-06")
    assert (c.index_number, c.document_number, c.validity) == ("01234567/2023-00012", "湖民发〔2023〕5号", "有效")
    assert (c.region, c.region_code) == ("湖州市", "330500")
    assert said(c.period_start, c.period_end) == "2021/2025"
    assert c.other["来源"] == "市民政局规划处" and c.other["生成日期"] == "2023-04-28"


def test_a_page_whose_head_has_organ_and_date() -> None:
    c = card("湖州市统计局\n国家统计局湖州调查队\n2023年3月10日\n2022年湖州市国民经济和社会发展统计公报\n" + BODY)
    assert (c.title, c.publisher) == ("2022年湖州市国民经济和社会发展统计公报", "湖州市统计局")
    assert (c.published_text, c.doc_kind, c.region) == ("2023-03-10", "统计公报", "湖州市")
    assert said(c.period_start, c.period_end) == "2022"


def test_a_page_that_is_signed_at_its_end() -> None:
    c = card(
        "关于印发湖州市2023年民生实事项目实施方案的通知\n各区县人民政府：\n"
        + BODY
        + "湖州市人民政府办公室\n2023年2月3日\n"
    )
    assert (c.publisher, c.published_text) == ("湖州市人民政府办公室", "2023-02-03")
    assert c.doc_kind == "计划"  # a notice hands on what its title names


def test_a_page_of_a_newspaper() -> None:
    c = card(
        "湖州交出民生实事成绩单\n湖州日报 2024-01-12 08:30\n我市新增养老床位512张，德清县新增98张，安吉县新增102张，"
        "湖州市民政局介绍。\n"
    )
    assert (c.published_text, c.region) == ("2024-01-12", "湖州市")
    assert said(c.period_start, c.period_end) == "2023"


def test_a_page_in_markdown_and_a_web_page() -> None:
    for text, name in (
        ("# 湖州市2022年教育事业发展统计公报\n\n" + BODY, "a.md"),
        (
            f"<html><head><title>门户</title></head><body><h1>湖州市2022年教育事业发展统计公报</h1><p>{BODY}</p></body></html>",
            "a.html",
        ),
    ):
        c = card(text, name)
        assert (c.title, c.region, c.doc_kind) == ("湖州市2022年教育事业发展统计公报", "湖州市", "统计公报")


# --------------------------------------------------------------------------- dates


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("2023年3月10日", "2023-03-10"),
        ("（2023年3月10日）", "2023-03-10"),
        ("发布时间：2023-03-10 09:12", "2023-03-10"),
        ("发布日期：2023/3/10", "2023-03-10"),
        ("日期：2023.03.10", "2023-03-10"),
        ("发布日期：2023年3月", "2023-03"),
        ("发布日期：2023年", "2023"),
        ("2023年2月30日", None),
        ("全年完成5项任务", None),
    ],
)
def test_when_it_was_published(line: str, published: str | None) -> None:
    c = card(f"湖州市2022年统计公报\n{line}\n{BODY}")
    assert c.published_text == published
    assert c.published == (None if published is None else date.fromisoformat((published + "-01-01")[:10]))


@pytest.mark.xfail(strict=True, reason="dates in words are not read")
def test_a_date_of_issue_in_words() -> None:
    assert card(f"湖州市2022年统计公报\n二〇二三年三月十日\n{BODY}").published_text == "2023-03-10"


# --------------------------------------------------------------------------- kind and year


@pytest.mark.parametrize(
    ("title", "kind", "period"),
    [
        ("湖州市2022年国民经济和社会发展统计公报", "统计公报", "2022"),
        ("2022年湖州市教育事业发展公报", "公报", "2022"),
        ("湖州市养老服务发展“十四五”规划", "规划", "2021/2025"),
        ("湖州市国民经济和社会发展第十四个五年规划纲要", "规划", "2021/2025"),
        ("湖州市养老服务规划（2021—2025年）", "规划", "2021/2025"),
        ("湖州市2023年政府工作报告", "政府工作报告", "2022"),  # the year of issue: its first part is on the year before
        ("湖州市2022年民生实事完成情况", "民生实事", "2022"),
        ("湖州市2022年民政工作总结", "工作总结", "2022"),
        ("湖州市2022年统计年报", "年报", "2022"),
        ("二〇二二年湖州市统计公报", "统计公报", "2022"),
        ("湖州市“十三五”规划执行情况通报", "规划", "2016/2020"),
    ],
)
def test_kind_and_year_by_the_title(title: str, kind: str, period: str) -> None:
    c = card(f"{title}\n{BODY}")
    assert (c.doc_kind, said(c.period_start, c.period_end)) == (kind, period)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("湖州市统计公报\n2022年，全市机构56家。2021年，全市机构52家。\n", "2022"),  # the latest year told as done
        ("湖州市统计公报\n2022年，全市机构56家。到2025年，机构达到60家。\n", "2022"),
        ("湖州市统计公报\n2023年2月10日\n去年，全市机构56家，床位1.2万张。\n", "2022"),
        ("湖州市统计公报\n2023年11月10日\n全市机构56家，床位1.2万张。\n", "2023"),
        ("湖州市统计公报\n全市机构56家，床位1.2万张。\n", ""),
    ],
)
def test_the_year_by_the_text(text: str, year: str) -> None:
    c = card(text)
    assert said(c.period_start, c.period_end) == year


# --------------------------------------------------------------------------- area


@pytest.mark.parametrize(
    ("text", "region", "code"),
    [
        ("湖州市统计公报\n", "湖州市", "330500"),
        ("浙江省教育事业发展统计公报\n", "浙江省", "330000"),
        ("德清县统计公报\n", "德清县", "330521"),
        ("北京市统计公报\n", "北京市", "110000"),
        ("广西壮族自治区统计公报\n", "广西壮族自治区", "450000"),
        ("全国教育事业发展统计公报\n", "全国", "000000"),
        ("中华人民共和国2022年国民经济和社会发展统计公报\n", "全国", "000000"),
        ("京津冀协同发展统计公报\n", "京津冀", None),
        ("统计公报\n发布机构：湖州市统计局\n", "湖州市", "330500"),
        ("居民收入情况\n全市收入6.2万元。湖州市收入7.1万元。我市增长5%。湖州市居民收入增长4%。\n", "湖州市", "330500"),
        ("某某统计公报\n", None, None),
    ],
)
def test_the_area_of_a_document(text: str, region: str | None, code: str | None) -> None:
    c = card(text + "居民生活持续改善，民生保障水平稳步提高，完成各项任务56项。\n")
    assert (c.region, c.region_code) == (region, code)


def test_the_area_is_that_of_the_year() -> None:
    assert card("金坛市2012年统计公报\n" + BODY).region == "金坛市"
    assert card("常州市金坛区2020年统计公报\n" + BODY).region in ("金坛区", "常州市")


def test_a_city_bureau_is_that_citys() -> None:
    c = card("湖州市统计公报\n发布机构：市民政局\n" + BODY)
    assert c.publisher == "湖州市民政局"
