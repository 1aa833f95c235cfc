"""`lenin-tei validate` and `lenin-tei schema` as their user meets them."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lenin_tei.cli.schema import schema
from lenin_tei.cli.validate import validate
from lenin_tei.diagnostics import LeninTeiError

ROOT = Path(__file__).parent.parent
REJECTS = ROOT / "tests/rejects"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("XML_CATALOG_FILES", raising=False)
    shutil.copy(ROOT / "tests/schema/valid/contract.xml", tmp_path / "letter.xml")
    shutil.copy(REJECTS / "S001/input.xml", tmp_path / "input.xml")
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(validate, arguments, catch_exceptions=True)


def test_a_clean_file_is_passed_in_silence(folder: Path) -> None:
    done = run("letter.xml")
    assert (done.exit_code, done.output) == (0, "")


def test_a_finding_is_shown_on_its_line(folder: Path) -> None:
    done = run("input.xml")
    assert done.exit_code == 1
    line, shown, caret, _ = done.output.splitlines()
    assert line.startswith("input.xml:20:9: error S001 ")
    assert shown[caret.index("^") :].startswith("<head>")


def test_directories_and_patterns_are_opened(folder: Path) -> None:
    (folder / "deep").mkdir()
    shutil.move(folder / "input.xml", folder / "deep/input.xml")
    for typed in (".", "deep", "**/input.xml", "letter.xml"):
        assert run(typed).exit_code == (0 if typed == "letter.xml" else 1)


@pytest.mark.parametrize("typed", ["empty", "*.none"])
def test_what_holds_no_file_is_refused(typed: str, folder: Path) -> None:
    (folder / "empty").mkdir()
    assert isinstance(run(typed).exception, LeninTeiError)


def test_one_file_that_cannot_be_read_does_not_stop_the_rest(folder: Path) -> None:
    done = run("missing.xml", "input.xml", "--format", "jing")
    assert done.exit_code == 2
    assert "input.xml:20:15: error:" in done.stdout


def test_a_baseline_lets_pass_what_it_knows(folder: Path) -> None:
    assert run(".", "--baseline", "known.json", "--update-baseline").exit_code == 0
    assert run(".", "--baseline", "known.json").exit_code == 0
    shutil.copy(REJECTS / "R001/input.xml", folder / "input.xml")
    assert run(".", "--baseline", "known.json").exit_code == 1


def test_codes_can_be_ignored_and_the_threshold_chosen(folder: Path) -> None:
    assert run("input.xml", "--ignore", "S").exit_code == 0
    assert run("input.xml", "--fail-on", "never").exit_code == 1 - 1
    shutil.copy(REJECTS / "H003/input.xml", folder / "input.xml")
    assert run("input.xml").exit_code == 0
    assert run("input.xml", "--strict").exit_code == 1


def test_safe_remedies_are_applied_and_told(folder: Path) -> None:
    shutil.copy(REJECTS / "X001/input.xml", folder / "input.xml")
    done = run("input.xml", "--fix")
    assert done.exit_code == 0
    assert "mended X001" in done.stderr
    assert b"&amp;" in (folder / "input.xml").read_bytes()


def test_codes_are_explained_if_asked(folder: Path) -> None:
    assert "S001 not valid for the schema (error)" in run("input.xml", "--explain").output


def test_only_changed_files_are_checked(folder: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    for command in (
        ["init", "-q"],
        ["add", "input.xml"],
        ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", *command], check=True)
    assert run(".", "--changed", "HEAD").exit_code == 0
    (folder / "input.xml").write_bytes((folder / "input.xml").read_bytes() + b"\n")
    assert run(".", "--changed", "HEAD").exit_code == 1
    assert isinstance(run(".", "--changed", "none").exception, LeninTeiError)


def test_several_processes_say_the_same(folder: Path) -> None:
    assert run(".", "--jobs", "2", "--format", "json").output == run(".", "--format", "json").output


def test_json_names_files_and_counts(folder: Path) -> None:
    summary = json.loads(run(".", "--format", "json").output)["summary"]
    assert (summary["files"], summary["failed"], summary["errors"]) == (2, 0, 1)


def test_platforms_are_named_and_unknown_ones_refused(folder: Path) -> None:
    assert "EVT" in run("letter.xml", "--for", "evt").output
    assert isinstance(run("letter.xml", "--for", "word").exception, LeninTeiError)


def test_schemas_are_listed_and_found(folder: Path) -> None:
    assert "tei_all" in CliRunner().invoke(schema, ["list"]).output
    assert CliRunner().invoke(schema, ["path", "lenin_tei"]).output.strip().endswith("lenin_tei.rng")
    assert isinstance(CliRunner().invoke(schema, ["path", "tei_all@4.8.0"]).exception, LeninTeiError)
    assert isinstance(CliRunner().invoke(schema, ["fetch", "nonsense"]).exception, LeninTeiError)


def test_many_files_are_shared_and_told_in_their_order(folder: Path) -> None:
    faulty = (folder / "input.xml").read_text("utf-8")
    for number in range(130):
        (folder / f"{number:03}.xml").write_text(faulty)
    (folder / "060.xml").unlink()
    (folder / "060.xml").symlink_to("nowhere.xml")
    files = [f"{number:03}.xml" for number in range(130)]
    alone, shared = run(*files, "--jobs", "1"), run(*files, "--jobs", "2")
    assert (alone.exit_code, shared.exit_code) == (2, 2)
    assert alone.stdout == shared.stdout
    assert [line[:3] for line in shared.stdout.splitlines() if " S001 " in line] == [
        f"{number:03}" for number in range(130) if number != 60
    ]
    assert "060.xml" in shared.stderr


def test_a_pointer_into_a_file_that_is_only_pointed_to_is_followed(folder: Path) -> None:
    tei = 'xmlns="http://www.tei-c.org/ns/1.0"'
    (folder / "lists").mkdir()
    (folder / "lists/persons.xml").write_text(f'<TEI {tei}><standOff><person xml:id="a"/></standOff></TEI>')
    pointing = f'<TEI {tei}><p corresp="lists/persons.xml#a lists/persons.xml#b none.xml#c">x</p></TEI>'
    (folder / "points.xml").write_text(pointing)
    done = run("points.xml", "--ignore", "S")
    assert [line.split(" ")[2:4] for line in done.stdout.splitlines() if " R005 " in line] == [
        ["R005", "“lists/persons.xml#b”:"]
    ]


def test_hidden_folders_are_passed_over(folder: Path) -> None:
    (folder / ".kept").mkdir()
    shutil.move(folder / "input.xml", folder / ".kept/input.xml")
    (folder / "round").symlink_to(".")
    assert run(".").output == ""


@pytest.mark.parametrize(("text", "tei"), [("letter.txt", "letter.xml"), ("transcriptions/a.txt", "tei/a.xml")])
def test_a_finding_names_the_line_of_the_transcription_that_lies_there(text: str, tei: str, folder: Path) -> None:
    for name, kind in ((text, "txt"), (tei, "xml")):
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / f"corpus/letter.{kind}", folder / name)
    made = (folder / tei).read_text("utf-8")
    at = made.index("<p xml:id", made.index("</p>\n        <p xml:id"))
    (folder / tei).write_text(f'{made[:at]}<p loud="1"{made[at + 2 :]}', "utf-8")
    (line,) = [one for one in run(tei).stdout.splitlines() if " S001 " in one]
    number = int(line.rpartition("(line ")[2].split()[0])
    words = made[at:].partition(">")[2][:12]
    assert words in (folder / text).read_text("utf-8").splitlines()[number - 1]
    (folder / text).write_text("Something else.")
    assert "of the transcription" not in run(tei).stdout
