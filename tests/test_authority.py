"""Authority files: checked, into tables and back, merged, added to."""

from __future__ import annotations

from pathlib import Path

import pytest

from lenin_tei.authority import Row, read_csv, write_csv, write_tei
from lenin_tei.authority_edits import add_row, header_of, list_rows, merge_rows, read_rows, show_row
from lenin_tei.authority_report import report
from lenin_tei.diagnostics import Diagnostic, LeninTeiError
from lenin_tei.names.checking import check_authority
from lenin_tei.names.register import load_register

ROOT = Path(__file__).parent.parent
SHIPPED = ROOT / "corpus" / "authority.xml"
ADLER = Row(
    "person-adler", "person", main="Victor Adler", variants=("Viktor Adler", "Dr. Adler"), sort="Adler, Victor",
    sex="M", start="1852-06-24", end="1918", occupation="physician | politician", idnos=("wikidata:Q1",),
    note="One. | Two, “two”.",
)  # fmt: skip
PETROGRAD = Row(
    "place-petrograd", "place", "settlement", "St. Petersburg", ("Petrograd (1914-1924)",), geo="59.9 30.3"
)  # fmt: skip


def rows(data: bytes) -> list[Row]:
    return read_rows(data, "a.xml", lambda found: pytest.fail(found.message))


def codes(lists: str) -> list[tuple[int, str]]:
    data = f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><standOff>\n{lists}</standOff></TEI>'.encode()
    return [(found.line, found.code) for found in check_authority(data, "a.xml")]


def test_rows_go_through_tei_without_loss() -> None:
    assert rows(write_tei([ADLER, PETROGRAD]).encode()) == [ADLER, PETROGRAD]


def test_rows_go_through_csv_without_loss() -> None:
    assert list(read_csv(write_csv([ADLER, PETROGRAD]), "a.csv")) == [ADLER, PETROGRAD]


def test_the_shipped_authority_goes_through_both_without_loss() -> None:
    data = SHIPPED.read_bytes()
    there = rows(data)
    assert list(read_csv(write_csv(there), "a.csv")) == there
    assert write_tei(there, header=header_of(data)).encode() == data


def test_the_shipped_authority_has_nothing_to_report() -> None:
    found = list(check_authority(SHIPPED.read_bytes(), "authority.xml"))
    assert [one.message for one in found if one.code in ("N010", "N011")] == []


def test_the_shipped_authority_is_as_large_as_promised() -> None:
    kinds = [row.kind for row in rows(SHIPPED.read_bytes())]
    least = {"person": 1100, "place": 300, "org": 120, "work": 120, "event": 40}
    assert {kind: kinds.count(kind) for kind in least if kinds.count(kind) < least[kind]} == {}


def test_what_a_table_cannot_hold_is_reported() -> None:
    person = '<person xml:id="p"><persName>A<roleName>B</roleName></persName><state><p>C</p></state></person>'
    data = f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><listPerson>{person}</listPerson></TEI>'.encode()
    found: list[Diagnostic] = []
    read_rows(data, "a.xml", found.append)
    assert [one.code for one in found] == ["N014"]
    assert "roleName, state" in found[0].message


def place(name: str, *forms: str) -> str:
    """Return a place on a line of its own."""
    return f'<place xml:id="{name}">' + "".join(f"<placeName>{form}</placeName>" for form in forms) + "</place>\n"


def jenny(name: str, born: str) -> str:
    """Return a person on a line of its own."""
    return f'<person xml:id="{name}"><persName>Jenny Marx</persName><birth when="{born}"/></person>\n'


@pytest.mark.parametrize(
    ("lists", "expected"),
    [
        (f"<listPlace>{place('a', 'A')}{place('a', 'B')}</listPlace>", [(3, "N010")]),
        ("<listPlace><place><placeName>A</placeName></place></listPlace>", [(2, "N011")]),
        (f"<listPlace>{place('a')}</listPlace>", [(2, "N011")]),
        (f"<listPlace>{place('a', 'A')}{place('b', 'B', 'a')}</listPlace>", [(3, "N012")]),
        (f"<listPlace>{place('a', 'A')}{place('b', 'A')}</listPlace>", [(3, "N013")]),
        (f"<listPerson>{jenny('a', '1814')}{jenny('b', '1844')}</listPerson>", []),
    ],
)
def test_faults_are_found_at_their_line(lists: str, expected: list[tuple[int, str]]) -> None:
    assert codes(lists) == expected


def test_entries_are_listed_by_kind_and_form() -> None:
    assert list(list_rows([ADLER, PETROGRAD], kind="place")) == ["place-petrograd\tplace\tSt. Petersburg"]
    assert list(list_rows([ADLER, PETROGRAD], form="adler")) == ["person-adler\tperson\tVictor Adler\t1852-06-24–1918"]


def test_an_entry_is_shown_whole() -> None:
    shown = show_row([ADLER], "#person-adler")
    assert "variants   Dr. Adler" in shown
    with pytest.raises(LeninTeiError, match="no entry 'x'"):
        show_row([ADLER], "x")


def test_an_id_is_never_given_twice() -> None:
    assert add_row([ADLER], PETROGRAD) == [ADLER, PETROGRAD]
    with pytest.raises(LeninTeiError, match="already"):
        add_row([ADLER], Row("person-adler", "person", main="Max Adler"))


def test_two_files_become_one_and_differences_are_told() -> None:
    other = Row("person-adler", "person", main="V. Adler", variants=("Dr. Adler",), start="1853", note="")
    found: list[Diagnostic] = []
    made = merge_rows([ADLER], [other, PETROGRAD], "b.xml", found.append)
    assert made[1] == PETROGRAD
    assert made[0].variants == ("Viktor Adler", "Dr. Adler", "V. Adler")
    assert made[0].start == "1852-06-24"
    assert [(one.path, one.code) for one in found] == [("b.xml", "N010")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,kind,main\n,person,A\n", r"^a\.csv:2: a row needs an id"),
        ("id,kind,main\na,ship,A\n", r"^a\.csv:2: "),
        ("id,kind,mein\na,person,A\n", r"^a\.csv:1: unknown column 'mein'"),
    ],
)
def test_a_faulty_table_is_told_with_its_line(text: str, said: str) -> None:
    with pytest.raises(LeninTeiError, match=said):
        list(read_csv(text, "a.csv"))


def test_a_corpus_is_reported_entry_by_entry() -> None:
    def tei(body: str) -> bytes:
        return f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>{body}</p></body></text></TEI>'.encode()

    first = tei('<persName ref="#person-adler">Adler</persName> and <persName>Bell</persName>')
    second = tei('<persName key="person-max">Adler</persName><persName>Bell</persName>')
    register = load_register(write_tei([ADLER, PETROGRAD]).encode(), "authority.xml")
    lines = list(report([("a.xml", first), ("b.xml", second)], register))
    assert lines[0] == "2 documents, 2 linked mentions of 2 entries"
    assert "  adler: person-adler (1), person-max (1)" in lines
    assert "       2 Bell (persName)" in lines
    assert lines[lines.index("Pointers to entries the authority file does not have") + 1] == "  person-max"
    assert lines[-2:] == ["Entries never mentioned (1 of 2)", "  place-petrograd"]


# As TEI Publisher keeps persons and places, ACDH's lists stand in back, EVT's in sourceDesc; written for this test.
PUBLISHER = """<standOff><listPerson><person xml:id="p1" n="Holm, Anna"><persName type="full">Anna Holm</persName>
<birth><date when="1880">1880</date></birth><idno type="GND">7</idno>
<note><p>Wrote of <hi>tides</hi>.</p></note></person></listPerson>
<listPlace><place xml:id="l1"><placeName type="main">Talbrook</placeName>
<placeName type="alt" notBefore="1914">Talburg</placeName><location><geo>59.9 30.3</geo></location>
<country>Norland</country></place></listPlace></standOff>"""
IN_BACK = """<text><body><p/></body><back><listPerson><person xml:id="p2" key="x"><persName><forename>Karl</forename>
<surname>Ferrow</surname></persName><persName type="alternative">Ferro</persName><sex value="male"/>
<birth><date when-iso="1870-05-01">1. 5. 1870</date><settlement>Talbrook</settlement></birth>
<idno type="URL" subtype="gnd">https://d-nb.info/gnd/1/</idno></person></listPerson></back></text>"""
IN_SOURCE = """<teiHeader><fileDesc><sourceDesc><listPerson><person xml:id="SM" sex="2">
<persName><forename>Sofia</forename><surname>Marr</surname></persName></person></listPerson>
<listPlace><place xml:id="Fi"><settlement>Firenze</settlement>
<region>Tuscany</region></place></listPlace></sourceDesc></fileDesc></teiHeader>"""
WORDS = "Anna Holm met Karl Ferrow and Sofia Marr in Talbrook and in Firenze, and they left for Norland and Tuscany."


def test_registers_of_other_houses_are_read_and_copied_into_our_encoding() -> None:
    from lenin_tei.conversion import Options, convert

    for lists, ids in ((PUBLISHER, {"p1", "l1"}), (IN_BACK, {"p2"}), (IN_SOURCE, {"SM", "Fi"})):
        data = f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{lists}</TEI>'.encode()
        options = Options(register=load_register(data, "register.xml"))
        done = convert(f"V. I. Holm\nThe Harbour Line\n\n{WORDS}\n\n{WORDS}\n".encode(), "letter.txt", options)
        assert done.xml is not None, done.diagnostics
        text = done.xml.decode()
        assert {found.split('"')[0] for found in text.split('ref="#')[1:]} == ids
        assert (
            ">Norland</placeName>" not in text.partition("<text>")[2]
            or 'ref="#l1"' not in text.split("Norland")[-2][-60:]
        )


def test_what_registers_of_other_houses_say_is_kept_in_words() -> None:
    from lxml import etree

    from lenin_tei.standoff import build_stand_off

    data = f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{PUBLISHER}{IN_BACK}</TEI>'.encode()
    made = build_stand_off(load_register(data, "register.xml"), ["p1", "p2", "l1"])
    text = etree.tostring(made).decode().replace("ns0:", "")
    assert '<birth when="1880">1880</birth><idno type="GND">7</idno><note>Wrote of tides.</note>' in text
    assert '<birth when="1870-05-01">1. 5. 1870 Talbrook</birth><idno type="gnd">' in text
    assert '<placeName type="variant" from="1914">Talburg</placeName>' in text
    assert '<person xml:id="p2" sex="M">' in text
