"""Simplification (RELAX NG specification, section 4): each schema beside a document it takes and one it refuses."""

# ruff: noqa: E501 - schemas read better in one line
from __future__ import annotations

import pytest

from lenin_tei.relaxng import SchemaError, is_valid, read_grammar

RNG = 'xmlns="http://relaxng.org/ns/structure/1.0"'
XSD = 'datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"'


CASES = {
    "4.1 annotations are left out": (
        '<element name="a" xmlns:x="urn:x" x:note="1"><x:doc>words <empty/></x:doc><empty/></element>',
        "<a/>",
        "<b/>",
    ),
    "4.2 names are trimmed": ('<element><name> a </name><data type=" token "/></element>', "<a>x</a>", "<b/>"),
    "4.4 a value without type is a token of the built-in library": (
        f'<element name="a" {XSD}><value> x  y</value></element>',
        "<a> x y </a>",
        "<a>xy</a>",
    ),
    "4.3 datatypeLibrary is inherited": (
        f'<element name="a" {XSD}><data type="integer"/></element>',
        "<a>1</a>",
        "<a>x</a>",
    ),
    "4.8 ns is inherited by elements, not by attributes": (
        '<element name="a" ns="urn:x"><attribute name="k"/><element name="b"><empty/></element></element>',
        '<a xmlns="urn:x" k=""><b/></a>',
        '<x:a xmlns:x="urn:x" x:k=""><x:b/></x:a>',
    ),
    "4.8 ns on an attribute holds": (
        '<element name="a"><attribute name="k" ns="urn:x"/></element>',
        '<a xmlns:x="urn:x" x:k=""/>',
        '<a k=""/>',
    ),
    "4.10 prefixes become namespaces": (
        '<element name="x:a" xmlns:x="urn:x"><empty/></element>',
        '<a xmlns="urn:x"/>',
        "<a/>",
    ),
    "4.11 div is only a bracket": (
        '<grammar ns=""><div><start><ref name="a"/></start><div><define name="a"><element name="a"><empty/></element>'
        "</define></div></div></grammar>",
        "<a/>",
        "<b/>",
    ),
    "4.12 many children are a group": (
        '<element name="a"><zeroOrMore><element name="b"><empty/></element><element name="c"><empty/></element>'
        "</zeroOrMore></element>",
        "<a><b/><c/><b/><c/></a>",
        "<a><b/><b/></a>",
    ),
    "4.12 an attribute without pattern takes text": (
        '<element name="a"><attribute name="k"/></element>',
        '<a k="x"/>',
        "<a/>",
    ),
    "4.13 mixed is an interleave with text": (
        '<element name="a"><mixed><element name="b"><empty/></element></mixed></element>',
        "<a>x<b/>y</a>",
        "<a>x</a>",
    ),
    "4.14 optional": ('<element name="a"><optional><attribute name="k"/></optional></element>', "<a/>", '<a l=""/>'),
    "4.17 definitions are combined by choice": (
        '<grammar ns=""><start combine="choice"><element name="a"><empty/></element></start>'
        '<start combine="choice"><element name="b"><empty/></element></start></grammar>',
        "<b/>",
        "<c/>",
    ),
    "4.17 definitions are combined by interleave, one may lack combine": (
        '<grammar ns=""><start><element name="r"><ref name="x"/></element></start><define name="x">'
        '<element name="a"><empty/></element></define><define name="x" combine="interleave"><element name="b"><empty/>'
        "</element></define></grammar>",
        "<r><b/><a/></r>",
        "<r><a/></r>",
    ),
    "4.18 a nested grammar has names of its own": (
        '<grammar ns=""><start><element name="r"><grammar><start><group><ref name="x"/><parentRef name="x"/>'
        '</group></start><define name="x"><element name="in"><empty/></element></define></grammar></element></start>'
        '<define name="x"><element name="out"><empty/></element></define></grammar>',
        "<r><in/><out/></r>",
        "<r><out/><in/></r>",
    ),
    "4.19 an element may hold itself": (
        '<grammar ns=""><start><ref name="a"/></start><define name="a"><element name="a"><zeroOrMore><ref name="a"/>'
        "</zeroOrMore></element></define></grammar>",
        "<a><a/><a><a/></a></a>",
        "<a><b/></a>",
    ),
    "4.20 notAllowed spoils its group": (
        '<element name="a"><choice><group><attribute name="k"/><notAllowed/></group><attribute name="l"/></choice></element>',
        '<a l=""/>',
        '<a k=""/>',
    ),
    "4.20 notAllowed is left out of an exception": (
        '<element name="a"><data type="token"><except><notAllowed/></except></data></element>',
        "<a>x</a>",
        "<b/>",
    ),
    "4.21 empty members vanish": (
        '<element name="a"><oneOrMore><empty/></oneOrMore><group><empty/><attribute name="k"/></group></element>',
        '<a k=""/>',
        "<a/>",
    ),
    "any name but some": (
        '<element><anyName><except><name>a</name><nsName ns="urn:x"/></except></anyName><empty/></element>',
        "<b/>",
        "<a/>",
    ),
    "any name of a namespace but some": (
        '<element><nsName ns="urn:x"><except><name ns="urn:x">a</name></except></nsName><empty/></element>',
        '<b xmlns="urn:x"/>',
        '<a xmlns="urn:x"/>',
    ),
    "attributes by wildcard": (
        '<element name="a"><zeroOrMore><attribute><anyName><except><name>k</name></except></anyName></attribute>'
        '</zeroOrMore><attribute name="k"><value>1</value></attribute></element>',
        '<a k="1" m="x" n=""/>',
        '<a k="2" m="x"/>',
    ),
    "a list of tokens": (
        f'<element name="a" {XSD}><list><oneOrMore><data type="integer"/><value>x</value></oneOrMore></list></element>',
        "<a> 1 x\n2 x </a>",
        "<a>1 x 2</a>",
    ),
    "an empty list": ("<element name='a'><list><empty/></list></element>", "<a> </a>", "<a>x</a>"),
    "data but not a value": (
        '<element name="a"><data type="token"><except><value>no</value></except></data></element>',
        "<a>yes</a>",
        "<a> no </a>",
    ),
    "interleave with repeats": (
        '<element name="a"><interleave><zeroOrMore><element name="b"><empty/></element></zeroOrMore>'
        '<group><element name="c"><empty/></element><element name="d"><empty/></element></group></interleave></element>',
        "<a><b/><c/><b/><b/><d/><b/></a>",
        "<a><d/><b/><c/></a>",
    ),
    "the same element with two contents": (
        '<element name="a"><choice><group><element name="b"><value>1</value></element><element name="c"><empty/></element>'
        '</group><group><element name="b"><value>2</value></element><element name="d"><empty/></element></group></choice>'
        "</element>",
        "<a><b>2</b><d/></a>",
        "<a><b>2</b><c/></a>",
    ),
    "content decided by an attribute": (
        '<element name="a"><choice><group><attribute name="k"><value>1</value></attribute><element name="b"><empty/></element>'
        '</group><group><attribute name="k"><value>2</value></attribute><text/></group></choice></element>',
        '<a k="2">words</a>',
        '<a k="1">words</a>',
    ),
    "a QName value is compared by namespace": (
        f'<element name="a" ns="urn:x" {XSD} xmlns:p="urn:x"><value type="QName">p:v</value></element>',
        '<a xmlns="urn:x" xmlns:q="urn:x">q:v</a>',
        '<a xmlns="urn:x" xmlns:p="urn:y">p:v</a>',
    ),
    "white space around elements counts for nothing": (
        '<element name="a"><optional><element name="b"><empty/></element></optional></element>',
        "<a>\n</a>",
        "<a>x</a>",
    ),
}


@pytest.mark.parametrize("title", CASES)
def test_a_schema_takes_and_refuses(title: str) -> None:
    body, taken, refused = CASES[title]
    grammar = read_grammar(body.replace(">", f" {RNG}>", 1).encode(), "schema.rng")
    assert is_valid(taken.encode(), grammar)
    assert not is_valid(refused.encode(), grammar)


FILES = {
    "base.rng": f'<grammar {RNG}><start><ref name="a"/></start><define name="a"><element name="a"><ref name="b"/></element>'
    f'</define><div><define name="b"><element name="b"><empty/></element></define></div></grammar>',
    "part.rng": f'<element {RNG} name="part"><empty/></element>',
    "own.rng": f'<element {RNG} name="part" ns="urn:own"><empty/></element>',
    "loop.rng": f'<group {RNG}><externalRef href="loop.rng"/></group>',
    "loop2.rng": f'<grammar {RNG}><include href="loop2.rng"/></grammar>',
    "sub/deep.rng": f'<group {RNG}><externalRef href="../part.rng"/></group>',
    "broken.rng": "<grammar",
}


def resolve(href: str, base: str) -> bytes:
    name = href.removeprefix("../")
    if name not in FILES:
        raise FileNotFoundError(2, "No such file")
    return FILES[name].encode()


def read(body: str) -> object:
    return read_grammar(body.replace(">", f" {RNG}>", 1).encode(), "main.rng", resolve=resolve)


def verdict(body: str, document: str) -> bool:
    grammar = read_grammar(body.replace(">", f" {RNG}>", 1).encode(), "main.rng", resolve=resolve)
    return is_valid(document.encode(), grammar)


def test_an_include_brings_definitions() -> None:
    assert verdict('<grammar ns="urn:x"><include href="base.rng"/></grammar>', '<a xmlns="urn:x"><b/></a>')


def test_an_include_may_override_a_definition() -> None:
    body = '<grammar ns=""><include href="base.rng"><div><define name="b"><element name="c"><empty/></element></define></div>'
    assert verdict(body + "</include></grammar>", "<a><c/></a>")
    assert not verdict(body + "</include></grammar>", "<a><b/></a>")


def test_an_include_may_override_the_start() -> None:
    body = '<grammar ns=""><include href="base.rng"><start><ref name="b"/></start></include></grammar>'
    assert verdict(body, "<b/>")
    assert not verdict(body, "<a><b/></a>")


def test_an_external_reference_takes_the_namespace_around_it() -> None:
    assert verdict(
        '<element name="r" ns="urn:x"><externalRef href="part.rng"/></element>', '<r xmlns="urn:x"><part/></r>'
    )
    own = '<element name="r" ns="urn:x"><externalRef href="own.rng"/></element>'
    assert verdict(own, '<r xmlns="urn:x"><part xmlns="urn:own"/></r>')


def test_files_are_found_relative_to_the_file_that_names_them() -> None:
    asked: list[tuple[str, str]] = []

    def note(href: str, base: str) -> bytes:
        asked.append((href, base))
        return resolve(href, base)

    body = f'<element name="r" {RNG}><externalRef href="sub/deep.rng"/></element>'
    read_grammar(body.encode(), "main.rng", resolve=note, base="file:///s/main.rng")
    assert asked == [("sub/deep.rng", "file:///s/main.rng"), ("../part.rng", "file:///s/sub/deep.rng")]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('<group id=""><externalRef href="loop.rng"/></group>', "attribute"),
        ("<group ><externalRef href='loop.rng'/></group>", "leads back"),
        ("<grammar ><include href='loop2.rng'/></grammar>", "leads back"),
        ("<grammar ><include href='part.rng'/></grammar>", "not a grammar"),
        ("<grammar ><include href='none.rng'/></grammar>", "cannot be read"),
        ("<grammar ><include href='broken.rng'/></grammar>", "well-formed"),
        ("<grammar ><include href='base.rng'><define name='zz'><empty/></define></include></grammar>", "no definition"),
        ("<grammar ><include href='base.rng#x'/></grammar>", "fragment"),
    ],
)
def test_a_faulty_inclusion_is_a_schema_error(body: str, message: str) -> None:
    with pytest.raises(SchemaError, match=message):
        read(body)
