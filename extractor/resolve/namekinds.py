"""What a name is: a share, a modifier, part of something else, a verb with its object."""

from __future__ import annotations

import regex

from extractor.lexicon import Lexicon
from extractor.match.macros import MASKS
from extractor.resolve.trimming import BRACKET, Trimmer
from extractor.resolve.words import tagged, word_borders

_LONGEST_MODIFIER = 8
_LONGEST_BODY = 16


class NameKinds(Trimmer):
    """Tells what a name is and what is within it."""

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__(lexicon)
        alt, pattern = lexicon.alternation, lexicon.pattern
        self._measure_head = regex.compile(rf"{alt('measure_head')}$")
        self._share_head = regex.compile(rf"(?:{alt('share_head')}|{alt('growth_noun')})$")
        self._modifier = pattern("modifier_alone")
        self._dependent = frozenset(lexicon.words("dependent_head"))
        self._dependent_name = pattern("dependent_name")
        self._dependent_modifier = regex.compile(rf"(?:{alt('dependent_modifier')}){{1,2}}")
        self._body_amount = regex.compile(rf"^(?P<body>.{{0,12}}(?:{alt('body_noun')}))(?P<amount>.{{2,10}})$")
        self._body_end = regex.compile(rf"(?:{alt('body_noun')})$")
        self._droppable = regex.compile(rf"^(?:{alt('droppable')}){alt('particle')}?(?=.{{2}})")
        self._addition = regex.compile(rf"^(?:{alt('addition')})|(?:{alt('addition')})(?=.{{0,3}}$)")
        self._any_kind = regex.compile(rf"^(?:{alt('body_prefix')})")
        self._level = pattern("administrative_level")
        self._rate_end = pattern("rate_end")
        self._sector_end = regex.compile(rf"(?:{alt('sector_end')})$")
        nouns = "|".join(map(regex.escape, lexicon.mapping("unit_noun").values()))
        self._finished = regex.compile(rf"(?<=.{{3}}){alt('finish_verb')}(?:{nouns})?$")
        self._listed_tails = sorted(lexicon.words("listed_tail"), key=lambda t: -len(t))
        self._sector = pattern("sector_name")
        self._sector_amounts = frozenset(lexicon.words("sector_amount"))
        self._done_within = regex.compile(rf"(?<=.{{2}})(?:{alt('done_verb')})(?=.{{2}})")
        self._rate_name = pattern("rate_name")
        self._thing_people = frozenset(lexicon.words("thing_people"))
        self._thing_parts = frozenset((*lexicon.words("thing_part"), *self._thing_people))
        self._herd = pattern("herd_word")
        self._moved = regex.compile(
            rf"(?:{alt('grow_up')}|{alt('grow_down')}|{alt('grow_weak_up')}|{alt('grow_weak_down')})"
        )

    # ------------------------------------------------------------------ the name without something

    def droppable(self, name: str) -> str:
        """The name without an opening verb that adds nothing to it (完成, 实现)."""
        return str(self._droppable.sub("", name))

    def without_done(self, name: str) -> str:
        """The name without a verb of reaching between a body and its amount: 企业实现利润总额 → 企业利润总额."""
        return str(self._done_within.sub("", name, count=1))

    def plain(self, name: str) -> str:
        """The name without brackets (初步核算数), without 各类, and without the level of administration before it."""
        return str(self._any_kind.sub("", self._level.sub("", BRACKET.sub("", name))))

    def stock(self, name: str) -> str:
        """What an addition was added to: 新增高新技术企业 → 高新技术企业, 经营主体新增户数 → 经营主体户数."""
        return self._addition.sub("", name) or name

    def without_verb(self, name: str) -> str:
        """A name without the action verb that it opens with: 建成文化馆 → 文化馆."""
        m = self._action_start.match(name)
        return name[m.end() :] if m and len(name) - m.end() >= 2 and self.cuts_at(name, m.end()) else name

    def counted(self, name: str) -> str:
        """Of a rate's or an amount's name, the things whose it is, where they are counted: 国考断面 of 国考断面优良率,
        上市公司 of 上市公司市值总额."""
        m = self._body_amount.match(name)
        if m is not None and self._measure_head.search(m["amount"]):
            return str(m["body"])
        words = [w for w, _ in tagged(name)]
        things = "".join(words[:-1])
        return things if len(things) >= 2 and self._rate_end.search(words[-1]) else name

    def up_to_time(self, slot: str) -> str:
        """Of a slot, the things that are counted before a time and what is measured of them: 大型水库|年末蓄水总量."""
        at = slot.find(MASKS["period"])
        return slot[:at] if at > 1 and self.has_measure_head(self.trim(slot[at:])) else slot

    def rate_of(self, name: str) -> str:
        """The rate that a name ends in, without whose it is: 产能利用率 of 半数产品的产能利用率; else empty."""
        if not self._rate_end.search(name) or not self.is_share_name(name):
            return ""
        m = self._rate_name.search(name)
        return m["rate"] if m else ""

    # ------------------------------------------------------------------ what is within it

    def actor(self, name: str) -> str:
        """The body that acts in a name: 文物机构 of 文物机构举办展览; empty where it names none."""
        at = 0
        for word, _ in tagged(name):
            if word in self._acts:
                body = name[:at]
                acts = 2 <= at <= _LONGEST_BODY and len(name) - at - len(word) >= 2
                if not at or acts:
                    return body if acts and self._body_end.search(body) else ""
            at += len(word)
        return ""

    def opening_verb(self, name: str) -> str:
        """The action verb that a name opens with; empty where it opens with none or is nothing else."""
        m = self._action_start.match(name)
        return m[0] if m and m.end() < len(name) else ""

    def owner(self, name: str) -> str:
        """The body whose dependent amount a name gives: 药品企业 of 药品企业营业收入; empty where it names none."""
        name = BRACKET.sub("", name)
        for k in word_borders(name):
            if not 3 <= k <= _LONGEST_BODY:
                continue
            front, amount = self._before_act(self.trim(name[:k])), name[k:]
            if (amount in self._dependent and self._body_end.search(front)) or (
                amount in self._sector_amounts and self._sector_end.search(front)
            ):
                return front
        return ""

    def _before_act(self, body: str) -> str:
        """A body without what it does: 总承包企业|完成建筑业."""
        at = 0
        for word, _ in tagged(body):
            if at >= 3 and word in self._acts:
                return body[:at]
            at += len(word)
        return body

    # ------------------------------------------------------------------ what it is

    def is_mere_act(self, name: str) -> bool:
        """True for a verb without anything that it acts on: 实施."""
        return name in self._acts and not self.has_measure_head(name)

    def acts(self, name: str) -> bool:
        """True for a name that opens with an action verb: 举办展览."""
        m = self._action_start.match(name)
        return bool(m) and len(name) - m.end() >= 2 and self.cuts_at(name, m.end())

    def has_measure_head(self, name: str) -> bool:
        """True for a name whose last word says what is measured."""
        return bool(self._measure_head.search(name))

    def is_share_name(self, name: str) -> bool:
        """True for a name that is a share, a rate or an index by itself."""
        return bool(self._share_head.search(BRACKET.sub("", name)))

    def is_modifier(self, name: str) -> bool:
        """True for a modifier without its noun: 国家级, 城镇."""
        return bool(self._modifier.search(name)) and len(name) <= _LONGEST_MODIFIER

    def is_dependent(self, name: str) -> bool:
        """True for a name that belongs to the body that the text is speaking of: 从业人员, 营业收入."""
        if name in self._dependent:
            return True
        m = self._dependent_name.match(name)
        return bool(m and self._dependent_modifier.fullmatch(m["mod"]))

    def has_verb(self, name: str) -> bool:
        """True for a name that says what something did: 地名入选目录."""
        return any(len(word) > 1 and (word in self._acts or word in self._predicates) for word, _ in tagged(name))

    def is_sector_amount(self, name: str) -> bool:
        """True for an amount that sectors have: 规模以上工业增加值."""
        return name.endswith(tuple(self._sector_amounts))

    def of_list(self, name: str, last: str) -> str:
        """A good or a kind with what the one before it in a list of growths has: 智能手机 behind 汽车零售额 is
        智能手机零售额; empty where the list says nothing of the kind."""
        tail = next((t for t in self._listed_tails if last.endswith(t) and len(last) > len(t) + 1), "")
        bare = tail and not self.has_measure_head(name) and not self.is_share_name(name) and not self.is_modifier(name)
        return name + tail if bare and not self.has_verb(name) and name != last else ""

    def before_finish(self, name: str) -> str:
        """What an amount says was worked on, without how far: 老旧小区改造 of 老旧小区改造开工; empty for a rate."""
        return "" if self.is_share_name(name) else str(self._finished.sub("", name))

    def of_sector(self, name: str, last: str) -> str:
        """A sector with what grew in the sector named before: 供应业 behind 制造业增加值 is 供应业增加值."""
        amount = next((a for a in self._sector_amounts if last.endswith(a)), "")
        sectors = amount and self._sector.search(name) and self._sector.search(last.removesuffix(amount))
        return name + amount if sectors else name

    def belongs_here(self, name: str) -> bool:
        """True for people who can only be those of the body that this sentence has counted: 在园幼儿."""
        return name in self._thing_people

    def in_herd(self, animal: str, last: str) -> str:
        """An animal of a list with what the list says of all: 牛 behind 出栏生猪 is 出栏牛; empty where it says
        nothing."""
        m = self._herd.search(last)
        return (m[0] + animal if not m.start() else animal + m[0]) if m else ""

    def is_mere_move(self, name: str) -> bool:
        """True for a verb of rise or fall without what rose."""
        return bool(self._moved.fullmatch(name))

    def is_part_of_thing(self, name: str) -> bool:
        """True for what belongs to the thing just counted, whatever body the text is speaking of: 面积, 总投资."""
        return name in self._thing_parts
