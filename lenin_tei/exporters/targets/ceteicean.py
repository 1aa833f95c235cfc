"""Pages for CETEIcean: a page for each document, a list of all, and the library with its licence.

CETEIcean 1.9.5 (npm), by Hugh Cayless and Raffaele Viglianti, BSD-2-Clause; it lies unchanged in files/ceteicean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path

from lenin_tei.exporters.front import document_language
from lenin_tei.exporters.metadata import facts_of
from lenin_tei.exporters.targets.building import Written
from lenin_tei.exporters.tree import is_language

FILES = Path(__file__).parent / "files" / "ceteicean"
COPIED = {"CETEI.js": "js/CETEI.js", "LICENSE.md": "js/LICENSE.md", "page.js": "js/page.js", "style.css": "style.css"}


def ceteicean_pages(written: Written) -> Iterator[tuple[str, bytes]]:
    """Yield the pages, the library, the script and the style sheet."""
    template = (FILES / "page.html").read_text("utf-8")
    edition = written.settings["title"]
    rows = []
    for stem, path, root in written.trees():
        language = document_language(root)
        title = ". ".join(facts_of(root, language)["title"]) or stem
        name = "index-page.html" if stem == "index" else f"{stem}.html"
        values = {
            "title": title,
            "file": path,
            "edition": edition,
            "language": language if is_language(language) else "und",
        }
        rows.append(f'<li><a href="{escape(name)}">{escape(title)}</a></li>')
        yield name, _filled(template, values)
    listed = "\n".join(rows)
    start = f'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{escape(edition)}</title>'
    start += '<link rel="stylesheet" href="style.css"></head>\n'
    yield "index.html", f"{start}<body><h1>{escape(edition)}</h1>\n<ul>\n{listed}\n</ul></body>\n</html>\n".encode()
    for file, place in COPIED.items():
        yield place, (FILES / file).read_bytes()


def _filled(template: str, values: dict[str, str]) -> bytes:
    return re.sub(r"\{\{(\w+)\}\}", lambda found: escape(values[found[1]]), template).encode()
