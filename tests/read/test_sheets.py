"""Workbooks: a cell says what its format makes of it, and a formula without its result is named, never read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from extractor.models import Source
from extractor.read.encoding import ReadError
from extractor.read.number_formats import formatted
from extractor.read.sheet_cells import NO_RESULT
from extractor.read.sheets import displayed
from extractor.read.source import read_bytes
from tests.reading import pipeline

HEAD = (("湖州市文化情况（单位：家）",), ("指标", "2021年", "2022年"))
LEDGER = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '
BY_SIZE = '[>=100000000]0.00,,"亿";[>=10000]0!.0,"万";0'


def workbook(*rows: Sequence[object], forms: Mapping[str, str] | None = None) -> Source:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for place, form in (forms or {}).items():
        sheet[place].number_format = form
    return saved(book)


def saved(book: openpyxl.Workbook) -> Source:
    out = io.BytesIO()
    book.save(out)
    return read_bytes(out.getvalue(), "a.xlsx")


def told(source: Source) -> set[tuple[str, str, str, str]]:
    records = pipeline().process(source).records
    return {(r.indicator, str(r.value), r.unit, str(r.period_end)[:4]) for r in records}


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (123456, '0!.0,"万"', "12.3万"), (123456, '0"."0,', "12.3"), (1234567, "0,", "1235"),
        (1234567, "0.0,,", "1.2"), (1234567.8, '#,##0.0,"千元"', "1234.6千元"), (-123456, '0!.0,"万"', "-12.3万"),
        (123456789, BY_SIZE, "123.46亿"), (123456, BY_SIZE, "12.3万"), (12, BY_SIZE, "12"),
        (141260, '0"万人"', "141260万人"), (12.34, '0.0"亿元"', "12.34亿元"), (5.2, "0.0\\%", "5.2%"),
        (3, 'General"人"', "3人"), ("12", '@"万人"', "12万人"), (2022, '0"年"', "2022年"),
        (202212, '0"年"00"月"', "2022年12月"), (0.052, "0.0%", "5.2%"), (0.5, ".0%", "50.0%"),
        (1e40, "0%", f"1{'0' * 42}%"),
        (-12.34, "0.0_);(0.0)", "-12.34"), (-12.34, "0.0;[Red]0.0", "-12.34"), (-5.2, '0.0"万";[Red]0.0"万"', "-5.2万"),
        (-0.052, '"增长"0.0%;"下降"0.0%', "下降5.2%"), (-0.052, "[Color10]▲0.0%;[Red]▼0.0%", "-5.2%"),
        (0.052, "[Color10]▲0.0%;[Red]▼0.0%", "5.2%"), (0, LEDGER, "-"), (-1234.5, LEDGER, "-1234.5"),
        ("无", LEDGER, "无"),
        (0, "#,###", ""), (-3, "0;", ""), (-400, "0,", "0"), (0.5, "# ?/?", "0.5"), (12345, "0.00E+00", "12345"),
        (1234, "[$¥-804]#,##0.00", "1234"), (1234, "# ##0", "1234"), (12, "[DBNum1][$-804]General", "12"), (5, "", "5"),
    ],
)  # fmt: skip
def test_a_cell_shows_what_its_format_makes_of_it(value: object, form: str, shown: str) -> None:
    assert displayed(value, form) == shown


@given(st.decimals(-(10**9), 10**9, places=3), st.text(alphabet='0#?.,%;"\\!_*[]/@E+-万 (>=1', max_size=12))
def test_no_format_is_refused(number: Decimal, form: str) -> None:
    assert isinstance(formatted(number, form), str)


@given(st.decimals(0, 10**9, places=4), st.integers(0, 3), st.integers(0, 4))
def test_a_scale_divides(number: Decimal, thousands: int, places: int) -> None:
    shown = formatted(number, "0" + ("." + "0" * places if places else "") + "," * thousands)
    if thousands:
        assert abs(Decimal(shown) - number / 1000**thousands) <= Decimal(1).scaleb(-places) / 2
    else:
        assert Decimal(shown) == number


def test_units_in_formats_are_those_of_the_records() -> None:
    rows = (("湖州市文化情况",), HEAD[1], ("读者", 12.5, 13.5), ("书店销售额", 123456, 223456), ("书店", 49, 52))
    forms = {
        "B3": '0.0"万人次"',
        "C3": '0.0"万人次"',
        "B4": '0!.0,"万元"',
        "C4": '0!.0,"万元"',
        "B5": '0"家"',
        "C5": '0"家"',
    }
    assert told(workbook(*rows, forms=forms)) == {
        ("读者", "125000", "人次", "2021"), ("读者", "135000", "人次", "2022"),
        ("书店销售额", "123000", "元", "2021"), ("书店销售额", "223000", "元", "2022"),
        ("书店", "49", "家", "2021"), ("书店", "52", "家", "2022"),
    }  # fmt: skip


def test_formulas_without_results_are_refused_by_name() -> None:
    rows = (("书店", 49, "=B3+3"), ("影院", "=SUM(B3:B3)", 31), ("网吧", "=70", 72))
    source = workbook(*HEAD, *rows)
    extraction = pipeline().process(source)
    assert {(r.indicator, str(r.value)) for r in extraction.records} == {("书店", "49"), ("影院", "31"), ("网吧", "72")}
    refused = [(r.raw_text, r.reason) for r in extraction.refusals if r.reason == NO_RESULT]
    assert refused == [("=B3+3", NO_RESULT), ("=SUM(B3:B3)", NO_RESULT), ("=70", NO_RESULT)]
    assert all(source.raw[r.raw_start : r.raw_end] == r.raw_text for r in extraction.refusals)
    assert [source.locator(u.raw_start) for u in source.unread] == ["Sheet!C3", "Sheet!B4", "Sheet!B5"]


def test_a_line_that_is_a_formula_is_not_read_either() -> None:
    source = workbook(('="湖州市2022年末共有书店52家。"',), *HEAD, ("书店", 49, 50), ("影院", 30, 31))
    assert [r.reason for r in pipeline().process(source).refusals if "52" in r.raw_text] == [NO_RESULT]


def test_a_workbook_of_nothing_but_formulas_is_refused() -> None:
    with pytest.raises(ReadError, match="without values"):
        workbook(("=1+1", "=2+2"), ("=3+3", "=4+4"))


def test_looks_within_a_cell_count() -> None:
    noted = CellRichText("52", TextBlock(InlineFont(vertAlign="superscript"), "1)"))
    replaced = CellRichText(TextBlock(InlineFont(strike=True), "29"), "31")
    source = workbook(*HEAD, ("书店", 49, noted), ("影院", 30, replaced))
    assert "52¹)" in source.raw and "29" not in source.raw
    assert {v for _, v, *_ in told(source)} == {"49", "52", "30", "31"}


def test_a_cell_that_is_struck_out_is_empty() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (*HEAD, ("书店", 49, 52), ("影院", 30, 31)):
        sheet.append(row)
    sheet["B3"].font = Font(strike=True)
    assert {v for _, v, *_ in told(saved(book))} == {"52", "30", "31"}


def edited(part: str, before: bytes, after: bytes) -> bytes:
    """A workbook in one of whose parts other bytes stand."""
    book, out = openpyxl.Workbook(), (io.BytesIO(), io.BytesIO())
    book.worksheets[0]["A1"] = "书店52家"
    book.save(out[0])
    with zipfile.ZipFile(out[0]) as old, zipfile.ZipFile(out[1], "w") as new:
        for name in old.namelist():
            data = old.read(name)
            assert part not in name or before in data
            new.writestr(name, data.replace(before, after) if part in name else data)
    return out[1].getvalue()


@pytest.mark.parametrize(
    ("part", "before", "after", "problem"),
    [
        ("styles", b'fontId="0"', b'fontId="99"', "broken workbook"),
        ("styles", b'numFmtId="0"', b'numFmtId="999"', "broken workbook"),
        (
            "sheet1",
            b"</sheetData>",
            b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
            "cells in merged ones",
        ),
    ],
)
def test_what_a_workbook_cannot_hold_is_named(part: str, before: bytes, after: bytes, problem: str) -> None:
    with pytest.raises(ReadError, match=problem):
        read_bytes(edited(part, before, after), "a.xlsx")
