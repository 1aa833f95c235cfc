"""Whatever the bytes: a schema is read or is a ``SchemaError``, a document is valid or has faults."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from random_schemas import RNG, XSD, Maker, make_document

from lenin_tei.relaxng import SchemaError, is_valid, read_grammar, validate
from lenin_tei.relaxng.syntax import NAME_CLASSES, PATTERNS

TAGS = [*sorted(PATTERNS | NAME_CLASSES), "start", "define", "div", "include", "except", "param"]
WORDS = ("a", "b", "x:y", "1", "", "string", "integer", "choice", "urn:x", "\x7f", "é", "http://www.w3.org/2000/xmlns")
COMPACT = (
    "element attribute a b { } ( ) text empty | , & * + ? - = start 'x' xsd:integer string x:* namespace default "
    "datatypes include [ ] >> ~ grammar"
)
ATTRIBUTES = ("name", "type", "href", "combine", "ns", "datatypeLibrary", "xml:base", "xmlns:x", "foo")


def wild_tree(draw: st.DrawFn, depth: int) -> str:
    tag = draw(st.sampled_from(TAGS))
    keys = draw(st.lists(st.sampled_from(ATTRIBUTES), unique=True, max_size=2))
    attributes = "".join(f' {key}="{draw(st.sampled_from(WORDS))}"' for key in keys)
    count = draw(st.integers(0, 3)) if depth else 0
    inner = "".join(wild_tree(draw, depth - 1) for _ in range(count)) or draw(st.sampled_from(("", "a", " ")))
    return f"<{tag}{attributes}>{inner}</{tag}>"


@st.composite
def wild_schemas(draw: st.DrawFn) -> bytes:
    tree = wild_tree(draw, 3)
    return tree.replace(">", f" {RNG} {XSD if draw(st.booleans()) else ''}>", 1).encode("utf-8", "replace")


def try_schema(data: bytes, path: str) -> None:
    def resolve(href: str, base: str) -> bytes:
        return data

    try:
        grammar = read_grammar(data, path, resolve=resolve)
    except SchemaError as error:
        assert error.message
        return
    assert is_valid(b"<a/>", grammar) == (validate(b"<a/>", grammar) == [])


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_any_bytes_are_a_schema_or_a_schema_error(data: bytes) -> None:
    try_schema(data, "s.rng")
    try_schema(data, "s.rnc")


@given(wild_schemas())
@settings(deadline=None, max_examples=300)
def test_any_tree_of_schema_elements_is_a_schema_or_a_schema_error(data: bytes) -> None:
    try_schema(data, "s.rng")


@given(
    st.lists(st.sampled_from(COMPACT.split()), max_size=25),
)
@settings(deadline=None, max_examples=300)
def test_any_compact_words_are_a_schema_or_a_schema_error(words: list[str]) -> None:
    try_schema(" ".join(words).encode(), "s.rnc")


@given(seed=st.integers(0, 2**32), cuts=st.lists(st.tuples(st.integers(0, 400), st.binary(max_size=4)), max_size=3))
@settings(deadline=None)
def test_any_document_is_valid_or_has_faults_in_it(seed: int, cuts: list[tuple[int, bytes]]) -> None:
    random = Random(seed)
    try:
        grammar = read_grammar(f'<element {RNG} {XSD} name="r">{Maker(random).content(3)}</element>'.encode(), "s.rng")
    except SchemaError:
        return
    data = f"<r>{make_document(random, 3)}</r>".encode()
    for at, piece in cuts:
        data = data[:at] + piece + data[at + len(piece) :]
    faults = validate(data, grammar)
    assert is_valid(data, grammar) == (faults == [])
    for fault in faults:
        assert fault.message
        assert 1 <= fault.line <= data.count(b"\n") + data.count(b"\r") + 1
        assert fault.column >= 1
