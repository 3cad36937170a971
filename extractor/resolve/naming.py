"""Names of indicators as a text gives them: split where several share their values, and composed where one is not
complete alone.

Nothing is added to a name that the text does not say, except the words 占比, 占 … 比重 and 排名, which say in a name
what a share or a place in the clause said with a verb.
"""

from __future__ import annotations

from functools import lru_cache

import regex

from extractor.lexicon import Lexicon
from extractor.resolve.namekinds import NameKinds
from extractor.resolve.trimming import BRACKET
from extractor.resolve.words import tagged, word_borders

_SHARED_HEAD = 3  # characters at most of a head that a part shares with its total: 城镇人口 of 户籍人口


class Namer(NameKinds):
    """Trims, splits and composes names."""

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__(lexicon)
        alt = lexicon.alternation
        self._complete = regex.compile(rf"(?:{alt('complete_end')})$")
        self._split_words = dict(lexicon.mapping("split_word"))
        self._joiners = lexicon.pattern("name_joiner")
        self._tail_words = sorted(lexicon.words("measure_head"), key=lambda w: -len(w))
        self._mid = regex.compile(rf"(?:{alt('population_end')})+(?P<mid>[^、]{{0,10}})$")
        self._ratio_items = dict(lexicon.mapping("ratio_item"))
        self._proportion = lexicon.pattern("proportion_end")
        self._share = lexicon.words("share_suffix")[0]
        self._leads_name = regex.compile(rf"{alt('leading_modifier')}$")
        self._class_ends = tuple(lexicon.words("class_end"))
        self._part_measures = dict(lexicon.mapping("part_measure"))
        self._count_tails = frozenset(lexicon.words("count_suffix"))
        self._people_end = regex.compile(rf"{alt('people_counted')}$")
        self._counted_name = regex.compile(rf"^(?:{alt('body_prefix')})|(?:{alt('count_suffix')})$")

    def ratio_items(self, name: str, n: int) -> list[str] | None:
        """Names of the terms of a ratio; None where the name does not tell them."""
        for key in sorted(self._ratio_items, key=len, reverse=True):
            if key in name:
                items = self._ratio_items[key].split("|")
                return items if len(items) == n else None
        parts = self.split(self._proportion.sub("", name), n)
        return [f"{p}{self._share}" for p in parts] if parts else None

    def shares_head(self, name: str, last: str) -> str:
        """A name of a list with the modifier that its first member has: 国际赛事金牌9枚、银牌4枚."""
        if name not in self._dependent or name in last:
            return name
        head = max((d for d in self._dependent if last.endswith(d)), key=len, default="")
        front = last[: -len(head)] if head else ""
        return front + name if len(front) >= 2 else name

    def half(self, name: str, totals: tuple[str, ...]) -> str:
        """A name that is half of a word of one of ``totals``, as that total's half: 出口 of
        货物进出口总额 is 货物出口总额; else empty."""
        for word, parts in self._split_words.items():
            if name in parts.split("|"):
                whole = next((t for t in totals if word in t), "")
                if whole:
                    return whole.replace(word, name, 1)
        return ""

    # ------------------------------------------------------------------ splitting

    def lists(self, name: str) -> bool:
        """True for a name that puts several things side by side."""
        return "、" in name and len(self._joiner.split(name)) > 1

    def split(self, name: str, n: int) -> list[str] | None:
        """``name`` as ``n`` names that take their values in turn: 城乡居民收入 → 城镇居民收入, 农村居民收入.

        None where it does not join ``n`` names.
        """
        return _split(self, name, n)

    def _split_now(self, name: str, n: int) -> list[str] | None:
        for word in sorted(self._split_words, key=len, reverse=True):
            parts = self._split_words[word].split("|")
            if word in name and len(parts) == n:
                return [name.replace(word, p, 1) for p in parts]
        bare = BRACKET.sub(lambda m: "\x00" * len(m[0]), name)
        cuts = [
            m.span()
            for m in self._joiners.finditer(bare)
            if m.start() > 0
            and m.end() < len(name)
            and not self._inside_quotes(name, m.start())
            and (m[0] == "、" or {m.start(), m.end()} <= word_borders(bare))  # 涉|及 is one word
        ]
        for chosen in self._choices(bare, cuts, n - 1):
            parts, at = [], 0
            for a, b in chosen:
                parts.append(name[at:a])
                at = b
            parts.append(name[at:])
            if all(len(p) >= 1 for p in parts):
                return self._share_ends(parts)
        return None

    @staticmethod
    def _inside_quotes(name: str, i: int) -> bool:
        return name.count("“", 0, i) > name.count("”", 0, i)

    @staticmethod
    def _choices(name: str, cuts: list[tuple[int, int]], k: int) -> list[list[tuple[int, int]]]:
        """Which joiners part the names: all of them, else the marks 、 alone, else those with the last 和."""
        marks = [c for c in cuts if name[c[0]] == "、"]
        words = [c for c in cuts if name[c[0]] != "、"]
        options = [cuts, marks, sorted([*marks, *words[-1:]])]
        return [o for o in options if len(o) == k][:1]

    def _share_ends(self, parts: list[str]) -> list[str]:
        """Joined names share their tail (机构养育和散居孤儿保障标准) where the others have none of their own."""
        last = parts[-1]
        if len(parts[0]) == 1 and all(len(p) == 1 for p in parts[:-1]) and len(last) > 2:  # 大、中型企业
            return [p + last[1:] for p in parts[:-1]] + [last]
        tail = self._tail(last) or self._parallel_tail(parts)
        if tail and len(tail) < len(last):
            parts = [
                p if self._complete.search(p) or self.has_measure_head(p) or p.endswith(tail) else p + tail
                for p in parts[:-1]
            ] + [last]
        return self._share_heads(parts)

    def _share_heads(self, parts: list[str]) -> list[str]:
        """Later names that are not complete alone share the first one's population: 交通事故起数和死亡人数."""
        tail = self._tail(parts[0])
        front = parts[0][: -len(tail)] if tail else ""
        if len(front) < 2:
            return parts
        return [parts[0], *(front + p if self.is_dependent(p) and front not in p else p for p in parts[1:])]

    @staticmethod
    def _parallel_tail(parts: list[str]) -> str:
        """What follows in the last name behind as many words as the first one has: 刑事、治安|案件立案数."""
        if not all(regex.search(r"\p{Han}", p) for p in parts):
            return ""  # PM10、PM2.5
        words = [w for w, _ in tagged(parts[-1])]
        k = len(tagged(parts[0]))
        return "".join(words[k:]) if k < len(words) and len(parts[0]) <= 4 else ""

    def measured(self, name: str) -> str:
        """What a name says is measured, with what stands before it: 年均浓度 of 二氧化硫年均浓度."""
        return self._tail(name)

    def _tail(self, name: str) -> str:
        """The measured end of a name, with what stands between it and the population: 社会散居孤儿|基本生活保障标准."""
        for w in self._tail_words:
            if name.endswith(w) and len(w) < len(name):
                m = self._mid.search(name[: -len(w)])
                return (m["mid"] if m else "") + w
        return ""

    # ------------------------------------------------------------------ composing

    def compose(self, name: str, topic: str, parent: str) -> str:
        """``name`` made complete with the total that it is a part of, or the body that the text is speaking of."""
        if parent:
            joined = self._under(name, parent)
            if joined:
                return joined
        if topic and (self.is_dependent(name) or self.is_part_of_thing(name)) and topic not in name:
            shared = next((k for k in range(min(len(topic), len(name) - 1), 1, -1) if topic.endswith(name[:k])), 0)
            if not shared and name[:2] == topic[:2]:
                return name  # 工业增加值 of 工业企业
            return topic + name[shared:]  # 工业增加值 of 国有工业
        return name

    def _under(self, name: str, parent: str) -> str:
        if not name or parent in name or name in parent:
            return ""
        if self._people_end.search(name) and self._people_end.search(parent) and not self.is_modifier(name):
            return ""  # 在园幼儿 are no part of 专任教师
        head = next((k for k in range(min(len(name), len(parent)) - 1, 1, -1) if name[-k:] == parent[-k:]), 0)
        front, of = name[: len(name) - head], parent[: len(parent) - head]
        if 0 < head <= _SHARED_HEAD and self._leads_name.fullmatch(front) and not self._leads_name.fullmatch(of):
            return front + parent  # 城镇人口 of 户籍人口
        if self.has_measure_head(BRACKET.sub("", name)) and not self.is_modifier(name):
            return ""
        if self.is_modifier(name) and (self._leads_name.search(name) or not self.has_measure_head(parent)):
            return name + (parent if self.is_share_name(parent) else str(self._counted_name.sub("", parent)))
        tail = self._tail(parent)
        own = next((m for end, m in self._part_measures.items() if parent.endswith(end)), "")
        if own:
            return name + own  # 第一产业 of 地区生产总值
        if tail in self._count_tails:
            return ""
        if tail:
            front = parent[: -len(tail)]
            if front.endswith(self._class_ends):
                return name + tail
            if self._body_end.search(front) and self._body_end.search(name):
                return name + tail  # 医疗卫生机构床位数，其中医院: a body in the place of a body
            thing = tagged(front)[0][0] if front else ""
            if 2 <= len(thing) < len(name) and name.endswith(thing):
                return name + parent[len(thing) :]  # 公路通车里程，其中高速公路
            shared = next((k for k in range(min(len(front), len(name)), 0, -1) if name.endswith(front[-k:])), 0)
            if shared:
                return name + tail
            shared = next((k for k in range(min(len(tail), len(name)) - 1, 0, -1) if name.endswith(tail[:k])), 0)
            full = name + tail[shared:]  # 工业用电 of 全社会用电量 is 全社会工业用电量
            return name + parent if len(front) <= 2 and front not in self._acts and not shared else front + full
        return name + parent if self.is_modifier(name) else ""


@lru_cache(maxsize=8192)
def _split(namer: Namer, name: str, n: int) -> list[str] | None:
    return namer._split_now(name, n)


__all__ = ["Namer"]
