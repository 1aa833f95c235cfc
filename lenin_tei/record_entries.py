"""The entries of persons, places, organisations, events and works that a TEI document carries, each in one line.

In comes a TEI element: ours keeps its entries in standOff, others in particDesc, settingDesc, sourceDesc or back
(TEI Guidelines 14.2, 17.10).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lenin_tei.exporters.tree import XML_ID, Element, local_name, plain_text

_KINDS = {"person": "person", "place": "place", "org": "org", "event": "event", "object": "object"}
_LISTS = ("listPerson", "listPlace", "listOrg", "listEvent", "listObject")
_FORMS = ("persName", "placeName", "orgName", "eventName", "objectName", "title", "label", "name", "head")
_LIVES = ("when", "notAfter", "to", "notBefore", "from")


class Entry(NamedTuple):
    """An entry: xml:id, kind, main name, all forms, birth and death as far as stated, identifiers as (type, value)."""

    key: str
    kind: str
    name: str
    forms: tuple[str, ...] = ()
    birth: str = ""
    death: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()


def read_entries(document: Element) -> Iterator[Entry]:
    """Yield the entries of a document in order: those of its lists, and the works listed in its standOff."""
    for lists in document.iter(*(f"{{*}}{name}" for name in _LISTS)):
        for element in lists.iterchildren("*"):
            if local_name(element) in _KINDS:
                yield read_entry(element)
    for stand_off in document.iterchildren("{*}standOff"):
        for work in stand_off.iterfind("{*}listBibl/{*}bibl"):
            yield read_entry(work)


def read_entry(element: Element) -> Entry:
    """Return one entry: a person, a place, an organisation, an event or a work."""
    forms = [one for one in element.iterchildren("*") if local_name(one) in _FORMS and plain_text(one)]
    main = [one for one in forms if one.get("type") == "main"] or [one for one in forms if one.get("type") != "sort"]
    numbers = [one for one in element.iterchildren("{*}idno") if plain_text(one)]
    return Entry(
        element.get(XML_ID, ""),
        _KINDS.get(local_name(element), "work"),
        plain_text((main or forms)[0]) if forms else "",
        tuple(dict.fromkeys(map(plain_text, forms))),
        _year(element, "birth"),
        _year(element, "death"),
        tuple((one.get("type", ""), plain_text(one)) for one in numbers),
    )


def _year(element: Element, name: str) -> str:
    """Return when somebody was born or died, as an attribute states it; the widest limit of a range."""
    order = _LIVES if name == "death" else ("when", "notBefore", "from", "notAfter", "to")
    for fact in element.iterchildren(f"{{*}}{name}"):
        for one in (fact, *fact.iterchildren("{*}date")):
            value = next((one.get(attribute, "") for attribute in order if one.get(attribute)), "")
            if value:
                return value
    return ""
