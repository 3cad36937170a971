"""A rule that explodes is stopped, named, and costs no other rule its records."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.explain import explained
from extractor.match import matcher
from extractor.match.rules import Rule
from extractor.match.schema import RuleSpec
from extractor.pipeline import Pipeline
from extractor.run import extract_paths
from extractor.workbench.variant import with_rule
from tests.match.folder import copied
from tests.reading import rules, source

#: Nothing that it can match ends as it asks, and it has very many ways to find that out.
HARD = "敬老院(?:[养老]{0,9}[养老院]{0,9}){0,9}床{count:value}"
TEXT = "2021年，全市新建养老机构12家。全市敬老院" + "养老" * 30 + "病床15张。2021年，全市护理型床位占比46%。"


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matcher, "_TIMEOUT", 0.02)


def explosive(**more: object) -> Rule:
    row = {"id": "curated.test.explodes", "about": "made for a test", "indicator": "elderly_care.beds_total"}
    shown = {
        "example": [{"text": "敬老院5张。", "records": [{"value": "5"}]}],
        "counter": [{"text": "敬老院很多。"}],
    }
    return Rule.of(RuleSpec.model_validate(row | {"pattern": HARD} | shown | more), "test", rules().macros)


def test_it_is_named_and_the_records_of_others_stay() -> None:
    with_it = Pipeline(with_rule(rules(), explosive())).process(source(TEXT))
    without = Pipeline(rules()).process(source(TEXT))
    assert with_it.timed_out == ("curated.test.explodes",) and without.timed_out == ()
    assert with_it.records == without.records and len(without.records) >= 2
    account = list(explained(with_it))
    at = account.index("Rules that their time limit stopped: 1")
    assert account[at + 1] == "  curated.test.explodes"
    assert not any(line.startswith("Rules that") for line in explained(without))


def test_after_some_clauses_it_is_left_alone_for_the_document() -> None:
    m = matcher.Matcher(with_rule(rules(), explosive()))
    p = Pipeline(with_rule(rules(), explosive()))
    p.process(
        source(TEXT.split("。")[1] + "。\n" + "\n".join(TEXT.split("。")[1] + f"第{n}。" for n in "甲乙丙丁戊己"))
    )
    assert p.reader.matcher._strikes["curated.test.explodes"] == matcher._STRIKES
    p.process(source("2021年，全市新建养老机构12家。"))
    assert p.reader.matcher.timed_out == set() and m.timed_out == set()


def test_an_open_rule_that_explodes_costs_the_others_nothing() -> None:
    left = "(?P<name>(?:[养老]{0,9}[养老院敬全市等]{0,9}){0,9}床)"
    shape = {"pattern": None, "left": left, "kinds": ["count"], "name": ["{name}"], "indicator": None}
    rule = explosive(id="open.test.explodes", **shape)
    x = Pipeline(with_rule(rules(), rule)).process(source(TEXT))
    assert "open.test.explodes" in x.timed_out
    assert x.records == Pipeline(rules()).process(source(TEXT)).records


def test_the_summary_names_it(tmp_path: Path) -> None:
    root = copied(tmp_path)
    (root / "curated" / "explodes.toml").write_text(
        f"[[rule]]\nid = 'curated.test.explodes'\nabout = 'made for a test'\nindicator = 'elderly_care.beds_total'\n"
        f"pattern = '{HARD}'\nexample = [{{ text = '敬老院5张。', records = [{{ value = '5' }}] }}]\n"
        "counter = [{ text = '敬老院很多。' }]\n",
        encoding="utf-8",
    )
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    summary = extract_paths([tmp_path / "a.txt"], tmp_path / "x.duckdb", root, jobs=1)
    assert summary.timed_out == ("curated.test.explodes",) and summary.records >= 2
