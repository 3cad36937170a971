"""What sentences are about before they say so: the row that they stand in, their heading, the words before a colon."""

from __future__ import annotations

import regex

from extractor.lexicon import Lexicon
from extractor.models import Block, Sentence, Table
from extractor.resolve.naming import Namer

_SHORTEST = 4  # characters of a name before a colon that is more than a label


class Subjects:
    """Tells the body or the project that a place of the page speaks of."""

    def __init__(self, lexicon: Lexicon, namer: Namer) -> None:
        alt = lexicon.alternation
        self._namer = namer
        self._of_areas, self._several = lexicon.pattern("heading_of_areas"), lexicon.pattern("list_of_names")
        self._body_end = regex.compile(rf"(?:{alt('body_noun')}|{alt('event_noun')})$")
        self._field_end = regex.compile(rf"{alt('heading_field')}$")
        self._colon = lexicon.pattern("colon_subject")

    def of_row(self, text: str, table: Table, s: Sentence) -> str:
        """The name of the row that a prose cell stands in: what its areas and beds belong to."""
        here = next((c for c in table.cells if c.start <= s.start < c.end), None)
        if here is None:
            return ""
        left = [c for c in table.cells if c.row == here.row and c.column < here.column and c.end - c.start > 2]
        return self._namer.trim("".join(text[left[-1].start : left[-1].end].split())) if left else ""

    def of_heading(self, block: Block) -> str:
        """The body that the innermost heading names, where it is nothing but such a body: （一）公共图书馆."""
        if not block.section:
            return ""
        title = self._namer.trim(block.section[-1])
        named = self._body_end.search(title) or self._field_end.search(title)
        whole = 2 <= len(title) <= 10 and named and not self._several.search(title)
        whole = whole and not self._of_areas.search(title)
        return title if whole else ""

    def before_colon(self, masked: str, first: int) -> str:
        """The project or body that a masked sentence names before a colon (人民医院迁建项目：占地180亩); empty where it
        names none before its ``first`` number."""
        m = self._colon.match(masked)
        name = self._namer.trim(m["name"]) if m and m.end() <= first else ""
        return name if len(name) >= _SHORTEST and self._body_end.search(name) else ""
