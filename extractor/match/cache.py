"""Rules as they were worked out from their files, remembered between runs in the user's cache folder.

What is kept is JSON with its own SHA-256 in front: a file that is cut off, altered or of another program is not used
and written anew. Files are put in place whole, so that runs side by side do no harm to each other. Nothing depends on
it but the time that loading takes; where the folder cannot be written, nothing is kept.

``GONGBAO_CACHE`` names another folder; ``off`` keeps nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import TypeAdapter, ValidationError

from extractor.lexicon import Lexicon, digest_of
from extractor.match.schema import RuleSpec

if TYPE_CHECKING:
    from extractor.match.rules import Rule

#: How many sets of rules are kept; the ones used longest ago go first.
KEPT = 12
_SWITCH = "GONGBAO_CACHE"


class Entry(NamedTuple):
    """A rule as it is kept; ``path`` from the rules folder on."""

    spec: RuleSpec
    path: str
    kinds: frozenset[str]
    left: str | None
    right: str | None
    pattern: str | None
    gates: tuple[frozenset[str], ...]


_ENTRIES = TypeAdapter(list[Entry])


def folder() -> Path | None:
    """Where worked-out rules are kept; None where they are not."""
    told = os.environ.get(_SWITCH)
    if told:
        return None if told.lower() in ("off", "0", "no", "none") else Path(told)
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return base / "gongbao"


def load(lexicon: Lexicon) -> list[Entry] | None:
    """What was kept for these very rule files by this very program; None where nothing usable was."""
    path = _path(lexicon)
    found = _read(path) if path is not None else None
    if path is not None and found is not None:
        with contextlib.suppress(OSError):
            os.utime(path)  # what is used stays
    return found


def known(lexicon: Lexicon) -> dict[str, tuple[frozenset[str], ...]]:
    """Patterns, as expanded, that were found good when other files were loaded last, with their gates."""
    place = folder()
    files = sorted(place.glob(f"rules-{_program()}-*.json"), key=_age, reverse=True) if place else []
    found = _read(files[0]) if files else None
    out: dict[str, tuple[frozenset[str], ...]] = {}
    for e in found or ():
        out |= {source: e.gates if source == e.pattern else () for source in e[3:6] if source is not None}
    return out


def save(lexicon: Lexicon, rules: Iterable[Rule]) -> None:
    """Keep worked-out rules; does nothing where that is not possible."""
    path = _path(lexicon)
    if path is None:
        return
    body = json.dumps([_row(r, lexicon.root) for r in rules], ensure_ascii=False).encode("utf-8", "surrogatepass")
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _clear(path.parent)


def _row(rule: Rule, root: Path) -> list[Any]:
    at = Path(rule.path).relative_to(root).as_posix()
    spec = rule.spec.model_dump(mode="json", exclude_defaults=True)
    sources = (rule.left_source, rule.right_source, rule.pattern_source)
    return [spec, at, sorted(rule.kinds), *sources, [sorted(g) for g in rule.gates]]


def _read(path: Path) -> list[Entry] | None:
    try:
        told, _, body = path.read_bytes().partition(b"\n")
        if hashlib.sha256(body).hexdigest().encode() != told:
            return None
        found: list[Entry] = _ENTRIES.validate_json(body)
    except (OSError, ValidationError):
        return None
    return found


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:  # another run has just cleared it away
        return 0


def _clear(place: Path) -> None:
    for old in sorted(place.glob("rules-*.json"), key=_age, reverse=True)[KEPT:]:
        with contextlib.suppress(OSError):
            old.unlink()


def _path(lexicon: Lexicon) -> Path | None:
    place = folder()
    if place is None or digest_of(lexicon.root) != lexicon.digest:  # changed since the words were read
        return None
    return place / f"rules-{_program()}-{lexicon.digest[:40]}.json"


@lru_cache(maxsize=1)
def _program() -> str:
    """A digest of the code that works rules out: other code makes something else of the same files."""
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
