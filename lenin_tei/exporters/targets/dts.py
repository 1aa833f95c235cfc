"""The catalogue of a DTS server: one collection with a resource for each document (Distributed Text Services 1.0).

The form is that of dts-metadata.xml as dapytains (MyDapytains) reads it: elements without a namespace.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from lenin_tei.exporters.front import document_language
from lenin_tei.exporters.metadata import facts_of
from lenin_tei.exporters.targets.building import Written
from lenin_tei.serialiser import write_xml

TERMS = {"creator": "author", "contributor": "contributor", "date": "created", "source": "bibliography",
         "publisher": "publisher", "rights": "licence", "language": "language"}  # fmt: skip
DC = "http://purl.org/dc/terms/"


def catalogue(written: Written) -> Iterator[tuple[str, bytes]]:
    """Yield dts-metadata.xml."""
    root = etree.Element("collection", identifier=written.settings["collection"], nsmap={"dc": DC})
    etree.SubElement(root, "title").text = written.settings["title"]
    members = etree.SubElement(root, "members")
    for stem, path, document in written.trees():
        facts = facts_of(document, document_language(document))
        resource = etree.SubElement(members, "resource", identifier=f"{written.settings['prefix']}{stem}")
        resource.set("filepath", path)
        etree.SubElement(resource, "title").text = ". ".join(facts["title"]) or stem
        core = etree.SubElement(resource, "dublinCore")
        for term, name in TERMS.items():
            for value in facts[name]:
                if value:
                    etree.SubElement(core, f"{{{DC}}}{term}").text = value
        if not len(core):
            resource.remove(core)
    etree.indent(root)
    yield "dts-metadata.xml", write_xml(root)
