"""The report: one file that needs nothing else, with data that cannot break out of it."""

from __future__ import annotations

import json
import re
import shutil
import threading
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.report.data import collect
from extractor.report.page import MOST_BYTES, embedded, write_report
from extractor.report.serve import _Kept, server
from extractor.run import extract_paths
from extractor.store.database import StoreError
from tests.reading import CORPUS


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "x.duckdb"
    extract_paths(
        [CORPUS / "communique_dongguan.txt", CORPUS / "magazine_hangzhou.txt", CORPUS / "low_income.pdf"], path, jobs=1
    )
    return path


def data_of(page: str) -> dict[str, object]:
    """The data that a page carries."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    return dict(json.loads(found[1]))


def test_the_page_needs_nothing_from_elsewhere(db: Path, tmp_path: Path) -> None:
    page = write_report(db, tmp_path / "new" / "r.html").read_text(encoding="utf-8")
    assert not re.search(r"""(?:src|href)\s*=\s*["'](?!#)""", page.partition('id="data"')[0])
    assert not re.search(r"@import|url\(|fetch\(|XMLHttpRequest", page.partition('id="data"')[0])
    assert "%DATA%" not in page and "%SCRIPT%" not in page
    assert [p.name for p in (tmp_path / "new").iterdir()] == ["r.html"]


def test_the_page_carries_what_the_database_holds(db: Path, tmp_path: Path) -> None:
    data = data_of(write_report(db, tmp_path / "r.html").read_text(encoding="utf-8"))
    overview, documents = data["overview"], data["documents"]
    assert isinstance(overview, dict) and isinstance(documents, list)
    assert overview["documents"] == len(documents) == 3
    assert sum(len(d["marks"]) for d in documents) == overview["records"] > 150
    for d in documents:
        for r in d["marks"]:
            assert d["raw"][r["raw_start"] : r["raw_end"]] == r["raw_text"]


def test_checks_lead_to_the_places_of_their_records(db: Path) -> None:
    content = collect(db, MOST_BYTES).content
    assert content["audits"] and sum(a["checks"] for a in content["audited"]) == content["overview"]["audits"]
    raws = {d["doc_path"]: d["raw"] for d in content["documents"]}
    for audit in content["audits"]:
        assert audit["places"]
        for p in audit["places"]:
            assert raws[p["doc_path"]][p["raw_start"] :].startswith(p["raw_text"])


def test_a_large_database_is_cut_and_the_page_says_so(db: Path) -> None:
    whole, cut = collect(db, MOST_BYTES), collect(db, 60_000)
    assert cut.size < 90_000 < whole.size
    assert cut.content["facts_left_out"] + len(cut.content["facts"]) == len(whole.content["facts"])
    assert cut.content["facts_left_out"] > 0 and cut.content["texts_left_out"] > 0


@given(
    st.recursive(
        st.text() | st.integers() | st.none(),
        lambda v: st.lists(v, max_size=3) | st.dictionaries(st.text(), v, max_size=3),
    )
)
def test_data_comes_back_and_cannot_end_its_element(value: object) -> None:
    text = embedded(value)
    assert "<" not in text and ">" not in text and "&" not in text
    assert json.loads(text) == value


def test_a_database_that_is_none_changes_nothing(tmp_path: Path) -> None:
    out = tmp_path / "r.html"
    out.write_text("old", encoding="utf-8")
    with pytest.raises(StoreError):
        write_report(tmp_path / "no.duckdb", out)
    assert out.read_text(encoding="utf-8") == "old"


def test_the_page_is_served_on_this_machine_alone(db: Path) -> None:
    served = server(db, 0)
    assert served.server_address[0] == "127.0.0.1"
    threading.Thread(target=served.serve_forever, daemon=True).start()
    try:
        at = f"http://127.0.0.1:{served.server_port}/"
        with urlopen(at) as answer:
            assert data_of(answer.read().decode())["live"] is True
        foreign = Request(at, headers={"Host": f"example.org:{served.server_port}"})
        for refused in (f"{at}other", f"{at}../../etc/passwd", foreign):
            with pytest.raises(HTTPError) as err:
                urlopen(refused)
            err.value.close()
    finally:
        served.shutdown()
        served.server_close()


def test_what_is_served_is_renewed_with_the_database(db: Path, tmp_path: Path) -> None:
    copy = tmp_path / "x.duckdb"
    shutil.copyfile(db, copy)
    kept = _Kept(copy)
    first = kept.page()
    assert kept.page() is first
    extract_paths([CORPUS / "low_income.pdf"], copy, jobs=1, force=True)
    again = kept.page()
    assert again is not first and kept.page() is again
