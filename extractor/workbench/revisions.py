"""Rules of a folder, or of a git revision of the repository that one stands in."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FOLDER = "rules"


class RevisionError(ValueError):
    """What is neither a folder nor a revision that holds rules."""


@contextmanager
def rules_at(name: str) -> Iterator[Path]:
    """The rules folder that ``name`` means: a folder, or the folder ``rules`` of a git revision (``HEAD~2``,
    ``main``, ``v1.0:other/rules``), unpacked for as long as it is needed.

    Raises RevisionError.
    """
    if Path(name).is_dir():
        yield Path(name)
        return
    revision, _, folder = name.partition(":")
    top = _git("rev-parse", "--show-toplevel", of=name).decode().strip()
    _git("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}", of=name)
    data = _git("-C", top, "archive", revision, folder or _FOLDER, of=name)
    with tempfile.TemporaryDirectory() as scratch:
        with tarfile.open(fileobj=io.BytesIO(data)) as packed:
            packed.extractall(scratch, filter="data")
        yield Path(scratch, folder or _FOLDER)


def _git(*args: str, of: str) -> bytes:
    try:
        done = subprocess.run(["git", *args], capture_output=True, check=False)
    except OSError as err:
        raise RevisionError(f"{of}: no such folder, and git cannot be run ({err.strerror})") from err
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise RevisionError(
            f"{of}: neither a folder nor a git revision with {_FOLDER}/" + (f" ({said[0]})" if said else "")
        )
    return done.stdout
