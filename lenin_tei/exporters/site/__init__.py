"""Many TEI documents as a static web site: start page, chronology, indexes, a page for each document, search, feeds.

In come documents, out go the files of the site. All links are relative, so that the folder can lie anywhere; everything
but search works from a disk as well. Documents are read one at a time, and one that has not changed since the last run
is not read into a tree again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lenin_tei.exporters.folder import Content, Documents
from lenin_tei.exporters.options import choose
from lenin_tei.exporters.site.beside import catalogues
from lenin_tei.exporters.site.feeds import feed, sitemap
from lenin_tei.exporters.site.lists import list_pages
from lenin_tei.exporters.site.memory import Memory
from lenin_tei.exporters.site.places import coordinates_csv
from lenin_tei.exporters.site.search import search_files
from lenin_tei.exporters.site.texts import text_pages
from lenin_tei.exporters.site.writing import Writing


@dataclass(frozen=True, slots=True)
class SiteOptions:
    """Title and address of the edition, a style sheet in place of ours, and what is remembered of the last run."""

    title: str = ""
    url: str = ""
    css: str = ""
    state: sqlite3.Connection | None = None


def export_site(documents: Documents, options: Mapping[str, object]) -> Iterator[tuple[str, Content]]:
    """Yield the files of the site of *documents*, which are walked through several times."""
    chosen = choose(SiteOptions, options)
    memory = Memory(chosen.state)
    for path, data in documents:
        memory.read(path, data)
    memory.forget_the_rest()
    writing = Writing(memory, chosen.title or "Edition", chosen.css)
    pages: list[str] = []
    for path, content in _pages(writing, documents):
        pages.append(path)
        yield path, content
    yield from writing.assets()
    yield from search_files(memory)
    yield from coordinates_csv(writing)
    yield from feed(writing, chosen.url)
    yield from catalogues(writing, documents, chosen.url)
    yield from sitemap(pages, chosen.url)


def _pages(writing: Writing, documents: Documents) -> Iterator[tuple[str, Content]]:
    yield from list_pages(writing)
    yield from text_pages(writing, documents)
