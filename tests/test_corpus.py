"""The sample corpus: all bulletins annotated, annotations well formed, every form there; and the scorer."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from extractor.read.containers import MEMBER
from tests import gold as g

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
PAIRS = {path.relative_to(CORPUS).as_posix(): (path, gold) for path, gold in g.corpus_pairs(CORPUS)}
RAW = {name: g.raw_of(path, gold) for name, (path, gold) in PAIRS.items()}
EACH = pytest.mark.parametrize("name", sorted(PAIRS))


def bulletins() -> set[str]:
    """Names of the bulletins: the files of the corpus folder that are not about the folder."""
    return {p.name for p in CORPUS.iterdir() if p.is_file() and p.name != "README.md" and p.name[0] != "."}


# --------------------------------------------------------------------------- the files


def test_every_bulletin_has_its_annotation_and_the_other_way_round() -> None:
    assert bulletins() == {name.partition(MEMBER)[0] for name in PAIRS}
    assert len(PAIRS) >= 14


def test_every_bulletin_is_told_in_the_readme_and_no_other() -> None:
    listed = re.findall(r"^\| `([^`]+)` \|", (CORPUS / "README.md").read_text(encoding="utf-8"), re.M)
    assert sorted(listed) == sorted(bulletins())


@EACH
def test_annotation_is_well_formed(name: str) -> None:
    assert g.problems(PAIRS[name][1], RAW[name]) == []


@EACH
def test_annotation_is_in_reading_order(name: str) -> None:
    starts = g.line_starts(RAW[name])
    places = [g.place(RAW[name], starts, row) for row in PAIRS[name][1].rows]
    assert places == sorted(p for p in places if p)


@EACH
def test_card_tells_what_the_document_is(name: str) -> None:
    meta = PAIRS[name][1].meta
    assert {"title", "publisher", "published", "region", "doc_kind", "period", "source_form"} <= set(meta)
    assert meta["published"] is None or re.fullmatch(r"\d{4}(-\d\d){0,2}", meta["published"])
    assert all(meta[key] for key in ("title", "region", "doc_kind", "period"))


@EACH
def test_names_are_simplified(name: str) -> None:
    simplified = OpenCC("t2s")
    names = [n for r in PAIRS[name][1].rows for n in [r.get("indicator"), r.get("region"), *r.get("aliases", ())] if n]
    assert [n for n in names if simplified.convert(n) != n] == []


@EACH
def test_signs_and_bounds_make_sense(name: str) -> None:
    for row in PAIRS[name][1].of("fact"):
        value, unit = row["value"], g.options(row["unit"])[0]
        lowest = value[0] if isinstance(value, list) else value
        assert row["measure"] in {"change", "growth"} or lowest >= 0 or "自然增长率" in row["indicator"], row
        assert row["measure"] != "rank" or unit == "位", row
        assert unit != "%" or row["measure"] == "growth" or lowest <= 1000, row


MARKUP = re.compile(r"<head>.*?</head>|<[^>]*>|PM(?:<sub>)?2\.5|m<sup>3</sup>", re.S)


@EACH
def test_no_digit_is_left_unannotated(name: str) -> None:
    """The whole of a document is annotated: what digits are left over stand in markup and PM2.5."""
    raw, gold = RAW[name], PAIRS[name][1]
    starts, covered = g.line_starts(raw), bytearray(len(raw))
    for row in gold.rows:
        a, b = g.place(raw, starts, row) or (0, 0)
        covered[a:b] = b"\1" * (b - a)
    text = MARKUP.sub(lambda m: " " * len(m[0]), raw)
    numbers = re.finditer(r"[0-9０-９](?:[\n.．]{0,2}[0-9０-９])*", text)
    assert [m[0] for m in numbers if not any(covered[slice(*m.span())])] == []


# --------------------------------------------------------------------------- the forms


def facts(name: str) -> tuple[g.Row, ...]:
    """The facts of a document that are asked for."""
    return tuple(r for r in PAIRS[name][1].of("fact") if not r.get("optional"))


def targets(name: str) -> float:
    """Share of a document's facts that are targets."""
    return sum(1.0 for r in facts(name) if r["status"] == "target") / len(facts(name))


def encoded(encoding: str) -> Callable[[str], bool]:
    """Is the document in this encoding, and would it be other text as UTF-8?"""

    def look(name: str) -> bool:
        path, gold = PAIRS[name]
        if gold.meta["encoding"] != encoding or MEMBER in name:
            return False
        return path.read_bytes().decode("utf-8", errors="replace") != RAW[name]

    return look


def broken_columns(name: str) -> bool:
    """Paragraph lines that stop without a full stop, an empty line, and the rest of the sentence."""
    return len(re.findall(r"[\u4e00-\u9fff，\d]\n\n[\u4e00-\u9fff]{1,40}[，。]", RAW[name])) >= 3


FORMS: dict[str, Callable[[str], bool]] = {
    "magazine article": lambda n: "本刊记者" in RAW[n] and targets(n) < 0.3,
    "newspaper page": lambda n: RAW[n].count("本报讯") >= 4 and "图为" in RAW[n] and broken_columns(n),
    "list article that lost digits": lambda n: RAW[n].count("\n◆") >= 10 and len(PAIRS[n][1].of("gap")) >= 15,
    "hijacked page": lambda n: (
        len(re.findall(r"[\u4e00-\u9fff]\([a-zāáǎàēéěèīíǐìōóǒòūúǔùüǘǚǜ]+\)", RAW[n])) > 50
        and re.search(r"\(([a-z]+)\)\(\1\)", RAW[n]) is not None
        and re.search(r"^ *\d\.\d/\d\.\d$", RAW[n], re.M) is not None
        and "掃一掃" in RAW[n]
    ),
    "communiqué in prose": lambda n: "分别为" in RAW[n] and "百分点" in RAW[n] and len(facts(n)) > 100,
    "Markdown tables": lambda n: len(re.findall(r"^\|[ :|-]+\|$", RAW[n], re.M)) >= 3,
    "web page with merged cells": lambda n: all(
        mark in RAW[n] for mark in ("<script", "rowspan", "colspan", "display:none", "&nbsp;")
    ),
    "GB18030": encoded("gb18030"),
    "Big5": encoded("big5"),
    "UTF-16": encoded("utf-16"),
    "list of pledges": lambda n: targets(n) == 1 and "不少于" in RAW[n],
    "government work report": lambda n: "各位代表" in RAW[n] and 0.3 < targets(n) < 0.7,
    "several regions": lambda n: "【主持人】" in RAW[n] and len({r["region"] for r in facts(n)}) >= 4,
    "plan with a column a year": lambda n: (
        targets(n) > 0 and re.search(r"^[^\n]*(?:\t20\d\d年){5}$", RAW[n], re.M) is not None
    ),
    "full-width and Chinese numerals": lambda n: (
        len(re.findall(r"[０-９] ?[．，]", RAW[n])) > 20
        and all(re.search(p, RAW[n]) for p in (r"\d \d{3}", r"\d,\d{3}", "百分之", "三分之二", "翻了一番", "七成五"))
    ),
    **{
        f"form {ending}": (lambda n, ending=ending: n.partition(MEMBER)[0].endswith(ending))  # type: ignore[misc]
        for ending in (".docx", ".xlsx", ".csv", ".pdf", ".mht", ".xml", ".json", ".zip", ".warc.gz")
    },
    "hard-wrapped": lambda n: len(re.findall(r"\d\n[.\d]", RAW[n])) >= 3,
}


@pytest.mark.parametrize("form", FORMS)
def test_form_is_present(form: str) -> None:
    assert [name for name in sorted(PAIRS) if FORMS[form](name)]


def test_bulletins_come_from_many_places_and_years() -> None:
    assert len({gold.meta["region"] for _, gold in PAIRS.values()}) >= 10
    assert len({(gold.meta["published"] or "")[:4] for _, gold in PAIRS.values()}) >= 8


def test_line_ends_and_rare_characters_are_kept() -> None:
    assert "\r\n" in RAW["report_chengdu_gb18030.txt"]
    assert any(ord(c) > 0xFFFF for c in RAW["report_chengdu_gb18030.txt"])


# --------------------------------------------------------------------------- the checker


def gold_of(*rows: dict[str, Any]) -> g.Gold:
    """A gold file made of these rows."""
    return g.Gold("made.txt", {"type": "meta"}, rows)


def fact(quote: str, **said: Any) -> dict[str, Any]:
    """A fact row on line 1."""
    return {
        "type": "fact",
        "line": 1,
        "quote": quote,
        "value": 5,
        "unit": "家",
        "indicator": "书店数",
        "aliases": ["书店"],
        "period": "2023",
        "region": "苏州市",
        "status": "actual",
        "measure": "level",
        "qualifier": "exact",
        **said,
    }


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([fact("6家")], "not on line"),
        ([fact("5家", line=9)], "not on line"),
        ([fact("5")], "say nth"),
        ([fact("5家"), fact("5家")], "same place"),
        ([fact("5家", status="planned")], "status"),
        ([fact("5家", period="in 2023")], "period"),
        ([fact("5家", value="five")], "no number"),
        ([fact("5家", value=[9, 5], qualifier="range")], "no range"),
        ([fact("5家", value=[5, 9])], "does not suit"),
        ([fact("5家", aliases=[])], "aliases"),
        ([fact("5家", aliases=["书店数"])], "twice"),
        ([fact("5家", base_period="2022")], "base period"),
        ([{k: v for k, v in fact("5家").items() if k != "unit"}], "unit missing"),
        ([{"type": "trap", "line": 1, "quote": "5家"}], "reason"),
        ([{"type": "gap", "line": 1, "quote": "5家"}], "gap needs"),
        ([{"type": "note", "line": 1, "quote": "5家"}], "unknown type"),
    ],
)
def test_checker_names_each_fault(rows: list[dict[str, Any]], fault: str) -> None:
    found = g.problems(gold_of(*rows), "全市有书店5家，新增5座。")
    assert len(found) == 1
    assert fault in found[0]


def test_reader_names_file_and_line(tmp_path: Path) -> None:
    broken = tmp_path / "a.txt.gold.jsonl"
    broken.write_text('{"type": "meta"}\n{oops\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"a\.txt\.gold\.jsonl:2"):
        g.read_gold(broken)
    broken.write_text(json.dumps(fact("5家")) + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match="card"):
        g.read_gold(broken)


# --------------------------------------------------------------------------- the scorer


def said_of(row: g.Row, raw: str, starts: list[int]) -> dict[str, Any]:
    """The observation that says exactly what a gold row says."""
    span, period = g.place(raw, starts, row), g.options(row["period"])[0]
    assert span
    ends = period.lstrip("@").split("/")
    ranged = isinstance(row["value"], list)
    return {
        "raw_start": span[0],
        "raw_end": span[1],
        "value": None if ranged else row["value"],
        "value_min": row["value"][0] if ranged else None,
        "value_max": row["value"][1] if ranged else None,
        "unit": g.options(row["unit"])[0],
        "indicator": row["indicator"],
        "period_start": (ends[0] + "-01-01")[:10] if period else None,
        "period_end": (ends[-1] + ("-12-31" if len(ends[-1]) == 4 else "-28"))[:10] if period else None,
        **{key: row[key] for key in ("region", "status", "measure", "qualifier")},
    }


def perfect(name: str) -> list[dict[str, Any]]:
    """The observations of a reader who makes no mistake."""
    starts = g.line_starts(RAW[name])
    return [said_of(row, RAW[name], starts) for row in facts(name)]


@EACH
def test_saying_what_the_gold_says_scores_full(name: str) -> None:
    gold, raw = PAIRS[name][1], RAW[name]
    starts = g.line_starts(raw)
    holes = [g.place(raw, starts, r) or (0, 0) for r in gold.of("gap")]
    result = g.score(gold, raw, perfect(name), [{"raw_start": a, "raw_end": b} for a, b in holes])
    assert result.notes == []
    assert (result.number_f1, result.whole_f1, result.gap_f1) == (1, 1, 1)
    assert all(result.share(f) == 1 for f in g.FIELDS)
    assert result.found == result.gold == len(facts(name))


@given(name=st.sampled_from(sorted(n for n in PAIRS if len(facts(n)) >= 3)), data=st.data())
def test_each_kind_of_mistake_is_counted_once(name: str, data: st.DataObject) -> None:
    gold, raw, said = PAIRS[name][1], RAW[name], perfect(name)
    one, two, three = data.draw(
        st.lists(st.integers(0, len(said) - 1), min_size=3, max_size=3, unique=True), label="records"
    )
    said[one].update(value=987654321.5, value_min=987654321.5, value_max=987654321.5)
    said[two]["region"] = "某某市"
    del said[three]
    result = g.score(gold, raw, said)
    assert (result.wrong_value, result.missed, result.extra) == (1, 1, 0)
    assert result.found == result.gold - 2
    assert result.whole == result.found - 1
    assert result.right["region"] == result.found - 1
    assert result.number_f1 < 1


@given(st.data())
def test_claims_on_traps_and_holes_are_extra(data: st.DataObject) -> None:
    name = "wechat_beijing.txt"
    gold, raw = PAIRS[name][1], RAW[name]
    rows = data.draw(st.lists(st.sampled_from([*gold.of("trap"), *gold.of("gap")]), unique_by=id))
    starts = g.line_starts(raw)
    spans = [g.place(raw, starts, r) or (0, 0) for r in rows]
    claims = [{"raw_start": a, "raw_end": b, "value": 1, "unit": "", "indicator": "数"} for a, b in spans]
    result = g.score(gold, raw, [*perfect(name), *claims])
    holes = sum(r["type"] == "gap" for r in rows)
    assert (result.extra, result.hole_hits, result.trap_hits) == (len(rows), holes, len(rows) - holes)
    assert result.found == result.gold


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ({"value": -5}, True),
        ({"value": "5.0"}, True),
        ({"value": 6}, False),
        ({"value": None}, False),
    ],
)
def test_either_sign_where_the_name_tells_the_direction(said: dict[str, Any], right: bool) -> None:
    row = fact("5家", measure="change", indicator="书店减少数")
    assert g.value_ok(row, said) is right
    assert g.value_ok({**row, "indicator": "书店数"}, {"value": -5}) is False


@pytest.mark.parametrize(
    ("field", "row", "said", "right"),
    [
        ("unit", {"unit": "个/千人"}, {"unit": "个/每千人"}, True),
        ("unit", {"unit": "个/千人"}, {"unit": "个"}, False),
        ("unit", {"unit": "元/人·月"}, {"unit": "元/月·人"}, True),
        ("unit", {"unit": ["份/日", "份"]}, {"unit": "份"}, True),
        ("unit", {"unit": "人"}, {"unit": "人次"}, False),
        (
            "indicator",
            {"indicator": "护理型床位占比", "aliases": []},
            {"indicator": "护理型床位的比重"},
            True,
        ),
        ("indicator", {"indicator": "书店数"}, {"indicator": "影院数", "indicator_raw": "书店"}, True),
        ("indicator", {"indicator": "书店数", "aliases": []}, {"indicator": ""}, False),
        ("period", {"period": "@2023-06-30"}, {"period_end": "2023-06-30"}, True),
        ("period", {"period": "@2023-06-30"}, {"period_end": "2023-12-31"}, False),
        (
            "period",
            {"period": "2021/2023"},
            {"period_start": "2021-01-01", "period_end": "2023-12-31"},
            True,
        ),
        (
            "period",
            {"period": "2021/2023"},
            {"period_start": "2023-01-01", "period_end": "2023-12-31"},
            False,
        ),
        ("period", {"period": ["2022", ""]}, {"period_end": None}, True),
        ("region", {"region": "苏州市"}, {"region": "江苏省苏州市"}, True),
        ("region", {"region": "苏州市"}, {"region": "江苏省"}, False),
        ("measure", {"indicator": "人口净增"}, {"measure": "change"}, True),
        ("measure", {}, {"measure": "change"}, False),
    ],
)
def test_comparison_of_one_field(field: str, row: dict[str, Any], said: dict[str, Any], right: bool) -> None:
    assert g.field_ok(field, fact("5家", **row), said) is right


def test_documents_add_up() -> None:
    total = g.Score()
    for name, (_, gold) in PAIRS.items():
        total.add(g.score(gold, RAW[name], perfect(name)[1:]))
    assert total.gold == sum(len(facts(name)) for name in PAIRS)
    assert total.missed == len(PAIRS) == len(total.notes)
    assert total.right["unit"] == total.found == total.gold - len(PAIRS)


@given(st.text(alphabet="书店数床位占比的", max_size=8), st.text(alphabet="书店数床位占比的", max_size=8))
def test_likeness_is_symmetric_and_between_nothing_and_one(a: str, b: str) -> None:
    assert g.likeness(a, b) == g.likeness(b, a)
    assert 0 <= g.likeness(a, b) <= 1
    assert g.likeness(a, a) == (1 if a else 0)
