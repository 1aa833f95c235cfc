"""Registers in files of their own: for TEI Publisher a standOff each, for dse-static a list in the text of each.

TEI Guidelines 14 (names), 17.10 (standOff); the identifiers of the files are those the platforms look for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from posixpath import basename

from lxml import etree

from lenin_tei.exporters.descriptions import entry_label
from lenin_tei.exporters.metadata import facts_of
from lenin_tei.exporters.targets.building import SCHEMA, Written
from lenin_tei.exporters.targets.entries import LAYOUT, NAMESPACE, Entry, make, mentions_of
from lenin_tei.exporters.targets.steps import TEI, find, header_of
from lenin_tei.exporters.tree import XML_ID, Element, child, local_name, plain_text
from lenin_tei.serialiser import write_xml

ROOTS = {"person": "pb-persons", "place": "pb-places", "org": "pb-organizations", "event": "pb-events",
         "work": "pb-works"}  # fmt: skip
TITLES = {"person": "Persons", "place": "Places", "org": "Organisations", "event": "Events", "work": "Works"}


def register_document(title: str, identifier: str, lists: Iterable[Element]) -> Element:
    """Return a TEI document that holds lists in its standOff."""
    root = etree.Element(f"{TEI}TEI", nsmap={None: NAMESPACE})
    if identifier:
        root.set(XML_ID, identifier)
    file = etree.SubElement(header_of(root), f"{TEI}x").getparent()
    assert file is not None
    file.remove(file[-1])
    statement = next(find(root, "fileDesc/titleStmt"))
    statement.append(make("title", title))
    source = next(find(root, "fileDesc/sourceDesc"))
    source[0].text = "Collected from the documents of the edition."
    holder = etree.SubElement(root, f"{TEI}standOff")
    holder.extend(deepcopy(one) for one in lists)
    return root


def registers(written: Written) -> Iterator[tuple[str, bytes]]:
    """Yield the registers of TEI Publisher; TEI has no lists without entries, so there is no empty one."""
    for kind, path in written.target.files.items():
        listed = make(LAYOUT[kind][0])
        for entry in written.registers.of_kind(kind):
            listed.append(_named(entry))
        if not len(listed):
            continue
        _add_relations(listed, written, kind)
        yield path, with_model(register_document(TITLES[kind], ROOTS[kind], [listed]))


def indices(written: Written) -> Iterator[tuple[str, bytes]]:
    """Yield the indices of dse-static: each entry with the documents that mention it."""
    titles = {stem: ". ".join(facts_of(root, "")["title"]) or stem for stem, _, root in written.trees()}
    places = {entry.id: basename(written.target.files[entry.kind]) for entry in written.registers.entries.values()}
    for kind, path in written.target.files.items():
        entries = written.registers.of_kind(kind)
        if not entries and kind == "event":
            continue
        listed = make(LAYOUT[kind][0])
        for entry in entries:
            listed.append(_mentioned(entry, titles))
        for name in mentions_of(listed):
            pointer = name.get("ref", "")
            home = places.get(pointer[1:], "")
            if pointer.startswith("#") and home and home != basename(path):
                name.set("ref", home + pointer)
        _add_relations(listed, written, kind)
        root = register_document(TITLES[kind], basename(path), [])
        root.remove(root[-1])
        division = make("div")
        division.append(make("head", TITLES[kind]))
        # TEI wants a block after a heading; an empty list would be none.
        division.append(listed if len(listed) else make("p"))
        body = make("body")
        body.append(division)
        text = make("text")
        text.append(body)
        root.append(text)
        for title in root.iter(f"{TEI}title"):
            title.set("type", "main")
            break
        yield path, with_model(root)


def with_model(root: Element) -> bytes:
    """Return the bytes of a file, with the schema it is valid for."""
    words = f'href="{SCHEMA}" type="application/xml" schematypens="http://relaxng.org/ns/structure/1.0"'
    root.addprevious(etree.ProcessingInstruction("xml-model", words))
    return write_xml(root)


def _add_relations(listed: Element, written: Written, kind: str) -> None:
    """Put the relations between entries of a kind after them."""
    known = {f"#{entry.id}" for entry in written.registers.of_kind(kind)}
    for relation in written.registers.relations.values():
        pointers = {
            part
            for one in relation.iter("*")
            for name in ("active", "passive", "mutual")
            for part in one.get(name, "").split()
        }
        if pointers and pointers <= known:
            made = deepcopy(relation)
            made.tail = None
            listed.append(made)


def _named(entry: Entry) -> Element:
    """Return an entry with a name of type main and one of type sort, which TEI Publisher lists and sorts by."""
    element = deepcopy(entry.element)
    form = LAYOUT[entry.kind][2]
    names = [one for one in element.iterchildren("*") if local_name(one) == form]
    types = {one.get("type") for one in names}
    if not names and any(local_name(one) in ("label", "desc", "head", "p", "ab") for one in element):
        return element  # described rather than named: TEI takes no name beside that
    if not names:
        names = [make(form, entry_label(element))]
        _insert(element, names[0])
    if "main" not in types:
        names[0].set("type", "main")
    if "sort" not in types:
        main = next(one for one in names if one.get("type") == "main")
        last = [one for one in element.iterchildren("*") if local_name(one) == form][-1]
        last.addnext(make(form, _sort_form(main), type="sort"))
        last.getnext().tail = last.tail  # type: ignore[union-attr]
    for geo in element.iter(f"{TEI}geo"):
        geo.text = " ".join((geo.text or "").replace(",", " ").split())
    return element


def _insert(element: Element, name: Element) -> None:
    """Put a first name into an entry; a bibl that holds bare words gets it before them as well."""
    element.insert(0, name)
    if element.text and element.text.strip():
        name.tail, element.text = element.text, None


def _sort_form(name: Element) -> str:
    """Return how a name is sorted: by surname where it is marked, else as it is."""
    surname, forename = child(name, "surname"), child(name, "forename")
    if surname is None or forename is None:
        return plain_text(name)
    return f"{plain_text(surname)}, {plain_text(forename)}"


def _mentioned(entry: Entry, titles: dict[str, str]) -> Element:
    """Return an entry with the documents that mention it."""
    element = deepcopy(entry.element)
    for old in [one for one in element.iterchildren(f"{TEI}noteGrp") if _is_of_mentions(one)]:
        element.remove(old)
    stems = sorted(stem for stem in entry.mentions if stem in titles)
    if stems:
        group = make("noteGrp")
        for stem in stems:
            group.append(make("note", titles[stem], type="mentions", target=f"{stem}.xml"))
        element.append(group)
    return element


def _is_of_mentions(group: Element) -> bool:
    return all(one.get("type") == "mentions" for one in group.iterchildren("*"))
