from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from extractor.store.load import Entry
from extractor.store.plan import Copy, Outcome, Plan, make_plan, settle

PATHS = [f"{folder}/{name}.txt" for folder in ("a", "b", "c") for name in "xyz"]
FILES = st.dictionaries(st.sampled_from(PATHS), st.sampled_from("1234"), max_size=6)


def entry(path: str, content: str, digest: str = "now") -> Entry:
    return Entry(path, content, digest, "now")


def plan(
    given_files: Mapping[str, str],
    stored: Mapping[str, Entry],
    files: Mapping[str, str] | None = None,
    folders: tuple[str, ...] = ("a", "b", "c"),
) -> Plan:
    """A run over ``folders`` that could read ``given_files`` of the ``files`` that there are."""
    files = given_files if files is None else files
    return make_plan(
        given_files,
        stored,
        lambda e: e.rules_digest == "now",
        lambda p: p[0] in folders,
        lambda p: p in files,
    )


def after(p: Plan, outcome: Outcome, files: Mapping[str, str], stored: Mapping[str, Entry]) -> dict[str, Entry]:
    """What the database holds once the plan was carried out."""
    held = {new: entry(new, stored[old].doc_id, stored[old].rules_digest) for old, new in outcome.carry.items()}
    assert len(held) == len(outcome.carry)
    done = (*outcome.new, *outcome.changed)
    assert not held.keys() & set(done)
    return held | {path: entry(path, files[path]) for path in done}


def state_of(files: Mapping[str, str]) -> dict[str, Entry]:
    first = plan(files, {})
    return after(first, settle(first, frozenset()), files, {})


@given(FILES, FILES)
def test_an_update_ends_where_a_fresh_run_does(before: dict[str, str], now: dict[str, str]) -> None:
    stored = state_of(before)
    p = plan(now, stored)
    held = after(p, settle(p, frozenset()), now, stored)
    assert held == state_of(now)
    again = plan(now, held)
    outcome = settle(again, frozenset())
    assert not (again.work or again.moved or outcome.gone)


@given(
    FILES,
    FILES,
    st.sets(st.sampled_from("abc")),
    st.sets(st.sampled_from(PATHS)),
    st.sets(st.sampled_from(PATHS)),
)
def test_nothing_is_lost_or_doubled(
    before: dict[str, str], now: dict[str, str], folders: set[str], unread: set[str], failing: set[str]
) -> None:
    stored = {p: entry(p, e.doc_id, "then" if p < "b" else "now") for p, e in state_of(before).items()}
    seen = {p: c for p, c in now.items() if p[0] in folders and p not in unread}
    p = plan(seen, stored, now, tuple(folders))
    failed = frozenset(failing) & frozenset(p.work)
    outcome = settle(p, failed)
    held = after(p, outcome, now, stored)
    contents = [e.doc_id for e in held.values()]
    assert len(contents) == len(set(contents))
    for path, content in seen.items():  # every file that was read is there, or its bytes are, or it failed
        assert content in contents or path in failed or any(f in failed for f in seen if seen[f] == content)
    for path, e in stored.items():  # what the run did not speak for stays, unless it moved
        if path[0] not in folders:
            assert held.get(path) == e or e.doc_id in seen.values()
        if path in unread and path in now:
            assert held[path] == e
    assert set(outcome.gone) <= set(stored)
    assert not set(outcome.gone) & outcome.carry.keys()


def test_the_same_bytes_are_one_document_under_the_first_path() -> None:
    p = plan({"b/x.txt": "1", "a/x.txt": "1", "c/x.txt": "2"}, {})
    assert p.work == ("a/x.txt", "c/x.txt")
    assert p.copies == (Copy("b/x.txt", "a/x.txt"),)


def test_a_renamed_file_is_not_worked_on_again() -> None:
    p = plan({"b/x.txt": "1"}, {"a/x.txt": entry("a/x.txt", "1")})
    assert (p.work, p.moved) == ((), {"a/x.txt": "b/x.txt"})


def test_a_file_that_moved_out_of_an_earlier_folder_takes_its_document_along() -> None:
    stored = {"a/x.txt": entry("a/x.txt", "1")}
    p = plan({"b/x.txt": "1"}, stored, {"b/x.txt": "1"}, ("b",))
    assert p.moved == {"a/x.txt": "b/x.txt"}


def test_a_document_of_an_earlier_folder_stays_first() -> None:
    stored = {"c/x.txt": entry("c/x.txt", "1")}
    p = plan({"b/x.txt": "1"}, stored, {"b/x.txt": "1", "c/x.txt": "1"}, ("b",))
    assert p.copies == (Copy("b/x.txt", "c/x.txt"),)
    assert settle(p, frozenset()).carry == {"c/x.txt": "c/x.txt"}


def test_documents_of_other_folders_stay_though_their_files_are_gone() -> None:
    stored = {"a/x.txt": entry("a/x.txt", "1")}
    assert settle(plan({}, stored, {}, ("b",)), frozenset()).carry == {"a/x.txt": "a/x.txt"}


def test_vanished_files_of_a_given_folder_go() -> None:
    stored = {"a/x.txt": entry("a/x.txt", "1")}
    assert settle(plan({}, stored), frozenset()).gone == ("a/x.txt",)


def test_a_file_that_cannot_be_read_keeps_its_rows() -> None:
    stored = {"a/x.txt": entry("a/x.txt", "1")}
    assert settle(plan({}, stored, {"a/x.txt": "?"}), frozenset()).carry == {"a/x.txt": "a/x.txt"}


def test_other_rules_or_another_program_mean_work() -> None:
    stored = {"a/x.txt": entry("a/x.txt", "1", "then")}
    p = plan({"a/x.txt": "1"}, stored)
    assert p.work == ("a/x.txt",)
    assert settle(p, frozenset()).changed == ("a/x.txt",)


def test_a_failure_keeps_the_rows_of_the_same_bytes_only() -> None:
    failed = frozenset({"a/x.txt"})
    same = settle(plan({"a/x.txt": "1"}, {"a/x.txt": entry("a/x.txt", "1", "then")}), failed)
    assert (same.carry, same.gone) == ({"a/x.txt": "a/x.txt"}, ())
    other = settle(plan({"a/x.txt": "2"}, {"a/x.txt": entry("a/x.txt", "1")}), failed)
    assert (other.carry, other.gone) == ({}, ("a/x.txt",))


def test_two_files_that_change_places() -> None:
    stored = {"a/x.txt": entry("a/x.txt", "1"), "a/y.txt": entry("a/y.txt", "2")}
    p = plan({"a/x.txt": "2", "a/y.txt": "1"}, stored)
    assert (p.work, p.moved) == ((), {"a/x.txt": "a/y.txt", "a/y.txt": "a/x.txt"})
    assert settle(p, frozenset()).gone == ()
