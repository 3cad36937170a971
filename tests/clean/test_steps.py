"""Cleaning as a whole: what a damaged page comes to, and that the order of steps serves them all."""

from __future__ import annotations

from extractor.clean.steps import STEPS, clean
from extractor.lexicon import load_lexicon
from extractor.read.source import read_bytes

DAMAGED = """国产自拍在线播放,高清无码
    <u id="a1"></u><table id="a1"><p id="a1"></p></table>
        您當(dāng)前的位置:首頁
        瀏覽次數(shù):
        索 引 號:014109/2024-00003
        發(fā)布機構(gòu):湖濱市統(tǒng)計局

        全區(qū)運行的圖書館已達到８６家,可供借閱的圖書達到
        １．２ 萬余冊,其中,６７．５％設(shè)在街道.
        新購書籍1 200冊(鎮(zhèn)、街道),PM_{2.5}濃度下降3.1%~4.2%.
        掃一掃在手機打開當(dāng)前頁"""


def test_a_page_in_a_bad_state() -> None:
    source = read_bytes(DAMAGED.encode(), "a.txt")
    done = clean(source, load_lexicon())
    lines = [line.strip() for line in done.text.chars.split("\n")]
    assert lines[4:6] == ["索引号：014109/2024-00003", "发布机构：湖滨市统计局"]
    assert lines[7:-1] == [
        "全区运行的图书馆已达到86家，可供借阅的图书达到1.2万余册，其中，67.5%设在街道。",
        "新购书籍1200册（镇、街道），PM2.5浓度下降3.1%-4.2%。",
    ]
    assert lines[:4] == ["", "", "", ""] and lines[-1] == ""
    at = done.text.chars.index("1.2万余册")
    raw = source.raw[slice(*done.text.raw_span(at, at + 6))]
    assert raw == "１．２ 萬余冊"
    assert set(done.counts) == {
        "markup",
        "reading",
        "script",
        "formula",
        "width",
        "spam",
        "column",
        "spacing",
    }


def test_cells_of_a_page_lead_back_to_their_place() -> None:
    html = "<html><p>正文</p><table><tr><th>指標<th>數值<tr><td>床位<td><b>1</b>，２００</table>"
    source = read_bytes(html.encode("gbk"), "a.html")
    done = clean(source, load_lexicon())
    cells = [c for t in source.tables for c in t.cells]
    got = [done.text.chars[slice(*done.text.clean_span(c.raw_start, c.raw_end))] for c in cells]
    assert got == ["指标", "数值", "床位", "1,200"]
    assert done.text.chars == "正文\n指标\t数值\n床位\t1,200"


def test_clean_text_is_left_as_it_is() -> None:
    body = "全年实现地区生产总值512.4亿元，比上年增长6.3%。"
    text = f"湖滨市2023年统计公报\n\n一、综合\n{body}\n表1\t2023年\n床位\t1,200\n"
    done = clean(read_bytes(text.encode(), "a.txt"), load_lexicon())
    assert (done.text.chars, done.repairs, done.counts) == (text, (), {})


def test_every_step_takes_the_empty_text() -> None:
    from extractor.clean.text import Text

    from .material import context

    for step in STEPS:
        assert step(Text.of(""), context(""))[0].chars == ""
