"""Annotated bulletins: read the gold files of ``corpus/expected``, check them, score records against them.

A gold file says what a careful analyst reads out of one bulletin (``corpus/README.md`` describes the rows).
Scoring asks two things of every number of the gold: was it found (a record on overlapping raw characters
with the same value), and is what the record says of it right (unit, indicator, period, region, status,
measure, qualifier). Numbers that the gold does not have count against precision, and so does a value
reported where the source lost its digits.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from extractor.read.containers import MEMBER, read_member, split_member
from extractor.read.source import read_path

SUFFIX = ".gold.jsonl"
YIELDED = "yielded"
STATUS = frozenset({"actual", "target"})
MEASURE = frozenset({"level", "change", "growth", "rank"})
QUALIFIER = frozenset({"exact", "approx", "more_than", "less_than", "range"})
FACT_KEYS = ("value", "unit", "indicator", "aliases", "period", "region", "status", "measure", "qualifier")
FIELDS = ("unit", "indicator", "period", "region", "status", "measure", "qualifier")
NEEDED = tuple(f for f in FIELDS if f != "qualifier")
"""The fields that must all be right for a record to count as wholly right."""

_PERIOD = re.compile(r"@?\d{4}(?:-\d\d){0,2}(?:/\d{4}(?:-\d\d){0,2})?")
_SAME_UNIT = tuple(
    frozenset(group.split())
    for group in re.split(
        ";",
        "人 名 位 人员;家 个 所 处;户 户家庭 家庭;套 套(间) 套/间;次 场次 场;位 名次 名;件 件次;平方米 ㎡ m2;"
        "公里 千米 km;个百分点 百分点;微克/立方米 μg/m3;单管/日 管/日",
    )
)
_ENOUGH_ALIKE = 0.6
_GAP_REACH = 2
"""Characters that a gap may lie beside its place in the gold and still be the same gap."""

Row = Mapping[str, Any]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Gold:
    """One gold file: the document's card (``meta``) and its facts, gaps and traps in reading order."""

    name: str
    meta: Row
    rows: tuple[Row, ...]

    def of(self, kind: str) -> tuple[Row, ...]:
        """The rows of one type (``fact``, ``gap`` or ``trap``)."""
        return tuple(r for r in self.rows if r.get("type") == kind)

    def decode(self, data: bytes) -> str:
        """The raw text of the document: its bytes in the encoding that the card names (UTF-8 by default)."""
        return data.decode(self.meta.get("encoding", "utf-8"))


def read_gold(path: Path) -> Gold:
    """A gold file. Raises ValueError (naming file and line) for what is no JSON object or lacks a card."""
    rows: list[Row] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as err:
            raise ValueError(f"{path}:{number}: not JSON: {err}") from err
        if not isinstance(row, dict):
            raise ValueError(f"{path}:{number}: a row must be a JSON object")
        rows.append(row)
    if not rows or rows[0].get("type") != "meta":
        raise ValueError(f"{path}: the first row must be the card (type meta)")
    return Gold(path.name.removesuffix(SUFFIX), rows[0], tuple(rows[1:]))


def corpus_pairs(corpus: Path) -> Iterator[tuple[Path, Gold]]:
    """Every annotated bulletin of a corpus folder with its gold, by name.

    For a container's member, ``!_`` stands for the mark between the two, and ``~`` for a stroke in the member's name.
    """
    for path in sorted((corpus / "expected").glob("*" + SUFFIX)):
        outer, mark, inner = path.name.removesuffix(SUFFIX).partition("!_")
        yield Path(f"{corpus / outer}{MEMBER if mark else ''}{inner.replace('~', '/')}"), read_gold(path)


def raw_of(path: Path, gold: Gold) -> str:
    """The raw text of a document: its bytes in the encoding that the card names, or what reading yields where the
    file has no characters of its own (``encoding`` is then ``yielded``)."""
    if gold.meta.get("encoding") == YIELDED:
        return read_path(path).raw
    member = split_member(str(path))
    return gold.decode(read_member(*member).data if member else path.read_bytes())


def observation(record: BaseModel | Row) -> dict[str, Any]:
    """A record or gap as the export shows it: plain JSON values under the names of the export."""
    return record.model_dump(mode="json") if isinstance(record, BaseModel) else dict(record)


def line_starts(raw: str) -> list[int]:
    """Offset of each line's first character, and one more for the end. Lines end at a line feed alone."""
    starts = [0]
    for line in raw.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return starts


def place(raw: str, starts: Sequence[int], row: Row) -> Span | None:
    """Raw span of a row's quote, or None where its line does not have it (``nth`` times)."""
    number = row["line"]
    if not 1 <= number < len(starts):
        return None
    first, line = starts[number - 1], raw[starts[number - 1] : starts[number] - 1]
    at = -1
    for _ in range(row.get("nth", 1)):
        at = line.find(row["quote"], at + 1)
        if at < 0:
            return None
    return first + at, first + at + len(row["quote"])


def options(value: object) -> list[str]:
    """A field that may hold one right answer or a list of them, as a list."""
    return [str(v) for v in value] if isinstance(value, list) else [str(value)]


def problems(gold: Gold, raw: str) -> list[str]:
    """What is wrong with a gold file, a line a fault; an empty list where it is well formed."""
    starts, taken, bad = line_starts(raw), dict[Span, int](), []
    for number, row in enumerate(gold.rows, 2):
        kind, quote = row.get("type"), row.get("quote")
        if kind not in {"fact", "gap", "trap"}:
            bad.append(f"row {number}: unknown type {kind!r}")
        elif not isinstance(row.get("line"), int) or not quote or not isinstance(quote, str):
            bad.append(f"row {number}: line or quote is missing")
        elif (span := place(raw, starts, row)) is None:
            bad.append(f"row {number}: {quote!r} (nth {row.get('nth', 1)}) is not on line {row['line']}")
        else:
            line = raw[starts[row["line"] - 1] : starts[row["line"]] - 1]
            if "nth" not in row and line.find(quote, line.find(quote) + 1) >= 0:
                bad.append(f"row {number}: {quote!r} stands more than once on line {row['line']}: say nth")
            if kind == "fact":
                if span in taken:
                    bad.append(f"row {number}: same place as row {taken[span]}")
                taken[span] = number
                bad.extend(f"row {number}: {fault}" for fault in _fact_faults(row))
            elif kind == "gap" and not (row.get("indicator") and "unit" in row):
                bad.append(f"row {number}: a gap needs indicator and unit")
            elif kind == "trap" and not row.get("why"):
                bad.append(f"row {number}: a trap needs a reason (why)")
    return bad


def _fact_faults(row: Row) -> Iterator[str]:
    missing = [key for key in FACT_KEYS if key not in row]
    if missing:
        yield f"{', '.join(missing)} missing"
        return
    for key, allowed in (("status", STATUS), ("measure", MEASURE), ("qualifier", QUALIFIER)):
        if row[key] not in allowed:
            yield f"{key} {row[key]!r}"
    for text in options(row["period"]):
        if text and not _PERIOD.fullmatch(text):
            yield f"period {text!r}"
    value = row["value"]
    numbers = value if isinstance(value, list) else [value]
    if not all(isinstance(n, (int, float)) and not isinstance(n, bool) for n in numbers):
        yield f"value {value!r} is no number"
    elif isinstance(value, list) and (len(value) != 2 or value[0] > value[1]):
        yield f"value {value!r} is no range"
    if isinstance(value, list) != (row["qualifier"] == "range"):
        yield f"qualifier {row['qualifier']!r} does not suit value {value!r}"
    if not row["indicator"] or not 1 <= len(row["aliases"]) <= 5 or not all(row["aliases"]):
        yield "an indicator and one to five aliases are needed"
    elif len({row["indicator"], *row["aliases"]}) != 1 + len(row["aliases"]):
        yield "the same name stands twice among indicator and aliases"
    if "base_period" in row and row["measure"] not in {"change", "growth"}:
        yield f"a base period with measure {row['measure']!r}"


def fold(text: object) -> str:
    """Characters that matter when names are compared: NFKC, lower case, no blanks, quotes or punctuation."""
    folded = unicodedata.normalize("NFKC", str(text or "")).lower()
    return re.sub(r"[\s“”\"'‘’、,，。·()（）《》<>:：;；\-—_/]", "", folded)


def fold_indicator(name: object) -> str:
    """An indicator's name without the region, the counting word and the wording of shares."""
    folded = re.sub(r"^(?:(?:全市|我市|全省|全县|全区|全国|常州市?|累计|共|目前))+", "", fold(name))
    folded = re.sub(r"(?:总数|数量|个数|人数|户数|家数|数|总量|总额|金额|规模)$", "", folded)
    return folded.replace("占比", "比例").replace("比重", "比例").replace("的", "")


def likeness(a: str, b: str) -> float:
    """F1 of the two strings' character pairs: 1 for equal strings, 0 for strings without a common pair."""
    if not a or not b:
        return 0.0
    if a == b:
        return 1.0

    def pairs(s: str) -> Counter[str]:
        return Counter(s[i : i + 2] for i in range(len(s) - 1)) or Counter([s])

    one, two = pairs(a), pairs(b)
    return 2 * (one & two).total() / (one.total() + two.total())


def _fold_unit(unit: object) -> str:
    folded = unicodedata.normalize("NFKC", str(unit or "")).replace(" ", "")
    folded = folded.replace("每", "").replace("人民币", "")
    if "/" not in folded:
        return folded
    head, _, rest = folded.partition("/")
    return head + "/" + "·".join(sorted(re.split(r"[·*/]", rest)))


def _unit_ok(row: Row, said: object) -> bool:
    got = _fold_unit(said)
    literal = re.sub(r"[^\u4e00-\u9fff%‰]", "", row["quote"])
    for want in map(_fold_unit, options(row["unit"])):
        if want == got or any(want in same and got in same for same in _SAME_UNIT):
            return True
        if got and "/" not in want and literal.endswith(got):
            return True
    return False


def _indicator_ok(row: Row, said: object) -> bool:
    got = fold_indicator(said)
    return any(likeness(fold_indicator(n), got) >= _ENOUGH_ALIKE for n in (row["indicator"], *row["aliases"]))


def _period_ok(row: Row, said: Row) -> bool:
    start, end = (str(said.get(key) or "")[:10] for key in ("period_start", "period_end"))
    for text in options(row["period"]):
        if not text:
            if not end:
                return True
            continue
        years, months = re.findall(r"\d{4}", text), re.findall(r"\d{4}-(\d\d)", text)
        same_end = end[:4] == years[-1] and (not months or end[5:7] == months[-1])
        if same_end and ("/" not in text or start[:4] == years[0]):
            return True
    return False


def _region_ok(row: Row, said: object) -> bool:
    def bare(name: str) -> str:
        return re.sub(r"(?:自治区|市区|省|市|区|县)$", "", name)

    want, got = fold(row["region"]), fold(said)
    return bool(got) and (want == got or bare(got).endswith(bare(want)))


def field_ok(name: str, row: Row, said: Row) -> bool:
    """Does an observation say one field (of :data:`FIELDS`) as the gold row has it?"""
    if name == "unit":
        return _unit_ok(row, said.get("unit"))
    if name == "indicator":
        return any(_indicator_ok(row, said.get(key)) for key in ("indicator", "indicator_raw"))
    if name == "period":
        return _period_ok(row, said)
    if name == "region":
        return _region_ok(row, said.get("region"))
    if name == "measure" and "净增" in row["quote"] + row["indicator"]:
        return said.get(name) in {"level", "change"}
    return bool(said.get(name) == row[name])


def value_ok(row: Row, said: Row) -> bool:
    """Has the observation the row's value? Where the name says which way (减少, 压缩), any sign is right."""
    want = row["value"]
    ranged = isinstance(want, list)
    got = [said.get(key) for key in (("value_min", "value_max") if ranged else ("value",))]
    if None in got:
        return False
    numbers, wanted = [float(str(n)) for n in got], [float(w) for w in (want if ranged else [want])]
    if row["measure"] == "change" and re.search("减|降|压缩|缩短", row["indicator"]):
        numbers, wanted = sorted(map(abs, numbers)), sorted(map(abs, wanted))
    return all(abs(w - g) <= 1e-9 * max(1.0, abs(w), abs(g)) for w, g in zip(wanted, numbers, strict=True))


@dataclass(slots=True)
class Score:
    """Counts over documents: ``right`` by field of the numbers found, ``notes`` on what went wrong."""

    gold: int = 0
    found: int = 0
    wrong_value: int = 0
    missed: int = 0
    extra: int = 0
    whole: int = 0
    trap_hits: int = 0
    hole_hits: int = 0
    holes: int = 0
    holes_found: int = 0
    holes_said: int = 0
    right: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    @property
    def said(self) -> int:
        """Records that count: those on numbers of the gold, and those on none."""
        return self.found + self.wrong_value + self.extra

    @property
    def number_f1(self) -> float:
        """F1 of numbers found with the right value."""
        return _f1(self.found, self.said, self.gold)

    @property
    def whole_f1(self) -> float:
        """F1 of records of which every needed field is right."""
        return _f1(self.whole, self.said, self.gold)

    @property
    def gap_f1(self) -> float:
        """F1 of gaps (1 where the gold has none and none is said)."""
        return _f1(self.holes_found, self.holes_said, self.holes) if self.holes or self.holes_said else 1.0

    def share(self, name: str) -> float:
        """Share of the found numbers of which one field is right."""
        return self.right[name] / self.found if self.found else 0.0

    def add(self, other: Score) -> None:
        """Add another document's counts and notes."""
        for key in Score.__slots__:
            mine, more = getattr(self, key), getattr(other, key)
            setattr(self, key, mine + more)


def _f1(hits: int, said: int, wanted: int) -> float:
    return 2 * hits / (said + wanted) if said + wanted else 0.0


def _touch(span: Span | None, other: Span) -> bool:
    return span is not None and max(span[0], other[0]) < min(span[1], other[1])


def _beside(span: Span | None, other: Span) -> bool:
    return span is not None and span[0] - _GAP_REACH <= other[1] and other[0] <= span[1] + _GAP_REACH


def _spans(said: Iterable[BaseModel | Row], scope: Sequence[Span]) -> list[tuple[Span, dict[str, Any]]]:
    rows = [observation(o) for o in said]
    placed = [((int(o["raw_start"]), int(o["raw_end"])), o) for o in rows]
    return [(s, o) for s, o in placed if not scope or any(a <= s[0] < b for a, b in scope)]


def score(
    gold: Gold,
    raw: str,
    observations: Iterable[BaseModel | Row],
    gaps: Iterable[BaseModel | Row] = (),
) -> Score:
    """Compare the records (and gaps) of one document with its gold. Offsets count characters of ``raw``.

    A fact takes the overlapping record with its value that has most fields right; an optional fact takes
    all that overlap it and counts nowhere. With ``scope_lines`` in the card nothing outside them counts.
    """
    starts, result = line_starts(raw), Score()
    scope = [(starts[a - 1], starts[min(b, len(starts) - 1)]) for a, b in gold.meta.get("scope_lines", ())]
    said, used = _spans(observations, scope), set[int]()
    for row in gold.of("fact"):
        span = place(raw, starts, row)
        near = [k for k, (s, _) in enumerate(said) if k not in used and _touch(span, s)]
        if row.get("optional"):
            used.update(near)
            continue
        result.gold += 1
        right = [k for k in near if value_ok(row, said[k][1])]
        where = f"line {row['line']} {row['quote']}"
        if right:
            best = max(right, key=lambda k: sum(field_ok(f, row, said[k][1]) for f in FIELDS))
            used.add(best)
            result.found += 1
            wrong = [f for f in FIELDS if not field_ok(f, row, said[best][1])]
            result.right.update(f for f in FIELDS if f not in wrong)
            result.whole += not any(f in wrong for f in NEEDED)
            if any(f in wrong for f in NEEDED):
                result.notes.append(f"{where}: wrong {', '.join(wrong)}")
        elif near:
            used.add(near[0])
            result.wrong_value += 1
            result.notes.append(f"{where}: value {said[near[0]][1].get('value')!r}, gold {row['value']!r}")
        else:
            result.missed += 1
            result.notes.append(f"{where}: missed ({row['indicator']})")
    traps = [place(raw, starts, r) for r in gold.of("trap")]
    holes = [place(raw, starts, r) for r in gold.of("gap")]
    for k, (span, o) in enumerate(said):
        if k in used:
            continue
        result.extra += 1
        result.trap_hits += any(_touch(t, span) for t in traps)
        result.hole_hits += any(_touch(h, span) for h in holes)
        claim = f"{o.get('indicator')} {o.get('value')} {o.get('unit')}"
        result.notes.append(f"extra {raw[slice(*span)]!r}: {claim}")
    claimed = [s for s, _ in _spans(gaps, scope)]
    result.holes, result.holes_said = len(holes), len(claimed)
    result.holes_found = sum(any(_beside(h, s) for s in claimed) for h in holes)
    return result
