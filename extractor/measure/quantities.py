"""Number expressions: numeral, unit, bounds and approximation, ranges, ratios and ranks, as atoms.

Which of them state something is decided later; here every number that is spelt out gets its value, its
unit and its hedges, exactly as the characters give them.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import regex

from extractor.lexicon import Lexicon
from extractor.measure.atoms import Atom, AtomKind
from extractor.measure.numerals import Numeral, NumeralReader
from extractor.measure.units import Unit, UnitTable
from extractor.models import Qualifier, Quantity

_HALF = Decimal("0.5")
_LOOK_BACK = 14  # longest run of bound words and denominators before a number

_SHARED = ("points", "share")  # dimensions whose unit a list of numbers says once, at its end


class QuantityReader:
    """Finds quantities in stretches of text that periods and traps have left. Words come from rules/.

    ``units`` is the table that their units come from.
    """

    def __init__(self, lexicon: Lexicon, numerals: NumeralReader, units: UnitTable) -> None:
        self._numerals, self.units = numerals, units
        alt = lexicon.alternation
        particle = f"(?:{alt('particle')})?"
        self._before = regex.compile(
            rf"(?:(?P<more>{alt('more_before')})|(?P<less>{alt('less_before')})|(?P<approx>{alt('approx_before')})){particle}(?P<per>{alt('denominator')})?$"
            rf"|(?P<per2>{alt('denominator')})(?P<exact>{alt('exact_before')}|{alt('approx_before')}|{alt('more_before')})?$"
        )
        self._after = regex.compile(
            rf"(?P<more>{alt('more_after')})|(?P<less>{alt('less_after')})|(?P<approx>{alt('approx_after')})"
        )
        self._range = regex.compile(f"{alt('range_mark')}")
        self._from = regex.compile(f"(?:{alt('from_word')})$")
        self._per_unit = dict(lexicon.mapping("denominator"))
        self._kinds = dict.fromkeys(lexicon.words("more_before"), Qualifier.MORE_THAN)
        self._kinds |= dict.fromkeys(lexicon.words("less_before"), Qualifier.LESS_THAN)
        self._kinds |= dict.fromkeys(lexicon.words("approx_before"), Qualifier.APPROX)
        self._kinds |= dict.fromkeys(lexicon.words("exact_before"), Qualifier.EXACT)
        self._half, self._halved = regex.compile(alt("half_behind")), frozenset(lexicon.words("half_behind_unit"))
        self._up = regex.compile(rf"{alt('up')}$")
        self._no_up = regex.compile(rf"(?:{alt('up_lookalike')})$")
        self._scales = frozenset(lexicon.mapping("scale"))
        self._one = lexicon.words("generic_unit")[0]
        self._joiners = frozenset(lexicon.words("pair_split"))
        self._ratio = regex.compile(r"(?<![\d:.])\d+(?:\.\d+)?(?::\d+(?:\.\d+)?){1,9}(?![\d:])")
        self._rank = lexicon.pattern("rank")
        self._rank_unit = lexicon.mapping("fallback_unit")["rank"]
        self._rank_before = regex.compile(rf"(?:{alt('rank_before')})(?:[^，。；：、]{{0,8}})$")

    def find(self, text: str, start: int, end: int, floor: int | None = None) -> list[Atom]:
        """Atoms of kinds QUANTITY, NUMBER, RATIO and RANK within ``text[start:end]``, in order.

        ``floor`` is how far back the words before a rank may be looked for (``start`` without it).
        """
        out: list[Atom] = []
        at = start
        while at < end:
            m = self._numerals.starts.search(text, at, end)
            r = self._rank.search(text, at, end)
            if r and (not m or r.start() <= m.start()):
                beside = bool(out) and out[-1].kind is AtomKind.RANK and text[out[-1].end : r.start()] in self._joiners
                a = self._ranked(text, r, start if floor is None else floor, beside)
                if a:
                    out.append(a)
                at = r.end()
                continue
            if not m:
                break
            atom = self._ratio_at(text, m.start(), end) or self._quantity_at(
                text, m.start(), end, start, out[-1].end if out else start
            )
            if atom is None:
                at = m.end()
                continue
            out.append(atom)
            at = atom.end
        return self._shared_points(text, out)

    def _shared_points(self, text: str, atoms: list[Atom]) -> list[Atom]:
        """4.5个、3.3个和1.7个百分点; 1.1、0.9和0.7个百分点: the last number's unit is that of all."""
        for k in range(len(atoms) - 2, -1, -1):
            a, b = atoms[k].quantity, atoms[k + 1].quantity
            if (
                a
                and b
                and text[a.end : b.start] in self._joiners
                and (
                    (b.dimension == "points" and a.unit == self._one and b.unit.startswith(self._one))
                    or (b.dimension in _SHARED and not a.unit and atoms[k].kind is AtomKind.NUMBER and not a.chinese)
                )
            ):
                own = replace(a, unit=b.unit, dimension=b.dimension)
                atoms[k] = replace(atoms[k], kind=AtomKind.QUANTITY, quantity=own)
        return atoms

    # ------------------------------------------------------------------ one expression

    def _ratio_at(self, text: str, at: int, end: int) -> Atom | None:
        m = self._ratio.match(text, at, end)
        if not m:
            return None
        parts = tuple(Decimal(p) for p in m[0].split(":"))
        return Atom(AtomKind.RATIO, at, m.end(), parts=parts)

    def _ranked(self, text: str, m: regex.Match[str], start: int, beside: bool) -> Atom | None:
        if not beside and not self._rank_before.search(text[max(start, m.start() - 20) : m.start()]):
            return None
        if m["n"]:
            n = self._numerals.read(m["n"], 0)
            if n is None or n.end != len(m["n"]) or n.low != n.high or n.low < 1:
                return None
            value = n.low
        else:
            value = Decimal(1)
        q = Quantity(
            m.start(),
            m.end(),
            value,
            self._rank_unit,
            dimension="rank",
            chinese=not (m["n"] or "").isdigit(),
            core_start=m.start(),
            core_end=m.end(),
        )
        return Atom(AtomKind.RANK, m.start(), m.end(), q)

    def _quantity_at(self, text: str, at: int, end: int, floor: int, taken: int) -> Atom | None:
        """The number at ``at``; the words before it reach back to ``taken`` at most, where the number before it
        ends."""
        prev = text[at - 1] if at > floor else ""
        if prev.isascii() and (prev.isdigit() or prev in "._/") and prev:
            return None
        first = self._numerals.read(text, at)
        if first is None or first.end > end:
            return None
        if text[at] == "-" and at > floor and (prev.isdigit() or prev == "%"):
            return None
        low_unit, pos = self._unit_at(text, first, end)
        last = first
        unit = low_unit
        if not self._from.search(text[max(floor, at - 2) : at]):
            joined = self._second(text, pos, end, first, low_unit)
            if joined:
                first, last, unit, pos = joined
        latin = bool(prev) and prev.isascii() and prev.isalpha()
        if latin and not unit[0] and not first.scale:
            return None
        return self._made(text, at, pos, first, last, unit, end, taken)

    def _unit_at(self, text: str, n: Numeral, end: int) -> tuple[tuple[str, Unit | None], int]:
        if n.unit:
            return (n.unit, self.units.get(n.unit)), n.end
        u = self.units.at(text, n.end)
        if u is None or u.end > end:
            return ("", None), n.end
        return (u.name, u.bare), u.end

    def _second(
        self, text: str, pos: int, end: int, first: Numeral, unit: tuple[str, Unit | None]
    ) -> tuple[Numeral, Numeral, tuple[str, Unit | None], int] | None:
        """The other end of a range, if one follows: both numbers, their unit and where the expression ends."""
        mark = self._range.match(text, pos, end)
        if not mark or mark.end() >= end:
            return None
        last = self._numerals.read(text, mark.end())
        if last is None or last.end > end or first.chinese != last.chinese:
            return None
        u2, stop = self._unit_at(text, last, end)
        if not u2[0] or (unit[0] and unit[0] != u2[0]):
            return None
        if not unit[0] and not first.scale and last.scale and first.high * Decimal(10) ** last.scale <= last.low:
            p = last.scale
            first = Numeral(
                first.end, first.low.scaleb(p), first.high.scaleb(p), first.more, first.unit, first.chinese, p
            )
        if not first.high < last.low:
            return None
        return first, last, u2, stop

    def _made(
        self,
        text: str,
        at: int,
        pos: int,
        first: Numeral,
        last: Numeral,
        unit: tuple[str, Unit | None],
        end: int,
        floor: int,
    ) -> Atom:
        name, bare = unit
        low, high = first.low, last.high
        half = self._half.match(text, pos, end) if name in self._halved else None
        if half:  # 一倍半
            low, high, pos = low + _HALF, high + _HALF, half.end()
        kind = Qualifier.EXACT
        if low != high:
            kind = Qualifier.RANGE
        elif last.more:
            kind = Qualifier.MORE_THAN
        m = self._after.match(text, pos, end)
        stop = pos
        suffix = False
        if m and (name or m["approx"]):
            said = Qualifier.MORE_THAN if m["more"] else Qualifier.LESS_THAN if m["less"] else Qualifier.APPROX
            kind = said if kind in (Qualifier.EXACT, Qualifier.MORE_THAN) else kind
            stop, suffix = m.end(), True
        begin, per = at, ""
        b = self._before.search(text[max(floor, at - _LOOK_BACK) : at])
        if b:
            begin = max(floor, at - _LOOK_BACK) + b.start()
            per = b["per"] or b["per2"] or ""
            word = b["more"] or b["less"] or b["approx"] or b["exact"]
            said2 = self._kinds[word] if word else Qualifier.EXACT
            softened = said2 is Qualifier.LESS_THAN or (said2 is Qualifier.APPROX and not suffix)
            if kind is Qualifier.EXACT or (kind is Qualifier.MORE_THAN and softened):
                kind = said2
        before = text[max(floor, at - _LOOK_BACK) : at]
        rises = text[at] in self._scales and self._up.search(before) and not self._no_up.search(before)
        if kind is Qualifier.EXACT and name and rises:  # 上千人
            begin, kind = at - 1, Qualifier.MORE_THAN
        if per and name and "/" not in name:
            name = f"{name}/{self._per_unit[per]}"
        value, vmin, vmax = (None, low, high) if kind is Qualifier.RANGE else (low, None, None)
        if kind is Qualifier.MORE_THAN:
            vmin = low
        elif kind is Qualifier.LESS_THAN:
            vmax = low
        q = Quantity(
            begin,
            stop,
            value,
            name,
            kind,
            vmin,
            vmax,
            at,
            pos,
            dimension="doubling" if first.doubling else bare.dimension if bare else "",
            chinese=first.chinese,
            denominator=per,
        )
        return Atom(AtomKind.QUANTITY if name else AtomKind.NUMBER, begin, stop, q)
