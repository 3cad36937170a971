"""Word documents (.docx, or XML in one file): paragraphs and tables in the order of the body, as the page shows them,
notes at the end."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ..models import Source
from .encoding import ReadError
from .extras import needs
from .limits import BROKEN, MOST_OFFICE_BYTES, check_archive
from .numbering import Numbering
from .word_styles import apply_styles
from .word_tables import is_deleted, read_table
from .wordml import (
    INLINE_NOTES,
    child,
    is_transparent,
    joined,
    list_label,
    local,
    references,
    runs_on,
    shown,
    text_of,
    value,
)
from .xml_values import xml_root
from .yielded import YieldedText


def read_docx(data: bytes, name: str) -> Source:
    """The paragraphs and tables of a Word document, notes at the end.

    Raises ReadError for one that is broken, locked or without text.
    """
    needs("lxml", name, "lxml")
    from lxml.etree import XMLSyntaxError

    check_archive(data, name, MOST_OFFICE_BYTES)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            out = _written(lambda part: _part(package, part), _main_part(package))
    except (*BROKEN, KeyError, XMLSyntaxError) as err:
        problem = f"is a broken Word document ({type(err).__name__})"
        raise ReadError(name, problem, "open it in Word and save it again") from err
    return _source(out, data, name, "docx")


def embedded_pages(data: bytes, name: str) -> list[bytes]:
    """The web pages that a document is put together of when it is opened, as programs write it that have no paragraphs
    of their own; none where it has any, or is broken.

    Raises ReadError for a container that would burst.
    """
    needs("lxml", name, "lxml")
    from lxml.etree import XMLSyntaxError

    check_archive(data, name, MOST_OFFICE_BYTES)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            main = _main_part(package)
            folder, _, file = main.rpartition("/")
            body = child(_part(package, main), "body")
            chunks = [] if body is None else list(shown(body, "altChunk"))
            if not chunks or any(text_of([p]).strip() for p in shown(body, "p")):
                return []
            relations = _part(package, f"{folder}/_rels/{file}.rels")
            targets = {} if relations is None else {r.get("Id"): str(r.get("Target", "")) for r in relations}
            parts = [targets.get(value(chunk, "id") or "", "") for chunk in chunks]
            parts = [part[1:] if part.startswith("/") else f"{folder}/{part}" for part in parts]
            return [package.read(part) for part in parts if part in package.NameToInfo]
    except (*BROKEN, KeyError, XMLSyntaxError):
        return []


def read_word_xml(data: bytes, name: str) -> Source:
    """The same of a document that is one XML file: that of Word 2003, which programs write under the name .doc, or the
    parts of a .docx in one file.

    Raises ReadError for one that is broken or without text.
    """
    needs("lxml", name, "lxml")
    root = xml_root(data, name)
    if local(root) == "wordDocument":
        out = YieldedText()
        body = child(root, "body")
        apply_styles(body, child(root, "styles"))
        writer = _Writer(out, Numbering(None, None))
        writer.blocks(body)
        for note in () if body is None else shown(body, *INLINE_NOTES):
            writer.blocks(note)
    else:
        held = ((value(part, "name"), child(part, "xmlData")) for part in root)
        parts = {part: next(iter(inside), None) for part, inside in held if inside is not None}
        try:
            out = _written(lambda part: parts.get(f"/{part}"), "word/document.xml")
        except KeyError as err:
            raise ReadError(name, "is XML without a document", "save it as .docx") from err
    return _source(out, data, name, "word")


def _written(part: Callable[[str], Any], main: str) -> YieldedText:
    """The text of the package whose parts ``part`` gives. Raises KeyError where it has no ``main`` one."""
    out = YieldedText()
    folder = main.rpartition("/")[0]
    styles = part(f"{folder}/styles.xml")
    numbering = Numbering(part(f"{folder}/numbering.xml"), styles)
    root = part(main)
    if root is None:
        raise KeyError(main)
    apply_styles(root, styles)
    writer, body = _Writer(out, numbering), child(root, "body")
    writer.blocks(body)
    marks = set(references(body)) if body is not None else set()
    for kind in ("footnote", "endnote"):
        told = frozenset(mark for k, mark in marks if k == kind)
        notes = part(f"{folder}/{kind}s.xml")
        apply_styles(notes, styles)
        _notes(writer, notes, kind, told)
    return out


def _source(out: YieldedText, data: bytes, name: str, form: str) -> Source:
    if out.empty:
        raise ReadError(name, "is a Word document without text", "if it holds pictures, run text recognition on them")
    return out.source(data, name, form)


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


# --------------------------------------------------------------------------- the body


@dataclass(slots=True)
class _Writer:
    """Writes the blocks of a body, a note, or a cell that is a page's layout."""

    out: YieldedText
    numbering: Numbering
    _open: list[Any] = field(init=False, default_factory=list)
    """Paragraphs that the next one goes on with."""

    def blocks(self, parent: Any) -> None:
        """Paragraphs and tables in their order."""
        if parent is not None:
            self._blocks(parent)
        self._close()

    def _blocks(self, parent: Any) -> None:
        for node in parent:
            name = local(node)
            if name == "p":
                self._open.append(node)
                if not runs_on(node):
                    self._close()
            elif name == "tbl":
                self._close()
                self.table(node)
            elif is_transparent(node) and not _is_contents(node):
                self._blocks(node)

    def _close(self) -> None:
        """Write the paragraphs that are open as one; the list that it is in is that of the last one."""
        paragraphs, self._open = self._open, []
        if not paragraphs:
            return
        text = text_of(paragraphs)
        if text.strip() or not runs_on(paragraphs[-1]):
            label = self.numbering.label(paragraphs[-1]) or list_label(paragraphs[-1])
            self.out.line(label + text if text.strip() else text)
        for box in (box for p in paragraphs for box in shown(p, "txbxContent")):
            self.blocks(box)

    def table(self, node: Any) -> None:
        """A table of data as such, a frame as what stands in it."""
        table = read_table(node)
        if table.is_layout:
            for tc in (tc for row in table.cells for tc in row if not is_deleted(tc)):
                self.blocks(tc)
            return
        self.out.table(table.grid())
        for inner in table.beside():
            if local(inner) == "tbl":
                self.table(inner)
            else:
                self.blocks(inner)


def _is_contents(node: Any) -> bool:
    """Whether a content control holds the table of contents, which Word makes of the headings."""
    gallery = child(node, "sdtPr", "docPartObj", "docPartGallery")
    return gallery is not None and value(gallery) == "Table of Contents"


def _notes(writer: _Writer, root: Any, kind: str, told: frozenset[str]) -> None:
    """Footnotes or endnotes behind the body, each with the mark that stands for it there; one whose mark is deleted
    is shown nowhere."""
    for note in () if root is None else root:
        mark = value(note, "id") or ""
        if local(note) != kind or value(note, "type") not in (None, "normal") or mark not in told:
            continue
        lines = (text_of(group).strip() for group in joined(p for p in shown(note, "p", "tbl") if local(p) == "p"))
        text = " ".join(line for line in lines if line)
        tables = list(shown(note, "tbl"))
        if text or tables:
            writer.out.line(f"[{mark}] {text}".rstrip())
        for table in tables:
            writer.table(table)
