"""Formulas that a scan or a converter left as code: ``PM_{2.5}``, ``m^{3}``, ``$34\\mu g/m^{3}$``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..models import Repair
from .repair import Context, edited
from .text import Edit, Text

_SUPERSCRIPT = str.maketrans("0123456789+-−n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ")
_PART = re.compile(
    r"_\{(?P<sub>[^{}\n]{0,20})\}"
    r"|\^\{(?P<sup>[0-9+\-−n]{1,4})\}|(?<=[A-Za-z)）])\^(?P<power>[0-9])(?![0-9])"
    r"|\\(?:mathrm|text|textrm|rm|mathbf|operatorname)\s?\{(?P<upright>[^{}\n]{0,30})\}"
    r"|\\(?P<sign>%|times|cdot|mu|geq?|leq?|pm|sim|circ)(?![A-Za-z])\s?"
)
_SIGNS = {
    "%": "%", "times": "×", "cdot": "·", "mu": "μ", "ge": "≥", "geq": "≥", "le": "≤", "leq": "≤", "pm": "±",
    "sim": "～", "circ": "°",
}  # fmt: skip
_DOLLARS = re.compile(r"\$([^$\n]{1,60})\$")
_CODE = re.compile(r"[_^]\{|\\[A-Za-z%]")


def read_formulas(text: Text, context: Context) -> tuple[Text, list[Repair]]:
    """``text`` with the code of formulas replaced by what it shows; a subscript joins what it stands at."""
    repairs: list[Repair] = []
    for _ in range(8):
        if not _CODE.search(text.chars) and "^" not in text.chars:
            break
        edits = list(_edits(text.chars))
        if not edits:
            break
        text, done = edited(text, edits, "formula")
        repairs += done
    return text, repairs


def _edits(chars: str) -> Iterator[Edit]:
    dollars = [i for m in _DOLLARS.finditer(chars) if _CODE.search(m[1]) for i in (m.start(), m.end() - 1)]
    k = 0
    for m in _PART.finditer(chars):
        while k < len(dollars) and dollars[k] < m.start():
            yield Edit(dollars[k], dollars[k] + 1)
            k += 1
        for group in ("sub", "upright"):
            if m[group] is not None:
                yield Edit(m.start(), m.start(group))
                yield Edit(m.end(group), m.end())
        if m["sup"] or m["power"]:
            yield Edit(m.start(), m.end(), (m["sup"] or m["power"]).translate(_SUPERSCRIPT))
        elif m["sign"]:
            yield Edit(m.start(), m.end(), _SIGNS[m["sign"]])
    for i in dollars[k:]:
        yield Edit(i, i + 1)
