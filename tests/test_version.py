from __future__ import annotations

from pathlib import Path

import pytest

from extractor import version
from extractor.version import program_version, release


def test_the_program_version_follows_the_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = tmp_path / "version.py"
    module.write_text("a = 1", encoding="utf-8")
    monkeypatch.setattr(version, "__file__", str(module))
    first = program_version()
    assert first == program_version() and first.startswith(release() + "+")
    module.write_text("a = 2", encoding="utf-8")
    second = program_version()
    (tmp_path / "views.sql").write_text("SELECT 1", encoding="utf-8")
    third = program_version()
    (tmp_path / "notes.txt").write_text("nothing", encoding="utf-8")
    assert len({first, second, third}) == 3 and program_version() == third
