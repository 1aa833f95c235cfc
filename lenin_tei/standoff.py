"""The entries a document mentions, copied from the authority file into the document's own `standOff`.

TEI Guidelines 17.10 (standOff) and 14 (names): each file stands alone, with one list per kind of entry. Comments of the
authority file are left out. An entry of a register that is encoded in another way (TEI Publisher's, ACDH's, EVT's) is
put into ours: names, dates, numbers and notes in words; the rest stays in its register.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy

from lxml import etree

from lenin_tei.names.entries import XML_ID, Name, name_tags, read_entry
from lenin_tei.names.register import Register
from lenin_tei.patterns import lazy
from lenin_tei.tei import NAMESPACE

LISTS = {"person": "listPerson", "place": "listPlace", "org": "listOrg", "event": "listEvent", "work": "listBibl"}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# What an entry of our encoding may hold, in the order of the schema; everything else of a register of another house
# stays in that register.
NAMES = {"person": "persName", "place": "placeName", "org": "orgName", "event": "eventName", "work": "title"}
FIRST = {
    "person": ("birth", "death", "floruit", "occupation", "affiliation", "residence", "nationality", "idno", "note"),
    "place": ("country", "region", "settlement", "district", "location"),
    "org": ("placeName", "country", "region", "settlement", "desc", "idno"),
    "event": (),
    "work": ("author", "editor", "publisher", "pubPlace", "date", "biblScope", "idno", "note"),
}
LAST = {"person": (), "place": ("idno", "note"), "org": ("note",), "event": ("idno", "note"), "work": ()}
DATES = ("when", "from", "to", "notBefore", "notAfter")
DATED = {"persName", "placeName", "orgName", "eventName", "birth", "death", "floruit", "event", "date", "residence",
         "occupation", "affiliation", "nationality", "location"}  # fmt: skip
TYPES = frozenset(("main", "variant", "sort"))
PARTS = ("surname", "forename", "roleName", "addName", "genName", "nameLink")
GEO = lazy(r"(-?[0-9]+(?:\.[0-9]+)?)[ ,;]+(-?[0-9]+(?:\.[0-9]+)?)")
DATE = lazy(r"-?[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
PLAIN_TYPE = lazy(r"[^\W\d][\w.-]*")


INLINE = frozenset("date placeName persName orgName name rs title ref hi foreign term".split())
PLACES = frozenset("country region settlement district".split())
# What may stand in the parts of an entry.
INSIDE = {
    "persName": INLINE | set(PARTS),
    "placeName": INLINE | PLACES,
    "location": PLACES | {"placeName", "geo", "desc", "note"},
    "note": INLINE | {"p"},
    "p": INLINE,
}
ATTRIBUTES = frozenset((
    XML_ID, XML_LANG, "n", "type", "subtype", "cert", "resp", "calendar", "sex", "role", "corresp", "ref", "target",
    "level", "unit", "rend", "where", *DATES,
))  # fmt: skip


def build_stand_off(register: Register, entities: Sequence[str]) -> etree._Element:
    """Return a `standOff` with the entries of these ids, kind by kind, in the order given."""
    root = etree.Element(f"{{{NAMESPACE}}}standOff")
    for kind, name in LISTS.items():
        chosen = [entry for entry in entities if register[entry].kind == kind]
        if not chosen:
            continue
        parent = etree.SubElement(root, f"{{{NAMESPACE}}}{name}")
        for entry in chosen:
            copied = register.entry(entry)
            copied = deepcopy(copied) if is_ours(copied, kind) else adopted(copied, kind)
            copied.tail = None
            etree.strip_tags(copied, etree.Comment)
            parent.append(copied)
    etree.cleanup_namespaces(root)
    return root


def is_ours(entry: etree._Element, kind: str) -> bool:
    """Tell whether an entry is in our encoding as it stands."""
    allowed = {NAMES[kind], *FIRST[kind], *LAST[kind], "bibl", "listBibl", "ptr", "event", "desc", local(entry)}
    if local(entry) in ("personGrp", "biblStruct") or any(key not in ATTRIBUTES for key in entry.attrib):
        return False
    for element in entry.iterdescendants("*"):
        parent = element.getparent()
        inside = allowed if parent is entry else INSIDE.get(local(parent), INLINE) if parent is not None else allowed
        named = local(element) == NAMES[kind] and parent is entry
        if local(element) not in inside or any(key not in ATTRIBUTES for key in element.attrib):
            return kind == "work" and local(element) not in NAMES.values() and "key" not in element.attrib
        if named and element.get("type", "main") not in TYPES:
            return False
    return True


def adopted(entry: etree._Element, kind: str) -> etree._Element:
    """Return an entry of another house's register in our encoding: its names, dates, numbers and notes."""
    read = read_entry(entry, kind)
    made = etree.Element(f"{{{NAMESPACE}}}{'bibl' if kind == 'work' else local(entry)}")
    made.set(XML_ID, read.id)
    if read.sex and kind == "person":
        made.set("sex", read.sex)
    if kind != "person" and PLAIN_TYPE.fullmatch(entry.get("type", "")):
        made.set("type", entry.get("type", ""))
    if kind == "event":
        set_dates(made, entry)
    for name in read.names:
        add_name(made, name, kind, read.subtype)
    for tag in (*FIRST[kind], *LAST[kind]):
        for child in entry.iterchildren(f"{{{NAMESPACE}}}{tag}") if tag not in name_tags(entry) else ():
            add_fact(made, child, tag)
    return made


def local(element: etree._Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def set_dates(made: etree._Element, *sources: etree._Element) -> None:
    """Copy the dates of the first source that has any: @when, or limits; @when-iso counts as @when."""
    for source in sources:
        values = {key: source.get(key) or source.get(f"{key}-iso") or "" for key in DATES}
        values = {key: value for key, value in values.items() if DATE.fullmatch(value)}
        if "when" in values:
            made.set("when", values["when"])
            return
        for pair in (("from", "notBefore"), ("to", "notAfter")):
            key = next((key for key in pair if key in values), "")
            if key:
                made.set(key, values[key])
        if values:
            return


def add_name(made: etree._Element, name: Name, kind: str, level: str) -> None:
    """Add one name with its type and the years of its use."""
    element = etree.SubElement(made, f"{{{NAMESPACE}}}{NAMES[kind]}")
    element.text = name.text
    if kind == "work":
        element.set("level", level)
    element.set("type", "variant" if name.type == "members" else name.type)
    if name.type == "members":
        element.set("subtype", "members")
    for key, year in (("from", name.start), ("to", name.end)):
        if year and kind != "work":
            element.set(key, f"{year:04d}")


def add_fact(made: etree._Element, child: etree._Element, tag: str) -> None:
    """Add what else the register says of an entry, in words and with its date; a place with its two numbers."""
    words = " ".join(words_of(child).split())
    if tag == "location":
        found = GEO.search(words)
        if found:
            location = etree.SubElement(made, f"{{{NAMESPACE}}}location")
            etree.SubElement(location, f"{{{NAMESPACE}}}geo").text = f"{found[1]} {found[2]}"
        return
    element = etree.SubElement(made, f"{{{NAMESPACE}}}{tag}")
    element.text = words or None
    if tag in DATED:
        set_dates(element, child, *child.iterchildren(f"{{{NAMESPACE}}}date"))
    if tag == "idno":
        type_ = child.get("subtype") or child.get("type") or ""
        if PLAIN_TYPE.fullmatch(type_):
            element.set("type", type_)
    if not words and not element.attrib:
        made.remove(element)


def words_of(element: etree._Element) -> str:
    """Return the words of an element, with a blank between parts that have no words between them."""
    parts = [words_of(child) + (child.tail or "") for child in element.iterchildren("*")]
    mixed = bool((element.text or "").strip()) or any((child.tail or "").strip() for child in element)
    return ("" if mixed else " ").join([element.text or "", *parts])
