"""What reading has marked as saying nothing by itself is taken out before anything can take it for a number."""

from __future__ import annotations

from ..models import Repair
from .repair import Context, edited
from .text import Edit, Text


def drop_unread(text: Text, context: Context) -> tuple[Text, list[Repair]]:
    """``text``, which must still be the raw one, without the stretches that are not to be read.

    In separated values they go with the marks between the cells, since no cell is there.
    """
    if not context.source.yielded:
        return text, []
    edits = [Edit(u.raw_start, u.raw_end) for u in context.source.unread]
    return edited(text, edits, "unread") if edits else (text, [])
