"""TEI written by hand in many ways (tests/tei): each file is valid, and no readable form loses or moves a word."""

from __future__ import annotations

import json
import os
import subprocess
import unicodedata
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from conftest import ROOT, program, shared
from lxml import etree
from lxml import html as lxml_html
from tei_words import footnoted_words, source_words, split

from lenin_tei.conversion import Options, convert
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


def in_book(data: bytes) -> list[str]:
    """Return the words of the texts and notes of an EPUB."""
    book = zipfile.ZipFile(BytesIO(data))
    shown = "".join(book.read(name).decode() for name in book.namelist() if name.endswith("text.xhtml"))
    return in_page(etree.fromstring(shown.replace(' xmlns="http://www.w3.org/1999/xhtml"', "").encode()))


@each_file
def test_a_page_and_a_book_hold_the_words_of_the_source(path: Path) -> None:
    root = etree.parse(path).getroot()
    expected = source_words(root, "all")
    assert in_page(lxml_html.document_fromstring(export(path.read_bytes(), to="html"))) == expected
    assert in_book(export(path.read_bytes(), to="epub")) == expected


def read_by_pandoc(texts: list[str], form: str, folder: Path) -> list[list[str]]:
    """Return the words of each text as pandoc reads them, notes after the text in the order of their markers."""
    names = []
    for number, text in enumerate(texts):
        names += [folder / f"{number}.md", folder / f"{number}-end.md"]
        names[-2].write_text(text, encoding="utf-8")
        names[-1].write_text("ENDOFFILE\n", encoding="utf-8")
    command = [program("pandoc"), "--file-scope", f"--from={form}", "--to=json", *names]
    tree = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    pieces: list[str] = []
    notes: list[object] = []
    stack: list[object] = [["ENDOFFILE"], *reversed(tree["blocks"])]
    while stack or notes:
        node = stack.pop()
        if stack == [] or (isinstance(node, dict) and node == {"t": "Para", "c": [{"t": "Str", "c": "ENDOFFILE"}]}):
            while notes:
                stack.append(node)
                stack.append(notes.pop(0))
                break
            else:
                pieces.append(" ENDOFFILE ")
            continue
        if isinstance(node, list):
            stack.extend(reversed(node))
        elif isinstance(node, dict):
            kind, content = node.get("t"), node.get("c", [])
            if kind in ("Str", "Code", "CodeBlock", "Math"):
                pieces.append(content if isinstance(content, str) else f" {content[1]} "[kind != "CodeBlock" :])
            elif kind in ("RawInline", "RawBlock"):
                pieces.append("" if content[1] == "<!-- -->" else content[1])
            elif kind == "Note":
                notes.append(content)
            elif kind == "Link" and not content[1]:
                pieces.append(content[2][0])
            else:
                apart = kind in ("Space", "SoftBreak", "LineBreak", "Para", "Plain", "Header", "BulletList")
                pieces.append(" " if apart else "")
                stack.append([content] if isinstance(content, dict) else content)
    return [split(part) for part in "".join(pieces).split("ENDOFFILE")]


@pytest.mark.parametrize("form", ["markdown-smart", "gfm", "commonmark_x-smart"])
def test_pandoc_reads_the_words_of_the_source(form: str, tmp_path: Path) -> None:
    made = [export(path.read_bytes(), to="markdown", header=False) for path in FILES]
    read = read_by_pandoc(made, form, tmp_path)
    wrong = {}
    for path, words in zip(FILES, read, strict=False):
        expected = footnoted_words(etree.parse(path).getroot())
        if unicodedata.normalize("NFC", " ".join(words)) != unicodedata.normalize("NFC", " ".join(expected)):
            wrong[path.stem] = (words, expected)
    assert wrong == {}


@pytest.fixture(scope="module")
def real() -> dict[str, bytes]:
    """TEI of real transcriptions: some of them, or all when $EVERY_DOCUMENT is set."""
    texts = sorted(shared("transcriptions", "dev", "txt").glob("*.txt"))
    chosen = texts if os.environ.get("EVERY_DOCUMENT") else texts[::12]
    return {path.stem: convert(path.read_bytes(), path.name, Options()).xml or b"" for path in chosen}


def test_real_documents_lose_no_word(real: dict[str, bytes], tmp_path: Path) -> None:
    """Notes stand where the transcription has them, so the order is that of the fidelity check, not asked for here."""
    markdown = [export(data, to="markdown", header=False) for data in real.values()]
    read = read_by_pandoc(markdown, "markdown-smart", tmp_path)
    for (name, data), by_pandoc in zip(real.items(), read, strict=False):
        root = etree.fromstring(data)
        whole, shown = sorted(source_words(root, markers=True)), sorted(source_words(root, "all"))
        assert sorted(split(export(data, to="text", header=False))) == whole, name
        assert sorted(in_page(lxml_html.document_fromstring(export(data, to="html")))) == shown, name
        assert sorted(in_book(export(data, to="epub"))) == shown, name
        assert sorted(by_pandoc) == sorted(footnoted_words(root)), name
