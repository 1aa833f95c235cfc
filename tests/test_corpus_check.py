"""A corpus is checked as a whole: what is found does not depend on order or processes, and memory stays flat."""

from __future__ import annotations

import gc
import json
import shutil
import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from lenin_tei.cli import lenin_tei
from lenin_tei.cli.gathering import archive_files, look_at
from lenin_tei.corpus.chronology import after
from lenin_tei.corpus.facts import Facts, fold
from lenin_tei.corpus.identity import could_be_one
from lenin_tei.corpus.sheets import read_sheets
from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.inspection import Terms
from lenin_tei.pointers import Links

LETTER = (ROOT / "corpus" / "letter.xml").read_bytes()
SMALL = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="d{0}"><teiHeader><fileDesc>
<titleStmt><title>Letter {0}</title><author>Anna Berg</author></titleStmt>
<publicationStmt><p>None.</p></publicationStmt>
<sourceDesc><p>None.</p></sourceDesc></fileDesc><profileDesc><creation><date when="19{1:02}"/></creation></profileDesc>
</teiHeader><text><body><p>The <persName ref="#p{2}">{3}</persName> of text {0}.</p></body></text></TEI>"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(lenin_tei, ["corpus", "check", *arguments])


def small(number: int) -> bytes:
    """Return one of some dozens of documents; every tenth is like the one before it in some way."""
    name = "Carl Dahl" if number % 10 else "Emil Frank"
    return SMALL.format(number // 7 * 7 if number % 7 == 1 else number, number % 20, number % 3, name).encode()


def test_planted_faults_are_found(tmp_path: Path) -> None:
    for name in ("letter", "copy"):
        (tmp_path / f"{name}.xml").write_bytes(LETTER)
    done = run(str(tmp_path), "--format", "json")
    found = {(Path(one["path"]).name, one["code"]) for one in json.loads(done.stdout)["diagnostics"]}
    assert found == {("letter.xml", code) for code in ("C101", "C103")} | {("copy.xml", "C150"), ("copy.xml", "H008")}
    assert done.exit_code == 1


def test_what_each_file_says_alone_can_be_left_out(tmp_path: Path) -> None:
    (tmp_path / "other.xml").write_bytes(LETTER)
    assert "H008" in run(str(tmp_path)).output
    assert "H008" not in run(str(tmp_path), "--only-corpus").output


def test_a_baseline_lets_known_findings_pass(tmp_path: Path) -> None:
    for name in ("letter", "copy"):
        (tmp_path / f"{name}.xml").write_bytes(LETTER)
    known = str(tmp_path / "known.json")
    assert run(str(tmp_path), "--baseline", known, "--update-baseline").exit_code == 0
    assert run(str(tmp_path), "--baseline", known, "--strict").exit_code == 0
    (tmp_path / "third.xml").write_bytes(LETTER)
    done = run(str(tmp_path), "--baseline", known, "--format", "json")
    assert {Path(one["path"]).name for one in json.loads(done.stdout)["diagnostics"]} == {"third.xml"}


def test_the_number_of_processes_changes_nothing(tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"d{number:05}.xml").write_bytes(small(number))
    one, two = (run(str(tmp_path), "--jobs", jobs, "--format", "json") for jobs in ("1", "2"))
    assert one.stdout == two.stdout
    assert "C101" in one.stdout


def test_an_edition_folder_is_checked_with_its_authority_file_and_licence(tmp_path: Path) -> None:
    (tmp_path / "tei").mkdir()
    (tmp_path / "tei" / "letter.xml").write_bytes(LETTER.replace(b"1918-10-03", b"1925-10-03"))
    licence = 'publisher = "The Press"\n[licence]\ntarget = "https://example.org/free"\n'
    (tmp_path / "edition.toml").write_text(licence)
    shutil.copy(ROOT / "corpus" / "authority.xml", tmp_path)
    done = run(str(tmp_path), "--format", "json")
    found = {one["code"]: one["message"] for one in json.loads(done.stdout)["diagnostics"]}
    assert found.keys() == {"C120", "C121", "C150", "H006"}
    assert "https://example.org/free" in found["C150"]
    assert "1924" in found["C121"]


def test_file_names_are_held_against_a_scheme(tmp_path: Path) -> None:
    (tmp_path / "letter.xml").write_bytes(LETTER)
    assert "C160" in run(str(tmp_path), "--file-names", r"\d{4}-.*").output
    assert "C160" not in run(str(tmp_path), "--file-names", "[a-z]+").output
    assert run(str(tmp_path), "--file-names", "(").exception is not None


def test_the_scheme_of_the_edition_file_counts(tmp_path: Path) -> None:
    (tmp_path / "tei" / "1918").mkdir(parents=True)
    (tmp_path / "tei" / "1918" / "letter.xml").write_bytes(LETTER)
    (tmp_path / "edition.toml").write_text('files = "{year}/{slug}"\n')
    assert "C160" not in run(str(tmp_path)).output
    (tmp_path / "edition.toml").write_text('files = "{year}-{slug}"\n')
    assert "C160" in run(str(tmp_path)).output


def test_a_file_that_is_gone_is_told_and_the_rest_checked(tmp_path: Path) -> None:
    (tmp_path / "letter.xml").write_bytes(LETTER)
    done = run(str(tmp_path / "letter.xml"), str(tmp_path / "none.xml"))
    assert done.exit_code == 2
    assert "none.xml" in done.stderr
    assert "C150" in done.stdout


def test_a_file_that_is_no_xml_is_one_finding(tmp_path: Path) -> None:
    (tmp_path / "letter.xml").write_bytes(LETTER)
    (tmp_path / "broken.xml").write_bytes(b"<TEI><text>")
    assert "X001" in run(str(tmp_path), "--only-corpus").output


def test_a_folder_without_tei_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LeninTeiError, match="no TEI files"):
        archive_files([str(tmp_path)])


def test_the_order_of_files_does_not_change_what_is_found(tmp_path: Path) -> None:
    """Which of two files is named first follows their paths, not the order in which they were given."""
    paths = []
    for number in range(24):
        paths.append(tmp_path / f"d{number:05}.xml")
        paths[-1].write_bytes(small(number))
    orders = [paths, paths[::-1], paths[1::2] + paths[::2]]
    first, *others = [run(*map(str, order), "--format", "json", "--jobs", "1").stdout for order in orders]
    assert {"C101", "C110", "C112"} & {one["code"] for one in json.loads(first)["diagnostics"]}
    assert all(other == first for other in others)


@given(st.lists(st.sampled_from([f"{name}.xml" for name in "abcdef"]), min_size=1))
def test_files_are_taken_once_and_in_order(names: list[str]) -> None:
    assert archive_files(names) == sorted(set(names))


def test_a_file_that_was_looked_at_leaves_nothing_behind_in_memory(tmp_path: Path) -> None:
    """What holds itself in a circle stays until Python looks for circles: by then it may be thousands of files."""
    (tmp_path / "letter.xml").write_bytes(LETTER)
    (tmp_path / "broken.xml").write_bytes(LETTER.replace(b"</body>", b"", 1))
    terms = Terms()
    for name in ("letter.xml", "broken.xml"):
        look_at(str(tmp_path / name), terms)
    gc.collect()
    gc.disable()
    try:
        for name in ("letter.xml", "broken.xml"):
            look_at(str(tmp_path / name), terms)
            assert gc.collect() == 0, name
    finally:
        gc.enable()


def test_memory_does_not_grow_with_the_corpus() -> None:
    def peak(documents: int) -> int:
        facts = Facts()
        (sheet,) = read_sheets(small(3), "d3.xml")
        tracemalloc.start()
        for number in range(documents):
            if number % 100 == 0:
                gc.collect()
            path = f"d{number:05}.xml"
            record = replace(sheet.record, path=path, id=path, title=f"Letter {number}", fingerprint=path * 3)
            names = tuple(name._replace(words=f"{name.words} {number}") for name in sheet.names)
            facts.add([sheet._replace(record=record, names=names)], Links(path))
        reached = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        facts.close()
        return reached

    peak(50)  # what is imported and compiled once
    assert peak(2000) < peak(200) + 400_000  # the facts of 1800 documents are millions of bytes


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ({"when": "1919"}, {"when": "1918"}, True),
        ({"when": "1918-10"}, {"when": "1918"}, False),
        ({"notBefore": "1919", "notAfter": "1921"}, {"when": "1918-12-31"}, True),
        ({"notAfter": "1921"}, {"when": "1918"}, False),
        ({"when": "-0043"}, {"when": "-0044"}, True),
        ({"text": "in spring"}, {"when": "1918"}, False),
        ({"when": "1918-10-04T10:00:00"}, {"when": "1918-10-03"}, True),
    ],
)
def test_a_date_comes_after_another_only_with_certainty(
    one: dict[str, str], other: dict[str, str], verdict: bool
) -> None:
    assert after(one, other) is verdict


@pytest.mark.parametrize(
    ("words", "forms", "verdict"),
    [
        ("Lenin", ["Vladimir Ilyich Lenin"], True),
        ("Ленина", ["Ленин"], True),
        ("Ленина", ["Lenin"], True),
        ("VTsIK", ["Vserossiysky Tsentralny Ispolnitelny Komitet"], True),
        ("Müller", ["Mueller", "Muller"], True),
        ("Kautsky", ["Lenin", "Ulyanov"], False),
        ("the chairman", ["Lenin"], True),
        ("U.S.A.", ["United States of America", "USA"], True),
    ],
)
def test_names_share_a_word_with_their_entry(words: str, forms: list[str], verdict: bool) -> None:
    assert could_be_one(words, forms) is verdict


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
