"""What is no part of a bulletin goes, and no line of a body with it; each rule's own examples show it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.clean.marks import FILE, LineMark, SpanMark, load_marks
from extractor.clean.spam import delete_spam
from extractor.clean.text import Text
from extractor.clean.width import fold_width
from extractor.lexicon import Lexicon, RulesError, load_lexicon

from .material import SENTENCES, context

MARKS = load_marks(load_lexicon())
BODY = "\n".join(f"{s}，服务群众的能力得到进一步的提升。" for s in SENTENCES[:3])


def kept(raw: str) -> str:
    text = fold_width(Text.of(raw), context(raw))[0]
    return delete_spam(text, context(raw))[0].chars


def around(line: str, where: str) -> tuple[str, str]:
    """What stands before and after a line so that it is at the head or the foot of a page."""
    return ("", f"\n{BODY}") if where == "head" else (f"{BODY}\n", "")


@pytest.mark.parametrize("mark", MARKS.lines, ids=lambda m: m.id)
def test_lines_that_rules_name_go(mark: LineMark) -> None:
    assert mark.examples and mark.counter
    for line in mark.examples:
        before, after = around(line, mark.where)
        assert kept(before + line + after) == kept(before + after), line


@pytest.mark.parametrize("mark", MARKS.lines, ids=lambda m: m.id)
def test_lines_that_rules_except_stay(mark: LineMark) -> None:
    for line in mark.counter:
        for where in ("head", "tail"):
            before, after = around(line, where)
            assert kept(before + line + after) == kept(before) + kept(line) + kept(after)
            assert kept(line).strip(), line


@pytest.mark.parametrize("mark", MARKS.spans, ids=lambda m: m.id)
def test_spans_that_rules_name_go(mark: SpanMark) -> None:
    assert mark.examples and mark.counter
    for line in mark.examples:
        assert not mark.pattern.search(kept(line)), line
        assert kept("甲：乙 " + line).startswith("甲：乙")
    for line in mark.counter:
        assert kept(line) == fold_width(Text.of(line), context(line))[0].chars


def test_lines_keep_their_breaks_and_cards_their_labels() -> None:
    raw = (
        "您当前的位置：首页>公开\n发布机构：湖滨市统计局 索引号：014/2024\n"
        "发布日期：2024-03-01 浏览次数：88\n"
        f"来源：湖滨日报\n{BODY}\n责任编辑：某某\n版权所有 湖滨市"
    )
    lines = kept(raw).split("\n")
    assert lines[:4] == [
        "",
        "发布机构：湖滨市统计局 索引号：014/2024",
        "发布日期：2024-03-01 ",
        "来源：湖滨日报",
    ]
    assert lines[-2:] == ["", ""]


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=12))
def test_bodies_stay(lines: list[str]) -> None:
    raw = "\n".join(lines)
    assert kept(raw) == fold_width(Text.of(raw), context(raw))[0].chars


def test_the_head_ends_where_the_body_begins() -> None:
    assert kept(f"{BODY}\n相关阅读\n{BODY}") == f"{BODY}\n相关阅读\n{BODY}"
    assert kept(f"{BODY}\n相关阅读\n") == f"{BODY}\n\n"


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ("[[line]]\nwhy='x'\n", "needs an id"),
        ("[[line]]\nid='a'\nlongest=9\nhas=['甲']\n", "needs why"),
        ("[[line]]\nid='a'\nwhy='x'\nhas=['甲']\n", "needs longest"),
        ("[[line]]\nid='a'\nwhy='x'\nlongest=9\n", "needs starts, ends"),
        ("[[line]]\nid='a'\nwhy='x'\nlongest=9\nhas='甲'\n", "list of non-empty strings"),
        ("[[line]]\nid='a'\nwhy='x'\nlongest=9\nhsa=['甲']\n", "does not know"),
        ("[[line]]\nid='a'\nwhy='x'\nlongest=9\npattern='甲'\n", "pattern needs words"),
        ("[[line]]\nid='a'\nwhy='x'\nlongest=9\nwhere='top'\nhas=['甲']\n", "where is head"),
        ("[[span]]\nid='a'\nwhy='x'\nwords=['甲']\npattern='('\n", "cannot be compiled"),
        ("[[span]]\nid='a'\nwhy='x'\npattern='甲'\n", "needs a pattern, and words"),
        ("[[lines]]\nid='a'\n", "knows \\[page\\]"),
        ("[[line]]\nid='a'\nwhy='x'\nlongest=9\nhas=['甲']\n" * 2, "is taken"),
    ],
)
def test_faults_in_the_rules_are_named(tmp_path: Path, toml: str, says: str) -> None:
    (tmp_path / FILE).write_text(toml, encoding="utf-8")
    with pytest.raises(RulesError, match=says):
        load_marks(Lexicon(tmp_path))
