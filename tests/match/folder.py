"""Small changes to a copy of the rules folder, for tests of what reads rules."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from extractor.lexicon import default_rules_dir


def copied(tmp_path: Path, *without: str) -> Path:
    """A copy of the package's rules in ``tmp_path``, without the folders named."""
    root = tmp_path / "rules"
    shutil.copytree(default_rules_dir(), root)
    for name in without:
        shutil.rmtree(root / name)
        (root / name).mkdir()
    return root


def edit(path: Path, change: Callable[[str], str]) -> None:
    """Rewrite a file; fails where the change changes nothing."""
    old = path.read_text(encoding="utf-8")
    new = change(old)
    assert new != old, f"nothing to change in {path.name}"
    path.write_text(new, encoding="utf-8")


def add(path: Path, text: str) -> Path:
    """A new rule file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
