"""What stands beside what: the table of the rules, a text's own pairs, and what they tell of an open character."""

from __future__ import annotations

from math import exp
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.clean.likely import Usage, read_beside
from extractor.clean.mojibake import decode_again
from extractor.clean.neighbours import FILE, Neighbours, neighbours_of, sorts
from extractor.clean.text import Text
from extractor.rulefile import RulesError
from tests.reading import rules

from .material import SENTENCES, context


def table() -> Neighbours:
    return neighbours_of(rules().lexicon.root)


#: Texts and their neighbours.
OUTLINES = [
    ("占60.5%", "占0%"),
    ("2023年1,234家", "Y年0家"),
    ("GDP（亿元）", "AAA（亿元）"),
    ("\t\u3000,", " \u3000，"),
    ("２０２３年８．５", "Y年0"),
]
#: What stands before, what follows it often and what does not.
FOLLOWERS = [("比重", "0", "古"), ("亿元", "，", "的"), ("\n", "（", "）"), ("%", "。", "个")]


@pytest.mark.parametrize(("text", "told"), OUTLINES)
def test_a_number_is_one_neighbour_and_a_year_another(text: str, told: str) -> None:
    assert "".join(sorts(text)) == told


@pytest.mark.parametrize(("before", "likelier", "than"), FOLLOWERS)
def test_the_table_knows_what_bulletins_write(before: str, likelier: str, than: str) -> None:
    assert table().border(before, likelier) > table().border(before, than)


def test_what_follows_a_character_is_no_more_than_all() -> None:
    rows = table().rows
    assert all(sum(row.values()) <= 2 * row[""] for row in rows.values())
    shares = [(c, exp(table().border("为", c)) * rows[c][""] / table().whole) for c in rows if len(c) == 1]
    assert 0.5 < sum(share for _, share in shares) < 1.5


def test_pairs_of_the_text_itself_count_and_lost_characters_do_not() -> None:
    own = table().with_text("甬舟铁路\ufffd甬舟铁路\ufffd")
    assert own.border("甬", "舟") > table().border("甬", "舟")
    assert "\ufffd" not in own.rows["路"]


@settings(deadline=None)
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3).map("".join), st.data())
def test_the_likeliest_character_is_one_of_those_that_may_stand_there(text: str, data: st.DataObject) -> None:
    line = ["\n", *sorts(text), "\n"]
    spot = data.draw(st.integers(1, len(line) - 2))
    open_ones = tuple(dict.fromkeys((line[spot], *data.draw(st.sets(st.sampled_from("占古为伟，。0"), min_size=1)))))
    reading = read_beside([(c,) if i != spot else open_ones for i, c in enumerate(line)], Usage(), table())
    if len(open_ones) > 1:
        shares = reading.places[spot]
        assert set(shares) <= set(open_ones)
        assert sum(shares.values()) == pytest.approx(1.0, abs=1e-6)


def test_without_open_places_nothing_is_asked() -> None:
    assert read_beside([(c,) for c in "全区养老机构"], Usage(), table()).places == {}


def test_a_folder_without_the_table_knows_nothing(tmp_path: Path) -> None:
    assert neighbours_of(tmp_path).border("为", "0") == 0.0


def test_a_faulty_table_names_its_place(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('[neighbours]\n"为" = "many 05"\n', encoding="utf-8")
    with pytest.raises(RulesError, match=r"neighbours\.toml.*needs a count"):
        neighbours_of(tmp_path)


def test_the_other_half_of_a_bracket_is_no_guess() -> None:
    raw = "【记者】今年的进展如何？\n全年共有12家".encode().decode("cp1252", "replace")
    assert decode_again(Text.of(raw), context(raw))[0].chars.startswith("【记者】")


def test_one_odd_character_does_not_hide_its_line() -> None:
    sound = "全市共有社区食堂36个，日均供餐1.2万份"
    raw = sound.encode().decode("cp1252", "replace").replace("36", "ø36")
    assert decode_again(Text.of(raw), context(raw))[0].chars == sound.replace("36", "ø36")


def test_a_letter_that_a_byte_took_along_comes_back() -> None:
    raw = "全市完成GDP增长目标，通过APP办理的占比提高".encode().decode("gb18030", "replace")
    assert "GDP增长目标" in decode_again(Text.of(raw), context(raw))[0].chars


@pytest.mark.parametrize(
    ("sound", "opening"), [("一般公共预算收入达123亿元", "一般公共预算收入"), ("一处公园、两处广场建成开放", "?处公园")]
)
def test_a_numeral_comes_back_only_in_words_that_are_no_numbers(sound: str, opening: str) -> None:
    raw = sound.encode().decode("gb18030", "replace")
    assert decode_again(Text.of(raw), context(raw))[0].chars.startswith(opening)
