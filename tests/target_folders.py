"""The folders of all targets, made once from the same three documents, for the tests of targets."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from conftest import ROOT

from lenin_tei.diagnostics import Diagnostic
from lenin_tei.exporters.targets.building import write_target
from lenin_tei.exporters.targets.plan import load_target, stem_of

DOCUMENTS = (ROOT / "corpus" / "letter.xml", *sorted((ROOT / "tests" / "targets" / "documents").glob("*.xml")))
GOLDEN = ROOT / "tests" / "targets" / "golden"
# What an editor would set where a target cannot do without.
SETTINGS = {
    "cmif": {
        "url": "https://letters.example.org/cmif.xml",
        "publisher": "The Small Archive",
        "editor": "A. K.",
        "licence": "cc-by",
        "date": "2026-01-01",
    }
}


def sources() -> list[tuple[str, bytes]]:
    """Return our letter, a text of two sections as we convert it, and a talk somebody encoded by hand."""
    return [(path.name, path.read_bytes()) for path in DOCUMENTS]


@cache
def written(target: str) -> tuple[dict[str, bytes], tuple[Diagnostic, ...]]:
    """Return the files of a target, and what did not fit."""
    misfits: list[Diagnostic] = []
    files = dict(write_target(load_target(target), sources(), SETTINGS.get(target, {}), misfits.append))
    return files, tuple(misfits)


def documents_of(target: str) -> dict[str, bytes]:
    """Return the documents of a target by the name of their source, as they were written."""
    files, form = written(target)[0], load_target(target).documents or "-"
    paths = {name: form.format(stem=stem_of(name)) for name, _ in sources()}
    return {name: files[path] for name, path in paths.items() if path in files}


def in_folder(target: str, folder: Path) -> Path:
    """Write the files of a target into a folder, and return it."""
    for path, data in written(target)[0].items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return folder
