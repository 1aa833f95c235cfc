"""The entries a document mentions, copied from the authority file into the document's own `standOff`.

TEI Guidelines 17.10 (standOff) and 14 (names): each file stands alone, with one list per kind of entry. Comments of the
authority file are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy

from lxml import etree

from lenin_tei.names.register import Register
from lenin_tei.tei import NAMESPACE

LISTS = {"person": "listPerson", "place": "listPlace", "org": "listOrg", "event": "listEvent", "work": "listBibl"}


def build_stand_off(register: Register, entities: Sequence[str]) -> etree._Element:
    """Return a `standOff` with the entries of these ids, kind by kind, in the order given."""
    root = etree.Element(f"{{{NAMESPACE}}}standOff")
    for kind, name in LISTS.items():
        chosen = [entry for entry in entities if register[entry].kind == kind]
        if not chosen:
            continue
        parent = etree.SubElement(root, f"{{{NAMESPACE}}}{name}")
        for entry in chosen:
            copied = deepcopy(register.entry(entry))
            copied.tail = None
            etree.strip_tags(copied, etree.Comment)
            parent.append(copied)
    etree.cleanup_namespaces(root)
    return root
