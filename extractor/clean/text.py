"""Characters that know where they came from.

A :class:`Text` is a string with a piecewise map to the raw string it was made of. Cleaning steps never
touch the string itself: they say which spans they delete or replace, and the map follows. Most of a
bulletin is untouched, so the map is kept as runs, not as an integer a character.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Replace the characters ``start`` to ``end`` by ``new`` (a deletion where ``new`` is empty)."""

    start: int
    end: int
    new: str = ""


@dataclass(frozen=True, slots=True)
class _Run:
    """Clean ``start``-``end`` stands for raw ``raw_start``-``raw_end``.

    A parallel run maps character by character (lengths are equal); otherwise each of its characters stands
    for the whole raw span.
    """

    start: int
    end: int
    raw_start: int
    raw_end: int
    parallel: bool = True


class Text:
    """Immutable cleaned text. ``chars`` is the string, :meth:`raw_span` leads back to the raw one.

    >>> t = Text.of("發(fā)展").edit([Edit(1, 5)])
    >>> t.chars, t.raw_span(1, 2)
    ('發展', (5, 6))
    """

    __slots__ = ("_raw_starts", "_runs", "_starts", "chars")

    def __init__(self, chars: str, runs: Iterable[_Run]) -> None:
        self.chars = chars
        self._runs = tuple(runs)
        self._starts = [r.start for r in self._runs]
        self._raw_starts = [r.raw_start for r in self._runs]

    @classmethod
    def of(cls, raw: str) -> Text:
        """A text in which nothing has been cleaned yet."""
        return cls(raw, (_Run(0, len(raw), 0, len(raw)),) if raw else ())

    def __len__(self) -> int:
        return len(self.chars)

    def __str__(self) -> str:
        return self.chars

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Raw span from the first to the last raw character that ``chars[start:end]`` stands for.

        Characters that cleaning inserted stand for no raw one and are passed over; where all are inserted,
        the empty raw span at their place is given. Raises ValueError for an empty or outlying span.
        """
        if not 0 <= start < end <= len(self.chars):
            raise ValueError(f"no characters at {start}:{end} of {len(self.chars)}")
        i, j = bisect_right(self._starts, start) - 1, bisect_right(self._starts, end - 1) - 1
        while i < j and self._runs[i].raw_start == self._runs[i].raw_end:
            i += 1
            start = self._runs[i].start
        while j > i and self._runs[j].raw_start == self._runs[j].raw_end:
            j -= 1
            end = self._runs[j].end
        first, last = self._runs[i], self._runs[j]
        a = first.raw_start + (start - first.start) if first.parallel else first.raw_start
        b = last.raw_start + (end - last.start) if last.parallel else last.raw_end
        return a, b

    def clean_span(self, raw_start: int, raw_end: int) -> tuple[int, int]:
        """Clean span of the characters that stand for raw ones within ``raw_start:raw_end``.

        Empty (both ends equal) where cleaning left none of them.
        """
        if not self._runs or raw_end <= raw_start:
            return 0, 0
        return self._clean_at(raw_start), self._clean_at(raw_end)

    def _clean_at(self, raw: int) -> int:
        """First clean offset whose raw place is at or after ``raw``."""
        i = bisect_right(self._raw_starts, raw) - 1
        if i < 0:
            return 0
        run = self._runs[i]
        if raw <= run.raw_start and run.raw_end > run.raw_start:
            while i > 0 and self._runs[i - 1].raw_start >= raw:
                i -= 1
            return self._runs[i].start
        if raw >= run.raw_end:
            return run.end
        return run.start + (raw - run.raw_start) if run.parallel else run.end

    def edit(self, edits: Sequence[Edit]) -> Text:
        """A text with ``edits`` (sorted, not overlapping) applied; the map to raw characters follows.

        A replacement as long as what it replaces maps character by character. Raises ValueError where
        edits overlap, are out of order or lie outside the text.
        """
        if not edits:
            return self
        chars: list[str] = []
        runs: list[_Run] = []
        at = out = 0
        for e in edits:
            if not at <= e.start <= e.end <= len(self.chars):
                raise ValueError(f"edit {e} overlaps the one before it or lies outside 0:{len(self.chars)}")
            if e.start > at:
                chars.append(self.chars[at : e.start])
                runs.extend(self._cut(at, e.start, out))
                out += e.start - at
            if e.new:
                chars.append(e.new)
                runs.extend(self._replaced(e, out))
                out += len(e.new)
            at = e.end
        if at < len(self.chars):
            chars.append(self.chars[at:])
            runs.extend(self._cut(at, len(self.chars), out))
        return Text("".join(chars), _joined(runs))

    def with_chars(self, chars: str) -> Text:
        """The same places with other characters, one for one. Raises ValueError where lengths differ."""
        if len(chars) != len(self.chars):
            raise ValueError(f"{len(chars)} characters for {len(self.chars)}")
        return Text(chars, self._runs)

    def _replaced(self, e: Edit, out: int) -> list[_Run]:
        if e.start == e.end:
            raw = self.raw_span(e.start, e.start + 1)[0] if e.start < len(self.chars) else self._raw_end()
            return [_Run(out, out + len(e.new), raw, raw, parallel=False)]
        if len(e.new) == e.end - e.start:
            return self._cut(e.start, e.end, out)
        a, b = self.raw_span(e.start, e.end)
        return [_Run(out, out + len(e.new), a, b, parallel=False)]

    def _raw_end(self) -> int:
        return self._runs[-1].raw_end if self._runs else 0

    def _cut(self, start: int, end: int, out: int) -> list[_Run]:
        """Runs of ``start:end`` moved to ``out``."""
        cut: list[_Run] = []
        i = bisect_right(self._starts, start) - 1
        while i < len(self._runs) and self._runs[i].start < end:
            r = self._runs[i]
            a, b = max(r.start, start), min(r.end, end)
            if r.parallel:
                cut.append(_Run(out + a - start, out + b - start, r.raw_start + a - r.start, r.raw_start + b - r.start))
            else:
                cut.append(_Run(out + a - start, out + b - start, r.raw_start, r.raw_end, parallel=False))
            i += 1
        return cut


def _joined(runs: Iterable[_Run]) -> list[_Run]:
    """Neighbouring character-by-character runs become one."""
    out: list[_Run] = []
    for r in runs:
        p = out[-1] if out else None
        if p and p.parallel and r.parallel and p.end == r.start and p.raw_end == r.raw_start:
            out[-1] = _Run(p.start, r.end, p.raw_start, r.raw_end)
        else:
            out.append(r)
    return out
