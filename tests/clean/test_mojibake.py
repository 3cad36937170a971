"""Text that was decoded with the wrong codec: decoded again as a whole or line by line, digits and places kept."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.clean.mojibake import decode_again
from extractor.clean.text import Text

from .material import SENTENCES, context

WHOLE = "2022年末，湖滨市共有书店52家，座位1.2万个，其中社区书店占60.5%，比上年增加3家。"
#: How bytes were written, how they were read, and what became of those that had no character.
MISTAKES = [
    ("gbk", "latin-1", "strict"),
    ("gb18030", "cp1252", "replace"),
    ("utf-8", "latin-1", "strict"),
    ("utf-8", "cp1252", "replace"),
    ("utf-8", "cp1252", "ignore"),
    ("utf-8", "gb18030", "replace"),
    ("utf-8", "gbk", "replace"),
    ("utf-8", "gbk", "ignore"),
]


def read(raw: str) -> str:
    return decode_again(Text.of(raw), context(raw))[0].chars


def right_but_open(got: str, whole: str) -> bool:
    return len(got) == len(whole) and all(a in (b, "?") for a, b in zip(got, whole, strict=True))


@pytest.mark.parametrize(("wrote", "took", "errors"), MISTAKES)
def test_what_was_read_with_the_wrong_codec_is_read_again(wrote: str, took: str, errors: str) -> None:
    got = read(WHOLE.encode(wrote).decode(took, errors))
    if (took, errors) == ("cp1252", "ignore"):
        assert got.startswith("2022年末，湖滨市共有书店52家")
    else:
        assert right_but_open(got, WHOLE) and got.count("?") <= 2


@pytest.mark.parametrize(("wrote", "took", "errors"), MISTAKES)
def test_single_lines_are_read_again_and_the_others_stay(wrote: str, took: str, errors: str) -> None:
    bad = WHOLE.encode(wrote).decode(took, errors)
    got = read(f"{SENTENCES[0]}\nCafé à la\n{bad}\n{SENTENCES[1]}").split("\n")
    assert (got[0], got[1], got[3]) == (SENTENCES[0], "Café à la", SENTENCES[1])
    assert got[2] == read(bad)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(MISTAKES), st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4).map("\n".join))
def test_digits_stay_and_a_second_time_changes_nothing(mistake: tuple[str, str, str], text: str) -> None:
    wrote, took, errors = mistake
    raw = text.encode(wrote).decode(took, errors)
    got, repairs = decode_again(Text.of(raw), context(raw))
    assert re.findall("[0-9]", got.chars) == re.findall("[0-9]", raw)
    assert read(got.chars) == got.chars
    changed = {i for r in repairs for i in range(r.raw_start, r.raw_end)}
    for i, c in enumerate(got.chars):
        a, b = got.raw_span(i, i + 1)
        assert raw[a:b] == c or changed.issuperset(range(a, b))


def test_a_number_is_never_made_of_a_lost_byte() -> None:
    got = read("全市共有社区三个，其中一个新建，两万人受益".encode().decode("gbk", "ignore"))
    assert all(c not in got or c in "三一两万" for c in "二四五六七八九十百千亿")


@pytest.mark.parametrize(
    "raw", [*SENTENCES, "——", "“十四五”——规划", "Ñandú £5 Øre", "5°±0.3×2", "锟斤拷锟斤拷", "联通"]
)
def test_sound_text_stays(raw: str) -> None:
    assert read(raw) == raw
