"""Pages that a browser or Word saved with their pictures (.mht), and mails: the text within the message."""

from __future__ import annotations

import email
import email.header
import re
from email.message import Message

from .articles import day_of, page_of
from .encoding import ReadError, decode
from .html import looks_like_html

_HAN = re.compile(r"[㐀-鿿]")
_PAGES = ("text/html", "application/xhtml+xml")


def saved_page(data: bytes, name: str) -> bytes:
    """The page of a message, in UTF-8; of several (frames), the one that says most. A message without a page is the
    plain text in it, below its subject and its date.

    Raises ReadError where it holds neither.
    """
    message = email.message_from_bytes(data)
    pages = _texts(message, name, _PAGES)
    if not pages and looks_like_html(whole := decode(data, name).text):
        pages = [whole]
    if pages:
        return _fullest(pages).encode("utf-8", "replace")
    texts = [text for text in _texts(message, name, ("text/plain",)) if _HAN.search(text)]
    if not texts:
        raise ReadError(name, "is a saved page without HTML", "open it in a browser and save it as HTML")
    return page_of(_header(message, "Subject"), day_of(_header(message, "Date")), _fullest(texts))


def _fullest(texts: list[str]) -> str:
    return max(texts, key=lambda text: len(_HAN.findall(text)))


def _texts(message: Message, name: str, kinds: tuple[str, ...]) -> list[str]:
    """The parts of these kinds that are no attachments, decoded."""
    found: list[str] = []
    for part in message.walk():
        if part.get_content_type() in kinds and part.get_content_disposition() != "attachment":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                found.append(decode(payload, name, part.get_content_charset()).text)
    return found


def _header(message: Message, name: str) -> str:
    """A header's text, its encoded words read; empty where it cannot be."""
    try:
        return str(email.header.make_header(email.header.decode_header(str(message.get(name, ""))))).strip()
    except (LookupError, UnicodeError, ValueError):
        return ""
