"""The words that audits go by, from the table ``vocabulary``."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Words:
    """Patterns made of word lists: each finds any word of its list."""

    part_mark: re.Pattern[str]
    share_mark: re.Pattern[str]
    from_mark: re.Pattern[str]
    whole: re.Pattern[str]
    whole_end: re.Pattern[str]
    own_basis: re.Pattern[str]
    comparable_basis: re.Pattern[str]
    list_mark: re.Pattern[str]
    noise: re.Pattern[str]
    not_additive: re.Pattern[str]
    elsewhere: re.Pattern[str]
    share_name: re.Pattern[str]
    share_definition: re.Pattern[str]

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str]]) -> Words:
        """From rows of kind and word. A list that is missing finds nothing."""
        lists: dict[str, list[str]] = defaultdict(list)
        for kind, word in rows:
            lists[kind].append(word)

        def pattern(name: str) -> re.Pattern[str]:
            return re.compile(_any(lists[name])) if lists[name] else _NEVER

        return cls(
            part_mark=pattern("part_mark"),
            share_mark=pattern("share_mark"),
            from_mark=pattern("from_mark"),
            whole=pattern("whole_word"),
            whole_end=pattern("whole_end"),
            own_basis=pattern("own_basis"),
            comparable_basis=pattern("comparable_basis"),
            list_mark=pattern("list_mark"),
            noise=pattern("name_noise"),
            not_additive=pattern("not_additive"),
            elsewhere=pattern("elsewhere"),
            share_name=_share_name(lists["share_between"], lists["share_end"]),
            share_definition=_share_definition(lists["share_between"], lists["whole_end"]),
        )


def _share_name(between: list[str], ends: list[str]) -> re.Pattern[str]:
    """A name of the form: part, word between, whole, word for share. The groups ``part`` and ``whole``."""
    if not between or not ends:
        return _NEVER
    return re.compile(rf"^(?P<part>.+?)(?:{_any(between)})(?P<whole>.+?)?(?:{_any(ends)})$")


def _share_definition(between: list[str], ends: list[str]) -> re.Pattern[str]:
    """The beginning of a definition that says what a share is of. The groups ``part`` and ``whole``."""
    if not between or not ends:
        return _NEVER
    return re.compile(rf"^(?P<part>[^，。；]+?)(?:{_any(between)})(?P<whole>[^，。；]+?)(?:{_any(ends)})")


def _any(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda w: (-len(w), w)))


def folded(name: str, words: Words) -> str:
    """A name without the words that do not tell what is counted (the number of, total)."""
    return words.noise.sub("", name)
