"""Comparisons of two states of the rules, as folders and as git revisions, and the counts of `rules coverage`."""

from __future__ import annotations

import json
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from extractor.lexicon import default_rules_dir
from extractor.pipeline import load_rules
from extractor.workbench.coverage import as_json, as_text, cover
from extractor.workbench.diff import Change, diff_rules
from extractor.workbench.diffshow import SHOW
from extractor.workbench.revisions import RevisionError, rules_at
from tests.match.folder import edit

TEXT = "2023年，全市98%的建制村通了客车。2023年，全市新辟<社区>菜园1200畦。"


@pytest.fixture
def bulletin(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def changed(root: Path) -> Path:
    """Rules that lost one and know a unit more."""
    edit(root / "curated" / "transport.toml", lambda t: t.replace("建制村|村庄", "村庄", 1))
    edit(root / "units.toml", lambda t: t + '\n[[unit]]\nname = "畦"\ndimension = "count"\n')
    return root


@pytest.fixture
def changes(changed: Path, bulletin: Path) -> list[Change]:
    return list(diff_rules(default_rules_dir(), changed, [bulletin]))


def test_text(changes: list[Change]) -> None:
    lines = list(SHOW["text"](changes, "a", "b", 1))
    assert [c.kind for c in changes] == ["changed", "gained"]
    assert lines[0].startswith("~ ") and "'98%' [indicator, indicator_id]" in lines[0]
    assert lines[-1] == "1 gained, 0 lost, 1 changed"


def test_json(changes: list[Change]) -> None:
    told = json.loads("\n".join(SHOW["json"](changes, "main", "rules", 1)))
    assert (told["old"], told["new"], told["documents"], told["gained"], told["changed"]) == ("main", "rules", 1, 1, 1)
    assert told["changes"][0]["raw_text"] == "98%" and "建制村" in told["changes"][0]["evidence"]


def test_html_is_well_formed_and_steered_by_no_text(changes: list[Change]) -> None:
    page = "\n".join(SHOW["html"](changes, "main", "<rules>", 1))
    opened: list[str] = []

    class Parser(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            if tag != "meta":
                opened.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert opened.pop() == tag

    Parser().feed(page)
    assert opened == [] and "<mark>98%</mark>" in page and "<rules>" not in page and "1 gained, 0 lost" in page


def test_a_file_that_cannot_be_read_is_named_and_passed_over(changed: Path, bulletin: Path, tmp_path: Path) -> None:
    broken = tmp_path / "b.pdf"
    broken.write_bytes(b"%PDF-1.4 broken")
    said: list[str] = []
    assert len(list(diff_rules(default_rules_dir(), changed, [broken, bulletin], said.append))) == 2
    assert len(said) == 1 and "b.pdf" in said[0]


def test_revisions(root: Path, monkeypatch: pytest.MonkeyPatch, bulletin: Path) -> None:
    top = root.parent

    def git(*args: str) -> None:
        who = ["-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *who, *args], cwd=top, check=True, capture_output=True)

    git("init", "-q", "-b", "trunk")
    git("add", "rules")
    git("commit", "-q", "-m", "rules")
    edit(root / "curated" / "transport.toml", lambda t: t.replace("建制村|村庄", "村庄", 1))
    monkeypatch.chdir(root / "curated")  # from anywhere in the repository
    with rules_at("trunk") as old, rules_at("trunk:rules") as same, rules_at(str(root)) as new:
        assert [c.kind for c in diff_rules(old, new, [bulletin])] == ["changed"]
        assert list(diff_rules(old, same, [bulletin])) == []
        kept = old
    assert not kept.exists()
    with pytest.raises(RevisionError, match="neither a folder nor a git revision"), rules_at("no-such"):
        pass
    with pytest.raises(RevisionError, match="other: neither"), rules_at("trunk:other"):
        pass


def test_coverage(bulletin: Path, tmp_path: Path) -> None:
    broken = tmp_path / "b.pdf"
    broken.write_bytes(b"%PDF-1.4 broken")
    told = cover(load_rules(), [bulletin, broken])
    bus = next(r for r in told.rules if r.rule == "curated.transport.village_bus_rate")
    assert (bus.matches, bus.wins, bus.losses) == (1, 1, 0) and bus.milliseconds >= 0
    beaten = next(r for r in told.rules if r.rule == "open.share.of_those_who")
    assert (beaten.matches, beaten.wins, beaten.losses) == (1, 0, 1)
    assert sum(r.milliseconds for r in told.rules) > 0
    (doc,) = told.documents
    assert (doc.curated, doc.open, doc.tables, doc.unread) == (1, 0, 0, 1)
    (shape, count, quoted) = told.unread[0]
    assert "{bare}" in shape and count == 1 and "1200" in quoted
    assert len(told.failed) == 1
    assert json.loads(as_json(told))["documents"][0]["curated"] == 1
    lines = list(as_text(told))
    assert any(line.startswith("curated.transport.village_bus_rate") for line in lines)
    assert len(list(as_text(told, every=True))) > len(told.rules)
