"""Faults in rule files: where they stand and how they are mended."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault: file, line (from 1; 0 where none can be told), a code, what is wrong and what would mend it."""

    path: str
    line: int
    code: str
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.code} {self.message}" + (f"\n    {self.remedy}" if self.remedy else "")


def line_of(path: Path | str, *needles: str) -> int:
    """The line of the first of ``needles`` that the file has, looking for later ones behind earlier ones; 0 for
    none."""
    try:
        text = Path(path).read_text(encoding="utf-8")
    except OSError:
        return 0
    at = found = 0
    for needle in needles:
        k = text.find(needle, at)
        if k < 0:
            break
        at, found = k, k
    return text.count("\n", 0, found) + 1 if found else 0
