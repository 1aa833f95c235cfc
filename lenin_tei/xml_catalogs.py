"""OASIS XML Catalogs 1.1: names and addresses of schemas become addresses of local files.

The entries `uri`, `system`, `rewriteURI`, `rewriteSystem`, `uriSuffix`, `systemSuffix` and `nextCatalog` are honoured,
with `group` and `xml:base`; URIs and system identifiers are one here, as a schema's address may be listed as either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree

from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.xmlfile import read_xml

CATALOG = "{urn:oasis:names:tc:entity:xmlns:xml:catalog}"
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
MOST_CATALOGS = 50


@dataclass
class Catalog:
    """What one or more catalog files say; an earlier entry beats a later one, a longer prefix a shorter one."""

    exact: dict[str, str] = field(default_factory=dict)
    rewritten: dict[str, str] = field(default_factory=dict)
    suffixes: dict[str, str] = field(default_factory=dict)

    def resolve(self, uri: str) -> str | None:
        """Return the address listed for *uri*, None if there is none."""
        if uri in self.exact:
            return self.exact[uri]
        start = max((start for start in self.rewritten if uri.startswith(start)), key=len, default=None)
        if start is not None:
            return self.rewritten[start] + uri[len(start) :]
        end = max((end for end in self.suffixes if uri.endswith(end)), key=len, default=None)
        return None if end is None else self.suffixes[end]


def load_catalogs(paths: Sequence[str | Path]) -> Catalog:
    """Return what the catalog files *paths* and those they name say; raise `LeninTeiError` for one that is none."""
    catalog = Catalog()
    waiting = [(Path(path), True) for path in paths]
    seen: set[Path] = set()
    while waiting and len(seen) < MOST_CATALOGS:
        path, named = waiting.pop(0)
        if path.absolute() in seen:
            continue
        seen.add(path.absolute())
        try:
            data = path.read_bytes()
        except OSError as error:
            if named:
                raise LeninTeiError(f"the catalog {path} cannot be read: {error.strerror}") from error
            continue
        root = _parse(data, path)
        if root is not None:
            waiting += [(Path(following), False) for following in _read(root, path.absolute().as_uri(), catalog)]
        elif named:
            raise LeninTeiError(f"{path} is no XML catalog; its root element must be catalog of {CATALOG[1:-1]}")
    return catalog


def _parse(data: bytes, path: Path) -> etree._Element | None:
    # Catalogs name their DTD in a DOCTYPE, which is passed over.
    file = read_xml(data, str(path), lambda _: None)
    return file.root if file is not None and file.root.tag == CATALOG + "catalog" else None


def _read(element: etree._Element, base: str, catalog: Catalog) -> list[str]:
    """Add the entries in *element* to *catalog*; return the paths of the catalogs to read next."""
    base = _joined(base, element.get(XML_BASE, ""))
    following = []
    for child in element.iterchildren("*"):
        here = _joined(base, child.get(XML_BASE, ""))
        name = str(child.tag).removeprefix(CATALOG)
        target = _joined(here, child.get("uri") or child.get("rewritePrefix") or child.get("catalog") or "")
        if name in ("uri", "system"):
            catalog.exact.setdefault(child.get("name") or child.get("systemId") or "", target)
        elif name in ("rewriteURI", "rewriteSystem"):
            catalog.rewritten.setdefault(
                child.get("uriStartString") or child.get("systemIdStartString") or "\0", target
            )
        elif name in ("uriSuffix", "systemSuffix"):
            catalog.suffixes.setdefault(child.get("uriSuffix") or child.get("systemIdSuffix") or "\0", target)
        elif name == "nextCatalog" and urlsplit(target).scheme == "file":
            following.append(unquote(urlsplit(target).path))
        elif name == "group":
            following += _read(child, base, catalog)
    return following


def _joined(base: str, typed: str) -> str:
    """Return an address seen from *base*; what is no address at all is passed over."""
    try:
        return urljoin(base, typed)
    except ValueError:
        return base
