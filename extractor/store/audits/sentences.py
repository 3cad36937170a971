"""Sentences as audits see them: their text without blanks, and the figures in it with their places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from extractor.store.audits.figures import Figure, plain_digits

_NUMBER = re.compile(r"\d[\d.]*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or a table row, and its figures in order. ``placed`` is set where all of them were found in it."""

    text: str
    section: str | None
    figures: tuple[Figure, ...]
    row: bool
    placed: bool


def sentences(document: Iterable[tuple[Figure, str, str | None, bool]]) -> Iterator[Sentence]:
    """A document's figures in order, each with its evidence, section and whether it is a table's, by sentence.

    The same evidence twice in a row is two sentences: a number cannot stand before the one that it follows.
    """
    pending: list[Figure] = []
    about: tuple[str, str | None, bool] | None = None
    text, at = "", 0
    for figure, evidence, section, row in document:
        if (evidence, section, row) != about or (figure.raw_start < (pending[-1].raw_start if pending else 0)):
            if pending and about:
                yield _sentence(text, about, pending)
            pending, about, text, at = [], (evidence, section, row), plain_digits(evidence), 0
        start, end = (
            (pending[-1].start, pending[-1].end)
            if pending and (pending[-1].raw_start, pending[-1].raw_end) == (figure.raw_start, figure.raw_end)
            else _place(text, figure.raw_text, at)
        )
        if start < 0 and pending and _place(text, figure.raw_text, 0)[0] >= 0:
            yield _sentence(text, about or (evidence, section, row), pending)
            pending, at = [], 0
            start, end = _place(text, figure.raw_text, 0)
        at = max(at, end)
        pending.append(replace(figure, start=start, end=end))
    if pending and about:
        yield _sentence(text, about, pending)


def _sentence(text: str, about: tuple[str, str | None, bool], figures: list[Figure]) -> Sentence:
    _, section, row = about
    return Sentence(text, section, tuple(figures), row, all(f.start >= 0 for f in figures))


def _place(text: str, raw_text: str, at: int) -> tuple[int, int]:
    """Where a number stands in the text from ``at`` on: all of its raw text, else its digits."""
    raw = plain_digits(raw_text)
    start = text.find(raw, at)
    if start >= 0:
        return start, start + len(raw)
    found = _NUMBER.search(raw)
    if found:
        place = re.compile(rf"(?<![\d.]){re.escape(found[0])}(?![\d.])").search(text, at)
        if place:
            return place.span()
    return -1, -1
