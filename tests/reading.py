"""What the tests of the stages share: the rules loaded once, one way to read a small document, and where texts lie."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

from extractor.clean.steps import clean
from extractor.clean.text import Text
from extractor.layout.blocks import Layouter, Page
from extractor.match.rules import Ruleset, load_ruleset
from extractor.measure.atoms import Atom
from extractor.measure.scan import Scanner
from extractor.models import Extraction, Record, Source
from extractor.pipeline import Pipeline, pipeline_for
from extractor.read.source import read_bytes, read_path

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "corpus"
#: Real bulletins and their annotation, which lie beside a checkout where they lie anywhere.
SHARED = ROOT / ".." / "shared"


def rules() -> Ruleset:
    """The rules of the package, compiled once a process."""
    return load_ruleset()


def scanner() -> Scanner:
    """The scanner of the package's rules."""
    return rules().scanner


def pipeline() -> Pipeline:
    """The pipeline of the package's rules."""
    return pipeline_for(rules())


@lru_cache(maxsize=1)
def naive_pipeline() -> Pipeline:
    """The pipeline that tries every curated rule on every sentence: what the fast one is compared with."""
    return Pipeline(rules(), naive=True)


@lru_cache(maxsize=1)
def layouter() -> Layouter:
    """The layouter of the package's rules."""
    return Layouter(rules().lexicon, scanner().units.pattern)


def bulletins(folder: Path = CORPUS) -> list[Path]:
    """The bulletins of a folder, by name; an empty list where there is no such folder."""
    if not folder.is_dir():
        return []
    found = (p for p in folder.rglob("*") if p.suffix in {".txt", ".md", ".html"})
    return sorted(p for p in found if p.name != "README.md" and "expected" not in p.parts)


@lru_cache(maxsize=64)
def read(path: Path) -> Extraction:
    """What the pipeline makes of a file, worked out once for all tests."""
    return pipeline().process(read_path(path))


@lru_cache(maxsize=64)
def cleaned(path: Path) -> Text:
    """The cleaned text of a file."""
    return clean(read_path(path), rules().lexicon).text


def extract(text: str, name: str = "bulletin.txt") -> Extraction:
    """What the pipeline makes of a small document."""
    return pipeline().process(read_bytes(text.encode(), name))


def records(text: str, name: str = "bulletin.txt") -> tuple[Record, ...]:
    """The records of a small document, in reading order."""
    return extract(text, name).records


def record(text: str, raw: str, nth: int = 0) -> Record:
    """The record whose number stands in the document as ``raw``; fails where no record has it."""
    found = [r for r in records(text) if r.raw_text == raw]
    assert len(found) > nth, f"no record of {raw!r}; there are {[r.raw_text for r in records(text)]}"
    return found[nth]


def source(text: str, name: str = "bulletin.txt") -> Source:
    """A small document as reading gives it."""
    return read_bytes(text.encode(), name)


def page(text: str) -> tuple[str, Page]:
    """Cleaned characters of a small document, and how they are laid out."""
    done = clean(source(text), rules().lexicon).text
    return done.chars, layouter().lay_out(done)


def scan(text: str) -> list[Atom]:
    """All atoms of a clean text."""
    return scanner().scan(text)


def said(first: date | None, last: date | None) -> str:
    """A period as annotations write it: 2021, 2021/2025, @2021-12-31, 2021-03/2021-05; empty for none."""
    if first is None or last is None:
        return ""
    if first == last:
        return f"@{first}"
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return f"{first.year}" if first.year == last.year else f"{first.year}/{last.year}"
    return f"{first:%Y-%m}" if (first.year, first.month) == (last.year, last.month) else f"{first:%Y-%m}/{last:%Y-%m}"


def period(r: Record) -> str:
    """A record's period as annotations write it."""
    return said(r.period_start, r.period_end)


def names(text: str) -> Iterator[str]:
    """The indicators of a small document as the text names them."""
    return (r.indicator_raw for r in records(text))
