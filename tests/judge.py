"""Sheets for judging the reading of a bulletin by hand.

``python -m tests.judge draw FILE [NAME]`` draws records and numbers that became no record at random, always the same
ones for the same reading, and writes the sheet ``docs/quality/NAME.csv`` for a person to fill in. In a row of kind
``record`` each field is marked ``y`` (right), ``n`` (wrong) or left empty (does not apply); in a row of kind
``number`` the ``verdict`` is ``right`` (no analyst wants it), ``optional`` or ``missed``. Quotes are short and no
sentences.

``python -m tests.judge sum`` prints what the sheets say; with ``--write`` the tables of ``docs/quality.md`` are
renewed.
"""

from __future__ import annotations

import csv
import random
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from extractor.models import Extraction, Record
from extractor.read.source import read_path
from tests.reading import ROOT, pipeline

SHEETS, PAGE = ROOT / "docs" / "quality", ROOT / "docs" / "quality.md"
FIELDS = ("value", "unit", "indicator", "period", "region", "status", "measure", "base", "qualifier")
VERDICTS = ("right", "optional", "missed")
COLUMNS = ("kind", "start", "quote", "said", *FIELDS, "verdict", "note")
DRAWN, LONGEST = 40, 30
SEED = 20241115


def quote(raw: str, start: int, end: int) -> str:
    """The number with what stands around it, at most ``LONGEST`` characters of one line."""
    room = max(0, LONGEST - (end - start))
    before = raw[max(0, start - room * 2 // 3) : start].rsplit("\n", 1)[-1]
    text = " ".join((before + raw[start:end]).split())[-LONGEST:]
    after = raw[end : end + LONGEST - len(text)].split("\n", 1)[0]
    return (text + after).strip()[:LONGEST]


def said(r: Record) -> str:
    """What a record says, on one line."""
    value = f"{r.value_min}..{r.value_max}" if r.value is None else format(r.value.normalize(), "f")
    times = "" if r.period_start is None else f"{r.period_start}/{r.period_end}"
    parts = (f"{value} {r.unit}".strip(), r.indicator, times, r.region or "", r.status, r.measure, r.base_period or "")
    return " | ".join((*parts, r.qualifier))


def draw(found: Extraction, name: str) -> list[dict[str, str]]:
    """Rows of a sheet, not yet judged."""
    raw, dice = found.source.raw, random.Random(f"{SEED}:{name}")
    records = dice.sample(found.records, min(DRAWN, len(found.records)))
    places = sorted({(r.raw_start, r.raw_end, r.reason) for r in found.refusals})
    figures = [p for p in places if any(c.isdigit() for c in raw[p[0] : p[1]])]
    numbers = dice.sample(figures, min(DRAWN, len(figures)))
    words = [p for p in places if p not in figures]  # 一般, 统一: only where there are too few in figures
    numbers += dice.sample(words, min(DRAWN - len(numbers), len(words)))
    rows = [
        {"kind": "record", "start": str(r.raw_start), "quote": quote(raw, r.raw_start, r.raw_end), "said": said(r)}
        for r in sorted(records, key=lambda r: r.raw_start)
    ]
    for a, b, reason in sorted(numbers):
        rows.append({"kind": "number", "start": str(a), "quote": quote(raw, a, b), "said": reason})
    return rows


def write_sheet(name: str, rows: list[dict[str, str]]) -> Path:
    """Writes a sheet and gives its path."""
    path = SHEETS / f"{name}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def read_sheet(path: Path) -> list[dict[str, str]]:
    """The rows of a sheet."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True, slots=True)
class Judged:
    """What a sheet says: how many records are right in each field and as a whole, and how many numbers are missed."""

    records: int
    whole: int
    right: dict[str, tuple[int, int]]
    numbers: Counter[str]

    def table(self) -> str:
        """The figures as two Markdown tables."""
        share = [f"{100 * a / n:.0f} %" if n else "–" for a, n in (self.right[f] for f in FIELDS)]
        n = sum(self.numbers.values())
        return "\n".join(
            [
                "| records judged | " + " | ".join(FIELDS) + " | whole |",
                "| --- " * (len(FIELDS) + 2) + "|",
                f"| {self.records} | " + " | ".join(share) + f" | {100 * self.whole / self.records:.0f} % |",
                "",
                "| numbers without a record judged | " + " | ".join(VERDICTS) + " |",
                "| --- " * (len(VERDICTS) + 1) + "|",
                f"| {n} | " + " | ".join(f"{100 * self.numbers[v] / n:.0f} %" for v in VERDICTS) + " |",
            ]
        )


def judged(rows: list[dict[str, str]]) -> Judged:
    """Sums a sheet up. Raises ValueError for a row that is not judged."""
    records = [r for r in rows if r["kind"] == "record"]
    numbers = [r for r in rows if r["kind"] == "number"]
    for r in records:
        if r["indicator"] not in ("y", "n") or any(r[f] not in ("y", "n", "") for f in FIELDS):
            raise ValueError(f"the record at {r['start']} is not judged: mark each field y or n")
    for r in numbers:
        if r["verdict"] not in VERDICTS:
            raise ValueError(f"the number at {r['start']} is not judged: {', '.join(VERDICTS)}")
    right = {f: (sum(r[f] == "y" for r in records), sum(r[f] != "" for r in records)) for f in FIELDS}
    whole = sum(all(r[f] != "n" for f in FIELDS) for r in records)
    return Judged(len(records), whole, right, Counter(r["verdict"] for r in numbers))


def page(text: str) -> str:
    """The page with its tables renewed: each stands below the heading that has the sheet's name."""
    for path in sorted(SHEETS.glob("*.csv")):
        table = judged(read_sheet(path)).table()
        tables = re.compile(rf"(^## {re.escape(path.stem)}\n\n)(?:\|[^\n]*\n\n?)*", re.MULTILINE)
        text = tables.sub(lambda m, table=table: f"{m[1]}{table}\n\n", text)
    return text


def main(arguments: list[str]) -> None:
    """The command line."""
    match arguments:
        case ["draw", file, *name]:
            path = Path(file)
            stem = name[0] if name else path.stem
            print(write_sheet(stem, draw(pipeline().process(read_path(path)), stem)))
        case ["sum", *options]:
            for path in sorted(SHEETS.glob("*.csv")):
                print(f"{path.stem}\n{judged(read_sheet(path)).table()}\n")
            if "--write" in options:
                PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
