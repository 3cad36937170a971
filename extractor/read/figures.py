"""Figures by themselves: cells that hold a number and nothing else, and figures that are raised above the line."""

from __future__ import annotations

import re

RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_RAISED = re.compile(r"\s*[0-9+\-−]{1,3}\s*[)）]?\s*")
_NUMBER = re.compile(r"(?!(?:19|20)\d\d$)[-+]?\d[\d,]*(?:\.\d+)?%?")


def is_figure(text: str) -> bool:
    """Whether a cell's text is a number that is no year: no head has one."""
    return _NUMBER.fullmatch(text) is not None


def raised(text: str) -> str:
    """What is raised above the line: a power's or a note's figures as such; marks of other kinds as they are."""
    return text.translate(RAISED) if _RAISED.fullmatch(text) else text
