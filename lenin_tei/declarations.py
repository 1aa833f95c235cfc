"""The encodingDesc: what the program did to the text, what it marked, how a passage is cited (TEI Guidelines 2.3).

In: a `Document`. Out: the `encodingDesc` element. It says what is true of every file the program writes, and lists of
the taxonomy of text types only the type that is used.
"""

from __future__ import annotations

import re
from copy import deepcopy
from functools import lru_cache

from lxml import etree

from lenin_tei import __version__
from lenin_tei.model import Document
from lenin_tei.tei import NAMESPACE, XML

DECLARED: tuple[tuple[str, dict[str, str], str], ...] = (
    (
        "correction",
        {"method": "markup"},
        "Nothing was corrected silently. Corrections an editor decided on stand in choice, beside what was typed.",
    ),
    (
        "hyphenation",
        {"eol": "some"},
        "A hyphen at the end of a broken line was removed only where the transcription shows the word without it; "
        "other hyphens are kept.",
    ),
    (
        "interpretation",
        {},
        "Structure was told from the layout of the transcription, and names from an authority file and the decisions "
        "of editors. What the program marked carries resp with the value #lenin-tei, and cert says how sure it is.",
    ),
    (
        "normalization",
        {"method": "silent"},
        "The character encoding became UTF-8, line ends were made uniform, lines of one paragraph were joined, and "
        "white space around blocks was left out. Words, spelling and punctuation are as typed.",
    ),
    ("quotation", {"marks": "all"}, "All quotation marks are kept in the text; q was set where they are balanced."),
    (
        "stdVals",
        {},
        "Dates in attributes are written as ISO 8601 has them. Where the words show the old style, calendar says so, "
        "and the value is Gregorian; a date that shows no calendar is given as it stands.",
    ),
)


def build_encoding(document: Document, *, foreign: bool) -> etree._Element:
    """Return the `encodingDesc`; *foreign*: the text is in another language than these declarations."""
    root = deepcopy(declarations())
    if foreign:
        root.set(XML + "lang", "en")
    if document.text_type:
        taxonomy = _add(_add(root, "classDecl"), "taxonomy", {XML + "id": "text-types"})
        category = _add(taxonomy, "category", {XML + "id": f"text-type-{document.text_type}"})
        _add(category, "catDesc", text=document.text_type.capitalize())
    return root


@lru_cache(maxsize=1)
def declarations() -> etree._Element:
    """Return what the `encodingDesc` of every file says: it is built once, and a copy goes into each."""
    root = etree.Element(f"{{{NAMESPACE}}}encodingDesc", nsmap={None: NAMESPACE})
    application = _add(_add(root, "appInfo"), "application", {XML + "id": "lenin-tei", "ident": "lenin-tei"})
    application.set("version", _version(__version__))
    _add(application, "label", text="lenin-tei")
    declaration = _add(root, "editorialDecl")
    for name, attributes, text in DECLARED:
        _add(_add(declaration, name, attributes), "p", text=text)
    _build_citation(_add(root, "refsDecl", {"default": "true"}))
    return root


def _add(
    parent: etree._Element, name: str, attributes: dict[str, str] | None = None, text: str | None = None
) -> etree._Element:
    made: etree._Element = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)
    made.text = text
    return made


def _version(version: str) -> str:
    """Return the numbers of a version: TEI allows no more in application/@version."""
    return ".".join(re.findall(r"\d+", version)[:3])


def _build_citation(parent: etree._Element) -> None:
    """Add the citation structure DTS servers read: divisions by their id, inside them blocks by number."""
    division = _add(parent, "citeStructure", {"unit": "div", "match": "/TEI/text/body/div", "use": "@xml:id"})
    _add(division, "citeData", {"property": "http://purl.org/dc/terms/title", "use": "head"})
    match = "*[self::p or self::opener or self::closer]"
    _add(division, "citeStructure", {"unit": "block", "match": match, "use": "position()", "delim": "."})
