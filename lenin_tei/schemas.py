"""Which schema a file is checked with: the one named, else the one it names itself, else ours; found without network.

A schema is named by a file, by a name of the catalogue (`tei_all@4.8.0`, `tei_all@latest`) or by a URL. What is not at
hand is looked up in OASIS XML catalogs and in the cache of what was fetched on request.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.resources import schema_path

OURS = "lenin_tei"
# The customisations that come with every release of the TEI Guidelines, where the TEI's vault keeps them.
TEI_SCHEMAS = (
    ("tei_all", "all of TEI"),
    ("tei_bare", "the smallest useful TEI"),
    ("tei_corpus", "language corpora"),
    ("tei_drama", "performance texts"),
    ("tei_lite", "TEI Lite"),
    ("tei_ms", "manuscript description"),
    ("tei_simplePrint", "early modern and modern print"),
    ("tei_speech", "transcribed speech"),
)
VAULT = "https://vault.tei-c.org/P5/{version}/xml/tei/custom/schema/relaxng/{name}.rng"
_NAME = re.compile(r"(?P<name>[A-Za-z][\w\-]*)(?:@(?P<version>latest|current|\d+\.\d+\.\d+))?")
_VAULT_URL = re.compile(
    r"https?://(?:vault|www)\.tei-c\.org/(?:P5/(?P<version>[\w.]+)/xml/tei|release/xml/tei"
    r"|Vault/P5/(?P<old>[\w.]+)/xml/tei)"
    r"/custom/schema/relaxng/(?P<name>\w+)\.rn[gc]"
)
_INSTRUCTION = re.compile(
    rb"<!--.*?-->|<\?(?P<target>xml-model|oxygen)\s+(?P<words>.*?)\?>|<(?P<root>[A-Za-z_])"
    rb"""|<!DOCTYPE\s+\S+\s+(?:SYSTEM|PUBLIC\s+(?:"[^"]*"|'[^']*'))\s+["'](?P<dtd>[^"']+)["']""",
    re.DOTALL,
)
_PAIR = re.compile(r"""([\w\-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_KINDS = {
    "http://relaxng.org/ns/structure/1.0": "rng",
    "http://purl.oclc.org/dsdl/schematron": "sch",
    "http://www.w3.org/2001/XMLSchema": "xsd",
}


class Model(NamedTuple):
    """A schema a file names for itself: where it is, and its kind ("rng", "rnc", "sch", "xsd", "dtd")."""

    href: str
    kind: str


class Reference(NamedTuple):
    """A schema of the catalogue; the version "latest" is whatever the vault has now."""

    name: str
    version: str

    def __str__(self) -> str:
        return f"{self.name}@{self.version}"

    @property
    def url(self) -> str:
        """Where the TEI keeps it."""
        return VAULT.format(name=self.name, version="current" if self.version == "latest" else self.version)


@dataclass(frozen=True, slots=True)
class Places:
    """Where schemas may be: the cache of fetched ones (None: there is none), and a function that asks XML catalogs."""

    cache: Path | None = None
    catalog: Callable[[str], str | None] = lambda _: None


def read_models(data: bytes) -> list[Model]:
    """Return the schemas that the instructions before the root element of *data* name, in order."""
    models = []
    for found in _INSTRUCTION.finditer(data[:20_000]):
        if found["root"]:
            break
        if found["dtd"]:
            models.append(Model(found["dtd"].decode("utf-8", "replace"), "dtd"))
        if found["words"] is None:
            continue
        words = {
            name: unescape(one or two) for name, one, two in _PAIR.findall(found["words"].decode("utf-8", "replace"))
        }
        href = words.get("href") or words.get("RNGSchema") or words.get("SCHSchema") or ""
        if href and is_address(href):
            models.append(Model(href, _kind(href, words)))
    return models


def is_address(href: str) -> bool:
    """Whether this can be the address of a file at all: `http://[x` is none."""
    try:
        return urlsplit(href) is not None
    except ValueError:
        return False


def _kind(href: str, words: dict[str, str]) -> str:
    """Return the kind of a schema by its instruction, else by the end of its name."""
    if "SCHSchema" in words:
        return "sch"
    ending = urlsplit(href).path.rpartition(".")[2].lower()
    if ending == "rnc" or "compact" in words.get("type", ""):
        return "rnc"
    return _KINDS.get(words.get("schematypens", ""), ending or "rng")


def read_reference(typed: str) -> Reference | None:
    """Return the schema of the catalogue that a name or a URL of the TEI's vault stands for."""
    name = _NAME.fullmatch(typed)
    if name and name["name"] in dict(TEI_SCHEMAS):
        return Reference(name["name"], "latest" if name["version"] in (None, "current") else name["version"])
    url = _VAULT_URL.fullmatch(typed)
    if url:
        version = url["version"] or url["old"] or "latest"
        return Reference(url["name"], "latest" if version == "current" else version)
    return None


def find_named(typed: str, places: Places) -> Path:
    """Return the file of the schema that an option names; raise `LeninTeiError`, with advice, if it is not at hand."""
    if typed == OURS:
        return schema_path(f"{OURS}.rng")
    found = _local(typed, None) or _elsewhere(typed, places)
    if found is not None:
        if found.suffix.lower() == ".dtd":
            advice = f"trang {found.name} {found.stem}.rng"
            raise LeninTeiError(f"{typed} is a DTD, which is not read; make a RELAX NG of it: {advice}")
        return found
    reference = read_reference(typed)
    if reference is not None:
        raise LeninTeiError(f"the schema {reference} is not here; fetch it once: lenin-tei schema fetch {reference}")
    raise LeninTeiError(f"there is no schema {typed}; name a file, or one of lenin-tei schema list")


def find_own(models: Sequence[Model], path: str, places: Places) -> Path | None:
    """Return the file of the first grammar that a file names for itself and that is at hand; None if there is none.

    *path* is the file, beside which relative names are looked for.
    """
    for model in models:
        if model.kind not in ("rng", "rnc", "xsd"):
            continue
        if urlsplit(model.href).path.rpartition("/")[2] == f"{OURS}.rng":
            return schema_path(f"{OURS}.rng")
        found = _local(model.href, Path(path).parent) or _elsewhere(model.href, places)
        if found is not None:
            return found
    return None


def find_rules(models: Sequence[Model], path: str, places: Places) -> Path | None:
    """Return the file of the first Schematron that a file names for itself, that is at hand and is not ours."""
    for model in models:
        if model.kind == "sch" and urlsplit(model.href).path.rpartition("/")[2] not in (f"{OURS}.sch", f"{OURS}.rng"):
            found = _local(model.href, Path(path).parent) or _elsewhere(model.href, places)
            if found is not None:
                return found
    return None


def _local(typed: str, beside: Path | None) -> Path | None:
    """Return the local file a name or file URL means."""
    if not is_address(typed):
        return None
    parts = urlsplit(typed)
    if parts.scheme not in ("", "file") and len(parts.scheme) > 1:
        return None
    path = Path(unquote(parts.path)) if parts.scheme == "file" or beside is not None else Path(typed)
    place = path if beside is None else beside / path
    try:
        return place if place.is_file() else None
    except (OSError, ValueError):
        return None


def _elsewhere(typed: str, places: Places) -> Path | None:
    """Return what a catalog or the cache has for a name or URL."""
    listed = places.catalog(typed)
    if listed is not None and (found := _local(listed, None)):
        return found
    reference = read_reference(typed)
    if reference is None or places.cache is None:
        return None
    from lenin_tei.fetching import find_kept

    return find_kept(str(reference), places.cache)
