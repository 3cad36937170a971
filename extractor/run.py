"""A corpus at a time: which documents changed since they were last worked on, and the new database.

A document is known by its path as given (see :mod:`extractor.files` for what is read from a folder). The same
bytes under several paths are one document, under the first path in order; the others are named as copies.
Documents of earlier runs under other folders stay; those whose file has gone from a given folder go.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from extractor.files import Stamp, discover, is_there, members, stamp
from extractor.lexicon import load_lexicon
from extractor.models import Extraction
from extractor.read.encoding import ReadError
from extractor.scale.pool import Chunk, DocumentError, Engine, Failure, Job, Task, work_through
from extractor.store.database import Build, exists
from extractor.store.load import Catalogue, Entry, Run, Totals, fill, ledger
from extractor.store.plan import Copy, make_plan, settle
from extractor.version import program_version

if TYPE_CHECKING:
    from extractor.match.rules import Ruleset

#: Without ``jobs``: one process for so many bytes. Starting one takes a few seconds, dictionaries and all.
BYTES_PER_JOB = 500_000


class CorpusEngine(Engine, Protocol):
    """What works on documents, and knows the tables that describe its rules."""

    def catalogue(self) -> Catalogue:
        """Indicators, units and regions, as rows."""
        ...


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work is: documents done, of those to do."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run found and did.

    ``documents`` files were found; ``new`` and ``changed`` ones were worked on, ``unchanged`` ones were not
    (those that only moved to another path among them), ``failures`` gave nothing, ``copies`` repeat another's
    bytes. ``removed`` documents went from the database. ``totals`` is what the database holds now,
    ``written`` whether it was written at all, ``seconds`` the time for everything. ``timed_out`` are the ids of rules
    that their time limit stopped in some document.
    """

    documents: int
    new: int
    changed: int
    unchanged: int
    removed: int
    failures: tuple[Failure, ...]
    copies: tuple[Copy, ...]
    totals: Totals
    written: bool
    seconds: float
    timed_out: tuple[str, ...] = ()

    @property
    def failed(self) -> int:
        """Documents that could not be read."""
        return len(self.failures)

    @property
    def worked_on(self) -> int:
        """Documents that gave new rows."""
        return self.new + self.changed

    @property
    def records(self) -> int:
        """Records in the database."""
        return self.totals.records

    @property
    def gaps(self) -> int:
        """Gaps in the database."""
        return self.totals.gaps

    @property
    def quarantined(self) -> int:
        """Quarantined records in the database."""
        return self.totals.quarantined


def extract_paths(
    paths: Sequence[Path],
    db: Path,
    rules_dir: Path | None = None,
    jobs: int | None = None,
    force: bool = False,
    on_progress: Callable[[Progress], None] | None = None,
    start: Callable[[Path | None], CorpusEngine] | None = None,
) -> Summary:
    """Bring the database ``db`` up to date with the files and folders ``paths``.

    ``jobs`` is the number of processes (None: by the amount of work); ``force`` works on everything again.
    ``start`` makes what reads and works through documents (the pipeline, unless told otherwise) from the
    rules folder; it runs once in every process, so it must be importable there. Raises NoSuchPathError for a
    path that is not there, RulesError for a faulty rule file, StoreError where the database cannot be used;
    nothing has been changed then.
    """
    began = time.monotonic()
    start = start or pipeline_engine
    found = discover(paths, leave_out=db)
    engine = start(rules_dir)
    program = program_version()
    with Build(db) as build:
        stored, totals = ledger(db)
        documents, failures = _documents(found.files)
        stamps, unreadable = _stamped(documents)
        failures += unreadable

        def current(entry: Entry) -> bool:
            return not force and (entry.rules_digest, entry.program) == (engine.digest, program)

        plan = make_plan(
            {p: s.digest for p, s in stamps.items()},
            stored,
            current,
            found.covers,
            is_there,
        )
        tasks = [Task(p, stamps[p].digest, stamps[p].size) for p in plan.work]
        if plan.work:
            engine.prepare()
        job = Job(_Starter(start, rules_dir), program, build.spill)
        chunks = list(_watched(work_through(job, engine, tasks, _processes(jobs, tasks)), len(tasks), on_progress))
        failures += [f for c in chunks for f in c.failed]
        outcome = settle(plan, frozenset(f.path for f in failures))
        written = bool(outcome.new or outcome.changed or outcome.gone or plan.moved) or not exists(db)
        if written:
            run = Run(
                program=program,
                rules_digest=engine.digest,
                new=len(outcome.new),
                changed=len(outcome.changed),
                removed=len(outcome.gone),
                failed=len(failures),
                seconds=time.monotonic() - began,
            )
            folders = [c.folder for c in sorted((c for c in chunks if c.done), key=lambda c: c.done[0].path)]
            totals = fill(build, outcome.carry, folders, engine.catalogue(), run)
    return Summary(
        documents=len(documents),
        new=len(outcome.new),
        changed=len(outcome.changed),
        unchanged=len(plan.unchanged) + len(plan.moved),
        removed=len(outcome.gone),
        failures=tuple(sorted(failures, key=lambda f: f.path)),
        copies=plan.copies,
        totals=totals,
        written=written,
        seconds=time.monotonic() - began,
        timed_out=tuple(sorted({r for c in chunks for d in c.done for r in d.timed_out})),
    )


def _documents(files: Iterable[str]) -> tuple[list[str], list[Failure]]:
    """The documents that files are or hold: a container gives its members."""
    documents: list[str] = []
    failures: list[Failure] = []
    for path in files:
        try:
            documents += members(path)
        except ReadError as err:
            failures.append(Failure(path, err.problem, err.remedy))
    return documents, failures


def _stamped(files: Iterable[str]) -> tuple[dict[str, Stamp], list[Failure]]:
    stamps: dict[str, Stamp] = {}
    failures: list[Failure] = []
    for path in files:
        try:
            stamps[path] = stamp(path)
        except ReadError as err:
            failures.append(Failure(path, err.problem, err.remedy))
        except UnicodeEncodeError:
            failures.append(Failure(path, "its name is not valid UTF-8", "rename it"))
        except OSError as err:
            problem = f"cannot be read ({err.strerror or err})"
            failures.append(Failure(path, problem, "check the path and its permissions"))
    return stamps, failures


def _watched(chunks: Iterator[Chunk], total: int, on_progress: Callable[[Progress], None] | None) -> Iterator[Chunk]:
    done = 0
    for chunk in chunks:
        done += len(chunk.done) + len(chunk.failed)
        if on_progress is not None:
            on_progress(Progress(done, total))
        yield chunk


def _processes(jobs: int | None, tasks: Sequence[Task]) -> int:
    if jobs is not None:
        return max(1, jobs)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, sum(t.size for t in tasks) // BYTES_PER_JOB))


# --------------------------------------------------------------------------------------------- the pipeline


@dataclass(frozen=True)
class _Starter:
    """Makes the engine in a process. An object, because it travels there."""

    start: Callable[[Path | None], Engine]
    rules_dir: Path | None

    def __call__(self) -> Engine:
        return self.start(self.rules_dir)


class _Pipeline:
    """The real engine: the reader and the pipeline with one rules folder.

    The rules are loaded when there is something to do, which a run mostly finds that there is not.
    """

    def __init__(self, rules_dir: Path | None) -> None:
        self._rules_dir = rules_dir
        self._lexicon = load_lexicon(rules_dir)
        self.digest: str = self._lexicon.digest

    @cached_property
    def _rules(self) -> Ruleset:
        from extractor.pipeline import load_rules

        return load_rules(self._rules_dir)

    def prepare(self) -> None:
        _ = self._rules

    def extract(self, path: str) -> Extraction:
        from extractor.pipeline import process
        from extractor.read.source import read_path

        try:
            source = read_path(path)
        except ReadError as err:
            raise DocumentError(err.problem, err.remedy) from err
        return process(source, self._rules)

    def catalogue(self) -> Catalogue:
        from extractor.analysis import calendar, unit_conversions, vocabulary
        from extractor.resolve.regions import Regions

        return Catalogue(
            indicators=[
                {
                    "indicator_id": i.id,
                    "name": i.name,
                    "aliases": i.aliases,
                    "units": i.units,
                    "measure": i.measure,
                    "kind": i.kind or None,
                    "topic": i.topic,
                    "definition": i.definition,
                    "lowest": i.min,
                    "highest": i.max,
                }
                for i in self._rules.indicators.values()
            ],
            units=[{"name": u.name, "aliases": u.aliases, "dimension": u.dimension} for u in self._rules.units],
            regions=Regions.load(self._lexicon.root).rows(),
            unit_conversions=unit_conversions(self._lexicon),
            calendar=calendar(self._lexicon),
            vocabulary=vocabulary(self._lexicon),
        )


def pipeline_engine(rules_dir: Path | None) -> CorpusEngine:
    """The engine that the command line uses. Raises RulesError for a faulty rule file."""
    return _Pipeline(rules_dir)
