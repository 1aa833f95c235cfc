"""A record holds what a TEI file states, ours or anybody's, and nothing else."""

from __future__ import annotations

import json

from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from lenin_tei.mentions import count_words, entry_key, fingerprint, text_of
from lenin_tei.records import Named, Record, read_record, read_records

TEI = "http://www.tei-c.org/ns/1.0"


def record(header: str = "", text: str = "<body><p>Words.</p></body>", rest: str = "") -> Record:
    return read_record(document(header, text, rest), "some.xml")


def document(header: str, text: str, rest: str = "") -> etree._Element:
    return etree.fromstring(f'<TEI xmlns="{TEI}"><teiHeader>{header}</teiHeader>{rest}<text>{text}</text></TEI>')


def described(inner: str) -> str:
    return f"<fileDesc>{inner}</fileDesc>"


def test_our_letter_is_read_whole() -> None:
    found = read_record(etree.parse(ROOT / "corpus" / "letter.xml").getroot(), "letter.xml")
    assert (found.id, found.kind, found.language, found.letter) == ("letter", "letter", "en", True)
    assert found.authors == (Named("Vladimir Lenin", "person-lenin", "persName"),)
    assert (found.written["when"], found.published["when"], found.issued) == ("1918-10-03", "1918-10-04", {})
    assert found.sent is not None
    assert found.sent.dates == ({"when": "1918-10-03"},)
    assert found.received is not None
    assert [one.key for one in found.received.people] == ["org-vtsik", "org-moscow-soviet", ""]
    assert (found.sources[0].volume, found.sources[0].pages, found.sources[0].date) == ("28", "100-103", "1974")
    assert found.sources[1].issue == "213"
    assert found.responsible[0] == ("Translated (and edited)", Named("Jim Riordan", "person-riordan", "persName"))
    assert found.notes == 1
    assert found.front_lines == 6


def test_mentions_are_those_of_the_text_only() -> None:
    entries = '<standOff><listPerson><person xml:id="a"><persName>Anna Berg</persName></person></listPerson></standOff>'
    text = (
        '<body><p><persName ref="#a">Anna</persName> saw <persName>Carl</persName> and <title>Faust</title>.</p></body>'
        '<back><listPerson><person><persName ref="#b">Never read</persName></person></listPerson></back>'
    )
    found = record('<profileDesc><p><persName ref="#a">Header</persName></p></profileDesc>', text, entries)
    assert found.mentions == {"a": (("persName", "Anna"),)}
    assert found.unlinked == (("persName", "Carl"),)
    assert next((entry.key, entry.name) for entry in found.entries) == ("a", "Anna Berg")


def test_an_entry_has_one_key_in_every_file() -> None:
    assert entry_key("#a") == entry_key("persons.xml#a") == entry_key("../lists/persons.xml#a #b") == "a"
    assert entry_key("https://d-nb.info/gnd/1#self") == "https://d-nb.info/gnd/1#self"
    assert entry_key("psn:anna") == "psn:anna"
    assert entry_key(None) == entry_key("  ") == ""


def test_the_date_of_writing_is_found_where_editions_state_it() -> None:
    profile = "<profileDesc>{}</profileDesc>".format
    sent = (
        '<correspDesc><correspAction type="sent"><date notBefore="1901" notAfter="1902"/></correspAction></correspDesc>'
    )
    assert record(profile('<creation><date when="1918-10-03">then</date></creation>')).written == {
        "when": "1918-10-03",
        "text": "then",
    }
    assert record(profile('<creation when="1777"/>')).date == "1777"
    assert record(profile(sent)).written == {"notBefore": "1901", "notAfter": "1902"}
    origin = "<origin><origDate from='1650' to='1660'/></origin>"
    manuscript = f"<sourceDesc><msDesc><history>{origin}</history></msDesc></sourceDesc>"
    assert record(described(manuscript)).written == {"from": "1650", "to": "1660"}
    drama = '<sourceDesc><bibl><date type="written" when="1770"/><date type="print" when="1773"/></bibl></sourceDesc>'
    assert (record(described(drama)).date, record(described(drama)).published["when"]) == ("1770", "1773")
    opener = '<body><opener><dateline>Kassel, <date when="1816-02-01">1.2.</date></dateline></opener></body>'
    assert record("", opener).date == "1816-02-01"
    quoted = '<body><quote><dateline><date when="1700">1700</date></dateline></quote></body>'
    assert record("", quoted).written == {}


def test_a_date_in_words_alone_has_no_value() -> None:
    found = record("<profileDesc><creation><date>in spring</date></creation></profileDesc>")
    assert found.written == {"text": "in spring"}
    assert found.date == ""


def test_people_are_found_in_names_and_in_words() -> None:
    stated = (
        '<titleStmt><title>T</title><author>Anna Berg</author><author ref="#c"><persName>Carl <surname>Dahl</surname>'
        "</persName></author><editor key='e'>Eva</editor></titleStmt>"
    )
    found = record(described(stated))
    assert found.author == "Anna Berg; Carl Dahl"
    assert [one.key for one in found.authors] == ["", "c"]
    assert found.editors == (Named("Eva", "e", "editor"),)


def test_the_licence_is_what_the_file_states() -> None:
    stated = '<publicationStmt><availability><licence target="https://example.org/l">Free</licence></availability></publicationStmt>'
    assert (record(described(stated)).licence, record(described(stated)).rights) == ("https://example.org/l", "Free")
    assert record(described("<publicationStmt><p>unpublished</p></publicationStmt>")).rights == ""


def test_each_document_of_a_corpus_has_a_record() -> None:
    inner = '<TEI xml:id="{0}"><teiHeader/><text><body><p>{0}</p></body></text></TEI>'
    root = etree.fromstring(f'<teiCorpus xmlns="{TEI}"><teiHeader/>{inner.format("a")}{inner.format("b")}</teiCorpus>')
    assert [one.id for one in read_records(root)] == ["a", "b"]


def test_the_words_are_those_of_the_source() -> None:
    choice = "<choice><sic>sayd</sic><corr>said</corr></choice>"
    text = f"<body><p>He {choice} so<note>A note</note>, twice.</p><p>Ex<lb break='no'/>it</p></body>"
    assert text_of(document("", text)) == "He sayd so\nA note , twice.\nExit"
    assert "sayd said" in text_of(document("", text), alternatives=True)
    lone = "<body><p>He <corr>said</corr> so<!-- never --> and<?so on?> on.</p></body>"
    assert text_of(document("", lone)) == "He said so and on."


def test_words_have_a_letter_or_digit() -> None:
    assert count_words("He – said: “No.” * * * 12") == 4


@given(st.text(), st.text(alphabet=" \n.,;!–“”"))
def test_signs_and_spacing_do_not_change_a_fingerprint(text: str, signs: str) -> None:
    assert fingerprint(signs + text + signs) == fingerprint(text)


def test_a_record_is_written_as_json() -> None:
    found = read_record(etree.parse(ROOT / "corpus" / "letter.xml").getroot())
    data = json.loads(json.dumps(found.as_json()))
    assert data["authors"][0]["key"] == "person-lenin"
    assert data["actions"][0]["type"] == "sent"


def test_a_file_that_is_no_tei_has_a_record_that_says_nothing() -> None:
    found = read_record(etree.fromstring("<note>Words</note>"), "note.xml")
    assert (found.path, found.title, found.words, found.mentions) == ("note.xml", "", 0, {})
