"""What all pages of a site share: its title, its menu, its entries, its templates and the files beside the pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache, partial
from hashlib import sha256
from importlib.resources import files
from typing import Any, NamedTuple
from urllib.parse import quote

from jinja2 import Environment, FunctionLoader, StrictUndefined

from lenin_tei import __version__
from lenin_tei.exporters.addresses import safe_address
from lenin_tei.exporters.folder import Later
from lenin_tei.exporters.html import resource
from lenin_tei.exporters.html_table import TABLE
from lenin_tei.exporters.site.memory import Memory, unique_name

FOLDERS = {
    "person": "persons",
    "place": "places",
    "org": "organisations",
    "event": "events",
    "work": "works",
    "name": "names",
}
# Scripts and styles are files of the site; from a disk, browsers that do not take them for 'self' take file:.
POLICY = "default-src 'none'; style-src 'self' file:; base-uri 'none'; form-action 'self' file:"
SEARCH_POLICY = f"{POLICY}; script-src 'self' file:; connect-src 'self'"
GENERATOR = f"lenin-tei {__version__}"


class Entity(NamedTuple):
    """A person, place …: what names point to, with a page of its own."""

    key: str
    kind: str
    slug: str
    label: str
    sort: str
    life: str
    also: str
    records: tuple[tuple[str, str], ...]
    latitude: str
    longitude: str
    mentions: int
    documents: int

    @property
    def path(self) -> str:
        """The page of the entry, from the root of the site."""
        return f"{FOLDERS[self.kind]}/{self.slug}.html"

    @property
    def href(self) -> str:
        """The same as an address."""
        return quote(self.path)


class Writing:
    """A site in the making."""

    def __init__(self, memory: Memory, title: str, css: str) -> None:
        self.memory = memory
        self.title = title
        self.css = css or resource("style.css") + "\n" + local("site.css")
        self.entities = dict(_entities(memory))
        self.kinds = [kind for kind in FOLDERS if any(one.kind == kind for one in self.entities.values())]
        self.count, self.first, self.last = memory.state.execute(
            "SELECT count(*), min(nullif(date, '')), max(nullif(date, '')) FROM document WHERE slug NOT NULL"
        ).fetchone()
        self._templates = Environment(
            loader=FunctionLoader(local),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
        )
        self._templates.filters["address"] = quote

    def menu(self) -> list[tuple[str, str]]:
        """Return labels and addresses, from the root, of the lists of this site."""
        lists = [(TABLE["index"][kind], f"{FOLDERS[kind]}.html") for kind in self.kinds]
        return [("Chronology", "chronology.html"), *lists, ("Kinds", "kinds.html"), ("Search", "search.html")]

    def page(self, template: str, path: str, title: str, **values: Any) -> bytes:
        """Return the page at *path* made from a template."""
        shared = {
            "site": self,
            "prefix": "../" * path.count("/"),
            "path": path,
            "title": title,
            "policy": SEARCH_POLICY if template == "search.html" else POLICY,
            "generator": GENERATOR,
        }
        return (self._templates.get_template(template).render(shared | values) + "\n").encode()

    def later(self, template: str, path: str, title: str, **values: Any) -> Later:
        """Return the same page, to be made only if what it is made of has changed."""
        menu = map("|".join, self.menu())
        common = (GENERATOR, self.title, *menu, *map(local, ("base.html", "macros.html", template)))
        key = sha256("\n".join((*common, path, title, repr(values))).encode("utf-8", "surrogatepass"))
        return Later(key.hexdigest(), partial(self.page, template, path, title, **values))

    def assets(self) -> Iterator[tuple[str, bytes]]:
        """Yield the files that pages use."""
        yield "assets/style.css", self.css.encode()
        for name in ("search.js", "minisearch.js", "minisearch.LICENSE.txt"):
            yield f"assets/{name}", local(name).encode()


@cache
def local(name: str) -> str:
    """Return a file that lies beside this module."""
    return files("lenin_tei.exporters.site").joinpath(name).read_text(encoding="utf-8")


def _entities(memory: Memory) -> Iterator[tuple[str, Entity]]:
    """Yield key and entry for everything that is mentioned."""
    words: dict[str, str] = {}
    commonest = "SELECT key, words FROM mention GROUP BY key, words ORDER BY key, count(*) DESC, words"
    for key, said in memory.state.execute(commonest):
        words.setdefault(key, said)
    described: dict[str, tuple[str, ...]] = {}
    for row in memory.state.execute("SELECT * FROM described ORDER BY key, path, part"):
        described.setdefault(row[2], row[3:])
    taken: dict[str, set[str]] = {kind: set() for kind in FOLDERS}
    counted = "SELECT key, min(kind), count(*), count(DISTINCT path || char(10) || part) FROM mention GROUP BY key"
    for key, said_kind, mentions, found in memory.state.execute(f"{counted} ORDER BY key").fetchall():
        kind, label, sort, life, also, numbers, latitude, longitude = described.get(
            key, (said_kind, words[key], words[key], "", "", "[]", "", "")
        )
        kind = kind if kind in FOLDERS else "name"
        slug = unique_name(key.removeprefix(f"{kind} "), taken[kind])
        records = tuple(_records(key, json.loads(numbers)))
        yield (
            key,
            Entity(
                key, kind, slug, label or words[key], sort or label or words[key], life, also, records, latitude,
                longitude, mentions, found,
            ),
        )  # fmt: skip


def _records(key: str, numbers: list[list[str]]) -> Iterator[tuple[str, str]]:
    """Yield what authorities call an entry, and the address of their record ("" where it is not known)."""
    if "://" in key:
        yield key, safe_address(key)
    for kind, value in numbers:
        pattern = TABLE["authorities"].get(kind.lower(), "")
        address = safe_address(value) if "/" in value else safe_address(pattern.format(value)) if pattern else ""
        known = TABLE["authority_names"].get(kind.lower(), kind)
        yield (f"{known} {value}".strip() if "/" not in value else known or value), address
