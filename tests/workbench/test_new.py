"""A rule from a sentence: the proposed pattern reads it, the file says so, and nothing is written where it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.match.rules import Ruleset
from extractor.workbench.check import check_rules
from extractor.workbench.new import NewRuleError, propose, write_rule
from tests.match.folder import add
from tests.workbench.test_lints import forget

SENTENCES = [
    ("2022年末，全县95%的村卫生室能刷医保卡。", "95", "{share:value}的?村卫生室能刷医保卡"),
    ("2023年，全市敬老院里300张是床。", "300", "敬老院里{count:value}是床"),
    ("2023年，城里的孩子平均走8分钟就能到一座公园。", "8", "城里的?孩子平均走{weak:value}就能到一座公园"),
    ("2023年末，全市公交车中46%是低地板车。", "46", "公交车中{share:value}是低地板车"),
]


@pytest.fixture
def ruled(root: Path) -> Ruleset:
    add(
        root / "indicators" / "made.toml",
        "[[indicator]]\nid = 'made.any'\nname = '试验指标'\nunit = ['张', '%', '分钟']\nmeasure = 'level'\n"
        "kind = 'stock'\ntopic = '试验'\ndefinition = '只为测试而设的指标。'\n",
    )
    forget()
    return Ruleset(root)


@pytest.mark.parametrize(("text", "value", "pattern"), SENTENCES)
def test_a_written_rule_passes_the_check(text: str, value: str, pattern: str, ruled: Ruleset, root: Path) -> None:
    proposal = propose(ruled, "made.first", text, value, "试验指标")
    assert proposal.pattern == pattern
    path = write_rule(ruled, proposal, None, "a rule made for a test")
    assert path == root / "curated" / "made.toml"
    forget()
    loaded, findings = check_rules(root)
    assert loaded is not None and [f for f in findings if f.severity == "error"] == []
    assert loaded.rules["curated.made.first"].spec.example[0].records[0].indicator == "试验指标"
    forget()
    write_rule(
        Ruleset(root),
        propose(Ruleset(root), "made.second", "2023年，全市荣军院里5张是床。", "5", "made.any"),
        None,
        None,
    )
    assert path.read_text(encoding="utf-8").count("[[rule]]") == 2
    assert path.read_text(encoding="utf-8").startswith("#:schema ../schema.json\n")


@pytest.mark.parametrize(
    ("rule_id", "text", "value", "indicator", "says"),
    [
        ("made.x", "2023年，全市敬老院里300张是床。", "301", "made.any", "has no number 301; it has 300张 = 300"),
        ("made.x", "2023年，全市敬老院里300张是床。", "many", "made.any", "is no number"),
        ("made.x", "2023年，全市敬老院里300张是床。", "300", "made.eny", "did you mean 'made.any'"),
        ("Made X", "2023年，全市敬老院里300张是床。", "300", "made.any", "an id is TOPIC.NAME"),
        ("x", "2023年，全市敬老院里300张是床。", "300", "made.any", "an id is TOPIC.NAME"),
        ("transport.hard_roads_rate", "2023年，全市敬老院里300张是床。", "300", "made.any", "this id is taken"),
    ],
)
def test_what_cannot_be_made(
    rule_id: str, text: str, value: str, indicator: str, says: str, ruled: Ruleset, root: Path
) -> None:
    with pytest.raises(NewRuleError) as caught:
        propose(ruled, rule_id, text, value, indicator)
    assert says in str(caught.value)
    assert not (root / "curated" / "made.toml").exists()


def test_a_counter_example_that_is_read_is_refused(ruled: Ruleset, root: Path) -> None:
    proposal = propose(ruled, "made.x", "2023年，全市敬老院里300张是床。", "300", "made.any")
    with pytest.raises(NewRuleError, match="give a --counter that it must not read"):
        write_rule(ruled, proposal, "2022年，全市敬老院里200张是床。", None)
    assert not (root / "curated" / "made.toml").exists()


def test_all_records_of_the_sentence_are_in_the_example(ruled: Ruleset, root: Path) -> None:
    text = "2023年，全市有养老机构12家，敬老院里近300张是床。"
    write_rule(ruled, propose(ruled, "made.x", text, "300", "made.any"), None, None)
    forget()
    (example,) = Ruleset(root).rules["curated.made.x"].spec.example
    assert [r.unit for r in example.records] == ["家", "张"] and example.records[1].qualifier == "approx"
