"""Word documents (.docx): paragraphs and tables in the order of the body, text boxes behind their paragraph."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from ..models import Source
from .encoding import ReadError
from .extras import needs
from .limits import check_archive
from .yielded import YieldedCell, YieldedText

if TYPE_CHECKING:
    from docx.table import Table

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MOST_ROWS = 100_000


def read_docx(data: bytes, name: str) -> Source:
    """The paragraphs and tables of a Word document. Raises ReadError for one that is broken or locked."""
    needs("docx", name, "python-docx")
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from docx.table import Table
    from lxml.etree import XMLSyntaxError

    check_archive(data, name)
    try:
        document = docx.Document(io.BytesIO(data))
        out = YieldedText()
        for part in document.iter_inner_content():
            if isinstance(part, Table):
                out.table(_cells(part))
                continue
            out.line(part.text)
            for box in part._p.iter(f"{_W}txbxContent"):
                for paragraph in box.iter(f"{_W}p"):
                    out.line("".join(t.text or "" for t in paragraph.iter(f"{_W}t")))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, XMLSyntaxError) as err:
        raise ReadError(
            name, f"is a broken Word document ({type(err).__name__})", "open it in Word and save it again"
        ) from err
    if out.empty:
        raise ReadError(name, "is a Word document without text", "if it holds pictures, run text recognition on them")
    return out.source(data, name, "docx")


def _cells(table: Table) -> list[YieldedCell]:
    """The cells of a table on its grid; merged ones once, with their spans."""
    done: dict[tuple[int, int], list[Any]] = {}
    open_above: dict[int, tuple[int, int]] = {}  # column → the cell that reaches down to here
    for r, tr in enumerate(table._tbl.tr_lst[:_MOST_ROWS]):
        head = tr.find(f"{_W}trPr/{_W}tblHeader") is not None
        column = tr.grid_before
        for tc in tr.tc_lst:
            above = open_above.get(column)
            if tc.vMerge == "continue" and above is not None:
                done[above][3] = r - above[0] + 1
            else:
                done[r, column] = [_text(tc), r, column, 1, tc.grid_span, head]
                open_above[column] = (r, column)
            column += tc.grid_span
    return [YieldedCell(*done[key]) for key in sorted(done)]


def _text(tc: Any) -> str:
    return " ".join(p.text for p in (_paragraph(p) for p in tc.iter(f"{_W}p")) if p.text)


def _paragraph(p: Any) -> Any:
    from docx.text.paragraph import Paragraph

    return Paragraph(p, None)  # type: ignore[arg-type]
