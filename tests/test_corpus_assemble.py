"""Many documents become one valid corpus: nothing is lost, every id is unique, every pointer lands."""

from __future__ import annotations

import csv
import json
import subprocess
import tracemalloc
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import ROOT, program, shared
from lxml import etree

from lenin_tei.cli import lenin_tei
from lenin_tei.corpus.assembly import corpus_header, fit_document, plan_corpus
from lenin_tei.corpus.facts import Facts
from lenin_tei.corpus.registers import Listed, collect_entries, register_lists
from lenin_tei.corpus.sheets import read_sheets
from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.mentions import text_of
from lenin_tei.pointers import Links

LETTER = (ROOT / "corpus" / "letter.xml").read_bytes()
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
TEI = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{0}"><teiHeader><fileDesc><titleStmt><title>{0}</title>'
    "</titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc><encodingDesc><projectDesc>"
    "<p>One <hi>two</hi> <hi>three</hi>.</p></projectDesc></encodingDesc></teiHeader><standOff><listPerson>"
    '<person xml:id="anna"><persName>Anna</persName><note>{2}</note></person></listPerson></standOff>'
    '<text><body><p xml:id="p1">{1}</p></body></text></TEI>'
)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(lenin_tei, ["corpus", "assemble", *arguments])


def archive(folder: Path, number: int = 3) -> Path:
    """Return a folder with copies of our letter, each with an xml:id of its own."""
    source = folder / "source"
    source.mkdir()
    for one in range(number):
        data = LETTER.replace(b'xml:id="letter"', f'xml:id="letter-{one}"'.encode())
        (source / f"letter-{one}.xml").write_bytes(data)
    return source


def included(place: Path) -> etree._Element:
    tree = etree.parse(place)
    tree.xinclude()
    return tree.getroot()


def pointers(root: etree._Element) -> set[str]:
    return {
        value[1:] for one in root.iter("*") for value in (one.get("ref", ""), one.get("resp", "")) if value[:1] == "#"
    }


@pytest.mark.parametrize("form", [["--whole"], []])
def test_a_corpus_is_valid_tei_and_whole(tmp_path: Path, form: list[str]) -> None:
    done = run(str(archive(tmp_path)), "-o", str(tmp_path / "out"), *form)
    assert done.exit_code == 0, done.output
    root = included(tmp_path / "out" / "corpus.xml")
    ids = [one.get(XML_ID) for one in root.iter("*") if one.get(XML_ID)]
    assert len(ids) == len(set(ids))
    assert pointers(root) <= set(ids)
    texts = [text_of(document) for document in root.iter("{*}TEI")]
    assert texts == [text_of(etree.fromstring(LETTER))] * 3
    for one in root.iter("*"):
        one.attrib.pop("{http://www.w3.org/XML/1998/namespace}base", None)
    whole = tmp_path / "whole.xml"
    whole.write_bytes(etree.tostring(root))
    schema = shared("tei", "tei_all.rng")
    for file in (whole, tmp_path / "out" / "catalogue.xml", tmp_path / "out" / "registers.xml"):
        judged = subprocess.run([program("jing"), str(schema), str(file)], capture_output=True, text=True, check=False)
        assert judged.stdout == ""


def test_entries_and_shared_facts_stand_once(tmp_path: Path) -> None:
    run(str(archive(tmp_path)), "-o", str(tmp_path / "out"), "--whole")
    root = etree.parse(tmp_path / "out" / "corpus.xml").getroot()
    assert len(root.findall(".//{*}person[@{http://www.w3.org/XML/1998/namespace}id='person-lenin']")) == 1
    assert len(root.findall(".//{*}encodingDesc")) == 1
    assert root.find("{*}TEI/{*}standOff") is None


def plain(*rows: tuple[str, str, str]) -> list[tuple[str, bytes]]:
    return [(f"{row[0]}.xml", TEI.format(*row).encode()) for row in rows]


def test_an_entry_that_differs_stays_with_its_document() -> None:
    documents = plain(
        ("a", '<persName ref="#anna">A</persName>', "one"), ("b", '<persName ref="#anna">B</persName>', "two")
    )
    plan = plan_corpus(documents)
    first, second = (fit_document(*one, plan) for one in documents)
    assert first.find("{*}standOff") is None
    assert second.find(".//{*}person").get(XML_ID) == "b.anna"
    assert [one.find(".//{*}p/{*}persName").get("ref") for one in (first, second)] == ["#anna", "#b.anna"]


def test_pointers_between_documents_become_pointers_inside_the_corpus() -> None:
    documents = plain(
        (
            "a",
            '<ref target="b.xml#p1">x</ref> <ref target="b.xml">y</ref> <ref target="https://example.org/#p1">z</ref>',
            "n",
        ),
        ("b", '<ref target="#p1">x</ref> <ref target="#b">y</ref> <graphic url="p.png"/>', "n"),
    )
    plan = plan_corpus(documents)
    found = [
        [one.get("target") or one.get("url") for one in fit_document(*document, plan).iterfind(".//{*}p/*")]
        for document in documents
    ]
    assert found == [["#b.p1", "#b", "https://example.org/#p1"], ["#b.p1", "#b", "p.png"]]


def test_white_space_between_words_of_shared_parts_is_kept() -> None:
    header = corpus_header(plan_corpus(plain(("a", "A", "n"), ("b", "B", "n"))), "T")
    assert "".join(header.find(".//{*}projectDesc").itertext()) == "One two three."


def test_ids_that_could_be_taken_for_others_are_kept_apart() -> None:
    documents = plain(("a", "A", "n"), ("a.p1", "B", "m"))
    plan = plan_corpus(documents)
    ids = [
        one.get(XML_ID) for document in documents for one in fit_document(*document, plan).iter("*") if one.get(XML_ID)
    ]
    assert len(ids) == len(set(ids))


def test_two_documents_with_one_id_are_refused() -> None:
    with pytest.raises(LeninTeiError, match="both called a"):
        plan_corpus([*plain(("a", "A", "n")), ("other.xml", TEI.format("a", "B", "n").encode())])


def test_catalogue_and_registers_tell_what_is_there(tmp_path: Path) -> None:
    run(str(archive(tmp_path, 2)), "-o", str(tmp_path / "out"))
    with (tmp_path / "out" / "catalogue.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["path"], row["date"]) for row in rows] == [(f"../source/letter-{n}.xml", "1918-10-03") for n in (0, 1)]
    assert json.loads((tmp_path / "out" / "catalogue.json").read_text("utf-8"))[0]["kind"] == "letter"
    register = json.loads((tmp_path / "out" / "registers.json").read_text("utf-8"))
    lenin = next(one for one in register if one["key"] == "person-lenin")
    assert (lenin["name"], lenin["mentions"], len(lenin["documents"])) == ("Vladimir Ilyich Lenin", 8, 2)
    with (tmp_path / "out" / "registers.csv").open(encoding="utf-8") as stream:
        assert sum(int(row["mentions"]) for row in csv.DictReader(stream) if row["key"] == "person-lenin") == 8


LISTS = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Who</title></titleStmt>
<publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader><standOff>
<listOrg><org xml:id="press"><orgName>The Press</orgName><event><desc>Begun <ref target="#anna">by her</ref>.</desc>
</event><person xml:id="dora"><persName>Dora</persName></person></org><org xml:id="mill"><orgName>Mill</orgName></org>
</listOrg><listPlace><place xml:id="north"><placeName>North</placeName><place xml:id="hill"><placeName>Hill</placeName>
</place></place></listPlace></standOff></TEI>"""


def test_a_register_holds_everybody_who_is_mentioned_once_and_where(tmp_path: Path) -> None:
    (tmp_path / "tei").mkdir()
    (tmp_path / "edition.toml").write_text('title = "Letters"\n')
    (tmp_path / "authority.xml").write_text(LISTS)
    said = '<persName ref="#anna">Anna</persName> of <orgName ref="../authority.xml#press">the Press</orgName>'
    for one in ("a", "b"):
        more = ' in the <placeName ref="../authority.xml#north">North</placeName>' if one == "b" else ""
        (tmp_path / "tei" / f"{one}.xml").write_text(TEI.format(one, said + more, "n"))
    done = run(str(tmp_path), "-o", str(tmp_path / "out"))
    assert done.exit_code == 0, done.output
    place = tmp_path / "out" / "registers.xml"
    root = etree.parse(place).getroot()
    entries = root.findall("{*}standOff/*/*")
    assert [one.get(XML_ID) for one in entries] == ["anna", "north", "press"]  # nobody mentions the mill
    where = [[(ref.get("target"), ref.get("n")) for ref in one.iterfind("{*}note/{*}ref")] for one in entries]
    a, b = ("../tei/a.xml", "1"), ("../tei/b.xml", "1")
    assert where == [[a, b], [b], [a, b]]
    own = set(root.xpath("//@xml:id"))
    assert [one.get("target") for one in entries[2].iterfind("{*}event//{*}ref")] == ["#anna"]
    assert "anna" in own
    schema = shared("tei", "tei_all.rng")
    judged = subprocess.run([program("jing"), str(schema), str(place)], capture_output=True, text=True, check=False)
    assert judged.stdout == ""


def test_an_entry_points_back_to_what_the_register_does_not_hold() -> None:
    known: dict[str, Listed] = {}
    data = LISTS.replace('<org xml:id="mill">', '<org xml:id="mill" corresp="#press #mill">')
    collect_entries(etree.fromstring(data), "lists/who.xml", known)
    facts = Facts()
    (sheet,) = read_sheets(TEI.format("a", '<orgName ref="#mill">Mill</orgName>', "n").encode(), "a.xml")
    facts.add([sheet], Links("a.xml"))
    ((kind, entries),) = register_lists(facts, known)
    assert (kind, [one.get("corresp") for one in entries]) == ("listOrg", ["lists/who.xml#press #mill"])
    facts.close()


def test_the_same_archive_gives_the_same_bytes(tmp_path: Path) -> None:
    source = archive(tmp_path)
    made = []
    for jobs in ("1", "2"):
        out = tmp_path / f"out{jobs}"
        run(str(source), "-o", str(out), "--jobs", jobs)
        made.append({path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()})
    assert made[0] == made[1]


def test_an_index_of_letters_takes_its_facts_from_the_edition_file(tmp_path: Path) -> None:
    archive(tmp_path).rename(tmp_path / "tei")
    edition = (
        'title = "Letters"\npublisher = "The Press"\ndate = 2026-01-01\n[licence]\n'
        'target = "https://creativecommons.org/licenses/by/4.0/"\n[idno]\nurl = "https://example.org/letters"\n'
        '[[encoder]]\nname = "Anna Berg"\nresp = "Markup"\n'
    )
    (tmp_path / "edition.toml").write_text(edition)
    done = run(str(tmp_path), "-o", str(tmp_path / "out"), "--cmif", "--new-uuid")
    assert done.exit_code == 0, done.output
    kept = (tmp_path / "edition.toml").read_text("utf-8")
    index = etree.parse(tmp_path / "out" / "cmif.xml").getroot()
    assert index.find(".//{*}bibl").get(XML_ID).removeprefix("uuid-") in kept
    assert len(index.findall(".//{*}correspDesc")) == 3
    again = run(str(tmp_path), "-o", str(tmp_path / "out"), "--cmif", "--new-uuid")
    assert "added" in done.stderr
    assert "added" not in again.stderr
    assert (tmp_path / "edition.toml").read_text("utf-8") == kept


def test_what_is_no_document_is_left_out_and_told(tmp_path: Path) -> None:
    source = archive(tmp_path, 1)
    (source / "list.xml").write_text('<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><standOff/></TEI>')
    done = run(str(source), "-o", str(tmp_path / "out"))
    assert "list.xml" in done.stderr
    assert included(tmp_path / "out" / "corpus.xml").findall("{*}TEI")


def test_files_of_the_archive_are_never_written_over(tmp_path: Path) -> None:
    source = archive(tmp_path, 1)
    assert "say another -o" in str(run(str(source), "-o", str(tmp_path)).exception)


def test_memory_does_not_grow_with_the_texts() -> None:
    def peak(number: int) -> int:
        documents = (plain((f"d{one}", "words " * 2000, "n"))[0] for one in range(number))
        tracemalloc.start()
        plan_corpus(documents)
        reached = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return reached

    peak(5)
    assert peak(200) < peak(20) + 200_000  # 180 texts are more than two million bytes
