"""Laws of names: no text changes, marks are well nested, the same input gives the same marks, decisions are kept."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from lenin_tei.conversion import Options, convert
from lenin_tei.exporters import export
from lenin_tei.model import Block, Document, Mark, nested
from lenin_tei.names.annotate import annotate
from lenin_tei.names.decisions import NO_DECISIONS, Decisions, load_decisions
from lenin_tei.names.register import EMPTY, Register, load_register
from lenin_tei.source import Source, Span

ROOT = Path(__file__).parent.parent
REGISTER = load_register((ROOT / "corpus" / "authority.xml").read_bytes(), "authority.xml")
PIECES = st.sampled_from(
    ["V. I.", "Lenin", "the", "Moscow", "Soviet", "of", "Brest-Litovsk", "Peace", "Treaty", "Mr.", "Adler",
     "R.S.D.L.P.", "(B.)", "’s", "\n", ".", ",", "“", "”", "October", "3, 1918", "(16)", "Great October", "Workers’",
     "Revolution", "—", "-", "MARX", "Hendersons", "Pravda", "No.", "1905", "\u0301", "İ", "ß", "A.", "x", "United",
     "States", "Communist", "Party"]
)  # fmt: skip
SENTENCES = st.lists(st.tuples(PIECES, st.sampled_from([" ", "", "  "])), max_size=40).map(
    lambda pairs: "".join(map("".join, pairs))
)
TEXTS = st.one_of(SENTENCES, st.text(max_size=80))

LETTER = (ROOT / "corpus" / "letter.txt").read_bytes()
TEI = "{http://www.tei-c.org/ns/1.0}"
NAMES = [TEI + name for name in ("persName", "placeName", "orgName", "name", "title", "rs", "date")]
DECISIONS = load_decisions(
    """
[[accept]]
form = "Lenin"
as = "work"
[[reject]]
form = "Moscow"
[[accept]]
form = "Moscow Soviet of"
as = "org"
[[relink]]
form = "Adler"
ref = ""
[[retype]]
form = "Pravda"
as = "org"
[[accept]]
form = "Workers’ Revolution"
as = "event"
""".encode(),
    "t.decisions.toml",
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


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_decisions_about_different_words_may_come_in_any_order(text: str) -> None:
    turned = Decisions(DECISIONS.path, tuple(reversed(DECISIONS.all)))
    made, other = (annotate(document(text), REGISTER, each, lambda found: None) for each in (DECISIONS, turned))
    assert made == other


def written(text: bytes, register: Register, decisions: Decisions = NO_DECISIONS) -> bytes:
    done = convert(text, "letter.txt", Options(register=register, decisions=decisions))
    assert done.xml is not None
    return done.xml


def test_converting_twice_with_decisions_is_converting_once() -> None:
    """Also when the second time begins with the text that the first file gives back."""
    own = load_decisions((ROOT / "corpus" / "letter.decisions.toml").read_bytes(), "letter.decisions.toml")
    decisions = Decisions(own.path, (*own.all, *(each for each in DECISIONS if each.form in ("Lenin", "Moscow"))))
    once = written(LETTER, REGISTER, decisions)
    assert written(LETTER, REGISTER, decisions) == once
    assert written(export(once, to="text").encode(), REGISTER, decisions) == once


def without_names(xml: bytes) -> bytes:
    """Return TEI with its names taken off: marks in the text, pointers, the entries, and who wrote to whom."""
    root = etree.fromstring(xml)
    for element in [*root.iter(TEI + "standOff", TEI + "correspDesc")]:
        parent = element.getparent()
        assert parent is not None
        parent.remove(element)
    for text in root.iter(TEI + "text"):
        etree.strip_tags(text, *NAMES)
    for element in root.iter(etree.Element):
        element.attrib.pop("ref", None)
    return b"".join(etree.tostring(root, method="c14n").split())


def test_removing_the_authority_only_removes_names() -> None:
    assert without_names(written(LETTER, REGISTER)) == without_names(written(LETTER, EMPTY))


@given(SENTENCES)
@settings(max_examples=40, deadline=None)
def test_removing_the_authority_only_removes_names_from_any_text(text: str) -> None:
    data = f"A Note\n\nThey say that {text}".encode()
    assert without_names(written(data, REGISTER)) == without_names(written(data, EMPTY))
