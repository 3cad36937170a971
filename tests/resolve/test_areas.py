"""Whose a number is: how far the area that a clause begins with reaches, and which areas say nothing of it."""

from __future__ import annotations

import pytest

from tests.reading import extract, records

REPORT = "2024年河南省政府工作报告\n2024年1月28日\n一、2023年工作回顾\n"


def areas(text: str) -> list[tuple[str, str | None]]:
    return [(r.raw_text, r.region) for r in records(REPORT + text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # all that is said of an area, and then something else
        ("洛阳获批国家骨干冷链物流基地，新增省级物流枢纽6个。", [("6个", "河南省")]),
        ("航空港区建设提速，洛阳机场改扩建工程开工；新开国际航线12条。", [("12条", "河南省")]),
        ("完善创新平台体系，洛阳周山实验室实体化运行，新认定省级工程中心38家。", [("38家", "河南省")]),
        # a clause that counts something of the area goes on with it, up to the semicolon
        ("洛阳新增高新技术企业260家，技术合同成交额210亿元。", [("260家", "洛阳市"), ("210亿元", "洛阳市")]),
        (
            "持续推进重点工程，洛阳完成投资62亿元，新开工项目15个；全省高速公路里程8300公里。",
            [("62亿元", "洛阳市"), ("15个", "洛阳市"), ("8300公里", "河南省")],
        ),
        ("铁路提速，洛阳完成投资62亿元；新开工项目15个。", [("62亿元", "洛阳市"), ("15个", "河南省")]),
        # a clause that only announces its area, and one that opens the sentence without an end of its own
        ("以洛阳市为例，建成社区食堂180个。", [("180个", "洛阳市")]),
        ("洛阳市坚持便民利民，建成社区食堂180个。", [("180个", "洛阳市")]),
        # areas that something is done for
        ("对口支援哈密，援建学校12所。", [("12所", "河南省")]),
        ("支持洛阳建设副中心城市，下达专项资金15亿元。", [("15亿元", "河南省")]),
        ("主动服务长三角，输送劳动力42万人次。", [("42万人次", "河南省")]),
    ],
)
def test_how_far_an_area_reaches(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert areas(text) == expected


def test_a_difference_from_another_area_has_no_base() -> None:
    got = records(REPORT + "地区生产总值增长4.1%，比全国低1.1个百分点，比上年提高1个百分点。")
    assert [(r.raw_text, r.measure, r.base_period) for r in got] == [
        ("4.1%", "growth", "2022"),
        ("1.1个百分点", "change", None),
        ("1个百分点", "change", "2022"),
    ]


def test_the_area_whose_congress_hears_the_report() -> None:
    text = (
        "政府工作报告\n（2024年2月2日在兴化市第九届人民代表大会第四次会议上）\n"
        "与上海市奉贤区、上海市闵行区、上海市签约项目42个。新建学校12所。"
    )
    assert extract(text).card.region == "兴化市"
