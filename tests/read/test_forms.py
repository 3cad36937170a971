"""Forms beside text and web pages: what they yield, where it stands in the file, and what is said of broken ones."""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.models import Extraction, Record
from extractor.read.containers import MEMBER
from extractor.read.encoding import ReadError
from extractor.read.separated import read_separated
from extractor.read.sheets import displayed
from extractor.read.source import read_bytes, read_path
from extractor.run import extract_paths
from tests.read import make_samples
from tests.reading import CORPUS, SHARED, pipeline, read

FORMS = SHARED / "bulletins" / "forms"
TWINS = sorted(FORMS.glob("*.docx")) if FORMS.is_dir() else []


def extracted(name: str) -> Extraction:
    return pipeline().process(read_path(f"{CORPUS}/{name}"))


def meaning(r: Record) -> tuple[object, ...]:
    """What a record says, without where it says so."""
    told = (r.indicator, r.value, r.value_min, r.value_max, r.unit, r.measure, r.status, r.region)
    return (*told, r.period_start, r.period_end, r.qualifier, tuple(sorted(r.dimensions.items())))


# --------------------------------------------------------------------------- what is yielded


@pytest.mark.skipif(not TWINS, reason="no bulletins in other forms lie beside this checkout")
@pytest.mark.parametrize("path", TWINS, ids=lambda p: p.name)
def test_a_word_document_gives_the_records_of_its_text_twin(path: Path) -> None:
    twin = SHARED / "bulletins" / "real" / f"{path.stem}.txt"
    assert Counter(map(meaning, read(path).records)) == Counter(map(meaning, read(twin).records))


@pytest.mark.parametrize("name", sorted(make_samples.SAMPLES))
def test_samples_are_what_the_script_makes(name: str) -> None:
    """The files in corpus/ give the records that files made now give (their bytes hold dates and differ)."""
    made = make_samples.SAMPLES[name]()
    if name.endswith((".xml", ".zip", ".warc.gz")):
        assert (CORPUS / name).stat().st_size == pytest.approx(len(made), rel=0.4)
        return
    again = pipeline().process(read_bytes(made, name))
    assert [meaning(r) for r in extracted(name).records] == [meaning(r) for r in again.records] != []


@pytest.mark.parametrize(
    ("name", "locator"),
    [
        ("population_education.xlsx", "人口!C3"),
        ("low_income.pdf", "p1"),
        ("gdp.csv", None),
        ("elderly_brief.docx", None),
    ],
)
def test_records_say_where_in_the_file_they_stand(name: str, locator: str | None) -> None:
    e = extracted(name)
    assert e.records[0].locator == locator
    for r in e.records:
        assert e.source.raw[r.raw_start : r.raw_end] == r.raw_text


def test_a_percentage_is_read_as_its_cell_shows_it() -> None:
    values = [(r.raw_text, str(r.value), r.unit) for r in extracted("population_education.xlsx").records]
    assert ("88.1%", "88.1", "%") in values


@pytest.mark.parametrize(
    ("form", "shown"), [("0.0 %", "68.5%"), ("0.#%", "68.5%"), ("#0%", "69%"), (";;;", ""), ("0.00", "0.685")]
)
def test_a_cell_is_read_as_its_format_shows_it(form: str, shown: str) -> None:
    assert displayed(0.685, form) == shown


def test_hidden_rows_and_columns_of_a_sheet_are_not_read() -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(("教育情况（单位：万人）",))
    rows = [("指标", "2020年", "2021年", "2022年"), ("在校生", 71, 72, 73), ("毕业生", 81, 82, 83)]
    rows.append(("招生", 91, 92, 93))
    for row in rows:
        book.active.append(row)
    book.active.row_dimensions[4].hidden = True
    book.active.column_dimensions["B"].hidden = True
    out = io.BytesIO()
    book.save(out)
    source = read_bytes(out.getvalue(), "school.xlsx")
    assert not any(c in source.raw for c in ("2020年", "毕业生", "71", "81", "82", "83", "91"))
    values = {(str(r.value), r.unit, str(r.period_end)[:4]) for r in pipeline().process(source).records}
    told = {("720000", "2021"), ("730000", "2022"), ("920000", "2021"), ("930000", "2022")}
    assert values == {(value, "人", year) for value, year in told}


@given(st.integers(-(10**9), 10**9), st.integers(0, 4))
def test_a_number_is_shown_with_all_its_digits(n: int, places: int) -> None:
    value = n / 10**places
    assert float(displayed(value, "General")) == value
    assert float(displayed(value, "0.0000%").rstrip("%")) == pytest.approx(value * 100, rel=1e-9, abs=1e-4)


cells = st.text(alphabet='养老床位12.5%," \n', max_size=8).map(str.strip)


@given(st.lists(st.lists(cells, min_size=2, max_size=4), min_size=2, max_size=5))
def test_separated_cells_stand_where_they_are_said_to(rows: list[list[str]]) -> None:
    import csv

    width = max(map(len, rows))
    rows = [[*row, *[""] * (width - len(row))] for row in rows]
    rows = [["指标名", *[f"列{i}" for i in range(width)]], *([f"行{n}", *row] for n, row in enumerate(rows))]
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    source = read_separated(out.getvalue().encode(), "a.csv")
    table = max(source.tables, key=lambda t: len(t.cells))
    for cell in table.cells:
        told = source.raw[cell.raw_start : cell.raw_end].replace('""', '"')
        assert told == rows[cell.row][cell.column]


# --------------------------------------------------------------------------- containers


def test_members_are_documents_and_a_broken_one_costs_no_other(tmp_path: Path) -> None:
    pack = tmp_path / "in" / "pack.zip"
    pack.parent.mkdir()
    with zipfile.ZipFile(pack, "w") as z:
        z.writestr("a.txt", "2022年末，湖州市共有书店52家。")
        z.writestr("b/c.html", "<html><body><p>2022年末，湖州市共有影院31家。</p></body></html>")
        z.writestr("broken.docx", b"PK\x03\x04 no document")
        z.writestr(".hidden.txt", "2022年末，湖州市共有剧场3家。")
    db = tmp_path / "x.duckdb"
    summary = extract_paths([pack.parent], db, jobs=1)
    assert [f.path for f in summary.failures] == [f"{pack}{MEMBER}broken.docx"]
    with duckdb.connect(str(db), read_only=True) as con:
        rows = con.execute("SELECT doc_path, value::INT FROM records ORDER BY ALL").fetchall()
    assert rows == [(f"{pack}{MEMBER}a.txt", 52), (f"{pack}{MEMBER}b/c.html", 31)]
    assert extract_paths([pack.parent], db, jobs=1).worked_on == 0


def test_a_member_that_goes_takes_its_rows_along(tmp_path: Path) -> None:
    pack, db = tmp_path / "pack.zip", tmp_path / "x.duckdb"
    for names in (("a.txt", "b.txt"), ("b.txt",)):
        with zipfile.ZipFile(pack, "w") as z:
            for name in names:
                z.writestr(name, f"2022年末，湖州市共有书店{len(name) + ord(name[0])}家。")
        summary = extract_paths([pack], db, jobs=1)
    assert (summary.removed, summary.unchanged, summary.records) == (1, 1, 1)


def test_articles_in_one_file_are_documents(tmp_path: Path) -> None:
    lines = [
        {
            "title": f"湖州市{year}年文化简况",
            "content": f"{year}年末，湖州市共有博物馆{n}家，其中国有博物馆九家，参观者很多很多。",
        }
        for year, n in ((2021, 12), (2022, 15))
    ]
    path = tmp_path / "news.jsonl"
    path.write_text("\n".join(json.dumps(x, ensure_ascii=False) for x in lines), encoding="utf-8")
    with pytest.raises(ReadError, match="holds 2 articles"):
        read_path(path)
    source = read_path(f"{path}{MEMBER}2")
    assert source.yielded and source.raw.startswith("湖州市2022年文化简况")
    assert [int(r.value or 0) for r in pipeline().process(source).records][:1] == [15]


def test_the_text_that_was_yielded_is_kept(tmp_path: Path) -> None:
    db = tmp_path / "x.duckdb"
    extract_paths([CORPUS / "low_income.pdf", CORPUS / "gdp.csv"], db, jobs=1)
    with duckdb.connect(str(db), read_only=True) as con:
        rows = con.execute(
            "SELECT form, text IS NULL, count(*), bool_and(coalesce(substr(text, raw_start + 1, raw_end - raw_start), "
            "raw_text) = raw_text) FROM documents JOIN records USING (doc_id) GROUP BY ALL ORDER BY form"
        ).fetchall()
    assert rows == [("csv", True, 6, True), ("pdf", False, 14, True)]


# --------------------------------------------------------------------------- broken files


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("word/document.xml", b"0" * (30 << 20))
    return out.getvalue()


def scan() -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (80, 80), "white").save(out, "PDF")
    return out.getvalue()


BROKEN = {
    "torn.docx": (lambda: make_samples.word()[:900], "no complete ZIP"),
    "torn.xlsx": (lambda: make_samples.workbook()[:-400], "no complete ZIP"),
    "torn.pdf": (lambda: make_samples.printed()[:300], "PDF"),
    "scan.pdf": (scan, "scan without a text layer"),
    "bomb.docx": (bomb, "would unpack to"),
    "empty.csv": (lambda: b",,\r\n,,\r\n", "holds no values"),
    "torn.json": (lambda: b'{"title": "x", ', "no JSON"),
    "bare.json": (lambda: b'{"a": 1}', "no field with a text"),
    "torn.xml": (lambda: make_samples.feed()[:300], "broken XML"),
    "no.mht": (lambda: b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nx", "without HTML"),
    "old.doc": (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old Word"),
    "old.xls": (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old Word, Excel or WPS"),
    "photo.png": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 80, "picture"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_read_is_named_with_a_remedy(name: str) -> None:
    make, problem = BROKEN[name]
    with pytest.raises(ReadError) as caught:
        read_bytes(make(), name)
    assert caught.value.name == name and problem in caught.value.problem and len(caught.value.remedy) > 5


def test_an_entity_from_outside_is_not_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("秘密", encoding="utf-8")
    feed = (
        make_samples.feed()
        .decode()
        .replace("<rss", f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{secret}">]>\n<rss')
        .replace("2022年末，全国公路", "&x;2022年末，全国公路", 1)
    )
    path = tmp_path / "f.xml"
    path.write_text(feed, encoding="utf-8")
    assert "秘密" not in read_path(f"{path}{MEMBER}1").raw
