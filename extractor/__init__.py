"""Gongbao: Chinese government bulletins in, validated and traceable statistical records out.

>>> import extractor
>>> [(q.value, q.unit, q.qualifier.value) for q in extractor.quantities("共有床位2.5万余张")]
[(Decimal('25000'), '张', 'more_than')]
>>> page = extractor.extract("截至2021年底，全市共有托育机构215家。", name="bulletin.txt")
>>> page.records[0].indicator, page.records[0].value
('托育机构数', Decimal('215'))
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.models import Extraction, Quantity

__all__ = ["extract", "quantities"]


def quantities(text: str, rules: Path | None = None) -> list[Quantity]:
    """Every number expression of a clean text, in order: ``.start .end .value .value_min .value_max .unit .qualifier``.

    Values are exact decimals in the base unit (2.5万 is 25000, percent stays percent); a range has no ``value``.
    What only
    looks like a quantity (dates, hotlines, names between quotation marks …) is left out. ``rules`` is another rules
    folder.
    """
    from dataclasses import replace

    from extractor.check.validate import plain
    from extractor.measure.scan import scanner_for

    found = [a.quantity for a in scanner_for(rules).scan(text) if a.quantity is not None]
    return [replace(q, value=plain(q.value), value_min=plain(q.value_min), value_max=plain(q.value_max)) for q in found]


def extract(data: bytes | str, name: str = "bulletin.txt", rules: Path | None = None) -> Extraction:
    """One bulletin, from its bytes or its text, through the whole pipeline: ``.records .gaps .repairs .card`` and more.

    ``name`` is the file name, which tells the form (.html, .txt …). Raises ReadError for data that is no text,
    RulesError
    for rules that cannot be used.
    """
    from extractor.pipeline import load_rules, process
    from extractor.read.source import read_bytes

    raw = data.encode("utf-8") if isinstance(data, str) else data
    return process(read_bytes(raw, name), load_rules(rules))
