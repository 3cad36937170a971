"""What a container holds: a member's bytes, and the names that members have."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

MEMBER = "!/"
"""What parts a container's path from its member's name."""


@dataclass(frozen=True, slots=True)
class Member:
    """A member's bytes; ``made`` where they were made of an article's fields and are no file's own; ``charset``
    where the container tells it."""

    data: bytes
    made: bool = False
    charset: str | None = None


def free_name(name: str, taken: Collection[str]) -> str:
    """``name``, or with a number behind its stem where it is taken: the next one, found by halves, since an archive may
    hold one name many thousand times."""
    if name not in taken:
        return name
    stem, dot, ending = name.rpartition(".")

    def numbered(n: int) -> str:
        return f"{stem}~{n}{dot}{ending}" if stem else f"{name}~{n}"

    below, free = 1, 2
    while numbered(free) in taken:
        below, free = free, 2 * free
    while free - below > 1:
        middle = (below + free) // 2
        below, free = (middle, free) if numbered(middle) in taken else (below, middle)
    return numbered(free)


__all__ = ["MEMBER", "Member", "free_name"]
