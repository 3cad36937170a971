"""The order of cleaning: a source in, its clean text and the account of every repair out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ..lexicon import Lexicon
from ..models import Repair, Source
from .cells import part_cells
from .columns import join_lines
from .footnotes import drop_footnotes
from .formula import read_formulas
from .invisible import drop_invisible
from .markdown import strip_markdown
from .markup import strip_markup
from .mojibake import decode_again
from .piped import join_rows
from .quotes import curl_quotes
from .readings import drop_readings
from .repair import Context, Step
from .running import drop_running
from .script import simplify
from .shifted import mend_shifted
from .spacing import close_up
from .spam import delete_spam
from .symbols import drop_symbols
from .text import Text
from .unread import drop_unread
from .width import fold_width

STEPS: tuple[Step, ...] = (
    drop_unread,  # these two first: they count in what reading found; no form has work for both
    part_cells,
    strip_markup,  # before all others: in a page, line ends and blanks mean nothing before tags are read
    decode_again,  # before all that looks at Chinese characters
    drop_invisible,
    strip_markdown,
    mend_shifted,  # before readings and width: it needs the very characters that the damage left
    drop_readings,  # before script: a reading between two characters hides the phrase that they make
    drop_footnotes,
    simplify,
    read_formulas,
    fold_width,
    drop_symbols,
    delete_spam,  # its marks are written in the one script and alphabet
    drop_running,
    join_rows,
    join_lines,  # after page numbers and the like are gone from between lines
    curl_quotes,  # a pair may have been on two lines
    close_up,
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Clean text with its way back to the raw one, what was repaired, and how often each kind of repair
    was made.
    """

    text: Text
    repairs: tuple[Repair, ...]
    counts: dict[str, int]


def clean(source: Source, lexicon: Lexicon) -> Cleaned:
    """The clean text of a source: simplified characters, one alphabet, a sentence in one line, nothing
    foreign in it.
    """
    text, context = Text.of(source.raw), Context(source, lexicon)
    repairs: list[Repair] = []
    for step in STEPS:
        text, done = step(text, context)
        repairs += done
    return Cleaned(text, tuple(repairs), dict(Counter(r.kind for r in repairs)))
