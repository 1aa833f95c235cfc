"""The lists of a site: start page, chronology, kinds of text, and for each kind of entry a list and its pages."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import NamedTuple, TypeVar

from lenin_tei.exporters.descriptions import readable_date
from lenin_tei.exporters.folder import Content
from lenin_tei.exporters.html_table import TABLE
from lenin_tei.exporters.site.memory import Listed
from lenin_tei.exporters.site.writing import FOLDERS, Entity, Writing

Row = TypeVar("Row")
# A list longer than this is cut into pages for each year or kind, and the page of an entry into several.
LONG = 500
# How many places of one document the page of an entry shows with the words around them.
SHOWN = 5


class Group(NamedTuple):
    """Documents under one heading: its words, the name of its page, how many there are, the documents themselves."""

    label: str
    slug: str
    size: int
    documents: tuple[Listed, ...]


class Appearance(NamedTuple):
    """A document that mentions an entry: the places with the words around them, and how many more there are."""

    document: Listed
    places: tuple[tuple[str, str, str, str], ...]
    more: int


def list_pages(writing: Writing) -> Iterator[tuple[str, Content]]:
    """Yield all pages but those of the documents."""
    years = "CASE WHEN date = '' THEN '' ELSE substr(date, 1, instr(substr(date, 2) || '-', '-')) END"
    yield from _grouped(writing, "chronology", "Chronology", years)
    yield from _grouped(writing, "kinds", "Kinds of text", "kind")
    for kind in writing.kinds:
        yield from _entries(writing, kind)
    yield "index.html", _start(writing)
    yield "search.html", writing.page("search.html", "search.html", "Search")


def _start(writing: Writing) -> bytes:
    documents = tuple(writing.memory.listed()) if writing.count <= LONG else ()
    span = [readable_date(day[:4]) for day in (writing.first, writing.last) if day]
    years = " – ".join(dict.fromkeys(span))
    return writing.page("start.html", "index.html", writing.title, documents=documents, years=years)


def _grouped(writing: Writing, name: str, title: str, by: str) -> Iterator[tuple[str, Content]]:
    """Yield a list of documents under headings; a long one as a page of headings and pages for each."""
    counts = writing.memory.state.execute(
        f"SELECT {by}, count(*) FROM document WHERE slug NOT NULL GROUP BY 1 ORDER BY 1 = '', 1"
    ).fetchall()
    unknown = "Without a date" if name == "chronology" else "Other texts"
    long = writing.count > LONG
    groups = []
    for value, count in counts:
        label = (readable_date(value) if name == "chronology" else value[:1].upper() + value[1:]) or unknown
        slug = "".join(sign if sign.isalnum() else "-" for sign in value) or "other"
        documents = writing.memory.listed(f"{by} = ?", value)
        groups.append(Group(label, slug, count, () if long else tuple(documents)))
        if long:
            for path, page, following in _cut(f"{name}/{slug}", documents, count):
                yield path, writing.later("group.html", path, f"{title}: {label}", documents=page, following=following)
    yield f"{name}.html", writing.page("groups.html", f"{name}.html", title, name=name, groups=groups, long=long)


def _entries(writing: Writing, kind: str) -> Iterator[tuple[str, Content]]:
    entities = sorted((one for one in writing.entities.values() if one.kind == kind), key=_order)
    title, path = TABLE["index"][kind], f"{FOLDERS[kind]}.html"
    letters = [(letter, tuple(found)) for letter, found in groupby(entities, key=_letter)]
    merged: dict[str, list[Entity]] = {}
    for letter, found in letters:
        merged.setdefault(letter, []).extend(found)
    yield path, writing.page("entries.html", path, title, kind=kind, letters=merged, count=len(entities))
    for entity in entities:
        yield from _entry(writing, entity)


def _order(entity: Entity) -> tuple[str, str]:
    return _plain(entity.sort), entity.key


def _letter(entity: Entity) -> str:
    first = next(filter(str.isalnum, _plain(entity.sort)), "#").upper()
    return first if first.isalpha() else "#"


def _plain(words: str) -> str:
    decomposed = unicodedata.normalize("NFKD", words.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).lstrip("\"'“”„«‘’([ ")


def _entry(writing: Writing, entity: Entity) -> Iterator[tuple[str, Content]]:
    """Yield the page of an entry, or several where very many documents mention it."""
    appearances = _appearances(writing, entity)
    for path, page, following in _cut(entity.path.removesuffix(".html"), appearances, entity.documents):
        yield (
            path,
            writing.later("entry.html", path, entity.label, entity=entity, appearances=page, following=following),
        )


def _cut(stem: str, rows: Iterable[Row], count: int) -> Iterator[tuple[str, tuple[Row, ...], str]]:
    """Cut a long list: yield the path of each page, its rows, and the name of the page that follows."""
    left = iter(rows)
    for number, start in enumerate(range(0, count, LONG), 1):
        path = f"{stem}.html" if number == 1 else f"{stem}-page-{number}.html"
        following = f"{stem.rpartition('/')[2]}-page-{number + 1}.html" if start + LONG < count else ""
        yield path, tuple(islice(left, LONG)), following


def _appearances(writing: Writing, entity: Entity) -> Iterator[Appearance]:
    columns = ", ".join(f"document.{name}" for name in Listed._fields)
    rows = writing.memory.state.execute(
        f"SELECT {columns}, mention.anchor, mention.before, mention.words, mention.after FROM mention "
        "JOIN document USING (path, part) WHERE key = ? AND slug NOT NULL "
        "ORDER BY document.date = '', document.date, path, part, number",
        (entity.key,),
    )
    width = len(Listed._fields)
    for _, found in groupby(rows, key=lambda row: row[0]):
        places = list(found)
        shown = tuple(row[width:] for row in places[:SHOWN])
        yield Appearance(Listed(*places[0][:width]), shown, len(places) - len(shown))
