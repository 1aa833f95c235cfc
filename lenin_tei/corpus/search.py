"""Full text, names, dates and types of a corpus in one SQLite file, and questions to it.

In come pages, one a document; only those of files that changed are written anew. Words are found whatever their case
and the accents of Latin letters (`unicode61 remove_diacritics 2`); nothing is stemmed: `work*` finds works and worker.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from lenin_tei.corpus.chronology import earliest, latest
from lenin_tei.corpus.facts import fold
from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.exporters.tree import read_tree
from lenin_tei.mentions import text_of
from lenin_tei.records import Record, read_record

# Another number whenever tables or what is written into them change: an index with another one is made anew.
VERSION = 1
_TABLES = """
CREATE TABLE files (path TEXT PRIMARY KEY, stamp TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE documents (number INTEGER PRIMARY KEY, path TEXT, id TEXT, title TEXT, author TEXT, date TEXT,
    first INTEGER, last INTEGER, kind TEXT, language TEXT, words INTEGER);
CREATE TABLE names (number INTEGER, kind TEXT, key TEXT, folded TEXT);
CREATE INDEX documents_by_path ON documents (path);
CREATE INDEX names_by_number ON names (number);
CREATE INDEX names_by_key ON names (key);
CREATE VIRTUAL TABLE texts USING fts5 (title, people, body, tokenize = "unicode61 remove_diacritics 2");
"""
_KINDS = {"persName": "person", "orgName": "org"} | dict.fromkeys(
    ("placeName", "geogName", "country", "region", "settlement", "district", "bloc"), "place"
)
_FIELDS = "path, id, documents.title, author, date, kind, language, words"


class Page(NamedTuple):
    """What the index keeps of one document: its record and its words."""

    record: Record
    text: str


class Question(NamedTuple):
    """What is looked for: words in the syntax of FTS5, and what the documents must name, be or be dated."""

    words: str = ""
    people: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    start: str = ""
    end: str = ""
    limit: int = 20


class Hit(NamedTuple):
    """A document that answers: its facts and, where words were asked for, the words around the first place."""

    path: str
    id: str
    title: str
    author: str
    date: str
    kind: str
    language: str
    words: int
    context: str


def read_pages(data: bytes, path: str) -> list[Page]:
    """Return a page for every document with a text in a file; none for what is no XML."""
    try:
        root = read_tree(data, path)
    except LeninTeiError:
        return []
    pages = [(read_record(one, path), text_of(one, alternatives=True)) for one in root.iter("{*}TEI")]
    return [Page(record, text) for record, text in pages if text]


def prepare(index: sqlite3.Connection) -> None:
    """Make the tables in a new index; raise `sqlite3.DatabaseError` for a file that is none of this version."""
    (version,) = index.execute("PRAGMA user_version").fetchone()
    if version == 0 and not index.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0]:
        index.executescript(f"{_TABLES} PRAGMA user_version = {VERSION};")
    elif version != VERSION:
        raise sqlite3.DatabaseError("an index of another version")


def known_stamps(index: sqlite3.Connection) -> dict[str, str]:
    """Return path → stamp of the files in the index; a stamp changes with the file."""
    return dict(index.execute("SELECT path, stamp FROM files"))


def forget(index: sqlite3.Connection, paths: Iterable[str]) -> None:
    """Take files out of the index."""
    for path in paths:
        numbers = [(number,) for (number,) in index.execute("SELECT number FROM documents WHERE path = ?", (path,))]
        index.executemany("DELETE FROM texts WHERE rowid = ?", numbers)
        index.executemany("DELETE FROM names WHERE number = ?", numbers)
        index.execute("DELETE FROM documents WHERE path = ?", (path,))
        index.execute("DELETE FROM files WHERE path = ?", (path,))


def remember(index: sqlite3.Connection, path: str, stamp: str, pages: Iterable[Page]) -> None:
    """Write the documents of a file into the index, in the place of what was known of it."""
    forget(index, [path])
    index.execute("INSERT INTO files VALUES (?, ?)", (path, stamp))
    for one, text in pages:
        first, last = earliest(one.written), latest(one.written)
        row = (path, one.id, one.title, one.author, one.date, _number(first), _number(last), one.kind)
        number = index.execute(
            "INSERT INTO documents VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*row, one.language, one.words)
        ).lastrowid
        people = [*one.authors, *(person for action in one.actions for person in action.people)]
        said = " ".join(dict.fromkeys(named.text for named in people))
        index.execute(
            "INSERT INTO texts (rowid, title, people, body) VALUES (?, ?, ?, ?)", (number, one.title, said, text)
        )
        index.executemany("INSERT INTO names VALUES (?, ?, ?, ?)", ((number, *name) for name in _names(one)))


def _names(record: Record) -> Iterator[tuple[str, str, str]]:
    """Yield everybody and every place of a document once: its kind, its key, its words folded."""
    found: dict[tuple[str, str, str], None] = {}
    stated = [(_KINDS.get(one.element, "person"), one.key, one.text) for one in record.authors]
    for action in record.actions:
        stated += [(_KINDS.get(one.element, "person"), one.key, one.text) for one in action.people]
        stated += [("place", one.key, one.text) for one in action.places]
    stated += [("place", one.key, one.text) for one in record.places]
    said = [(element, key, words) for key, places in record.mentions.items() for element, words in places]
    said += [(element, "", words) for element, words in record.unlinked]
    forms = {entry.key: (entry.kind, entry.name) for entry in record.entries}
    for element, key, words in said:
        stated.append((forms.get(key, (_KINDS.get(element, "other"), ""))[0], key, words))
    stated += [(kind, key, forms[key][1]) for kind, key, _ in stated if key in forms]
    for kind, key, words in stated:
        found[(kind, key, fold(words))] = None
    return iter(found)


def _number(day: tuple[int, int, int] | None) -> int | None:
    """Return a day as a number that sorts: 1918-10-03 is 19181003."""
    return None if day is None else day[0] * 10000 + (day[1] * 100 + day[2])


def ask(index: sqlite3.Connection, question: Question) -> list[Hit]:
    """Return the documents that answer, the best first; `LeninTeiError` for a question that cannot be read."""
    where, values = _conditions(question)
    limit = f" LIMIT {int(question.limit)}" if question.limit else ""
    if question.words:
        values.insert(0, question.words)
        text = (
            f"SELECT {_FIELDS}, snippet(texts, -1, '«', '»', '…', 16) AS context FROM texts"
            f" JOIN documents ON number = texts.rowid WHERE texts MATCH ?{where}"
            f" ORDER BY bm25(texts, 4.0, 2.0, 1.0), path, number{limit}"
        )
    else:
        order = "ORDER BY date = '', date, path, number"
        text = f"SELECT {_FIELDS}, '' AS context FROM documents WHERE 1{where} {order}{limit}"
    try:
        rows = index.execute(text, values).fetchall()
    except sqlite3.OperationalError as error:
        reason = str(error).removeprefix("fts5: ")
        advice = 'put words with signs into quotation marks: "N. Lenin"'
        raise LeninTeiError(f"the query {question.words} cannot be read: {reason}; {advice}") from error
    return [Hit._make((*row[:-1], " ".join(row[-1].split()))) for row in rows]


def _conditions(question: Question) -> tuple[str, list[Any]]:
    """Return what the documents must fulfil, as SQL and values."""
    parts: list[str] = []
    values: list[Any] = []
    for kinds, wanted in (("'person', 'org'", question.people), ("'place'", question.places)):
        for name in wanted:
            parts.append(
                f"number IN (SELECT number FROM names WHERE kind IN ({kinds}) AND"
                " (key = ? OR ' ' || folded || ' ' LIKE ? ESCAPE '\\'))"
            )
            values += [name, f"% {fold(name)} %" if fold(name) else ""]
    if question.kinds:
        parts.append(f"lower(kind) IN ({', '.join('?' * len(question.kinds))})")
        values += [kind.lower() for kind in question.kinds]
    for limit, column, sign, option in (
        (question.start, "last", ">=", earliest),
        (question.end, "first", "<=", latest),
    ):
        if limit:
            day = _number(option(limit))
            if day is None:
                raise LeninTeiError(f"{limit} is no date; write a year, a month or a day: 1918, 1918-10, 1918-10-03")
            parts.append(f"COALESCE({column}, first, last) {sign} ?")
            values.append(day)
    return "".join(f" AND {part}" for part in parts), values
