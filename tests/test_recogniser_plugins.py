"""Recognisers of other packages: what they suggest, what is passed over, and the two that come with lenin-tei."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest

from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.model import Block, Document
from lenin_tei.names.annotate import annotate, find_mentions
from lenin_tei.names.decisions import NO_DECISIONS, load_decisions
from lenin_tei.names.recogniser_plugins import Recogniser, Suggestion, load_recogniser
from lenin_tei.names.register import load_register
from lenin_tei.source import Source, Span

AUTHORITY = b"""<TEI xmlns="http://www.tei-c.org/ns/1.0"><standOff><listPlace>
<place xml:id="moscow"><placeName>Moscow</placeName></place></listPlace></standOff></TEI>"""


def found(text: str, recogniser: Recogniser) -> list[tuple[str, str | None, tuple[str, ...], str]]:
    """Return what the review shows: words, element, entries and certainty."""
    document = Document(Source("t", text), body=(Block("p", Span(0, len(text))),))
    register = load_register(AUTHORITY, "a.xml")
    (leaf,) = find_mentions(document, register, everything=True, recognisers=[recogniser])
    return [(text[each.start : each.end], each.element, each.candidates, each.cert) for each in leaf.mentions]


def capitals(text: str, taken: Sequence[tuple[int, int]]) -> Iterable[Suggestion]:
    """Suggest that every word with a capital is a person."""
    at = 0
    for word in text.split(" "):
        if word[:1].isupper():
            yield Suggestion(at, at + len(word), "person")
        at += len(word) + 1


def test_suggestions_wait_in_the_review_and_never_stand_over_a_known_name() -> None:
    assert found("in Moscow with Holder there", capitals) == [
        ("Moscow", "placeName", ("moscow",), "high"),
        ("Holder", "persName", (), ""),
    ]


def test_what_nobody_measured_is_not_written() -> None:
    text = "in Moscow with Holder there"
    document = Document(Source("t", text), body=(Block("p", Span(0, len(text))),))
    made = annotate(document, load_register(AUTHORITY, "a.xml"), NO_DECISIONS, lambda _: None, [capitals])
    assert [text[slice(*mark.span)] for mark in made.body[0].marks] == ["Moscow"]
    told = load_decisions(b'[[accept]]\nform = "Holder"\nas = "person"\n', "d.toml")
    made = annotate(document, load_register(AUTHORITY, "a.xml"), told, lambda _: None, [capitals])
    assert [text[slice(*mark.span)] for mark in made.body[0].marks] == ["Moscow", "Holder"]


def test_suggestions_outside_the_text_or_of_no_kind_are_passed_over() -> None:
    assert found("one two", lambda text, taken: [Suggestion(0, 99, "person"), Suggestion(0, 3, "ship")]) == []


def test_an_unknown_recogniser_is_told() -> None:
    with pytest.raises(LeninTeiError, match="no recogniser is called 'nobody'"):
        load_recogniser("nobody")


def test_a_spacy_pipeline_is_a_recogniser() -> None:
    spacy = pytest.importorskip("spacy", reason="spaCy is not installed")
    from lenin_tei.names.spacy_recogniser import recogniser

    pipeline = spacy.blank("en")
    ruler = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "ORG", "pattern": "Bolshoi Orchestra"}, {"label": "DATE", "pattern": "today"}])
    made = found("today at the Bolshoi Orchestra in Moscow", recogniser(pipeline))
    assert made == [("Bolshoi Orchestra", "orgName", (), ""), ("Moscow", "placeName", ("moscow",), "high")]


def test_natasha_finds_russian_names() -> None:
    pytest.importorskip("natasha", reason="natasha is not installed")
    from lenin_tei.names.natasha_recogniser import load

    made = found("Вчера Владимир Ленин выступил в Москве.", load())
    assert [(words, element) for words, element, _, _ in made] == [
        ("Владимир Ленин", "persName"),
        ("Москве", "placeName"),
    ]
