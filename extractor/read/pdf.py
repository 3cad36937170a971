"""PDF files with a text layer: the lines of each page as they are read, ruled tables as tables."""

from __future__ import annotations

import io
import logging
import re
from dataclasses import dataclass, field, replace
from typing import Any

from ..models import Source
from .encoding import ReadError
from .extras import needs
from .figures import is_figure
from .open_tables import open_tables
from .page_views import upright_views
from .reading_order import PrintedLine, lines_in_order
from .ruled_cells import NAMELESS, ruled_cells
from .running_lines import Margins, drop_running
from .yielded import YieldedCell, YieldedText

_MOST_PAGES = 2000
_ENOUGH = 20
"""Characters on a file's pages below which its pictures are what there is to read."""
_MOST_NAMELESS = 0.3
"""Share of characters that a font shows without saying which they are, from which on nothing can be read."""
_MARGIN = 0.08
"""Share of a page's height at its head and foot where running titles and page numbers stand."""
_NONE = re.compile(r"[-—–…·.]{1,4}")
_LONGEST_LEAD = 8
"""Characters of a line above a table that says no more than that it goes on."""


@dataclass(slots=True)
class _Table:
    """A ruled table: its rows of cells, where its columns begin, and where it stands."""

    cells: list[YieldedCell]
    columns: tuple[int, ...]
    top: float
    left: float
    right: float
    rows: int = field(init=False)

    def __post_init__(self) -> None:
        self.rows = max(c.row + c.row_span for c in self.cells)


@dataclass(slots=True)
class _Page:
    """What a page shows: lines and tables in order, and the lines of its head and foot apart."""

    place: str
    parts: list[PrintedLine | _Table]
    margins: Margins


def read_pdf(data: bytes, name: str) -> Source:
    """The text layer of a PDF. Raises ReadError for a scan without one, and for a broken or locked file."""
    needs("pdfplumber", name, "pdfplumber")
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    pages: list[_Page] = []
    characters = nameless = pictures = 0
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) > _MOST_PAGES:
                problem = f"has {len(pdf.pages)} pages"
                raise ReadError(name, problem, f"split it into files of at most {_MOST_PAGES}")
            for page in pdf.pages:
                characters += len(page.chars)
                nameless += sum(1 for c in page.chars if c["text"].startswith("(cid:"))
                pictures += len(page.images)
                pages.append(_read_page(page))
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
        what = f"is a scan without a text layer ({len(pages)} pages)" if pictures else "is a PDF without text"
        raise ReadError(name, what, "run text recognition (OCR) on it and give the result")
    if nameless > _MOST_NAMELESS * characters:
        problem = "is a PDF whose fonts do not say which characters they show"
        raise ReadError(name, problem, "run text recognition (OCR) on it and give the result")
    out = YieldedText()
    running = drop_running([page.margins for page in pages])
    _write(pages, out)
    for n, line in running:
        out.line(line.text, pages[n].place)
    if out.empty:
        raise ReadError(name, "is a PDF without text on its pages", "run text recognition (OCR) on it")
    return out.source(data, name, "pdf")


def _write(pages: list[_Page], out: YieldedText) -> None:
    """The pages as one text. A table that goes on over a page's end is one; what stands between comes after it."""
    held: list[tuple[PrintedLine, str]] = []
    table: _Table | None = None

    def flush() -> None:
        nonlocal table
        if table is not None:
            out.table(table.cells)
            table = None
        for line, place in held:
            out.line(line.text, place)
        held.clear()

    for page in pages:
        lead = _lead(table, page.parts) if table is not None else None
        if lead is None:
            flush()
        held += [(line, page.place) for line in page.margins.head]
        for k, part in enumerate(page.parts):
            if lead is not None and k <= lead:
                if isinstance(part, PrintedLine):
                    held.append((part, page.place))
                elif table is not None:
                    _append(table, part)
                continue
            flush()
            if isinstance(part, _Table):
                table = part
            else:
                out.line(part.text, page.place)
        if not page.parts or not isinstance(page.parts[-1], _Table):
            flush()
        held += [(line, page.place) for line in page.margins.foot]
    flush()


def _lead(table: _Table, parts: list[PrintedLine | _Table]) -> int | None:
    """Where among a page's parts the table goes on; None where it does not. Before it a short line may stand, which
    says so."""
    match parts:
        case [_Table() as after, *_] if _goes_on(table, after):
            return 0
        case [PrintedLine(text), _Table() as after, *_] if len(text) <= _LONGEST_LEAD:
            return 1 if _repeats(table, after) == 0 and _goes_on(table, after) else None
    return None


def _goes_on(table: _Table, after: _Table) -> bool:
    """Whether the first table of a page goes on with the last one of the page before: its columns stand alike, and it
    begins with data, behind the head once more or at once."""
    alike = len(table.columns) == len(after.columns) and all(
        abs(a - b) <= 3 for a, b in zip(table.columns, after.columns, strict=True)
    )
    if not alike:
        return False
    again = _repeats(table, after)
    rest = _texts(after)[again:]
    return not rest or _is_data(rest[0]) or (again > 0 and sum(map(bool, rest[0])) == 1)


def _repeats(table: _Table, after: _Table) -> int:
    """How many rows at the top are those of the table before: its head, printed again."""
    theirs = _texts(after)
    mine = _texts(table, len(theirs))
    n = 0
    while n < min(len(mine), len(theirs)) and mine[n] == theirs[n] and any(mine[n]):
        n += 1
    return n


def _is_data(row: list[str]) -> bool:
    """Whether a row has a number that is no year, or the stroke that stands for none: no head has one."""
    return any(is_figure(text) or _NONE.fullmatch(text) for text in row)


def _texts(table: _Table, most: int | None = None) -> list[list[str]]:
    """The texts of each row, or of the first ``most``: a table may have grown over a thousand pages."""
    rows: list[list[str]] = [[] for _ in range(table.rows if most is None else min(table.rows, most))]
    for cell in table.cells:
        if cell.row >= len(rows):
            break
        rows[cell.row].append(cell.text)
    return rows


def _append(table: _Table, after: _Table) -> None:
    skip = _repeats(table, after)
    down = table.rows - skip
    added = [replace(c, row=c.row + down) for c in after.cells if c.row >= skip]
    table.cells += added
    table.rows = max((table.rows, *(c.row + c.row_span for c in added)))


# --------------------------------------------------------------------------- one page


def _read_page(page: Any) -> _Page:
    """What a page shows; text that is set at a right angle to most of it comes after it."""
    first, *others = [_read_view(view) for view in upright_views(page)]
    for other in others:
        first.parts += [*other.margins.head, *other.parts, *other.margins.foot]
    return first


def _read_view(page: Any) -> _Page:
    place = f"p{page.page_number}"
    ruled = [t for t in page.find_tables() if len(t.rows) > 1 and any(len(r.cells) > 1 for r in t.rows)]
    boxes = [t.bbox for t in ruled]
    between = list(open_tables(page, boxes, place))
    boxes += [t.box for t in between]

    def outside(thing: dict[str, Any]) -> bool:
        middle = (thing["top"] + thing["bottom"]) / 2 if "top" in thing else 0
        return not any(x0 <= thing.get("x0", 0) <= x1 and top <= middle <= bottom for x0, top, x1, bottom in boxes)

    rest = page.filter(lambda thing: thing["object_type"] != "char" or outside(thing))
    lines = [PrintedLine(NAMELESS.sub("\ufffd", line.text), line.box) for line in lines_in_order(rest)]
    height = float(page.height)
    head = [line for line in lines if line.box[3] < _MARGIN * height]
    foot = [line for line in lines if line.box[1] > (1 - _MARGIN) * height]
    parts: list[PrintedLine | _Table] = [line for line in lines if line not in head and line not in foot]
    for table in ruled:
        cells = ruled_cells(table, page, place)
        if any(cell.text for cell in cells):  # else its text is set in another direction
            columns = tuple(sorted({round(c[0]) for r in table.rows for c in r.cells if c}))
            x0, top, x1, _ = table.bbox
            _insert(parts, _Table(cells, columns, top, x0, x1))
    for open_table in between:
        x0, top, x1, _ = open_table.box
        _insert(parts, _Table(open_table.cells, open_table.columns, top, x0, x1))
    return _Page(place, parts, Margins(head, foot))


def _insert(parts: list[PrintedLine | _Table], table: _Table) -> None:
    """Behind the last part above it in its own column of the page."""
    at = 0
    for i, part in enumerate(parts, 1):
        left, top, right = (part.box[0], part.box[1], part.box[2]) if isinstance(part, PrintedLine) else (
            part.left, part.top, part.right)  # fmt: skip
        if top < table.top and left < table.right and right > table.left:
            at = i
    parts.insert(at, table)
