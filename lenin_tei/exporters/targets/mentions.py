"""Mentions as a platform reads them: by @key or @ref, in rs or in persName, placeName and orgName.

TEI allows all of these (TEI Guidelines 14.1, att.canonical); a platform looks for one. Words are never touched.
"""

from __future__ import annotations

from lenin_tei.exporters.targets.entries import LAYOUT, MENTIONS, NAMESPACE, Entry, Registers, make, mentions_of
from lenin_tei.exporters.targets.plan import Target
from lenin_tei.exporters.tree import XML_ID, Element, local_name, take

# What rs is called by dse-static and others.
RS_TYPES = {"person": "person", "place": "place", "org": "org", "event": "event", "work": "bibl"}
NAMES = {"person": "persName", "place": "placeName", "org": "orgName"}
# Attributes that rs has in common with every element that mentions.
_SHARED = frozenset({"ref", "key", "type", "subtype", "resp", "cert", "n", "rend", "ana", XML_ID,
                     "{http://www.w3.org/XML/1998/namespace}lang"})  # fmt: skip


def rewrite_mentions(root: Element, stem: str, registers: Registers, target: Target) -> None:
    """Let every mention in a document point to its entry as *target* reads it; count it with the entry."""
    for name in list(mentions_of(root)):
        found = _entries(name, stem, registers)
        if not found:
            if target.names == "names" and _in_text(name) and local_name(name) in ("rs", "name") and name.get("ref"):
                name.set("corresp", take(name, "ref") or "")
            continue
        inside = _within_entry(name)
        for entry in found:
            if not inside:
                registers.mention(entry, stem)
        if target.pointers == "leave":
            continue
        if len(found) > 1 and local_name(name) not in ("persName", "placeName", "orgName", "name", "rs"):
            continue
        for entry in reversed(found[1:]):
            inner = make(local_name(name))
            _take_in(name, inner)
            _point(inner, entry, target)
        _point(name, found[0], target)
        if target.names != "leave" and _in_text(name):
            inner_names = [name, *(one for one in name.iterdescendants() if one.get("ref") and len(found) > 1)]
            for one, entry in zip(inner_names, found, strict=False):
                _rename(one, entry, target)


def _entries(name: Element, stem: str, registers: Registers) -> list[Entry]:
    """Return the entries a name points to: by @ref, else by @key; [] where one of them is unknown."""
    pointers = name.get("ref", "").split()
    if not pointers and name.get("key", "").strip():
        pointers = [name.get("key", "").strip()]
    found = [registers.entry_of(stem, pointer, name) for pointer in pointers]
    known = [entry for entry in found if entry is not None]
    return known if len(known) == len(found) else []


def _point(name: Element, entry: Entry, target: Target) -> None:
    """Write the pointer where the other mention attributes stood."""
    attributes = {str(key): str(value) for key, value in name.attrib.items()}
    pair = ("key", entry.id) if target.pointers == "key" else ("ref", f"#{entry.id}")
    first = next((key for key in attributes if key in ("ref", "key")), "")
    name.attrib.clear()
    for key, value in attributes.items():
        if key == first:
            name.set(*pair)
        elif key not in ("ref", "key"):
            name.set(key, value)
    if not first:
        name.set(*pair)


def _rename(name: Element, entry: Entry, target: Target) -> None:
    """Let the platform's element carry the pointer."""
    tag = local_name(name)
    if target.names == "rs":
        wanted = RS_TYPES[entry.kind]
        if tag == "title" or not _SHARED.issuperset(map(str, name.attrib)) or tag in ("settlement", "docAuthor"):
            _hand_over(_wrapped(name, "rs"), name, type=wanted)
        elif tag in MENTIONS and tag not in ("author", "editor", "publisher", "pubPlace"):
            kind = name.get("type")
            name.tag = f"{{{NAMESPACE}}}rs"
            if kind and kind != wanted and not name.get("subtype"):
                name.set("subtype", kind)
            name.set("type", wanted)
    elif target.names == "names" and tag in ("rs", "name"):
        wanted = NAMES.get(entry.kind, "")
        pointer = take(name, "ref") or ""
        if wanted:
            inner = make(wanted, ref=pointer)
            _take_in(name, inner)
        else:
            name.set("corresp", pointer)


def _wrapped(name: Element, tag: str) -> Element:
    """Put *name* into a new element in its place, and return that."""
    parent = name.getparent()
    outer = make(tag)
    if parent is not None:
        parent.replace(name, outer)
    outer.tail, name.tail = name.tail, None
    outer.append(name)
    return outer


def _hand_over(outer: Element, name: Element, **attributes: str) -> None:
    for key, value in attributes.items():
        outer.set(key, value)
    pointer = take(name, "ref")
    if pointer is not None:
        outer.set("ref", pointer)


def _take_in(name: Element, inner: Element) -> None:
    """Put all content of *name* into *inner*, and that into *name*."""
    inner.text, name.text = name.text, None
    for child in list(name):
        inner.append(child)
    name.append(inner)


def _within_entry(name: Element) -> bool:
    """Tell whether a name stands in an entry rather than in a document."""
    lists = {names[0] for names in LAYOUT.values()} - {"listBibl"}
    return any(local_name(one) in (*lists, "standOff") for one in name.iterancestors())


def _in_text(element: Element) -> bool:
    return any(local_name(one) == "text" for one in element.iterancestors())


def rewrite_entries(registers: Registers, target: Target) -> None:
    """Let names inside entries (a place of birth) point as *target* reads it; entries they need are taken in."""
    done: set[str] = set()
    while len(done) < len(registers.entries):
        for identifier in [one for one in registers.entries if one not in done]:
            done.add(identifier)
            for name in mentions_of(registers.entries[identifier].element):
                found = _entries(name, "", registers)
                if len(found) == 1 and target.pointers != "leave":
                    _point(name, found[0], target)
