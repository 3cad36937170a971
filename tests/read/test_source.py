"""Files to sources: which form, which reader, and what is said of files that cannot be read."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from extractor.models import Source
from extractor.read import source
from extractor.read.encoding import ReadError
from extractor.read.source import FORMS, Form, read_bytes, read_path

TABLE = "<table><tr><td>床位</td><td>12</td></tr></table>"


def test_a_source_tells_where_it_came_from() -> None:
    data = "床位12张\r\n".encode("gbk")
    got = read_bytes(data, "a/b.txt")
    assert got == Source(hashlib.sha256(data).hexdigest(), "a/b.txt", "床位12张\r\n", "gb18030", "text")


@pytest.mark.parametrize(
    ("name", "text", "form"),
    [
        ("a.txt", "床位12张", "text"),
        ("a.md", "# 公报", "markdown"),
        ("a.html", "<p>床位12张</p>", "html"),
        ("A.HTM", "<p>床位12张</p>", "html"),
        ("a.txt", "<!DOCTYPE html><html><p>床位12张</p></html>", "html"),
        ("a.html", "床位12张\n机构3家", "text"),
        ("", "床位12张", "text"),
        ("a.csv", "床位,12", "csv"),
        ("a.dat", "床位,12", "text"),
    ],
)
def test_the_form_is_what_the_file_holds(name: str, text: str, form: str) -> None:
    assert read_bytes(text.encode(), name).form == form


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_tables_are_found_in_every_form(name: str) -> None:
    got = read_bytes(f"正文\n{TABLE}".encode(), name)
    assert [got.raw[c.raw_start : c.raw_end] for t in got.tables for c in t.cells] == ["床位", "12"]


def test_files_are_read(tmp_path: Path) -> None:
    file = tmp_path / "公报.txt"
    file.write_bytes("床位12张".encode())
    assert read_path(file).path == str(file)
    assert read_path(str(file)).raw == "床位12张"
    for path, says in ((tmp_path / "none.txt", "cannot be read"), (tmp_path, "folder|cannot be read")):
        with pytest.raises(ReadError, match=says) as err:
            read_path(path)
        assert str(path) in str(err.value)
    (tmp_path / "empty.txt").touch()
    with pytest.raises(ReadError, match=r"empty\.txt: is empty"):
        read_path(tmp_path / "empty.txt")


def test_a_further_form_is_one_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(data: bytes, name: str) -> Source:
        return Source("0" * 64, name, data[4:].decode(), "utf-8", "sheet")

    monkeypatch.setitem(FORMS, "sheet", Form("sheet", read, (".sheet",), (b"SHT1",)))
    assert source.read_bytes("SHT1床位".encode(), "a.txt").raw == "床位"
    assert source.read_bytes(b"\xe5\xba\x8a\xe4\xbd\x8d", "a.txt").form == "text"
