"""Tables, references and BEACON: only what stands in a file, in the form that its readers expect."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from conftest import ROOT, module

from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.exporters import export, export_folder
from lenin_tei.exporters.beacon import by_address

FOLDER = ROOT / "tests" / "tei"
LETTER = (FOLDER / "letter-correspondence.xml").read_bytes()
HEADER = (FOLDER / "header-of-everything.xml").read_bytes()
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0">'


def rows(table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table)))


def test_a_letter_is_a_row() -> None:
    [row] = rows(export(LETTER, to="csv", table="letters"))
    assert {name: value for name, value in row.items() if value} == {
        "document": "harbour-17",
        "title": "Holm to the Harbour Committee",
        "author": "Anna Holm",
        "kind": "letter",
        "sent_by": "Anna Holm",
        "sent_by_ref": "holm",
        "sent_from": "Bergen",
        "sent_from_ref": "bergen",
        "sent_date": "1912-07-09",
        "received_by": "Harbour Committee; J. Lund",
        "received_at": "Oslo",
        "received_date": "1912-07-11/1912-07-14",
        "written": "1912-07-09",
        "language": "en",
        "source": row["source"],
        "words": row["words"],
    }


def test_what_is_no_letter_is_no_row() -> None:
    assert rows(export((FOLDER / "tables.xml").read_bytes(), to="csv", table="letters")) == []


def test_a_folder_becomes_two_tables() -> None:
    documents = [(path.name, path.read_bytes()) for path in sorted(FOLDER.glob("*.xml"))]
    made = {path: rows(content.decode()) for path, content in export_folder(documents, to="tables")}
    assert sorted(made) == ["letters.csv", "names.csv"]
    assert {"letter-correspondence.xml", "letter-plain.xml"} <= {row["document"] for row in made["letters.csv"]}
    formulas = [row["text"] for row in made["names.csv"] if row["document"] == "signs-of-formulas.xml"]
    assert formulas == ["'=SUM(A1)", '"quoted", with comma', "'+47 Oslo", "'@home", "-5"]


def test_bibtex_says_what_the_header_says() -> None:
    assert (
        export(HEADER, to="bibtex")
        == """@misc{Vik1911,
  author = {{Per Vik}},
  editor = {{Ida Berg}},
  title = {{The Rope Papers. a selection}},
  publisher = {Tide Press},
  address = {Oslo},
  year = {2021},
  month = {3},
  origdate = {1911-11-30},
  doi = {10.0000/rope},
  note = {Vik, Per, On Rope, Quay Quarterly, Bergen, Quay, 1912, vol. 3, no. 2, pp. 4-9},
  language = {en},
}
"""
    )


def with_header(title: str, author: str, more: str = "") -> bytes:
    statement = f"<titleStmt><title>{title}</title><author>{author}</author></titleStmt>"
    return f"{TEI}<teiHeader><fileDesc>{statement}{more}</fileDesc></teiHeader></TEI>".encode()


def test_signs_of_bibtex_are_words_and_a_reader_reads_them() -> None:
    bibtexparser = module("bibtexparser")
    data = with_header("50 % of {R &amp; D} \\ _x_ #1 $ ~", "Holm, Anna")
    made = export(data, to="bibtex")
    assert "{{50 \\% of \\{R \\& D\\} \\textbackslash{} \\_x\\_ \\#1 \\$ \\textasciitilde{}}}" in made
    [entry] = bibtexparser.parse_string(made).entries
    assert entry["author"] == "Holm, Anna"
    assert entry.key == "Holm"


def test_every_file_is_a_reference_with_a_key_of_its_own() -> None:
    bibtexparser = module("bibtexparser")
    for path in sorted(FOLDER.glob("*.xml")):
        library = bibtexparser.parse_string(export(path.read_bytes(), to="bibtex"))
        assert not library.failed_blocks
        keys = [entry.key for entry in library.entries]
        assert keys
        assert len(keys) == len(set(keys))
        assert [item["id"] for item in json.loads(export(path.read_bytes(), to="csl"))] == keys


def test_csl_has_names_in_parts_only_where_the_file_has_them() -> None:
    name = "<persName><forename>Anna</forename> <surname>Holm</surname></persName>"
    [parted] = json.loads(export(with_header("T", name), to="csl"))
    assert parted["author"] == [{"family": "Holm", "given": "Anna"}]
    [whole] = json.loads(export(with_header("T", "Anna Holm"), to="csl"))
    assert whole["author"] == [{"literal": "Anna Holm"}]
    [dated] = json.loads(export(HEADER, to="csl"))
    assert (dated["issued"], dated["DOI"]) == ({"date-parts": [[2021, 3]]}, "10.0000/rope")


def test_a_reference_has_no_options() -> None:
    with pytest.raises(LeninTeiError, match="no option 'notes'"):
        export(HEADER, to="bibtex", notes="end")


ENTRIES = """<standOff><listPerson>
<person xml:id="a"><persName>A</persName><idno type="gnd">118640402</idno><idno type="VIAF">100</idno></person>
<person xml:id="b"><persName>B</persName><idno type="gnd" cert="low">118640403</idno>
<idno type="gnd">nonsense</idno></person>
<person xml:id="c"><persName>C</persName><idno type="URL" subtype="gnd">https://d-nb.info/gnd/118640404</idno></person>
</listPerson></standOff>"""


def test_beacon_lists_the_records_that_are_mentioned() -> None:
    body = """<p><persName ref="#a">A</persName> <persName ref="#a">A</persName> <persName ref="#b">B</persName>
      <persName ref="#c">C</persName> <placeName ref="https://www.geonames.org/3161732/bergen.html">Bergen</placeName>
      <persName ref="#a" cert="medium">A?</persName></p>"""
    data = f"{TEI}{ENTRIES}<text><body>{body}</body></text></TEI>".encode()
    made = dict(
        export_folder([("one two.xml", data), ("3.xml", data)], to="beacon", url="https://example.org/e", title="E")
    )
    assert sorted(made) == ["beacon-geonames.txt", "beacon-gnd.txt", "beacon-viaf.txt"]
    assert (
        made["beacon-gnd.txt"].decode()
        == """#FORMAT: BEACON
#PREFIX: http://d-nb.info/gnd/
#DESCRIPTION: E
#TARGET: https://example.org/e/{ID}

118640402|2|https://example.org/e/one%20two.xml
118640404|1|https://example.org/e/one%20two.xml
118640402|2|https://example.org/e/3.xml
118640404|1|https://example.org/e/3.xml
"""
    )
    assert "3161732|1|" in made["beacon-geonames.txt"].decode()


def test_a_folder_without_records_has_no_beacon(tmp_path: Path) -> None:
    assert dict(export_folder([("a.xml", LETTER)], to="beacon")) == {}


@pytest.mark.parametrize(
    ("address", "record"),
    [
        ("http://d-nb.info/gnd/118640402", ("gnd", "118640402")),
        ("https://www.wikidata.org/wiki/Q1394", ("wikidata", "Q1394")),
        ("http://viaf.org/viaf/7393146/", ("viaf", "7393146")),
        ("https://www.wikidata.org/wiki/Lenin", None),
        ("https://d-nb.info/gnd/118640402?x", None),
        ("ftp://viaf.org/viaf/1", None),
        ("https://example.org/viaf.org/viaf/1", None),
    ],
)
def test_an_address_names_a_record(address: str, record: tuple[str, str] | None) -> None:
    assert by_address(address) == record
