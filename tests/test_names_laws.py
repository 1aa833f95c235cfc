"""Laws of names: no text changes, marks are well nested, the same input gives the same marks, decisions are kept."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from lenin_tei.model import Block, Document, Mark, nested
from lenin_tei.names.annotate import annotate
from lenin_tei.names.decisions import NO_DECISIONS, load_decisions
from lenin_tei.names.register import EMPTY, load_register
from lenin_tei.source import Source, Span

ROOT = Path(__file__).parent.parent
REGISTER = load_register((ROOT / "corpus" / "authority.xml").read_bytes(), "authority.xml")
PIECES = st.sampled_from(
    ["V. I.", "Lenin", "the", "Moscow", "Soviet", "of", "Brest-Litovsk", "Peace", "Treaty", "Mr.", "Adler",
     "R.S.D.L.P.", "(B.)", "’s", "\n", ".", ",", "“", "”", "October", "3, 1918", "(16)", "Great October", "Workers’",
     "Revolution", "—", "-", "MARX", "Hendersons", "Pravda", "No.", "1905", "\u0301", "İ", "ß", "A.", "x", "United",
     "States", "Communist", "Party"]
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(st.tuples(PIECES, st.sampled_from([" ", "", "  "])), max_size=40).map(lambda p: "".join(map("".join, p))),
    st.text(max_size=80),
)


def document(text: str, own: tuple[Mark, ...] = ()) -> Document:
    return Document(Source("t", text), body=(Block("p", Span(0, len(text)), marks=own),))


@given(TEXTS, st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=3))
@settings(max_examples=150, deadline=None)
def test_marks_are_nested_inside_their_block_and_the_same_every_time(text: str, bounds: list[tuple[int, int]]) -> None:
    own = [Mark(Span(min(a, b), max(a, b)), "hi") for a, b in bounds if a != b and max(a, b) <= len(text)]
    given_ = document(text, nested(own))
    made = annotate(given_, REGISTER, NO_DECISIONS, lambda found: None)
    (block,) = made.body
    assert block.span == given_.body[0].span
    assert nested(block.marks) == block.marks
    assert all(mark in block.marks for mark in nested(own))
    for mark in block.marks:
        assert 0 <= mark.span.start < mark.span.end <= len(text)
        if mark.element != "hi":
            words = text[slice(*mark.span)]
            assert words == words.strip()
    assert annotate(given_, REGISTER, NO_DECISIONS, lambda found: None) == made


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_without_an_authority_there_are_dates_only(text: str) -> None:
    made = annotate(document(text), EMPTY, NO_DECISIONS, lambda found: None)
    assert {mark.element for mark in made.body[0].marks} <= {"date"}


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_what_a_decision_accepts_is_marked_wherever_it_stands(text: str) -> None:
    decisions = load_decisions(b'[[accept]]\nform = "Lenin"\nas = "work"', "d.toml")
    made = annotate(document(text), REGISTER, decisions, lambda found: None)
    accepted = [mark for mark in made.body[0].marks if mark.element == "title" and mark.attributes["resp"] == "#editor"]
    assert all(text[slice(*mark.span)] == "Lenin" for mark in accepted)
    if " Lenin " in f" {text} ":
        assert accepted
