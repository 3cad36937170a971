"""What the rules know beside how to read: units that can be turned into one another, the calendar, and the words that
views and audits go by. As rows for the database; see ``extractor.store.tables.CATALOGUE``."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from extractor.lexicon import Lexicon, RulesError, read_toml
from extractor.measure.units import UnitTable

#: Word lists that go into the table ``vocabulary``.
LISTS = (
    "remark_dimension",
    "part_mark",
    "share_mark",
    "own_basis",
    "comparable_basis",
    "not_additive",
    "cumulative_word",
    "sum_word",
    "new_word",
    "yearly_word",
    "preliminary_word",
    "final_word",
    "from_mark",
    "to_mark",
    "whole_word",
    "whole_end",
    "elsewhere",
    "list_mark",
    "name_noise",
    "share_between",
    "share_end",
)


def vocabulary(lexicon: Lexicon) -> Iterator[dict[str, Any]]:
    """The words by which views and audits tell what a record says: one row a word, ``kind`` being the list's name."""
    for name in LISTS:
        yield from ({"kind": name, "word": word} for word in lexicon.words(name))


def unit_conversions(lexicon: Lexicon) -> Iterator[dict[str, Any]]:
    """Every spelling of every unit, with and without a scale word: its base unit, and how many of those it is.

    Raises RulesError where ``rules/conversions.toml`` cannot be used.
    """
    table = UnitTable(lexicon)
    bases = _bases(lexicon, table)
    spellings = {s: unit for unit in table.units for s in (unit.name, *unit.aliases)}
    scales = [("", 1), *_scales(lexicon)]
    for word, times in scales:
        for spelling, unit in spellings.items():
            if word and (word + spelling in spellings or not spelling[0].isalnum()):
                continue
            base, factor = bases.get(unit.name, (unit.name, Fraction(1)))
            yield {
                "unit": word + spelling,
                "base_unit": base,
                "factor": float(factor * times),
                "dimension": unit.dimension,
            }


def _bases(lexicon: Lexicon, table: UnitTable) -> dict[str, tuple[str, Fraction]]:
    """For each unit of ``conversions.toml`` its base unit and how many of those it is."""
    path = lexicon.root / "conversions.toml"
    if not path.exists():
        return {}
    out: dict[str, tuple[str, Fraction]] = {}
    for i, row in enumerate(read_toml(path).get("quantity", []), 1):
        place = f"quantity {i}"
        if (
            not isinstance(row, dict)
            or set(row) != {"dimension", "base", "units"}
            or not isinstance(row["units"], dict)
        ):
            raise RulesError(path, "a quantity needs dimension, base and units, and has no other keys", place)
        for name, factor in {row["base"]: "1", **row["units"]}.items():
            unit = table.get(name)
            if unit is None or unit.name != name:
                raise RulesError(path, f"{name!r} is no canonical unit of units.toml; add it there first", place)
            if unit.dimension != row["dimension"]:
                raise RulesError(path, f"{name!r} measures {unit.dimension}, not {row['dimension']}", place)
            if name in out:
                raise RulesError(path, f"{name!r} stands twice; keep one", place)
            out[name] = (row["base"], _fraction(factor, path, place))
    return out


def _fraction(told: object, path: Any, place: str) -> Fraction:
    try:
        value = Fraction(str(told))
    except (ValueError, ZeroDivisionError):
        value = Fraction(0)
    if value <= 0:
        raise RulesError(path, f"{told!r} is no positive number or fraction such as 2000/3", place)
    return value


def _scales(lexicon: Lexicon) -> Iterator[tuple[str, int]]:
    """Scale words that stand before units, pairs of them included, each with what it multiplies by."""
    words: dict[int, str] = {}
    for word, zeros in lexicon.mapping("scale").items():
        if len(word) == 1 and int(zeros) > 1:
            words.setdefault(int(zeros), word)
    for power, first in words.items():
        yield first, 10**power
        for above, second in words.items():
            if above >= 4 and power < above:
                yield first + second, 10 ** (power + above)


def calendar(lexicon: Lexicon) -> Iterator[dict[str, Any]]:
    """Five-year plans; years, half years, quarters and months from the first plan's begin to the last one's end."""
    plans = {name: (int(span[:4]), int(span[-4:])) for name, span in lexicon.mapping("plan").items()}
    if not plans:
        return
    label = lexicon.mapping("calendar_label")
    within: dict[int, str] = {}
    for name, (first, last) in plans.items():
        told = label["plan"].format(name=name)
        within.update(dict.fromkeys(range(first, last + 1), told))
        yield _period(told, "plan", date(first, 1, 1), date(last, 12, 31), None)
    years = range(min(p[0] for p in plans.values()), max(p[1] for p in plans.values()) + 1)
    for year in years:
        yield from _year(year, within.get(year), label)


def _year(year: int, plan: str | None, label: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    whole = label["year"].format(year=year)
    yield _period(whole, "year", date(year, 1, 1), date(year, 12, 31), plan)
    for kind, months in (("half", 6), ("quarter", 3), ("month", 1)):
        for first in range(1, 13, months):
            key = kind if kind == "month" else f"{kind}{(first - 1) // months + 1}"
            above = {
                "half": "year",
                "quarter": f"half{(first - 1) // 6 + 1}",
                "month": f"quarter{(first - 1) // 3 + 1}",
            }[kind]
            last = first + months - 1
            yield _period(
                label[key].format(year=year, month=first),
                kind,
                date(year, first, 1),
                date(year, last, monthrange(year, last)[1]),
                label[above].format(year=year),
            )


def _period(name: str, kind: str, first: date, last: date, within: str | None) -> dict[str, Any]:
    return {"name": name, "kind": kind, "period_start": first, "period_end": last, "within": within}
