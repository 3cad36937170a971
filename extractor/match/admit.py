"""Which numbers state something at all: small words-for-numbers, bare scale words and thresholds do not."""

from __future__ import annotations

from decimal import Decimal

import regex

from extractor.lexicon import Lexicon
from extractor.match.macros import VALUE_MASKS
from extractor.match.window import Masked, Window
from extractor.measure.atoms import Atom, AtomKind
from extractor.measure.units import UnitTable
from extractor.models import Qualifier

WORDING = "wording, no count"
TORN = "a scale word without its digits"
THRESHOLD = "threshold in a definition"
YEAR = "a year in bare figures"
DAMAGED = "beside a character that is lost"
LOST = regex.compile("[?？\ufffd\ue000-\uf8ff]")
_RELATIVE = ("share", "points", "times")  # dimensions whose numbers state something however small they are


class Admission:
    """Tells of every number whether it can state a quantity, and if not, why."""

    def __init__(self, lexicon: Lexicon, units: UnitTable) -> None:
        self._units = units
        self._generic = set(lexicon.words("generic_unit"))
        self._event = set(lexicon.words("event_unit"))
        scale = "".join(w for w in lexicon.mapping("scale") if len(w) == 1)
        self._scale_only = regex.compile(
            rf"(?:{lexicon.alternation('more_before')}|{lexicon.alternation('approx_before')})?[{scale}]+"
        )
        self._rounding = lexicon.pattern("rounded")
        self._of = lexicon.words("attributive")
        self._threshold_after = regex.compile(
            rf"^{lexicon.alternation('attributive')}?[^，；。：、]{{1,24}}[{VALUE_MASKS}]"
        )
        self._threshold = lexicon.pattern("threshold")
        self._bound = lexicon.pattern("class_bound")
        self._phase = frozenset(lexicon.words("phase_unit"))
        self._least = regex.compile(rf"{lexicon.alternation('more_before')}")

    def refusal(self, text: str, atom: Atom, m: Masked, w: Window) -> str | None:
        """Why the number states nothing, or None where it may."""
        q = atom.quantity
        if q is None or atom.kind is AtomKind.RANK:
            return None
        if LOST.match(text, q.end) or (q.start and LOST.match(text, q.start - 1)):
            return DAMAGED  # its unit, or the verb that tells its sign, may be lost with it
        said = text[q.start : q.end]
        core = text[q.core_start : q.core_end]
        if q.chinese:
            if q.unit in self._phase and not regex.match(r"\p{Han}{2}", w.right):
                return WORDING  # 二期 of a building, no count
            reason = self._words(said, core, q.value, q.value_max, q.unit, q.qualifier)
            if reason:
                return reason
        if q.qualifier in (Qualifier.MORE_THAN, Qualifier.LESS_THAN) and w.kind in ("count", "share", "weak", "bare"):
            rest = m.text[w.index + 1 : w.index + 40]
            suffixed = q.end > q.core_end
            if (
                self._threshold_after.match(rest)
                and (suffixed or rest.startswith(self._of))
                and not rest.startswith("、")
            ):
                return THRESHOLD
            if w.kind in ("count", "weak", "bare") and self._bound.search(said) and rest.startswith(self._of):
                return THRESHOLD
        if w.kind == "bare" and self._threshold.match(w.right):
            return THRESHOLD
        if (
            w.kind == "bare"
            and q.value is not None
            and not q.chinese
            and core.isdigit()
            and 1900 <= q.value <= 2100
            and len(core) == 4
        ):
            return YEAR
        return None

    def _words(
        self, said: str, core: str, value: Decimal | None, high: Decimal | None, unit: str, qualifier: Qualifier
    ) -> str | None:
        bare_unit = unit.split("/")[0]
        if (
            self._scale_only.match(core)
            and self._scale_only.match(core).end() >= len(core) - len(bare_unit)
            and not self._rounding.search(said)
        ):
            return TORN  # 万元, 超万
        if value is None:
            return None if (unit and (high or 0) >= 10) or bare_unit in self._event else WORDING
        if qualifier is Qualifier.MORE_THAN and self._least.search(said):
            return None if unit else WORDING
        known = self._units.get(unit)
        if known and known.dimension in _RELATIVE and (value >= 1 or known.dimension != "times"):
            return None
        if not unit:
            return None if value >= 10_000 else WORDING
        if value < 2:
            return WORDING
        if value < 10:
            return None if bare_unit in self._event else WORDING
        if value < 100 and qualifier is Qualifier.EXACT and bare_unit in self._generic and bare_unit not in self._event:
            return WORDING
        return None
