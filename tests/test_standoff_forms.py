"""Text with standoff names in four forms: each selects the words that the text exporter prints, and readers read it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from conftest import ROOT, module
from hypothesis import given
from hypothesis import strategies as st
from test_tei_files import FILES, each_file

from lenin_tei.exporters import export

TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="letter">'
REGISTER = """<standOff><listPerson><person xml:id="p"><persName>Per Vik</persName><idno type="wikidata">Q1</idno>
<idno type="house">7</idno></person></listPerson></standOff>"""
Name = tuple[str, str]


def tei(body: str, beside: str = "") -> bytes:
    return f"{TEI}{beside}<text><body>{body}</body></text></TEI>".encode()


def of_json(data: bytes) -> list[Name]:
    made = json.loads(export(data, to="json"))
    names = "date geogName name orgName persName placeName rs title".split()
    found = [one for one in made["annotations"] if one["element"] in names]
    return sorted((one["element"], made["text"][one["start"] : one["end"]]) for one in found)


def of_jsonl(data: bytes) -> list[Name]:
    found = []
    for block in map(json.loads, export(data, to="jsonl").splitlines()):
        found += [(one["element"], block["text"][one["start"] : one["end"]]) for one in block["names"]]
    return sorted(found)


def of_webannotation(data: bytes) -> list[Name]:
    text, found = export(data, to="text"), []
    for one in json.loads(export(data, to="webannotation"))["items"]:
        position, quote = one["target"]["selector"]
        assert text[position["start"] : position["end"]] == quote["exact"]
        around = quote["prefix"] + quote["exact"] + quote["suffix"]
        assert text[position["start"] - len(quote["prefix"]) :].startswith(around)
        found.append((one["body"][0]["value"], quote["exact"]))
    return sorted(found)


def sentences(data: bytes) -> Iterator[list[list[str]]]:
    for block in export(data, to="conllu").split("\n\n"):
        lines = block.strip("\n").splitlines()
        if lines:
            yield [line.split("\t") for line in lines if not line.startswith("#")]


def misc(row: list[str]) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in row[9].split("|"))


def of_conllu(data: bytes) -> list[Name]:
    """Return the names of two layers as the ranges of their words give them."""
    text = export(data, to="text")
    found: list[tuple[str, int, int]] = []
    for kind in ("Name", "Inner"):
        for sentence in sentences(data):
            for row in sentence:
                start, end = map(int, misc(row)["TokenRange"].split(":"))
                begin, _, element = misc(row).get(kind, "").partition("-")
                if begin == "B":
                    found.append((element, start, end))
                elif begin == "I":
                    found[-1] = (element, found[-1][1], end)
    return sorted((element, text[start:end]) for element, start, end in found)


@each_file
def test_all_forms_select_the_same_words(path) -> None:
    data = path.read_bytes()
    names = of_json(data)
    assert of_jsonl(data) == names
    assert of_webannotation(data) == names
    assert of_conllu(data) == names


PARTS = [
    "a",
    " ",
    "\n ",
    "<lb/>",
    "<name>b</name>",
    "<name> c. </name>",
    "<name>d<lb/>e</name>",
    "X. ",
    "“",
    " <lb break='no'/>",
    "<name>j<pb break='no'/> k</name>",
    "<rs><lb break='no'/>l</rs>",
    "<name><p>m</p></name>",
    "🌊 ",
    "e\u0301",
]


@given(st.lists(st.sampled_from([*PARTS, "</p><p>", "<rs>f <name>g</name></rs>", "<note>n <name>h</name></note>"])))
def test_all_forms_select_the_same_words_whatever_stands_around_them(parts: list[str]) -> None:
    data = tei(f"<p>{''.join(parts)}</p>")
    names = of_json(data)
    assert of_jsonl(data) == of_webannotation(data) == names
    assert of_conllu(data) == names


@each_file
def test_json_is_what_its_schema_says(path) -> None:
    jsonschema = module("jsonschema")
    schema = json.loads((ROOT / "docs" / "reference" / "text.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(json.loads(export(path.read_bytes(), to="json")))


def test_every_word_is_in_one_block() -> None:
    for path in FILES:
        text = export(path.read_bytes(), to="text")
        blocks = [json.loads(line) for line in export(path.read_bytes(), to="jsonl").splitlines()]
        assert " ".join(block["text"] for block in blocks).split() == text.split()
        assert all(text[block["start"] : block["end"]] == block["text"] for block in blocks)


SPACES = {"\\s": " ", "\\n": "\n", "\\t": "\t"}


@each_file
def test_conllu_gives_the_text_back(path) -> None:
    text, made = export(path.read_bytes(), to="text"), ""
    for sentence in sentences(path.read_bytes()):
        said = ""
        for row in sentence:
            after = misc(row)
            between = re.sub(r"\\[snt]", lambda found: SPACES[found[0]], after.get("SpacesAfter", "\\s"))
            made += row[1] + ("" if after.get("SpaceAfter") == "No" else between)
            said += row[1] + ("" if after.get("SpaceAfter") == "No" else " ")
        assert said.strip()
    assert made.strip() == text.strip()


def test_a_reader_of_conllu_reads_it() -> None:
    conllu = module("conllu")
    for path in FILES:
        for sentence in conllu.parse(export(path.read_bytes(), to="conllu")):
            words = "".join(
                token["form"] + ("" if (token["misc"] or {}).get("SpaceAfter") == "No" else " ") for token in sentence
            )
            assert words.strip() == sentence.metadata["text"]
            assert [token["id"] for token in sentence] == list(range(1, len(sentence) + 1))


def test_sentences_end_where_readers_end_them() -> None:
    data = tei("<p>Mr. V. I. Vik came. He said: “Go!” Then (at 3.30 p.m.) he left… and slept. 船来了。好！</p>", "")
    found = [" ".join(row[1] for row in sentence) for sentence in sentences(data)]
    assert found == [
        "Mr. V. I. Vik came .",
        "He said : “ Go ! ”",
        "Then ( at 3.30 p.m. ) he left … and slept .",
        "船来了 。",
        "好 ！",
    ]


def test_a_web_annotation_names_the_records_of_an_authority() -> None:
    made = json.loads(export(tei('<p><persName ref="#p">Vik</persName></p>', REGISTER), to="webannotation"))
    assert made["items"][0]["body"] == [
        {"type": "TextualBody", "purpose": "classifying", "value": "persName"},
        {"type": "TextualBody", "purpose": "tagging", "value": "Per Vik"},
        {"type": "SpecificResource", "purpose": "identifying", "source": "https://www.wikidata.org/wiki/Q1"},
    ]
    assert made["items"][0]["target"]["source"] == "letter.txt"


def test_a_name_over_two_paragraphs_stays_in_one_block() -> None:
    data = tei("<div><p>a</p><p>b</p></div><name><p>c</p><p>d</p></name><p>e</p>")
    texts = [json.loads(line)["text"] for line in export(data, to="jsonl").splitlines()]
    assert texts == ["a", "b", "c\n\nd", "e"]


def test_braces_in_a_pointer_are_only_braces() -> None:
    assert "NameRef={a}{0}" in export(tei('<p><name ref="{a}{0}">Vik</name></p>'), to="conllu")
