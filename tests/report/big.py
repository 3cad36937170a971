"""How the report bears a large database: the corpus, told again by many areas and years.

``python -m tests.report.big [TIMES]`` reads the corpus, repeats every document TIMES times (463: half a million
records), each time for another area and another year and with other values, and prints what the report takes: seconds
to write, megabytes, and (with Chromium) seconds until the page has drawn itself, and the answers of ``gongbao serve``.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import duckdb

from extractor.report.page import write_report
from extractor.report.serve import server
from extractor.run import extract_paths
from extractor.store.audits.run import audit
from tests.reading import CORPUS
from tests.report.test_browser import browsing

TIMES = 463

#: Every document again, for the ``k``-th area of the gazetteer and ``k % 15`` years earlier.
_AGAIN = """
CREATE TEMP TABLE area AS
    SELECT row_number() OVER (ORDER BY code) AS k, code, name
    FROM regions WHERE level IN ('city', 'county') AND valid_to IS NULL;
CREATE TEMP TABLE again AS SELECT k, code, name, (k % 15)::INTEGER AS back, 1 + (k % 97) / 100.0 AS more
    FROM area WHERE k <= {times};
INSERT INTO documents SELECT d.* REPLACE (
        d.doc_id || '-' || k AS doc_id, d.doc_path || '.' || k AS doc_path, name AS region, code AS region_code,
        (d.published - to_years(back))::DATE AS published, NULL AS text)
    FROM documents AS d, again;
INSERT INTO records SELECT r.* REPLACE (
        r.record_id || '-' || k AS record_id, r.doc_id || '-' || k AS doc_id, r.doc_path || '.' || k AS doc_path,
        name AS region, code AS region_code, (r.value * more)::DECIMAL(38, 10) AS value,
        (r.period_start - to_years(back))::DATE AS period_start, (r.period_end - to_years(back))::DATE AS period_end)
    FROM records AS r, again;
INSERT INTO gaps SELECT g.* REPLACE (g.doc_id || '-' || k AS doc_id, g.doc_path || '.' || k AS doc_path)
    FROM gaps AS g, again;
INSERT INTO refusals SELECT f.* REPLACE (f.doc_id || '-' || k AS doc_id, f.doc_path || '.' || k AS doc_path)
    FROM refusals AS f, again;
"""


def enlarge(small: Path, big: Path, times: int) -> None:
    """A copy of a database in which every document comes ``times`` times more."""
    shutil.copyfile(small, big)
    with duckdb.connect(str(big)) as con:
        con.execute(_AGAIN.format(times=times))
        began = time.perf_counter()
        con.execute("DELETE FROM audits")
        audit(con)
        print(f"audits of {_one(con, 'records'):,} records: {time.perf_counter() - began:.1f} s")
        for view in ("facts", "conflicts", "series"):
            began = time.perf_counter()
            rows = _one(con, view)
            print(f"{view}: {rows:,} rows counted in {time.perf_counter() - began:.1f} s")
        began = time.perf_counter()
        found = con.execute("SELECT count(*) FROM facts WHERE indicator_id = 'population.resident'").fetchone()
        print(f"facts of one indicator: {found[0] if found else 0:,} in {time.perf_counter() - began:.2f} s")


def _one(con: duckdb.DuckDBPyConnection, table: str) -> int:
    row = con.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(row[0]) if row else 0


def drawn(page: str) -> float | None:
    """Seconds until Chromium has drawn the overview of a page, None where there is no Chromium."""
    with browsing() as browser:
        if browser is None:
            return None
        began = time.perf_counter()
        browser.get(page)
        while not browser.find_elements("css selector", ".card"):
            time.sleep(0.02)
        return time.perf_counter() - began


def main(arguments: list[str]) -> None:
    """Measure and print."""
    times = int(arguments[0]) if arguments else TIMES
    with tempfile.TemporaryDirectory() as folder:
        small, big, out = (Path(folder) / name for name in ("small.duckdb", "big.duckdb", "big.html"))
        extract_paths([CORPUS], small)
        enlarge(small, big, times)
        began = time.perf_counter()
        write_report(big, out)
        print(f"report: {out.stat().st_size / 1e6:.1f} MB in {time.perf_counter() - began:.1f} s")
        seconds = drawn(out.as_uri())
        print("drawn: no Chromium here" if seconds is None else f"drawn after {seconds:.1f} s")
        served: Any = server(big, 0)
        threading.Thread(target=served.serve_forever, daemon=True).start()
        for _ in range(2):
            began = time.perf_counter()
            with urlopen(f"http://127.0.0.1:{served.server_port}/") as answer:
                size = len(answer.read())
            print(f"served: {size / 1e6:.1f} MB in {time.perf_counter() - began:.1f} s")
        served.shutdown()
        served.server_close()


if __name__ == "__main__":
    main(sys.argv[1:])
