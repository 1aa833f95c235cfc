"""What TEI Publisher needs beside documents and registers: a taxonomy, and a data package for eXist.

A package (.xar) is a zip with descriptors at its root (EXPath Packaging, expath-pkg.xml; eXist, repo.xml).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.exporters.targets.building import Written
from lenin_tei.exporters.targets.entries import make
from lenin_tei.exporters.targets.register_files import register_document, with_model
from lenin_tei.exporters.targets.steps import TEI, ensure, find, header_of
from lenin_tei.exporters.tree import XML_ID, Element, child, plain_text

FILES = Path(__file__).parent / "files" / "tei-publisher"
NAME = re.compile(r"[a-z][a-z0-9-]*")
# A zip knows the day of each file; ours is always this one, so that the same input gives the same bytes.
DAY = (1980, 1, 1, 0, 0, 0)


def taxonomy(written: Written) -> Iterator[tuple[str, bytes]]:
    """Yield data/taxonomy.xml: the classes all documents use, inside one category called genre."""
    classes: dict[str, str] = {}
    for _, _, root in written.trees():
        for reference in find(root, "textClass/catRef"):
            if reference.get("scheme") != "#genre":
                continue
            for pointer in reference.get("target", "").split():
                classes.setdefault(pointer[1:], _words_of(root, pointer[1:]))
    root = register_document("Classes of texts", "", [])
    root.remove(root[-1])
    listed = make("taxonomy", xml_id="pb-taxonomy")
    genre = make("category", xml_id="genre")
    genre.append(make("catDesc", "Genre of a text"))
    for identifier, words in sorted(classes.items()):
        category = make("category", xml_id=identifier)
        category.append(make("catDesc", words))
        genre.append(category)
    listed.append(genre)
    holder = make("classDecl")
    holder.append(listed)
    ensure(header_of(root), "encodingDesc").append(holder)
    text, body = make("text"), make("body")
    body.append(make("p", "The classes stand in the header."))
    text.append(body)
    root.append(text)
    yield "data/taxonomy.xml", with_model(root)


def _words_of(root: Element, identifier: str) -> str:
    category = next((one for one in root.iter(f"{TEI}category") if one.get(XML_ID) == identifier), None)
    described = child(category, "catDesc")
    return plain_text(described) if described is not None else identifier


def xar(written: Written) -> Iterator[tuple[str, bytes]]:
    """Yield the package: all files under data/, and what eXist needs to install them."""
    name = written.settings["package"]
    if not NAME.fullmatch(name):
        raise LeninTeiError(f"package={name!r} is no name for a package: small letters, digits and hyphens")
    values = {
        "name": name,
        "uri": quoteattr(written.settings["uri"].format(package=name)),
        "title": escape(written.settings["title"]),
        "version": quoteattr(written.settings["version"]),
    }
    files = {path: data for path, data in written.files.items() if path.startswith("data/")}
    for file in sorted(FILES.iterdir()):
        files[file.name] = re.sub(r"\{\{(\w+)\}\}", lambda found: values[found[1]], file.read_text("utf-8")).encode()
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path, data in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(path, DAY), data, zipfile.ZIP_DEFLATED, 9)
    yield f"{name}.xar", packed.getvalue()
