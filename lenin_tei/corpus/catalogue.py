"""Catalogue and registers of a corpus: what there is, and who and what is mentioned where.

In come the facts of all documents; out go rows, which the command line writes as CSV and JSON, and TEI lists
(TEI Guidelines 3.12.3, 14.2) that are written piece by piece. *where* turns the path of a file into what is written.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any
from urllib.parse import quote

from lxml import etree

from lenin_tei.corpus.facts import Facts
from lenin_tei.exporters.tree import Element

TEI = "{http://www.tei-c.org/ns/1.0}"
Where = Callable[[str], str]
CATALOGUE = ("path", "id", "title", "author", "date", "kind", "language", "words", "licence")
REGISTER = ("key", "kind", "name", "mentions", "document", "path", "title")


def catalogue_rows(facts: Facts, where: Where = str) -> Iterator[dict[str, Any]]:
    """Yield a row for every document, in the order of dates, those without one last."""
    for row in facts.ask(f"SELECT {', '.join(CATALOGUE)} FROM documents ORDER BY date = '', date, path, number"):
        yield {**dict(row), "path": where(row["path"])}


def catalogue_entries(facts: Facts, where: Where = str) -> Iterator[Element]:
    """Yield a `bibl` for every document, in the same order."""
    for row in facts.ask("SELECT * FROM documents ORDER BY date = '', date, path, number"):
        bibl = etree.Element(f"{TEI}bibl", nsmap={None: TEI[1:-1]})
        for name, value in (("author", row["author"]), ("title", row["title"])):
            if value:
                etree.SubElement(bibl, f"{TEI}{name}").text = value
        if row["date"]:
            written = {k: v for k, v in json.loads(row["facts"])["written"].items() if k in _DATES}
            etree.SubElement(bibl, f"{TEI}date", written).text = row["date"]
        etree.SubElement(bibl, f"{TEI}ptr", target=quote(where(row["path"])))
        yield bibl


_DATES = ("when", "from", "to", "notBefore", "notAfter")
_MENTIONS = (
    "SELECT m.key AS key, COALESCE(e.kind, '') AS kind, COALESCE(e.name, '') AS name, m.count AS mentions,"
    " d.id AS document, d.path AS path, d.title AS title FROM mentions m JOIN documents d ON d.number = m.number"
    " LEFT JOIN (SELECT key, kind, name, MIN(rowid) FROM entries GROUP BY key) e ON e.key = m.key"
    " ORDER BY kind, m.key, d.path, d.number"
)


def register_rows(facts: Facts, where: Where = str) -> Iterator[dict[str, Any]]:
    """Yield a row for everybody and everything in every document that mentions it."""
    for row in facts.ask(_MENTIONS):
        yield {**dict(row), "path": where(row["path"])}


def register_entries(facts: Facts, where: Where = str) -> Iterator[dict[str, Any]]:
    """Yield each entry once, with the documents that mention it."""
    rows = facts.ask(_MENTIONS)
    for (kind, key), same in groupby(rows, lambda row: (row["kind"], row["key"])):
        places = [{**dict(row), "path": where(row["path"])} for row in same]
        yield {
            "key": key,
            "kind": kind,
            "name": places[0]["name"],
            "mentions": sum(place["mentions"] for place in places),
            "documents": [
                {part: place[part] for part in ("path", "document", "title", "mentions")} for place in places
            ],
        }
