"""Decisions files: what editors write, how it is anchored, and what is said when it fits no longer."""

from __future__ import annotations

import pytest

from lenin_tei.diagnostics import Diagnostic, LeninTeiError
from lenin_tei.model import Block, Document, Mark
from lenin_tei.names.annotate import annotate
from lenin_tei.names.decisions import NO_DECISIONS, combined, load_decisions
from lenin_tei.names.register import Register, load_register
from lenin_tei.source import Source, Span

AUTHORITY = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><standOff><listPerson>
<person xml:id="karl"><persName>Karl Marx</persName><persName>Marx</persName></person>
<person xml:id="jenny" sex="F"><persName>Jenny Marx</persName></person></listPerson>
<listPlace><place xml:id="moscow"><placeName>Moscow</placeName></place></listPlace>
<listOrg><org xml:id="soviet"><orgName>Moscow Soviet</orgName></org></listOrg></standOff></TEI>"""


def register() -> Register:
    return load_register(AUTHORITY.encode(), "authority.xml")


def marks(
    text: str, decisions: str = "", *, own: tuple[Mark, ...] = ()
) -> tuple[list[tuple[str, str, str]], list[Diagnostic]]:
    """Return (words, element, ref or corr) of every mark of a one-paragraph document, and the diagnostics."""
    reported: list[Diagnostic] = []
    source = Source("letter.txt", text)
    document = Document(source, body=(Block("p", Span(0, len(text)), marks=own),))
    made = annotate(document, register(), load_decisions(decisions.encode(), "letter.decisions.toml"), reported.append)
    found = [
        (
            text[mark.span.start : mark.span.end],
            str(mark.element),
            mark.attributes.get("ref") or mark.attributes.get("corr", ""),
        )
        for leaf in made.leaves()
        for mark in leaf.marks
    ]
    return found, reported


def test_a_slip_is_corrected_only_by_a_decision() -> None:
    text = "now it has ceased to he feasible, and he knew"
    assert marks(text) == ([], [])
    decision = '[[correct]]\nquote = "ceased to he feasible"\nwords = "he"\ncorr = "be"\nby = "ed"\ncert = "medium"\n'
    found, reported = marks(text, decision)
    assert found == [("he", "choice", "be")]
    assert reported == []


def test_a_correction_says_who_and_how_sure() -> None:
    text = "ceased to he feasible"
    decisions = load_decisions(b'[[correct]]\nquote = "to he feasible"\nwords = "he"\ncorr = "be"', "d.toml")
    made = annotate(Document(Source("t", text), body=(Block("p", Span(0, 21)),)), register(), decisions, print)
    assert dict(made.body[0].marks[0].attributes) == {"sic": "", "corr": "be", "resp": "#editor", "cert": "high"}


def test_a_quote_may_be_broken_over_lines() -> None:
    assert marks("ceased to he\nfeasible", '[[correct]]\nquote="to he feasible"\nwords="he"\ncorr="be"')[0]


def test_rejected_words_are_not_marked_and_names_inside_stay() -> None:
    found, _ = marks("The Moscow Soviet met.", '[[reject]]\nquote = "Moscow Soviet"')
    assert found == [("Moscow", "placeName", "#moscow")]


def test_a_form_is_rejected_everywhere() -> None:
    assert marks("Marx and Marx", '[[reject]]\nform = "Marx"') == ([], [])


def test_a_name_is_linked_to_another_entry() -> None:
    found, _ = marks("Marx wrote to Marx.", '[[relink]]\nquote = "wrote to Marx"\nwords = "Marx"\nref = "#jenny"')
    assert found == [("Marx", "persName", "#karl"), ("Marx", "persName", "#jenny")]


def test_a_name_is_accepted_that_no_register_has() -> None:
    found, _ = marks("so said Comrade X.", '[[accept]]\nquote = "Comrade X"\nwords = "X"\nas = "person"')
    assert found == [("X", "persName", "")]


def test_a_name_is_of_another_kind() -> None:
    found, _ = marks("In Moscow.", '[[retype]]\nform = "Moscow"\nas = "org"\nref = "#soviet"')
    assert found == [("Moscow", "orgName", "#soviet")]


def test_a_name_accepted_as_another_kind_does_not_keep_the_entry_of_the_first() -> None:
    found, _ = marks("Karl Marx sank.", '[[accept]]\nform = "Karl Marx"\nas = "work"')
    assert found == [("Karl Marx", "title", "")]


def test_accepting_a_longer_stretch_merges_names() -> None:
    found, _ = marks("Karl Marx Moscow Soviet", '[[accept]]\nquote = "Marx Moscow"\nas = "org"')
    assert found == [("Marx Moscow", "orgName", ""), ("Moscow", "placeName", "#moscow")]


def test_a_decision_that_fits_nothing_is_reported_with_its_line() -> None:
    _, reported = marks(
        "Nothing here.", '# old\n\n[[reject]]\nquote = "Moscow"\n\n[[correct]]\nquote = "he"\ncorr = "be"\n'
    )
    assert [(d.path, d.line, d.code) for d in reported] == [
        ("letter.decisions.toml", 3, "N002"),
        ("letter.decisions.toml", 6, "N002"),
    ]


def test_a_quote_that_stands_twice_is_reported() -> None:
    found, reported = marks("to he or to he", '[[correct]]\nquote = "to he"\nwords = "he"\ncorr = "be"')
    assert found == []
    assert [d.code for d in reported] == ["N002"]
    assert "2 times" in reported[0].message


def test_a_decision_may_not_cross_other_markup() -> None:
    hi = Mark(Span(0, 4), "hi")
    found, reported = marks("Karl Marx", '[[accept]]\nquote = "l Marx"\nas = "person"', own=(hi,))
    assert ("l Marx", "persName", "") not in found
    assert [d.code for d in reported] == ["N002"]


def test_an_unknown_entry_is_reported() -> None:
    _, reported = marks("Marx", '[[relink]]\nform = "Marx"\nref = "#nobody"')
    assert [(d.line, d.code) for d in reported] == [(1, "N003")]


def test_a_place_beats_a_form() -> None:
    text = "Marx and Marx"
    found, _ = marks(text, '[[relink]]\nquote = "and Marx"\nwords = "Marx"\nref = "#jenny"\n[[reject]]\nform = "Marx"')
    assert found == [("Marx", "persName", "#jenny")]


@pytest.mark.parametrize(
    ("toml", "place"),
    [
        ("[[accept]\n", r"^d\.toml:1:"),
        ('\n[[correct]]\nquote = "a"\n', r"^d\.toml:2: .*needs corr"),
        ('[[accept]]\nquote = "a"\nas = "ship"\n', r"^d\.toml:1: as must be"),
        ('[[reject]]\nquote = "a"\nform = "a"\n', r"^d\.toml:1: .*either quote or form"),
        ('[[reject]]\nquote = "a"\nwords = "b"\n', r"^d\.toml:1: .*do not stand"),
        ('[[accept]]\nquote = "a"\nreff = "b"\n', r"^d\.toml:1: .*no 'reff'"),
        ("[[accept]]\nquote = 1\n", r"^d\.toml:1: quote must be a string"),
        ('[[change]]\nquote = "a"\n', r"^d\.toml:1: 'change' is no kind"),
        ("\ufeff[[accept]]\nquote = \udcff", "not UTF-8"),
    ],
)
def test_a_fault_in_the_file_is_told_with_file_and_line(toml: str, place: str) -> None:
    with pytest.raises(LeninTeiError, match=place):
        load_decisions(toml.encode("utf-8", "surrogateescape"), "d.toml")


def test_no_decisions_decide_nothing() -> None:
    assert list(NO_DECISIONS) == []


def test_a_document_overrules_its_corpus_and_need_not_hold_all_its_forms() -> None:
    corpus = load_decisions(b'[[reject]]\nform = "Marx"\n[[reject]]\nform = "Engels"', "corpus.decisions.toml")
    own = load_decisions(b'[[accept]]\nform = "Marx"\nref = "#jenny"', "letter.decisions.toml")
    reported: list[Diagnostic] = []
    document = Document(Source("t", "Marx wrote."), body=(Block("p", Span(0, 11)),))
    made = annotate(document, register(), combined(corpus, own), reported.append)
    assert [mark.attributes["ref"] for mark in made.body[0].marks] == ["#jenny"]
    assert reported == []


def test_a_decision_of_the_corpus_that_is_not_clear_in_a_document_is_reported_there() -> None:
    decisions = b'[[correct]]\nquote = "to he"\nwords = "he"\ncorr = "be"\n[[reject]]\nquote = "as Marx wrote"\n'
    corpus = load_decisions(decisions, "decisions.toml")
    reported: list[Diagnostic] = []
    document = Document(Source("t", "to he or to he"), body=(Block("p", Span(0, 14)),))
    annotate(document, register(), combined(corpus, NO_DECISIONS), reported.append)
    assert [(found.path, found.line, found.code) for found in reported] == [("decisions.toml", 1, "N002")]
