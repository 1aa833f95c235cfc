"""Forms that make a folder out of many files, as the command line writes them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lenin_tei.cli import lenin_tei
from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.exporters import EXPORTERS, FOLDER_EXPORTERS, export_folder
from lenin_tei.exporters.folder import check_inside

NAMESPACE = 'xmlns="http://www.tei-c.org/ns/1.0"'


def letter(title: str) -> str:
    head = f"<teiHeader><fileDesc><titleStmt><title>{title}</title></titleStmt></fileDesc></teiHeader>"
    return f"<TEI {NAMESPACE}>{head}<text><body><p>Words of {title}.</p></body></text></TEI>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that holds two letters and a hidden one."""
    (tmp_path / "tei" / ".hidden").mkdir(parents=True)
    (tmp_path / "tei" / "one.xml").write_text(letter("One"))
    (tmp_path / "tei" / "two.xml").write_text(letter("Two"))
    (tmp_path / "tei" / ".hidden" / "three.xml").write_text(letter("Three"))
    return tmp_path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(lenin_tei, ["export", *map(str, arguments)], catch_exceptions=True)


def stamps(folder: Path) -> dict[str, int]:
    """Return when each file that people see was written."""
    found = [path for path in folder.rglob("*") if path.is_file() and ".lenin-tei" not in path.parts]
    return {path.relative_to(folder).as_posix(): path.stat().st_mtime_ns for path in found}


def test_help_lists_all_forms() -> None:
    shown = run("--to", "help").stdout
    assert [line.split()[0] for line in shown.splitlines()] == [*sorted(EXPORTERS), *sorted(FOLDER_EXPORTERS)]


def test_an_unknown_form_is_refused(folder: Path) -> None:
    done = run(folder / "tei" / "one.xml", "--to", "papyrus")
    assert done.exit_code == 2
    assert "'papyrus' is no form" in done.output


def test_a_folder_stands_for_its_xml_files(folder: Path) -> None:
    assert run(folder / "tei", "--to", "text", "-o", folder / "out").exit_code == 0
    assert sorted(path.name for path in (folder / "out").iterdir()) == ["one.txt", "two.txt"]


def test_a_site_has_a_page_for_each_document_and_no_progress_where_nobody_looks(folder: Path) -> None:
    done = run(folder / "tei", "--to", "site", "-o", folder / "site")
    assert (done.exit_code, done.output) == (0, "")
    assert {"index.html", "text/one.html", "text/two.html"} <= stamps(folder / "site").keys()


def test_a_second_run_writes_only_what_changed_and_removes_what_is_gone(folder: Path) -> None:
    run(folder / "tei", "--to", "site", "-o", folder / "site")
    (folder / "site" / "mine.html").write_text("made by hand")
    before = stamps(folder / "site")
    run(folder / "tei", "--to", "site", "-o", folder / "site")
    assert stamps(folder / "site") == before
    (folder / "tei" / "two.xml").unlink()
    (folder / "tei" / "one.xml").write_text(letter("Another one"))
    run(folder / "tei", "--to", "site", "-o", folder / "site")
    after = stamps(folder / "site")
    assert "text/two.html" not in after
    assert after["text/one.html"] != before["text/one.html"]
    assert after["mine.html"] == before["mine.html"]


def test_a_site_inside_the_folder_of_the_documents_is_no_document(folder: Path) -> None:
    (folder / "tei" / "site").mkdir()
    (folder / "tei" / "site" / "old.xml").write_text(letter("Old"))
    run(folder / "tei", "--to", "site", "-o", folder / "tei" / "site")
    assert "text/old.html" not in stamps(folder / "tei" / "site")


@pytest.mark.parametrize(
    "arguments", [("tei",), ("tei", "-o", "-"), ("tei", "-o", "tei/one.xml"), ("empty", "-o", "x")]
)
def test_a_folder_form_says_in_one_line_what_it_lacks(folder: Path, arguments: tuple[str, ...]) -> None:
    (folder / "empty").mkdir()
    paths = [argument if argument.startswith("-") else folder / argument for argument in arguments]
    error = run(*paths, "--to", "site").exception
    assert isinstance(error, LeninTeiError)
    assert "\n" not in str(error)


def test_a_link_that_leads_out_of_the_folder_is_not_followed(folder: Path) -> None:
    (folder / "site").mkdir()
    (folder / "elsewhere").mkdir()
    (folder / "site" / "text").symlink_to(folder / "elsewhere")
    assert isinstance(run(folder / "tei", "--to", "site", "-o", folder / "site").exception, LeninTeiError)
    assert not list((folder / "elsewhere").iterdir())


@pytest.mark.parametrize(
    "path",
    ["../x", "a/../../x", "/etc/passwd", "", "C:/x", "a\\..\\x", "con", "a/nul.html", "a\nb", "a/..", "x.", "a" * 300],
)
def test_a_name_that_leaves_the_folder_is_refused(path: str) -> None:
    with pytest.raises(LeninTeiError, match="no name for a file"):
        check_inside(path)


def test_forms_of_a_folder_can_be_used_without_the_command_line() -> None:
    made = dict(export_folder([("a.xml", letter("A").encode())], to="site"))
    assert b"A</a>" in made["index.html"]
    with pytest.raises(LeninTeiError, match="unknown form"):
        next(export_folder([], to="papyrus"))
