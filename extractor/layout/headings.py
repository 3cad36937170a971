"""Headings: which lines are some, of which level, and where a heading runs into its paragraph."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from extractor.lexicon import Lexicon

_NUMBERINGS = (  # patterns of rules/patterns/headings.toml, the outermost level first
    "heading_chapter",
    "heading_section",
    "heading_ordinal",
    "heading_ordinal_brackets",
    "heading_digit",
    "heading_digit_brackets",
    "heading_figure",
)
_MAY_RUN_IN = (3, 4, 5)  # levels whose headings may be the first sentence of a paragraph
TOP_LEVEL = 1
PLAIN_LEVEL = 8
_LONGEST_PLAIN = 34
_LONGEST_NUMBERED = 60


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level (1 is outermost), its words without number and marks, and where they end in the line.

    ``run_in`` is set where the heading is the first sentence of a paragraph.
    """

    level: int
    title: str
    end: int
    run_in: bool = False


class HeadingReader:
    """Recognises headings by their numbering, or by being short lines that are no sentences."""

    def __init__(self, lexicon: Lexicon) -> None:
        ends = "".join(lexicon.words("sentence_end"))
        self._numbered = tuple((level, lexicon.pattern(name)) for level, name in enumerate(_NUMBERINGS, TOP_LEVEL))
        self._markdown = regex.compile(r"(#{1,6})\s+(?P<t>\S.*)$")
        self._bold = regex.compile(r"\*\*(?P<t>[^*]{2,40})\*\*[:：]?$")
        self._sentence_end = regex.compile(f"[{ends}；;]$")
        self._first_sentence = regex.compile(f"[^{ends}]{{2,48}}[{ends}]")
        self._not_plain = lexicon.pattern("heading_unlikely")
        self._top = lexicon.pattern("heading_top")

    def read(self, line: str) -> Heading | None:
        """The heading that ``line`` is or begins with, numbered or in Markdown; None where it is neither."""
        m = self._markdown.match(line)
        if m:
            inner = self.read(m["t"])
            title = inner.title if inner else m["t"]
            return Heading(len(m[1]), title.strip("*# "), len(line))
        m = self._bold.match(line)
        if m:
            return Heading(PLAIN_LEVEL, m["t"], len(line))
        for level, pattern in self._numbered:
            m = pattern.match(line)
            if not m:
                continue
            rest = line[m.end() :].strip().lstrip("：: ")
            if not rest:
                return None
            if len(rest) <= _LONGEST_NUMBERED and not self._sentence_end.search(rest) and "。" not in rest:
                return Heading(level, rest, len(line))
            first = self._first_sentence.match(line, m.end())
            if first and level in _MAY_RUN_IN and not regex.search(r"\d", first[0]):
                return Heading(level, first[0].strip("。！？ "), first.end(), run_in=first.end() < len(line))
            return None
        return None

    def plain(self, line: str) -> Heading | None:
        """The heading that a line without number may be: short, no sentence, not only a number."""
        if not 2 <= len(line) <= _LONGEST_PLAIN or self._not_plain.search(line):
            return None
        if "。" in line or "\t" in line or "|" in line:
            return None
        return Heading(TOP_LEVEL if self._top.search(line) else PLAIN_LEVEL, line, len(line))
