"""Faults: what is told of a wrong document, where, and that each is told once."""

# ruff: noqa: E501 - schemas read better in one line
from __future__ import annotations

import pytest

from lenin_tei.relaxng import Fault, Grammar, is_valid, read_grammar, validate

SCHEMA = b"""<element name="letter" xmlns="http://relaxng.org/ns/structure/1.0"
  datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <attribute name="date"><data type="date"/></attribute>
  <optional><attribute name="xml:id"><data type="ID"/></attribute></optional>
  <optional><attribute name="kind"><choice><value>private</value><value>public</value></choice></attribute></optional>
  <element name="head"><text/></element>
  <optional><element name="dateline"><data type="gYear"/></element></optional>
  <oneOrMore><element name="para"><mixed><zeroOrMore><choice>
    <element name="name"><optional><attribute name="ref"><data type="IDREF"/></attribute></optional><text/></element>
    <element name="break"><empty/></element>
  </choice></zeroOrMore></mixed></element></oneOrMore>
  <optional><element name="closer"><element name="signed"><text/></element></element></optional>
</element>"""


@pytest.fixture(scope="module")
def grammar() -> Grammar:
    return read_grammar(SCHEMA, "letter.rng")


def letter(body: str, attributes: str = 'date="1918-10-03"') -> bytes:
    return f"<letter {attributes}>\n{body}\n</letter>".encode()


def only(faults: list[Fault]) -> Fault:
    assert len(faults) == 1, [fault.message for fault in faults]
    return faults[0]


def test_a_valid_document_has_no_faults(grammar: Grammar) -> None:
    assert validate(letter("<head>H</head><para>a <name>N</name></para>"), grammar) == []


def test_an_element_too_early_names_the_missing_one(grammar: Grammar) -> None:
    fault = only(validate(letter("<para/>"), grammar))
    assert fault.kind == "element-too-early"
    assert (fault.line, fault.column, fault.jing_line, fault.jing_column) == (2, 1, 2, 8)
    assert fault.expected == ("head",)
    assert fault.message == "<head> is missing in <letter> before <para>"


def test_an_element_too_late_is_told_so(grammar: Grammar) -> None:
    fault = only(validate(letter("<head/><para/>\n<head/>"), grammar))
    assert (fault.kind, fault.line, fault.name, fault.parent) == ("element", 3, "head", "letter")
    assert fault.message.endswith("it must come earlier in <letter>")


def test_a_misspelt_element_is_answered_with_the_right_name(grammar: Grammar) -> None:
    fault = only(validate(letter("<head/><para><nmae>N</nmae></para>"), grammar))
    assert (fault.kind, fault.suggestion) == ("element-unknown", "name")
    assert "did you mean <name>?" in fault.message


def test_what_is_inside_an_unknown_element_is_still_checked(grammar: Grammar) -> None:
    faults = validate(letter("<head/><para><zzz><name what='x'/><yyy/></zzz></para>"), grammar)
    assert [(fault.kind, fault.name) for fault in faults] == [("element-unknown", "zzz"), ("attribute", "what")]


def test_an_element_in_the_wrong_place_says_where_it_may_stand(grammar: Grammar) -> None:
    fault = only(validate(letter("<head/><para/><name>N</name>"), grammar))
    assert fault.message == "<name> is not allowed in <letter> here; it may stand in <para> there"


def test_an_element_out_of_place_is_read_by_its_own_definition(grammar: Grammar) -> None:
    faults = validate(letter("<head/><para><signed><break/></signed></para>"), grammar)
    assert [(fault.kind, fault.parent) for fault in faults] == [("element", "para"), ("element", "signed")]


def test_loose_text_is_told_once_with_a_home_for_it(grammar: Grammar) -> None:
    fault = only(validate(letter("<head/>\n  loose\n words &amp; more\n<para/>"), grammar))
    assert (fault.kind, fault.line, fault.column) == ("text", 3, 3)
    assert fault.message == "text is not allowed in <letter> here; put it in <dateline> or <para>"


def test_text_in_an_empty_element(grammar: Grammar) -> None:
    assert only(validate(letter("<head/><para><break>x</break></para>"), grammar)).message == (
        "text is not allowed in <break> here; <break> must be empty"
    )


def test_a_missing_attribute_is_named(grammar: Grammar) -> None:
    fault = only(validate(letter("<head/><para/>", ""), grammar))
    assert (fault.kind, fault.line, fault.expected) == ("attribute-missing", 1, ("date",))
    assert fault.message == '<letter> lacks the attribute "date"'


def test_an_attribute_not_allowed_is_pointed_at(grammar: Grammar) -> None:
    fault = only(validate(letter("<head/><para/>", 'date="1918-10-03"\n  knid="private"'), grammar))
    assert (fault.kind, fault.line, fault.column, fault.suggestion) == ("attribute", 2, 3, "kind")
    assert (fault.jing_line, fault.jing_column) == (2, 18)


def test_a_wrong_value_tells_what_is_awaited(grammar: Grammar) -> None:
    fault = only(validate(letter("<head/><para/>", 'date="3 May 1871"'), grammar))
    assert (fault.kind, fault.name, fault.parent) == ("attribute-value", "date", "letter")
    assert fault.message == (
        'the value "3 May 1871" of the attribute "date" on <letter> is not allowed; expected a date such as 1918-10-03'
    )


def test_a_misspelt_value_is_answered_with_the_right_one(grammar: Grammar) -> None:
    fault = only(validate(letter("<head/><para/>", 'date="1918-10-03" kind="privat"'), grammar))
    assert (fault.suggestion, fault.expected) == ("private", ("private", "public"))


def test_wrong_content_and_empty_content(grammar: Grammar) -> None:
    fault = only(validate(letter("<head/><dateline>May</dateline><para/>"), grammar))
    assert (fault.kind, fault.column) == ("content", 8)
    assert "expected a year such as 1918" in fault.message
    assert only(validate(letter("<head/><dateline/><para/>"), grammar)).message.startswith("<dateline> is empty")


def test_an_unfinished_element_names_what_is_missing(grammar: Grammar) -> None:
    fault = only(validate(letter("<head/><para/><closer/>"), grammar))
    assert (fault.kind, fault.name, fault.expected) == ("incomplete", "closer", ("signed",))
    assert fault.message == "<closer> is not finished; <signed> is missing"


def test_all_faults_are_told_in_order(grammar: Grammar) -> None:
    faults = validate(letter("<para x='1'/>\n<zzz/>\n<closer>x</closer>", "kind='p'"), grammar)
    kinds = [
        "attribute-value",
        "attribute-missing",
        "element-too-early",
        "attribute",
        "element-unknown",
        "text",
        "incomplete",
    ]
    assert [fault.kind for fault in faults] == kinds


def test_an_id_used_twice_points_to_the_first(grammar: Grammar) -> None:
    schema = SCHEMA.replace(
        b'<element name="break"><empty/>', b'<element name="break"><attribute name="id"><data type="ID"/></attribute>'
    )
    ids = read_grammar(schema, "letter.rng")
    document = letter('<head/><para><break id="a"/>\n<break id="a"/></para>')
    fault = only(validate(document, ids))
    assert (fault.kind, fault.name, fault.line, fault.message) == ("id", "a", 3, 'the id "a" is used already in line 2')
    assert validate(document, ids, ids=False) == []


def test_a_reference_to_no_id_is_told(grammar: Grammar) -> None:
    document = letter('<head/><para><name ref="x"/></para>', 'date="1918-10-03" xml:id="y"')
    fault = only(validate(document, grammar))
    assert (fault.kind, fault.name, fault.line) == ("idref", "x", 2)
    assert validate(document.replace(b'"y"', b'"x"'), grammar) == []


def test_the_library_of_dtd_compatibility_has_ids() -> None:
    library = "http://relaxng.org/ns/compatibility/datatypes/1.0"
    schema = f"""<element name="a" xmlns="http://relaxng.org/ns/structure/1.0" datatypeLibrary="{library}"><zeroOrMore>
      <element name="b"><attribute name="id"><data type="ID"/></attribute></element></zeroOrMore></element>"""
    grammar = read_grammar(schema.replace('"/></attribute>', '"/></attribute><empty/>').encode(), "s.rng")
    assert [fault.kind for fault in validate(b'<a><b id="x"/><b id="x"/></a>', grammar)] == ["id"]


def test_a_wrong_namespace_is_told_as_such(grammar: Grammar) -> None:
    document = b'<letter xmlns="urn:x" date="1918-10-03"/>'
    assert "it has the namespace urn:x, not none" in validate(document, grammar)[0].message


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<letter><head></letter>", "does not match <head>, opened in line 1"),
        (b"<letter>\n<head>", "before <head>, opened in line 2, is closed"),
        (b"<letter>a & b</letter>", "not well-formed"),
        (b"<letter>\xe0 b</letter>", "0xE0"),
        (b"", "not well-formed"),
        (b"\xff\xfe<", "not well-formed"),
    ],
)
def test_a_document_that_is_no_xml_has_exactly_one_fault(grammar: Grammar, data: bytes, words: str) -> None:
    fault = only(validate(data, grammar))
    assert fault.kind == "xml"
    assert words in fault.message


def test_entities_are_not_expanded(grammar: Grammar) -> None:
    fault = only(validate(b'<!DOCTYPE letter [\n<!ENTITY e "x">]><letter>&e;</letter>', grammar))
    assert (fault.kind, fault.line) == ("entity", 2)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_columns_count_characters_in_any_encoding(grammar: Grammar, encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{declared}"?><letter date="1918-10-03"><head>éàü</head><zzz/></letter>'
    fault = next(fault for fault in validate(text.encode(encoding), grammar) if fault.name == "zzz")
    assert fault.column == text.index("<zzz") + 1


def test_ten_thousand_elements_deep_is_no_crash() -> None:
    schema = b'<grammar xmlns="http://relaxng.org/ns/structure/1.0"><start><ref name="a"/></start><define name="a">' + (
        b'<element name="a"><optional><ref name="a"/></optional></element></define></grammar>'
    )
    deep = read_grammar(schema, "deep.rng")
    document = b"<a>" * 10_000 + b"</a>" * 10_000
    assert is_valid(document, deep)
    assert len(validate(document.replace(b"</a>", b"<b/></a>", 1), deep)) == 1


def test_an_ambiguous_schema_ten_thousand_deep_is_no_crash() -> None:
    body = '<define name="{0}"><element name="a"><optional><choice><ref name="x"/><ref name="y"/></choice></optional>{1}</element></define>'
    schema = (
        '<grammar xmlns="http://relaxng.org/ns/structure/1.0"><start><choice><ref name="x"/><ref name="y"/></choice></start>'
        + body.format("x", '<optional><element name="b"><empty/></element></optional>')
        + body.format("y", '<optional><element name="c"><empty/></element></optional>')
        + "</grammar>"
    )
    grammar = read_grammar(schema.encode(), "ambiguous.rng")
    assert is_valid(b"<a>" * 10_000 + b"<c/></a>" * 10_000, grammar)
    assert not is_valid(b"<a>" * 10_000 + b"<d/></a>" * 10_000, grammar)


def test_the_number_of_faults_is_limited(grammar: Grammar) -> None:
    faults = validate(letter("<head/>" + "<zzz/>\n" * 3000), grammar)
    assert len(faults) == 1000
    assert faults[-1].kind == "limit"


def test_a_wide_interleave_does_not_blow_up() -> None:
    names = [f"e{i}" for i in range(60)]
    members = "".join(f'<optional><element name="{name}"><empty/></element></optional>' for name in names)
    schema = (
        f'<element name="r" xmlns="http://relaxng.org/ns/structure/1.0"><interleave>{members}</interleave></element>'
    )
    grammar = read_grammar(schema.encode(), "wide.rng")
    assert is_valid(f"<r>{''.join(f'<{name}/>' for name in reversed(names))}</r>".encode(), grammar)
    assert not is_valid(f"<r>{''.join(f'<{name}/>' for name in [*names, names[0]])}</r>".encode(), grammar)


def test_forty_optional_attributes_do_not_blow_up() -> None:
    names = [f"k{i}" for i in range(40)]
    members = "".join(f'<optional><attribute name="{name}"/></optional>' for name in names)
    schema = f'<element name="r" xmlns="http://relaxng.org/ns/structure/1.0">{members}<empty/></element>'
    grammar = read_grammar(schema.encode(), "many.rng")
    attributes = " ".join(f'{name}=""' for name in reversed(names))
    assert is_valid(f"<r {attributes}/>".encode(), grammar)
    assert [fault.name for fault in validate(f'<r {attributes} k40=""/>'.encode(), grammar)] == ["k40"]


def test_an_attribute_that_only_another_one_excludes_is_told_so() -> None:
    schema = b"""<element name="date" xmlns="http://relaxng.org/ns/structure/1.0"><choice>
      <attribute name="when"/><attribute name="notBefore"/></choice></element>"""
    fault = only(validate(b'<date when="1918" notBefore="1917"/>', read_grammar(schema, "date.rng")))
    assert (fault.kind, fault.name) == ("attribute", "notBefore")
    assert fault.message == 'the attribute "notBefore" on <date> contradicts one before it; keep one of the two'


def test_loose_text_is_best_put_in_a_paragraph() -> None:
    schema = b"""<element name="div" xmlns="http://relaxng.org/ns/structure/1.0"><zeroOrMore><choice>
      <element name="head"><text/></element><element name="byline"><text/></element><element name="docDate"><text/></element>
      <element name="p"><text/></element></choice></zeroOrMore></element>"""
    fault = only(validate(b"<div>loose</div>", read_grammar(schema, "div.rng")))
    assert fault.message == "text is not allowed in <div> here; put it in <p>, <head> or <byline>"
