"""Facts become a teiHeader: every fact once, in its own place, and nothing else."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from lxml import etree

from lenin_tei import __version__
from lenin_tei.conversion import Options, convert
from lenin_tei.edition import Edition, load_edition
from lenin_tei.header import build_header
from lenin_tei.metadata import read_facts
from lenin_tei.model import Block, Document, Fact, Mark
from lenin_tei.names.decisions import load_decisions
from lenin_tei.names.register import load_register
from lenin_tei.profile import load_profile
from lenin_tei.serialiser import write_xml
from lenin_tei.source import Source, Span

ROOT = Path(__file__).parent.parent
BLOCKS = ROOT.parent / "shared" / "transcriptions" / "dev" / "front-matter.txt"
TEI_ALL = ROOT.parent / "shared" / "tei" / "tei_all.rng"
NAMESPACE = {"t": "http://www.tei-c.org/ns/1.0"}
NOWHERE = Span(0, 0)
LETTER = """\
Written: 3 October, 1918.
First Published 4 October, 1918 Pravda No. 213; Published according to the Pravda text
Source: Lenin’s Collected Works, Progress Publishers, Moscow, Volume 28, 1974, pages 100-103
Translated (and edited): Jim Riordan
Transcription/HTML Markup: David Walters
Online Version: V. I. Lenin Internet Archive, 2002"""
EDITION = load_edition(
    b"""
title = "Letters"
publisher = "The Archive"
pubPlace = "Leipzig"
date = 2026-03-01
series = "Sources"
[idno]
DOI = "10.1234/5678"
[licence]
target = "https://creativecommons.org/licenses/by/4.0/"
text = "CC BY 4.0"
[[encoder]]
name = "Clara Example"
resp = "encoding"
""",
    "edition.toml",
)


def document(text: str, text_type: str = "letter", *more: Fact) -> Document:
    """Return a document of nothing but front matter."""
    lines, start = [], 0
    for line in text.split("\n"):
        lines.append(Span(start, start + len(line)))
        start += len(line) + 1
    source = Source("letter.txt", text)
    facts = read_facts(source, lines, load_profile("mia"), [].append)
    note = Block(
        "note", Span(0, len(text)), children=tuple(Block("ab", line) for line in lines if line.end > line.start)
    )
    return Document(source, text_type, "en", (*more, *facts), (note,) if note.children else ())


def header(made: Document, edition: Edition | None = None, date: str | None = None) -> etree._Element:
    literal = [(block, None) for block in made.body if block.element == "note"]
    return build_header(made, edition, date, load_profile("mia"), literal)


def found(root: etree._Element, path: str) -> list[str]:
    """Return the texts or attribute values at a path of local names."""
    steps = "/".join(step if step[:1] in ("@", "*", "") else f"t:{step}" for step in path.split("/"))
    values = root.xpath(f".//{steps}", namespaces=NAMESPACE)
    return [value if isinstance(value, str) else " ".join("".join(value.itertext()).split()) for value in values]


def whole(root: etree._Element) -> etree._Element:
    """Return a TEI document with this header."""
    tei = etree.Element("{http://www.tei-c.org/ns/1.0}TEI", nsmap={None: NAMESPACE["t"]})
    tei.append(root)
    body = etree.SubElement(etree.SubElement(tei, f"{{{NAMESPACE['t']}}}text"), f"{{{NAMESPACE['t']}}}body")
    etree.SubElement(body, f"{{{NAMESPACE['t']}}}p").text = "Text."
    return tei


def test_the_founding_letter_keeps_its_four_dates_apart() -> None:
    root = header(document(LETTER))
    assert found(root, "creation/date/@when") == ["1918-10-03"]
    assert found(root, "bibl[@type='firstPublication']/date/@when") == ["1918-10-04"]
    assert found(root, "bibl[@type='printEdition']/date/@when") == ["1974"]
    assert found(root, "bibl[@type='onlineVersion']/date/@when") == ["2002"]


def test_the_founding_letter_names_its_sources() -> None:
    root = header(document(LETTER))
    assert found(root, "bibl[@type='printEdition']/title[@level='m']") == ["Collected Works"]
    assert found(root, "bibl[@type='printEdition']/author") == ["Lenin"]
    assert found(root, "bibl[@type='printEdition']/publisher") == ["Progress Publishers"]
    assert found(root, "bibl[@type='printEdition']/pubPlace") == ["Moscow"]
    assert found(root, "biblScope[@unit='volume']") == ["28"]
    assert found(root, "biblScope[@unit='page']/@from") == ["100"]
    assert found(root, "biblScope[@unit='page']/@to") == ["103"]
    assert found(root, "bibl[@type='firstPublication']/title[@level='j']") == ["Pravda"]
    assert found(root, "biblScope[@unit='issue']") == ["213"]
    assert found(root, "bibl[@type='firstPublication']/note") == ["Published according to the Pravda text"]
    assert found(root, "bibl[@type='onlineVersion']/publisher") == ["V. I. Lenin Internet Archive"]


def test_everybody_has_the_responsibility_that_was_typed() -> None:
    root = header(document(LETTER))
    assert found(root, "respStmt/resp") == ["Translated (and edited)", "Transcription/HTML Markup"]
    assert found(root, "respStmt/persName") == ["Jim Riordan", "David Walters"]


def test_the_literal_lines_are_kept_each_for_itself() -> None:
    root = header(document(LETTER))
    assert found(root, "notesStmt/note[@type='transcription']/ab") == LETTER.split("\n")


def test_without_an_edition_the_file_says_it_is_unpublished() -> None:
    root = header(document(LETTER))
    statement = found(root, "publicationStmt")
    assert len(statement) == 1
    assert statement[0].startswith("Unpublished")
    assert not found(root, "licence")
    assert not found(root, "revisionDesc")


def test_the_edition_file_fills_what_only_an_editor_knows() -> None:
    root = header(document(LETTER), EDITION, "2026-11-23")
    statement = root.find(".//t:publicationStmt", NAMESPACE)
    assert statement is not None
    assert [etree.QName(child).localname for child in statement] == [
        "publisher", "pubPlace", "date", "idno", "availability"
    ]  # fmt: skip
    assert found(root, "licence/@target") == ["https://creativecommons.org/licenses/by/4.0/"]
    assert found(root, "editionStmt/edition") == ["Letters"]
    assert found(root, "editionStmt/respStmt/persName") == ["Clara Example"]
    assert found(root, "seriesStmt/title") == ["Sources"]
    assert found(root, "revisionDesc/change/@when") == ["2026-11-23"]
    assert found(root, "application/@version") == [__version__]


def test_an_edition_without_licence_states_none() -> None:
    root = header(document(LETTER), load_edition(b'publisher = "The Archive"\n', "edition.toml"))
    assert found(root, "publicationStmt/availability") == ["No licence is stated."]


def test_a_letter_says_who_wrote_it_and_a_report_does_not() -> None:
    author = Fact("titleStmt", "author", "Vladimir Lenin’s", NOWHERE, {"ref": "#person-lenin"})
    addressee = Fact("correspDesc/received", "orgName", "Moscow Soviet", NOWHERE, {"ref": "#org-moscow-soviet"})
    root = header(document(LETTER, "letter", author, addressee))
    assert found(root, "titleStmt/author/persName") == ["Vladimir Lenin"]
    assert found(root, "correspAction[@type='sent']/persName/@ref") == ["#person-lenin"]
    assert found(root, "correspAction[@type='sent']/date/@when") == ["1918-10-03"]
    assert found(root, "correspAction[@type='received']/orgName") == ["Moscow Soviet"]
    assert not found(header(document(LETTER, "report", author, addressee)), "correspDesc")


def test_places_a_letter_was_sent_from_and_to_come_from_its_front_matter() -> None:
    root = header(document("Published: First published in 1925. Sent from Geneva to St. Petersburg."))
    assert found(root, "correspAction[@type='sent']/placeName") == ["Geneva"]
    assert found(root, "correspAction[@type='received']/placeName") == ["St. Petersburg"]


def test_the_main_title_stands_once() -> None:
    said = (("To the Workers", "main"), ("TO THE WORKERS", "main"), ("A Letter", "sub"), ("Another", "main"))
    titles = [Fact("titleStmt", "title", text, NOWHERE, {"type": kind}) for text, kind in said]
    root = header(document(LETTER, "letter", *titles))
    assert found(root, "titleStmt/title") == ["To the Workers", "A Letter", "Another"]
    assert found(root, "titleStmt/title/@type") == ["main", "sub", "alt"]


def test_a_document_without_facts_still_has_a_header() -> None:
    root = header(Document(Source("some.txt", "Text.")))
    assert found(root, "titleStmt/title") == ["some"]
    assert found(root, "sourceDesc/p") == ["The transcription does not say from which edition it was made."]
    assert not found(root, "creation")
    assert not found(root, "textClass")


def test_a_heading_dates_the_work_only_where_nothing_else_does() -> None:
    heading = Fact("creation", "date", "October 5, 1918", NOWHERE, {"type": "heading"})
    assert found(header(document(LETTER, "letter", heading)), "creation/date") == ["3 October, 1918"]
    made = document("Source: Collected Works, Volume 28", "letter", heading)
    assert found(header(made), "creation/date/@when") == ["1918-10-05"]
    unread = Fact("creation", "date", "after the war", NOWHERE, {"type": "heading"})
    assert not found(header(document("Source: Collected Works", "letter", unread)), "creation")


def test_the_julian_calendar_is_described_where_a_date_uses_it() -> None:
    old = "Written: January 18 (31), 1918"
    assert found(header(document(old)), "calendar/@*[local-name()='id']") == ["julian"]
    assert not found(header(document(LETTER)), "calendarDesc")
    made = document(LETTER)
    mark = Mark(Span(0, 7), "date", {"when": "1918-01-31", "calendar": "#julian"})
    marked = Document(made.source, made.text_type, "en", made.facts, (Block("p", Span(0, 7), marks=(mark,)),))
    assert found(header(marked), "calendarDesc")


def test_the_same_item_said_twice_stands_once() -> None:
    facts = document(LETTER).facts
    later = tuple(Fact(f.place, f.element, f.text, f.span, f.attributes, f.group + 1000) for f in facts)
    made = Document(Source("letter.txt", LETTER), "letter", "en", facts + later)
    root = header(made)
    assert len(found(root, "sourceDesc/bibl")) == 3
    assert len(found(root, "respStmt")) == 2
    assert len(found(root, "creation/date")) == 1


def test_identifiers_of_several_sources_differ() -> None:
    root = header(document("Online Version: marx.org in 1997, marxists.org 1999"))
    assert found(root, "sourceDesc/bibl/@*[local-name()='id']") == ["online-version", "online-version-2"]


def validated(files: Sequence[Path]) -> str:
    done = subprocess.run(["jing", str(TEI_ALL), *map(str, files)], capture_output=True, text=True, check=False)
    return done.stdout


def some_documents() -> list[Document]:
    texts = [LETTER, "", "Written: January 18 (31), 1918 in Petrograd", "Copyleft: the GNU Free Documentation License."]
    if BLOCKS.exists():
        texts += BLOCKS.read_text("utf-8").strip().split("\n\n")[::6]
    return [document(text, kind) for text, kind in zip(texts, ["letter", "", "speech"] * len(texts), strict=False)]


def test_every_header_is_valid_for_our_schema() -> None:
    grammar = etree.RelaxNG(etree.parse(str(ROOT / "schema" / "lenin_tei.rng")))
    for number, made in enumerate(some_documents()):
        for edition, date in ((None, None), (EDITION, "2026-11-23")):
            tree = whole(header(made, edition, date))
            assert grammar.validate(etree.ElementTree(tree)), (number, grammar.error_log)


def test_every_header_is_valid_tei(tmp_path: Path) -> None:
    if shutil.which("jing") is None or not TEI_ALL.exists():
        pytest.skip("jing or the TEI schema is not here")
    files = []
    for number, made in enumerate(some_documents()):
        files.append(tmp_path / f"{number}.xml")
        files[-1].write_bytes(write_xml(whole(header(made, EDITION if number % 2 else None))))
    assert validated(files) == ""


def test_a_source_that_is_not_understood_is_not_said_to_be_printed() -> None:
    root = header(document("Source: Security file of the harbour at the City Archive, KV2 1532-37"))
    assert found(root, "sourceDesc/bibl") == ["Security file of the harbour at the City Archive, KV2 1532-37"]
    assert found(root, "sourceDesc/bibl/@type") == []


def test_written_by_names_the_author() -> None:
    assert found(header(document("Written: by Max Holm;")), "titleStmt/author") == ["Max Holm"]
    assert found(header(document("Written: by the committee in 1919;")), "titleStmt/author") == []


def test_sources_nobody_understands_and_the_places_of_front_matter_have_ids_of_their_own() -> None:
    text = "Source: Archive A.\n\n_____\n\nSource: Archive B.\n"
    done = convert(text.encode(), "tide.txt", Options(profile="mia", level="structure"))
    assert done.xml is not None
    ids = re.findall(rb'xml:id="([^"]+)"', done.xml)
    assert len(ids) == len(set(ids))
    assert done.xml.count(b"<bibl ") == 2


@pytest.mark.parametrize("name", ["person-lenin", "print-edition", "lenin-tei", "editor"])
def test_a_file_that_is_called_like_something_in_it_gets_another_id(name: str) -> None:
    corpus = Path(__file__).parent.parent / "corpus"
    decisions = load_decisions((corpus / "letter.decisions.toml").read_bytes(), "letter.decisions.toml")
    register = load_register((corpus / "authority.xml").read_bytes(), "authority.xml")
    done = convert((corpus / "letter.txt").read_bytes(), f"{name}.txt", Options(register=register, decisions=decisions))
    assert done.xml is not None
    assert etree.fromstring(done.xml).get("{http://www.w3.org/XML/1998/namespace}id") == f"document-{name}"
