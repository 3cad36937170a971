"""Tags and comments go; what they meant for lines, cells and words stays.

The same step serves whole web pages and the residue that scrapers leave in plain text. Tags of blocks end a
line, a table of data becomes a line a row with a tab between cells, inline tags vanish so that no number is
cut. In a web page the line ends of its source are mere blanks; in any other text they are lines.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ..models import Repair, TableHint
from ..read.html import chrome, hidden, raised
from ..read.html_tables import find_tables, opens_cell
from ..read.tags import BLOCKS, Kind, Tag, scan
from .entities import decode_entities
from .marks import load_marks
from .repair import Context, edited
from .text import Edit, Text

_ROUNDS = 8
_SUPERSCRIPT = str.maketrans("0123456789+-−n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ")
_EXPONENT = re.compile(r"[+\-−]?[0-9n]{1,3}|[0-9]{1,2}[)）]")
_LIST_NUMBER = re.compile(r"[ \t\xa0\u3000]*\d{1,3}[ \t]?[.．、)）][ \t\xa0\u3000]*")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_SPACE = " \t\r\n\f"
_SOFT = "\x00"
"""A break inside of a cell or a line end in a page's source: a blank, but none between Chinese characters."""


def strip_markup(text: Text, context: Context) -> tuple[Text, list[Repair]]:
    """``text`` without tags, comments, character references, and what a page hides or only uses to get
    around.

    Superscripts of ciphers become superscript characters (10³ is not 103), subscripts join what they
    follow. In text that is no page, an element without content leaves nothing, and a list number that led
    nothing but such elements goes with them. Markup that was escaped (``&lt;br&gt;``) is markup.
    """
    repairs: list[Repair] = []
    page = context.source.page or context.source.form == "html"
    for _ in range(_ROUNDS):
        before = text
        tags = list(scan(text.chars, strict=True)) if "<" in text.chars else []
        if tags:
            if page:
                tags = list(scan(text.chars, strict=False))
            classes = load_marks(context.lexicon).chrome_classes
            dropped = chrome(text.chars, tags, classes) if page else hidden(text.chars, tags)
            text, done = edited(text, _Stripper(text.chars, tags, dropped, page).edits(), "markup")
            repairs += done
        if "&" in text.chars:
            text, done = decode_entities(text)
            repairs += done
        page = False
        if text is before:
            break
    return text, repairs


@dataclass(slots=True)
class _Run:
    """Markup without content in between: where it stands, and what its parts ask for, in order.

    ``loose`` says that line ends around it are mere blanks.
    """

    start: int
    end: int
    loose: bool
    wishes: list[str] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)


class _Stripper:
    """One pass over the tags of a text: what each run of them is replaced by."""

    def __init__(self, chars: str, tags: Sequence[Tag], dropped: Sequence[tuple[int, int]], page: bool) -> None:
        self.chars = chars
        self.page = page
        self.items = list(_items(tags, dropped, page))
        self.tables = _Tables(find_tables(chars, tags), tags, chars)
        self.raised = raised(chars, tags)
        self.out: list[Edit] = []
        self.content_seen = False
        self.line_has_content = False
        self.verbatim = False

    def edits(self) -> list[Edit]:
        """All replacements, sorted."""
        run: _Run | None = None
        at = 0
        for start, end, tag in self.items:
            loose = self.page or self.tables.inside(start)
            if run is None or not self._only_space(at, start, loose):
                if run is not None:
                    self._flush(run, at, start)
                self._content(at, start, loose)
                run = _Run(start, end, loose)
            elif at < start:
                run.wishes.append(_SOFT if "\n" in self.chars[at:start] else " ")
            run.end = end
            self._wish(run, tag)
            at = end
        if run is not None:
            self._flush(run, at, len(self.chars))
        self._content(at, len(self.chars), self.page)
        return self.out

    def _only_space(self, start: int, end: int, loose: bool) -> bool:
        return not self.chars[start:end].strip(_SPACE if loose else " \t")

    def _wish(self, run: _Run, tag: Tag | None) -> None:
        if tag is None:
            run.wishes.append("\n" if self.page else "")
            return
        run.tags.append(tag)
        if tag.name == "pre":
            self.verbatim = tag.kind is Kind.OPEN
        if tag.name in BLOCKS:
            run.wishes.append(self.tables.wish(tag) if self.tables.inside(tag.start) else "\n")

    # ----------------------------------------------------------------- content between runs

    def _content(self, start: int, end: int, loose: bool) -> None:
        """Blanks of a page's source are normalised; ciphers of a superscript get their own characters."""
        body = self.chars[start:end]
        if _EXPONENT.fullmatch(body) and self._is_raised(start, end):
            self.out.append(Edit(start, end, body.translate(_SUPERSCRIPT)))
        if loose and not self.verbatim:
            first = start + len(body) - len(body.lstrip(_SPACE))
            last = start + len(body.rstrip(_SPACE))
            for m in _BLANKS.finditer(self.chars, first, last):
                if m[0] != " ":
                    self.out.append(Edit(m.start(), m.end(), self._blank(m[0], m.start() - 1, m.end())))
        cut = body.rfind("\n")
        tail = body[cut + 1 :]
        self.content_seen |= bool(body.strip())
        self.line_has_content = bool(tail.strip()) or (self.line_has_content and cut < 0)

    def _is_raised(self, start: int, end: int) -> bool:
        k = bisect_right(self.raised, (start, len(self.chars))) - 1
        return k >= 0 and end <= self.raised[k][1]

    def _blank(self, blank: str, before: int, after: int) -> str:
        soft = "\n" in blank or blank == _SOFT
        return "" if soft and _wide(self.chars[before]) and _wide(self.chars[after]) else " "

    # ----------------------------------------------------------------- runs

    def _flush(self, run: _Run, at: int, until: int) -> None:
        """Replaces a run, now that what follows it (``at`` to ``until``) is known."""
        rest = self.chars[at:until]
        if not run.loose:
            self._flush_line(run, rest)
            return
        ended = not rest.strip(_SPACE) and until == len(self.chars)
        first = run.start
        while first > 0 and self.chars[first - 1] in _SPACE and (not self.out or first > self.out[-1].end):
            first -= 1
        last = at + len(rest) - len(rest.lstrip(_SPACE))
        wishes = "".join(run.wishes)
        blanks = self.chars[first : run.start] + self.chars[at:last]
        if not self.content_seen or ended:
            new = ""
        elif "\n" in wishes:
            new = re.sub(r"\n+", "\n", wishes.replace(_SOFT, "").replace(" ", ""))
        elif "\t" in wishes:
            new = wishes.replace(_SOFT, "").replace(" ", "")
        elif _SOFT in wishes or "\n" in blanks:
            new = self._blank(_SOFT, first - 1, last)
        else:
            new = " " if " " in wishes or blanks else ""
        self.out.append(Edit(first, last, new))
        self.line_has_content = self.line_has_content and "\n" not in new

    def _flush_line(self, run: _Run, rest: str) -> None:
        """In text that keeps its lines: a line end where a block began or ended between content, else
        nothing.
        """
        line_ends = not rest.strip(" \t") or rest.lstrip(" \t").startswith(("\n", "\r"))
        start = run.start
        if line_ends:
            line = self.chars.rfind("\n", max(0, start - 40), start) + 1
            if _LIST_NUMBER.fullmatch(self.chars, line, start) and (line > 0 or start <= 40):
                start = line
        new = "\n" if self.line_has_content and not line_ends and _breaks(run.tags) else ""
        self.out.append(Edit(start, run.end, new))
        self.line_has_content = self.line_has_content and not new


def _items(
    tags: Sequence[Tag], dropped: Sequence[tuple[int, int]], page: bool
) -> Iterable[tuple[int, int, Tag | None]]:
    """Tags and dropped spans, tags within gone with them. In a page a span stands for what its first tag asks; in other
    text it is an intruder that nobody saw, and parts no line."""
    i = 0
    for start, end in dropped:
        while i < len(tags) and tags[i].start < start:
            yield tags[i].start, tags[i].end, tags[i]
            i += 1
        opening = tags[i] if page and i < len(tags) and tags[i].start == start else None
        while i < len(tags) and tags[i].start < end:
            i += 1
        yield start, end, opening
    for tag in tags[i:]:
        yield tag.start, tag.end, tag


def _breaks(tags: Sequence[Tag]) -> bool:
    """Whether a run of tags ends a line: it has a block's tag whose counterpart stands elsewhere, or an
    empty one.
    """
    waiting: Counter[str] = Counter()
    for tag in tags:
        if tag.name not in BLOCKS:
            continue
        waiting[tag.name] += 1 if tag.kind is Kind.OPEN else -1
        if tag.empty or waiting[tag.name] < 0:
            return True
    return any(waiting.values())


class _Tables:
    """Where the tables of data are, asked in reading order."""

    def __init__(self, hints: Sequence[TableHint], tags: Sequence[Tag], chars: str) -> None:
        self._spans = [(h.raw_start, h.raw_end) for h in hints]
        self._next = 0
        self._row_openers: set[int] = set()
        opens = True
        for tag in tags:
            if tag.name in ("tr", "table"):
                opens |= tag.kind is Kind.OPEN
            elif opens_cell(chars, tag) and self.inside(tag.start):
                if opens:
                    self._row_openers.add(tag.start)
                opens = False
        self._next = 0

    def inside(self, at: int) -> bool:
        """Whether ``at``, which never moves back, lies in a table of data."""
        while self._next < len(self._spans) and self._spans[self._next][1] <= at:
            self._next += 1
        return self._next < len(self._spans) and self._spans[self._next][0] <= at

    def wish(self, tag: Tag) -> str:
        """What a block's tag in a table stands for: a row's end, a cell's, or a blank in a cell."""
        if tag.kind is Kind.OPEN and tag.name in ("td", "th"):
            return "" if tag.start in self._row_openers else "\t"
        if tag.name in ("tr", "table", "thead", "tbody", "tfoot", "caption"):
            return "\n"
        return "" if tag.name in ("td", "th", "col", "colgroup") else _SOFT


def _wide(c: str) -> bool:
    """Whether a character is Chinese writing, next to which a line end is no blank."""
    return c >= "⺀" or c in "“”‘’—…·"
