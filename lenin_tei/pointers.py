"""Identifiers and pointers of a TEI file: every xml:id once, every #pointer lands, and on the right kind of entry.

Pointers are the attributes of datatype teidata.pointer (TEI Guidelines 1.4.2); only those into the file itself are
followed. A name's entry is judged only where it is one of the entries names have (13.2, 13.3).
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from urllib.parse import unquote

from lxml import etree

from lenin_tei.diagnostics import Diagnostic
from lenin_tei.xmlfile import XMLFile

TEI = "http://www.tei-c.org/ns/1.0"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_POINTERS = """
active ana calendar change code copyOf corresp datingMethod datingPoint decls domains edRef end exclude facs feats
from fVal hand inst lemmaRef mutual new next nymRef old origin parent passive perf period prev ref render rendition
resp sameAs scheme script select since source spanTo start synch target targetEnd to unitRef uri url who wit
"""
POINTERS = frozenset(_POINTERS.split())
ENTRIES = {
    "person": "person",
    "personGrp": "person",
    "persona": "person",
    "place": "place",
    "org": "organisation",
    "event": "event",
    "bibl": "work",
    "biblStruct": "work",
    "biblFull": "work",
    "msDesc": "work",
}
PLACES = ("placeName", "settlement", "region", "country", "district", "bloc", "geogName", "pubPlace")
KINDS = {"persName": "person", "orgName": "organisation", "eventName": "event"} | dict.fromkeys(PLACES, "place")
TYPED = {
    "person": "person",
    "place": "place",
    "org": "organisation",
    "event": "event",
    "work": "work",
    "treaty": "event",
}


def check_references(file: XMLFile) -> Iterator[Diagnostic]:
    """Yield R001, R002 and R003 for the identifiers and pointers of a file."""
    ids: dict[str, etree._Element] = {}
    pointing: list[tuple[etree._Element, str, str]] = []
    for element in file.root.iter("*"):
        for name, value in element.attrib.items():
            if name == XML_ID:
                if value in ids:
                    yield _doubled(file, element, ids[value], str(value))
                ids.setdefault(str(value), element)
            elif name in POINTERS and "#" in value:
                pointing.append((element, str(name), str(value)))
    for element, name, value in pointing:
        for pointer in value.split():
            if pointer.startswith("#") and "(" not in pointer:
                yield from _check_pointer(file, element, name, pointer, ids)


def _doubled(file: XMLFile, element: etree._Element, first: etree._Element, name: str) -> Diagnostic:
    line = file.place(first).line
    message = f'xml:id="{name}" stands on line {line} already; rename one of the two, and the pointers that mean it'
    return file.diagnostic(element, "R002", message, "xml:id")


def _check_pointer(
    file: XMLFile, element: etree._Element, name: str, pointer: str, ids: dict[str, etree._Element]
) -> Iterator[Diagnostic]:
    """Yield R001 for a pointer without a target, R003 for a name that points to another kind of entry."""
    key = pointer[1:]
    target = ids.get(key)
    if target is None:
        target = ids.get(unquote(key))
    if target is None:
        near = get_close_matches(key, ids, 1)
        way_out = f"did you mean #{near[0]}?" if near else "add the entry, or correct the pointer"
        message = f'{name}="{pointer}": nothing in the file has this xml:id; {way_out}'
        yield file.diagnostic(element, "R001", message, name)
        return
    tag, entry = _local(element), _local(target)
    expected = KINDS.get(tag) or (TYPED.get(element.get("type", "")) if tag in ("rs", "name") else None)
    kind = ENTRIES.get(entry)
    if name == "ref" and expected and kind and kind != expected:
        message = f"<{tag}> points to {pointer}, which is <{entry}>; point to {_an(expected)}, or change the element"
        yield file.diagnostic(element, "R003", message, name)


def _local(element: etree._Element) -> str:
    """Return the name of a TEI element, "" for another."""
    name = etree.QName(element)
    return name.localname if name.namespace == TEI else ""


def _an(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeio" else f"a {kind}"
