"""The steps that need few words: invisible characters, formulas, Markdown, readings, quotation marks."""

from __future__ import annotations

import pytest

from extractor.clean.footnotes import drop_footnotes
from extractor.clean.formula import read_formulas
from extractor.clean.invisible import drop_invisible
from extractor.clean.markdown import strip_markdown
from extractor.clean.quotes import curl_quotes
from extractor.clean.readings import drop_readings
from extractor.clean.repair import Step
from extractor.clean.text import Text

from .material import context


def after(step: Step, raw: str, form: str = "text") -> str:
    return step(Text.of(raw), context(raw, form))[0].chars


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("\ufeff床位\u200b1\xad2\u2060张", "床位12张"),
        ("甲\r\n乙\r丙\u2028丁\x0c戊\n", "甲\n乙\n丙\n丁\n戊\n"),
        ("甲\x00\x01乙\t丙", "甲乙\t丙"),
        ("𠮷\ue000", "𠮷\ue000"),
    ],
)
def test_invisible_characters_go(raw: str, clean: str) -> None:
    assert after(drop_invisible, raw) == clean


def test_common_line_ends_are_no_repair() -> None:
    raw = "甲\r\n乙\u200b\r\n"
    assert [r.before for r in drop_invisible(Text.of(raw), context(raw))[1]] == ["\u200b"]


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("PM_{2.5}浓度为$29\\mu g/m^{3}$，达标率91.2\\%", "PM2.5浓度为29μg/m³，达标率91.2%"),
        ("$\\mathrm{PM}_{10}$下降", "PM10下降"),
        ("面积3.2km^2，10^{3}亩", "面积3.2km²，10³亩"),
        ("收入$5000与$6000", "收入$5000与$6000"),
        ("a_b、x^y、5^12", "a_b、x^y、5^12"),
        ("\\times \\unknown", "×\\unknown"),
    ],
)
def test_formulas_are_read(raw: str, clean: str) -> None:
    assert after(read_formulas, raw) == clean


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("达到**36**个，[公报](https://a.example/1.html)", "达到36个，公报"),
        ("![图1](a.png)\n# 标题\n- 甲\n1\\. 乙", "\n# 标题\n- 甲\n1. 乙"),
        ("| 床位 | 12 |\n| --- | --- |", "| 床位 | 12 |\n| --- | --- |"),
        ("发布机构：统计局  \n来源：日报", "发布机构：统计局\n来源：日报"),
        ("***甲***、*乙*、2*3*4、* 注", "甲、乙、2*3*4、* 注"),
        ("书店~~49~~52家、影院30~~31家、5 ~~ 7", "书店52家、影院30~~31家、5 ~~ 7"),
        ("书店52[^1]家\n\n[^1]: 含网上书店", "书店52家\n\n[^1]: 含网上书店"),
    ],
)
def test_inline_markdown_goes(raw: str, clean: str) -> None:
    assert after(strip_markdown, raw, "markdown") == clean
    assert after(strip_markdown, raw, "text") == raw


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("發(fā)展養(yǎng)老服務(wù)", "發展養老服務"),
        ("機構（gòu）12家，綠(lǜ)化", "機構12家，綠化"),
        ("(服務(wù))場景", "(服務)場景"),
        ("廣(guang)(guang)場", "廣場"),
        ("習(xi\u0301)近", "習近"),
        (
            "鎮(街道)、學(GDP)、指數(CPI)、急救(AED)、(PM2.5)",
            "鎮(街道)、學(GDP)、指數(CPI)、急救(AED)、(PM2.5)",
        ),
        ("公里(km)、公顷(ha)、亩(mu)、时间(min)", "公里(km)、公顷(ha)、亩(mu)、时间(min)"),
        ("面積(mǔ)公顷(ha)部(bu)", "面積公顷(ha)部"),
        ("ABC(fā)", "ABC(fā)"),
        ("發(fāā)、發(xyz)、發(fǎ展", "發(fāā)、發(xyz)、發(fǎ展"),
        ("部(bu)分(fen)", "部(bu)分(fen)"),
        ("部(bu)分(fen)人(ren)", "部分人"),
        ("发[FĀ]展，书（ㄕㄨ）店，湖【hú】滨", "发展，书店，湖滨"),
        ("书(shu1)店、馆(gua3n)藏、书（ｓｈｕ）屋", "书店、馆藏、书屋"),
        ("书((shū))店，（省、市（shì））", "书店，（省、市）"),
        ("书 ( shū ) 店 (12)", "书店 (12)"),
        ("书(shū)店，智能(AI)、面积(m2)、浓度(PM2.5)、研发(R&D)", "书店，智能(AI)、面积(m2)、浓度(PM2.5)、研发(R&D)"),
        ("书(SHU)店(DIAN)馆(GUAN)，能(NENG)源", "书店馆，能源"),
    ],
)
def test_readings_go_and_real_brackets_stay(raw: str, clean: str) -> None:
    assert after(drop_readings, raw) == clean


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ('推行"一窗通办"和"掌上办"', "推行“一窗通办”和“掌上办”"),
        ('打造"常青\n"食堂"', '打造"常青\n“食堂”'),
        ("没有", "没有"),
    ],
)
def test_quotation_marks_come_in_pairs(raw: str, clean: str) -> None:
    assert after(curl_quotes, raw) == clean


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("书店523¹家，影院52[1]家", "书店523家，影院52家"),
        ("书店523①家，增长5.2[2]%", "书店523家，增长5.2%"),
        ("书店1,523（注1）家，居民52万²人", "书店1,523家，居民52万人"),
        ("共10³家，1.5×10⁴吨，3²人", "共10³家，1.5×10⁴吨，3²人"),
        ("面积500米²，500m²，52[1]+3", "面积500米²，500m²，52[1]+3"),
        ("床位52①人员30人", "床位52①人员30人"),
        ("书店52²)家（影院31³）家", "书店52家（影院31³）家"),
    ],
)
def test_marks_of_notes_between_a_number_and_its_unit_go(raw: str, clean: str) -> None:
    assert after(drop_footnotes, raw) == clean
