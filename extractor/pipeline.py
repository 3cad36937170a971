"""One document's way through the stages, and nothing else."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from extractor.check.confidence import Confidence
from extractor.check.validate import Validator
from extractor.clean.steps import clean
from extractor.layout.blocks import Layouter
from extractor.match.rules import Ruleset, load_ruleset
from extractor.models import Extraction, Record, Rejected, Source
from extractor.resolve.account import unread
from extractor.resolve.document import DocumentReader
from extractor.resolve.reading import Reader
from extractor.resolve.regions import Regions
from extractor.resolve.tabular import TableReader


class Pipeline:
    """The stages of one rules folder, built once and used for every document."""

    def __init__(self, rules: Ruleset, naive: bool = False) -> None:
        self.rules = rules
        self.sure = Confidence(rules.lexicon.root)
        self.regions = Regions.load(rules.lexicon.root)
        self.layouter = Layouter(rules.lexicon, rules.scanner.units.pattern)
        self.document = DocumentReader(rules.lexicon, rules.scanner.periods, self.regions)
        self.reader = Reader(rules, self.regions, naive)
        self.tables = TableReader(rules, self.regions, self.reader.namer)

    def process(self, source: Source) -> Extraction:
        """Read source in, records out: clean → layout → measure, match, resolve → check."""
        cleaned = clean(source, self.rules.lexicon)
        page = self.layouter.lay_out(cleaned.text, source.tables)
        context = self.document.read(cleaned.text.chars, page)
        prose = self.reader.read(cleaned.text.chars, page, context)
        table = self.tables.read(cleaned.text.chars, page, context)
        check = Validator(source, cleaned.text, self.rules, self.sure, context.issued, self.rules.digest)
        drafts = sorted([*prose.drafts, *table.drafts], key=lambda d: (d.start, d.end))
        holes, refused = [*prose.holes, *table.holes], [*prose.refused, *table.refused]
        told = [(d.start, d.end) for d in drafts]
        told += [(h.start, h.end) for h in holes] + [(r.start, r.end) for r in refused]
        refused += unread(cleaned.text.chars, page, self.rules.scanner, told)
        refusals = [check.refusal(r) for r in refused] + [check.unread(u) for u in source.unread]
        checked = [check.record(d) for d in drafts]
        return Extraction(
            source,
            context.card,
            tuple(r for r in checked if isinstance(r, Record)),
            tuple(check.gap(h) for h in sorted(holes, key=lambda h: h.start)),
            tuple(r for r in checked if isinstance(r, Rejected)),
            tuple(sorted(refusals, key=lambda r: (r.raw_start, r.raw_end))),
            cleaned.repairs,
            tuple(check.tried(t) for t in prose.tried),
            prose.timed_out,
        )


@lru_cache(maxsize=4)
def pipeline_for(rules: Ruleset) -> Pipeline:
    """The pipeline of a rule set, built once a process."""
    return Pipeline(rules)


def load_rules(root: Path | None = None) -> Ruleset:
    """The rules of a folder (the packaged ones without an argument). Raises RulesError."""
    return load_ruleset(root)


def process(source: Source, rules: Ruleset) -> Extraction:
    """One document through all stages."""
    return pipeline_for(rules).process(source)
