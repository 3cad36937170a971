"""The words of ``rules/``, loaded once: word lists, maps and the place where rule files live.

A word list is a table in ``rules/words/*.toml`` with ``words = [...]`` (a list) or ``map = {...}`` (a word and
what it stands for) and an ``about`` line that says what it is for. Names are unique over all files.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path

import regex

from extractor.patterns import Patterns
from extractor.rulefile import RulesError, default_rules_dir, read_toml

__all__ = ["Lexicon", "RulesError", "default_rules_dir", "digest_of", "load_lexicon", "read_toml"]


class Lexicon:
    """Word lists and maps of one rules folder.

    Raises RulesError where a file cannot be used, KeyError where code asks for a list that no file has.
    """

    def __init__(self, root: Path) -> None:
        if not root.is_dir():
            raise RulesError(
                root, "no such rules folder; give the folder that holds words/, units.toml and the rule files"
            )
        self.root = root
        #: SHA-256 over every rule file's name and content: records made with other rules have another digest. Taken
        #: before anything is read, so that a file that changes meanwhile is not taken for what was read.
        self.digest = digest_of(root)
        self._lists: dict[str, tuple[str, ...]] = {}
        self._maps: dict[str, dict[str, str]] = {}
        for path in sorted((root / "words").glob("*.toml")):
            for name, table in read_toml(path).items():
                self._add(path, name, table)

    def _add(self, path: Path, name: str, table: object) -> None:
        if not isinstance(table, dict) or ("words" in table) == ("map" in table):
            raise RulesError(path, "a word list needs either words = [...] or map = {...}", name)
        if name in self._lists or name in self._maps:
            raise RulesError(path, "this list's name is taken by another; names are unique over all files", name)
        if "words" in table:
            words = table["words"]
            if not isinstance(words, list) or not all(isinstance(w, str) and w for w in words):
                raise RulesError(path, "words must be a list of non-empty strings", name)
            self._lists[name] = tuple(dict.fromkeys(words))
        else:
            pairs = table["map"]
            if not isinstance(pairs, dict) or not all(isinstance(v, str) for v in pairs.values()):
                raise RulesError(path, "map must give a string for each word", name)
            self._maps[name] = dict(pairs)

    def words(self, name: str) -> tuple[str, ...]:
        """The words of a list, in file order, each once."""
        return self._lists[name]

    def mapping(self, name: str) -> Mapping[str, str]:
        """A map from words to what they stand for."""
        return self._maps[name]

    def names(self) -> tuple[str, ...]:
        """All lists and maps that the folder has."""
        return (*self._lists, *self._maps)

    def alternation(self, *names: str) -> str:
        """The words of the lists as one regular expression, longest first, so that no word hides a longer one."""
        words = {w for n in names for w in (self._lists[n] if n in self._lists else self._maps[n])}
        return "(?:" + "|".join(regex.escape(w) for w in sorted(words, key=lambda w: (-len(w), w))) + ")"

    def pattern(self, name: str) -> regex.Pattern[str]:
        """A named pattern of ``rules/patterns/``. Raises KeyError where no file has it."""
        return self.patterns.compile(name)

    @cached_property
    def patterns(self) -> Patterns:
        """All named patterns; the first use compiles and checks every one of them."""
        return Patterns(self.root, self.alternation)


def digest_of(root: Path) -> str:
    """SHA-256 over the name and content of every rule file of a folder as it is now."""
    h = hashlib.sha256()
    for path in sorted(root.rglob("*.toml")):
        h.update(path.relative_to(root).as_posix().encode())
        with contextlib.suppress(OSError):  # whoever needs the file says what is wrong with it
            h.update(path.read_bytes())
    return h.hexdigest()


@lru_cache(maxsize=4)
def load_lexicon(root: Path | None = None) -> Lexicon:
    """The lexicon of a rules folder (the packaged one without an argument), read once a process."""
    return Lexicon(root or default_rules_dir())
