"""Judging by hand: samples that are always the same, short quotes, sheets that are filled in, a page that says what
they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import judge
from tests.reading import extract

TEXT = "临川市2023年统计公报\n2024年3月20日\n" + "".join(
    f"全市第{k}类产品产量{k + 10}万吨，比上年增长{k}.5%。\n" for k in range(1, 60)
)
SHEETS = sorted(judge.SHEETS.glob("*.csv"))


def test_a_sample_is_always_the_same_and_in_reading_order() -> None:
    found = extract(TEXT)
    rows = judge.draw(found, "a")
    assert rows == judge.draw(found, "a") and rows != judge.draw(found, "b")
    kinds = [r["kind"] for r in rows]
    assert kinds.count("record") == judge.DRAWN and kinds == sorted(kinds, reverse=True)
    starts = [int(r["start"]) for r in rows if r["kind"] == "record"]
    assert starts == sorted(starts)


def test_quotes_are_short_and_hold_the_number() -> None:
    found = extract(TEXT)
    for r in found.records:
        said = judge.quote(found.source.raw, r.raw_start, r.raw_end)
        assert len(said) <= judge.LONGEST and r.raw_text in said and "\n" not in said


def test_a_row_that_is_not_judged_is_told() -> None:
    rows = judge.draw(extract(TEXT), "a")
    with pytest.raises(ValueError, match="not judged"):
        judge.judged([dict.fromkeys(judge.COLUMNS, "") | r for r in rows])


@pytest.mark.parametrize("path", SHEETS, ids=lambda p: p.stem)
def test_sheets_are_filled_in(path: Path) -> None:
    rows = judge.read_sheet(path)
    done = judge.judged(rows)
    assert done.records and sum(done.numbers.values())
    assert all(len(r["quote"]) <= judge.LONGEST for r in rows)
    wrong = [r for r in rows if "n" in [r[f] for f in judge.FIELDS] or r["verdict"] in ("optional", "missed")]
    assert all(r["note"] for r in wrong), "what is wrong has a note"


def test_the_page_says_what_the_sheets_say() -> None:
    text = judge.PAGE.read_text(encoding="utf-8")
    assert judge.page(text) == text
    for path in SHEETS:
        assert judge.judged(judge.read_sheet(path)).table() in text
