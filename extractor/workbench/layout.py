"""`gongbao rules fmt`: rule files in one layout. Values and comments stay as they are, or nothing is written."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import regex

from extractor.match.rules import rule_files
from extractor.rulefile import RulesError

_WIDTH = 120
_HEADER = regex.compile(r"\[\[?([A-Za-z0-9_.-]+)\]\]?")
_KEY = regex.compile(r"\s*([A-Za-z0-9_-]+)\s*=\s*")
_PATTERNS = frozenset({"pattern", "left", "right"})
_ORDER = {
    name: n
    for n, name in enumerate(
        (
            *("id", "version", "status", "replaced_by", "about", "indicator", "kinds", "pattern", "left", "right"),
            *("priority", "unit", "measure", "status_is", "sign_words", "name", "need", "topic", "before"),
            *("dimensions", "waive", "example", "counter"),
            *("text", "records", "xfail"),
        )
    )
}


@dataclass(slots=True)
class _Item:
    """A key with its value as written, and the comments above it."""

    key: str
    source: str
    comments: list[str]


@dataclass(slots=True)
class _Table:
    """A table with the comments above its header; the first one, without a header, holds what stands before."""

    header: str
    comments: list[str]
    items: list[_Item] = field(default_factory=list)


def format_rules(root: Path, write: bool = True) -> list[Path]:
    """Put the rule files of a folder into the layout; gives those that are not in it. Raises RulesError."""
    changed = []
    for path in rule_files(root):
        text = path.read_text(encoding="utf-8")
        depth = len(path.relative_to(root).parts) - 1
        new = formatted(text, path, "../" * depth)
        if new != text:
            changed.append(path)
            if write:
                path.write_text(new, encoding="utf-8")
    return changed


def formatted(text: str, path: Path | str = "rules", up: str = "../") -> str:
    """The text of a rule file in the layout; ``up`` leads from it to the rules folder. Raises RulesError."""
    try:
        before = tomllib.loads(text)
    except tomllib.TOMLDecodeError as err:
        raise RulesError(path, f"is not valid TOML: {err}") from err
    tables, tail = _tables(text)
    out: list[str] = [f"#:schema {up}schema.json"]
    for table in tables:
        comments = [c for c in table.comments if not c.startswith("#:schema")]
        if table.header:
            apart = [] if table.header.count(".") else [""]
            out += [*apart, *comments, table.header]
        elif comments:
            out += comments
        for item in sorted(table.items, key=lambda i: _ORDER.get(i.key, len(_ORDER))):
            out += [*item.comments, _written(item)]
    out += ["", *tail] if tail else []
    new = "\n".join(out).rstrip("\n") + "\n"
    if tomllib.loads(new) != before or sorted(_comments(new)) != sorted(_comments(text)):
        raise RulesError(path, "cannot be laid out without a change of what it says; please report it with the file")
    return new


def _tables(text: str) -> tuple[list[_Table], list[str]]:
    """The tables of a file in order, and the comments behind the last one."""
    tables, comments = [_Table("", [])], list[str]()
    lines = text.split("\n")
    k = 0
    while k < len(lines):
        line = lines[k].strip()
        k += 1
        if not line:
            if len(tables) == 1 and not tables[0].items and comments:
                tables[0].comments += comments  # the head of the file
                comments = []
            continue
        if line.startswith("#"):
            comments.append(line)
            continue
        if _HEADER.match(line):
            tables.append(_Table(line, comments))
        else:
            start = k - 1
            while not _complete("\n".join(lines[start:k])) and k < len(lines):
                k += 1
            source = "\n".join(lines[start:k]).strip()
            key = _KEY.match(source)
            tables[-1].items.append(_Item(key[1] if key else "", source, comments))
        comments = []
    return tables, comments


def _complete(source: str) -> bool:
    try:
        tomllib.loads(source)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _comments(text: str) -> list[str]:
    found = (line.strip() for line in text.split("\n") if line.lstrip().startswith("#"))
    return [c for c in found if not c.startswith("#:schema")]


def _written(item: _Item) -> str:
    """Key and value in the layout; as they are where the value holds a comment of its own."""
    value = tomllib.loads(item.source).get(item.key)
    if value is None or _has_comment(item.source):
        return item.source
    line = f"{item.key} = {_value(value, item.key in _PATTERNS)}"
    several = isinstance(value, list) and len(value) > 1 and isinstance(value[0], dict)
    if not isinstance(value, list) or (_columns(line) <= _WIDTH and not several):
        return line
    rows = "\n".join(f"    {_value(v)}," for v in value)
    return f"{item.key} = [\n{rows}\n]"


def _has_comment(source: str) -> bool:
    bare = regex.sub(r"'[^'\n]*'|\"(?:\\.|[^\"\\\n])*\"", "", source)
    return "#" in bare or "'''" in source or '"""' in source


def _value(v: Any, literal: bool = False) -> str:
    if isinstance(v, bool):
        return "true" if v else "false"
    if isinstance(v, str):
        if (literal or ("\\" in v or '"' in v)) and "'" not in v and "\n" not in v:
            return f"'{v}'"
        return '"' + v.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'
    if isinstance(v, list):
        return "[" + ", ".join(_value(x) for x in v) + "]"
    if isinstance(v, dict):
        return "{ " + ", ".join(f"{_name(k)} = {_value(x)}" for k, x in v.items()) + " }" if v else "{}"
    return str(v)


def _name(key: str) -> str:
    return key if regex.fullmatch(r"[A-Za-z0-9_-]+", key) else _value(key)


def _columns(line: str) -> int:
    return sum(1 if c < "\u2e80" else 2 for c in line)


__all__ = ["format_rules", "formatted"]
