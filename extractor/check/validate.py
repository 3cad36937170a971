"""The last gate: a draft becomes a record, or goes to quarantine with the reason."""

from __future__ import annotations

import hashlib
from decimal import Decimal

from pydantic import ValidationError

from extractor.check.confidence import TABLE, Confidence, signs
from extractor.clean.text import Text
from extractor.match.rules import Ruleset
from extractor.models import Gap, Qualifier, Record, Refusal, Rejected, Source, Unread
from extractor.models import Tried as TriedRaw
from extractor.resolve.drafts import Draft, Hole, Refused, Tried


class Validator:
    """Checks drafts of one document and gives them their places in the raw text."""

    def __init__(
        self, source: Source, clean: Text, rules: Ruleset, sure: Confidence, issued: int | None, digest: str
    ) -> None:
        self._source, self._clean, self._rules, self._sure = source, clean, rules, sure
        self._catalogue, self._issued, self._digest = rules.catalogue, issued, digest

    def record(self, d: Draft) -> Record | Rejected:
        """The record of a draft, or the rejected draft with the reason why it is none."""
        a, b = self._clean.raw_span(d.start, d.end)
        raw = self._source.raw[a:b]
        fields = {
            "record_id": self._id(d, a, b),
            "doc_id": self._source.doc_id,
            "doc_path": self._source.path,
            "raw_start": a,
            "raw_end": b,
            "raw_text": raw,
            "value": plain(d.value),
            "value_min": plain(d.value_min),
            "value_max": plain(d.value_max),
            "unit": d.unit,
            "indicator": d.indicator,
            "indicator_id": d.indicator_id,
            "indicator_raw": d.indicator_raw,
            "period_start": d.period.first if d.period else None,
            "period_end": d.period.last if d.period else None,
            "period_type": ("instant" if d.period.instant else "duration") if d.period else None,
            "period_source": d.period_source if d.period else None,
            "region": d.region.name if d.region else None,
            "region_code": d.region.code if d.region else None,
            "status": d.status,
            "measure": d.measure,
            "base_period": d.base_period,
            "qualifier": d.qualifier,
            "dimensions": d.dimensions,
            "evidence": self._clean.chars[d.evidence[0] : d.evidence[1]],
            "section": " > ".join(d.section) or None,
            "rule_id": d.rule_id,
            "confidence": self._confidence(d),
            "locator": self._source.locator(a),
        }
        reason = self._fault(d, raw)
        if reason is None:
            try:
                return Record.model_validate(fields)
            except ValidationError as err:
                first = err.errors()[0]
                reason = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
        return Rejected(
            doc_id=self._source.doc_id,
            doc_path=self._source.path,
            raw_start=a,
            raw_end=b,
            raw_text=raw,
            rule_id=d.rule_id,
            reason=reason,
            record={
                "type": "observation",
                **{
                    k: (str(v) if isinstance(v, Decimal) else v.isoformat() if hasattr(v, "isoformat") else v)
                    for k, v in fields.items()
                },
            },
        )

    def gap(self, h: Hole) -> Gap:
        """The gap of a hole."""
        a, b = self._clean.raw_span(h.start, h.end)
        return Gap(
            doc_id=self._source.doc_id,
            doc_path=self._source.path,
            raw_start=a,
            raw_end=b,
            raw_text=self._source.raw[a:b],
            unit=h.unit,
            indicator=h.indicator,
            evidence=self._clean.chars[h.evidence[0] : h.evidence[1]],
            rule_id=h.rule_id,
        )

    def refusal(self, r: Refused) -> Refusal:
        """The account of a number that became no record."""
        a, b = self._clean.raw_span(r.start, r.end)
        return Refusal(
            doc_id=self._source.doc_id,
            doc_path=self._source.path,
            raw_start=a,
            raw_end=b,
            raw_text=self._source.raw[a:b],
            reason=r.reason,
            evidence=self._clean.chars[r.evidence[0] : r.evidence[1]],
        )

    def unread(self, u: Unread) -> Refusal:
        """The account of what reading could not read."""
        raw = self._source.raw[u.raw_start : u.raw_end]
        return Refusal(
            doc_id=self._source.doc_id,
            doc_path=self._source.path,
            raw_start=u.raw_start,
            raw_end=u.raw_end,
            raw_text=raw,
            reason=u.reason,
            evidence=raw,
        )

    def tried(self, t: Tried) -> TriedRaw:
        """What was tried on a number, by its place in the raw text."""
        a, b = self._clean.raw_span(t.start, t.end)
        return TriedRaw(a, b, t.rules, t.taken)

    def _confidence(self, d: Draft) -> float:
        rule = self._rules.rules.get(d.rule_id)
        return self._sure.of(
            signs(
                d.rule_id,
                rule.spec.layer if rule else TABLE,
                d.traits,
                d.indicator_id is not None,
                d.period_source,
                d.measure,
                d.status,
                d.indicator,
                d.indicator_raw,
                self._clean.chars[d.evidence[0] : d.evidence[1]],
                d.start - d.evidence[0],
            )
        )

    # ------------------------------------------------------------------ checks

    def _id(self, d: Draft, a: int, b: int) -> str:
        """Stable: the same bytes and rules give the same id."""
        told = (self._source.doc_id, self._digest, a, b, d.rule_id, d.value, sorted(d.dimensions.items()), d.indicator)
        key = "|".join(map(str, told))
        return hashlib.sha256(key.encode()).hexdigest()[:24]

    def _fault(self, d: Draft, raw: str) -> str | None:
        if not raw:
            return "the span holds no raw characters"
        if d.value is None and (d.value_min is None or d.value_max is None):
            return "a range lacks one of its ends"
        if d.value_min is not None and d.value_max is not None and d.value_min > d.value_max:
            return "the lower end is above the upper end"
        if d.qualifier is Qualifier.RANGE and d.value is not None:
            return "a range has a single value"
        if d.measure == "rank" and (d.value is None or d.value < 1 or d.value != int(d.value)):
            return "a rank is no whole number"
        ind = self._catalogue.indicators.get(d.indicator_id) if d.indicator_id else None
        if ind is not None and d.measure == "level":
            if d.unit and not self._catalogue.unit_fits(d.unit, ind.units):
                return f"unit {d.unit!r} is none of {', '.join(ind.units)} for {ind.name}"
            top, low = d.value if d.value is not None else d.value_max, d.value if d.value is not None else d.value_min
            if ind.max is not None and top is not None and top > ind.max:
                return f"{top} is above the most that {ind.name} can be ({ind.max})"
            if ind.min is not None and low is not None and low < ind.min:
                return f"{low} is below the least that {ind.name} can be ({ind.min})"
        if (
            d.measure == "level"
            and d.unit == "%"
            and self._catalogue.is_share(d.indicator)
            and d.value is not None
            and not 0 <= d.value <= 100
        ):
            return "a share of a whole is not within 0 and 100 %"
        people = d.measure == "level" and d.unit == self._catalogue.people_unit
        average = self._catalogue.is_average(d.indicator) or self._catalogue.is_average(d.indicator_raw)
        if people and not average and d.value is not None and d.value != d.value.to_integral_value():
            return "a number of people is not whole"
        if (
            d.status == "actual"
            and d.period is not None
            and self._issued is not None
            and d.period.first.year > self._issued
        ):
            return "the period lies after publication, yet the status is actual"
        return None


def plain(v: Decimal | None) -> Decimal | None:
    """A decimal without exponent and trailing zeros."""
    if v is None:
        return None
    v = v.normalize()
    return v.quantize(Decimal(1)) if v == v.to_integral_value() else v


__all__ = ["Validator", "plain"]
