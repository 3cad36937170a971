"""Names cut out of a clause: without what leads into them, what leads out of them, and what stands between.

All words are in ``rules/words/grammar.toml``, all patterns in ``rules/patterns/names.toml``.
"""

from __future__ import annotations

import regex

from extractor.lexicon import Lexicon
from extractor.match.macros import KIND_OF
from extractor.resolve.words import tagged, word_borders

LONGEST = 40
BRACKET = regex.compile(r"（[^（）]*）|\([^()]*\)")
_MASKS = "".join(KIND_OF)
_MASK = regex.compile(f"[{_MASKS}]")
_NUMBER_BRACKET = regex.compile(rf"（[^（]*[{_MASKS}][^（）]*）")
_LONG_FOR_A_LIST = 16
_NO_NOUN = ("v", "d", "p", "c", "r", "x")


class Trimmer:
    """Trims names."""

    def __init__(self, lexicon: Lexicon) -> None:
        alt, pattern = lexicon.alternation, lexicon.pattern
        self._lead, self._ordinal = pattern("name_lead"), pattern("name_ordinal")
        self._edges = "，、；：。 　*#|.．" + "".join(lexicon.words("item_mark"))
        self._keep_lead = regex.compile(alt("keep_lead"))
        self._trail = regex.compile(rf"(?:{alt('trail')}|[\s、，：·])$")
        self._keep_trail = regex.compile(rf"{alt('tail_keep')}$")
        self._light = regex.compile(rf"(?<=.{{2}}){alt('light')}(?=.{{2}})")
        self._respectively = regex.compile(rf"(?<=.{{2}})(?:{alt('respectively')})(?!{alt('each_of')})(?=.{{2}})")
        self._verb_adverb = regex.compile(rf"(?<=^.{{2,30}})(?P<adverb>{alt('cut_adverb')})(?P<rest>.{{3,}})$")
        self._action_start = regex.compile(rf"^{alt('action')}")
        self._dependent_acts = frozenset(lexicon.words("dependent_head"))
        self._acts = frozenset(lexicon.words("action"))
        self._predicates = frozenset(lexicon.words("predicate"))
        self._in_words = pattern("amount_in_words")
        self._act_in_lead = pattern("act_in_lead")
        self._batch, self._duration = pattern("batch"), pattern("mere_duration")
        self._progress, self._light_within = pattern("progress_end"), pattern("light_verb_within")
        self._particle = pattern("name_attribute_particle")
        self._each_act, self._joiner = pattern("each_acts"), pattern("name_joiner")
        self._enumeration, self._long_list = pattern("enumeration_before"), pattern("long_enumeration")
        self._enumeration_then_name = pattern("enumeration_then_name")

    def clean(self, slot: str) -> str:
        """A captured slot without masks and without brackets that held numbers."""
        return str(self._batch.sub("", _MASK.sub("", _NUMBER_BRACKET.sub("", slot))).strip())

    def trim(self, slot: str, lead: bool = True) -> str:
        """A name without what leads into it (全市共, 其中; unless ``lead`` is False) and what leads out of it (达到).

        Empty where nothing is left.
        """
        s = self._particle.sub("", self._unbalanced(self.clean(slot)))
        s = self._ordinal.sub("", s.lstrip(self._edges)) if lead else s
        while lead and s and not self._keep_lead.match(s) and not self._act_in_lead.match(s):
            m = self._lead.match(s)
            if not m or not m.end():
                break
            rest = s[m.end() :]
            if not self.cuts_at(s, m.end()) and not self._act_in_lead.match(rest):  # 积极|争取上级资金
                break
            s = rest
        while s and not self._keep_trail.search(s):
            m = self._trail.search(s)
            if not m or not self.cuts_at(s, m.start()):
                break
            s = s[: m.start()]
        s = self._in_words.sub("", self._quotes(s.strip(self._edges)).strip())
        return "" if BRACKET.fullmatch(s) or self._duration.match(s) else s

    @staticmethod
    def cuts_at(s: str, i: int) -> bool:
        """True where a word ends at ``i``: 新|增 is no border, 全市|共有 is one."""
        return i in word_borders(s)

    def left_name(self, slot: str) -> str:
        """The name in the text left of a number: subject and adverbs go where a verb with its object follows them."""
        s = self._light_within.sub("", self._respectively.sub("", self._each_acts(self.trim(slot))))
        m = self._verb_adverb.search(s)
        if (
            m
            and self.cuts_at(s, m.start("adverb"))
            and self.cuts_at(s, m.end("adverb"))
            and self._action_start.match(m["rest"])
        ):
            rest = self.trim(m["rest"]) or s
            s = s[: m.start("adverb")] + rest if rest in self._dependent_acts else rest  # 衢州段|累计完成投资
        return self.shorten(s)

    def subject(self, slot: str, verb: str) -> str:
        """The name left of a verb; a word that only leads into names stays where it makes one with it: 集中|供养."""
        name = self.left_name(slot)
        whole = "" if name else self.trim(slot + verb)
        return name or (whole.removesuffix(verb) if whole.endswith(verb) else "")

    def _each_acts(self, s: str) -> str:
        """What joined names each do stands behind each of them: 氨氮、氮氧化物分别减排 → 氨氮减排、氮氧化物减排."""
        m = self._each_act.search(s)
        if m is None:
            return s
        names = self._joiner.split(m["names"])
        return "、".join(name + m["act"] for name in names) if all(len(n) >= 2 for n in names) else s

    def right_name(self, slot: str, meets_number: bool = False) -> str:
        """The name in the text right of a number; where another number follows at once, only up to the next verb
        or 、."""
        if meets_number:
            own = self._particle.sub("", self.clean(slot)).split("、")[0]
            slot = self._up_to_verb(self._progress.sub("", own))
        s = self._progress.sub("", self.trim(slot, lead=False))
        if len(s) > _LONG_FOR_A_LIST:
            s = self._long_list.sub(lambda m: m["rest"], s)
            s = self._enumeration_then_name.sub("", s)
        return self.shorten(self._light.sub("", s, count=1))

    def _up_to_verb(self, s: str) -> str:
        """The noun phrase before the first verb that acts: 省重点项目|完成投资."""
        at = 0
        for word, flag in tagged(s):
            if at and (word in self._acts or word in self._predicates or flag in ("d", "p")):
                return s[:at]
            at += len(word)
        return s

    def first_noun(self, slot: str) -> str:
        """The noun phrase that a text begins with: 服务点 of 服务点的规范化建设纳入考核."""
        out = ""
        for word, flag in tagged(self.clean(slot)):
            if flag in _NO_NOUN or flag[:1] == "u":
                break
            out += word
        return self.trim(out)

    def shorten(self, s: str) -> str:
        """Long names lose their enumerations and their brackets."""
        if len(s) > LONGEST:
            s = self._enumeration.sub("", s)
        if len(s) > LONGEST:
            s = BRACKET.sub("", s)
        return s[-LONGEST:] if len(s) > LONGEST else s

    @staticmethod
    def _unbalanced(s: str) -> str:
        while s.count("（") > s.count("）"):
            s = s[s.rfind("（") + 1 :] if s.rfind("（") < len(s) // 2 else s[: s.rfind("（")]
        while s.count("）") > s.count("（"):
            s = s[s.find("）") + 1 :]
        return s

    @staticmethod
    def _quotes(s: str) -> str:
        return s.strip("“”") if s.count("“") != s.count("”") else s
