"""Faulty schemas: the full syntax (section 3), the constraints of section 4 and the restrictions of section 7."""

# ruff: noqa: E501 - schemas read better in one line
from __future__ import annotations

import pytest

from lenin_tei.relaxng import SchemaError, read_grammar

RNG = 'xmlns="http://relaxng.org/ns/structure/1.0"'
XSD = 'datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"'

# Each body stands in line 2, inside <element name="r">.
IN_ELEMENT = {
    "7.1.1 element in attribute": '<attribute name="k"><element name="a"><empty/></element></attribute>',
    "7.1.1 attribute in attribute": '<attribute name="k"><group><attribute name="l"/></group></attribute>',
    "7.1.2 attribute in repeated group": '<oneOrMore><group><attribute name="k"/><text/></group></oneOrMore>',
    "7.1.2 attribute in repeated interleave": '<oneOrMore><interleave><attribute name="k"/><text/></interleave></oneOrMore>',
    "7.1.3 list in list": "<list><list><value>a</value></list></list>",
    "7.1.3 element in list": '<list><element name="a"><empty/></element></list>',
    "7.1.3 attribute in list": '<list><attribute name="k"/></list>',
    "7.1.3 text in list": "<list><text/></list>",
    "7.1.3 interleave in list": "<list><interleave><value>a</value><value>b</value></interleave></list>",
    "7.1.4 text in except": '<data type="token"><except><text/></except></data>',
    "7.1.4 list in except": '<data type="token"><except><list><value>a</value></list></except></data>',
    "7.1.4 empty in except": '<data type="token"><except><empty/></except></data>',
    "7.1.4 attribute in except": '<data type="token"><except><attribute name="k"/></except></data>',
    "7.1.4 group in except": '<data type="token"><except><group><value>a</value><value>b</value></group></except></data>',
    "7.2 data beside an element": '<group><data type="token"/><element name="a"><empty/></element></group>',
    "7.2 data beside text": '<interleave><data type="token"/><text/></interleave>',
    "7.2 data beside data": "<group><value>a</value><value>b</value></group>",
    "7.2 repeated data": "<oneOrMore><value>a</value></oneOrMore>",
    "7.3 an attribute twice": '<attribute name="k"/><attribute name="k"/>',
    "7.3 an attribute twice, deeper": '<group><attribute name="k"/><choice><attribute name="k"/><empty/></choice></group>',
    "7.3 a wildcard over an attribute": '<attribute name="k"/><oneOrMore><attribute><anyName/></attribute></oneOrMore>',
    "7.3 a wildcard not repeated": "<attribute><anyName/></attribute>",
    "7.4 an element twice in interleave": '<interleave><element name="a"><empty/></element><element name="a"><text/>'
    "</element></interleave>",
    "7.4 text twice in interleave": '<interleave><text/><mixed><element name="a"><empty/></element></mixed></interleave>',
    "4.16 any name but any name": "<element><anyName><except><anyName/></except></anyName><empty/></element>",
    "4.16 a namespace but a namespace": '<element><nsName><except><nsName ns="x"/></except></nsName><empty/></element>',
    "4.16 xmlns as attribute": '<attribute name="xmlns"/>',
    "4.16 an attribute in the namespace of namespaces": '<attribute name="k" ns="http://www.w3.org/2000/xmlns"/>',
    "4.10 an unknown prefix": '<attribute name="x:k"/>',
    "3 unknown element": "<elephant/>",
    "3 unknown attribute": '<text name="a"/>',
    "3 text in a pattern": "<group>words<empty/></group>",
    "3 empty group": "<group/>",
    "3 element without name": "<element><empty/></element>",
    "3 element without content": '<element name="a"/>',
    "3 two patterns in attribute": '<attribute name="k"><text/><text/></attribute>',
    "3 ref without name": "<ref/>",
    "3 a name that is none": '<attribute name="1"/>',
    "3 a name class that is no name": "<element><name>1 2</name><empty/></element>",
    "3 element in value": "<value><empty/></value>",
    "3 define in a pattern": '<group><define name="a"><empty/></define></group>',
    "3 param after except": '<data type="token"><except><value>a</value></except><param name="x">1</param></data>',
    "4.3 a library that is no URI": '<data type="token" datatypeLibrary="relative"/>',
    "4.16 unknown datatype": '<data type="number"/>',
    "4.16 a value that its datatype refuses": f'<value type="integer" {XSD}>x</value>',
    "4.16 unknown parameter": f'<data type="integer" {XSD}><param name="length">1</param></data>',
    "4.18 ref outside any grammar": '<ref name="a"/>',
    "4.18 parentRef outside any grammar": '<parentRef name="a"/>',
}

# Each body stands in line 2, inside <grammar>.
IN_GRAMMAR = {
    "7.1.5 text at the start": "<start><text/></start>",
    "7.1.5 attribute at the start": '<start><attribute name="k"/></start>',
    "7.1.5 group at the start": '<start><group><element name="a"><empty/></element><element name="b"><empty/></element>'
    "</group></start>",
    "7.1.5 repeat at the start": '<start><oneOrMore><element name="a"><empty/></element></oneOrMore></start>',
    "7.1.5 data at the start": '<start><data type="token"/></start>',
    "7.1.5 empty at the start": "<start><empty/></start>",
    "4.18 no start": '<define name="a"><empty/></define>',
    "4.18 undefined": '<start><ref name="a"/></start>',
    "4.18 undefined in an unused definition": '<start><notAllowed/></start><define name="b"><ref name="a"/></define>',
    "4.17 two starts": "<start><notAllowed/></start><start><notAllowed/></start>",
    "4.17 two ways to combine": '<start combine="choice"><notAllowed/></start><start combine="interleave"><notAllowed/></start>',
    "4.17 no way to combine": '<start combine="group"><notAllowed/></start>',
    "4.19 a definition that is itself": '<start><ref name="a"/></start><define name="a"><choice><ref name="a"/><empty/></choice></define>',
    "4.19 two definitions that are each other": '<start><notAllowed/></start><define name="a"><ref name="b"/></define>'
    '<define name="b"><ref name="a"/></define>',
    "3 two patterns in start": "<start><notAllowed/><notAllowed/></start>",
    "3 pattern in grammar": "<text/>",
    "3 empty definition": '<start><notAllowed/></start><define name="a"/>',
}


@pytest.mark.parametrize("title", IN_ELEMENT)
def test_a_faulty_pattern_is_reported_in_its_line(title: str) -> None:
    schema = f'<element {RNG} name="r">\n{IN_ELEMENT[title]}\n</element>'
    with pytest.raises(SchemaError) as caught:
        read_grammar(schema.encode(), "s.rng")
    assert caught.value.path == "s.rng"
    assert caught.value.line in (1, 2)
    assert caught.value.message


@pytest.mark.parametrize("title", IN_GRAMMAR)
def test_a_faulty_grammar_is_reported_in_its_line(title: str) -> None:
    schema = f"<grammar {RNG}>\n{IN_GRAMMAR[title]}\n</grammar>"
    with pytest.raises(SchemaError) as caught:
        read_grammar(schema.encode(), "s.rng")
    assert caught.value.line in (1, 2)


@pytest.mark.parametrize(
    "body",
    [
        '<choice><attribute name="k"/><attribute name="k"><value>1</value></attribute></choice>',
        '<oneOrMore><attribute name="k"/></oneOrMore>',
        "<choice><value>a</value><text/></choice>",
        '<attribute name="k"/><data type="token"/>',
        '<group><element name="a"><empty/></element><element name="a"><empty/></element></group>',
        '<oneOrMore><choice><group><element name="a"><empty/></element></group><text/></choice></oneOrMore>',
        '<interleave><attribute name="k"/><text/></interleave>',
        "<list><oneOrMore><group><value>a</value><value>b</value></group></oneOrMore></list>",
        '<data type="token"><except><choice><value>a</value><data type="string"/></choice></except></data>',
        "<notAllowed/><list><notAllowed/></list>",
    ],
)
def test_what_is_near_a_restriction_but_right_is_taken(body: str) -> None:
    read_grammar(f'<element {RNG} name="r">{body}</element>'.encode(), "s.rng")


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        (b"", "well-formed"),
        (b"<a", "well-formed"),
        (b"<a/>", "not an element of RELAX NG"),
        (f"<start {RNG}><notAllowed/></start>".encode(), "root"),
        (f'<!DOCTYPE x [<!ENTITY e "x">]><text {RNG}/>'.encode(), "entity"),
        (b'<?xml version="1.0" encoding="nonsense"?><a/>', "decoded|well-formed"),
        (f"<element {RNG} name='a'>{'<group>' * 5000}{'</group>' * 5000}</element>".encode(), "nested"),
    ],
)
def test_bytes_that_are_no_schema_are_a_schema_error(schema: bytes, message: str) -> None:
    with pytest.raises(SchemaError, match=message):
        read_grammar(schema, "s.rng")


def test_a_long_chain_of_definitions_is_refused_not_a_crash() -> None:
    links = "".join(f'<define name="d{i}"><ref name="d{i + 1}"/></define>' for i in range(3000))
    schema = (
        f'<grammar {RNG}><start><ref name="d0"/></start>{links}<define name="d3000"><notAllowed/></define></grammar>'
    )
    with pytest.raises(SchemaError, match="nested"):
        read_grammar(schema.encode(), "s.rng")


def test_the_error_reads_as_path_line_message() -> None:
    assert str(SchemaError("a.rng", 3, "wrong")) == "a.rng:3: wrong"
