"""Files with an article in each row, told from tables of data: separated values and workbooks."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font

from extractor.files import members
from extractor.read import articles
from extractor.read.article_rows import row_articles
from extractor.read.encoding import ReadError
from extractor.read.source import read_bytes, read_path
from tests.reading import pipeline

BODIES = (
    "2022年末，湖州市共有书店52家，\n比上年增加3家。城乡居民的文化生活越来越“丰富”，阅读氛围更加浓厚。",
    "2021年末，湖州市共有书店49家。其中，城镇书店29家，乡村书店20家，营业面积都有所扩大。",
    "2020年末，湖州市共有书店45家。受疫情影响，读者人数有所下降，网上销售额有所增长，情况总体平稳。",
)
ROWS = [["序号", "标题", "发布日期", "正文"]] + [
    [str(n), f"湖州市{2023 - n}年书店情况", f"{2024 - n}-03-01", f'他说:"好",{body}']
    for n, body in enumerate(BODIES, 1)
]


def separated(rows: list[list[str]], mark: str = ",", codec: str = "utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=mark).writerows(rows)
    return out.getvalue().encode(codec)


@pytest.mark.parametrize(("mark", "name"), [(",", "a.csv"), ("\t", "a.tsv"), (";", "a.csv")])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_row_with_a_text_is_an_article(mark: str, name: str, codec: str) -> None:
    articles = list(row_articles(separated(ROWS, mark, codec), name))
    assert [a.key for a in articles] == ["1", "2", "3"]
    assert articles[0].page.decode() == f"湖州市2022年书店情况\n2023-03-01\n{ROWS[1][3]}\n"
    with pytest.raises(ReadError, match="holds 3 articles"):
        read_bytes(separated(ROWS, mark, codec), name)


def test_articles_in_rows_are_documents(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_bytes(separated(ROWS))
    assert members(str(path)) == [f"{path}!/{n}" for n in (1, 2, 3)]
    source = read_path(f"{path}!/2")
    assert source.yielded and not source.tables
    told = [(str(r.value), str(r.period_end)) for r in pipeline().process(source).records]
    assert told == [("49", "2021-12-31"), ("29", "2021-12-31"), ("20", "2021-12-31")]


LONG = [ROWS[0], *([*row[:2], date(2024 - n, 3, 1), row[3] * 2] for n, row in enumerate(ROWS[1:], 1))]


def workbook(*sheets: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_articles_in_the_rows_of_a_workbook_are_documents(tmp_path: Path) -> None:
    path = tmp_path / "news.xlsx"
    path.write_bytes(workbook(LONG, LONG[:2]))
    assert members(str(path)) == [f"{path}!/{n}" for n in (1, 2, 3, 4)]
    source = read_path(f"{path}!/2")
    assert source.yielded and source.raw.splitlines()[:2] == ["湖州市2021年书店情况", "2022-03-01"]
    with pytest.raises(ReadError, match="holds 4 articles"):
        read_path(path)


def test_a_workbook_with_a_table_stays_one(tmp_path: Path) -> None:
    facts = [["指标", "2021年", "2022年"], ["书店（家）", 49, 52], ["影院（家）", 30, 31]]
    noted = [["指标", "数值", "说明"], *([f"指标{n}", n, BODIES[n % 3]] for n in range(9))]
    for sheets in ([facts], [LONG, facts], [noted]):
        path = tmp_path / "table.xlsx"
        path.write_bytes(workbook(*sheets))
        assert members(str(path)) == [str(path)]
        assert read_path(path).form == "xlsx" and read_path(path).tables


def test_a_single_row_with_a_text_is_the_document_itself(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_bytes(separated(ROWS[:2]))
    assert members(str(path)) == [str(path)]
    source = read_path(path)
    assert (source.form, source.yielded, source.tables) == ("csv", True, ())


@pytest.mark.parametrize(
    "rows",
    [
        [["指标", "2021年", "2022年"], ["书店（家）", "49", "52"], ["影院（家）", "30", "31"]],
        [["指标", "数值", "说明"], *([f"指标{n}", str(n), BODIES[n % 3]] for n in range(9))],
        [["项目内容", "2021年", "2022年"], ["书店（家）", "49", "52"], ["全市电影院，含乡镇影院（家）", "30", "31"]],
    ],
)
def test_a_table_of_data_stays_one(rows: list[list[str]], tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(separated(rows))
    assert members(str(path)) == [str(path)]
    source = read_path(path)
    assert not source.yielded and len(source.tables[0].cells) == sum(map(len, rows))


def test_a_row_whose_text_its_marks_cut_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "标题,正文\n"
        + "".join(
            f"公报{n},{BODIES[0].replace(chr(10), '')}书店{n},149家。\n"
            if n == 2
            else f"公报{n},{BODIES[0].replace(chr(10), '')}\n"
            for n in range(1, 5)
        )
    )
    names = members(str(path))
    assert [name.rpartition("/")[2] for name in names] == ["1", "2", "3", "4"]
    for name in (names[0], *names[2:]):
        assert BODIES[0].replace(chr(10), "") in read_path(name).raw
    with pytest.raises(ReadError, match="more cells than its table has columns"):
        read_path(names[1])


def test_of_a_workbook_of_articles_what_is_hidden_or_struck_out_is_not_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in [*LONG, [4, "湖州市2019年书店情况", None, LONG[1][3]]]:
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet["D5"].font = Font(strike=True)
    path = tmp_path / "news.xlsx"
    book.save(path)
    assert [read_path(name).raw.splitlines()[0] for name in members(str(path))] == [LONG[1][1], LONG[3][1]]


def test_articles_behind_the_most_that_are_read_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(articles, "_MOST", 2)
    path = tmp_path / "news.csv"
    path.write_bytes(separated(ROWS))
    first, second, beyond = members(str(path))
    assert read_path(first).raw and read_path(second).raw
    with pytest.raises(ReadError, match="stands behind the first 2 articles"):
        read_path(beyond)


@pytest.mark.parametrize(("name", "remedy"), [("news.xlsm", "by its number"), ("news.dat", "name it .xlsx")])
def test_a_workbook_of_articles_says_how_to_read_it(name: str, remedy: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(workbook(LONG))
    assert len(members(str(path))) == (3 if name.endswith(".xlsm") else 1)
    with pytest.raises(ReadError, match=remedy):
        read_path(path)
