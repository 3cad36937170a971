"""Which program this is."""

from __future__ import annotations

import hashlib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


def release() -> str:
    """The version of the installed package; ``unknown`` in a checkout that is not installed."""
    try:
        return version("gongbao")
    except PackageNotFoundError:
        return "unknown"


def program_version() -> str:
    """The release and a digest of the package's source: what records were made with.

    The digest is there because a checkout changes without its version changing, and what was extracted by
    other code has to be extracted again.
    """
    root = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(p for p in root.rglob("*") if p.suffix in (".py", ".sql")):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return f"{release()}+{digest.hexdigest()[:12]}"
