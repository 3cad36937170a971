"""Libraries that only some forms need: asked for when such a file comes, and named where they are missing."""

from __future__ import annotations

from importlib.util import find_spec

from .encoding import ReadError


def needs(module: str, name: str, package: str) -> None:
    """Make sure that ``module`` can be imported. Raises ReadError naming the package and how to install it."""
    if find_spec(module) is None:
        raise ReadError(name, f"needs the package {package} to be read", "pip install 'gongbao[forms]'")
