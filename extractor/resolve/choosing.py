"""Choosing a rule for a number, and the name that the rule gives it."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from extractor.match.matcher import Candidate, Matcher
from extractor.match.rules import Ruleset
from extractor.match.window import Masked, Window
from extractor.measure.atoms import Atom
from extractor.models import Region
from extractor.resolve.completing import Completer
from extractor.resolve.discourse import Discourse
from extractor.resolve.drafts import Tried
from extractor.resolve.naming import Namer
from extractor.resolve.needs import Needs, Trial
from extractor.resolve.regions import Regions
from extractor.resolve.unitnames import UnitSense
from extractor.resolve.words import frequency

_PLACE = regex.compile(r"\{([a-z_]+)\}")
_ZONE = "zone"
_LAST = "last"  # the kind of names that point back to the amount just stated
_OPTIONAL = frozenset({"carried_verb", "scope", "last_verb"})


@dataclass(slots=True)
class Chosen:
    """A rule that fits a number and holds: ``name`` made complete, ``raw`` as the text has it; ``area`` where the
    text names the number by an area alone (华东36.3%)."""

    candidate: Candidate
    trial: Trial
    name: str
    raw: str
    area: Region | None = None


class Chooser:
    """Tries the rules that fit a number, best first, until one gives it a name and a unit."""

    def __init__(self, rules: Ruleset, regions: Regions, namer: Namer, sense: UnitSense, naive: bool) -> None:
        lex = rules.lexicon
        alt = lex.alternation
        self._rules, self._regions, self._namer, self._sense = rules, regions, namer, sense
        self._completer = Completer(rules, namer)
        self.matcher = Matcher(rules, naive)
        self._needs = Needs(lex, namer, sense)
        self.of_which = regex.compile(
            rf"(?:^|[，。；：（(])\s*(?:{alt('of_which')}|{rules.macros.expand('{by_kind}', 'reading')})"
        )
        self._refer = dict(lex.mapping("refer"))
        self._averages = frozenset(lex.words("average_alone"))
        self._passive = lex.words("acted_on")
        self._acts = set(lex.words("action"))
        self._stock_word = regex.compile(rf"(?:{alt('stock_word')})")
        self._together = regex.compile(rf"^(?:{alt('areas_together')}|{alt('area_tail')}(?=$|\p{{Han}}{{2}}))")
        self._directions = lex.mapping("direction_area")
        self._occupies = lex.pattern("occupies_word")
        self._share, self._share_word = lex.words("share_suffix")[0], lex.words("share_word")[0]
        self._area_suffix = frozenset(lex.words("area_suffix"))
        self._outer_end, self._item_before = lex.pattern("outer_predicate"), lex.pattern("outer_item_start")
        self._lead_area = regex.compile(alt("lead_area"))
        self._placed = lex.pattern("ranked_areas")
        self._home: str | None = None
        self._year: int | None = None
        self.tried: list[Tried] = []

    def enter(self, home: str | None, year: int | None) -> None:
        """A new document begins: the code of its area and the year that it reports on."""
        self._home, self._year = home, year
        self.tried = []
        self.matcher.enter()

    def choose(
        self, m: Masked, w: Window, atom: Atom, curated: dict[int, list[Candidate]], state: Discourse
    ) -> Chosen | None:
        found = self.matcher.candidates(m, w, curated)
        taken: Chosen | None = None
        placed = self._is_area(w.left)
        for c in found:
            spec = c.rule.spec
            if placed and any("{verb}" in n or "{subject}" in n for n in spec.name):
                continue  # 北部生态发展区1600万人: the name is an area's, whatever words are in it
            shares = w.kind == "points" or (
                w.kind == "share" and spec.measure == "level" and not any(self._occupies.search(n) for n in spec.name)
            )
            carry = state.risen(w.kind) or state.carried(shares) or state.before
            carried = carry.name if carry else ""
            if carry and self._stock_word.search(w.left):
                carried = self._namer.stock(carried)
            trial = Trial(
                dict(c.slots),
                w,
                atom.quantity,
                carried,
                carry.unit if carry else "",
                carry.measure if carry else "",
                state.near,
            )
            if not self._needs.hold(c.rule.spec.need, trial):
                continue
            named = self._named(c, trial, w, atom, state)
            if named is not None and self._has_unit(named, w, atom):
                taken = named
                break
        self.tried.append(
            Tried(atom.start, atom.end, tuple(c.rule.id for c in found), taken.candidate.rule.id if taken else None)
        )
        return taken

    def _has_unit(self, c: Chosen, w: Window, atom: Atom) -> bool:
        """A number without a unit is read only where its name or the noun behind it tells the unit."""
        q = atom.quantity
        if (
            w.kind != "bare"
            or q is None
            or c.trial.unit
            or c.candidate.rule.spec.unit
            or c.candidate.rule.spec.indicator
        ):
            return True
        unit = self._sense.from_name(c.name, q)
        if unit is None and c.trial.slots.get("after"):
            unit = self._sense.from_noun(self._namer.clean(c.trial.slots["after"]), q)
        if unit is None and c.name == c.trial.carry:
            unit = c.trial.carry_unit or None
        if unit is None:
            return False
        c.trial.unit = unit
        return True

    def _named(self, c: Candidate, t: Trial, w: Window, atom: Atom, state: Discourse) -> Chosen | None:
        spec = c.rule.spec
        if spec.indicator:
            ind = self._rules.indicators[spec.indicator]
            return Chosen(c, t, ind.name, self._namer.trim(t.slots.get("name", "")) or ind.name)
        values = self._values(t, w, state, atom)
        back = self._meant(values["name"], w, state)
        for template in spec.name:
            name = self._fill(template, values if back is None else {**values, "name": back})
            if name is None:
                continue
            if (
                state.share
                and state.share_newer
                and template.startswith("{carry}")
                and self._namer.is_share_name(t.carry)
            ):
                name = state.share.name if spec.measure == "level" else name  # 占60%，而2015年仅占5%
            verb = values["verb"]
            if template.endswith("{verb}") and name.startswith(verb):
                name = name.removesuffix(verb)  # 新增泊位1.5万个，已新增1.3万个
            raw, area = name, None
            if "{name}" in template:
                bare, area = self.area_of(name)
                whole, of_all = values["whole"], self._lead_area.match(t.slots.get("whole", ""))
                if area is not None and of_all and len(whole) >= 2 and f"{whole}{self._share_word}" in bare:
                    bare = bare.replace(f"{whole}{self._share_word}", f"{of_all[0]}{whole}{self._share_word}")
                if area is not None:
                    area, name = (None, bare) if len(bare) >= 2 else (area, self._named_for_area(w, t, state))
                    if not name:
                        continue
            unit = spec.unit or t.unit or (atom.quantity.unit if atom.quantity else "")
            own = "{name}" in template or "{after}" in template
            name = self._completer.complete(name, unit, w, spec.measure, atom, state, own)
            if (
                len(name) < 2
                or self._namer.is_mere_act(name)
                or self._namer.is_mere_move(name.removesuffix(self._share))
            ):
                continue
            return Chosen(c, t, name, raw, area)
        return None

    def _acting(self, state: Discourse) -> str:
        """The body that the text is speaking of; what is acted on (项目) says nothing about later sentences' acts."""
        topic = state.topic
        return topic if topic in (state.heading, state.thing) or not topic.endswith(self._passive) else ""

    def _is_area(self, left: str) -> bool:
        """True where the text left of a number is an area's name and nothing else."""
        name = self._namer.trim(left)
        bare, area = self.area_of(name) if len(name) >= 3 else (name, None)
        return area is not None and not bare

    def refers(self, name: str) -> bool:
        """True for a name that only points back: 比重, 数量."""
        return name in self._refer

    def _meant(self, name: str, w: Window, state: Discourse) -> str | None:
        """What a name means that only points back (比重, 数量); empty where it points to nothing, None for others."""
        refers = self._refer.get(name)
        if name in self._averages and state.last is not None and state.last.measure == "level" and state.near:
            return name + self._namer.stock(self._namer.droppable(state.last.name))
        if refers is None:
            return None
        if refers == "share" and state.share and state.last and not state.share_newer and state.last.measure == "level":
            mark = self._occupies.search(state.share.name)
            if mark and not state.share.name.startswith(state.last.name):  # another amount, the same whole
                return state.last.name + state.share.name[mark.start() :]
        if refers == _LAST and self._namer.lists(self._completer.from_before(w.before)):
            return None  # 清理评比、达标，数量分别压减…: of the things that the clause before lists
        said = state.share if refers == "share" and state.share else state.carried(w.kind == "points")
        if said is None:
            return ""
        return self._namer.stock(said.name) if self._stock_word.search(w.left) else said.name

    def _values(self, t: Trial, w: Window, state: Discourse, atom: Atom) -> dict[str, str]:
        s = t.slots
        q = atom.quantity
        unit = t.unit or (q.unit if q else "")
        left_name = self._namer.left_name(self._placed.sub("", s["name"])) if "name" in s else ""
        if not left_name and "name" in s and w.before and not self.of_which.search("，" + w.before):
            left_name = self._completer.from_before(w.before)
        if len(left_name) == 1 and self._stock_word.search(s["name"] + w.left[-2:]):
            left_name = ""  # 累|计 is a word of its own
        if len(left_name) == 1 and state.herd:
            left_name = self._namer.in_herd(left_name, state.herd)
        counted = q is not None and q.dimension == "count"
        after = self._namer.up_to_time(s.get("after", "")) if counted else s.get("after", "")
        after = self._namer.right_name(after, w.meets_number)
        if after and counted:
            after = self._namer.counted(after)
        if after and len(after) <= 3 and not w.meets_number and after in self._acts and q is not None:
            back = self._completer.from_before(w.before) or (state.last.name if state.last else "")
            after = f"{back}{after}{self._sense.noun_of(unit)}" if back else ""
        carry = t.carry
        return {
            "name": left_name,
            "after": after,
            "verb": s.get("verb", ""),
            "last_verb": s.get("last_verb", ""),
            "carried_verb": state.verb if w.listed else "",
            "object": self._namer.trim(s.get("object", "")),
            "subject": self._namer.subject(s.get("subject", ""), s.get("verb", "")),
            "outer": self._namer.left_name(self._outer_end.sub("", w.outer)),
            "outer_item": self._namer.trim(self._item_before.split(w.outer)[-1]) if w.outer else "",
            "topic": self._acting(state),
            "counted": self._namer.without_verb(self._namer.before_finish(state.counted_in(unit))),
            "what": s.get("what", ""),
            "whole": self._namer.trim(s.get("whole", "")),
            "scope": self._namer.clean(s.get("scope", "")),
            "carry": carry,
            "recent": self._namer.before_finish(carry)
            if carry in state.recent and not self._rules.catalogue.is_average(carry)
            else "",
            "parent": "" if self._namer.is_share_name(state.parent) or state.left_behind else state.parent,
            "before": self._completer.from_before(w.before) if w.before else "",
            "after_noun": self._namer.first_noun(s.get("after_noun", "")),
            "unit_noun": self._sense.noun_of(unit),
        }

    def _named_for_area(self, w: Window, t: Trial, state: Discourse) -> str:
        """What a number is about that only an area stands before."""
        told = state.placed or state.parent or self._measured_before(w)
        return told or (state.parallel if state.last is None and state.parallel else t.carry)

    def _measured_before(self, w: Window) -> str:
        """What the clause before says is measured, where it names an amount or a share: 工业占总产值的比重，东部为…"""
        before = self._completer.from_before(w.before) if w.before else ""
        return before if self._namer.is_share_name(before) or self._namer.has_measure_head(before) else ""

    def _fill(self, template: str, values: dict[str, str]) -> str | None:
        missing = False

        def one(match: regex.Match[str]) -> str:
            nonlocal missing
            value = values.get(match[1], "")
            if not value and match[1] not in _OPTIONAL:
                missing = True
            return value

        out = _PLACE.sub(one, template)
        return None if missing else out

    def area_of(self, name: str) -> tuple[str, Region | None]:
        """A name without the area that it begins with, and that area."""
        if name in self._directions:
            return "", Region(self._directions[name], None, "group")
        if name.endswith(self._share) and name[: -len(self._share)] in self._directions:  # 中部占比
            return "", Region(self._directions[name[: -len(self._share)]], None, "group")
        found = self._regions.find(name, within=self._home, year=self._year)
        first = found[0] if found else None
        if first is None or first.start or first.region is None or first.aside:
            return name, None
        if first.deictic is not None and (first.region.level != _ZONE or first.end < len(name)):
            return name, None
        after = name[first.end :]
        beside = found[1].region if len(found) > 1 and found[1].start == first.end else None
        joint = beside is not None and beside.level == first.region.level != _ZONE
        if joint or (first.deictic is None and after[:1] in self._area_suffix and not frequency(after[:2])):
            return name, None  # 宁波舟山港, 西藏班: the area is part of a word
        return self._namer.trim(self._together.sub("", after)), first.region
