"""The schema: strict where the encoding has a rule, never beyond TEI, and its four forms in step.

Documents come from tests/schema: valid ones and ones that each break what their name says. Others are made from the
grammar itself. jing and trang judge where they are installed; tei_all lies beside the project.
"""

from __future__ import annotations

import copy
import subprocess
import time
from pathlib import Path

import pytest
import xmlschema
from conftest import ROOT, program, shared
from lxml import etree
from schema.documents import Writer
from schema.grammar import RNG, Grammar, counterexample
from schema.schematron import SCH, Rules

SCHEMA = ROOT / "schema"
DOCUMENTS = ROOT / "tests" / "schema"
VALID = sorted((DOCUMENTS / "valid").glob("*.xml"))
INVALID = sorted((DOCUMENTS / "invalid").glob("*.xml"))
TEI = "{http://www.tei-c.org/ns/1.0}"
XML = "{http://www.w3.org/XML/1998/namespace}"
BREAKS = "{urn:lenin-tei:schematron-examples}breaks"


def name_of(path: Path) -> str:
    return path.stem


def read(path: Path) -> etree._ElementTree:
    return etree.parse(path, etree.XMLParser(collect_ids=False))


@pytest.fixture(scope="module")
def grammar() -> Grammar:
    return Grammar.load(SCHEMA / "lenin_tei.rng")


@pytest.fixture(scope="module")
def relaxng() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(SCHEMA / "lenin_tei.rng"))


@pytest.fixture(scope="module")
def xsd() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMA / "lenin_tei.xsd"))


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Rules(SCHEMA / "lenin_tei.sch")


@pytest.fixture(scope="module")
def generated(grammar: Grammar, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Documents made from the grammar: for each element four with all it may have, and a random one."""
    folder = tmp_path_factory.mktemp("generated")
    writer = Writer(grammar, seed=1918)
    paths = []
    for name in grammar.elements:
        for turn in range(5):
            path = folder / f"{name}-{turn}.xml"
            path.write_bytes(etree.tostring(writer.document(name, full=turn < 4), encoding="utf-8"))
            paths.append(path)
    return paths


def jing(schema: Path, paths: list[Path]) -> str:
    """Return what jing says about the documents, nothing where all are valid."""
    command = [program("jing"), str(schema), *(str(path) for path in paths)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


# The grammar and its documents


@pytest.mark.parametrize("path", VALID, ids=name_of)
def test_a_valid_document_is_valid_in_all_three_schemas(
    path: Path, relaxng: etree.RelaxNG, xsd: etree.XMLSchema, rules: Rules
) -> None:
    document = read(path)
    assert relaxng.validate(document), relaxng.error_log
    assert xsd.validate(document), xsd.error_log
    assert list(rules.check(document)) == []


@pytest.mark.parametrize("path", INVALID, ids=name_of)
def test_a_document_that_breaks_one_thing_is_invalid(path: Path, relaxng: etree.RelaxNG) -> None:
    assert not relaxng.validate(read(path))


def test_the_valid_documents_are_valid_tei() -> None:
    assert jing(shared("tei", "tei_all.rng"), VALID) == ""


def test_jing_refuses_the_same_documents() -> None:
    said = jing(SCHEMA / "lenin_tei.rng", INVALID)
    assert {path.name for path in INVALID if f"{path}:" not in said} == set()


def test_a_letter_by_other_hands_is_valid(relaxng: etree.RelaxNG) -> None:
    assert relaxng.validate(read(shared("tei", "letter.xml"))), relaxng.error_log


def test_the_grammar_compiles_fast() -> None:
    start = time.process_time()
    etree.RelaxNG(etree.parse(SCHEMA / "lenin_tei.rng"))
    assert time.process_time() - start < 0.5, "about 20 ms on an idle machine; mixed contents must stay `mixed`"


def test_an_element_with_all_its_attributes_is_checked_fast(relaxng: etree.RelaxNG) -> None:
    """libxml2 doubles its work with each optional attribute that is joined by a comma instead of an ampersand."""
    document = read(DOCUMENTS / "sound.xml")
    block = document.find(f".//{TEI}body//{TEI}p")
    for name in ("rend", "corresp", "ana", "facs", "resp", "source", "n"):
        block.set(name, "#sound")
    block.set("cert", "high")
    block.set(f"{XML}id", "p-1")
    block.set(f"{XML}lang", "en")
    for _ in range(500):
        etree.SubElement(block, f"{TEI}persName", ref="#person-a", resp="#sound", cert="high", n="1").text = "A."
    start = time.process_time()
    assert relaxng.validate(document), relaxng.error_log
    assert time.process_time() - start < 1


# Never beyond TEI


def test_every_content_is_a_content_of_tei(grammar: Grammar) -> None:
    """Exact, not by example: no sequence of children that we allow and TEI does not."""
    tei = Grammar.load(shared("tei", "tei_all.rng"))
    beyond = {name: counterexample(grammar.content(name), tei.content(name)) for name in grammar.elements}
    assert {name: children for name, children in beyond.items() if children is not None} == {}


def test_every_attribute_is_an_attribute_of_tei(grammar: Grammar) -> None:
    tei = Grammar.load(shared("tei", "tei_all.rng"))
    beyond = {name: grammar.attributes(name).keys() - tei.attributes(name).keys() for name in grammar.elements}
    assert {name: attributes for name, attributes in beyond.items() if attributes} == {}


def test_what_tei_demands_we_demand(grammar: Grammar) -> None:
    tei = Grammar.load(shared("tei", "tei_all.rng"))
    for name in grammar.elements:
        ours = {attribute for attribute, facts in grammar.attributes(name).items() if not facts.optional}
        theirs = {attribute for attribute, facts in tei.attributes(name).items() if not facts.optional}
        assert theirs <= ours, name


def test_every_element_can_be_reached(grammar: Grammar) -> None:
    assert Writer(grammar, seed=0).paths.keys() == grammar.elements.keys()


def test_generated_documents_use_every_attribute_of_every_element(grammar: Grammar, generated: list[Path]) -> None:
    used = {(element.tag, name) for path in generated for element in read(path).iter() for name in element.attrib}
    wanted = {
        (TEI + element, name.replace("xml:", XML))
        for element in grammar.elements
        for name in grammar.attributes(element)
    }
    assert wanted - used == set()


def test_generated_documents_are_valid_for_libxml2(
    generated: list[Path], relaxng: etree.RelaxNG, xsd: etree.XMLSchema
) -> None:
    for path in generated:
        document = read(path)
        assert relaxng.validate(document), (path.name, relaxng.error_log)
        assert xsd.validate(document), (path.name, xsd.error_log)


def test_generated_documents_are_valid_for_jing(generated: list[Path]) -> None:
    assert jing(SCHEMA / "lenin_tei.rng", generated) == ""


def test_generated_documents_are_valid_tei(generated: list[Path]) -> None:
    assert jing(shared("tei", "tei_all.rng"), generated) == ""


def test_the_same_seed_makes_the_same_documents(grammar: Grammar) -> None:
    once, again = (etree.tostring(Writer(grammar, seed=7).document("note", full=True)) for _ in range(2))
    assert once == again


# The forms in step


def test_the_grammar_and_the_xsd_are_what_trang_makes_of_the_source(tmp_path: Path) -> None:
    program("trang")
    subprocess.run([SCHEMA / "build.sh", tmp_path], check=True, capture_output=True)
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (SCHEMA / path.name).read_bytes(), f"run schema/build.sh: {path.name} is stale"
    assert {path.name for path in tmp_path.iterdir()} == {"cmif.rng", "lenin_tei.rng", "lenin_tei.xsd", "xml.xsd"}


def test_the_xsd_serves_the_xmlschema_package() -> None:
    schema = xmlschema.XMLSchema(SCHEMA / "lenin_tei.xsd", validation="skip")
    for path in VALID:
        assert list(schema.iter_errors(path)) == []
    assert not schema.is_valid(DOCUMENTS / "invalid" / "a-paragraph-after-the-closer.xml")


# The rules


def schematron() -> etree._Element:
    return etree.parse(SCHEMA / "lenin_tei.sch").getroot()


def examples() -> list[etree._Element]:
    return list(schematron().iter(BREAKS))


def test_every_rule_has_an_id_a_role_a_message_and_an_example() -> None:
    assertions = list(schematron().iter(f"{SCH}assert"))
    ids = [assertion.get("id") for assertion in assertions]
    assert len(set(ids)) == len(ids)
    assert {assertion.get("role") for assertion in assertions} == {"error", "warning"}
    for assertion in assertions:
        message = "".join(assertion.itertext())
        assert "; " in message, f"{assertion.get('id')}: say what is wrong, then what to do"
        assert not message.endswith("."), assertion.get("id")
    assert {example.get("assert") for example in examples()} == set(ids)


def test_a_sound_document_breaks_no_rule(rules: Rules, relaxng: etree.RelaxNG) -> None:
    document = read(DOCUMENTS / "sound.xml")
    assert relaxng.validate(document), relaxng.error_log
    assert list(rules.check(document)) == []


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.get("assert"))
def test_the_example_of_a_rule_breaks_it_and_no_other(
    example: etree._Element, rules: Rules, relaxng: etree.RelaxNG
) -> None:
    document = read(DOCUMENTS / "sound.xml")
    document.find(f".//{TEI}{example.get('at')}").extend(copy.deepcopy(list(example)))
    assert relaxng.validate(document) == (example.get("grammar") != "no"), relaxng.error_log
    assert {fired.assertion for fired in rules.check(document)} == {example.get("assert")}


@pytest.mark.parametrize(
    ("letter", "expected"),
    [
        ("09_ref_no_target", {"ref-lands"}),
        ("10_resp_no_target", {"resp-lands"}),
        ("38_calendar_empty_date", {"calendar-lands", "calendar-text"}),
        ("39_notBefore_after_notAfter", {"notBefore-notAfter"}),
    ],
)
def test_what_the_grammar_cannot_see_the_rules_see(letter: str, expected: set[str], rules: Rules) -> None:
    document = read(shared("tei", "broken", f"{letter}.xml"))
    assert {fired.assertion for fired in rules.check(document)} == expected


# The ODD


@pytest.fixture(scope="module")
def odd() -> etree._Element:
    return etree.parse(SCHEMA / "lenin_tei.odd").getroot()


def attributes_of(spec: etree._Element, classes: dict[str, etree._Element]) -> dict[str, etree._Element]:
    """Return the attributes that an elementSpec or classSpec lists, itself or through our own attribute classes."""
    found: dict[str, etree._Element] = {}
    for member in spec.iterfind(f"{TEI}classes/{TEI}memberOf"):
        if member.get("key") in classes:
            found |= attributes_of(classes[member.get("key")], classes)
    found |= {entry.get("name"): entry for entry in spec.iterfind(f"{TEI}attList/{TEI}attRef")}
    defined = {entry.get("ident"): entry for entry in spec.iterfind(f"{TEI}attList/{TEI}attDef")}
    return found | {name: entry for name, entry in defined.items() if entry.get("mode") != "delete"}


@pytest.fixture(scope="module")
def documented(odd: etree._Element) -> dict[str, dict[str, etree._Element]]:
    """The attributes of each element as the ODD lists them."""
    classes = {spec.get("ident"): spec for spec in odd.iter(f"{TEI}classSpec")}
    return {spec.get("ident"): attributes_of(spec, classes) for spec in odd.iter(f"{TEI}elementSpec")}


def test_the_odd_lists_the_elements_of_the_grammar(odd: etree._Element, grammar: Grammar) -> None:
    specified = [spec.get("ident") for spec in odd.iter(f"{TEI}elementSpec")]
    included = [name for module in odd.iter(f"{TEI}moduleRef") for name in module.get("include", "").split()]
    assert sorted(specified) == sorted(included) == sorted(grammar.elements)


def test_the_odd_puts_each_element_into_its_module(odd: etree._Element) -> None:
    modules = {
        name: module.get("key") for module in odd.iter(f"{TEI}moduleRef") for name in module.get("include", "").split()
    }
    for spec in odd.iter(f"{TEI}elementSpec"):
        assert modules[spec.get("ident")] == spec.get("module")


def test_the_odd_lists_the_attributes_of_the_grammar(
    documented: dict[str, dict[str, etree._Element]], grammar: Grammar
) -> None:
    for name, attributes in documented.items():
        assert attributes.keys() == grammar.attributes(name).keys(), name


def test_the_odd_demands_what_the_grammar_demands(
    documented: dict[str, dict[str, etree._Element]], grammar: Grammar
) -> None:
    """A type that stands or falls with its subtype counts as optional, as does one of several dates."""
    for element, attributes in documented.items():
        for name, facts in grammar.attributes(element).items():
            demanded = attributes[name].get("usage") == "req"
            assert demanded == (not facts.optional), f"{element}/@{name}"


def test_the_odd_lists_the_values_of_the_grammar(
    documented: dict[str, dict[str, etree._Element]], grammar: Grammar
) -> None:
    for element, attributes in documented.items():
        for name, facts in grammar.attributes(element).items():
            listed = [item.get("ident") for item in attributes[name].iter(f"{TEI}valItem")]
            assert listed == grammar.values(facts), f"{element}/@{name}"


def test_the_examples_of_the_odd_obey_the_grammar(odd: etree._Element, grammar: Grammar) -> None:
    """The grammar with every element as a possible root."""
    schema = copy.deepcopy(etree.parse(SCHEMA / "lenin_tei.rng").getroot())
    start = schema.find(f"{RNG}start")
    start.clear()
    roots = etree.SubElement(start, f"{RNG}choice")
    for define in schema.iter(f"{RNG}define"):
        if define.find(f"{RNG}element") is not None:
            etree.SubElement(roots, f"{RNG}ref", name=define.get("name"))
    any_element = etree.RelaxNG(schema)
    for spec in odd.iter(f"{TEI}elementSpec"):
        (example,) = spec.iterfind(f"{TEI}exemplum/{{http://www.tei-c.org/ns/Examples}}egXML/*")
        source = etree.tostring(example, with_tail=False, encoding="unicode").replace("ns/Examples", "ns/1.0")
        assert etree.QName(example).localname == spec.get("ident")
        assert any_element.validate(etree.fromstring(source)), (source, any_element.error_log)


def test_the_odd_is_valid_tei() -> None:
    assert jing(shared("tei", "tei_all.rng"), [SCHEMA / "lenin_tei.odd"]) == ""


def test_the_odd_changes_or_deletes_what_tei_defines_on_the_element_itself(odd: etree._Element) -> None:
    """Attribute classes are replaced, so only what stands on the element itself remains to be decided."""
    tei = Grammar.load(shared("tei", "tei_all.rng"))
    for spec in odd.iter(f"{TEI}elementSpec"):
        decided = {
            entry.get("ident") for entry in spec.iter(f"{TEI}attDef") if entry.get("mode") in ("change", "delete")
        }
        assert decided == tei.own_attributes(spec.get("ident")), spec.get("ident")
