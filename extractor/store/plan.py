"""What a run has to do, decided from what was given and what is stored, before anything is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from extractor.store.load import Entry


@dataclass(frozen=True, slots=True)
class Copy:
    """A file that is not worked on because the document ``of`` has the same bytes."""

    path: str
    of: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done with the files that were given, and with the documents that are stored.

    ``work``: documents to work on. ``unchanged``: documents that are stored as they are. ``moved``: documents
    that are stored under another path, old path to new. ``copies``: files that repeat another's bytes.
    ``kept``: stored documents that the run does not speak for. ``replaced``: for documents of ``work`` the
    stored entry whose place they take. ``again``: those of them whose bytes are still the stored ones.
    ``stored``: the paths of all stored documents.
    """

    work: tuple[str, ...]
    unchanged: tuple[str, ...]
    moved: Mapping[str, str]
    copies: tuple[Copy, ...]
    kept: tuple[str, ...]
    replaced: Mapping[str, Entry]
    again: frozenset[str]
    stored: frozenset[str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a plan: ``new`` and ``changed`` documents, those that are ``gone`` from the database, and
    ``carry``, the stored path and the path from now on of the documents whose rows stay."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    carry: Mapping[str, str]


def make_plan(
    given: Mapping[str, str],
    stored: Mapping[str, Entry],
    current: Callable[[Entry], bool],
    speaks_for: Callable[[str], bool],
    exists: Callable[[str], bool],
) -> Plan:
    """Decide what a run has to do.

    ``given``: the files that could be read, path and content. ``stored``: what the database holds.
    ``current``: whether an entry was made with the present rules and program. ``speaks_for``: whether a path
    lies where the run looked. ``exists``: whether there is a file of this path.

    Equal bytes are one document, under the first path; a document that the run does not speak for keeps its
    place before the files that were given, unless its own file has gone: then it has moved.
    """
    kept = {p: e for p, e in stored.items() if p not in given and (exists(p) or not speaks_for(p))}
    first: dict[str, str] = {}
    for path in sorted(given):
        first.setdefault(given[path], path)
    owners: dict[str, str] = {}
    for path, stays in list(kept.items()):
        if stays.doc_id in first and not exists(path):
            del kept[path]
        else:
            owners[stays.doc_id] = path
    homes = {doc_id: owners.get(doc_id, path) for doc_id, path in first.items()}
    at = {e.doc_id: e for e in stored.values()}
    work: list[str] = []
    unchanged: list[str] = []
    moved: dict[str, str] = {}
    replaced: dict[str, Entry] = {}
    for doc_id, path in homes.items():
        entry = at.get(doc_id)
        if doc_id in owners:
            continue
        if entry is None or not current(entry):
            work.append(path)
            if entry or path in stored:
                replaced[path] = entry or stored[path]
        elif entry.doc_path == path:
            unchanged.append(path)
        else:
            moved[entry.doc_path] = path
    return Plan(
        work=tuple(sorted(work)),
        unchanged=tuple(unchanged),
        moved=moved,
        copies=tuple(Copy(p, homes[given[p]]) for p in sorted(given) if homes[given[p]] != p),
        kept=tuple(kept),
        replaced=replaced,
        again=frozenset(p for p, e in replaced.items() if e.doc_id == given[p]),
        stored=frozenset(stored),
    )


def settle(plan: Plan, failed: frozenset[str]) -> Outcome:
    """What becomes of the stored documents once the work is done, ``failed`` being those that gave nothing.

    A document that failed keeps the rows that are stored for its very bytes. Rows of other bytes go: they
    point into a text that is no more.
    """
    carry = {**{p: p for p in (*plan.kept, *plan.unchanged)}, **plan.moved}
    carry.update({plan.replaced[p].doc_path: p for p in plan.again & failed})
    done = [p for p in plan.work if p not in failed]
    renewed = {plan.replaced[p].doc_path for p in done if p in plan.replaced}
    return Outcome(
        new=tuple(p for p in done if p not in plan.replaced),
        changed=tuple(p for p in done if p in plan.replaced),
        gone=tuple(sorted(plan.stored - carry.keys() - renewed)),
        carry=carry,
    )
