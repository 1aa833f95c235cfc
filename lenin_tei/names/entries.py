"""Entries of an authority file: what a person, a place, an organisation, an event or a work is called.

In comes a TEI file with listPerson, listPlace, listOrg, listEvent, listBibl (TEI Guidelines, chapter 14) anywhere: in
standOff, as TEI Publisher and we write them, in back, as ACDH does, in sourceDesc, as EVT does, or in particDesc.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.names.words import PARTICLES
from lenin_tei.patterns import lazy
from lenin_tei.xmlparser import safe_parser

if TYPE_CHECKING:
    from lxml.etree import _Element

TEI = "{http://www.tei-c.org/ns/1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
# Entry element → kind of entry, elements its names stand in.
ENTRIES = {
    "person": ("person", ("persName", "name")),
    "personGrp": ("person", ("persName", "name")),
    "place": ("place", ("placeName", "geogName", "settlement", "country", "region", "name")),
    "org": ("org", ("orgName", "name")),
    "event": ("event", ("eventName", "label", "head", "name")),
    "bibl": ("work", ("title",)),
    "biblStruct": ("work", ("title",)),
}
LISTS = ("listPerson", "listPlace", "listOrg", "listEvent", "listBibl")
ELEMENTS = {"person": "persName", "place": "placeName", "org": "orgName", "event": "name", "work": "title"}
YEAR = lazy(r"-?\d{4}")


class Name(NamedTuple):
    """One name of an entry: `type` is "main", "variant", "sort" or "members"; years bound its use, 0 is unknown."""

    text: str
    type: str
    start: int = 0
    end: int = 0


class Entry(NamedTuple):
    """One person, place, organisation, event or work. Years are birth and death, or beginning and end; 0 is unknown."""

    id: str
    kind: str
    subtype: str
    names: tuple[Name, ...]
    surname: str = ""
    forenames: str = ""
    start: int = 0
    end: int = 0
    sex: str = ""

    @property
    def main(self) -> str:
        """The form to print: the main one, else the first."""
        return next((name.text for name in self.names if name.type == "main"), self.names[0].text)

    @property
    def variants(self) -> tuple[str, ...]:
        """All other forms that may stand in a text."""
        return tuple(name.text for name in self.names if name.type in ("variant", "members"))

    @property
    def sort(self) -> str:
        """The form to sort by: the sort form, else surname and forenames, else the main form."""
        written = next((name.text for name in self.names if name.type == "sort"), "")
        return written or (f"{self.surname}, {self.forenames}" if self.surname and self.forenames else self.main)

    @property
    def element(self) -> str:
        """The TEI element a mention of this entry is marked with."""
        return ELEMENTS[self.kind]

    @property
    def attributes(self) -> dict[str, str]:
        """The attributes a mention gets besides ref, resp and cert: @type of name, @level of title."""
        if self.kind == "event":
            return {"type": self.subtype if self.subtype == "treaty" else "event"}
        return {"level": self.subtype} if self.kind == "work" else {}


def parse(data: bytes, path: str) -> _Element:
    """Return the root of an authority file, or of any TEI file; entities are not expanded."""
    from lxml import etree

    parser = safe_parser()
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise LeninTeiError(f"{path}:{line}:{column}: the file is not well-formed XML: {error.msg}") from error


def entry_elements(data: bytes, path: str) -> Iterator[tuple[_Element, str]]:
    """Yield every entry of a list with an id, and its kind."""
    root = parse(data, path)
    for list_ in root.iter(*[TEI + name for name in LISTS]):
        for child in list_:
            yield from entries_in(child)


def entries_in(element: _Element) -> Iterator[tuple[_Element, str]]:
    """Yield an entry and the places or organisations within it."""
    tag = element.tag
    if not isinstance(tag, str) or not tag.startswith(TEI):
        return
    name = tag[len(TEI) :]
    if name not in ENTRIES:
        return
    if element.get(XML_ID):
        yield element, ENTRIES[name][0]
    if name in ("place", "org"):
        for child in element.iterchildren(tag):
            yield from entries_in(child)


def read_entry(element: _Element, kind: str) -> Entry:
    """Read the names, years and parts of an entry."""
    names: list[Name] = []
    surname = forenames = sex = ""
    start = end = 0
    if kind == "event":
        start, end = year_of(element, "from", "notBefore", "when"), year_of(element, "to", "notAfter", "when")
    own = name_tags(element)
    for child in element.iterchildren():
        tag = child.tag[len(TEI) :] if isinstance(child.tag, str) else ""
        if tag in own:
            text, parts = name_text(child)
            if text:
                names.append(read_name(child, text, first=not names))
                if not surname:
                    surname, forenames = parts
        elif tag == "birth":
            start = life_year(child, "when", "when-iso", "notBefore", "from")
        elif tag == "death":
            end = life_year(child, "when", "when-iso", "notAfter", "to")
        elif tag == "sex":
            sex = (child.get("value") or child.text or "").strip()[:1].upper()
    if kind == "person" and not surname and names:
        surname, forenames = parts_of(names)
    sex = sex or (element.get("sex") or "")[:1].upper()
    sex = {"1": "M", "2": "F"}.get(sex, sex)  # after ISO 5218
    subtype = element.get("type") or ""
    if kind == "work":
        subtype = level_of(element, subtype)
    return Entry(str(element.get(XML_ID)), kind, subtype, tuple(names), surname, forenames, start, end, sex)


def name_tags(element: _Element) -> tuple[str, ...]:
    """Return the elements that name an entry; where placeName does, settlement and country say where a place lies."""
    tags = ENTRIES[str(element.tag)[len(TEI) :]][1]
    if element.tag != TEI + "place":
        return tags
    proper = ("placeName", "geogName", "name")
    if any(next(element.iterchildren(TEI + tag), None) is not None for tag in proper):
        return proper
    return next(((tag,) for tag in tags if next(element.iterchildren(TEI + tag), None) is not None), proper)


def name_text(element: _Element) -> tuple[str, tuple[str, str]]:
    """Return a name as one string, forenames first, and its surname and forenames where they are tagged."""
    if not len(element):
        return " ".join((element.text or "").split()), ("", "")
    pieces: dict[str, list[str]] = {"surname": [], "forename": []}
    for child in element:
        tag = child.tag[len(TEI) :] if isinstance(child.tag, str) else ""
        if tag in pieces:
            pieces[tag].append(" ".join("".join(child.itertext()).split()))
    surname, forenames = " ".join(pieces["surname"]), " ".join(pieces["forename"])
    whole = " ".join("".join(element.itertext()).split())
    if surname and forenames and len(element) == len(pieces["surname"]) + len(pieces["forename"]):
        whole = f"{forenames} {surname}"
    return whole, (surname, forenames)


def read_name(element: _Element, text: str, *, first: bool) -> Name:
    """Return a name with its type: the first untyped one is the main form."""
    type_ = element.get("type") or ""
    if element.get("subtype") == "members":
        type_ = "members"
    if type_ not in ("main", "variant", "sort", "members"):
        type_ = "main" if first else "variant"
    if len(element.attrib) < 2:
        return Name(text, type_)
    return Name(text, type_, year_of(element, "from", "notBefore"), year_of(element, "to", "notAfter"))


def parts_of(names: list[Name]) -> tuple[str, str]:
    """Tell surname and forenames of a person: by the comma of a sort form, else the last word with its particles."""
    for name in sorted(names, key=lambda name: name.type != "sort"):
        surname, comma, rest = name.text.partition(",")
        if comma:
            return with_particles(surname.strip(), re.sub(r"\(.*?\)|\[.*?\]", "", rest).strip())
        if name.type == "sort":
            return "", ""  # "Peter the Great": sorted by the whole name, so no part of it is a surname
    words = names[0].text.split()
    return with_particles(words[-1], " ".join(words[:-1]))


def with_particles(surname: str, forenames: str) -> tuple[str, str]:
    """Move "von", "de" and the like from the end of the forenames to the surname."""
    words = forenames.split()
    at = len(words)
    while at > 0 and words[at - 1].lower() in PARTICLES:
        at -= 1
    return " ".join([*words[at:], surname]), " ".join(words[:at])


def level_of(element: _Element, subtype: str) -> str:
    """Return @level for mentions of a work: as its title says, "j" for a periodical, else "m"."""
    title = next(element.iter(TEI + "title"), None)
    level = title.get("level") if title is not None else None
    return level or ("j" if subtype in ("periodical", "newspaper", "journal") else "m")


def life_year(element: _Element, *attributes: str) -> int:
    """Return the year of a birth or a death, on the element or on the date in it."""
    inner = next(element.iterchildren(TEI + "date"), None)
    return year_of(element, *attributes) or (0 if inner is None else year_of(inner, *attributes))


def year_of(element: _Element, *attributes: str) -> int:
    """Return the year in the first of these attributes that has one, or 0."""
    for attribute in attributes:
        found = YEAR.match(element.get(attribute) or "")
        if found:
            return int(found.group())
    return 0
