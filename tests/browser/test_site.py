"""The site of three letters in a browser: from a server on this machine, and from the disk."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from letters import LETTERS

from lenin_tei.exporters import export_folder
from lenin_tei.exporters.folder import Later

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGES = (
    "index.html",
    "chronology.html",
    "persons.html",
    "places.html",
    "persons/person-berg.html",
    "text/one.html",
    "search.html?q=ice",
)
Open = Callable[..., "Page"]


class Quiet(SimpleHTTPRequestHandler):
    """A server that says nothing of what it is asked for."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site."""
    folder = tmp_path_factory.mktemp("site")
    for path, content in export_folder(list(LETTERS.items()), to="site", title="Letters"):
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content.make() if isinstance(content, Later) else content)
    return folder


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the site is served."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Open]:
    """Return a function that opens an address; what the page complains of fails the test."""
    complaints: list[str] = []
    opened: list[Page] = []

    def visited(address: str, *, width: int = 1440, scheme: str = "light") -> Page:
        page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 900})
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address)
        opened.append(page)
        return page

    yield visited
    for page in opened:
        page.close()
    assert [one for one in complaints if "favicon" not in one and "404" not in one] == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1440)])
def test_axe_finds_nothing(address: str, path: str, scheme: str, width: int, visit: Open, axe: str) -> None:
    page = visit(address + path, width=width, scheme=scheme)
    if "?q=" in path:
        page.locator("#results li").first.wait_for()
    page.evaluate(axe)
    found = page.evaluate("axe.run(document)")
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]] == []
    for narrow in (width, 820, 320):
        page.set_viewport_size({"width": narrow, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= narrow


def test_search_finds_a_word_and_shows_where_it_stands(address: str, visit: Open) -> None:
    page = visit(f"{address}index.html")
    page.get_by_label("Search the texts").fill("lighthouses")
    page.keyboard.press("Enter")
    page.locator("#results li").first.wait_for()
    assert page.locator("#results a").all_inner_texts() == ["About the lighthouse"]
    page.locator("#results .context mark").first.wait_for()
    assert page.locator("#results mark").first.inner_text() == "lighthouse"
    assert page.locator("#status").inner_text() == "1 text found"
    page.locator("#results a").click()
    page.wait_for_url("**/text/two.html*")


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("NAIVE pilots", ["From Tallinn, in haste"]),
        ("Jonas Berg oil", ["About the lighthouse"]),
        ("whist", ["The ice has gone"]),
        ("nowhereatall", []),
    ],
)
def test_search_knows_accents_entries_and_beginnings(address: str, query: str, titles: list[str], visit: Open) -> None:
    page = visit(f"{address}search.html?q={query}")
    page.locator("#status", has_text="ound").wait_for()
    assert page.locator("#results a").all_inner_texts() == titles


def test_the_site_works_from_the_disk_and_search_says_what_it_needs(site: Path, visit: Open) -> None:
    page = visit((site / "index.html").as_uri())
    assert page.evaluate("getComputedStyle(document.querySelector('.skip')).position") == "absolute"
    page.get_by_role("link", name="About the lighthouse").click()
    page.get_by_role("link", name="Jonas").first.click()
    page.locator(".register a.all").first.click()
    assert page.locator("h1").inner_text() == "Jonas Berg"
    assert page.evaluate("getComputedStyle(document.querySelector('.skip')).position") == "absolute"


def test_the_next_text_is_reached_by_keyboard(address: str, visit: Open) -> None:
    page = visit(f"{address}text/two.html")
    page.locator('.neighbours [rel="next"]').first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/text/one.html")
    page.locator('[role="doc-noteref"]').focus()
    page.keyboard.press("Enter")
    assert "Said in each letter" in page.evaluate("document.getElementById(location.hash.slice(1)).textContent")
