"""What was built from what: a small database in the edition folder, which may be deleted at any time.

Without it everything is built again, and TEI that differs from what would be written is taken for edited by hand.
A transaction is on disk when it ends; between two of them the files of a batch take their places (see `writing`).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from lenin_tei.diagnostics import Diagnostic, LeninTeiError

VERSION = 1
TABLES = """
CREATE TABLE IF NOT EXISTS documents (
    name TEXT PRIMARY KEY, source_stat TEXT, source TEXT, decisions_stat TEXT, decisions TEXT,
    settings TEXT, register TEXT, answers BLOB, failure TEXT, build INTEGER);
CREATE TABLE IF NOT EXISTS details (name TEXT PRIMARY KEY, look_ups BLOB, diagnostics TEXT, base BLOB);
CREATE TABLE IF NOT EXISTS outputs (
    name TEXT, form TEXT, stat TEXT, ours TEXT, there TEXT, made TEXT, offered TEXT, PRIMARY KEY (name, form));
CREATE TABLE IF NOT EXISTS intents (name TEXT, form TEXT, ours TEXT, PRIMARY KEY (name, form));
CREATE TABLE IF NOT EXISTS facts (key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE IF NOT EXISTS todo (number INTEGER PRIMARY KEY, name TEXT, why TEXT);
"""


class Row(NamedTuple):
    """What a document was built from; stats are "" where they cannot be trusted."""

    name: str
    source_stat: str
    source: str
    decisions_stat: str
    decisions: str
    settings: str
    register: str
    answers: bytes
    failure: str
    build: int


class Output(NamedTuple):
    """One file of a document: the digest of what we wrote last, and of what lies there.

    `made` says what it was made from, `offered` is the digest of what lies beside it as NAME.new, or "".
    """

    name: str
    form: str
    stat: str
    ours: str
    there: str
    made: str
    offered: str


@dataclass(frozen=True, slots=True)
class Detail:
    """What is seldom needed of a document: its look-ups, its diagnostics, the TEI we wrote last, compressed."""

    look_ups: bytes
    diagnostics: tuple[Diagnostic, ...]
    base: bytes | None


class Manifest:
    """The database of one edition folder."""

    def __init__(self, path: Path) -> None:
        try:
            self.db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            self.db.execute("PRAGMA synchronous = FULL")
            (version,) = self.db.execute("PRAGMA user_version").fetchone()
            if version not in (0, VERSION):
                raise LeninTeiError(f"{path}: written by another lenin-tei; delete it, and everything is built again")
            self.db.executescript(TABLES)
            self.db.execute(f"PRAGMA user_version = {VERSION}")
        except sqlite3.DatabaseError as error:
            raise LeninTeiError(f"{path}: {error}; delete it, and everything is built again") from error

    def __enter__(self) -> Manifest:
        return self

    def __exit__(self, *_: object) -> None:
        self.db.close()

    def begin(self) -> None:
        """Begin a transaction."""
        self.db.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """End a transaction: from here on it is on disk."""
        self.db.execute("COMMIT")

    def rows(self, size: int = 1000) -> Iterator[tuple[Row, dict[str, Output]]]:
        """Yield every document with its outputs, in the order of names."""
        last = ""
        while True:
            found = self.db.execute("SELECT * FROM documents WHERE name > ? ORDER BY name LIMIT ?", (last, size))
            page = [Row(*row) for row in found]
            if not page:
                return
            outputs: dict[str, dict[str, Output]] = {}
            between = (page[0].name, page[-1].name)
            for each in self.db.execute("SELECT * FROM outputs WHERE name BETWEEN ? AND ?", between):
                output = Output(*each)
                outputs.setdefault(output.name, {})[output.form] = output
            for row in page:
                yield row, outputs.get(row.name, {})
            last = page[-1].name

    def row(self, name: str) -> Row | None:
        """Return a document, None if it was never built."""
        found = self.db.execute("SELECT * FROM documents WHERE name = ?", (name,)).fetchone()
        return Row(*found) if found else None

    def outputs(self, name: str) -> dict[str, Output]:
        """Return the files of a document by form."""
        found = self.db.execute("SELECT * FROM outputs WHERE name = ?", (name,))
        return {output.form: output for output in (Output(*row) for row in found)}

    def detail(self, name: str) -> Detail:
        """Return what is seldom needed of a document."""
        found = self.db.execute("SELECT look_ups, diagnostics, base FROM details WHERE name = ?", (name,)).fetchone()
        if found is None:
            return Detail(b"", (), None)
        return Detail(found[0], tuple(Diagnostic(*row) for row in json.loads(found[1])), found[2])

    def keep_row(self, row: Row) -> None:
        """Write a document."""
        self.db.execute(f"INSERT OR REPLACE INTO documents VALUES ({marks(row)})", row)

    def keep_output(self, output: Output) -> None:
        """Write a file of a document."""
        self.db.execute(f"INSERT OR REPLACE INTO outputs VALUES ({marks(output)})", output)

    def keep_detail(self, name: str, detail: Detail) -> None:
        """Write what is seldom needed of a document."""
        told = json.dumps(
            [(one.path, one.line, one.column, one.code, one.message) for one in detail.diagnostics], ensure_ascii=False
        )
        self.db.execute(
            "INSERT OR REPLACE INTO details VALUES (?, ?, ?, ?)", (name, detail.look_ups, told, detail.base)
        )

    def forget(self, name: str) -> None:
        """Remove a document."""
        for table in ("documents", "details", "outputs"):
            self.db.execute(f"DELETE FROM {table} WHERE name = ?", (name,))

    def intend(self, files: Iterable[tuple[str, str, str]]) -> None:
        """Note which files are about to take their places: name, form, digest."""
        self.begin()
        self.db.executemany("INSERT OR REPLACE INTO intents VALUES (?, ?, ?)", files)
        self.commit()

    def intents(self) -> list[tuple[str, str, str]]:
        """Return what an earlier build was about to put into place when it was cut off."""
        return list(self.db.execute("SELECT name, form, ours FROM intents"))

    def fact(self, key: str) -> str:
        """Return something kept about the edition as a whole, "" if it is not there."""
        found = self.db.execute("SELECT value FROM facts WHERE key = ?", (key,)).fetchone()
        return str(found[0]) if found else ""

    def keep_fact(self, key: str, value: str) -> None:
        """Keep something about the edition as a whole."""
        self.db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (key, value))

    def plan(self, tasks: Iterable[tuple[str, str]]) -> int:
        """Write what is to be done, as pairs of name and reason; return how many there are."""
        self.db.execute("DELETE FROM todo")
        self.db.executemany("INSERT INTO todo (name, why) VALUES (?, ?)", tasks)
        (count,) = self.db.execute("SELECT count(*) FROM todo").fetchone()
        return int(count)

    def tasks(self, size: int = 500) -> Iterator[tuple[str, str]]:
        """Yield what is to be done."""
        last = 0
        while True:
            page = list(
                self.db.execute(
                    "SELECT number, name, why FROM todo WHERE number > ? ORDER BY number LIMIT ?", (last, size)
                )
            )
            if not page:
                return
            yield from ((name, why) for _, name, why in page)
            last = page[-1][0]


def marks(values: tuple[object, ...]) -> str:
    """Return as many question marks as there are values."""
    return ", ".join("?" * len(values))


def open_manifest(state: Path) -> Manifest:
    """Return the manifest in a state folder, which is made if it is not there."""
    state.mkdir(parents=True, exist_ok=True)
    return Manifest(state / "manifest.sqlite")
