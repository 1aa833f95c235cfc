"""A corpus is searched by words, names, dates and types; the index follows the files."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from lenin_tei.cli import lenin_tei
from lenin_tei.cli.corpus_search import open_index, update
from lenin_tei.corpus.search import Question, ask, known_stamps
from lenin_tei.diagnostics import LeninTeiError, one_line

TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{0}"><teiHeader><fileDesc><titleStmt><title>{1}</title>
<author><persName ref="#anna">Anna Berg</persName></author></titleStmt><publicationStmt><p/></publicationStmt>
<sourceDesc><p/></sourceDesc></fileDesc><profileDesc><creation><date when="{2}"/></creation></profileDesc></teiHeader>
<text><body><div type="{3}"><p>{4}</p></div></body></text></TEI>"""
ROWS = [
    ("a", "To Carl Dahl", "1816-02-01", "letter", 'The café in <placeName ref="#kassel">Cassel</placeName> was open.'),
    ("b", "On bread", "1817", "article", "Workers need bread. Every worker needs it."),
    ("c", "To Emil", "1818-05", "letter", 'I saw <persName ref="#carl">Carl</persName>, not bread and wine.'),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for row in ROWS:
        (tmp_path / f"{row[0]}.xml").write_text(TEI.format(*row), "utf-8")
    return tmp_path


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(lenin_tei, ["corpus", "search", *arguments, "--in", str(folder)])


def found(folder: Path, *arguments: str) -> list[str]:
    return [row["id"] for row in json.loads(run(folder, *arguments, "--format", "json").stdout)]


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (("bread",), ["b", "c"]),
        (("CAFE",), ["a"]),
        (("worker",), ["b"]),
        (("need*",), ["b"]),
        (('"bread and wine"',), ["c"]),
        (("bread NOT wine",), ["b"]),
        (("café OR wine",), ["a", "c"]),
        (("title: bread",), ["b"]),
        (("--type", "letter"), ["a", "c"]),
        (("bread", "--type", "letter"), ["c"]),
        (("--person", "carl"), ["c"]),
        (("--person", "Anna Berg"), ["a", "b", "c"]),
        (("--place", "Cassel"), ["a"]),
        (("--place", "kassel"), ["a"]),
        (("--from", "1817-06", "--to", "1817-07"), ["b"]),
        (("--from", "1818"), ["c"]),
        (("--to", "1816"), ["a"]),
    ],
)
def test_texts_are_found(folder: Path, arguments: tuple[str, ...], answer: list[str]) -> None:
    assert sorted(found(folder, *arguments)) == answer


def test_the_place_is_shown_with_the_words_around_it(folder: Path) -> None:
    done = run(folder, "wine")
    assert f"{folder}/c.xml  1818-05  To Emil\n" in done.stdout
    assert "and «wine»." in done.stdout
    assert done.exit_code == 0


def test_nothing_found_is_exit_code_1(folder: Path) -> None:
    assert run(folder, "nowhere").exit_code == 1


def test_a_csv_is_read_as_one(folder: Path) -> None:
    rows = list(csv.DictReader(run(folder, "--type", "letter", "--format", "csv").stdout.splitlines()))
    assert [row["title"] for row in rows] == ["To Carl Dahl", "To Emil"]


def test_a_formula_stays_text_in_a_spreadsheet(folder: Path) -> None:
    (folder / "d.xml").write_text(TEI.format("d", "=1+1", "1819", "note", "Formula"), "utf-8")
    assert "'=1+1" in run(folder, "formula", "--format", "csv").stdout


def test_only_changed_files_are_read_again(folder: Path) -> None:
    run(folder, "bread")
    with open_index(folder / ".lenin-tei" / "search.db") as index:
        index.execute("UPDATE texts SET body = 'kept as it was' WHERE rowid = 1")
    index.close()
    (folder / "b.xml").write_text(TEI.format("b", "On bread", "1817", "article", "Rye."), "utf-8")
    (folder / "c.xml").unlink()
    assert found(folder, "rye") == ["b"]
    assert run(folder, "wine").exit_code == 1
    assert found(folder, "kept") == ["a"]


def test_a_file_that_was_only_touched_is_not_written_anew(folder: Path) -> None:
    run(folder, "bread")
    os.utime(folder / "a.xml", (1, 1))
    with open_index(folder / ".lenin-tei" / "search.db") as index:
        before = known_stamps(index)
        update(index, [str(folder / f"{name}.xml") for name in "abc"], 1)
        after = known_stamps(index)
        assert [path for path in before if before[path] != after[path]] == [str(folder / "a.xml")]
        assert [hit.id for hit in ask(index, Question("cafe"))] == ["a"]
    index.close()


def test_a_spoilt_index_is_made_anew(folder: Path) -> None:
    run(folder, "bread")
    (folder / ".lenin-tei" / "search.db").write_bytes(b"no database" * 1000)
    assert sorted(found(folder, "bread")) == ["b", "c"]


@pytest.mark.parametrize("query", ['"open', "AND", "N. Lenin", "(bread", "nosuch: bread", "*"])
def test_a_query_that_cannot_be_read_is_told_in_one_line(folder: Path, query: str) -> None:
    error = run(folder, query).exception
    assert isinstance(error, LeninTeiError)
    assert "\n" not in str(error)
    assert "quotation marks" in str(error)


def test_a_date_that_is_none_and_an_empty_question_are_refused(folder: Path) -> None:
    assert "is no date" in str(run(folder, "--from", "spring").exception)
    assert "say what to look for" in str(run(folder).exception)


@given(words=st.text(max_size=20), name=st.text(min_size=1, max_size=10))
def test_any_question_is_answered_or_refused(tmp_path_factory: pytest.TempPathFactory, words: str, name: str) -> None:
    with open_index(tmp_path_factory.getbasetemp() / "any.db") as index:
        try:
            assert ask(index, Question(words.strip(), people=(name,))) == []
        except LeninTeiError as error:
            assert one_line(words.strip()) in str(error)
    index.close()
