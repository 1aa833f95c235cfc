"""A browser for the tests of pages: Chromium, driven by Playwright, with axe-core read from $AXE_CORE."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lenin_tei.exporters import export

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FLAGS = """--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
--disable-component-update --disable-sync""".split()


def missing(what: str) -> None:
    """Skip the test; in CI, where nothing is skipped, fail it."""
    if os.environ.get("CI"):
        pytest.fail(f"{what}, and CI skips nothing")
    pytest.skip(what)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window and without a network of its own."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        missing("Chromium is not installed")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("Playwright is not installed (pip install playwright)")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core: the file $AXE_CORE, or axe.min.js in the folder it names."""
    named = os.environ.get("AXE_CORE")
    if not named:
        missing("$AXE_CORE does not name axe-core (npm install axe-core)")
    path = Path(str(named))
    path = path / "axe.min.js" if path.is_dir() else path
    if not path.exists():
        missing(f"axe-core is not at {path}")
    return path.read_text(encoding="utf-8")


def _counts(message: str) -> bool:
    """Tell whether a message of the console is a complaint; pictures of the samples do not exist."""
    return "ERR_FILE_NOT_FOUND" not in message


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Return a function that exports TEI and shows the page; what the page complains of fails the test."""
    complaints: list[str] = []
    opened: list[Page] = []

    def shown(tei: bytes, *, width: int = 1440, scheme: str = "light") -> Page:
        path = tmp_path / f"page-{len(opened)}.html"
        path.write_text(export(tei, to="html"), encoding="utf-8")
        page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 900})
        page.on("console", lambda message: complaints.append(message.text) if _counts(message.text) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.goto(path.as_uri())
        opened.append(page)
        return page

    yield shown
    for page in opened:
        page.close()
    assert not complaints
