"""Many TEI documents as a static web site: a start page, and a page for each document.

In come documents, out go the files of the site. All links are relative, so that the folder can lie anywhere.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from html import escape
from pathlib import PurePath

from lenin_tei.exporters.folder import Content, Documents, Later
from lenin_tei.exporters.front import document_language
from lenin_tei.exporters.html import HtmlOptions, write_html
from lenin_tei.exporters.metadata import facts_of
from lenin_tei.exporters.options import choose
from lenin_tei.exporters.tree import Element, read_tree
from lenin_tei.patterns import lazy

_UNSAFE = lazy(r"[^\w-]+")


@dataclass(frozen=True, slots=True)
class SiteOptions:
    """Title and address of the edition, a style sheet in place of ours, and what is remembered of the last run."""

    title: str = ""
    url: str = ""
    css: str = ""
    state: sqlite3.Connection | None = None


def export_site(documents: Documents, options: Mapping[str, object]) -> Iterator[tuple[str, Content]]:
    """Yield the files of the site of *documents*."""
    chosen = choose(SiteOptions, options)
    entries = []
    css = HtmlOptions(chosen.css)
    taken: set[str] = set()
    for path, data in documents:
        name = page_name(PurePath(path).stem, taken)
        root = read_tree(data, path)
        entries.append((name, ". ".join(facts_of(root, document_language(root))["title"]) or name))
        key = hashlib.sha256(data + chosen.css.encode()).hexdigest()
        yield f"text/{name}.html", Later(key, partial(_page, root, css))
    rows = "".join(f'<li><a href="text/{name}.html">{escape(title)}</a></li>\n' for name, title in entries)
    title = escape(chosen.title or "Edition")
    start = f'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{title}</title></head>\n'
    yield "index.html", f"{start}<body><h1>{title}</h1>\n<ul>\n{rows}</ul></body>\n</html>\n".encode()


def _page(root: Element, options: HtmlOptions) -> bytes:
    return write_html(root, options).encode()


def page_name(wanted: str, taken: set[str]) -> str:
    """Return a name no other page has, of letters, digits, hyphens and underscores."""
    base = _UNSAFE.sub("-", wanted).strip("-")[:80] or "document"
    name, number = base, 1
    while name.lower() in taken:
        number += 1
        name = f"{base}-{number}"
    taken.add(name.lower())
    return name
