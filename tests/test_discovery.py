"""Names no register has, found by the rules, and what only looks like one."""

from __future__ import annotations

import pytest

from lenin_tei.model import Block, Document
from lenin_tei.names.annotate import annotate, find_mentions
from lenin_tei.names.decisions import NO_DECISIONS
from lenin_tei.names.phrases import title_case
from lenin_tei.names.register import Register, load_register
from lenin_tei.source import Source, Span

AUTHORITY = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><standOff>
<listPerson><person xml:id="zorin"><persName>Pavel Zorin</persName></person></listPerson>
<listPlace><place xml:id="norland"><placeName>Norland</placeName></place></listPlace>
<listOrg><org xml:id="league"><orgName>Tarn League</orgName></org></listOrg></standOff></TEI>"""


@pytest.fixture(scope="module")
def register() -> Register:
    return load_register(AUTHORITY.encode(), "authority.xml")


def document(*blocks: str, element: str = "p") -> Document:
    text = "\n\n".join(blocks)
    made, at = [], 0
    for block in blocks:
        made.append(Block(element, Span(at, at + len(block))))
        at += len(block) + 2
    return Document(Source("letter.txt", text), body=tuple(made))


def names(text: str, register: Register, element: str = "p") -> list[str]:
    """Return the marks as "element words", without dates."""
    done = annotate(document(text, element=element), register, NO_DECISIONS, lambda _: None)
    return [
        f"{mark.element} {text[mark.span.start : mark.span.end]}"
        for mark in done.body[0].marks
        if mark.element not in ("date", "bibl", "biblScope")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the report of the Marlow Committee was read", ["orgName Marlow Committee"]),
        ("a clerk of the Great Eastern Railway came", ["orgName Great Eastern Railway"]),
        ("he joined the Communist Party of Norland then", ["orgName Communist Party of Norland", "placeName Norland"]),
        ("the League of Former Prisoners and Exiles met", ["orgName League of Former Prisoners and Exiles"]),
        (
            "the Norland delegates (C.P. of Norland) left",
            ["placeName Norland", "orgName C.P. of Norland", "placeName Norland"],
        ),
        ("a member of the T.W.L. spoke", ["orgName T.W.L."]),
        ("the KTE was dissolved", ["orgName KTE"]),
        ("until the Tarnow Conference had met", ["name Tarnow Conference"]),
        ("adopted at the Third Congress of the party", ["name Third Congress"]),
        ("before the Peace of Gulistan and", ["name Peace of Gulistan"]),
        ("the March Uprising began", ["name March Uprising"]),
        ("they lived in Morskaya Street then", ["placeName Morskaya Street"]),
        ("born in the village of Alakayevka", ["placeName Alakayevka"]),
        ("the workers of the town met at Sarajevo", ["placeName Sarajevo"]),
        ("as the newspaper Nowy Kurier wrote", ["title Nowy Kurier"]),
        ("in the article “On Two Bridges”, which", ["title On Two Bridges"]),
        ("General Okada commanded, and later Okada left", ["persName Okada", "persName Okada"]),
        ("then comrade Vitsin rose", ["persName Vitsin"]),
        ("as Vitsin says, but Vitsin argued too", ["persName Vitsin", "persName Vitsin"]),
        ("Nye Barlow was expelled", ["persName Nye Barlow"]),
        ("According to Mr. A.B. von Buschen, some", ["persName A.B. von Buschen"]),
        ("the economist Barlow knew", ["persName Barlow"]),
        ("the egregious Rebecca West came", ["persName Rebecca West"]),
        ("the harbours of South Norland and", ["placeName South Norland"]),
        ("they met in Norland de Mar then", ["placeName Norland de Mar"]),
        ("the office in the rue de la Digue", ["placeName rue de la Digue"]),
        ("the towers of Radio Portalo fell", ["orgName Radio Portalo"]),
        ("the Commission of Nine met", ["orgName Commission of Nine"]),
        ("the Third Congress of the T.W.L. met", ["name Third Congress of the T.W.L.", "orgName T.W.L."]),
        ("he wrote in the Evening Lantern on it", ["title Evening Lantern"]),
        ("see Kurier Nowy No. 12, and", ["title Kurier Nowy"]),
        ("he printed his “Notes on the Two Bridges”, and", ["title Notes on the Two Bridges"]),
    ],
)
def test_names_no_register_has_are_found_by_the_words_in_and_around_them(
    text: str, expected: list[str], register: Register
) -> None:
    assert names(text, register) == expected


@pytest.mark.parametrize(
    "text",
    [
        "the Central Committee decided",
        "our Party Committee and its Board",
        "the Russian Government and the German Party",
        "the World Revolution and the Imperialist War",
        "the Party Congress decided on it",
        "P.S. I.e. it was 5 p.m. in the U.S. then",
        "the Gospel says that it is so",
        "Everybody knows that. None voted for it",
        "Lenin’s Ancient Society is quoted",
        "chapter XIV of the MCM edition",
        "the Autonomous Soviet Republic of the East",
        "the “Friends of the Left” and the so-called “Bureau of the Four”",
        "the slogan “All Power to the Boats”, “Down with the Masters!”",
        "“Away with the Boats” cried he; and “Zorina: In the Summer of the Boats”",
        "we learnt of Terrorist No. 2",
        "the letter “P” and the chapter “F”",
        "we sailed West. However, he became a professor. However, he left",
    ],
)
def test_what_only_looks_like_an_unknown_name_is_not_written(text: str, register: Register) -> None:
    assert names(text, register) == []


def test_the_pieces_of_a_title_have_the_level_of_a_piece(register: Register) -> None:
    text = "the book “Tides and Boats” and the article “Two Tides”, in the journal “Tide” of “Old Boats and New”"
    done = annotate(document(text), register, NO_DECISIONS, lambda _: None)
    assert [mark.attributes["level"] for mark in done.body[0].marks] == ["m", "a", "j"]


def test_a_heading_in_title_case_shows_no_names(register: Register) -> None:
    assert names("Letter to the Marlow Committee", register, element="head") == []
    assert names("The Strike And The Marlow Committee Of Our Town", register) == []
    assert title_case("The Strike And The Marlow Committee Of Our Town")
    assert not title_case("The report of the Marlow Committee, read in the Town Hall.")


def test_a_known_name_is_never_swallowed_by_a_guess_of_its_kind(register: Register) -> None:
    assert names("the Tarn League Executive Committee met", register) == ["orgName Tarn League"]


def test_what_may_be_a_body_of_any_party_is_left_to_the_review(register: Register) -> None:
    (leaf,) = find_mentions(document("then the Central Committee decided"), register, everything=True)
    assert [(mention.rule, mention.cert) for mention in leaf.mentions] == [("office", "")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the friends of Zorin, Talbrook and Ferrow met", ["Zorin", "Talbrook", "Ferrow"]),
        ("when Zorin and Brown had spoken", ["Zorin", "Brown"]),
        ("the boats of Norland and Talbrook met", ["Norland", "Talbrook"]),
        ("Moreover, Zorin and Ferrow had left", ["Zorin", "Ferrow"]),
    ],
)
def test_an_unknown_name_in_a_row_of_known_ones_is_of_their_kind(
    text: str, expected: list[str], register: Register
) -> None:
    found = names(text, register)
    assert [mark.split(" ", 1)[1] for mark in found] == expected
    assert len({mark.split()[0] for mark in found}) == 1


@pytest.mark.parametrize(
    "text",
    [
        "the boats of Zorin, Talbrook",
        "Zorin and Norland and Talbrook",
        "of the Talbrook and Ferrow families",
        "Zorin and Marxism",
        "Zorin and Talbrook; a talbrook is a boat",
    ],
)
def test_other_neighbours_prove_nothing(text: str, register: Register) -> None:
    assert not any("Talbrook" in mark or "Marxism" in mark for mark in names(text, register))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("we had a letter from Gorvenko and one from Tarnovitch", ["persName Gorvenko"]),
        ("it arrived by way of Velikorsk", ["placeName Velikorsk"]),
        ("they were sent into the Gorvenko camp", []),
    ],
)
def test_endings_of_surnames_and_of_towns_show_names(text: str, expected: list[str], register: Register) -> None:
    assert names(text, register) == expected


def test_quoted_words_with_capitals_are_no_title_in_german(register: Register) -> None:
    whole = document("er rief nach “Arbeit und Brot” und ging")._replace(language="de")
    assert annotate(whole, register, NO_DECISIONS, lambda _: None).body[0].marks == ()


def test_a_person_known_by_his_company_is_known_wherever_he_stands(register: Register) -> None:
    done = annotate(document("Ferrow rose.", "So had Zorin and Ferrow."), register, NO_DECISIONS, lambda _: None)
    assert [len(block.marks) for block in done.body] == [1, 2]


def test_one_context_tells_what_a_lone_name_is_in_the_whole_document(register: Register) -> None:
    done = annotate(
        document("Ambassador Ishida came.", "Nobody believed Ishida."), register, NO_DECISIONS, lambda _: None
    )
    assert [[mark.element for mark in block.marks] for block in done.body] == [["persName"], ["persName"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dear Bob:", ["persName Bob"]),
        ("Lieber Emil!", ["persName Emil"]),
        ("My dear Karl", ["persName Karl"]),
        ("Dear Friend,", []),
        ("Dear Zorin,", ["persName Zorin"]),
    ],
)
def test_a_salutation_names_a_person_and_its_adjective_none(text: str, expected: list[str]) -> None:
    people = AUTHORITY.replace(
        "</listPerson>", '<person xml:id="lieber"><persName>Mark Lieber</persName></person></listPerson>'
    )
    assert names(text, load_register(people.encode(), "authority.xml"), element="salute") == expected


def test_who_is_addressed_by_a_forename_is_a_person_in_the_letter(register: Register) -> None:
    text = "Dear Bob,\n\nI know that Bob has left, and that Bob Newtown has not."
    whole = Document(Source("letter.txt", text), body=(Block("salute", Span(0, 9)), Block("p", Span(11, len(text)))))
    done = annotate(whole, register, NO_DECISIONS, lambda _: None)
    found = [text[mark.span.start : mark.span.end] for block in done.body for mark in block.marks]
    assert found == ["Bob", "Bob", "Bob Newtown"]


def test_the_year_at_the_end_of_a_heading_or_byline_is_a_date(register: Register) -> None:
    for element in ("head", "byline"):
        done = annotate(document("Anna Holm 1919", element=element), register, NO_DECISIONS, lambda _: None)
        assert [(mark.element, mark.attributes.get("when")) for mark in done.body[0].marks][-1] == ("date", "1919")


def test_where_all_nouns_have_a_capital_endings_and_rows_show_nothing(register: Register) -> None:
    text = "vor dem Edelstein und dem Obmann sprach Zorin, Freiheit, Arbeit und Gorvenko"
    for language, expected in (
        ("de", ["Zorin"]),
        ("en", ["Edelstein", "Obmann", "Zorin", "Freiheit", "Arbeit", "Gorvenko"]),
    ):
        whole = document(text)._replace(language=language)
        done = annotate(whole, register, NO_DECISIONS, lambda _: None)
        assert [text[mark.span.start : mark.span.end] for mark in done.body[0].marks] == expected


def test_without_a_register_nothing_is_discovered() -> None:
    from lenin_tei.names.register import EMPTY

    assert names("the Marlow Committee and General Okada", EMPTY) == []
