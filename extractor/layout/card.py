"""Label-and-value pairs at the head of a page: 索引号：…  发布机构：…"""

from __future__ import annotations

from dataclasses import dataclass

import regex

from extractor.layout.lines import Line
from extractor.lexicon import Lexicon

_HEAD_LINES = 60  # a card stands among the first lines; labels further down are prose


@dataclass(frozen=True, slots=True)
class Pair:
    """A label's field (see `card_label` in rules/words/layout.toml) and its value, which may be empty."""

    field: str
    value: str
    start: int
    end: int


class CardReader:
    """Finds the pairs of a page's card."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._field = dict(lexicon.mapping("card_label"))
        labels = "|".join(r"\s*".join(map(regex.escape, w)) for w in sorted(self._field, key=lambda w: (-len(w), w)))
        self._label = regex.compile(rf"(?:(?<=^)|(?<=[\s　】\]|（(]))(?P<label>{labels})(?:\s*[：:]\s*|\t\s*)")

    def pairs(self, lines: list[Line]) -> tuple[list[Pair], set[int]]:
        """All pairs, and the indices of the lines that hold nothing but pairs."""
        out: list[Pair] = []
        used: set[int] = set()
        for i, line in enumerate(lines[:_HEAD_LINES]):
            found = list(self._label.finditer(line.text))
            if not found or (found[0].start() > 0 and not self._looks_like_card(line.text, found)):
                continue
            if len(line.text) > 400:
                continue
            for m, after in zip(found, [*found[1:], None], strict=True):
                stop = after.start() if after else len(line.text)
                value = line.text[m.end() : stop].strip(" \t　|")
                name = "".join(m["label"].split())
                out.append(Pair(self._field[name], value, line.start + m.start(), line.start + stop))
            used.add(i)
        return out, used

    @staticmethod
    def _looks_like_card(text: str, found: list[regex.Match[str]]) -> bool:
        return found[0].start() <= 12 or len(found) > 1
