"""One folder per code: its input raises the code, at the place named, and nothing that is not expected.

A folder is named after its code (`S001`, or `S001-value` for a further case) and holds `input.xml`, which is validated,
`input.txt`, which is converted, or `input.authority.xml`, which is checked as an authority file (with `table`, also
read into a table), or a folder `corpus`, whose files are checked together,
or `input.letter.xml`, which goes into an index of letters; `expected.txt` has a line
`line:column code` per finding. `args.toml` holds
arguments: for validate `against`, `rules`, `others` (files of the folder), `own_schema`, `platforms`; for convert
`Options`, where `register` and `decisions` name files of the folder.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from lenin_tei.corpus.consistency import Expected, check_corpus
from lenin_tei.corpus.facts import Facts
from lenin_tei.corpus.sheets import read_sheets
from lenin_tei.diagnostics import FAMILIES, RULES, Diagnostic
from lenin_tei.exporters import export_folder
from lenin_tei.inspection import Terms, inspect_file
from lenin_tei.links import check_between
from lenin_tei.schematron_faults import load_schematron
from lenin_tei.validation import examine

FOLDER = Path(__file__).parent / "rejects"
CASES = sorted(folder for folder in FOLDER.iterdir() if folder.is_dir())
# Families raised by a program of their own, each with tests of its own.
ELSEWHERE = ("C0",)


def arguments(folder: Path) -> dict[str, Any]:
    file = folder / "args.toml"
    return tomllib.loads(file.read_text("utf-8")) if file.exists() else {}


def validated(folder: Path) -> Iterable[Diagnostic]:
    against = arguments(folder).get("against")
    transcription = (folder / against).read_bytes() if against else None
    rules = arguments(folder).get("rules")
    if arguments(folder).keys() & {"own_schema", "platforms"}:
        terms = Terms(platforms=tuple(arguments(folder).get("platforms", ())))
        return inspect_file("input.xml", (folder / "input.xml").read_bytes(), terms)[0]
    found, links = examine(
        (folder / "input.xml").read_bytes(),
        "input.xml",
        against=transcription,
        rules=load_schematron(folder / rules) if rules else None,
    )
    others = [(folder / name).read_bytes() for name in arguments(folder).get("others", ())]
    names = arguments(folder).get("others", ())
    return sorted([*found, *check_between([links, *(examine(*pair)[1] for pair in zip(others, names, strict=True))])])


def converted(folder: Path) -> Iterable[Diagnostic]:
    from lenin_tei.conversion import Options, convert

    given = arguments(folder)
    if "register" in given:
        from lenin_tei.names.register import load_register

        given["register"] = load_register((folder / given["register"]).read_bytes(), given["register"])
    if "decisions" in given:
        from lenin_tei.names.decisions import load_decisions

        given["decisions"] = load_decisions((folder / given["decisions"]).read_bytes(), given["decisions"])
    return convert((folder / "input.txt").read_bytes(), "input.txt", Options(**given)).diagnostics


def checked(folder: Path) -> Iterable[Diagnostic]:
    from lenin_tei.authority_edits import read_rows
    from lenin_tei.names.checking import check_authority

    data = (folder / "input.authority.xml").read_bytes()
    found = list(check_authority(data, "input.authority.xml"))
    if arguments(folder).get("table"):
        read_rows(data, "input.authority.xml", found.append)
    return sorted(found)


def compared(folder: Path) -> Iterable[Diagnostic]:
    facts = Facts()
    files = sorted((folder / "corpus").iterdir())
    for file in files:
        found, links = examine(file.read_bytes(), file.name)
        assert not [one for one in found if one.code not in ("H008",)], "the files alone are valid"
        facts.add(read_sheets(file.read_bytes(), file.name), links)
    given = arguments(folder)
    names = re.compile(given.get("scheme", ".*"))
    expected = Expected(
        "edition.toml", given.get("licence", ""), names.pattern, lambda path: bool(names.fullmatch(Path(path).stem))
    )
    found = sorted(check_corpus(facts, expected, {file.name for file in files}.__contains__))
    facts.close()
    return found


def indexed(folder: Path) -> Iterable[Diagnostic]:
    found: list[Diagnostic] = []
    documents = [("input.letter.xml", (folder / "input.letter.xml").read_bytes())]
    list(export_folder(documents, to="cmif", report=found.append, **arguments(folder)))
    return found


PROGRAMS = {
    "input.letter.xml": indexed,
    "corpus": compared,
    "input.xml": validated,
    "input.txt": converted,
    "input.authority.xml": checked,
}


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_the_input_raises_what_is_expected_and_no_more(folder: Path, update: bool) -> None:
    program = next(program for name, program in PROGRAMS.items() if (folder / name).exists())
    found = program(folder)
    where = "{0.path}:" if program is compared else ""
    told = "".join(f"{where}{{0.line}}:{{0.column}} {{0.code}}\n".format(one) for one in found)
    if update:
        (folder / "expected.txt").write_text(told, "utf-8")
    assert told == (folder / "expected.txt").read_text("utf-8")
    assert folder.name.split("-")[0] in told
    assert all(";" in one.message for one in found if program is compared)


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_a_folder_is_named_after_a_code(folder: Path) -> None:
    assert folder.name.split("-")[0] in RULES


@pytest.mark.parametrize("code", sorted(code for code in RULES if not code.startswith(ELSEWHERE)))
def test_every_code_has_a_folder(code: str) -> None:
    if not (FOLDER / code).is_dir() and code[0] in "TN":
        pytest.skip(f"no input that raises {code} has been collected yet")
    assert (FOLDER / code).is_dir()


@pytest.mark.parametrize("code", sorted(RULES))
def test_every_code_belongs_to_a_family_and_says_what_to_do(code: str) -> None:
    rule = RULES[code]
    assert code[0] in FAMILIES
    assert rule.severity in ("error", "warning")
    assert all((rule.title, rule.explanation, rule.example, rule.instead))


def test_every_message_says_what_to_do() -> None:
    for folder in CASES:
        if (folder / "input.xml").exists():
            assert all(
                ";" in one.message or "did you mean" in one.message for one in validated(folder) if one.code[0] in "XRH"
            )
