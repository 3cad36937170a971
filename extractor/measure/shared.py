"""Units that the last number of a list gives to those before it: 分别为74、50、21微克/立方米."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import regex

from extractor.lexicon import Lexicon
from extractor.measure.atoms import Atom, AtomKind


class SharedUnits:
    """Gives numbers without a unit the one at the end of their list, where the list tells values in turn.

    A scaled number (3、5万人) may mean its scale for all or for itself alone: there nothing is given.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._joint = lexicon.pattern("list_joint")
        reach = lexicon.alternation("reach")
        self._in_turn = regex.compile(rf"(?:{lexicon.alternation('respectively')})(?:{reach})?$")

    def give(self, text: str, atoms: list[Atom]) -> list[Atom]:
        """The atoms of a sentence, in order, with the units that lists share."""
        out = list(atoms)
        last = len(out) - 1
        while last > 0:
            first = last
            while first > 0 and self._lacks(text, out[first - 1], out[first]):
                first -= 1
            if first < last and self._tells(text, out[last]) and self._in_turn.search(text[: out[first].start][-12:]):
                out[first:last] = [self._with_unit(a, out[last]) for a in out[first:last]]
            last = first - 1 if first < last else last - 1
        return out

    def _lacks(self, text: str, a: Atom, b: Atom) -> bool:
        """True for a number without a unit that 、 or 和 joins to the next."""
        q = a.quantity
        plain = a.kind is AtomKind.NUMBER and q is not None and not q.unit and q.value is not None and not q.chinese
        return plain and self._joint.fullmatch(text, a.end, b.start) is not None

    @staticmethod
    def _tells(text: str, a: Atom) -> bool:
        """True for a number in figures with a unit and without a scale."""
        q = a.quantity
        if a.kind is not AtomKind.QUANTITY or q is None or not q.unit or q.chinese or q.value is None:
            return False
        figures = regex.match(r"\d+(?:\.\d+)?", text[a.start : a.end])
        return figures is not None and Decimal(figures[0]) == q.value

    @staticmethod
    def _with_unit(a: Atom, last: Atom) -> Atom:
        assert a.quantity is not None and last.quantity is not None
        q = replace(a.quantity, unit=last.quantity.unit, dimension=last.quantity.dimension)
        return replace(a, kind=AtomKind.QUANTITY, quantity=q)
