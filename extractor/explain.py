"""`gongbao explain`: one document through the pipeline, nothing stored — what was cleaned away, what matched, what
did not and why."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from html import escape
from pathlib import Path

from extractor.models import Extraction, Record
from extractor.pipeline import load_rules, process
from extractor.read.source import read_bytes, read_path

_SHOWN_REPAIRS = 12  # of each kind
_SHOWN = 60  # characters of a quotation
_LONG_REPAIR = 400
_RANK = {"record": 0, "gap": 1, "quarantine": 2, "refused": 3, "repair": 4}
_PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title><style>
body{font:16px/1.7 "Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei",sans-serif;
margin:2rem auto;max-width:60rem;padding:0 1rem}
pre{white-space:pre-wrap;font:inherit}pre.account{font:13px/1.5 monospace;border-top:1px solid #999;padding-top:1rem}
mark{color:inherit;border-radius:3px}mark.record{background:#bfe8c5}mark.gap{background:#ffd591}mark.quarantine{background:#ffb3b0}
mark.refused{background:#e4e4e4}mark.repair{background:none;border-bottom:2px dotted #5b7fd1}
@media (prefers-color-scheme:dark){body{background:#1b1b1b;color:#ddd}
mark.record{background:#1f5a2b}mark.gap{background:#7a5200}
mark.quarantine{background:#7a1f1c}mark.refused{background:#444}}
</style></head><body><h1>{title}</h1>
<p><mark class="record">record</mark> <mark class="gap">lost digits</mark> <mark class="quarantine">quarantined</mark>
<mark class="refused">no record</mark> <mark class="repair">repaired</mark></p>
<pre>{text}</pre><pre class="account">{account}</pre></body></html>
"""


def explain_file(target: str, rules: Path | None = None, html: Path | None = None) -> None:
    """Tell what the pipeline makes of a file (``-``: of standard input), on standard output or as a page in ``html``.

    Raises ReadError, RulesError, and OSError where the page cannot be written.
    """
    source = read_bytes(sys.stdin.buffer.read(), "stdin.txt") if target == "-" else read_path(target)
    result = process(source, load_rules(rules))
    if html is None:
        for line in explained(result):
            print(line)
    else:
        html.write_text(page(result), encoding="utf-8")


def explained(x: Extraction) -> Iterator[str]:
    """The account of one document, line by line."""
    yield from _head(x)
    yield from _repairs(x)
    yield from _records(x)
    yield from _rest(x)


def page(x: Extraction) -> str:
    """One self-contained HTML page: the raw text with every record, gap, refusal and repair marked, and the account
    below."""
    marks: list[tuple[int, int, str, str]] = []
    marks += [(r.raw_start, r.raw_end, "record", f"{told(r)} — {r.rule_id}") for r in x.records]
    marks += [(g.raw_start, g.raw_end, "gap", f"{g.indicator} ({g.unit})") for g in x.gaps]
    marks += [(q.raw_start, q.raw_end, "quarantine", q.reason) for q in x.rejected]
    marks += [(n.raw_start, n.raw_end, "refused", n.reason) for n in x.refusals]
    marks += [
        (r.raw_start, r.raw_end, "repair", f"{r.kind}: {_cut(r.before)} → {_cut(r.after)}")
        for r in x.repairs
        if r.raw_end - r.raw_start < _LONG_REPAIR
    ]
    out: list[str] = []
    at = 0
    raw = x.source.raw
    for a, b, kind, title in sorted(marks, key=lambda m: (m[0], _RANK[m[2]], -m[1])):
        if a < at:
            continue
        out.append(escape(raw[at:a]))
        out.append(f'<mark class="{kind}" title="{escape(title)}">{escape(raw[a:b])}</mark>')
        at = b
    out.append(escape(raw[at:]))
    account = escape("\n".join(explained(x)))
    return (
        _PAGE.replace("{title}", escape(x.card.title or x.source.path))
        .replace("{text}", "".join(out))
        .replace("{account}", account)
    )


def _head(x: Extraction) -> Iterator[str]:
    s, c = x.source, x.card
    yield f"{s.path}: {len(s.raw)} characters, {s.encoding}, {s.form}"
    for label, value in (
        ("title", c.title),
        ("publisher", c.publisher),
        ("published", c.published_text),
        ("kind", c.doc_kind),
        ("region", f"{c.region} {c.region_code or ''}".strip() if c.region else None),
        ("period", f"{c.period_start}…{c.period_end}" if c.period_start else None),
        ("index number", c.index_number),
        ("document number", c.document_number),
        ("validity", c.validity),
    ):
        if value:
            yield f"  {label}: {value}"
    for label, value in c.other.items():
        yield f"  {label}: {_cut(value)}"


def _repairs(x: Extraction) -> Iterator[str]:
    yield ""
    counts = Counter(r.kind for r in x.repairs)
    yield f"Cleaned: {sum(counts.values())} repairs" + (
        f" ({', '.join(f'{k} {n}' for k, n in counts.most_common())})" if counts else ""
    )
    shown: Counter[str] = Counter()
    for r in x.repairs:
        shown[r.kind] += 1
        if shown[r.kind] <= _SHOWN_REPAIRS:
            yield f"  {r.kind} at {r.raw_start}: {_cut(r.before)!r} → {_cut(r.after)!r}"
    for kind, n in counts.items():
        if n > _SHOWN_REPAIRS:
            yield f"  … and {n - _SHOWN_REPAIRS} more of {kind}"


def _records(x: Extraction) -> Iterator[str]:
    tried = {t.raw_start: t for t in x.tried}
    yield ""
    yield f"Records: {len(x.records)}"
    evidence = None
    for r in x.records:
        if r.evidence != evidence:
            evidence = r.evidence
            yield f"  “{_cut(evidence, 4 * _SHOWN)}”"
        yield f"    {r.raw_text!r} at {r.raw_start} → {told(r)}"
        beaten = [i for i in tried[r.raw_start].rules if i != r.rule_id] if r.raw_start in tried else []
        yield f"      by {r.rule_id} (confidence {r.confidence:.2f})" + (
            f", before {', '.join(beaten[:4])}" if beaten else ""
        )


def _rest(x: Extraction) -> Iterator[str]:
    for title, lines in (
        (
            "Lost digits",
            [f"{g.raw_text!r} at {g.raw_start}: {g.indicator} in {g.unit} — “{_cut(g.evidence)}”" for g in x.gaps],
        ),
        ("Quarantined", [f"{q.raw_text!r} at {q.raw_start}: {q.reason} (by {q.rule_id})" for q in x.rejected]),
        (
            "Numbers that became no record",
            [f"{n.raw_text!r} at {n.raw_start}: {n.reason} — “{_cut(n.evidence)}”" for n in x.refusals],
        ),
        ("Rules that their time limit stopped", list(x.timed_out)),
    ):
        if not lines and title.startswith("Rules"):
            continue  # which it hardly ever does
        yield ""
        yield f"{title}: {len(lines)}"
        yield from (f"  {line}" for line in lines)


def told(r: Record) -> str:
    """A record in one line: indicator, value and unit, measure, status, period, region."""
    value = f"{r.value}" if r.value is not None else f"{r.value_min}–{r.value_max}"
    if r.period_start is None or r.period_end is None:
        period = "no period"
    elif r.period_start == r.period_end:
        period = f"@{r.period_end}"
    elif (r.period_start.month, r.period_start.day, r.period_end.month, r.period_end.day) == (1, 1, 12, 31):
        period = (
            str(r.period_start.year)
            if r.period_start.year == r.period_end.year
            else f"{r.period_start.year}–{r.period_end.year}"
        )
    else:
        period = f"{r.period_start}…{r.period_end}"
    extra = [f"{k}={v}" for k, v in r.dimensions.items()]
    if r.base_period:
        extra.append(f"against {r.base_period}")
    if r.qualifier != "exact":
        extra.append(r.qualifier.value)
    name = f"{r.indicator} [{r.indicator_id}]" if r.indicator_id else r.indicator
    told = [f"{name} = {value} {r.unit}", r.measure, r.status, f"{period} ({r.period_source or '-'})", r.region or "-"]
    return " · ".join([*told, ", ".join(extra)] if extra else told)


def _cut(s: str, n: int = _SHOWN) -> str:
    s = " ".join(s.split())
    return s if len(s) <= n else s[: n - 1] + "…"
