"""Lines that are no part of a bulletin go: spam of intruders, trails of links, visit counters, calls to
share.

What marks them stands in ``rules/spam.toml``. Line breaks stay, so the page keeps its shape.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..models import Repair
from .marks import LineMark, Marks, load_marks
from .repair import Context, edited
from .text import Edit, Text

_BODY_LENGTH = 30
_REST = 8
"""Characters of a line with a number from which on it is one of the body with something put in, not a foreign one."""
_LINE = re.compile(r"[^\n]+")
_AROUND_HEADING = " \t\u3000：:·▪■>【】[]"
_DIGIT = re.compile("[0-9]")
_HAN = re.compile("[㐀-鿿]")
_SENTENCE = re.compile(r"[。！？；]['”’）】》]{0,3}\s{0,200}$")
_ENDS_LINE = re.compile(r"[。！？]['”’）】》]{0,3}[ \t]{0,20}(?:\n|$)")


def delete_spam(text: Text, context: Context) -> tuple[Text, list[Repair]]:
    """``text`` without the lines and stretches that the marks of ``rules/spam.toml`` tell."""
    edits = [Edit(a, b) for a, b in spam_spans(text.chars, load_marks(context.lexicon))]
    return edited(text, edits, "spam") if edits else (text, [])


def spam_spans(chars: str, marks: Marks) -> Iterator[tuple[int, int]]:
    """Spans of ``chars`` that the marks tell, sorted; none holds a line break."""
    lowered = chars.lower()
    if len(lowered) != len(chars):  # a letter whose small form is two characters
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in chars)
    first, last = _body(chars)
    done = -1
    listed = _listed(lowered, last, marks)
    for start, end, owners in _lines(lowered, marks):
        if start <= done:
            continue
        if listed >= 0 and start >= listed:
            break
        done = start
        region = "head" if end < first else "tail" if start > last else "any"
        yield from _of_line(lowered, start, end, owners, region, marks)
    if listed >= 0:
        yield from ((listed + m.start(), listed + m.end()) for m in _LINE.finditer(lowered[listed:]))


def _listed(lowered: str, last: int, marks: Marks) -> int:
    """Where a list of other pages begins that a site sets under the last sentence, to go to the end; -1 if nowhere."""
    at = lowered.find("\n", max(0, last)) if last >= 0 else -1
    while at >= 0:
        end = lowered.find("\n", at + 1)
        line = lowered[at + 1 : end if end >= 0 else len(lowered)]
        if line.strip(_AROUND_HEADING) in marks.headings:
            return at + 1
        at = end
    return -1


def _lines(lowered: str, marks: Marks) -> Iterator[tuple[int, int, frozenset[int]]]:
    """Lines with a mark's word: their spans, and the marks whose words they have."""
    start = end = -1
    owners: frozenset[int] = frozenset()
    for at, of in sorted(marks.candidates(lowered), key=lambda hit: hit[0]):
        if at < end:
            owners |= of
            continue
        if end >= 0:
            yield start, end, owners
        start = lowered.rfind("\n", 0, at) + 1
        end = lowered.find("\n", at)
        end = len(lowered) if end < 0 else end
        owners = of
    if end >= 0:
        yield start, end, owners


def _of_line(
    lowered: str, start: int, end: int, owners: frozenset[int], region: str, marks: Marks
) -> Iterator[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for i in sorted(owners):
        if i >= len(marks.lines):
            pattern = marks.spans[i - len(marks.lines)].pattern
            found += [m.span() for m in pattern.finditer(lowered[start:end])]
    spans: list[tuple[int, int]] = []
    for a, b in sorted(found):
        if b > a and (not spans or a >= spans[-1][1]):
            spans.append((a, b))
    lines = [marks.lines[i] for i in sorted(owners) if i < len(marks.lines)]
    if _fits(lowered[start:end], region, lines):
        rest = _without(lowered[start:end], spans)
        body = len(_HAN.findall(rest)) >= _REST and _DIGIT.search(rest) is not None
        if not spans or not body or _fits(rest, region, lines):
            yield start, end
            return
    yield from ((start + a, start + b) for a, b in spans)


def _fits(line: str, region: str, marks: Sequence[LineMark]) -> bool:
    """Whether one of the marks tells that a line is foreign as a whole."""
    line = line.strip()
    sentence = _SENTENCE.search(line[-210:]) is not None
    return any(mark.fits(line, region, sentence) for mark in marks)


def _without(line: str, spans: Sequence[tuple[int, int]]) -> str:
    for a, b in reversed(spans):
        line = line[:a] + line[b:]
    return line


def _body(chars: str) -> tuple[int, int]:
    """Where the first line that reads as a sentence begins, and where the last one ends."""
    first = last = -1
    for m in _ENDS_LINE.finditer(chars):
        start = chars.rfind("\n", 0, m.start()) + 1
        if m.start() - start >= _BODY_LENGTH:
            first = start if first < 0 else first
            last = m.end() - 1
    return (first, last) if first >= 0 else (len(chars) + 1, -1)
