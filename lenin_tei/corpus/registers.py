"""The registers of a corpus as TEI lists: everybody and everything that is mentioned, each once, and where.

In come the lists of documents and of authority files, the first entry under an xml:id counting; out go entries as
they stand there, in a list for each kind (TEI Guidelines 14.2), each with a note that leads to the documents that
mention it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from typing import NamedTuple
from urllib.parse import quote

from lxml import etree

from lenin_tei.corpus.facts import Facts
from lenin_tei.exporters.tree import XML_ID, Element, local_name
from lenin_tei.pointers import POINTERS

TEI = "{http://www.tei-c.org/ns/1.0}"
ORDER = ("listPerson", "listPlace", "listOrg", "listEvent", "listObject", "listBibl")
# What stands in an entry behind its notes.
_LAST = {
    "place": ("place", "listPlace"),
    "org": ("org", "person", "personGrp", "listOrg", "listPerson"),
    "event": ("event", "listEvent"),
    "object": ("object",),
}
_MENTIONS = (
    "SELECT m.count AS mentions, d.path AS path, d.title AS title FROM mentions m JOIN documents d"
    " ON d.number = m.number WHERE m.key = ? ORDER BY d.date = '', d.date, d.path, d.number"
)


class Listed(NamedTuple):
    """An entry: the name of its list, the entry itself, the file it stands in."""

    kind: str
    data: bytes
    path: str


def collect_entries(root: Element, path: str, known: dict[str, Listed]) -> None:
    """Add the entries of a file to those that are *known*, each xml:id once.

    Works are entries only where they are listed in standOff; a `listBibl` elsewhere is a bibliography.
    """
    for listed in root.iter(*(f"{{*}}{name}" for name in ORDER)):
        parent = listed.getparent()
        if local_name(listed) == "listBibl" and (parent is None or local_name(parent) != "standOff"):
            continue
        for entry in listed.iterchildren("*"):
            key = entry.get(XML_ID)
            if key and key not in known and not local_name(entry).startswith(("list", "relation", "head")):
                known[key] = Listed(local_name(listed), canonical(entry), path)


def canonical(element: Element) -> bytes:
    """Return an element as bytes that are the same wherever it stands; white space in it counts."""
    copy = deepcopy(element)
    copy.tail = None
    return etree.tostring(copy, method="c14n", exclusive=True)


def register_lists(
    facts: Facts, known: Mapping[str, Listed], where: Callable[[str], str] = str
) -> Iterator[tuple[str, Iterator[Element]]]:
    """Yield the name of each list with the entries that belong into it, in the order of their xml:ids."""
    facts.rows.execute("CREATE INDEX IF NOT EXISTS mentions_by_key ON mentions (key)")
    mentioned = [row[0] for row in facts.ask("SELECT DISTINCT key FROM mentions ORDER BY key") if row[0] in known]
    keys: dict[str, list[str]] = {}
    for key in mentioned:
        keys.setdefault(known[key].kind, []).append(key)
    for kind in ORDER:
        if kind in keys:
            yield kind, (_entry(facts, key, known[key], set(mentioned), where) for key in keys[kind])


def _entry(facts: Facts, key: str, listed: Listed, there: set[str], where: Callable[[str], str]) -> Element:
    """Return an entry with the documents that mention it; what it points to in its own file is found from here."""
    entry = etree.fromstring(listed.data)
    own = {one.get(XML_ID) for one in entry.iter("*")} | there
    for element in entry.iter("*"):
        for attribute in POINTERS & set(element.attrib):
            pointers = element.get(attribute, "").split()
            element.set(attribute, " ".join(_moved(pointer, own, where(listed.path)) for pointer in pointers))
    if _takes_notes(entry):
        last = _LAST.get(local_name(entry), ())
        inside = next((one for one in entry.iterchildren("*") if local_name(one) in last), None)
        entry.insert(len(entry) if inside is None else entry.index(inside), _mentions(facts, key, where))
    return entry


def _takes_notes(entry: Element) -> bool:
    """Whether a note may stand in an entry: not in a life told in paragraphs, nor in the header of a file."""
    prose = any(local_name(one) in ("p", "ab") for one in entry.iterchildren("*"))
    return local_name(entry) != "biblFull" and not (prose and local_name(entry) in ("person", "personGrp"))


def _mentions(facts: Facts, key: str, where: Callable[[str], str]) -> Element:
    """Return the note that tells where an entry is mentioned, and how often."""
    note = etree.Element(f"{TEI}note", type="editorial", subtype="mentions", nsmap={None: TEI[1:-1]})
    for row in facts.ask(_MENTIONS, key):
        place = {"target": quote(where(row["path"])), "n": str(row["mentions"])}
        one = etree.SubElement(note, f"{TEI}ref", place)
        one.text, one.tail = row["title"] or row["path"], "\n"
    note[-1].tail = ""
    note.tail = "\n"
    return note


def _moved(pointer: str, own: set[str | None], place: str) -> str:
    """Return where a pointer leads: one to an entry that is not here leads back into its file."""
    if not pointer.startswith("#") or "(" in pointer or pointer[1:] in own:
        return pointer
    return quote(place) + pointer
