"""Documents and workbooks in the XML of Word and Excel 2003, which programs write under the names .doc and .xls."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.files import members
from extractor.models import Source
from extractor.read.encoding import ReadError
from extractor.read.sheet_cells import NO_RESULT
from extractor.read.source import read_bytes, read_path
from tests.read.packing import cell, paragraph, run, table
from tests.reading import pipeline

WORD = (
    '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
    '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:aml="a" xmlns:wx="b">'
    "<w:body><wx:sect>{}</wx:sect></w:body></w:wordDocument>"
)
PACKAGE = (
    '<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage" xmlns:w="w">'
    '<pkg:part pkg:name="/word/document.xml"><pkg:xmlData><w:document><w:body>{}</w:body></w:document>'
    '</pkg:xmlData></pkg:part><pkg:part pkg:name="/word/footnotes.xml"><pkg:xmlData><w:footnotes>'
    '<w:footnote w:id="1"><w:p><w:r><w:t>含网上书店。</w:t></w:r></w:p></w:footnote></w:footnotes>'
    "</pkg:xmlData></pkg:part></pkg:package>"
)
WORKBOOK = (
    '<?xml version="1.0"{declared}?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:html="h" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">{styles}{sheets}</Workbook>'
)


def word(*blocks: str, form: str = WORD, name: str = "a.doc") -> Source:
    return read_bytes(form.format("".join(blocks)).encode(), name)


def sheet(*rows: str, columns: str = "", more: str = "", name: str = "表1") -> str:
    return f'<Worksheet ss:Name="{name}"><Table>{columns}{"".join(rows)}</Table>{more}</Worksheet>'


def row(*values: object, look: str = "") -> str:
    kinds = (("Number" if isinstance(v, int | float) else "String", v) for v in values)
    return f"<Row{look}>" + "".join(f'<Cell><Data ss:Type="{k}">{v}</Data></Cell>' for k, v in kinds) + "</Row>"


def workbook(*sheets: str, styles: str = "", codec: str = "utf-8", declared: str = "") -> Source:
    text = WORKBOOK.format(declared=declared, styles=f"<Styles>{styles}</Styles>", sheets="".join(sheets))
    return read_bytes(text.encode(codec), "a.xls")


def told(source: Source) -> list[tuple[str, str, str | None]]:
    return [(r.indicator, f"{r.value}{r.unit}", r.locator) for r in pipeline().process(source).records]


# --------------------------------------------------------------------------- Word


def noted(kind: str, inside: str) -> str:
    return f'<aml:annotation w:type="Word.{kind}"><aml:content>{inside}</aml:content></aml:annotation>'


def test_a_document_of_word_2003_is_what_its_page_shows() -> None:
    gone = "<w:r><w:delText>49</w:delText></w:r>"
    note = f"<w:r><w:footnote>{paragraph(run('含网上书店3家。'))}</w:footnote></w:r>"
    source = word(
        paragraph(run("书店"), noted("Deletion", gone), noted("Insertion", run("5")), run("2"), note, run("家。")),
        paragraph(run("影院31家"), noted("Comment", paragraph(run("应为32家？"))), run("。")),
        table(
            [cell("指标", '<w:vmerge w:val="restart"/>'), cell("2022年")],
            [cell("", "<w:vmerge/>"), cell("年末数（家）")],
            [cell("剧场"), cell("7")],
        ),
    )
    assert source.form == "word" and source.yielded
    assert source.raw == "书店52家。\n影院31家。\n指标\t2022年\n年末数（家）\n剧场\t7\n含网上书店3家。\n"
    assert [c.row_span for c in source.tables[0].cells] == [2, 1, 1, 1, 1]


def test_the_label_of_a_list_is_read() -> None:
    look = '<w:listPr><w:ilvl w:val="0"/><wx:t wx:val="{}"/></w:listPr>'
    blocks = [paragraph(run("2022年"), look=look.format(label)) for label in ("一、", "1.")]
    assert word(*blocks).raw == "一、2022年\n1. 2022年\n"


@pytest.mark.parametrize("name", ["a.xml", "a.doc"])
def test_the_parts_of_a_document_in_one_file(name: str) -> None:
    mark = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    source = word(paragraph(run("书店52家"), mark, run("。")), form=PACKAGE, name=name)
    assert source.raw == "书店52家[1]。\n[1] 含网上书店。\n"


def test_a_document_in_xml_is_a_file_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(WORD.format(paragraph(run("2022年末，湖州市共有书店52家。"))), encoding="utf-8")
    assert members(str(path)) == [str(path)]
    assert read_path(path).raw == "2022年末，湖州市共有书店52家。\n"


@pytest.mark.parametrize("text", [WORD.format(""), WORD.format("<w:p>"), PACKAGE.replace("document.xml", "other.xml")])
def test_what_is_no_document_is_named(text: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(text.encode(), "a.doc")
    assert caught.value.remedy


# --------------------------------------------------------------------------- Excel


def test_cells_stand_where_their_numbers_say() -> None:
    source = workbook(
        sheet(
            '<Row><Cell ss:MergeAcross="2"><Data ss:Type="String">湖州市文化设施（单位：家）</Data></Cell></Row>',
            row("指标", "2021年", "2022年"),
            '<Row ss:Index="3"><Cell><Data ss:Type="String">书店</Data></Cell>'
            '<Cell ss:Index="3"><Data ss:Type="Number">52</Data></Cell></Row>',
            row("影院", 30, 31),
        )
    )
    assert source.raw == "湖州市文化设施（单位：家）\n指标\t2021年\t2022年\n书店\t\t52\n影院\t30\t31\n\n"
    assert told(source) == [("书店", "52家", "表1!C3"), ("影院", "30家", "表1!B4"), ("影院", "31家", "表1!C4")]


@pytest.mark.parametrize(("codec", "declared"), [("gb18030", ' encoding="gb2312"'), ("utf-8", ' encoding="gb2312"')])
def test_its_encoding_is_found_out(codec: str, declared: str) -> None:
    source = workbook(sheet(row("指标", "2022年"), row("书店（家）", 52)), codec=codec, declared=declared)
    assert source.raw.startswith("指标\t2022年\n书店（家）\t52\n")


def test_formats_are_those_of_a_workbook() -> None:
    styles = "".join(
        f'<Style ss:ID="{n}"><NumberFormat ss:Format="{form}"/></Style>'
        for n, form in (("a", "Percent"), ("b", "0.0&quot;亿元&quot;"), ("c", "Fixed"))
    ) + '<Style ss:ID="d"><Font ss:StrikeThrough="1"/></Style>'  # fmt: skip
    cells = "".join(f'<Cell ss:StyleID="{n}"><Data ss:Type="Number">0.125</Data></Cell>' for n in "abcd")
    looks = '<Cell><ss:Data ss:Type="String"><html:S>49</html:S>52<html:Sup>1)</html:Sup></ss:Data></Cell>'
    source = workbook(sheet(row("甲", "乙", "丙", "丁", "戊"), f"<Row>{cells}{looks}</Row>"), styles=styles)
    assert source.raw.splitlines()[1].split("\t") == ["12.50%", "0.125亿元", "0.125", "", "52¹)"]


@pytest.mark.parametrize(
    ("columns", "look", "own"),
    [("", "", ' ss:StyleID="b"'), ("", ' ss:StyleID="b"', ""), ('<Column ss:Index="2" ss:StyleID="b"/>', "", "")],
)
def test_a_cell_has_the_format_that_its_style_its_row_or_its_column_rests_on(columns: str, look: str, own: str) -> None:
    styles = '<Style ss:ID="a"><NumberFormat ss:Format="0.0%"/></Style><Style ss:ID="b" ss:Parent="a"/>'
    label = '<Cell><Data ss:Type="String">增长</Data></Cell>'
    cells = f'<Row{look}>{label}<Cell{own}><Data ss:Type="Number">0.052</Data></Cell></Row>'
    source = workbook(sheet(row("指标", "2022年"), cells, columns=columns), styles=styles)
    assert source.raw.splitlines()[1] == "增长\t5.2%"


@pytest.mark.parametrize("span", ['ss:MergeDown="9999999"', 'ss:MergeDown="1000000" ss:MergeAcross="9"'])
def test_cells_beyond_every_sheet_are_refused(span: str) -> None:
    huge = f'<Row><Cell {span}><Data ss:Type="Number">52</Data></Cell></Row>'
    with pytest.raises(ReadError, match="more cells than a workbook can"):
        workbook(sheet(row("指标", "2022年"), huge))


def test_what_no_program_writes_breaks_nothing() -> None:
    huge, plain = ('<Cell><Data ss:Type="Number">' + number + "</Data></Cell>" for number in ("1E+999999999", "52"))
    source = workbook(
        sheet(row("甲", "乙"), f"<Row>{huge}{plain}</Row>", columns='<Column ss:Index="99999" ss:Hidden="1"/>')
    )
    assert source.raw.splitlines()[1] == "1E+999999999\t52"


def test_a_workbook_needs_no_declaration() -> None:
    text = WORKBOOK.format(declared="", styles="", sheets=sheet(row("指标", "2022年"), row("书店（家）", 52)))
    assert read_bytes(text[text.index("<Workbook") :].encode(), "a.xls").form == "xls"


def test_hidden_rows_columns_and_sheets_are_not_read() -> None:
    rows = (
        row("指标", "2020年", "2021年"),
        row("书店（家）", 48, 49),
        row("影院（家）", 29, 30, look=' ss:Hidden="1"'),
    )
    hidden = "<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions>"
    source = workbook(
        sheet(*rows, row("剧场（家）", 6, 7), columns='<Column ss:Index="2" ss:Hidden="1"/>'),
        sheet(row("指标", "2022年"), row("书店（家）", 52), more=hidden, name="表2"),
    )
    assert [value for _, value, _ in told(source)] == ["49家", "7家"]


def test_formulas_without_results_are_refused_by_name() -> None:
    formula = '<Row><Cell><Data ss:Type="String">影院（家）</Data></Cell><Cell ss:Formula="=R[-1]C+3"/></Row>'
    source = workbook(sheet(row("指标", "2022年"), row("书店（家）", 52), formula, row("剧场（家）", 7)))
    extraction = pipeline().process(source)
    assert [str(r.value) for r in extraction.records] == ["52", "7"]
    assert [(r.raw_text, r.reason) for r in extraction.refusals] == [("=R[-1]C+3", NO_RESULT)]


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.9])
def test_a_torn_workbook_is_named(keep: float) -> None:
    text = WORKBOOK.format(declared="", styles="", sheets=sheet(row("指标", "2022年"), row("书店（家）", 52)))
    with pytest.raises(ReadError, match="broken XML"):
        read_bytes(text[: int(keep * len(text))].encode(), "a.xls")
