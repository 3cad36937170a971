"""Rows of views as people read them: one function per command, from columns of the database to cells of a table."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from extractor.cli import cells

if TYPE_CHECKING:
    from extractor.store.series import Point

Row = dict[str, Any]


def _what(row: Mapping[str, Any]) -> Row:
    return {"indicator": row["indicator"], "region": row["region"] or ""}


def _when(row: Mapping[str, Any]) -> str:
    return cells.period(row["period_start"], row["period_end"])


def fact(row: Mapping[str, Any]) -> Row:
    """A row of the view facts."""
    return {
        **_what(row),
        "of": cells.qualifiers(row),
        "status": row["status"],
        "measure": cells.measure(row),
        "period": _when(row),
        "value": cells.value(row),
        "unit": row["unit"],
        "qualifier": "" if row["qualifier"] == "exact" else row["qualifier"],
        "disputed": row["disputed"],
        "documents": row["documents"],
        "place": cells.place(row),
        "quotation": row["quotation"],
    }


def narrow_fact(row: Mapping[str, Any]) -> Row:
    """The same for a terminal: what stands around the number instead of the whole quotation."""
    shown = fact(row)
    del shown["documents"]
    return {**shown, "quotation": cells.around(row["quotation"], row["raw_text"])}


def conflict(row: Mapping[str, Any]) -> Row:
    """A row of the view conflicts, with who says which value."""
    from extractor.cli.show import text

    told = (f"{text(t['value'])} ({cells.place(t['quote'])})" for t in row["told"])
    return {
        **_what(row),
        "of": cells.qualifiers(row),
        "status": row["status"],
        "measure": cells.measure(row),
        "period": _when(row),
        "lowest": row["lowest"],
        "highest": row["highest"],
        "unit": row["unit"],
        "spread": "" if row["spread"] is None else f"{100 * row['spread']:.1f}%",
        "told": ", ".join(told),
    }


def target(row: Mapping[str, Any]) -> Row:
    """A row of the view targets."""
    on_track = {True: "yes", False: "no", None: ""}[row["on_track"]]
    return {
        **_what(row),
        "of": cells.qualifiers(row),
        "measure": cells.measure(row),
        "due": row["period_end"],
        "goal": cells.value(row, "goal"),
        "baseline": row["baseline"],
        "latest": row["latest"],
        "unit": row["unit"],
        "way": "" if row["way_gone"] is None else f"{100 * row['way_gone']:.0f}%",
        "on track": "reached" if row["reached"] else on_track,
        "missing": row["missing"] or "",
        "place": cells.place(row),
        "quotation": row["quotation"],
    }


def narrow_target(row: Mapping[str, Any]) -> Row:
    """The same for a terminal, without the quotation."""
    return {k: v for k, v in target(row).items() if k not in ("quotation", "missing")}


def audit(row: Mapping[str, Any]) -> Row:
    """A row of the table audits."""
    return {
        "verdict": row["verdict"],
        "kind": row["kind"],
        **_what(row),
        "period": _when(row),
        "arithmetic": row["arithmetic"] or "",
        "said": row["said"],
        "reckoned": _rounded(row["reckoned"]),
        "tolerance": _rounded(row["tolerance"]),
        "unit": row["unit"],
        "reason": row["reason"] or "",
        "sources": cells.shortened(row["sources"]),
    }


def _rounded(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(f"{value:.6g}" if abs(value) < 1e6 else f"{value:.0f}")


def hit(row: Mapping[str, Any]) -> Row:
    """A record that a search found."""
    return {
        "hit": row["hit"],
        **_what(row),
        "status": row["status"],
        "measure": cells.measure(row),
        "period": _when(row),
        "value": cells.value(row),
        "unit": row["unit"],
        "document": row["doc_path"],
        "place": f"{row['raw_start']}-{row['raw_end']}" + (f" {row['locator']}" if row["locator"] else ""),
        "quotation": row["evidence"],
    }


def narrow_hit(row: Mapping[str, Any]) -> Row:
    """The same for a terminal: what stands around the number instead of the whole quotation."""
    shown = hit(row)
    del shown["measure"], shown["document"]
    return {**shown, "place": cells.place(row), "quotation": cells.around(row["evidence"], row["raw_text"])}


def point(p: Point) -> Row:
    """A row of the view series."""
    return {
        "indicator": p.indicator,
        "region": p.region or "",
        "of": ", ".join(p.dimensions.values()),
        "measure": f"{p.measure} against {p.base_period}" if p.base_period else p.measure,
        "period": cells.period(p.period_start, p.period_end),
        "actual": p.actual_text or "" if p.actual is None else p.actual,
        "target": p.target_text or "" if p.target is None else p.target,
        "unit": p.unit,
        "disputed": p.disputed,
        "records": p.records,
        "sources": ", ".join(p.sources),
    }
