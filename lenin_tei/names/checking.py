"""Authority files checked: ids used twice, entries nobody can use, forms and entries that are there twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lenin_tei.diagnostics import Diagnostic
from lenin_tei.names.entries import ENTRIES, LISTS, TEI, XML_ID, Entry, entry_elements, parse, read_entry
from lenin_tei.names.spelling import WORD, key_of

if TYPE_CHECKING:
    from lxml.etree import _Element


def check_authority(data: bytes, path: str) -> Iterator[Diagnostic]:
    """Yield what is wrong with an authority file, by line (N010 to N013); broken XML raises LeninTeiError."""
    entries = [(element, read_entry(element, kind)) for element, kind in entry_elements(data, path)]
    yield from sorted(
        [
            *unusable(data, path, entries),
            *doubled_ids(path, entries),
            *shared_forms(path, entries),
            *look_alikes(path, entries),
        ]
    )


def at(path: str, element: _Element, code: str, message: str) -> Diagnostic:
    """Return a diagnostic at the line of an entry."""
    return Diagnostic(path, element.sourceline or 0, 1, code, message)


def unusable(data: bytes, path: str, entries: list[tuple[_Element, Entry]]) -> Iterator[Diagnostic]:
    """Yield entries without id (N011) and entries without a name (N011)."""
    for list_ in parse(data, path).iter(*[TEI + name for name in LISTS]):
        for child in list_.iterchildren(*[TEI + name for name in ENTRIES]):
            if not child.get(XML_ID):
                yield at(path, child, "N011", "this entry has no xml:id, so nothing can point to it; give it one")
    for element, entry in entries:
        if not any(WORD.search(name.text) for name in entry.names):
            yield at(path, element, "N011", f"{entry.id} has no name, so it is never found; give it one")


def doubled_ids(path: str, entries: list[tuple[_Element, Entry]]) -> Iterator[Diagnostic]:
    """Yield every entry whose id an earlier one has (N010)."""
    seen: dict[str, int] = {}
    for element, entry in entries:
        if entry.id in seen:
            message = f"{entry.id} is also the id of the entry in line {seen[entry.id]}; give one of them another"
            yield at(path, element, "N010", message)
        seen.setdefault(entry.id, element.sourceline or 0)


def shared_forms(path: str, entries: list[tuple[_Element, Entry]]) -> Iterator[Diagnostic]:
    """Yield every written form that two entries of one kind have, where it stands for the second time (N012)."""
    seen: dict[tuple[str, str], Entry] = {}
    for element, entry in entries:
        for name in entry.names:
            if name.type == "sort" or not name.text:
                continue
            first = seen.setdefault((entry.kind, key_of(name.text)), entry)
            if first.id != entry.id and first.main != entry.main:
                yield at(path, element, "N012", f"“{name.text}” is also a form of {first.id}; keep it in one of them")


def look_alikes(path: str, entries: list[tuple[_Element, Entry]]) -> Iterator[Diagnostic]:
    """Yield entries with the main form of an earlier one and no years against it (N013)."""
    seen: dict[tuple[str, str], list[Entry]] = {}
    for element, entry in entries:
        if not entry.names:
            continue
        others = seen.setdefault((entry.kind, key_of(entry.main)), [])
        same = next((other for other in others if other.id != entry.id and not apart(other, entry)), None)
        if same is not None:
            message = f"{entry.id} and {same.id} are both called “{entry.main}”; merge them, or add years"
            yield at(path, element, "N013", message)
        others.append(entry)


def apart(a: Entry, b: Entry) -> bool:
    """Tell whether the years of two entries show that they are two."""
    return bool((a.start and b.start and a.start != b.start) or (a.end and b.end and a.end != b.end))
