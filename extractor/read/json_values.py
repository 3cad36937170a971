"""The values of a JSON file: one, several one behind the other, one a line, or the argument of a call."""

from __future__ import annotations

import json
import re
from typing import Any

from .encoding import ReadError, decode

_CALLED = re.compile(r"\s*[A-Za-z_$][\w$.]{0,80}\s*\(\s*([\[{].*[\]}])\s*\)\s*;?\s*", re.DOTALL)
"""JSON as the argument of a call, as pages fetch it from elsewhere."""
_SPACES = re.compile(r"[\s,]*")

AS_TYPED = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=lambda _: "")
"""Reads numbers as the characters that stand there; what is no number (NaN) as nothing."""


def json_values(data: bytes, name: str, decoder: json.JSONDecoder | None = None) -> tuple[Any, list[tuple[int, str]]]:
    """What a file holds, a list where it is several values, and the lines that are none with what is wrong there.

    Raises ReadError where it is no JSON, which not even half of its lines make it.
    """
    text = decode(data, name).text.lstrip("\ufeff")
    try:
        return _values(text, decoder or json.JSONDecoder())
    except RecursionError as err:
        raise ReadError(name, "is JSON nested too deeply", "give the articles in it as files of their own") from err
    except ValueError as err:
        raise ReadError(name, f"is no JSON ({err})", "check that it was saved whole") from err


def _values(text: str, decoder: json.JSONDecoder) -> tuple[Any, list[tuple[int, str]]]:
    called = _CALLED.fullmatch(text)
    text = called[1] if called else text
    try:
        return decoder.decode(text), []
    except ValueError as err:
        whole = err
    values: list[Any] = []
    broken: list[tuple[int, str]] = []
    lines = [(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
    for n, line in lines:
        try:
            values += _in_sequence(line, decoder)
        except (ValueError, RecursionError) as err:
            broken.append((n, str(err)))
    if broken and (2 * len(broken) >= len(lines) or not all(isinstance(v, dict) for v in values)):
        try:
            return _in_sequence(text, decoder), []
        except ValueError as err:
            raise whole from err
    return values, broken


def _in_sequence(text: str, decoder: json.JSONDecoder) -> list[Any]:
    """Values one behind the other. Raises ValueError."""
    values: list[Any] = []
    at = _behind_blanks(text, 0)
    while at < len(text):
        value, at = decoder.raw_decode(text, at)
        values.append(value)
        at = _behind_blanks(text, at)
    return values


def _behind_blanks(text: str, at: int) -> int:
    m = _SPACES.match(text, at)
    return m.end() if m else at
