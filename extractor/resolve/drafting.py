"""Drafts: a chosen rule's number with its value, unit, name, time, area and status."""

from __future__ import annotations

from extractor.match.rules import Ruleset
from extractor.match.window import Window
from extractor.measure.atoms import Atom, AtomKind
from extractor.models import Block, Quantity
from extractor.resolve.choosing import Chosen
from extractor.resolve.context import BARE, ContextTracker, Time
from extractor.resolve.discourse import Discourse
from extractor.resolve.drafts import Draft
from extractor.resolve.naming import Namer
from extractor.resolve.unitnames import UnitSense

_MOVES = ("change", "growth")
_RELATIVE = ("share", "points", "times")  # dimensions of changes that any indicator can have
_COUNTS = ("people", "count")
_TO_ONE = (1, 100)  # what a ratio of two is told against: 收入比1.9:1, 性别比104.5:100
_WHOLE = (98, 102)  # what the terms of a structure add up to, rounded


class Drafter:
    """Makes drafts of what has been chosen."""

    def __init__(self, rules: Ruleset, namer: Namer, sense: UnitSense) -> None:
        self._rules, self._namer, self._sense = rules, namer, sense
        self._ratio = rules.lexicon.pattern("name_of_ratio")
        self._flow, self._stock = rules.lexicon.pattern("name_of_flow"), rules.lexicon.pattern("name_of_stock")

    def drafts(
        self,
        span: tuple[int, int],
        block: Block,
        atom: Atom,
        w: Window,
        chosen: Chosen,
        name: str,
        tracker: ContextTracker,
        state: Discourse,
    ) -> list[Draft]:
        """The drafts of one number: several where it is a ratio (三次产业比例为 3.1:40.2:56.7), one otherwise. What is
        so many to one (师生比16.3:1) is one value.

        ``span`` is the sentence that stands as evidence. A ratio whose terms the name does not tell gives none.
        """
        if atom.kind is not AtomKind.RATIO:
            assert atom.quantity is not None
            return [self._draft(span, block, atom, w, chosen, name, atom.quantity, tracker, state)]
        whole = _WHOLE[0] <= sum(atom.parts) <= _WHOLE[1]
        ratio = self._ratio.search(name) if len(atom.parts) == 2 and not whole else None
        if ratio is not None:
            if atom.parts[1] not in _TO_ONE:
                return []  # 1:3.4, 6.8:3.2: no analyst's value says which way round
            one = Quantity(atom.start, atom.end, atom.parts[0], "")
            bare = name[: ratio.start("moved")]  # 城乡居民收入比缩小至1.63:1
            return [self._draft(span, block, atom, w, chosen, bare, one, tracker, state)]
        items = self._namer.ratio_items(name, len(atom.parts)) or []
        if not whole:
            return []  # the terms of no whole
        parts = [Quantity(atom.start, atom.end, part, "%", dimension="share") for part in atom.parts]
        return [
            self._draft(span, block, atom, w, chosen, item, part, tracker, state)
            for item, part in zip(items, parts, strict=bool(items))
        ]

    def _draft(
        self,
        span: tuple[int, int],
        block: Block,
        atom: Atom,
        w: Window,
        chosen: Chosen,
        name: str,
        q: Quantity,
        tracker: ContextTracker,
        state: Discourse,
    ) -> Draft:
        spec = chosen.candidate.rule.spec
        unit = self._unit(chosen, name, q, w, state)
        measure = "change" if spec.measure == "growth" and q.dimension == "points" else spec.measure
        time = tracker.time_at(atom.start)
        if chosen.trial.slots.get("from"):  # 比2020年的88.3%上升…: the level of the time compared with
            time = tracker.time_before(atom.start) or time
            state.since = time if spec.before else state.since
        elif spec.before and state.since is not None:  # 由1985年的282个增加到…；从业人员由7.8万人增加到…
            time = Time(state.since.period, "inherited")
        if time is not None and self._flow.search(name) and not self._stock.search(name):
            time = time.of_flow()
        base = None
        if measure in _MOVES and not chosen.trial.slots.get("area"):  # another area is no time
            base = tracker.base_of(atom.start, time, chosen.trial.slots.get("against", "") or BARE)
        amount = measure == "level" or (measure == "change" and q.dimension not in _RELATIVE and "/" not in unit)
        indicator, ind_id = self._canonical(name, unit if amount else None)
        status = spec.status_is or tracker.status_at(atom, min(span[1], atom.end + len(w.right)), time)
        draft = Draft(
            q.start,
            q.end,
            q.value,
            q.value_min,
            q.value_max,
            unit,
            q.qualifier,
            indicator,
            ind_id,
            self._raw(chosen, name),
            measure,
            status,
            time.period if time else None,
            time.source if time else None,
            tracker.region_at(atom.start),
            base,
            chosen.candidate.rule.id,
            span,
            block.section,
            dict(spec.dimensions),
            self._traits(chosen, name, w),
        )
        return draft.signed(-1 if self._falls(chosen) else 1) if measure in _MOVES else draft

    def _unit(self, chosen: Chosen, name: str, q: Quantity, w: Window, state: Discourse) -> str:
        """The unit of measure, with the denominator that a list shares: 每千人口床位4.3张、医师1.98人."""
        spec = chosen.candidate.rule.spec
        unit = spec.unit or chosen.trial.unit or q.unit
        if spec.measure != "level":
            return unit
        unit = self._sense.with_denominator(unit, name)
        carried = chosen.trial.carry_unit
        if "/" not in unit and chosen.trial.carry and name == chosen.trial.carry and carried.startswith(f"{unit}/"):
            unit = carried  # 由每人每月90元提高到100元
        if "/" in unit:
            state.per = unit.partition("/")[2]
        elif w.listed and state.per and q.dimension in _COUNTS and q.value is not None and q.value % 1:
            return f"{unit}/{state.per}"
        elif not w.listed:
            state.per = ""
        return unit

    @staticmethod
    def _falls(chosen: Chosen) -> bool:
        slots = chosen.trial.slots
        said = slots.get("dir", "") + slots.get("dir2", "")
        return chosen.candidate.has("down") or any(d in said for d in chosen.candidate.rule.spec.sign_words)

    def _raw(self, c: Chosen, name: str) -> str:
        return c.raw if len(c.raw) >= 2 and c.raw != c.name else name

    def _canonical(self, name: str, unit: str | None) -> tuple[str, str | None]:
        """The catalogue's name and code; ``unit`` is that of an amount, which its indicator has to have."""
        plain = self._namer.plain(name)
        bare = self._namer.without_done(plain)  # 规模以上工业企业实现利润总额
        for candidate in dict.fromkeys((name, self._namer.droppable(name), plain, self._namer.droppable(plain), bare)):
            ind = self._rules.catalogue.by_name(candidate, unit)
            if ind is not None:
                return ind.name, ind.id
        return self._namer.droppable(name), None

    def _traits(self, c: Chosen, name: str, w: Window) -> frozenset[str]:
        """How the name came about: carried over from before, made complete, one of a list."""
        carry = c.trial.carry
        found = {
            "carried": bool(carry) and name.startswith(carry) and not c.raw.startswith(carry),
            "completed": name != c.raw and not (carry and name.startswith(carry)),
            "listed": w.listed,
            "bracket": w.bracket,
            "converted": bool(c.trial.unit),
        }
        return frozenset(trait for trait, holds in found.items() if holds)
