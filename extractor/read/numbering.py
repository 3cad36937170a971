"""Numbers that Word sets before paragraphs by itself (一、 （一） 1. 第一章): they stand nowhere in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

_LEVEL = re.compile(r"%([1-9])")
_DIGITS = "〇一二三四五六七八九"
_CHINESE = frozenset(
    ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand",
     "ideographDigital", "ideographTraditional", "japaneseDigitalTenThousand", "koreanDigital")
)  # fmt: skip
_CIRCLED = frozenset(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"))
_PLAIN = frozenset(("decimal", "decimalZero", "decimalFullWidth", "decimalHalfWidth"))
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MOST = 9999


@dataclass(frozen=True, slots=True)
class _Level:
    """How a level counts: from which number, in which figures, with what around them."""

    start: int
    figures: str
    text: str
    legal: bool
    """Whether the numbers of outer levels are shown in digits, whatever these count in."""


@dataclass(slots=True)
class _Style:
    number: str | None
    level: int
    based_on: str | None


@dataclass(slots=True)
class Numbering:
    """The lists of a document, counted as its paragraphs come. ``definitions`` and ``styles`` are the roots of those
    parts of the package, None where it has none."""

    definitions: Any
    styles: Any
    _levels: dict[str, dict[int, _Level]] = field(init=False, default_factory=dict)
    _list_of: dict[str, str] = field(init=False, default_factory=dict)
    _styles: dict[str, _Style] = field(init=False, default_factory=dict)
    _counts: dict[str, list[int | None]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for node in () if self.definitions is None else self.definitions:
            if _local(node) == "abstractNum":
                levels = {_whole(_get(n, "ilvl")): _level(n) for n in node if _local(n) == "lvl"}
                self._levels[_get(node, "abstractNumId")] = levels
            elif _local(node) == "num":
                self._list_of[_get(node, "numId")] = _get(_child(node, "abstractNumId"), "val")
        for node in () if self.styles is None else self.styles:
            if _local(node) == "style":
                given = _child(_child(node, "pPr"), "numPr")
                number = _get(_child(given, "numId"), "val") or None
                level = _whole(_get(_child(given, "ilvl"), "val"))
                based_on = _get(_child(node, "basedOn"), "val") or None
                self._styles[_get(node, "styleId")] = _Style(number, level, based_on)

    def label(self, paragraph: Any) -> str:
        """What is set before a paragraph, and counts it; empty where nothing is, and for bullets."""
        look = _child(paragraph, "pPr")
        if look is None or not self._levels:
            return ""
        number, level = self._numbered(look)
        levels = self._levels.get(self._list_of.get(number or "", ""), {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(self._list_of[number or ""], [None] * 10)
        so_far = counts[level]
        counts[level] = levels[level].start if so_far is None else so_far + 1
        counts[level + 1 :] = [None] * (9 - level)

        def figures(m: re.Match[str]) -> str:
            k = int(m[1]) - 1
            at = counts[k]
            if k not in levels:
                return ""
            kind = "decimal" if levels[level].legal and k < level else levels[k].figures
            return in_figures(levels[k].start if at is None else at, kind)

        if levels[level].figures in ("bullet", "none"):
            return ""
        shown = _LEVEL.sub(figures, levels[level].text)
        if not shown or not shown[-1].isascii():
            return shown
        return shown + ("\t" if shown[-1].isalnum() else " ")  # 1.2023 would be a number

    def _numbered(self, look: Any) -> tuple[str | None, int]:
        """The list and the level of a paragraph: its own, or its style's."""
        own = _child(look, "numPr")
        name: str | None = _get(_child(look, "pStyle"), "val")
        number, level = None, None
        if own is not None:
            number = _get(_child(own, "numId"), "val") or None
            given = _child(own, "ilvl")
            level = _whole(_get(given, "val")) if given is not None else None
        for _ in range(20):
            style = self._styles.get(name or "")
            if number is not None or style is None:
                break
            number, name = style.number, style.based_on
            level = style.level if level is None and number is not None else level
        return number, level or 0


def in_figures(n: int, figures: str) -> str:
    """``n`` (from 0 to 9999) in the figures that Word calls by this name; in digits where the name is unknown."""
    if not 0 < n <= _MOST or figures in _PLAIN:
        return str(n)
    if figures in _CHINESE:
        return _chinese(n)
    if figures in _CIRCLED and n <= 20:
        return chr(0x2460 + n - 1)
    if figures in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (n - 1) % 26) * ((n - 1) // 26 + 1)
        return letter.upper() if figures == "upperLetter" else letter
    if figures in ("lowerRoman", "upperRoman"):
        roman = ""
        for value, sign in _ROMAN:
            while n >= value and len(roman) < 20:
                roman, n = roman + sign, n - value
        return roman.upper() if figures == "upperRoman" else roman
    return str(n)


def _chinese(n: int) -> str:
    if n >= 100:
        return "".join(_DIGITS[int(d)] for d in str(n))
    tens, ones = divmod(n, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


def _level(node: Any) -> _Level:
    return _Level(
        _whole(_get(_child(node, "start"), "val") or "1"),
        _get(_child(node, "numFmt"), "val") or "decimal",
        _get(_child(node, "lvlText"), "val"),
        _child(node, "isLgl") is not None,
    )


def _local(node: Any) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _child(node: Any, name: str) -> Any:
    return next((c for c in node if _local(c) == name), None) if node is not None else None


def _get(node: Any, name: str) -> str:
    if node is None:
        return ""
    return next((str(v) for k, v in node.attrib.items() if k.rpartition("}")[2] == name), "")


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 5 else 0
