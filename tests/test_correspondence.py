"""Who wrote to whom, from where and when: what `correspDesc` says of a letter, and what it keeps silent about."""

from __future__ import annotations

import pytest
from lxml import etree

from lenin_tei.conversion import Options, convert
from lenin_tei.names.register import load_register
from lenin_tei.resources import authority_path
from lenin_tei.wording import office_kind

TEI = "{http://www.tei-c.org/ns/1.0}"
LETTER = """{title}
{place}, 7th June 1889

Sir,

In your issue of last week you state that I took no part in the meeting of the harbour committee. This is wrong.

Yours faithfully,
{signed}
"""


def letter(title: str = "", place: str = "Bergen", signed: str = "A. Marlow") -> etree._Element:
    """Return the header of a letter."""
    data = LETTER.format(title=title and f"{title}\n\n", place=place, signed=signed).lstrip().encode()
    done = convert(data, "letter.txt", Options(level="structure"))
    assert done.xml is not None
    header = etree.fromstring(done.xml).find(f"{TEI}teiHeader/{TEI}profileDesc")
    assert header is not None
    return header


def said(header: etree._Element, action: str) -> list[tuple[str, str]]:
    """Return names and texts (of a date: its value) in an action."""
    found = header.iterfind(f"{TEI}correspDesc/{TEI}correspAction[@type='{action}']/*")
    return [(etree.QName(one).localname, one.get("when") or one.text or "") for one in found]


def test_who_signs_is_the_sender_and_the_date_line_is_place_and_date_of_writing() -> None:
    header = letter()
    assert said(header, "sent") == [("persName", "A. Marlow"), ("placeName", "Bergen"), ("date", "1889-06-07")]
    assert header.findtext(f"{TEI}creation/{TEI}date") == "7th June 1889"


def test_an_office_below_the_signature_is_no_second_sender() -> None:
    assert said(letter(signed="A. Marlow\nSecretary of the Harbour Committee"), "sent")[0] == ("persName", "A. Marlow")
    assert [name for name, _ in said(letter(signed="A. Marlow\nSecretary of the Harbour Committee"), "sent")] == [
        "persName",
        "placeName",
        "date",
    ]


def test_an_author_line_says_who_wrote_even_where_another_name_is_signed() -> None:
    header = letter(title="Vladimir Lenin\n\nLetter to the Harbour Committee", signed="A. Marlow")
    assert said(header, "sent")[0] == ("persName", "Vladimir Lenin")


@pytest.mark.parametrize("signed", ["Your Friend", "the undersigned"])
def test_words_that_are_no_name_make_nobody_a_sender(signed: str) -> None:
    assert [name for name, _ in said(letter(signed=signed), "sent")] == ["placeName", "date"]


@pytest.mark.parametrize(
    ("place", "said_of_it"),
    [
        ("Ambleside", ["Ambleside"]),
        ("St. Ives", ["St. Ives"]),
        ("The office of the harbour", []),
        ("4 Dock Street", []),
    ],
)
def test_the_words_before_the_date_are_the_place_where_they_are_nothing_else(place: str, said_of_it: list[str]) -> None:
    assert [text for name, text in said(letter(place=place), "sent") if name == "placeName"] == said_of_it


@pytest.mark.parametrize(
    ("address", "received"),
    [
        ("To Mr. Thomas Pell,\nWapping.", [("persName", "Mr. Thomas Pell")]),
        ("Miss Clara Lund\n4 Dock Street\nHull", [("persName", "Miss Clara Lund")]),
        ("To the Secretary,\nHarbour Committee.", [("rs", "Secretary")]),
        ("To Captain J. Marlow,\nShip North Star.", [("persName", "Captain J. Marlow")]),
        ("4 Dock Street\nHull", []),
    ],
)
def test_an_address_under_a_letter_names_who_received_it(address: str, received: list[tuple[str, str]]) -> None:
    assert said(letter(signed=f"A. Marlow\n\n{address}"), "received") == received


def test_a_stop_behind_a_forename_is_no_part_of_it() -> None:
    assert said(letter(signed="Peter."), "sent")[0] == ("persName", "Peter")
    assert said(letter(signed="P. M."), "sent")[0] == ("persName", "P. M.")


def test_the_addressee_of_a_numbered_title_is_found() -> None:
    assert said(letter(title="142. TO THE EDITOR OF THE HARBOUR GAZETTE"), "received")[0][1].startswith("EDITOR OF")


def test_a_place_that_a_camp_is_near_is_not_where_it_was_written() -> None:
    data = LETTER.format(title="", place="Camp near London", signed="A. Marlow").lstrip().encode()
    path = authority_path()
    done = convert(data, "letter.txt", Options(register=load_register(path.read_bytes(), str(path))))
    assert done.xml is not None
    header = etree.fromstring(done.xml).find(f"{TEI}teiHeader/{TEI}profileDesc")
    assert header is not None
    assert "placeName" not in [name for name, _ in said(header, "sent")]


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("Anna Holm To Karl Frey\nIn Hull", "Hull"),
        ("Letters from the Harbour 1889\n\nAnna Holm to Karl Frey, 7 June 1889", ""),
        ("Letter from Anna Holm to Karl Frey in Hull", "Hull"),
    ],
)
def test_a_title_that_says_who_writes_to_whom_names_both(title: str, place: str) -> None:
    header = letter(title=title)
    assert said(header, "sent")[0] == ("persName", "Anna Holm")
    assert said(header, "received") == [("persName", "Karl Frey")] + ([("placeName", place)] if place else [])


@pytest.mark.parametrize(
    "title",
    ["Return To Harbours", "As to Boats", "Fog Comes to Hull", "Anna’s Thanks to All Who Shared Her Grief"],
)
def test_a_title_that_leads_to_a_subject_names_nobody(title: str) -> None:
    assert said(letter(title=title), "received") == []
    assert said(letter(title=title), "sent")[0] == ("persName", "A. Marlow")


def test_the_number_of_a_letter_in_a_collection_is_not_its_title() -> None:
    data = LETTER.format(
        title="Anna Holm\n\n111\n\nTO HIS MOTHER\n\nWritten: 1889\n\n", place="Bergen", signed="K. F."
    ).encode()
    done = convert(data, "letter.txt", Options(level="structure"))
    assert done.xml is not None
    titles = etree.fromstring(done.xml).findall(f"{TEI}teiHeader/{TEI}fileDesc/{TEI}titleStmt/{TEI}title")
    assert [(title.get("type"), title.text) for title in titles] == [("main", "TO HIS MOTHER"), ("sub", "111")]


def test_a_title_with_its_number_before_it_says_to_whom_and_when() -> None:
    title = "NOTE TO K. FREY IN HULL BY MAIL, JUNE 7, 1889"
    text = f"Anna Holm\n\n46\n\n{title}\n\nWritten: in haste\n\nThe oil has come.\n\nHolm\n"
    done = convert(text.encode(), "letter.txt", Options(level="structure"))
    assert done.xml is not None
    header = etree.fromstring(done.xml).find(f"{TEI}teiHeader/{TEI}profileDesc")
    assert header is not None
    assert said(header, "sent") == [("persName", "Anna Holm"), ("date", "1889-06-07")]


def test_the_head_of_a_collection_is_not_the_title_of_a_letter_in_it() -> None:
    data = LETTER.format(title="Harbour Letters\n\nHolm To Frey\nIn Hull\n\n", place="Bergen", signed="A. H.").encode()
    done = convert(data, "letter.txt", Options(level="structure"))
    assert done.xml is not None
    titles = etree.fromstring(done.xml).findall(f"{TEI}teiHeader/{TEI}fileDesc/{TEI}titleStmt/{TEI}title")
    assert [(title.get("type"), title.text) for title in titles] == [
        ("main", "Holm To Frey In Hull"),
        ("sub", "Harbour Letters"),
    ]


def test_a_title_that_says_from_whom_to_whom_and_where_is_read_in_parts() -> None:
    data = LETTER.format(title="", place="Bergen", signed="A. Marlow").lstrip().encode()
    path = authority_path()
    title = "Max Holm 1919\n\nLetter to Clara Zetkin in Paris from Max Holm in New York City, June 2, 1919\n\n"
    signed = data.replace(b"A. Marlow", b"Max Holm")
    done = convert(title.encode() + signed, "letter.txt", Options(register=load_register(path.read_bytes(), str(path))))
    assert done.xml is not None
    header = etree.fromstring(done.xml).find(f"{TEI}teiHeader/{TEI}profileDesc")
    assert header is not None
    assert said(header, "received") == [("persName", "Clara Zetkin"), ("placeName", "Paris")]


def test_a_title_may_say_the_sender_before_the_addressee() -> None:
    title = "Letter from Anna B. Marlow to the Editor of the Harbour Gazette"
    assert said(letter(title=title), "received") == [("rs", "Editor of the Harbour Gazette")]


def test_a_heading_in_the_text_names_no_addressee() -> None:
    text = "In your issue of last week you state that I took no part in the meeting of the harbour committee."
    words = f"Eighth Letter by A. Marlow\n\nHull\n\nIn your answer to Karl Frey you say\n\n{text}\n\n{text}\n"
    done = convert(words.encode(), "letter.txt", Options(level="structure"))
    assert done.xml is not None
    header = etree.fromstring(done.xml).find(f"{TEI}teiHeader/{TEI}profileDesc")
    assert header is not None
    assert said(header, "received") == []


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Editor of the Harbour Gazette", "person"),
        ("Russian Delegates in Hull", "group"),
        ("District Committee of the Boatmen", "org"),
        ("Karl Frey", ""),
    ],
)
def test_an_office_is_a_person_several_are_a_group_and_a_body_is_an_organisation(words: str, kind: str) -> None:
    assert office_kind(words) == kind


def test_two_addressees_are_two_names() -> None:
    header = letter(title="Anna Holm\n\nTO K. L. FREY AND P. AMSEL")
    assert said(header, "received") == [("persName", "K. L. FREY"), ("persName", "P. AMSEL")]


@pytest.mark.parametrize(
    ("title", "received"),
    [
        ("Vladimir Lenin\n\nTo HIS SISTER VERA", [("rs", "HIS SISTER VERA")]),
        ("Vladimir Lenin\n\n31\n\nTo His Younger Brother", [("rs", "His Younger Brother")]),
        ("Vladimir Lenin\n\nTo His Mother’s House", []),
    ],
)
def test_a_relative_in_the_title_is_the_addressee(title: str, received: list[tuple[str, str]]) -> None:
    assert said(letter(title=title), "received") == received


@pytest.mark.parametrize(
    ("greeting", "received"),
    [
        ("Dear Comrade Kautsky,", [("persName", "Kautsky")]),
        ("Dear Comrades Kautsky and Bebel,", []),
        ("Dear Comrades,", []),
    ],
)
def test_the_person_a_letter_greets_receives_it(greeting: str, received: list[tuple[str, str]]) -> None:
    register = load_register(authority_path().read_bytes(), "authority.xml")
    data = LETTER.replace("Sir,", greeting).format(title="", place="Bergen", signed="A. Marlow").lstrip().encode()
    done = convert(data, "letter.txt", Options(register=register))
    assert done.xml is not None
    header = etree.fromstring(done.xml).find(f"{TEI}teiHeader/{TEI}profileDesc")
    assert header is not None
    assert said(header, "received") == received
