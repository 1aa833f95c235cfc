"""What we write is TEI: jing with tei_all, the schema of the TEI Consortium, agrees with our own.

One process of jing judges many files. Our schema is a subset of tei_all by construction (tests/test_schema.py proves
it element by element); here whole documents are judged, as they come out of convert.
"""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest
from conftest import ROOT, program, shared
from transcriptions import transcription

from lenin_tei.conversion import Options, convert
from lenin_tei.edition import load_edition
from lenin_tei.names.register import load_register
from lenin_tei.resources import authority_path, schema_path

EDITION = b"""
title = "Letters of the Harbour"
publisher = "The Harbour Press"
pubPlace = "Bergen"
date = 2026-11-23
series = "Tide Tables"
idno = {url = "https://example.org/letters/1"}
licence = {target = "https://example.org/licence", text = "Free to read"}
[[encoder]]
name = "Anna Holm"
resp = "Encoding"
"""


def jing(schema: Path, files: Iterable[Path]) -> str:
    """Return what jing says about the files: nothing where all are valid."""
    command = [program("jing"), str(schema), *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def options(number: int = 0) -> Options:
    """Return options that together use every part of the header and every kind of name."""
    register = load_register(authority_path().read_bytes(), "authority.xml")
    if number % 2:
        return Options(register=register, edition=load_edition(EDITION, "edition.toml"), date="2026-11-23")
    return Options(register=register)


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """TEI of a hundred made-up transcriptions, always the same."""
    folder, paths = tmp_path_factory.mktemp("generated"), []
    both = [options(0), options(1)]
    for number in range(100):
        text = transcription(random.Random(number)).encode()
        done = convert(text, f"generated-{number}.txt", both[number % 2])
        assert done.xml is not None, done.diagnostics
        paths.append(folder / f"generated-{number}.xml")
        paths[-1].write_bytes(done.xml)
    return paths


def test_the_letter_is_valid_tei() -> None:
    assert jing(shared("tei", "tei_all.rng"), [ROOT / "corpus" / "letter.xml"]) == ""


def test_the_authority_file_is_valid_tei() -> None:
    assert jing(shared("tei", "tei_all.rng"), [authority_path()]) == ""


def test_made_up_transcriptions_become_valid_tei(generated: list[Path]) -> None:
    assert jing(shared("tei", "tei_all.rng"), generated) == ""


def test_jing_finds_what_we_write_valid_for_our_schema(generated: list[Path]) -> None:
    assert jing(schema_path("lenin_tei.rng"), [ROOT / "corpus" / "letter.xml", *generated]) == ""


def test_real_transcriptions_become_valid_tei(tmp_path: Path) -> None:
    texts = sorted(shared("transcriptions", "dev", "txt").glob("*.txt"))
    tei_all, chosen = shared("tei", "tei_all.rng"), options()
    for path in texts:
        done = convert(path.read_bytes(), path.name, chosen)
        assert done.xml is not None, [one for one in done.diagnostics if one.severity == "error"]
        (tmp_path / path.with_suffix(".xml").name).write_bytes(done.xml)
    assert len(texts) > 50
    assert jing(tei_all, sorted(tmp_path.glob("*.xml"))) == ""
