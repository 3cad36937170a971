"""`gongbao rules coverage`: which rules read which numbers of some bulletins, and what no rule reads."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from extractor.match.rules import Ruleset
from extractor.match.window import window
from extractor.models import Extraction
from extractor.pipeline import Pipeline
from extractor.read.encoding import ReadError
from extractor.read.source import read_path
from extractor.resolve.reading import NO_NAME
from extractor.workbench.variant import as_rules_see, spelt

_SIDE = 6  # characters on either side of a number that make the shape of its clause
_SHAPES = 12
_RULES = 25


@dataclass(slots=True)
class RuleUse:
    """How a rule was used: numbers that it fitted, read, and lost to others; milliseconds for all its matching."""

    rule: str
    matches: int = 0
    wins: int = 0
    losses: int = 0
    milliseconds: float = 0.0


@dataclass(slots=True)
class DocumentUse:
    """What read the numbers of a document: curated rules, open rules, the readers of tables, or none."""

    path: str
    curated: int = 0
    open: int = 0
    tables: int = 0
    unread: int = 0


@dataclass(slots=True)
class Coverage:
    """The whole: by rule, by document, and the commonest shapes of clauses with an unread number."""

    rules: list[RuleUse] = field(default_factory=list)
    documents: list[DocumentUse] = field(default_factory=list)
    unread: list[tuple[str, int, str]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def cover(rules: Ruleset, paths: Sequence[Path]) -> Coverage:
    """The coverage of some bulletins; those that cannot be read are named in ``failed``."""
    pipeline = Pipeline(rules)
    seconds: defaultdict[str, float] = defaultdict(float)
    pipeline.reader.matcher.seconds = seconds
    fits: Counter[str] = Counter()
    wins: Counter[str] = Counter()
    shapes: Counter[str] = Counter()
    quoted: dict[str, str] = {}
    out = Coverage()
    for path in paths:
        try:
            x = pipeline.process(read_path(path))
        except ReadError as err:
            out.failed.append(str(err))
            continue
        for t in x.tried:
            fits.update(set(t.rules))
            wins.update([t.taken] if t.taken else [])
        out.documents.append(_document(rules, str(path), x))
        for r in x.refusals:
            if r.reason == NO_NAME:
                shape = _shape(rules, r.evidence, r.raw_text)
                shapes[shape] += 1
                quoted.setdefault(shape, r.evidence)
    for rule_id in rules.rules:
        n, w = fits[rule_id], wins[rule_id]
        out.rules.append(RuleUse(rule_id, n, w, n - w, round(seconds[rule_id] * 1000, 3)))
    out.rules.sort(key=lambda u: (-u.wins, -u.matches, u.rule))
    out.unread = [(s, n, quoted[s]) for s, n in sorted(shapes.items(), key=lambda p: (-p[1], p[0]))]
    return out


def _document(rules: Ruleset, path: str, x: Extraction) -> DocumentUse:
    use = DocumentUse(path, unread=sum(r.reason == NO_NAME for r in x.refusals))
    for r in {(r.raw_start, r.raw_end): r for r in x.records}.values():
        rule = rules.rules.get(r.rule_id)
        if rule is None:
            use.tables += 1
        elif rule.spec.layer == "curated":
            use.curated += 1
        else:
            use.open += 1
    return use


def _shape(rules: Ruleset, evidence: str, number: str) -> str:
    """The number's mask with what stands at once on either side of it."""
    m = as_rules_see(rules, evidence, 0, len(evidence))
    at = evidence.find(number)
    near = min(m.values(), key=lambda i: abs(m.atoms[i].start - at), default=None)
    if near is None:
        return number
    w = window(m, near)
    return spelt(f"{w.left[-_SIDE:]}{m.text[near]}{w.right[:_SIDE]}")


def as_json(c: Coverage) -> str:
    """Everything as one object."""
    unread = [{"shape": s, "count": n, "example": q} for s, n, q in c.unread]
    told = {
        "rules": [asdict(r) for r in c.rules],
        "documents": [asdict(d) for d in c.documents],
        "unread": unread,
        "failed": c.failed,
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def as_text(c: Coverage, every: bool = False) -> Iterator[str]:
    """Three tables; without ``every`` the most used rules and the commonest shapes alone."""
    used = [r for r in c.rules if r.matches]
    shown = c.rules if every else used[:_RULES]
    yield f"{'rule':<48}{'matches':>9}{'wins':>7}{'losses':>8}{'ms':>9}"
    for r in shown:
        yield f"{r.rule:<48}{r.matches:>9}{r.wins:>7}{r.losses:>8}{r.milliseconds:>9.1f}"
    if not every:
        yield f"… {len(c.rules)} rules, of which {len(used)} fit some number, {sum(r.wins > 0 for r in c.rules)} win"
    yield ""
    yield f"{'document':<48}{'curated':>9}{'open':>7}{'tables':>8}{'unread':>9}"
    for d in c.documents:
        yield f"{d.path:<48}{d.curated:>9}{d.open:>7}{d.tables:>8}{d.unread:>9}"
    sums = [sum(getattr(d, k) for d in c.documents) for k in ("curated", "open", "tables", "unread")]
    yield f"{'all':<48}{sums[0]:>9}{sums[1]:>7}{sums[2]:>8}{sums[3]:>9}"
    yield from (f"not read: {problem}" for problem in c.failed)
    if c.unread:
        yield ""
        yield "unread, by the shape of the clause"
        for shape, n, quoted in c.unread if every else c.unread[:_SHAPES]:
            yield f"  {n:>4}  {shape}  “{quoted[:60]}{'…' if len(quoted) > 60 else ''}”"
