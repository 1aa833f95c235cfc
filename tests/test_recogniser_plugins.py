"""Recognisers of other packages: what they suggest, what is passed over, and the two that come with lenin-tei."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest

from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.model import Block, Document
from lenin_tei.names.annotate import annotate
from lenin_tei.names.decisions import NO_DECISIONS
from lenin_tei.names.recogniser_plugins import Recogniser, Suggestion, load_recogniser
from lenin_tei.names.register import load_register
from lenin_tei.source import Source, Span

AUTHORITY = b"""<TEI xmlns="http://www.tei-c.org/ns/1.0"><standOff><listPlace>
<place xml:id="moscow"><placeName>Moscow</placeName></place></listPlace></standOff></TEI>"""


def marks(text: str, recogniser: Recogniser) -> list[tuple[str, str | None, str, str]]:
    document = Document(Source("t", text), body=(Block("p", Span(0, len(text))),))
    register = load_register(AUTHORITY, "a.xml")
    made = annotate(document, register, NO_DECISIONS, lambda found: None, [recogniser])
    return [
        (text[slice(*mark.span)], mark.element, mark.attributes.get("ref", ""), mark.attributes["cert"])
        for mark in made.body[0].marks
    ]


def capitals(text: str, taken: Sequence[tuple[int, int]]) -> Iterable[Suggestion]:
    """Suggest that every word with a capital is a person."""
    at = 0
    for word in text.split(" "):
        if word[:1].isupper():
            yield Suggestion(at, at + len(word), "person")
        at += len(word) + 1


def test_suggestions_are_marked_as_doubtful_and_never_over_a_known_name() -> None:
    assert marks("in Moscow with Bakunin there", capitals) == [
        ("Moscow", "placeName", "#moscow", "high"),
        ("Bakunin", "persName", "", "low"),
    ]


def test_suggestions_outside_the_text_or_of_no_kind_are_passed_over() -> None:
    assert marks("one two", lambda text, taken: [Suggestion(0, 99, "person"), Suggestion(0, 3, "ship")]) == []


def test_an_unknown_recogniser_is_told() -> None:
    with pytest.raises(LeninTeiError, match="no recogniser is called 'nobody'"):
        load_recogniser("nobody")


def test_a_spacy_pipeline_is_a_recogniser() -> None:
    spacy = pytest.importorskip("spacy", reason="spaCy is not installed")
    from lenin_tei.names.spacy_recogniser import recogniser

    pipeline = spacy.blank("en")
    ruler = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "ORG", "pattern": "Bolshoi Theatre"}, {"label": "DATE", "pattern": "today"}])
    found = marks("today at the Bolshoi Theatre in Moscow", recogniser(pipeline))
    assert found == [("Bolshoi Theatre", "orgName", "", "low"), ("Moscow", "placeName", "#moscow", "high")]


def test_natasha_finds_russian_names() -> None:
    pytest.importorskip("natasha", reason="natasha is not installed")
    from lenin_tei.names.natasha_recogniser import load

    found = marks("Вчера Владимир Ленин выступил в Москве.", load())
    assert [(words, element) for words, element, _, _ in found] == [
        ("Владимир Ленин", "persName"),
        ("Москве", "placeName"),
    ]
