"""What holds of every bulletin: places replay, records lie apart, nothing is made up, no number is passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import extractor
from extractor.clean.text import Text
from extractor.measure.atoms import AtomKind
from extractor.models import Extraction, Record
from extractor.read.source import ReadError, read_path
from tests.clean import material
from tests.reading import (
    SHARED,
    bulletins,
    cleaned,
    extract,
    layouter,
    naive_pipeline,
    page,
    pipeline,
    read,
    scanner,
)

SEEDS, REAL = SHARED / "bulletins" / "seeds", SHARED / "bulletins" / "real"
HERE = [pytest.param(p, id=p.name) for p in bulletins()]
BESIDE = [pytest.param(p, id=p.name) for folder in (SEEDS, REAL) for p in bulletins(folder)] or [
    pytest.param(None, id="none", marks=pytest.mark.skip(reason="no bulletins beside the checkout"))
]
EVERY = pytest.mark.parametrize("path", [*HERE, *BESIDE])
Placed = tuple[int, int]


def places(found: Extraction) -> Iterator[tuple[int, int, str]]:
    """Raw place and raw text of everything that a document gave."""
    for row in (*found.records, *found.gaps, *found.rejected, *found.refusals):
        yield row.raw_start, row.raw_end, row.raw_text


# --------------------------------------------------------------------------- places


@EVERY
def test_every_place_replays(path: Path) -> None:
    found = read(path)
    raw = found.source.raw
    for a, b, text in places(found):
        assert 0 <= a < b <= len(raw)
        assert raw[a:b] == text
    for t in found.tried:
        assert 0 <= t.raw_start < t.raw_end <= len(raw)
    for r in found.repairs:
        assert 0 <= r.raw_start <= r.raw_end <= len(raw) and r.before != r.after


def shared_place(a: Record, b: Record) -> bool:
    """The terms of a ratio stand in one place, which is all of them."""
    return (a.raw_start, a.raw_end) == (b.raw_start, b.raw_end) and a.raw_text.count("：") + a.raw_text.count(
        ":"
    ) + a.raw_text.count("∶") > 0


@EVERY
def test_records_lie_apart_and_in_order(path: Path) -> None:
    records = read(path).records
    for one, other in pairwise(records):
        assert one.raw_start <= other.raw_start
        assert other.raw_start >= one.raw_end or shared_place(one, other), (one.raw_text, other.raw_text)


@EVERY
def test_no_record_lies_in_a_hole_and_none_is_also_refused(path: Path) -> None:
    found = read(path)
    taken: set[int] = set()
    for r in found.records:
        taken.update(range(r.raw_start, r.raw_end))
    for row in (*found.gaps, *found.rejected):
        assert not taken & set(range(row.raw_start, row.raw_end)), row.raw_text


@EVERY
def test_ids_are_unique(path: Path) -> None:
    ids = [r.record_id for r in read(path).records]
    assert len(set(ids)) == len(ids)


# --------------------------------------------------------------------------- values


def numbers(text: str) -> set[Decimal]:
    """The absolute values that a stretch of clean text spells: amounts, ranks, the terms of ratios."""
    out: set[Decimal] = set()
    for a in scanner().scan(f"居全国{text}") if re.match(r"第|首|榜", text) else scanner().scan(text):
        q = a.quantity
        out.update(abs(v) for v in (q.value, q.value_min, q.value_max) if v is not None) if q else None
        out.update(a.parts)
        if a.kind is AtomKind.TRAP:  # 16周岁: a trap alone, and none where the clause says that it is measured
            out.update(Decimal(n) for n in re.findall(r"\d+(?:\.\d+)?", text))
    return out


@EVERY
def test_values_are_those_that_the_place_spells(path: Path) -> None:
    """A value is what the number expression says, up to its sign and the scale of its column: never made up."""
    found, text = read(path), cleaned(path)
    for r in found.records:
        a, b = text.clean_span(r.raw_start, r.raw_end)
        said = numbers(text.chars[a:b])
        for value in (r.value, r.value_min, r.value_max):
            if value is not None:
                powers = (0, 1, 2, 3, 4, 5, 6, 7, 8)
                assert any(abs(value) == n.scaleb(p) for n in said for p in powers), (r.raw_text, value)


@EVERY
def test_records_are_whole(path: Path) -> None:
    for r in read(path).records:
        assert r.indicator and r.indicator_raw and r.evidence and r.rule_id
        assert (r.value is None) == (r.qualifier == "range")
        assert (r.period_start is None) == (r.period_end is None) == (r.period_type is None)
        assert r.period_start is None or r.period_end is None or r.period_start <= r.period_end
        assert (r.period_type == "instant") == (r.period_start is not None and r.period_start == r.period_end)
        assert r.measure != "rank" or r.unit == "位"
        assert r.region is not None or r.region_code is None
        assert not any(0xE000 <= ord(c) <= 0xF8FF for c in r.indicator + r.indicator_raw + r.evidence)


# --------------------------------------------------------------------------- nothing in silence


def untold(found: Extraction, text: Text) -> list[str]:
    """Runs of digits anywhere on a page, tables and notes too, that no record, gap, time or refusal covers."""
    laid = layouter().lay_out(text, found.source.tables)
    covered = {k for a, b, _ in places(found) for k in range(a, b)}
    times: set[int] = set()
    for block in laid.blocks:
        cells = [(c.start, c.end) for c in block.table.cells] if block.table else []
        for a, b in [(block.start, block.end), *cells]:
            times.update(
                k
                for atom in scanner().scan(text.chars, a, b)
                if atom.kind is AtomKind.PERIOD
                for k in range(atom.start, atom.end)
            )
    return [
        m[0]
        for m in re.finditer(r"\d+", text.chars)
        if not (
            times.issuperset(range(m.start(), m.end())) or covered.issuperset(range(*text.raw_span(m.start(), m.end())))
        )
    ]


@EVERY
def test_no_number_is_passed_over_in_silence(path: Path) -> None:
    """Every digit of the cleaned page: in sentences, in every cell of every table, in notes and on the card."""
    assert untold(read(path), cleaned(path)) == []


@EVERY
def test_no_table_cell_is_passed_over(path: Path) -> None:
    """Each cell of a table that holds a digit is a record, a time, or refused with a reason of its own."""
    found, text = read(path), cleaned(path)
    told = [(a, b) for a, b, _ in places(found)]
    for block in layouter().lay_out(text, found.source.tables).blocks:
        for cell in block.table.cells if block.table else ():
            if not re.search(r"\d", text.chars[cell.start : cell.end]):
                continue
            a, b = text.raw_span(cell.start, cell.end)
            dated = any(x.kind is AtomKind.PERIOD for x in scanner().scan(text.chars, cell.start, cell.end))
            assert dated or any(x < b and a < y for x, y in told), text.chars[cell.start : cell.end]


@pytest.mark.parametrize("text", ["占全国11/23。", "第8.6代生产线投产。", "\n注：不含2家民办机构。"])
def test_numbers_in_forms_that_are_not_read_are_refused(text: str) -> None:
    found = extract("湖州市公报\n2023年，全市" + text)
    assert found.refusals and all(r.reason for r in found.refusals)
    assert {"11", "23", "8.6", "2"} & {n for r in found.refusals for n in re.findall(r"\d+(?:\.\d+)?", r.raw_text)}


# --------------------------------------------------------------------------- the same again


@pytest.mark.parametrize("path", HERE)
def test_reading_twice_gives_the_same(path: Path) -> None:
    assert pipeline().process(read_path(path)) == read(path)


@pytest.mark.parametrize("path", [*HERE, *([pytest.param(p, id=p.name) for p in bulletins(SEEDS)])])
def test_trying_every_rule_gives_the_same(path: Path) -> None:
    fast, naive = read(path), naive_pipeline().process(read_path(path))
    assert naive.records == fast.records
    assert (naive.gaps, naive.rejected, naive.refusals) == (fast.gaps, fast.rejected, fast.refusals)


CLAUSES = st.sampled_from(
    [
        *material.SENTENCES,
        *material.TRADITIONAL,
        *material.DAMAGE,
        "其中，",
        "分别为12家和15家，",
        "（含5家）",
        "3.1:41.2:55.7",
        "\n",
        "\t",
        "1/3",
        "◆",
        "万元",
    ]
)


@given(st.lists(CLAUSES, min_size=1, max_size=10).map("".join).filter(str.strip))
@settings(max_examples=60, deadline=None)
def test_any_text_is_read(text: str) -> None:
    """Whatever pieces and damage are put together: places replay, values are spelt there, and again gives the same."""
    found = extract(text)
    raw = found.source.raw
    for a, b, said in places(found):
        assert raw[a:b] == said and said
    for r in found.records:
        assert not [g for g in found.gaps if r.raw_start < g.raw_end and g.raw_start < r.raw_end]
    assert extract(text) == found


@given(st.text(min_size=1, max_size=60).filter(str.strip))
@settings(max_examples=100, deadline=None)
def test_any_characters_are_read(text: str) -> None:
    try:
        found = extract(text)
    except ReadError:
        return  # what is no text is refused by name
    assert all(found.source.raw[a:b] == said for a, b, said in places(found))


# --------------------------------------------------------------------------- order and form do not matter

FACTS = (
    "截至2022年底，湖州市共有图书馆12家。",
    "2021年，湖州市新建社区食堂36个，增长5.2%。",
    "2023年，湖州市旅游收入120亿元。",
)


@given(st.permutations(FACTS))
@settings(max_examples=6, deadline=None)
def test_paragraphs_that_say_all_may_stand_in_any_order(order: list[str]) -> None:
    def facts(text: str) -> set[tuple[object, ...]]:
        return {(r.indicator, r.value, r.unit, r.region, r.period_end, r.measure) for r in extract(text).records}

    head = "湖州市公报\n全市各项事业取得新进展，主要情况如下。\n"
    assert facts(head + "\n".join(order)) == facts(head + "\n".join(FACTS))


def test_forms_give_the_same_records() -> None:
    lines = ["湖州市2023年统计公报", "全市共有图书馆12家，比上年增加2家。", "全市旅游收入120亿元，增长5.2%。"]
    html = "<html><body><h1>" + lines[0] + "</h1>" + "".join(f"<p>{x}</p>" for x in lines[1:]) + "</body></html>"
    forms = {"a.txt": "\n".join(lines), "a.md": "# " + "\n\n".join(lines), "a.html": html}
    told = {
        name: [(r.indicator, r.value, r.unit, r.measure, r.region, r.period_end) for r in extract(text, name).records]
        for name, text in forms.items()
    }
    assert len(told["a.txt"]) == 4
    assert told["a.txt"] == told["a.md"] == told["a.html"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_encodings_give_the_same_records(encoding: str) -> None:
    text = "湖州市2023年统计公报\n全市共有图书馆12家，比上年增加2家。旅游收入120亿元，增长5.2%，各项事业全面发展。\n"
    found = extractor.extract(text.encode(encoding), "a.txt")
    assert [r.value for r in found.records] == [12, 2, 12_000_000_000, Decimal("5.2")]
    for a, b, said in places(found):
        assert found.source.raw[a:b] == said


@given(st.sampled_from(["，", "、", "。", "\n"]), st.integers(2, 60))
@settings(max_examples=20, deadline=None)
def test_repeats_are_each_a_record(mark: str, n: int) -> None:
    found = extract("湖州市公报\n2023年，全市" + mark.join(["新增床位52张"] * n) + "。")
    assert len(found.records) + len(found.rejected) + len(found.refusals) == n
    assert all(r.raw_text == "52张" for r in found.records)


def test_a_page_without_numbers() -> None:
    found = extract("湖州市公报\n各级各部门要加强组织领导，落实工作责任。")
    assert (found.records, found.gaps, found.rejected) == ((), (), ())


def test_text_that_is_laid_out_is_all_that_is_read() -> None:
    chars, laid = page("湖州市公报\n全市共有图书馆12家。")
    assert [chars[s.start : s.end] for s in laid.sentences] == ["湖州市公报", "全市共有图书馆12家。"]
