"""What stands around a name and decides whether it is one: word boundaries, guards, lists, yardsticks.

Everything here asks about a few characters beside a span of a text; the words are those of
``rules/regions.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Guard:
    """Words of which none may stand right before, none right after."""

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    @classmethod
    def of(cls, spec: str) -> Guard:
        """``黄 淮|岸 侧`` as a guard."""
        before, _, after = spec.partition("|")
        return cls(tuple(before.split()), tuple(after.split()))

    def allows(self, text: str, start: int, end: int) -> bool:
        """Whether ``text[start:end]`` stands free of them."""
        return not (text.endswith(self.before, 0, start) or text.startswith(self.after, end))


FREE = Guard()


class Wording:
    """The rules on what stands around names, ready to be asked."""

    def __init__(self, rules: Mapping[str, Any]) -> None:
        self._before = frozenset(rules["boundary"]["before"])
        self._after = frozenset(rules["boundary"]["after"])
        self._joints = frozenset(rules["boundary"]["joints"])
        self.joint_length = max(map(len, self._joints))
        self._following = _following(rules["following"])
        self._endings = {ending: tuple(words) for ending, words in rules["guards"]["endings"].items()}
        self._after_careful: str = rules["careful"]["full_not_before"]
        self._bare = frozenset(rules["zones"]["bare"]["words"])
        self._bare_not_after: str = rules["zones"]["bare"]["not_after"]
        yardstick = rules["yardstick"]
        self._compared: dict[str, list[str]] = {}
        for word in sorted(yardstick["before"], key=len, reverse=True):
            self._compared.setdefault(word[-1], []).append(word)
        self._compared_weakly = frozenset(yardstick["weak_before"])
        self._titled = tuple(yardstick["after"])
        self._not_titled = tuple(yardstick["but"])

    def part_of_word(self, name: str, text: str, end: int, *, careful: bool = False) -> bool:
        """Whether what follows a full name makes its ending part of another word (南京市场, 会同县级)."""
        if text.startswith(self._endings.get(name[-1], ()), end):
            return True
        return careful and text[end : end + 1] in self._after_careful and end < len(text)

    def part_of_name(self, text: str, end: int) -> bool:
        """Whether a short name goes on as a street, a school, a bank …"""
        return self._following.match(text, end) is not None

    def clear_before(self, text: str, start: int) -> bool:
        """Whether a word can start here: no Chinese character before, or one that names often follow."""
        return start == 0 or not _is_han(text[start - 1]) or text[start - 1] in self._before

    def clear_after(self, text: str, end: int) -> bool:
        """Whether a word can end here: no Chinese character after, or one that often follows names."""
        return end >= len(text) or not _is_han(text[end]) or text[end] in self._after

    def joined(self, text: str, start: int, end: int) -> bool:
        """Whether only a joint of a list (、和) stands between two names."""
        return 0 < end - start <= self.joint_length and text[start:end] in self._joints

    def bare_zone(self, text: str, start: int, word: str) -> bool:
        """Whether a zone word alone stands for the home city's own zone (not 5个国家级高新区)."""
        return word in self._bare and (start == 0 or text[start - 1] not in self._bare_not_after)

    def aside(self, text: str, start: int, end: int, *, wide: bool) -> bool:
        """Whether the area named is a yardstick or, with ``wide`` areas only, part of a title."""
        titled = wide and text.startswith(self._titled, end) and not text.startswith(self._not_titled, end)
        for word in self._compared.get(text[start - 1], ()) if start else ():
            if text.endswith(word, 0, start):
                return titled or word not in self._compared_weakly
        return titled


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


def _following(rules: Mapping[str, list[str]]) -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(rules["words"], key=len, reverse=True)))
    but = "|".join(map(re.escape, sorted(rules["but"], key=len, reverse=True)))
    return re.compile(f"(?!{but})(?:{words})")
