"""What tells rows of data from heads: a cell that holds a number and nothing else."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"(?!(?:19|20)\d\d$)[-+]?\d[\d,]*(?:\.\d+)?%?")


def is_figure(text: str) -> bool:
    """Whether a cell's text is a number that is no year: no head has one."""
    return _NUMBER.fullmatch(text) is not None
