"""How sure is a confidence: the weights of ``rules/confidence.toml`` and what the figures turn out to mean.

``python -m tests.calibrate`` reads every annotated bulletin (those of ``corpus/``, and those beside the checkout where
there are any) and every judged sheet of ``docs/quality/``, and prints, bin by bin, how many records that claim a
confidence are right as a whole. The confidence of a bulletin's records comes from weights that were fitted without that
bulletin. With ``--write`` the weights are fitted to all of them and written, and the table of ``docs/quality.md``, too.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from extractor.check.confidence import FILE, Confidence
from extractor.models import Extraction
from extractor.pipeline import Pipeline
from extractor.read.source import read_path
from tests import gold as g
from tests import judge
from tests.reading import ROOT, SHARED, rules
from tests.test_quality import PAIRS, beside

Floats = NDArray[np.float64]
BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0)
#: How strongly weights are drawn to zero: signs that few records bear must not settle anything.
RIDGE = 3.0
RAREST = 12
ROUNDS = 30
#: Marks in docs/quality.md around the table.
FROM, TO = "<!-- calibration -->", "<!-- end of calibration -->"


@dataclass(frozen=True, slots=True)
class Case:
    """A record of a bulletin whose truth is known: what is seen of it, and whether it is right as a whole."""

    bulletin: str
    seen: Mapping[str, float]
    right: bool


class _Noting(Confidence):
    """Notes the signs of each reading and gives its number, as a share of a million, in place of a confidence."""

    def __init__(self) -> None:
        self.seen: list[Mapping[str, float]] = []

    def of(self, seen: Mapping[str, float]) -> float:
        self.seen.append(seen)
        return (len(self.seen) - 1) / 1e6

    def signs_at(self, confidence: float) -> Mapping[str, float]:
        return self.seen[round(confidence * 1e6)]


def cases() -> Iterator[Case]:
    """Every record whose truth is known, bulletin by bulletin."""
    pipeline = Pipeline(rules())
    known = [*PAIRS.values(), *beside()]
    for path, gold in known:
        pipeline.sure = noted = _Noting()
        found = pipeline.process(read_path(path))
        for confidence, right in _of_gold(path, gold, found):
            yield Case(gold.name, noted.signs_at(confidence), right)
    told = {gold.name for _, gold in known}
    for path in sorted((SHARED / "bulletins" / "real").glob("*")) if SHARED.is_dir() else ():
        sheet = judge.SHEETS / f"{path.stem}.csv"
        if path.suffix not in {".txt", ".md"} or not sheet.exists() or path.stem in told:
            continue
        pipeline.sure = noted = _Noting()
        found = pipeline.process(read_path(path))
        for confidence, right in _of_sheet(sheet, found):
            yield Case(path.stem, noted.signs_at(confidence), right)


def _of_gold(path: Path, gold: g.Gold, found: Extraction) -> Iterator[tuple[float, bool]]:
    """Confidence of each record that counts against an annotation, and whether it is right as a whole."""
    raw = g.raw_of(path, gold)
    starts = g.line_starts(raw)
    scope = [(starts[a - 1], starts[min(b, len(starts) - 1)]) for a, b in gold.meta.get("scope_lines", ())]
    facts = [(g.place(raw, starts, row), row) for row in gold.of("fact")]
    for r in found.records:
        span = (r.raw_start, r.raw_end)
        if scope and not any(a <= span[0] < b for a, b in scope):
            continue
        near = [row for place, row in facts if place and max(place[0], span[0]) < min(place[1], span[1])]
        if any(row.get("optional") for row in near):
            continue
        said = g.observation(r)
        same = [row for row in near if g.value_ok(row, said)]
        yield r.confidence, any(all(g.field_ok(f, row, said) for f in g.NEEDED) for row in same)


def _of_sheet(sheet: Path, found: Extraction) -> Iterator[tuple[float, bool]]:
    """The same by a judged sheet, for those of its records that are still read as they were judged."""
    now = {(r.raw_start, judge.said(r)): r.confidence for r in found.records}
    with sheet.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            key = (int(row["start"]), row["said"])
            if row["kind"] == "record" and key in now:
                yield now[key], all(row[f] != "n" for f in judge.FIELDS)


# ------------------------------------------------------------------------------------------ the model


def names_of(given: Sequence[Case]) -> list[str]:
    """The signs that enough records bear, and enough do not, to say anything."""
    counts: dict[str, int] = {}
    for case in given:
        for name in case.seen:
            counts[name] = counts.get(name, 0) + 1
    return sorted(n for n, c in counts.items() if RAREST <= c <= len(given) - RAREST)


def table(given: Sequence[Case], names: Sequence[str]) -> Floats:
    """A row for each case: 1 for the intercept, then its signs."""
    return np.array([[1.0, *(case.seen.get(n, 0.0) for n in names)] for case in given])


def fit(x: Floats, y: Floats) -> Floats:
    """Weights of a ridge-penalised logistic regression (the intercept is not drawn to zero), by Newton's method."""
    w = np.zeros(x.shape[1])
    ridge = np.diag([1e-9, *[RIDGE] * (x.shape[1] - 1)])
    for _ in range(ROUNDS):
        p = 1 / (1 + np.exp(-x @ w))
        step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + ridge, x.T @ (y - p) - ridge @ w)
        w += step
        if float(np.abs(step).max()) < 1e-8:
            break
    return w


def chances(x: Floats, w: Floats) -> Floats:
    """The model's confidence for each row."""
    return np.asarray(1 / (1 + np.exp(-x @ w)), dtype=np.float64)


def held_out(given: Sequence[Case]) -> Floats:
    """The confidence of each case by weights fitted without its bulletin."""
    names = names_of(given)
    x, y = table(given, names), np.array([float(c.right) for c in given])
    of = np.array([c.bulletin for c in given])
    out = np.zeros(len(given))
    for bulletin in dict.fromkeys(c.bulletin for c in given):
        out[of == bulletin] = chances(x[of == bulletin], fit(x[of != bulletin], y[of != bulletin]))
    return out


# ------------------------------------------------------------------------------------------ what comes out


def lines(given: Sequence[Case], p: Floats) -> Iterator[str]:
    """The table of docs/quality.md."""
    y = np.array([float(c.right) for c in given])
    yield "| confidence | records | mean confidence | right as a whole |"
    yield "| --- | ---: | ---: | ---: |"
    shown = [(f"{a:.2f} – {b:.2f}", (p >= a) & ((p < b) | (b == BINS[-1]))) for a, b in pairwise(BINS)]
    for label, here in [*shown, ("0.90 and above", p >= 0.9), ("all", p >= 0)]:
        if here.any():
            yield f"| {label} | {int(here.sum())} | {p[here].mean():.3f} | {100 * y[here].mean():.1f} % |"


def toml(names: Sequence[str], w: Floats) -> str:
    """The weights as a rule file."""
    head = (
        "# How sure a reading is: weights of a logistic model over what can be seen of it",
        "# (extractor/check/confidence.py). Fitted to annotated and judged bulletins; made by",
        "# python -m tests.calibrate --write, not by hand.",
        f"intercept = {w[0]:.3f}",
        "",
        "[weights]",
    )
    return "\n".join([*head, *(f'"{n}" = {v:.3f}' for n, v in zip(names, w[1:], strict=True))]) + "\n"


def main(arguments: Sequence[str]) -> None:
    """See the head of this file."""
    given = list(cases())
    told = list(lines(given, held_out(given)))
    print("\n".join(told))
    if "--write" in arguments:
        names = names_of(given)
        w = fit(table(given, names), np.array([float(c.right) for c in given]))
        (ROOT / "rules" / FILE).write_text(toml(names, w), encoding="utf-8")
        page = judge.PAGE.read_text(encoding="utf-8")
        before, after = page[: page.index(FROM) + len(FROM)], page[page.index(TO) :]
        judge.PAGE.write_text("\n".join((before, *told, after)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
