"""Several authority files as one: an edition's own before the one everybody shares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lenin_tei.names.entries import TEI, XML_ID, entry_elements

LISTS = {"person": "listPerson", "place": "listPlace", "org": "listOrg", "event": "listEvent", "work": "listBibl"}


def stacked(files: Sequence[tuple[bytes, str]]) -> bytes:
    """Return the entries of several files, each content and name, as one file; of two with one id the first counts.

    One file is returned as it is. A file that is no well-formed XML raises `LeninTeiError`.
    """
    if len(files) == 1:
        return files[0][0]
    from lxml import etree

    root = etree.Element(f"{TEI}TEI", nsmap={None: TEI[1:-1]})
    stand_off = etree.SubElement(root, f"{TEI}standOff")
    lists = {kind: etree.SubElement(stand_off, TEI + name) for kind, name in LISTS.items()}
    taken: set[str] = set()
    for data, path in files:
        for element, kind in list(entry_elements(data, path)):
            name = str(element.get(XML_ID))
            if name not in taken:
                taken.add(name)
                parent = element.getparent()
                if parent is None or parent.tag not in (f"{TEI}place", f"{TEI}org"):  # a place in a place moves with it
                    lists[kind].append(element)
    return etree.tostring(root, encoding="UTF-8")


def shared_ids(files: Sequence[tuple[bytes, str]]) -> Iterator[tuple[str, int, str, str]]:
    """Yield file, line and id of every entry whose id an earlier file has, and that file."""
    seen: dict[str, str] = {}
    for data, path in files:
        here = {}
        for element, _ in entry_elements(data, path):
            name = str(element.get(XML_ID))
            here[name] = path
            if name in seen:
                yield path, int(element.sourceline or 1), name, seen[name]
        seen = {**here, **seen}
