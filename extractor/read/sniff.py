"""What bytes are, whatever their file is called: Word saves pages as .doc, portals save workbooks without an ending."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib

from .encoding import ReadError
from .limits import BROKEN

_HEAD = 4096
_MAIL = re.compile(rb"\s{0,8}(?:From|To|Subject|Date|MIME-Version|Content-[A-Za-z-]{2,30}|Snapshot-[A-Za-z-]{2,30}"
                   rb"|X-[A-Za-z-]{2,30})\s{0,2}:", re.IGNORECASE)  # fmt: skip
_PDF = b"%PDF-"
_PDF_WITHIN = 1024
"""Bytes of rubbish that may stand before a PDF begins."""
_ZIP, _GZIP, _WARC = b"PK\x03\x04", b"\x1f\x8b", b"WARC/"
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|(?:\w+:)?(?:wordDocument|Workbook|package)\b)")
_HTML = re.compile(rb"<html[\s>]", re.IGNORECASE)
_OFFICE = {
    b'"urn:schemas-microsoft-com:office:spreadsheet"': "xls",
    b"http://schemas.microsoft.com/office/word/2003/wordml": "word",
    b"http://schemas.microsoft.com/office/2006/xmlPackage": "word",
}
"""Namespaces that the root of such a file declares, and the forms that they tell."""
_GIVE_IT = "give the file to gongbao extract, or one of its documents by its path"


def told_form(data: bytes, name: str) -> str | None:
    """The form that the bytes tell by themselves; None where they might be any text.

    Raises ReadError for forms that are known and not read, and for containers, whose documents are read one by one.
    """
    if data[:_PDF_WITHIN].find(_PDF) >= 0:
        return "pdf"
    if data.startswith(_ZIP):
        return _in_zip(data, name)
    if data.startswith(_WARC) or (data.startswith(_GZIP) and _unpacked(data).startswith(_WARC)):
        problem = "is a web archive, whose pages are documents of their own"
        raise ReadError(name, problem, f"name it .warc.gz and {_GIVE_IT}")
    head = data[:_HEAD]
    if (office := office_xml(data)) is not None:
        return office
    if _MAIL.match(head) and (b"multipart/" in head.lower() or _is_mail(head)):
        return "mht"
    return None


def office_xml(data: bytes) -> str | None:
    """Which form of an office program's XML a file is, if any: they have names of many kinds, .doc and .xls too."""
    head = data[:_HEAD]
    if _XML.match(head) is None or _HTML.search(head) is not None:
        return None
    return next((form for mark, form in _OFFICE.items() if mark in head), None)


def _is_mail(head: bytes) -> bool:
    """Whether the lines up to the first empty one are the head of a message of one part."""
    lines = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0].lower()
    return re.search(rb"^mime-version\s*:", lines, re.M) is not None and b"content-type" in lines and b"text/" in lines


def _in_zip(data: bytes, name: str) -> str | None:
    """Which kind of ZIP container it is, by what it holds; None where its list is broken, so that its name counts."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            inside = archive.namelist()
    except BROKEN:
        return None
    held = set(inside)
    if "[Content_Types].xml" in held or any(n.startswith(("word/", "xl/")) for n in held):
        if "xl/workbook.bin" in held:
            raise ReadError(name, "is a binary workbook (.xlsb), which this reader does not take", "save it as .xlsx")
        if any(n.startswith("ppt/") for n in held):
            raise ReadError(name, "is a set of slides, which this reader does not take", "save it as PDF")
        return "xlsx" if any(n.startswith("xl/") for n in held) else "docx"
    if "OFD.xml" in held:
        raise ReadError(name, "is an OFD document, which this reader does not take", "save it as PDF")
    if "mimetype" in held and "content.xml" in held:
        raise ReadError(name, "is an OpenDocument file, which this reader does not take", "save it as .docx or .xlsx")
    files = [n for n in inside if not n.endswith("/")]
    problem = f"is a ZIP archive of {len(files)} files, each a document of its own"
    raise ReadError(name, problem, f"name it .zip and {_GIVE_IT}")


def _unpacked(data: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            return file.read(len(_WARC))
    except (OSError, EOFError, zlib.error):
        return b""
