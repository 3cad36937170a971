"""Bytes to characters: every codec that bulletins come in, told apart by what the bytes say."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.read.encoding import ReadError, declared_charset, decode

SIMPLIFIED = (
    "全区建成社区食堂36个，日均供餐1.2万份。",
    "新增就业8.6万人，城镇登记失业率为3.1%；",
    "二、公共服务\r\n",
    "湖滨市统计局",
    "（一）养老服务体系更加完善\n",
    "完成投资512.4亿元，同比增长6.3%。",
    "《湖滨市“十四五”养老规划》",
    "图书馆12家、文化馆9家",
)
TRADITIONAL = (
    "全區建成社區食堂36個，日均供餐1.2萬份。",
    "新增就業8.6萬人，登記失業率為3.1%；",
    "二、公共服務\r\n",
    "湖濱市統計局",
    "（一）養老服務體系更加完善\n",
    "完成投資512.4億元，較上年增長6.3%。",
    "《湖濱市「十四五」養老規劃》",
    "圖書館12家、文化館9家",
)


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "utf-16-be", "gb18030", "gbk", "gb2312"])
@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(SIMPLIFIED), min_size=2, max_size=30))
def test_simplified_text_comes_back(codec: str, parts: list[str]) -> None:
    text = "".join(parts)
    assert decode(text.encode(codec)).text == text


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "utf-16-be", "gb18030", "gbk", "big5", "big5hkscs", "cp950"])
@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(TRADITIONAL), min_size=2, max_size=30))
def test_traditional_text_comes_back(codec: str, parts: list[str]) -> None:
    text = "".join(parts)
    assert decode(text.encode(codec)).text == text


@pytest.mark.parametrize("text", ["人均预期寿命达八十二点五岁", "床位12张", "优良率88.6%"])
@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_short_text_comes_back(text: str, codec: str) -> None:
    assert decode(text.encode(codec)).text == text


def test_marks_of_byte_order() -> None:
    text = "床位12张\r\n"
    assert decode(codecs.BOM_UTF8 + text.encode()).text == "\ufeff" + text
    for codec, bom in (("utf-16-le", codecs.BOM_UTF16_LE), ("utf-16-be", codecs.BOM_UTF16_BE)):
        got = decode(bom + text.encode(codec))
        assert (got.text, got.encoding) == (text, codec)
    assert decode(codecs.BOM_UTF32_LE + text.encode("utf-32-le")).text == text


def test_a_declared_charset_is_no_proof() -> None:
    head = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"></head>'
    page = head + SIMPLIFIED[0]
    assert decode(page.encode()).encoding == "utf-8"
    assert decode(page.encode()).notes == ("declares gb18030, is utf-8",)
    assert decode(page.encode("gbk")).notes == ()
    lying = page.replace("gb2312", "big5").encode("gbk")
    assert decode(lying).text == page.replace("gb2312", "big5")


@pytest.mark.parametrize(
    ("head", "codec"),
    [
        (b"<meta charset=GBK>", "gb18030"),
        (b'<meta name="x" content="y"><meta charset="Big5">', "big5hkscs"),
        (b'<?xml version="1.0" encoding="UTF-8"?>', "utf-8"),
        (b'<meta charset="no-such-codec">', None),
        (b"<p>charset=gbk</p>", None),
    ],
)
def test_declared_charsets(head: bytes, codec: str | None) -> None:
    assert declared_charset(head) == codec


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(SIMPLIFIED), min_size=12, max_size=40), st.data())
def test_damaged_utf8_stays_utf8(parts: list[str], data: st.DataObject) -> None:
    whole = "".join(parts).encode()
    at = data.draw(st.sampled_from([i for i, b in enumerate(whole) if b & 0xC0 == 0x80]))
    got = decode(whole[:at] + whole[at + 1 :])
    assert got.encoding == "utf-8"
    assert "�" in got.text
    assert "could not be decoded as utf-8" in got.notes[0]


def test_damaged_gb18030_stays_gb18030() -> None:
    whole = "".join(SIMPLIFIED * 5).encode("gb18030")
    got = decode(whole[:41] + b"\xff" + whole[41:])
    assert got.encoding == "gb18030"
    assert got.text.endswith("图书馆12家、文化馆9家")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7\n...", "is a PDF"),
        (b"PK\x03\x04rest", "ZIP container"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Word, Excel or WPS"),
        (b"\x89PNG\r\n\x1a\n", "PNG picture"),
        (bytes(range(32)) * 40, "binary file"),
        (b"abc\0\0\1\2\3" * 50, "binary file"),
    ],
)
def test_what_is_no_text_is_refused_with_a_remedy(data: bytes, says: str) -> None:
    with pytest.raises(ReadError, match=says) as err:
        decode(data, "a.dat")
    assert str(err.value).startswith("a.dat: ")
    assert err.value.remedy in str(err.value)


@given(st.binary(max_size=300))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    try:
        got = decode(data, "x")
    except ReadError:
        return
    assert isinstance(got.text, str)
    assert codecs.lookup(got.encoding)
