"""One self-contained page about what a database holds: no file beside it, no script from elsewhere, readable offline.

The page carries its data as JSON and draws everything itself. What would make it too large is left out by the order
of use: refusals first, then texts of documents, then records of little-told indicators; the page says what is missing.
"""

from __future__ import annotations

import hashlib
import json
import os
from importlib.resources import files
from pathlib import Path
from typing import Any

from extractor.report.data import Data, collect

#: Bytes of JSON that a page may carry.
MOST_BYTES = 24_000_000


def write_report(db: Path, out: Path, most: int = MOST_BYTES) -> Path:
    """Write the page about ``db`` to ``out``, which appears only when it is complete; gives ``out``.

    Raises StoreError where the database cannot be used, OSError where the page cannot be written.
    """
    page = render(collect(db, most))
    out.parent.mkdir(parents=True, exist_ok=True)
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        part.write_text(page, encoding="utf-8")
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    return out


def render(data: Data, live: bool = False) -> str:
    """The page for some data; ``live`` says that it is served and shows the database as it is at each call."""
    assets = files("extractor.report") / "assets"
    style, script, shell = (
        (assets / name).read_text(encoding="utf-8") for name in ("page.css", "page.js", "page.html")
    )
    parts = {
        "%STYLE%": style,
        "%SCRIPT%": script,
        "%DATA%": embedded({**data.content, "live": live}),
        "%DIGEST%": hashlib.sha256(script.encode()).hexdigest()[:12],
    }
    for mark, text in parts.items():
        shell = shell.replace(mark, text)
    return shell


def embedded(value: Any) -> str:
    """A value as JSON that can stand in a script element: nothing in it can end the element or begin markup."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for c in "<>&\u2028\u2029":
        text = text.replace(c, f"\\u{ord(c):04x}")
    return text
