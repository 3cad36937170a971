"""Named patterns: what their references expand to, which faults are told with file and place, and that code needs no
words of its own."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.lexicon import Lexicon, RulesError, load_lexicon
from extractor.match.rules import Ruleset
from extractor.patterns import Patterns
from extractor.workbench.check import check_rules
from extractor.workbench.patterns import run_patterns
from tests.match.folder import add, copied, edit
from tests.reading import ROOT, rules

WORDS = '[rise]\nabout = "verbs of a rise"\nwords = ["增", "增长", "增长了"]\n\n[sign]\nwords = ["+", "."]\n'
PACKAGE = ROOT / "extractor"
#: Modules that leave every Chinese word to rules/.
SILENT = (
    *sorted(p for folder in ("layout", "measure", "check") for p in (PACKAGE / folder).glob("*.py")),
    *(PACKAGE / "match" / name for name in ("admit.py", "catalogue.py")),
    *(PACKAGE / "resolve" / name for name in ("holes.py", "document.py", "unitnames.py")),
    *(PACKAGE / name for name in ("patterns.py", "lexicon.py", "models.py")),
)
Make = Callable[..., Lexicon]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """The lexicon of a small rules folder with these pattern files."""

    def built(*files: str) -> Lexicon:
        add(tmp_path / "words" / "w.toml", WORDS)
        for n, text in enumerate(files):
            add(tmp_path / "patterns" / f"p{n}.toml", text)
        return Lexicon(tmp_path)

    return built


def pattern(body: str, name: str = "p", more: str = "") -> str:
    """A file of one pattern."""
    return f"[{name}]\nabout = 'a'\npattern = '{body}'\n{more}"


# --------------------------------------------------------------------------- what references stand for


def test_a_list_stands_for_any_of_its_words_and_none_hides_a_longer_one(make: Make) -> None:
    p = make(pattern("{@rise}")).pattern("p")
    assert [p.match(t)[0] for t in ("增长了3%", "增长3%", "增3%")] == ["增长了", "增长", "增"]
    assert not p.search("下降")


def test_words_of_a_list_are_no_regular_expressions(make: Make) -> None:
    assert make(pattern("^{@sign}$")).pattern("p").search(".")
    assert not make(pattern("^{@sign}$")).pattern("p").search("x")


def test_patterns_are_made_of_patterns_over_all_files(make: Make) -> None:
    lexicon = make(pattern("(?:{@rise}|上升)", "up"), pattern("{up}{gap}%", "whole"), pattern(".{0,4}?", "gap"))
    assert lexicon.pattern("whole").fullmatch("增长约12%") and lexicon.pattern("whole").fullmatch("上升9%")
    assert {p.name: p.parts for p in lexicon.patterns} == {
        "up": frozenset(),
        "gap": frozenset(),
        "whole": {"up", "gap"},
    }


def test_an_alternative_inside_stays_inside(make: Make) -> None:
    p = make(pattern("a|b", "either"), pattern("x{either}y", "whole")).pattern("whole")
    assert p.fullmatch("xay") and p.fullmatch("xby") and not p.search("by") and not p.fullmatch("xa")


@pytest.mark.parametrize("reference", ["{@rise:slot}", "{up:slot}", "(?P<slot>{up})"])
def test_what_a_reference_matches_is_captured(make: Make, reference: str) -> None:
    p = make(pattern("{@rise}", "up"), pattern(reference + r"\d")).pattern("p")
    found = p.search("共增长5")
    assert found and found["slot"] == "增长"


@pytest.mark.parametrize("body", [r"\d{4}", r"x{2,3}", r"\p{Han}{2}", r"[{}]"])
def test_other_braces_are_left_alone(make: Make, body: str) -> None:
    assert make(pattern(body)).pattern("p").pattern == body


@st.composite
def nested(draw: st.DrawFn) -> tuple[dict[str, str], str]:
    """Patterns each made of those before it, and what the last one is when written out."""
    bodies: dict[str, str] = {}
    written: dict[str, str] = {}
    for n in range(draw(st.integers(1, 6))):
        parts = draw(
            st.lists(st.sampled_from(["a", "b", "c|d", *(f"{{{k}}}" for k in bodies)]), min_size=1, max_size=4)
        )
        bodies[f"p{chr(97 + n)}"] = "".join(parts)
        known = dict(written)
        written[f"p{chr(97 + n)}"] = regex.sub(r"\{(\w+)\}", lambda m, k=known: f"(?:{k[m[1]]})", "".join(parts))
    return bodies, written[f"p{chr(97 + n)}"]


@given(nested(), st.text("abcd", max_size=12))
@settings(max_examples=150, deadline=None)
def test_nesting_matches_what_writing_out_does(
    tmp_path_factory: pytest.TempPathFactory, given_: tuple[dict[str, str], str], text: str
) -> None:
    bodies, written = given_
    root = tmp_path_factory.mktemp("rules")
    add(root / "patterns" / "p.toml", "".join(pattern(body, name) for name, body in reversed(bodies.items())))
    patterns = Patterns(root, lambda _: "")
    last = [*bodies][-1]
    assert bool(patterns.compile(last).fullmatch(text)) == bool(regex.fullmatch(written, text))


# --------------------------------------------------------------------------- faults


@pytest.mark.parametrize(
    ("files", "place", "says"),
    [
        ([pattern("(")], "p", "regular expression"),
        ([pattern("{@fall}")], "p", "no word list is called 'fall'"),
        ([pattern("{up}")], "p", "no pattern is called 'up'"),
        ([pattern("{b}", "a"), pattern("{a}", "b")], "a", "circle: a → b → a"),
        ([pattern("{p}")], "p", "circle: p → p"),
        ([pattern("x"), pattern("y")], "p", "taken"),
        (["[p]\nabout = 'a'\n"], "p", "needs pattern"),
        ([pattern("x", more="flags = 'i'\n")], "p", "needs pattern"),
        (["p = 'x'\n"], "p", "needs pattern"),
        ([pattern("x", more="examples = 'x'\n")], "p", "lists of strings"),
        ([pattern("x", more="counter = [1]\n")], "p", "lists of strings"),
    ],
)
def test_faults_name_file_and_place(make: Make, tmp_path: Path, files: list[str], place: str, says: str) -> None:
    with pytest.raises(RulesError, match=regex.escape(says)) as err:
        make(*files).pattern("x")
    assert err.value.place == place and Path(err.value.path).parent == tmp_path / "patterns"


def test_a_pattern_that_no_file_has(make: Make) -> None:
    with pytest.raises(KeyError, match="missing"):
        make(pattern("x")).pattern("missing")


def test_rules_check_tells_of_a_pattern_that_cannot_be_used(tmp_path: Path) -> None:
    root = copied(tmp_path, "curated", "open", "indicators")
    path = add(root / "patterns" / "extra.toml", "\n" + pattern("{@no_such_list}", "broken"))
    loaded, faults = check_rules(root)
    assert loaded is None
    assert [(f.path, f.line, f.code) for f in faults] == [(str(path), 2, "GB002")]


# --------------------------------------------------------------------------- the package's own patterns


def test_the_packaged_patterns_do_what_their_examples_say() -> None:
    assert [str(f) for f in run_patterns(rules())] == []


def test_the_packaged_patterns_all_have_counter_examples_or_cannot_fail() -> None:
    """Only a pattern that says where something may stand, and matches nothing itself, can do without."""
    without = {p.name for p in rules().lexicon.patterns if not p.counter}
    assert all(rules().lexicon.pattern(name).search("")[0] == "" for name in without)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('examples = ["第二节 社区服务"]', 'examples = ["第二节 社区服务", "第二条"]', "GB503"),
        ('counter = ["第二章 社区服务"]', 'counter = ["第二节"]', "GB504"),
        ('about = "the number of a section within a chapter"', 'about = " "', "GB505"),
        ('examples = ["第二节 社区服务"]\n', "", "GB505"),
    ],
)
def test_faults_of_a_pattern_are_found(tmp_path: Path, old: str, new: str, code: str) -> None:
    root = copied(tmp_path, "curated", "open", "indicators")
    path = root / "patterns" / "headings.toml"
    edit(path, lambda text: text.replace(old, new))
    (fault,) = run_patterns(Ruleset(root))
    assert (fault.path, fault.code) == (str(path), code) and "heading_section" in fault.message
    told = new if code in ("GB503", "GB504") else "[heading_section]"
    assert path.read_text(encoding="utf-8").splitlines()[fault.line - 1] == told


def test_a_pattern_that_nothing_uses_is_found(tmp_path: Path) -> None:
    root = copied(tmp_path, "curated", "open", "indicators")
    text = pattern("x", "lonely_" + "one", "examples = ['x']\n") + pattern("y{part_" + "of_it}", "lonely_" + "two")
    text += "examples = ['yz']\n" + pattern("z", "part_" + "of_it", "examples = ['z']\n")
    path = add(root / "patterns" / "extra.toml", text)
    found = [(f.path, f.code, f.message.split()[1]) for f in run_patterns(Ruleset(root))]
    assert found == [(str(path), "GB506", f"lonely_{n}") for n in ("one", "two")]


@given(st.integers(0, 10**7), st.sampled_from(sorted(load_lexicon().mapping("hole_unit"))), st.sampled_from("，。；"))
@settings(max_examples=200, deadline=None)
def test_no_number_that_is_written_leaves_a_hole(n: int, unit: str, mark: str) -> None:
    text = f"全县建成养老床位{n}{unit}{mark}"
    names = [p.name for p in rules().lexicon.patterns if p.path.name == "holes.toml"]
    numberless = [k for k in names if k not in ("hole_numeral", "hole_before", "hole_torn", "hole_year_place")]
    assert [k for k in numberless if rules().lexicon.pattern(k).search(text)] == []


@given(st.integers(1900, 2099), st.integers(1, 12), st.sampled_from(["底", "末", "份", ""]))
@settings(max_examples=100, deadline=None)
def test_a_time_is_captured_by_its_parts(year: int, month: int, part: str) -> None:
    m = rules().lexicon.pattern("time").fullmatch(f"截至{year}年{month}月{part}")
    assert m and (m["until"], m["year"], m["month"], m["month_part"]) == ("截至", str(year), str(month), part or None)


# --------------------------------------------------------------------------- words stay in rules/


@pytest.mark.parametrize("path", SILENT, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_code_has_no_chinese_words(path: Path) -> None:
    assert _spoken(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("x = '人'", [(1, "人")]),
        ("y = 1\nx = f'{y}个'", [(2, "个")]),
        ('"""全市"""\n\n\ndef f():\n    """常州市"""\n    return "，。"', []),
        ("x = '[\\u4e00-\\u9fff]'", []),
    ],
)
def test_chinese_words_are_seen(code: str, found: list[tuple[int, str]]) -> None:
    assert _spoken(code) == found


def _spoken(code: str) -> list[tuple[int, str]]:
    """Line and text of every string with a Chinese character in it; docstrings and ranges of characters left out."""
    tree = ast.parse(code)
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    wordy = regex.compile(r"\p{Han}(?!-\p{Han})(?<!\p{Han}-\p{Han})")
    return sorted(
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in told
        and wordy.search(node.value)
    )
