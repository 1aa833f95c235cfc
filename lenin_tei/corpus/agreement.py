"""What documents must have of their own, and what they must share: identifiers, texts, titles, licences, file names.

In come the facts of all documents; every finding names the document that came later in the order of paths and the one
before it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from lenin_tei.corpus.doubt import DOUBTFUL
from lenin_tei.corpus.facts import Facts, told
from lenin_tei.diagnostics import Diagnostic
from lenin_tei.links import check_links


@dataclass(frozen=True, slots=True)
class Expected:
    """What an edition file asks of its documents: a licence, a scheme for file names; "" and None for nothing.

    *fits* tells whether a path fits the scheme; *edition* is the path of the edition file.
    """

    edition: str = ""
    licence: str = ""
    scheme: str = ""
    fits: Callable[[str], bool] | None = None


def check_documents(facts: Facts, expected: Expected) -> Iterator[Diagnostic]:
    """Yield C101 to C104 and C140 to C160."""
    yield from _check_doubled(facts, "C101", "id", 'xml:id="{}" as in {}; give each document its own')
    yield from _check_doubled(
        facts, "C103", "fingerprint", "the same text as in {1}; keep one of the two, or say that one repeats the other"
    )
    yield from _check_identifiers(facts)
    yield from _check_titles(facts)
    yield from _check_structure(facts)
    yield from _check_licences(facts, expected)
    yield from _check_file_names(facts, expected)


def _check_doubled(facts: Facts, code: str, column: str, message: str) -> Iterator[Diagnostic]:
    """Yield *code* for documents that have the same value in a column; the message takes the value and the path."""
    words = " AND words > 0" if column == "fingerprint" else ""
    rows = facts.ask(
        f"SELECT * FROM documents WHERE {column} IN (SELECT {column} FROM documents WHERE {column} <> ''{words}"
        f" GROUP BY {column} HAVING COUNT(*) > 1) ORDER BY {column}, path, number"
    )
    for value, same in groupby(rows, lambda row: row[column]):
        first, *others = list(same)
        for row in others:
            yield told(row, "", code, message.format(value, first["path"]))


def _check_identifiers(facts: Facts) -> Iterator[Diagnostic]:
    rows = facts.ask(
        "SELECT d.*, i.type AS idno, i.value AS value FROM identifiers i JOIN documents d ON d.number = i.number"
        " WHERE (i.type, i.value) IN (SELECT type, value FROM identifiers GROUP BY type, value"
        " HAVING COUNT(DISTINCT number) > 1) ORDER BY i.type, i.value, d.path, d.number"
    )
    total = next(facts.ask("SELECT COUNT(*) FROM documents"))[0]
    for (kind, value), same in groupby(rows, lambda row: (row["idno"], row["value"])):
        first, *others = list(same)
        if total > 2 and len(others) + 1 == total:
            continue  # all documents have it: it is the number of the edition
        for row in others:
            message = f"idno {kind} “{value}” as in {first['path']}; give each document its own".replace("  ", " ")
            yield told(row, "licence", "C102", message)


def _check_titles(facts: Facts) -> Iterator[Diagnostic]:
    rows = facts.ask(
        "SELECT * FROM documents WHERE (folded, date) IN (SELECT folded, date FROM documents WHERE folded <> ''"
        " AND date <> '' GROUP BY folded, date HAVING COUNT(*) > 1) ORDER BY folded, date, path, number"
    )
    for _, same in groupby(rows, lambda row: (row["folded"], row["date"])):
        first, *others = list(same)
        seen = {first["fingerprint"]}
        for row in others:
            if row["fingerprint"] not in seen:
                message = f"title and date ({row['date']}) as in {first['path']}, the text differs; compare the two"
                yield told(row, "title", "C104", message)
            seen.add(row["fingerprint"])


def _check_structure(facts: Facts) -> Iterator[Diagnostic]:
    for row in facts.ask("SELECT * FROM documents WHERE doubt >= ? ORDER BY path, number", DOUBTFUL):
        doubts = json.loads(row["facts"])["doubts"]
        _, _, line, column = max(doubts, key=lambda doubt: doubt[0])
        signs = ", ".join(what for _, what, _, _ in doubts)
        yield Diagnostic(row["path"], line, column, "C140", f"{signs}; compare the structure with the source")


def _check_licences(facts: Facts, expected: Expected) -> Iterator[Diagnostic]:
    """Yield C150 for documents without a licence, C151 for those with another one than the edition or the most."""
    stated = list(
        facts.ask(
            "SELECT licence, COUNT(*) AS documents FROM documents WHERE licence <> '' GROUP BY licence"
            " ORDER BY documents DESC, licence"
        )
    )
    usual = expected.licence or (stated[0]["licence"] if stated else "")
    silent = facts.ask("SELECT * FROM documents WHERE licence = '' AND rights = '' ORDER BY path, number")
    anything = bool(usual) or next(facts.ask("SELECT COUNT(*) FROM documents WHERE rights <> ''"))[0]
    for row in silent:
        if not anything:
            place = expected.edition or row["path"]
            yield Diagnostic(place, 0, 0, "C150", "no document states a licence; add [licence] to edition.toml")
            return
        yield told(row, "licence", "C150", f"no licence; state one{f', the others have {usual}' if usual else ''}")
    for row in facts.ask("SELECT * FROM documents WHERE licence NOT IN ('', ?) ORDER BY path, number", usual):
        message = f"licence {row['licence']}; {'the edition says' if expected.licence else 'most have'} {usual}"
        yield told(row, "licence", "C151", message)


def _check_file_names(facts: Facts, expected: Expected) -> Iterator[Diagnostic]:
    if expected.fits is None:
        return
    for row in facts.ask("SELECT DISTINCT path, stem FROM documents ORDER BY path"):
        if not expected.fits(row["path"]):
            message = f"the file name “{row['stem']}” does not fit {expected.scheme}; rename the file"
            yield Diagnostic(row["path"], 0, 0, "C160", message)


def check_pointers(facts: Facts, exists: Callable[[str], bool]) -> Iterator[Diagnostic]:
    """Yield R005 and R002 as `links.check_links` does, and C130 for files that are not there.

    *exists* tells whether a path names a file, for those that were not read.
    """
    find = lru_cache(maxsize=16)(facts.links_of)
    for links in facts.links():
        yield from check_links(links, find)
        missing: dict[str, None] = {}
        for (line, column), pointer in (*links.outward, *links.includes):
            href = unquote(pointer.partition("#")[0])
            path = normpath(join(dirname(links.path.replace("\\", "/")), href))
            if href and path not in missing and ":" not in href and find(path) is None and not exists(path):
                missing[path] = None
                message = f"“{pointer}”: there is no file {path}; correct the pointer, or add the file"
                yield Diagnostic(links.path, line, column, "C130", message)
