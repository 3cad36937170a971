from __future__ import annotations

import hashlib
import multiprocessing
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.scale.pool import (
    CHUNK_DOCUMENTS,
    Chunk,
    Engine,
    Failure,
    Job,
    Task,
    WorkersError,
    chunks_of,
    work_through,
)
from tests.store import examples


def refuse_to_start() -> Engine:
    raise MemoryError


def worked(tmp_path: Path, texts: Sequence[str], jobs: int) -> list[Chunk]:
    tasks = [task(tmp_path / f"{i:03}.txt", text) for i, text in enumerate(texts)]
    job = Job(partial(examples.start, None), "program", tmp_path / "spill")
    return list(work_through(job, examples.start(None), tasks, jobs))


def task(path: Path, text: str) -> Task:
    path.write_text(text, encoding="utf-8")
    return Task(str(path), hashlib.sha256(text.encode()).hexdigest(), len(text.encode()))


def done(chunks: list[Chunk]) -> list[str]:
    return sorted(Path(d.path).name for c in chunks for d in c.done)


def failed(chunks: list[Chunk]) -> dict[str, Failure]:
    return {Path(f.path).name: f for c in chunks for f in c.failed}


def stored(chunks: list[Chunk]) -> list[str]:
    """Paths of the documents in the files that the chunks name."""
    names: list[str] = []
    for chunk in chunks:
        if chunk.done:
            with pa.memory_map(str(chunk.folder / "documents.arrow")) as source:
                names += pa.ipc.open_file(source).read_all().column("doc_path").to_pylist()
    return sorted(Path(n).name for n in names)


GOOD = [f"床位 {n}张\n机构 _家\n" for n in range(40)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_document_is_worked_on_once(tmp_path: Path, jobs: int) -> None:
    chunks = worked(tmp_path, GOOD, jobs)
    assert done(chunks) == stored(chunks) == [f"{n:03}.txt" for n in range(40)]
    assert not failed(chunks)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_document_that_cannot_be_read_costs_no_other(tmp_path: Path, jobs: int) -> None:
    chunks = worked(tmp_path, [*GOOD[:5], "unreadable", "faulty", "unstorable", *GOOD[5:9]], jobs)
    assert done(chunks) == stored(chunks) == [f"{n:03}.txt" for n in range(12) if n not in (5, 6, 7)]
    failures = failed(chunks)
    assert (failures["005.txt"].problem, failures["005.txt"].remedy) == ("is a picture", "give its text")
    assert failures["006.txt"].problem.startswith("internal error at examples.py:")
    assert "KeyError: 'faulty'" in failures["006.txt"].problem
    assert "surrogates" in failures["007.txt"].problem


def test_a_killed_worker_loses_no_document(tmp_path: Path) -> None:
    chunks = worked(tmp_path, [*GOOD[:7], "床位 1张 \nflaky", *GOOD[7:20]], 2)
    assert (tmp_path / "007.mark").exists()
    assert done(chunks) == stored(chunks) == [f"{n:03}.txt" for n in range(21)]
    assert not failed(chunks)


def test_a_document_that_kills_is_named_and_the_others_land(tmp_path: Path) -> None:
    chunks = worked(tmp_path, [*GOOD[:7], "deadly", *GOOD[7:14], "deadly too", "flaky", *GOOD[14:20]], 2)
    assert done(chunks) == stored(chunks) == [f"{n:03}.txt" for n in range(23) if n not in (7, 15)]
    assert sorted(failed(chunks)) == ["007.txt", "015.txt"]
    assert "died" in failed(chunks)["007.txt"].problem


def test_workers_that_cannot_start_are_no_endless_loop(tmp_path: Path) -> None:
    tasks = [task(tmp_path / name, "床位 1张") for name in ("a.txt", "b.txt")]
    job = Job(refuse_to_start, "program", tmp_path / "spill")
    with pytest.raises(WorkersError, match="--jobs 1"):
        list(work_through(job, examples.start(None), tasks, 2))


def test_a_document_that_changes_under_the_reader_is_left_for_the_next_run(tmp_path: Path) -> None:
    tasks = [task(tmp_path / name, "床位 1张") for name in ("a.txt", "b.txt")]
    (tmp_path / "a.txt").write_text("床位 2张", encoding="utf-8")
    job = Job(partial(examples.start, None), "program", tmp_path / "spill")
    chunks = list(work_through(job, examples.start(None), tasks, 1))
    assert done(chunks) == ["b.txt"]
    assert "changed" in failed(chunks)["a.txt"].problem


def test_an_abandoned_run_ends_its_workers_in_the_midst_of_a_document(tmp_path: Path) -> None:
    """It would last for minutes if anybody waited for the documents."""
    texts = ["床位 1张\n" * 100, *(f"sleepy {n}" for n in range(20))]  # the first makes a chunk of its own
    tasks = [task(tmp_path / f"{i:03}.txt", text) for i, text in enumerate(texts)]
    job = Job(partial(examples.start, None), "program", tmp_path / "spill")
    chunks = work_through(job, examples.start(None), tasks, 2)
    assert done([next(chunks)]) == ["000.txt"]
    chunks.close()  # type: ignore[attr-defined]  # it is a generator
    assert not multiprocessing.active_children()


def test_nothing_to_do_starts_nothing(tmp_path: Path) -> None:
    assert worked(tmp_path, [], 2) == []


SIZES = st.lists(st.integers(0, 3_000_000), max_size=300)


@given(SIZES, st.integers(1, 64))
def test_chunks_are_all_documents_in_order(numbers: list[int], jobs: int) -> None:
    tasks = [Task(f"{i:04}", "", n) for i, n in enumerate(numbers)]
    chunks = chunks_of(tasks, jobs)
    assert [t for c in chunks for t in c] == tasks
    assert all(1 <= len(c) <= CHUNK_DOCUMENTS for c in chunks)


@given(st.lists(st.integers(1, 1000), min_size=64, max_size=300), st.integers(1, 8))
def test_there_is_enough_to_hand_out(numbers: list[int], jobs: int) -> None:
    assert len(chunks_of([Task(f"{i:04}", "", n) for i, n in enumerate(numbers)], jobs)) >= jobs
