from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from test_export_words import GRAMMAR, WRITER

from lenin_tei.exporters import export

TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="letter">'
REGISTER = (
    '<standOff><listPerson><person xml:id="p"><persName>Vladimir Lenin</persName></person></listPerson></standOff>'
)


def annotations(body: str) -> list[tuple[str, str]]:
    data = json.loads(export(f"{TEI}<text><body>{body}</body></text></TEI>".encode(), to="json"))
    return [(one["element"], data["text"][one["start"] : one["end"]]) for one in data["annotations"]]


def test_offsets_select_the_words_of_the_element():
    body = """<div><head>The <orgName><placeName>Moscow</placeName> Soviet</orgName></head>
      <p>  <persName>Lenin</persName>,
        <lb/><date> 1918 </date>.<note n="1">N. <name>Krupskaya</name></note></p></div>"""
    assert annotations(body) == [
        ("head", "The Moscow Soviet"),
        ("orgName", "Moscow Soviet"),
        ("placeName", "Moscow"),
        ("p", "Lenin,\n1918 .[1]"),
        ("persName", "Lenin"),
        ("date", "1918"),
        ("name", "Krupskaya"),
    ]


def test_json_holds_text_facts_and_attributes():
    header = "<teiHeader><fileDesc><titleStmt><title>T</title></titleStmt></fileDesc></teiHeader>"
    tei = f'{TEI}{header}<text><body><p>a <persName ref="#p" cert="high">L</persName></p></body></text></TEI>'
    data = json.loads(export(tei.encode(), to="json"))
    assert data["text"] == "a L\n"
    assert data["facts"]["title"] == ["T"]
    assert data["annotations"][1] == {
        "start": 2,
        "end": 3,
        "element": "persName",
        "attributes": {"cert": "high", "ref": "#p"},
        "document": "letter",
    }


def test_csv_lists_names_with_their_entries():
    body = '<p>=a <persName ref="#p">N.\n Lenin</persName> <placeName>=1+1</placeName></p>'
    table = export(f"{TEI}{REGISTER}<text><body>{body}</body></text></TEI>".encode(), to="csv")
    first, second = csv.DictReader(io.StringIO(table))
    assert (first["text"], first["ref"], first["entry"], first["document"]) == (
        "N. Lenin",
        "#p",
        "Vladimir Lenin",
        "letter",
    )
    assert second["text"] == "'=1+1"


PARTS = ["a", " ", "\n ", "<lb/>", "<name>b</name>", "<name> c </name>", "<name>d<lb/>e</name>", "  <pb/>"]


@given(st.lists(st.sampled_from(PARTS)))
@settings(deadline=None)
def test_names_keep_their_words_whatever_stands_around_them(parts: list[str]):
    expected = [part[6:-7].strip().replace("<lb/>", "\n") for part in parts if "name" in part]
    assert [words for name, words in annotations(f"<p>{''.join(parts)}</p>") if name == "name"] == expected


@pytest.mark.parametrize("element", sorted(GRAMMAR.elements)[::6])
def test_the_text_is_that_of_the_text_exporter(element: str):
    data = etree.tostring(WRITER.document(element, full=True))
    assert json.loads(export(data, to="json"))["text"].split() == export(data, to="text").split()
