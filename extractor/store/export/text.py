"""JSON Lines and CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO

from extractor.store.export.rows import Selected
from extractor.store.export.values import cell, jsonable

#: Line ends to some readers, though not to JSON: escaped, so that a record is a line to all of them.
_BREAKS = ("\x85", "\u2028", "\u2029")


def write_jsonl(selected: Selected, out: BinaryIO) -> int:
    """An object per line, gaps at their places among the records; gives the number of lines."""
    written = 0
    encode = json.JSONEncoder(ensure_ascii=False).encode
    batches = selected.with_gaps() if selected.what == "records" else selected.batches()
    for rows in batches:
        text = "".join(encode({k: jsonable(v) for k, v in row.items()}) + "\n" for row in rows)
        for mark in _BREAKS:
            if mark in text:
                text = text.replace(mark, f"\\u{ord(mark):04x}")
        out.write(text.encode())
        written += len(rows)
    return written


def write_csv(selected: Selected, out: BinaryIO) -> int:
    """A line per row below a header; gives the number of rows."""
    written = 0
    with csv_writer(out) as write:
        write(selected.keys)
        for row in selected.rows():
            write([cell(v) for v in row.values()])
            written += 1
    return written


@contextmanager
def csv_writer(out: BinaryIO) -> Iterator[Callable[[Sequence[str]], object]]:
    """What writes one line of CSV after the other, in UTF-8."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=False)
    try:
        yield csv.writer(text).writerow  # lines end in CR LF (RFC 4180): with less, a CR in a cell goes unquoted
        text.flush()
    finally:
        text.detach()
