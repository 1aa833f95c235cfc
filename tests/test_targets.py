"""What is written for platforms: valid, faithful, and accepted by what we know of each."""

from __future__ import annotations

import io
import json
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT, program, shared
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from target_folders import DOCUMENTS, GOLDEN, SETTINGS, documents_of, sources, written

from lenin_tei.cli import lenin_tei
from lenin_tei.diagnostics import Diagnostic, LeninTeiError
from lenin_tei.exporters import export_folder
from lenin_tei.exporters.targets.building import PLACES, write_target
from lenin_tei.exporters.targets.plan import CHOICES, KEYS, load_target, read_target, stem_of, target_names
from lenin_tei.exporters.text import export_text
from lenin_tei.exporters.tree import read_tree
from lenin_tei.inspection import Terms, inspect_file

TEI = "{http://www.tei-c.org/ns/1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
NS = {"tei": "http://www.tei-c.org/ns/1.0", "xml": "http://www.w3.org/XML/1998/namespace"}
# What only a fact nobody states could mend, or what the platform is not made for: target → words of the misfit.
MISFITS = {
    "dracor": ("analyses speeches", "digitalSource", "wants a licence"),
    "dtabf": ("wants publisher first",),
}


def tei_files(target: str) -> dict[str, bytes]:
    return {path: data for path, data in written(target)[0].items() if path.endswith(".xml") and b"<TEI" in data[:2000]}


def known(target: str, path: str, one: Diagnostic) -> bool:
    """Tell whether a finding is one nothing can be done about: a platform wants it so, or the source has it so."""
    if one.code == "H008":  # the platform wants another id than the name of the file
        return path.startswith(("data/registers/", "data/taxonomy"))
    if one.code == "H004":  # two pointers in one @ref, in a document that is not ours and keeps its pointers
        return load_target(target).pointers == "leave" and "talk-7" in path
    if (target, one.code) == ("cmif", "H003"):  # CMIF itself has an empty paragraph for a text
        return True
    return any(words in one.message for words in MISFITS.get(target, ()))


def without_lists(data: bytes) -> etree._Element:
    """Return a document without the entries dse-static wants in back: they are data, not text."""
    root = read_tree(data)
    for back in root.iter(f"{TEI}back"):
        for one in [one for one in back if str(one.tag).startswith(f"{TEI}list")]:
            back.remove(one)
    return root


@pytest.mark.parametrize("target", target_names())
def test_the_folder_of_a_target_is_the_golden_one(target: str, update: bool) -> None:
    files = {
        path: data for path, data in written(target)[0].items() if not path.endswith((".xar", "CETEI.js", "LICENSE.md"))
    }
    folder = GOLDEN / target
    if update:
        for old in folder.rglob("*"):
            if old.is_file():
                old.unlink()
        for path, data in files.items():
            place = folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert sorted(found) == sorted(files)
    assert [path for path in files if files[path] != found[path]] == []


@pytest.mark.parametrize("target", target_names())
def test_a_target_loses_nothing_of_the_text(target: str) -> None:
    """Converting to a target and exporting that to text gives the text of the document, character by character."""
    made = documents_of(target)
    for name, data in sources():
        if name in made:
            kept = without_lists(made[name]) if target == "dse-static" else read_tree(made[name])
            assert export_text(kept) == export_text(read_tree(data)), name


@pytest.mark.parametrize("target", target_names())
def test_a_target_is_written_the_same_way_twice(target: str) -> None:
    again = dict(write_target(load_target(target), list(reversed(sources())), SETTINGS.get(target, {})))
    assert again == written(target)[0]


@pytest.mark.parametrize("target", target_names())
def test_our_validator_finds_nothing_and_the_platform_has_nothing_to_object(target: str) -> None:
    schema = str(shared("tei", "tei_all.rng"))
    terms = Terms(schema=schema, rules="none", platforms=(target,))
    documents = set(documents_of(target).values()) or set(written(target)[0].values())
    for path, data in tei_files(target).items():
        platforms = terms if data in documents else Terms(schema=schema, rules="none")
        found = inspect_file(path, data, platforms)[0]
        rest = [str(one) for one in found if not known(target, path, one)]
        assert rest == [], path


FILES = sorted((ROOT / "tests" / "tei").rglob("*.xml"))


@pytest.fixture(scope="module")
def everybody() -> dict[str, dict[str, bytes]]:
    """All hand-written TEI files of the tests as one edition, for every target that writes documents."""
    documents = [(path.relative_to(ROOT).as_posix(), path.read_bytes()) for path in FILES]
    assert len(documents) > 50
    names = [name for name in target_names() if load_target(name).documents]
    return {name: dict(write_target(load_target(name), documents, {})) for name in names}


def test_anybodys_documents_lose_nothing(everybody: dict[str, dict[str, bytes]]) -> None:
    """Names are unlike each other, so that each file can be found again."""
    stems = [stem_of(path.name) for path in FILES]
    for target, files in everybody.items():
        for path, stem in zip(FILES, stems, strict=True):
            place = load_target(target).documents.format(stem=stem)
            if place not in files or stems.count(stem) > 1:
                continue
            made, source = read_tree(files[place]), read_tree(path.read_bytes())
            if target == "dse-static":
                made, source = without_lists(files[place]), without_lists(path.read_bytes())
            assert export_text(made) == export_text(source), (target, path.name)


def test_all_documents_are_valid_for_tei_all(everybody: dict[str, dict[str, bytes]], tmp_path: Path) -> None:
    """Ours and anybody's, in one process of jing."""
    jing, schema = program("jing"), shared("tei", "tei_all.rng")
    ours = {f"our {name}": written(name)[0] for name in target_names()}
    paths = []
    for target, files in (ours | everybody).items():
        for path, data in files.items():
            if path.endswith(".xml") and b"tei-c.org/ns" in data[:2000]:
                place = tmp_path / target / path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(data)
                paths.append(str(place))
    assert len(paths) > 500
    run = subprocess.run([jing, str(schema), *paths], capture_output=True, text=True, check=False)
    assert run.stdout == ""


@pytest.mark.parametrize("target", target_names())
def test_what_does_not_fit_is_told(target: str) -> None:
    told = written(target)[1]
    assert all(one.code.startswith("P") for one in told)
    assert all(any(words in one.message for words in MISFITS.get(target, ())) for one in told)


def keys(data: bytes) -> set[str]:
    return {str(one) for one in read_tree(data).xpath("//@key")}


def test_tei_publisher_finds_every_mention_in_a_register_and_every_entry_in_a_text() -> None:
    files = written("tei-publisher")[0]
    registers = [read_tree(data) for path, data in files.items() if path.startswith("data/registers/")]
    assert {root.get(XML_ID) for root in registers} == {
        "pb-persons", "pb-places", "pb-organizations", "pb-works", "pb-events"
    }  # fmt: skip
    entries = [str(one.get(XML_ID)) for root in registers for one in root.iterfind("tei:standOff/*/*", NS)]
    assert len(entries) == len(set(entries)) > 20
    mentioned = set().union(*map(keys, tei_files("tei-publisher").values()))
    assert mentioned == set(entries)
    for data in documents_of("tei-publisher").values():
        root = read_tree(data)
        assert root.xpath("//*[@ref]") == []
        assert root.find("tei:standOff", NS) is None
        assert root.xpath("//tei:text//tei:div[not(@xml:id)]", namespaces=NS) == []


def test_entries_of_tei_publisher_have_a_main_name_and_one_to_sort_by() -> None:
    files = written("tei-publisher")[0]
    for path, data in files.items():
        if path.startswith("data/registers/"):
            for entry in read_tree(data).iterfind("tei:standOff/*/*", NS):
                types = [one.get("type") for one in entry if one.tag.endswith(("Name", "title"))]
                assert types.count("main") == types.count("sort") == 1, entry.get(XML_ID)
    persons = read_tree(files["data/registers/persons.xml"])
    assert "Kern, Anna" in [one.text for one in persons.iterfind(".//tei:persName[@type='sort']", NS)]
    places = read_tree(files["data/registers/places.xml"])
    assert "47.07 15.43" in [one.text for one in places.iterfind(".//tei:geo", NS)]


def test_the_package_of_tei_publisher_holds_what_its_descriptors_say() -> None:
    files = written("tei-publisher")[0]
    with zipfile.ZipFile(io.BytesIO(files["edition-data.xar"])) as archive:
        assert archive.testzip() is None
        packed = {name: archive.read(name) for name in archive.namelist()}
    assert {path: data for path, data in packed.items() if path.startswith("data/")} == {
        path: data for path, data in files.items() if path.startswith("data/")
    }
    package = etree.fromstring(packed["expath-pkg.xml"])
    assert (package.tag, package.get("abbrev")) == ("{http://expath.org/ns/pkg}package", "edition-data")
    assert package.get("name") and package.get("version") and package.get("spec") == "1.0"
    repo = {etree.QName(one).localname: one for one in etree.fromstring(packed["repo.xml"])}
    assert repo["target"].text == "edition-data"
    assert repo["permissions"].get("mode") == "rw-rw-r--"
    assert repo["prepare"].text in packed
    index = etree.fromstring(packed["collection.xconf"])
    assert next(one.get("qname") for one in index.iter("{*}text")) == "tei:text"
    assert b"*.xconf" in packed["pre-install.xql"]
    taxonomy = read_tree(packed["data/taxonomy.xml"])
    ids = {str(one) for one in taxonomy.xpath("//tei:category[@xml:id='genre']/tei:category/@xml:id", namespaces=NS)}
    targets = {
        str(one)[1:]
        for data in documents_of("tei-publisher").values()
        for one in read_tree(data).xpath("//tei:catRef[@scheme='#genre']/@target", namespaces=NS)
    }
    assert targets and targets <= ids


def test_a_package_has_a_name_eXist_takes() -> None:  # noqa: N802
    with pytest.raises(LeninTeiError, match="no name for a package"):
        dict(write_target(load_target("tei-publisher"), sources(), {"package": "../x"}))


def test_tei_publisher_gets_an_instruction_it_can_read() -> None:
    views = {}
    for name, data in documents_of("tei-publisher").items():
        found = re.search(rb'<\?teipublisher odd="teipublisher.odd" template="view.html" view="(\w+)" depth="2"', data)
        assert found
        views[name] = found[1].decode()
    assert views == {"letter.xml": "div", "harvest.xml": "div", "Talk 7.xml": "page"}


def test_dse_static_finds_entries_and_mentions() -> None:
    files = written("dse-static")[0]
    entries: dict[str, etree._Element] = {}
    for path, data in files.items():
        if path.startswith("data/indices/"):
            root = read_tree(data)
            assert root.get(XML_ID) == path.rpartition("/")[2]
            entries |= {str(one.get(XML_ID)): one for one in root.xpath("//tei:body//tei:*[@xml:id]", namespaces=NS)}
    editions = {path: read_tree(data) for path, data in files.items() if path.startswith("data/editions/")}
    for path, root in editions.items():
        name = path.rpartition("/")[2]
        assert root.get(XML_ID) == name
        assert root.xpath("//tei:text/tei:body//*[@ref][not(self::tei:rs)]", namespaces=NS) == []
        for pointer in {str(one) for one in root.xpath("//tei:body//tei:rs[@type]/@ref", namespaces=NS)}:
            mentions = entries[pointer[1:]].xpath("tei:noteGrp/tei:note[@type='mentions']/@target", namespaces=NS)
            assert name in mentions
    chain = [(root.get("prev"), path, root.get("next")) for path, root in sorted(editions.items())]
    names = [path.rpartition("/")[2] for _, path, _ in chain]
    assert [one[0] for one in chain] == [None, *(f"./{name}" for name in names[:-1])]
    assert [one[2] for one in chain] == [*(f"./{name}" for name in names[1:]), None]


def test_what_dse_static_would_delete_is_moved_into_the_body() -> None:
    talk = read_tree(documents_of("dse-static")["Talk 7.xml"])
    assert "A bill from the inn" in "".join(talk.find("tei:text/tei:body", NS).itertext())  # type: ignore[union-attr]
    back = talk.find("tei:text/tei:back", NS)
    assert back is not None and {etree.QName(one).localname for one in back} == {
        "listPerson", "listPlace", "listEvent"
    }  # fmt: skip


def test_evt_finds_lists_names_and_pages() -> None:
    files = written("evt")[0]
    for name, data in documents_of("evt").items():
        root, stem = read_tree(data), stem_of(name)
        ids = {str(one) for one in root.xpath("//tei:sourceDesc/*/*/@xml:id", namespaces=NS)}
        names = "//tei:text//*[self::tei:persName or self::tei:placeName or self::tei:orgName]/@ref"
        pointers = {str(one) for one in root.xpath(names, namespaces=NS)}
        assert pointers and {one[1:] for one in pointers} <= ids
        assert root.xpath("//tei:text//tei:p/@n", namespaces=NS) == []
        assert root.xpath("//tei:pb[not(@ed)]", namespaces=NS)
        config = json.loads(files[f"{stem}/config/file_config.json"])
        assert config["editionUrls"] == [f"assets/data/{stem}.xml"]
        assert json.loads(files[f"{stem}/config/config.json"])["dataUrl"] == f"data/{stem}.xml"
        assert json.loads(files[f"{stem}/config/edition_config.json"])["editionTitle"]


def test_dracor_gets_characters_and_sources_and_is_told_what_is_no_play() -> None:
    made = {name: read_tree(data) for name, data in documents_of("dracor").items()}
    talk = made["Talk 7.xml"]
    people = {str(one) for one in talk.xpath("//tei:particDesc/tei:listPerson/tei:person/@xml:id", namespaces=NS)}
    assert {str(one)[1:] for one in talk.xpath("//tei:sp/@who", namespaces=NS)} <= people
    sources_ = made["letter.xml"].xpath("//tei:bibl[@type='digitalSource']/tei:bibl/@type", namespaces=NS)
    assert sources_ == ["originalSource"]
    told = {one.path for one in written("dracor")[1] if "analyses speeches" in one.message}
    assert told == {"tei/letter.xml", "tei/harvest.xml"}


def test_speakers_without_an_entry_become_characters() -> None:
    speeches = "".join(f"<sp><speaker>{name}:</speaker><p>x</p></sp>" for name in ("HOLM", "Anna K.", "Holm"))
    data = f"<TEI xmlns='{NS['tei']}'><teiHeader/><text><body>{speeches}</body></text></TEI>".encode()
    root = read_tree(dict(write_target(load_target("dracor"), [("t.xml", data)], {}))["tei/t.xml"])
    assert root.xpath("//tei:sp/@who", namespaces=NS) == ["#character-holm", "#character-anna-k", "#character-holm"]
    assert [one.findtext("tei:persName", None, NS) for one in root.iterfind(".//tei:person", NS)] == ["HOLM", "Anna K"]


def test_dtabf_gets_names_counts_and_sources() -> None:
    made = {name: read_tree(data) for name, data in documents_of("dtabf").items()}
    author = made["letter.xml"].find(".//tei:fileDesc/tei:titleStmt/tei:author/tei:persName", NS)
    assert author is not None and [(etree.QName(one).localname, one.text) for one in author] == [
        ("forename", "Vladimir"), ("surname", "Lenin")
    ]  # fmt: skip
    talk = made["Talk 7.xml"]
    assert {one.get("type"): one.text for one in talk.iterfind(".//tei:measure", NS)} == {
        "images": "2", "tokens": "60", "types": "53", "characters": "298"
    }  # fmt: skip
    assert talk.xpath("//tei:pb/@facs", namespaces=NS) == ["#f0001", "#f0002"]
    assert made["letter.xml"].findtext(".//tei:biblFull/tei:titleStmt/tei:title", None, NS) == "Collected Works"


def test_cmif_is_written_by_its_own_exporter(tmp_path: Path) -> None:
    assert list(written("cmif")[0]) == ["cmif.xml"]
    letter = tmp_path / "letter.xml"
    letter.write_bytes(sources()[0][1])
    sets = [part for key, value in SETTINGS["cmif"].items() for part in ("--set", f"{key}={value}")]
    for form in (["cmif"], ["tei", "--for", "cmif"]):
        folder = tmp_path / form[0]
        address = [] if form[0] == "tei" else ["--url", SETTINGS["cmif"]["url"]]
        own = sets if form[0] == "tei" else sets[2:]
        run = CliRunner().invoke(lenin_tei, ["export", str(letter), "--to", *form, *own, *address, "-o", str(folder)])
        assert run.exception is None or run.exit_code == 0, run.exception
    assert (tmp_path / "cmif/cmif.xml").read_bytes() == (tmp_path / "tei/cmif.xml").read_bytes()


def test_the_command_line_writes_and_tells_what_does_not_fit(tmp_path: Path) -> None:
    letter, folder = tmp_path / "letter.xml", tmp_path / "out"
    letter.write_bytes(sources()[0][1])
    run = CliRunner().invoke(lenin_tei, ["export", str(letter), "--to", "tei", "--for", "dracor", "-o", str(folder)])
    assert run.exit_code == 0
    assert "does not fit wholly because DraCor analyses speeches" in run.stderr
    assert (folder / "tei" / "letter.xml").read_bytes() == written("dracor")[0]["tei/letter.xml"]
    listed = CliRunner().invoke(lenin_tei, ["target", "list"]).stdout.splitlines()
    assert [line.split()[0] for line in listed] == list(target_names())
    assert "correspAction" in CliRunner().invoke(lenin_tei, ["target", "show", "tei-publisher"]).stdout
    checked = CliRunner().invoke(lenin_tei, ["target", "check", "dracor", str(letter)])
    assert (checked.exit_code, "P002" in checked.output) == (1, True)
    assert CliRunner().invoke(lenin_tei, ["target", "check", "evt", str(letter)]).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--to", "tei"], "for which platform"),
        (["--to", "tei", "--for", "word"], "no target known here"),
        (["--to", "tei", "--for", "dts", "--set", "title"], "write NAME=VALUE"),
        (["--to", "tei", "--for", "dts", "--set", "x=y"], "has no setting"),
        (["--to", "html", "--set", "x=y"], "--set is for"),
        (["--to", "site", "--for", "dts"], "no option"),
    ],
)
def test_the_command_line_refuses_in_one_line(arguments: list[str], words: str, tmp_path: Path) -> None:
    letter = tmp_path / "letter.xml"
    letter.write_bytes(sources()[0][1])
    run = CliRunner().invoke(lenin_tei, ["export", str(letter), *arguments, "-o", str(tmp_path / "out")])
    assert isinstance(run.exception, LeninTeiError)
    assert words in str(run.exception)


def test_several_entries_in_one_name_become_names_in_each_other() -> None:
    talk = documents_of("tei-publisher")["Talk 7.xml"]
    assert b'<persName key="ak"><persName key="jm">the Kerns</persName></persName>' in talk


def test_the_same_id_with_another_name_is_somebody_else() -> None:
    first, second = (
        f"""<TEI xmlns="{NS["tei"]}"><teiHeader><fileDesc><titleStmt><title>T</title></titleStmt><publicationStmt><p/>
        </publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader><standOff><listPerson><person xml:id="p1">
        <persName>{name}</persName></person></listPerson></standOff><text><body><p><persName ref="#p1">X</persName></p>
        </body></text></TEI>""".encode()
        for name in ("Anna", "Boris")
    )
    files = dict(write_target(load_target("tei-publisher"), [("a.xml", first), ("b.xml", second)], {}))
    persons = read_tree(files["data/registers/persons.xml"])
    names = {one.get(XML_ID): one[0].text for one in persons.iterfind(".//tei:person", NS)}
    assert names == {"p1": "Anna", "b-p1": "Boris"}
    assert keys(files["data/b.xml"]) == {"b-p1"}


def test_a_register_file_gives_only_the_entries_that_are_mentioned() -> None:
    register = f"""<TEI xmlns="{NS["tei"]}"><teiHeader/><standOff><listPlace>
      <place xml:id="here"><placeName>Here</placeName></place><place xml:id="there"><placeName>There</placeName></place>
      </listPlace></standOff></TEI>""".encode()
    text = f"""<TEI xmlns="{NS["tei"]}"><teiHeader/><text><body><p><placeName ref="places.xml#here">H</placeName></p>
      </body>      </text></TEI>""".encode()
    files = dict(write_target(load_target("tei-publisher"), [("places.xml", register), ("t.xml", text)], {}))
    assert sorted(path for path in files if path.startswith("data/") and path.count("/") == 1) == [
        "data/t.xml", "data/taxonomy.xml"
    ]  # fmt: skip
    places = read_tree(files["data/registers/places.xml"])
    assert [one.get(XML_ID) for one in places.iterfind(".//tei:place", NS)] == ["here"]


def test_the_parts_of_a_corpus_become_documents() -> None:
    part = "<TEI xml:id='{0}'><teiHeader/><text><body><p>{0}</p></body></text></TEI>"
    corpus = f"<teiCorpus xmlns='{NS['tei']}'><teiHeader/>{part.format('a')}{part.format('b')}</teiCorpus>".encode()
    files = dict(write_target(load_target("dts"), [("all.xml", corpus)], {}))
    assert {path for path in files if path.startswith("tei/")} == {"tei/a.xml", "tei/b.xml"}


def test_what_is_no_tei_and_what_holds_no_text_is_refused() -> None:
    with pytest.raises(LeninTeiError, match="no TEI P5 document"):
        dict(write_target(load_target("dts"), [("a.xml", b"<html/>")], {}))
    with pytest.raises(LeninTeiError, match="none of these files"):
        dict(write_target(load_target("dts"), [("a.xml", f"<TEI xmlns='{NS['tei']}'/>".encode())], {}))
    with pytest.raises(LeninTeiError, match="has no setting"):
        dict(write_target(load_target("dts"), sources(), {"colour": "red"}))
    with pytest.raises(LeninTeiError, match="for which platform"):
        dict(export_folder(sources(), to="tei"))


@pytest.mark.parametrize("name", target_names())
def test_a_target_uses_only_what_exists(name: str) -> None:
    target = load_target(name)
    assert target.about and target.reads
    for one in (*target.steps, *target.extras):
        module = __import__(f"lenin_tei.exporters.targets.{PLACES.get(one, 'steps')}", fromlist=[one])
        assert callable(getattr(module, one))
    assert "{stem}" in target.documents or (target.documents, name) == ("", "cmif")


def test_a_target_with_an_unknown_key_or_value_is_refused() -> None:
    with pytest.raises(LeninTeiError, match="unknown key 'colour'"):
        read_target("x", {"title": "X", "target": {"colour": "red"}})
    with pytest.raises(LeninTeiError, match="pointers can be"):
        read_target("x", {"title": "X", "target": {"pointers": "both"}})
    with pytest.raises(LeninTeiError, match="no target known here"):
        load_target("word")
    assert set(CHOICES) <= set(KEYS)


@given(st.text(max_size=40))
@settings(max_examples=100)
def test_every_name_becomes_one_a_file_and_an_id_can_have(name: str) -> None:
    stem = stem_of(name)
    etree.fromstring(f'<x xmlns:xml="http://www.w3.org/XML/1998/namespace" xml:id="{stem}"/>')
    assert re.fullmatch(r"[^\W\d_][\w.-]*", stem)
    assert stem_of(stem) == stem


def test_the_three_documents_are_those() -> None:
    assert [path.name for path in DOCUMENTS] == ["letter.xml", "Talk 7.xml", "harvest.xml"]


@pytest.mark.parametrize("target", target_names())
def test_an_attribute_that_only_a_dtd_gives_crashes_nothing(target: str) -> None:
    """lxml ends the whole process when such an attribute is to be removed."""
    names = "n ref ed type prev next".split()
    lists = "".join(f'<!ATTLIST {tag} {name} CDATA "1">' for tag in ("p", "pb", "title", "TEI", "rs") for name in names)
    data = (ROOT / "corpus/letter.xml").read_bytes().partition(b"?>\n")[2]
    documents = [("letter.xml", f"<!DOCTYPE TEI [{lists}]>\n".encode() + data)]
    assert dict(write_target(load_target(target), documents, SETTINGS.get(target, {}), lambda _: None))
