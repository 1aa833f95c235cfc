"""The documents of corpus/: converted and exported they are exactly the files that lie there.

`pytest --update` rewrites the files; read the diff before you commit it. No claim rests on these goldens alone: what
matters about the founding letter is also said below, fact by fact, and measured with scorers by other hands.
"""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, shared
from lxml import etree
from test_cli import run

CORPUS = ROOT / "corpus"
TEXTS = sorted(CORPUS.glob("*.txt"))
NAMESPACE = {"t": "http://www.tei-c.org/ns/1.0"}
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


def compare(made: Path, golden: Path, update: bool) -> None:
    if update:
        golden.write_bytes(made.read_bytes())
    assert made.read_bytes() == golden.read_bytes(), f"{golden.name} would change; if it should, run pytest --update"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the corpus converted and exported, each by one call of the command line."""
    folder = tmp_path_factory.mktemp("corpus")
    for path in CORPUS.iterdir():
        if path.suffix in (".txt", ".toml"):
            (folder / path.name).write_bytes(path.read_bytes())
    texts, files = ([path.with_suffix(ending).name for path in TEXTS] for ending in (".txt", ".xml"))
    for call in (("convert", *texts), ("export", *files, "--to", "html"), ("export", *files, "--to", "text")):
        output = "text/" if call[-1] == "text" else "./"
        done = run(*call, "-o", output, folder=folder)
        assert (done.code, done.told) == (0, "")
    return folder


@pytest.mark.parametrize("text", TEXTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("ending", [".xml", ".html"])
def test_a_document_becomes_exactly_these_bytes(text: Path, ending: str, made: Path, update: bool) -> None:
    compare(made / text.with_suffix(ending).name, text.with_suffix(ending), update)


@pytest.mark.parametrize("text", TEXTS, ids=lambda path: path.stem)
def test_the_tei_gives_the_transcription_back_word_for_word(text: Path, made: Path) -> None:
    assert (made / "text" / text.name).read_text("utf-8").split() == text.read_text("utf-8").split()


@pytest.mark.parametrize("text", TEXTS, ids=lambda path: path.stem)
def test_a_document_is_valid_and_faithful(text: Path, made: Path) -> None:
    done = run("validate", text.with_suffix(".xml").name, "--against", text.name, "--strict", folder=made)
    assert (done.code, done.out) == (0, b"")


# The founding letter, fact by fact


@pytest.fixture(scope="module")
def letter(made: Path) -> etree._Element:
    return etree.parse(made / "letter.xml").getroot()


def words(element: etree._Element) -> str:
    """Return the words of an element; a line break stands between two words."""
    copied = copy.deepcopy(element)
    for line_break in copied.iter("{*}lb"):
        line_break.tail = f" {line_break.tail or ''}"
    return " ".join("".join(copied.itertext()).split())


def found(root: etree._Element, path: str) -> list[str]:
    """Return what an XPath finds: attribute values, or the words of elements."""
    return [one if isinstance(one, str) else words(one) for one in root.xpath(path, namespaces=NAMESPACE)]


TITLE = (
    "Letter To A Joint Session Of The All-Russia Central Executive Committee, The Moscow Soviet And "
    "Representatives Of Factory Committees And Trade Unions"
)
FACTS = {
    "//t:titleStmt/t:title": [TITLE],
    "//t:titleStmt/t:title/@type": ["main"],
    "//t:titleStmt/t:author": ["Vladimir Lenin"],
    "//t:respStmt[t:persName='Jim Riordan']/t:resp": ["Translated (and edited)"],
    "//t:respStmt[t:persName='David Walters']/t:resp": ["Transcription/HTML Markup"],
    "//t:notesStmt/t:note[@type='transcription']/t:ab": [
        "Written: 3 October, 1918.",
        "First Published 4 October, 1918 Pravda No. 213; Published according to the Pravda text",
        "Source: Lenin’s Collected Works, Progress Publishers, Moscow, Volume 28, 1974, pages 100-103",
        "Translated (and edited): Jim Riordan",
        "Transcription/HTML Markup: David Walters",
        "Online Version: V. I. Lenin Internet Archive, 2002",
    ],
    "//t:sourceDesc/t:bibl/@type": ["printEdition", "firstPublication", "onlineVersion"],
    "//t:bibl[@type='printEdition']/t:title": ["Collected Works"],
    "//t:bibl[@type='printEdition']/t:title/@level": ["m"],
    "//t:bibl[@type='printEdition']/t:publisher": ["Progress Publishers"],
    "//t:bibl[@type='printEdition']/t:pubPlace": ["Moscow"],
    "//t:bibl[@type='printEdition']/t:biblScope[@unit='volume']": ["28"],
    "//t:bibl[@type='printEdition']/t:date/@when": ["1974"],
    "//t:bibl[@type='printEdition']/t:biblScope[@unit='page']/@from": ["100"],
    "//t:bibl[@type='printEdition']/t:biblScope[@unit='page']/@to": ["103"],
    "//t:bibl[@type='firstPublication']/t:title[@level='j']": ["Pravda"],
    "//t:bibl[@type='firstPublication']/t:biblScope[@unit='issue']": ["213"],
    "//t:bibl[@type='firstPublication']/t:date/@when": ["1918-10-04"],
    "//t:bibl[@type='firstPublication']/t:note": ["Published according to the Pravda text"],
    "//t:bibl[@type='onlineVersion']/t:publisher": ["V. I. Lenin Internet Archive"],
    "//t:bibl[@type='onlineVersion']/t:date/@when": ["2002"],
    "//t:profileDesc/t:creation/t:date/@when": ["1918-10-03"],
    "//t:langUsage/t:language/@ident": ["en"],
    "//t:textClass/t:catRef/@target": ["#text-type-letter"],
    "//t:correspAction/@type": ["sent", "received"],
    "//t:correspAction[@type='sent']/t:persName": ["Vladimir Lenin"],
    "//t:correspAction[@type='sent']/t:date/@when": ["1918-10-03"],
    "//t:correspAction[@type='received']/t:orgName": ["All-Russia Central Executive Committee", "Moscow Soviet"],
    "//t:correspAction[@type='received']/t:rs[@type='group']": [
        "Representatives Of Factory Committees And Trade Unions"
    ],
    "//t:application/@ident": ["lenin-tei"],
    "//t:refsDecl/t:citeStructure/@unit": ["div"],
    "//t:revisionDesc": [],
    "//t:licence | //t:availability | //t:publicationStmt/t:publisher": [],
    "/t:TEI/t:text/t:body/t:div/@type": ["letter"],
    "//t:body/t:div/t:head[not(@type)]": [TITLE],
    "//t:body/t:div/t:head[@type='date']/t:date/@when": ["1918-10-03"],
    "//t:body/t:div/t:closer/t:signed": ["N. Lenin"],
    "//t:body//t:note/@n": ["1"],
    "//t:body//t:note/@place": ["end"],
    "//t:body//t:note/@resp": ["#print-edition"],
    "//t:body//t:note/parent::*/@type": ["date"],
    "//t:body//t:q": ["“changing”"],
    "//t:body//t:choice/t:sic": ["he"],
    "//t:body//t:choice/t:corr": ["be"],
    "//t:body//t:choice//@resp": ["#editor"],
}


@pytest.mark.parametrize("path", FACTS)
def test_a_fact_of_the_letter_stands_where_it_belongs(path: str, letter: etree._Element) -> None:
    assert found(letter, path) == FACTS[path]


def test_no_date_of_the_letter_is_taken_for_another(letter: etree._Element) -> None:
    """Written on the third, published on the fourth, printed in 1974, put online in 2002: four dates, four places."""
    places = {
        "1918-10-03": {"creation", "correspAction", "head", "p"},
        "1918-10-04": {"bibl"},
        "1974": {"bibl"},
        "2002": {"bibl"},
    }
    header = letter.find("t:teiHeader", NAMESPACE)
    assert header is not None
    for date in header.iter("{*}date"):
        parent = date.getparent()
        assert parent is not None
        assert etree.QName(parent).localname in places[date.get("when", "")]


def test_the_letter_has_fourteen_paragraphs_each_with_an_id(letter: etree._Element) -> None:
    paragraphs = letter.xpath("/t:TEI/t:text/t:body/t:div/t:p", namespaces=NAMESPACE)
    assert len(paragraphs) == 14
    assert len({one.get(XML_ID) for one in paragraphs}) == 14


def test_every_mention_of_the_letter_lands_and_says_who_marked_it(letter: etree._Element) -> None:
    ids = set(letter.xpath("//@xml:id"))
    body = letter.find("t:text", NAMESPACE)
    assert body is not None
    mentions = [one for one in body.iter() if one.get("ref")]
    assert len(mentions) > 30
    for one in mentions:
        assert one.get("ref", "")[1:] in ids
        assert one.get("resp")
        assert one.get("cert")
    for entry in letter.xpath("/t:TEI/t:standOff/*/*/@xml:id", namespaces=NAMESPACE):
        assert f"#{entry}" in letter.xpath("//@ref")


def test_ids_survive_an_insertion_elsewhere(made: Path) -> None:
    text = (CORPUS / "letter.txt").read_text("utf-8")
    middle = text.index("But the workers of Russia")
    (made / "inserted.txt").write_text(text[:middle] + "A paragraph put in later.\n\n" + text[middle:], "utf-8")
    assert run("convert", "inserted.txt", "-o", "inserted.xml", folder=made).code == 0
    before = etree.parse(made / "letter.xml").xpath("//t:text//@xml:id", namespaces=NAMESPACE)
    after = etree.parse(made / "inserted.xml").xpath("//t:text//@xml:id", namespaces=NAMESPACE)
    assert set(before) <= set(after)
    assert len(after) == len(before) + 1


def test_the_page_holds_every_word_of_the_letter(made: Path) -> None:
    page = etree.HTML((made / "letter.html").read_text("utf-8"))
    shown = "".join("".join(page.itertext()).split())
    for paragraph in (CORPUS / "letter.txt").read_text("utf-8").split("\n\n")[5:18]:
        assert "".join(paragraph.split())[:60].replace("tohefeasible", "") in shown
    assert not page.findall(".//script[@src]")
    fetched = [one.get("src") or one.get("href") for one in page.iter("img", "link", "iframe")]
    assert all(address.startswith("data:") for address in fetched if address)


# The letter, measured with scorers that were not made here


def score(tool: str, *paths: Path) -> dict[str, object]:
    command = [sys.executable, str(shared("tools", tool)), *map(str, paths), "--json"]
    told = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert isinstance(told, dict)
    return told


def test_the_structure_of_the_letter_is_the_gold_structure(made: Path) -> None:
    told = score("score_structure.py", made / "letter.xml", shared("seed", "structure.json"))
    assert told["macro_f1"] == 1.0
    assert told["problems"] == {}


def test_nothing_of_the_letter_is_lost_invented_or_moved(made: Path, tmp_path: Path) -> None:
    for folder, name in (("txt", "letter.txt"), ("xml", "letter.xml")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_bytes((made / name).read_bytes())
    told = score("score_fidelity.py", tmp_path / "txt", tmp_path / "xml")
    assert (told["faithful"], told["findings"]) == (1.0, [])


def test_the_names_of_the_letter_are_those_marked_by_hand(made: Path) -> None:
    told = score("score_names.py", made / "letter.xml", shared("seed", "names.tsv"))
    fuzzy = told["fuzzy"]
    assert isinstance(fuzzy, dict)
    precision, recall, _ = fuzzy["all"]["prf"]
    assert precision >= 0.98
    assert recall >= 0.97
    assert told["forbidden"] == []
