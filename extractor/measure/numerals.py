"""Numbers as bulletins spell them: from characters to exact decimals.

Arabic digits with separators and scale words (1,234.5万, 3万4000), Chinese numerals (二十四, 一万五千亿,
十二点五), fuzzy ones (二百余万, 数十, 近百), two-digit approximations (两三, 三四百), fractions (三分之二),
tenths (七成五) and doublings (翻一番). What is read is a :class:`Numeral`; units, bounds and ranges are
the business of :mod:`extractor.measure.quantities`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import regex

from extractor.lexicon import Lexicon

_MOST_DIGITS = 20
_THREE_TO_FIVE = [3, 5]


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number without its unit. ``low`` and ``high`` differ in approximations such as 两三.

    ``more`` is set by 余 多 来 and by indefinite digits (数十), ``unit`` where the spelling carries one
    (百分之, 成, 番), ``doubling`` where it says by how much something doubled, ``chinese`` where no Arabic
    digit takes part, ``scale`` is the power of ten that scale words gave.
    """

    end: int
    low: Decimal
    high: Decimal
    more: bool = False
    unit: str = ""
    chinese: bool = False
    scale: int = 0
    doubling: bool = False


class NumeralReader:
    """Reads the numeral that begins at a place of a text. Words come from ``rules/words/numbers.toml``."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._digit = {w: int(d) for w, d in lexicon.mapping("numeral").items()}
        self._scale = {w: int(p) for w, p in lexicon.mapping("scale").items()}
        d, s = "".join(self._digit), "".join(w for w in self._scale if len(w) == 1)
        big = "".join(w for w, p in self._scale.items() if p >= 4 and len(w) == 1)
        fuzzy = lexicon.alternation("fuzzy")
        several = lexicon.alternation("several")
        arabic = r"(?P<arabic>\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?|\d+(?:\.\d+)?)"
        not_scale = lexicon.alternation("scale_lookalike")
        scales = rf"(?:(?!{not_scale})[{s}]){{1,3}}"
        words = lexicon.words("minus_lookalike")
        within = "|".join(sorted({regex.escape(w[:-1]) for w in words}))
        minus = rf"(?:(?<!{within}){lexicon.alternation('minus')})"
        self._arabic = regex.compile(
            rf"(?P<sign>-|\N{{MINUS SIGN}}|{minus})?"
            rf"{arabic}(?P<fuzzy>{fuzzy}(?=[{s}]))?(?P<scale>{scales})?"
            rf"(?:(?<=[{s}])(?P<rest>\d+(?:\.\d+)?)(?P<restscale>{scales})?)?(?P<after>{fuzzy})?"
        )
        core = f"[{d}{s}]"
        part = f"(?P<part>{lexicon.alternation('part_of')})"
        self._chinese = regex.compile(
            rf"(?P<outer>{minus}(?={lexicon.alternation('part_of')}))?{part}?(?P<sign>{minus})?"
            rf"(?P<num>(?:{several})?{core}{{1,24}}(?:(?:{fuzzy}|{several})[{s}]{{1,3}})?)"
            rf"(?:{lexicon.alternation('decimal_point')}(?P<frac>[{d}]{{1,8}})(?P<fracscale>{scales})?)?"
            rf"(?P<after>{fuzzy}|{several}(?![{s}]))?"
        )
        self._part_arabic = regex.compile(rf"(?P<sign>{minus})?{part}(?P<num>\d+(?:\.\d+)?)")
        self._fraction = regex.compile(
            rf"(?P<den>[{d}{s}]{{1,4}}|\d{{1,3}}){lexicon.alternation('fraction')}(?P<num>[{d}{s}]{{1,4}}|\d{{1,3}})"
            rf"(?P<after>{lexicon.alternation('fraction_more')}(?!\p{{Han}}))?"
        )
        self._tenth = regex.compile(
            rf"(?P<a>[{d}]|\d(?:\.\d)?)(?P<b>[{d}])?{lexicon.alternation('tenth')}(?P<c>[{d}]|\d)?(?P<after>{fuzzy})?(?!{lexicon.alternation('tenth_lookalike')})"
        )
        self._half = regex.compile(rf"(?:{lexicon.alternation('half_of')})")
        after = (lexicon.alternation(f"{kind}_after") for kind in ("more", "less", "approx"))
        self._halved = regex.compile(rf"{'|'.join(after)}|{lexicon.alternation('attributive')}|\P{{Han}}|$")
        self._stroke = regex.compile(
            rf"(?<![\d/.])(?P<num>\d)/(?P<den>\d|10)(?![\d/.]|{lexicon.alternation('stroke_lookalike')})"
        )
        self._doubling = regex.compile(
            rf"{lexicon.alternation('doubling')}(?:{lexicon.alternation('particle')})?(?P<n>[{d}{s}]{{1,3}}|\d{{1,2}})?{lexicon.alternation('doubling_unit')}(?!{lexicon.alternation('half_behind')})"
        )
        self._several = regex.compile(rf"(?:{several})")
        self._torn_part = regex.compile("|".join(regex.escape(w[:-1]) for w in lexicon.mapping("part_of")))
        self._accounting = frozenset(lexicon.words("accounting_numeral"))
        self._masks = frozenset(lexicon.words("hole_mask"))
        self._fuzzy = set(lexicon.words("fuzzy"))
        self._inner = (*lexicon.words("fuzzy"), *lexicon.words("several"))  # 二百余万, 十几万
        self._part_unit = dict(lexicon.mapping("part_of"))
        self._small = {w for w, p in self._scale.items() if p < 4}
        self.starts = regex.compile(
            rf"[\d{d}{s}]|{several}(?=[{s}])|-(?=\d)|{minus}(?=\d|{core})|{lexicon.alternation('half_of')}|{lexicon.alternation('part_of')}|{lexicon.alternation('doubling')}(?=.{{0,4}}{lexicon.alternation('doubling_unit')})"
        )
        self._big = big
        zero = "".join(w for w, digit in self._digit.items() if not digit)
        self._placed = regex.compile(rf"((?![{zero}])[{d}]+[{zero}][{d}]*)([{big}]{{0,2}})")

    def read(self, text: str, at: int) -> Numeral | None:
        """The numeral that begins exactly at ``at``, or None."""
        half = self._half.match(text, at)
        if half and not self._halved.match(text, half.end()):
            return None  # 半数产品, 一半路程: wording
        for form in (
            self._read_doubling,
            self._read_fraction,
            self._read_tenth,
            self._read_part,
            self._read_arabic,
            self._read_chinese,
        ):
            n = form(text, at)
            if n is not None:
                return n if self._countable(n, text[at : n.end]) else None
        return None

    @staticmethod
    def _countable(n: Numeral, spelt: str) -> bool:
        """False for codes and runs of digits that no statistic has: exact arithmetic with them ends at 28 digits."""
        if max(abs(n.low), abs(n.high)).adjusted() >= _MOST_DIGITS:
            return False
        return len(spelt) <= _MOST_DIGITS or sum(c.isdigit() for c in spelt) <= _MOST_DIGITS

    # ------------------------------------------------------------------ forms

    def _read_arabic(self, text: str, at: int) -> Numeral | None:
        m = self._arabic.match(text, at)
        if not m:
            return None
        value = Decimal(m["arabic"].replace(",", ""))
        power = self._power(m["scale"])
        value = value.scaleb(power)
        if m["rest"]:
            rest_power = self._power(m["restscale"])
            rest = Decimal(m["rest"]).scaleb(rest_power)
            if rest >= Decimal(1).scaleb(power):  # 3万50000: no remainder can pass the scale; two numbers
                m2_end = m.start("rest")
                return Numeral(m2_end, value, value, bool(m["fuzzy"]), scale=power)
            value += rest
        if m["sign"]:
            value = -value
        return Numeral(m.end(), value, value, bool(m["fuzzy"] or m["after"]), scale=power)

    def _read_part(self, text: str, at: int) -> Numeral | None:
        m = self._part_arabic.match(text, at)
        if not m:
            return None
        value = -Decimal(m["num"]) if m["sign"] else Decimal(m["num"])
        return Numeral(m.end(), value, value, unit=self._part_unit[m["part"]])

    def _read_fraction(self, text: str, at: int) -> Numeral | None:
        half = self._half.match(text, at)
        if half and self._halved.match(text, half.end()):
            return Numeral(half.end(), Decimal(50), Decimal(50), unit="%", chinese=True)
        m = self._stroke.match(text, at) or self._fraction.match(text, at)
        if not m:
            return None
        if m["den"] + text[m.end("den") : m.start("num")] in self._part_unit:
            return None
        num, den = self._whole(m["num"]), self._whole(m["den"])
        if not num or not den or num[0] != num[1] or den[0] != den[1] or num[0] >= den[0]:
            return None
        value = (Decimal(100) * num[0] / den[0]).quantize(Decimal("1e-10")).normalize()
        return Numeral(
            m.end(), value, value, bool(m.groupdict().get("after")), unit="%", chinese=not m["num"].isdigit()
        )

    def _read_tenth(self, text: str, at: int) -> Numeral | None:
        m = self._tenth.match(text, at)
        if not m:
            return None
        low = self._figure(m["a"]) * 10
        high = self._figure(m["b"]) * 10 if m["b"] else low
        if m["c"]:
            low = high = low + self._figure(m["c"])
        if not low <= high <= 100:
            return None
        return Numeral(m.end(), low, high, bool(m["after"]), unit="%", chinese=not m["a"][0].isdigit())

    def _read_doubling(self, text: str, at: int) -> Numeral | None:
        m = self._doubling.match(text, at)
        if not m:
            return None
        n = self._whole(m["n"]) if m["n"] else (Decimal(1), Decimal(1))
        if n is None or n[0] > 20:
            return None
        value = (Decimal(2) ** int(n[0]) - 1) * 100
        return Numeral(m.end(), value, value, unit="%", chinese=True, doubling=True)

    def _read_chinese(self, text: str, at: int) -> Numeral | None:
        m = self._chinese.match(text, at)
        if not m or (not m["part"] and self._torn_part.match(text, m.start("num"))):  # (提高)个百分点
            return None
        spelt = m["num"]
        if m[0] in self._accounting or spelt[0] in self._masks:  # ○○% is masked, and no zero
            return None
        more = bool(m["after"])
        head = self._several.match(spelt)
        if head and head.end() < len(spelt) and spelt[head.end()] in self._scale:
            spelt, more = spelt[head.end() :], True
        elif head:
            return None
        for f in self._inner:
            if f in spelt:
                spelt, more = spelt.replace(f, ""), True
        if m["after"] and m["after"] not in self._fuzzy and not spelt.endswith(tuple(self._scale)):
            return None
        end = m.end()
        value = self._whole(spelt)
        while value is None and len(spelt) > 1:  # 二三十四: read the longest legal head
            spelt, more, end = spelt[:-1], bool(head), m.start("num") + len(spelt) - 1 + (head.end() if head else 0)
            value = self._whole(spelt)
        if value is None:
            return None
        low, high = value
        power = 0
        if m["frac"] and end == m.end():
            tail = "".join(str(self._digit[c]) for c in m["frac"])
            power = self._power(m["fracscale"])
            low = high = (low + Decimal(tail).scaleb(-len(tail))).scaleb(power)
        unit = self._part_unit[m["part"]] if m["part"] else ""
        if m["sign"] or m["outer"]:
            low, high = -high, -low
        return Numeral(end, low, high, more, unit, chinese=True, scale=power or self._power(spelt[-1:]))

    # ------------------------------------------------------------------ values

    def _power(self, scales: str | None) -> int:
        return sum(self._scale[c] for c in scales) if scales and all(c in self._scale for c in scales) else 0

    def _figure(self, c: str) -> Decimal:
        return Decimal(c) if c[0].isdigit() else Decimal(self._digit[c])

    def _whole(self, s: str) -> tuple[Decimal, Decimal] | None:
        """Value of a whole Chinese numeral as (low, high); None where it is not legal."""
        if s.isdigit():
            return Decimal(s), Decimal(s)
        placed = self._placed.fullmatch(s)
        if placed:  # 一〇五, 二五〇万: digit by digit, told from an approximation by its zero
            figure = Decimal("".join(str(self._digit[c]) for c in placed[1])).scaleb(self._power(placed[2]))
            return figure, figure
        total = section = 0
        total2 = section2 = 0
        pending: list[int] = []
        last_power: int | None = None
        last_big = 0
        seen_zero = paired = False
        for i, c in enumerate(s):
            if c in self._digit:
                d = self._digit[c]
                if paired:  # 二三十四: what stands for two numbers takes no further digit
                    return None
                if d == 0:
                    seen_zero = True
                    if i == 0 and len(s) > 1:
                        return None
                    if pending:
                        return None
                    continue
                pending.append(d)
                idiom = pending == _THREE_TO_FIVE and i + 1 < len(s) and s[i + 1] in self._scale  # 三五百
                if len(pending) > 2 or (len(pending) == 2 and pending[1] != pending[0] + 1 and not idiom):
                    return None
                continue
            p = self._scale[c]
            paired = paired or len(pending) == 2
            a, b = (pending[0], pending[-1]) if pending else (1, 1)
            if not pending and i and p < 4 and not seen_zero and last_power is not None and last_power <= p:
                return None
            if p >= 4:
                if not pending and not section and i:
                    if total == 0:
                        return None
                    total, total2 = total * 10**p, total2 * 10**p
                else:
                    if not pending and not section:
                        section = section2 = 1
                    elif pending:
                        section, section2 = section + a, section2 + b
                    if total and last_big <= p:  # 一万五千亿, 一万五千万
                        total, total2 = (total + section) * 10**p, (total2 + section2) * 10**p
                    else:
                        total, total2 = total + section * 10**p, total2 + section2 * 10**p
                section = section2 = 0
                last_big = p
            else:
                if last_power is not None and last_power < 4 and p >= last_power and not seen_zero:
                    return None
                section, section2 = section + a * 10**p, section2 + b * 10**p
            pending, last_power, seen_zero = [], p, False
        if pending:
            a, b = pending[0], pending[-1]
            if last_power is not None and not seen_zero and len(pending) == 1 and last_power >= 2:  # 三万四 is 34,000
                a, b = a * 10 ** (last_power - 1), b * 10 ** (last_power - 1)
            section, section2 = section + a, section2 + b
        elif s in self._digit:  # a lone zero
            return Decimal(0), Decimal(0)
        low, high = total + section, total2 + section2
        return Decimal(low), Decimal(high)
