"""The index of a page: persons, places, organisations, events, works and dates, each with its mentions.

Names are joined by what they point to (`@ref`, `@key`), dates by what they mean (`@when` …), other names by their
words. Entries come from the lists of the file (TEI Guidelines 14.2-14.3), mentioned or not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from re import fullmatch

from lxml import etree

from lenin_tei.exporters.addresses import safe_address
from lenin_tei.exporters.html_table import TABLE
from lenin_tei.exporters.links import Identifiers
from lenin_tei.exporters.tree import XML_ID, Element, local_name, matchers, plain_text, words
from lenin_tei.mentions import entry_key

_DATES = ("when", "from", "to", "notBefore", "notAfter", "when-iso", "when-custom")
_LABELS = ("persName", "placeName", "orgName", "eventName", "name", "title", "head", "label", "form", "desc")
_NAMES: dict[str, str] = TABLE["names"]
_WORKS = words("bibl biblFull biblStruct msDesc")
_ENTRIES = matchers({"TEI", *TABLE["entries"]})
# Not from `calendar`, whose names follow the locale.
_SPRING = ("January", "February", "March", "April", "May", "June")
_MONTHS = (*_SPRING, "July", "August", "September", "October", "November", "December")


@dataclass(slots=True)
class Entry:
    """A line of the index: where it is, what it is called, which element describes it, where it is mentioned."""

    kind: str
    identifier: str
    label: str
    element: Element | None = None
    key: str = ""
    mentions: list[str] = field(default_factory=list)


class PageIndex:
    """All entries of one page, by what points to them."""

    def __init__(self, roots: list[Element], identifiers: Identifiers, links: Mapping[str, str] | None = None) -> None:
        self._links = links or {}
        self._identifiers = identifiers
        self._entries: dict[str, Entry] = {}
        for root in roots:
            for element in _described(root):
                identifier = element.get(XML_ID, "")
                if identifiers.attribute(element):
                    kind = TABLE["entries"][local_name(element)]
                    self._entries[f"#{identifier}"] = Entry(kind, identifier, entry_label(element), element)

    def __bool__(self) -> bool:
        return bool(self._entries)

    def entry(self, name: Element) -> Entry | None:
        """Return the entry that *name* mentions, made if need be; None for what is no name."""
        found = _NAMES.get(local_name(name))
        if not found:
            return None
        if found == "date":
            return self._date(name)
        pointer = (name.get("ref") or name.get("key") or "").strip()
        known = self._entries.get(pointer) if pointer else None
        if known is not None:
            return known
        if not pointer and found in ("work", "name"):
            return None
        if pointer in self._entries:
            return self._entries[pointer]
        kind = TABLE["types"].get(name.get("type", "").lower(), found)
        label = plain_text(name)
        return self._made(kind, pointer or f"{kind} {label}", label, pointer)

    def describes(self, element: Element) -> bool:
        """Tell whether *element* is the entry of a line of the index."""
        entry = self._entries.get(f"#{element.get(XML_ID)}")
        return entry is not None and entry.element is element

    def known(self, name: Element) -> Entry | None:
        """Return the entry of the file's own lists that *name* points to."""
        return self._entries.get((name.get("ref") or name.get("key") or "").strip())

    def _date(self, date: Element) -> Entry | None:
        given = date.attrib
        values = [given.get(name, "") for name in _DATES]
        if not any(values):
            return None
        key = "date " + " ".join(values)
        if key in self._entries:
            return self._entries[key]
        when, start, end, not_before, not_after, *_ = values
        readable = [readable_date(value) for value in (start or not_before, end or not_after)]
        label = readable_date(next((value for value in values if value), ""))
        if not when and all(readable):
            label = " – ".join(readable)
        elif not when and any(readable):
            label = f"{'from' if readable[0] else 'until'} {''.join(readable)}"
        return self._made("date", key, label, min(value for value in values if value))

    def _made(self, kind: str, key: str, label: str, shown: str) -> Entry:
        if key not in self._entries:
            self._entries[key] = Entry(kind, self._identifiers.new(f"index-{len(self._entries) + 1}"), label, key=shown)
        return self._entries[key]

    def mention(self, entry: Entry) -> str:
        """Count one more mention of *entry*, and return the id of the place."""
        place = self._identifiers.new(f"{entry.identifier}.{len(entry.mentions) + 1}")
        entry.mentions.append(place)
        return place

    def mentioned(self) -> list[Entry]:
        """Return the entries with mentions, in the order in which they became known."""
        return [entry for entry in self._entries.values() if entry.mentions]

    def html(self) -> str:
        """Return the index: a list for each kind, in the order of the alphabet or of time."""
        parts = []
        for kind, title in TABLE["index"].items():
            entries = [entry for entry in self._entries.values() if entry.kind == kind]
            if entries:
                entries.sort(key=_order)
                lines = "".join(_line(entry, self._links.get(_key(entry), "")) for entry in entries)
                parts.append(f"<h3>{title}</h3>\n<ul>\n{lines}</ul>\n")
        return "".join(parts)


def _key(entry: Entry) -> str:
    """Return the key of an entry in a whole edition."""
    if entry.element is not None:
        return entry.identifier
    return entry_key(entry.key) if entry.key else f"{entry.kind} {entry.label}"


def _order(entry: Entry) -> tuple[str, str]:
    """Return what puts an entry in its place: a date by time, the rest by their sort form or their name."""
    if entry.kind == "date":
        return entry.key, entry.identifier
    forms = entry.element.iterchildren("*") if entry.element is not None else ()
    sort = next((plain_text(form) for form in forms if form.get("type") == "sort"), entry.label)
    return sort.casefold(), entry.identifier


def _described(root: Element) -> Iterator[Element]:
    """Yield the entries of the file's own lists, outside the text; parts of an entry are none."""
    for top in root.iterchildren("*"):
        if local_name(top) == "text":
            continue
        walk = etree.iterwalk(top, events=("start",), tag=_ENTRIES)
        for _, element in walk:
            name = local_name(element)
            if name == "TEI":
                walk.skip_subtree()
            elif element.get(XML_ID) and (name not in _WORKS or _in_stand_off(element)):
                yield element
                walk.skip_subtree()


def _in_stand_off(element: Element) -> bool:
    return any(local_name(ancestor) == "standOff" for ancestor in element.iterancestors())


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


def _line(entry: Entry, address: str = "") -> str:
    """Return one line of the index, with a numbered link to every mention; *address* is that of a page of the entry."""
    label = escape(entry.label)
    links = [
        f'<a href="#{escape(place)}" aria-label="{label}, mention {number}">{number}</a>'
        for number, place in enumerate(entry.mentions, 1)
    ]
    label = f'<span class="entry">{escape(entry.label)}</span>'
    parts = [f'<a class="all" href="{escape(address)}">{label}</a>' if address else label]
    life, about = _life(entry.element), "; ".join(_facts(entry))
    parts += [f'<span class="life">{escape(life)}</span>'] if life else []
    parts += [f'<span class="refs">{" ".join(links)}</span>'] if links else []
    parts += [f'<span class="about">{about}</span>'] if about else []
    return f'<li id="{escape(entry.identifier)}" class="{entry.kind}">{" ".join(parts)}</li>\n'


def _life(element: Element | None) -> str:
    """Return when somebody lived or something was: "1870–1924"."""
    if element is None:
        return ""
    birth, death = (next(element.iterchildren(f"{{*}}{name}"), None) for name in ("birth", "death"))
    born, died = ("" if fact is None else dates_of(fact) or spaced_text(fact) for fact in (birth, death))
    if born and died:
        return f"{born}–{died}" if born.isdigit() and died.isdigit() else f"{born} – {died}"
    if born or died:
        return f"born {born}" if born else f"died {died}"
    return dates_of(element)


def _facts(entry: Entry) -> Iterator[str]:
    """Yield, as HTML, what the file says of an entry besides its name and its life."""
    if entry.element is None:
        address = safe_address(entry.key) if entry.kind != "date" else ""
        if "/" in address:
            yield f'<a href="{escape(address)}">{escape(address)}</a>'
        return
    also: dict[str, None] = {}
    facts, records = [], []
    for fact in entry.element.iterchildren("*"):
        name, text, dated = local_name(fact), spaced_text(fact), dates_of(fact)
        if name in _LABELS and name != "desc":
            also[f"{text} ({dated})" if dated and text else text] = None
        elif name in ("idno", "ptr"):
            records.append(_record(fact, text))
        elif not (name in ("birth", "death") and text in ("", dated)):
            facts.append(escape(" ".join(filter(None, (text, dated if dated != text else "")))))
    also.pop(entry.label, None)
    if any(also):
        yield "also " + escape(", ".join(filter(None, also)))
    yield from filter(None, facts)
    if any(records):
        yield ", ".join(filter(None, records))


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
    values = {name: readable_date(element.get(name, "")) for name in _DATES if name in given and element.get(name)}
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
