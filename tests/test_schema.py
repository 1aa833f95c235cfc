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
from schema.grammar import Grammar, counterexample
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
    start = time.perf_counter()
    etree.RelaxNG(etree.parse(SCHEMA / "lenin_tei.rng"))
    assert time.perf_counter() - start < 0.5, "about 20 ms on an idle machine; mixed contents must stay `mixed`"


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
    start = time.perf_counter()
    assert relaxng.validate(document), relaxng.error_log
    assert time.perf_counter() - start < 1


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
    assert {path.name for path in tmp_path.iterdir()} == {"lenin_tei.rng", "lenin_tei.xsd", "xml.xsd"}


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
