"""The Schematron engine: what rules find in a document."""

# ruff: noqa: E501 - rules and documents read better in one line
from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from random import Random

import pytest
from conftest import shared
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from lenin_tei.schematron import Finding, SchematronError, check, find_unsupported, load_rules, read_rules
from lenin_tei.schematron.contexts import split_context
from lenin_tei.schematron.expressions import Document, Expressions, with_current
from lenin_tei.schematron.plain import is_plain, plain_test
from lenin_tei.schematron.running import Run

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


def rule(context: str, assertions: str) -> str:
    return f'<pattern><rule context="{context}">{assertions}</rule></pattern>'


def found(inside: str, binding: str = "xslt2", phase: str = "", attributes: str = "") -> list[Finding]:
    return check(DOCUMENT, read_rules(schema(inside, binding, attributes), "rules.sch"), phase=phase)


def told(inside: str, binding: str = "xslt2", phase: str = "", attributes: str = "") -> list[tuple[int, str]]:
    return [(one.line, one.message) for one in found(inside, binding, phase, attributes)]


def test_an_assert_that_fails_and_a_report_that_holds_are_told_in_document_order() -> None:
    inside = rule("a:b", '<assert test="a:c">no c</assert><report test="@n = 2">second</report>')
    assert told(inside) == [(2, "no c"), (3, "second")]


def test_a_finding_has_the_place_of_its_element_and_says_what_found_it() -> None:
    inside = (
        '<pattern id="p"><rule context="a:c" id="r"><report test="true()" role="warning">x</report></rule></pattern>'
    )
    one = found(inside)[0]
    assert (one.line, one.column, one.kind, one.severity) == (3, 12, "report", "warning")
    assert (one.name, one.pattern, one.rule, one.test) == ("c", "p", "r", "true()")


def test_messages_hold_values_and_names_with_white_space_normalised() -> None:
    values = '<value-of select="@n"/>, <name path=".."/>,\n <value-of select="1 = 1"/>'
    message = f'<assert test="false()">\n  the <name/> <emph>n</emph> = {values}</assert>'
    assert told(rule("a:b[@n='2']", message)) == [(3, "the b n = 2, a, true")]


def test_a_value_of_several_items_has_spaces_between() -> None:
    assert told(rule("/", '<report test="true()"><value-of select="//@n"/></report>')) == [(1, "0 1 2")]


def test_only_the_first_rule_of_a_pattern_that_fits_a_node_counts() -> None:
    one = '<rule context="a:b[@n=\'1\']"><report test="true()">one</report></rule>'
    any_b = '<rule context="a:b"><report test="true() and 1">b</report></rule>'
    assert told(f"<pattern>{one}{any_b}</pattern>") == [(2, "one"), (3, "b")]
    assert len(told(f"<pattern>{one}</pattern><pattern>{any_b}</pattern>")) == 3


def test_variables_of_schema_pattern_and_rule_are_seen() -> None:
    inner = '<let name="r" value="@n + $s + $p"/><let name="q" value="$r + 1"/>'
    inner += '<report test="$q = 8">q <value-of select="$q"/></report>'
    pattern = f'<pattern><let name="p" value="$s * 2"/><rule context="a:b">{inner}</rule></pattern>'
    assert told(f'<let name="s" value="count(//a:b)"/>{pattern}') == [(2, "q 8")]


def test_a_variable_may_be_a_sequence_or_empty() -> None:
    lets = '<let name="all" value="//a:b"/><let name="none" value="//a:z"/>'
    assert told(lets + rule("/", '<report test="count($all) = 2 and empty($none)">x</report>')) == [(1, "x")]


def test_current_is_the_node_of_the_rule() -> None:
    assert told(rule("a:b", '<report test="//a:b[@n = current()/@n + 1]">next</report>')) == [(2, "next")]
    assert told(rule("a:b[@n='1']", "<report test=\"'current()' = 'current()'\">said</report>")) == [(2, "said")]


def test_current_is_left_alone_in_texts_and_longer_names() -> None:
    assert with_current("current() = 'current()'").endswith("= 'current()'")
    assert with_current("my:current()") == "my:current()"


def test_keys_find_nodes_by_value() -> None:
    key = '<xsl:key xmlns:xsl="http://www.w3.org/1999/XSL/Transform" name="ids" match="a:*" use="@xml:id"/>'
    inside = key + rule("a:c", "<report test=\"key('ids', substring(@ref, 2))\">there</report>")
    assert told(inside) == [(3, "there")]
    assert told(inside.replace("'ids', ", "'ids', 'y', ").replace("'y', substring(@ref, 2)", "'y'")) == []


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
    with pytest.raises(SchematronError, match='no phase "third"'):
        found(phase + patterns, phase="third")


@pytest.mark.parametrize(
    ("role", "severity"),
    [("", "error"), ("error", "error"), ("fatal", "error"), ("warning", "warning"), ("nonfatal", "warning"),
     ("INFO", "information")],
)  # fmt: skip
def test_roles_are_severities(role: str, severity: str) -> None:
    assert [one.severity for one in found(rule("a:d", f'<report role="{role}" test="true()">x</report>'))] == [severity]


def test_the_role_of_a_rule_is_that_of_its_assertions() -> None:
    inside = '<pattern><rule role="warning" context="a:d"><report test="true()">x</report></rule></pattern>'
    assert [one.severity for one in found(inside)] == ["warning"]


def test_attributes_texts_and_the_document_can_be_contexts() -> None:
    inside = rule("@when", '<report test=". = 1918">year</report>') + rule("/", '<assert test="a:z">no z</assert>')
    assert [(one.name, one.message) for one in found(inside)] == [("", "no z"), ("when", "year")]
    assert told(rule("a:c/text()", '<report test="true()">words</report>')) == [(3, "words")]
    assert told(rule("a:d/@*", "<report test=\". = '1918'\">any</report>")) == [(4, "any")]


def test_one_test_that_fires_often_at_one_place_is_told_once_in_the_words_that_name_the_element() -> None:
    words = ["of the c element", "of the d element", "of the e element"]
    inside = "".join(rule("a:*[@when]", f'<report test="@when">do not use @when {one}</report>') for one in words)
    assert told(inside) == [(4, "do not use @when of the d element")]


def test_diagnostics_are_added_to_the_message() -> None:
    inside = '<diagnostics><diagnostic id="d1">see <value-of select="@n"/></diagnostic></diagnostics>'
    assert told(inside + rule("a:b[@n='1']", '<report test="true()" diagnostics="d1">x</report>')) == [(2, "x see 1")]


def test_document_uri_and_the_date_are_given() -> None:
    inside = rule(
        "/", "<report test=\"document-uri(/) = 'file:a.xml' and current-date() = xs:date('1918-10-03')\">x</report>"
    )
    rules = read_rules(schema(inside), "rules.sch")
    assert [one.message for one in check(DOCUMENT, rules, uri="file:a.xml", now=datetime(1918, 10, 3))] == ["x"]


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        (rule("a:b", '<assert test="my:function(.)">x</assert>'), "my:function"),
        (rule("a:b", '<assert test="a:c[">x</assert>'), "a:c["),
        (rule("a:b[", '<assert test="true()">x</assert>'), "a:b["),
        (rule("nope:b", '<assert test="true()">x</assert>'), "nope"),
        (rule("a:b", '<let name="v" value="document(\'x\')"/><assert test="true()">x</assert>'), "document"),
        (rule("a:b", '<assert test="xs:integer(.) = 1">x</assert>'), "xs:integer"),
        (rule("a:b", '<assert test="$none">x</assert>'), "none"),
        (rule("a:b", "<assert test=\"doc('file:///etc/passwd')\">x</assert>"), "doc("),
        (rule("a:b", '<assert test="a:c" diagnostics="d9">x</assert>'), "d9"),
        ('<xsl:function xmlns:xsl="http://www.w3.org/1999/XSL/Transform" name="f"/>', "xsl:function"),
        ('<let name="v"><x/></let>', '"v"'),
        ('<pattern is-a="none"/>', '"none"'),
        ('<pattern><rule context="x"><extends rule="none"/></rule></pattern>', '"none"'),
        ('<assert test="true()">x</assert>', "outside any rule"),
    ],
)
def test_what_cannot_run_is_told_once_with_its_name(inside: str, words: str) -> None:
    unsupported = [one.message for one in found(inside) if one.kind == "unsupported"]
    assert any(words in message for message in unsupported)
    assert len(set(unsupported)) == len(unsupported)


def test_rules_that_cannot_run_are_found_without_a_document() -> None:
    inside = '<pattern id="mine"><rule context="a:nowhere"><assert test="my:function(.)">x</assert></rule></pattern>'
    rules = read_rules(schema(inside), "rules.sch")
    assert check(DOCUMENT, rules) == []
    assert ["mine" in one.message and "my:function" in one.message for one in find_unsupported(rules)] == [True]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"no xml", "not well-formed"),
        (b"<TEI/>", "neither"),
        (schema("", binding="xquery"), "xquery"),
        (schema('<include href="other.sch"/>'), "other.sch"),
    ],
)
def test_what_is_no_schema_is_refused_in_one_line(data: bytes, words: str) -> None:
    with pytest.raises(SchematronError, match=re.escape(words)):
        read_rules(data, "rules.sch")


def test_a_missing_file_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(SchematronError, match="cannot be read"):
        load_rules(tmp_path / "none.sch")


def test_a_rule_that_extends_itself_is_told() -> None:
    twice = '<extends rule="r"/><extends rule="r"/>'
    looped = f'<rule abstract="true" id="r">{twice}</rule><rule context="a:d">{twice}</rule>'
    assert {one.kind for one in found(f"<pattern>{looped}</pattern>")} == {"unsupported"}


def test_other_files_are_included_and_extended() -> None:
    files = {
        "part.sch": f'<pattern xmlns="{SCH}"><rule context="a:d"><extends href="lib.sch#r"/></rule></pattern>',
        "lib.sch": f'<x xmlns="{SCH}"><rule abstract="true" id="r"><report test="true()">lib</report></rule></x>',
    }
    rules = read_rules(schema('<include href="part.sch"/>'), "rules.sch", resolve=lambda href, _: files[href].encode())
    assert [one.message for one in check(DOCUMENT, rules)] == ["lib"]


def test_files_that_include_each_other_are_refused() -> None:
    again = f'<include xmlns="{SCH}" href="again.sch"/>'
    with pytest.raises(SchematronError, match="includes itself"):
        read_rules(schema(again), "rules.sch", resolve=lambda *_: f"<x>{again}</x>".encode())


def test_nothing_is_fetched() -> None:
    with pytest.raises(SchematronError, match="only local files"):
        read_rules(schema('<include href="http://localhost/x.sch"/>'), "rules.sch")


def test_rules_in_a_relax_ng_schema_are_read() -> None:
    grammar = f"""<grammar xmlns="http://relaxng.org/ns/structure/1.0" xmlns:s="{SCH}"><s:ns prefix="a" uri="urn:a"/>
      <start><element name="a"><s:rule context="a:b"><s:report test="@n = 1">alone</s:report></s:rule>
      <s:pattern><s:rule context="a:d"><s:assert test="@n">in a pattern</s:assert></s:rule></s:pattern>
      <text/></element></start>
    </grammar>"""
    rules = read_rules(grammar.encode(), "g.rng")
    assert [one.message for one in check(DOCUMENT, rules)] == ["alone", "in a pattern"]


def test_a_document_that_is_no_xml_is_one_finding() -> None:
    rules = read_rules(schema(""), "rules.sch")
    assert [(one.kind, one.line) for one in check(b"<a>\n<b></a>", rules)] == [("xml", 2)]
    assert [one.kind for one in check(b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>', rules)] == ["xml"]


@pytest.mark.parametrize(
    ("context", "test"),
    [
        ("a:b", ""),
        ("a:b[@n]", ""),
        ("a:b[@n='1']", "self::node()[@n='1']"),
        ("a:a/a:b", "parent::a:a"),
        ("a:a//a:b[not(a:c)]", "self::node()[not(a:c)]/ancestor::a:a"),
        ("(a:b|a:d)/@when", "parent::*[self::a:b or self::a:d]"),
        ("a:b[1]", None),
        ("a:b[position() = 1]", None),
        ("/a:a", None),
        ("a:b[count(a:c)]", None),
    ],
)
def test_a_context_is_turned_round_where_that_keeps_its_meaning(context: str, test: str | None) -> None:
    alternatives = split_context(context)
    assert alternatives is not None
    assert [one.test for one in alternatives] == [test]


@pytest.mark.parametrize(
    "context", ["a:b union a:c", "a:b[", "key('a','b')", "id('x')", "a:c/text()", "a:b except a:c"]
)
def test_a_context_not_understood_is_run_whole(context: str) -> None:
    assert split_context(context) is None


CONTEXTS = (
    "a:b", "a:*", "*", "@n", "a:a/a:b", "a:a//a:c", "/a:a", "/a:a/a:b", "a:b[1]", "a:b[2]", "a:b[last()]", "a:b[@n = 2]",
    "a:b[@n = 2 or a:c]", "a:b[not(a:c)]", "a:b | a:d", "a:d[@when]|a:c/@ref", "*[@xml:id]", "(a:b|a:d)/@*", "//a:c",
    "a:b[a:c]/a:c", "a:*[self::a:d or self::a:c]", "node()", "text()", "/", "a:b[count(a:c) + 1]", "a:b[@n][a:c]",
)  # fmt: skip


@pytest.mark.parametrize("context", CONTEXTS)
def test_the_nodes_of_a_context_are_those_of_the_whole_path(context: str) -> None:
    expressions = Expressions({"a": "urn:a"}, 2, ())
    document = Document(etree.fromstring(DOCUMENT), expressions, "")
    nodes = document.find_nodes(context, {})
    assert nodes
    assert nodes == document.select(expressions.context(context), document.tree, {})


PLAIN = (
    "@n", "a:c", "@n and a:c", "not(@n) or a:c", "ancestor::a:a", "(a:c | @when)/@ref", "@n = '1'", "'1' = @n", "*", "a:*",
    "child::*/@ref", "..", ".", "following-sibling::a:*[@n]", ". = 'one'", "@xml:id", "text()", "true()", "self::a:b[a:c or @n = '1']",
    "//a:c", "/a:a", "ancestor-or-self::*[@n = '0']", "@n = @m", "not(//a:z)",
)  # fmt: skip


@pytest.mark.parametrize("test", PLAIN)
def test_a_plain_test_means_the_same_to_libxml2(test: str) -> None:
    expressions = Expressions({"a": "urn:a"}, 2, ())
    document = Document(etree.fromstring(DOCUMENT), expressions, "")
    plain = plain_test(test, {"a": "urn:a"})
    assert plain is not None
    for node in document.find_nodes("a:*", {}):
        assert bool(plain(node.elem)) == document.evaluate(expressions.test(test), node, {})


@pytest.mark.parametrize(
    "test",
    ["@n = 1", "a:c[1]", "count(a:c)", "$v", "@n eq '1'", "a:b * a:c", "current()/@n", "a:b except a:c", "@n != '1'", "if", "@n = ('1', '2')",
     "string(.)", "", "and", "a:b a:c", "1", "@n &lt; @m", "for $x in a return $x"],
)  # fmt: skip
def test_what_is_not_plain_is_left_to_elementpath(test: str) -> None:
    assert not is_plain(test)


def test_xslt_1_compares_as_xpath_1_does() -> None:
    assert told(rule("a:b", "<report test=\"@n &gt; '1'\">more</report>"), "xslt") == [(3, "more")]


def test_our_own_rules_run_whole() -> None:
    rules = load_rules(ROOT / "schema/lenin_tei.sch")
    assert find_unsupported(rules) == []
    assert check((ROOT / "tests/schema/valid/contract.xml").read_bytes(), rules) == []


@pytest.mark.parametrize("name", ["tei_all.isosch", "tei_all.rng", "tei_lite.rng", "tei_simplePrint.rng"])
def test_the_rules_of_tei_run_whole(name: str) -> None:
    rules = load_rules(shared("tei", name))
    assert find_unsupported(rules) == []
    assert check(shared("tei", "letter.xml").read_bytes(), rules) == []


PIECES = (
    "<p><s>a<s>b</s></s></p>", "<lg><l>a</l><lg/></lg>", '<list type="gloss"><item>x</item></list>', "<app><lem/></app>",
    '<ref target="a" cRef="b">x</ref>', '<date when="1900" from="1900" notBefore="1901">x</date>', "<join/>", "<shift/>",
    '<date calendar="#x">x</date>', '<persName calendar="#x"/>', '<span spanTo="#ed-ab" target="#a"/>', "<subst><add/></subst>",
    '<relation name="a" active="#x" mutual="#y"/>', '<dimensions><height/><height/></dimensions>', '<ptr target="a b" cRef="x"/>',
    '<constraintSpec ident="a" mode="add"/><constraintSpec ident="a" scheme="x"/>', '<path points="1,2 3,4 1,2"/>',
    '<p validUntil="2020-01-01">x</p>', '<seg unit="a" unitRef="#b" subtype="x">x</seg>', '<link target="x"/>', "<addSpan/>",
    '<model behaviour="link"><param name="xx" value="1"/></model>', '<modelSequence><model output="x"/></modelSequence>',
    '<classSpec ident="x"><listRef><ptr/><ptr target="a b"/></listRef></classSpec>', '<rt target="a" from="b" to="c"/>',
    '<elementSpec ident="p" mode="add" module="x"><model/><model/></elementSpec>', "<div><p><div/></p><lg><div/></lg></div>",
    '<dataRef name="x" minOccurs="3" maxOccurs="2"/>', '<citeStructure match="a"><citeStructure match="/b"/></citeStructure>',
)  # fmt: skip


def with_pieces(source: str, random: Random) -> str:
    """Return a document with pieces put in that TEI's rules may mind."""
    for _ in range(random.randint(1, 8)):
        spots = [match.end() for match in re.finditer(r"<(?:div|p|body|listPerson|opener)(?: [^>]*)?(?<!/)>", source)]
        at = random.choice(spots)
        source = source[:at] + random.choice(PIECES) + source[at:]
    return source


def test_saxon_fires_the_same_assertions_at_the_same_elements() -> None:
    pytest.importorskip("saxonche", reason="saxonche, the reference for XPath, is not installed")
    from schematron_reference import Saxon

    rules = load_rules(shared("tei", "tei_all.isosch"))
    saxon, source = Saxon(rules), shared("tei", "letter.xml").read_text()
    lines = {
        one.line: (number, place, index)
        for number, pattern in enumerate(rules.patterns)
        for place, rule_ in enumerate(pattern.rules)
        for index, one in enumerate(rule_.assertions)
    }
    fired: set[tuple[int, int, int]] = set()
    for seed in range(25):
        text = with_pieces(source, Random(seed))
        root = etree.fromstring(text.encode())
        numbers = {element: number for number, element in enumerate(root.iter("*"), 1)}
        run = Run(rules, Document(root, Expressions(rules.namespaces, rules.version, rules.keys), ""))
        for pattern in rules.patterns:
            run.pattern(pattern, {})
        assert run.broken == {}
        ours = {
            (*lines[one.rule_line], numbers[node.elem if hasattr(node, "elem") else node.parent.elem])
            for node, one in run.fired
        }
        assert ours == saxon.fired(text)
        fired |= {one[:3] for one in ours}
    assert len(fired) > 40


WORDS = ("a:b @n . .. [ ] ( ) | = 1 'x' current() $v / // not( matches( for return").split()


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=7), st.lists(st.sampled_from(WORDS), max_size=5))
def test_any_context_and_test_run_or_are_told(test: list[str], context: list[str]) -> None:
    for one in found(rule(" ".join(context) or "a:b", f'<assert test="{" ".join(test)}">x</assert>')):
        assert one.message
