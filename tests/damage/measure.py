"""How much of a bulletin is still read right once it is damaged: ``python -m tests.damage`` prints the table."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random

from extractor.clean.text import Text
from extractor.models import Extraction
from extractor.read.source import read_bytes
from tests import gold as g
from tests.damage.frames import MORE, PAIRS
from tests.damage.intruders import INTRUDERS
from tests.damage.kinds import KINDS, Damage, Kind
from tests.damage.losses import LOSSES
from tests.reading import CORPUS, pipeline

#: Clean bulletins of the corpus, in prose and tables, from which the damage is made.
CLEAN = (
    "communique_dongguan.txt",
    "gwr_xizang.txt",
    "press_jingjinji.txt",
    "magazine_hangzhou.txt",
    "pledges_yueqing.txt",
    "employment_national_utf16.txt",
    "report_chengdu_gb18030.txt",
)
STRENGTHS = (0.2, 0.5, 1.0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A damaged bulletin, scored: F1 of whole records, places of lost digits (found, all), values made up in them."""

    whole: float
    number: float
    holes_found: int
    holes: int
    made_up: int
    invented: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@lru_cache(maxsize=32)
def clean_text(name: str) -> tuple[str, g.Gold]:
    """A clean bulletin and its annotation."""
    gold = next(gold for path, gold in g.corpus_pairs(CORPUS) if path.name == name)
    return g.raw_of(CORPUS / name, gold), gold


def carried(gold: g.Gold, clean: str, damaged: Text, lost: list[tuple[int, int]]) -> g.Gold:
    """The annotation with its places in the damaged text. Facts whose digits are lost become gaps, with a quote."""
    starts, after = g.line_starts(clean), g.line_starts(damaged.chars)
    rows: list[dict[str, object]] = []
    for row in gold.rows:
        span = g.place(clean, starts, row)
        assert span is not None
        hit = any(span[0] < b and a < span[1] for a, b in lost)
        a, b = damaged.clean_span(*span)
        first = damaged.clean_span(span[0], span[0] + 1)[1] - 1
        if a < first < b and damaged.chars[first] == clean[span[0]]:
            a = first  # what was put in before the number is none of it
        while a < b and damaged.chars[a] == "\n":
            a += 1
        line = next(n for n in range(len(after) - 1, 0, -1) if after[n - 1] <= a)
        quote = damaged.chars[a:b].split("\n")[0]
        if row["type"] == "fact" and hit:
            if row.get("optional"):
                continue
            rows.append({"type": "gap", "line": line, "quote": quote, "unit": "", "indicator": row["indicator"]})
            rows[-1] |= {"nth": _nth(damaged.chars, after, line, a, quote)}
        elif quote:
            rows.append({**row, "line": line, "quote": quote, "nth": _nth(damaged.chars, after, line, a, quote)})
    return g.Gold(gold.name, gold.meta, tuple(rows))


def _nth(text: str, starts: list[int], line: int, at: int, quote: str) -> int:
    first = starts[line - 1]
    n, k = 0, first - 1
    while k < at:
        k = text.find(quote, k + 1)
        if k < 0:
            break
        n += 1
    return max(1, n)


def outcome(name: str, kind: Kind, strength: float, seed: int = 0) -> Outcome:
    """A clean bulletin damaged and read."""
    clean, gold = clean_text(name)
    done: Damage = kind(clean, Random(f"{name} {strength} {seed}"), strength)
    damaged = Text.of(clean).edit(done.edits)
    e = pipeline().process(read_bytes(damaged.chars.encode("utf-8", "surrogatepass"), name))
    s = g.score(carried(gold, clean, damaged, done.lost), damaged.chars, e.records, e.gaps)
    holes = [damaged.clean_span(*span) for span in done.lost]
    invented = tuple(_invented(e, _whole(name), damaged))
    return Outcome(s.whole_f1, s.number_f1, _found(e, holes), len(holes), _made_up(e, holes), invented, tuple(s.notes))


@lru_cache(maxsize=32)
def _whole(name: str) -> Extraction:
    """What is read of a clean bulletin."""
    return pipeline().process(read_bytes(clean_text(name)[0].encode("utf-8", "surrogatepass"), name))


def _invented(e: Extraction, whole: Extraction, damaged: Text) -> Iterator[str]:
    """Records whose value is none that is read of the clean text at the same place."""
    for r in e.records:
        a, b = damaged.raw_span(r.raw_start, r.raw_end)
        there = [w for w in whole.records if w.raw_start <= b + 1 and a - 1 <= w.raw_end]
        if all(w.value != r.value for w in there):
            yield f"{r.raw_text!r} {r.value} {[str(w.value) for w in there]}"


def _found(e: Extraction, holes: list[tuple[int, int]]) -> int:
    return sum(any(gap.raw_start <= b + 3 and a - 1 <= gap.raw_end for gap in e.gaps) for a, b in holes)


def _made_up(e: Extraction, holes: list[tuple[int, int]]) -> int:
    """Records that stand on what is left of a lost number."""
    return sum(any(r.raw_start <= b and a <= r.raw_end and b >= a for a, b in holes) for r in e.records if holes)


@lru_cache(maxsize=32)
def undamaged(name: str) -> Outcome:
    """The same of the clean bulletin."""
    return outcome(name, lambda *_: Damage(), 0)


def ratio(kind: Kind, strength: float, names: tuple[str, ...] = CLEAN) -> float:
    """Whole-record F1 on damaged bulletins as a share of that on clean ones, on average."""
    whole = sum(outcome(n, kind, strength).whole for n in names)
    return whole / sum(undamaged(n).whole for n in names)


def main() -> None:
    """Print the table of all kinds and strengths."""
    print("| damage | " + " | ".join(f"strength {s}" for s in STRENGTHS) + " | invented |")
    print("| --- |" + " ---: |" * (len(STRENGTHS) + 1))
    for label, kind in {**KINDS, **MORE, **INTRUDERS, **PAIRS}.items():
        invented = [x for s in STRENGTHS for n in CLEAN for x in outcome(n, kind, s).invented]
        cells = " | ".join(f"{ratio(kind, s):.3f}" for s in STRENGTHS)
        print(f"| {label} | {cells} | {len(invented)} |", flush=True)
        for x in invented[:5] if "-v" in sys.argv else ():
            print("   ", x)
    print("\n| loss | strength | holes found | made up |\n| --- | ---: | ---: | ---: |")
    for label, kind in LOSSES.items():
        for s in STRENGTHS:
            done = [outcome(n, kind, s) for n in CLEAN]
            found, holes = sum(o.holes_found for o in done), sum(o.holes for o in done)
            made_up = sum(o.made_up for o in done)
            print(f"| {label} | {s} | {found} of {holes} ({found / holes:.3f}) | {made_up} |", flush=True)


__all__ = ["CLEAN", "STRENGTHS", "Path", "main", "outcome", "ratio", "undamaged"]
