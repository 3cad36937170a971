"""Ruled tables of PDF files whose cells have several lines: rows that no rule parts, broken names and numbers."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.read.test_pdf import ROWS, SENTENCE, Sheet, read
from tests.reading import pipeline

XS = (60.0, 220.0, 380.0, 540.0)


def boxed(sheet: Sheet, cells: Sequence[Sequence[Sequence[str]]], xs: Sequence[float] = XS) -> None:
    """A ruled table whose cells have several lines."""
    y = 720.0
    for row in cells:
        for x, lines in zip(xs, row, strict=False):
            for n, text in enumerate(lines):
                sheet.line(x + 4, y - 16 - 20 * n, text)
        sheet.canvas.line(xs[0], y, xs[-1], y)
        y -= 8 + 20 * max(map(len, row))
    sheet.canvas.line(xs[0], y, xs[-1], y)
    for x in xs:
        sheet.canvas.line(x, 720, x, y)


def test_rows_that_no_rule_parts_are_rows() -> None:
    columns = [[text for row in ROWS[1:] for text in row[c : c + 1]] for c in range(3)]
    source = read(lambda sheet: boxed(sheet, [[[text] for text in ROWS[0]], columns]))
    assert source.raw.splitlines() == ["\t".join(row) for row in ROWS]
    assert [(c.row, c.row_span) for c in source.tables[0].cells] == [(r, 1) for r in range(4) for _ in range(3)]


def test_names_of_several_lines_stand_beside_their_figures() -> None:
    head = [["指标"], ["2021年"], ["2022年"]]

    def draw(sheet: Sheet) -> None:
        boxed(sheet, [head, [["书店", "（家）", "影院", "（家）"], [], []]])
        for c, (above, below) in enumerate((("50", "30"), ("52", "31")), 1):
            for at, text in ((10, above), (50, below)):
                sheet.line(XS[c] + 4, 676 - at, text)

    assert read(draw).raw.splitlines()[1:] == ["书店（家）\t50\t52", "影院（家）\t30\t31"]


@pytest.mark.parametrize(
    ("lines", "shown"), [(("1204", "1304"), "1204 1304"), (("1,20", "4"), "1,204"), (("1204", ".5"), "1204.5")]
)
def test_figures_in_a_cell_are_one_number_only_where_that_is_sure(lines: tuple[str, str], shown: str) -> None:
    rows = [[["指标"], ["年末"]], [["书店"], lines]]
    source = read(lambda sheet: (sheet.line(60, 760, SENTENCE), boxed(sheet, rows, (60, 130, 162)))[0])
    assert source.raw.splitlines()[-1] == f"书店\t{shown}"


def between_rules(sheet: Sheet, rows: Sequence[Sequence[str]], y: float = 700) -> None:
    """A table between three rules; a row's values stand where their columns are."""
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            sheet.line(66 + 160 * c, y - 22 * r, text)
    for at in (16, -6, 10 - 22 * len(rows)):
        sheet.canvas.line(60, y + at, 540, y + at)


GAPPY = (ROWS[0], ("书店（家）", "", "52"), ("影院（家）", "30", ""), ROWS[3])


def test_a_value_between_rules_is_that_of_the_head_above_it() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.line(180, 740, "湖州市文化设施")
        between_rules(sheet, GAPPY)
        sheet.line(60, 560, SENTENCE)

    source = read(draw)
    assert source.raw.splitlines() == ["湖州市文化设施", *("\t".join(row) for row in GAPPY), SENTENCE]
    told = [(str(r.value), r.period_end.year if r.period_end else None) for r in pipeline().process(source).records]
    assert told[:4] == [("52", 2022), ("30", 2021), ("6", 2021), ("7", 2022)]


@pytest.mark.parametrize(
    "rows",
    [
        ROWS,  # every row is whole: read as lines
        (ROWS[0], ("书店（家）", "", "多"), ("影院（家）", "30", "少")),
        (ROWS[0], ("", "50", "52"), ("影院（家）", "30", "")),
        (("指标", "2021年", ""), ("书店（家）", "", "52"), ("影院（家）", "30", "31")),
    ],
)
def test_what_is_not_sure_between_rules_stays_lines(rows: Sequence[Sequence[str]]) -> None:
    source = read(lambda sheet: (sheet.line(60, 760, SENTENCE), between_rules(sheet, rows))[0])
    assert source.tables == () and source.raw.splitlines()[1:] == [" ".join(filter(None, row)) for row in rows]
