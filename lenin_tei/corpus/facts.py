"""The facts of all documents side by side, in a database that lives only as long as the run.

20,000 documents do not fit into memory together with what they say of each other; SQLite keeps them in a temporary
file, orders and groups them, and the program holds a few rows at a time. In come sheets in the order of the files, so
that the same files give the same rows.
"""

from __future__ import annotations

import json
import sqlite3
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Mapping
from posixpath import normpath
from typing import Any

from lenin_tei.corpus.sheets import Sheet
from lenin_tei.diagnostics import Diagnostic
from lenin_tei.pointers import Links
from lenin_tei.source import Position

_TABLES = """
CREATE TABLE documents (number INTEGER PRIMARY KEY, path TEXT, id TEXT, stem TEXT, title TEXT, folded TEXT, date TEXT,
    kind TEXT, language TEXT, licence TEXT, rights TEXT, words INTEGER, notes INTEGER, fingerprint TEXT, author TEXT,
    level INTEGER, doubt REAL, facts TEXT, places TEXT);
CREATE TABLE identifiers (number INTEGER, type TEXT, value TEXT);
CREATE TABLE entries (kind TEXT, key TEXT, name TEXT, folded TEXT, birth TEXT, death TEXT, forms TEXT, numbers TEXT,
    number INTEGER, listed TEXT, UNIQUE (key, kind, name, birth, death, numbers));
CREATE TABLE names (key TEXT, element TEXT, words TEXT, folded TEXT, count INTEGER, documents INTEGER, number INTEGER,
    line INTEGER, col INTEGER, PRIMARY KEY (key, element, words)) WITHOUT ROWID;
CREATE TABLE mentions (key TEXT, number INTEGER, count INTEGER);
CREATE TABLE links (name TEXT PRIMARY KEY, path TEXT, data BLOB) WITHOUT ROWID;
CREATE INDEX entries_by_key ON entries (key);
"""
_KNOWN = "ON CONFLICT DO UPDATE SET count = count + excluded.count, documents = documents + 1"


def fold(text: str) -> str:
    """Return *text* for comparing: no accents, no case, no signs, single blanks."""
    decomposed = unicodedata.normalize("NFKD", text)
    kept = (char if char.isalnum() else " " for char in decomposed if not unicodedata.combining(char))
    return " ".join("".join(kept).casefold().split())


def stem_of(path: str) -> str:
    """Return the name of a file without its folders and its last ending."""
    name = path.replace("\\", "/").rpartition("/")[2]
    return name.rpartition(".")[0] or name


def normal(path: str) -> str:
    """Return a path without `.` and `..`, so that two ways to a file are one."""
    return normpath(path.replace("\\", "/"))


class Facts:
    """The facts of a corpus. Rows are added in the order of the files and read in an order that SQL states."""

    def __init__(self) -> None:
        self.rows = sqlite3.connect("", isolation_level=None)
        self.rows.execute("PRAGMA journal_mode = OFF")
        self.rows.execute("PRAGMA cache_size = -4000")
        self.rows.executescript(_TABLES)
        self.rows.row_factory = sqlite3.Row
        self.rows.execute("BEGIN")

    def close(self) -> None:
        """Give the temporary file back."""
        self.rows.close()

    def add(self, sheets: Iterable[Sheet], links: Links) -> None:
        """Keep what a file says; documents without a text give their entries only."""
        packed = zlib.compress(json.dumps([sorted(links.ids), links.outward, links.includes]).encode("utf-8"), 1)
        self.rows.execute("INSERT OR REPLACE INTO links VALUES (?, ?, ?)", (normal(links.path), links.path, packed))
        for sheet in sheets:
            self._add_entries(sheet, self._add_document(sheet) if sheet.text else None)

    def _add_document(self, sheet: Sheet) -> int:
        one = sheet.record
        facts = {
            "written": dict(one.written),
            "published": dict(one.published),
            "sources": [source.date for source in one.sources if source.date],
            "authors": [(named.text, named.key) for named in one.authors],
            "sent": _letter(one.sent),
            "received": _letter(one.received),
            "letter": one.letter,
            "sourced": any(source.text for source in one.sources),
            "places": len(one.places),
            "front": one.front_lines,
            "doubts": [(doubt.weight, doubt.what, *doubt.place) for doubt in sheet.doubts],
        }
        values = (
            *(one.path, one.id, stem_of(one.path), one.title, fold(one.title), one.date, one.kind, one.language),
            *(one.licence, one.rights, one.words, one.notes, one.fingerprint, one.author, sheet.level),
            sum(doubt.weight for doubt in sheet.doubts),
            *(json.dumps(facts, ensure_ascii=False), json.dumps(sheet.places)),
        )
        number = self.rows.execute(f"INSERT INTO documents VALUES (NULL{', ?' * len(values)})", values).lastrowid
        assert number is not None
        self.rows.executemany("INSERT INTO identifiers VALUES (?, ?, ?)", ((number, *pair) for pair in one.identifiers))
        self.rows.executemany(
            f"INSERT INTO names VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?) {_KNOWN}",
            ((*name[:3], fold(name.words), name.times, number, *name.place) for name in sheet.names),
        )
        counted = ((key, number, len(said)) for key, said in one.mentions.items())
        self.rows.executemany("INSERT INTO mentions VALUES (?, ?, ?)", counted)
        return number

    def _add_entries(self, sheet: Sheet, number: int | None) -> None:
        rows = (
            (
                *(one.kind, one.key, one.name, fold(one.name), one.birth, one.death),
                *(json.dumps(one.forms, ensure_ascii=False), json.dumps(one.identifiers, ensure_ascii=False)),
                *(number, sheet.record.path),
            )
            for one in sheet.record.entries
            if one.key
        )
        self.rows.executemany("INSERT OR IGNORE INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def ask(self, question: str, *values: object) -> Iterator[sqlite3.Row]:
        """Yield the rows that answer a question in SQL."""
        yield from self.rows.execute(question, values)

    def document(self, number: int) -> sqlite3.Row:
        """Return the row of a document."""
        row = self.rows.execute("SELECT * FROM documents WHERE number = ?", (number,)).fetchone()
        assert isinstance(row, sqlite3.Row)
        return row

    def links(self) -> Iterator[Links]:
        """Yield the links of every file, in the order of paths."""
        for row in self.ask("SELECT path, data FROM links ORDER BY path"):
            yield _unpacked(row)

    def links_of(self, path: str) -> Links | None:
        """Return the links of one file, None for one that was not read."""
        row = self.rows.execute("SELECT path, data FROM links WHERE name = ?", (normal(path),)).fetchone()
        return None if row is None else _unpacked(row)


def _letter(action: Any) -> dict[str, Any]:
    """Return who wrote or got a letter and when, as JSON holds it; {} for no such action."""
    if action is None:
        return {}
    return {"people": [(one.text, one.key) for one in action.people], "dates": [dict(date) for date in action.dates]}


def _unpacked(row: sqlite3.Row) -> Links:
    ids, outward, includes = json.loads(zlib.decompress(row["data"]))
    placed = [tuple((Position(*place), href) for place, href in pairs) for pairs in (outward, includes)]
    return Links(row["path"], frozenset(ids), *placed)


def told(row: sqlite3.Row | Mapping[str, Any], fact: str, code: str, message: str) -> Diagnostic:
    """Return the diagnostic *code* where a document states a fact."""
    places = json.loads(row["places"])
    line, column = places.get(fact) or places[""]
    return Diagnostic(row["path"], line, column, code, message)
