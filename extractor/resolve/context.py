"""Time, area and status of every number: said beside it, carried over from before, or the document's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import regex

from extractor.lexicon import Lexicon
from extractor.measure.atoms import Atom, AtomKind
from extractor.measure.periods import Anchor, PeriodMention, PeriodReader, resolve
from extractor.models import Block, BlockKind, Period, Region
from extractor.resolve.areas import SentenceAreas
from extractor.resolve.document import DocumentContext
from extractor.resolve.regions import Found, Regions

_LONGEST_LABEL = 14
BARE = "growth"  # what stands for a growth that names no base


@dataclass(frozen=True, slots=True)
class Time:
    """A resolved time and where it came from: ``explicit``, ``inherited`` or ``document``. ``apart`` where an earlier
    clause names it, without 截至 (which sums up all years before)."""

    period: Period
    source: str
    apart: bool = False

    def of_flow(self) -> Time:
        """The time of a flow: what a year's end in an earlier clause says of stocks, is of a flow the whole year."""
        p = self.period
        if not self.apart or not p.instant or (p.last.month, p.last.day) != (12, 31):
            return self
        return Time(Period(date(p.last.year, 1, 1), p.last), self.source)


@dataclass(frozen=True, slots=True)
class _Named:
    """A time of the sentence: where it stands, what it does there, and the days that it means."""

    at: int
    mention: PeriodMention
    role: str
    period: Period | None


@dataclass(slots=True)
class _Section:
    """What a section's headings say about the numbers below them."""

    path: tuple[str, ...] = ()
    year: int | None = None
    period: Period | None = None
    target: bool | None = None
    region: Region | None = None
    lead: Period | None = None  # the time that the section's first paragraph opens with


class ContextTracker:
    """Follows a document from block to block and tells the context of each number.

    Call :meth:`enter` for every block, :meth:`sentence` for every sentence in it, then ask.
    """

    def __init__(self, lexicon: Lexicon, periods: PeriodReader, regions: Regions, doc: DocumentContext) -> None:
        alt = lexicon.alternation
        self._periods, self._regions, self._doc = periods, regions, doc
        pattern = lexicon.pattern
        self._compare_head, self._compare_tail = pattern("compared_before"), pattern("compared_behind")
        self._multiplied, self._value_behind = pattern("times_behind"), pattern("value_behind")
        self._priced, self._reached = pattern("prices_behind"), pattern("reach_behind")
        self._event = regex.compile(rf"(?:{alt('event_verb')}|《|“)$")
        self._named = regex.compile(rf"^[^，。；：、]{{0,24}}?(?:{alt('name_after_year')})")
        self._target_strong = regex.compile(alt("target_strong"))
        self._done = regex.compile(alt("done_word"))
        only_compares = frozenset(lexicon.words("done_compare"))
        itself = [w for w in lexicon.words("done_word") if w not in only_compares]
        self._done_itself = regex.compile("|".join(regex.escape(w) for w in itself))
        self._normal = regex.compile(alt("against_normal"))
        self._last_month = regex.compile(alt("from_last_month"))
        self._average = regex.compile(alt("average_each"))
        self._duty = regex.compile(alt("duty_word"))
        self._head_target = regex.compile(alt("section_target"))
        self._aims = pattern("section_aims")
        self._head_done = regex.compile(alt("section_done"))
        self._head_done_weak = regex.compile(alt("section_done_weak"))
        self._leads = regex.compile(
            rf"^(?:【[^】]{{1,24}}】)?(?:{alt('lead')}|{alt('lead_area')}|[，、“”（\s◆——●■•▲★·*-]|{alt('of_which')})*$"
        )
        self._from = regex.compile(rf"(?:{alt('from_to')})$")
        self._areas = SentenceAreas(lexicon, regions, doc, lambda before: self._leads.match(before) is not None)
        self._section = _Section()
        self._sections: dict[tuple[str, ...], _Section] = {}
        self._paragraph: Period | None = None
        self._sums_up = False  # the paragraph's time was given with 截至
        self._paragraph_region: Region | None = None
        self._times: list[_Named] = []
        self._number_ends: set[int] = set()
        self._text = ""
        self._start = self._end = 0
        self._last_kind: BlockKind | None = None
        self._first_sentence = True

    # ------------------------------------------------------------------ moving on

    def enter(self, block: Block) -> None:
        """A new block begins."""
        if block.section != self._section.path:
            self._section = self._sections.setdefault(block.section, self._read_section(block.section))
        if not (block.kind is BlockKind.ITEM and self._last_kind in (BlockKind.ITEM, BlockKind.PARAGRAPH)):
            self._paragraph = None
            self._paragraph_region = None
        elif block.kind is BlockKind.ITEM:
            self._paragraph_region = None
        self._last_kind = block.kind
        self._first_sentence = True

    def _read_section(self, path: tuple[str, ...]) -> _Section:
        s = _Section(path)
        for title in path:  # inner headings override outer ones
            target, done = self._head_target.search(title), self._head_done.search(title)
            if done and not target and s.target and self._head_done_weak.fullmatch(done[0]):
                done = None
            if target and not done:
                s.target = True
            elif done and not target:
                s.target = False
            elif done and target:
                s.target = target.start() > done.start()
            for m in self._periods.find(title):
                p = resolve(m, self._doc.issued, s.year or self._doc.year)
                if p is not None and m.anchor is not Anchor.NOW and not m.since and m.day is None:
                    s.period, s.year = p, p.last.year
            found = [
                f
                for f in self._regions.find(title, within=self._home_code())
                if f.region and not f.deictic and not f.aside
            ]
            if found and self._is_whole(title, found[0]):
                s.region = found[0].region
        return s

    @staticmethod
    def _is_whole(title: str, f: Found) -> bool:
        """A heading sets the area of its section only where it is little more than the area's name."""
        return f.end - f.start >= len(title.strip()) - 6 and f.start <= 4

    def sentence(self, text: str, start: int, end: int, atoms: list[Atom], found: list[Found]) -> None:
        """A new sentence begins: its times and areas are sorted out."""
        self._text, self._start, self._end = text, start, end
        self._times = []
        running: int | None = None
        for a in atoms:
            if a.kind is AtomKind.PERIOD and a.period is not None:
                role = self._role(text, start, end, a.period)
                p = self._resolved(a.period, running)
                before = self._times[-1] if self._times else None
                if (
                    a.period.span and before is not None and before.mention.since and before.period is not None
                ):  # 2019年起，…三年共计
                    first = before.period.first.year
                    p = Period(date(first, 1, 1), date(first + a.period.span - 1, 12, 31))
                self._times.append(_Named(a.start, a.period, role, p))
                if role == "time" and p is not None and a.period.anchor is not Anchor.NOW:
                    running = p.last.year
        self._number_ends = {a.end for a in atoms if a.quantity is not None or a.kind is AtomKind.RATIO}
        told = [(t.mention.start, t.mention.end) for t in self._times]
        self._areas.sentence(text, start, end, found, told, self._number_ends)
        if self._first_sentence:
            self._open_paragraph(text, start)
            self._first_sentence = False

    def _open_paragraph(self, text: str, start: int) -> None:
        lead = next((t for t in self._times if t.role == "time"), None)
        if lead and self._leads.match(text[start : lead.at]) and self._last_kind is not BlockKind.ITEM:
            m, p = lead.mention, lead.period
            if p and (m.whole_year or m.plan or m.span) and self._section.lead is None and self._section.period is None:
                self._section.lead = p
        opening = self._areas.opening(start)
        if opening is not None:
            self._paragraph_region = opening.region

    def close_sentence(self) -> None:
        """The sentence ends: the time that it spoke of last holds for the rest of the paragraph."""
        for t in reversed(self._times):
            m = t.mention
            lasts = t.role == "time" and m.day is None and (m.months is None or m.year) and m.anchor is not Anchor.NOW
            opens_clause = m.whole_year and self._text[t.at - 1 : t.at] in ("，", "；")
            leads = self._leads.match(self._text[self._start : t.at]) is not None
            if lasts and (leads or self._is_set_off(m) or (opens_clause and self._narrows(t.period))):
                if t.period is not None:
                    self._paragraph, self._sums_up = t.period, m.until
                break

    def _narrows(self, p: Period | None) -> bool:
        """True for a year whose end alone the paragraph has named so far."""
        now = self._paragraph
        return p is not None and now is not None and now.instant and now.last.year == p.last.year

    def _is_set_off(self, m: PeriodMention) -> bool:
        """True for a time that stands before its clause rather than in it: 到2025年，… against 力争2027年建成."""
        return self._text[m.end : m.end + 1] in ("，", "：", "、") or m.end >= self._end

    # ------------------------------------------------------------------ times

    def _role(self, text: str, start: int, end: int, m: PeriodMention) -> str:
        """What a time does in its sentence: ``time`` of the clause, ``base`` of a comparison, part of a ``name``, the
        year whose ``prices`` are meant, the ``reach`` of a record."""
        before, after = text[max(start, m.start - 8) : m.start], text[m.end : min(end, m.end + 28)]
        if self._compare_head.search(before) or self._compare_tail.match(after):
            return "base"
        if self._multiplied.match(after):
            return "base"
        if m.span and self._reached.match(after):
            return "reach"
        if self._priced.match(after):
            return "prices"
        if self._event.search(before) and self._named.match(after):
            return "name"
        if before.endswith(("《", "“")):
            return "name"
        if self._from.search(before) and self._value_behind.match(after):
            return "from"
        return "time"

    def _context_year(self) -> int | None:
        p = self._paragraph or self._section.lead
        if self._section.year is not None and self._paragraph is None:
            return self._section.year
        return p.last.year if p else self._doc.year

    def _resolved(self, m: PeriodMention, running: int | None = None) -> Period | None:
        issued = self._doc.issued if self._doc.issued is not None else self._doc.year
        if m.anchor is Anchor.NOW:
            year = issued if self._doc.plan else self._section.year or self._doc.year or issued
            return resolve(m, year, year)
        return resolve(m, issued, running if running is not None else self._context_year())

    def time_at(self, at: int, floor: int | None = None) -> Time | None:
        """The time of a number at ``at``; only times behind ``floor`` count as said beside it."""
        clause = self._clause_start(at)
        later_day = None
        for t in reversed(self._times):
            pos, m, p = t.at, t.mention, t.period
            if pos >= at or p is None or t.role not in ("time", "from"):
                continue
            if t.role == "from" and any(pos < e <= at for e in self._number_ends):
                continue  # the time of the first of two values is not that of the second
            if m.day is not None and not m.until and not m.since and pos < clause:
                later_day = p
                continue  # the day of an event does not date the numbers of later clauses
            said = pos >= clause or self._leads.match(self._text[self._start : pos])
            return Time(p, "explicit" if said else "inherited", pos < clause - 1 - (m.end - m.start) and not m.until)
        if self._paragraph is not None:
            return Time(self._paragraph, "inherited", not self._sums_up)
        if self._section.lead is not None:
            return Time(self._section.lead, "inherited")
        if self._section.period is not None:
            return Time(self._section.period, "inherited")
        if later_day is not None and self._doc.year is None:
            return Time(later_day, "inherited")
        if self._doc.span is not None and self._section.target is not False:
            return Time(Period(date(self._doc.span[0], 1, 1), date(self._doc.span[1], 12, 31)), "document")
        if self._doc.span is not None:
            y = self._doc.span[0] - 1
            return Time(Period(date(y, 12, 31), date(y, 12, 31), True), "document")
        own = self._doc.own_period
        return Time(own, "document") if own is not None else None

    def time_before(self, at: int) -> Time | None:
        """The last time said before ``at`` in its clause, whatever it does there."""
        clause = self._clause_start(at)
        told = [t.period for t in self._times if clause <= t.at < at and t.period is not None]
        return Time(told[-1], "explicit") if told else None

    def base_of(self, at: int, own: Time | None, words: str) -> str | None:
        """What a change at ``at`` is against: the time compared with, or the year before for 同比 and a bare 增长."""
        if self._normal.search(words):
            return None
        clause = self._clause_start(at)
        bare = words == BARE or self._average.search(self._text[clause:at])
        for t in reversed(self._times):
            # a bare 增长, an average, and all that follows 与2015年相比 at the head of the sentence go on with the base
            lasting = bare and not (t.period is not None and t.period.instant and t.period.first.month == 1)  # 比年初
            goes_on = (
                clause > t.at and (lasting or self._heads_sentence(t)) and t.period is not None and own is not None
            )
            if t.role == "base" and (
                clause <= t.at < at or (goes_on and t.period and own and t.period.last < own.period.first)
            ):
                p = t.period
                if p is None:
                    return None
                if p.instant:
                    return p.last.isoformat()
                return str(p.last.year) if p.first.year == p.last.year else f"{p.first.year}/{p.last.year}"
        if own is None:
            return None
        if self._last_month.search(words):
            return _month_before(own.period)
        y = own.period.last.year
        span = own.period.last.year - own.period.first.year
        if span:
            return str(own.period.first.year - 1)
        return (_year_before(own.period.last) if own.period.instant else str(y - 1)) if words else None

    def _heads_sentence(self, t: _Named) -> bool:
        """True for a comparison that is a clause of its own at the sentence's beginning: 与2015年相比，…"""
        head = self._text[self._start : t.mention.end]
        behind = self._text[t.mention.end : t.mention.end + 6].split("，")[0]
        return (
            not any(mark in head for mark in "，；：")
            and not any(c.isdigit() for c in behind)
            and ("，" in self._text[t.mention.end : t.mention.end + 6])
        )

    def period_of(self, m: PeriodMention) -> Period | None:
        """The days of a time that a rule captured."""
        return self._resolved(m)

    def _clause_start(self, at: int) -> int:
        for k in range(at - 1, self._start - 1, -1):
            if self._text[k] in "，；。：":
                return k + 1
        return self._start

    # ------------------------------------------------------------------ areas

    def region_at(self, at: int) -> Region | None:
        """The area of a number at ``at``."""
        return self._areas.at(at) or self._paragraph_region or self._section.region or self._doc.home

    def _home_code(self) -> str | None:
        return self._doc.home.code if self._doc.home else None

    # ------------------------------------------------------------------ status

    def status_at(self, atom: Atom, end: int, time: Time | None) -> str:
        """``target`` where the clause, the section or the time says so, else ``actual``."""
        clause_start = self._clause_start(atom.start)
        clause = self._text[clause_start:end]
        sentence = self._text[self._start : end]
        done = (self._done_itself if self._section.target else self._done).search(clause)
        if not done and self._under_an_aim(atom.start):
            return "target"
        aims = (m.start() + clause_start for m in self._target_strong.finditer(clause))
        if not done and any(at != atom.end for at in aims):  # 230个计划新开工项目 are so many, whatever became of them
            return "target"
        if time is not None and time.source != "document":
            issued = self._doc.issued or self._doc.year
            if issued is not None and not self._doc.plan and time.period.last.year > issued:
                return "target"
            looks_back = time.source == "explicit" and time.period.first.year < time.period.last.year
            if not self._doc.plan and issued is not None and looks_back and time.period.last.year <= issued:
                return "actual"  # 60年来
            if self._doc.plan and self._doc.span is not None:
                if time.period.last.year >= self._doc.span[0] and not done and self._section.target is not False:
                    return "target"
                return "target" if time.period.last.year > (issued or self._doc.span[0]) else "actual"
        if done and self._section.target is not True:
            return "actual"
        if self._section.target is not None:
            return "target" if self._section.target and not (done and not self._doc.plan) else "actual"
        if self._doc.plan:
            return "actual" if done else "target"
        so_far = max((t.at for t in self._times if t.mention.until and t.at < atom.start), default=self._start)
        aims = (m.start() + so_far for m in self._target_strong.finditer(self._text[so_far:end]))
        return "target" if any(at != atom.end for at in aims) and not self._done.search(sentence) else "actual"

    def _under_an_aim(self, at: int) -> bool:
        """True behind a few words and a colon that name what is aimed at: 年度目标任务：…, but not 已妥善安排：…"""
        colon = self._text.find("：", self._start, at)
        label = self._text[self._start : colon] if 0 <= colon - self._start <= _LONGEST_LABEL else ""
        told = self._done.search(label) or self._head_done.search(label) or "，" in label
        return self._aims.search(label) is not None and not told


def _year_before(day: date) -> str:
    """The same day of the year before; the end of a month stays one."""
    after = day + timedelta(days=1)
    if after.day == 1:
        return (after.replace(year=after.year - 1) - timedelta(days=1)).isoformat()
    return day.replace(year=day.year - 1).isoformat()


def _month_before(p: Period) -> str | None:
    """The month before a period of one month, as 2023-11; None for longer periods."""
    if p.instant or (p.first.year, p.first.month) != (p.last.year, p.last.month):
        return None
    last = p.first - timedelta(days=1)
    return f"{last.year}-{last.month:02}"
