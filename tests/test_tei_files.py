"""TEI written by hand in many ways (tests/tei): each file is valid, and no readable form loses or moves a word."""

from __future__ import annotations

import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from conftest import ROOT, program, shared
from lxml import etree
from lxml import html as lxml_html
from tei_words import source_words, split

from lenin_tei.exporters import export

FILES = sorted((ROOT / "tests" / "tei").glob("*.xml"))
each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def test_there_are_many_files() -> None:
    assert len(FILES) >= 60


def test_jing_finds_every_file_valid() -> None:
    schema = shared("tei", "tei_all.rng")
    done = subprocess.run([program("jing"), schema, *FILES], capture_output=True, text=True, check=False)
    assert done.stdout == ""


@each_file
def test_text_holds_the_words_of_the_source_in_their_order(path: Path) -> None:
    root = etree.parse(path).getroot()
    assert split(export(path.read_bytes(), to="text")) == source_words(root, markers=True)
    corrected = export(path.read_bytes(), to="text", layer="corrected")
    assert split(corrected) == source_words(root, "corrected", markers=True)


APART = "div p li td th tr h1 h2 h3 h4 h5 h6 section br dt dd figure figcaption caption blockquote pre table".split()
ADDED = """//*[@role='doc-noteref'][@aria-label] | //*[@role='doc-backlink'] | //li/span[@class='label'] |
//aside/span[@class='label'] | //section[@class='notes']/h2 | //*[contains(@class, 'tei-pb')] |
//*[contains(@class, 'tei-cb')]"""


def in_page(root: etree._Element) -> list[str]:
    """Return the words of the texts and notes of a page, without what the page adds for walking about."""
    for added in root.xpath(ADDED):
        for part in list(added):
            added.remove(part)
        added.text = ""
    for apart in root.iter(*APART):
        apart.text = f" {apart.text or ''}"
        apart.tail = f" {apart.tail or ''}"
    return split(" ".join("".join(part.itertext("*")) for part in root.xpath("//*[@class='document']")))


@each_file
def test_a_page_and_a_book_hold_the_words_of_the_source(path: Path) -> None:
    root = etree.parse(path).getroot()
    expected = source_words(root, "all")
    assert in_page(lxml_html.document_fromstring(export(path.read_bytes(), to="html"))) == expected
    book = zipfile.ZipFile(BytesIO(export(path.read_bytes(), to="epub")))
    shown = "".join(book.read(name).decode() for name in book.namelist() if name.endswith("text.xhtml"))
    assert in_page(etree.fromstring(shown.replace(' xmlns="http://www.w3.org/1999/xhtml"', "").encode())) == expected
