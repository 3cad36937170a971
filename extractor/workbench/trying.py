"""`gongbao rules try`: what one rule makes of a text, and where it fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from extractor.clean.steps import clean
from extractor.explain import told
from extractor.lexicon import RulesError
from extractor.match.macros import MASKS
from extractor.match.matcher import Candidate, Matcher
from extractor.match.rules import Rule, Ruleset
from extractor.match.window import Masked, Window, window
from extractor.models import Extraction, Source
from extractor.pipeline import Pipeline
from extractor.read.source import read_bytes
from extractor.workbench.patternlints import REFERENCE
from extractor.workbench.tree import Part, Tree
from extractor.workbench.variant import as_rules_see, rule_of, spelt, unmasked, with_rule

_LONG = 400  # characters of an expanded pattern that are shown
_TIME = 1.0  # seconds for a pattern that is tried
_GATES = 12  # words of a gate that are shown


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the text: its masked form, and the clean text that it stands in."""

    masked: Masked
    chars: str


def tried(rules: Ruleset, rule_id: str, text: str, pattern: str | None = None) -> Iterator[str]:
    """The account, line by line. ``pattern`` stands for the rule's own (an open rule's ``left``).

    Raises RulesError for an unknown rule, and for a pattern that cannot be used.
    """
    rule = rule_of(rules, rule_id)
    if pattern is not None:
        rule = _with_pattern(rules, rule, pattern)
        rules = with_rule(rules, rule)
    elif rule.spec.status != "active":
        rules = with_rule(rules, rule)
    yield from _head(rule)
    pipeline = Pipeline(rules)
    source = read_bytes(text.encode(), "text.txt")
    x = pipeline.process(source)
    sentences = _sentences(pipeline, rules, source)
    if not sentences:
        yield "the text has no sentence: it was taken for a heading or a table"
    matcher = Matcher(rules)
    for s in sentences:
        yield ""
        yield f"sentence  {spelt(s.masked.text)}"
        yield from _curated(rules, rule, s) if rule.pattern_source is not None else _open(rules, rule, s)
        yield from _numbers(matcher, rule, s, x)


def _with_pattern(rules: Ruleset, rule: Rule, pattern: str) -> Rule:
    field = "pattern" if rule.spec.pattern is not None else "left"
    made = Rule.of(rule.spec.model_copy(update={field: pattern}), rule.path, rules.macros)
    try:
        compiled = made.pattern or made.left
    except regex.error as err:
        raise RulesError("--pattern", f"is no regular expression: {err}") from err
    if field == "pattern" and compiled is not None and "value" not in compiled.groupindex:
        raise RulesError("--pattern", "the pattern captures no number; write one as {share:value} or {count:value}")
    return made


def _head(rule: Rule) -> Iterator[str]:
    spec = rule.spec
    yield f"rule      {rule.id} version {spec.version}, {spec.layer}, priority {spec.priority}"
    yield f"about     {spec.about}"
    for name, own, expanded in (
        ("pattern", spec.pattern, rule.pattern_source),
        ("left", spec.left, rule.left_source),
        ("right", spec.right, rule.right_source),
    ):
        if own is not None and expanded is not None:
            yield f"{name:<9} {own}"
            full = spelt(expanded)
            yield f"expanded  {full if len(full) <= _LONG else f'{full[:_LONG]}… ({len(full)} characters)'}"
    for n, words in enumerate(rule.gates):
        shown = " | ".join(spelt(w) for w in sorted(words)[:_GATES])
        more = f" | … ({len(words)} words)" if len(words) > _GATES else ""
        yield f"{'gated by' if not n else 'and by':<9} {shown}{more}"
    if rule.pattern_source is not None and not rule.gates:
        yield "gated by  nothing: the rule is tried on every sentence"


def _sentences(pipeline: Pipeline, rules: Ruleset, source: Source) -> list[Sentence]:
    text = clean(source, rules.lexicon).text
    page = pipeline.layouter.lay_out(text, source.tables)
    return [Sentence(as_rules_see(rules, text.chars, s.start, s.end), text.chars) for s in page.sentences]


# --------------------------------------------------------------------------------------------- what matched


def _curated(rules: Ruleset, rule: Rule, s: Sentence) -> Iterator[str]:
    source = rule.spec.pattern or ""
    hits = list(_captured(rules, source).finditer(s.masked.text, timeout=_TIME))
    names = _references(source)
    for hit in hits:
        yield f"matches   {unmasked(s.masked, s.chars, *hit.span())!r}"
        yield from _captures(hit, names, s, 0)
    if not hits:
        yield "matches   nothing"
        yield from _nearest(rules, source, s, s.masked.text, False)


def _open(rules: Ruleset, rule: Rule, s: Sentence) -> Iterator[str]:
    spec = rule.spec
    for i in s.masked.values():
        w = window(s.masked, i)
        number = unmasked(s.masked, s.chars, i, i + 1)
        if w.kind not in rule.kinds:
            yield f"number    {number}: its mask {{{w.kind}}} is none of {', '.join(sorted(rule.kinds))}"
            continue
        yield f"number    {number}: left {spelt(w.left)!r}, right {spelt(w.right)!r}"
        fits = True
        for name, own, text in (("left", spec.left, w.left), ("right", spec.right, w.right)):
            if own is None:
                continue
            compiled = _captured(rules, own)
            hit = compiled.fullmatch(text, timeout=_TIME) if name == "left" else compiled.match(text, timeout=_TIME)
            if hit:
                yield f"  {name} matches {spelt(hit[0])!r}"
                yield from _captures(hit, _references(own), s, None)
            else:
                fits = False
                yield f"  {name} does not match"
                yield from _nearest(rules, own, s, text, True)
        if fits and spec.need:
            yield f"  the pattern fits; needed besides: {', '.join(spec.need)}"


def _captured(rules: Ruleset, source: str) -> regex.Pattern[str]:
    """The pattern with a group around every macro and list, to tell what each one took."""
    n = -1

    def one(m: regex.Match[str]) -> str:
        nonlocal n
        n += 1
        if m["slot"] or m["name"] in MASKS:
            return str(m[0])
        return f"{{{m['list'] or ''}{m['name']}:zz{n}}}"

    return regex.compile(rules.macros.expand(REFERENCE.sub(one, source), "--pattern"))


def _references(source: str) -> dict[str, str]:
    """What the groups that were put around macros stand for."""
    return {f"zz{n}": m[0] for n, m in enumerate(REFERENCE.finditer(source))}


def _captures(hit: regex.Match[str], names: dict[str, str], s: Sentence, offset: int | None) -> Iterator[str]:
    for name in sorted(hit.groupdict(), key=lambda g: hit.span(g)):
        if hit[name] is None:
            continue
        a, b = hit.span(name)
        said = spelt(hit[name]) if offset is None else unmasked(s.masked, s.chars, a, b)
        yield f"  {names.get(name, name):<18} = {said!r}"


def _nearest(rules: Ruleset, source: str, s: Sentence, text: str, whole: bool) -> Iterator[str]:
    """The longest stretch of the pattern that matches somewhere, and what fails on either side of it.

    With ``whole`` the pattern must match from the beginning of the text on.
    """
    best: tuple[int, int, int, int, list[tuple[int, int]]] | None = None
    for option in Tree(source).options:
        blocks = _blocks(option)
        for i in range(1 if whole else len(blocks)):
            for k in range(len(blocks), i, -1):
                found = _spans(rules, source[blocks[i][0] : blocks[k - 1][1]], text, whole)
                if found:
                    a, b = max(found, key=lambda p: p[1] - p[0])
                    if best is None or b - a > best[1] - best[0]:
                        best = (a, b, i, k, blocks)
                    break
    if best is None:
        yield "  nothing of the pattern is in the text"
        return
    a, b, i, k, blocks = best
    yield f"  nearest: {spelt(text[a:b])!r} is matched by {source[blocks[i][0] : blocks[k - 1][1]]!r}"
    if i:
        had = spelt(text[max(0, a - 12) : a]) or "nothing before"
        yield f"  before it fails {source[slice(*blocks[i - 1])]!r}, where the text has {had!r}"
    if k < len(blocks):
        had = spelt(text[b : b + 12]) or "nothing more"
        yield f"  then fails {source[slice(*blocks[k])]!r}, where the text has {had!r}"
    elif not i:
        yield f"  then fails the end of the text, which goes on with {spelt(text[b : b + 12])!r}"


def _blocks(option: list[Part]) -> list[tuple[int, int]]:
    """Parts of a pattern, characters that stand side by side taken together."""
    blocks: list[tuple[int, int]] = []
    joins = False
    for part in option:
        plain = part.kind == "text" and (part.low, part.high) == (1, 1)
        if plain and joins:
            blocks[-1] = (blocks[-1][0], part.end)
        else:
            blocks.append((part.start, part.end))
        joins = plain
    return blocks


def _spans(rules: Ruleset, part: str, text: str, whole: bool) -> list[tuple[int, int]]:
    try:
        compiled = regex.compile(rules.macros.expand(part, "--pattern"))
        hits = [compiled.match(text, timeout=_TIME)] if whole else list(compiled.finditer(text, timeout=_TIME))
    except (regex.error, RulesError, TimeoutError):
        return []
    return [h.span() for h in hits if h is not None and h.end() > h.start()]


# -------------------------------------------------------------------------------------------------- who won


def _numbers(matcher: Matcher, rule: Rule, s: Sentence, x: Extraction) -> Iterator[str]:
    curated = matcher.curated(s.masked)
    taken = {t.rules: t for t in x.tried}
    by_text = {r.raw_text: r for r in x.records}
    for i in s.masked.values():
        w: Window = window(s.masked, i)
        found = matcher.candidates(s.masked, w, curated)
        own = next((c for c in found if c.rule.id == rule.id), None)
        if own is None:
            continue
        number = unmasked(s.masked, s.chars, i, i + 1)
        record = by_text.get(number)
        told_by = taken.get(tuple(c.rule.id for c in found))
        winner_id = record.rule_id if record else told_by.taken if told_by else None
        if winner_id == rule.id:
            beaten = [c for c in found if c.rule.id != rule.id]
            before = f", before {', '.join(c.rule.id for c in beaten[:4])}" if beaten else ""
            yield f"wins      {number}{before}"
        else:
            refused = next((r.reason for r in x.refusals if r.raw_text == number), None)
            winner = next((c for c in found if c.rule.id == winner_id), None)
            yield f"loses     {number} {_why(own, winner, winner_id, refused)}"
        if record:
            yield f"record    {told(record)}"


def _why(own: Candidate, winner: Candidate | None, winner_id: str | None, refused: str | None) -> str:
    if winner_id is None:
        return f"and no rule reads it{f': {refused}' if refused else ''}"
    if winner is None:
        return f"to {winner_id}"
    a, b = winner.rule.precedence(winner.length), own.rule.precedence(own.length)
    if b < a:
        return f"to {winner_id}, which ranks lower: a condition in `need` does not hold, or no name is complete"
    if a[0] != b[0]:
        reason = "curated rules come before open ones"
    elif a[1] != b[1]:
        reason = f"priority {winner.rule.spec.priority} against {own.rule.spec.priority}"
    elif a[2] != b[2]:
        reason = f"its match is longer: {winner.length} characters against {own.length}"
    else:
        reason = "equal in all, its id comes first"
    return f"to {winner_id}: {reason}"
