"""The table an editor looks through, and its way back into the decisions file."""

from __future__ import annotations

import pytest

from lenin_tei.diagnostics import Diagnostic, LeninTeiError
from lenin_tei.model import Block, Document
from lenin_tei.names.annotate import annotate
from lenin_tei.names.calibration import probability
from lenin_tei.names.decisions import load_decisions
from lenin_tei.names.register import Register, load_register
from lenin_tei.names.review import apply_review, review
from lenin_tei.names.review_page import write_page
from lenin_tei.source import Source, Span

TEXT = "Adler spoke in Moscow. A bell rang; Bell was there, and so was Adler.\nMoscow, 3 May 1918"
AUTHORITY = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><standOff><listPerson>
<person xml:id="victor"><persName>Victor Adler</persName></person>
<person xml:id="max"><persName>Max Adler</persName></person>
<person xml:id="bell"><persName>Thomas Bell</persName></person></listPerson>
<listPlace><place xml:id="moscow"><placeName>Moscow</placeName></place></listPlace></standOff></TEI>"""
DOCUMENT = Document(Source("letter.txt", TEXT), body=(Block("p", Span(0, len(TEXT))),))


@pytest.fixture
def register() -> Register:
    return load_register(AUTHORITY.encode(), "authority.xml")


def test_open_questions_come_first_and_the_doubtful_is_shown(register: Register) -> None:
    rows = [line.split("\t") for line in review(DOCUMENT, register).splitlines()]
    assert rows[0] == [
        "form",
        "mentions",
        "kind",
        "candidates",
        "rule",
        "probability",
        "cert",
        "line",
        "context",
        "decision",
    ]
    assert [[*row[:5], row[6]] for row in rows[1:]] == [
        ["Adler", "2", "person", "#victor #max", "ambiguous", "low"],
        ["Bell", "1", "person", "#bell", "doubtful", ""],
        ["Moscow", "2", "place", "#moscow", "form", "high"],
    ]
    assert [float(row[5]) for row in rows[1:]] == [round(probability(row[4]), 2) for row in rows[1:]]
    assert rows[1][7:] == ["1", "[Adler] spoke in Moscow. A bell rang; Bell was", ""]


def test_an_edited_table_becomes_decisions_that_are_applied(register: Register) -> None:
    table = review(DOCUMENT, register).splitlines()
    said = {"Adler": "#max", "Bell": "accept", "Moscow": "reject"}
    edited = [table[0], *(line + said[line.split("\t")[0]] for line in table[1:])]
    decisions = apply_review("\n".join(edited), "review.tsv")
    reported: list[Diagnostic] = []
    made = annotate(DOCUMENT, register, load_decisions(decisions.encode(), "d.toml"), reported.append)
    assert reported == []
    marks = [(TEXT[slice(*mark.span)], mark.attributes.get("ref")) for mark in made.body[0].marks]
    assert marks == [("Adler", "#max"), ("Bell", "#bell"), ("Adler", "#max"), ("3 May 1918", None)]


def test_decisions_are_added_to_those_that_are_there_and_not_twice() -> None:
    table = 'form\tdecision\nSo-called "Party"\treject\nAdler\t\n'
    first = apply_review(table, "review.tsv", '# mine\n[[reject]]\nform = "A"\n')
    assert first == '# mine\n[[reject]]\nform = "A"\n\n[[reject]]\nform = "So-called \\"Party\\""\n'
    assert apply_review(table, "review.tsv", first) == first


def test_an_unknown_decision_is_told_with_its_line() -> None:
    with pytest.raises(LeninTeiError, match=r"^review\.tsv:2: the decision 'maybe'"):
        apply_review("form\tdecision\nAdler\tmaybe\n", "review.tsv")
    with pytest.raises(LeninTeiError, match=r"^review\.tsv:1: "):
        apply_review("form,decision\n", "review.tsv")


def test_the_page_shows_every_form_escaped(register: Register) -> None:
    page = write_page(review(DOCUMENT, register), "letter<1>.txt")
    assert "<title>Names in letter&lt;1&gt;.txt</title>" in page
    assert page.count('<th scope="row">') == 3
    assert "<strong>Bell</strong> was there" in page
    assert "<script" not in page
