"""WordprocessingML as the page shows it: which elements are seen, and what a paragraph says.

What a paragraph shows is spread over its markup: tracked insertions, content controls, links, text boxes, formulas,
notes. What was deleted, moved away, hidden or struck out is not shown, and the copy that Word keeps of a text box for
older versions would say everything twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from .figures import RAISED, raised

_TRANSPARENT = frozenset(
    ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "hyperlink", "fldSimple",
     "annotation", "content", "sect", "sub-section", "pBdrGroup", "hlink")
)  # fmt: skip
"""Elements that only stand around others; those of Word 2003 last."""
INLINE_NOTES = ("footnote", "endnote")
"""Notes that stand, in Word 2003, where their mark is."""
_UNSEEN = frozenset(
    ("Fallback", "del", "moveFrom", "pPr", "rPr", "sdtPr", "instrText", "delText", "rt", "binData", *INLINE_NOTES)
)
_INSERTED = "Word.Insertion"
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_REFERENCES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
_MATHS = frozenset(("f", "sSup", "sSubSup", "rad"))
_OFF = frozenset(("0", "false", "off"))


def local(node: Any) -> str:
    """An element's name without its namespace: the two editions of the standard differ in nothing else."""
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(node: Any, *path: str) -> Any:
    """The first element on a path of names below ``node``; None where there is none."""
    for name in path:
        node = next((c for c in node if local(c) == name), None) if node is not None else None
    return node


def value(node: Any, name: str = "val") -> str | None:
    """An attribute of an element, whatever its namespace."""
    if node is None:
        return None
    return next((str(v) for k, v in node.attrib.items() if k.rpartition("}")[2] == name), None)


def is_on(properties: Any, name: str) -> bool:
    """Whether a property that is on or off is on."""
    switch = child(properties, name)
    return switch is not None and value(switch) not in _OFF


def is_transparent(node: Any) -> bool:
    """Whether an element that is shown only stands around others."""
    return local(node) in _TRANSPARENT and not _is_unseen(node)


def _is_unseen(node: Any) -> bool:
    """Whether an element, with what is in it, is not on the page. What Word 2003 notes of a stretch (a deletion, a
    comment) is an annotation; only an insertion is shown."""
    name = local(node)
    return not name or name in _UNSEEN or (name == "annotation" and value(node, "type") != _INSERTED)


def list_label(paragraph: Any) -> str:
    """What Word 2003 says that it sets before a paragraph of a list."""
    label = value(child(paragraph, "pPr", "listPr", "t")) or ""
    return f"{label} " if label.isascii() and label else label


def shown(node: Any, *names: str) -> Iterator[Any]:
    """Elements of these names below ``node`` that are shown, those within one another left to the outer one."""
    for inner in node:
        name = local(inner)
        if name in names:
            yield inner
        elif not _is_unseen(inner):
            yield from shown(inner, *names)


def joined(paragraphs: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    """Paragraphs that the page shows as one: where the mark between them is deleted, moved away or hidden."""
    open_ones: list[Any] = []
    for p in paragraphs:
        open_ones.append(p)
        if not runs_on(p):
            yield tuple(open_ones)
            open_ones = []
    if open_ones:
        yield tuple(open_ones)


def runs_on(paragraph: Any) -> bool:
    """Whether a paragraph's own mark is not shown, so that the next one goes on in its line."""
    mark = child(paragraph, "pPr", "rPr")
    return child(mark, "del") is not None or child(mark, "moveFrom") is not None or is_on(mark, "vanish")


def text_of(paragraphs: Sequence[Any]) -> str:
    """What paragraphs in one line show, their text boxes left out."""
    return "".join(piece for p in paragraphs for piece in _pieces(p))


def references(node: Any) -> Iterator[tuple[str, str]]:
    """Kind and id of every note whose mark is shown below ``node``, text boxes included."""
    for inner in node:
        name = local(inner)
        if name in _REFERENCES:
            yield _REFERENCES[name], value(inner, "id") or ""
        elif not _is_unseen(inner) and not (name == "r" and _is_withdrawn(inner)):
            yield from references(inner)


def _pieces(node: Any) -> Iterator[str]:
    for inner in node:
        name = local(inner)
        if name == "t":
            yield inner.text or ""
        elif name in _SIGNS:
            yield _SIGNS[name]
        elif name in _REFERENCES:
            yield f"[{value(inner, 'id')}]"
        elif name == "r":
            yield from _run(inner)
        elif name in _MATHS and (formula := _formula(inner)):
            yield formula
        elif not _is_unseen(inner) and name != "txbxContent":
            yield from _pieces(inner)


def _formula(node: Any) -> str:
    """A fraction with its stroke, a power with raised figures, a root with its sign: their parts would run together
    into one number. Empty for other elements of such a name."""
    parts = {local(part): "".join(_pieces(part)) for part in node}
    if "num" in parts and "den" in parts:
        return f"{parts['num']}/{parts['den']}"
    if "sup" in parts:
        return parts.get("e", "") + parts.get("sub", "") + parts["sup"].translate(RAISED)
    return f"√{parts['e']}" if local(node) == "rad" and "e" in parts else ""


def _run(run: Any) -> Iterator[str]:
    if _is_withdrawn(run):
        return
    text = "".join(_pieces(run))
    yield raised(text) if value(child(run, "rPr", "vertAlign")) == "superscript" else text


def _is_withdrawn(run: Any) -> bool:
    """Whether a run is hidden or struck out: what was replaced by hand stands right before what replaces it."""
    look = child(run, "rPr")
    return any(is_on(look, name) for name in ("vanish", "strike", "dstrike"))
