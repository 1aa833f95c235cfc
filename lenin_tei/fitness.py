"""Platform fitness: what a publishing platform will silently ignore or misread in a TEI file (the P codes).

What each platform reads is data, one TOML file a platform in `platforms/`, each check with an XPath 1.0
(its other tables say what we write for the platform, see `exporters/targets/plan.py`):

    [[check]]
    code = "P002"            P001 ignored, P002 missing, P003 misread
    missing = "//tei:head"   told at the root if nothing is found ...
    where = "//tei:div"      ... or at every element found here that has none of `missing` (then relative)
    found = "//tei:rs"       told at what is found, the first few of them
    when = "//tei:text"      only if this is found
    message = "…; …"         what the platform does; what to do
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lxml import etree

from lenin_tei.diagnostics import Diagnostic, LeninTeiError
from lenin_tei.source import Position
from lenin_tei.xmlfile import XMLFile

NAMESPACES = {"tei": "http://www.tei-c.org/ns/1.0", "xml": "http://www.w3.org/XML/1998/namespace"}
FOLDER = Path(__file__).parent / "platforms"
# How many of the same findings are told one by one; the last of them says how many there are more.
SHOWN = 3
_LIST = "ancestor-or-self::tei:*[starts-with(local-name(), 'list') and not(self::tei:list)]"
_ENTRIES = etree.XPath(
    "boolean((tei:standOff | tei:text)//tei:*[starts-with(local-name(), 'list') and not(self::tei:list)]"
    " | tei:teiHeader//tei:taxonomy)",
    namespaces=NAMESPACES,
)
_WORDS = etree.XPath(
    f"boolean(tei:text//text()[normalize-space()][not(parent::tei:head or {_LIST})] | tei:teiHeader//tei:correspDesc)",
    namespaces=NAMESPACES,
)


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing a platform wants or does not understand; unused expressions are None."""

    code: str
    message: str
    missing: etree.XPath | None
    where: etree.XPath | None
    found: etree.XPath | None
    when: etree.XPath | None


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform: its name, the version its demands were learnt from, and these."""

    name: str
    title: str
    demands: tuple[Demand, ...]


def platform_names() -> list[str]:
    """Return the names of all platforms, sorted."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


@cache
def load_platform(name: str) -> Platform:
    """Return a platform; raise `LeninTeiError` for an unknown one."""
    if name not in platform_names():
        raise LeninTeiError(f"{name} is no platform known here; known are {', '.join(platform_names())}")
    data = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
    return Platform(name, data["title"], tuple(_demand(row) for row in data.get("check", ())))


def _demand(row: dict[str, str]) -> Demand:
    def xpath(key: str) -> etree.XPath | None:
        return etree.XPath(row[key], namespaces=NAMESPACES) if key in row else None

    return Demand(row["code"], row["message"], xpath("missing"), xpath("where"), xpath("found"), xpath("when"))


def fitness_for(names: Collection[str]) -> Callable[[XMLFile, Collection[Position]], Iterator[Diagnostic]]:
    """Return the check by the demands of platforms; raise `LeninTeiError` for an unknown one."""
    platforms = [load_platform(name) for name in names]

    def check(file: XMLFile, told: Collection[Position]) -> Iterator[Diagnostic]:
        for platform in platforms:
            yield from check_fitness(file, platform)

    return check


def is_register(root: etree._Element) -> bool:
    """Whether a file holds entries or categories and no words of its own: what a platform reads beside documents."""
    return bool(_ENTRIES(root)) and not _WORDS(root)


def check_fitness(file: XMLFile, platform: Platform) -> Iterator[Diagnostic]:
    """Yield what *platform* will ignore, miss or misread in a document; registers are asked for nothing."""
    if is_register(file.root):
        return
    for demand in platform.demands:
        if demand.when is not None and not demand.when(file.root):
            continue
        elements = list(_elements(file, demand))
        for number, element in enumerate(elements[:SHOWN], 1):
            rest = len(elements) - SHOWN if number == SHOWN else 0
            more = f" (and {rest} more)" if rest else ""
            yield file.diagnostic(element, demand.code, f"{platform.title} {demand.message}{more}")


def _elements(file: XMLFile, demand: Demand) -> Iterator[etree._Element]:
    """Yield the elements at which a demand is not met."""
    if demand.found is not None:
        found = demand.found(file.root)
        if isinstance(found, list):
            yield from (one for one in found if isinstance(one, etree._Element))
        elif found is True:
            yield file.root
    elif demand.missing is not None:
        around = [file.root] if demand.where is None else demand.where(file.root)
        for element in around if isinstance(around, list) else []:
            if isinstance(element, etree._Element) and not demand.missing(element):
                yield element
