"""`gongbao rules diff`: what another rules folder would gain, lose and change on the same bulletins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from extractor.match.rules import Ruleset
from extractor.models import Record
from extractor.pipeline import Pipeline
from extractor.read.encoding import ReadError
from extractor.read.source import read_path

_COMPARED = (
    "value",
    "value_min",
    "value_max",
    "unit",
    "indicator",
    "indicator_id",
    "period_start",
    "period_end",
    "region",
    "status",
    "measure",
    "base_period",
    "qualifier",
    "dimensions",
)


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: ``kind`` is gained, lost or changed; ``fields`` names what changed, old and new."""

    kind: str
    path: str
    raw_start: int
    raw_text: str
    evidence: str
    old: str
    new: str
    fields: tuple[str, ...] = ()


def diff_rules(
    old: Path, new: Path, paths: Iterable[Path], failed: Callable[[str], None] = lambda _: None
) -> Iterator[Change]:
    """Changes between two rules folders over files, in document order. ``failed`` is told of files that cannot be read.

    Raises RulesError.
    """
    before, after = Pipeline(Ruleset(old)), Pipeline(Ruleset(new))
    for path in paths:
        try:
            source = read_path(path)
        except ReadError as err:
            failed(str(err))
            continue
        yield from _changes(str(path), before.process(source).records, after.process(source).records)


def _changes(path: str, old: tuple[Record, ...], new: tuple[Record, ...]) -> Iterator[Change]:
    def key(r: Record) -> tuple[int, int, str]:
        return r.raw_start, r.raw_end, str(sorted(r.dimensions.items()))

    a, b = {key(r): r for r in old}, {key(r): r for r in new}
    for k in sorted({*a, *b}):
        x, y = a.get(k), b.get(k)
        some = x or y
        assert some is not None
        fields = tuple(f for f in _COMPARED if x and y and getattr(x, f) != getattr(y, f))
        if x and y and not fields:
            continue
        kind = "changed" if x and y else "lost" if x else "gained"
        yield Change(kind, path, k[0], some.raw_text, some.evidence, _told(x), _told(y), fields)


def _told(r: Record | None) -> str:
    if r is None:
        return ""
    value = r.value if r.value is not None else f"{r.value_min}–{r.value_max}"
    period = f"{r.period_start}…{r.period_end}" if r.period_start != r.period_end else f"@{r.period_end}"
    told = (r.indicator, value, r.unit, r.measure, r.status, period if r.period_end else "-", r.region or "-")
    return f"{' '.join(map(str, told))} ({r.rule_id})"


__all__ = ["Change", "diff_rules"]
