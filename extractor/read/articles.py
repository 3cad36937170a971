"""Files that carry articles in fields: JSON and JSON Lines, RSS and Atom feeds, saved pages (.mht).

An article becomes a small page: title, date, publisher, and the text as it stands in its field, markup included.
"""

from __future__ import annotations

import email
import email.policy
import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from .encoding import ReadError, decode
from .extras import needs

_TAG = re.compile(r"</?(?:p|div|br|span|table|td|h[1-6]|ul|li|strong)\b[^<>]*>", re.IGNORECASE)
_TITLE = re.compile(r"title|headline|subject|标题|题名", re.IGNORECASE)
_DATE = re.compile(r"date|time|publish|日期|时间", re.IGNORECASE)
_BODY = re.compile(r"content|text|body|article|html|正文|内容", re.IGNORECASE)
_DAY = re.compile(r"(?:19|20)\d\d[-/.年]\d{1,2}(?:[-/.月]\d{1,2})?")
_HAN = re.compile(r"[㐀-鿿]")
_SHORTEST = 20
_MOST = 50_000


@dataclass(frozen=True, slots=True)
class Article:
    """An article: what names it within its file, and its page in UTF-8."""

    key: str
    page: bytes


def page_of(title: str, day: str, text: str) -> bytes:
    """An article as a page (where its text has markup) or as plain text."""
    if _TAG.search(text):
        head = "".join(f"<p>{html.escape(part)}</p>\n" for part in (day,) if part)
        heading = f"<h1>{html.escape(title)}</h1>\n" if title else ""
        return f"<html><body>\n{heading}{head}{text}\n</body></html>\n".encode("utf-8", "replace")
    return "\n".join([part for part in (title, day) if part] + [text, ""]).encode("utf-8", "replace")


# --------------------------------------------------------------------------- JSON


def json_articles(data: bytes, name: str) -> Iterator[Article]:
    """The articles of a JSON file (one object, a list, or one object a line), by their number.

    Raises ReadError where it is no JSON or no field holds a text.
    """
    text = decode(data, name).text.lstrip("\ufeff")
    try:
        found = json.loads(text)
    except ValueError as whole:
        found = []
        for n, line in enumerate(text.splitlines(), 1):
            if line.strip():
                try:
                    found.append(json.loads(line))
                except ValueError:
                    problem = f"is no JSON: line {n} cannot be read, nor can the file as a whole ({whole})"
                    raise ReadError(name, problem, "check that it was saved whole") from whole
    count = 0
    for item in _objects(found):
        article = _from_object(item)
        if article is not None:
            count += 1
            yield Article(str(count), article)
        if count >= _MOST:
            return
    if not count:
        raise ReadError(name, "has no field with a text", "put the text into a field such as content")


def _objects(value: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """The objects that hold text: the value itself, the members of lists, or those in its fields."""
    if isinstance(value, dict):
        if any(isinstance(v, str) and len(_HAN.findall(v)) >= _SHORTEST for v in value.values()):
            yield value
        elif depth < 4:
            for inner in value.values():
                yield from _objects(inner, depth + 1)
    elif isinstance(value, list) and depth < 4:
        for inner in value:
            yield from _objects(inner, depth + 1)
    elif isinstance(value, str) and len(_HAN.findall(value)) >= _SHORTEST:
        yield {"text": value}


def _from_object(item: Mapping[str, Any]) -> bytes | None:
    fields = {k: v for k, v in item.items() if isinstance(v, str) and v.strip()}
    bodies = [k for k in fields if len(_HAN.findall(fields[k])) >= _SHORTEST]
    if not bodies:
        return None
    body = max(bodies, key=lambda k: (bool(_BODY.search(k)), len(fields[k])))
    rest = {k: v.strip() for k, v in fields.items() if k != body}
    title = next((v for k, v in rest.items() if _TITLE.search(k) and len(v) <= 120), "")
    day = next((m[0] for k, v in rest.items() if _DATE.search(k) and (m := _DAY.search(v))), "")
    return page_of(title, day, fields[body])


# --------------------------------------------------------------------------- feeds


def feed_articles(data: bytes, name: str) -> Iterator[Article]:
    """The items of an RSS or Atom feed, by their number. Raises ReadError where it is none or is broken."""
    needs("lxml", name, "lxml")
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as err:
        raise ReadError(name, f"is broken XML ({err.msg})", "fetch the feed again") from err
    items = [e for e in root.iter() if isinstance(e.tag, str) and etree.QName(e).localname in ("item", "entry")]
    count = 0
    for item in items[:_MOST]:
        parts = {etree.QName(e).localname: "".join(e.itertext()) for e in item if isinstance(e.tag, str)}
        bodies = [parts[k] for k in ("encoded", "content", "description", "summary") if parts.get(k, "").strip()]
        if bodies:
            count += 1
            day = next((_day(parts[k]) for k in ("pubDate", "published", "updated", "date") if parts.get(k)), "")
            yield Article(str(count), page_of(parts.get("title", "").strip(), day, bodies[0]))
    if not count:
        raise ReadError(name, "is XML without items of a feed", "save the page that it describes as HTML")


def _day(text: str) -> str:
    m = _DAY.search(text)
    if m:
        return m[0]
    try:
        return parsedate_to_datetime(text.strip()).date().isoformat()
    except (TypeError, ValueError):
        return ""


# --------------------------------------------------------------------------- saved pages


def saved_page(data: bytes, name: str) -> bytes:
    """The page of an MHTML file, in UTF-8. Raises ReadError where it holds none."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                charset = part.get_content_charset()
                try:
                    text = payload.decode("gb18030" if charset in ("gb2312", "gbk") else charset or "utf-8")
                except (LookupError, UnicodeDecodeError):
                    text = decode(payload, name).text
                return text.encode("utf-8", "replace")
    raise ReadError(name, "is a saved page without HTML", "open it in a browser and save it as HTML")
