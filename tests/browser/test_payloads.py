"""Payloads that would run a script stay words in every form that a browser or a reading device may show."""

from __future__ import annotations

import subprocess
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import program
from lxml import etree

from lenin_tei.exporters import export, export_folder
from lenin_tei.exporters.folder import Later
from lenin_tei.xmlparser import safe_parser

from .test_pages import PAYLOADS, poisoned

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ATTRIBUTES = "[...document.querySelectorAll('*')].flatMap(one => [...one.attributes].map(a => a.name))"
PROTOCOLS = (
    "[...document.querySelectorAll('a, area')].filter(a => a.href).map(a => new URL(a.href, document.baseURI).protocol)"
)
FOREIGN = "iframe, object, embed, base, svg, math, video, audio, meta[http-equiv=refresh], link[href^=javascript]"


def all_in_one(payloads: list[str] = PAYLOADS) -> bytes:
    """Return a corpus with a document for each payload."""
    corpus = etree.Element("{http://www.tei-c.org/ns/1.0}teiCorpus")
    corpus.extend([etree.fromstring(poisoned(payload), safe_parser()) for payload in payloads])
    return etree.tostring(corpus)


@pytest.fixture
def inert(browser: Browser) -> Iterator[Page]:
    """A page that fails the test if a dialog opens."""
    page = browser.new_page()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    yield page
    page.close()
    assert dialogs == []


def assert_inert(page: Page, path: Path, scripts: int = 0) -> None:
    page.goto(path.as_uri())
    assert page.evaluate("window.hacked === undefined && document.body.innerText.length > 0"), path.name
    assert [name for name in page.evaluate(ATTRIBUTES) if name.lower().startswith("on")] == [], path.name
    assert set(page.evaluate(PROTOCOLS)) <= {"file:", "http:", "https:", "mailto:"}, path.name
    assert page.evaluate(f"document.querySelectorAll('{FOREIGN}').length") == 0, path.name
    running = "[...document.scripts].filter(one => one.type !== 'application/ld+json' && !one.src).length"
    assert page.evaluate(running) <= scripts, path.name


def test_there_are_many_payloads() -> None:
    assert len(set(PAYLOADS)) >= 60


def test_a_page_of_all_payloads_is_inert(inert: Page, tmp_path: Path) -> None:
    path = tmp_path / "all.html"
    path.write_text(export(all_in_one(), to="html"), encoding="utf-8")
    assert_inert(inert, path)


def test_a_book_of_all_payloads_is_inert(inert: Page, tmp_path: Path) -> None:
    book = zipfile.ZipFile(BytesIO(export(all_in_one(), to="epub")))
    assert all(not name.startswith("/") and ".." not in name for name in book.namelist())
    book.extractall(tmp_path)
    pages = sorted(tmp_path.rglob("*.xhtml"))
    assert pages
    for path in pages:
        assert_inert(inert, path)


@pytest.mark.parametrize("form", ["markdown", "gfm", "commonmark"])
def test_markdown_of_all_payloads_is_inert_as_pandoc_renders_it(inert: Page, tmp_path: Path, form: str) -> None:
    text = export(all_in_one(), to="markdown", header=form != "commonmark")  # which knows no front matter
    command = [program("pandoc"), "--standalone", f"--from={form}", "--to=html", "--metadata=title=x"]
    page = subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout
    path = tmp_path / "all.html"
    path.write_text(page, encoding="utf-8")
    assert_inert(inert, path)


def test_a_site_of_all_payloads_is_inert(inert: Page, tmp_path: Path) -> None:
    documents = [(f"{number}.xml", poisoned(payload)) for number, payload in enumerate(PAYLOADS[::8])]
    documents.append(("two.xml", all_in_one(PAYLOADS[1:3])))
    for name, content in export_folder(documents, to="site", title=PAYLOADS[0], url=PAYLOADS[-1]):
        path = tmp_path / name
        assert tmp_path in path.resolve().parents
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.make() if isinstance(content, Later) else content)
    pages = sorted(tmp_path.rglob("*.html"))
    assert len(pages) > len(documents)
    for path in pages:
        assert_inert(inert, path, scripts=1)
