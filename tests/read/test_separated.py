"""Separated values: whose numbers are cut by their own commas, and what stands around values that are texts."""

from __future__ import annotations

import time

import pytest

from extractor.models import Source
from extractor.read.separated import read_separated
from extractor.read.torn_rows import TORN
from tests.reading import pipeline

HEAD = "指标,2021年,2022年\n"


def read(text: str, name: str = "a.csv") -> Source:
    return read_separated(text.encode(), name)


def told(source: Source) -> list[tuple[str, str, int | None]]:
    records = pipeline().process(source).records
    return [(r.raw_text, str(r.value), r.period_end.year if r.period_end else None) for r in records]


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("书店（家）,1,149,1,204", ["1,149", "1,204"]),
        ("书店（家）,1,149.5,52", ["1,149.5", "52"]),
        ("书店（家）,1,234,567,52", ["1,234,567", "52"]),
        ("书店（家）,49,1,204,,", ["49", "1,204"]),
        ("书店（家）,149,204", ["149", "204"]),
        ('书店（家）,"1,149","1,204"', ["1,149", "1,204"]),
    ],
)
def test_numbers_that_their_commas_cut_are_whole_where_that_is_sure(row: str, cells: list[str]) -> None:
    source = read(f"{HEAD}{row}\n影院（家）,30,31\n")
    values = [cell.replace(",", "") for cell in cells]
    wanted = [(cells[0], values[0], 2021), (cells[1], values[1], 2022), ("30", "30", 2021), ("31", "31", 2022)]
    assert told(source) == wanted and not source.unread


@pytest.mark.parametrize("row", ["书店（家）,1,149,204", "书店（家）,1,149,见注", "书店（家）,1,149,52,60"])
def test_a_row_that_is_torn_is_not_read(row: str) -> None:
    source = read(f"{HEAD}影院（家）,30,31\n{row}\n剧场（家）,6,7\n")
    extraction = pipeline().process(source)
    assert {str(r.value) for r in extraction.records} == {"30", "31", "6", "7"}
    assert [(r.raw_text, r.reason) for r in extraction.refusals] == [(row, TORN)]


def test_more_cells_than_columns_are_no_harm_by_themselves() -> None:
    source = read(f"{HEAD}书店（家）,49,52,含网上书店\n影院（家）,30,31\n")
    assert [value for _, value, _ in told(source)] == ["49", "52", "30", "31"] and not source.unread


@pytest.mark.parametrize("row", ['书店（家）,="1,149",="52"', "书店（家）,'1149,'52", '书店（家）,="1149",52'])
def test_values_that_are_marked_as_texts_are_values(row: str) -> None:
    source = read(f"{HEAD}{row}\n影院（家）,30,31\n")
    assert [value for _, value, _ in told(source)] == ["1149", "52", "30", "31"]


def test_the_time_for_a_torn_row_grows_with_its_length_alone() -> None:
    row = "书店（家），" + ",111" * 50_000
    began = time.process_time()
    assert [u.reason for u in read(f"{HEAD}{row}\n影院（家）,30,31\n").unread] == [TORN]
    assert time.process_time() - began < 3
