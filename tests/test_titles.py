"""The title block: who is the author, what is a title, and what kind of text the title names."""

from __future__ import annotations

import pytest

from lenin_tei.document import read_document
from lenin_tei.profile import load_profile
from lenin_tei.source import Source
from lenin_tei.text_types import kind_of_title

TEXT = (
    "The lamps of the harbour were lit at nine, and nobody saw who had lit them, because everybody had gone to the "
    "quay to see the ship that had come in from the north."
)


def facts(words: str, element: str) -> list[str]:
    """Return what the titleStmt says of one element."""
    document = read_document(Source("page.txt", words), load_profile("mia"), lambda _: None)
    return [fact.text for fact in document.facts if fact.place == "titleStmt" and fact.element == element]


@pytest.mark.parametrize(
    "line", ["IX. MUTUALISM", "Correspondence With Theodor Holm", "12. Lamps and Boats", "Red October 1917"]
)
def test_a_first_line_that_is_no_name_makes_nobody_an_author(line: str) -> None:
    assert facts(f"{line}\n\nThe Tide Tables\n\n{TEXT}\n", "author") == []


@pytest.mark.parametrize(
    ("line", "last"),
    [("Anna B. Holm 1917", ""), ("Max Holm 1919", "Max Holm."), ("John Holm 1917", "(Signed) J. Holm")],
)
def test_a_name_with_a_year_is_the_author_where_an_initial_or_a_signature_shows_it(line: str, last: str) -> None:
    front = "Source: The Harbour Gazette, May 1920\nTranscription: Peter Lund"
    words = f"{line}\n\nLetter to the Harbour Office\n\n{front}\n\nDear Sir,\n\n{TEXT}\n\nYours truly,\n{last}\n"
    assert facts(words, "author") == [line[:-5]]
    assert facts(words, "title") == ["Letter to the Harbour Office"]


def test_the_number_of_a_section_is_no_title() -> None:
    words = f"Anna Holm\n\nCongress of the Boats\n\n3\n\nReport on the Tide Tables\n\n{TEXT}\n"
    assert facts(words, "title") == ["Congress of the Boats", "Report on the Tide Tables"]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Speech in Discussion of the Executive Committee Report", "speech"),
        ("Speech Against the Resolution on Boats", "speech"),
        ("Draft Resolution on Boats", "resolution"),
        ("Proposal Concerning the Resolution on Boats", ""),
        ("Preface to the Pamphlet Letters on Tactics", "preface"),
        ("A Review-Article on the Harbour", "review"),
        ("Outline of a Book", "draft"),
    ],
)
def test_the_first_word_that_names_a_kind_counts(title: str, kind: str) -> None:
    assert kind_of_title(title) == kind


def test_a_page_of_several_letters_that_open_within_their_paragraphs_is_no_letter() -> None:
    one = f"Hull, July 3, 1913\n\nDear Sir, – {TEXT}\n\nYours faithfully,\nP. LUND\n"
    words = f"A. Holm\n\nThe Boats of Hull\n\n{one}\n{one.replace('3', '9').replace('LUND', 'FREY')}"
    document = read_document(Source("page.txt", words), load_profile("letters"), lambda _: None)
    assert document.text_type == "document"
