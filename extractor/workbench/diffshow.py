"""Differences between two states of the rules: as text, as JSON, and as a page for a pull request."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict
from html import escape
from itertools import groupby

from extractor.workbench.diff import Change

_MARKS = {"gained": "+", "lost": "-", "changed": "~"}
_STYLE = """body{font:15px/1.6 "Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei",sans-serif;
margin:2rem auto;max-width:64rem;padding:0 1rem}
article{border-left:4px solid #999;padding:.2rem 1rem;margin:1rem 0}
article.gained{border-color:#2e8b3d}article.lost{border-color:#c0392b}article.changed{border-color:#c98a00}
blockquote{margin:.3rem 0;color:#555}mark{background:#ffe08a;color:inherit}
del{background:#fbe3e1;text-decoration:none}ins{background:#e0f2e3;text-decoration:none}
@media (prefers-color-scheme:dark){body{background:#1b1b1b;color:#ddd}blockquote{color:#aaa}
mark{background:#6b5200}del{background:#5b2420}ins{background:#1f4a2b}}"""

Show = Callable[[list[Change], str, str, int], Iterator[str]]


def as_text(changes: list[Change], old: str, new: str, documents: int) -> Iterator[str]:
    """A paragraph a change, and the counts."""
    for c in changes:
        yield f"{_MARKS[c.kind]} {c.path}:{c.raw_start} {c.raw_text!r}" + (
            f" [{', '.join(c.fields)}]" if c.fields else ""
        )
        for sign, told in (("-", c.old), ("+", c.new)):
            if told:
                yield f"    {sign} {told}"
        yield f"    “{c.evidence}”"
    yield _counts(changes)


def as_json(changes: list[Change], old: str, new: str, documents: int) -> Iterator[str]:
    """One object with all changes and the counts."""
    counts = Counter(c.kind for c in changes)
    told = {
        "old": old,
        "new": new,
        "documents": documents,
        **{k: counts[k] for k in _MARKS},
        "changes": [asdict(c) for c in changes],
    }
    yield json.dumps(told, ensure_ascii=False, indent=2)


def as_html(changes: list[Change], old: str, new: str, documents: int) -> Iterator[str]:
    """One self-contained page, a document a section, the number marked in its quotation."""
    yield '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
    yield f"<title>{escape(old)} → {escape(new)}</title><style>{_STYLE}</style></head><body>"
    yield f"<h1>{escape(old)} → {escape(new)}</h1>"
    yield f"<p>{documents} documents: {_counts(changes)}</p>"
    for path, group in groupby(changes, key=lambda c: c.path):
        yield f"<h2>{escape(path)}</h2>"
        for c in group:
            fields = f" ({escape(', '.join(c.fields))})" if c.fields else ""
            yield f'<article class="{c.kind}"><strong>{c.kind}</strong> {escape(c.raw_text)} at {c.raw_start}{fields}'
            quoted = escape(c.evidence).replace(escape(c.raw_text), f"<mark>{escape(c.raw_text)}</mark>")
            yield f"<blockquote>{quoted}</blockquote>"
            if c.old:
                yield f"<div><del>{escape(c.old)}</del></div>"
            if c.new:
                yield f"<div><ins>{escape(c.new)}</ins></div>"
            yield "</article>"
    yield "</body></html>"


def _counts(changes: list[Change]) -> str:
    counts = Counter(c.kind for c in changes)
    return ", ".join(f"{counts[k]} {k}" for k in _MARKS)


SHOW: dict[str, Show] = {"text": as_text, "json": as_json, "html": as_html}
