"""Sentences of a block, and the clauses of a sentence."""

from __future__ import annotations

import regex

from extractor.lexicon import Lexicon

_LONGEST = 1500  # characters of a sentence
_COMMAS = "，；、;\t"
_OTHER_MARKS = "： ,|）)”》"


class SentenceSplitter:
    """Splits clean text at the marks that end a sentence (rules/words/layout.toml); quotation marks and brackets that
    close behind such a mark stay with the sentence."""

    def __init__(self, lexicon: Lexicon) -> None:
        ends = "".join(regex.escape(c) for c in lexicon.words("sentence_end") if len(c) == 1)
        self._sentence = regex.compile(rf"[^{ends}\n]+(?:[{ends}]+[”’）》」』\"]*|\n|$)|[{ends}]+")

    def split(self, text: str, start: int, end: int) -> list[tuple[int, int]]:
        """Spans of the sentences within ``text[start:end]``, blanks around them left out."""
        out = []
        for m in self._sentence.finditer(text, start, end):
            a, b = m.start(), m.end()
            while a < b and text[a].isspace():
                a += 1
            while b > a and text[b - 1].isspace():
                b -= 1
            while b - a > _LONGEST:  # a page without full stops: what is done by sentence must stay cheap
                cut = stop = self._cut(text, a, a + _LONGEST)
                while text[stop - 1].isspace():
                    stop -= 1
                out.append((a, stop))
                a = cut
                while text[a].isspace():
                    a += 1
            if b > a:
                out.append((a, b))
        return out

    @staticmethod
    def _cut(text: str, start: int, end: int) -> int:
        """Where a stretch without an end is cut: behind its last mark that splits no number, else at ``end``."""
        for marks in (_COMMAS, _COMMAS + _OTHER_MARKS):
            for k in range(end, start + _LONGEST // 2, -1):
                if text[k - 1] in marks and not (text[k].isdigit() and text[k - 2].isdigit()):
                    return k
        return end
