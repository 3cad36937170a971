"""What is found in rule files: code, place, message and remedy, and how it is shown to people and to programs."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from extractor.workbench.codes import CODES

_AROUND = 60  # characters of a long line that are shown on either side of the place
_LINE = 130  # a line that is longer is cut around the place
#: Warnings of one code that are shown in text; the others are counted.
SHOWN = 5
#: Warnings that are only counted in text: there are many of them, and none is urgent.
COUNTED = frozenset({"GB401"})

Format = Literal["text", "json", "github"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One finding. ``line`` and ``column`` count from 1 and are 0 where no place can be told; ``length`` characters are
    meant. ``rule`` is the rule that it is about, if any."""

    path: str
    line: int
    column: int
    code: str
    message: str
    remedy: str = ""
    rule: str = ""
    length: int = 1

    @property
    def severity(self) -> Literal["error", "warning"]:
        """``error`` makes the check fail; ``warning`` does not."""
        return CODES[self.code].severity

    @property
    def place(self) -> str:
        """File, line and column as editors read them."""
        return ":".join(str(p) for p in (self.path, self.line, self.column) if p)


class Places:
    """Where things stand in a TOML file: rules by number, keys and texts within them."""

    def __init__(self, path: Path | str) -> None:
        self.path = str(path)
        self.text = _text(self.path)
        self._rules = [k for k in _line_starts(self.text) if self.text.startswith("[[rule]]", k)]

    def finding(
        self, code: str, message: str, remedy: str = "", at: int = -1, length: int = 1, rule: str = ""
    ) -> Finding:
        """A finding at an offset of the file (-1: about the file as a whole)."""
        line, column = self.at(at)
        return Finding(self.path, line, column, code, message, remedy, rule, max(1, length))

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset; zeros for -1."""
        if offset < 0:
            return 0, 0
        return self.text.count("\n", 0, offset) + 1, offset - self.text.rfind("\n", 0, offset)

    def rule(self, n: int) -> tuple[int, int]:
        """Where the ``n``th rule of the file begins and ends."""
        if n >= len(self._rules):
            return -1, len(self.text)
        return self._rules[n], self._rules[n + 1] if n + 1 < len(self._rules) else len(self.text)

    def find(self, *needles: str, start: int = 0, end: int | None = None) -> int:
        """The last of ``needles`` that the file has, each looked for behind the one before; -1 where it has none."""
        at, found = max(0, start), -1
        for needle in needles:
            k = self.text.find(needle, at, len(self.text) if end is None else end)
            if k < 0:
                break
            at = found = k
        return found

    def key(self, n: int, *path: str | int) -> int:
        """Where a field of the ``n``th rule stands: the deepest of its path that can be found; -1 without rules."""
        start, end = self.rule(n)
        if start < 0:
            return -1
        at = start
        for k, part in enumerate(path):
            if isinstance(part, int):
                continue
            nth = path[k + 1] if k + 1 < len(path) and isinstance(path[k + 1], int) else 0
            found = self._field(part, int(nth), at, end)
            if found < 0:
                break
            at = found
        return at

    def _field(self, name: str, nth: int, start: int, end: int) -> int:
        header = f"[[rule.{name}]]"
        heads = [k for k in _line_starts(self.text, start, end) if self.text.startswith(header, k)]
        if heads:
            return heads[min(nth, len(heads) - 1)]
        for at in _key_places(self.text, name, start, end):
            return at
        return -1


def _key_places(text: str, name: str, start: int, end: int) -> Iterator[int]:
    at = start
    while (at := text.find(name, at, end)) >= 0:
        before = text[text.rfind("\n", 0, at) + 1 : at].rstrip()
        behind = text[at + len(name) : at + len(name) + 3].lstrip()
        if behind.startswith("=") and (not before or before[-1] in "{,"):
            yield at
        at += len(name)


def _line_starts(text: str, start: int = 0, end: int | None = None) -> Iterator[int]:
    at, stop = start, len(text) if end is None else end
    if at and text[at - 1] != "\n":
        at = text.find("\n", at) + 1 or stop
    while at < stop:
        yield at
        at = text.find("\n", at) + 1
        if not at:
            return


@lru_cache(maxsize=64)
def _cached(path: str, changed: int, size: int) -> str:
    return Path(path).read_text(encoding="utf-8", errors="replace")


def _text(path: str) -> str:
    try:
        stat = Path(path).stat()
        return _cached(path, stat.st_mtime_ns, stat.st_size)
    except OSError:
        return ""


def waived(
    findings: Iterable[Finding], reasons: dict[str, dict[str, str]]
) -> tuple[list[Finding], set[tuple[str, str]]]:
    """Findings without those that their rule waives with a reason, and the waivers (rule, code) that were used."""
    kept: list[Finding] = []
    used: set[tuple[str, str]] = set()
    for f in findings:
        if CODES[f.code].waivable and reasons.get(f.rule, {}).get(f.code, "").strip():
            used.add((f.rule, f.code))
        else:
            kept.append(f)
    return kept, used


# ------------------------------------------------------------------------------------------------ showing them


def shown(findings: list[Finding], form: Format, every: bool = False) -> Iterator[str]:
    """Findings as lines of text, as one JSON array, or as annotations of a pull request on GitHub."""
    if form == "json":
        yield json.dumps([_row(f) for f in findings], ensure_ascii=False, indent=2)
        return
    if form == "github":
        yield from map(_annotation, findings)
        return
    counts: Counter[str] = Counter()
    for f in findings:
        counts[f.code] += 1
        if every or counts[f.code] <= _most(f.code):
            yield from _lines(f)
    for code, n in sorted(counts.items()):
        if not every and n > _most(code):
            rest = f"and {n - SHOWN} more" if _most(code) else str(n)
            yield f"… {rest} of {code} ({CODES[code].title}); --all shows them"


def _most(code: str) -> float:
    if CODES[code].severity == "error":
        return float("inf")
    return 0 if code in COUNTED else SHOWN


def _row(f: Finding) -> dict[str, Any]:
    return {
        "code": f.code,
        "severity": f.severity,
        "path": f.path,
        "line": f.line or None,
        "column": f.column or None,
        "rule": f.rule or None,
        "message": f.message,
        "remedy": f.remedy or None,
    }


def _annotation(f: Finding) -> str:
    place = f"file={_escaped(f.path, True)}"
    if f.line:
        place += f",line={f.line},col={max(1, f.column)}"
    said = f"{f.message}\n{f.remedy}" if f.remedy else f.message
    return f"::{f.severity} {place},title={_escaped(f'{f.code} {CODES[f.code].title}', True)}::{_escaped(said)}"


def _escaped(s: str, within: bool = False) -> str:
    s = s.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return s.replace(":", "%3A").replace(",", "%2C") if within else s


def _lines(f: Finding) -> Iterator[str]:
    yield f"{f.place}: {f.severity} {f.code}: {f.message}"
    if f.line and f.column:
        source = _text(f.path).split("\n")[f.line - 1]
        a, b = f.column - 1, min(len(source), f.column - 1 + f.length)
        head = ""
        if len(source) > _LINE:
            cut = max(0, a - _AROUND)
            head, tail = "…" if cut else "", "…" if b + _AROUND < len(source) else ""
            source = source[cut : b + _AROUND] + tail
            a, b = a - cut, b - cut
        number = str(f.line)
        yield f"{number} | {head}{source}"
        pad = "".join("　" if _wide(c) else " " for c in head + source[:a])
        yield f"{' ' * len(number)} | {pad}{'^' * max(1, sum(2 if _wide(c) else 1 for c in source[a:b]))}"
    if f.remedy:
        yield f"    {f.remedy}"


def _wide(c: str) -> bool:
    return unicodedata.east_asian_width(c) in "WF"
