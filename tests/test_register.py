"""The register reads authority files of several traditions and says what their entries are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.names.register import Register, load_register

ROOT = Path(__file__).parent.parent
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0">{}</TEI>'
LENIN = (
    '<person xml:id="person-lenin" sex="M"><persName type="main">Vladimir Ilyich Lenin</persName>'
    '<persName type="variant">N. Lenin</persName><persName type="sort">Lenin, Vladimir Ilyich</persName>'
    '<birth when="1870-04-22"/><death when="1924"/><idno type="wikidata">Q1394</idno></person>'
)


def register(lists: str, path: str = "authority.xml") -> Register:
    return load_register(TEI.format(lists).encode(), path)


def test_an_entry_has_forms_years_and_the_element_it_is_marked_with() -> None:
    entry = register(f"<standOff><listPerson>{LENIN}</listPerson></standOff>")["person-lenin"]
    assert (entry.kind, entry.element, entry.attributes) == ("person", "persName", {})
    assert entry.main == "Vladimir Ilyich Lenin"
    assert entry.variants == ("N. Lenin",)
    assert entry.sort == "Lenin, Vladimir Ilyich"
    assert (entry.surname, entry.forenames) == ("Lenin", "Vladimir Ilyich")
    assert (entry.start, entry.end, entry.sex) == (1870, 1924, "M")


@pytest.mark.parametrize(
    "around",
    [
        "<standOff><listPerson>{}</listPerson></standOff>",
        "<text><back><listPerson>{}</listPerson></back></text>",
        "<teiHeader><fileDesc><sourceDesc><listPerson>{}</listPerson></sourceDesc></fileDesc></teiHeader>",
        "<teiHeader><profileDesc><particDesc><listPerson>{}</listPerson></particDesc></profileDesc></teiHeader>",
        "<standOff><listPerson><listPerson>{}</listPerson></listPerson></standOff>",
    ],
)
def test_lists_are_found_wherever_a_project_keeps_them(around: str) -> None:
    assert "person-lenin" in register(around.format(LENIN))


def test_names_without_types_are_read_as_main_form_and_variants() -> None:
    acdh = (
        '<text><back><listPerson><person xml:id="pmb2121"><persName><surname>Adler</surname>, '
        "<forename>Victor</forename></persName><persName>Adler, V.</persName></person></listPerson>"
        '<listPlace><place xml:id="pmb50"><placeName>Wien</placeName><placeName type="alt">Vienna</placeName></place>'
        "</listPlace></back></text>"
    )
    found = register(acdh)
    assert found["pmb2121"].main == "Victor Adler"
    assert (found["pmb2121"].surname, found["pmb2121"].forenames) == ("Adler", "Victor")
    assert found["pmb50"].variants == ("Vienna",)


def test_treaties_and_works_say_how_they_are_marked() -> None:
    lists = (
        '<standOff><listEvent><event xml:id="e" type="treaty" when="1918-03-03"><eventName>Peace of Brest</eventName>'
        '</event></listEvent><listBibl><bibl xml:id="w" type="periodical"><title>Iskra</title></bibl>'
        '<bibl xml:id="s"><title level="s">Collected Works</title></bibl></listBibl></standOff>'
    )
    found = register(lists)
    assert (found["e"].element, found["e"].attributes, found["e"].start) == ("name", {"type": "treaty"}, 1918)
    assert (found["w"].element, found["w"].attributes) == ("title", {"level": "j"})
    assert found["s"].attributes == {"level": "s"}


def test_particles_belong_to_the_surname_and_may_be_left_out_in_the_text() -> None:
    person = '<person xml:id="p"><persName>Bernhard von Bülow</persName></person>'
    found = register(f"<standOff><listPerson>{person}</listPerson></standOff>")
    assert found["p"].surname == "von Bülow"
    assert {"von bulow", "bulow"} <= set(found.surnames)


def test_places_within_places_are_entries_too() -> None:
    moscow = '<place xml:id="moscow"><placeName>Moscow</placeName></place>'
    nested = f'<place xml:id="russia"><placeName>Russia</placeName>{moscow}</place>'
    assert "moscow" in register(f"<standOff><listPlace>{nested}</listPlace></standOff>")


def test_the_element_of_an_entry_can_be_copied() -> None:
    element = register(f"<standOff><listPerson>{LENIN}</listPerson></standOff>").entry("person-lenin")
    assert element.findtext("{*}idno") == "Q1394"


def test_broken_xml_is_reported_with_its_line() -> None:
    with pytest.raises(LeninTeiError, match=r"^mine\.xml:2:\d+: "):
        load_register(b"<TEI>\n<listPerson></TEI>", "mine.xml")


def test_entities_are_not_expanded() -> None:
    bomb = b'<!DOCTYPE TEI [<!ENTITY a "aaaa">]><TEI xmlns="http://www.tei-c.org/ns/1.0"><p>&a;</p></TEI>'
    assert len(load_register(bomb, "bomb.xml")) == 0


def test_the_shipped_register_knows_the_names_of_the_letter() -> None:
    data = (ROOT / "corpus" / "authority.xml").read_bytes()
    found = load_register(data, "authority.xml")
    for name in ("person-lenin", "place-germany", "org-vtsik", "event-brest-litovsk-treaty", "work-pravda"):
        assert name in found
