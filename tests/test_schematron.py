"""The Schematron engine: what a rule set says of a document."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from conftest import shared
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from lenin_tei.schematron import Failure, SchematronError, compile_schema, read_schema
from lenin_tei.schematron.compiling import alternatives

ROOT = Path(__file__).parent.parent
SCH = "http://purl.oclc.org/dsdl/schematron"
DOCUMENT = b"""<a xmlns="urn:a" n="0">
  <b n="1">one</b>
  <b n="2"><c ref="#x">two</c></b>
  <d xml:id="x" when="1918"/>
</a>"""


def schema(inside: str, binding: str = "xslt2", attributes: str = "") -> bytes:
    names = '<ns prefix="a" uri="urn:a"/>'
    return f'<schema xmlns="{SCH}" queryBinding="{binding}" {attributes}>{names}{inside}</schema>'.encode()


def rule(context: str, checks: str) -> str:
    return f'<pattern><rule context="{context}">{checks}</rule></pattern>'


def check(
    inside: str, binding: str = "xslt2", document: bytes = DOCUMENT, phase: str = "", attributes: str = ""
) -> list[Failure]:
    rules = compile_schema(read_schema(schema(inside, binding, attributes), "rules.sch"), phase)
    return list(rules.check(etree.ElementTree(etree.fromstring(document))))


def told(inside: str, binding: str = "xslt2", **more: str) -> list[tuple[int, str]]:
    return [
        (one.element.sourceline if one.element is not None else 0, one.message)
        for one in check(inside, binding, **more)
    ]  # type: ignore[arg-type]


def test_an_assert_that_fails_and_a_report_that_holds_are_told() -> None:
    assert told(rule("a:b", '<assert test="a:c">no c</assert><report test="@n = 1">first</report>')) == [
        (2, "no c"),
        (2, "first"),
    ]


def test_messages_hold_values_and_names_with_white_space_normalised() -> None:
    values = '<value-of select="@n"/>, <name path=".."/>,\n <value-of select="1 = 1"/>'
    message = f'<assert test="false()">\n  the <name/> <emph>n</emph> = {values}</assert>'
    assert told(rule("a:b[@n='2']", message)) == [(3, "the b n = 2, a, true")]


def test_only_the_first_rule_of_a_pattern_that_fits_a_node_counts() -> None:
    two = '<rule context="a:b[@n=\'1\']"><report test="true()">one</report></rule>'
    two += '<rule context="a:b"><report test="true()">b</report></rule>'
    assert told(f"<pattern>{two}</pattern>") == [(2, "one"), (3, "b")]
    assert len(told("".join(f"<pattern>{part}</rule></pattern>" for part in two.split("</rule>")[:2]))) == 3


def test_variables_of_schema_pattern_and_rule_are_seen() -> None:
    lets = '<let name="s" value="count(//a:b)"/>'
    inner = '<let name="r" value="@n + $s + $p"/><let name="q" value="$r + 1"/>'
    inner += '<report test="$q = 8">q <value-of select="$q"/></report>'
    assert told(f'{lets}<pattern><let name="p" value="$s * 2"/><rule context="a:b">{inner}</rule></pattern>') == [
        (2, "q 8")
    ]


def test_current_is_the_node_of_the_rule() -> None:
    test = "//a:b[@n = current()/@n + 1]"
    assert told(rule("a:b", f'<report test="{test}">next</report>')) == [(2, "next")]
    assert told(rule("a:b[@n='1']", "<report test=\"'current()' = 'current()'\">said</report>")) == [(2, "said")]


def test_abstract_patterns_get_their_parameters() -> None:
    inner = '<assert test="$part">no <value-of select="\'$part\'"/></assert>'
    abstract = f'<pattern abstract="true" id="has"><rule context="$what">{inner}</rule></pattern>'
    made = '<pattern is-a="has"><param name="what" value="a:b"/><param name="part" value="a:c"/></pattern>'
    assert told(abstract + made) == [(2, "no a:c")]


def test_rules_extend_abstract_rules() -> None:
    abstract = '<rule abstract="true" id="more"><let name="x" value="1"/><report test="$x = 1">more</report></rule>'
    own = '<rule context="a:d"><extends rule="more"/><report test="true()">own</report></rule>'
    assert told(f"<pattern>{abstract}{own}</pattern>") == [(4, "more"), (4, "own")]


def test_phases_choose_patterns() -> None:
    patterns = '<pattern id="p1"><rule context="a:d"><report test="true()">one</report></rule></pattern>'
    patterns += '<pattern id="p2"><rule context="a:d"><report test="$v">two</report></rule></pattern>'
    phase = '<phase id="second"><let name="v" value="true()"/><active pattern="p2"/></phase>'
    assert told(phase + patterns, phase="second") == [(4, "two")]
    assert told(phase + patterns, attributes='defaultPhase="second"') == [(4, "two")]
    assert (4, "one") in told(phase + patterns, attributes='defaultPhase="second"', phase="#ALL")
    with pytest.raises(SchematronError, match="no phase third; it has second"):
        check(phase + patterns, phase="third")


@pytest.mark.parametrize(
    ("role", "severity"),
    [
        ("", "error"),
        ("error", "error"),
        ("fatal", "error"),
        ("warning", "warning"),
        ("nonfatal", "warning"),
        ("INFO", "warning"),
    ],
)
def test_roles_are_severities(role: str, severity: str) -> None:
    found = check(rule("a:d", f'<report role="{role}" test="true()">x</report>'))
    assert [one.severity for one in found] == [severity]


def test_the_role_of_a_rule_is_that_of_its_checks() -> None:
    found = check('<pattern><rule role="warning" context="a:d"><report test="true()">x</report></rule></pattern>')
    assert [one.severity for one in found] == ["warning"]


def test_attributes_text_and_the_document_can_be_contexts() -> None:
    found = check(
        rule("@when", '<report test=". = 1918">year</report>') + rule("/", '<assert test="a:z">no z</assert>')
    )
    assert [(one.attribute, one.message) for one in found] == [("when", "year"), ("", "no z")]
    assert told(rule("a:c/text()", '<report test="true()">words</report>')) == [(3, "words")]


def test_one_fault_that_fires_many_asserts_is_told_once() -> None:
    one = rule("a:d", '<assert test="a:e">no e</assert>')
    assert told(one * 3) == [(4, "no e")]


def test_diagnostics_are_added_to_the_message() -> None:
    inside = '<diagnostics><diagnostic id="d1">see <value-of select="@n"/></diagnostic></diagnostics>'
    assert told(inside + rule("a:b[@n='1']", '<report test="true()" diagnostics="d1">x</report>')) == [(2, "x see 1")]


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        (rule("a:b", '<assert test="my:function(.)">x</assert>'), "my:function"),
        (rule("a:b", '<assert test="a:c[">x</assert>'), "a:c["),
        (rule("a:b[", '<assert test="true()">x</assert>'), "context"),
        (rule("a:b", '<let name="v" value="document(\'x\')"/><assert test="$v">x</assert>'), "variable v"),
        (rule("a:b", '<assert test="xs:integer(.) = 1">x</assert>'), "xs:integer"),
        (rule("a:b", '<assert test="$none">x</assert>'), "none"),
        (rule("a:b", "<assert test=\"doc('file:///etc/passwd')\">x</assert>"), "doc("),
        ('<xsl:function xmlns:xsl="http://www.w3.org/1999/XSL/Transform" name="f"/>', "xsl:function"),
        ('<let name="v"><x/></let>', "variable v"),
    ],
)
def test_what_cannot_be_run_is_told_once_with_its_name(inside: str, words: str) -> None:
    stopped = [one for one in check(inside) if one.kind == "stopped"]
    assert any(words in one.message for one in stopped)
    assert len({one.message for one in stopped}) == len(stopped)


def test_a_rule_that_cannot_be_run_is_no_matter_where_it_fits_nothing() -> None:
    assert check(rule("a:nowhere", '<assert test="my:function(.)">x</assert>')) == []


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"no xml", "not well-formed"),
        (b"<TEI/>", "neither"),
        (b'<schema xmlns="http://www.ascc.net/xml/schematron"/>', "1.5"),
        (schema("", binding="xquery"), "xquery"),
        (schema('<pattern is-a="none"/>'), "abstract pattern none"),
        (schema('<pattern><rule context="x"><extends rule="none"/></rule></pattern>'), "abstract rule none"),
        (schema('<include href="other.sch"/>'), "other.sch"),
    ],
)
def test_what_is_no_rule_set_is_refused_in_one_line(data: bytes, words: str) -> None:
    with pytest.raises(SchematronError, match=re.escape(words)):
        read_schema(data, "rules.sch")


def test_a_rule_that_extends_itself_is_refused() -> None:
    looped = '<rule abstract="true" id="r"><extends rule="r"/></rule><rule context="x"><extends rule="r"/></rule>'
    with pytest.raises(SchematronError):
        read_schema(schema(f"<pattern>{looped}</pattern>"), "rules.sch")


def test_other_files_are_included_and_extended() -> None:
    files = {
        "part.sch": f'<pattern xmlns="{SCH}"><rule context="a:d"><extends href="lib.sch#r"/></rule></pattern>',
        "lib.sch": f'<x xmlns="{SCH}"><rule abstract="true" id="r"><report test="true()">lib</report></rule></x>',
    }
    found = read_schema(schema('<include href="part.sch"/>'), "rules.sch", lambda href, _: files[href].encode())
    failures = compile_schema(found).check(etree.ElementTree(etree.fromstring(DOCUMENT)))
    assert [one.message for one in failures] == ["lib"]


def test_files_that_include_each_other_are_refused() -> None:
    again = f'<include xmlns="{SCH}" href="again.sch"/>'
    with pytest.raises(SchematronError, match="deep"):
        read_schema(schema(again), "rules.sch", lambda *_: f"<x>{again}</x>".encode())


def test_rules_in_a_relax_ng_are_read() -> None:
    grammar = f"""<grammar xmlns="http://relaxng.org/ns/structure/1.0" xmlns:s="{SCH}"><s:ns prefix="a" uri="urn:a"/>
      <start><element name="a"><s:rule context="a:b"><s:report test="@n = 1">alone</s:report></s:rule>
      <s:pattern><s:rule context="a:d"><s:assert test="@n">in a pattern</s:assert></s:rule></s:pattern>
      <text/></element></start>
    </grammar>"""
    rules = compile_schema(read_schema(grammar.encode(), "g.rng"))
    found = rules.check(etree.ElementTree(etree.fromstring(DOCUMENT)))
    assert [one.message for one in found] == ["alone", "in a pattern"]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("a | b", ["a", "b"]),
        ("a[b | c] | d", ["a[b | c]", "d"]),
        ("(a|b)/c union d", ["(a|b)/c", "d"]),
        ("a[. = '|']|b", ["a[. = '|']", "b"]),
        ("reunion", ["reunion"]),
    ],
)
def test_alternatives_of_a_context_are_told_apart(pattern: str, expected: list[str]) -> None:
    assert alternatives(pattern) == expected


def test_xslt_1_compares_as_xpath_1_does() -> None:
    checks = "<report test=\"@n &gt; '1'\">more</report>"
    assert told(rule("a:b", checks), "xslt") == [(3, "more")]


def test_our_own_rules_run_whole() -> None:
    path = ROOT / "schema/lenin_tei.sch"
    rules = compile_schema(read_schema(path.read_bytes(), str(path)))
    valid = ROOT / "tests/schema/valid/contract.xml"
    assert list(rules.check(etree.parse(valid))) == []


NAMES = ("p", "ab", "l", "lg", "div", "q", "note", "list", "item", "ref", "ptr", "date", "seg", "said", "citeStructure")
ATTRIBUTES = [
    "when",
    "from",
    "to",
    "notBefore",
    "target",
    "calendar",
    "type",
    "subtype",
    "source",
    "targetLang",
    "spanTo",
]


def changed(root: etree._Element, chance: random.Random) -> None:
    """Put elements and attributes where rules may mind them."""
    elements = list(root.iter("{*}*"))
    for _ in range(chance.randrange(1, 8)):
        element = chance.choice(elements)
        if chance.random() < 0.6:
            child = etree.SubElement(element, f"{{http://www.tei-c.org/ns/1.0}}{chance.choice(NAMES)}")
            child.set(chance.choice(ATTRIBUTES), chance.choice(["1918", "#x", "x"]))
        else:
            element.set(chance.choice(ATTRIBUTES), chance.choice(["1918-10", "#x", "x"]))


def test_saxon_finds_the_same_failures_at_the_same_places(tmp_path: Path) -> None:
    pytest.importorskip("saxonche", reason="saxonche, the reference for XPath, is not installed")
    from schematron_reference import Saxon

    path = shared("tei", "tei_all.isosch")
    rules = read_schema(path.read_bytes(), "tei_all.isosch")
    saxon, ours = Saxon(rules), compile_schema(rules)
    fired = set()
    for seed in range(12):
        document = etree.parse(shared("tei", "letter.xml"))
        changed(document.getroot(), random.Random(seed))
        file = tmp_path / f"{seed}.xml"
        document.write(file, encoding="utf-8")
        document = etree.parse(file)
        numbers = {element: number for number, element in enumerate(document.getroot().iter("*"), 1)}
        found = [one for one in ours.check(document) if one.element is not None]
        assert [one for one in found if one.kind == "stopped"] == []
        reference = saxon.failures(file)
        mine = {(one.rule, numbers[one.element]) for one in found if one.element is not None}
        assert mine <= {(name, number) for name, _, number in reference}
        assert {number for _, number in mine} == {number for _, _, number in reference}
        fired |= {name for name, _ in mine}
    assert len(fired) > 8


WORDS = [
    "a:b",
    "@n",
    ".",
    "..",
    "[",
    "]",
    "(",
    ")",
    "|",
    "=",
    "1",
    "'x'",
    "current()",
    "$v",
    "/",
    "//",
    "not(",
    "matches(",
    "for",
    "return",
]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=7), st.lists(st.sampled_from(WORDS), max_size=5))
def test_any_context_and_test_are_run_or_told(test: list[str], context: list[str]) -> None:
    where = " ".join(context).replace("&", "&amp;") or "a:b"
    for one in check(rule(where, f'<assert test="{" ".join(test)}">x</assert>')):
        assert one.message
