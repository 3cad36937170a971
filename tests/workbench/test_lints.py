"""Every finding of the check: the fault is found, the same thing done right is not, and the message is the one kept in
``expected/``.

After a change of messages that is meant: ``python -m tests.workbench.test_lints --write``.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from extractor.lexicon import load_lexicon
from extractor.match.rules import load_ruleset
from extractor.resolve import regions
from extractor.workbench.check import check_rules
from extractor.workbench.codes import CODES
from extractor.workbench.fields import read_rules
from extractor.workbench.findings import Finding, shown
from extractor.workbench.lock import digest_of
from tests.match.folder import copied
from tests.workbench.cases import CASES, INDICATORS, WITHOUT_CASE, Case

_SHARED = re.compile(r"(?m)^((?:units|macros|traps)\.toml):\d+:")
EXPECTED = Path(__file__).parent / "expected"


def make_base(place: Path) -> Path:
    """A rules folder with two indicators and no rules."""
    root = copied(place, "curated", "open", "indicators")
    for name in ("versions.lock", "retired.toml"):
        (root / name).unlink(missing_ok=True)
    (root / "indicators" / "elderly_care.toml").write_text(INDICATORS, encoding="utf-8")
    macros = root / "macros.toml"
    while idle := {f.message.split("'")[1] for f in check_rules(root)[1] if f.code == "GB203"}:
        lines = macros.read_text(encoding="utf-8").splitlines(keepends=True)
        macros.write_text("".join(line for line in lines if line.split(" ")[0] not in idle), encoding="utf-8")
        forget()
    return root


@contextmanager
def applied(case: Case, base: Path) -> Iterator[tuple[Path, list[Path]]]:
    """The folder with the case's files, which are taken away again."""
    before = {name: (base / name).read_text(encoding="utf-8") for name in case.files if (base / name).exists()}
    bulletins = [base.parent / f"bulletin-{n}.txt" for n in range(len(case.bulletins))]
    try:
        for name, made in case.files.items():
            path = base / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(made if isinstance(made, str) else made(before[name]), encoding="utf-8")
        if case.lock:
            lock = base / "versions.lock"
            held = lock.read_text(encoding="utf-8") if lock.exists() else ""
            rows = [w.spec for w in read_rules(base)[0] if w.spec.id.endswith("good")]
            lock.write_text(held + "".join(f"{s.id} {s.version} {digest_of(s)}\n" for s in rows), encoding="utf-8")
        for path, text in zip(bulletins, case.bulletins, strict=True):
            path.write_text(text, encoding="utf-8")
        forget()
        yield base, bulletins
    finally:
        for name in case.files:
            (base / name).unlink(missing_ok=True)
        (base / "versions.lock").unlink(missing_ok=True)
        for name, text in before.items():
            (base / name).write_text(text, encoding="utf-8")
        forget()


def forget() -> None:
    """Rules are remembered by the folder's path."""
    load_lexicon.cache_clear()
    load_ruleset.cache_clear()
    regions._load.cache_clear()


def found(case: Case, base: Path) -> list[Finding]:
    with applied(case, base) as (root, bulletins):
        return check_rules(root, bulletins)[1]


def told(case: Case, base: Path, code: str) -> str:
    """What is shown of the findings of one code, paths from the rules folder on."""
    with applied(case, base) as (root, bulletins):
        findings = [f for f in check_rules(root, bulletins)[1] if f.code == code]
        text = "\n".join(shown(findings, "text", every=True)).replace(f"{root}/", "") + "\n"
    if _SHARED.search(text):  # files of the package, whose lines move
        text = re.sub(r"(?m)^ +\|", "  |", re.sub(r"(?m)^\d+ \|", "N |", _SHARED.sub(r"\1:N:", text)))
    return text


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_base(tmp_path_factory.mktemp("lints"))


def test_every_code_has_a_case() -> None:
    assert set(CASES) | WITHOUT_CASE == set(CODES)


@pytest.mark.parametrize("code", CASES)
def test_a_fault_is_found_and_what_is_right_is_not(code: str, base: Path) -> None:
    findings = found(CASES[code], base)
    mine = [f for f in findings if f.code == code]
    assert mine, [(f.code, f.message) for f in findings]
    good = CASES[code].good
    assert not [f for f in mine if f.rule == good or (not f.rule and good in f.message + f.path)]


@pytest.mark.parametrize("code", CASES)
def test_the_message_is_the_one_that_is_kept(code: str, base: Path) -> None:
    remedy = "if it is meant: python -m tests.workbench.test_lints --write"
    assert told(CASES[code], base, code) == (EXPECTED / f"{code}.txt").read_text(encoding="utf-8"), remedy


def write() -> None:
    """Keep the messages as they are now."""
    with tempfile.TemporaryDirectory() as place:
        base = make_base(Path(place))
        shutil.rmtree(EXPECTED, ignore_errors=True)
        EXPECTED.mkdir()
        for code, case in CASES.items():
            (EXPECTED / f"{code}.txt").write_text(told(case, base, code), encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit("usage: python -m tests.workbench.test_lints --write")
    write()
