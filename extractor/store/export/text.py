"""JSON Lines and CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO

from extractor.store.export.rows import Selected
from extractor.store.export.values import cell, encoded


def write_jsonl(selected: Selected, out: BinaryIO) -> int:
    """An object per line, gaps at their places among the records; gives the number of lines."""
    written = 0
    batches = selected.with_gaps() if selected.what == "records" else selected.batches()
    for rows in batches:
        text = "".join(encoded(row) + "\n" for row in rows)
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
