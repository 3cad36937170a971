"""The data structure definition (SDMX-ML 3.0) of exported observations: components, code lists, and what they mean.

Names and descriptions are those of the catalogue and of the comments in the database. The code lists hold the codes
that occur in the observations beside them, and no others.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from datetime import datetime
from typing import BinaryIO

import duckdb

from extractor.store.export.rows import Selected
from extractor.store.export.sdmx import (
    AGENCY,
    COMPONENTS,
    FIXED,
    FLOWS,
    UNKNOWN,
    VERSION,
    Component,
    Written,
    catalogue_code,
)

_SPACE = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0/"
_PREFIXES = {"mes": "message", "str": "structure", "com": "common"}
#: What XML 1.0 has no place for.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CONCEPTS = "CONCEPTS"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_NAMES = {
    "CL_AREA": "Reference areas by GB/T 2260 code",
    "CL_INDICATOR": "Indicators of the catalogue, and names that it does not know",
    "CL_MEASURE": "Kinds of measure",
    "CL_STATUS": "Whether a value happened or is aimed at",
    "CL_QUALIFIER": "How the text means the number",
    "CL_PERIOD_TYPE": "Kinds of period",
    "CL_OBS_STATUS": "Observation status",
}
#: Meanings of components that say something else than the column that they come from.
_MEANINGS = {
    "BASE_PERIOD": "What a change or growth is against; _Z where that does not apply, _U where it is not known",
    "DIMENSIONS": "Further qualifiers as a JSON object; _Z where there are none",
    "TIME_PERIOD": "Year, half-year, quarter, month, day, or first day and duration",
    "OBS_VALUE": "The number in the base unit; NaN for a range, whose ends are VALUE_MIN and VALUE_MAX",
    "OBS_STATUS": "A for what happened, F for a target; STATUS says it exactly",
}


def write_structure(selected: Selected, written: Written, out: BinaryIO) -> None:
    """Write the structure of observations that :func:`write_sdmx` has written from the same rows."""
    lists = {**FIXED, **_open_lists(selected.con, written)}
    root = ET.Element(_tag("mes", "Structure"))
    header = ET.SubElement(root, _tag("mes", "Header"))
    for name, text in (("ID", FLOWS[selected.what]), ("Test", "false"), ("Prepared", _made(selected.con))):
        ET.SubElement(header, _tag("mes", name)).text = text
    ET.SubElement(header, _tag("mes", "Sender"), id=AGENCY)
    structures = ET.SubElement(root, _tag("mes", "Structures"))
    _code_lists(structures, lists, _meanings(selected.con))
    comments = {name: meaning for name, (_, meaning) in selected.comments().items()}
    components = COMPONENTS[selected.what]
    _concepts(structures, components, comments)
    flows = ET.SubElement(structures, _tag("str", "Dataflows"))
    flow = _item(flows, "Dataflow", FLOWS[selected.what], _title(selected))
    ET.SubElement(flow, _tag("str", "Structure")).text = _urn("datastructure.DataStructure", FLOWS[selected.what])
    _structure(structures, selected, components)
    ET.indent(root)
    for prefix, name in _PREFIXES.items():
        ET.register_namespace(prefix, _SPACE + name)
    ET.ElementTree(root).write(out, encoding="utf-8", xml_declaration=True)
    out.write(b"\n")


def _tag(prefix: str, name: str) -> str:
    return f"{{{_SPACE}{_PREFIXES[prefix]}}}{name}"


def _urn(kind: str, name: str, item: str = "") -> str:
    return f"urn:sdmx:org.sdmx.infomodel.{kind}={AGENCY}:{name}({VERSION}){'.' if item else ''}{item}"


def _title(selected: Selected) -> str:
    return f"Gongbao: {selected.what} of government bulletins"


def _item(
    parent: ET.Element, tag: str, name: str, title: str, meaning: str = "", lang: str = "en", **more: str
) -> ET.Element:
    """Something with an id and a name; what can be referred to also has an agency and a version."""
    owned = {} if tag in ("Code", "Concept") else {"agencyID": AGENCY, "version": VERSION}
    item = ET.SubElement(parent, _tag("str", tag), {"id": name, **owned, **more})
    for kind, text in (("Name", title), ("Description", meaning)):
        if text:
            ET.SubElement(item, _tag("com", kind), {_LANGUAGE: lang}).text = _NO_XML.sub("�", text)
    return item


def _code_lists(parent: ET.Element, lists: Mapping[str, Mapping[str, str]], meanings: Mapping[str, str]) -> None:
    holder = ET.SubElement(parent, _tag("str", "Codelists"))
    for name, codes in sorted(lists.items()):
        partial, lang = ({}, "en") if name in FIXED else ({"isPartial": "true"}, "zh")
        code_list = _item(holder, "Codelist", name, _NAMES[name], **partial)
        for code, title in sorted(codes.items()):
            _item(code_list, "Code", code, title, meanings.get(code, "") if name == "CL_INDICATOR" else "", lang)


def _concepts(parent: ET.Element, components: tuple[Component, ...], comments: Mapping[str, str]) -> None:
    scheme = _item(ET.SubElement(parent, _tag("str", "ConceptSchemes")), "ConceptScheme", _CONCEPTS, "Concepts")
    for c in components:
        meaning = _MEANINGS.get(c.id) or comments.get(c.column, "")
        _item(scheme, "Concept", c.id, c.id.replace("_", " ").capitalize(), meaning)


def _structure(parent: ET.Element, selected: Selected, components: tuple[Component, ...]) -> None:
    holder = ET.SubElement(parent, _tag("str", "DataStructures"))
    structure = _item(holder, "DataStructure", FLOWS[selected.what], _title(selected))
    listed = ET.SubElement(structure, _tag("str", "DataStructureComponents"))
    dimensions = ET.SubElement(listed, _tag("str", "DimensionList"), id="DimensionDescriptor")
    attributes = ET.SubElement(listed, _tag("str", "AttributeList"), id="AttributeDescriptor")
    measures = ET.SubElement(listed, _tag("str", "MeasureList"), id="MeasureDescriptor")
    position = 0
    for c in components:
        if c.role == "dimension":
            position += 1
            made = ET.SubElement(dimensions, _tag("str", "Dimension"), id=c.id, position=str(position))
        elif c.role == "time":
            made = ET.SubElement(dimensions, _tag("str", "TimeDimension"), id=c.id)
        elif c.role == "measure":
            made = ET.SubElement(measures, _tag("str", "Measure"), id=c.id, usage="optional")
        else:
            made = ET.SubElement(attributes, _tag("str", "Attribute"), id=c.id, usage="optional")
        ET.SubElement(made, _tag("str", "ConceptIdentity")).text = _urn("conceptscheme.Concept", _CONCEPTS, c.id)
        shape = ET.SubElement(made, _tag("str", "LocalRepresentation"))
        if c.values.startswith("CL_"):
            ET.SubElement(shape, _tag("str", "Enumeration")).text = _urn("codelist.Codelist", c.values)
        else:
            ET.SubElement(shape, _tag("str", "TextFormat"), textType=c.values)
        if c.role == "attribute":
            relation = ET.SubElement(made, _tag("str", "AttributeRelationship"))
            ET.SubElement(relation, _tag("str", "Observation"))


def _open_lists(con: duckdb.DuckDBPyConnection, written: Written) -> dict[str, dict[str, str]]:
    """The code lists of areas and indicators: what occurs, by its name in the catalogue or in the records."""
    names = {catalogue_code(code): name for code, name in _fetch(con, "SELECT indicator_id, name FROM indicators")}
    indicators = {}
    for code, (name, unit) in written.indicators.items():
        indicators[code] = names.get(code) or (f"{name} ({unit})" if unit else name)
    areas = {code: name or ("not known" if code == UNKNOWN else code) for code, name in written.areas.items()}
    return {"CL_AREA": areas, "CL_INDICATOR": indicators}


def _meanings(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    rows = _fetch(con, "SELECT indicator_id, coalesce(definition, '') FROM indicators")
    return {catalogue_code(code): meaning for code, meaning in rows}


def _fetch(con: duckdb.DuckDBPyConnection, query: str) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = con.execute(query).fetchall()
    return rows


def _made(con: duckdb.DuckDBPyConnection) -> str:
    """When the database was made, so that the same database gives the same bytes."""
    (last,) = con.execute("SELECT max(finished) FROM runs").fetchall()[0]
    return (last or datetime(1980, 1, 1)).replace(microsecond=0).isoformat()
