"""Source files become documents: one tree for each TEI, in the TEI namespace, with a name no other has.

In: paths and bytes, ours or anybody's. Files without a text are registers: their entries count where they are needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.exporters.targets.entries import Registers
from lenin_tei.exporters.targets.plan import stem_of
from lenin_tei.exporters.targets.steps import TEI
from lenin_tei.exporters.tree import XML_ID, Element, child, entity_text, is_entity, local_name, read_tree


def gather(sources: list[tuple[str, bytes]], registers: Registers) -> list[str]:
    """Collect the entries of all sources, and return the names of the documents, sorted."""
    stems: list[str] = []
    for stem, root in _roots(sources, set()):
        is_document = child(root, "text") is not None or child(root, "sourceDoc") is not None
        registers.add(stem, root, pool=not is_document)
        if is_document:
            stems.append(stem)
    return sorted(stems)


def read_documents(sources: list[tuple[str, bytes]], stems: list[str]) -> Iterator[tuple[str, Element]]:
    """Yield name and tree of every document among the sources, in their order."""
    wanted = set(stems)
    for stem, root in _roots(sources, set()):
        if stem in wanted:
            yield stem, root


def _roots(sources: Iterable[tuple[str, bytes]], taken: set[str]) -> Iterator[tuple[str, Element]]:
    """Yield name and tree of every TEI in the sources; the parts of a teiCorpus are documents of their own."""
    for path, data in sources:
        root = read_tree(data, path)
        if not str(root.tag).startswith(TEI) and local_name(root) in ("TEI", "teiCorpus"):
            root = _in_namespace(root)
        if local_name(root) not in ("TEI", "teiCorpus") or not str(root.tag).startswith(TEI):
            raise LeninTeiError(f"{path} is no TEI P5 document: its root is {local_name(root)}")
        _resolve_entities(root)
        parts = list(root.iter(f"{TEI}TEI")) if local_name(root) == "teiCorpus" else [root]
        for number, part in enumerate(parts, 1):
            named = part.get(XML_ID) or f"{stem_of(path)}-{number}"
            stem = wanted = stem_of(path if part is root else named)
            count = 1
            while stem in taken:
                count += 1
                stem = f"{wanted}-{count}"
            taken.add(stem)
            yield stem, part if part is root else read_tree(etree.tostring(part, with_tail=False), path)


def _in_namespace(root: Element) -> Element:
    """Return a tree whose elements without namespace are in that of the TEI."""
    for element in root.iter("*"):
        if not str(element.tag).startswith("{"):
            element.tag = TEI + str(element.tag)
    return read_tree(etree.tostring(root))


def _resolve_entities(root: Element) -> None:
    """Replace references to entities by the text they stand for: no platform reads the DTD."""
    for entity in [one for one in root.iter(etree.Entity) if is_entity(one)]:
        parent, before = entity.getparent(), entity.getprevious()
        if parent is None:
            continue
        words = entity_text(entity) + (entity.tail or "")
        if before is not None:
            before.tail = (before.tail or "") + words
        else:
            parent.text = (parent.text or "") + words
        parent.remove(entity)
