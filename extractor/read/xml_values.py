"""XML files in any encoding and with the faults that feeds have, and their elements as JSON would have them."""

from __future__ import annotations

import re
from html.entities import html5
from typing import Any

from .encoding import ReadError, decode
from .tags import BLOCKS

_DECLARATION = re.compile(r"\s*<\?xml\b[^<>]{0,200}\?>")
_REFERENCE = re.compile(r"&(?:#\d{1,7};|#[xX][0-9A-Fa-f]{1,6};|([A-Za-z][A-Za-z0-9]{1,31});)?")
_OF_XML = frozenset(("lt", "gt", "amp", "quot", "apos"))
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DEEPEST = 6


def xml_root(data: bytes, name: str) -> Any:
    """The root of an XML file in any encoding, whatever its declaration says of it. Raises ReadError."""
    return _parsed(_DECLARATION.sub("", decode(data, name).text.lstrip("\ufeff"), count=1), name)


def _parsed(text: str, name: str) -> Any:
    """The root of a file; where it is no XML, then with what feeds get wrong mended: names of HTML's characters, bare
    ampersands, control characters."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        pass
    mended = _REFERENCE.sub(_reference, _UNWRITABLE.sub("", text))
    try:
        return etree.fromstring(mended.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as err:
        raise ReadError(name, f"is broken XML ({err.msg})", "fetch it again") from err


def _reference(m: re.Match[str]) -> str:
    if m[1] is None:
        return m[0] if len(m[0]) > 1 else "&amp;"
    return m[0] if m[1] in _OF_XML else html5.get(f"{m[1]};", f"&amp;{m[1]};")


def local_name(element: Any) -> str:
    """An element's name without its namespace; empty for a comment or an instruction."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def as_object(element: Any, depth: int = 0) -> Any:
    """An element as JSON would have it: leaves are texts, elements of one name a list."""
    children = [c for c in element if local_name(c)]
    mixed = any((text or "").strip() for text in (element.text, *(c.tail for c in element)))
    if not children or mixed or depth > _DEEPEST:
        return _text_of(element, mixed)
    found: dict[str, Any] = {}
    for child in children:
        name, value = local_name(child), as_object(child, depth + 1)
        if name not in found:
            found[name] = value
        elif isinstance(found[name], list):
            found[name].append(value)
        else:
            found[name] = [found[name], value]
    return found


def _text_of(element: Any, mixed: bool) -> str:
    """The text in an element; what stands in elements of their own is parted by line ends, save where they mark words
    within a sentence: two numbers would run together into one."""
    from lxml import etree

    parts: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        seam = "" if node is element or (mixed and local_name(node).lower() not in BLOCKS) else "\n"
        if event == "start":
            parts += [seam, node.text or ""]
        else:
            parts += [seam if event == "end" else "", (node.tail or "") if node is not element else ""]
    return "".join(parts)
