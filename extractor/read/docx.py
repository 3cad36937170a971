"""Word documents (.docx): paragraphs and tables in the order of the body, as the page shows them.

The markup is read as it stands, because what a paragraph shows is spread over it: tracked insertions, content controls,
links, text boxes, formulas, notes. What was deleted, moved away or hidden is not shown, and the copy that Word keeps of
a text box for older versions would say everything twice.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ..models import Source
from .encoding import ReadError
from .extras import needs
from .limits import BROKEN, MOST_OFFICE_BYTES, check_archive
from .numbering import Numbering
from .yielded import YieldedCell, YieldedText

_TRANSPARENT = frozenset(("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "hyperlink", "fldSimple"))
"""Elements that only stand around others."""
_UNSEEN = frozenset(("Fallback", "del", "moveFrom", "pPr", "rPr", "sdtPr", "instrText", "delText", "rt"))
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_OFF = frozenset(("0", "false", "off"))
_LAYOUT_CELL = 300
"""Characters in a cell of several paragraphs from which on its table is a page's layout, not data."""


def read_docx(data: bytes, name: str) -> Source:
    """The paragraphs and tables of a Word document, notes at the end.

    Raises ReadError for one that is broken, locked or without text.
    """
    needs("lxml", name, "lxml")
    from lxml.etree import XMLSyntaxError

    check_archive(data, name, MOST_OFFICE_BYTES)
    out = YieldedText()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            main = _main_part(package)
            folder = main.rpartition("/")[0]
            numbering = Numbering(_part(package, f"{folder}/numbering.xml"), _part(package, f"{folder}/styles.xml"))
            root = _part(package, main)
            if root is None:
                raise KeyError(main)
            _Writer(out, numbering).blocks(_child(root, "body"))
            for kind in ("footnote", "endnote"):
                _notes(out, _part(package, f"{folder}/{kind}s.xml"), kind)
    except (*BROKEN, KeyError, XMLSyntaxError) as err:
        problem = f"is a broken Word document ({type(err).__name__})"
        raise ReadError(name, problem, "open it in Word and save it again") from err
    if out.empty:
        raise ReadError(name, "is a Word document without text", "if it holds pictures, run text recognition on them")
    return out.source(data, name, "docx")


# --------------------------------------------------------------------------- the parts of the package


def _main_part(package: zipfile.ZipFile) -> str:
    """The part that holds the document: Word calls it word/document.xml, others may not."""
    relations = _part(package, "_rels/.rels")
    for relation in () if relations is None else relations:
        if str(relation.get("Type", "")).endswith("/officeDocument"):
            return str(relation.get("Target", "")).lstrip("/")
    return "word/document.xml"


def _part(package: zipfile.ZipFile, name: str) -> Any:
    """A part's root element, None where there is no such part."""
    from lxml import etree

    if name not in package.NameToInfo:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    return etree.fromstring(package.read(name), parser)


def _local(node: Any) -> str:
    """An element's name without its namespace: the two editions of the standard differ in nothing else."""
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _child(node: Any, *path: str) -> Any:
    for name in path:
        node = next((c for c in node if _local(c) == name), None) if node is not None else None
    return node


def _value(node: Any, name: str = "val") -> str | None:
    """An attribute of an element, whatever its namespace."""
    if node is None:
        return None
    return next((str(v) for k, v in node.attrib.items() if k.rpartition("}")[2] == name), None)


def _notes(out: YieldedText, root: Any, kind: str) -> None:
    """Footnotes or endnotes behind the body, each with the mark that stands for it there."""
    for note in () if root is None else root:
        shown = " ".join(t for p in _all(note, "p") if (t := _text(p).strip()))
        if _local(note) == kind and _value(note, "type") in (None, "normal") and shown:
            out.line(f"[{_value(note, 'id')}] {shown}")


# --------------------------------------------------------------------------- paragraphs


def _all(node: Any, name: str) -> Iterator[Any]:
    """Elements of this name below ``node`` that are shown, those within one another left to the outer one."""
    for child in node:
        local = _local(child)
        if local == name:
            yield child
        elif local and local not in _UNSEEN:
            yield from _all(child, name)


def _text(node: Any) -> str:
    """What a paragraph shows, its text boxes left out."""
    return "".join(_pieces(node))


def _pieces(node: Any) -> Iterator[str]:
    for child in node:
        local = _local(child)
        if local == "t":
            yield child.text or ""
        elif local in _SIGNS:
            yield _SIGNS[local]
        elif local in ("footnoteReference", "endnoteReference"):
            yield f"[{_value(child, 'id')}]"
        elif local == "r":
            yield from _run(child)
        elif local and local not in _UNSEEN and local != "txbxContent":
            yield from _pieces(child)


def _run(run: Any) -> Iterator[str]:
    look = _child(run, "rPr")
    hidden = _child(look, "vanish")
    if hidden is not None and _value(hidden) not in _OFF:
        return
    shown = "".join(_pieces(run))
    raised = _value(_child(look, "vertAlign")) == "superscript" and shown.strip("0123456789+-") == ""
    yield shown.translate(_RAISED) if raised else shown


@dataclass(slots=True)
class _Writer:
    """Writes the blocks of a body, or of a cell that is a page's layout."""

    out: YieldedText
    numbering: Numbering

    def blocks(self, parent: Any) -> None:
        """Paragraphs and tables in their order."""
        for node in () if parent is None else parent:
            local = _local(node)
            if local == "p":
                self._paragraph(node)
            elif local == "tbl":
                self._table(node)
            elif local in _TRANSPARENT and not _is_contents(node):
                self.blocks(node)

    def _paragraph(self, p: Any) -> None:
        shown = _text(p)
        self.out.line(self.numbering.label(p) + shown if shown.strip() else shown)
        for box in _all(p, "txbxContent"):
            self.blocks(box)

    def _table(self, table: Any) -> None:
        rows = [tr for tr in _rows(table) if _child(tr, "trPr", "del") is None]
        cells = [list(_of_row(tr)) for tr in rows]
        if _is_layout(cells):
            for tc in (tc for row in cells for tc in row):
                self.blocks(tc)
            return
        self.out.table(_grid(rows, cells))


def _is_contents(node: Any) -> bool:
    """Whether a content control holds the table of contents, which Word makes of the headings."""
    gallery = _child(node, "sdtPr", "docPartObj", "docPartGallery")
    return gallery is not None and _value(gallery) == "Table of Contents"


# --------------------------------------------------------------------------- tables


@dataclass(slots=True)
class _Cell:
    text: str
    row: int
    column: int
    columns: int
    header: bool
    rows: int = field(default=1)


def _rows(table: Any) -> Iterator[Any]:
    for node in table:
        if _local(node) == "tr":
            yield node
        elif _local(node) in _TRANSPARENT:
            yield from _rows(node)


def _of_row(tr: Any) -> Iterator[Any]:
    for node in tr:
        if _local(node) == "tc":
            yield node
        elif _local(node) in _TRANSPARENT:
            yield from _of_row(node)


def _is_layout(rows: list[list[Any]]) -> bool:
    """Whether a table is a page's frame: a single column, another table within, or a cell with paragraphs of text."""
    if max((len(row) for row in rows), default=0) < 2:
        return True
    for tc in (tc for row in rows for tc in row):
        if next(_all(tc, "tbl"), None) is not None:
            return True
        paragraphs = [t for p in _all(tc, "p") if (t := _text(p).strip())]
        if len(paragraphs) > 2 and sum(map(len, paragraphs)) > _LAYOUT_CELL:
            return True
    return False


def _grid(rows: list[Any], cells: list[list[Any]]) -> list[YieldedCell]:
    """The cells of a table on its grid; merged ones once, with their spans."""
    done: dict[tuple[int, int], _Cell] = {}
    open_above: dict[int, _Cell] = {}  # column → the cell that reaches down to here
    for r, (tr, row) in enumerate(zip(rows, cells, strict=True)):
        header = _child(tr, "trPr", "tblHeader")
        marked = header is not None and _value(header) not in _OFF
        column = _number(_value(_child(tr, "trPr", "gridBefore")), 0)
        for tc in row:
            wide = max(1, _number(_value(_child(tc, "tcPr", "gridSpan")), 1))
            merge = _child(tc, "tcPr", "vMerge")
            above = open_above.get(column)
            if merge is not None and _value(merge) != "restart" and above is not None:
                above.rows = r - above.row + 1
            else:
                shown = " ".join(t for p in _all(tc, "p") if (t := _text(p).strip()))
                done[r, column] = open_above[column] = _Cell(shown, r, column, wide, marked)
            column += wide
    return [YieldedCell(c.text, c.row, c.column, c.rows, c.columns, c.header) for _, c in sorted(done.items())]


def _number(value: str | None, otherwise: int) -> int:
    return int(value) if value is not None and value.isdecimal() and len(value) < 4 else otherwise
