"""One TEI corpus out of many documents: what their headers share stands once, each entry stands once, ids are unique.

In come documents, walked through twice; out go a corpus header, a list of entries and each document as it stands in the
corpus. An xml:id gets that of its document before it, and pointers follow; what stands in the corpus keeps its own
(TEI Guidelines 16.1). Only parts that are the same to the letter in all documents are taken together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from lxml import etree

from lenin_tei.corpus.facts import stem_of
from lenin_tei.corpus.registers import ORDER, Listed, canonical, collect_entries
from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.exporters.tree import XML_ID, Element, child, descend, entity_text, local_name, read_tree
from lenin_tei.patterns import lazy
from lenin_tei.pointers import POINTERS

TEI = "{http://www.tei-c.org/ns/1.0}"
_NO_NAME = lazy(r"[^\w.-]")
# What may be taken together: children of these, where every document has the same.
# Attributes that may name a file without an xml:id in it.
_FILES = frozenset({"corresp", "facs", "ref", "source", "target", "url"})
_SHARED = ("teiHeader/encodingDesc",)


@dataclass(slots=True)
class Plan:
    """What a first walk found: documents by path, what is shared, entries by xml:id, the sign between two ids.

    *entries* are those that may stand in the corpus once, *listed* those of all lists of the documents.
    *rebase* gives the way to a file that stays where it is, seen from where the documents will lie.
    """

    names: dict[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    shared: list[tuple[str, bytes]] = field(default_factory=list)
    entries: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    kept: frozenset[str] = frozenset()
    sign: str = "."
    skipped: list[str] = field(default_factory=list)
    listed: dict[str, Listed] = field(default_factory=dict)
    rebase: Callable[[str], str] = str


def plan_corpus(documents: Iterable[tuple[str, bytes]]) -> Plan:
    """Return how the documents become one corpus; raise `LeninTeiError` where two have one xml:id.

    What is held grows with the entries and the names of the documents, not with their texts.
    """
    plan = Plan()
    shared: list[tuple[str, bytes]] | None = None
    for path, data in documents:
        root = read_document(path, data)
        if root is None or child(root, "text") is None:
            plan.skipped.append(path)
            continue
        _name_document(root, path, plan)
        parts = list(_shareable(root))
        shared = parts if shared is None else [part for part in shared if part in parts]
        collect_entries(root, path, plan.listed)
        for entry in _entries(root):
            plan.entries.setdefault(entry.get(XML_ID, ""), (_list_of(entry), canonical(entry)))
    if not plan.names:
        raise LeninTeiError("no TEI document with a text among the files")
    plan.shared = shared if shared and len(plan.names) > 1 else []
    plan.kept = frozenset(_ids(data for _, data in plan.shared)) | _ids(data for _, data in plan.entries.values())
    plan.sign = _choose_sign(plan)
    return plan


def read_document(path: str, data: bytes) -> Element | None:
    """Return the root of a document, entities that stand for text expanded; None for what is no TEI element."""
    root = read_tree(data, path)
    if local_name(root) != "TEI":
        return None
    for entity in list(root.iter(etree.Entity)):
        text = entity_text(entity)
        if text.startswith("&") and text.endswith(";"):
            raise LeninTeiError(f"{path}: {text} is declared in a DTD; write the character itself before assembling")
        _replace_by_text(entity, text)
    return root


def _replace_by_text(entity: Element, text: str) -> None:
    parent, before = entity.getparent(), entity.getprevious()
    assert parent is not None
    said = text + (entity.tail or "")
    if before is not None:
        before.tail = (before.tail or "") + said
    else:
        parent.text = (parent.text or "") + said
    entity.tail = None
    parent.remove(entity)


def _name_document(root: Element, path: str, plan: Plan) -> None:
    name = root.get(XML_ID) or _NO_NAME.sub("-", stem_of(path))
    name = name if name[0].isalpha() or name[0] == "_" else f"d-{name}"
    if name in plan.taken:
        other = next(known for known, said in plan.names.items() if said == name)
        raise LeninTeiError(
            f"{other} and {path} are both called {name}; give each TEI element its own xml:id (C101), "
            'or write ids = "{path}" into edition.toml and build again'
        )
    plan.taken.add(name)
    plan.names[normpath(path.replace("\\", "/"))] = name


def _choose_sign(plan: Plan) -> str:
    """Return what parts the two halves of an xml:id, so that no id made is one that is there."""
    names = sorted(plan.names.values())
    if set(names) & plan.kept:
        both = sorted(set(names) & plan.kept)[0]
        raise LeninTeiError(f"{both} is the xml:id of a document and of an entry; rename one of them")
    taken = [*names, *plan.kept]
    for sign in (".", "..", "...", "-.-"):
        if not any(name.startswith(f"{one}{sign}") for one, name in _pairs(names, taken, sign)):
            return sign
    raise LeninTeiError("the xml:ids of the documents cannot be told apart; leave full stops out of them")


def _pairs(names: list[str], taken: list[str], sign: str) -> Iterator[tuple[str, str]]:
    """Yield a document and a name that begins like an id made of it: looked up, so that it takes linear time."""
    known = set(names)
    for name in taken:
        at = name.find(sign)
        while at > 0:
            if name[:at] in known:
                yield name[:at], name
            at = name.find(sign, at + 1)


def _shareable(root: Element) -> Iterator[tuple[str, bytes]]:
    for path in _SHARED:
        parent = descend(root, path)
        for part in parent.iterchildren("*") if parent is not None else ():
            yield path, canonical(part)


def _entries(root: Element) -> Iterator[Element]:
    """Yield the entries of a document's own lists that have an xml:id."""
    for stand_off in root.iterchildren("{*}standOff"):
        for listed in stand_off.iterchildren("*"):
            if local_name(listed).startswith("list") and not listed.get(XML_ID):
                yield from (entry for entry in listed.iterchildren("*") if entry.get(XML_ID))


def _list_of(entry: Element) -> str:
    parent = entry.getparent()
    assert parent is not None
    return local_name(parent)


def _ids(parts: Iterable[bytes]) -> frozenset[str]:
    return frozenset(
        one.get(XML_ID, "") for part in parts for one in etree.fromstring(part).iter("*") if one.get(XML_ID)
    )


def fit_document(path: str, data: bytes, plan: Plan) -> Element:
    """Return a document as it stands in the corpus: shared parts and entries gone, ids and pointers rewritten."""
    root = read_document(path, data)
    assert root is not None
    before = _own_ids(root)
    for way in _SHARED:
        parent = descend(root, way)
        for part in list(parent.iterchildren("*")) if parent is not None else ():
            if (way, canonical(part)) in plan.shared:
                _remove(part)
        if parent is not None and not len(parent) and plan.shared:
            _remove(parent)
    _remove_entries(root, plan)
    gone = before - _own_ids(root)
    name = plan.names[normpath(path.replace("\\", "/"))]
    _rewrite(root, name, path, plan, gone)
    return root


def _own_ids(root: Element) -> frozenset[str]:
    return frozenset(one.get(XML_ID, "") for one in root.iter("*") if one.get(XML_ID))


def _remove_entries(root: Element, plan: Plan) -> None:
    """Take out the entries that stand in the corpus as they stand here, and lists that are empty then."""
    for entry in list(_entries(root)):
        if plan.entries[entry.get(XML_ID, "")][1] == canonical(entry):
            _remove(entry)
    for stand_off in list(root.iterchildren("{*}standOff")):
        for listed in list(stand_off.iterchildren("*")):
            if local_name(listed).startswith("list") and not len(listed):
                _remove(listed)
        if not len(stand_off):
            _remove(stand_off)


def _remove(part: Element) -> None:
    parent = part.getparent()
    assert parent is not None
    parent.remove(part)


def _rewrite(root: Element, name: str, path: str, plan: Plan, gone: frozenset[str]) -> None:
    for element in root.iter("*"):
        for attribute, value in list(element.attrib.items()):
            if attribute == XML_ID:
                element.set(XML_ID, name if element is root else f"{name}{plan.sign}{value}")
            elif attribute in POINTERS and ("#" in value or attribute in _FILES):
                moved = (_moved(pointer, root, name, path, plan, gone) for pointer in str(value).split())
                element.set(attribute, " ".join(moved))
    root.set(XML_ID, name)


def _moved(pointer: str, root: Element, name: str, path: str, plan: Plan, gone: frozenset[str]) -> str:
    """Return where a pointer leads in the corpus; one that leads out of it stays."""
    href, sign, key = pointer.partition("#")
    if ":" in href:
        return pointer
    if not href:
        if not sign or "(" in key:
            return pointer
        if key in gone:
            return f"#{key}"
        return f"#{name}" if key == root.get(XML_ID, "") else f"#{name}{plan.sign}{key}"
    other = plan.names.get(normpath(join(dirname(path.replace("\\", "/")), unquote(href))))
    if other is None:
        if key in plan.entries:
            return f"#{key}"
        return plan.rebase(join(dirname(path), unquote(href))) + sign + key if "." in href else pointer
    return f"#{other}" if not key or key == other else f"#{other}{plan.sign}{key}"


def corpus_header(plan: Plan, title: str, publication: Callable[[], Element] | None = None) -> Element:
    """Return the header of the corpus: a title, how it is published, and what all documents share."""
    header = etree.Element(f"{TEI}teiHeader", nsmap={None: TEI[1:-1]})
    described = etree.SubElement(header, f"{TEI}fileDesc")
    etree.SubElement(etree.SubElement(described, f"{TEI}titleStmt"), f"{TEI}title").text = title
    if publication is not None:
        described.append(publication())
    else:
        said = etree.SubElement(etree.SubElement(described, f"{TEI}publicationStmt"), f"{TEI}p")
        said.text = "Unpublished: no publisher and no licence are stated for this corpus."
    number = len(plan.names)
    said = etree.SubElement(etree.SubElement(described, f"{TEI}sourceDesc"), f"{TEI}p")
    said.text = f"{number} document{'' if number == 1 else 's'}; each states its own source."
    etree.indent(header, level=1)
    for way, data in plan.shared:
        parent_name = way.rpartition("/")[2]
        parent = child(header, parent_name)
        if parent is None:
            parent = etree.SubElement(header, f"{TEI}{parent_name}")
            parent.text, parent.tail = "\n", "\n  "
        _append(parent, data)
    return header


def _append(parent: Element, data: bytes) -> None:
    """Put a part on a line of its own; nothing inside it is laid out anew, because white space there may count."""
    part = etree.fromstring(data)
    part.tail = "\n"
    parent.append(part)


def corpus_entries(plan: Plan) -> Element | None:
    """Return all entries in one standOff, a list for each kind in the order of their ids; None where there are none."""
    if not plan.entries:
        return None
    stand_off = etree.Element(f"{TEI}standOff", nsmap={None: TEI[1:-1]})
    kinds = sorted(
        {kind for kind, _ in plan.entries.values()},
        key=lambda kind: (ORDER.index(kind) if kind in ORDER else 9, kind),
    )
    for kind in kinds:
        listed = etree.SubElement(stand_off, f"{TEI}{kind}")
        listed.text = listed.tail = "\n"
        for _, (said, data) in sorted(plan.entries.items()):
            if said == kind:
                _append(listed, data)
    stand_off.text = "\n"
    return stand_off
