"""What a file says of an entry of its lists: what it is called, when it lived, what else is known of it.

The documents of an archive name the same persons and places again and again, each with the entry copied into it. What
was read of one is kept, and found again by the XML of the entry.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from re import findall, fullmatch
from typing import NamedTuple

from lxml import etree

from lenin_tei.exporters.addresses import safe_address
from lenin_tei.exporters.escaping import escape
from lenin_tei.exporters.html_table import TABLE
from lenin_tei.exporters.tree import XML_ID, Element, local_name, plain_text

DATES = ("when", "from", "to", "notBefore", "notAfter", "when-iso", "when-custom")
_LABELS = ("persName", "placeName", "orgName", "eventName", "name", "title", "head", "label", "form", "desc")
# Not from `calendar`, whose names follow the locale.
_SPRING = ("January", "February", "March", "April", "May", "June")
_MONTHS = (*_SPRING, "July", "August", "September", "October", "November", "December")
_KEPT = 4096


class Description(NamedTuple):
    """An entry in words: its name, what sorts it, its dates, everything else as HTML, addresses of its records."""

    label: str
    order: str
    life: str
    about: str
    records: tuple[str, ...]


_descriptions: dict[bytes, Description] = {}


def describe(element: Element) -> Description:
    """Return what the file says of the entry *element*."""
    written = etree.tostring(element, with_tail=False)
    found = _descriptions.get(written)
    if found is None:
        if len(_descriptions) >= _KEPT:
            _descriptions.clear()
        found = _descriptions[written] = _described(element)
    return found


def _described(element: Element) -> Description:
    label = entry_label(element)
    order = next((plain_text(form) for form in element.iterchildren("*") if form.get("type") == "sort"), label)
    records = tuple(filter(None, map(authority_address, element.iterchildren("{*}idno"))))
    return Description(label, order.casefold(), _life(element), "; ".join(_facts(element, label)), records)


def entry_label(element: Element) -> str:
    """Return what an entry is called: its main name, else its first, else its id."""
    children = [(local_name(part), part) for part in element.iterchildren("*")]
    names = {name for name, _ in children}
    for name in _LABELS:
        if name in names:
            forms = [part for other, part in children if other == name]
            return spaced_text(next((form for form in forms if form.get("type") == "main"), forms[0]))
    return plain_text(element) or element.get(XML_ID, "")


def spaced_text(element: Element) -> str:
    """Return the text of *element*; children without white space between them are set apart."""
    if not len(element):
        return plain_text(element)
    if not (element.text or "").strip() and not any((part.tail or "").strip() for part in element):
        return " ".join(filter(None, (plain_text(part) for part in element.iterchildren("*"))))
    return plain_text(element)


def _life(element: Element) -> str:
    """Return when somebody lived or something was: "1870–1924"."""
    birth, death = (next(element.iterchildren(f"{{*}}{name}"), None) for name in ("birth", "death"))
    born, died = ("" if fact is None else dates_of(fact) or spaced_text(fact) for fact in (birth, death))
    if born and died:
        return f"{born}–{died}" if born.isdigit() and died.isdigit() else f"{born} – {died}"
    if born or died:
        return f"born {born}" if born else f"died {died}"
    return dates_of(element)


def _facts(element: Element, label: str) -> Iterator[str]:
    """Yield, as HTML, what the file says of an entry besides its name and its life."""
    also: dict[str, None] = {}
    facts, records, sorting = [], [], []
    for fact in element.iterchildren("*"):
        name, text, dated = local_name(fact), spaced_text(fact), dates_of(fact)
        if name in _LABELS and fact.get("type") == "sort":
            sorting.append(text)
        elif name in _LABELS and name != "desc":
            also[f"{text} ({dated})" if dated and text else text] = None
        elif name in ("idno", "ptr"):
            records.append(_record(fact, text))
        elif not (name in ("birth", "death") and text in ("", dated)):
            facts.append(escape(" ".join(filter(None, (text, dated if dated != text else "")))))
    # A form to sort by is no other name, unless it has words that no name has.
    also.update(dict.fromkeys(form for form in sorting if not _words(form) <= _words(" ".join((label, *also)))))
    also.pop(label, None)
    if any(also):
        yield "also " + escape(" · ".join(filter(None, also)))  # names have commas of their own
    yield from filter(None, facts)
    if any(records):
        yield ", ".join(filter(None, records))


def _words(text: str) -> set[str]:
    return set(findall(r"\w+", text))


def _record(fact: Element, text: str) -> str:
    """Return what an authority calls the entry, linked where its address is known."""
    kind = fact.get("type", "")
    address = authority_address(fact) or safe_address(fact.get("target"))
    known = TABLE["authority_names"].get(kind.lower(), kind)
    shown = " ".join(filter(None, (known, text if "/" not in text else ""))) or text or fact.get("target", "")
    return f'<a href="{escape(address)}">{escape(shown)}</a>' if address else escape(shown)


def authority_address(idno: Element) -> str:
    """Return the address of the record that *idno* names, "" for an unknown authority."""
    text = plain_text(idno)
    if "/" in safe_address(text):
        return safe_address(text)
    pattern = TABLE["authorities"].get(idno.get("type", "").lower(), "")
    return safe_address(pattern.format(text)) if pattern and text else ""


def dates_of(element: Element) -> str:
    """Return the dates an element gives by attributes, readable."""
    given = element.keys()
    values = {name: readable_date(element.get(name, "")) for name in DATES if name in given and element.get(name)}
    if not values:
        return ""
    if "when" in values:
        return values["when"]
    start, end = values.get("from") or values.get("notBefore"), values.get("to") or values.get("notAfter")
    if start and end:
        return f"{start} – {end}"
    if start or end:
        return f"after {start}" if start else f"before {end}"
    return next(iter(values.values()), "")


@lru_cache(maxsize=4096)
def readable_date(value: str) -> str:
    """Return an ISO date in words ("3 October 1918"); what is none stays as it is."""
    found = fullmatch(r"(-?)(\d{4,})(?:-(\d\d))?(?:-(\d\d))?(?:T.*)?", value)
    if not found:
        return value
    before, year, month, day = found.groups()
    if month and not 1 <= int(month) <= 12:
        return value
    parts = [str(int(day))] if day else []
    parts += [_MONTHS[int(month) - 1]] if month else []
    return " ".join([*parts, str(int(year))]) + (" BC" if before else "")
