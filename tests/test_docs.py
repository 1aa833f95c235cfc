"""The documentation is true: everything is documented, generated parts are in step, links land, examples run.

A fenced block ```text NAME (or toml, xml) makes a file; a block ```console runs: lines after "$ " are commands, the
lines below them what they print, on stdout or stderr. A line of "…" stands for any lines, "…" in a line for any words.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from conftest import ROOT
from test_cli import SCRIPT

from lenin_tei import __version__, edition, profile_tables
from lenin_tei.cli import lenin_tei
from lenin_tei.diagnostics import RULES
from lenin_tei.exporters import EXPORTERS, FOLDER_EXPORTERS
from lenin_tei.names import decisions

DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]
BLOCK = re.compile(r"^ *```(?P<kind>\w+)(?: (?P<name>[\w.-]+))?\n(?P<body>.*?)^ *```$", re.M | re.S)
LINK = re.compile(r"\]\((?P<path>[^)#\s]*)(?:#(?P<anchor>[^)\s]+))?\)")


def read(*parts: str) -> str:
    return DOCS.joinpath(*parts).read_text("utf-8")


def outside_code(page: str) -> str:
    return BLOCK.sub("", page)


# Complete


def commands(command: click.Command, context: click.Context) -> Iterator[tuple[str, click.Command]]:
    """Yield a command and those inside it, with their whole names."""
    yield context.command_path, command
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            with click.Context(inner, info_name=name, parent=context) as below:
                yield from commands(inner, below)


COMMANDS = list(commands(lenin_tei, click.Context(lenin_tei, info_name="lenin-tei", **lenin_tei.context_settings)))


@pytest.mark.parametrize(("path", "command"), COMMANDS, ids=[path for path, _ in COMMANDS])
def test_a_command_and_its_options_have_help_and_are_documented(path: str, command: click.Command) -> None:
    page = read("reference", "command-line.md")
    assert command.help
    assert f" {path}\n" in page
    section = page.split(f" {path}\n", 1)[1].split("\n## ")[0]
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, f"{option.name} of {path} has no help"
            assert option.help.rstrip().endswith((".", ")", "…")), option.help
            assert max(option.opts, key=len) in section


@pytest.mark.parametrize("code", RULES)
def test_a_code_is_documented(code: str) -> None:
    page = read("reference", "diagnostics.md")
    assert f'<a id="{code.lower()}"></a>{code} {RULES[code].title}\n' in page


@pytest.mark.parametrize("code", RULES)
def test_the_words_about_a_code_are_whole_sentences(code: str) -> None:
    rule = RULES[code]
    assert not rule.title[:2].istitle(), "a title begins small, unless it is a name"
    assert not rule.title.endswith(".")
    assert rule.explanation.endswith(".")
    assert not rule.instead.endswith(".")


def test_every_key_of_a_profile_is_documented() -> None:
    page = read("reference", "profiles.md")
    keys = [
        *profile_tables.KEYS,
        *profile_tables.ROLES,
        *(key for table in profile_tables.TABLES.values() for key in table),
    ]
    assert [key for key in keys if f"`{key}`" not in page] == []


def test_every_key_of_an_edition_file_is_documented_and_shown() -> None:
    page = read("reference", "edition.md")
    assert [key for key in edition.KEYS if f"`{key}`" not in page] == []
    example = next(found["body"] for found in BLOCK.finditer(page) if found["kind"] == "toml")
    shown = edition.load_edition(example.encode(), "edition.toml")
    assert all((shown.title, shown.publisher, shown.pub_place, shown.date, shown.idno, shown.series, shown.language))
    assert all((shown.schema, shown.authority, shown.profile, shown.licence_target, shown.licence_text, shown.encoders))


def test_every_kind_of_decision_is_documented_and_shown() -> None:
    page = read("reference", "decisions.md")
    keys = {*decisions.COMMON_KEYS, *(key for keys in decisions.ALLOWED.values() for key in keys), *decisions.KINDS}
    assert sorted(key for key in keys if f"`{key}`" not in page) == []
    assert [verb for verb in decisions.VERBS if f"`[[{verb}]]`" not in page] == []
    for path in (DOCS / "reference" / "decisions.md", DOCS / "how-to" / "correct-a-slip-or-a-name.md"):
        for found in BLOCK.finditer(path.read_text("utf-8")):
            if found["kind"] == "toml":
                decisions.load_decisions(found["body"].encode(), path.name)


def test_every_form_of_export_is_documented() -> None:
    page = read("reference", "exports.md")
    heads = {word for line in re.findall(r"^### (.*)$", page, re.M) for word in line.split(", ")}
    assert sorted({*EXPORTERS, *FOLDER_EXPORTERS} ^ heads) == []


def test_every_element_of_the_encoding_is_documented() -> None:
    page = read("reference", "encoding.md")
    grammar = (ROOT / "schema" / "lenin_tei.rng").read_text("utf-8")
    elements = set(re.findall(r'<element name="([^"]+)"', grammar))
    assert len(elements) > 100
    assert sorted(name for name in elements if f"| `{name}` |" not in page) == []


def test_every_decision_record_is_reached_from_the_architecture() -> None:
    page = read("explanation", "architecture.md")
    for path in (DOCS / "decisions").glob("*.md"):
        assert path.name in page


def test_the_changelog_knows_the_version() -> None:
    page = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert "## Unreleased" in page or f"## {__version__}" in page


# In step


def test_generated_parts_are_in_step() -> None:
    """In a process of its own: what other tests load or set must not show in the help texts."""
    script = (
        "import pathlib, runpy; filled = runpy.run_path('docs/generate.py')['filled']\n"
        "pages = sorted(pathlib.Path('docs').rglob('*.md'))\n"
        "print([p.name for p in pages if filled(p.read_text('utf-8')) != p.read_text('utf-8')])"
    )
    made = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (made.stdout.strip(), made.stderr) == ("[]", ""), "run python docs/generate.py"


# Reachable


def anchors(page: str) -> set[str]:
    """Return the anchors of a page: those set by hand, and those of its headings as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", outside_code(page), re.M)
    made = {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}
    return made | set(re.findall(r'<a id="([^"]+)"', page))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_inside_the_project_land(page: Path) -> None:
    for found in LINK.finditer(outside_code(page.read_text("utf-8"))):
        if re.match(r"[a-z]+:", found["path"]):
            continue
        target = (page.parent / found["path"]) if found["path"] else page
        assert target.exists(), found[0]
        if found["anchor"]:
            assert found["anchor"] in anchors(target.read_text("utf-8")), found[0]


def test_every_page_can_be_found_from_the_readme() -> None:
    seen, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in seen or page.suffix != ".md":
            continue
        seen.add(page)
        for found in LINK.finditer(page.read_text("utf-8")):
            target = (page.parent / found["path"]).resolve()
            if not re.match(r"[a-z]+:", found["path"]) and target.exists():
                waiting.append(target)
    assert {page for page in PAGES if page not in seen} == set()


# The examples run


def runs(page: Path) -> bool:
    return any(found["kind"] == "console" for found in BLOCK.finditer(page.read_text("utf-8")))


@pytest.fixture
def shell(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """An empty folder, and an environment in which lenin-tei is a command."""
    programs, folder = tmp_path / "bin", tmp_path / "folder"
    programs.mkdir()
    folder.mkdir()
    script = programs / "lenin-tei"
    script.write_text(f"#!{sys.executable}\n{SCRIPT.replace('; ', chr(10))}\n")
    script.chmod(0o755)
    return folder, {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}


def steps(body: str) -> Iterator[tuple[str, str]]:
    """Yield the commands of a console block, each with what it prints."""
    for part in re.split(r"^ *\$ ", body, flags=re.M)[1:]:
        command, _, printed = part.partition("\n")
        yield command, printed


def fits(printed: str, expected: str) -> bool:
    """Say whether the output is the expected one, where "…" stands for anything."""
    pattern = re.escape(expected).replace("…\\\n", "(?:.*\\n)*").replace("…", ".*")
    return re.fullmatch(pattern, printed) is not None


@pytest.mark.parametrize("page", [page for page in PAGES if runs(page)], ids=lambda page: page.stem)
def test_the_examples_of_a_page_run(page: Path, shell: tuple[Path, dict[str, str]]) -> None:
    folder, environment = shell
    for name in ("letter.txt", "letter.decisions.toml"):
        (folder / name).write_bytes((ROOT / "corpus" / name).read_bytes())
    (folder / "stray.txt").write_text(
        "A Title\n\nThe first paragraph of the text is long enough to be a paragraph, and it has a marker.[7]\n"
    )
    for found in BLOCK.finditer(page.read_text("utf-8")):
        if found["name"]:
            (folder / found["name"]).write_text(found["body"], "utf-8")
        if found["kind"] == "console":
            for command, expected in steps(found["body"]):
                done = subprocess.run(
                    command, shell=True, cwd=folder, env=environment, capture_output=True, text=True, check=False
                )
                printed = done.stdout + done.stderr
                assert fits(printed, expected), f"$ {command}\n{printed}"


# The two lines of the README


def readme_line(ending: str) -> str:
    page = (ROOT / "README.md").read_text("utf-8")
    found = [line for line in page.splitlines() if line.startswith("python3 -m venv") and line.endswith(ending)]
    assert len(found) == 1
    return found[0]


def test_ci_runs_the_tests_by_the_line_of_the_readme() -> None:
    assert readme_line("pytest").endswith(".venv/bin/pip install -q '.[test]' && .venv/bin/pytest")
    assert "grep -E '^python3 -m venv .*pytest$' README.md" in (ROOT / ".ci" / "run").read_text("utf-8")


def test_the_commands_of_the_first_line_work(shell: tuple[Path, dict[str, str]]) -> None:
    """Installing is tested in test_wheel.py; here the two calls after it, as they stand in the README."""
    folder, environment = shell
    (folder / "corpus").mkdir()
    (folder / "corpus" / "letter.txt").write_bytes((ROOT / "corpus" / "letter.txt").read_bytes())
    for call in readme_line("letter.html").split(" && ")[2:]:
        command = call.replace(".venv/bin/", "")
        done = subprocess.run(command, shell=True, cwd=folder, env=environment, capture_output=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert (folder / "out" / "letter.html").read_bytes().lower().startswith(b"<!doctype html>")
