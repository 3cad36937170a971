"""The report in a browser: search, from a fact to its raw characters, charts, keyboard, languages, no error.

Needs chromium and chromedriver (Debian's packages chromium and chromium-driver); skipped where they are missing.
Screenshots are left in output/screenshots.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from extractor.report.page import write_report
from extractor.run import extract_paths
from tests.reading import CORPUS, ROOT

BROWSER, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
SHOTS = ROOT / "output" / "screenshots"
pytestmark = pytest.mark.skipif(not (BROWSER and DRIVER), reason="chromium and chromedriver are not installed")
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --window-size=1300,900 --lang=zh-CN"
)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    extract_paths([CORPUS], folder / "x.duckdb", jobs=1)
    return write_report(folder / "x.duckdb", folder / "report.html")


@contextmanager
def browsing() -> Iterator[Any]:
    """A headless browser, None where it is not installed."""
    from selenium import webdriver
    from selenium.webdriver.chrome.options import Options
    from selenium.webdriver.chrome.service import Service

    if not (BROWSER and DRIVER):
        yield None
        return
    options = Options()
    options.binary_location = BROWSER
    with tempfile.TemporaryDirectory() as folder:
        for flag in (*FLAGS.split(), f"--user-data-dir={folder}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        driver = webdriver.Chrome(options=options, service=Service(DRIVER))
        try:
            yield driver
        finally:
            driver.quit()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with browsing() as driver:
        yield driver


def visit(browser: Any, page: Path, at: str = "") -> None:
    browser.get("about:blank")
    browser.get(f"{page.as_uri()}{at}")
    browser.implicitly_wait(5)


def one(browser: Any, css: str) -> Any:
    return browser.find_element("css selector", css)


def every(browser: Any, css: str) -> list[Any]:
    return list(browser.find_elements("css selector", css))


def shot(browser: Any, name: str) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    assert browser.save_screenshot(str(SHOTS / f"{name}.png"))


def complaints(browser: Any) -> list[str]:
    return [entry["message"] for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]


def test_the_overview_counts(browser: Any, page: Path) -> None:
    visit(browser, page)
    assert len(every(browser, ".card")) >= 10
    assert len(every(browser, "main tbody tr")) > 20
    shot(browser, "overview")
    assert complaints(browser) == []


def test_from_a_search_to_the_raw_characters(browser: Any, page: Path) -> None:
    visit(browser, page)
    one(browser, "#q").send_keys("常住人口")
    links = every(browser, "main tbody a")
    assert links and all("常住人口" in a.text for a in links[:1])
    links[0].click()
    assert one(browser, "svg.chart path")
    shot(browser, "indicator")
    quote = one(browser, "main tbody td:last-child a")
    told = quote.text
    quote.click()
    pressed = one(browser, 'mark[aria-pressed="true"]')
    assert told in pressed.text or pressed.text in told
    assert one(browser, "aside.detail code").text == told
    shot(browser, "document")
    assert complaints(browser) == []


def test_a_number_is_chosen_with_the_keyboard(browser: Any, page: Path) -> None:
    from selenium.webdriver.common.keys import Keys

    visit(browser, page, "#/document/0")
    mark = every(browser, "mark")[1]
    mark.send_keys(Keys.ENTER)
    assert mark.get_attribute("aria-pressed") == "true"
    assert every(browser, "aside.detail dd")


@pytest.mark.parametrize("view", ["#/indicators", "#/documents", "#/conflicts", "#/audits", "#/targets", "#/unread"])
def test_every_view_draws(browser: Any, page: Path, view: str) -> None:
    visit(browser, page, view)
    assert len(every(browser, "main tbody tr")) >= 1
    shot(browser, view.rpartition("/")[2])
    assert complaints(browser) == []


def test_from_a_check_to_the_number_that_it_checks(browser: Any, page: Path) -> None:
    visit(browser, page, "#/audits")
    link = one(browser, "main table:last-of-type tbody td:last-child a")
    told = link.text
    link.click()
    assert one(browser, "aside.detail code").text == told
    assert complaints(browser) == []


def test_language_and_darkness(browser: Any, page: Path) -> None:
    visit(browser, page)
    before = one(browser, "h2").text
    one(browser, "#lang").click()
    assert one(browser, "h2").text != before
    dark = one(browser, "body").value_of_css_property("background-color")
    one(browser, "#theme").click()
    assert one(browser, "body").value_of_css_property("background-color") != dark
    shot(browser, "other_language_and_theme")
    assert complaints(browser) == []
