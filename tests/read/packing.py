"""Word documents and web archives made part by part, so that tests say exactly what stands in them."""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Sequence
from html import escape

_SPACES = " ".join(
    f'xmlns:{prefix}="http://schemas.openxmlformats.org/{path}"'
    for prefix, path in (
        ("w", "wordprocessingml/2006/main"),
        ("mc", "markup-compatibility/2006"),
        ("r", "officeDocument/2006/relationships"),
    )
) + (' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:schemas-microsoft-com:vml"')
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
_WHEN = (2024, 1, 1, 0, 0, 0)


def run(text: str, look: str = "") -> str:
    """A run of characters; ``look`` is the inside of its properties."""
    given = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{given}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*parts: str, look: str = "") -> str:
    """A paragraph of runs and whatever else."""
    given = f"<w:pPr>{look}</w:pPr>" if look else ""
    return f"<w:p>{given}{''.join(parts)}</w:p>"


def cell(text: str, look: str = "") -> str:
    """A table's cell of one paragraph."""
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{paragraph(run(text))}</w:tc>"


def table(*rows: Sequence[str]) -> str:
    """A table of rows of cells."""
    inside = "".join("<w:tr>" + "".join(row) + "</w:tr>" for row in rows)
    return f"<w:tbl>{inside}</w:tbl>"


def document(*blocks: str, numbering: str = "", footnotes: str = "", styles: str = "", page: bytes = b"") -> bytes:
    """A package with these blocks in its body, and a ``page`` to be put where its altChunk stands; always of the same
    bytes."""
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS,
        "word/document.xml": f"<w:document {_SPACES}><w:body>{''.join(blocks)}</w:body></w:document>",
    }
    if numbering:
        parts["word/numbering.xml"] = f"<w:numbering {_SPACES}>{numbering}</w:numbering>"
    if page:
        parts["word/_rels/document.xml.rels"] = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="c1" Type="aFChunk" Target="/word/chunk.mht"/></Relationships>'
        )
    if styles:
        parts["word/styles.xml"] = f"<w:styles {_SPACES}>{styles}</w:styles>"
    if footnotes:
        parts["word/footnotes.xml"] = f"<w:footnotes {_SPACES}>{footnotes}</w:footnotes>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        for name, text in parts.items():
            z.writestr(zipfile.ZipInfo(name, _WHEN), text.encode(), zipfile.ZIP_DEFLATED)
        if page:
            z.writestr(zipfile.ZipInfo("word/chunk.mht", _WHEN), page)
    return out.getvalue()


def response(url: str, kind: str, body: bytes, status: str = "200 OK", more: str = "") -> bytes:
    """A record of a web archive: what a server answered; ``more`` are further lines of its head."""
    told = f"Content-Type: {kind}\r\n" if kind else ""
    head = f"HTTP/1.1 {status}\r\n{told}{more}Content-Length: {len(body)}\r\n\r\n"
    return archived("response", url, "application/http; msgtype=response", head.encode() + body)


def archived(record: str, url: str, kind: str, block: bytes) -> bytes:
    """A record of a web archive of any type."""
    number = uuid.uuid5(uuid.NAMESPACE_URL, url)
    head = (
        f"WARC/1.0\r\nWARC-Type: {record}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-01-01T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{number}>\r\nContent-Type: {kind}\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"
