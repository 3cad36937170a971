"""PDF files: lines in the order in which they are read, tables whole, and what is said of those without characters."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pytest

from extractor.models import Source
from extractor.read.encoding import ReadError
from extractor.read.pdf import read_pdf
from tests.reading import pipeline

LEFT = "2022年末，湖州市共有书店52家，营业面积1.2万平方米，比上年增长3.5%，其中城镇书店30家，乡村书店22家。"
RIGHT = "2022年，全市旅游总收入1200亿元，比上年增长5.6%。全年接待游客1.3亿人次，其中过夜游客4200万人次。"
ROWS = (("指标", "2021年", "2022年"), ("书店（家）", "50", "52"), ("影院（家）", "30", "31"), ("剧场（家）", "6", "7"))


class Sheet:
    """A page to set lines and rules on, in points from its lower left corner."""

    def __init__(self, password: str | None = None) -> None:
        from reportlab.lib.pdfencrypt import StandardEncryption
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.cidfonts import UnicodeCIDFont
        from reportlab.pdfgen.canvas import Canvas

        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
        self.out = io.BytesIO()
        lock = StandardEncryption(password, "owner") if password is not None else None
        self.canvas = Canvas(self.out, pagesize=(595, 842), encrypt=lock)
        self.canvas.setFont("STSong-Light", 12)

    def line(self, x: float, y: float, text: str) -> None:
        self.canvas.drawString(x, y, text)

    def column(self, x: float, y: float, text: str, wide: int) -> None:
        for n, at in enumerate(range(0, len(text), wide)):
            self.line(x, y - 22 * n, text[at : at + wide])

    def table(self, y: float, rows: Sequence[Sequence[str]]) -> None:
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                self.line(66 + 160 * c, y - 16 - 24 * r, text)
        for r in range(len(rows) + 1):
            self.canvas.line(60, y - 24 * r, 540, y - 24 * r)
        for c in range(4):
            self.canvas.line(60 + 160 * c, y, 60 + 160 * c, y - 24 * len(rows))

    def turn(self) -> None:
        self.canvas.showPage()
        self.canvas.setFont("STSong-Light", 12)


def printed(draw: Callable[[Sheet], None], password: str | None = None) -> bytes:
    sheet = Sheet(password)
    draw(sheet)
    sheet.canvas.save()
    return sheet.out.getvalue()


def read(draw: Callable[[Sheet], None]) -> Source:
    return read_pdf(printed(draw), "a.pdf")


@pytest.mark.parametrize("apart", [0, 5], ids=["lines level", "lines not level"])
def test_columns_are_read_one_after_the_other(apart: float) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.line(180, 740, "湖州市2022年文化和旅游情况")
        sheet.column(60, 700, LEFT, 18)
        sheet.column(320, 700 - apart, RIGHT, 18)
        sheet.line(60, 500, "以上为初步核算数，最终数据以统计年鉴为准，特此说明，敬请留意。")

    lines = read(draw).raw.splitlines()
    assert lines[0].startswith("湖州市") and lines[-1].startswith("以上")
    assert "".join(lines[1:-1]) == LEFT + RIGHT


def test_three_columns() -> None:
    def draw(sheet: Sheet) -> None:
        for x, text in ((50, LEFT), (230, RIGHT), (410, LEFT)):
            sheet.column(x, 700, text, 12)

    assert "".join(read(draw).raw.splitlines()) == LEFT + RIGHT + LEFT


def test_a_table_without_rules_is_no_set_of_columns() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.line(180, 740, "湖州市2022年文化设施")
        for r, row in enumerate((*ROWS, ("公共图书馆和文化馆（座）", "9", "9"))):
            for c, text in enumerate(row):
                sheet.line(66 + 180 * c, 700 - 22 * r, text)

    assert read(draw).raw.splitlines()[1:3] == ["指标 2021年 2022年", "书店（家） 50 52"]


@pytest.mark.parametrize("head_again", [False, True])
def test_a_table_goes_on_over_the_page(head_again: bool) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.line(180, 740, "湖州市2022年文化设施")
        sheet.table(160, ROWS[:2])
        sheet.line(290, 30, "- 1 -")
        sheet.turn()
        sheet.table(760, (ROWS[:1] if head_again else ()) + ROWS[2:])
        sheet.line(60, 600, "2022年末，湖州市共有图书馆9家。")
        sheet.line(290, 30, "- 2 -")

    source = read(draw)
    (table,) = source.tables
    rows = [source.raw[c.raw_start : c.raw_end] for c in table.cells]
    assert rows == [text for row in ROWS for text in row]
    records = pipeline().process(source).records
    told = [(str(r.value), r.period_start.year if r.period_start else None, r.locator) for r in records]
    assert told[2:6] == [("30", 2021, "p2"), ("31", 2022, "p2"), ("6", 2021, "p2"), ("7", 2022, "p2")]


def test_two_tables_stay_two() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.table(160, ROWS[:2])
        sheet.turn()
        sheet.table(760, [("项目", "甲", "乙"), ROWS[3]])

    assert len(read(draw).tables) == 2


def test_running_titles_are_read_once() -> None:
    def draw(sheet: Sheet) -> None:
        for n in range(3):
            sheet.line(200, 800, "湖州市统计公报")
            sheet.line(60, 700, f"第{n + 1}部分的正文，说的是全市书店的情况。")
            sheet.line(400, 790, "单位：家")
            sheet.line(290, 30, f"- {n + 1} -")
            sheet.turn()

    lines = read(draw).raw.splitlines()
    assert lines.count("湖州市统计公报") == 1 and sum("-" in line for line in lines) == 1
    assert lines.count("单位：家") == 3


def test_what_is_broken_over_a_line_still_says_its_page() -> None:
    source = read(lambda sheet: sheet.column(60, 700, "2022年末，湖州市共有书店520家，影院31家。", 16))
    first = pipeline().process(source).records[0]
    assert (first.raw_text, first.locator) == ("52\n0家", "p1")


def test_locked_files_and_fonts_without_names_are_refused() -> None:
    with pytest.raises(ReadError, match="protected by a password"):
        read_pdf(printed(lambda sheet: sheet.line(60, 700, LEFT), "secret"), "a.pdf")
    with pytest.raises(ReadError, match="fonts do not say"):
        # What no password opens but is encrypted all the same loses the font's table of characters.
        read_pdf(printed(lambda sheet: sheet.line(60, 700, LEFT), ""), "a.pdf")


@pytest.mark.parametrize("keep", [0.02, 0.3, 0.6])
def test_a_torn_file_is_read_in_part_or_refused(keep: float) -> None:
    data = printed(lambda sheet: sheet.column(60, 700, LEFT, 18))
    try:
        assert read_pdf(data[: int(keep * len(data))], "a.pdf").raw.strip()
    except ReadError as err:
        assert "PDF" in err.problem and err.remedy
