"""What is known of all documents, in SQLite: so that ten thousand need no more memory than ten.

Rows of documents that have not changed since the last run stay, and their files are not read into a tree again.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import PurePath
from typing import NamedTuple

from lxml import etree

from lenin_tei.exporters.folder import DEVICE
from lenin_tei.exporters.site.harvest import VERSION, Harvest, harvest
from lenin_tei.exporters.tree import Element, documents, local_name, read_tree
from lenin_tei.mentions import texts_of
from lenin_tei.patterns import lazy
from lenin_tei.xmlparser import safe_parser

_LAYOUT = """
CREATE TABLE IF NOT EXISTS document (path TEXT, part INTEGER, digest TEXT, slug TEXT UNIQUE, title TEXT, author TEXT,
  kind TEXT, language TEXT, date TEXT, dated TEXT, updated TEXT, opening TEXT, terms TEXT, PRIMARY KEY (path, part));
CREATE TABLE IF NOT EXISTS mention (path TEXT, part INTEGER, number INTEGER, key TEXT, kind TEXT, before TEXT,
  words TEXT, after TEXT, anchor TEXT, PRIMARY KEY (path, part, number)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS mention_key ON mention (key);
CREATE TABLE IF NOT EXISTS described (path TEXT, part INTEGER, key TEXT, kind TEXT, label TEXT, sort TEXT, life TEXT,
  also TEXT, numbers TEXT, latitude TEXT, longitude TEXT);
CREATE INDEX IF NOT EXISTS described_path ON described (path, part);
CREATE INDEX IF NOT EXISTS described_key ON described (key);
"""
_TABLES = ("document", "mention", "described")
_LONGEST = 120
_UNSAFE = lazy(r"[^\w-]+")


class Listed(NamedTuple):
    """A document in a list."""

    slug: str
    title: str
    author: str
    kind: str
    language: str
    date: str
    dated: str
    updated: str
    opening: str


_LISTED = ", ".join(Listed._fields)
_ORDER = "date = '', date, path, part"


class Memory:
    """The documents of a site: read when they are new, forgotten when they are gone."""

    def __init__(self, state: sqlite3.Connection | None) -> None:
        self.state = state or sqlite3.connect("")
        if self.state.execute("PRAGMA user_version").fetchone() != (VERSION,):
            for table in _TABLES:
                self.state.execute(f"DROP TABLE IF EXISTS {table}")
            self.state.execute(f"PRAGMA user_version = {VERSION}")
        self.state.executescript(_LAYOUT)
        self._seen: set[str] = set()
        self._slugs = {slug.lower() for (slug,) in self.state.execute("SELECT slug FROM document WHERE slug NOT NULL")}

    def read(self, path: str, data: bytes) -> None:
        """Take in a file unless it is known as it is."""
        self._seen.add(path)
        digest = hashlib.sha256(data).hexdigest()
        known = self.state.execute("SELECT digest FROM document WHERE path = ? LIMIT 1", (path,)).fetchone()
        if known == (digest,):
            return
        slugs = dict(self.state.execute("SELECT part, slug FROM document WHERE path = ?", (path,)).fetchall())
        self._forget(path)
        for part, document in enumerate(parts(read_tree(data, path))):
            one = harvest(document, path)
            slug = (slugs.get(part) or self._slug(path, part, one.identifier)) if texts_of(document) else None
            self._keep(path, part, digest, slug, one)

    def _keep(self, path: str, part: int, digest: str, slug: str | None, one: Harvest) -> None:
        """Keep what is known of a document; one without a text (an authority file) gets no page."""
        if slug:
            self._slugs.add(slug.lower())
        facts = (slug, one.title or slug, one.author, one.kind, one.language, one.date, one.dated, one.updated)
        row = (path, part, digest, *facts, one.opening, json.dumps(one.terms, ensure_ascii=False))
        self.state.execute(f"INSERT INTO document VALUES ({', '.join('?' * len(row))})", row)
        self.state.executemany(
            "INSERT INTO mention VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(path, part, number, *mention) for number, mention in enumerate(one.mentions)],
        )
        self.state.executemany(
            "INSERT INTO described VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(path, part, *entry[:6], json.dumps(entry.numbers), *entry[7:]) for entry in one.described],
        )

    def _slug(self, path: str, part: int, identifier: str) -> str:
        """Return the name of a page: that of the file, for one of several documents in a file its id."""
        stem = PurePath(path).stem
        return unique_name((identifier or f"{stem}-{part + 1}") if part else stem, self._slugs)

    def _forget(self, path: str) -> None:
        for table in _TABLES:
            self.state.execute(f"DELETE FROM {table} WHERE path = ?", (path,))

    def forget_the_rest(self) -> None:
        """Forget the files that were not read in this run."""
        for (path,) in self.state.execute("SELECT DISTINCT path FROM document").fetchall():
            if path not in self._seen:
                self._forget(path)

    def listed(self, where: str = "1", *values: object) -> Iterator[Listed]:
        """Yield documents in the order of time, those without a date last."""
        for row in self.state.execute(
            f"SELECT {_LISTED} FROM document WHERE slug NOT NULL AND {where} ORDER BY {_ORDER}", values
        ):
            yield Listed(*row)

    def slugs(self) -> dict[tuple[str, int], str]:
        """Return the names of all pages by file and place in it, in the order of time."""
        rows = self.state.execute(f"SELECT path, part, slug FROM document WHERE slug NOT NULL ORDER BY {_ORDER}")
        return {(path, part): slug for path, part, slug in rows}


def parts(root: Element) -> list[Element]:
    """Return the documents in a file, each as a tree of its own when there are several."""
    found = documents(root)
    if len(found) == 1 or local_name(root) == "TEI":
        return [root]
    return [etree.fromstring(etree.tostring(one, with_tail=False), safe_parser()) for one in found]


def unique_name(wanted: str, taken: set[str]) -> str:
    """Return a name no other page has, of letters, digits, hyphens and underscores; *taken* are small letters."""
    base = _UNSAFE.sub("-", wanted).strip("-").encode()[:_LONGEST].decode("utf-8", "ignore") or "document"
    base = f"{base}-" if DEVICE.match(base) else base
    name, number = base, 1
    while name.lower() in taken or name.lower() == "index":
        number += 1
        name = f"{base}-{number}"
    taken.add(name.lower())
    return name
