"""What a database needs beside the documents: a script that loads them whole, an index of names, sample queries.

BaseX by default deletes white space between elements, which in mixed content is text; the script forbids it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.exporters.descriptions import entry_label
from lenin_tei.exporters.targets.building import Written
from lenin_tei.mentions import names_in
from lenin_tei.serialiser import write_xml

FILES = Path(__file__).parent / "files" / "basex"
NAME = re.compile(r"[A-Za-z][\w-]*")


def basex_files(written: Written) -> Iterator[tuple[str, bytes]]:
    """Yield the loader for each version, the index of names, and the queries."""
    name = written.settings["db"]
    if not NAME.fullmatch(name):
        raise LeninTeiError(f"db={name!r} is no name for a database: letters, digits and hyphens")
    for file in sorted(FILES.iterdir()):
        folder = "queries/" if file.suffix == ".xq" else ""
        yield f"{folder}{file.name}", file.read_text("utf-8").replace("{{db}}", name).encode()
    yield "names.xml", names_index(written)


def names_index(written: Written) -> bytes:
    """Return every entry with the documents that mention it, and how often."""
    mentions: dict[str, Counter[str]] = {key: Counter() for key in written.registers.entries}
    for _, path, root in written.trees():
        for key, _, _ in names_in(root):
            if key:
                mentions.setdefault(key, Counter())[path.rpartition("/")[2]] += 1
    index = etree.Element("names")
    for key, counts in sorted(mentions.items()):
        entry = etree.SubElement(index, "entry", id=key, mentions=str(counts.total()), documents=str(len(counts)))
        known = written.registers.entries.get(key)
        if known is not None:
            entry.set("kind", known.kind)
            etree.SubElement(entry, "label").text = entry_label(known.element)
        for document, count in sorted(counts.items()):
            etree.SubElement(entry, "in", document=document, count=str(count))
    etree.indent(index)
    return write_xml(index)
