"""Authority files checked: ids used twice, entries nobody can use, forms and entries there twice, impossible dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from lenin_tei.diagnostics import Diagnostic
from lenin_tei.names.entries import ENTRIES, LISTS, TEI, XML_ID, Entry, entry_elements, parse, read_entry
from lenin_tei.names.spelling import WORD, key_of

if TYPE_CHECKING:
    from lxml.etree import _Element

# The values TEI allows for @when and its like, as far as authority files have them; years may be negative.
DATE = re.compile(r"(-?\d{4,})(?:-(\d\d)(?:-(\d\d))?)?(?:T[\d:.]+)?(?:Z|[+-]\d\d:\d\d)?|--\d\d(?:-\d\d)?|---\d\d")
BEGINNINGS = {"from": "to", "notBefore": "notAfter"}
DATED = ("when", "from", "to", "notBefore", "notAfter")


def check_authority(data: bytes, path: str) -> Iterator[Diagnostic]:
    """Yield what is wrong with an authority file, by line (N010 to N013, N015); broken XML raises LeninTeiError."""
    entries = [(element, read_entry(element, kind)) for element, kind in entry_elements(data, path)]
    yield from sorted(
        [
            *unusable(data, path, entries),
            *doubled_ids(path, entries),
            *shared_forms(path, entries),
            *look_alikes(path, entries),
            *impossible_dates(path, entries),
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


def impossible_dates(path: str, entries: list[tuple[_Element, Entry]]) -> Iterator[Diagnostic]:
    """Yield every date that is none and every end before its beginning (N015)."""
    for element, entry in entries:
        for inner in (element, *element.iterchildren()):
            for name in DATED:
                value = inner.get(name)
                if value is not None and not is_date(value):
                    yield at(path, inner, "N015", f"{entry.id}: {value!r} is no date; write it as 1870 or 1870-04-22")
            for first, last in BEGINNINGS.items():
                if is_before(inner.get(last, ""), inner.get(first, "")):
                    said = f"{inner.get(last)} is before {inner.get(first)}"
                    yield at(path, inner, "N015", f"{entry.id}: {said}; correct one of them")
        birth, death = (element.find(TEI + tag) for tag in ("birth", "death"))
        if birth is not None and death is not None and is_before(death.get("when", ""), birth.get("when", "")):
            said = f"death {death.get('when')} is before birth {birth.get('when')}"
            yield at(path, death, "N015", f"{entry.id}: {said}; correct one of them")


def is_date(value: str) -> bool:
    """Tell whether a value is a day, month or year that exists."""
    found = DATE.fullmatch(value)
    if found is None:
        return False
    year, month, day = (int(part) if part else 1 for part in found.groups())
    try:
        date(year if 0 < year < 10_000 else 4, month, day)
    except ValueError:
        return False
    return True


def is_before(first: str, second: str) -> bool:
    """Tell whether a date is surely before another: as far as both are written out."""
    if not (first[:4].isdigit() and second[:4].isdigit() and is_date(first) and is_date(second)):
        return False
    length = min(len(first), len(second), 10)
    return first[:length] < second[:length]
