"""Rules remembered between runs: what comes out is what the files say, whatever state the cache is in."""

from __future__ import annotations

import hashlib
import os
import threading
from pathlib import Path

import pytest
import regex

from extractor.lexicon import RulesError, load_lexicon
from extractor.match import cache
from extractor.match.rules import Ruleset
from tests.match.folder import copied, edit


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which rules are remembered."""
    monkeypatch.setenv("GONGBAO_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the package's rules."""
    return copied(tmp_path)


def fresh(root: Path) -> Ruleset:
    """The rules, read anew as another process would."""
    load_lexicon.cache_clear()
    return Ruleset(root)


def said(rules: Ruleset) -> dict[str, object]:
    return {
        r.id: (r.spec, r.path, r.kinds, r.left_source, r.right_source, r.pattern_source, r.gates)
        for r in rules.rules.values()
    }


def files(place: Path) -> list[Path]:
    return sorted(place.iterdir())


def test_what_is_remembered_is_what_the_files_say(place: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = fresh(root)
    assert len(files(place)) == 1

    def never(*_: object) -> None:
        raise AssertionError("read again")

    with monkeypatch.context() as m:
        m.setattr(Ruleset, "_load", never)
        assert said(fresh(root)) == said(first)
    monkeypatch.setenv("GONGBAO_CACHE", "off")
    assert said(fresh(root)) == said(first)


def test_another_file_is_another_state(place: Path, root: Path) -> None:
    fresh(root)
    path = root / "curated" / "transport.toml"
    edit(path, lambda t: t.replace("priority", "priority", 1).replace("通(?:了|上)?", "通(?:了|上|到)?", 1))
    rules = fresh(root)
    assert "到" in str(rules.rules["curated.transport.village_bus_rate"].pattern_source)
    assert len(files(place)) == 2


def test_a_pattern_that_is_none_is_found_though_others_are_remembered(place: Path, root: Path) -> None:
    fresh(root)
    edit(root / "curated" / "transport.toml", lambda t: t.replace("通(?:了", "通(?:(了", 1))
    with pytest.raises(RulesError, match="no regular expression"):
        fresh(root)
    assert len(files(place)) == 1


@pytest.mark.parametrize(
    "harm",
    [
        lambda data: data[: len(data) // 2],
        lambda data: b"",
        lambda data: data.replace(b"curated.", b"curated_", 1),
        lambda data: b"\0" * 100,
        lambda data: hashlib.sha256(b"[[1, 2]]").hexdigest().encode() + b"\n[[1, 2]]",
        lambda data: hashlib.sha256(b"\xff").hexdigest().encode() + b"\n\xff",
    ],
    ids=["cut", "empty", "altered", "zeros", "other", "no text"],
)
def test_a_broken_file_is_not_used(harm, place: Path, root: Path) -> None:  # type: ignore[no-untyped-def]
    first = fresh(root)
    (path,) = files(place)
    whole = path.read_bytes()
    path.write_bytes(harm(whole))
    assert said(fresh(root)) == said(first)
    assert path.read_bytes() == whole  # written anew


def test_where_nothing_can_be_written_nothing_is_kept(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("GONGBAO_CACHE", str(tmp_path / "file"))
    assert fresh(root).rules


def test_runs_side_by_side_leave_one_good_file(place: Path, root: Path) -> None:
    first = fresh(root)
    lexicon = first.lexicon
    (path,) = files(place)
    whole = path.read_bytes()
    runs = [threading.Thread(target=cache.save, args=(lexicon, first.rules.values())) for _ in range(8)]
    for r in runs:
        r.start()
    for r in runs:
        r.join()
    assert files(place) == [path] and path.read_bytes() == whole


def test_old_states_go(place: Path, root: Path) -> None:
    place.mkdir()
    for n in range(cache.KEPT + 5):
        old = place / f"rules-{n:02}.json"
        old.write_text("", encoding="utf-8")
        os.utime(old, (n, n))
    fresh(root)
    names = [p.name for p in files(place)]
    assert len(names) == cache.KEPT and "rules-00.json" not in names and f"rules-{cache.KEPT + 4}.json" in names


def test_words_that_changed_after_they_were_read_are_not_remembered(place: Path, root: Path) -> None:
    load_lexicon.cache_clear()
    lexicon = load_lexicon(root)
    edit(root / "words" / "grammar.toml", lambda t: t + "\n# changed\n")
    assert Ruleset(root).lexicon is lexicon
    assert not place.exists()


def test_patterns_are_compiled_when_they_are_first_tried(
    place: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh(root)
    tried: list[str] = []
    compile_ = regex.compile

    def noted(source: str, *args: object, **more: object) -> object:
        tried.append(source)
        return compile_(source, *args, **more)

    monkeypatch.setattr("extractor.match.rules.regex.compile", noted)
    rules = fresh(root)
    sources = {r.pattern_source for r in rules.curated_rules}
    assert not sources & set(tried)
    assert rules.curated_rules[0].pattern is not None and rules.curated_rules[0].pattern_source in tried


@pytest.mark.parametrize(
    ("platform", "env", "expected"),
    [
        ("linux", {"XDG_CACHE_HOME": "/x"}, "/x/gongbao"),
        ("linux", {}, "/home/me/.cache/gongbao"),
        ("darwin", {}, "/home/me/Library/Caches/gongbao"),
        ("win32", {"LOCALAPPDATA": "/l"}, "/l/gongbao"),
        ("linux", {"GONGBAO_CACHE": "off"}, None),
        ("linux", {"GONGBAO_CACHE": "/own"}, "/own"),
    ],
)
def test_the_place(platform: str, env: dict[str, str], expected: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "GONGBAO_CACHE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("extractor.match.cache.sys.platform", platform)
    monkeypatch.setattr("extractor.match.cache.Path.home", lambda: Path("/home/me"))
    assert cache.folder() == (Path(expected) if expected else None)
