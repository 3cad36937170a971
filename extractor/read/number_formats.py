"""What a sheet's number format makes of a number: its section, its scale, and the words that it sets around.

A number keeps the digits that it was typed with, save where the format changes what they say: a percentage, a scale
(``0!.0,"万"`` shows 123456 as 12.3万) and digits that words part (``0"年"00"月"``) are shown as the format has them.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import lru_cache

_MARKS = re.compile(r"[▲▼△▽↑↓¥￥]")
"""Marks of up and down, which say of a number what its sign says, and of the currency that goes without saying."""
_NOT_ZERO = re.compile(r"[1-9]")
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*([-+]?\d+(?:\.\d+)?)\]")
_GENERAL = re.compile(r"general|g/通用格式", re.IGNORECASE)
_EXPONENT = re.compile(r"[eE][-+]?")
_PRECISION = 500
"""Digits for the largest number that a cell can hold, and its places."""
_MOST_PERCENTS = 9
_DIGITS = "0#?"
_PLACES = ("0", "#", "?", "general", "@")
_TESTS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "<>": operator.ne,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Section:
    """A part of a format: pieces in order, each a run of words (``"`` first) or a sign of the format itself."""

    pieces: tuple[str, ...]
    condition: tuple[str, Decimal] | None

    @property
    def words(self) -> str:
        """The words of all pieces."""
        return _words(self.pieces)


def formatted(number: Decimal, form: str) -> str:
    """A number as a cell of this format shows it; empty where the format shows nothing."""
    sections = _sections(form)
    section = _section_for(number, sections)
    shown = _shown(abs(number), section)
    if number >= 0 or not _NOT_ZERO.search(shown) or "-" in section.words:
        return shown
    if shown.startswith("(") and shown.endswith(")"):
        shown = shown[1:-1]
    before = _before(section)
    named = section is not sections[0] and before and before != _before(sections[0])
    return shown if named else f"-{shown}"


def _before(section: _Section) -> str:
    """The words before a section's digits: 下降 says what a minus would."""
    return _words(section.pieces[: _reach(section.pieces)[0]]).strip(" (")


def worded(text: str, form: str) -> str:
    """A text as a cell of this format shows it, with the words that the format sets around texts."""
    sections = _sections(form)
    section = sections[3] if len(sections) > 3 else sections[-1]
    if "@" not in section.pieces:
        return text
    return "".join(text if p == "@" else p[1:] if p[0] == '"' else "" for p in section.pieces)


def _section_for(number: Decimal, sections: Sequence[_Section]) -> _Section:
    """The section that applies: the first whose condition holds, else by sign."""
    if any(s.condition for s in sections):
        for s in sections[:2]:
            if s.condition is not None and _TESTS[s.condition[0]](number, s.condition[1]):
                return s
        return next((s for s in sections if s.condition is None), _Section((), None))
    if number < 0 and len(sections) > 1:
        return sections[1]
    return sections[2] if number == 0 and len(sections) > 2 else sections[0]


def _shown(number: Decimal, section: _Section) -> str:
    if not any(p in _PLACES for p in section.pieces):
        return section.words.strip()
    first, last = _reach(section.pieces)
    inside = section.pieces[first:last]
    before, behind = _words(section.pieces[:first]), _words(section.pieces[last:])
    percents = min(section.pieces.count("%"), _MOST_PERCENTS)
    scale = _scale(inside)
    parted = any(p[0] == '"' and p != '" ' for p in inside)
    if "e" in inside or "/" in inside or not (percents or scale or parted):
        empty = number == 0 and not any(p in ("0", "general", "@") for p in section.pieces)
        text = "" if empty else plain_number(number)
    else:
        text = _placed(number * 100**percents / 1000**scale, inside)
    return f"{before}{text}{'%' * percents}{behind}".strip()


def _words(pieces: Sequence[str]) -> str:
    return _MARKS.sub("", "".join(p[1:] for p in pieces if p[0] == '"')).replace("−", "-")


def _reach(pieces: Sequence[str]) -> tuple[int, int]:
    """From the first to behind the last piece that stands for digits, their points and commas."""
    at = [k for k, p in enumerate(pieces) if p in (*_PLACES, ".", ",", "e", "/")]
    return (at[0], at[-1] + 1) if at else (len(pieces), len(pieces))


def _scale(pieces: Sequence[str]) -> int:
    """How many times a thousand goes from the number: the commas behind the last digit, or before the point."""
    ends = [pieces.index(".")] if "." in pieces else []
    scale = 0
    for end in (*ends, len(pieces)):
        k = end
        while k > 0 and pieces[k - 1] == ",":
            k -= 1
        scale += end - k
    return scale


def _placed(number: Decimal, pieces: Sequence[str]) -> str:
    """The digits of a number in the places that a format has for them, words between them kept."""
    point = pieces.index(".") if "." in pieces else len(pieces)
    places = sum(1 for p in pieces[point:] if p in _DIGITS)
    with localcontext(prec=_PRECISION):
        whole, _, rest = f"{number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}".partition(".")
    slots = [k for k, p in enumerate(pieces[:point]) if p in _DIGITS]
    digits = list(whole.lstrip("0").rjust(len(slots)))
    filled: dict[int, str] = {}
    for k in reversed(slots):
        digit = digits.pop()
        filled[k] = digit if digit != " " else "0" if pieces[k] == "0" else ""
    if slots:
        filled[slots[0]] = "".join(digits).strip() + filled[slots[0]]
    out = [filled.get(k, p[1:] if p[0] == '"' else "") for k, p in enumerate(pieces[:point])]
    left = list(rest)
    behind = [left.pop(0) if p in _DIGITS else p[1:] if p[0] == '"' else "" for p in pieces[point:]]
    shown = "".join(out) if slots else whole
    shown = shown or "0"
    return f"{shown}.{''.join(behind)}" if places else shown + "".join(behind)


def plain_number(number: Decimal) -> str:
    """A number with all its digits and no others."""
    text = f"{number.normalize():f}"
    return text if "E" not in text else f"{number:f}"


# --------------------------------------------------------------------------- the grammar of formats


@lru_cache(maxsize=512)
def _sections(form: str) -> tuple[_Section, ...]:
    sections: list[_Section] = []
    pieces: list[str] = []
    condition: tuple[str, Decimal] | None = None
    at = 0
    while at < len(form):
        c = form[at]
        m = _CONDITION.match(form, at)
        general, exponent = _GENERAL.match(form, at), _EXPONENT.match(form, at)
        if c == ";":
            sections.append(_Section(tuple(pieces), condition))
            pieces, condition, at = [], None, at + 1
        elif m is not None:
            condition, at = (m[1], Decimal(m[2])), m.end()
        elif c == "[":
            end = form.find("]", at)
            end = end if end >= 0 else len(form)
            if form.startswith("[$", at):
                pieces.append('"' + form[at + 2 : end].partition("-")[0])
            at = end + 1
        elif c == '"':
            end = form.find('"', at + 1)
            end = end if end >= 0 else len(form)
            pieces.append('"' + form[at + 1 : end])
            at = end + 1
        elif c in "\\!":
            pieces.append('"' + form[at + 1 : at + 2])
            at += 2
        elif c in "_*":
            at += 2
        elif general is not None:
            pieces.append("general")
            at = general.end()
        elif exponent is not None and any(p in _DIGITS for p in pieces):
            pieces.append("e")
            at = exponent.end()
        else:
            fraction = c == "/" and pieces and pieces[-1] in _DIGITS
            sign = c in _DIGITS or c in ",%@" or fraction or (c == "." and "." not in pieces)
            pieces.append(c if sign else '"' + c)
            at += 1
    if not sections and not pieces:
        pieces = ["general"]
    sections.append(_Section(tuple(pieces), condition))
    return tuple(sections)
