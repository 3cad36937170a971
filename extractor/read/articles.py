"""Files that carry articles in fields: JSON and JSON Lines, RSS and Atom feeds and other XML.

An article becomes a small page: title, date, and the text as it stands in its field, markup included.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from .encoding import ReadError, decode
from .extras import needs
from .field_names import is_called, says
from .field_tables import tables_in
from .html import looks_like_html
from .json_values import json_values
from .members import MEMBER
from .sniff import office_xml
from .xml_values import as_object, local_name, xml_root

_TAG = re.compile(r"</?(?:p|div|br|span|table|td|h[1-6]|ul|li|strong)\b[^<>]*>", re.IGNORECASE)
_DAY = re.compile(r"(?:19|20)\d\d(?:[-/.]\d{1,2}(?:[-/.]\d{1,2})?|年\d{1,2}月?(?:\d{1,2}日?)?)")
_HAN = re.compile(r"[㐀-鿿]")
_SHORTEST = 20
"""Chinese characters from which on any field may be a text; in a field that says so in its name a few will do."""
_SHORTEST_BODY = 4
_LONGEST_TITLE = 120
_DEEPEST = 6
_MOST = 50_000


@dataclass(frozen=True, slots=True)
class Article:
    """An article: what names it within its file, and its page in UTF-8, or why it cannot be read."""

    key: str
    page: bytes
    problem: ReadError | None = None


def page_of(title: str, day: str, text: str) -> bytes:
    """An article as a page (where its text has markup) or as plain text."""
    if looks_like_html(text):
        return text.encode("utf-8", "replace")
    if _TAG.search(text):
        head = "".join(f"<p>{html.escape(part)}</p>\n" for part in (day,) if part)
        heading = f"<h1>{html.escape(title)}</h1>\n" if title else ""
        return f"<html><body>\n{heading}{head}{text}\n</body></html>\n".encode("utf-8", "replace")
    return "\n".join([part for part in (title, day) if part] + [text, ""]).encode("utf-8", "replace")


def most(articles: Iterable[Article], name: str) -> Iterator[Article]:
    """The articles of a file, of more than a file may have so many; the place behind them is one that fails."""
    for n, article in enumerate(articles):
        if n == _MOST:
            path, problem = f"{name}{MEMBER}{article.key}", f"stands behind the first {_MOST:,} articles of its file"
            yield Article(article.key, b"", ReadError(path, problem, "split the file"))
            return
        yield article


# --------------------------------------------------------------------------- JSON


def json_articles(data: bytes, name: str) -> Iterator[Article]:
    """The articles of a JSON file (one object, a list, or one object a line), by their number, and the lines between
    them that cannot be read; none of a table, whose reader tells of its own.

    Raises ReadError where it is no JSON or holds neither.
    """
    found, broken = json_values(data, name)
    fields = _articles(found, {}, 0)
    articles = _numbered(fields, found, name, "has no field with a text", "put the text into a field content")
    count = 0
    for count, article in enumerate(most(articles, name), 1):  # noqa: B007  # counted for what follows
        yield article
    for line, problem in broken if count else ():
        key = f"line {line}"
        told = ReadError(f"{name}{MEMBER}{key}", f"is no JSON ({problem})", "check that the file was saved whole")
        yield Article(key, b"", told)


def _numbered(
    fields: Iterator[Mapping[str, str]], value: Any, name: str, problem: str, remedy: str
) -> Iterator[Article]:
    count = 0
    for count, found in enumerate(fields, 1):
        yield Article(str(count), page_of_fields(found))
    if not count and not tables_in(value):
        raise ReadError(name, problem, remedy)


def _articles(value: Any, outer: Mapping[str, str], depth: int) -> Iterator[Mapping[str, str]]:
    """The fields of every article in a value: an object with a text of its own, or those within it.

    ``outer`` are the fields of the object around it, which may tell its title and date. A list of texts in a field is
    one text, its members being paragraphs. An object that only has a long field of another kind (a description) is an
    article where nothing within it is one.
    """
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for inner in value:
            yield from _articles({"text": inner} if isinstance(inner, str) else inner, outer, depth + 1)
    elif isinstance(value, dict):
        own = {str(k): text for k, v in value.items() if (text := _as_text(v))}
        if any(says(k, "title") for k in own):
            own |= {str(k): text for k, v in value.items() if (text := _as_blocks(str(k), v))}
        within = [v for k, v in value.items() if isinstance(v, dict | list) and str(k) not in own]
        fields = {**own, **{k: v for k, v in outer.items() if k not in own}}
        if any(_is_body(k, v, by_name=True) for k, v in own.items()):
            yield fields
        else:
            handed = {k: v for k, v in fields.items() if says(k, "title") or says(k, "date")}
            inner_ones = [a for v in within for a in _articles(v, handed if isinstance(v, dict) else {}, depth + 1)]
            yield from inner_ones
            if not inner_ones and any(_is_body(k, v, by_name=False) for k, v in own.items()):
                yield fields
            return
        for v in within:
            inner = _articles(v, {}, depth + 1)
            yield from (a for a in inner if any(_is_body(k, t, by_name=True) for k, t in a.items()))


def _as_text(value: Any) -> str:
    """A text, or a list of texts as lines; empty for anything else."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list) and value and all(isinstance(v, str) for v in value):
        return "\n".join(value).strip()
    return ""


def _as_blocks(key: str, value: Any) -> str:
    """A text in parts, each an object with a text and no title of its own (a paragraph, a picture's line), as lines;
    empty for anything else."""
    if not (isinstance(value, list) and value and is_called(key, "body")):
        return ""
    if not all(isinstance(part, dict) and not any(says(str(k), "title") for k in part) for part in value):
        return ""
    texts = (
        next((t for k, v in part.items() if is_called(str(k), "part") and (t := _as_text(v))), "") for part in value
    )
    return "\n".join(text for text in texts if text)


def _is_body(key: str, text: str, by_name: bool) -> bool:
    """Whether a field may hold a text: by its name and some Chinese in it, or by much Chinese alone."""
    han = len(_HAN.findall(text))
    if not by_name:
        return han >= _SHORTEST
    if is_called(key, "body"):
        return han >= _SHORTEST_BODY
    return han >= _SHORTEST and says(key, "text")


def page_of_fields(fields: Mapping[str, str], body: str | None = None) -> bytes:
    """The page of an article in fields. Where ``body`` does not name the field with its text, it is the one that holds
    most text by its name and its Chinese."""
    if body is None:
        body = max(fields, key=lambda k: (_is_body(k, fields[k], by_name=True), len(_HAN.findall(fields[k]))))
    rest = {k: v for k, v in fields.items() if k != body}
    title = next((v for k, v in rest.items() if says(k, "title") and len(v) <= _LONGEST_TITLE), "")
    dates = [k for k, v in rest.items() if says(k, "date") and not says(k, "handled") and _DAY.search(v)]
    told = min(dates, key=lambda k: (says(k, "changed"), not says(k, "published")), default=None)
    day = m[0] if told is not None and (m := _DAY.search(rest[told])) else ""
    return page_of(title, day, fields[body])


# --------------------------------------------------------------------------- feeds, other XML

_BODIES = ("encoded", "content", "description", "summary")
_DAYS = ("pubDate", "published", "updated", "date")


def feed_articles(data: bytes, name: str) -> Iterator[Article]:
    """The items of an RSS or Atom feed, by their number; of other XML, the articles in its elements.

    Neither entities nor anything outside the file is followed. A document or workbook in XML has none. Raises ReadError
    where it is broken or holds no text.
    """
    needs("lxml", name, "lxml")
    if office_xml(data) is not None:
        return
    text = decode(data, name).text.lstrip("\ufeff")
    if looks_like_html(text):
        yield Article("1", text.encode("utf-8", "replace"))
        return
    yield from most(_in_elements(xml_root(data, name), name), name)


def _in_elements(root: Any, name: str) -> Iterator[Article]:
    count = 0
    for item in (e for e in root.iter() if local_name(e) in ("item", "entry")):
        parts: dict[str, str] = {}
        for part in item:
            if local_name(part) and not _is_media(part) and (shown := _inside(part).strip()):
                parts.setdefault(local_name(part), shown)
        bodies = [parts[k] for k in _BODIES if k in parts]
        if bodies:
            count += 1
            day = next((day_of(parts[k]) for k in _DAYS if k in parts), "")
            body = max(bodies, key=lambda text: len(_HAN.findall(text)))
            yield Article(str(count), page_of(parts.get("title", ""), day, body))
    if not count:
        value = as_object(root)
        fields = _articles(value, {}, 0)
        yield from _numbered(fields, value, name, "is XML without a text", "save the page that it describes as HTML")


def _is_media(element: Any) -> bool:
    """Whether an element of an item is about a picture or a recording: its description is none of the text."""
    return any(name in element.tag for name in ("/mrss", "itunes.com"))


def _inside(element: Any) -> str:
    """What an element holds: its text, or the markup of the page within it (Atom's XHTML)."""
    from lxml import etree

    if len(element) == 0:
        return "".join(element.itertext())
    parts = [html.escape(element.text or "", quote=False)]
    parts += [etree.tostring(child, encoding="unicode", method="html") for child in element]
    return "".join(parts)


def day_of(text: str) -> str:
    """The day that a date in a field says, empty where it says none."""
    m = _DAY.search(text)
    if m:
        return m[0]
    try:
        return parsedate_to_datetime(text.strip()).date().isoformat()
    except (TypeError, ValueError, IndexError):
        return ""
