"""Documents over the processes of one machine: paths go in, Arrow files come out.

Texts and records never pass through a pickle, which would cost more than the work itself. A worker that dies
(killed, or out of memory) takes its documents with it: they are handed out again, those that were being
worked on alone, and a document whose worker dies twice is reported instead of tried again.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from pathlib import Path
from typing import Protocol

from extractor.models import Extraction
from extractor.store.load import write_tables
from extractor.store.tables import tables_of

#: Documents handed out at a time: at most this many, and about this many bytes.
CHUNK_DOCUMENTS = 64
CHUNK_BYTES = 200_000

#: How long a worker may outlive a run that was given up.
WATCH_SECONDS = 0.2


class DocumentError(Exception):
    """A document that cannot be read, for a reason that its owner can mend."""

    def __init__(self, problem: str, remedy: str = "") -> None:
        self.problem = problem
        self.remedy = remedy
        super().__init__(problem)


class WorkersError(RuntimeError):
    """No process can be started to work in."""


class Engine(Protocol):
    """What turns a path into an extraction. Made once in every process, by a function that can be pickled.

    ``digest`` tells the rules apart that it works with; it is known before they are loaded.
    """

    digest: str

    def prepare(self) -> None:
        """Load what :meth:`extract` needs. Raises RulesError where the rules cannot be used."""
        ...

    def extract(self, path: str) -> Extraction:
        """Read the document at ``path`` and work through it. Raises DocumentError where it cannot be read."""
        ...


@dataclass(frozen=True, slots=True)
class Task:
    """A document to work on: its path, the SHA-256 that it was planned with, its bytes."""

    path: str
    doc_id: str
    size: int


@dataclass(frozen=True, slots=True)
class Done:
    """A document whose rows were written, and the rules that their time limit stopped in it."""

    path: str
    doc_id: str
    timed_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that gave nothing: why, and what would mend it."""

    path: str
    problem: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Chunk:
    """What became of some documents: the folder with the rows of those that are done, those that failed."""

    folder: Path
    done: tuple[Done, ...]
    failed: tuple[Failure, ...]


@dataclass(frozen=True)
class Job:
    """How documents are worked on: ``start`` makes the engine in each process, ``spill`` takes the files."""

    start: Callable[[], Engine]
    program: str
    spill: Path


def chunks_of(tasks: Sequence[Task], jobs: int) -> list[tuple[Task, ...]]:
    """Split documents into chunks, in order, small enough to keep ``jobs`` processes busy.

    A document alone makes a chunk where it is larger than a share.
    """
    target = min(CHUNK_BYTES, sum(t.size for t in tasks) // (jobs * 4) + 1)
    chunks: list[tuple[Task, ...]] = []
    held: list[Task] = []
    weight = 0
    for task in tasks:
        if held and (weight + task.size > target or len(held) == CHUNK_DOCUMENTS):
            chunks.append(tuple(held))
            held, weight = [], 0
        held.append(task)
        weight += task.size
    return [*chunks, tuple(held)] if held else chunks


def work_through(job: Job, engine: Engine, tasks: Sequence[Task], jobs: int) -> Iterator[Chunk]:
    """Work on documents, in this process or in ``jobs`` others; chunks come as they are done.

    ``engine``, which is prepared, does the work where it is done in this process. Raises WorkersError where
    no worker can start, StoreError where the disk does not take what they write.
    """
    chunks = chunks_of(tasks, jobs)
    if jobs == 1 or len(chunks) == 1:
        for i, chunk in enumerate(chunks):
            yield _work(engine, job, job.spill / f"{i:06}", chunk)
        return
    yield from _Pool(job, jobs).run(chunks)


# ------------------------------------------------------------------------------------------ in the processes


@dataclass
class _Worker:
    """What a worker process keeps between chunks."""

    job: Job
    engine: Engine


_worker: _Worker | None = None


def _start(job: Job) -> None:
    global _worker
    threading.Thread(target=_watch, args=(job,), daemon=True).start()
    _worker = _Worker(job, job.start())
    _worker.engine.prepare()


def _watch(job: Job) -> None:
    """End this process once its parent is gone or has given up, be it in the midst of a document.

    A worker whose parent was killed would otherwise wait for work for ever.
    """
    parent = multiprocessing.parent_process()
    assert parent is not None
    while not wait([parent.sentinel], timeout=WATCH_SECONDS):
        if _stop(job).exists() or not job.spill.exists():
            break
    os._exit(1)


def _work_in_worker(name: str, tasks: Sequence[Task]) -> Chunk:
    assert _worker is not None
    job = _worker.job
    mark = _marks(job) / str(os.getpid())
    # The process is in the folder's name, so that what a dead one left half-written is never taken for whole.
    return _work(_worker.engine, job, job.spill / f"{name}-{os.getpid()}", tasks, mark)


def _work(engine: Engine, job: Job, folder: Path, tasks: Sequence[Task], mark: Path | None = None) -> Chunk:
    """Work on some documents; ``mark`` is a file that says which one it is at the moment."""
    extractions: list[Extraction] = []
    failed: list[Failure] = []
    for task in tasks:
        if mark is not None:
            mark.write_text(task.path, encoding="utf-8")
        try:
            extraction = engine.extract(task.path)
            if extraction.source.doc_id != task.doc_id:
                raise DocumentError("changed while it was being read", "run again")
            extractions.append(extraction)
        except DocumentError as err:
            failed.append(Failure(task.path, err.problem, err.remedy))
        except Exception as err:  # a fault in a stage must not cost the other documents
            failed.append(_fault(task.path, err))
    try:
        tables = tables_of(extractions, engine.digest, job.program)
    except Exception:  # nor must a document that cannot be stored: find out which
        extractions, faults = _storable(extractions)
        failed += faults
        tables = tables_of(extractions, engine.digest, job.program)
    write_tables(folder, tables)
    if mark is not None:
        mark.unlink(missing_ok=True)
    done = tuple(Done(e.source.path, e.source.doc_id, e.timed_out) for e in extractions)
    return Chunk(folder, done, tuple(failed))


def _storable(extractions: Sequence[Extraction]) -> tuple[list[Extraction], list[Failure]]:
    """Those that can be stored, and why the others cannot."""
    good: list[Extraction] = []
    failed: list[Failure] = []
    for extraction in extractions:
        try:
            tables_of([extraction], "", "")
            good.append(extraction)
        except Exception as err:
            failed.append(_fault(extraction.source.path, err))
    return good, failed


def _fault(path: str, err: Exception) -> Failure:
    frames = traceback.extract_tb(err.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    said = f"{type(err).__name__}: {err}".splitlines()[0][:300]
    return Failure(
        path,
        f"internal error{place}: {said}",
        "please report it with this document; the others are not affected",
    )


# ------------------------------------------------------------------------------------------------- the pool


@dataclass
class _Pool:
    """Hands out chunks, and hands out again what dead workers had."""

    job: Job
    jobs: int
    _fruitless: int = field(default=0, init=False)
    _round: int = field(default=0, init=False)

    def run(self, chunks: Sequence[tuple[Task, ...]]) -> Iterator[Chunk]:
        marks = _marks(self.job)
        marks.mkdir(parents=True, exist_ok=True)
        while chunks:
            lost: list[tuple[Task, ...]] = []
            yield from self._hand_out(chunks, self.jobs, lost)
            # A worker that died in the midst of a document left its mark; so did those that the pool then
            # ended, whose documents are innocent: each is tried alone.
            marked = {m.read_text(encoding="utf-8") for m in marks.iterdir()}
            for mark in marks.iterdir():
                mark.unlink()
            suspects = [t for c in lost for t in c if t.path in marked]
            for task in suspects:
                again: list[tuple[Task, ...]] = []
                yield from self._hand_out([(task,)], 1, again)
                if again:
                    yield self._killer(task)
            self._fruitless = self._fruitless + 1 if len(lost) == len(chunks) and not suspects else 0
            if self._fruitless == 3:
                raise WorkersError("worker processes end as soon as they start; try --jobs 1, nothing was changed")
            left = (tuple(t for t in c if t.path not in marked) for c in lost)
            chunks = [c for c in left if c]

    def _hand_out(self, chunks: Sequence[tuple[Task, ...]], jobs: int, lost: list[tuple[Task, ...]]) -> Iterator[Chunk]:
        """Chunks as they are done; those that went down with a worker are added to ``lost``."""
        self._round += 1
        pool = ProcessPoolExecutor(
            min(jobs, len(chunks)),
            multiprocessing.get_context("spawn"),
            initializer=_start,
            initargs=(self.job,),
        )
        try:
            futures = {}
            with _without_interrupts():
                for i, chunk in enumerate(chunks):
                    try:
                        futures[pool.submit(_work_in_worker, f"{self._round}-{i:06}", chunk)] = chunk
                    except BrokenProcessPool:
                        lost.append(chunk)
            for future in as_completed(futures):
                try:
                    yield future.result()
                except BrokenProcessPool:
                    lost.append(futures[future])
        except BaseException:
            _stop(self.job).touch()  # nobody waits for the rest
            raise
        finally:
            pool.shutdown(cancel_futures=True)

    def _killer(self, task: Task) -> Chunk:
        failure = Failure(
            task.path,
            "the process that worked on it died, twice (killed, or out of memory)",
            "see whether the machine has memory left; run it alone with --jobs 1 to watch it",
        )
        return Chunk(self.job.spill / "nothing", (), (failure,))


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Processes that start in here never see a Ctrl-C: it is the parent's to handle, which then ends them.

    The parent itself sees it a moment later.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _marks(job: Job) -> Path:
    return job.spill / "marks"


def _stop(job: Job) -> Path:
    """A file whose being there tells the workers that the run is over."""
    return job.spill / "stop"
