"""The compact syntax: each schema means what its XML form means; trang agrees."""

# ruff: noqa: E501 - schemas read better in one line
from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from lenin_tei.relaxng import Grammar, SchemaError, is_valid, load_grammar, read_grammar

CASES = [
    ("element a { empty }", "<a/>", "<b/>"),
    ("element a { text }", "<a>x</a>", "<a><b/></a>"),
    ("element a { element b { empty }, element c { empty }? }", "<a><b/></a>", "<a><c/></a>"),
    ("element a { element b { empty } & element c { empty } }", "<a><c/><b/></a>", "<a><c/></a>"),
    ("element a { (element b { empty } | element c { empty })* }", "<a><c/><b/></a>", "<a><d/></a>"),
    ("element a { element b { empty }+ }", "<a><b/></a>", "<a/>"),
    ("element a { attribute k { 'x' | \"y\" } }", '<a k="y"/>', '<a k="z"/>'),
    ("element a { mixed { element b { empty } } }", "<a>x<b/></a>", "<a>x</a>"),
    ("element a { list { xsd:integer, xsd:NCName* } }", "<a>1 b</a>", "<a>b</a>"),
    ("element a { xsd:integer { minInclusive = '3' maxInclusive = '5' } }", "<a>4</a>", "<a>6</a>"),
    ("element a { xsd:integer '01' }", "<a>1</a>", "<a>2</a>"),
    ("element a { string ' x ' }", "<a> x </a>", "<a>x</a>"),
    ("element a { token - ('no' | 'never') }", "<a>yes</a>", "<a>no</a>"),
    ("element * - (a | b) { empty }", "<c/>", "<a/>"),
    ("namespace x = 'urn:x' element x:* - x:a { empty }", '<b xmlns="urn:x"/>', '<a xmlns="urn:x"/>'),
    ("default namespace = 'urn:x' element a { attribute k { text } }", '<a xmlns="urn:x" k=""/>', '<a k=""/>'),
    ("default namespace x = 'urn:x' element x:a { element b { empty } }", '<a xmlns="urn:x"><b/></a>', "<a><b/></a>"),
    ("namespace x = 'urn:x' element a { attribute x:k { text } }", '<a xmlns:x="urn:x" x:k=""/>', '<a k=""/>'),
    ("element a { attribute xml:id { xsd:ID } }", '<a xml:id="a"/>', '<a xml:id="1"/>'),
    ("datatypes d = 'http://www.w3.org/2001/XMLSchema-datatypes' element a { d:date }", "<a>2024-01-01</a>", "<a>x</a>"),
    ("start = a  a = element a { b* }  b = element b { empty }", "<a><b/></a>", "<b/>"),
    ("start = a  a = element a { empty }  a |= element b { empty }", "<b/>", "<c/>"),
    ("start = element a { c } c &= element b { empty }  c &= element d { empty }", "<a><d/><b/></a>", "<a><b/></a>"),
    ("grammar { start = \\start \\start = element start { empty } }", "<start/>", "<a/>"),
    ("start = element a { grammar { start = b, parent b b = element i { empty } } } b = element o { empty }",
     "<a><i/><o/></a>", "<a><o/><i/></a>"),
    ("# comment\n## documentation\n[ x:y = \"1\" z [ 'text' ] ] element a { [ q:r = 's' ] text >> x [ ] }", "<a>x</a>", "<b/>"),
    ("div { start = element a { 'a' ~ \"b\" ~ '''c\"''' } }", "<a>abc\"</a>", "<a>abc</a>"),
    ("element a { '\\x{e9}' }", "<a>é</a>", "<a>e</a>"),
    ("element (a | b | c) { notAllowed? }", "<c/>", "<d/>"),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "taken", "refused"), CASES)
def test_a_compact_schema_takes_and_refuses(schema: str, taken: str, refused: str) -> None:
    grammar = read_grammar(schema.encode(), "s.rnc")
    assert is_valid(taken.encode(), grammar)
    assert not is_valid(refused.encode(), grammar)


@pytest.mark.skipif(shutil.which("trang") is None, reason="trang is not installed")
def test_trang_translates_to_the_same_grammars(tmp_path: Path) -> None:
    for number, (schema, _, _) in enumerate(CASES[:16]):
        source = tmp_path / f"s{number}.rnc"
        source.write_text(schema)
        target = source.with_suffix(".rng")
        subprocess.run(["trang", str(source), str(target)], check=True, capture_output=True)
        assert load_grammar(source, use_cache=False).flat == load_grammar(target, use_cache=False).flat, schema


def test_an_include_overrides_and_inherits(tmp_path: Path) -> None:
    (tmp_path / "base.rnc").write_text("start = a\na = element a { b }\nb = element b { empty }\n")
    main = tmp_path / "main.rnc"
    main.write_text("default namespace = 'urn:x'\ninclude 'base.rnc' { b = element c { empty } }\n")
    grammar = load_grammar(main, use_cache=False)
    assert is_valid(b'<a xmlns="urn:x"><c/></a>', grammar)
    assert not is_valid(b'<a xmlns="urn:x"><b/></a>', grammar)


def test_a_compact_schema_may_include_an_xml_one(tmp_path: Path) -> None:
    (tmp_path / "part.rng").write_text(
        '<element name="p" xmlns="http://relaxng.org/ns/structure/1.0"><empty/></element>'
    )
    main = tmp_path / "main.rnc"
    main.write_text("element r { external 'part.rng' }")
    grammar: Grammar = load_grammar(main, use_cache=False)
    assert is_valid(b"<r><p/></r>", grammar)


@pytest.mark.parametrize(
    ("schema", "line"),
    [
        ("element a {", 1),
        ("element a { text }\n}", 2),
        ("element a { text, text | text }", 1),
        ("start = a\na = element a {\n  x:integer }", 3),
        ("element a { b:c }", 1),
        ("element\n x:a { text }", 2),
        ("element a { %% }", 1),
        ("[ x [ ", 1),
        ("element a { 'open }", 1),
        ("start = b", 1),
        ("element a { " + "(" * 3000, 1),
        ("element a { xsd:nothing }", 1),
    ],
)
def test_a_faulty_compact_schema_is_reported_in_its_line(schema: str, line: int) -> None:
    with pytest.raises(SchemaError) as caught:
        read_grammar(schema.encode(), "s.rnc")
    assert caught.value.line == line
