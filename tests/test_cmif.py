"""An index of letters is valid CMIF, states only what the files state, and never changes by itself."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT, program, shared
from lxml import etree

from lenin_tei.cli import lenin_tei
from lenin_tei.diagnostics import Diagnostic, LeninTeiError
from lenin_tei.exporters import export_folder
from lenin_tei.exporters.cmif import source_id
from lenin_tei.resources import schema_path
from lenin_tei.schema_faults import load_schema
from lenin_tei.schematron_faults import load_schematron
from lenin_tei.validation import validate

LETTER = (ROOT / "corpus" / "letter.xml").read_bytes()
GIVEN = {
    "title": "Letters",
    "editor": "Anna Berg",
    "publisher": "The Press",
    "licence": "cc-by",
    "url": "https://example.org/cmif.xml",
    "date": "2026-01-01",
}
NS = {"t": "http://www.tei-c.org/ns/1.0"}


def letter(
    sent: str, received: str = "", creation: str = "", entries: str = "", number: str = "l1"
) -> tuple[str, bytes]:
    """Return a letter with these actions."""
    actions = (
        f'<correspAction type="sent">{sent}</correspAction><correspAction type="received">{received}</correspAction>'
    )
    text = (
        f'<TEI xmlns="{NS["t"]}" xml:id="{number}"><teiHeader><fileDesc><titleStmt><title>T</title></titleStmt>'
        f"<publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc><profileDesc>{creation}"
        f"<correspDesc>{actions}</correspDesc></profileDesc></teiHeader><standOff>{entries}</standOff>"
        "<text><body><p>Words.</p></body></text></TEI>"
    )
    return f"{number}.xml", text.encode()


def index(*documents: tuple[str, bytes], **options: object) -> etree._Element:
    return etree.fromstring(written(*documents, **options))


def written(*documents: tuple[str, bytes], **options: object) -> bytes:
    ((name, content),) = export_folder(documents, to="cmif", **{**GIVEN, **options})
    assert name == "cmif.xml"
    assert isinstance(content, bytes)
    return content


def faults(data: bytes) -> list[str]:
    schema, rules = load_schema(schema_path("cmif.rng")), load_schematron(schema_path("cmif.sch"), "")
    return [one.message for one in validate(data, "cmif.xml", schema=schema, rules=rules) if one.code[0] in "XS"]


PERSON = (
    '<listPerson><person xml:id="anna"><persName>Anna Berg</persName><idno type="wikidata">Q1</idno>'
    '<idno type="viaf">7</idno><idno type="gnd">118</idno></person></listPerson>'
    '<listPlace><place xml:id="kassel"><placeName>Kassel</placeName><idno type="geonames">2892518</idno></place>'
    "</listPlace>"
)
CASES = {
    "an unknown place": letter("<persName>A</persName><date when='1816'/>", "<persName>B</persName>"),
    "a stretch of time": letter("<persName>A</persName><date from='1816-01' to='1816-02-03'/>"),
    "limits": letter("<persName>A</persName><date notBefore='1816' cert='low'/>"),
    "several senders": letter("<persName>A</persName><persName>B</persName><date when='1816-01-02'/>"),
    "an organisation": letter("<persName>A</persName><date when='1816'/>", "<orgName>The Soviet</orgName>"),
    "nobody named": letter("<date when='1816'/>"),
    "a group": letter("<rs type='group'>Workers</rs><date when='1816'/>"),
    "a time of day": letter("<persName>A</persName><date when='1816-01-02T10:00:00'/>"),
    "a date of writing only": letter("<persName>A</persName>", creation="<creation><date when='1816'/></creation>"),
    "our letter": ("letter.xml", LETTER),
}


@pytest.mark.parametrize("name", CASES)
def test_every_letter_becomes_valid_cmif(name: str) -> None:
    data = written(CASES[name])
    assert faults(data) == []
    (entry,) = etree.fromstring(data).iterfind(".//t:correspDesc", NS)
    assert [one.get("type") for one in entry] == ["sent", "received"]
    assert len(entry.findall(".//t:date", NS)) == 1


def test_the_index_is_valid_for_the_whole_tei_and_for_jing(tmp_path: Path) -> None:
    file = tmp_path / "cmif.xml"
    numbered = [
        (f"l{n}.xml", data.replace(b'xml:id="l1"', f'xml:id="l{n}"'.encode()))
        for n, (_, data) in enumerate(CASES.values())
    ]
    file.write_bytes(written(*numbered))
    for schema in (schema_path("cmif.rng"), shared("tei", "tei_all.rng")):
        done = subprocess.run([program("jing"), str(schema), str(file)], capture_output=True, text=True, check=False)
        assert done.stdout == ""


def test_numbers_come_from_registers_cmif_knows_and_from_entries_only() -> None:
    sent = "<persName ref='#anna'>Anna</persName><placeName ref='#kassel'>Cassel</placeName><date when='1816'/>"
    root = index(letter(sent, "<persName ref='https://d-nb.info/gnd/9'>B</persName>", entries=PERSON))
    named = [(one.text, one.get("ref")) for one in root.iterfind(".//t:correspAction/*[@ref]", NS)]
    assert named == [
        ("Anna", "https://d-nb.info/gnd/118"),
        ("Cassel", "https://www.geonames.org/2892518"),
        ("B", "https://d-nb.info/gnd/9"),
    ]
    plain = index(letter("<persName ref='#nobody'>Anna</persName><date when='1816'/>"))
    assert plain.find(".//t:persName[@ref]", NS) is None


def test_nobody_named_is_unknown() -> None:
    root = index(letter("<date when='1816'/>"))
    assert [one.text for one in root.iterfind(".//t:persName", NS)] == ["Unknown", "Unknown"]


def test_a_letter_without_any_date_is_left_out_and_told() -> None:
    told: list[Diagnostic] = []
    dateless = letter("<persName>A</persName><date>in spring</date>")
    root = index(dateless, letter("<date when='1816'/>", number="l2"), report=told.append)
    assert [one.get("key") for one in root.iterfind(".//t:correspDesc", NS)] == ["l2"]
    assert [(one.path, one.code) for one in told] == [("l1.xml", "C170")]


def test_what_is_no_letter_is_no_entry() -> None:
    speech = LETTER.replace(b"correspDesc>", b"abstract>").replace(b"correspAction", b"ab")
    assert index(("speech.xml", speech)).find(".//t:correspDesc", NS) is None


def test_the_uuid_follows_from_the_address_and_stays() -> None:
    first = source_id("", "https://example.org/cmif.xml")
    assert first == source_id("", "https://example.org/cmif.xml") != source_id("", "https://example.org/other.xml")
    assert first[0].isalpha()
    assert source_id("0B5A6F3E-0000-4000-8000-000000000000", "") == "uuid-0b5a6f3e-0000-4000-8000-000000000000"
    assert written(("letter.xml", LETTER)) == written(("letter.xml", LETTER))


@pytest.mark.parametrize(
    ("lacking", "told"),
    [("publisher", "publisher"), ("editor", "encoder"), ("date", "date"), ("url", r"\[idno\]"), ("licence", "CC BY")],
)
def test_what_cmif_needs_and_nobody_states_is_asked_for(lacking: str, told: str) -> None:
    with pytest.raises(LeninTeiError, match=told):
        written(letter("<date when='1816'/>"), **{lacking: ""})


@pytest.mark.parametrize(
    "licence", ["https://creativecommons.org/licenses/by-nc/4.0/", "https://creativecommons.org/licenses/by-sa/4.0/"]
)
def test_another_licence_is_not_made_one_that_fits(licence: str) -> None:
    with pytest.raises(LeninTeiError, match="must be under"):
        written(letter("<date when='1816'/>"), licence=licence)


def test_the_schema_refuses_what_cmif_forbids() -> None:
    good = written(CASES["our letter"])
    assert faults(good.replace(b'type="received"', b'type="sent"'))
    assert faults(good.replace(b'when="1918-10-03"', b'when="3 October"'))
    assert faults(good.replace(b"/by/4.0/", b"/by-nc/4.0/"))
    assert faults(good.replace(b'source="#', b'source="#x'))


def test_the_command_takes_what_the_files_do_not_say(tmp_path: Path) -> None:
    (tmp_path / "letter.xml").write_bytes(LETTER)
    settings = [f"--set={name}={value}" for name, value in GIVEN.items() if name not in ("title", "url")]
    asked = ["export", str(tmp_path), "--to", "cmif", "-o", str(tmp_path / "out"), "--url", GIVEN["url"]]
    done = CliRunner().invoke(lenin_tei, [*asked, *settings])
    assert done.exit_code == 0
    assert faults((tmp_path / "out" / "cmif.xml").read_bytes()) == []
    assert "licence" in str(CliRunner().invoke(lenin_tei, asked).exception)
