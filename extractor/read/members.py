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
    """``name``, or with a number behind its stem where it is taken."""
    if name not in taken:
        return name
    stem, dot, ending = name.rpartition(".")
    numbered = (f"{stem}~{n}{dot}{ending}" if stem else f"{name}~{n}" for n in range(2, len(taken) + 3))
    return next(free for free in numbered if free not in taken)


__all__ = ["MEMBER", "Member", "free_name"]
