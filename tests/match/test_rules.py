"""A rules folder, loaded: what a rule file may say, and how each fault is named with its file and its place."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from extractor.lexicon import Lexicon, RulesError, default_rules_dir
from extractor.match.rules import Ruleset
from extractor.match.schema import NEEDS, RuleSpec, parse_rule_file
from extractor.resolve.naming import Namer
from extractor.resolve.needs import Needs
from extractor.resolve.unitnames import UnitSense
from tests.match.folder import add, copied
from tests.reading import rules

RULE: dict[str, Any] = {
    "id": "curated.test.beds",
    "about": "beds of a test",
    "pattern": "床位{count:value}",
    "indicator": "elderly_care.beds_total",
    "example": [{"text": "2021年，全市床位300张。", "records": [{"value": "300"}]}],
    "counter": [{"text": "2021年，全市新增300张。"}],
}
OPEN: dict[str, Any] = {
    "id": "open.test.beds",
    "about": "beds of a test",
    "kinds": ["count"],
    "left": "{some:name}",
    "name": ["{name}"],
    "example": RULE["example"],
    "counter": RULE["counter"],
}


def toml(*specs: dict[str, Any]) -> str:
    """Rules as a rule file writes them."""

    def value(v: object) -> str:
        if isinstance(v, dict):
            return "{ " + ", ".join(f"{k} = {value(x)}" for k, x in v.items()) + " }"
        if isinstance(v, list):
            return "[" + ", ".join(map(value, v)) + "]"
        return f"'{v}'" if isinstance(v, str) else str(v)

    return "\n".join("[[rule]]\n" + "\n".join(f"{k} = {value(v)}" for k, v in spec.items()) for spec in specs)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A rules folder with one indicator and no rules: quick to load, and shared by the tests that break it."""
    root = copied(tmp_path_factory.mktemp("small"), "curated", "open", "indicators")
    row = ["id", "name", "aliases", "unit", "measure", "kind", "topic", "definition"]
    said = [
        "'elderly_care.beds_total'",
        "'养老床位数'",
        "['养老床位']",
        "'张'",
        "'level'",
        "'stock'",
        "'养老服务'",
        "'床位的数量'",
    ]
    text = "[[indicator]]\n" + "\n".join(f"{k} = {v}" for k, v in zip(row, said, strict=True))
    add(root / "indicators" / "one.toml", text)
    return root


def load(root: Path, text: str) -> Ruleset:
    path = add(root / "curated" / "test.toml", text)
    try:
        return Ruleset(root)
    finally:
        path.unlink()


def test_a_folder_is_loaded(small: Path) -> None:
    ruleset = load(small, toml(RULE, OPEN | {"id": "open.test.other"}))
    assert list(ruleset.rules) == ["curated.test.beds", "open.test.other"]
    curated, other = ruleset.rules.values()
    assert curated.spec.layer == "curated" and curated.pattern is not None and curated.literals == {"床位\ue000"}
    assert other.spec.layer == "open" and other.left is not None and other.kinds == {"count"}
    assert ruleset.curated_rules == (curated,) and ruleset.open_rules == (other,)


def test_deprecated_rules_are_kept_and_not_used(small: Path) -> None:
    ruleset = load(small, toml(RULE | {"status": "deprecated", "replaced_by": "curated.test.other"}))
    assert list(ruleset.rules) == ["curated.test.beds"]
    assert ruleset.curated_rules == ()


@pytest.mark.parametrize(
    ("text", "fault", "place"),
    [
        (toml(RULE, RULE), "this id is taken", "rule curated.test.beds"),
        (toml(RULE | {"indicator": "no.such"}), "no indicator has the id 'no.such'", "rule curated.test.beds"),
        (toml(RULE | {"pattern": "床位{count}"}), "captures no number", "rule curated.test.beds"),
        (toml(RULE | {"pattern": "床位({count:value}"}), "is no regular expression", "rule curated.test.beds"),
        (toml(OPEN | {"left": "[{some:name}"}), "is no regular expression", "rule open.test.beds"),
        (toml(RULE | {"pattern": "床位{cuont:value}"}), "did you mean 'count'", "{cuont}"),
        (toml(RULE | {"pattern": "{@no_list}{count:value}"}), "no word list is called 'no_list'", "{@no_list}"),
        (toml(RULE | {"colour": "red"}), "Extra inputs", "rule.0.colour"),
        (toml(RULE | {"id": "Beds"}), "pattern", "rule.0.id"),
        (toml(RULE | {"left": "x"}), "either left", "rule.0"),
        (toml({k: v for k, v in RULE.items() if k != "indicator"}), "needs the id of its indicator", "rule.0"),
        (toml(OPEN | {"name": []}), "needs kinds and name", "rule.0"),
        (toml(OPEN | {"need": ["sunshine"]}), "unknown condition sunshine", "rule.0.need"),
        (toml(OPEN | {"kinds": ["counts"]}), "Input should be", "rule.0.kinds.0"),
        (toml(RULE | {"priority": 101}), "less than or equal to 100", "rule.0.priority"),
        (toml(RULE | {"example": []}), "at least 1 item", "rule.0.example"),
        (toml(RULE | {"counter": []}), "at least 1 item", "rule.0.counter"),
        (
            toml(RULE | {"example": [{"text": "全市5家。", "records": [{"valu": "5"}]}]}),
            "Extra inputs",
            "rule.0.example.0.records.0.valu",
        ),
        ("[[rule]]\nid = 'x", "not valid TOML", ""),
        ("title = 'x'", "Field required", "rule"),
    ],
)
def test_faults_name_file_and_place(small: Path, text: str, fault: str, place: str) -> None:
    with pytest.raises(RulesError) as caught:
        load(small, text)
    assert fault in str(caught.value)
    assert "test.toml" in caught.value.path
    assert caught.value.place.startswith(place)


def test_a_file_that_is_no_text(small: Path) -> None:
    path = small / "curated" / "test.toml"
    path.write_bytes("[[rule]]\nabout = '床位'".encode("gb18030"))
    try:
        with pytest.raises(RulesError, match="is not UTF-8") as caught:
            Ruleset(small)
    finally:
        path.unlink()
    assert caught.value.path == str(path)


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match="no such rules folder"):
        Ruleset(tmp_path / "nowhere")


def test_the_name_of_a_file_does_not_matter(small: Path) -> None:
    other = RULE | {"id": "curated.test.aaa"}
    one = load(small, toml(RULE, other))
    path = add(small / "curated" / "aaa" / "zzz.toml", toml(RULE))
    two = load(small, toml(other))
    path.unlink()
    assert set(one.rules) == set(two.rules)
    key = {i: r.precedence(3) for i, r in one.rules.items()}
    assert key == {i: r.precedence(3) for i, r in two.rules.items()}


def test_the_digest_follows_the_files(tmp_path: Path) -> None:
    """The same files anywhere have one digest; another word, file name or file has another."""
    texts = {"a": "[x]\nwords = ['甲']\n", "b": "[x]\nwords = ['甲']\n", "c": "[x]\nwords = ['乙']\n"}
    for name, text in texts.items():
        add(tmp_path / name / "words" / "w.toml", text)
    add(tmp_path / "d" / "words" / "v.toml", texts["a"])
    one, same, other, renamed = (Lexicon(tmp_path / name).digest for name in "abcd")
    assert one == same and len({one, other, renamed}) == 3
    assert rules().digest == Lexicon(default_rules_dir()).digest


def test_precedence() -> None:
    spec = RuleSpec.model_validate(RULE)
    assert spec.layer == "curated"
    keys = sorted((r.precedence(n), r.id, n) for r in rules().rules.values() for n in (1, 5))
    layers = [rules().rules[i].spec.layer for _, i, _ in keys]
    assert layers == sorted(layers)  # curated before open
    for (_, a, n), (_, b, m) in pairwise(keys):
        one, other = rules().rules[a].spec, rules().rules[b].spec
        if one.layer == other.layer:
            assert (-one.priority, -n, a) <= (-other.priority, -m, b)


# --------------------------------------------------------------------------- the package's rules


def test_every_condition_that_a_rule_may_ask_for_is_known() -> None:
    lexicon = rules().lexicon
    assert set(Needs(lexicon, Namer(lexicon), UnitSense(lexicon)).table) == NEEDS
    assert {n for r in rules().rules.values() for n in r.spec.need} <= NEEDS


@pytest.mark.parametrize(
    "path",
    sorted((*default_rules_dir().glob("open/*.toml"), *default_rules_dir().glob("curated/**/*.toml"))),
    ids=lambda p: p.stem,
)
def test_rule_files_are_well_formed(path: Path) -> None:
    file = parse_rule_file(tomllib.loads(path.read_text(encoding="utf-8")))
    for spec in file.rule:
        assert spec.id.split(".")[0] == spec.layer == path.relative_to(default_rules_dir()).parts[0]
        assert all(name.count("{") == name.count("}") for name in spec.name)


def test_a_rule_file_without_rules() -> None:
    with pytest.raises(ValidationError):
        parse_rule_file({"rule": []})


@pytest.mark.parametrize("repeat", ["*", "+"])
def test_repeats_in_patterns_are_bounded(repeat: str) -> None:
    """A pattern runs over any clause: a repeat without bounds within another one could take all day."""
    for rule in rules().rules.values():
        for pattern in (rule.spec.left, rule.spec.right, rule.spec.pattern):
            inner = re.findall(rf"\([^()]*[^\\(]\{repeat}[^()]*\)[*+]", pattern or "")
            assert inner == [], rule.id
