"""Where things lie in an edition folder, and what a document is called.

An edition folder holds `edition.toml`, `transcriptions/`, the authority file, `decisions.toml` for all documents,
`tei/`, a folder per other form (`html/`, `text/` …) and `.lenin-tei/`, the memory of what was built, which may be
deleted at any time. A document is named by the place of its transcription: `1918/letter` is
`transcriptions/1918/letter.txt`, `tei/1918/letter.xml` and `html/1918/letter.html`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lenin_tei.diagnostics import LeninTeiError

EDITION = "edition.toml"
TRANSCRIPTIONS = "transcriptions"
TEI = "tei"
STATE = ".lenin-tei"
TEXT = ".txt"
DECISIONS = ".decisions.toml"
SHARED_DECISIONS = "decisions.toml"
NEW = ".new"  # NAME.new.xml: what we would write where somebody edited NAME.xml by hand


@dataclass(frozen=True, slots=True)
class Layout:
    """The places of one edition folder."""

    root: Path

    @property
    def edition(self) -> Path:
        """The edition file."""
        return self.root / EDITION

    @property
    def transcriptions(self) -> Path:
        """The folder of the transcriptions, which may have folders of its own."""
        return self.root / TRANSCRIPTIONS

    @property
    def tei(self) -> Path:
        """The folder of the TEI files."""
        return self.root / TEI

    @property
    def state(self) -> Path:
        """The folder of what is remembered between runs: manifest, index, lock."""
        return self.root / STATE

    def transcription(self, name: str) -> Path:
        """Return the transcription of a document."""
        return self.transcriptions / f"{name}{TEXT}"

    def output(self, name: str, form: str, ending: str) -> Path:
        """Return the file of a document in a form; the form `tei` is the TEI itself."""
        return self.root / form / f"{name}{ending}"

    def tei_of(self, name: str) -> Path:
        """Return the TEI file of a document."""
        return self.output(name, TEI, ".xml")


def find_layout(directory: str | Path) -> Layout:
    """Return the layout of an edition folder; `LeninTeiError` says what is missing where it is none."""
    root = Path(directory)
    if not root.is_dir():
        raise LeninTeiError(f"{root}: no such folder; lenin-tei init {root} makes an edition folder")
    if not (root / EDITION).is_file():
        raise LeninTeiError(f"{root}: no {EDITION} in it; lenin-tei init makes an edition folder")
    return Layout(root)


def documents(folder: Path, ending: str, prefix: str = "") -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield name and entry of every file with this ending below a folder, in the order of their names.

    Hidden files and folders are passed over, and so is what we put beside files that were edited by hand
    (`NAME.new.xml`). Names are compared code point by code point, so that the order is the same everywhere.
    """
    found: list[tuple[str, os.DirEntry[str]]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            if name.startswith("."):
                continue
            if name.endswith(ending):
                stem = name[: -len(ending)]
                if stem and not stem.endswith(NEW) and entry.is_file():
                    found.append((stem, entry))
            elif entry.is_dir():
                found.append((f"{name}/", entry))
    for name, entry in sorted(found, key=lambda pair: pair[0]):
        if name.endswith("/"):
            yield from documents(Path(entry.path), ending, prefix + name)
        else:
            yield prefix + name, entry


def is_sayable(name: str) -> bool:
    """Whether the name of a file is UTF-8, so that it can be written into TEI, tables and databases."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def as_said(name: str) -> str:
    """Return the name of a file as it can be printed anywhere: bytes that are not UTF-8 as \\xE9."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def tei_files(layout: Layout) -> Iterator[tuple[str, Path]]:
    """Yield name and file of every TEI document of the edition, in the order of their names."""
    if layout.tei.is_dir():
        for name, entry in documents(layout.tei, ".xml"):
            yield name, Path(entry.path)
