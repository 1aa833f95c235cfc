"""The page of each document, with ways to its neighbours, to the lists of the site and to the pages of its names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import partial
from urllib.parse import quote

from lenin_tei.exporters.folder import Content, Documents, Later
from lenin_tei.exporters.html import SitePage, resource, write_html
from lenin_tei.exporters.site.memory import parts
from lenin_tei.exporters.site.writing import GENERATOR, Writing
from lenin_tei.exporters.tree import read_tree


def text_pages(writing: Writing, documents: Documents) -> Iterator[tuple[str, Content]]:
    """Yield the pages of *documents*; one whose file, neighbours and entries are as they were is not made again."""
    slugs = writing.memory.slugs()
    order = list(slugs.values())
    places = {slug: place for place, slug in enumerate(order)}
    by_file: dict[str, list[int]] = {}
    for path, part in slugs:
        by_file.setdefault(path, []).append(part)
    common = [GENERATOR, writing.title, resource("page.html"), *map("|".join, writing.menu())]
    made_by = hashlib.sha256("\n".join(common).encode())
    for path, data in documents:
        for part in by_file.get(path, ()):
            place = places[slugs[path, part]]
            page = SitePage(
                title=writing.title,
                menu=tuple(writing.menu()),
                previous=_neighbour(writing, order[place - 1] if place else ""),
                following=_neighbour(writing, order[place + 1] if place + 1 < len(order) else ""),
                links=_links(writing, path, part),
            )
            key = made_by.copy()
            key.update(data)
            key.update(repr((page.previous, page.following, sorted(page.links.items()))).encode())
            yield f"text/{order[place]}.html", Later(key.hexdigest(), partial(_made, data, path, part, page))


def _neighbour(writing: Writing, slug: str) -> tuple[str, str]:
    """Return title and address of the document before or after; nothing at the ends."""
    if not slug:
        return "", ""
    [found] = writing.memory.listed("slug = ?", slug)
    return ", ".join(filter(None, (found.title, found.dated))), quote(f"{slug}.html")


def _links(writing: Writing, path: str, part: int) -> dict[str, str]:
    """Return where the pages of the entries of a document are, by their keys."""
    asked = "SELECT key FROM {} WHERE path = ? AND part = ?"
    rows = writing.memory.state.execute(
        f"{asked.format('mention')} UNION {asked.format('described')}", (path, part, path, part)
    )
    return {key: f"../{writing.entities[key].href}" for (key,) in rows if key in writing.entities}


def _made(data: bytes, path: str, part: int, page: SitePage) -> bytes:
    return write_html(parts(read_tree(data, path))[part], site=page).encode()
