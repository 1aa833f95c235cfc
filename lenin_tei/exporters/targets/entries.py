"""The entries of an edition: persons, places, organisations, events and works, from the lists of all its documents.

In: TEI trees, ours or anybody's. Out: one entry for each id, and for each mention the entry it means (TEI Guidelines
14.2-14.3, 17.10). The same id with another name is somebody else and gets an id of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from hashlib import sha256

from lxml import etree

from lenin_tei.exporters.descriptions import entry_label
from lenin_tei.exporters.tree import XML_ID, Element, local_name, plain_text

NAMESPACE = "http://www.tei-c.org/ns/1.0"
# Element of an entry → its kind.
ENTRIES = {
    "person": "person", "personGrp": "person", "place": "place", "org": "org", "event": "event",
    "bibl": "work", "biblStruct": "work", "biblFull": "work",
}  # fmt: skip
# Kind → list, entry, name.
LAYOUT = {
    "person": ("listPerson", "person", "persName"),
    "place": ("listPlace", "place", "placeName"),
    "org": ("listOrg", "org", "orgName"),
    "event": ("listEvent", "event", "eventName"),
    "work": ("listBibl", "bibl", "title"),
}
LISTS = {names[0]: kind for kind, names in LAYOUT.items()}
# Elements that mention somebody or something → what, where the element alone tells.
MENTIONS = {
    "persName": "person", "author": "person", "editor": "person", "docAuthor": "person", "placeName": "place",
    "geogName": "place", "settlement": "place", "country": "place", "region": "place", "district": "place",
    "pubPlace": "place", "orgName": "org", "publisher": "org", "eventName": "event", "title": "work", "rs": "",
    "name": "",
}  # fmt: skip
# @type of rs and name → what is mentioned.
TYPES = {
    "person": "person", "place": "place", "org": "org", "organization": "org", "organisation": "org",
    "event": "event", "treaty": "event", "war": "event", "revolution": "event", "congress": "event",
    "conference": "event", "campaign": "event", "strike": "event", "work": "work", "bibl": "work",
}  # fmt: skip
# Addresses of authorities → the beginning of an id made from them, as TEI Publisher and others make it.
AUTHORITIES = (
    (re.compile(r"d-nb\.info/gnd/([\w-]+)"), "gnd"),
    (re.compile(r"geonames\.org/(\d+)"), "geo"),
    (re.compile(r"viaf\.org/viaf/(\d+)"), "viaf"),
    (re.compile(r"wikidata\.org/(?:wiki|entity)/(Q\d+)"), "wikidata"),
)


@dataclass(slots=True)
class Entry:
    """An entry: its kind, its id in the whole edition, its element (a copy), and who mentions it."""

    kind: str
    id: str
    element: Element
    mentions: dict[str, None] = field(default_factory=dict)


def make(name: str, text: str = "", **attributes: str) -> Element:
    """Return a new TEI element."""
    element = etree.Element(f"{{{NAMESPACE}}}{name}", nsmap={None: NAMESPACE})
    element.text = text or None
    for key, value in attributes.items():
        element.set(XML_ID if key == "xml_id" else key, value)
    return element


class Registers:
    """The entries of all documents of an export."""

    def __init__(self, kinds: Iterable[str] = tuple(LAYOUT)) -> None:
        self.kinds = frozenset(kinds)
        self.entries: dict[str, Entry] = {}
        self.relations: dict[str, Element] = {}
        self._own: dict[str, dict[str, str]] = {}
        self._mentioned: dict[str, set[str]] = {}
        self._pool: dict[str, Entry] = {}
        self._numbers: dict[str, str] = {}

    def add(self, stem: str, root: Element, *, pool: bool = False) -> None:
        """Take in the entries of a document; those of a mere register (*pool*) count once they are mentioned."""
        for kind, found in entries_of(root):
            if kind not in self.kinds:
                continue
            element = deepcopy(found)
            element.tail = None
            wanted = found.get(XML_ID) or _id_of(kind, entry_label(found))
            element.set(XML_ID, wanted)
            if pool:
                self._pool.setdefault(wanted, Entry(kind, wanted, element))
            else:
                self._own.setdefault(stem, {})[wanted] = self._added(stem, kind, wanted, element)
        for relation in root.iter(f"{{{NAMESPACE}}}listRelation"):
            if not _in_text(relation):
                self.relations.setdefault(etree.tostring(relation, method="c14n").decode(), deepcopy(relation))

    def _added(self, stem: str, kind: str, wanted: str, element: Element) -> str:
        known = self.entries.get(wanted)
        if known is not None and entry_label(known.element).casefold() != entry_label(element).casefold():
            wanted = f"{stem}-{wanted}"
            element.set(XML_ID, wanted)
            known = self.entries.get(wanted)
        if known is None:
            self.entries[wanted] = Entry(kind, wanted, element)
            self._number(wanted, element)
        elif sum(1 for _ in element.iter()) > sum(1 for _ in known.element.iter()):
            self.entries[wanted] = Entry(kind, wanted, element, known.mentions)
            self._number(wanted, element)
        return wanted

    def _number(self, identifier: str, element: Element) -> None:
        for number in element.iterchildren(f"{{{NAMESPACE}}}idno"):
            self._numbers.setdefault(plain_text(number), identifier)

    def entry_of(self, stem: str, pointer: str, name: Element) -> Entry | None:
        """Return the entry that *name* means by *pointer*, made from its words if no list has one; else None."""
        before, sign, fragment = pointer.partition("#")
        wanted = fragment if sign else pointer
        external = not sign and ("/" in pointer or ":" in pointer)
        if not external:
            own = self._own.get(stem, {}).get(wanted) if not before or not sign else None
            if own is None and wanted in self._pool and wanted not in self.entries:
                self.entries[wanted] = self._pool[wanted]
            found = self.entries.get(own or wanted)
            if found is not None:
                return found
        elif pointer in self._numbers:
            return self.entries[self._numbers[pointer]]
        kind = kind_of(name)
        if kind not in self.kinds or not plain_text(name):
            return None
        return self._made(kind, pointer if external else wanted, name, external=external)

    def _made(self, kind: str, pointer: str, name: Element, *, external: bool) -> Entry:
        """Return a new entry: the words that mention it, and the address by which they do."""
        identifier = _id_from_address(pointer) if external else re.sub(r"[^\w.-]+", "-", pointer)
        if not re.match(r"[^\W\d]", identifier):
            identifier = f"{kind}-{identifier}"
        if identifier not in self.entries:
            _, entry, form = LAYOUT[kind]
            element = make(entry, xml_id=identifier)
            element.append(make(form, plain_text(name), type="main"))
            if external:
                element.append(make("idno", pointer, type="URI"))
                self._numbers[pointer] = identifier
            self.entries[identifier] = Entry(kind, identifier, element)
        return self.entries[identifier]

    def mention(self, entry: Entry, stem: str) -> None:
        """Note that a document mentions an entry."""
        entry.mentions[stem] = None
        self._mentioned.setdefault(stem, set()).add(entry.id)

    def own(self, stem: str) -> list[str]:
        """Return the ids of the entries that the lists of a document hold, or its text mentions, and those they need.

        In the order of the edition, so that the lists of all documents look alike.
        """
        wanted = {*self._own.get(stem, {}).values(), *self._mentioned.get(stem, ())}
        new = list(wanted)
        while new:
            element = self.entries[new.pop()].element
            for name in mentions_of(element):
                identifier = (name.get("ref") or name.get("key") or "").removeprefix("#")
                if identifier in self.entries and identifier not in wanted:
                    wanted.add(identifier)
                    new.append(identifier)
        return sorted(wanted)

    def lists_for(self, stem: str) -> list[Element]:
        """Return lists with copies of the entries of a document, a list for each kind."""
        wanted = self.own(stem)
        lists = []
        for kind, (name, *_) in LAYOUT.items():
            entries = [self.entries[one].element for one in wanted if self.entries[one].kind == kind]
            if entries:
                lists.append(make(name))
                lists[-1].extend(deepcopy(one) for one in entries)
        return lists

    def of_kind(self, kind: str) -> list[Entry]:
        """Return the entries of a kind, by id."""
        return sorted((entry for entry in self.entries.values() if entry.kind == kind), key=lambda entry: entry.id)


def kind_of(name: Element) -> str:
    """Return what an element mentions, "" where neither its name nor its type tells."""
    return MENTIONS.get(local_name(name), "") or TYPES.get(name.get("type", "").lower(), "")


def entries_of(root: Element) -> Iterator[tuple[str, Element]]:
    """Yield kind and element of every entry in the lists of a document; works only from standOff."""
    for found in root.iter(*(f"{{{NAMESPACE}}}{name}" for name in ENTRIES)):
        kind = ENTRIES[local_name(found)]
        parent = found.getparent()
        if parent is None or local_name(parent) not in (*LISTS, "standOff"):
            continue
        if kind != "work" or any(local_name(one) == "standOff" for one in found.iterancestors()):
            yield kind, found


def mentions_of(root: Element) -> Iterator[Element]:
    """Yield the elements of a document that point to an entry, in their order."""
    for element in root.iter(*(f"{{{NAMESPACE}}}{name}" for name in MENTIONS)):
        if element.get("ref") or element.get("key"):
            yield element


def remove_lists(root: Element, kinds: Iterable[str]) -> None:
    """Take the entries of these kinds out of header and standOff; lists in the text are text and stay."""
    wanted = set(kinds)
    for kind, found in list(entries_of(root)):
        if kind in wanted and not _in_text(found):
            _remove(found)
    for name, kind in LISTS.items():
        if kind in wanted:
            for found in list(root.iter(f"{{{NAMESPACE}}}{name}")):
                if not _in_text(found) and not (kind == "work" and not _in_stand_off(found)):
                    _remove_hollow(found)


def _remove_hollow(element: Element) -> None:
    """Remove a list without entries, and what held nothing but it."""
    rest = [child for child in element.iterchildren("*") if local_name(child) not in ("head", "desc", "listRelation")]
    if rest:
        return
    parent = element.getparent()
    _remove(element)
    while parent is not None and not len(parent) and local_name(parent) in ("standOff", "particDesc", "settingDesc",
                                                                            *LISTS):  # fmt: skip
        hollow, parent = parent, parent.getparent()
        _remove(hollow)
    if parent is not None and local_name(parent) == "sourceDesc" and not len(parent):
        parent.append(make("p", "No source is stated."))


def _remove(element: Element) -> None:
    """Remove an element; its tail is layout and goes with it."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _in_text(element: Element) -> bool:
    return any(local_name(one) == "text" for one in element.iterancestors())


def _in_stand_off(element: Element) -> bool:
    return any(local_name(one) == "standOff" for one in element.iterancestors())


def _id_of(kind: str, label: str) -> str:
    return f"{kind}-{sha256(label.encode()).hexdigest()[:8]}"


def _id_from_address(address: str) -> str:
    for pattern, prefix in AUTHORITIES:
        found = pattern.search(address)
        if found:
            return f"{prefix}-{found[1]}"
    plain = re.fullmatch(r"([A-Za-z][\w.-]*):([\w.-]+)", address)
    return f"{plain[1]}-{plain[2]}" if plain else f"entry-{sha256(address.encode()).hexdigest()[:8]}"
