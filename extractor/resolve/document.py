"""What a document says of itself: its card, its area, its year, and whether it speaks of what was or of what shall
be."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

import regex

from extractor.layout.blocks import Page
from extractor.layout.card import Pair
from extractor.lexicon import Lexicon
from extractor.measure.periods import Anchor, PeriodMention, PeriodReader, resolve
from extractor.models import BlockKind, Card, Period, Region
from extractor.resolve.divisions import COUNTRY
from extractor.resolve.regions import Regions

_TAIL_LINES = 8
#: Fields of a card that `Card` has as such (and the size of letters, which is none).
_OWN_COLUMN = frozenset({"title", "publisher", "published", "font", "index_number", "document_number", "validity"})
_HEAD = 600  # characters in which a speech says whose congress it is held before
_SHARE = 0.3  # of all mentions of areas, what the document's own has at the least
_EARLY = 4  # until April pages report on the year before
_DATE_LINE = 70  # a line that only dates the page is short
_COMPACT_DATE = regex.compile(r"(?<!\d)(?P<year>20\d\d)(?P<month>\d\d)(?P<day>\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class DocumentContext:
    """What the numbers of a document inherit from it.

    ``issued`` is the year of issue, ``year`` the year that the document reports on (for a plan: its last), ``span`` the
    years of a plan, ``part`` the months of the year that a title such as 2024年上半年 names; ``plan`` is set for
    documents that speak of the future, ``pledges`` for those about pledges, kept or not.
    """

    card: Card
    home: Region | None
    issued: int | None
    year: int | None
    span: tuple[int, int] | None
    plan: bool
    national: bool
    part: Period | None = None
    pledges: bool = False

    @property
    def own_period(self) -> Period | None:
        """What a number holds for where nothing says when: the months that the title names, else the year."""
        if self.part is not None or self.year is None:
            return self.part
        return Period(date(self.year, 1, 1), date(self.year, 12, 31))


class DocumentReader:
    """Reads a document's own context. Words come from ``rules/words/layout.toml`` and ``grammar.toml``."""

    def __init__(self, lexicon: Lexicon, periods: PeriodReader, regions: Regions) -> None:
        self._periods, self._regions = periods, regions
        self._kinds = dict(lexicon.mapping("title_word"))
        self._plans = dict(lexicon.mapping("plan"))
        self._plan_name = regex.compile(lexicon.alternation("plan"))
        self._loose_kinds = set(lexicon.words("loose_kind"))
        self._news = set(lexicon.words("news_kind"))
        self._labels = dict(lexicon.mapping("card_label_names"))
        self._plan_kinds = set(lexicon.words("plan_kind"))
        self._reviews = set(lexicon.words("review_kind"))
        self._pledged = regex.compile(lexicon.alternation("pledge_kind"))
        self._reported = regex.compile(lexicon.alternation("pledge_done"))
        self._done = regex.compile(lexicon.alternation("done_word"))
        self._organ = regex.compile(rf"^[^，。：；、\d（）“”]{{2,30}}{lexicon.alternation('organ_end')}$")
        self._national = regex.compile(lexicon.alternation("national_organ"))
        self._issue, self._convenes = lexicon.pattern("issue_number"), lexicon.pattern("congress_of_area")
        self._date_line, self._date_in_line = lexicon.pattern("date_line"), lexicon.pattern("date_in_line")
        self._date_written = lexicon.pattern("date_written")
        self._date_month, self._date_year = lexicon.pattern("date_month"), lexicon.pattern("date_year")
        self._area_levels = dict(lexicon.mapping("area_word_level"))
        self._aim = lexicon.words("aim_word")
        self._target = regex.compile(lexicon.alternation("target_strong"))
        self._ahead = regex.compile(rf"(?:{lexicon.alternation('looks_ahead')})$")
        self._back = regex.compile(lexicon.alternation("looks_back"))
        self._last_year = regex.compile(lexicon.alternation("last_year_word"))
        self._this_year = regex.compile(lexicon.alternation("this_year_word"))

    def read(self, text: str, page: Page) -> DocumentContext:
        """The context of a laid-out page."""
        fields: dict[str, str] = {}
        for p in page.pairs:
            if p.value:
                fields.setdefault(p.field, p.value)
        title = self._title(page, fields)
        kind = self._kind(title)
        published = (
            self._date(fields.get("published", ""))
            or self._date(fields.get("written", ""))
            or self._date_in_text(text, page)
        )
        publisher = fields.get("publisher") or self._publisher(text, page)
        home = self._home(title, publisher, text, page)
        publisher = self._full_publisher(publisher, home)
        issued = published[0].year if published else None
        year, span = self._year(title, kind, issued, published[0].month if published else 12, text, page)
        if issued is None and year is not None:
            issued = year + 1 if kind in self._reviews else self._issued_from_words(text, year)
        pledged = self._pledged.search(title) is not None
        plan = kind in self._plan_kinds or (pledged and not self._reported.search(title) and not self._reports(text))
        part = None if plan or span else self._part(title, year)
        period = part or self._period(year, span)
        card = Card(
            title=title or None,
            publisher=publisher or None,
            published=published[0] if published else None,
            published_text=published[1] if published else None,
            region=home.name if home else None,
            region_code=home.code if home else None,
            doc_kind=kind,
            period_start=period.first if period else None,
            period_end=period.last if period else None,
            index_number=fields.get("index_number"),
            document_number=fields.get("document_number"),
            validity=fields.get("validity"),
            other=self._other(page.pairs),
        )
        return DocumentContext(
            card, home, issued, year, span, plan, bool(home and home.level == "country"), part, pledged
        )

    # ------------------------------------------------------------------ title, kind, publisher

    def _title(self, page: Page, fields: dict[str, str]) -> str:
        return (fields.get("title") or page.title).strip()

    def _kind(self, title: str) -> str | None:
        """By the last word of the genre in the title; words such as 通知 and 摘编 only where no other tells more."""
        found = sorted((title.rfind(word) + len(word), kind) for word, kind in self._kinds.items() if word in title)
        telling = [kind for _, kind in found if kind not in self._loose_kinds] or [kind for _, kind in found]
        return telling[-1] if telling else None

    def _reports(self, text: str) -> bool:
        """True where a text of pledges says more often that they were kept than that they shall be."""
        head = text[:20_000]
        return len(self._done.findall(head)) > 2 * len(self._target.findall(head)) + 2

    def _publisher(self, text: str, page: Page) -> str:
        silent = (BlockKind.TABLE, BlockKind.CONTENTS)
        lines = [text[b.start : b.end].strip("*# ") for b in page.blocks if b.kind not in silent]
        for line in [*lines[:6], *reversed(lines[-_TAIL_LINES:])]:
            if self._organ.match(line) and len(line) <= 24 and line != page.title:
                return line
        return ""

    def _full_publisher(self, publisher: str, home: Region | None) -> str:
        """市民政局 of a city's page is that city's."""
        if (
            home
            and home.level in ("city", "province", "county")
            and publisher[:1]
            and publisher[:1] == home.name[-1:]
            and not publisher.startswith(home.name)
        ):
            return home.name + publisher[1:]
        return publisher

    def _other(self, pairs: tuple[Pair, ...]) -> dict[str, str]:
        """What the card tells beside that which has a field of its own."""
        out: dict[str, str] = {}
        for p in pairs:
            if p.field not in _OWN_COLUMN and p.value:
                out.setdefault(self._labels.get(p.field, p.field), p.value)
        return out

    # ------------------------------------------------------------------ area

    def _home(self, title: str, publisher: str, text: str, page: Page) -> Region | None:
        """The area of the document: from its title, else its publisher, else the area that its text names most."""
        if self._national.search(title):
            return self._country()
        named = self._regions.find(text[:60_000])
        pointing = Counter(f.deictic for f in named if f.deictic)
        pointing_level = self._wanted_level(pointing)
        for source in (title, publisher):
            found = [
                f.region
                for f in self._regions.find(source)
                if f.region and f.region.level in ("province", "city", "county", "country")
            ]
            if found and not (
                source is title and self._kind(title) is None and pointing_level not in (None, found[0].level)
            ):
                return found[0]
        if publisher and self._national.search(publisher):
            return self._country()
        for f in named:  # …在兴化市第九届人民代表大会第四次会议上
            if f.start < _HEAD and f.region and f.deictic is None and self._convenes.match(text, f.end):
                return f.region
        wants = pointing_level
        groups = [f.region for f in self._regions.find(title) if f.region and f.region.level == "group"]
        if groups:
            return groups[0]
        counts: Counter[Region] = Counter()
        for f in named:
            if (
                f.region is not None
                and f.deictic is None
                and not f.aside
                and f.region.level in ("province", "city", "county")
            ):
                counts[f.region] += 1 if not f.short else 0.5  # type: ignore[assignment]
        head = [
            f.region
            for f in self._regions.find(text[:200])
            if f.region and not f.deictic and f.region.level in ("province", "city", "county")
        ]
        for r in head[:3]:
            counts[r] += 2
        total = sum(counts.values())
        ranked = [r for r, n in counts.most_common() if (wants is None or r.level == wants) and n >= 2]
        if ranked and (wants is not None or counts[ranked[0]] >= _SHARE * total):
            return ranked[0]
        if (
            counts
            and counts.most_common(1)[0][1] >= _SHARE * total
            and not self._national.search(text[:400])
            and counts.most_common(1)[0][1] >= 2
        ):
            return counts.most_common(1)[0][0]
        of_country = {f.deictic for f in named if f.deictic and f.region and f.region.level == "country"}
        if self._national.search(text[:600]) or any(pointing[word] >= 2 for word in of_country):
            return self._country()
        return None

    def _country(self) -> Region | None:
        return self._regions.by_code(COUNTRY)

    def _wanted_level(self, pointing: Counter[str]) -> str | None:
        """Which level the pointing words ask for: a text that says 全市 and 我市 is a city's."""
        votes = Counter({"city": 0, "province": 0, "county": 0})
        for word, n in pointing.items():
            level = next((level for mark, level in self._area_levels.items() if word and mark in word), None)
            if level:
                votes[level] += n
        top, n = votes.most_common(1)[0]
        return top if n >= 2 else None

    # ------------------------------------------------------------------ time

    def _date(self, value: str) -> tuple[date, str] | None:
        m = self._date_written.search(value)
        if m:
            return _day(m)
        m = self._date_month.search(value)
        if m and 1 <= int(m["month"]) <= 12:
            return date(int(m["year"]), int(m["month"]), 1), f"{m['year']}-{int(m['month']):02d}"
        m = self._date_year.match(value)
        return (date(int(m["year"]), 1, 1), m["year"]) if m else None

    def _date_in_text(self, text: str, page: Page) -> tuple[date, str] | None:
        """A date on a line of its own, or that opens a line, near the head or the end."""
        lines = [
            text[b.start : b.end].strip("*#（）() ")
            for b in page.blocks
            if b.kind not in (BlockKind.TABLE, BlockKind.CONTENTS)
        ]
        for line in [*lines[:8], *lines[-_TAIL_LINES:]]:
            m = self._date_line.match(line)
            if m and len(line) <= _DATE_LINE and "。" not in line[:-1]:
                found = _day(m)
                if found:
                    return found
        m = _COMPACT_DATE.search(page.title)
        if m:
            return _day(m)
        for line in [*lines[:6], *lines[-3:]]:  # a dateline: 京华民生 2025-01-15 18:30, （某办公室 2021年7月21日）
            m = self._date_in_line.search(line)
            if m and len(line) <= 40 and "。" not in line:
                return _day(m)
        return None

    def _year(
        self, title: str, kind: str | None, issued: int | None, month: int, text: str, page: Page
    ) -> tuple[int | None, tuple[int, int] | None]:
        in_title = [p for p in self._periods.find(title) if p.anchor is Anchor.ABSOLUTE and p.year is not None]
        spans = [(p.year, p.last_year) for p in in_title if p.year is not None and p.last_year is not None]
        if spans:
            a, b = spans[0]
            return b, (a, b)
        years = [
            p.year for p in in_title if p.year is not None and p.day is None and not self._issue.match(title, p.end)
        ]
        if kind in self._news and issued is not None:
            return issued, None
        if years:
            return (
                years[0] - 1 if kind in self._reviews and (issued is None or issued == years[0]) else years[0]
            ), None
        if kind in self._plan_kinds:
            named = self._plan_name.search(title)
            if named:
                first, last = self._plans[named[0]].split("-")
                return int(last), (int(first), int(last))
            found = Counter(
                (p.year, p.last_year) for p in self._periods.find(text[:20_000]) if p.plan and p.last_year and p.year
            )
            if found:
                (a, b), _ = found.most_common(1)[0]
                if a is not None and b is not None:
                    return b, (a, b)
        done = self._latest_done(text, page, issued)
        if issued is not None and (done is None or done == issued) and month <= _EARLY and self._looks_back(text, kind):
            return issued - 1, None
        return (done if done is not None else issued), None

    def _looks_back(self, text: str, kind: str | None) -> bool:
        """True for a page of the first months of a year that reports on the year before: 去年, 全年, 过去一年, and
        rarely 今年."""
        if kind in self._plan_kinds:
            return False
        head = text[:40_000]
        back = len(self._back.findall(head))
        return back >= 1 and back >= len(self._this_year.findall(head))

    def _latest_done(self, text: str, page: Page, issued: int | None) -> int | None:
        """The latest year that the text itself reports on as done."""
        counts: Counter[int] = Counter()
        events: Counter[int] = Counter()
        for b in page.blocks:
            if b.kind in (BlockKind.CARD, BlockKind.CONTENTS, BlockKind.TABLE):
                continue
            for p in self._periods.find(text, b.start, b.end):
                if p.anchor is not Anchor.ABSOLUTE or p.year is None or p.last_year is not None or p.plan:
                    continue
                if issued is not None and p.year > issued:
                    continue
                if self._in_title(text, p) or self._is_target(text, p) or self._issue.match(text, p.end):
                    continue
                (counts if p.day is None and (p.months is None or p.until) else events)[p.year] += 1
        counts = counts or events
        if not counts:
            return None
        latest = max(counts)
        if issued is not None and latest == issued and counts.get(issued - 1, 0) > counts[issued]:
            return issued - 1  # a report of January on the year before
        return latest

    @staticmethod
    def _in_title(text: str, p: PeriodMention) -> bool:
        before = text[max(0, p.start - 60) : p.start]
        return before.rfind("《") > before.rfind("》")

    def _is_target(self, text: str, p: PeriodMention) -> bool:
        before = text[max(0, p.start - 2) : p.start]
        said = text[p.start : p.end]
        return (
            (said.startswith(self._aim) and not p.edge)
            or before.endswith(self._aim)
            or bool(self._ahead.search(before))
            or bool(self._target.search(text[max(0, p.start - 8) : p.end + 12]))
        )

    def _issued_from_words(self, text: str, year: int) -> int:
        """The year of issue where no date tells it: the year after the one that the text calls 去年."""
        head = text[:30_000]
        return year + 1 if self._last_year.search(head) and not self._this_year.search(head) else year

    def _part(self, title: str, year: int | None) -> Period | None:
        """The months of the document's year that its title names; a single month is as often a date."""
        for p in self._periods.find(title):
            several = p.months is not None and p.months[0] < p.months[1] and p.day is None and not p.until
            if several and p.anchor is Anchor.ABSOLUTE and p.year == year:
                return resolve(p, year, year)
        return None

    @staticmethod
    def _period(year: int | None, span: tuple[int, int] | None) -> Period | None:
        if span:
            return Period(date(span[0], 1, 1), date(span[1], 12, 31))
        return Period(date(year, 1, 1), date(year, 12, 31)) if year else None


def _day(m: regex.Match[str]) -> tuple[date, str] | None:
    """The date that a match names; None where the calendar has no such day."""
    try:
        found = date(int(m["year"]), int(m["month"]), int(m["day"]))
    except ValueError:
        return None
    return found, found.isoformat()
