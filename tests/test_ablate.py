"""Taking rules out of use: the copy of the rules folder lacks them, and nothing else of it changes."""

from __future__ import annotations

from pathlib import Path

from extractor.pipeline import Pipeline, load_rules
from extractor.read.source import read_bytes
from tests.ablate import documents_of, read_all, without
from tests.reading import rules

TEXT = "临川市2023年统计公报\n2024年3月20日\n全市粮食产量62万吨，比上年增长3.2%。\n"


def test_rules_that_are_taken_out_make_no_record(tmp_path: Path) -> None:
    less = load_rules(without(["open.growth"], tmp_path / "rules"))
    assert {r.spec.id for r in rules().open_rules} - {r.spec.id for r in less.open_rules} == {"open.growth"}
    assert rules().curated_rules and len(less.curated_rules) == len(rules().curated_rules)
    found = Pipeline(less).process(read_bytes(TEXT.encode(), "a.txt"))
    assert {r.rule_id for r in found.records} and "open.growth" not in {r.rule_id for r in found.records}


def test_documents_are_counted_by_rule(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    (tmp_path / "c.txt").write_text("临川市2023年统计公报\n全市粮食产量62万吨。\n", encoding="utf-8")
    paths = sorted(tmp_path.glob("*.txt"))
    used = documents_of(read_all(paths, Pipeline(rules())))
    assert used["open.growth"] == {tmp_path / "a.txt", tmp_path / "b.txt"}
    assert any(len(documents) == 3 for documents in used.values())
