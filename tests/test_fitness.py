"""What the platforms are said to ignore, miss or misread."""

from __future__ import annotations

from pathlib import Path

import pytest

from lenin_tei.diagnostics import RULES, Diagnostic, LeninTeiError
from lenin_tei.fitness import check_fitness, load_platform, platform_names
from lenin_tei.inspection import Terms, inspect_file
from lenin_tei.xmlfile import read_xml

ROOT = Path(__file__).parent.parent
LETTER = (ROOT / "tests/schema/valid/contract.xml").read_bytes()
TEI = "http://www.tei-c.org/ns/1.0"


def found(platform: str, data: bytes = LETTER) -> list[Diagnostic]:
    file = read_xml(data, "letter.xml", pytest.fail)  # type: ignore[arg-type]
    assert file is not None
    return list(check_fitness(file, load_platform(platform)))


def words(platform: str, data: bytes = LETTER) -> str:
    return "\n".join(one.message for one in found(platform, data))


def test_the_platforms_of_the_documentation_are_known() -> None:
    assert platform_names() == [
        "annotations",
        "basex",
        "ceteicean",
        "cmif",
        "dracor",
        "dse-static",
        "dtabf",
        "dts",
        "evt",
        "tei-publisher",
    ]


def test_an_unknown_platform_is_refused_with_the_known_ones() -> None:
    with pytest.raises(LeninTeiError, match="dse-static"):
        load_platform("word")


@pytest.mark.parametrize("name", platform_names())
def test_every_demand_has_a_code_and_says_what_to_do(name: str) -> None:
    for demand in load_platform(name).demands:
        assert demand.code in RULES
        assert ";" in demand.message
        assert (demand.found is None) != (demand.missing is None)


@pytest.mark.parametrize("name", platform_names())
def test_every_demand_is_raised_by_some_file(name: str) -> None:
    raised = {message.partition(" (and ")[0] for data in (LETTER, *CASES) for message in words(name, data).split("\n")}
    title = load_platform(name).title
    for demand in load_platform(name).demands:
        assert f"{title} {demand.message}" in raised


TITLES = "<titleStmt><title>A</title><title type='sub'>B</title><author>C</author></titleStmt>"
HEADER = f"<teiHeader><fileDesc>{TITLES}{{}}</fileDesc>{{}}</teiHeader>"
STRUCTURES = """<encodingDesc><refsDecl><cRefPattern/><citeStructure match="tei:text"><citeStructure match="/p"/>
  <citeStructure match="q" delim="."/></citeStructure></refsDecl></encodingDesc>"""
ACTIONS = """<profileDesc><correspDesc><correspAction type="read"><date>1918</date><date when="1918"/>
  <persName ref="http://www.wikidata.org/entity/Q1">X</persName><placeName ref="https://sws.geonames.org/1/">Y</placeName>
  </correspAction></correspDesc><correspDesc><correspAction type="sent"/></correspDesc></profileDesc>"""
TEXT = """<text><body><div><p n="1"><rs ref="#x">x</rs> <persName ref="https://viaf.org/viaf/1">y</persName>
  <note>z</note><note place="foot">w</note><pb/></p></div></body></text>"""
CASES = (
    f'<teiCorpus xmlns="{TEI}"/>'.encode(),
    f'<TEI xmlns="{TEI}"/>'.encode(),
    f'<TEI xmlns="{TEI}">{HEADER.format("", STRUCTURES)}{TEXT}</TEI>'.encode(),
    f'<TEI xmlns="{TEI}">{HEADER.format("", ACTIONS)}<text><body><p>x</p></body></text></TEI>'.encode(),
)


def test_tei_publisher_shows_no_date_without_the_sending() -> None:
    assert "will show no date" not in words("tei-publisher")
    without = LETTER.replace(b'<correspAction type="sent">', b'<correspAction type="sending">')
    assert "will show no date for this file" in words("tei-publisher", without)


@pytest.mark.parametrize(
    "text", ["", "<text><body><listPlace><place><desc>A harbour.</desc></place></listPlace></body></text>"]
)
def test_a_register_is_asked_for_nothing_and_a_document_with_lists_for_all(text: str) -> None:
    lists = (
        "" if text else "<standOff><listPerson><person><persName>Anna Holm</persName></person></listPerson></standOff>"
    )
    register = f'<TEI xmlns="{TEI}"><teiHeader/>{lists}{text}</TEI>'
    assert words("tei-publisher", register.encode()) == ""
    document = register.replace("</TEI>", "<text><body><p>The tide tables were printed.</p></body></text></TEI>")
    assert "will show no author" in words("tei-publisher", document.encode())


def test_dts_is_content_with_our_citation_structure() -> None:
    assert words("dts") == ""


def test_the_same_finding_is_shown_a_few_times_and_then_counted() -> None:
    text = "".join('<p n="1">x</p>' for _ in range(10))
    told = [
        one for one in found("evt", f'<TEI xmlns="{TEI}"><text>{text}</text></TEI>'.encode()) if "p/@n" in one.message
    ]
    assert len(told) == 3
    assert told[-1].message.endswith("(and 7 more)")


def test_fitness_is_checked_for_the_platforms_named() -> None:
    codes = {one.code for one in inspect_file("letter.xml", LETTER, Terms(platforms=("evt", "cmif")))[0]}
    assert codes
    assert all(code.startswith("P") for code in codes)
    assert inspect_file("letter.xml", LETTER)[0] == []


def test_all_findings_have_a_place() -> None:
    for name in platform_names():
        assert all(one.line and one.column for one in found(name))
