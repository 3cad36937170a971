"""What stands behind numbers: units, scale words and other words that show that a number ended there."""

from __future__ import annotations

from functools import lru_cache

from ..lexicon import Lexicon, read_toml


@lru_cache(maxsize=4)
def unit_words(lexicon: Lexicon) -> frozenset[str]:
    """Units of measure in every spelling, and other words that follow a number."""
    table = read_toml(lexicon.root / "units.toml")["unit"]
    units = {name for unit in table for name in (unit["name"], *unit.get("aliases", []))}
    return frozenset((*units, *lexicon.words("after_number")))


@lru_cache(maxsize=4)
def scale_words(lexicon: Lexicon) -> frozenset[str]:
    """Scale words, and the words for a little more beside them."""
    return frozenset((*lexicon.mapping("scale"), *lexicon.words("fuzzy")))
