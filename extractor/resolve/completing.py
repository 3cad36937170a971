"""Names made complete: with the verb that their list shares, the total that they are a part of, the body that they
belong to, what the list or the heading says is measured."""

from __future__ import annotations

from extractor.match.macros import MASKS
from extractor.match.rules import Ruleset
from extractor.match.window import Window
from extractor.measure.atoms import Atom
from extractor.resolve.discourse import Discourse
from extractor.resolve.naming import Namer

_LONGEST_PART = 10


class Completer:
    """Completes the names that rules give."""

    def __init__(self, rules: Ruleset, namer: Namer) -> None:
        lex = rules.lexicon
        self._rules, self._namer = rules, namer
        self._about, self._occupies = lex.pattern("about_end"), lex.pattern("occupies_word")
        self._share, self._share_word = lex.words("share_suffix")[0], lex.words("share_word")[0]
        self._beneficiaries = frozenset(lex.words("beneficiary"))
        self._task, self._done = lex.pattern("task_name"), lex.words("done_suffix")[0]
        self._called = lex.pattern("called_in_brackets")
        self._stock_name = lex.pattern("stock_name")
        self._top, self._counterpart = lex.pattern("top_of"), lex.mapping("counterpart")
        self._pairs, self._measures = lex.mapping("counterpart_before"), frozenset(lex.words("measure_head"))
        self._shared_acts = frozenset(lex.words("act_of_parts"))

    def from_before(self, before: str) -> str:
        """A name in the clause before, where that clause is nothing but a name (居民收入方面，…): short and without
        a verb."""
        name = self._namer.left_name(self._about.sub("", before.strip()))
        return name if 2 <= len(name) <= 26 and MASKS["period"] not in name else ""

    def complete(self, name: str, unit: str, w: Window, measure: str, atom: Atom, state: Discourse, own: bool) -> str:
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
            body = self._namer.without_verb(self.from_before(w.before))
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
        for other in self._counterpart.get(name, "").split("|"):
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
