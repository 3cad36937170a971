"""Choosing a rule for a number, and the name that the rule gives it."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from extractor.match.macros import MASKS
from extractor.match.matcher import Candidate, Matcher
from extractor.match.rules import Ruleset
from extractor.match.window import Masked, Window
from extractor.measure.atoms import Atom
from extractor.models import Region
from extractor.resolve.discourse import Discourse
from extractor.resolve.drafts import Tried
from extractor.resolve.naming import Namer
from extractor.resolve.needs import Needs, Trial
from extractor.resolve.regions import Regions
from extractor.resolve.unitnames import UnitSense
from extractor.resolve.words import frequency

_PLACE = regex.compile(r"\{([a-z_]+)\}")
_ZONE = "zone"
_LONGEST_PART = 10
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
        self.matcher = Matcher(rules, naive)
        self._needs = Needs(lex, namer, sense)
        self.of_which = regex.compile(
            rf"(?:^|[，。；：（(])\s*(?:{alt('of_which')}|{rules.macros.expand('{by_kind}', 'reading')})"
        )
        self._refer = dict(lex.mapping("refer"))
        self._shared_acts = frozenset(lex.words("act_of_parts"))
        self._averages = frozenset(lex.words("average_alone"))
        self._passive = lex.words("acted_on")
        self._acts = set(lex.words("action"))
        self._stock_word = regex.compile(rf"(?:{alt('stock_word')})")
        self._together = regex.compile(rf"^(?:{alt('areas_together')}|{alt('area_tail')}(?=$|\p{{Han}}{{2}}))")
        self._directions = lex.mapping("direction_area")
        self._about, self._occupies = lex.pattern("about_end"), lex.pattern("occupies_word")
        self._share, self._share_word = lex.words("share_suffix")[0], lex.words("share_word")[0]
        self._area_suffix = frozenset(lex.words("area_suffix"))
        self._beneficiaries = frozenset(lex.words("beneficiary"))
        self._task, self._done = lex.pattern("task_name"), lex.words("done_suffix")[0]
        self._called = lex.pattern("called_in_brackets")
        self._stock_name = lex.pattern("stock_name")
        self._outer_end, self._item_before = lex.pattern("outer_predicate"), lex.pattern("outer_item_start")
        self._lead_area = regex.compile(alt("lead_area"))
        self._placed = lex.pattern("ranked_areas")
        self._top, self._counterpart = lex.pattern("top_of"), lex.mapping("counterpart")
        self._pairs, self._measures = lex.mapping("counterpart_before"), frozenset(lex.words("measure_head"))
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
            name = self._complete(name, unit, w, spec.measure, atom, state, own)
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
        if refers == _LAST and self._namer.lists(self._from_before(w.before)):
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
            left_name = self._from_before(w.before)
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
            back = self._from_before(w.before) or (state.last.name if state.last else "")
            after = f"{back}{after}{self._sense.noun_of(unit)}" if back else ""
        carry = t.carry
        return {
            "name": left_name,
            "after": after,
            "verb": s.get("verb", ""),
            "last_verb": s.get("last_verb", ""),
            "carried_verb": state.verb if w.listed else "",
            "object": self._namer.trim(s.get("object", "")),
            "subject": self._namer.left_name(s.get("subject", "")),
            "outer": self._namer.left_name(self._outer_end.sub("", w.outer)),
            "outer_item": self._namer.trim(self._item_before.split(w.outer)[-1]) if w.outer else "",
            "topic": self._acting(state),
            "counted": self._namer.without_verb(self._namer.before_finish(state.counted_in(unit))),
            "what": s.get("what", ""),
            "whole": self._namer.trim(s.get("whole", "")),
            "scope": self._namer.clean(s.get("scope", "")),
            "carry": carry,
            "recent": self._namer.before_finish(carry) if carry in state.recent else "",
            "parent": "" if self._namer.is_share_name(state.parent) else state.parent,
            "before": self._from_before(w.before) if w.before else "",
            "after_noun": self._namer.first_noun(s.get("after_noun", "")),
            "unit_noun": self._sense.noun_of(unit),
        }

    def _named_for_area(self, w: Window, t: Trial, state: Discourse) -> str:
        """What a number is about that only an area stands before."""
        told = state.placed or state.parent or self._measured_before(w)
        return told or (state.parallel if state.last is None and state.parallel else t.carry)

    def _measured_before(self, w: Window) -> str:
        """What the clause before says is measured, where it names an amount or a share: 工业占总产值的比重，东部为…"""
        before = self._from_before(w.before) if w.before else ""
        return before if self._namer.is_share_name(before) or self._namer.has_measure_head(before) else ""

    def _from_before(self, before: str) -> str:
        """A name in the clause before, where that clause is nothing but a name (居民收入方面，…): short and without
        a verb."""
        name = self._namer.left_name(self._about.sub("", before.strip()))
        return name if 2 <= len(name) <= 26 and MASKS["period"] not in name else ""

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

    def _complete(self, name: str, unit: str, w: Window, measure: str, atom: Atom, state: Discourse, own: bool) -> str:
        """The name made complete: with the verb that its list shares, the total that it is a part of, its body."""
        known_as = self._called.search(name)
        if known_as and self._namer.is_share_name(known_as["called"]):
            return str(known_as["called"])
        if not own:
            return name
        name = self._of_same_head(name, state)
        whole = self._stock_name.match(name) if w.listed and state.last is not None else None
        if whole and state.last is not None:
            name = self._stock_of(name, whole["of"] or name, self._namer.stock(state.last.name))
        elif state.verb and w.listed and not self._namer.acts(name) and not name.startswith(state.verb):
            name = state.verb + name
        elif w.listed and state.last is not None and state.last.measure == measure:
            name = self._namer.shares_head(name, state.last.name)
        if state.actor and self._namer.acts(name) and not self._namer.is_dependent(name) and state.actor not in name:
            name = state.actor + name
        thing = state.thing if self._namer.is_part_of_thing(name) else ""
        if measure != "level" and self._namer.is_dependent(name):
            stated = state.same_amount(name)
            if stated:
                return stated
        if measure == "change" and w.kind == "points" and not self._namer.is_share_name(name):
            stated = state.same_share(name)  # 第一、二产业占比分别为…，第二产业下降0.7个百分点
            if stated:
                return stated
        if state.headed and not self._namer.has_measure_head(name) and len(name) <= _LONGEST_PART:
            return name + state.headed
        if measure == "growth":
            grew = state.last.name if state.last and state.near and state.last.measure == measure else ""
            listed = "" if state.parent else self._namer.of_list(name, grew)
            name = listed or self._namer.of_sector(name, grew or state.sectors)
        parent = state.whole_of(unit, measure, self._same_kind)
        if not parent:
            name = self._with_heading(self._with_shared_tail(name, unit, state), unit, state)
        body = thing if self._namer.belongs_here(name) else thing or self._acted_on(name, state) or state.body
        mark = self._occupies.search(name)
        if name in self._beneficiaries and w.before:  # 开展集中供暖试点，受益群众…: theirs, not that of a body before
            body = self._namer.without_verb(self._from_before(w.before))
        of_parent = bool(parent) and name.endswith(f"{parent}{self._share_word}")
        if mark and not of_parent and self._namer.is_dependent(self._namer.trim(name[: mark.start()])):
            name = self._namer.compose(name[: mark.start()], body, "") + name[mark.start() :]  # 实现利润占…比重
        own_name, name = name, self._namer.compose(name, body, parent)
        if name == own_name and parent and measure == "level" and not self._namer.acts(name):
            name = self._done_to(name, unit, state)
        q = atom.quantity
        if (
            q is not None
            and measure == "level"
            and q.unit in ("%", "‰")
            and not self._namer.is_share_name(name)
            and not self._occupies.search(name)
        ):
            if self._task.search(name) and not state.example:
                return self._namer.droppable(name) + self._done
            name += state.example or self._share
        return name

    def _acted_on(self, name: str, state: Discourse) -> str:
        """Of a rate, what this sentence acted on before: 合格率 behind 抽检工业产品1562批次 is that of 工业产品."""
        acted = state.recent[-1] if state.recent else ""
        rate = self._namer.is_share_name(name) and self._namer.is_dependent(name)
        return self._namer.without_verb(acted) if rate and self._namer.acts(acted) else ""

    def _done_to(self, name: str, unit: str, state: Discourse) -> str:
        """A part of what was done to a total: 公共泊位 of 新增泊位1.5万个 are 新增公共泊位."""
        total = state.totals[-1] if state.totals else None
        if total is None or total.unit != unit or total.name != state.parent or self._namer.has_measure_head(name):
            return name
        verb = self._namer.opening_verb(total.name)
        return verb + name if verb in self._shared_acts and not self._namer.has_verb(name) else name

    def _same_kind(self, unit: str, other: str) -> bool:
        return self._rules.catalogue.unit_fits(unit, (other,))

    def _with_shared_tail(self, name: str, unit: str, state: Discourse) -> str:
        """The name with what is measured in the amount just stated, where the catalogue then knows it:
        二氧化硫年均浓度为6微克/立方米，二氧化氮为25微克/立方米."""
        last, catalogue = state.last, self._rules.catalogue
        if last is None or last.measure != "level" or last.name not in state.recent or last.unit != unit:
            return name
        if self._namer.has_measure_head(name) or catalogue.by_name(name, unit) is not None:
            return name
        tail = self._namer.measured(last.name)
        return name + tail if tail and catalogue.by_name(name + tail, unit) is not None else name

    def _of_same_head(self, name: str, state: Discourse) -> str:
        """A name that repeats the last one but for its end or its place in an order: 公共预算收入…，支出…;
        前5位企业销售额…，前10位…"""
        last = state.share if self._namer.is_share_name(name) and state.share else state.last
        top = self._top.match(name)
        if top and last is not None:
            before = self._top.search(last.name)
            if before:
                rest = name[top.end() :]
                tail = last.name[before.end() :] if not rest or rest == self._share else rest
                return str(last.name[: before.start()] + top[0] + tail)
        joined = self._namer.half(name, (state.recent[-1] if state.recent else "", state.parent))
        if joined:
            return joined  # 出口 of 货物进出口总额
        newest = state.recent[-1] if state.recent else state.last.name if state.last and state.near else ""
        for end, partner in self._counterpart.items():  # 社会保险基金收入…，保险基金支出…
            if name.endswith(end) and len(name) > len(end) and newest.endswith(name[: -len(end)] + partner):
                return newest[: -len(partner)] + end
        for front, partner in self._pairs.items():  # 区域环境昼间平均等效声级…，夜间平均等效声级…
            rest = name[len(front) :]
            if name.startswith(front) and len(rest) >= 2 and newest.endswith(partner + rest):
                return newest[: -len(partner + rest)] + name
        if newest.endswith(name[:2]) and newest != name[:2] and name[2:] in self._measures:
            return self._namer.without_verb(newest) + name[2:]  # 发放生活补贴…，补贴标准…
        other = self._counterpart.get(name)
        if other and newest.endswith(other) and len(newest) >= len(other) + 2:
            return newest[: -len(other)] + name
        return name

    def _with_heading(self, name: str, unit: str, state: Discourse) -> str:
        """The name with what its heading says is measured, where the catalogue only knows it so: 原煤 below
        主要产品产量."""
        whole = name + state.measured
        known = self._rules.catalogue.by_name
        if not state.measured or known(name, None) is not None or self._namer.has_measure_head(name):
            return name
        return whole if known(whole, unit) is not None else name

    @staticmethod
    def _stock_of(name: str, what: str, last: str) -> str:
        """A total named after an addition to it: 新增地铁里程43公里、总里程879公里 is the 地铁总里程."""
        return f"{last[: -len(what)]}{name}" if last.endswith(what) and last != what else name

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
