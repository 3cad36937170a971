"""Pledges beside what came of them: 新增托位2000个，已完成1860个 — the first number was the aim."""

from __future__ import annotations

from dataclasses import replace

from extractor.layout.blocks import Page
from extractor.lexicon import Lexicon
from extractor.resolve.drafts import Draft

_MARKS = "，；。："


class Pledges:
    """Tells in a page that reports on pledges which numbers are the pledges themselves."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._so_far, self._told = lexicon.pattern("done_so_far"), lexicon.pattern("told_as_done")

    def aimed(self, text: str, page: Page, drafts: list[Draft]) -> list[Draft]:
        """The drafts with the status of those that a later number of their block, in their unit, is the progress of."""
        out = list(drafts)
        blocks = sorted((b.start, b.end) for b in page.blocks)
        for k, d in enumerate(drafts):
            start = max((a for a, b in blocks if a <= d.start < b), default=d.start)
            if d.measure != "level" or not self._so_far.search(self._clause(text, start, d.start)):
                continue
            for j in range(k - 1, -1, -1):
                e = drafts[j]
                if e.start < start:
                    break
                if e.unit == d.unit and e.measure == "level" and not self._told.search(text[start : e.start]):
                    out[j] = replace(e, status="target")
        return out

    @staticmethod
    def _clause(text: str, start: int, at: int) -> str:
        return text[max(start, *(text.rfind(mark, start, at) + 1 for mark in _MARKS)) : at]
