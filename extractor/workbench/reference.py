"""`gongbao rules docs`: the reference of rules, indicators, words and codes, made from the rule files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from extractor.lexicon import read_toml
from extractor.match.rules import Rule, Ruleset
from extractor.workbench.codes import CODES
from extractor.workbench.fields import schema

_MADE = "<!-- made by `gongbao rules docs`; do not edit -->"
_SHOWN_WORDS = 12


def write_reference(rules: Ruleset, out: Path, write: bool = True) -> list[Path]:
    """Write the pages into ``out`` and the schema into the rules folder; gives the files that were not up to date.

    Pages of topics that are gone are taken away.
    """
    root = rules.lexicon.root
    pages = {out / name: text for name, text in _pages(rules)}
    pages[root / "schema.json"] = json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"
    changed = [p for p, text in pages.items() if not p.exists() or p.read_text(encoding="utf-8") != text]
    gone = [p for p in out.rglob("*.md") if p not in pages and _MADE in p.read_text(encoding="utf-8")]
    if write:
        for p in changed:
            p.parent.mkdir(parents=True, exist_ok=True)
            p.write_text(pages[p], encoding="utf-8")
        for p in gone:
            p.unlink()
    return sorted([*changed, *gone])


def _pages(rules: Ruleset) -> Iterator[tuple[str, str]]:
    root = rules.lexicon.root
    topics: list[tuple[str, str, int]] = []
    for path in sorted((root / "indicators").glob("*.toml")):
        ids = [str(row["id"]) for row in read_toml(path).get("indicator", [])]
        topic = rules.indicators[ids[0]].topic if ids else path.stem
        topics.append((path.stem, topic, len(ids)))
        yield f"indicators/{path.stem}.md", _page(topic, _indicators(rules, ids))
    for layer in ("curated", "open"):
        found = [r for r in rules.rules.values() if r.spec.layer == layer]
        title = "Curated rules" if layer == "curated" else "Open rules"
        yield f"{layer}.md", _page(title, _rules(rules, found))
    yield "words.md", _page("Word lists", _words(root))
    yield "codes.md", _page("Codes of `gongbao rules check`", _codes())
    yield "README.md", _page("Reference", _contents(topics))


def _page(title: str, lines: Iterator[str]) -> str:
    return "\n".join([f"# {title}", "", _MADE, "", *lines]).rstrip() + "\n"


def _contents(topics: list[tuple[str, str, int]]) -> Iterator[str]:
    yield "- [Curated rules](curated.md)"
    yield "- [Open rules](open.md)"
    yield "- [Word lists](words.md)"
    yield "- [Codes of `gongbao rules check`](codes.md)"
    yield ""
    yield "| indicators | topic |"
    yield "| --- | --- |"
    for stem, topic, n in topics:
        yield f"| [`{stem}`](indicators/{stem}.md) | {topic} ({n}) |"


def _indicators(rules: Ruleset, ids: list[str]) -> Iterator[str]:
    yield "| id | name | other names | unit | definition |"
    yield "| --- | --- | --- | --- | --- |"
    for rule_id in ids:
        ind = rules.indicators[rule_id]
        cells = (ind.name, "、".join(ind.aliases), ", ".join(u or "(none)" for u in ind.units), ind.definition)
        yield f"| `{ind.id}` | {' | '.join(map(_cell, cells))} |"


def _rules(rules: Ruleset, found: list[Rule]) -> Iterator[str]:
    for rule in sorted(found, key=lambda r: r.id):
        spec = rule.spec
        yield f"## `{spec.id}`"
        yield ""
        yield f"{_cell(spec.about)}. Version {spec.version}, priority {spec.priority}, {spec.measure}."
        if spec.status != "active":
            yield f"Deprecated{f'; replaced by `{spec.replaced_by}`' if spec.replaced_by else ''}."
        if spec.indicator:
            yield f"Gives {rules.indicators[spec.indicator].name} (`{spec.indicator}`)."
        yield ""
        yield "```text"
        for field in ("pattern", "left", "right"):
            if getattr(spec, field) is not None:
                yield f"{field:<8} {getattr(spec, field)}"
        if spec.name:
            yield f"name     {' or '.join(spec.name)}"
        if spec.need:
            yield f"need     {', '.join(spec.need)}"
        yield "```"
        yield ""
        yield from (f"- reads: {_cell(e.text)}" for e in spec.example)
        yield from (f"- does not: {_cell(c.text)}" for c in spec.counter)
        yield ""


def _words(root: Path) -> Iterator[str]:
    yield "| list | for | words |"
    yield "| --- | --- | --- |"
    for path in sorted((root / "words").glob("*.toml")):
        for name, table in read_toml(path).items():
            words = list(table.get("words") or table.get("map") or ())
            more = f" … ({len(words)})" if len(words) > _SHOWN_WORDS else ""
            about, some = _cell(str(table.get("about", ""))), _cell(" ".join(words[:_SHOWN_WORDS]))
            yield f"| `{{@{name}}}` | {about} | {some}{more} |"


def _codes() -> Iterator[str]:
    yield "Errors end the check with status 2, warnings do not. A rule can waive some: `waive = { GB211 = 'why' }`."
    yield ""
    yield "| code | what | severity | waivable | why, and what mends it |"
    yield "| --- | --- | --- | --- | --- |"
    for code, c in CODES.items():
        yield f"| {code} | {c.title} | {c.severity} | {'yes' if c.waivable else ''} | {_cell(f'{c.why} {c.mend}')} |"


def _cell(s: str) -> str:
    return " ".join(s.split()).replace("|", "\\|").replace("<", "&lt;")
