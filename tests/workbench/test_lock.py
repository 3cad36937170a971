"""Versions and retired ids: a pattern does not change without a version, an id is never free again."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.match.rules import Ruleset
from extractor.workbench.check import check_rules
from extractor.workbench.explaining import explained
from extractor.workbench.fields import read_rules
from extractor.workbench.lock import read_lock, write_lock
from tests.match.folder import add, edit
from tests.workbench.cases import GOOD, opened, right, rule
from tests.workbench.test_lints import forget, make_base

BAD = "curated.test.bad"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A small rules folder with two rules, locked."""
    root = make_base(tmp_path)
    add(root / "curated" / "test.toml", rule() + right())
    forget()
    assert write_lock(read_rules(root)[0], root) == ([f"{BAD}: new", f"{GOOD}: new"], [])
    return root


def codes(root: Path) -> list[str]:
    forget()
    return [f.code for f in check_rules(root)[1]]


def test_what_is_locked_is_in_order(small: Path) -> None:
    assert list(read_lock(small)) == [BAD, GOOD]
    assert codes(small) == []
    assert write_lock(read_rules(small)[0], small) == ([], [])


def test_a_pattern_needs_a_new_version(small: Path) -> None:
    before = read_lock(small)
    edit(small / "curated" / "test.toml", lambda t: t.replace("敬老院里{", "敬老院里?{", 1))
    assert codes(small) == ["GB212"]
    assert write_lock(read_rules(small)[0], small) == ([], [BAD])
    assert read_lock(small) == before
    assert write_lock(read_rules(small)[0], small, bump=True) == ([f"{BAD}: version 2"], [])
    assert read_lock(small)[BAD].version == 2 and read_lock(small)[GOOD] == before[GOOD]
    assert Ruleset(small).rules[BAD].spec.version == 2
    assert codes(small) == []
    edit(
        small / "curated" / "test.toml", lambda t: t.replace("敬老院里?{", "敬老院{", 1).replace("里300张", "300张", 1)
    )
    write_lock(read_rules(small)[0], small, bump=True)
    assert (
        read_lock(small)[BAD].version == 3
        and (small / "curated" / "test.toml").read_text("utf-8").count("version") == 1
    )


def test_words_about_a_rule_need_none(small: Path) -> None:
    edit(small / "curated" / "test.toml", lambda t: t.replace("beds in homes", "Beds in homes", 1))
    assert codes(small) == []


def test_an_id_that_goes_is_retired_for_ever(small: Path) -> None:
    add(small / "curated" / "test.toml", right())
    assert codes(small) == ["GB113"]
    assert write_lock(read_rules(small)[0], small) == ([f"{BAD}: retired"], [])
    assert codes(small) == []
    add(small / "curated" / "test.toml", rule() + right())
    assert "GB106" in codes(small)


def test_old_ids_lead_to_the_rule_of_today(small: Path) -> None:
    add(
        small / "curated" / "test.toml",
        right() + rule(more=f'status = "deprecated"\nreplaced_by = "{GOOD}"\n'),
    )
    add(small / "retired.toml", f"[retired]\n'curated.test.older' = {{ why = 'a test', replaced_by = '{BAD}' }}\n")
    forget()
    rules = Ruleset(small)
    assert rules.resolve("curated.test.older") == ("curated.test.older", BAD, GOOD)
    assert rules.resolve(GOOD) == (GOOD,)
    with pytest.raises(KeyError):
        rules.resolve("curated.test.never")
    assert [r.id for r in rules.curated_rules] == [GOOD]
    told = explained("curated.test.older", small)
    assert told == ["curated.test.older: retired", f"  replaced by {BAD} → {GOOD}"]
    assert explained("no.such", small) is None


def test_open_rules_are_locked_too(small: Path) -> None:
    add(small / "open" / "test.toml", opened("open.test.good"))
    forget()
    write_lock(read_rules(small)[0], small)
    edit(small / "open" / "test.toml", lambda t: t.replace("床)有", "床)共?有"))
    assert "GB212" in codes(small)
