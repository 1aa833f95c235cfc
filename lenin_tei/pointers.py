"""Identifiers and pointers of a TEI file: every xml:id once, every #pointer lands, and on the right kind of entry.

Pointers are the attributes of datatype teidata.pointer (TEI Guidelines 1.4.2). Private prefixes are resolved by the
file's own prefixDef (17.2.3); a name's entry is judged only where it is one of the entries names have (13.2, 13.3).
What points out of the file is kept in `Links`, to be judged where all files are known.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from urllib.parse import unquote

from lxml import etree

from lenin_tei.diagnostics import Report
from lenin_tei.prefixes import Prefixes, is_run, read_prefixes
from lenin_tei.source import Position
from lenin_tei.xmlfile import XMLFile

TEI = "http://www.tei-c.org/ns/1.0"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
INCLUDE = "{http://www.w3.org/2001/XInclude}include"
_POINTERS = """
active ana calendar change code copyOf corresp datingMethod datingPoint decls domains edRef end exclude facs feats
from fVal hand inst lemmaRef mutual new next nymRef old origin parent passive perf period prev ref render rendition
resp sameAs scheme script select since source spanTo start synch target targetEnd to unitRef uri url who wit
"""
POINTERS = frozenset(_POINTERS.split())
ENTRIES = dict.fromkeys(("person", "personGrp", "persona"), "person") | {
    "place": "place",
    "org": "organisation",
    "event": "event",
}
ENTRIES |= dict.fromkeys(("bibl", "biblStruct", "biblFull", "msDesc"), "work")
PLACES = ("placeName", "settlement", "region", "country", "district", "bloc", "geogName", "pubPlace")
KINDS = {"persName": "person", "orgName": "organisation", "eventName": "event"} | dict.fromkeys(PLACES, "place")
# What rs and name say they are by @type.
TYPED = {
    "person": "person",
    "place": "place",
    "org": "organisation",
    "event": "event",
    "treaty": "event",
    "work": "work",
}
# To look for a name nearly alike takes time: no more than so many names are looked at for the pointers of a file.
LOOKED_AT = 50_000


@dataclass(frozen=True, slots=True)
class Links:
    """What a file is called by others and calls in others: its identifiers, its pointers outwards, what it includes."""

    path: str
    ids: frozenset[str] = frozenset()
    outward: tuple[tuple[Position, str], ...] = ()
    includes: tuple[tuple[Position, str], ...] = ()


@dataclass
class _Search:
    """The state of one search through a file."""

    file: XMLFile
    report: Report
    prefixes: Prefixes
    ids: dict[str, etree._Element] = field(default_factory=dict)
    outward: list[tuple[Position, str]] = field(default_factory=list)
    looked_at: int = 0


def check_references(file: XMLFile, report: Report) -> Links:
    """Report R001 to R004 for the identifiers and pointers of a file; return what concerns other files."""
    search = _Search(file, report, read_prefixes(file))
    pointing: list[tuple[etree._Element, str, str]] = []
    includes = []
    based = False
    for element in file.root.iter("*"):
        for name, value in element.items():
            if name in POINTERS:
                if "#" in value or ":" in value:
                    pointing.append((element, name, value))
            elif name == XML_ID:
                _note_id(search, element, value)
            elif name == XML_BASE:
                based = True
        if element.tag == INCLUDE and element.get("href"):
            includes.append((file.place(element, "href"), element.get("href", "")))
    for element, name, value in pointing:
        if is_run(value):
            _refuse(search, element, name, value)
            continue
        for pointer in value.split():
            _follow(search, element, name, pointer)
    # With xml:base the way to another file is no longer its path, and nothing is said about it.
    outward = () if based else tuple(search.outward)
    return Links(file.path, frozenset(search.ids), outward, () if based else tuple(includes))


def _note_id(search: _Search, element: etree._Element, name: str) -> None:
    """Remember an identifier; R002 if it is there already."""
    first = search.ids.setdefault(name, element)
    if first is not element:
        line = search.file.place(first).line
        message = f'xml:id="{name}" stands on line {line} already; rename one of the two, and the pointers that mean it'
        search.report(search.file.diagnostic(element, "R002", message, "xml:id"))


def _refuse(search: _Search, element: etree._Element, name: str, value: str) -> None:
    """R006 for a pointer that a browser would run."""
    quoted = " ".join(value.split())[:40]
    message = f'{name}="{quoted}" is run as a program by a browser; write the address that is meant, or remove it'
    search.report(search.file.diagnostic(element, "R006", message, name))


def _follow(search: _Search, element: etree._Element, name: str, typed: str) -> None:
    """Judge one pointer, after its private prefix is resolved."""
    pointer = search.prefixes.resolve(typed)
    if pointer is None:
        prefix = typed.partition(":")[0]
        message = f'{name}="{typed}": the prefix {prefix}: is declared nowhere; add a prefixDef, or write the whole URI'
        search.report(search.file.diagnostic(element, "R004", message, name))
    elif is_run(pointer):
        _refuse(search, element, name, pointer)
    elif pointer.startswith("#"):
        if "(" not in pointer:
            _land(search, element, name, pointer, typed)
    elif "#" in pointer and ":" not in pointer:
        search.outward.append((search.file.place(element, name), pointer))


def _land(search: _Search, element: etree._Element, name: str, pointer: str, typed: str) -> None:
    """R001 for a pointer into the file without a target, R003 for a name that points to another kind of entry."""
    key = pointer[1:]
    target = search.ids.get(key)
    if target is None:
        target = search.ids.get(unquote(key))
    if target is None:
        message = f'{name}="{typed}": nothing in the file has this xml:id; {_way_out(search, key)}'
        search.report(search.file.diagnostic(element, "R001", message, name))
        return
    if name != "ref":
        return
    tag, entry = _local(element), _local(target)
    expected = KINDS.get(tag) or (TYPED.get(element.get("type", "")) if tag in ("rs", "name") else None)
    kind = ENTRIES.get(entry)
    if expected and kind and kind != expected:
        message = f"<{tag}> points to {typed}, which is <{entry}>; point to {_an(expected)}, or change the element"
        search.report(search.file.diagnostic(element, "R003", message, name))


def _way_out(search: _Search, key: str) -> str:
    """Return what to do about a pointer that does not land."""
    search.looked_at += len(search.ids)
    near = get_close_matches(key, search.ids, 1, 0.8) if search.looked_at <= LOOKED_AT else []
    return f"did you mean #{near[0]}?" if near else "add the entry, or correct the pointer"


def _local(element: etree._Element) -> str:
    """Return the name of a TEI element, "" for another."""
    name = etree.QName(element)
    return name.localname if name.namespace == TEI else ""


def _an(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeio" else f"a {kind}"
