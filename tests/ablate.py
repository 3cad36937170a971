"""Which rules serve a single document, and what is lost without them.

``python -m tests.ablate [FOLDER ...]`` reads the corpus (and further folders of bulletins), counts in how many
documents each rule makes a record, takes the rules out that do so in one document only, and reads everything again.
It prints the records and, where a bulletin is annotated, the share of whole records that are right, with all rules
and without those.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import regex

from extractor.lexicon import default_rules_dir
from extractor.models import Extraction
from extractor.pipeline import Pipeline, load_rules
from extractor.read.source import ReadError, read_path
from tests import gold
from tests.reading import CORPUS, SHARED, bulletins

_ID = regex.compile(r'^(id = "(?P<id>[a-z0-9_.]+)")$', regex.MULTILINE)
FOLDERS = (CORPUS, SHARED / "bulletins" / "real", SHARED / "bulletins" / "seeds")


def read_all(paths: Iterable[Path], pipeline: Pipeline) -> dict[Path, Extraction]:
    """What a pipeline reads out of each document; documents that cannot be read are left out."""
    out = {}
    for path in paths:
        try:
            out[path] = pipeline.process(read_path(path))
        except ReadError:
            continue
    return out


def documents_of(found: Mapping[Path, Extraction]) -> dict[str, set[Path]]:
    """For each rule, the documents in which it makes a record."""
    out: defaultdict[str, set[Path]] = defaultdict(set)
    for path, extraction in found.items():
        for r in extraction.records:
            out[r.rule_id].add(path)
    return dict(out)


def without(rules: Iterable[str], target: Path) -> Path:
    """A copy of the rules folder in which some rules are out of use."""
    shutil.copytree(default_rules_dir(), target)
    out = set(rules)
    for layer in ("open", "curated"):
        for path in (target / layer).glob("*.toml"):
            text = path.read_text(encoding="utf-8")
            text = _ID.sub(lambda m: f'{m[1]}\nstatus = "deprecated"' if m["id"] in out else m[1], text)
            path.write_text(text, encoding="utf-8")
    return target


def right(found: Mapping[Path, Extraction]) -> gold.Score:
    """The annotated bulletins among the documents, scored together."""
    total = gold.Score()
    for path, rows in gold.corpus_pairs(CORPUS):
        if path in found:
            e = found[path]
            total.add(gold.score(rows, gold.raw_of(path, rows), e.records, e.gaps))
    return total


def report(folders: Iterable[Path]) -> str:
    """The account as text."""
    paths = [p for folder in folders if folder.is_dir() for p in bulletins(folder)]
    rules = load_rules()
    every = read_all(paths, Pipeline(rules))
    used = documents_of(every)
    own = sorted(r.spec.id for r in (*rules.open_rules, *rules.curated_rules))
    single = {r: next(iter(used[r])).name for r in own if len(used.get(r, ())) == 1}
    idle = [r for r in own if r not in used]
    with tempfile.TemporaryDirectory() as folder:
        less = read_all(paths, Pipeline(load_rules(without(single, Path(folder) / "rules"))))
    lines = [
        f"{len(every)} documents, {len(own)} rules: {len(own) - len(single) - len(idle)} make records in several "
        f"documents, {len(single)} in one, {len(idle)} in none.",
        "",
        *(f"  {rule}: {document}" for rule, document in sorted(single.items())),
        *(f"  {rule}: no document" for rule in idle),
        "",
    ]
    records = [sum(len(e.records) for e in found.values()) for found in (every, less)]
    lines.append(f"Records: {records[0]} with all rules, {records[1]} without the {len(single)}.")
    scores = [right(every), right(less)]
    lines.append(
        f"Annotated bulletins of the corpus, whole records right: F1 {scores[0].whole_f1:.3f}, "
        f"{scores[1].whole_f1:.3f} without."
    )
    hit = [p for p in every if {r.rule_id for r in every[p].records} & set(single)]
    others = sum(len(every[p].records) != len(less[p].records) for p in every if p not in hit)
    lines.append(f"Documents that none of them made a record in, and that change without them: {others}.")
    return "\n".join(lines)


if __name__ == "__main__":
    print(report([*map(Path, sys.argv[1:])] or FOLDERS))
