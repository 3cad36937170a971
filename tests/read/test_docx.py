"""Word documents: what the page shows is read, once, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.models import Source
from extractor.read.docx import read_docx
from extractor.read.encoding import ReadError
from extractor.read.numbering import in_figures
from extractor.read.source import read_bytes
from tests.read.packing import cell, document, paragraph, run, table

LISTS = (
    '<w:abstractNum w:abstractNumId="7">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2."/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
)


def read(*blocks: str, numbering: str = "", footnotes: str = "") -> Source:
    return read_docx(document(*blocks, numbering=numbering, footnotes=footnotes), "a.docx")


def math(around: str, *parts: str) -> str:
    return "<m:oMath>" + around % tuple(f"<m:r><m:t>{part}</m:t></m:r>" for part in parts) + "</m:oMath>"


def grid(source: Source, n: int = 0) -> list[tuple[str, int, int, int, int]]:
    cells = source.tables[n].cells
    return [(source.raw[c.raw_start : c.raw_end], c.row, c.column, c.row_span, c.column_span) for c in cells]


def listed(level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr>'


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        ((run("书店"), f"<w:ins>{run('52')}</w:ins>", run("家")), "书店52家"),
        ((run("书店"), f"<w:del>{run('49')}</w:del>", f"<w:moveFrom>{run('48')}</w:moveFrom>", run("52")), "书店52"),
        ((run("书店"), f"<w:sdt><w:sdtPr/><w:sdtContent>{run('52')}</w:sdtContent></w:sdt>", run("家")), "书店52家"),
        ((f"<w:smartTag>{run('2022')}</w:smartTag>", f"<w:hyperlink>{run('年')}</w:hyperlink>"), "2022年"),
        ((run("书店52家"), run("（草稿）", "<w:vanish/>")), "书店52家"),
        ((run("书店52家"), run("。", '<w:vanish w:val="0"/>')), "书店52家。"),
        ((run("10"), run("3", '<w:vertAlign w:val="superscript"/>'), run("册")), "10³册"),
        ((run("书店"), "<w:r><w:instrText>PAGE 7</w:instrText></w:r>", run("52家")), "书店52家"),
        ((run("书店"), run("49", "<w:strike/>"), run("48", "<w:dstrike/>"), run("52家")), "书店52家"),
        ((run("占"), math("<m:f><m:num>%s</m:num><m:den>%s</m:den></m:f>", "1", "2")), "占1/2"),
        ((run("约"), math("<m:sSup><m:e>%s</m:e><m:sup>%s</m:sup></m:sSup>", "10", "3"), run("册")), "约10³册"),
        ((run("书店523"), run("1)", '<w:vertAlign w:val="superscript"/>'), run("家")), "书店523¹)家"),
        ((run("书店"), "<w:r><w:pict><v:f eqn='1'/></w:pict></w:r>", run("52家")), "书店52家"),
        ((run("甲"), "<w:r><w:tab/></w:r>", run("乙"), "<w:r><w:br/></w:r>", run("丙")), "甲\t乙\n丙"),
    ],
)
def test_a_paragraph_is_what_it_shows(parts: tuple[str, ...], shown: str) -> None:
    assert read(paragraph(*parts)).raw == f"{shown}\n"


def style(name: str, look: str, based_on: str = "") -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return f'<w:style w:styleId="{name}">{base}<w:rPr>{look}</w:rPr></w:style>'


STYLES = "".join(
    (
        style("gone", "<w:strike/>"),
        style("sub", "<w:b/>", "gone"),
        style("raised", '<w:vertAlign w:val="superscript"/>'),
        style("secret", "<w:vanish/>"),
    )
)


@pytest.mark.parametrize(
    ("look", "text", "shown"),
    [
        ('<w:rStyle w:val="gone"/>', "49", "书店52家"),
        ('<w:rStyle w:val="sub"/>', "49", "书店52家"),
        ('<w:rStyle w:val="gone"/><w:strike w:val="0"/>', "约", "书店约52家"),
        ('<w:rStyle w:val="raised"/>', "1)", "书店¹)52家"),
        ('<w:rStyle w:val="raised"/>', "[1]", "书店[1]52家"),
        ('<w:rStyle w:val="unheard"/>', "约", "书店约52家"),
    ],
)
def test_the_look_of_a_style_counts(look: str, text: str, shown: str) -> None:
    data = document(paragraph(run("书店"), run(text, look), run("52家")), styles=STYLES)
    assert read_docx(data, "a.docx").raw == f"{shown}\n"


def test_a_paragraph_in_a_hidden_style_is_not_read() -> None:
    hidden = paragraph(run("书店49家"), look='<w:pStyle w:val="secret"/>')
    assert read_docx(document(hidden, paragraph(run("书店52家")), styles=STYLES), "a.docx").raw.strip() == "书店52家"


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{paragraph(run('影院31家'))}</w:txbxContent>"
    both = (
        f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    assert read(paragraph(run("书店52家"), both)).raw == "书店52家\n影院31家\n"


def test_numbers_that_word_sets_are_read() -> None:
    blocks = [paragraph(run(t), look=listed(level)) for t, level in (("综合", 0), ("2022年", 1), ("2023年", 1))]
    blocks += [paragraph(run(t), look=listed(level)) for t, level in (("文化", 0), ("书店", 1), ("其他", 2))]
    lines = read(*blocks, numbering=LISTS).raw.splitlines()
    assert lines == ["一、综合", "1.1. 2022年", "1.2. 2023年", "二、文化", "2.1. 书店", "其他"]


@given(st.integers(1, 99))
def test_chinese_figures_count(n: int) -> None:
    words = in_figures(n, "chineseCounting")
    tens, _, ones = words.rpartition("十") if "十" in words else ("", "", words)
    digits = "〇一二三四五六七八九"
    value = (digits.index(tens) if tens else 1) * 10 if "十" in words else 0
    assert value + (digits.index(ones) if ones else 0) == n


def test_notes_stand_at_the_end_with_their_marks() -> None:
    notes = (
        f'<w:footnote w:type="separator" w:id="0">{paragraph()}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph(run("不含网上书店。"))}</w:footnote>'
    )
    mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="2"/></w:r>'
    assert read(paragraph(run("书店52家"), mark), footnotes=notes).raw == "书店52家[2]\n[2] 不含网上书店。\n"


def test_a_note_whose_mark_is_deleted_is_not_shown() -> None:
    told = {"1": "不含网上书店。", "2": "含网上书店49家。", "3": "草稿。"}
    notes = "".join(f'<w:footnote w:id="{n}">{paragraph(run(text))}</w:footnote>' for n, text in told.items())
    marks = [f'<w:r><w:rPr>{look}</w:rPr><w:footnoteReference w:id="{n}"/></w:r>' for n, look in
             (("1", ""), ("2", ""), ("3", "<w:vanish/>"))]  # fmt: skip
    body = paragraph(run("书店52家"), marks[0], f"<w:del>{marks[1]}</w:del>", marks[2])
    assert read(body, footnotes=notes).raw == "书店52家[1]\n[1] 不含网上书店。\n"


def test_a_table_in_a_note_is_a_table() -> None:
    inner = table([cell("城镇"), cell("30")], [cell("乡村"), cell("22")])
    note = f'<w:footnote w:id="2">{paragraph(run("其中："))}{inner}{paragraph()}</w:footnote>'
    source = read(paragraph(run("书店52家"), '<w:r><w:footnoteReference w:id="2"/></w:r>'), footnotes=note)
    assert source.raw == "书店52家[2]\n[2] 其中：\n城镇\t30\n乡村\t22\n"
    assert [text for text, *_ in grid(source)] == ["城镇", "30", "乡村", "22"]


def test_merged_cells_keep_their_place_in_the_grid() -> None:
    source = read(
        table(
            [cell("指标", '<w:vMerge w:val="restart"/>'), cell("年末数", '<w:gridSpan w:val="2"/>')],
            [cell("", "<w:vMerge/>"), cell("2021年"), cell("2022年")],
            [cell("床位"), cell("12"), cell("13")],
        )
    )
    told = grid(source)
    assert told[:4] == [("指标", 0, 0, 2, 1), ("年末数", 0, 1, 1, 2), ("2021年", 1, 1, 1, 1), ("2022年", 1, 2, 1, 1)]
    assert told[-1] == ("13", 2, 2, 1, 1)


def test_a_cell_goes_on_only_below_one_that_reaches_down() -> None:
    source = read(
        table(
            [cell("指标", '<w:vMerge w:val="restart"/>'), cell("2022年")],
            [cell("", "<w:vMerge/>"), cell("年末")],
            [cell("书店"), cell("52")],
            [cell("影院", "<w:vMerge/>"), cell("31")],
        )
    )
    assert grid(source)[0] == ("指标", 0, 0, 2, 1)
    assert grid(source)[-2:] == [("影院", 3, 0, 1, 1), ("31", 3, 1, 1, 1)]


def test_cells_merged_across_in_the_old_way() -> None:
    source = read(
        table(
            [cell("指标"), cell("年末数", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>")],
            [cell("床位"), cell("12"), cell("13")],
        )
    )
    assert grid(source)[:2] == [("指标", 0, 0, 1, 1), ("年末数", 0, 1, 1, 2)]
    assert len(grid(source)) == 5


def test_deleted_cells_and_rows_give_nothing_and_move_nothing() -> None:
    gone = "<w:tr><w:trPr><w:del/></w:trPr>" + cell("剧场") + cell("6") + cell("7") + "</w:tr>"
    hidden = "<w:tr><w:trPr><w:hidden/></w:trPr>" + cell("会堂") + cell("8") + cell("9") + "</w:tr>"
    rows = table(
        [cell("指标"), cell("2021年"), cell("2022年")],
        [cell("书店"), cell("49", "<w:cellDel/>"), cell("52")],
        [cell(text, "<w:cellDel/>") for text in ("影院", "30", "31")],
        [cell("网吧"), cell("70"), cell("72")],
    ).replace("</w:tbl>", gone + hidden + "</w:tbl>")
    source = read(rows)
    assert [text for text, *_ in grid(source)] == ["指标", "2021年", "2022年", "书店", "", "52", "网吧", "70", "72"]
    assert grid(source)[5][1:3] == (1, 2)


def boxed(*blocks: str) -> str:
    return f"<w:r><w:pict><w:txbxContent>{''.join(blocks)}</w:txbxContent></w:pict></w:r>"


def test_a_text_box_in_a_cell_is_its_text_or_stands_behind_the_table() -> None:
    only, beside = paragraph(boxed(paragraph(run("52")))), paragraph(run("13"), boxed(paragraph(run("见附注"))))
    source = read(
        table(
            [cell("指标"), cell("2022年")],
            [cell("书店"), f"<w:tc>{only}</w:tc>"],
            [cell("影院"), f"<w:tc>{beside}</w:tc>"],
        )
    )
    assert source.raw.splitlines() == ["指标\t2022年", "书店\t52", "影院\t13", "见附注"]


def test_a_table_within_a_table_of_data_leaves_it_one() -> None:
    inner = table([cell("城镇"), cell("30")], [cell("乡村"), cell("22")])
    ruled = table([cell("31")])
    source = read(
        table(
            [cell("指标"), cell("2022年"), cell("备注")],
            [cell("书店"), cell("52"), f"<w:tc>{inner}{paragraph()}</w:tc>"],
            [cell("影院"), f"<w:tc>{ruled}{paragraph()}</w:tc>", cell("无")],
        )
    )
    assert [text for text, *_ in grid(source)] == ["指标", "2022年", "备注", "书店", "52", "", "影院", "31", "无"]
    assert [text for text, *_ in grid(source, 1)] == ["城镇", "30", "乡村", "22"]


def stack(*texts: str) -> str:
    return "<w:tc>" + "".join(paragraph(run(text)) for text in texts) + "</w:tc>"


def test_rows_that_stand_in_one_are_parted() -> None:
    source = read(
        table(
            [cell("类别"), cell("指标"), cell("2021年"), cell("2022年")],
            [cell("文化"), stack("书店", "影院", "剧场"), stack("49", "30", "—"), stack("52", "31", "7")],
            [cell("教育"), cell("学校"), cell("70"), cell("72")],
        )
    )
    assert source.raw.splitlines()[1:] == ["文化\t书店\t49\t52", "影院\t30\t31", "剧场\t—\t7", "教育\t学校\t70\t72"]
    assert grid(source)[4] == ("文化", 1, 0, 3, 1) and grid(source)[-1] == ("72", 4, 3, 1, 1)


@pytest.mark.parametrize(
    ("names", "values"),
    [(("书店",), ("49", "52")), (("书店", "影院"), ("49", "52", "31")), (("书店", "影院"), ("1,2", "34"))],
)
def test_figures_in_a_cell_that_are_no_rows_stay_apart(names: tuple[str, ...], values: tuple[str, ...]) -> None:
    source = read(table([cell("指标"), cell("2022年")], [stack(*names), stack(*values)]))
    assert grid(source)[-1][0] == ("1,234" if "1,2" in values else " ".join(values))


@pytest.mark.parametrize("mark", ["<w:del/>", "<w:moveFrom/>", "<w:vanish/>", "<w:vanish/><w:specVanish/>"])
def test_paragraphs_whose_mark_is_gone_are_one(mark: str) -> None:
    look = f"<w:rPr>{mark}</w:rPr>"
    torn = paragraph(run("书店5"), look=look) + paragraph(f"<w:del>{run('约')}</w:del>", look=look)
    torn += paragraph(run("2家"))
    assert read(torn, paragraph(run("影院31家"))).raw == "书店52家\n影院31家\n"
    source = read(table([cell("书店"), f"<w:tc>{torn}</w:tc>"], [cell("影院"), cell("31家")]))
    assert grid(source)[1][0] == "书店52家"


def test_a_frame_around_a_page_is_no_table() -> None:
    inner = table([cell("指标"), cell("2022年")], [cell("床位"), cell("13")])
    frame = f"<w:tbl><w:tr><w:tc>{paragraph(run('附件'))}{inner}{paragraph()}</w:tc></w:tr></w:tbl>"
    source = read(frame)
    assert source.raw.splitlines()[:3] == ["附件", "指标\t2022年", "床位\t13"]
    assert [len(t.cells) for t in source.tables] == [4]


PAGE = "<html><head><meta charset=utf-8></head><body><p>2022年末，湖州市共有书店52家。</p></body></html>"
MAIL = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n--B\r\nContent-Type: text/html\r\n\r\n"


@pytest.mark.parametrize("page", [PAGE.encode(), MAIL + PAGE.encode() + b"\r\n--B--\r\n"], ids=["page", "saved page"])
def test_a_page_that_stands_for_the_text_is_read(page: bytes) -> None:
    chunk = '<w:altChunk r:id="c1"/>'
    source = read_bytes(document(chunk, page=page), "a.docx")
    assert (source.form, source.page, source.yielded) == ("docx", True, True)
    assert source.raw.strip() == PAGE
    assert read_bytes(document(paragraph(run("书店53家")), chunk, page=page), "a.docx").raw == "书店53家\n"


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.9])
def test_a_torn_document_is_named(cut: float) -> None:
    data = document(paragraph(run("书店52家")))
    with pytest.raises(ReadError, match=r"a\.docx: is no complete ZIP"):
        read_docx(data[: int(len(data) * cut)], "a.docx")


@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=8))
def test_a_damaged_document_is_read_or_refused(at: int, noise: bytes) -> None:
    data = bytearray(document(paragraph(run("书店52家")), table([cell("甲"), cell("1")], [cell("乙"), cell("2")])))
    at %= len(data)
    data[at : at + len(noise)] = noise
    try:
        assert read_docx(bytes(data), "a.docx").raw.strip()
    except ReadError as err:
        assert err.name == "a.docx" and err.remedy
