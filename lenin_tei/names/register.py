"""The register: an authority file (TEI) in memory, ready to be searched.

Only the forms as written are kept; initials, lone surnames and plurals are derived when a text is searched.
"""

from __future__ import annotations

import marshal
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from lenin_tei.names.entries import ENTRIES, XML_ID, Entry, Name, entry_elements, read_entry
from lenin_tei.names.spelling import WORD, Form, fold, form_of, key_of
from lenin_tei.names.words import PARTICLES

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass
class Register:
    """Entries by id, and the index a text is searched with.

    `forms` maps a folded name to the numbers of the entries that have it, `surnames` the same for persons; `longest`
    says how many words a name that begins with these two words may have. `small` holds the first words of names that
    begin with a small letter, `forenames` every folded forename: what tells another bearer of a surname. Numbers count
    the rows; a row that comes from the cache is still packed.
    """

    path: str
    data: bytes
    rows: list[Entry] | list[bytes]
    numbers: dict[str, int]
    forms: dict[str, tuple[int, ...]]
    surnames: dict[str, tuple[int, ...]]
    longest: dict[str, int]
    small: set[str]
    forenames: set[str]

    def __post_init__(self) -> None:
        self._entries: dict[int, Entry] = {}

    def __contains__(self, name: str) -> bool:
        return name in self.numbers

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Entry]:
        return (self.at(number) for number in range(len(self.rows)))

    def __getitem__(self, name: str) -> Entry:
        return self.at(self.numbers[name])

    def at(self, number: int) -> Entry:
        """Return the entry in this row."""
        row = self.rows[number]
        if isinstance(row, Entry):
            return row
        entry = self._entries.get(number)
        if entry is None:
            id_, kind, subtype, names, *rest = marshal.loads(row)
            entry = self._entries[number] = Entry(id_, kind, subtype, tuple(Name(*name) for name in names), *rest)
        return entry

    def named(self, text: str) -> tuple[Entry, ...]:
        """Return the entries one of whose written forms is the whole *text*."""
        found = [self.at(number) for number in self.forms.get(key_of(text), ())]
        return tuple(found) if found and text[:1].isupper() else ()

    def entry(self, name: str) -> _Element:
        """Return the TEI element of the entry with this id, to be copied; an unknown id raises KeyError."""
        if name not in self.numbers:
            raise KeyError(name)
        found = cut_out(self.data, name)
        return self._elements[name] if found is None else found

    @cached_property
    def _elements(self) -> dict[str, _Element]:
        return {str(element.get(XML_ID)): element for element, _ in entry_elements(self.data, self.path)}


EMPTY = Register("", b"", [], {}, {}, {}, {}, set(), set())


@lru_cache(maxsize=100_000)
def form(name: str) -> Form:
    """Take a name of the register apart, once."""
    return form_of(name)


def load_register(data: bytes, path: str) -> Register:
    """Read an authority file; one that is no well-formed XML raises `LeninTeiError` with file and line.

    Entries without @xml:id or without a name cannot be pointed to and are left out; of two with one id
    the first counts.
    """
    rows: list[Entry] = []
    numbers: dict[str, int] = {}
    for element, kind in entry_elements(data, path):
        entry = read_entry(element, kind)
        if entry.names and entry.id not in numbers:
            numbers[entry.id] = len(rows)
            rows.append(entry)
    return indexed(path, data, rows, numbers)


def indexed(path: str, data: bytes, rows: list[Entry], numbers: dict[str, int]) -> Register:
    """Return the register of these rows with its index."""
    forms: dict[str, tuple[int, ...]] = {}
    surnames: dict[str, tuple[int, ...]] = {}
    longest: dict[str, int] = {}
    small: set[str] = set()
    forenames: set[str] = set()
    for number, entry in enumerate(rows):
        for name in entry.names:
            if name.type != "sort" or entry.kind != "person":
                enter(forms, longest, key_of(name.text), number)
                if not name.text[0].isupper():
                    small.update(WORD.findall(name.text)[:1])
        for name in entry.names:
            # "Vishinsky" beside Vyshinsky: another spelling of the surname, but not "Ilyich" beside Lenin.
            if entry.kind == "person" and name.type == "variant" and spelled_like(name.text, entry.surname):
                enter(surnames, longest, key_of(name.text), number)
        if entry.surname:
            key = key_of(entry.surname)
            if entry.surname[0].islower():
                small.update(WORD.findall(entry.surname)[:1])
            enter(surnames, longest, key, number)
            bare = key.split()
            while len(bare) > 1 and bare[0] in PARTICLES:
                bare = bare[1:]
                enter(surnames, longest, " ".join(bare), number)
            forenames.update(fold(word) for word in WORD.findall(entry.forenames) if len(word) > 2)
    return Register(path, data, rows, numbers, forms, surnames, longest, small, forenames)


def spelled_like(form: str, surname: str) -> bool:
    """Tell whether a form of one word is the surname in another spelling."""
    return " " not in form and form[:1] == surname[:1] and abs(len(form) - len(surname)) <= 3


def enter(index: dict[str, tuple[int, ...]], longest: dict[str, int], key: str, number: int) -> None:
    """Put one name into an index."""
    if not key:
        return
    there = index.get(key)
    if there is None:
        index[key] = (number,)
    elif there[-1] != number:
        index[key] = (*there, number)
    words = key.split(" ")
    if len(words) > 1:
        pair = f"{words[0]} {words[1]}"
        if longest.get(pair, 0) < len(words):
            longest[pair] = len(words)


def cut_out(data: bytes, name: str) -> _Element | None:
    """Return one entry, parsed alone, because parsing a whole register for a few entries is slow; None if in doubt."""
    from lxml import etree

    at = data.find(f'xml:id="{name}"'.encode())
    start = data.rfind(b"<", 0, at) if at > 0 else -1
    tag = re.match(rb"<(\w+)\s", data[start : start + 40]) if start >= 0 else None
    if tag is None or tag[1].decode() not in ENTRIES or b"<!ENTITY" in data[:4096]:
        return None
    end = data.find(b"</" + tag[1] + b">", at)
    snippet = data[start:end] + b"</" + tag[1] + b">"
    try:
        element = etree.fromstring(b'<x xmlns="http://www.tei-c.org/ns/1.0">' + snippet + b"</x>")[0]
    except etree.XMLSyntaxError:
        return None
    return element if element.get(XML_ID) == name else None
