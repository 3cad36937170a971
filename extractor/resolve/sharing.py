"""Names and areas of numbers that stand side by side: 城乡居民收入分别增长4.7%、6.6%, 北京、天津分别为 …"""

from __future__ import annotations

import regex

from extractor.lexicon import Lexicon
from extractor.models import Region
from extractor.resolve.choosing import Chooser, Chosen
from extractor.resolve.discourse import Discourse
from extractor.resolve.naming import Namer


class Sharer:
    """Gives each of several numbers that share a clause its own name and, where the names tell them, its area."""

    def __init__(self, lexicon: Lexicon, namer: Namer, chooser: Chooser) -> None:
        self._namer, self._chooser = namer, chooser
        self._share = lexicon.words("share_suffix")[0]
        self._those = lexicon.pattern("those_together")
        self._in_turn = regex.compile(rf"(?:{lexicon.alternation('respectively')})$")
        self._together = regex.compile(rf"^(?:{lexicon.alternation('areas_together')})")

    def names(self, c: Chosen, n: int, state: Discourse) -> tuple[list[str], list[Region | None]]:
        """The names of a group's members, and their areas where the names tell them: 北京、天津投资分别增长…"""
        if n > 1 and len(state.shares) >= n and self._those.match(c.raw):
            return list(state.shares[-n:]), [state.area] * n  # 上述两项比例分别为 …
        if n > 1:
            listed = self._pointed_at(c, n)
            if listed:
                return listed, [None] * n
            for joined in dict.fromkeys((c.name, c.raw, c.trial.slots.get("name", ""))):
                split = self._namer.split(self._namer.trim(joined), n) if joined else None
                if split:
                    parts = [self._chooser.area_of(p) for p in split]
                    if all(area is not None for _, area in parts):
                        rest = (
                            next((p for p, _ in reversed(parts) if len(p) >= 2), "")
                            or (state.parent or (state.last.name if state.last else ""))
                            or c.name
                        )
                        state.spread = state.areas_near = True
                        state.areas = tuple(area for _, area in parts if area is not None)
                        # 南漳县、谷城县优良天数比例: what splitting gave the others is a part of it
                        return [rest if len(p) < 2 or rest.endswith(p) else p for p, _ in parts], [
                            area for _, area in parts
                        ]
                    return split, [None] * n
            carried = c.name == c.trial.carry
            if self._together.match(c.raw) and len(state.run) == n and len(state.areas) != n:
                state.areas = state.run
            in_turn = state.areas_near and self._in_turn.search(c.trial.window.left)
            if len(state.areas) == n and (self._together.match(c.raw) or (carried and state.spread) or in_turn):
                name = self._together.sub("", c.name)
                if name == self._share:  # 三者占全省的比重
                    name = (state.last.name if state.last else c.trial.carry) + name
                state.spread = True
                return [name if len(name) >= 2 else state.parent or c.trial.carry or c.name] * n, list(state.areas)
            if c.name == c.trial.carry and c.name in state.shares[-n:] and len(state.shares) >= n:
                return list(state.shares[-n:]), [None] * n  # 占比分别为39.5%、28.1%，分别提高1.1、0.9个百分点
            if (
                c.trial.carry
                and c.name.startswith(c.trial.carry)
                and len(state.recent) >= n
                and len(set(state.recent[-n:])) == n
            ):
                whole = c.trial.carry not in state.recent  # 新增冠军3家、小巨人11家，累计分别达12家、58家
                told = [self._namer.stock(r) if whole else r for r in state.recent[-n:]]
                return [c.name.replace(c.trial.carry, r, 1) for r in told], [
                    None
                ] * n  # 收入…，纯收入…，分别增长9%和11.5%
            ranked = c.candidate.rule.spec.measure == "rank" and self._ranked_in_turn(c, n, state)
            if ranked:
                return ranked, [None] * n
            state.spread = False
        if not (c.trial.carry and c.name.startswith(c.trial.carry)) or c.area is not None:
            state.area = c.area
        return [c.name] * n, [state.area] * n

    def _pointed_at(self, c: Chosen, n: int) -> list[str] | None:
        """What a name that only points back means for the things that the clause before lists: 清理节庆、论坛，数量
        分别压减75%、95%."""
        name, before = self._namer.trim(c.trial.slots.get("name", "")), c.trial.window.before
        if not self._chooser.refers(name) or not self._namer.lists(before):
            return None
        things = self._namer.split(self._namer.without_verb(self._namer.left_name(before)), n)
        return [thing + name for thing in things] if things else None

    def _ranked_in_turn(self, c: Chosen, n: int, state: Discourse) -> list[str] | None:
        """Places of as many amounts as the sentence has stated: 投资增长7.2%、进出口增长9.7%，分别居全省第3、第1位."""
        carry, told = c.trial.carry, state.told[-n:]
        if not carry or not c.name.startswith(carry) or len(state.told) != n or told[-1] != carry:
            return None
        return [c.name.replace(carry, name, 1) for name in told]
