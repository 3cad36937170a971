"""What a text has said so far in a paragraph: what later clauses leave out, they take from here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from extractor.models import Region
from extractor.resolve.context import Time

SHARES = ("%", "‰")


@dataclass(frozen=True, slots=True)
class Said:
    """A name just read, with its unit and measure."""

    name: str
    unit: str
    measure: str


@dataclass(frozen=True, slots=True)
class Outside:
    """What the text outside of a bracket was speaking of; ``which`` bracket of the sentence it is."""

    which: int
    topic: str
    last: Said | None
    share: Said | None
    share_newer: bool


@dataclass(slots=True)
class Discourse:
    """What has been said, field by field:

    - ``last`` the amount just stated (what 增长 is about), ``share`` the share just stated (what 比重 points to),
      ``share_newer`` which of the two came later, ``first`` the first amount of the section, ``before`` what the
      paragraph before spoke of last (in the same section), ``recent`` the names of this sentence's amounts
    - ``areas`` the areas that were last named together, ``areas_near`` whether in this sentence, ``spread`` whether the
      last numbers were theirs, ``run`` the areas of this sentence one by one, ``area`` the one that named the last
      number alone
    - ``thing`` what this sentence counted last, ``topic`` the body that the text is speaking of, ``bracketed`` what was
      spoken of before the bracket that is open, ``heading`` the body that the heading names, ``actor`` the body that
      acts in this sentence
    - ``parent`` the total whose parts follow 其中, ``totals`` the amounts of the block up to it, itself the last (empty
      where the text only names it), ``amounts`` the amounts of this block, ``divided`` the amount of this block that
      分…看 divided last, ``members`` the parts that it was divided into
    - ``shares`` the names of this block's shares, ``measured`` what the heading says is measured (主要产品产量)
    - ``since`` the time of the first of two levels in this sentence, which later pairs share
    - ``opened`` what this block stated first, ``parallel`` what the block before stated first (a paragraph a city)
    - ``rate`` the rate that this block stated last under its own name, ``example`` the one that examples are
      given of, ``placed`` what is measured of areas that are being listed by their place
    - ``rising`` the first of two levels (由63%提高到78%) with its mask, until the second is read; ``whose`` the body
      that the total belongs to whose parts are being told
    - ``headed`` the amount before a colon whose parts this sentence tells, ``near`` whether it has stated anything yet
    - ``sectors`` the amount of a sector whose growth this block stated last (规模以上工业增加值)
    - ``told`` the names of all that this sentence has stated, each once
    - ``herd`` what this sentence said of the first of several animals (出栏生猪)
    - ``verb`` the verb that a list joined by 、 shares, ``per`` the denominator that a list shares
    """

    last: Said | None = None
    share: Said | None = None
    share_newer: bool = False
    first: Said | None = None
    areas: tuple[Region, ...] = ()
    areas_near: bool = False
    spread: bool = False
    recent: tuple[str, ...] = ()
    run: tuple[Region, ...] = ()
    area: Region | None = None
    thing: str = ""
    bracketed: Outside | None = None
    per: str = ""
    actor: str = ""
    before: Said | None = None
    parent: str = ""
    divided: Said | None = None
    members: tuple[str, ...] = ()
    totals: tuple[Said, ...] = ()
    amounts: tuple[Said, ...] = ()
    topic: str = ""
    verb: str = ""
    heading: str = ""
    rising: tuple[Said, str] | None = None
    shares: tuple[str, ...] = ()
    measured: str = ""
    opened: Said | None = None
    since: Time | None = None
    parallel: str = ""
    rate: str = ""
    example: str = ""
    placed: str = ""
    whose: str | None = None
    headed: str = ""
    told: tuple[str, ...] = ()
    near: bool = False
    sectors: str = ""
    herd: str = ""

    def new_block(self, keeps_parent: bool, heading: str, new_section: bool) -> None:
        """A new block begins; list items below 其中： keep their total."""
        if new_section:
            self.first = self.before = None
            self.parallel = ""
        elif self.last is not None:
            self.before = self.last
            self.parallel = self.opened.name if self.opened else ""
        self.opened = None
        if not keeps_parent:
            self.whole("")
            self.last = None
            self.share = None
            self.amounts = ()
        self.topic = self.sectors = ""
        self.shares = self.members = ()
        self.divided = None
        self.rate = ""
        self.whose = None
        self.verb = ""
        self.heading = heading

    def new_sentence(self, keeps_parent: bool) -> None:
        """A new sentence begins; the parts of a total end with their sentence unless this one opens with 其中."""
        if not keeps_parent:
            if self.parent and self.totals and self.totals[-1].name == self.parent:
                self.last = self.totals[-1]  # 新增泊位1.5万个，其中公共泊位3000个。已完成1.3万个
            self.whole("")
        self.verb = self.headed = ""
        self.near = self.areas_near = False
        self.herd = ""
        self.rising = self.since = None
        self.example = self.placed = ""
        self.part_ends()
        self.recent = self.told = ()
        self.run = ()
        self.area = None
        self.thing = ""
        self.bracketed = None
        self.per = ""
        self.actor = ""

    def bracket(self, which: int) -> None:
        """Reading is inside of a bracket, by its place in the sentence, or of none (0): what a bracket speaks of, the
        text behind it does not."""
        if self.bracketed is not None and which != self.bracketed.which:
            b, self.bracketed = self.bracketed, None
            self.topic, self.last, self.share, self.share_newer = b.topic, b.last, b.share, b.share_newer
        if which and self.bracketed is None:
            self.bracketed = Outside(which, self.topic, self.last, self.share, self.share_newer)

    def stated(self, name: str, unit: str, measure: str, part: bool) -> None:
        """A record was read; ``part`` says that it is a share of something just named (占…) and no amount of its
        own."""
        said = Said(name, unit, measure)
        self.near = True
        if measure != "rank" and name not in self.told:
            self.told = (*self.told[-7:], name)
        self.opened = self.opened or said
        if self.parent and measure != "rank" and name not in self.members:
            self.members = (*self.members[-15:], name)
        if measure == "level" and not part:
            self.recent = (*self.recent[-7:], name)
            self.amounts = (*self.amounts[-7:], said)
        if unit in SHARES and measure == "level":
            if name not in self.shares:
                self.shares = (*self.shares[-7:], name)
            self.share, self.share_newer = said, True
            if part and self.last is not None:
                return
        if measure == "level" or self.last is None or self.last.name != name:
            self.last = said
            if not (unit in ("%", "‰") and measure == "level"):
                self.share_newer = False
        if self.first is None and measure == "level" and unit not in ("%", "‰"):
            self.first = said

    def breaks(self) -> None:
        """An amount was passed over: what follows without a name is about that one, and not about the one before."""
        self.last = self.share = None
        self.share_newer = False

    def risen(self, kind: str) -> Said | None:
        """The first of two levels, where a number of its kind follows: the second has its name."""
        return self.rising[0] if self.rising is not None and self.rising[1] == kind else None

    def part_ends(self) -> None:
        """A semicolon behind parts of a total: the next dependent name belongs to the total's body again."""
        if self.whose is not None:
            self.topic = self.thing = self.whose
            self.whose = None

    def whole(self, name: str, total: Said | None = None) -> None:
        """What follows are parts of ``name``; ``total`` is the amount that it was stated as, where it was."""
        self.parent, self.totals = name, (*self.amounts, total) if total is not None else ()

    def whole_of(self, unit: str, measure: str, fits: Callable[[str, str], bool]) -> str:
        """The total that an amount in ``unit`` can be a part of: parts are counted in the unit of their total.

        Where the total just named has another unit, an earlier one of the block in the amount's own unit is meant;
        empty where there is none. ``fits`` tells whether two units count the same kind of thing.
        """
        total = self.totals[-1] if self.totals else None
        if total is None or measure != "level" or total.measure != "level" or unit in SHARES or unit == total.unit:
            return self.parent
        same = next((s.name for s in reversed(self.totals) if s.unit == unit), "")
        return same or (self.parent if fits(unit, total.unit) else "")

    def counted_in(self, unit: str) -> str:
        """What this block counted last in a unit: later sentences say what became of it (改造小区75个。已开工60个);
        empty for nothing."""
        return next((s.name for s in reversed(self.amounts) if s.unit == unit), "")

    @property
    def left_behind(self) -> bool:
        """True where the amount just stated has another unit than the total whose parts were told before: 床位4.1万张
        behind 机构198家."""
        total = self.totals[-1] if self.totals else None
        amount = self.last if self.last is not None and self.last.measure == "level" else None
        return total is not None and amount is not None and total.measure == "level" and amount.unit != total.unit

    def same_amount(self, name: str) -> str:
        """The amount of the block that a change of ``name`` is about: the first whose name ends in it; else empty."""
        return next((s.name for s in self.amounts if s.name.endswith(name)), "")

    def same_share(self, name: str) -> str:
        """The share of the block that a change of ``name`` in percentage points is about: 第二产业 of 第二产业占比."""
        return next((s for s in reversed(self.shares) if s.startswith(name) and s != name), "")

    def carried(self, points: bool) -> Said | None:
        """What a clause without a name is about: percentage points are about the share just stated, where it was the
        last."""
        return self.share if points and self.share is not None and self.share_newer else self.last

    @property
    def body(self) -> str:
        """The body that dependent names belong to."""
        return self.topic or self.heading
