"""`lenin-tei export` of a whole folder: documents are read one at a time, and only files that changed are written."""

from __future__ import annotations

import hashlib
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any

import click

from lenin_tei.cli.files import STDIN, read_bytes, tei_files, write_bytes
from lenin_tei.corpus.layout import as_said, is_sayable
from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.exporters import FOLDER_EXPORTERS, export_folder
from lenin_tei.exporters.folder import Content

STATE = ".lenin-tei"
_LAYOUT = "CREATE TABLE IF NOT EXISTS written (path TEXT PRIMARY KEY, key TEXT NOT NULL) WITHOUT ROWID"


class Inputs:
    """The documents of a run: read from disk whenever they are walked through, stdin once."""

    def __init__(self, paths: Sequence[str]) -> None:
        self.paths = paths
        self._stdin: bytes | None = None

    def __len__(self) -> int:
        return len(self.paths)

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        for path in self.paths:
            if path == STDIN and self._stdin is None:
                self._stdin = read_bytes(path)
            yield path, self._stdin if path == STDIN and self._stdin is not None else read_bytes(path)


def write_folder(files: Sequence[str], to: str, output: str | None, options: dict[str, Any]) -> None:
    """Write the form *to* of all *files* into the folder *output*; raise `LeninTeiError` where that cannot be done."""
    folder = output_folder(to, output)
    documents = Inputs([path for path in tei_files(files) if path == STDIN or not _is_within(Path(path), folder)])
    if not len(documents):
        raise LeninTeiError(f"no XML files in {', '.join(files)}")
    for path in documents.paths:
        if not is_sayable(path):
            raise LeninTeiError(f"{as_said(path)}: its name is not UTF-8; rename it")
    with closing(open_state(folder, to) if FOLDER_EXPORTERS[to].remembers else sqlite3.connect("")) as state:
        state.execute(_LAYOUT)
        if FOLDER_EXPORTERS[to].remembers:
            options["state"] = state
        made: set[str] = set()
        shown = sys.stderr.isatty()
        files_made = export_folder(documents, to=to, **options)
        with (
            click.progressbar(files_made, label=f"Writing {folder}", file=sys.stderr)
            if shown
            else (nullcontext(files_made)) as steps
        ):
            for path, content in steps:
                if path in made:
                    raise LeninTeiError(f"{path} would be written twice; this is a fault of the form {to}")
                made.add(path)
                write_if_changed(folder, path, content, state)
        remove_what_is_no_more(folder, made, state)
        state.commit()


def output_folder(to: str, output: str | None) -> Path:
    """Return the folder to write into."""
    if output in (None, STDIN):
        raise LeninTeiError(f"{to} is a folder of files; say -o DIRECTORY")
    folder = Path(str(output))
    if folder.exists() and not folder.is_dir():
        raise LeninTeiError(f"{folder} is a file, but {to} needs a folder")
    return folder


def open_state(folder: Path, to: str) -> sqlite3.Connection:
    """Return what is remembered of the last time *folder* was written; a state that cannot be read is begun anew."""
    place = folder / STATE / f"{to}.db"
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        state = sqlite3.connect(place)
        state.execute("PRAGMA synchronous = OFF")
        state.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.DatabaseError:
        place.unlink(missing_ok=True)
        state = sqlite3.connect(place)
    except OSError as error:
        raise LeninTeiError(f"{folder}: cannot be written: {(error.strerror or str(error)).lower()}") from error
    return state


def write_if_changed(folder: Path, path: str, content: Content, state: sqlite3.Connection) -> None:
    """Write a file unless the same file lies there already; a `Later` is not even made then."""
    place = folder / path
    if not _is_within(place.parent, folder):
        raise LeninTeiError(f"{place} is outside of {folder}; a link leads there")
    key = hashlib.sha256(content).hexdigest() if isinstance(content, bytes) else content.key
    found = state.execute("SELECT key FROM written WHERE path = ?", (path,)).fetchone()
    if place.is_file() and (found == (key,) or (isinstance(content, bytes) and place.read_bytes() == content)):
        if found != (key,):
            state.execute("INSERT OR REPLACE INTO written VALUES (?, ?)", (path, key))
        return
    write_bytes(place, content if isinstance(content, bytes) else content.make())
    state.execute("INSERT OR REPLACE INTO written VALUES (?, ?)", (path, key))


def remove_what_is_no_more(folder: Path, made: set[str], state: sqlite3.Connection) -> None:
    """Remove files that an earlier run wrote and this one did not; nothing else is touched."""
    for (path,) in state.execute("SELECT path FROM written").fetchall():
        if path not in made:
            (folder / path).unlink(missing_ok=True)
            state.execute("DELETE FROM written WHERE path = ?", (path,))


def _is_within(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())
