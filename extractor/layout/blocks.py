"""A page's blocks: card, title, contents, headings with their section paths, paragraphs, items, captions, tables,
notes."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from extractor.clean.text import Text
from extractor.layout.card import CardReader, Pair
from extractor.layout.flat import FlatReader
from extractor.layout.headings import PLAIN_LEVEL, Heading, HeadingReader
from extractor.layout.lines import Line, lines_of
from extractor.layout.plain import PlainFlatReader
from extractor.layout.sentences import SentenceSplitter
from extractor.layout.tables import marked_tables, pipe_tables, spaced_tables, worded_tables
from extractor.lexicon import Lexicon
from extractor.models import Block, BlockKind, Sentence, Table, TableHint

_TITLE_WITHIN = 12  # a title stands among the first lines
_ITEM_HEADING = 24
_NOTE_HEAD = 4


@dataclass(frozen=True, slots=True)
class Page:
    """A laid-out page: blocks in reading order, the card's pairs, the title (empty if none was found), and
    sentences."""

    blocks: tuple[Block, ...]
    pairs: tuple[Pair, ...]
    title: str
    sentences: tuple[Sentence, ...]


class Layouter:
    """Lays clean text out. Words come from ``rules/words/layout.toml``."""

    def __init__(self, lexicon: Lexicon, unit_pattern: regex.Pattern[str]) -> None:
        self._lexicon = lexicon
        self._card = CardReader(lexicon)
        self._headings = HeadingReader(lexicon)
        self._flat = FlatReader(lexicon, unit_pattern)
        self._sentences = SentenceSplitter(lexicon)
        self._item = regex.compile(rf"(?:{lexicon.alternation('item_mark')})+\s*")
        self._caption = regex.compile(lexicon.alternation("caption_mark"))
        self._figure = lexicon.pattern("figure_title")
        self._contents = {"".join(w.split()) for w in lexicon.words("contents_mark")}
        self._glossary = set(lexicon.words("glossary_head"))
        self._notes = lexicon.words("note_mark")
        self._title_end = regex.compile(rf"{lexicon.alternation('title_word')}(?:[（(][^）)]*[）)])?$")
        self._wordy = regex.compile(
            r"\p{Han}[^，。；]{0,40}[，。；][^，。；]{0,40}\p{Han}{2}"
        )  # a cell of prose: clauses, not a name
        self._title_word = regex.compile(lexicon.alternation("title_word"))
        self._no_title = lexicon.pattern("title_unlikely")
        self._year = lexicon.pattern("title_time")
        self._unit_line, self._mere_unit = lexicon.pattern("unit_line"), lexicon.pattern("mere_unit_line")
        self._plain = PlainFlatReader(self._flat.shape, self._is_title_or_unit, lexicon.pattern("cell_year"))
        self._organ = regex.compile(rf"^[^，。：；、\d（）“”]{{2,40}}{lexicon.alternation('organ_end')}$")
        self._prose_end = regex.compile(r"[。！？；;]$")

    def lay_out(self, clean: Text, hints: tuple[TableHint, ...] = ()) -> Page:
        """Blocks, card and sentences of a clean text; ``hints`` are the tables that the form marks."""
        text = clean.chars
        lines = lines_of(text)
        pairs, card_lines = self._card.pairs(lines)
        contents = self._contents_lines(lines)
        tables = self._tables(clean, lines, hints, contents)
        gridded = set() if hints else {k for i, (last, _) in tables.items() for k in range(i, last)}
        title = self._title(lines, pairs, card_lines | gridded, contents)  # the head of a table is no title
        blocks: list[Block] = []
        stack: list[Heading] = []
        noted = listed = glossary = False
        i = 0
        while i < len(lines):
            line = lines[i]
            section = tuple(h.title for h in stack)
            if i in tables:
                last, table = tables[i]
                blocks.append(
                    Block(
                        BlockKind.TABLE, line.start, lines[last - 1].end, 0, section, self._with_title(table, lines, i)
                    )
                )
                i = last
                continue
            kind, heading = self._kind(lines, i, card_lines, contents, title)
            if noted and listed and heading is not None and heading.level and line.text[:1].isdigit():
                kind, heading = BlockKind.PARAGRAPH, None  # a numbered note, and no heading
            if heading is not None:
                while stack and stack[-1].level >= heading.level:
                    stack.pop()
                if kind is not BlockKind.TITLE:
                    stack.append(heading)
                section = tuple(h.title for h in stack)
                noted = False
                glossary = glossary or heading.title.strip("*") in self._glossary
            if line.text.startswith(self._notes):
                noted, listed = True, len(line.text) <= _NOTE_HEAD  # 注： alone: its numbered notes follow
            if (noted and kind is BlockKind.PARAGRAPH) or glossary:
                kind = BlockKind.NOTE
            blocks.append(Block(kind, line.start, line.end, heading.level if heading else 0, section))
            i += 1
        return Page(tuple(blocks), tuple(pairs), title, tuple(self._sentences_of(text, blocks)))

    # ------------------------------------------------------------------ parts

    def _tables(
        self, clean: Text, lines: list[Line], hints: tuple[TableHint, ...], contents: set[int]
    ) -> dict[int, tuple[int, Table]]:
        found = {t.first: (t.last, t.table) for t in marked_tables(clean, lines, hints, self._lexicon)}
        taken = contents.union(*(range(a, b) for a, (b, _) in found.items()))
        for reader in (pipe_tables(clean.chars, lines, self._lexicon), self._flat.find(lines)):
            for t in reader:
                if not any(k in taken for k in range(t.first, t.last)):
                    found[t.first] = (t.last, t.table)
                    taken.update(range(t.first, t.last))
        for t in (*self._plain.pairs(lines, clean.chars, taken), *self._plain.find(lines, taken)):
            if t.first in taken:
                continue
            found[t.first] = (t.last, t.table)
            taken.update(range(t.first, t.last))
        for parted in (spaced_tables, worded_tables):
            for t in parted(clean.chars, lines, taken, self._is_title, self._lexicon):
                if t.first not in taken:
                    found[t.first] = (t.last, t.table)
                    taken.update(range(t.first, t.last))
        return found

    def _with_title(self, table: Table, lines: list[Line], first: int) -> Table:
        """The table with the short line above it as its title, and the line between them that only gives the unit."""
        k = first - 1
        if k >= 0 and self._unit_line.match(lines[k].text):
            k -= 1
        if k < 0 or self._prose_end.search(lines[k].text) or len(lines[k].text) > 60:
            k += 1
        return Table(table.cells, table.header_rows, (lines[k].start, lines[first].start) if k < first else None)

    def _is_title(self, line: str) -> bool:
        """True for a line that is the numbered title of a table or figure."""
        return bool(self._figure.match(line.lstrip("*# ")))

    def _is_title_or_unit(self, line: str) -> bool:
        """True for a line that is a table's title or gives its unit, and so no cell of it."""
        return self._is_title(line) or bool(self._unit_line.match(line))

    def _contents_lines(self, lines: list[Line]) -> set[int]:
        """Lines of a table of contents: from its head to where its first entry comes again."""
        for i, line in enumerate(lines):
            if "".join(line.text.split()).strip("#* ") not in self._contents or i + 2 >= len(lines):
                continue
            first = "".join(lines[i + 1].text.split())
            again = next(
                (j for j in range(i + 2, min(len(lines), i + 400)) if _same(first, "".join(lines[j].text.split()))),
                None,
            )
            if again is not None:
                return set(range(i, again))
        return set()

    def _title(self, lines: list[Line], pairs: list[Pair], card: set[int], contents: set[int]) -> str:
        for p in pairs:
            if p.field == "title" and p.value:
                return p.value
        best: tuple[int, str] = (0, "")
        head = [
            line for i, line in enumerate(lines[: _TITLE_WITHIN + len(card)]) if i not in card and i not in contents
        ]
        for k, line in enumerate(head[:_TITLE_WITHIN]):
            text = line.text.lstrip("# ").strip("*")
            worth = self._title_worth(line.text, text, k)
            if worth > best[0]:
                best = (worth, text)
        return best[1]

    def _title_worth(self, line: str, text: str, k: int) -> int:
        """How likely a line of the head is the title: the words of the genre speak for it, sentences, dates and
        labels against it."""
        if (
            not 4 <= len(text) <= 64
            or self._prose_end.search(text)
            or "\t" in text
            or self._no_title.match(text)
            or self._figure.match(text)
        ):
            return 0
        if self._headings.read(line) is not None and not line.startswith("#"):
            return 0
        worth = 10 - k if k < 3 else 1
        worth += 30 if line.startswith("# ") else 0
        worth += 20 if self._title_end.search(text) else 8 if self._title_word.search(text) else 0
        worth += 4 if self._year.search(text) else 0
        worth -= 12 if self._organ.match(text) else 0
        return worth

    def _kind(
        self, lines: list[Line], i: int, card: set[int], contents: set[int], title: str
    ) -> tuple[BlockKind, Heading | None]:
        line = lines[i]
        if i in card:
            return BlockKind.CARD, None
        if i in contents:
            return BlockKind.CONTENTS, None
        if title and line.text.lstrip("# ").strip("*") == title and i < 60:
            return BlockKind.TITLE, Heading(0, title, len(line.text))
        if self._opens_another(line.text.lstrip("# ").strip("*"), title):
            return BlockKind.HEADING, Heading(0, line.text.lstrip("# ").strip("*"), len(line.text))
        if self._caption.match(line.text) or (self._figure.match(line.text) and len(line.text) < 60):
            return BlockKind.CAPTION, None
        if self._mere_unit.fullmatch(line.text):
            return BlockKind.NOTE, None
        mark = self._item.match(line.text)
        if mark:
            return BlockKind.ITEM, None
        h = self._headings.read(line.text)
        if h is not None:
            return (BlockKind.PARAGRAPH if h.run_in else BlockKind.HEADING), h
        h = self._headings.plain(line.text)
        if h is not None and self._stands_alone(lines, i):
            return BlockKind.HEADING, h
        return BlockKind.PARAGRAPH, None

    def _opens_another(self, text: str, title: str) -> bool:
        """True for the title of another bulletin of the same kind in the page: that of the year before."""
        if not title or text == title or not 8 <= len(text) <= 64 or self._prose_end.search(text):
            return False
        end, own = self._title_end.search(text), self._title_end.search(title)
        named = end is not None and own is not None and end[0] == own[0] and self._year.search(text) is not None
        return named and not any(mark in text for mark in "，：；|\t《")

    def _stands_alone(self, lines: list[Line], i: int) -> bool:
        """A short line is a heading where longer text follows it, now or after another short line."""
        for line in lines[i + 1 : i + 3]:
            if len(line.text) > 2 * _ITEM_HEADING or self._item.match(line.text) or self._headings.read(line.text):
                return True
        return False

    def _sentences_of(self, text: str, blocks: list[Block]) -> list[Sentence]:
        silent = {BlockKind.CARD, BlockKind.CONTENTS, BlockKind.TABLE, BlockKind.NOISE, BlockKind.NOTE}
        out: list[Sentence] = []
        for k, block in enumerate(blocks):
            if block.kind not in silent:
                out.extend(Sentence(a, b, k) for a, b in self._sentences.split(text, block.start, block.end))
            elif block.table is not None:
                for cell in sorted(block.table.cells, key=lambda c: c.start):
                    if self._wordy.search(text, cell.start, cell.end):
                        out.extend(Sentence(a, b, k) for a, b in self._sentences.split(text, cell.start, cell.end))
        return out


def _same(a: str, b: str) -> bool:
    strip = regex.compile(r"[.…·\d\s]+$|^[#*]+")
    return strip.sub("", a) == strip.sub("", b) and bool(a)


__all__ = ["PLAIN_LEVEL", "Layouter", "Page"]
