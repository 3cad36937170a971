"""A file or bytes in, a :class:`~extractor.models.Source` out: which form it has, and which reader takes it.

Readers stand in :data:`FORMS`. A further form is a module with a reader and one line here; nothing else asks
what a file was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ..models import Source
from .article_rows import row_articles, sheet_articles
from .articles import Article, feed_articles, json_articles
from .containers import MEMBER, is_container, read_member, split_member
from .docx import embedded_pages, read_docx, read_word_xml
from .encoding import ReadError, decode
from .field_tables import read_json_table, read_xml_table
from .html import looks_like_html
from .html_tables import find_tables
from .pdf import read_pdf
from .saved_pages import saved_page
from .separated import read_separated
from .sheet_xml import read_sheet_xml
from .sheets import read_xlsx
from .sniff import told_form
from .tags import scan

Reader = Callable[[bytes, str], Source]
"""Makes a source of a file's bytes and its name. Raises ReadError where they cannot be read."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form that files come in: its reader, the endings of file names and the first bytes that tell it.

    ``both`` is set where the first bytes alone do not tell it (a ZIP container may be many things).
    """

    name: str
    read: Reader
    endings: tuple[str, ...]
    magic: tuple[bytes, ...] = ()
    both: bool = False


def read_path(path: str | Path) -> Source:
    """The bulletin in a file or a container's member; ``Source.path`` is the path as given. Raises ReadError where
    it cannot be read.
    """
    member = split_member(str(path))
    try:
        if member is not None:
            held = read_member(*member)
            source = read_bytes(held.data, str(path), held.charset)
            return replace(source, yielded=True) if held.made else source
        data = Path(path).read_bytes()
    except IsADirectoryError as err:
        raise ReadError(str(path), "is a folder", "give the files in it") from err
    except OSError as err:
        problem = f"cannot be read ({err.strerror or err})"
        raise ReadError(str(path), problem, "check the path and its permissions") from err
    return read_bytes(data, str(path))


def read_bytes(data: bytes, name: str, charset: str | None = None) -> Source:
    """The bulletin in ``data``; ``name`` is its path or file name, whose ending is a hint and no more; ``charset`` is
    what came with the bytes, a hint too.

    Raises ReadError for an empty or binary file and for one that holds several documents, naming what it is and what
    would help.
    """
    form = _form_of(data, name)
    if charset is not None and form.read in (_read_text, _read_markdown, _read_html):
        return _textual(data, name, form.name, charset)
    return form.read(data, name)


def _form_of(data: bytes, name: str) -> Form:
    """By the bytes, where they tell a form; else by the ending, where the first bytes do not speak against it; else it
    is text."""
    told = told_form(data, name)
    if told is not None:
        return FORMS[told]
    for form in FORMS.values():
        if form.magic and not form.both and data.startswith(form.magic):
            return form
    ending = name.rpartition(MEMBER)[2].lower()
    for form in FORMS.values():
        if form.endings and ending.endswith(form.endings) and (not form.both or data.startswith(form.magic)):
            return form
    return FORMS["text"]


def _read_text(data: bytes, name: str) -> Source:
    """Plain text, or a web page under another name; what tables its residual markup states are kept."""
    return _textual(data, name, "text")


def _read_markdown(data: bytes, name: str) -> Source:
    return _textual(data, name, "markdown")


def _read_html(data: bytes, name: str) -> Source:
    return _textual(data, name, "html")


def _textual(data: bytes, name: str, form: str, charset: str | None = None) -> Source:
    decoded = decode(data, name, charset)
    text = decoded.text
    if looks_like_html(text):
        form = "html"
    elif form == "html" and not any(scan(text, strict=True)):
        form = "text"  # nothing in it is markup, so its line ends mean something
    has_tables = "<t" in text or "<T" in text
    tables = find_tables(text, list(scan(text, strict=form != "html"))) if has_tables else ()
    return Source(hashlib.sha256(data).hexdigest(), name, text, decoded.encoding, form, tables, page=form == "html")


def _read_saved(data: bytes, name: str) -> Source:
    """A page that a browser saved with its pictures (.mht): offsets count in the page within."""
    page = _textual(saved_page(data, name), name, "html")
    return replace(page, doc_id=hashlib.sha256(data).hexdigest(), form="mht", yielded=True)


def _read_word(data: bytes, name: str) -> Source:
    """A Word document, or the pages that stand for its text: offsets count in these."""
    pages = embedded_pages(data, name)
    if not pages:
        return read_docx(data, name)
    texts = [decode(saved_page(page, name), name).text for page in pages]
    page = _textual("\n".join(texts).encode("utf-8", "replace"), name, "html")
    return replace(page, doc_id=hashlib.sha256(data).hexdigest(), form="docx", yielded=True)


def _read_articles(
    find: Callable[[bytes, str], Iterator[Article]], form: str, otherwise: Reader | None = None
) -> Reader:
    """Reads a file with one article in its fields; several are documents of their own. One without any is for the
    reader ``otherwise``."""

    def read(data: bytes, name: str) -> Source:
        articles = list(find(data, name))
        if not articles and otherwise is not None:
            return otherwise(data, name)
        if len(articles) > 1:
            problem = f"holds {len(articles)} articles, each a document of its own"
            if not is_container(name):
                raise ReadError(name, problem, f"name it {FORMS[form].endings[0]} and give it to gongbao extract")
            raise ReadError(name, problem, f"give one by its number ({name}{MEMBER}1), or the file to gongbao extract")
        if articles[0].problem is not None:
            raise articles[0].problem
        page = _textual(articles[0].page, name, "text")
        return replace(page, doc_id=hashlib.sha256(data).hexdigest(), form=form, yielded=True)

    return read


_ZIP = (b"PK",)
FORMS: dict[str, Form] = {
    "text": Form("text", _read_text, (".txt", ".text")),
    "markdown": Form("markdown", _read_markdown, (".md", ".markdown")),
    "html": Form("html", _read_html, (".html", ".htm", ".shtml", ".xhtml", ".jhtml", ".asp", ".aspx", ".jsp")),
    "mht": Form("mht", _read_saved, (".mht", ".mhtml", ".eml")),
    "feed": Form("feed", _read_articles(feed_articles, "feed", read_xml_table), (".xml", ".rss", ".atom")),
    "json": Form("json", _read_articles(json_articles, "json", read_json_table), (".json", ".jsonl", ".ndjson")),
    "csv": Form("csv", _read_articles(row_articles, "csv", read_separated), (".csv", ".tsv")),
    "pdf": Form("pdf", read_pdf, (".pdf",), (b"%PDF-",)),
    "docx": Form("docx", _read_word, (".docx", ".docm", ".dotx"), _ZIP, both=True),
    "xlsx": Form("xlsx", _read_articles(sheet_articles, "xlsx", read_xlsx), (".xlsx", ".xlsm"), _ZIP, both=True),
    "word": Form("word", read_word_xml, ()),
    "xls": Form("xls", read_sheet_xml, ()),
}
"""Readers by the form's name. Those with ``magic`` are asked first, whatever the file is called."""
