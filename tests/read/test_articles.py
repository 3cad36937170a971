"""Articles in fields: which fields are the text, and what feeds get wrong."""

from __future__ import annotations

import base64
import json
import quopri
from pathlib import Path
from typing import Any

import pytest

from extractor.files import members
from extractor.read.articles import feed_articles, json_articles
from extractor.read.encoding import ReadError
from extractor.read.saved_pages import saved_page
from extractor.read.source import read_bytes, read_path
from tests.reading import pipeline

TEXT = "2022年末，湖州市共有书店52家，比上年增加3家。城乡居民的文化生活越来越丰富。"


def pages(value: Any) -> list[str]:
    return [a.page.decode() for a in json_articles(json.dumps(value, ensure_ascii=False).encode(), "a.json")]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"title": "书店", "content": TEXT}, [f"书店\n{TEXT}\n"]),
        ({"title": "书店", "date": "2023-03-01", "paragraphs": [TEXT, TEXT]}, [f"书店\n2023-03-01\n{TEXT}\n{TEXT}\n"]),
        ({"code": 200, "title": "书店", "data": {"content": TEXT}}, [f"书店\n{TEXT}\n"]),
        ({"content": "书店共有52家。"}, ["书店共有52家。\n"]),
        ({"about": TEXT, "articles": [{"text": TEXT}, {"text": "影院共有31家。"}]}, [f"{TEXT}\n", "影院共有31家。\n"]),
        ({"content": TEXT, "related": [{"title": TEXT, "url": "x"}]}, [f"{TEXT}\n"]),
        ({"title": "书店", "summary": TEXT}, [f"书店\n{TEXT}\n"]),
        ([TEXT, TEXT], [f"{TEXT}\n"] * 2),
        ({"note": [[{"body": TEXT}]]}, [f"{TEXT}\n"]),
        (
            {
                "title": "书店",
                "content": [{"type": "p", "text": TEXT}, {"img": "x"}, {"type": "p", "text": "影院31家。"}],
            },
            [f"书店\n{TEXT}\n影院31家。\n"],
        ),
        (
            {"title": "列表", "content": [{"title": "书店", "text": TEXT}, {"title": "影院", "text": TEXT}]},
            [f"书店\n{TEXT}\n", f"影院\n{TEXT}\n"],
        ),
    ],
)
def test_articles_are_found_by_their_fields(value: Any, found: list[str]) -> None:
    assert pages(value) == found


@pytest.mark.parametrize(
    "data", [b"[" * 100_000, b'{"a":' * 100_000, b'{"content": 12}', b'{"title": "x", ', b"[]", b'{"content": "none"}']
)
def test_json_without_articles_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        list(json_articles(data, "a.json"))
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("dates", "day"),
    [
        ({"crawl_time": "2024-05-06 10:00", "publish_time": "2023-03-01"}, "2023-03-01\n"),
        ({"update_date": "2024-05-06", "date": "2023-03-01T08:00:00+08:00"}, "2023-03-01\n"),
        ({"时间": "2024-05-06", "发布时间": "2023年3月1日"}, "2023年3月1日\n"),
        ({"采集时间": "2024-05-06", "download_date": "2024-05-06"}, ""),
        ({"date": "soon", "update_time": "2023-03-01"}, "2023-03-01\n"),
    ],
)
def test_an_articles_day_is_that_of_its_publication(dates: dict[str, str], day: str) -> None:
    assert pages({"title": "书店", **dates, "content": TEXT}) == [f"书店\n{day}{TEXT}\n"]


def line(n: int) -> str:
    return json.dumps({"content": f"第{n}段\u2028{TEXT}"}, ensure_ascii=False)


@pytest.mark.parametrize(
    "text",
    [
        f"{line(1)}\n{line(2)}\n", f"{line(1)}\r\n\r\n{line(2)}", f"{line(1)}{line(2)}", f"{line(1)},\n{line(2)},\n",
        f"callback([{line(1)},{line(2)}]);", f"{line(1)}\n{line(2)[:1]}\n{line(2)[1:]}",
    ],
)  # fmt: skip
def test_values_one_behind_the_other_are_articles(text: str) -> None:
    articles = list(json_articles(text.encode(), "a.json"))
    assert [a.page.decode() for a in articles] == [f"第{n}段\u2028{TEXT}\n" for n in (1, 2)]


def test_a_broken_line_costs_no_other(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f"{line(1)}\n{{broken\n{line(2)}\n", encoding="utf-8")
    assert members(str(path)) == [f"{path}!/1", f"{path}!/2", f"{path}!/line 2"]
    assert read_path(f"{path}!/2").raw.startswith("第2段")
    with pytest.raises(ReadError, match="line 2: is no JSON"):
        read_path(f"{path}!/line 2")


def feed(description: str, encoding: str = "utf-8", declared: str | None = None) -> bytes:
    return (
        f'<?xml version="1.0" encoding="{declared or encoding}"?>\n<rss version="2.0" '
        f'xmlns:media="http://search.yahoo.com/mrss/"><channel><item><title>书店</title><media:content url="x"/>'
        f"<media:title>图</media:title><description>{description}</description></item></channel></rss>"
    ).encode(encoding)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (feed("书店52家", "gb18030", "gb2312"), "书店52家"),
        (feed("书店镕52家", "gbk", "gb2312"), "书店镕52家"),
        (feed("书店52家", "utf-8", "gb2312"), "书店52家"),
        (feed("书店52家", "utf-16"), "书店52家"),
        (feed("书店&nbsp;52家"), "书店\xa052家"),
        (feed("书店 A&B 52家"), "书店 A&B 52家"),
        (feed("书店\x0b52家"), "书店52家"),
        (feed("书店&unheard;52家"), "书店&unheard;52家"),
    ],
)
def test_feeds_are_read_in_spite_of_their_faults(data: bytes, text: str) -> None:
    (article,) = feed_articles(data, "a.xml")
    assert article.page.decode() == f"书店\n{text}\n"


def test_markup_within_an_entry_stays_markup() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>书店</title><updated>2023-03-01T00:00:00Z</updated>'
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><table><tr><td>年末</td><td>52</td></tr>'
        "<tr><td>年初</td><td>49</td></tr></table></div></content></entry></feed>"
    )
    source = read_bytes(atom.encode(), "a.xml")
    (table,) = source.tables
    assert [source.raw[c.raw_start : c.raw_end] for c in table.cells] == ["年末", "52", "年初", "49"]
    assert "2023-03-01" in source.raw and source.page


def test_what_an_item_says_of_a_picture_is_not_its_text() -> None:
    picture = '<media:content url="x"><media:description>图为书店99家，读者很多</media:description></media:content>'
    (article,) = feed_articles(feed(TEXT).replace(b"</item>", f"{picture}</item>".encode()), "a.xml")
    assert article.page.decode() == f"书店\n{TEXT}\n"


def test_of_a_summary_and_a_text_the_text_is_read() -> None:
    summary = "<summary>2022年末，湖州市共有书店5…</summary>"
    (article,) = feed_articles(feed(TEXT).replace(b"</item>", f"{summary}</item>".encode()), "a.xml")
    assert article.page.decode() == f"书店\n{TEXT}\n"


def test_markup_within_a_sentence_leaves_it_whole() -> None:
    first = "<p>2022年末，湖州市共有书店<b>5</b>2家，影院31家，居民文化生活丰富。</p>"
    xml = f"<doc><title>书店</title>{first}<p>剧场7家。</p></doc>"
    articles = [a.page.decode() for a in feed_articles(xml.encode(), "a.xml")]
    assert articles == ["书店\n2022年末，湖州市共有书店52家，影院31家，居民文化生活丰富。\n剧场7家。\n"]


def test_other_xml_is_read_by_its_elements() -> None:
    xml = f"<record><meta><title>书店</title></meta><content>{TEXT}</content></record>"
    assert [a.page.decode() for a in feed_articles(xml.encode(), "a.xml")] == [f"{TEXT}\n"]
    with pytest.raises(ReadError, match="XML without a text"):
        list(feed_articles(b"<a><b>1</b></a>", "a.xml"))


def test_entities_do_not_grow() -> None:
    grown = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE rss [<!ENTITY e0 "书店">{grown}]>'
    data = feed("&e11;书店52家").replace(b"?>\n", b"?>\n" + bomb.encode(), 1)
    (article,) = feed_articles(data, "a.xml")
    assert len(article.page) < 200


PAGE = (
    "<html><head><script>var n = '影院31家';</script></head>"
    "<body><div class=nav>首页</div><p>书店52家</p></body></html>"
)


def mail(page: bytes, charset: str, *others: bytes) -> bytes:
    parts = [
        b"Content-Type: text/html; charset=" + charset.encode() + b"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + body
        for body in (*others, page)
    ]
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="XX"\r\n\r\n'
    return head + b"".join(b"--XX\r\n" + part + b"\r\n" for part in parts) + b"--XX--\r\n"


@pytest.mark.parametrize(("codec", "charset"), [("gb18030", "gb2312"), ("utf-8", "utf-8"), ("gb18030", "utf-8")])
def test_a_saved_page_is_decoded(codec: str, charset: str) -> None:
    page = PAGE.replace("书店52家", TEXT)
    assert saved_page(mail(page.encode(codec), charset), "a.mht").decode().strip() == page


def test_of_several_frames_the_one_that_says_most_is_read() -> None:
    assert "书店" in saved_page(mail(PAGE.encode(), "utf-8", b"<html><body>1</body></html>"), "a.mht").decode()


@pytest.mark.parametrize("name", ["a.mht", "a.doc", "a.htm", "a.eml"])
def test_a_saved_page_is_known_by_its_head(name: str) -> None:
    source = read_bytes(mail(PAGE.encode(), "utf-8"), name)
    assert (source.form, source.page, source.raw.startswith("<html>")) == ("mht", True, True)


@pytest.mark.parametrize("name", ["a.eml", "a.txt"])
@pytest.mark.parametrize("packing", ["base64", "quoted-printable", "8bit"])
@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_mail_of_one_part_is_its_text(kind: str, packing: str, name: str) -> None:
    body = (TEXT if kind == "plain" else PAGE.replace("书店52家", TEXT)).encode("gb18030")
    packed = {"base64": base64.encodebytes(body), "quoted-printable": quopri.encodestring(body), "8bit": body}[packing]
    subject = base64.b64encode("文化情况".encode()).decode()
    head = (
        f"From: a@b.cn\r\nSubject: =?utf-8?B?{subject}?=\r\nDate: Wed, 01 Mar 2023 10:00:00 +0800\r\n"
        f"MIME-Version: 1.0\r\nContent-Type: text/{kind}; charset=gb2312\r\n"
        f"Content-Transfer-Encoding: {packing}\r\n\r\n"
    )
    source = read_bytes(head.encode() + packed, name)
    assert source.form == "mht" and TEXT in source.raw
    if kind == "plain":
        assert source.raw.splitlines()[:3] == ["文化情况", "2023-03-01", TEXT]


def test_lines_like_those_of_a_mail_are_text() -> None:
    text = f"Subject: 书店\nDate: 2023-03-01\n\n{TEXT}"
    assert (read_bytes(text.encode(), "a.txt").raw, read_bytes(text.encode(), "a.txt").form) == (text, "text")


def test_a_page_under_the_name_of_a_saved_one_is_a_page() -> None:
    assert read_bytes(PAGE.encode(), "a.mht").raw == PAGE


# --------------------------------------------------------------------------- tables in fields

FACTS = (("书店", 52), ("影院", 31.50), ("剧场", None))
OPEN_DATA = {
    "code": 200,
    "data": {
        "标题": "湖州市文化设施",
        "单位": "家",
        "list": [{"指标": name, "年份": 2022, "数值": n, "id": "x"} for name, n in FACTS],
    },
}


def test_a_list_of_facts_is_a_table(tmp_path: Path) -> None:
    path = tmp_path / "open.json"
    path.write_text(json.dumps(OPEN_DATA, ensure_ascii=False).replace("31.5", "31.50"), encoding="utf-8")
    assert members(str(path)) == [str(path)]
    source = read_path(path)
    assert (source.form, source.yielded) == ("json", True)
    assert source.raw == (
        "湖州市文化设施\n单位：家\n指标\t年份\t数值\tid\n书店\t2022\t52\tx\n影院\t2022\t31.50\tx\n剧场\t2022\t\tx\n\n"
    )
    records = pipeline().process(source).records
    told = [(r.indicator, str(r.value), r.unit, r.period_end.year if r.period_end else None) for r in records]
    assert told == [("书店", "52", "家", 2022), ("影院", "31.5", "家", 2022)]


def test_rows_of_elements_are_a_table() -> None:
    rows = "".join(f"<row><指标>{name}</指标><年份>2022</年份><数值>{n}</数值></row>" for name, n in FACTS[:2])
    source = read_bytes(f"<data>{rows}</data>".encode(), "a.xml")
    assert source.raw == "指标\t年份\t数值\n书店\t2022\t52\n影院\t2022\t31.5\n\n"


@pytest.mark.parametrize(
    "value",
    [
        [{"指标": "书店", "数值": 52}],
        [{"name": "书店", "value": 52}, {"name": "影院", "value": 31}],
        [{"指标": "书店", "数值": "多"}, {"指标": "影院", "数值": "少"}],
        [{"指标": "书店", "数值": 52}, "影院"],
        {"指标": "书店", "数值": 52},
    ],
)
def test_what_is_no_table_is_refused(value: Any) -> None:
    with pytest.raises(ReadError, match="no field with a text"):
        read_bytes(json.dumps(value, ensure_ascii=False).encode(), "a.json")


def test_a_line_that_is_no_json_costs_no_other_row_of_a_table(tmp_path: Path) -> None:
    rows = [
        json.dumps({"指标": name, "年份": 2022, "数值": n}, ensure_ascii=False)
        for name, n in (("书店", 52), ("影院", 31))
    ]
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join([rows[0], '{"指标": "剧', '{"指标": "场', *rows[1:], *rows]))
    assert members(str(path)) == [str(path)]
    extraction = pipeline().process(read_path(path))
    assert {str(r.value) for r in extraction.records} == {"52", "31"}
    reasons = [r.reason.partition(" (")[0] for r in extraction.refusals if r.reason.startswith("in line")]
    assert reasons == ["in line 2, which is no JSON", "in line 3, which is no JSON"]


def test_what_is_no_number_in_json_is_nothing() -> None:
    source = read_bytes('[{"指标": "书店", "数值": NaN}, {"指标": "影院", "数值": 31}]'.encode(), "a.json")
    assert source.raw == "指标\t数值\n书店\t\n影院\t31\n\n"


def test_numbers_in_elements_of_their_own_stay_apart() -> None:
    text = "城乡居民的文化生活越来越丰富，公共文化设施不断完善。"
    data = f"<a><title>公报</title><content>{text}<p>书店52</p><p>31<b>家</b></p></content></a>"
    assert read_bytes(data.encode(), "a.xml").raw.split() == ["公报", text, "书店52", "31家"]
