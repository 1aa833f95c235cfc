"""What may become an id, a class or an attribute of an HTML page: everything else stays text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from lxml import etree

from lenin_tei.exporters.addresses import safe_address
from lenin_tei.exporters.escaping import escape
from lenin_tei.exporters.tree import XML_ID, XML_LANG, Element, is_language, words

_TOKEN = re.compile(r"[A-Za-z0-9_-]+\Z")
_RIGHT_TO_LEFT = words("ar arc ckb dv fa he ku ps sd syr ug ur yi")
_WITH_IDS = etree.XPath("descendant-or-self::*/@xml:id/..")
_SPACE = re.compile(r"\s")
# Attributes with a meaning of their own in HTML or in the exporter; all others are kept as data-NAME.
_OWN = words("id lang space base")
_POINTERS = words("corresp facs key next prev ref resp scheme source target url who wit")


def direction(language: str) -> str:
    """Return "rtl" for a language written from right to left, else ""."""
    parts = language.lower().split("-")
    return "rtl" if parts[0] in _RIGHT_TO_LEFT or {"arab", "hebr"} & set(parts[1:]) else ""


def language_attributes(element: Element) -> str:
    """Return lang and dir of *element* where it has its own."""
    return named_language(element.get(XML_LANG, ""))


def named_language(language: str) -> str:
    """Return *language* as lang and dir; "" for what is no language tag."""
    if not is_language(language):
        return ""
    right_to_left = direction(language)
    return f' lang="{language}"' + (f' dir="{right_to_left}"' if right_to_left else "")


@lru_cache(maxsize=8192)
def shared_attributes(name: str, items: tuple[tuple[str, str], ...], before: str = "", after: str = "") -> str:
    """Return class, language and data-NAME of an element called *name* with the attributes *items*, all but its id.

    Many elements of an edition are alike in these, so they are kept. Classes are the TEI name, its renderings, and what
    is given to stand *before* and *after* these. All other attributes become data-NAME, so that nothing is lost and a
    style sheet can use it.
    """
    kept, language, rend = [], "", ""
    for full, value in items:
        plain = full.rpartition("}")[2]
        if full == XML_LANG:
            language = named_language(value)
        if full == "rend":
            rend = "".join(f" rend-{word}" for word in value.lower().split() if _TOKEN.match(word))
        if plain in _POINTERS and not all(map(safe_address, value.split())):
            continue
        if plain not in _OWN and _TOKEN.match(plain):
            kept.append(f' data-{plain.lower()}="{escape(value)}"')
    return f' class="{before}tei-{name}{rend}{after}"{language}{"".join(sorted(kept))}'


class Identifiers:
    """The ids of one page: those of the TEI, each once, and new ones that none of them is."""

    def __init__(self, roots: Iterable[Element]) -> None:
        self._owners: dict[str, Element] = {}
        for root in roots:
            for element in _WITH_IDS(root):
                identifier = element.get(XML_ID, "")
                if identifier and identifier not in self._owners and not _SPACE.search(identifier):
                    self._owners[identifier] = element
        self._taken = set(self._owners)
        self._given: set[str] = set()
        self._counts: dict[str, int] = {}

    def new(self, wanted: str) -> str:
        """Return an id that nothing else on the page has: *wanted*, or *wanted* with a number."""
        identifier = wanted
        while identifier in self._taken:
            self._counts[wanted] = count = self._counts.get(wanted, 1) + 1
            identifier = f"{wanted}-{count}"
        self._taken.add(identifier)
        return identifier

    def owner(self, pointer: str | None) -> Element | None:
        """Return the element that a pointer such as "#person-lenin" names."""
        return self._owners.get(pointer[1:]) if pointer and pointer[0] == "#" else None

    def attribute(self, element: Element) -> str:
        """Return the id attribute of *element*, once, if it is the one that has this xml:id."""
        identifier = element.get(XML_ID, "")
        if not identifier or self._owners.get(identifier) is not element or identifier in self._given:
            return ""
        self._given.add(identifier)
        return f' id="{escape(identifier)}"'
