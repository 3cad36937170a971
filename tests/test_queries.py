"""The page of questions has what it promises; that its answers are right is checked with the other pages."""

from __future__ import annotations

import re

from tests.test_docs import QUERIES, blocks

LEAST = 20


def test_every_question_is_asked_in_two_languages_and_answered_by_a_query() -> None:
    lines = QUERIES.read_text(encoding="utf-8").splitlines()
    headings = [n for n, line in enumerate(lines) if line.startswith("### ")]
    assert len(headings) >= LEAST
    queries = {b.start: b for b in blocks(lines) if b.kind == "sql"}
    for number, (start, end) in enumerate(zip(headings, [*headings[1:], len(lines)], strict=True), 1):
        asked = re.fullmatch(rf"### {number}\. (.*[\u4e00-\u9fff].*)", lines[start])
        assert asked, lines[start]
        assert re.match(r"[A-Z][a-z]+ ", lines[start + 2]), f"{asked[1]}: no English"
        [query] = [b for at, b in queries.items() if start < at < end]
        assert query.end - query.start > 2, f"{asked[1]}: no answer"
