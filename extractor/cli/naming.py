"""``gongbao indicators``: the catalogue, and the names that it lacks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from extractor.cli import cells
from extractor.cli.asking import rows_at_most, told
from extractor.cli.options import DEFAULT_DATABASE, Database, Form, Limit, Shown, simplified
from extractor.cli.show import show
from extractor.cli.talk import bad_calls

app = typer.Typer(help="What the catalogue says of an indicator, and which names it lacks.", no_args_is_help=True)


@app.command()
def unknown(db: Database = DEFAULT_DATABASE, form: Shown = Form.TABLE, limit: Limit = None) -> None:
    """Show names that the catalogue does not know, the most frequent first: what to add next."""
    with bad_calls():
        from extractor.store.names import unknown as find

        rows, total = find(db, rows_at_most(limit, form))
        wide = [_name(row) for row in rows]
        narrow = [_narrow_name(row) for row in rows]
        show(form, wide, rows, narrow=narrow)
        told(len(rows), total, "unknown name")


def _name(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": row["name"],
        "records": row["records"],
        "documents": row["documents"],
        "unit": row["unit"],
        "units": row["units"],
        "measure": row["measure"],
        "place": cells.place(row),
        "quotation": row["quote_evidence"],
    }


def _narrow_name(row: Mapping[str, Any]) -> dict[str, Any]:
    unit = row["unit"] + (f" (+{row['units'] - 1})" if row["units"] > 1 else "")
    return {
        **{k: row[k] for k in ("name", "records", "documents")},
        "unit": unit,
        "quotation": cells.around(row["quote_evidence"], row["raw_text"]),
    }


@app.command("show")
def show_one(
    name: Annotated[str, typer.Argument(metavar="CODE|NAME", help="Code, name or alias, or a part of one.")],
    db: Database = DEFAULT_DATABASE,
    form: Shown = Form.TABLE,
) -> None:
    """Show what the catalogue says of an indicator, and what the records hold of it."""
    with bad_calls():
        from extractor.store.names import shown

        rows = shown(db, simplified(name))
        if form is not Form.TABLE:
            show(form, rows)
        elif len(rows) == 1:
            show(form, [{"": k, "value": v} for k, v in _lines(rows[0]).items() if v not in ("", None)])
        else:
            brief = ("indicator_id", "name", "topic", "units", "records", "documents")
            show(form, [{**{k: r[k] for k in brief}, "units": ", ".join(r["units"])} for r in rows])


def _lines(row: Mapping[str, Any]) -> dict[str, Any]:
    from extractor.cli.show import text

    bounds = "" if row["lowest"] is None and row["highest"] is None else f"{text(row['lowest'])}…{text(row['highest'])}"
    held = f"{row['records']:,} ({row['target_records']:,} of targets)" if row["records"] else "none"
    return {
        "code": row["indicator_id"],
        "name": row["name"],
        "definition": row["definition"],
        "other names": ", ".join(row["aliases"]),
        "topic": row["topic"],
        "kind": row["kind"],
        "measure": row["measure"],
        "units": ", ".join(row["units"]),
        "bounds": bounds,
        "records": held,
        "documents": row["documents"] or "",
        "areas": row["regions"] or "",
        "from": row["first_day"],
        "to": row["last_day"],
    }
