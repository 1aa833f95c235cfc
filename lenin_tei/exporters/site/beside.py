"""What other catalogues ask an edition for, beside its pages: BEACON lists, and an index of letters (CMIF).

Both are made by the exporters of their own forms; their lines lead to the pages of the site. Without what CMIF cannot
do without (editor, licence, address …), there is no index of letters: `export --to cmif` says what is missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.exporters.beacon import export_beacon
from lenin_tei.exporters.cmif import export_cmif
from lenin_tei.exporters.folder import Content, Documents
from lenin_tei.exporters.site.writing import GENERATOR, Writing


class _Pages:
    """The documents under the names of their pages; they can be walked through again."""

    def __init__(self, writing: Writing, documents: Documents) -> None:
        self._names = {path: f"text/{slug}.html" for (path, part), slug in writing.memory.slugs().items() if not part}
        self._documents = documents

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        for path, data in self._documents:
            if path in self._names:
                yield self._names[path], data


def catalogues(writing: Writing, documents: Documents, url: str) -> Iterator[tuple[str, Content]]:
    """Yield beacon-AUTHORITY.txt for each authority whose records are mentioned, and cmif.xml where it can be made.

    What was made of the same documents is not made again.
    """
    state = writing.memory.state
    state.execute("CREATE TABLE IF NOT EXISTS beside (key TEXT, path TEXT, data BLOB)")
    made_of = sha256(repr((GENERATOR, writing.title, url)).encode("utf-8", "surrogatepass"))
    for row in state.execute("SELECT path, part, slug, digest FROM document ORDER BY path, part"):
        made_of.update(repr(row).encode("utf-8", "surrogatepass"))
    key = made_of.hexdigest()
    if state.execute("SELECT count(*) FROM beside WHERE key = ?", (key,)).fetchone() == (0,):
        rows = [(key, path, data) for path, data in _made(_Pages(writing, documents), writing.title, url)]
        state.execute("DELETE FROM beside")
        state.executemany("INSERT INTO beside VALUES (?, ?, ?)", [*rows, (key, "", b"")])
    yield from state.execute("SELECT path, data FROM beside WHERE path <> '' ORDER BY rowid")


def _made(pages: _Pages, title: str, url: str) -> Iterator[tuple[str, Content]]:
    yield from export_beacon(pages, {"title": title, "url": url})
    if not url:
        return
    address = url.rstrip("/")
    options = {"title": title, "url": f"{address}/cmif.xml", "edition": address}
    try:
        yield from list(export_cmif(pages, options))
    except LeninTeiError:
        return
