"""Archives: their members by name, whatever the names are, and what becomes of those that cannot be read."""

from __future__ import annotations

import gzip
import io
import json
import os
import time
import zipfile
from pathlib import Path

import duckdb
import pytest

import extractor
from extractor.files import discover, members
from extractor.read.containers import MEMBER, file_of, open_container, split_member
from extractor.read.encoding import ReadError
from extractor.read.members import free_name
from extractor.read.source import read_bytes, read_path
from extractor.run import extract_paths
from tests.read.packing import archived, document, paragraph, response, run


def said(name: str, n: int) -> str:
    return f"2022年末，湖州市共有{name}{n}家。"


def packed(path: Path, **files: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in files.items():
            z.writestr(name, data)
    return path


def raw_named(path: Path, name: bytes, data: bytes) -> Path:
    """An archive whose only member has these bytes for a name, and no word on their encoding."""
    with zipfile.ZipFile(path, "w") as z:
        z.writestr("x" * len(name), data)
    path.write_bytes(path.read_bytes().replace(b"x" * len(name), name))
    return path


@pytest.mark.parametrize("codec", ["gb18030", "utf-8"])
def test_names_are_read_in_the_encoding_of_who_packed(tmp_path: Path, codec: str) -> None:
    path = raw_named(tmp_path / "a.zip", "书店.txt".encode(codec), said("书店", 52).encode())
    assert members(str(path)) == [f"{path}{MEMBER}书店.txt"]
    assert read_path(f"{path}{MEMBER}书店.txt").raw == said("书店", 52)


@pytest.mark.parametrize("name", [b"../../up.txt", b"/root/up.txt", b"a\\..\\up.txt", b"./x/../up.txt"])
def test_a_name_leads_nowhere_outside(tmp_path: Path, name: bytes) -> None:
    path = raw_named(tmp_path / "a.zip", name, said("书店", 52).encode())
    (member,) = members(str(path))
    inner = member.removeprefix(f"{path}{MEMBER}")
    assert ".." not in inner and not inner.startswith("/") and inner.endswith("up.txt")
    assert read_path(member).raw == said("书店", 52)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_members_of_one_name_are_all_read(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as z:
        for n in (1, 2):
            z.writestr("a.txt", said("书店", n))
    assert sorted(read_path(m).raw for m in members(str(path))) == [said("书店", 1), said("书店", 2)]


def test_an_article_in_a_file_in_an_archive_is_a_document(tmp_path: Path) -> None:
    news = json.dumps([{"content": said("书店", 52)}, {"content": said("影院", 31)}], ensure_ascii=False)
    one = json.dumps({"content": said("剧场", 7)}, ensure_ascii=False)
    path = packed(tmp_path / "a.zip", **{"news.json": news.encode(), "one.json": one.encode()})
    inner = f"{path}{MEMBER}news.json{MEMBER}"
    assert members(str(path)) == [f"{inner}1", f"{inner}2", f"{path}{MEMBER}one.json"]
    assert split_member(f"{inner}2") == (f"{path}{MEMBER}news.json", "2") and file_of(f"{inner}2") == str(path)
    db = tmp_path / "x.duckdb"
    assert extract_paths([path], db, jobs=1).records == 3
    assert extract_paths([path], db, jobs=1).worked_on == 0
    packed(path, **{"news.json": news.replace("31", "32").encode(), "one.json": one.encode()})
    assert (extract_paths([path], db, jobs=1).changed, extract_paths([path], db, jobs=1).worked_on) == (1, 0)


def test_what_cannot_be_read_costs_no_other_member(tmp_path: Path) -> None:
    """Locked, damaged, packed twice, no article: each is named with what is wrong with it."""
    inner = packed(tmp_path / "inner.zip", **{"b.txt": b"x"}).read_bytes()
    files = {
        "a.txt": said("书店", 52).encode(),
        "damaged.txt": said("影院", 31).encode() * 50,
        "inner.zip": inner,
        "none.json": b'{"a": 1}',
        "word.docx": document(paragraph(run(said("剧场", 7)))),
    }
    path = packed(tmp_path / "in.zip", **files)
    (tmp_path / "inner.zip").unlink()
    with zipfile.ZipFile(path) as z:
        at = z.getinfo("damaged.txt").header_offset + 30 + len("damaged.txt")
    data = bytearray(path.read_bytes())
    data[at + 3 : at + 20] = b"\xff" * 17
    path.write_bytes(data)
    summary = extract_paths([tmp_path], tmp_path / "x.duckdb", jobs=1)
    told = {f.path.rpartition(MEMBER)[2]: f.problem for f in summary.failures}
    assert told == {
        "damaged.txt": "is damaged in its archive",
        "inner.zip": "is a ZIP archive of 1 files, each a document of its own",
        "none.json": "has no field with a text",
    }
    assert summary.records == 2 and all(f.remedy for f in summary.failures)


def test_a_locked_member_costs_no_other(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", **{"a.txt": said("书店", 52).encode(), "b.txt": said("影院", 31).encode()})
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as z:
        at = z.getinfo("b.txt").header_offset
    data[at + 6] |= 1
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 8] |= 1
    path.write_bytes(data)
    summary = extract_paths([path], tmp_path / "x.duckdb", jobs=1)
    assert [(f.path, f.problem) for f in summary.failures] == [
        (f"{path}{MEMBER}b.txt", "is protected by a password")
    ] and summary.records == 1


def test_an_archive_that_would_burst_is_refused_as_a_whole(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", **{"a.txt": b"0" * (40 << 20)})
    (failure,) = extract_paths([path], tmp_path / "x.duckdb", jobs=1).failures
    assert failure.path == str(path) and "would unpack to" in failure.problem


@pytest.mark.parametrize("keep", [0.0, 0.4, 0.95])
def test_a_torn_archive_is_named(tmp_path: Path, keep: float) -> None:
    path = packed(tmp_path / "a.zip", **{"a.txt": os.urandom(300)})
    path.write_bytes(path.read_bytes()[: int(keep * path.stat().st_size)])
    (tmp_path / "b.txt").write_text(said("书店", 52), encoding="utf-8")
    summary = extract_paths([tmp_path], tmp_path / "x.duckdb", jobs=1)
    assert [(f.path, f.problem) for f in summary.failures] == [(str(path), "is a broken ZIP archive")]
    assert summary.records == 1


# --------------------------------------------------------------------------- web archives


def crawl(path: Path, *responses: tuple[str, str, bytes]) -> Path:
    records = [response(*r) for r in responses]
    path.write_bytes(b"".join(gzip.compress(r) if path.suffix == ".gz" else r for r in records))
    return path


def page(text: str) -> str:
    return f"<html><body><p>{text}</p></body></html>"


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_pages_of_a_crawl_are_documents(tmp_path: Path, name: str) -> None:
    path = crawl(
        tmp_path / name,
        ("http://example.cn/a.html", "text/html; charset=gbk", page(said("书店", 52)).encode("gbk")),
        ("http://example.cn/a.html", "text/html; charset=gbk", page(said("书店", 52)).encode("gbk")),
        ("http://example.cn/a.html", "text/html", page(said("书店", 53)).encode()),
        ("http://example.cn/b?id=1!/2", "application/xhtml+xml", page(said("影院", 31)).encode()),
        ("http://example.cn/c.css", "text/css", b"p {}"),
    )
    names = [m.rpartition(MEMBER)[2] for m in members(str(path))]
    assert names == ["example.cn/a.html", "example.cn/a~2.html", "example.cn/b?id=1!2"]
    summary = extract_paths([path], tmp_path / "x.duckdb", jobs=1)
    assert (summary.records, summary.failed) == (3, 0)


def test_the_charset_that_the_server_told_decides_where_bytes_do_not(tmp_path: Path) -> None:
    text = "鏡"  # too little to tell Big5 from GB18030
    path = crawl(tmp_path / "a.warc", ("http://example.cn/a", "text/html; charset=big5", text.encode("big5")))
    assert read_path(f"{path}{MEMBER}example.cn/a").raw == text


def test_a_torn_crawl_is_named_and_keeps_its_whole_pages(tmp_path: Path) -> None:
    answers = [(f"http://example.cn/{n}", "text/html", page(said("书店", n)).encode()) for n in (51, 52)]
    path = crawl(tmp_path / "a.warc.gz", *answers)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) - 150])
    summary = extract_paths([path], tmp_path / "x.duckdb", jobs=1)
    assert [f.problem for f in summary.failures] == ["is where the web archive breaks off, after 1 pages"]
    assert summary.records == 1
    path.write_bytes(whole[:150])
    (failure,) = extract_paths([path], tmp_path / "x.duckdb", jobs=1).failures
    assert (failure.path, failure.problem) == (str(path), "is a broken web archive")


def chunks(body: bytes) -> bytes:
    parts = (body[at : at + 50] for at in range(0, len(body), 50))
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


@pytest.mark.parametrize("packed_whole", [False, True])
def test_pages_are_read_whatever_packs_them(tmp_path: Path, packed_whole: bool) -> None:
    bodies = [page(said("书店", n)).encode() for n in range(50, 57)]
    address = "http://example.cn/{}".format
    records = [
        response(address(0), "text/html", gzip.compress(bodies[0]), more="Content-Encoding: gzip\r\n"),
        response(address(1), "text/html", chunks(bodies[1]), more="Transfer-Encoding: chunked\r\n"),
        response(address(2), "text/html", bodies[2], more="Content-Encoding: br\r\n"),  # stored unpacked
        response(address(3), "", bodies[3]),
        archived("resource", address(4), "text/html", bodies[4]),
        archived("conversion", address(5), "text/plain", said("书店", 55).encode()),
        response(address(6), "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                 document(paragraph(run(said("书店", 56))))),
    ]  # fmt: skip
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(b"".join(records)) if packed_whole else b"".join(map(gzip.compress, records)))
    assert [said("书店", 50 + n) in read_path(m).raw for n, m in enumerate(members(str(path)))] == [True] * 7


def test_what_is_no_whole_page_is_none(tmp_path: Path) -> None:
    body = page(said("书店", 52)).encode()
    records = [
        response("http://example.cn/whole", "text/html", body),
        *(response(f"http://example.cn/{status[:3]}", "text/html", body, status)
          for status in ("301 Moved", "404 Not Found", "500 Error", "206 Partial Content")),
        archived("revisit", "http://example.cn/whole", "application/http; msgtype=response",
                 b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"),
        archived("request", "http://example.cn/asked", "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n"),
        response("http://example.cn/nothing", "", b"\x00\x01"),
    ]  # fmt: skip
    path = tmp_path / "a.warc"
    path.write_bytes(b"".join(records))
    assert members(str(path)) == [f"{path}{MEMBER}example.cn/whole"]


def test_a_page_in_an_unknown_packing_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    packed_page = response(
        "http://example.cn/a", "text/html", b"\xa1\xb2\x9c\x03" * 40, more="Content-Encoding: zz\r\n"
    )
    path.write_bytes(packed_page + response("http://example.cn/b", "text/html", page(said("书店", 52)).encode()))
    summary = extract_paths([path], tmp_path / "x.duckdb", jobs=1)
    assert summary.records == 1
    assert [f.problem for f in summary.failures] == ["is packed by a method (zz) that this reader does not know"]


# --------------------------------------------------------------------------- bytes without a file


@pytest.mark.parametrize("name", ["a.zip", "a.docx", "a.txt"])
def test_the_bytes_of_an_archive_are_no_document(name: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        z.writestr("a.txt", "x")
    with pytest.raises(ReadError, match="ZIP archive of 1 files") as caught:
        extractor.extract(out.getvalue(), name=name)
    assert "gongbao extract" in caught.value.remedy
    with pytest.raises(ReadError, match="web archive"):
        extractor.extract(gzip.compress(b"WARC/1.0\r\n"), name="a.warc.gz")


def test_one_document_of_any_form_is_taken_as_bytes() -> None:
    data = document(paragraph(run(said("书店", 52))))
    for name in ("a.docx", "a.doc", "a"):
        assert [r.value for r in extractor.extract(data, name=name).records] == [52]


@pytest.mark.parametrize(
    ("names", "problem"),
    [
        (["OFD.xml", "Doc_0/Document.xml"], "an OFD document"),
        (["mimetype", "content.xml"], "an OpenDocument file"),
        (["[Content_Types].xml", "xl/workbook.bin"], "a binary workbook"),
        (["[Content_Types].xml", "ppt/presentation.xml"], "a set of slides"),
    ],
)
def test_other_packages_are_named(names: list[str], problem: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        for name in names:
            z.writestr(name, "x")
    with pytest.raises(ReadError, match=problem):
        read_bytes(out.getvalue(), "a.bin")


def test_rows_say_which_member_they_are_of(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", **{"2022/a.txt": said("书店", 52).encode()})
    extract_paths([path], tmp_path / "x.duckdb", jobs=1)
    with duckdb.connect(str(tmp_path / "x.duckdb"), read_only=True) as con:
        assert con.execute("SELECT doc_path FROM records").fetchall() == [(f"{path}{MEMBER}2022/a.txt",)]


def test_a_member_can_be_given_by_itself(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", **{"a.txt": b"x", "b.txt": b"y"})
    given = Path(f"{path}{MEMBER}a.txt")
    assert discover([given]).files == (str(given),)
    assert open_container(str(path)).names == ("a.txt", "b.txt")


def test_a_name_that_many_have_is_free_soon() -> None:
    taken: dict[str, int] = {}
    began = time.process_time()
    for n in range(20_000):
        taken[free_name("a.html", taken)] = n
    assert time.process_time() - began < 3
    assert list(taken)[:3] == ["a.html", "a~2.html", "a~3.html"] and list(taken)[-1] == "a~20000.html"
