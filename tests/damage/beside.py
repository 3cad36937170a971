"""How much is still read of damaged bulletins that have no annotation: ``python -m tests.damage.beside FOLDER...``.

What is read of the clean text counts as right; asked is how much of it is read of the damaged one. So the mends can be
tried on bulletins that they were not made for. ``--strength`` is 0.5 unless told, ``--kind`` picks kinds by name.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from random import Random

from extractor.clean.text import Text
from extractor.models import Record
from extractor.read.source import read_bytes, read_path
from tests.damage.frames import MORE, PAIRS
from tests.damage.intruders import INTRUDERS
from tests.damage.kinds import KINDS, Kind
from tests.reading import pipeline

EVERY: dict[str, Kind] = {**KINDS, **MORE, **INTRUDERS, **PAIRS}
LONGEST = 12_000
"""Characters of a bulletin that are tried."""
SUFFIXES = frozenset((".txt", ".md"))

Said = tuple[str | None, ...]


def said(r: Record) -> Said:
    """All that a record says, but for where it stands: its values come first."""
    values = (r.value, r.value_min, r.value_max, r.period_start, r.period_end)
    return (*(None if v is None else str(v) for v in values), r.unit, r.indicator, r.region, r.status, r.measure)


def read(text: str, name: str) -> Counter[Said]:
    """What is said in a text, and how often."""
    return Counter(said(r) for r in pipeline().process(read_bytes(text.encode("utf-8", "surrogatepass"), name)).records)


def compared(kind: Kind, texts: dict[str, tuple[str, Counter[Said]]], strength: float) -> tuple[float, Counter[Said]]:
    """F1 of the records of damaged texts against those of the clean ones, and values that those do not have."""
    right = whole = 0
    more: Counter[Said] = Counter()
    for name, (text, clean) in texts.items():
        damaged = Text.of(text).edit(kind(text, Random(f"{name} {strength}"), strength).edits).chars
        got = read(damaged, name)
        right += 2 * (got & clean).total()
        whole += got.total() + clean.total()
        more += _values(got) - _values(clean)
    return right / max(1, whole), more


def _values(records: Counter[Said]) -> Counter[Said]:
    found: Counter[Said] = Counter()
    for r, n in records.items():
        found[r[:3]] += n
    return found


def main() -> None:
    """Print a line for each kind of damage."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--strength", type=float, default=0.5)
    parser.add_argument("--kind", action="append", choices=sorted(EVERY))
    told = parser.parse_args()
    paths = sorted(p for folder in told.folders for p in folder.rglob("*") if p.suffix in SUFFIXES)
    raw = {p.name: read_path(p).raw[:LONGEST] for p in paths}
    texts = {name: (text, read(text, name)) for name, text in raw.items()}
    print("| damage | F1 | values made up |\n| --- | ---: | --- |")
    for name in told.kind or EVERY:
        f1, more = compared(EVERY[name], texts, told.strength)
        print(f"| {name} | {f1:.3f} | {more.total()} {' '.join(str(v[0]) for v in list(more)[:5])} |", flush=True)


if __name__ == "__main__":
    main()
