"""PDF: pages with footnotes at their foot, nothing fetched, and one clear line where WeasyPrint is missing."""

from __future__ import annotations

import io
import sys

import pytest
from conftest import ROOT, module
from test_tei_files import FILES

from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.exporters import export

NOTES = (ROOT / "tests" / "tei" / "quotation-in-notes.xml").read_bytes()
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>{}</body></text></TEI>'


@pytest.fixture
def pdf():  # type: ignore[no-untyped-def]
    """Return a function that gives the pages of a PDF as text, from top to bottom."""
    module("weasyprint")
    reading = module("pypdf")

    def pages(data: bytes, **options: object) -> list[list[str]]:
        reader = reading.PdfReader(io.BytesIO(export(data, to="pdf", **options)))
        return [lines_of(page) for page in reader.pages]

    return pages


def lines_of(page) -> list[str]:  # type: ignore[no-untyped-def]
    """Return the pieces of text of a page by their height on it."""
    found: list[tuple[float, float, str]] = []

    def visit(text, matrix, at, _font, _size) -> None:  # type: ignore[no-untyped-def]
        if text.strip():
            found.append((-(matrix[5] + matrix[3] * at[5]), matrix[4] + at[4], text.strip()))

    page.extract_text(visitor_text=visit)
    return [text for _, _, text in sorted(found)]


def test_notes_stand_at_the_foot_of_their_page(pdf) -> None:  # type: ignore[no-untyped-def]
    filler = "".join(f"<p>Paragraph {n} of a long text. {'word ' * 60}</p>" for n in range(14))
    body = f"<p>First<note>the first note</note>.</p>{filler}<p>Last<note>the last note</note>.</p>"
    pages = [" ".join(page) for page in pdf(TEI.format(body).encode())]
    assert len(pages) > 1
    assert "the first note" in pages[0]
    assert pages[0].index("Paragraph 2") < pages[0].index("the first note")
    assert "the last note" in next(page for page in pages if "Last" in page)
    assert sum(page.count("the last note") for page in pages) == 1


def test_notes_can_stand_at_the_end_or_nowhere(pdf) -> None:  # type: ignore[no-untyped-def]
    data = TEI.format("<p>a<note>a note</note> b</p>").encode()
    assert "Notes" in " ".join(" ".join(page) for page in pdf(data, notes="end"))
    assert "a note" not in " ".join(" ".join(page) for page in pdf(data, notes="none"))


def test_a_pdf_is_the_same_every_time(pdf) -> None:  # type: ignore[no-untyped-def]
    assert export(NOTES, to="pdf") == export(NOTES, to="pdf")


def test_nothing_is_fetched(pdf) -> None:  # type: ignore[no-untyped-def]
    body = '<figure><graphic url="file:///etc/hostname"/><graphic url="pictures/x.png"/></figure><p>words</p>'
    assert "words" in " ".join(pdf(TEI.format(body).encode())[0])


@pytest.mark.parametrize("path", FILES[::9], ids=lambda path: path.stem)
def test_the_words_are_in_the_pdf(pdf, path) -> None:  # type: ignore[no-untyped-def]
    shown = "".join("".join("".join(page).split()) for page in pdf(path.read_bytes()))
    words = [word for word in export(path.read_bytes(), to="text", signs=False, notes="none").split() if word.isalpha()]
    assert [word for word in words if word not in shown] == []


def test_without_weasyprint_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(LeninTeiError, match=r"PDF needs the extra lenin-tei\[pdf\]"):
        export(NOTES, to="pdf")
