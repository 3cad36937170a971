"""What the conditions mean that a rule may ask for besides its pattern (``need`` in a rule file)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import regex

from extractor.lexicon import Lexicon
from extractor.match.macros import MASKS
from extractor.match.window import Window
from extractor.models import Quantity
from extractor.resolve.naming import Namer
from extractor.resolve.unitnames import UnitSense
from extractor.resolve.words import tagged, word_borders


@dataclass(slots=True)
class Trial:
    """A rule being tried on a number: its slots (which a condition may sharpen), and what has been read before."""

    slots: dict[str, str]
    window: Window
    quantity: Quantity | None
    carry: str = ""
    carry_unit: str = ""
    carry_measure: str = ""
    carry_near: bool = True  # the name carried over was read in this sentence
    unit: str = ""
    notes: dict[str, str] = field(default_factory=dict)


class Needs:
    """All conditions by name."""

    def __init__(self, lexicon: Lexicon, namer: Namer, sense: UnitSense) -> None:
        self._namer, self._sense = namer, sense
        alt = lexicon.alternation
        self._have = regex.compile(alt("have"))
        self._attributive = frozenset(lexicon.words("have_attributive"))
        self._particle = lexicon.pattern("name_attribute_particle")
        self._verb_end, self._attributed = lexicon.pattern("verb_particle_end"), lexicon.pattern("attributed")
        self._not_grow = regex.compile(alt("not_grow"))
        self._grow_verbs = regex.compile(rf"(?:{alt('grow_up')}|{alt('grow_down')})")
        self._not_after = lexicon.pattern("no_name_after")
        self._measure_verbs = set(lexicon.words("measure_head"))
        self._per = lexicon.pattern("per_capita")
        self._natural = regex.compile(rf"{alt('rate_not_growth')}$")
        self._noun_behind = lexicon.pattern("quantity_noun_behind")
        self._inside_word = lexicon.pattern("compare_word_goes_on")
        self._predicate = set(lexicon.words("predicate"))
        self.table: dict[str, Callable[[Trial], bool]] = {
            "area_is_place": self._area_is_place,
            "object_is_no_total": self._object_is_no_total,
            "unit_from_name": self._unit_from_name,
            "name_fits_weak_unit": self._name_fits_weak_unit,
            "carry_fits_unit": self._carry_fits_unit,
            "after_is_name": self._after_is_name,
            "after_is_noun": self._after_is_noun,
            "owner_is_no_name": self._owner_is_no_name,
            "left_ends_in_verb": self._left_ends_in_verb,
            "have_is_word": self._have_is_word,
            "verb_is_word": self._verb_is_word,
            "verb_is_act": self._verb_is_act,
            "right_is_no_noun": self._right_is_no_noun,
            "growth_is_of_amount": lambda t: not self._natural.search(t.slots.get("name", "")),
            "unit_is_amount": lambda t: t.quantity is not None and t.quantity.dimension not in ("count", "events"),
            "carry_is_growth": lambda t: t.carry_measure == "growth",
            "bracket_counts": lambda t: t.window.bracket and len(self._namer.clean(t.window.outer)) >= 2,
            "bracket_follows_thing": lambda t: self._bracket_follows_thing(t),
            "left_converts": lambda t: bool(t.carry) and (t.window.bracket or len(t.window.left) >= 4),
            "name_is_measure": lambda t: namer.has_measure_head(namer.trim(t.slots.get("name", ""))),
            "name_is_no_measure": lambda t: not namer.has_measure_head(namer.trim(t.slots.get("name", ""))),
        }

    def hold(self, names: list[str], t: Trial) -> bool:
        """True where all conditions hold."""
        return all(self.table[n](t) for n in names)

    # ------------------------------------------------------------------ conditions

    def _area_is_place(self, t: Trial) -> bool:
        area = t.slots.get("area", "")
        if self._inside_word.match(area):  # 比重提高: no comparison with an area
            return False
        if any(c.isdigit() for c in area):  # 大于2000亩的灌区: a limit, and no area
            return False
        return len(self._namer.clean(area)) >= 2 and MASKS["period"] not in area

    def _bracket_follows_thing(self, t: Trial) -> bool:
        """The bracket's text begins at the number, behind the name of a thing and not of something measured."""
        before = self._namer.clean(t.window.outer)
        return t.window.bracket and len(before) >= 2 and not self._namer.is_share_name(before)

    def _object_is_no_total(self, t: Trial) -> bool:
        left, name = t.window.left, t.slots.get("name", "")
        at = left.find(name)
        for m in self._grow_verbs.finditer(left, 0, max(0, at)):
            if self._not_grow.match(left, m.start()) or m.end() not in word_borders(self._namer.clean(left)):
                return False
        return len(self._namer.trim(name)) >= 2

    def _unit_from_name(self, t: Trial) -> bool:
        if t.quantity is None:
            return False
        name = self._namer.trim(t.slots.get("name", "")) or t.carry
        unit = self._sense.from_name(name, t.quantity)
        if unit is None:
            return False
        t.unit = unit
        return True

    def _name_fits_weak_unit(self, t: Trial) -> bool:
        if t.quantity is None:
            return False
        return self._sense.fits_weak(self._namer.trim(t.slots.get("name", "")), t.quantity, self._own_right(t.window))

    @staticmethod
    def _own_right(w: Window) -> str:
        """What stands right of the number, without the next member of a list: 达到290天、增加19天."""
        return w.right.split("、")[0]

    def _carry_fits_unit(self, t: Trial) -> bool:
        if not t.carry:
            return False
        if t.quantity is not None and not t.quantity.unit:
            t.unit = t.carry_unit
            return bool(t.carry_unit)
        if t.quantity is None or t.quantity.unit.split("/")[0] == t.carry_unit.split("/")[0]:
            return True
        amount = t.quantity.dimension not in ("share", "points")
        return amount and t.carry_near and t.carry_measure == "growth"  # 吞吐量增长33%，突破100万吨

    def _after_is_name(self, t: Trial) -> bool:
        after = t.slots.get("after", "")
        if self._not_after.match(after) or len(self._namer.right_name(after, t.window.meets_number)) < 2:
            return False
        return self._unit_from_noun(t, after)

    def _after_is_noun(self, t: Trial) -> bool:
        if not self._after_is_name(t):
            return False
        words = tagged(self._particle.sub("", self._namer.clean(t.slots["after"])))
        while len(words) > 1 and words[0][1] in ("d", "a", "b", "ad", "an") and words[0][0] not in self._predicate:
            words = words[1:]  # 长期安置人员: an attribute first
        if not words:
            return False
        word, flag = words[0]
        if word in self._predicate:
            return False
        if flag in ("v", "vn") and len(words) > 1 and words[1][1][:1] in ("n", "v"):
            return True  # a verb first may still open a noun phrase: 改造项目, 试点单位
        return not (flag in ("v", "d", "p", "c", "f", "u", "vd", "ad", "r") and word not in self._measure_verbs)

    def _unit_from_noun(self, t: Trial, after: str) -> bool:
        if t.quantity is None or t.quantity.unit:
            return True
        unit = self._sense.from_noun(self._namer.clean(after), t.quantity)
        if unit is None:
            return False
        t.unit = unit
        return True

    def _owner_is_no_name(self, t: Trial) -> bool:
        return not self._namer.has_measure_head(self._namer.trim(t.slots.get("owner", "")))

    def _left_ends_in_verb(self, t: Trial) -> bool:
        words = tagged(self._verb_end.sub("", self._namer.clean(t.window.left)))
        if not words:
            return False
        word, flag = words[-1]
        if not flag.startswith("v") or flag == "vn" or word in self._measure_verbs:
            return False
        t.slots["last_verb"] = word
        return True

    def _have_is_word(self, t: Trial) -> bool:
        text = self._namer.clean(t.slots.get("name", ""))
        borders = word_borders(text)
        for m in self._have.finditer(text):
            if (
                m.start() in borders
                and m.end() in borders
                and len(text) - m.end() >= 2
                and not self._noun_behind.match(text[m.end() :])
                and not self._per.search(text, 0, m.start())
                and text.count("（", 0, m.start()) == text.count("）", 0, m.start())  # not within a bracket
                and not (
                    m[0] in self._attributive
                    and not self._namer.trim(text[: m.start()])
                    and self._attributed.search(text, m.end())
                )
            ):
                t.slots["owner"], t.slots["name"] = text[: m.start()], text[m.end() :]
                return True
        return False

    def _verb_is_word(self, t: Trial) -> bool:
        left, verb = self._namer.clean(t.window.left), t.slots.get("verb", "")
        at = left.rfind(verb)
        if not verb or at < 0:
            return False
        borders = word_borders(left)
        return at in borders and at + len(verb) in borders

    def _verb_is_act(self, t: Trial) -> bool:
        """The verb is a word of its own and no noun for what is measured (补贴, 支出)."""
        return self._verb_is_word(t) and t.slots.get("verb", "") not in self._measure_verbs

    def _right_is_no_noun(self, t: Trial) -> bool:
        """The number closes its clause, or what follows is no noun of its own."""
        right = self._namer.clean(t.window.right)
        if len(right) < 2 or t.window.shares_right:
            return True
        words = tagged(self._particle.sub("", right))
        if not words:
            return True
        return (
            words[0][0] in self._predicate
            or words[0][1][:1] in ("d", "p", "c", "u", "f", "x")
            or (words[0][1] == "v" and len(words) == 1)
        )
