"""Times that a text names, and how they resolve to days.

A :class:`PeriodMention` is what the characters say (2023年底, 去年, 全年, 近五年, “十四五”时期); :func:`resolve`
turns it into first and last day, given the document's own year and the year that the text is just
speaking of. Nothing is guessed: a mention that needs a year and has none resolves to None.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import regex

from extractor.lexicon import Lexicon
from extractor.measure.numerals import NumeralReader
from extractor.models import Period


class Anchor(StrEnum):
    """What a mention's year is counted from."""

    ABSOLUTE = "absolute"
    DOCUMENT = "document"
    CONTEXT = "context"
    NOW = "now"


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """A time in the text. ``year`` is absolute or an offset, as ``anchor`` says.

    ``edge`` is ``end`` or ``start`` (年底, 年初), ``months`` an inclusive pair, ``span`` the number of years that
    end with the anchor (近五年), ``until`` is set by 截至 and 到, ``since`` by 以来 and 起, ``plan`` where the
    mention is a plan period.
    """

    start: int
    end: int
    anchor: Anchor
    year: int | None = None
    last_year: int | None = None
    months: tuple[int, int] | None = None
    day: int | None = None
    edge: str = ""
    span: int = 0
    until: bool = False
    since: bool = False
    plan: bool = False

    @property
    def whole_year(self) -> bool:
        """True where the mention names a calendar year and nothing narrower."""
        return self.months is None and self.day is None and not self.edge and not self.span and self.last_year is None


def _days(y0: int, m0: int, y1: int, m1: int) -> Period:
    return Period(date(y0, m0, 1), date(y1, m1, calendar.monthrange(y1, m1)[1]))


def resolve(m: PeriodMention, document_year: int | None, context_year: int | None) -> Period | None:
    """Days of a mention, or None where its year cannot be told.

    ``document_year`` is the year of issue, ``context_year`` the year that the text is speaking of.
    """
    base = {Anchor.ABSOLUTE: 0, Anchor.DOCUMENT: document_year, Anchor.NOW: document_year}.get(m.anchor, context_year)
    if base is None or (m.anchor is Anchor.ABSOLUTE and m.year is None):
        if m.anchor is Anchor.ABSOLUTE and m.months and context_year is not None:
            base = context_year
        else:
            return None
    year = base + (m.year or 0)
    if not 1900 <= year <= 2100:
        return None
    if m.span:
        return _days(year - m.span + 1, 1, year, 12)
    if m.last_year is not None and m.months:
        return (
            _days(year, m.months[0], m.last_year, m.months[1])
            if (year, m.months[0]) < (m.last_year, m.months[1])
            else None
        )
    if m.last_year is not None:
        end = m.last_year
        if not year <= end <= 2100:
            return None
        return (
            Period(date(end, 12, 31), date(end, 12, 31), True)
            if m.edge == "end" and m.plan
            else _days(year, 1, end, 12)
        )
    if m.since:
        last = max(year, document_year if document_year is not None else year)
        return _days(year, m.months[0] if m.months else 1, last, 12)
    if m.day is not None and m.months:
        try:
            d = date(year, m.months[1], m.day)
        except ValueError:
            return None
        return Period(d, d, True)
    if m.months:
        p = _days(year, m.months[0], year, m.months[1])
        return Period(p.last, p.last, True) if m.edge == "end" or (m.until and m.months[0] == m.months[1]) else p
    if m.edge == "start":
        return Period(date(year, 1, 1), date(year, 1, 1), True)
    if m.edge == "end":
        return Period(date(year, 12, 31), date(year, 12, 31), True)
    return _days(year, 1, year, 12)


_END_OF = "end:"  # the end of a month, in the maps of parts of a year


class PeriodReader:
    """Finds the times in a clean text. Grammar and words come from ``rules/patterns/periods.toml`` and
    ``rules/words/periods.toml``."""

    def __init__(self, lexicon: Lexicon, numerals: NumeralReader) -> None:
        self._numerals = numerals
        self._maps = {
            n: dict(lexicon.mapping(n))
            for n in (
                "year_of_document",
                "year_in_context",
                "year_part",
                "month_part",
                "plan",
                "plan_ordinal",
                "congress",
                "numeral",
            )
        }
        self._pattern = lexicon.pattern("time")
        self._closed = lexicon.pattern("years_closed")
        self._value_behind = lexicon.pattern("value_behind")
        self._plan_end = lexicon.words("plan_part_end")

    def find(self, text: str, start: int = 0, end: int | None = None) -> list[PeriodMention]:
        """All times in ``text[start:end]``, in order, not overlapping."""
        out: list[PeriodMention] = []
        for m in self._pattern.finditer(text, start, len(text) if end is None else end):
            p = self._mention(m, text)
            if p is not None:
                out.append(p)
        return out

    def _mention(self, m: regex.Match[str], text: str) -> PeriodMention | None:
        g = m.groupdict()
        a, b = m.start(), m.end()
        until, since = bool(g["until"]), bool(g["since_before"] or g["since_behind"])
        if g["since_before"] and not g["since_behind"] and self._value_behind.match(text[b : b + 4]):
            a, since = m.end("since_before"), False  # 从2020年的110家增加到136家: the year of a value, no beginning
        if g["date_year"]:
            return self._day(a, b, int(g["date_year"]), int(g["date_month"]), int(g["date_day"]), until)
        if g["from_year"]:
            months = (int(g["from_month"]), int(g["to_month"]))
            if not all(1 <= k <= 12 for k in months):
                return None
            y0, y1 = self._year(g["from_year"]), self._year(g["to_year"])
            return PeriodMention(a, b, Anchor.ABSOLUTE, y0, y1, months=months)
        if g["first_year"]:
            return self._years(a, b, g, text)
        if g["year"]:
            y = self._year(g["year"])
            return self._in_year(a, b, Anchor.ABSOLUTE, y, g, until, since) if 1900 <= y <= 2100 else None
        if g["document_year"]:
            code = self._maps["year_of_document"][g["document_year"]]
            if code.startswith("span:"):
                return PeriodMention(a, b, Anchor.DOCUMENT, -1, span=int(code[5:]))
            return self._in_year(a, b, Anchor.DOCUMENT, int(code), g, until, since)
        if g["first_month"]:
            return self._months(a, b, int(g["first_month"]), int(g["last_month"]), until)
        if g["month"]:
            return self._in_year(a, b, Anchor.CONTEXT, 0, g, until, since)
        if g["context_time"]:
            offset, _, part = self._maps["year_in_context"][g["context_time"]].partition(":")
            return self._part(PeriodMention(a, b, Anchor.CONTEXT, int(offset), until=until), part)
        if g["plan"]:
            first, last = self._maps["plan"][g["plan"]].split("-")
            edge = "end" if g["plan_part"].endswith(self._plan_end) else ""
            return PeriodMention(a, b, Anchor.ABSOLUTE, int(first), int(last), edge=edge, plan=True, since=False)
        if g["plan_ordinal"]:
            first, last = self._maps["plan_ordinal"][g["plan_ordinal"]].split("-")
            return PeriodMention(a, b, Anchor.ABSOLUTE, int(first), int(last), plan=True)
        if g["congress"]:
            year, dash, _ = self._maps["congress"][g["congress"]].partition("-")
            return PeriodMention(a, b, Anchor.ABSOLUTE, int(year), since=True, months=(1, 12)) if dash else None
        if g["years"]:
            n = self._count(g["years"])
            return PeriodMention(a, b, Anchor.CONTEXT, 0, span=n) if n and 1 < n <= 80 else None
        if g["now"]:
            return PeriodMention(a, b, Anchor.NOW, 0, until=True)
        if g["decade"]:
            y = 1900 + int(g["decade"])
            return PeriodMention(a, b, Anchor.ABSOLUTE, y, y + 9)
        if g["day_alone"]:
            return PeriodMention(a, b, Anchor.CONTEXT, 0, day=int(g["day_alone"]), months=None, edge="day")
        return None

    def _years(self, a: int, b: int, g: dict[str, str | None], text: str) -> PeriodMention | None:
        """Years from one to another. In bare figures they are a time only where brackets or a list hold them."""
        first, last = g["first_year"] or "", g["last_year"] or ""
        y0 = self._year(first)
        y1 = int(str(y0)[:2] + last) if len(last) == 2 else self._year(last)
        if y1 <= y0 or y1 - y0 > 60:
            return None
        opened = text[a - 1 : a] in ("（", "(", "、", "，", "", " ", "》")
        if not g["closed"] and not opened and not self._closed.match(text[b : b + 1]):
            return None
        return PeriodMention(a, b, Anchor.ABSOLUTE, y0, y1)

    def _in_year(
        self, a: int, b: int, anchor: Anchor, y: int, g: dict[str, str | None], until: bool, since: bool
    ) -> PeriodMention | None:
        """A year and the part of it that the groups of ``time`` name."""
        if g["first_month"] and g["last_month"]:
            p = self._months(a, b, int(g["first_month"]), int(g["last_month"]), until)
            return p and PeriodMention(a, b, anchor, y, months=p.months, until=until, since=since)
        if g["month"]:
            month = self._count(g["month"])
            if not month or not 1 <= month <= 12:
                return None
            if g["day"]:
                if not 1 <= int(g["day"]) <= 31:
                    return None
                day = int(g["day"])
                return PeriodMention(a, b, anchor, y, months=(month, month), day=day, until=until, since=since)
            part = self._maps["month_part"].get(g["month_part"] or "", "")
            edge, since = "end" if part == "end" else "", since or part == "since"
            return PeriodMention(a, b, anchor, y, months=(month, month), edge=edge, until=until, since=since)
        part = self._maps["year_part"].get(g["year_part"] or "", "")
        return self._part(PeriodMention(a, b, anchor, y, until=until, since=since), part)

    def _part(self, p: PeriodMention, part: str) -> PeriodMention:
        if part in ("end", "start"):
            return PeriodMention(p.start, p.end, p.anchor, p.year, edge=part, until=p.until, since=p.since)
        if part == "since":
            return PeriodMention(p.start, p.end, p.anchor, p.year, since=True, until=p.until)
        if part.startswith(_END_OF):
            month = int(part.removeprefix(_END_OF))
            return PeriodMention(p.start, p.end, p.anchor, p.year, months=(month, month), edge="end", until=p.until)
        if "-" in part:
            first, last = part.split("-")
            return PeriodMention(
                p.start, p.end, p.anchor, p.year, months=(int(first), int(last)), until=p.until, since=p.since
            )
        return p

    def _months(self, a: int, b: int, first: int, last: int, until: bool) -> PeriodMention | None:
        return (
            PeriodMention(a, b, Anchor.CONTEXT, 0, months=(first, last), until=until)
            if 1 <= first < last <= 12
            else None
        )

    def _day(self, a: int, b: int, y: int, m: int, d: int, until: bool) -> PeriodMention | None:
        if not (1 <= m <= 12 and 1 <= d <= 31):
            return None
        return PeriodMention(a, b, Anchor.ABSOLUTE, y, months=(m, m), day=d, until=until)

    def _year(self, s: str) -> int:
        return int(s) if s.isdigit() else int("".join(self._maps["numeral"][c] for c in s))

    def _count(self, s: str) -> int | None:
        if s.isdigit():
            return int(s)
        n = self._numerals.read(s, 0)
        return int(n.low) if n and n.end == len(s) and n.low == n.high else None
