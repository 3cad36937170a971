"""What holds for every step of cleaning, on any text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from extractor.clean.repair import Step
from extractor.clean.steps import STEPS, clean
from extractor.clean.text import Text
from extractor.lexicon import load_lexicon
from extractor.models import Source
from extractor.read.source import read_path

from .material import anything, context, digits, without

DELETING = ("strip_markup", "strip_markdown", "delete_spam")
"""Steps that delete what is no content, ciphers of tags and addresses with it."""

every_step = pytest.mark.parametrize("step", STEPS, ids=lambda s: s.__name__)
BULLETINS = Path(__file__).resolve().parents[3] / "shared" / "bulletins"


def form_for(step: Step) -> str:
    return "markdown" if step.__name__ == "strip_markdown" else "text"


@every_step
@settings(max_examples=80, deadline=None)
@given(anything)
def test_kept_characters_lead_back_to_themselves(step: Step, raw: str) -> None:
    text, repairs = step(Text.of(raw), context(raw, form_for(step)))
    changed = [(r.raw_start, r.raw_end) for r in repairs]
    for i, c in enumerate(text.chars):
        a, b = text.raw_span(i, i + 1)
        assert 0 <= a <= b <= len(raw)
        assert raw[a:b] == c or any(s <= a and b <= e for s, e in changed)


@every_step
@settings(max_examples=80, deadline=None)
@given(anything)
def test_repairs_name_what_stood_there(step: Step, raw: str) -> None:
    text, repairs = step(Text.of(raw), context(raw, form_for(step)))
    assert repairs or text.chars.replace("\r", "") == raw.replace("\r", "")
    for r in repairs:
        assert 0 <= r.raw_start <= r.raw_end <= len(raw)
        assert r.before != r.after


@every_step
@settings(max_examples=80, deadline=None)
@given(anything)
def test_ciphers_stay_in_order_and_number(step: Step, raw: str) -> None:
    text, repairs = step(Text.of(raw), context(raw, form_for(step)))
    if step.__name__ not in DELETING:
        assert digits(text.chars) == digits(raw)
    elif not any(r.after for r in repairs):
        assert digits(text.chars) == digits(without(raw, repairs))


@every_step
@settings(max_examples=80, deadline=None)
@given(anything)
def test_a_second_time_changes_nothing(step: Step, raw: str) -> None:
    form = form_for(step)
    once = step(Text.of(raw), context(raw, form))[0].chars
    twice = step(Text.of(once), context(once, form))[0].chars
    assert twice == once


@settings(max_examples=60, deadline=None)
@given(anything)
def test_tabs_and_lines_stay_where_only_joining_may_take_them(raw: str) -> None:
    for step in STEPS:
        if step.__name__ in ("strip_markup", "drop_invisible", "drop_running", "join_lines"):
            continue
        chars = step(Text.of(raw), context(raw))[0].chars
        if step.__name__ != "delete_spam":
            assert chars.count("\t") == raw.count("\t")
        assert chars.count("\n") == raw.count("\n")


@settings(max_examples=60, deadline=None)
@given(anything)
def test_the_whole_counts_its_repairs(raw: str) -> None:
    source = Source("0" * 64, "test", raw, "utf-8", "text")
    done = clean(source, load_lexicon())
    assert sum(done.counts.values()) == len(done.repairs)
    assert clean(source, load_lexicon()).text.chars == done.text.chars
    for i in range(len(done.text)):
        a, b = done.text.raw_span(i, i + 1)
        assert 0 <= a <= b <= len(raw)


@pytest.mark.parametrize("folder", ["seeds", "real"])
def test_bulletins_lead_back_line_by_line(folder: str) -> None:
    files = sorted((BULLETINS / folder).glob("*.*")) if (BULLETINS / folder).is_dir() else []
    if not files:
        pytest.skip("the bulletins that this looks at are not here")
    for file in files:
        source = read_path(file)
        done = clean(source, load_lexicon())
        changed = {i for r in done.repairs for i in range(r.raw_start, r.raw_end)}
        for i, c in enumerate(done.text.chars):
            a, b = done.text.raw_span(i, i + 1)
            assert source.raw[a:b] == c or changed.issuperset(range(a, b)), (file.name, a, c)
