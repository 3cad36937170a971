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


@pytest.mark.parametrize("below", [ROWS[2:], (("茶馆（家）", "—", "—"), *ROWS[2:])])
def test_a_table_goes_on_below_a_line_that_says_so(below: Sequence[Sequence[str]]) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.table(160, ROWS[:2])
        sheet.turn()
        sheet.line(250, 770, "续表")
        sheet.table(760, below)

    source = read(draw)
    (table,) = source.tables
    assert len(table.cells) == 3 * (2 + len(below)) and source.raw.splitlines()[-1] == "续表"


@pytest.mark.parametrize(
    "second",
    [
        [("项目", "甲", "乙"), ROWS[3]],
        [ROWS[0], ("地区", "南部", "北部"), ROWS[3]],  # the head begins alike and goes on otherwise
    ],
)
def test_two_tables_stay_two(second: Sequence[Sequence[str]]) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.table(160, ROWS[:2])
        sheet.turn()
        sheet.table(760, second)

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
    assert lines.count("湖州市统计公报") == 1 and not any("-" in line for line in lines)
    assert lines.count("单位：家") == 3


UPPER = "2022年，湖州市文化事业稳步发展，人民生活水平不断提高，公共服务更完善。年末全市共有各类书店5"
LOWER = "20家，比上年增加30家。影院31家，剧场7家，博物馆12家。"


@pytest.mark.parametrize("pages", [2, 3])
@pytest.mark.parametrize(
    ("head", "foot"),
    [("湖州市统计局", "- %d -"), ("湖州市2022年统计公报", "第%d页 共9页"), ("", "%d"), ("· 统计年鉴2022 ·", "· %d ·")],
)
def test_a_number_goes_on_over_the_page(head: str, foot: str, pages: int) -> None:
    def draw(sheet: Sheet) -> None:
        for n, text in enumerate((UPPER, LOWER, "其余从略。")[:pages], 1):
            sheet.line(200, 800, head)
            sheet.column(60, 130 if n == 1 else 760, text, 24)
            sheet.line(290, 30, foot % n)
            sheet.turn()

    source = read(draw)
    assert "书店5\n20家" in source.raw
    records = [(r.raw_text, str(r.value)) for r in pipeline().process(source).records]
    assert records[0] == ("5\n20家", "520") and len(records) == 5


def test_a_running_title_that_begins_late_stands_behind_the_text() -> None:
    def draw(sheet: Sheet) -> None:
        for n, text in enumerate((UPPER, LOWER, "其余从略。")):
            sheet.line(200, 800, "湖州市统计公报" if n else "")
            sheet.column(60, 130 if n == 0 else 760, text, 24)
            sheet.line(60, 30, "湖州市统计局编")
            sheet.turn()

    source = read(draw)
    assert "书店5\n20家" in source.raw
    assert source.raw.splitlines()[-2:] == ["湖州市统计局编", "湖州市统计公报"]
    assert [source.locator(source.raw.index(line)) for line in ("湖州市统计局编", "湖州市统计公报")] == ["p1", "p2"]


def test_titles_with_other_years_are_all_read() -> None:
    def draw(sheet: Sheet) -> None:
        for year in (2021, 2022, 2023):
            sheet.line(60, 800, f"湖州市{year}年统计公报")
            sheet.column(60, 700, "年末全市共有书店52家，影院31家。", 24)
            sheet.turn()

    lines = read(draw).raw.splitlines()
    assert [line[3:7] for line in lines if "公报" in line] == ["2021", "2022", "2023"]


def test_figures_at_the_foot_that_do_not_count_pages_stay() -> None:
    def draw(sheet: Sheet) -> None:
        for n in (7, 3, 12):
            sheet.column(60, 760, LEFT, 24)
            sheet.line(60, 30, f"剧场{n}家")
            sheet.turn()

    lines = read(draw).raw.splitlines()
    assert all(line in lines for line in ("剧场7家", "剧场3家", "剧场12家"))


def test_a_running_title_with_a_number_is_read_once() -> None:
    def draw(sheet: Sheet) -> None:
        for n in range(3):
            sheet.line(60, 800, f"湖州市统计公报（第3期） {n + 7}")
            sheet.column(60, 700, LEFT, 24)
            sheet.turn()

    assert [line for line in read(draw).raw.splitlines() if "公报" in line] == ["湖州市统计公报（第3期） 7"]


SENTENCE = "2022年末，湖州市共有书店52家，影院31家。"


def values(source: Source) -> list[str]:
    return [r.raw_text for r in pipeline().process(source).records]


def test_a_raised_figure_is_no_digit_of_the_number_before_it() -> None:
    def draw(sheet: Sheet) -> None:
        for y, mark in ((700, "1"), (600, "2)"), (500, "[3]")):
            at, before, behind = 60.0, "2022年末，湖州市共有书店52", "家，影院31家。"
            for text, size, up in ((before, 12, 0), (mark, 7, 5), (behind, 12, 0)):
                sheet.canvas.setFont("STSong-Light", size)
                sheet.line(at, y + up, text)
                at += sheet.canvas.stringWidth(text, "STSong-Light", size)

    source = read(draw)
    assert [line[14:19] for line in source.raw.splitlines()] == ["52¹家，", "52²)家", "52[3]"]
    assert set(values(source)) == {"52¹家", "52²)家", "52[3]家", "31家"}


def test_bold_type_of_two_prints_is_read_once() -> None:
    def draw(sheet: Sheet) -> None:
        for beside in (0, 0.4):
            sheet.line(60 + beside, 700, SENTENCE)

    assert read(draw).raw == f"{SENTENCE}\n"


@pytest.mark.parametrize("rect", [False, True])
def test_what_a_rule_strikes_out_is_not_read_and_what_it_underlines_is(rect: bool) -> None:
    def draw(sheet: Sheet) -> None:
        at = 60.0
        for text, rule in (("2022年末，湖州市共有书店", None), ("49", 4.0), ("52", -2.0), ("家，影院31家。", None)):
            sheet.line(at, 700, text)
            wide = sheet.canvas.stringWidth(text, "STSong-Light", 12)
            if rule is not None and rect:
                sheet.canvas.rect(at, 700 + rule, wide, 0.6, stroke=0, fill=1)
            elif rule is not None:
                sheet.canvas.line(at, 700 + rule, at + wide, 700 + rule)
            at += wide

    assert read(draw).raw.replace(" ", "") == f"{SENTENCE}\n"


@pytest.mark.parametrize("size", [6, 9, 12])
def test_numbers_with_a_gap_between_them_stay_two(size: int) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.line(60, 740, SENTENCE)
        sheet.canvas.setFont("STSong-Light", size)
        for at, text in ((60, "书店"), (120, "52"), (120 + 1.3 * size, "60")):
            sheet.line(at, 700, text)

    assert read(draw).raw.splitlines()[1] == "书店 52 60"


def test_ruled_paper_strikes_nothing_out() -> None:
    def draw(sheet: Sheet) -> None:
        for y in (700, 680):
            sheet.line(60, y, SENTENCE)
            sheet.canvas.line(40, y + 4, 560, y + 4)

    assert read(draw).raw == f"{SENTENCE}\n" * 2


def test_a_watermark_askew_is_not_read() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.canvas.saveState()
        sheet.canvas.translate(150, 620)
        sheet.canvas.rotate(45)
        sheet.line(0, 0, "内部资料2021" * 3)
        sheet.canvas.restoreState()
        sheet.column(60, 760, LEFT + RIGHT, 26)

    assert "".join(read(draw).raw.splitlines()) == LEFT + RIGHT


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_text_that_is_set_at_an_angle_is_read_upright(angle: int) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.canvas.translate(297, 421)
        sheet.canvas.rotate(angle)
        sheet.column(-270, 200, LEFT, 40)
        sheet.canvas.translate(-300, 0)
        sheet.table(100, ROWS)

    source = read(draw)
    assert "".join(source.raw.splitlines()[:2]) == LEFT
    cells = [source.raw[c.raw_start : c.raw_end] for c in source.tables[0].cells]
    assert cells == [text for row in ROWS for text in row]


def test_a_table_across_an_upright_page_comes_after_its_text() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.column(60, 760, LEFT, 26)
        sheet.canvas.translate(200, 60)
        sheet.canvas.rotate(90)
        sheet.table(-10, ROWS)

    source = read(draw)
    assert "".join(source.raw.splitlines()[:3]) == LEFT
    assert [source.raw[c.raw_start : c.raw_end] for c in source.tables[0].cells] == [t for row in ROWS for t in row]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_what_is_cropped_off_is_not_read(turn: int) -> None:
    import pdfplumber

    def draw(sheet: Sheet) -> None:
        sheet.canvas.setCropBox((50, 400, 595, 842))
        for y, text in ((700, SENTENCE), (300, "2022年末，湖州市共有茶馆99家。")):
            sheet.line(60, y, text)
        sheet.line(10, 600, "甲")

    data = printed(draw).replace(b"/Rotate 0", f"/Rotate {turn}".encode())
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        assert pdf.pages[0].rotation == turn
    assert read_pdf(data, "a.pdf").raw == f"{SENTENCE}\n"


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
