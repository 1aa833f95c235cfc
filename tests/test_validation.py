"""Validation: what is wrong with a TEI file, and where."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import program
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from lenin_tei.diagnostics import Diagnostic
from lenin_tei.links import check_between
from lenin_tei.validation import examine, validate
from lenin_tei.xmlfile import LIMIT_BYTES, read_xml
from lenin_tei.xmlparser import safe_parser

TEI = "http://www.tei-c.org/ns/1.0"
ROOT = Path(__file__).parent.parent
VALID = (ROOT / "tests/schema/valid/contract.xml").read_bytes()
SMALL = (ROOT / "tests/rejects/H003/input.xml").read_bytes().replace(b"<p/>", b"<p>More words.</p>")


def codes(data: bytes | str) -> list[str]:
    return [one.code for one in validate(data if isinstance(data, bytes) else data.encode())]


def only(data: bytes | str) -> Diagnostic:
    found = validate(data if isinstance(data, bytes) else data.encode(), "input.xml")
    assert len(found) == 1, found
    return found[0]


def with_body(inside: str) -> bytes:
    return SMALL.replace(b"<p>More words.</p>", inside.encode())


def test_a_valid_file_has_no_findings() -> None:
    assert validate(VALID, "letter.xml") == []
    assert validate(SMALL, "input.xml") == []


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_lines_and_columns_are_true_in_every_encoding(encoding: str, line_end: str) -> None:
    text = with_body('<p>«Zürich» 🚩 <date whn="1918">in 1918</date></p>').decode()
    text = re.sub(r"<\?xml.*?\?>\n", "", text).replace("\n", line_end)
    found = only(text.encode(encoding))
    assert (found.code, found.line) == ("S001", 19)
    assert text.split(line_end)[18][found.column - 1 :].startswith("whn=")


def test_positions_of_all_elements_are_those_of_their_start_tags() -> None:
    file = read_xml(VALID.replace(b"\n", b"\r\n"), "", pytest.fail)
    assert file is not None
    lines = VALID.decode().split("\n")
    for element in file.root.iter("*"):
        line, column = file.place(element)
        name = etree.QName(element).localname
        assert re.match(rf"<{re.escape(name)}[\s/>]", lines[line - 1][column - 1 :] + " ")


def test_a_tag_over_several_lines_is_found_and_so_are_its_attributes() -> None:
    found = only(with_body('<p>On <date\n   n="1"\n   when="1918-13"\n>October</date>.</p>'))
    assert (found.code, found.line, found.column) == ("S001", 22, 4)


def test_a_file_over_the_limit_is_refused_at_once() -> None:
    start = time.process_time()
    found = only(VALID.replace(b"<p ", b"<p " + b" " * LIMIT_BYTES, 1))
    assert found.code == "X004"
    assert time.process_time() - start < 1


def test_a_bomb_of_entities_is_refused_at_once() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(30))
    start = time.process_time()
    assert only(f"<!DOCTYPE TEI [{entities}]><TEI>&e29;</TEI>").code == "X003"
    assert time.process_time() - start < 1


def test_a_doctype_without_entities_is_passed_over_and_its_dtd_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "own.dtd").write_text('<!ENTITY secret "x"><!ATTLIST TEI n CDATA "read">')
    for system in ("none.dtd", (tmp_path / "own.dtd").as_uri(), str(tmp_path / "own.dtd"), "http://127.0.0.1:1/x.dtd"):
        data = SMALL.replace(b"<TEI", f'<!DOCTYPE TEI PUBLIC "-//x" "{system}">\n<TEI'.encode(), 1)
        assert validate(data) == []
        dtd = etree.fromstring(data, safe_parser()).getroottree().docinfo.externalDTD
        assert dtd is None or list(dtd.iterentities()) == []
        assert codes(data.replace(b"More", b"&secret;")) == ["X003"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"Dear comrades,", "plain text"),
        (b'{"a": 1}', "plain text"),
        (b"%PDF-1.4 <a/>", "PDF"),
        (b"PK\x03\x04", "ZIP"),
        (b"\x00\x01<a/>", "binary"),
        (b'<?xml version="1.0" encoding="utf-16"?><a/>', "encoding"),
        (b'<?xml version="1.0" encoding="klingon"?><a/>', "klingon"),
        (b'<?xml version="1.0" encoding="rot13"?><a/>', "rot13"),
        ('<?xml version="1.0" encoding="ascii"?><a>é</a>'.encode("latin-1"), "UTF-8"),
        ('<?xml version="1.0" encoding="koi8-r"?><a>мир<b></a>'.encode("koi8-r"), "</b>"),
        (b"<a>&nbsp;</a>", "&#160;"),
        (b"<a>\n<b></a>", "line 2"),
        (b"<a><b></a></b>", "</b>"),
        (b"<a>", "ends"),
        (b"<a/><b/>", "root"),
        (b"<a", "ends"),
        (b"</a>", "end tag"),
        (b"<a b='1' b='2'/>", "twice"),
        (b"<a b=1/>", "quotation"),
        (b"<a b='<'/>", "&lt;"),
        (b"<a>\x0b</a>", "U+000B"),
        (b"<a>]]></a>", "]]&gt;"),
        (b"<a><!-- -- --></a>", "comment"),
        (b"<x:a/>", "prefix"),
        (b" <?xml version='1.0'?><a/>", "first"),
        (b"<a>&#0;</a>", "&#0;"),
    ],
)
def test_what_is_no_xml_gets_one_finding_that_says_why(data: bytes, words: str) -> None:
    found = only(data)
    assert found.code in ("X001", "X002")
    assert words in found.message


def test_a_file_in_another_encoding_is_read_as_it_declares() -> None:
    text = with_body("<p>Zürich, мир</p>").decode()
    declared = text.replace("UTF-8", "windows-1251").encode("windows-1251", "xmlcharrefreplace")
    assert validate(declared) == []


def test_a_pointer_with_blanks_around_it_is_valid_as_jing_says() -> None:
    assert codes(with_body('<p xml:id="a" corresp=" #a ">Words <persName ref=" #a ">x</persName>.</p>')) == []


def test_every_fault_is_told_once() -> None:
    data = with_body('<para>One.</para><p>On <date whn="1918">x</date></p><p xml:id="1st"/>')
    assert sorted(codes(data)) == ["H003", "S001", "S001", "S001"]


def test_a_doubled_identifier_is_no_fault_of_the_schema_too() -> None:
    data = with_body('<p xml:id="a">One.</p><p xml:id="a">Two.</p>')
    assert codes(data) == ["R002"]


@pytest.mark.parametrize(
    "inside",
    [
        '<p corresp="#x #y" xml:id="x">One.</p><p xml:id="y" next="#x">Two.</p>',
        '<p corresp="other.xml#nobody https://example.org/#a #xpath(//p)">One.</p>',
        '<p xml:id="straße"><ref target="#stra%C3%9Fe">there</ref></p>',
    ],
)
def test_pointers_that_land_or_lead_elsewhere_are_no_finding(inside: str) -> None:
    assert [code for code in codes(with_body(inside)) if code[0] == "R"] == []


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ('<date notBefore="1918-02" notAfter="1918-01-31">x</date>', ["H002"]),
        ('<date notBefore="1918-01" notAfter="1918-01-31">x</date>', []),
        ('<date notBefore="1918" notAfter="1918-01-31">x</date>', []),
        ('<date from="1919" to="1918">x</date>', ["H002"]),
        ('<date when="1918-10-03">October 3, 1918</date>', []),
        ('<date when="1918-10">October 3, 1918</date>', []),
        ('<date when="1918-10-04">October 3, 1918</date>', ["H006"]),
        ('<date when="1917-11-07">October 25, 1917</date>', []),
        ('<date when="1918-10-04">that day</date>', []),
        ('<date when="1918-01-31" calendar="#julian">January 18 (31), 1918</date>', ["R001"]),
        ('<foreign xml:lang="ru-Cyrl">x</foreign>', []),
        ('<foreign xml:lang="english">x</foreign>', ["H005"]),
        ("<lb/>", []),
        ("<persName><!-- none --></persName>", []),
        ("<persName> </persName>", ["H003"]),
    ],
)
def test_house_rules(inside: str, expected: list[str]) -> None:
    assert codes(with_body(f"<p>Words {inside}.</p>")) == expected


LETTER = '<p><persName ref="../persons.xml#lenin">L</persName>, <persName ref="../persons.xml#no">N</persName></p>'
CARDS = {
    "persons.xml": '<p xml:id="lenin">One.</p>',
    "data/letter.xml": LETTER,
    "other.xml": '<p corresp="unknown.xml#x">Two.</p>',
}


def test_pointers_into_other_files_are_judged_where_the_file_is_known() -> None:
    links = [examine(with_body(inside), path)[1] for path, inside in CARDS.items()]
    found = list(check_between(links))
    assert [(one.path, one.code) for one in found] == [("data/letter.xml", "R005")]
    assert "persons.xml" in found[0].message


def test_an_identifier_doubled_by_inclusion_is_found() -> None:
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{}"/>'
    whole = f'<teiCorpus xmlns="{TEI}">{include.format("a.xml")}{include.format("b.xml")}</teiCorpus>'
    files = {
        "all.xml": whole.encode(),
        "a.xml": with_body('<p xml:id="p1">A.</p>'),
        "b.xml": with_body('<p xml:id="p1">B.</p>'),
    }
    found = list(check_between([examine(data, path)[1] for path, data in files.items()]))
    assert [(one.path, one.code) for one in found] == [("all.xml", "R002")]
    assert "a.xml" in found[0].message


def prefixed(pattern: str, replacement: str, pointer: str) -> list[str]:
    definition = f'<prefixDef ident="psn" matchPattern="{pattern}" replacementPattern="{replacement}"/>'
    data = with_body(f'<p xml:id="person-lenin" ana="{pointer}">Words.</p>').replace(
        b"</teiHeader>",
        f"<encodingDesc><listPrefixDef>{definition}</listPrefixDef></encodingDesc></teiHeader>".encode(),
    )
    return [code for code in codes(data) if code[0] == "R"]


@pytest.mark.parametrize(
    ("pattern", "replacement", "pointer", "expected"),
    [
        ("([a-z]+)", "#person-$1", "psn:lenin", []),
        ("([a-z]+)", "#person-$1", "psn:nobody", ["R001"]),
        ("([a-z]+)", "persons.xml#$1", "psn:nobody", []),
        ("([a-z]+)", "https://example.org/$1", "psn:nobody", []),
        ("([0-9]+)", "#person-$1", "psn:lenin", []),
        ("(a+)+b", "#$1", "psn:" + "a" * 60, []),
        ("(.*)(.*)(.*)(.*)x", "#$1", "psn:" + "a" * 200, []),
        ("([a-z", "#$1", "psn:lenin", []),
        ("([a-z]+)", "#person-$1", "place:moscow", ["R004"]),
        ("([a-z]+)", "#person-$1", "https://example.org/ urn:x:y", []),
    ],
)
def test_private_prefixes_are_resolved(pattern: str, replacement: str, pointer: str, expected: list[str]) -> None:
    assert prefixed(pattern, replacement, pointer) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("letter.xml", []),
        ("data/Letter.XML", []),
        ("", []),
        ("-", []),
        ("letter-2.xml", ["H008"]),
    ],
)
def test_the_file_is_called_what_its_root_is(path: str, expected: list[str]) -> None:
    assert [one.code for one in validate(VALID, path)] == expected


def test_many_dangling_pointers_take_linear_time() -> None:
    ids = "".join(f'<p xml:id="paragraph-{n}" corresp="#paragraph-{n}x">Words.</p>' for n in range(20000))
    start = time.process_time()
    assert set(codes(with_body(ids))) == {"R001"}
    assert time.process_time() - start < 20


def test_findings_come_sorted_by_place() -> None:
    data = with_body('<p/><p>On <date whn="1918">x</date> <persName ref="#no">X</persName></p><p/>')
    places = [(one.line, one.column) for one in validate(data)]
    assert places == sorted(places)
    assert len(places) == 4


def test_a_tei_corpus_is_tei() -> None:
    assert "H001" not in codes('<teiCorpus xmlns="http://www.tei-c.org/ns/1.0"/>')


def test_a_finding_names_the_line_of_the_transcription_too() -> None:
    data = with_body('<p>More <persName ref="#nobody">words</persName>.</p>')
    text = b"A title\n\nWords.\n\n\nMore words.\n"
    body = data.replace(b'<div type="letter">', b'<div type="letter"><head>A title</head>')
    found = validate(body, "input.xml", against=text)
    assert [one.code for one in found] == ["R001"]
    assert found[0].message.endswith("(line 6 of the transcription)")


def test_fidelity_is_checked_against_a_transcription() -> None:
    assert [one.code for one in validate(SMALL, against=b"Quite another text")] == ["F001"]


def test_a_valid_file_needs_neither_our_engine_nor_the_network() -> None:
    script = (
        "import sys; from pathlib import Path; from lenin_tei import validate; "
        "assert validate(Path(sys.argv[1]).read_bytes()) == []; "
        "print([name for name in ('lenin_tei.relaxng', 'xmlschema') if name in sys.modules])"
    )
    path = ROOT / "tests/schema/valid/contract.xml"
    done = subprocess.run([sys.executable, "-c", script, path], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_jing_agrees_on_broken_files(tmp_path: Path) -> None:
    jing = program("jing")
    files = sorted((ROOT / "tests/rejects").glob("S001*/input.xml"))
    schema = ROOT / "schema/lenin_tei.rng"
    done = subprocess.run([jing, "-i", schema, *files], capture_output=True, text=True, check=False)
    told = {(Path(row.split(":")[0]), int(row.split(":")[1])) for row in done.stdout.splitlines() if ": error:" in row}
    ours = {(file, one.line) for file in files for one in validate(file.read_bytes()) if one.code == "S001"}
    assert told == ours


@given(st.binary(max_size=200))
def test_any_bytes_are_judged_without_exception(data: bytes) -> None:
    assert all(one.code in ("X001", "X002", "X003", "X004", "H001") for one in validate(data))


@settings(max_examples=60)
@given(st.integers(0, len(VALID) - 1), st.integers(0, 60), st.binary(max_size=8))
def test_any_change_of_bytes_in_a_file_is_judged_without_exception(start: int, length: int, insertion: bytes) -> None:
    found = validate(VALID[:start] + insertion + VALID[start + length :], "input.xml")
    assert found == sorted(found)
    assert json.dumps([one.message for one in found])


SNIPPETS = [
    "<p>",
    "</p>",
    "<TEI xmlns='http://www.tei-c.org/ns/1.0'>",
    "</TEI>",
    "&amp;",
    "&x;",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?xml version='1.0' encoding='utf-16'?>",
    "<!DOCTYPE a [",
    "<!ENTITY x 'y'>",
    "]>",
    " ref='#a'",
    " xml:id='a'",
    "é",
    "\r\n",
    "<date when='1918-10-03' from='x'>",
    "<hi/>",
    "\x00",
    "<",
    ">",
    "'",
    "xmlns:a='b'",
    "<a:b/>",
]


@given(st.lists(st.sampled_from(SNIPPETS), max_size=12), st.sampled_from(["utf-8", "utf-16", "latin-1"]))
def test_any_row_of_markup_is_judged_without_exception(parts: list[str], encoding: str) -> None:
    validate("".join(parts).encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32", "iso-8859-1"])
def test_faults_are_found_in_any_encoding(encoding: str) -> None:
    text = (ROOT / "tests/rejects/S001/input.xml").read_text("utf-8").replace('"UTF-8"', f'"{encoding}"')
    (found,) = validate(text.encode(encoding), "input.xml")
    assert (found.line, found.column, found.code) == (20, 9, "S001")


def test_a_tag_with_very_many_attributes_is_refused() -> None:
    tag = " ".join(f'a{count}="1"' for count in range(100_000))
    (found,) = validate(f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><p {tag}/></TEI>'.encode())
    assert (found.code, found.column) == ("X004", 42)
