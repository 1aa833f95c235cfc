"""What is fuzzed: functions that take any bytes and must return, in time, without an exception but those promised.

Each target is called with bytes by atheris (``python tests/fuzz/run.py TARGET``) and by Hypothesis.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.fixes import fix
from lenin_tei.relaxng import Grammar, SchemaError, is_valid, load_grammar, read_grammar
from lenin_tei.relaxng.regex import Regex
from lenin_tei.relaxng.validation import examine
from lenin_tei.reporters import REPORTERS
from lenin_tei.schemas import read_models
from lenin_tei.schematron import SchematronError, check, find_unsupported, read_rules
from lenin_tei.selection import read_baseline
from lenin_tei.validation import validate

ROOT = Path(__file__).parents[2]
RNG = "http://relaxng.org/ns/structure/1.0"
SCH = "http://purl.oclc.org/dsdl/schematron"
TEI = "http://www.tei-c.org/ns/1.0"
SOUND = (ROOT / "tests/schema/sound.xml").read_bytes()
# Between a schema and a document, or a pattern and a text.
CUT = b"\n%%\n"


@cache
def our_grammar() -> Grammar:
    return load_grammar(ROOT / "schema/lenin_tei.rng", use_cache=False)


def nothing_there(href: str, base: str) -> bytes:
    raise FileNotFoundError(href)


def xml(data: bytes) -> None:
    """The XML front, all checks of a file, and the mending of it."""
    found = validate(data, "a.xml")
    for form in REPORTERS.values():
        form(found, {"files": 1, "paths": ["a.xml"]})
    mended = fix(data, "a.xml").data
    assert fix(mended, "a.xml").data == mended
    read_models(data)


def engine(data: bytes) -> None:
    """A document and our schema: the verdict is that of the examination."""
    assert is_valid(data, our_grammar()) == (examine(data, our_grammar()) == [])


def schema_xml(data: bytes) -> None:
    """A schema in XML syntax, and behind the cut a document."""
    _schema(data, "s.rng")


def schema_compact(data: bytes) -> None:
    """A schema in compact syntax, and behind the cut a document."""
    _schema(data, "s.rnc")


def _schema(data: bytes, path: str) -> None:
    schema, _, document = data.partition(CUT)
    try:
        grammar = read_grammar(schema, path, resolve=nothing_there)
    except SchemaError as error:
        assert str(error)
        return
    assert is_valid(document, grammar) == (examine(document, grammar) == [])


def schematron(data: bytes) -> None:
    """A Schematron, and behind the cut a document."""
    schema, _, document = data.partition(CUT)
    try:
        rules = read_rules(schema, "s.sch", resolve=nothing_there)
    except SchematronError as error:
        assert str(error)
        return
    find_unsupported(rules)
    check(document, rules)


def pattern(data: bytes) -> None:
    """A regular expression of XML Schema, and behind the cut a text."""
    expression, _, text = data.partition(CUT)
    try:
        Regex(expression.decode("utf-8", "replace")).matches(text.decode("utf-8", "replace"))
    except ValueError as error:
        assert str(error)


def baseline(data: bytes) -> None:
    """A baseline file."""
    try:
        read_baseline(data, "known.json")
    except LeninTeiError as error:
        assert str(error)


TARGETS: dict[str, Callable[[bytes], None]] = {
    one.__name__: one for one in (xml, engine, schema_xml, schema_compact, schematron, pattern, baseline)
}
_TEXT = f'<TEI xmlns="{TEI}"><teiHeader/><text><body><p ref="#a">a</p></body></text></TEI>'.encode()
# What a run begins with: small sound inputs that reach far.
SEEDS: dict[str, list[bytes]] = {
    "xml": [SOUND, _TEXT, _TEXT.decode().encode("utf-16"), b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"],
    "engine": [SOUND, _TEXT],
    "schema_xml": [
        f'<grammar xmlns="{RNG}" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"><start><ref name="a"/>'
        '</start><define name="a"><element name="a"><interleave><optional><attribute name="b"><data type="string">'
        '<param name="pattern">[a-c]+</param></data></attribute></optional><zeroOrMore><element><anyName><except>'
        '<nsName ns="x"/></except></anyName><list><oneOrMore><value>d</value></oneOrMore></list></element>'
        f"</zeroOrMore></interleave></element></define></grammar>".encode()
        + CUT
        + b'<a b="abc"><c>d d</c></a>',
    ],
    "schema_compact": [
        b'default namespace = "x" start = a a = element a { attribute b { xsd:string { pattern = "[a-c]+" } }?, '
        b'(element * - x:* { list { "d"+ } }* & text) }' + CUT + b'<a xmlns="x" b="abc"/>',
    ],
    "schematron": [
        f'<schema xmlns="{SCH}" queryBinding="xslt2"><ns prefix="t" uri="{TEI}"/><let name="x" value="1"/><phase '
        'id="f"><active pattern="p"/></phase><pattern id="p"><rule context="t:p[@ref]"><let name="y" value="count(*)"/>'
        '<assert test="$x = $y" role="warning">no <value-of select="name(.)"/></assert><report test="matches(@ref, '
        f"'#a')\"/></rule></pattern></schema>".encode()
        + CUT
        + _TEXT,
    ],
    "pattern": [rb"(a|b){2,5}[\i-[:]][\c-[a-z]]*\p{L}?\d+\S" + CUT + b"abab", b"((a*)*)*" + CUT + b"aaaaaaaaaaaaaaaab"],
    "baseline": [b'{"baseline": [{"path": "a", "code": "H003", "count": 2, "message": "m"}]}'],
}
