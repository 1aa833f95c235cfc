"""The folder for CETEIcean in Chromium, from a static server: notes, links, names, quotation marks."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import named
from target_folders import in_folder, written

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = in_folder("ceteicean", tmp_path_factory.mktemp("ceteicean"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    complaints: list[str] = []
    opened = browser.new_page(viewport={"width": 1000, "height": 900})
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("dialog", lambda dialog: complaints.append(dialog.message))
    yield opened
    opened.close()
    assert not complaints


def go(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}/{name}.html")
    page.wait_for_selector("body[data-ready]")
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"ceteicean-{name}.png")


def test_the_library_is_the_one_from_npm() -> None:
    installed = named("CETEICEAN", "the package CETEIcean (npm install CETEIcean)")
    files = written("ceteicean")[0]
    assert files["js/CETEI.js"] == (installed / "dist" / "CETEI.js").read_bytes()
    assert files["js/LICENSE.md"] == (installed / "LICENSE.md").read_bytes()


def test_the_start_page_leads_to_every_document(page: Page, address: str) -> None:
    page.goto(f"{address}/index.html")
    assert page.locator("li a").all_inner_texts()[1] == "Notes on the Harvest"
    page.get_by_text("Notes on the Harvest").click()
    page.wait_for_selector("body[data-ready]")
    assert page.locator("tei-body tei-p").first.inner_text().startswith("The harvest in Russia is good this year.")


def test_a_note_is_reached_and_left(page: Page, address: str) -> None:
    go(page, address, "talk-7")
    assert page.locator("ol.notes li").all_inner_texts() == ["They were not married. ↩"]
    page.locator("tei-text sup a").click()
    assert page.evaluate("document.querySelector(location.hash).tagName") == "LI"
    page.locator("ol.notes a").last.click()
    assert page.evaluate("document.querySelector(location.hash).closest('sup') !== null")
    assert "(They were" not in page.locator("tei-text").inner_text()


def test_a_name_shows_its_entry_by_mouse_and_keyboard(page: Page, address: str) -> None:
    go(page, address, "letter")
    assert not page.locator("#entry").is_visible()
    page.locator("tei-body tei-persname[data-entry]").first.click()
    assert page.locator("#entry h2").inner_text() == "Vladimir Ilyich Lenin (1870–1924)"
    page.locator("tei-body tei-placename[data-entry]").last.press("Enter")
    assert page.locator("#entry h2").inner_text() == "Russia"
    assert page.locator("ol.notes [data-entry]").count() > 0


def test_neither_register_nor_header_is_shown(page: Page, address: str) -> None:
    go(page, address, "letter")
    shown = page.locator("body").inner_text()
    assert "Ulyanov-Lenin" not in shown
    assert "Q1394" not in shown
    assert "Unpublished" not in shown
    assert page.locator("tei-standoff").is_hidden()


def test_quotation_marks_are_shown_once(page: Page, address: str) -> None:
    go(page, address, "harvest")
    assert page.locator("tei-q").inner_text() == "“and not one sack less”"
    assert page.locator("tei-q.no-marks").count() == 0
    go(page, address, "talk-7")
    assert page.locator("tei-q.no-marks").inner_text() == "you walk too fast"
    assert page.evaluate("getComputedStyle(document.querySelector('.no-marks'), '::before').content") == '"“"'


def test_a_link_that_would_run_a_script_is_none(page: Page, address: str, tmp_path: Path) -> None:
    go(page, address, "talk-7")
    page.evaluate(
        "document.getElementById('tei').insertAdjacentHTML('beforeend', '<a href=\"javascript:alert(1)\">x</a>')"
    )
    page.evaluate("makeSafe()")
    assert page.locator("#tei a", has_text="x").last.get_attribute("href") is None
