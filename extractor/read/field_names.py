"""What the names of fields and columns say of what stands in them, by the words of ``rules/words/fields.toml``.

A file is read before it is known which rules it will be worked on with, so the packaged words count.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from ..lexicon import load_lexicon

Sense = Literal["title", "table_title", "date", "published", "handled", "changed", "text", "body", "part"]
"""What a field is: what its list of words is called behind ``field_``."""


def says(name: str, sense: Sense) -> bool:
    """Whether a field's name has a word for it somewhere."""
    return _words(sense).search(name) is not None


def is_called(name: str, sense: Sense) -> bool:
    """Whether a field's name is a word for it and nothing else."""
    return _words(sense).fullmatch(name) is not None


@lru_cache
def _words(sense: Sense) -> re.Pattern[str]:
    return re.compile(load_lexicon().alternation(f"field_{sense}"), re.IGNORECASE)
