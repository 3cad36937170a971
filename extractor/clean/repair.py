"""What every cleaning step takes and gives: its context, and the account of what it did.

A step is a pure function from a :class:`~extractor.clean.text.Text` to another, with one
:class:`~extractor.models.Repair` for each thing that it changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..lexicon import Lexicon
from ..models import Repair, Source
from .text import Edit, Text

_BLOCK = 24
QUOTED = 400
"""Characters of what stood there before that a repair quotes; its raw span leads to the rest."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a step may look at beside the text: the source that the text was made of, and the words of the
    rules.
    """

    source: Source
    lexicon: Lexicon


Step = Callable[[Text, Context], tuple[Text, list[Repair]]]


def edited(text: Text, edits: Sequence[Edit], kind: str) -> tuple[Text, list[Repair]]:
    """``text`` with ``edits`` (sorted, not overlapping) applied, and one repair of ``kind`` for each."""
    return text.edit(edits), list(_repairs(text, ((e.start, e.end, e.new) for e in edits), kind))


def recharactered(text: Text, chars: str, kind: str) -> tuple[Text, list[Repair]]:
    """``text`` with other characters in the same places, and one repair for each run of changed
    characters.
    """
    if chars == text.chars:
        return text, []
    changed = ((a, b, chars[a:b]) for a, b in changed_runs(text.chars, chars))
    return text.with_chars(chars), list(_repairs(text, changed, kind))


def changed_runs(before: str, after: str) -> Iterator[tuple[int, int]]:
    """Maximal spans in which two strings of one length differ."""
    start = end = -1
    for block in range(0, len(before), _BLOCK):
        a, b = before[block : block + _BLOCK], after[block : block + _BLOCK]
        if a == b:
            continue
        for i in [i for i, (x, y) in enumerate(zip(a, b, strict=True), block) if x != y]:
            if i != end:
                if end > start:
                    yield start, end
                start = i
            end = i + 1
    if end > start:
        yield start, end


def _repairs(text: Text, changes: Iterable[tuple[int, int, str]], kind: str) -> Iterator[Repair]:
    for start, end, new in changes:
        if start < end:
            raw_start, raw_end = text.raw_span(start, end)
        elif start < len(text):
            raw_start = raw_end = text.raw_span(start, start + 1)[0]
        else:
            raw_start = raw_end = text.raw_span(start - 1, start)[1] if start else 0
        before = text.chars[start:end]
        yield Repair(kind, raw_start, raw_end, before if len(before) <= QUOTED else before[:QUOTED] + "…", new)
