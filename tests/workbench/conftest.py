"""A rules folder of its own for tests that write into one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.match.folder import copied


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the package's rules."""
    return copied(tmp_path)
