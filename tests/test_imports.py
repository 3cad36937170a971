"""Imports run one way: a stage may use what lies before it, never what lies after."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "extractor"

#: Lower may not import higher; neighbours of one rank may not import each other.
RANKS = {
    name: rank
    for rank, names in enumerate(
        (
            ("models", "version"),
            ("rulefile",),
            ("patterns",),
            ("lexicon",),
            ("read",),
            ("clean", "files"),
            ("layout", "measure"),
            ("match", "analysis"),
            ("resolve",),
            ("check",),
            ("pipeline",),
            ("scale",),
            ("run",),
            ("explain",),
            ("workbench",),
            ("cli",),
            ("__main__",),
        )
    )
    for name in names
}
#: What knows the values that leave the pipeline and nothing else, and so stands beside the order. The report stands
#: on the store, and reads documents again to show their raw characters.
ASIDE = {"store", "report"}
#: The front door: it may lead anywhere, and no stage goes through it.
FRONT = "__init__"


def modules() -> list[Path]:
    return sorted(p for p in PACKAGE.rglob("*.py") if "__pycache__" not in p.parts)


def unit(parts: tuple[str, ...]) -> str:
    """The module or folder directly below the package that a dotted path lies in."""
    return parts[0] if parts else FRONT


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and unit of every import from the package, those inside functions included."""
    inner = path.relative_to(PACKAGE).with_suffix("").parts
    home = inner[:-1]  # the package that relative imports start from
    for node in _nodes(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                first, *rest = alias.name.split(".")
                if first == "extractor":
                    yield node.lineno, unit(tuple(rest))
        elif isinstance(node, ast.ImportFrom):
            names = tuple((node.module or "").split(".")) if node.module else ()
            if node.level:
                base = home[: len(home) - node.level + 1]
            elif names[:1] == ("extractor",):
                base, names = (), names[1:]
            else:
                continue
            full = (*base, *names)
            for alias in node.names:
                yield node.lineno, unit(full or _submodule(alias.name))


def _submodule(name: str) -> tuple[str, ...]:
    """``from extractor import x``: a module of this name, or something that the package itself defines."""
    return (name,) if (PACKAGE / name).is_dir() or (PACKAGE / f"{name}.py").exists() else ()


def _nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes but those that only a type checker sees."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            for other in node.orelse:
                yield other
                yield from _nodes(other)
            continue
        yield node
        yield from _nodes(node)


def allowed(here: str, there: str) -> bool:
    if here in (there, FRONT):
        return True
    if here in ASIDE:
        return there in ({"models", "store", "read"} if here == "report" else {"models"})
    if there in ASIDE:
        return RANKS[here] >= RANKS["scale"]
    return there != FRONT and RANKS[there] < RANKS[here]


def test_every_module_has_its_place() -> None:
    units = {unit(p.relative_to(PACKAGE).with_suffix("").parts) for p in modules()}
    assert units <= RANKS.keys() | ASIDE | {FRONT}


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_imports_run_one_way(path: Path) -> None:
    here = unit(path.relative_to(PACKAGE).with_suffix("").parts)
    wrong = [f"{path.name}:{line} imports {there}" for line, there in imports(path) if not allowed(here, there)]
    assert not wrong


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("import extractor.run", ["run"]),
        ("from extractor.store.load import fill", ["store"]),
        ("from extractor import cli", ["cli"]),
        ("from extractor import quantities", [FRONT]),
        ("import extractor", [FRONT]),
        ("from ..models import Source", ["models"]),
        ("from . import text", ["clean"]),
        ("from .text import Text", ["clean"]),
        ("from .. import run", ["run"]),
        ("def f():\n    from extractor import pipeline as p, models", ["pipeline", "models"]),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from extractor import run", []),
        ("import re\nfrom pathlib import Path", []),
    ],
)
def test_imports_are_seen(code: str, found: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "extractor"
    (package / "clean").mkdir(parents=True)
    for name in ("run", "cli", "models", "pipeline"):
        (package / f"{name}.py").touch()
    module = package / "clean" / "spam.py"
    module.write_text(code, encoding="utf-8")
    monkeypatch.setattr(f"{__name__}.PACKAGE", package)
    assert [there for _, there in imports(module)] == found


def test_what_is_not_allowed() -> None:
    assert not allowed("clean", "layout")
    assert not allowed("layout", "measure")
    assert not allowed("store", "read") and not allowed("report", "run")
    assert not allowed("pipeline", "store") and not allowed("match", "__init__")
    assert allowed("run", "store") and allowed("cli", "workbench") and allowed("clean", "models")
