"""Characters cut one byte off: mended where the mend is clear, left alone where it is not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.clean.shifted import mend_shifted
from extractor.clean.text import Text
from tests.damage.kinds import slipped

from .material import SENTENCES, context

GROUND = (
    "全部竣工。“十二五”時期，新建圖書館12座",
    "湖濱鎮常住居民增加較快。基本公共服務機構達到12家",
    "加強領導。基層單位帶頭推動綠色發展，節約用電3萬度",
    "新建改建停車場。“四好農村路”里程達到86公里",
)


def damaged(text: str, orphan: int) -> str:
    """``text`` as it reads after its GBK bytes lost step at byte ``orphan``, which stands for itself as
    ``?``.
    """
    data = text.encode("gbk")
    out, at = data[:orphan].decode("gbk") + "?", orphan + 1
    while at < len(data):
        if data[at] < 0x80:
            return out + data[at:].decode("gbk")
        pair = data[at : at + 2]
        if len(pair) < 2 or pair[1] < 0x40:
            out, at = out + "?", at + 1
            continue
        char = pair.decode("gb18030")
        out, at = out + (chr(pair[1] - 0x80) if pair[0] == 0xA3 else char), at + 2
    return out


def mended(raw: str) -> str:
    return mend_shifted(Text.of(raw), context(raw))[0].chars


@pytest.mark.parametrize(
    ("text", "lost"),
    [(text, "。") for text in GROUND],
)
def test_a_slipped_stretch_is_put_right(text: str, lost: str) -> None:
    raw = damaged(text, 2 * text.index(lost))
    assert raw != text
    got = mended(raw)
    assert got != raw
    assert [(a, b) for a, b in zip(got, text, strict=True) if a != b and a != "?"] == []
    assert got.count("?") <= 2


def test_a_stretch_with_a_cipher_in_it_is_left_alone() -> None:
    text = "保障困難群眾基本生活。城鄉居民基本醫療保險覆蓋全民，參保86萬人"
    raw = damaged(text, 2 * text.index("。"))
    assert "?3" in raw
    assert mended(raw) == raw


def test_a_reading_put_between_two_bytes_is_taken_out() -> None:
    raw = "新建冷鏈?zhǔn)程迷\ue13a蟼}庫12座"
    assert mended(raw) == "新建冷鏈食堂原料倉庫12座"


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("湖濱園區常住總?cè)藬?shù)達到3.2萬人", "湖濱園區常住總人數達到3.2萬人"),
        ("聚焦?jié)M足老年居民就餐需要", "聚焦滿足老年居民就餐需要"),
        ("標準與當?shù)貎和\ue1ed@麢C構(gòu)一致", "標準與當地兒童福利機構(gòu)一致"),
        ("\n龍?zhí)读陥@\n", "\n龍潭陵園\n"),
        ("產業健康發展??茖W合理制定標準", "產業健康發展。科學合理制定標準"),
    ],
)
def test_a_reading_tells_the_byte_that_it_cut_off(raw: str, clean: str) -> None:
    assert mended(raw) == clean


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("制度進一步鞏固?；久裆U线€有短板", "制度進一步鞏固。基本民生保障還有短板"),
        ("居民感受度不高?;鶎由鐣卫眍I域參與不足", "居民感受度不高?基層社會治理領域參與不足"),
    ],
)
def test_characters_for_private_use_may_have_been_dropped(raw: str, clean: str) -> None:
    assert mended(raw) == clean


OPEN = f"各區縣持續推進{slipped('孤兒福利機')}構，取得成效"


def test_a_character_is_open_where_two_fit() -> None:
    assert mended(OPEN) == "各區縣持續推進?兒福利機構，取得成效"


def test_the_text_itself_tells_which_word_it_uses() -> None:
    own = "孤兒的學費由財政承擔，孤兒檔案已歸檔。" * 300
    assert mended(own + OPEN) == own + "各區縣持續推進孤兒福利機構，取得成效"


@pytest.mark.parametrize("word", ["三萬戶登記機構", "七家福利機構", "五年婚姻登記機構", "兩家福利機構"])
def test_no_number_is_made_of_an_orphan(word: str) -> None:
    raw = damaged(f"各區縣持續推進{word}，取得成效", 14)
    assert raw[7] == "?"
    assert mended(raw)[7] not in "一二三四五六七八九十百千萬億兩"


def test_offsets_of_a_mend_cover_the_damage() -> None:
    raw = "新建冷鏈?zhǔn)程迷\ue13a蟼}庫12座"
    text, repairs = mend_shifted(Text.of(raw), context(raw))
    (repair,) = repairs
    assert raw[repair.raw_start : repair.raw_end] == "?zhǔn)程迷\ue13a蟼}"
    assert text.raw_span(len(text) - 3, len(text)) == (len(raw) - 3, len(raw))


@pytest.mark.parametrize(
    "raw",
    [
        "为什么？因为有了社区食堂。",
        "你知道吗?今年新增床位12张!",
        "满意吗?!大家A级景区",
        "养老?;2罅A",
        "竣工?!3笆\ue18d濉",
        "问:怎么办?答:到社区?",
        "????",
    ],
)
def test_questions_and_ciphers_are_left_alone(raw: str) -> None:
    assert mended(raw) == raw


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(GROUND), st.data())
def test_no_mend_is_wrong(text: str, data: st.DataObject) -> None:
    trails = [i for i in range(4, 24, 2) if text.encode("gbk")[i + 1] == 0xA3]
    if not trails:
        return
    raw = damaged(text, data.draw(st.sampled_from(trails)))
    got = mended(raw)
    if got != raw:
        until = next((i for i, (a, b) in enumerate(zip(got, text, strict=False)) if a not in (b, "?")), len(got))
        assert got[until:] == raw[len(raw) - len(got[until:]) :]


@given(st.lists(st.sampled_from(SENTENCES), max_size=5).map("".join))
def test_sound_text_is_never_touched(raw: str) -> None:
    assert mended(raw) == raw
