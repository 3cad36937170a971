"""A Frictionless data package: the CSV files of an export with the types, meanings and relations of their columns.

Types and meanings are those of the database and its comments. A relation between two tables is told only where it
holds for every exported row.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from extractor.store.export.rows import Selected

NAME = "datapackage.json"
_MADE_BY = "gongbao export"
_TYPES = (
    ("VARCHAR[]", "array"),
    ("STRUCT", "object"),
    ("MAP", "object"),
    ("DECIMAL", "number"),
    ("DOUBLE", "number"),
    ("BIGINT", "integer"),
    ("INTEGER", "integer"),
    ("DATE", "date"),
    ("TIMESTAMP", "datetime"),
    ("BOOLEAN", "boolean"),
    ("JSON", "object"),
)
_KEYS = {"records": "record_id", "facts": "fact_id", "documents": "doc_id", "indicators": "indicator_id"}
#: Columns that lead to another table, and the column there.
RELATIONS = {
    "doc_id": ("documents", "doc_id"),
    "doc_path": ("documents", "doc_path"),
    "indicator_id": ("indicators", "indicator_id"),
    "region_code": ("regions", "code"),
    "unit": ("units", "name"),
}
_HARMLESS = (
    "A text that a spreadsheet would run as a formula (it begins with =, +, -, @, a tab or a line end, or with "
    "apostrophes before one of them) has one apostrophe more in front. Lists and maps are JSON."
)


def resource(selected: Selected, file: Path, with_tables: Sequence[str] = ()) -> dict[str, Any]:
    """The description of one CSV file that was written from what is selected.

    ``with_tables`` are the other tables in the package, which columns may refer to.
    """
    with file.open("rb") as data:
        digest = hashlib.file_digest(data, "sha256").hexdigest()
    comments = selected.comments()
    fields = [_field(name, *comments[name]) for name in selected.keys]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if selected.what in _KEYS:
        schema["primaryKey"] = [_KEYS[selected.what]]
    relations = [
        {"fields": [name], "reference": {"resource": table, "fields": [column]}}
        for name, (table, column) in RELATIONS.items()
        if table in with_tables and table != selected.what and name in selected.keys
        if _holds(selected, name, table, column)
    ]
    if relations:
        schema["foreignKeys"] = relations
    return {
        "name": file.stem.lower().replace(" ", "-"),
        "path": file.name,
        "profile": "tabular-data-resource",
        "title": f"gongbao {selected.what}",
        "description": f"{selected.comment()} {_HARMLESS}",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.stat().st_size,
        "hash": f"sha256:{digest}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": schema,
    }


def _field(name: str, kind: str, meaning: str) -> dict[str, Any]:
    told = next((t for start, t in _TYPES if kind.startswith(start)), "string")
    return {"name": name, "type": told, **({"description": meaning} if meaning else {})}


def _holds(selected: Selected, name: str, table: str, column: str) -> bool:
    """Whether every value of a column is in the other table."""
    found = selected.con.execute(
        f'SELECT count(*) FROM {selected.what} WHERE {selected.where.sql} AND "{name}" IS NOT NULL '
        f'AND "{name}" NOT IN (SELECT "{column}" FROM {table} WHERE "{column}" IS NOT NULL)',
        selected.where.values,
    ).fetchall()
    return bool(found[0][0] == 0)


def described(resources: Sequence[Mapping[str, Any]]) -> bytes:
    """The package as JSON."""
    package = {
        "profile": "tabular-data-package",
        "name": "gongbao",
        "title": "Statistical figures of Chinese government bulletins",
        "x-made-by": _MADE_BY,
        "resources": list(resources),
    }
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()


def kept(path: Path, name: str) -> list[dict[str, Any]] | None:
    """The resources of a package that stands there already, but for those of a file of this name or of no file.

    None where the package is not of this program, and so is to be left alone.
    """
    if not path.exists():
        return []
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
        if package["x-made-by"] != _MADE_BY:
            return None
        return [r for r in package["resources"] if r["path"] != name and (path.parent / r["path"]).is_file()]
    except (OSError, ValueError, KeyError, TypeError):
        return None
