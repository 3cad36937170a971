"""Reading a page's sentences: every number gets a rule, a name and its context — or the reason why it gets none."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import regex

from extractor.layout.blocks import Page
from extractor.match.admit import Admission
from extractor.match.macros import VALUE_MASKS
from extractor.match.matcher import Candidate, Matcher
from extractor.match.rules import Ruleset
from extractor.match.window import Masked, Window, mask, window
from extractor.measure.atoms import Atom, AtomKind
from extractor.measure.shared import SharedUnits
from extractor.models import Block, BlockKind, Region, Sentence
from extractor.resolve.choosing import Chooser, Chosen
from extractor.resolve.context import ContextTracker
from extractor.resolve.discourse import SHARES, Discourse, Said
from extractor.resolve.document import DocumentContext
from extractor.resolve.drafting import Drafter
from extractor.resolve.drafts import Draft, Hole, Refused, Tried
from extractor.resolve.holes import FoundHole, HoleFinder
from extractor.resolve.naming import Namer
from extractor.resolve.pledges import Pledges
from extractor.resolve.regions import Found, Regions
from extractor.resolve.sharing import Sharer
from extractor.resolve.subjects import Subjects
from extractor.resolve.unitnames import UnitSense
from extractor.resolve.words import word_borders

_JOIN = "、和及与 "
_VALUE = regex.compile(f"[{VALUE_MASKS}]")
_CLOSED = regex.compile(r"（[^（）]*）")
NO_NAME = "no indicator found for it"
ALONE = "a number that stands alone in its line"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a page's sentences gave."""

    drafts: list[Draft] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    holes: list[Hole] = field(default_factory=list)
    tried: list[Tried] = field(default_factory=list)
    timed_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Here:
    """Where reading is: the text, the sentence and its block, what has been said, and what comes out."""

    text: str
    sentence: Sentence
    block: Block
    tracker: ContextTracker
    state: Discourse
    out: Reading
    opens_block: bool

    @property
    def span(self) -> tuple[int, int]:
        return self.sentence.start, self.sentence.end


class Reader:
    """Reads the sentences of a laid-out page."""

    def __init__(self, rules: Ruleset, regions: Regions, naive: bool = False) -> None:
        lex = rules.lexicon
        self._rules, self._regions = rules, regions
        self._admission = Admission(lex, rules.scanner.units)
        self.namer = Namer(lex)
        self._sense = sense = UnitSense(lex)
        self._chooser = Chooser(rules, regions, self.namer, sense, naive)
        self._drafter = Drafter(rules, self.namer, sense)
        self._pledges = Pledges(lex)
        self._subjects = Subjects(lex, self.namer)
        self._sharer = Sharer(lex, self.namer, self._chooser)
        self._shared = SharedUnits(lex)
        self._holes = HoleFinder(lex, rules.scanner.quantities)
        alt = lex.alternation
        kinds = rules.macros.expand("{by_kind}", "reading")
        self._by_kind = regex.compile(kinds)
        self._opens_parts = regex.compile(rf"(?:{alt('of_which')}|{kinds})[：:]?$")
        against = rules.macros.expand("{against}", "reading")
        self._flat = regex.compile(rf"(?P<name>[^，；。：]{{2,40}}?)(?:{against})?{lex.pattern('no_change').pattern}")
        self._paces = lex.words("average_over_time")
        self._per, self._in_turn = lex.pattern("per_capita"), lex.pattern("in_turn_end")
        self._attribute = lex.pattern("long_attribute")
        self._gives_examples = lex.pattern("gives_examples")
        self._colon_measure = lex.pattern("colon_measure")
        self._headed, self._placed = lex.pattern("colon_share"), lex.pattern("ranked_areas")
        self._areas_counted, self._below = lex.pattern("areas_counted"), lex.pattern("body_below")
        self._occupied = lex.pattern("occupied_whole")
        self._share_word = lex.words("share_word")[0]
        self._among = regex.compile(rules.macros.expand("{among}", "reading"))
        self._body = regex.compile(alt("body_noun"))
        self._body_end = regex.compile(rf"(?:{alt('body_noun')}|{alt('event_noun')})$")
        self._body_affix = regex.compile(rf"^(?:{alt('body_prefix')})|(?:{alt('count_suffix')})$")
        self._counted = frozenset(lex.words("body_unit"))

    @property
    def matcher(self) -> Matcher:
        """What finds the rules that fit a number."""
        return self._chooser.matcher

    def read(self, text: str, page: Page, doc: DocumentContext) -> Reading:
        """Drafts, refusals and holes of all sentences, in reading order."""
        scanned = [self._rules.scanner.scan(text, s.start, s.end) for s in page.sentences]
        lost = [self._holes.find(text, s.start, s.end, a) for s, a in zip(page.sentences, scanned, strict=True)]
        credible = self._holes.evidence([h for hs in lost for h in hs])
        home = doc.home.code if doc.home else None
        self._chooser.enter(home, doc.year)
        out = Reading(tried=self._chooser.tried)
        tracker = ContextTracker(self._rules.lexicon, self._rules.scanner.periods, self._regions, doc)
        state = Discourse()
        block_at, parts_follow = -1, False
        section: tuple[str, ...] = ()
        for s, plain, holes in zip(page.sentences, scanned, lost, strict=True):
            block = page.blocks[s.block]
            opens_block = s.block != block_at
            if opens_block:
                parts_follow = parts_follow and block.kind is BlockKind.ITEM
                tracker.enter(block)
                state.new_block(parts_follow, self._subjects.of_heading(block), block.section != section)
                state.measured = self.namer.measured(self.namer.trim(block.section[-1])) if block.section else ""
                block_at, section = s.block, block.section
            if block.table is not None:
                state.heading = state.topic = self._subjects.of_row(text, block.table, s)
            atoms = self._shared.give(text, self._holes.merge(plain, holes, credible))
            found = self._regions.find(text[s.start : s.end], within=home, year=doc.year)
            areas = [replace(f, start=f.start + s.start, end=f.end + s.start) for f in found]
            tracker.sentence(text, s.start, s.end, atoms, [f for f in areas if not self._inside_word(text, s, f)])
            here = _Here(text, s, block, tracker, state, out, opens_block)
            self._sentence(here, atoms)
            self._years(here, [h for h in holes if h.year and (h.certain or credible)])
            tracker.close_sentence()
            if self._opens_parts.search(text[s.start : s.end].rstrip("：: ")):
                state.whole(state.last.name if state.last else "", state.last)
                parts_follow = True
        drafts = self._pledges.aimed(text, page, out.drafts) if doc.pledges and not doc.plan else out.drafts
        return replace(out, drafts=drafts, timed_out=tuple(sorted(self._chooser.matcher.timed_out)))

    # ------------------------------------------------------------------ around a sentence

    @staticmethod
    def _inside_word(text: str, s: Sentence, f: Found) -> bool:
        """True where a name begins inside a word: 新[增城市]书房."""
        if f.deictic is not None or f.start == s.start or not regex.match(r"\p{Han}", text[f.start - 1]):
            return False
        a, b = max(s.start, f.start - 4), min(s.end, f.end + 4)
        return f.start - a not in word_borders(text[a:b])

    def _years(self, here: _Here, holes: list[FoundHole]) -> None:
        """Years that lost their figures."""
        a, b = here.span
        for h in holes:
            after = self.namer.trim(here.text[h.end : min(b, h.end + 16)]).split("，")[0]
            name = after or self.namer.trim(here.text[max(a, h.start - 12) : h.start])
            here.out.holes.append(Hole(h.start, h.end, h.unit, name, here.span, "gap.year"))

    # ------------------------------------------------------------------ one sentence

    def _sentence(self, here: _Here, atoms: list[Atom]) -> None:
        text, (a, b), units = here.text, here.span, self._rules.scanner.units
        m = mask(text, a, b, atoms, units)
        hidden = self._inadmissible(here, m)
        if hidden:
            m = mask(text, a, b, atoms, units, frozenset(hidden))
        traps = [t for t in atoms if t.kind is AtomKind.TRAP]
        here.out.refused.extend(Refused(t.start, t.end, t.reason, here.span) for t in traps)
        curated = self._chooser.matcher.curated(m)
        opens = self._chooser.of_which.search(_CLOSED.sub("", _VALUE.split(m.text, 1)[0])[:12]) is not None
        here.state.new_sentence(opens or (here.block.kind is BlockKind.ITEM and here.opens_block))
        indices = m.values()
        flat = None if indices else self._flat.search(m.text)
        if flat:  # 居民消费价格与上年持平。分类别看，…
            here.state.stated(self.namer.left_name(flat["name"]), "%", "growth", False)
        named = self._subjects.before_colon(m.text, indices[0]) if indices else ""
        if named:
            here.state.topic = here.state.thing = named
        k = 0
        while k < len(indices):
            self._parts(m, indices[k], indices[k - 1] if k else -1, here.state)
            k += self._read_group(here, m, self._group(m, indices, k), curated)

    def _inadmissible(self, here: _Here, m: Masked) -> set[int]:
        """Where the numbers stand that state nothing; the reasons are kept."""
        hidden = set()
        for i in m.values():
            atom = m.atoms[i]
            alone = (
                atom.kind is AtomKind.NUMBER
                and here.text[slice(*here.span)].strip() == here.text[atom.start : atom.end]
            )
            if alone:  # a cell of a table that is none any more
                hidden.add(atom.start)
                here.out.refused.append(Refused(atom.start, atom.end, ALONE, here.span))
                continue
            reason = None if atom.kind is AtomKind.HOLE else self._admission.refusal(here.text, atom, m, window(m, i))
            if reason:
                hidden.add(atom.start)
                here.out.refused.append(Refused(atom.start, atom.end, reason, here.span))
        return hidden

    @staticmethod
    def _group(m: Masked, indices: list[int], k: int, in_turn: bool = False) -> list[int]:
        """Numbers of one kind side by side, joined by 、 or 和 alone: they share one name or take names in turn. Of any
        kind where they do so ``in_turn``."""
        group = [indices[k]]
        for j in indices[k + 1 :]:
            between = m.text[group[-1] + 1 : j]
            if (
                (m.text[j] != m.text[group[-1]] and not in_turn)
                or len(between) > 2
                or any(c not in _JOIN for c in between)
            ):
                break
            group.append(j)
        return group

    def _parts(self, m: Masked, i: int, before: int, state: Discourse) -> None:
        """Where 其中, 分…看 or 在…中 stands between the number before and this one, what follows is a part of a
        total."""
        between = m.text[before + 1 : i]
        if "；" in between and not self._below.search(between[between.rindex("；") :]):
            state.part_ends()
        plain = _CLOSED.sub("", between)  # 国有控股企业（包括相对控股）: what a bracket says, it says of its noun
        opened = self._chooser.of_which.search("，" + plain if before < 0 else plain)
        kinds = opened and self._by_kind.search(between) is not None
        total = state.last or (state.first if kinds else None)
        if kinds:  # 按经营地分，…；按消费形态分，…: of the same amount
            again = state.divided is not None and state.last is not None and state.last.name in state.members
            total = state.divided if again else total
            state.divided = total
        if opened and total is not None:
            state.whole(total.name, total)
        among = self._among.search(between)
        if among:
            state.whole(self.namer.left_name(among["total"]))
        placed = self._placed.search(between)
        if placed:  # 出口比重居前的市依次是南昌21.2%
            name = self.namer.left_name(placed["name"])
            refers = self._chooser.refers(name) and state.share is not None
            state.placed = state.share.name if refers and state.share else name
        if self._gives_examples.search(between) and state.rate:
            state.example = self.namer.rate_of(state.rate)
        measured = self._colon_measure.search(between)
        if measured and before < 0:
            state.headed = self.namer.left_name(measured["name"])
        headed = self._headed.search(between)
        if headed:  # …销售额占全国的比重分别为：华东36.3%；华北15.2%
            state.whole(self._areas_counted.sub("", self.namer.left_name(headed["name"])) + self._share_word)

    # ------------------------------------------------------------------ one group of numbers

    def _read_group(self, here: _Here, m: Masked, group: list[int], curated: dict[int, list[Candidate]]) -> int:
        """Read numbers that stand side by side; gives how many were read."""
        state, first = here.state, m.atoms[group[0]]
        opened = m.text.count("（", 0, group[0])
        state.bracket(opened if opened > m.text.count("）", 0, group[0]) else 0)
        w = window(m, group[0])
        if not w.listed:
            state.verb = ""
        chosen = self._chooser.choose(m, w, first, curated, state)
        if chosen is None or first.kind is AtomKind.HOLE:
            for i in group:
                self._unread(here, m.atoms[i], chosen, w)
            if chosen is not None:
                self._remember(chosen, chosen.name, first, state)
            return len(group)
        apart = "after" in chosen.trial.slots or all(m.text[i + 1] in _JOIN for i in group[:-1])
        names, areas = self._sharer.names(chosen, len(group) if apart else 1, state)
        group, names, areas = self._of_other_kinds(m, group, chosen, names, areas, state)
        if not apart:  # 城乡低保对象4.8万户7.2万人: one thing in two units
            names, areas = names * len(group), areas * len(group)
        names = self._counted_apart(names, [m.atoms[i] for i in group])
        for n, i in enumerate(group):
            atom = m.atoms[i]
            if atom.kind is AtomKind.HOLE:
                self._unread(here, atom, chosen, w)
                continue
            if n and first.quantity and atom.quantity and first.quantity.unit.split("/")[0] == atom.quantity.unit:
                atom = replace(atom, quantity=replace(atom.quantity, unit=first.quantity.unit))
            own = w if n == 0 else window(m, i)
            made = self._drafter.drafts(here.span, here.block, atom, own, chosen, names[n], here.tracker, state)
            here.out.drafts.extend(replace(d, region=areas[n]) if areas[n] is not None else d for d in made)
        if first.quantity and first.quantity.unit in SHARES and chosen.candidate.rule.spec.measure == "level":
            state.shares = (*state.shares, *(name for name in names[:-1] if name not in state.shares))[-8:]
        if len(group) > 1 and chosen.candidate.rule.spec.measure == "level" and len(set(names)) == len(names):
            state.recent = (*state.recent, *names[:-1])[-8:]  # 增长4.9%和6.5%: of each in turn
        self._remember(chosen, names[-1], m.atoms[group[-1]], state)
        area = areas[0] if len(group) == 1 and areas[0] is not None else here.tracker.region_at(first.start)
        if area is not None and (areas[0] is None or len(group) == 1) and area not in state.run:
            state.run = (*state.run[-5:], area)
        return len(group)

    def _of_other_kinds(
        self,
        m: Masked,
        group: list[int],
        chosen: Chosen,
        names: list[str],
        areas: list[Region | None],
        state: Discourse,
    ) -> tuple[list[int], list[str], list[Region | None]]:
        """The group with the numbers of other kinds behind it, where as many names take their values in turn: 绿地率、
        人均绿地面积分别提高0.4个百分点和0.5平方米."""
        if not self._in_turn.search(chosen.trial.window.left):
            return group, names, areas
        indices = m.values()
        wider = self._group(m, indices, indices.index(group[0]), in_turn=True)
        if len(wider) == len(group) or any(m.atoms[i].quantity is None for i in wider):
            return group, names, areas
        told, where = self._sharer.names(chosen, len(wider), state)
        return (wider, told, where) if len(set(told)) == len(wider) else (group, names, areas)

    def _counted_apart(self, names: list[str], atoms: list[Atom]) -> list[str]:
        """Names that say what is counted, each by its own unit: 保障户数 and 保障人数 of 保障7420户13508人."""
        nouns = [self._sense.noun_of(a.quantity.unit) if a.quantity else "" for a in atoms]
        first = nouns[0]
        return [
            n[: -len(first)] + noun if first and noun and noun != first and n == names[0] and n.endswith(first) else n
            for n, noun in zip(names, nouns, strict=True)
        ]

    def _unread(self, here: _Here, atom: Atom, chosen: Chosen | None, w: Window) -> None:
        """A number that becomes no draft: a hole that the source left, or one that no rule gives a name to."""
        if atom.kind is not AtomKind.HOLE or atom.quantity is None:
            here.out.refused.append(Refused(atom.start, atom.end, NO_NAME, here.span))
            decimal = atom.quantity is not None and atom.quantity.value is not None and atom.quantity.value % 1
            if w.left and (w.kind in ("count", "share") or (w.kind == "bare" and decimal)):
                here.state.breaks()  # …；牛5.9万头，增长3.2%: whatever grew is not what was read before
            return
        name = chosen.name if chosen else self.namer.left_name(w.left) or self.namer.right_name(w.right)
        rule = chosen.candidate.rule.id if chosen else "gap.unit"
        here.out.holes.append(Hole(atom.start, atom.end, atom.quantity.unit, name, here.span, rule))

    def _remember(self, c: Chosen, name: str, atom: Atom, state: Discourse) -> None:
        """What later clauses may leave out: the amount, the body that it belongs to, who acts, the verb of a list."""
        spec, slots = c.candidate.rule.spec, c.trial.slots
        unit = c.trial.unit or (atom.quantity.unit if atom.quantity else "%")
        aside = state.near and state.last is not None and name.startswith(self._paces)  # 日均新设363户
        if spec.measure != "rank" and not aside:
            state.stated(name, unit, spec.measure, spec.id.startswith("open.share"))
        rate = spec.measure == "level" and unit in SHARES and not spec.id.startswith("open.share") and not state.example
        if rate and self.namer.rate_of(name):
            state.rate = name
        if spec.measure in ("level", "growth") and self.namer.has_measure_head(name):
            state.sectors = name if self.namer.is_sector_amount(name) else ""
        kind = c.trial.window.kind
        state.rising = (Said(name, unit, spec.measure), kind) if spec.before else None
        owner = self.namer.trim(slots.get("owner", "") or slots.get("subject", ""))
        known = self._rules.catalogue.known(c.raw)  # 演出市场单位: no verb with its object
        topic = self._attribute.sub("", self._body_affix.sub("", c.raw if known else self.namer.without_verb(c.raw)))
        counts_bodies = spec.measure == "level" and unit in self._counted and not ("after" in slots and "verb" in slots)
        if counts_bodies and self._body_end.search(topic) and len(topic) <= 16 and not self.namer.is_dependent(name):
            if not state.parent:
                state.whose = None
            elif state.whose is None:
                state.whose = state.topic
            state.topic = state.thing = topic
        elif 2 <= len(owner) <= 14 and self._body.search(owner) and "、" not in owner:
            state.topic = owner
        elif spec.measure == "level" and not self._per.search(name):
            if not (state.topic and name.startswith(state.topic)):  # 人民医院迁建项目 keeps its amounts
                state.topic = self.namer.owner(self._occupied.sub("", name)) or state.topic
            if counts_bodies and 2 <= len(topic) <= 16 and not self.namer.is_dependent(name):
                state.thing = topic
        state.herd = c.raw if self.namer.in_herd("", c.raw) else state.herd
        state.actor = self.namer.actor(c.raw) or state.actor
        state.verb = self.namer.opening_verb(c.raw) or state.verb


__all__ = ["NO_NAME", "Reader", "Reading"]
