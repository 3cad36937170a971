"""`gongbao rules …` as it is called: streams, formats, exit status."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from extractor.cli import app
from extractor.workbench.cli import app as rules_app
from tests.match.folder import add
from tests.workbench.cases import FILE, right, rule
from tests.workbench.test_lints import forget, make_base


def gongbao(*args: object, given: str | None = None) -> Result:
    forget()
    return CliRunner().invoke(app, ["rules", *map(str, args)], input=given)


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small rules folder without faults, in the working directory."""
    root = make_base(tmp_path)
    add(root / FILE, right())
    monkeypatch.chdir(tmp_path)
    return Path("rules")


def test_no_fault(small: Path) -> None:
    done = gongbao("check", "--rules", small)
    assert done.exit_code == 0 and done.stderr == "" and re.search(r"^1 rules, .*: no fault$", done.stdout)


def test_warnings_do_not_fail(small: Path) -> None:
    add(small / FILE, right(pattern=r"福利院里(?:4A)?{count:value}是床"))
    done = gongbao("check", "--rules", small)
    assert done.exit_code == 0 and "GB213" in done.stderr and done.stdout.endswith("no fault, 1 warning\n")


def test_errors_fail(small: Path) -> None:
    add(small / FILE, right() + rule(indicator="elderly_care.bed_total"))
    done = gongbao("check", "--rules", small)
    assert done.exit_code == 2 and done.stdout == ""
    assert done.stderr.startswith("rules/curated/test.toml:15:14: error GB107: ") and done.stderr.endswith("1 error\n")


def test_json_and_annotations(small: Path) -> None:
    add(small / FILE, right() + rule(indicator="elderly_care.bed_total"))
    (row,) = json.loads(gongbao("check", "--rules", small, "--format", "json").stdout)
    assert (row["code"], row["severity"], row["line"], row["column"]) == ("GB107", "error", 15, 14)
    assert row["path"] == "rules/curated/test.toml" and row["rule"] == "curated.test.bad" and row["remedy"]
    done = gongbao("check", "--rules", small, "--format", "github")
    assert done.exit_code == 2
    assert done.stdout == (
        "::error file=rules/curated/test.toml,line=15,col=14,title=GB107 unknown indicator::"
        "no indicator has the id 'elderly_care.bed_total'; did you mean 'elderly_care.beds_total'?%0A"
        "see rules/indicators/\n"
    )


def test_many_warnings_are_folded(small: Path) -> None:
    add(
        small / FILE,
        "".join(right(pattern=f"福利院里(?:{n}A)?{{count:value}}是床").replace("good", f"g{n}") for n in range(1, 9)),
    )
    folded, full = (gongbao("check", "--rules", small, *more).stderr for more in ((), ("--all",)))
    assert folded.count("GB213:") == 5 and "… and 3 more of GB213" in folded
    assert full.count("GB213:") == 8 and "more of" not in full


def test_a_folder_that_is_none() -> None:
    for command in (("check",), ("coverage",), ("try", "x", "text")):
        done = gongbao(*command, "--rules", "nowhere")
        assert done.exit_code == 2 and "no such rules folder" in done.stderr


def test_layout(small: Path) -> None:
    assert gongbao("fmt", "--check", "--rules", small).exit_code == 1
    done = gongbao("fmt", "--rules", small)
    assert (done.exit_code, done.stdout) == (0, "rules/curated/test.toml\n")
    assert gongbao("fmt", "--check", "--rules", small).exit_code == 0


def test_lock_and_version(small: Path) -> None:
    assert gongbao("lock", "--rules", small).stdout == "curated.test.good: new\n"
    add(small / FILE, right(pattern="福利院里?{count:value}是床"))
    done = gongbao("lock", "--rules", small)
    assert done.exit_code == 2 and "gongbao rules lock --bump" in done.stderr
    assert gongbao("lock", "--bump", "--rules", small).stdout == "curated.test.good: version 2\n"
    add(small / FILE, "[[rule]]")
    assert gongbao("lock", "--rules", small).exit_code == 2


def test_explain(small: Path) -> None:
    assert gongbao("explain", "gb207").stdout.startswith("GB207: repeat without bound (error)\n")
    assert "养老床位数 [elderly_care.beds_total]" in gongbao("explain", "test.good", "--rules", small).stdout
    done = gongbao("explain", "GB999", "--rules", small)
    assert done.exit_code == 2 and done.stderr == "GB999: no such code or rule\n"


def test_new_without_a_terminal_says_what_to_give(small: Path) -> None:
    done = gongbao("new", "test.new", "--rules", small)
    assert done.exit_code == 2 and done.stderr == "give --text\n"
    args = ("--text", "2021年，全市颐养院里300张是床。", "--indicator", "养老床位数")
    done = gongbao("new", "test.new", *args, "--rules", small)
    assert done.exit_code == 2 and done.stderr == "give --value\n"
    done = gongbao("new", "test.new", *args, "--value", "300", "--rules", small)
    assert done.exit_code == 0 and done.stdout.startswith("rules/curated/test.toml: curated.test.new written")
    assert gongbao("check", "--rules", small).exit_code == 0


def test_new_asks_on_a_terminal(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.workbench.cli._on_terminal", lambda: True)
    answers = "2021年，全市颐养院里300张是床。\n300\n养老床位数\n2021年，全市颐养院里300人。\n"
    done = gongbao("new", "test.new", "--rules", small, given=answers)
    assert done.exit_code == 0, done.stderr
    assert "2021年，全市颐养院里300人。" in (small / FILE).read_text(encoding="utf-8")


def test_a_comparison_as_a_page(small: Path) -> None:
    Path("a.txt").write_text("2021年，全市福利院里300张是床。", encoding="utf-8")
    done = gongbao("diff", small, small, "a.txt", "--format", "html", "-o", "x.html")
    assert done.exit_code == 0 and "0 gained, 0 lost, 0 changed" in Path("x.html").read_text(encoding="utf-8")
    assert gongbao("diff", "no-such", small, "a.txt").exit_code == 2


def test_reference(small: Path) -> None:
    (small / "schema.json").unlink(missing_ok=True)
    done = gongbao("docs", "--rules", small, "-o", "ref")
    assert done.exit_code == 0 and "ref/curated.md" in done.stdout and "rules/schema.json" in done.stdout
    assert gongbao("docs", "--rules", small, "-o", "ref", "--check").exit_code == 0


def test_every_command_of_the_workbench_is_on_the_page() -> None:
    page = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
    names = [c.name or (c.callback.__name__ if c.callback else "") for c in rules_app.registered_commands]
    assert [n for n in names if f"| `gongbao rules {n}" not in page] == []
