"""The indicator catalogue as data: every file of rules/indicators/ keeps the rules that its README gives.

The files are read with the standard library alone, so that a fault in them is told apart from a fault in the
program that uses them.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter, defaultdict
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import opencc
import pytest

RULES = Path(__file__).resolve().parents[1] / "rules"
FILES = sorted((RULES / "indicators").glob("*.toml"))
NEEDED = {"id", "name", "aliases", "unit", "measure", "kind", "topic", "definition"}
BOUNDS = {"min", "max"}
COUNTED = {"count", "amount", "stock", "length", "area", "duration", "price"}
KINDS = COUNTED | {"share", "rate", "ratio", "standard", "index", "rank"}
MEASURES = frozenset({"level", "growth", "change", "rank"})
ID = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
SCALED = re.compile(r"(?:10)?[十百千]?[十百千万亿](?P<unit>.+)")
"""A denominator such as 千人, 10万人, 百平方公里: a scale word and a unit."""
CALENDAR = frozenset({"月", "日"})
"""Denominators of time that are no unit of measure by themselves (元/人·月, 立方米/日)."""
WIDE = re.compile("[\uff01-\uff5e\u3000]")
WIDE_PUNCTUATION = re.compile("[，；：？！]")
PROVINCES = re.compile(
    "北京|天津|河北|山西|内蒙古|辽宁|吉林省|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|重庆|四川"
    "|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆"
)
NAMED_AFTER_A_PLACE = ("北京证券交易所",)
"""Institutions of the whole country that carry a place in their name."""


@cache
def document(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def indicators(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = document(path)["indicator"]
    return rows


def everything() -> list[dict[str, Any]]:
    return [row for path in FILES for row in indicators(path)]


def units_of(row: dict[str, Any]) -> list[str]:
    return list(row["unit"]) if isinstance(row["unit"], list) else [row["unit"]]


def fold(name: str) -> str:
    """Names that a reader takes for the same: width, case, spaces and quotation marks set aside."""
    return re.sub(r"[\s“”‘’\"'「」《》]", "", unicodedata.normalize("NFKC", name).casefold())


@cache
def unit_names() -> frozenset[str]:
    rows = tomllib.loads((RULES / "units.toml").read_text(encoding="utf-8"))["unit"]
    return frozenset(row["name"] for row in rows)


def composable(unit: str) -> bool:
    """True for a unit of units.toml, or one of them over denominators that are units, scaled or not."""
    if unit in unit_names():
        return True
    head, slash, below = unit.partition("/")
    return bool(slash) and head in unit_names() and all(denominator(part) for part in below.split("·"))


def denominator(part: str) -> bool:
    scaled = SCALED.fullmatch(part)
    return part in unit_names() or part in CALENDAR or (scaled is not None and scaled["unit"] in unit_names())


per_file = pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])


def test_the_catalogue_is_there() -> None:
    assert len(everything()) >= 520


@per_file
def test_a_file_has_one_topic_and_every_indicator_names_it(path: Path) -> None:
    assert set(document(path)) == {"topic", "indicator"}
    topic = document(path)["topic"]["name"]
    assert topic
    assert {row["topic"] for row in indicators(path)} == {topic}


def test_no_two_files_have_the_same_topic() -> None:
    topics = [document(path)["topic"]["name"] for path in FILES]
    assert len(set(topics)) == len(topics)


@per_file
def test_every_field_is_there_and_no_other(path: Path) -> None:
    for row in indicators(path):
        assert set(row) >= NEEDED, row.get("id")
        assert set(row) <= NEEDED | BOUNDS, row["id"]
        assert all(isinstance(row[key], str) for key in NEEDED - {"aliases", "unit"}), row["id"]
        assert isinstance(row["aliases"], list), row["id"]
        assert row["aliases"], f"{row['id']}: an indicator without an alias is found by one spelling only"
        assert units_of(row), row["id"]
        assert all(isinstance(text, str) for text in [*row["aliases"], *units_of(row)]), row["id"]


@per_file
def test_ids_are_well_formed_and_begin_with_the_file_name(path: Path) -> None:
    for row in indicators(path):
        assert ID.fullmatch(row["id"]), row["id"]
        assert row["id"].split(".")[0] == path.stem


def test_ids_are_unique_over_all_files() -> None:
    times = Counter(row["id"] for row in everything())
    assert [i for i, n in times.items() if n > 1] == []


def test_no_name_or_alias_stands_twice() -> None:
    held: defaultdict[str, list[str]] = defaultdict(list)
    for row in everything():
        for name in (row["name"], *row["aliases"]):
            held[fold(name)].append(f"{row['id']} {name}")
    assert {key: places for key, places in held.items() if len(places) > 1} == {}


@per_file
def test_measure_and_kind_are_known_and_agree(path: Path) -> None:
    for row in indicators(path):
        assert row["measure"] in MEASURES, row["id"]
        assert row["kind"] in KINDS, row["id"]
        assert (row["measure"] == "rank") == (row["kind"] == "rank"), row["id"]


@per_file
def test_units_are_canonical_or_composed_of_canonical_ones(path: Path) -> None:
    for row in indicators(path):
        for unit in units_of(row):
            if unit == "":
                assert row["kind"] in {"index", "ratio"}, f"{row['id']}: a pure number is an index or a ratio"
            elif row["kind"] == "rank":
                assert unit == "位", row["id"]
            else:
                assert composable(unit), f"{row['id']}: {unit!r} cannot be composed of units.toml"


@pytest.mark.parametrize(
    ("unit", "good"),
    [
        ("%", True),
        ("元/人·月", True),
        ("公里/百平方公里", True),
        ("人/10万人", True),
        ("微克/立方米", True),
        ("万元", False),
        ("元/", False),
        ("/人", False),
        ("个/千", False),
        ("元/人·", False),
        ("座位", False),
    ],
)
def test_what_counts_as_a_composed_unit(unit: str, good: bool) -> None:
    assert composable(unit) is good


@per_file
def test_definitions_say_more_than_the_name(path: Path) -> None:
    for row in indicators(path):
        text = row["definition"]
        assert len(text) >= 8, row["id"]
        assert fold(text).rstrip("。") != fold(row["name"]), row["id"]
        assert text.endswith("。"), row["id"]


@per_file
def test_characters_are_simplified(path: Path) -> None:
    convert = opencc.OpenCC("t2s").convert
    text = path.read_text(encoding="utf-8")
    changed = [(a, b) for a, b in zip(text.splitlines(), convert(text).splitlines(), strict=True) if a != b]
    assert changed == []


@per_file
def test_characters_are_half_width(path: Path) -> None:
    for row in indicators(path):
        for text in (row["name"], *row["aliases"], *units_of(row)):
            assert not WIDE.search(text), f"{row['id']}: {text}"
            assert not re.search(r"\s", text), f"{row['id']}: {text}"
        assert not WIDE.search(WIDE_PUNCTUATION.sub("", row["definition"])), row["id"]


@per_file
def test_names_hold_no_region(path: Path) -> None:
    for row in indicators(path):
        for name in (row["name"], *row["aliases"]):
            rest = name
            for institution in NAMED_AFTER_A_PLACE:
                rest = rest.replace(institution, "")
            assert not PROVINCES.search(rest), f"{row['id']}: {name}"


@per_file
def test_names_hold_no_period(path: Path) -> None:
    for row in indicators(path):
        for name in (row["name"], *row["aliases"]):
            assert not re.search(r"(?:19|20)\d\d|十[一二三四五]五", name), f"{row['id']}: {name}"


@per_file
def test_bounds_are_in_order_and_shares_have_them(path: Path) -> None:
    for row in indicators(path):
        low, high = (Decimal(str(row[key])) if key in row else None for key in ("min", "max"))
        assert low is None or high is None or low <= high, row["id"]
        if row["kind"] == "share" and units_of(row) == ["%"]:
            assert low == 0, f"{row['id']}: a share of a whole is not below 0"
            assert high == 100, f"{row['id']}: a share of a whole is not above 100"
