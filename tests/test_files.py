from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from extractor.files import Found, NoSuchPathError, discover, stamp


def tree(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name, encoding="utf-8")


def found(root: Path, *paths: Path, leave_out: Path | None = None) -> list[str]:
    return [str(Path(p).relative_to(root)) for p in discover(paths or (root,), leave_out).files]


def test_files_come_sorted_from_all_depths(tmp_path: Path) -> None:
    tree(tmp_path, "b.txt", "a/z.html", "a/b/c.md", "没有后缀")
    assert found(tmp_path) == ["a/b/c.md", "a/z.html", "b.txt", "没有后缀"]


def test_what_is_skipped(tmp_path: Path) -> None:
    tree(tmp_path, ".hidden", ".git/x.txt", "README.md", "sub/readme.zh-CN.md", "README", "expected/x.jsonl")
    tree(tmp_path, "sub/expected/y.jsonl", "x.txt~", "~$x.docx", "readme_of_the_city.txt", "unexpected/x.txt")
    assert found(tmp_path) == ["readme_of_the_city.txt", "unexpected/x.txt"]


def test_what_is_given_by_name_is_taken(tmp_path: Path) -> None:
    tree(tmp_path, "README.md", "expected/x.txt", ".hidden")
    given = [tmp_path / "README.md", tmp_path / "expected", tmp_path / ".hidden"]
    assert found(tmp_path, *given) == [".hidden", "README.md", "expected/x.txt"]


def test_a_file_given_twice_is_one(tmp_path: Path) -> None:
    tree(tmp_path, "a/x.txt")
    assert found(tmp_path, tmp_path, tmp_path / "a", tmp_path / "a" / "x.txt") == ["a/x.txt"]


def test_the_database_is_no_document(tmp_path: Path) -> None:
    tree(tmp_path, "x.txt", "g.duckdb", "sub/g.duckdb")
    assert found(tmp_path, leave_out=tmp_path / "sub" / ".." / "g.duckdb") == ["sub/g.duckdb", "x.txt"]


def test_links(tmp_path: Path) -> None:
    tree(tmp_path, "real/x.txt")
    (tmp_path / "real" / "loop").symlink_to(tmp_path)
    (tmp_path / "link.txt").symlink_to(tmp_path / "real" / "x.txt")
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "nowhere")
    assert found(tmp_path) == ["dangling.txt", "link.txt", "real/x.txt"]


def test_a_missing_path_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoSuchPathError, match=r"nowhere: no such file"):
        discover([tmp_path / "nowhere"])


def test_folders_cover_what_would_lie_in_them() -> None:
    found = Found((), ("a/b", "/c"))
    assert [found.covers(p) for p in ("a/b/x", "a/b/d/x", "a/bx", "a/x", "/c/x", "c/x")] == [
        *(True, True, False, False, True, False)
    ]
    here = Found((), (".",))
    assert [here.covers(p) for p in ("x", "a/x", "../x", "/x")] == [True, True, False, False]


def test_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree(tmp_path, "a/x.txt")
    monkeypatch.chdir(tmp_path)
    got = discover([Path()])
    assert got.files == ("a/x.txt",)
    assert all(got.covers(f) for f in got.files)


def test_a_stamp_is_hash_and_size(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"abc" * 100_000)
    got = stamp(str(path))
    assert (got.digest, got.size) == (hashlib.sha256(path.read_bytes()).hexdigest(), 300_000)


def test_names_that_are_no_text_are_refused(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/\xff\xfe.txt"
    try:
        Path(os.fsdecode(name)).write_text("x", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes valid names only")
    (path,) = discover([tmp_path]).files
    with pytest.raises(UnicodeEncodeError):
        stamp(path)
