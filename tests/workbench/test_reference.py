"""What is made from the rule files is up to date, and in the one layout."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.lexicon import default_rules_dir
from extractor.match.rules import rule_files
from extractor.workbench.fields import schema
from extractor.workbench.layout import format_rules
from extractor.workbench.reference import write_reference
from tests.reading import ROOT, rules


def test_reference_and_schema_are_up_to_date() -> None:
    remedy = "run: gongbao rules docs"
    assert write_reference(rules(), ROOT / "docs" / "reference", write=False) == [], remedy


def test_rule_files_are_in_the_layout() -> None:
    assert format_rules(default_rules_dir(), write=False) == [], "run: gongbao rules fmt"


@pytest.mark.parametrize("path", rule_files(default_rules_dir()), ids=lambda p: p.stem)
def test_rule_files_name_their_schema(path: Path) -> None:
    directive = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("#:schema ")
    assert (path.parent / directive).resolve() == (default_rules_dir() / "schema.json").resolve()


def test_the_schema_knows_every_field_and_its_values() -> None:
    made = schema()
    assert json.loads((default_rules_dir() / "schema.json").read_text(encoding="utf-8")) == made
    spec = made["definitions"]["RuleSpec"]
    assert spec["additionalProperties"] is False and set(spec["required"]) == {"id", "about", "example", "counter"}
    assert spec["properties"]["measure"]["enum"] == ["level", "change", "growth", "rank"]


def test_pages_of_topics_that_are_gone_go(tmp_path: Path) -> None:
    root = tmp_path / "rules"
    root.symlink_to(default_rules_dir())
    out = tmp_path / "reference"
    write_reference(rules(), out)
    old, own = out / "indicators" / "old.md", out / "notes.md"
    old.write_text((out / "words.md").read_text(encoding="utf-8"), encoding="utf-8")
    own.write_text("# Notes of our own\n", encoding="utf-8")
    assert write_reference(rules(), out) == [old]
    assert not old.exists() and own.exists() and write_reference(rules(), out) == []
