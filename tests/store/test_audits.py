"""Audits end to end: bulletins in, verdicts out; and what always holds of their arithmetic."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.store.bulletins import communique, database, rows

FORMER = communique(
    2022,
    "年末全市常住人口312.40万人。",
    "全年城镇新增就业3.2万人。",
    "全年接待游客1820.5万人次，比上年增长12.0%。",
    "全年地区生产总值2900.5亿元，增长5.1%。",
    city="常州市",
)


def found(folder: Path, *sentences: str, **more: str) -> list[tuple[Any, ...]]:
    """Kind, verdict and arithmetic of the audits of a communique on 2023 with these sentences."""
    text = communique(2023, *sentences, city="常州市")
    db = database(folder, later=text, **more)
    return rows(db, "SELECT kind, verdict, arithmetic FROM audits ORDER BY kind, arithmetic")


@pytest.mark.parametrize(
    ("sentence", "audits"),
    [
        (
            "年末全市常住人口315.10万人，其中，城镇常住人口241.20万人，乡村常住人口73.90万人。",
            [("parts", "agrees", "241.20万人 + 73.90万人 = 315.1万人 = 315.10万人")],
        ),
        (
            "全年进出口总额1520.6亿元，其中，出口980.4亿元，增长3.1%；进口540.2亿元，下降2.0%。",
            [("parts", "agrees", "980.4亿元 + 540.2亿元 = 1520.6亿元 = 1520.6亿元")],
        ),
        (
            "全市有学校418所，其中小学211所，中学130所，职业学校91所。",
            [("parts", "disagrees", "211所 + 130所 + 91所 = 432所 > 418所")],
        ),
        ("全市有党员20.3万人，其中女党员21.4万人。", [("parts", "disagrees", "21.4万人 > 20.3万人")]),
        (
            "全市有社会工作者8200人，其中女性5100人，持证人员4300人。",
            [("parts", "unchecked", "5100人 + 4300人 = 9400人 > 8200人")],
        ),
        ("全市养老机构床位4.1万张，其中护理型床位约4.3万张。", [("parts", "unchecked", "约4.3万张 > 4.1万张")]),
        ("全体居民人均可支配收入52300元，其中，城镇居民人均可支配收入61800元。", []),
    ],
)
def test_parts_and_their_total(sentence: str, audits: list[tuple[str, ...]], tmp_path: Path) -> None:
    assert found(tmp_path, sentence) == audits


@pytest.mark.parametrize(
    ("sentence", "audit"),
    [
        (
            "全市养老机构从业人员4.2万人，其中护理员2.6万人，占61.9%。",
            ("agrees", "2.6万人 / 4.2万人 = 61.9%; said 61.9%"),
        ),
        (
            "全市养老机构从业人员4.2万人，其中护理员2.6万人，占71.9%。",
            ("disagrees", "2.6万人 / 4.2万人 = 61.9%; said 71.9%"),
        ),
        (
            "全年进出口总额1520.6亿元，增长2.4%。民营企业进出口额912.3亿元，占进出口总额的60.0%。",
            ("agrees", "912.3亿元 / 1520.6亿元 = 60%; said 60.0%"),
        ),
        (
            "年末全市常住人口315.10万人，其中城镇常住人口241.20万人，常住人口城镇化率为78.55%。",
            ("disagrees", "241.20万人 / 315.10万人 = 76.547%; said 78.55%"),
        ),
        ("全年发明专利授权量3120件，占全省的8.5%。", ("unchecked", "3120件 / ? = 8.5%")),
    ],
)
def test_shares(sentence: str, audit: tuple[str, str], tmp_path: Path) -> None:
    assert [(v, a) for kind, v, a in found(tmp_path, sentence) if kind == "share"] == [audit]


TABLE = """表1  2023年末人口数及其构成

| 指标 | 年末数（万人） |
| --- | --- |
| 常住人口 | 315.10 |
| 其中：城镇 | 241.20 |
| 乡村 | {} |
| 其中：男性 | 160.30 |
| 女性 | 154.80 |
"""
DISTRICTS = """表2  各县区常住人口（万人）

| 地区 | 2023年 |
| --- | --- |
| 常州市 | 315.10 |
| 天宁区 | 50.60 |
| 钟楼区 | 48.40 |
| 新北区 | 91.30 |
| 武进区 | {} |
| 金坛区 | 30.10 |
| 溧阳市 | 24.10 |
"""


def test_parts_and_their_total_in_tables(tmp_path: Path) -> None:
    sexes = ("parts", "agrees", "160.30 + 154.80 = 315.1 = 315.10")
    assert found(tmp_path, TABLE.format("73.90")) == [sexes, ("parts", "agrees", "241.20 + 73.90 = 315.1 = 315.10")]
    # a row that does not complete the total may be another thing
    assert ("parts", "agrees", "241.20 < 315.10") in found(tmp_path, TABLE.format("93.90"))
    too_many = found(tmp_path, TABLE.format("73.90").replace("241.20", "341.20"))
    assert ("parts", "disagrees", "341.20 > 315.10") in too_many


def test_areas_and_the_area_that_they_lie_in(tmp_path: Path) -> None:
    [right] = found(tmp_path, DISTRICTS.format("70.60"))
    assert right[:2] == ("areas", "agrees") and right[2].endswith("= 315.1 = 315.10")
    [less] = found(tmp_path, DISTRICTS.format("60.60"))
    assert less[:2] == ("areas", "agrees") and less[2].endswith("= 305.1 < 315.10")
    [more] = found(tmp_path, DISTRICTS.format("80.60"))
    assert more[:2] == ("areas", "disagrees") and more[2].endswith("= 325.1 > 315.10")


def test_shares_that_make_a_whole(tmp_path: Path) -> None:
    assert found(tmp_path, "三次产业结构为4.1:43.4:52.5。") == [
        ("structure", "agrees", "4.1% + 43.4% + 52.5% = 100%; a whole is 100%")
    ]
    assert [f[:2] for f in found(tmp_path, "三次产业结构为4.1:43.5:53.1。")] == [("structure", "disagrees")]


def test_level_change_and_growth_in_one_sentence(tmp_path: Path) -> None:
    right = "年末机动车保有量102.4万辆，比上年末增加6.1万辆，增长6.3%。"
    assert found(tmp_path, right) == [("change_growth", "agrees", "6.1万辆 / (102.4万辆 - 6.1万辆) = 6.33%; said 6.3%")]
    assert [f[1] for f in found(tmp_path, right.replace("6.3%", "7.3%"))] == ["disagrees"]


def test_growth_and_change_against_the_former_bulletin(tmp_path: Path) -> None:
    assert found(
        tmp_path,
        "年末全市常住人口315.10万人，比上年末增加2.70万人。",
        "全年接待游客2002.6万人次，比上年增长11.5%。",
        "全年地区生产总值3050.2亿元，按可比价格计算，比上年增长5.6%。",
        former=FORMER,
    ) == [
        ("change", "agrees", "315.10万人 - 312.40万人 = 2.7万人; said 2.70万人"),
        ("growth", "disagrees", "2002.6万人次 / 1820.5万人次 - 1 = 10.00%; said 11.5%"),
        ("growth", "unchecked", "3050.2亿元 / 2900.5亿元 - 1 = 5.16%; said 5.6%"),
    ]
    reasons = rows(tmp_path / "bulletins.duckdb", "SELECT reason FROM audits WHERE kind = 'growth' ORDER BY verdict")
    assert reasons == [("the former level may have been revised since",), ("the growth has a basis of its own",)]


def test_years_against_their_sum(tmp_path: Path) -> None:
    years = {
        f"y{y}": communique(y, f"全年城镇新增就业{n}万人。", city="常州市") for y, n in ((2021, "3.1"), (2022, "3.2"))
    }
    told = "2021—2022年，累计城镇新增就业{}万人。"
    assert found(tmp_path, told.format("6.3"), **years) == [
        ("years", "agrees", "3.1万人 + 3.2万人 = 6.3万人; said 6.3万人")
    ]
    assert [f[:2] for f in found(tmp_path, told.format("7.3"), **years)] == [("years", "disagrees")]
    wider = found(tmp_path, "2020—2022年，累计城镇新增就业9.9万人。", **years)
    assert [f[:2] for f in wider] == [("years", "unchecked")]
    assert rows(tmp_path / "bulletins.duckdb", "SELECT reason FROM audits") == [("not told: 2020",)]


def test_goals_whose_time_has_come(tmp_path: Path) -> None:
    head = "常州市国民经济和社会发展“十四五”规划\n\n常州市人民政府\n2021年3月1日\n\n"
    plan = head + "到2023年，护理型床位占比达到70%以上。\n"
    assert found(tmp_path, "全市养老机构护理型床位占比72.5%。", plan=plan) == [
        ("target", "agrees", "goal 70%以上, reached 72.5%")
    ]
    assert found(tmp_path, "全市养老机构护理型床位占比68.5%。", plan=plan) == [
        ("target", "disagrees", "goal 70%以上, reached 68.5%")
    ]


def test_audits_lead_to_records_and_documents_of_the_database(tmp_path: Path) -> None:
    db = database(
        tmp_path,
        former=FORMER,
        later=communique(2023, "年末全市常住人口315.10万人，比上年末增加2.70万人，其中城镇241.20万人。", city="常州市"),
    )
    assert rows(db, "SELECT count(*) FROM audits") != [(0,)]
    ids = "SELECT unnest(record_ids) AS i FROM audits"
    assert rows(db, f"SELECT count(*) FROM ({ids}) WHERE i NOT IN (SELECT record_id FROM records)") == [(0,)]
    paths = "SELECT unnest(sources) AS p FROM audits"
    assert rows(db, f"SELECT count(*) FROM ({paths}) WHERE p NOT IN (SELECT doc_path FROM documents)") == [(0,)]
    assert rows(db, "SELECT count(*) FROM audits WHERE abs(said - reckoned - difference) > 1e-6") == [(0,)]
    assert rows(db, "SELECT count(*) FROM audits WHERE verdict = 'unchecked' AND reason IS NULL") == [(0,)]
    assert rows(db, "SELECT count(*) - count(DISTINCT audit_id) FROM audits") == [(0,)]


def test_working_on_nothing_and_on_everything_again_changes_no_audit(tmp_path: Path) -> None:
    texts = {
        "former": FORMER,
        "later": communique(2023, "年末全市常住人口315.10万人，比上年末增加2.70万人。", city="常州市"),
    }
    every = "SELECT * FROM audits ORDER BY audit_id"
    first = rows(database(tmp_path, **texts), every)
    assert first and rows(database(tmp_path, **texts), every) == first
    assert rows(database(tmp_path, **texts, other="无数字。"), every) == first
