"""What is written for platforms, read by the real programs: dapytains (DTS) and BaseX."""

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter

import pytest
from conftest import ROOT, named, program
from lxml import etree
from target_folders import documents_of, in_folder

from lenin_tei.exporters.targets.building import write_target
from lenin_tei.exporters.targets.plan import load_target, stem_of
from lenin_tei.exporters.targets.text_steps import BLOCKS, DIVISIONS
from lenin_tei.exporters.tree import read_tree

TEI = "{http://www.tei-c.org/ns/1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, tuple[int, int, str]]]:
    """What a DTS server answers about every unit of every document."""
    python = named("DAPYTAINS", "a Python that has dapytains")
    folder = in_folder("dts", tmp_path_factory.mktemp("dts"))
    script = ROOT / "tests" / "targets" / "dts_server.py"
    run = subprocess.run(
        [str(python), str(script), str(folder / "dts-metadata.xml")], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr[-2000:]
    told = json.loads(run.stdout)
    assert {one["@type"] for one in told["collection"]["member"]} == {"Resource"}
    documents: dict[str, dict[str, tuple[int, int, str]]] = told["documents"]
    return documents


def words(element: etree._Element) -> str:
    return " ".join("".join(str(one) for one in element.xpath(".//text()")).split())


def blocks(root: etree._Element) -> dict[str, str]:
    """Return the text of each block of a document by the reference that should lead to it."""
    found = {}
    for part in root.find(f"{TEI}text").iter("*"):  # type: ignore[union-attr]
        name = etree.QName(part).localname
        if name in (*DIVISIONS, "body", "front", "back") and part.get(XML_ID):
            inside = [one for one in part if etree.QName(one).localname in BLOCKS]
            found |= {f"{part.get(XML_ID)}.{number}": words(one) for number, one in enumerate(inside, 1)}
    return found


def test_dts_knows_every_document(answers: dict[str, dict[str, tuple[int, int, str]]]) -> None:
    assert set(answers) == {stem_of(name) for name in documents_of("dts")}


def test_dts_gives_every_block_by_its_reference(answers: dict[str, dict[str, tuple[int, int, str]]]) -> None:
    for name, data in documents_of("dts").items():
        told = answers[stem_of(name)]
        assert {status for _, status, _ in told.values()} == {200}
        given = {
            reference: words(read_tree(text.encode())) for reference, (level, _, text) in told.items() if level == 2
        }
        assert given == blocks(read_tree(data))


def test_no_word_of_a_text_is_out_of_reach_of_dts(answers: dict[str, dict[str, tuple[int, int, str]]]) -> None:
    for name, data in documents_of("dts").items():
        told = answers[stem_of(name)]
        given = [words(read_tree(text.encode())) for level, _, text in told.values() if level == 2]
        text = read_tree(data).find(f"{TEI}text")
        assert text is not None
        assert Counter("".join(given).replace(" ", "")) == Counter(words(text).replace(" ", ""))


# BaseX: many small documents, each with names, a mixed paragraph, and every third with the word that is looked for.
NUMBER = 1000
SMALL = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="d{0}"><teiHeader><fileDesc><titleStmt>
<title>Letter {0}</title></titleStmt><publicationStmt><p>Unpublished.</p></publicationStmt><sourceDesc><p>Ours.</p>
</sourceDesc></fileDesc><profileDesc><creation><date when="19{1:02}">19{1:02}</date></creation></profileDesc>
</teiHeader>
<text><body><p>Dear <persName ref="#p{2}">Anna</persName> <persName ref="#p{3}">Kern</persName>, <hi>the</hi>
<emph>{4}</emph> is late.</p></body></text></TEI>"""
PARAGRAPHS = """declare namespace tei='http://www.tei-c.org/ns/1.0';
distinct-values(collection('edition')//tei:body/tei:p)"""


def small(number: int) -> bytes:
    word = "harvest" if number % 3 == 0 else "train"
    return SMALL.format(number, number % 100, number % 7, number % 5, word).encode()


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What BaseX says when it loads the documents and runs every query, in one process."""
    basex = program("basex")
    folder, home = tmp_path_factory.mktemp("basex"), tmp_path_factory.mktemp("home")
    for path, data in write_target(load_target("basex"), [(f"d{n}.xml", small(n)) for n in range(NUMBER)], {}):
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(data)
    names = ["load", *sorted(path.stem for path in folder.glob("queries/*.xq")), "paragraphs"]
    runs = ["RUN load.bxs", *(f"RUN queries/{name}.xq" for name in names[1:-1]), "RUN paragraphs.xq"]
    (folder / "paragraphs.xq").write_text(PARAGRAPHS)
    (folder / "line.xq").write_text("'&#10;=====&#10;'")
    command = [basex, "-bwords=the harvest is late", "-bid=p6", "-c", "; RUN line.xq; ".join(runs)]
    environment = os.environ | {"JAVA_TOOL_OPTIONS": f"-Duser.home={home} -XX:+UseSerialGC -XX:TieredStopAtLevel=1"}
    run = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    assert run.returncode == 0, run.stderr
    answers = dict(zip(names, run.stdout.split("=====\n"), strict=True))
    return answers | {"names.xml": (folder / "names.xml").read_text("utf-8")}


def test_basex_loads_every_document(told: dict[str, str]) -> None:
    assert f"DOCUMENTS: {NUMBER + 1}" in told["load"]  # the index of names is one more


def test_basex_finds_the_words_that_are_there(told: dict[str, str]) -> None:
    assert told["1-words"].count("<found ") == len([n for n in range(NUMBER) if n % 3 == 0])


def test_basex_keeps_the_spaces_between_elements(told: dict[str, str]) -> None:
    assert set(told["paragraphs"].replace("the\n", "the ").split("\n")) - {""} == {
        "Dear Anna Kern, the harvest is late.",
        "Dear Anna Kern, the train is late.",
    }


def test_basex_counts_the_mentions_we_count(told: dict[str, str]) -> None:
    counted = etree.fromstring(f"<names>{told['2-index-of-names']}</names>".encode())
    ours = etree.fromstring(told["names.xml"].encode())
    assert {(one.get("id"), one.get("mentions"), one.get("documents")) for one in counted} == {
        (one.get("id"), one.get("mentions"), one.get("documents")) for one in ours
    }
    assert sum(int(one.get("mentions", "")) for one in ours) == 2 * NUMBER


def test_the_other_queries_for_basex_answer(told: dict[str, str]) -> None:
    dates = told["3-by-date"].split()
    assert [one[6:10] for one in dates if one.startswith("date=")] == sorted(f"19{n % 100:02}" for n in range(NUMBER))
    assert told["4-mentioned-together"].lstrip().startswith('<pair names="p0 p1" paragraphs="')
    assert told["5-mentions"].count("<mention ") == len([n for n in range(NUMBER) if n % 7 == 6])
