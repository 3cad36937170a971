"""Bytes to characters: which codec a bulletin was written in, and what could not be decoded.

What the bytes themselves say outranks what a page's head declares: a declared charset is often left over
from a template. The order is from the self-evident to the guessed: byte order mark, UTF-8 (its grammar is
too strict to be met by chance), UTF-16 (zero bytes), and then GB18030 against Big5 by how common the
characters would be. Line ends are kept, so that offsets count what the file has.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import cchardet

SAMPLE = 1 << 16
"""Bytes or characters that a guess looks at: more would not change it, and a page may have megabytes."""

_DECLARED = re.compile(
    rb"""<meta\b[^<>]{0,200}?charset\s{0,4}=\s{0,4}["']?\s{0,4}([A-Za-z0-9_.:-]{2,30})"""
    rb"""|<\?xml\b[^<>]{0,100}?encoding\s{0,4}=\s{0,4}["']([A-Za-z0-9_.:-]{2,30})""",
    re.IGNORECASE,
)
_RECOGNISE = "run text recognition on it and give the text"
_OLE = b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_BINARY = (
    (b"%PDF-", "a PDF", "name it .pdf"),
    (b"PK\x03\x04", "a ZIP container", "unpack it and give the files"),
    (_OLE, "an old Word, Excel or WPS file", "save it as .docx or .xlsx"),
    (b"{\\rtf", "an RTF document", "save it as .docx"),
    (b"\x89PNG", "a PNG picture", _RECOGNISE),
    (b"\xff\xd8\xff", "a JPEG picture", _RECOGNISE),
    (b"GIF8", "a GIF picture", _RECOGNISE),
    (b"II*\0", "a TIFF picture", _RECOGNISE),
    (b"MM\0*", "a TIFF picture", _RECOGNISE),
    (b"CAJ\0", "a CAJ document", "save it as PDF"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"Rar!", "a RAR archive", "unpack it first"),
    (b"7z\xbc\xaf", "a 7-Zip archive", "unpack it first"),
)
_PICTURE = re.compile(rb"RIFF.{4}WEBP|BM.{4}\0{4}", re.DOTALL)
_CONTROL = bytes(c for c in range(32) if c not in b"\t\n\r\f\x0b\x1a\x1b")
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MARKS = (("‐", "‧"), ("‰", "※"), ("Ⅰ", "Ⅻ"), ("①", "⑳"), ("■", "◯"), ("、", "】"), ("！", "～"))


class ReadError(ValueError):
    """A file that cannot be read: says which, what it is, and what would help."""

    def __init__(self, name: str, problem: str, remedy: str) -> None:
        self.name = name
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"{name or 'input'}: {problem}; {remedy}")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Decoded characters, the codec that gave them, and what a reader of the file should know about it."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, name: str = "", told: str | None = None) -> Decoded:
    """The characters of ``data``, line ends as they are; ``name`` is only used in messages, ``told`` is the charset
    that came with the bytes (a server's, a mail part's), which counts before what the page's head declares.

    The byte order mark of UTF-8 stays as U+FEFF (it is a character of the decoded file, and offsets count
    it); those of UTF-16 and UTF-32 are no characters and go. Bytes that no codec explains become U+FFFD,
    and a note says how many. Raises ReadError for an empty or binary file.
    """
    refuse_binary(data, name)
    declared = codec_of(told) or declared_charset(data)
    for bom, codec in _BOMS:
        if data.startswith(bom) and (len(data) - len(bom)) % (4 if "32" in codec else 2) == 0:
            return _decoded(data[len(bom) :], codec, declared)
    wide = _utf16(data)
    if wide:
        return _decoded(data, wide, declared)
    if b"\0" in data and data.count(b"\0") * 200 > len(data):
        raise ReadError(name, "is a binary file, not text", "give a text or HTML file")
    try:
        return Decoded(data.decode("utf-8"), "utf-8", _declared_note(declared, "utf-8"))
    except UnicodeDecodeError as err:
        fault = err
    if _mostly_utf8(data, fault.start):
        return _decoded(data, "utf-8", declared)
    return _decoded(data, _double_byte(data, declared), declared)


def refuse_binary(data: bytes, name: str = "") -> None:
    """Raises ReadError where ``data`` is empty or opens as a kind of file that is no text."""
    if not data:
        raise ReadError(name, "is empty", "check how it was saved or downloaded")
    if data.startswith(_OLE) and _LOCKED in data:
        raise ReadError(name, "is protected by a password", "save a copy without one")
    if _PICTURE.match(data):
        raise ReadError(name, "is a picture, which this reader does not take", _RECOGNISE)
    for magic, kind, remedy in _BINARY:
        if data.startswith(magic):
            raise ReadError(name, f"is {kind}, which this reader does not take", remedy)
    head = data[:SAMPLE]
    controls = len(head) - len(head.translate(None, _CONTROL)) - head.count(b"\0")
    if controls > max(8, len(head) // 20) and not _utf16(data):
        raise ReadError(name, "is a binary file, not text", "give a text or HTML file")


def declared_charset(data: bytes) -> str | None:
    """The Python codec that an HTML or XML head declares, None where it declares none or an unknown one."""
    m = _DECLARED.search(data[:8192])
    return codec_of((m[1] or m[2]).decode("ascii")) if m is not None else None


def codec_of(charset: str | None) -> str | None:
    """The Python codec that a charset's name stands for, the larger one where Chinese pages say the smaller; None
    for an unknown one."""
    try:
        codec = codecs.lookup(charset).name if charset else None
    except (LookupError, ValueError):
        return None
    if codec is None:
        return None
    return {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "cp950": "big5hkscs"}.get(codec, codec)


def _decoded(data: bytes, codec: str, declared: str | None) -> Decoded:
    notes = list(_declared_note(declared, codec))
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as err:
        text = data.decode(codec, "replace")
        notes.append(f"{text.count('�')} places could not be decoded as {codec}, the first at byte {err.start}")
    return Decoded(text, codec, tuple(notes))


def _declared_note(declared: str | None, codec: str) -> tuple[str, ...]:
    if declared is None or declared in (codec, "ascii", "utf-8-sig"):
        return ()
    return (f"declares {declared}, is {codec}",)


# --------------------------------------------------------------------------- telling codecs apart


def _utf16(data: bytes) -> str | None:
    """The byte order of UTF-16 without a mark, None where the bytes are something else.

    A Chinese text in UTF-16 has zero bytes on one side only (digits, line ends) and decodes to characters
    that are nearly all Han, marks or ASCII; the same bytes in any other codec do not.
    """
    head = data[: SAMPLE & ~1]
    if len(data) % 2 or len(head) < 2 or not (b"\0" in head or any(c in head for c in (b"\x01", b"\x02"))):
        return None
    best, codec = 0.8, None
    for candidate in ("utf-16-le", "utf-16-be"):
        try:
            text = head.decode(candidate)
        except UnicodeDecodeError as err:
            if err.start < len(head) - 2:
                continue
            text = head[: err.start].decode(candidate)
        share = sum(n for c, n in Counter(text).items() if _usual(c)) / max(1, len(text))
        if share > best:
            best, codec = share, candidate
    return codec


def _usual(c: str) -> bool:
    """Whether Chinese text uses ``c`` every day: common characters, ASCII, marks, list signs, full-width
    forms.
    """
    return c in common_han() or " " <= c <= "~" or c in "\t\n\r\xa0·×\u3000" or any(a <= c <= b for a, b in _MARKS)


def _mostly_utf8(data: bytes, first_fault: int) -> bool:
    """Whether ``data`` is UTF-8 with some damage: its multi-byte sequences outnumber the faults by far.

    Two-byte codecs meet UTF-8's grammar by chance now and then (about one pair in twenty), so the good
    sequences of three bytes, which are what Chinese is made of, must be many times the faults.
    """
    window = data[max(0, first_fault - SAMPLE // 2) : first_fault + SAMPLE // 2]
    text = window.decode("utf-8", "replace")
    faults = text.count("�")
    good = sum(n for c, n in Counter(text).items() if c > "ࠀ" and c != "�")
    return good >= 2 * faults


def _double_byte(data: bytes, declared: str | None) -> str:
    """GB18030 or Big5 with Hong Kong's additions: the one in which the text reads as common characters.

    The wrong codec gives valid but rare characters; in the right one nearly every character is among the
    common ones of either standard. What the page declares, and what a trained detector thinks, decide between
    near equals only.
    """
    head = data[:SAMPLE]
    scores = {codec: _commonness(head, codec) for codec in ("gb18030", "big5hkscs")}
    if abs(scores["gb18030"] - scores["big5hkscs"]) > 0.08:
        return max(scores, key=lambda c: scores[c])
    if declared in scores and scores[declared] > 0.5:
        return declared
    guess = str(cchardet.detect(head)["encoding"] or "").lower()
    return "big5hkscs" if guess.startswith("big5") else "gb18030"


def _commonness(data: bytes, codec: str) -> float:
    """Share of the non-ASCII characters that are common; a byte that cannot be decoded counts as three
    rare ones.
    """
    counts = Counter(data.decode(codec, "replace"))
    total = sum(n for c, n in counts.items() if c > "\x7f") + 2 * counts["�"]
    good = sum(n for c, n in counts.items() if c > "\x7f" and _usual(c))
    return good / total if total else 0.0


@lru_cache(maxsize=1)
def common_han() -> frozenset[str]:
    """The first levels of GB 2312 (3755 characters) and of Big5 (5401): common in simplified and in
    traditional text.
    """
    gb = (bytes((a, b)) for a in range(0xB0, 0xD8) for b in range(0xA1, 0xFF))
    big5 = (bytes((a, b)) for a in range(0xA4, 0xC7) for b in (*range(0x40, 0x7F), *range(0xA1, 0xFF)))
    chars = {c for pair in gb for c in pair.decode("gb2312", "ignore")}
    return frozenset(chars | {c for pair in big5 for c in pair.decode("big5", "ignore")})
