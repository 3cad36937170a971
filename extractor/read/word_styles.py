"""Looks that Word keeps in styles: what a style hides, strikes out or raises is so in every run that has the style."""

from __future__ import annotations

import copy
from typing import Any

from .wordml import child, local, value

_LOOKS = ("vanish", "strike", "dstrike", "vertAlign")
_DEEPEST = 20


def apply_styles(root: Any, styles: Any) -> None:
    """Gives every run below ``root`` the looks that its style, or its paragraph's, has and it has none of its own.

    ``styles`` is the root of that part of the package, None where it has none.
    """
    looks = _looks(styles)
    if root is None or not looks:
        return
    for run in root.iter("{*}r"):
        paragraph = next(run.iterancestors("{*}p"), None)
        named = (value(child(run, "rPr", "rStyle")), value(child(paragraph, "pPr", "pStyle")))
        given = {name: look for style in reversed(named) if style for name, look in looks.get(style, {}).items()}
        if not given:
            continue
        own = child(run, "rPr")
        if own is None:
            own = run.makeelement(run.tag.replace("}r", "}rPr"))
            run.insert(0, own)
        for name, look in given.items():
            if child(own, name) is None:
                own.append(copy.copy(look))


def _looks(styles: Any) -> dict[str, dict[str, Any]]:
    """The looks of each style by its id, those of the style that it is based on included."""
    found: dict[str, tuple[str | None, dict[str, Any]]] = {}
    for style in () if styles is None else styles:
        if local(style) == "style":
            inside = child(style, "rPr")
            own = {local(look): look for look in (() if inside is None else inside) if local(look) in _LOOKS}
            found[value(style, "styleId") or ""] = (value(child(style, "basedOn")), own)
    out: dict[str, dict[str, Any]] = {}
    for name in found:
        looks: dict[str, Any] = {}
        at: str | None = name
        for _ in range(_DEEPEST):
            if at is None or at not in found:
                break
            at, own = found[at]
            looks = {**own, **looks}
        if looks:
            out[name] = looks
    return out
