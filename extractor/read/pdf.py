"""PDF files with a text layer: the lines of each page from top to bottom, ruled tables as tables."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

from ..models import Source
from .encoding import ReadError
from .extras import needs
from .yielded import YieldedCell, YieldedText, plain

_MOST_PAGES = 2000
_ENOUGH = 20
"""Characters on a file's pages below which its pictures are what there is to read."""


def read_pdf(data: bytes, name: str) -> Source:
    """The text layer of a PDF. Raises ReadError for a scan without one, and for a broken or locked file."""
    needs("pdfplumber", name, "pdfplumber")
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    out = YieldedText()
    characters = pictures = 0
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            pages = len(pdf.pages)
            if pages > _MOST_PAGES:
                raise ReadError(name, f"has {pages} pages", f"split it into files of at most {_MOST_PAGES}")
            for page in pdf.pages:
                characters += len(page.chars)
                pictures += len(page.images)
                _read_page(page, out)
                page.close()
    except PDFPasswordIncorrect as err:
        raise ReadError(name, "is protected by a password", "save a copy without one") from err
    except PdfminerException as err:
        if "Password" in type(err.args[0]).__name__ if err.args else False:
            raise ReadError(name, "is protected by a password", "save a copy without one") from err
        raise ReadError(name, "is a broken PDF", "fetch it again, or print it to a new PDF") from err
    except ReadError:
        raise
    except Exception as err:  # pdfminer raises whatever a damaged file makes it stumble over
        raise ReadError(name, f"is a broken PDF ({type(err).__name__})", "fetch it again") from err
    if characters < _ENOUGH:
        what = f"is a scan without a text layer ({pages} pages)" if pictures else "is a PDF without text"
        raise ReadError(name, what, "run text recognition (OCR) on it and give the result")
    return out.source(data, name, "pdf")


def _read_page(page: Any, out: YieldedText) -> None:
    """The lines and tables of a page, by where they begin."""
    place = f"p{page.page_number}"
    tables = [t for t in page.find_tables() if len(t.rows) > 1 and any(len(r.cells) > 1 for r in t.rows)]
    boxes = [t.bbox for t in tables]

    def outside(thing: dict[str, Any]) -> bool:
        middle = (thing["top"] + thing["bottom"]) / 2 if "top" in thing else 0
        return not any(x0 <= thing.get("x0", 0) <= x1 and top <= middle <= bottom for x0, top, x1, bottom in boxes)

    rest = page.filter(lambda thing: thing["object_type"] != "char" or outside(thing))
    parts = [(line["top"], 0, line["text"]) for line in rest.extract_text_lines(return_chars=False)]
    parts += [(t.bbox[1], 1, t) for t in tables]
    for _, _, part in sorted(parts, key=lambda p: p[:2]):
        if isinstance(part, str):
            out.line(part, place)
        else:
            out.table(list(_cells(part, place)))


def _cells(table: Any, place: str) -> Iterator[YieldedCell]:
    """Cells of a ruled table on its grid; a merged one reaches to where the next edge of its row stands."""
    rows = table.extract()
    across = sorted({round(c[0]) for r in table.rows for c in r.cells if c} | {round(table.bbox[2])})
    down = sorted({round(c[1]) for r in table.rows for c in r.cells if c} | {round(table.bbox[3])})
    for r, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
        for k, (box, text) in enumerate(zip(row.cells, texts, strict=True)):
            if box is None:
                continue
            columns = sum(1 for x in across if round(box[0]) <= x < round(box[2]) - 1) or 1
            spans = sum(1 for y in down if round(box[1]) <= y < round(box[3]) - 1) or 1
            yield YieldedCell(plain((text or "").replace("\n", "")), r, k, spans, columns, locator=place)
