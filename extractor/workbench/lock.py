"""`rules/versions.lock`: id, version and digest of every rule's pattern, so that none changes without a new version.

`rules/retired.toml` is the ledger of ids that had a rule once: they are never given to another.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import regex

from extractor.match.rules import RETIRED, read_retired
from extractor.match.schema import RuleSpec
from extractor.workbench.fields import Written
from extractor.workbench.findings import Finding

NAME = "versions.lock"
_HEAD = "# Made by `gongbao rules lock`: id, version and digest of the pattern of every rule.\n"
_LEDGER = """# Ids that had a rule once. Stored records carry them, so they are never given to another rule.
# `gongbao rules lock` adds those that go; say why, and which rule reads such texts now.

[retired]
"""


@dataclass(frozen=True, slots=True)
class Locked:
    """What the lock file says of a rule."""

    version: int
    digest: str


def digest_of(spec: RuleSpec) -> str:
    """The digest of what a rule matches and gives, whatever else is said about it."""
    told = [spec.pattern, spec.left, spec.right, spec.indicator, spec.name, spec.unit, spec.measure]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:16]


def read_lock(root: Path) -> dict[str, Locked]:
    """The lock file of a rules folder; empty where it has none. Lines that are not understood are passed over."""
    path = root / NAME
    out: dict[str, Locked] = {}
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        words = line.split()
        if len(words) == 3 and not line.startswith("#") and words[1].isdigit():
            out[words[0]] = Locked(int(words[1]), words[2])
    return out


def check_lock(rules: Sequence[Written], root: Path) -> Iterator[Finding]:
    """Patterns that changed without a new version, rules that are not locked, ids that went away."""
    locked = read_lock(root)
    retired = read_retired(root)
    if not locked:
        return
    for w in rules:
        known = locked.get(w.spec.id)
        if known is None:
            yield w.finding("GB114", f"{w.spec.id} is not in {NAME}", "run `gongbao rules lock`", "id")
        elif known.digest != digest_of(w.spec) and w.spec.version <= known.version:
            field = "pattern" if w.spec.pattern is not None else "left"
            yield w.finding(
                "GB212",
                f"the rule is not what {NAME} has as its version {known.version}",
                f"set version = {known.version + 1}, or run `gongbao rules lock --bump`",
                field,
            )
        elif known.digest != digest_of(w.spec) or known.version != w.spec.version:
            yield w.finding(
                "GB114", f"version {w.spec.version} is not in {NAME}", "run `gongbao rules lock`", "version"
            )
    ids = {w.spec.id for w in rules}
    for rule_id in sorted(locked.keys() - ids - retired.keys()):
        path = str(root / NAME)
        yield Finding(path, 0, 0, "GB113", f"{rule_id} is gone", "run `gongbao rules lock`, or bring it back", rule_id)


def write_lock(rules: Sequence[Written], root: Path, bump: bool = False) -> tuple[list[str], list[str]]:
    """Bring the lock file and the ledger up to date; gives what was done, and the rules that stand in the way.

    A rule whose pattern changed without a new version stands in the way; with ``bump`` its version is raised in its
    file. Nothing is written where something stands in the way.
    """
    locked, done = read_lock(root), list[str]()
    stale = [
        w
        for w in rules
        if (k := locked.get(w.spec.id)) and k.digest != digest_of(w.spec) and w.spec.version <= k.version
    ]
    if stale and not bump:
        return [], [w.spec.id for w in stale]
    versions = {w.spec.id: w.spec.version for w in rules}
    for w in sorted(stale, key=lambda w: -w.n):
        versions[w.spec.id] = locked[w.spec.id].version + 1
        _raise(Path(w.places.path), w.spec.id, versions[w.spec.id])
        done.append(f"{w.spec.id}: version {versions[w.spec.id]}")
    gone = sorted(locked.keys() - versions.keys() - read_retired(root).keys())
    if gone:
        retire(root, gone)
        done += [f"{i}: retired" for i in gone]
    done += [f"{i}: new" for i in sorted(versions.keys() - locked.keys())]
    lines = [f"{w.spec.id} {versions[w.spec.id]} {digest_of(w.spec)}\n" for w in sorted(rules, key=lambda w: w.spec.id)]
    path, text = root / NAME, _HEAD + "".join(lines)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
        done = done or [f"{NAME} brought up to date"]
    return done, []


def retire(root: Path, ids: Iterable[str]) -> None:
    """Add ids to the ledger."""
    path = root / RETIRED
    text = path.read_text(encoding="utf-8") if path.exists() else _LEDGER
    for rule_id in ids:
        text = text.rstrip("\n") + f'\n"{rule_id}" = {{ why = "", replaced_by = "" }}\n'
    path.write_text(text, encoding="utf-8")


def _raise(path: Path, rule_id: str, version: int) -> None:
    """Write the version into the rule's table."""
    text = path.read_text(encoding="utf-8")
    head = regex.search(rf"(?m)^id\s*=\s*[\"']{regex.escape(rule_id)}[\"'][^\n]*\n", text)
    if head is None:
        return
    end = text.find("\n[[", head.end())
    body = text[head.end() : end if end >= 0 else len(text)]
    new, n = regex.subn(r"(?m)^version\s*=\s*\d+", f"version = {version}", body, count=1)
    if not n:
        new = f"version = {version}\n{body}"
    path.write_text(text[: head.end()] + new + text[head.end() + len(body) :], encoding="utf-8")
