"""The command line as its user meets it: every test starts a process of its own in an empty folder."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import ROOT
from lxml import etree

LETTER = ROOT / "corpus" / "letter.txt"
SCHEMA = ROOT / "docs" / "reference" / "diagnostics.schema.json"
SCRIPT = "import sys; sys.argv[0] = 'lenin-tei'; from lenin_tei.__main__ import program; program()"
TEI = "{http://www.tei-c.org/ns/1.0}"
STRAY = "A Title\n\nThe first paragraph of the text is long enough to be a paragraph, and it has a marker.[7]\n"


class Ended:
    """How a process ended."""

    def __init__(self, done: subprocess.CompletedProcess[bytes]) -> None:
        self.code = done.returncode
        self.out = done.stdout
        self.told = done.stderr.decode()


def run(*arguments: str, folder: Path, given: bytes = b"", limit: int | None = None, **environment: str) -> Ended:
    """Run lenin-tei in *folder*; *limit* is the largest file, in bytes, that the system lets it write."""
    before = None if limit is None else lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    if limit is not None:  # or Python's own compiled files would be cut off too
        environment["PYTHONDONTWRITEBYTECODE"] = "1"
    command = [sys.executable, "-c", SCRIPT, *arguments]
    done = subprocess.run(
        command,
        cwd=folder,
        input=given,
        capture_output=True,
        preexec_fn=before,
        env={**clean_environment(), **environment},
        check=False,
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return Ended(done)


def clean_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("_LENIN_TEI")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that holds letter.txt and its decisions."""
    for name in ("letter.txt", "letter.decisions.toml"):
        (tmp_path / name).write_bytes((ROOT / "corpus" / name).read_bytes())
    return tmp_path


def names(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


# convert: where the TEI goes


def test_one_transcription_goes_to_stdout_and_nothing_is_said(folder: Path) -> None:
    done = run("convert", "letter.txt", folder=folder)
    assert (done.code, done.told) == (0, "")
    assert etree.fromstring(done.out).tag == f"{TEI}TEI"
    assert names(folder) == {"letter.txt", "letter.decisions.toml"}


@pytest.mark.parametrize(
    ("output", "made"),
    [
        ("letter.xml", "letter.xml"),
        ("out/", "out/letter.xml"),
        ("a/b/letter.xml", "a/b/letter.xml"),
        (".", "letter.xml"),
    ],
)
def test_an_output_is_a_file_or_a_folder(folder: Path, output: str, made: str) -> None:
    done = run("convert", "letter.txt", "-o", output, folder=folder)
    assert (done.code, done.out) == (0, b"")
    assert (folder / made).read_bytes() == run("convert", "letter.txt", "-o", "-", folder=folder).out


def test_the_identifier_of_a_text_is_the_name_of_the_file_it_is_written_to(folder: Path) -> None:
    assert run("convert", "letter.txt", "-o", "out/Second Letter.xml", folder=folder).code == 0
    assert b'xml:id="second-letter"' in (folder / "out" / "Second Letter.xml").read_bytes()
    assert run("validate", "out/Second Letter.xml", folder=folder).told == ""


def test_several_transcriptions_become_a_file_each(folder: Path) -> None:
    (folder / "other.txt").write_bytes(LETTER.read_bytes())
    assert run("convert", "letter.txt", "other.txt", "-o", "out", folder=folder).code == 0
    assert names(folder / "out") == {"letter.xml", "other.xml"}


def test_one_bad_file_never_stops_the_others(folder: Path) -> None:
    (folder / "last.txt").write_bytes(LETTER.read_bytes())
    done = run("convert", "letter.txt", "missing.txt", "last.txt", "-o", "out", folder=folder)
    assert names(folder / "out") == {"letter.xml", "last.xml"}
    assert done.told.startswith("lenin-tei: missing.txt: no such file")
    assert done.code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("letter.txt", "letter.txt", "-o", "out"),
        ("letter.txt", "letter.decisions.toml"),
        ("letter.txt", "-o", "letter.txt"),
        ("letter.txt", "-o", "letter.txt/x.xml"),
        ("letter.txt", "-", "-o", "letter.txt"),
    ],
    ids=" ".join,
)
def test_outputs_that_would_destroy_something_are_refused(folder: Path, arguments: Sequence[str]) -> None:
    done = run("convert", *arguments, folder=folder, given=LETTER.read_bytes())
    assert done.code == 2
    assert done.told.count("\n") == 1
    assert done.told.startswith("lenin-tei: ")
    assert names(folder) == {"letter.txt", "letter.decisions.toml"}
    assert (folder / "letter.txt").read_bytes() == LETTER.read_bytes()


def test_a_transcription_may_come_through_a_pipe(folder: Path) -> None:
    done = run("convert", "-", folder=folder, given=LETTER.read_bytes())
    assert done.code == 0
    paragraphs = etree.fromstring(done.out).findall(f".//{TEI}body//{TEI}p")
    assert len(paragraphs) == 15, "fourteen paragraphs and one in the note"
    assert "Germany is in the throes" in "".join(paragraphs[1].itertext())


def test_a_write_that_fails_leaves_the_old_file_and_no_other(folder: Path) -> None:
    (folder / "letter.xml").write_text("the old file")
    done = run("convert", "letter.txt", "-o", "letter.xml", folder=folder, limit=4000)
    assert done.code == 2
    assert "letter.xml: cannot be written" in done.told
    assert (folder / "letter.xml").read_text() == "the old file"
    assert names(folder) == {"letter.txt", "letter.decisions.toml", "letter.xml"}


def test_a_reader_that_stops_early_is_no_fault(folder: Path) -> None:
    (folder / "long.txt").write_text("A line of a very long text, which goes on and on.\n\n" * 5000)
    command = [sys.executable, "-c", SCRIPT, "convert", "long.txt", "--level", "structure"]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.read(5) == b"<?xml"
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert process.wait(60) in (0, 1)
    assert said == b""


# convert: what cannot be read


@pytest.mark.parametrize("path", ["missing.txt", ".", "letter.txt/x.txt", "x" * 300])
def test_what_cannot_be_read_is_told_in_one_line(folder: Path, path: str) -> None:
    for command in (("convert", path), ("validate", path), ("export", path, "--to", "text")):
        done = run(*command, folder=folder)
        assert done.code == 2
        assert done.told.count("\n") == 1
        assert done.told.startswith("lenin-tei: ")


def test_an_empty_transcription_is_reported_and_becomes_an_empty_text(folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    done = run("convert", "empty.txt", folder=folder)
    assert done.code == 0
    assert done.told.startswith("empty.txt:1:1: warning T004 ")
    assert etree.fromstring(done.out).find(f"{TEI}text/{TEI}body") is not None


def test_a_binary_file_is_refused_in_one_line(folder: Path) -> None:
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 40)
    done = run("convert", "picture.txt", folder=folder)
    assert done.code in (1, 2)
    assert done.out == b""
    assert "binary" in done.told
    assert len(done.told.splitlines()) <= 2


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--date", "yesterday"), "write it as"),
        (("--profile", "none-such"), "no profile"),
        (("--encoding", "none-such"), "no encoding"),
        (("--authority", "letter.txt"), "not well-formed"),
        (("--authority", "missing.xml"), "missing.xml"),
        (("--decisions", "letter.txt"), "letter.txt:1:10: not a TOML file"),
        (("--edition", "letter.txt"), "letter.txt"),
        (("--lines", "none-such"), "'none-such' is not one of"),
        (("--none-such",), "No such option"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_an_option_that_cannot_be_used_ends_with_2(folder: Path, options: Sequence[str], said: str) -> None:
    done = run("convert", "letter.txt", *options, folder=folder)
    assert (done.code, done.out) == (2, b"")
    assert said in done.told


# convert: what it tells


def test_warnings_are_told_on_stderr_and_fail_only_when_strict(folder: Path) -> None:
    (folder / "stray.txt").write_text(STRAY)
    done = run("convert", "stray.txt", folder=folder)
    assert done.code == 0
    assert done.told.startswith("stray.txt:3:87: warning T020 ")
    strict = run("convert", "stray.txt", "--strict", folder=folder)
    assert strict.code == 1
    assert (strict.out, strict.told) == (done.out, done.told)


def check_against_schema(told: dict[str, object]) -> None:
    """Check an object by hand against what docs/reference/diagnostics.schema.json demands."""
    schema = json.loads(SCHEMA.read_text("utf-8"))
    assert set(told) == set(schema["required"]) == set(schema["properties"])
    row = schema["properties"]["diagnostics"]["items"]
    diagnostics = told["diagnostics"]
    assert isinstance(diagnostics, list)
    for one in diagnostics:
        assert set(row["required"]) <= set(one) <= set(row["properties"])
        assert isinstance(one["line"], int)
        assert isinstance(one["column"], int)
        assert one["severity"] in row["properties"]["severity"]["enum"]
    summary = told["summary"]
    assert isinstance(summary, dict)
    assert set(schema["properties"]["summary"]["required"]) <= set(summary)
    assert set(summary) <= set(schema["properties"]["summary"]["properties"])
    assert summary["errors"] + summary["warnings"] == len(diagnostics) == sum(summary["codes"].values())


def test_diagnostics_are_one_json_object(folder: Path) -> None:
    (folder / "stray.txt").write_text(STRAY)
    done = run("convert", "stray.txt", "letter.txt", "missing.txt", "-o", "out", "--format", "json", folder=folder)
    told = json.loads(done.told[done.told.index("{") :])
    check_against_schema(told)
    assert [(one["path"], one["line"], one["code"]) for one in told["diagnostics"]] == [("stray.txt", 3, "T020")]
    assert (told["summary"]["files"], told["summary"]["failed"]) == (3, 1)


def test_a_clean_run_is_one_json_object_too(folder: Path) -> None:
    done = run("convert", "letter.txt", "-o", "letter.xml", "--format", "json", folder=folder)
    check_against_schema(json.loads(done.told))
    valid = run("validate", "letter.xml", "--against", "letter.txt", "--format", "json", folder=folder)
    assert valid.code == 0
    assert json.loads(valid.out)["diagnostics"] == []


def test_the_document_stage_is_the_model_in_json(folder: Path) -> None:
    done = run("convert", "letter.txt", "--stage", "document", folder=folder)
    model = json.loads(done.out)
    text = LETTER.read_text("utf-8")

    def leaves(block: dict[str, object]) -> list[dict[str, object]]:
        children = block.get("children")
        return [leaf for child in children for leaf in leaves(child)] if isinstance(children, list) else [block]

    found = [leaf for block in model["body"] for leaf in leaves(block)]
    assert len(found) > 20
    for leaf in found:
        start, end = leaf["span"]  # type: ignore[misc]
        assert leaf["text"] == text[start:end]
    assert {fact["place"] for fact in model["facts"]} >= {"printEdition", "firstPublication", "onlineVersion"}


def test_explain_prints_every_stretch_with_the_rule_that_named_it(folder: Path) -> None:
    done = run("convert", "letter.txt", "--explain", folder=folder)
    rows = done.out.decode().splitlines()
    assert rows[0] == ('letter.txt: profile mia (the text has "internet archive"), encoding utf-8, line breaks kept')
    kinds = [row.split()[1] for row in rows[1:]]
    assert kinds[:4] == ["head", "head", "head", "meta"]
    assert kinds.count("p") == 14
    assert kinds[-1] == "note"


def test_the_date_of_the_conversion_is_stated_only_when_given(folder: Path) -> None:
    without = etree.fromstring(run("convert", "letter.txt", folder=folder).out)
    assert without.find(f".//{TEI}revisionDesc") is None
    dated = etree.fromstring(run("convert", "letter.txt", "--date", "2026-11-23", folder=folder).out)
    assert [change.get("when") for change in dated.iter(f"{TEI}change")] == ["2026-11-23"]


def test_the_edition_beside_the_transcription_is_found(folder: Path) -> None:
    (folder / "edition.toml").write_text('publisher = "The Harbour Press"\nlicence = {text = "Free to read"}\n')
    made = etree.fromstring(run("convert", "letter.txt", folder=folder).out)
    statement = made.find(f".//{TEI}publicationStmt")
    assert statement is not None
    assert "The Harbour Press" in "".join(statement.itertext())
    assert "Free to read" in "".join(statement.itertext())


def test_without_an_authority_no_name_points_to_an_entry(folder: Path) -> None:
    made = etree.fromstring(run("convert", "letter.txt", "--authority", "none", folder=folder).out)
    assert made.find(f"{TEI}standOff") is None
    assert not [element for element in made.iter(f"{TEI}persName") if element.get("ref")]


# validate and export


def test_validate_ends_with_1_for_errors_and_2_for_what_cannot_be_read(folder: Path) -> None:
    (folder / "broken.xml").write_text("<TEI>")
    done = run("validate", "broken.xml", folder=folder)
    assert done.code == 1
    assert " error X001 " in done.out.decode()
    assert run("validate", "broken.xml", "missing.xml", folder=folder).code == 2


@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit", "github", "gitlab", "jing"])
def test_every_form_of_validate_names_the_finding(folder: Path, form: str) -> None:
    (folder / "broken.xml").write_text("<TEI>")
    done = run("validate", "broken.xml", "--format", form, folder=folder)
    assert done.code == 1
    assert b"X001" in done.out
    assert b"broken.xml" in done.out


def test_a_changed_word_is_not_faithful(folder: Path) -> None:
    tei = run("convert", "letter.txt", folder=folder).out
    (folder / "letter.xml").write_bytes(tei.replace(b"internationalist in action", b"internationalist in deed"))
    done = run("validate", "letter.xml", "--against", "letter.txt", folder=folder)
    assert done.code == 1
    assert " error F001 " in done.out.decode()


def test_export_gives_the_transcription_back(folder: Path) -> None:
    run("convert", "letter.txt", "-o", "letter.xml", folder=folder)
    done = run("export", "letter.xml", "--to", "text", folder=folder)
    assert done.code == 0
    assert done.out.decode().split() == LETTER.read_text("utf-8").split()


def test_export_writes_the_good_files_and_ends_with_2_for_a_bad_one(folder: Path) -> None:
    run("convert", "letter.txt", "-o", "letter.xml", folder=folder)
    (folder / "broken.xml").write_text("<TEI>")
    done = run("export", "broken.xml", "letter.xml", "--to", "html", "-o", "pages", folder=folder)
    assert done.code == 2
    assert done.told.count("\n") == 1
    assert names(folder / "pages") == {"letter.html"}


# The other commands


def test_the_version_is_one_line(folder: Path) -> None:
    from lenin_tei import __version__

    for option in ("--version", "-V"):
        assert run(option, folder=folder).out.decode() == f"lenin-tei {__version__}\n"


def test_help_names_every_command_and_every_command_has_help(folder: Path) -> None:
    from lenin_tei.cli import COMMANDS

    shown = run("--help", folder=folder).out.decode()
    for name, sentence in COMMANDS.items():
        assert f"  {name} " in shown
        assert sentence in shown
        assert run(name, "-h", folder=folder).out.decode().startswith(f"Usage: lenin-tei {name}")


def test_explain_says_what_a_code_means(folder: Path) -> None:
    done = run("explain", "t020", "F001", folder=folder)
    assert done.code == 0
    assert done.out.decode().startswith("T020 (warning): note marker without a note\n")
    assert "\n\nF001 (error): " in done.out.decode()


def test_explain_lists_all_codes(folder: Path) -> None:
    from lenin_tei.diagnostics import RULES

    listed = run("explain", folder=folder).out.decode().splitlines()
    assert [line.split()[0] for line in listed] == list(RULES)


def test_an_unknown_code_ends_with_2(folder: Path) -> None:
    done = run("explain", "Z999", folder=folder)
    assert done.code == 2
    assert "Z999" in done.told


def test_a_profile_is_listed_shown_and_checked(folder: Path) -> None:
    listed = run("profile", "list", folder=folder).out.decode().splitlines()
    assert "mia" in [line.split()[0] for line in listed]
    (folder / "mine.toml").write_bytes(run("profile", "show", "mia", folder=folder).out)
    assert run("profile", "check", "mine.toml", folder=folder).code == 0
    (folder / "mine.toml").write_text('[keys]\nwriten = ["Penned"]\n')
    done = run("profile", "check", "mine.toml", folder=folder)
    assert done.code == 2
    assert done.told.startswith('lenin-tei: mine.toml:2: unknown key "writen"')


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_completion_script_calls_lenin_tei(folder: Path, shell: str) -> None:
    made = run("completion", shell, folder=folder).out.decode()
    assert f"_LENIN_TEI_COMPLETE={shell}_complete" in made


def test_completion_knows_the_commands(folder: Path) -> None:
    asked = {"_LENIN_TEI_COMPLETE": "bash_complete", "COMP_WORDS": "lenin-tei con", "COMP_CWORD": "1"}
    assert run(folder=folder, **asked).out.decode() == "plain,convert\n"


def test_no_command_at_all_shows_the_help(folder: Path) -> None:
    done = run(folder=folder)
    assert done.code == 2
    assert "Commands:" in done.told + done.out.decode()


def test_an_output_that_is_a_pipe_stays_a_pipe(folder: Path) -> None:
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE) as reader:
        done = run("convert", "letter.txt", "-o", "pipe", folder=folder)
        still_a_pipe = pipe.is_fifo()
        if not still_a_pipe:
            reader.kill()
        read, _ = reader.communicate(timeout=60)
    assert (done.code, still_a_pipe) == (0, True)
    assert etree.fromstring(read).tag == f"{TEI}TEI"


def test_an_output_that_is_a_link_writes_the_file_it_leads_to(folder: Path) -> None:
    (folder / "letter.xml").symlink_to("kept/real.xml")
    (folder / "kept").mkdir()
    (folder / "kept" / "real.xml").write_text("old")
    assert run("convert", "letter.txt", "-o", "letter.xml", folder=folder).code == 0
    assert (folder / "letter.xml").is_symlink()
    assert (folder / "kept" / "real.xml").read_bytes().startswith(b"<?xml")


@pytest.mark.parametrize("typed", ["yesterday", "2026-13-45", "2026-02-30", "20261123"])
def test_a_date_that_is_no_day_is_refused_in_one_line(folder: Path, typed: str) -> None:
    done = run("convert", "letter.txt", "-o", "out.xml", "--date", typed, folder=folder)
    assert (done.code, (folder / "out.xml").exists()) == (2, False)
    assert f"--date {typed} is no date" in done.told


def test_the_edition_may_stack_its_own_authority_file_on_the_one_that_is_shipped(folder: Path) -> None:
    own = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><standOff><listPerson/></standOff></TEI>'
    (folder / "authority.xml").write_text(own)
    (folder / "edition.toml").write_text('authority = ["authority.xml", "shipped"]\n')
    stacked = run("convert", "letter.txt", folder=folder)
    (folder / "edition.toml").unlink()
    assert stacked.out == run("convert", "letter.txt", "--authority", "shipped", folder=folder).out
    assert stacked.out.count(b"ref=") > 20


# Streams that are closed, full, or read by nobody


def shell(line: str, folder: Path) -> Ended:
    """Run a line of shell in which lenin-tei is called `L`."""
    command = f'{sys.executable} -c "{SCRIPT}"'
    done = subprocess.run(
        ["bash", "-c", "L() { " + command + ' "$@"; }; ' + line], cwd=folder, capture_output=True, check=False
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return Ended(done)


def test_a_closed_stdout_is_told_where_the_result_should_go_there(folder: Path) -> None:
    done = shell("L convert letter.txt >&-", folder)
    assert (done.code, done.told) == (2, "lenin-tei: stdout is closed; say -o FILE\n")
    assert shell("L convert letter.txt -o letter.xml >&-", folder).code == 0
    assert "letter.xml" in names(folder)


def test_a_closed_stdin_or_stderr_is_no_crash(folder: Path) -> None:
    done = shell("L convert - <&-", folder)
    assert (done.code, done.told) == (2, "lenin-tei: stdin is closed; name a file\n")
    assert shell("L convert letter.txt 2>&-", folder).code == 0


@pytest.mark.parametrize("command", ["convert letter.txt", "authority list", "--help"])
def test_a_full_disk_behind_stdout_is_told_in_one_line(command: str, folder: Path) -> None:
    done = shell(f"L {command} >/dev/full", folder)
    assert (done.code, done.told) == (2, "lenin-tei: the output cannot be written: no space left on device\n")


def test_that_nobody_reads_on_is_no_problem_found(folder: Path) -> None:
    assert shell("set -o pipefail; L authority list | head -c 1", folder).code == 0


def test_a_name_that_is_too_long_is_told_in_one_line(folder: Path) -> None:
    done = run("convert", "letter.txt", "-o", "n" * 300, folder=folder)
    assert (done.code, done.told) == (2, f"lenin-tei: {'n' * 300}: file name too long\n")


def test_a_document_whose_file_name_is_no_utf_8_is_printed_all_the_same(folder: Path) -> None:
    (folder / "letter.txt").rename(folder / os.fsdecode(b"l\xff.txt"))
    done = run("convert", os.fsdecode(b"l\xff.txt"), "--stage", "document", folder=folder)
    assert done.code == 0
    assert json.loads(done.out)["path"] == "l\udcff.txt"
