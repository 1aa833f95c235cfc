"""What the corpus needs to know of one document: its record, where in the file its facts stand, what is doubtful.

In come the bytes of a file; out come sheets, small enough to travel between processes. A file that cannot be read as
XML has none: `validate` says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lenin_tei.corpus.doubt import find_signs, level_reached
from lenin_tei.diagnostics import Diagnostic
from lenin_tei.exporters.tree import Element, descend, local_name, plain_text
from lenin_tei.mentions import name_elements, texts_of
from lenin_tei.pointers import Links, check_references
from lenin_tei.records import Record, read_record
from lenin_tei.source import Position
from lenin_tei.xmlfile import XMLFile, read_xml

_PLACES = {
    "title": "teiHeader/fileDesc/titleStmt/title",
    "author": "teiHeader/fileDesc/titleStmt/author",
    "licence": "teiHeader/fileDesc/publicationStmt",
    "written": "teiHeader/profileDesc/creation",
    "letter": "teiHeader/profileDesc/correspDesc",
    "sources": "teiHeader/fileDesc/sourceDesc",
}


class Name(NamedTuple):
    """A name as it is used in a document: where it points, its element, its words, how often, where first."""

    key: str
    element: str
    words: str
    times: int
    place: Position


class Doubt(NamedTuple):
    """A sign of a doubtful structure at a place."""

    weight: float
    what: str
    place: Position


class Sheet(NamedTuple):
    """One document: its record, the places of its facts by name ("" is the document), its names, its doubts."""

    record: Record
    places: Mapping[str, Position]
    names: tuple[Name, ...]
    doubts: tuple[Doubt, ...]
    level: int
    text: bool

    def place(self, name: str) -> Position:
        """Return where a fact stands, else where the document begins."""
        return self.places.get(name, self.places[""])


def read_sheets(data: bytes, path: str) -> list[Sheet]:
    """Return a sheet for every TEI document in a file; none for what is no XML or no TEI."""
    return read_file(data, path)[0]


def read_file(data: bytes, path: str) -> tuple[list[Sheet], Links, list[Diagnostic]]:
    """Return the sheets of a file, its links to other files, and why it could not be read (X)."""
    unread: list[Diagnostic] = []
    file = read_xml(data, path, unread.append)
    if file is None:
        return [], Links(path), unread
    links = check_references(file, lambda _: None)
    return [_read_sheet(document, file) for document in file.root.iter("{*}TEI")], links, unread


def _read_sheet(document: Element, file: XMLFile) -> Sheet:
    places = {"": file.place(document)}
    for name, way in _PLACES.items():
        found = descend(document, way)
        if found is not None:
            places[name] = file.place(found)
    has_text = bool(texts_of(document))
    signs = find_signs(document) if has_text else []
    return Sheet(
        read_record(document, file.path),
        places,
        tuple(_names(document, file)),
        tuple(Doubt(sign.weight, sign.what, file.place(sign.element)) for sign in signs),
        level_reached(document),
        has_text,
    )


def _names(document: Element, file: XMLFile) -> Iterator[Name]:
    """Yield every name once, with how often it is used."""
    found: dict[tuple[str, str, str], list[Element]] = {}
    for key, element in name_elements(document):
        words = plain_text(element)
        if words:
            found.setdefault((key, local_name(element), words), []).append(element)
    for (key, name, words), elements in found.items():
        yield Name(key, name, words, len(elements), file.place(elements[0]))
