"""The commands for names as their user meets them: `authority` and `names`, on small files in an empty folder."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from test_cli import Ended, run

from lenin_tei.resources import authority_path

SHIPPED = authority_path()
AUTHORITY = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="harbour">
  <teiHeader><fileDesc><titleStmt><title>Names of the harbour</title></titleStmt>
    <publicationStmt><p>Unpublished.</p></publicationStmt><sourceDesc><p>Collected.</p></sourceDesc></fileDesc></teiHeader>
  <standOff>
    <listPerson>
      <!-- kept as it is -->
      <person xml:id="anna"><persName>Anna Holm</persName><birth when="1870"/><death when="1931-05"/></person>
      <person xml:id="jon"><persName>Jon Holm</persName></person>
    </listPerson>
    <listPlace><place xml:id="bergen"><placeName>Bergen</placeName></place></listPlace>
  </standOff>
</TEI>
"""
NOTE = """A Note

They say that Holm walked from Bergen to the sea in the spring, and that it took nine days. \
Others have told that Anna Holm never came to Bergen again.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an authority file, an edition that names it, and a transcription."""
    (tmp_path / "harbour.xml").write_text(AUTHORITY, "utf-8")
    (tmp_path / "edition.toml").write_text('authority = "harbour.xml"\n')
    (tmp_path / "note.txt").write_text(NOTE, "utf-8")
    return tmp_path


def said(done: Ended) -> str:
    """Return the one line a command refused with."""
    assert done.code == 2
    assert done.told.count("\n") == 1, done.told
    assert done.out == b""
    return done.told.removeprefix("lenin-tei: ").rstrip("\n")


def printed(*arguments: str, folder: Path) -> str:
    """Return what a command prints that has nothing to say on stderr."""
    done = run(*arguments, folder=folder)
    assert (done.code, done.told) == (0, "")
    return done.out.decode()


# authority check, list, show


def test_a_file_in_order_is_checked_in_silence(folder: Path) -> None:
    assert printed("authority", "check", "harbour.xml", folder=folder) == ""


def test_without_a_file_the_shipped_authority_is_read(folder: Path) -> None:
    assert run("authority", "check", folder=folder).code == 0
    assert "main       Vladimir Ilyich Lenin\n" in printed("authority", "show", "person-lenin", folder=folder)
    assert len(printed("authority", "list", "--kind", "event", folder=folder).splitlines()) >= 40


def test_faults_are_told_with_their_line_and_one_bad_file_does_not_stop_the_others(folder: Path) -> None:
    (folder / "bad.xml").write_text(AUTHORITY.replace('"1870"', '"about 1870"').replace('"jon"', '"anna"'))
    done = run("authority", "check", "missing.xml", "bad.xml", "note.txt", folder=folder)
    assert done.code == 2
    assert [line.split(" ")[:3] for line in done.out.decode().splitlines()[:2]] == [
        ["bad.xml:8:1:", "error", "N015"],
        ["bad.xml:9:1:", "error", "N010"],
    ]
    assert [line.split(" ")[1] for line in done.told.splitlines()] == ["missing.xml:", "note.txt:1:1:"]
    assert run("authority", "check", "bad.xml", folder=folder).code == 1


def test_findings_are_told_as_json_and_warnings_fail_only_when_strict(folder: Path) -> None:
    (folder / "twice.xml").write_text(AUTHORITY.replace("Jon Holm", "Anna Holm"))
    done = run("authority", "check", "twice.xml", "--format", "json", folder=folder)
    assert done.code == 0
    assert {one["code"] for one in json.loads(done.out)["diagnostics"]} <= {"N012", "N013"}
    assert json.loads(done.out)["diagnostics"]
    assert run("authority", "check", "twice.xml", "--strict", folder=folder).code == 1


def test_entries_are_listed_by_form_and_kind(folder: Path) -> None:
    assert printed("authority", "list", "harbour.xml", "--form", "holm", folder=folder).splitlines() == [
        "anna\tperson\tAnna Holm\t1870–1931-05",
        "jon\tperson\tJon Holm",
    ]
    assert printed("authority", "list", "harbour.xml", "--kind", "org", folder=folder) == ""


def test_an_entry_that_is_not_there_cannot_be_shown(folder: Path) -> None:
    assert "no entry 'nobody'" in said(run("authority", "show", "nobody", "harbour.xml", folder=folder))


# authority add


def test_an_entry_is_added_and_nothing_else_changes(folder: Path) -> None:
    arguments = ["--kind", "person", "--main", "Ida Lund", "--variant", "I. Lund", "--start", "1880", "--end", "1949"]
    arguments += ["--idno", "local:17", "--note", "Kept <the> & light."]
    assert printed("authority", "add", "harbour.xml", "ida", *arguments, folder=folder) == ""
    after = (folder / "harbour.xml").read_text("utf-8").splitlines()
    added = [line for line in after if line not in AUTHORITY.splitlines()]
    assert [line for line in after if line not in added] == AUTHORITY.splitlines()
    assert '<person xml:id="ida">' in added[0]
    shown = printed("authority", "show", "ida", "harbour.xml", folder=folder).split("\n")
    assert [line.split(maxsplit=1)[1] for line in shown if line] == [
        "ida", "person", "Ida Lund", "I. Lund", "1880", "1949", "local:17", "Kept <the> & light.",
    ]  # fmt: skip


def test_an_entry_of_a_new_kind_gets_a_list_of_its_own(folder: Path) -> None:
    arguments = ["guild", "--kind", "org", "--main", "Pilots’ Guild", "--members", "Pilots"]
    printed("authority", "add", "harbour.xml", *arguments, folder=folder)
    listed = printed("authority", "list", "harbour.xml", folder=folder)
    assert listed.splitlines()[-1] == "guild\torg\tPilots’ Guild"


def test_a_new_authority_file_is_begun_and_valid(folder: Path) -> None:
    printed("authority", "add", "new.xml", "sea", "--kind", "place", "--main", "North Sea", folder=folder)
    assert printed("validate", "new.xml", folder=folder) == ""
    assert printed("authority", "list", "new.xml", folder=folder) == "sea\tplace\tNorth Sea\n"


@pytest.mark.parametrize("name", ["anna", "bergen", "harbour"])
def test_an_id_is_never_given_twice(folder: Path, name: str) -> None:
    done = run("authority", "add", "harbour.xml", name, "--kind", "person", "--main", "Somebody", folder=folder)
    assert "choose another id" in said(done)
    assert (folder / "harbour.xml").read_text("utf-8") == AUTHORITY


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["a b", "--kind", "person", "--main", "X"], "'a b' is no id"),
        (["x", "--kind", "person", "--main", " "], "--main must not be empty"),
        (["x", "--kind", "person", "--main", "X", "--start", "1902-02-29"], "'1902-02-29' is no date"),
        (["x", "--kind", "person", "--main", "X", "--start", "1902", "--end", "1880"], "1880 is before"),
        (["x", "--kind", "place", "--main", "X", "--start", "1902"], "a place cannot hold start"),
        (["x", "--kind", "person", "--main", "X", "--idno", "Q1"], "TYPE:NUMBER"),
        (["x", "--kind", "person", "--main", "X\x01"], "not well-formed"),
    ],
)
def test_what_an_entry_cannot_hold_is_refused_in_one_line(folder: Path, arguments: list[str], reason: str) -> None:
    assert reason in said(run("authority", "add", "harbour.xml", *arguments, folder=folder))
    assert (folder / "harbour.xml").read_text("utf-8") == AUTHORITY


def test_the_shipped_authority_is_never_written(folder: Path) -> None:
    before = SHIPPED.read_bytes()
    for arguments in (
        ["add", str(SHIPPED), "x", "--kind", "person", "--main", "X"],
        ["merge", "harbour.xml", "harbour.xml", "-o", str(SHIPPED)],
    ):
        done = run("authority", *arguments, folder=folder)
        assert done.code == 2
        assert SHIPPED.read_bytes() == before


# authority merge, import, export


def test_files_are_merged_and_a_difference_is_told(folder: Path) -> None:
    other = AUTHORITY.replace('"1870"', '"1871"').replace('"jon"', '"per"').replace("Jon Holm", "Per Holm")
    (folder / "other.xml").write_text(other)
    done = run("authority", "merge", "harbour.xml", "other.xml", "-o", "all.xml", folder=folder)
    assert done.code == 1
    assert "N010 anna: start is '1870' here and '1871' in the other file" in done.told
    listed = printed("authority", "list", "all.xml", folder=folder).splitlines()
    assert [line.split("\t")[0] for line in listed] == ["anna", "jon", "per", "bergen"]
    assert "Names of the harbour" in (folder / "all.xml").read_text("utf-8")


def test_one_file_is_nothing_to_merge(folder: Path) -> None:
    assert "two files" in said(run("authority", "merge", "harbour.xml", "-o", "-", folder=folder))


def test_the_shipped_authority_goes_through_a_table_and_back_without_loss(folder: Path) -> None:
    assert printed("authority", "export", "-o", "all.csv", folder=folder) == ""
    (folder / "copy.xml").write_bytes(SHIPPED.read_bytes())
    assert printed("authority", "import", "all.csv", "-o", "copy.xml", folder=folder) == ""
    assert (folder / "copy.xml").read_bytes() == SHIPPED.read_bytes()


def test_what_the_table_has_no_place_for_is_told_and_not_written_over(folder: Path) -> None:
    rich = AUTHORITY.replace('<birth when="1870"/>', "<state><p>ill</p></state>")
    (folder / "rich.xml").write_text(rich)
    done = run("authority", "export", "rich.xml", "-o", "rich.csv", folder=folder)
    assert (done.code, "N014 anna: there is no column for state" in done.told) == (0, True)
    assert run("authority", "export", "rich.xml", "--strict", folder=folder).code == 1
    refused = said(run("authority", "import", "rich.csv", "-o", "rich.xml", folder=folder))
    assert "rich.xml would lose something" in refused
    assert (folder / "rich.xml").read_text() == rich


def test_a_table_that_lacks_an_entry_takes_no_id_away(folder: Path) -> None:
    (folder / "few.csv").write_text("id,kind,main\njon,person,Jon Holm\n")
    refused = said(run("authority", "import", "few.csv", "-o", "harbour.xml", folder=folder))
    assert refused.startswith("harbour.xml has anna and 1 other entries, and ids are never taken away")
    assert (folder / "harbour.xml").read_text("utf-8") == AUTHORITY


def test_a_table_from_a_spreadsheet_is_read(folder: Path) -> None:
    (folder / "table.csv").write_bytes(
        b'\xef\xbb\xbfid;kind;main;variants\r\nida;person;"Ida ""the light"" Lund";I. Lund | Ida\r\n'
    )
    printed("authority", "import", "table.csv", "-o", "table.xml", folder=folder)
    assert 'main       Ida "the light" Lund\n' in printed("authority", "show", "ida", "table.xml", folder=folder)


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        (b"", "no entries"),
        (b"id,kind,main\n", "no entries"),
        (b"id,name\nx,X\n", "t.csv:1: unknown column 'name'"),
        (b"id,kind,main\nx,ship,X\n", "t.csv:2: a row needs"),
        (b"id,kind,main\nx,person,X\nx,person,Y\n", "t.csv:3: the id 'x' is also that of line 2"),
        (b"id,kind,main\nx,person,Holm, Anna\n", "t.csv:2: the row has more cells"),
        (b"id,kind,main,start\nx,person,X,around 1900\n", "'around 1900' is no date"),
        (b"id,kind,main,geo\nx,person,X,59 30\n", "cannot hold geo"),
        (b"id,kind,main,sex\nx,place,X,F\n", "cannot hold sex"),
        (b"id,kind,main,start\nx,place,X,1900\n", "cannot hold start"),
        (b"id,kind,main\nx,person,\xff\n", "not UTF-8"),
    ],
)
def test_a_faulty_table_is_refused_in_one_line(folder: Path, table: bytes, reason: str) -> None:
    (folder / "t.csv").write_bytes(table)
    assert reason in said(run("authority", "import", "t.csv", "-o", "t.xml", folder=folder))
    assert not (folder / "t.xml").exists()


# authority report


def test_a_corpus_is_reported(folder: Path) -> None:
    assert run("convert", "note.txt", "-o", "corpus/note.xml", folder=folder).code == 0
    (folder / "corpus" / "broken.xml").write_text("<TEI")
    done = run("authority", "report", "corpus", "--authority", "harbour.xml", folder=folder)
    report = done.out.decode()
    assert done.code == 2
    assert done.told.startswith("lenin-tei: corpus/broken.xml:1:")
    assert "note.xml" in report
    assert report.endswith("Entries never mentioned (1 of 3)\n  jon\n")
    assert "is no directory" in said(run("authority", "report", "note.txt", folder=folder))


# names review and apply


def test_the_table_has_a_row_per_form_and_a_context(folder: Path) -> None:
    lines = printed("names", "review", "note.txt", folder=folder).splitlines()
    assert lines[0].split("\t")[-1] == "decision"
    assert {line.split("\t")[0]: line.split("\t")[1] for line in lines[1:]} == {
        "Holm": "1", "Anna Holm": "1", "Bergen": "2",
    }  # fmt: skip
    assert any("that [Holm] walked" in line for line in lines)


def test_several_documents_share_a_table_that_names_the_first_mention(folder: Path) -> None:
    (folder / "other.txt").write_text(NOTE)
    lines = printed("names", "review", "note.txt", "other.txt", folder=folder).splitlines()
    cells = next(line.split("\t") for line in lines if line.startswith("Bergen\t"))
    assert (cells[1], cells[7]) == ("4", "note.txt:3")


def test_the_table_becomes_a_page(folder: Path) -> None:
    printed("names", "review", "note.txt", "--html", "-o", "names.html", folder=folder)
    page = (folder / "names.html").read_text("utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "<strong>Holm</strong> walked" in page


def decide(folder: Path, said_of: dict[str, str]) -> None:
    """Write names.tsv with these decisions about forms."""
    lines = printed("names", "review", "note.txt", folder=folder).splitlines()
    decided = [line + said_of.get(line.split("\t")[0], "") for line in lines[1:]]
    (folder / "names.tsv").write_text("\n".join([lines[0], *decided]) + "\n", "utf-8")


def test_decisions_of_the_table_are_added_once_kept_and_applied(folder: Path) -> None:
    own = '# mine\n[[correct]]\nquote = "nine days"\nwords = "nine"\ncorr = "ten"\n'
    (folder / "note.decisions.toml").write_text(own)
    decide(folder, {"Holm": "#jon", "Bergen": "reject"})
    done = printed("names", "apply", "names.tsv", "note.txt", folder=folder)
    assert done == "note.decisions.toml: 2 decisions added\n"
    kept = (folder / "note.decisions.toml").read_text("utf-8")
    assert kept.startswith(own)
    assert printed("names", "apply", "names.tsv", "note.txt", folder=folder).endswith(": 0 decisions added\n")
    assert (folder / "note.decisions.toml").read_text("utf-8") == kept
    tei = printed("convert", "note.txt", folder=folder)
    assert 'ref="#jon" resp="#editor"' in tei
    assert "<placeName" not in tei
    assert printed("convert", "note.txt", folder=folder) == tei


def test_what_is_decided_is_not_asked_again(folder: Path) -> None:
    decide(folder, {"Bergen": "accept"})
    printed("names", "apply", "names.tsv", "note.txt", folder=folder)
    assert "Bergen\t" not in printed("names", "review", "note.txt", folder=folder)
    assert "Bergen\t" in printed("names", "review", "note.txt", "--all", folder=folder)


def test_an_editor_may_change_his_mind(folder: Path) -> None:
    for word in ("reject", "accept", "reject"):
        (folder / "names.tsv").write_text(f"form\tcandidates\tkind\tdecision\nBergen\t#bergen\tplace\t{word}\n")
        assert ": 1 decision added" in printed("names", "apply", "names.tsv", "note.txt", folder=folder)
        assert ("<placeName" in printed("convert", "note.txt", folder=folder)) == (word == "accept")


def test_a_table_saved_by_a_spreadsheet_is_understood(folder: Path) -> None:
    (folder / "names.tsv").write_bytes(b'\xef\xbb\xbf"form"\t"decision"\r\n"the ""old"" Holm"\t"reject"\r\n')
    printed("names", "apply", "names.tsv", "--decisions", "d.toml", folder=folder)
    assert (folder / "d.toml").read_text() == '[[reject]]\nform = "the \\"old\\" Holm"\n'


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ("form,decision\n", "names.tsv:1: the table needs"),
        ("form\tdecision\nHolm\tmaybe\n", "names.tsv:2: the decision 'maybe'"),
        ("form\tdecision\nHolm\t#nobody\n", "no entry 'nobody'"),
        ("form\tdecision\nHolm\t#jon\nHolm\treject\n", "names.tsv:3: line 2 decides otherwise"),
    ],
)
def test_a_faulty_decision_is_refused_in_one_line(folder: Path, table: str, reason: str) -> None:
    (folder / "names.tsv").write_text(table)
    assert reason in said(run("names", "apply", "names.tsv", "note.txt", folder=folder))
    assert not (folder / "note.decisions.toml").exists()


def test_a_table_needs_a_document_or_a_decisions_file_and_both_must_be_readable(folder: Path) -> None:
    (folder / "names.tsv").write_text("form\tdecision\nHolm\treject\n")
    assert "name the transcription" in said(run("names", "apply", "names.tsv", folder=folder))
    assert "nothing.txt" in said(run("names", "apply", "names.tsv", "nothing.txt", folder=folder))
    (folder / "note.decisions.toml").write_text("[[accept]\n")
    assert said(run("names", "apply", "names.tsv", "note.txt", folder=folder)).startswith("note.decisions.toml:1:")


# Decisions of a whole folder


def test_a_document_overrules_the_decisions_of_its_folder(folder: Path) -> None:
    (folder / "decisions.toml").write_text('[[reject]]\nform = "Bergen"\n\n[[reject]]\nform = "Oslo"\n')
    assert "<placeName" not in printed("convert", "note.txt", folder=folder)
    (folder / "note.decisions.toml").write_text('[[accept]]\nform = "Bergen"\nref = "#bergen"\n')
    assert "<placeName" in printed("convert", "note.txt", folder=folder)


def test_decisions_of_a_folder_are_written_like_others(folder: Path) -> None:
    (folder / "names.tsv").write_text("form\tdecision\nBergen\treject\n")
    printed("names", "apply", "names.tsv", "--decisions", "decisions.toml", folder=folder)
    assert "<placeName" not in printed("convert", "note.txt", folder=folder)


STACKED = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><standOff><listPerson>
<person xml:id="anna"><persName>Another Anna</persName></person>
<person xml:id="vera"><persName>Vera Stack</persName></person></listPerson></standOff></TEI>"""
SHARED = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><standOff><listPerson>
<person xml:id="anna"><persName>Anna Shared</persName></person>
<person xml:id="olav"><persName>Olav Shared</persName></person></listPerson></standOff></TEI>"""


def test_several_authority_files_are_stacked_and_the_first_is_the_strongest(folder: Path) -> None:
    (folder / "own.xml").write_text(STACKED, "utf-8")
    (folder / "shared.xml").write_text(SHARED, "utf-8")
    (folder / "t.txt").write_text("Vera Stack met Olav Shared and Another Anna, not Anna Shared.\n", "utf-8")
    run("convert", "t.txt", "-o", "t.xml", "--authority", "own.xml", "--authority", "shared.xml", folder=folder)
    made = (folder / "t.xml").read_text("utf-8")
    assert [f'ref="#{name}"' in made for name in ("vera", "olav", "anna")] == [True, True, True]
    assert "<persName>Another Anna</persName>" in made
    assert "<persName>Anna Shared</persName>" not in made
    (folder / "edition.toml").write_text('authority = ["own.xml", "shared.xml"]\n', "utf-8")
    run("convert", "t.txt", "-o", "again.xml", folder=folder)
    refs = re.compile('ref="#[^"]*"')
    assert refs.findall((folder / "again.xml").read_text("utf-8")) == refs.findall(made)


def test_an_id_in_two_stacked_files_is_reported(folder: Path) -> None:
    (folder / "own.xml").write_text(STACKED, "utf-8")
    (folder / "shared.xml").write_text(SHARED, "utf-8")
    done = run("authority", "check", "own.xml", "shared.xml", folder=folder)
    assert done.code == 1
    assert "shared.xml:2" in done.told + done.out.decode()
    assert "anna is an entry of own.xml too" in done.told + done.out.decode()
