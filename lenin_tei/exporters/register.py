"""The index of a page: persons, places, organisations, events, works and dates, each with its mentions.

Names are joined by what they point to (`@ref`, `@key`), dates by what they mean (`@when` …), other names by their
words. Entries come from the lists of the file (TEI Guidelines 14.2-14.3), mentioned or not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from lenin_tei.exporters.addresses import safe_address
from lenin_tei.exporters.descriptions import DATES, Description, describe, readable_date
from lenin_tei.exporters.escaping import escape
from lenin_tei.exporters.html_table import TABLE
from lenin_tei.exporters.links import Identifiers
from lenin_tei.exporters.tree import XML_ID, Element, local_name, matchers, plain_text, words
from lenin_tei.mentions import entry_key

_NAMES: dict[str, str] = TABLE["names"]
_WORKS = words("bibl biblFull biblStruct msDesc")
_ENTRIES = matchers({"TEI", *TABLE["entries"]})


@dataclass(slots=True)
class Entry:
    """A line of the index: where it is, what it is called, what describes it, where it is mentioned."""

    kind: str
    identifier: str
    label: str
    element: Element | None = None
    description: Description | None = None
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
                    kind, description = TABLE["entries"][local_name(element)], describe(element)
                    self._entries[f"#{identifier}"] = Entry(kind, identifier, description.label, element, description)

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
        values = [date.get(name, "") for name in DATES]
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
        mentions = entry.mentions
        place = self._identifiers.new(f"{entry.identifier}.{len(mentions) + 1}")
        mentions.append(place)
        return place

    def mentioned(self) -> list[Entry]:
        """Return the entries with mentions, in the order in which they became known."""
        return [entry for entry in self._entries.values() if entry.mentions]

    def html(self) -> str:
        """Return the index: a list for each kind, in the order of the alphabet or of time."""
        kinds: dict[str, list[Entry]] = {kind: [] for kind in TABLE["index"]}
        for entry in self._entries.values():
            kinds[entry.kind].append(entry)
        parts = []
        for kind, entries in kinds.items():
            if entries:
                entries.sort(key=_order)
                lines = "".join([_line(entry, self._links.get(_key(entry), "")) for entry in entries])
                parts.append(f"<h3>{TABLE['index'][kind]}</h3>\n<ul>\n{lines}</ul>\n")
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
    return entry.description.order if entry.description else entry.label.casefold(), entry.identifier


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


def _line(entry: Entry, address: str = "") -> str:
    """Return one line of the index, with a numbered link to every mention; *address* is that of a page of the entry."""
    label = escape(entry.label)
    named = f'<span class="entry">{label}</span>'
    parts = [f'<a class="all" href="{escape(address)}">{named}</a>' if address else named]
    if entry.description and entry.description.life:
        parts.append(f'<span class="life">{escape(entry.description.life)}</span>')
    if entry.mentions:
        links = [
            f'<a href="#{escape(place)}" aria-label="{label}, mention {number}">{number}</a>'
            for number, place in enumerate(entry.mentions, 1)
        ]
        parts.append(f'<span class="refs">{" ".join(links)}</span>')
    about = entry.description.about if entry.description else _elsewhere(entry)
    if about:
        parts.append(f'<span class="about">{about}</span>')
    return f'<li id="{escape(entry.identifier)}" class="{entry.kind}">{" ".join(parts)}</li>\n'


def _elsewhere(entry: Entry) -> str:
    """Return a link to what an entry is that the file does not describe, where names point to it."""
    address = safe_address(entry.key) if entry.kind != "date" else ""
    return f'<a href="{escape(address)}">{escape(address)}</a>' if "/" in address else ""
