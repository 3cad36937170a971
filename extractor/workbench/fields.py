"""Rule files as they are written: TOML, fields and values, ids, and what they refer to."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import regex
from pydantic import BaseModel, ValidationError

from extractor.match.rules import read_retired, rule_files
from extractor.match.schema import (
    NEEDS,
    CounterExample,
    ExpectedRecord,
    RuleExample,
    RuleFile,
    RuleSpec,
    parse_rule_file,
)
from extractor.workbench.codes import CODES
from extractor.workbench.findings import Finding, Places

_PLACE = regex.compile(r"at line (\d+), column (\d+)")
_MODELS: dict[str, type[BaseModel]] = {"example": RuleExample, "counter": CounterExample, "records": ExpectedRecord}


@dataclass(frozen=True, slots=True)
class Written:
    """A rule that is well-formed, and where it stands: the ``n``th of its file."""

    spec: RuleSpec
    places: Places
    n: int

    def finding(self, code: str, message: str, remedy: str = "", *path: str | int, text: str = "") -> Finding:
        """A finding about this rule, at a field of it and (``text``) at a text within the field."""
        at = self.places.key(self.n, *path)
        length = max((len(p) for p in path[-1:] if isinstance(p, str)), default=1)
        if text:
            found = self.places.find(text, start=at, end=self.places.rule(self.n)[1])
            at, length = (found, len(text)) if found >= 0 else (at, length)
        return self.places.finding(code, message, remedy, at, length, self.spec.id)


def near(name: str, known: Collection[str]) -> str:
    """“; did you mean …?” where something like ``name`` is known, else nothing."""
    found = get_close_matches(name, known, 1, 0.6)
    return f"; did you mean {found[0]!r}?" if found else ""


def read_rules(root: Path) -> tuple[list[Written], list[Finding]]:
    """The rules of a folder that are well-formed, and what is wrong with the others."""
    rules: list[Written] = []
    findings: list[Finding] = []
    for path in rule_files(root):
        places = Places(path)
        table = read_table(path, places, findings)
        if table is None:
            continue
        try:
            specs = parse_rule_file(table).rule
        except ValidationError as err:
            found = [_fault(places, e, table) for e in err.errors()]
            findings += found
            bad = {e["loc"][1] for e in err.errors() if len(e["loc"]) > 1}
            rows = [(n, row) for n, row in enumerate(table.get("rule", ())) if n not in bad] if bad else []
            specs_at = [(n, RuleSpec.model_validate(row)) for n, row in rows]
        else:
            specs_at = list(enumerate(specs))
        rules += [Written(spec, places, n) for n, spec in specs_at]
    return rules, findings


def read_table(path: Path, places: Places, findings: list[Finding]) -> dict[str, Any] | None:
    """The tables of a file; None, and a finding more, where it is not TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as err:
        at = _PLACE.search(str(err))
        said = str(err).split(" (at ")[0]
        remedy = "put patterns between single quotation marks" if "\\" in said or "escape" in said else ""
        line, column = (int(at[1]), int(at[2])) if at else (max(1, places.text.count("\n")), 1)
        findings.append(Finding(str(path), line, column, "GB001", said, remedy))
    except UnicodeDecodeError as err:
        findings.append(Finding(str(path), 0, 0, "GB001", f"is not UTF-8 (byte {err.start})", "save it as UTF-8"))
    except OSError as err:
        findings.append(
            Finding(str(path), 0, 0, "GB001", f"cannot be read ({err.strerror or err})", "check its permissions")
        )
    return None


def _fault(places: Places, error: Any, table: dict[str, Any]) -> Finding:
    loc: tuple[str | int, ...] = error["loc"]
    n = loc[1] if len(loc) > 1 and isinstance(loc[1], int) else 0
    path = loc[2:]
    row = table["rule"][n] if isinstance(table.get("rule"), list) and n < len(table["rule"]) else {}
    rule = str(row.get("id", "")) if isinstance(row, dict) else ""
    at, name = places.key(n, *path), str(loc[-1])
    told = _told(error, path)
    return places.finding(*told, at=at, length=len(name) if path else 8, rule=rule)


def _told(error: Any, path: Sequence[str | int]) -> tuple[str, str, str]:
    kind, name, value = error["type"], str(path[-1]) if path else "rule", error.get("input")
    holder = next((_MODELS[p] for p in reversed(path[:-1]) if p in _MODELS), RuleSpec)
    if kind == "extra_forbidden":
        return (
            "GB101",
            f"no field is called {name!r}{near(name, holder.model_fields)}",
            f"fields here are {', '.join(holder.model_fields)}",
        )
    if name in ("example", "counter") and kind in ("missing", "too_short"):
        code = "GB103" if name == "example" else "GB104"
        return code, f"the rule has no {'' if name == 'example' else 'counter-'}example", f"add [[rule.{name}]]"
    if kind == "missing":
        return "GB102", f"the field {name!r} is missing", f"add {name} = …"
    if kind == "literal_error":
        allowed = [w.strip("' ") for w in error["ctx"]["expected"].replace(" or ", ", ").split(",")]
        field = next((p for p in reversed(path) if isinstance(p, str)), name)
        return (
            "GB102",
            f"{field} cannot be {value!r}{near(str(value), allowed)}",
            f"it is one of {', '.join(allowed)}",
        )
    if "need" in path and isinstance(value, list):
        unknown = [str(v) for v in value if v not in NEEDS]
        hints = "".join(near(u, NEEDS) for u in unknown[:1])
        return (
            "GB102",
            f"no condition is called {', '.join(map(repr, unknown))}{hints}",
            f"conditions are {', '.join(sorted(NEEDS))}",
        )
    said = error["msg"].removeprefix("Value error, ")
    return "GB102", f"{name}: {said[0].lower()}{said[1:]}" if path and isinstance(path[-1], str) else said, ""


def check_fields(
    rules: Sequence[Written], root: Path, indicators: Collection[str], units: Collection[str]
) -> Iterator[Finding]:
    """Ids, and what rules refer to: indicators, units, successors, waived codes."""
    first: dict[str, Written] = {}
    retired = read_retired(root)
    ids = {w.spec.id for w in rules}
    for w in rules:
        spec = w.spec
        if spec.id in first:
            other = first[spec.id].places
            line, _ = other.at(other.key(first[spec.id].n, "id"))
            yield w.finding(
                "GB105",
                f"the id {spec.id!r} is taken by the rule at {other.path}:{line}",
                "ids are for life and unique",
                "id",
            )
        first.setdefault(spec.id, w)
        if spec.id in retired:
            yield w.finding("GB106", f"the id {spec.id!r} is retired", "give the rule another id", "id")
        folder = Path(w.places.path).relative_to(root).parts[0]
        if folder != spec.layer or spec.id.split(".")[0] != spec.layer:
            yield w.finding(
                "GB110",
                f"the rule is {spec.layer} by its fields, its id begins with {spec.id.split('.')[0]!r} and it stands "
                f"in {folder}/",
                f"{spec.layer} rules have ids {spec.layer}.… and stand in {spec.layer}/",
                "id",
            )
        yield from _references(w, ids | set(retired), indicators, units)


def _references(
    w: Written, ids: Collection[str], indicators: Collection[str], units: Collection[str]
) -> Iterator[Finding]:
    spec = w.spec
    if spec.indicator and spec.indicator not in indicators:
        yield w.finding(
            "GB107",
            f"no indicator has the id {spec.indicator!r}{near(spec.indicator, indicators)}",
            "see rules/indicators/",
            "indicator",
            text=spec.indicator,
        )
    told = [("unit", spec.unit)] + [("unit", r.unit) for e in spec.example for r in e.records]
    for field, unit in told:
        if unit and not known_unit(unit, units):
            yield w.finding(
                "GB108", f"no unit is called {unit!r}{near(unit, units)}", "see rules/units.toml", field, text=unit
            )
    if spec.replaced_by and spec.replaced_by not in ids:
        yield w.finding(
            "GB109",
            f"no rule has the id {spec.replaced_by!r}{near(spec.replaced_by, ids)}",
            "",
            "replaced_by",
            text=spec.replaced_by,
        )
    if spec.status == "deprecated" and not spec.replaced_by:
        yield w.finding("GB111", "the rule is deprecated and names no successor", "add replaced_by", "status")
    for code, reason in spec.waive.items():
        if code not in CODES:
            yield w.finding("GB112", f"no finding has the code {code!r}{near(code, CODES)}", "", "waive", text=code)
        elif not CODES[code].waivable:
            yield w.finding("GB112", f"{code} ({CODES[code].title}) cannot be waived", "mend it", "waive", text=code)
        elif len(reason.strip()) < 8:
            yield w.finding("GB112", f"the waiver of {code} gives no reason", "say why", "waive", text=code)


def known_unit(unit: str, units: Collection[str]) -> bool:
    """True for a unit of the table, or a compound whose head is one (元/人·月)."""
    return unit in units or unit.split("/")[0] in units or not unit


def schema() -> dict[str, Any]:
    """The JSON Schema of rule files, for editors."""
    made = RuleFile.model_json_schema()
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": "Rules of Gongbao", **_draft7(made)}


def _draft7(node: Any) -> Any:
    """Definitions under the name that draft 7 has for them, which is the one that editors of TOML know."""
    if isinstance(node, dict):
        return {
            ("definitions" if k == "$defs" else k): v.replace("#/$defs/", "#/definitions/")
            if k == "$ref"
            else _draft7(v)
            for k, v in node.items()
            if not (k == "title" and isinstance(v, str))
        }
    return [_draft7(v) for v in node] if isinstance(node, list) else node
