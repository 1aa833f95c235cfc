"""Which part of a register a document was made with: every word it looked up, found or not.

A document's TEI depends on the register only through the look-ups made while it was converted. These are noted as
numbers of 32 bits. `fingerprints` says what the register answers to each; a changed register that gives the same
answers to all of a document's look-ups gives the same TEI, so the document need not be built again. Two look-ups with
one number share a fingerprint: that may build a document too often, but never too seldom.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import blake2b
from itertools import repeat
from typing import Any
from zlib import crc32

from lxml import etree

from lenin_tei.names.entries import XML_ID, entry_elements
from lenin_tei.names.register import Register

INDEXES = ("numbers", "forms", "surnames", "longest", "small", "forenames")
NOTHING = 0


class Looked:
    """An index of a register that remembers what it was asked for."""

    __slots__ = ("index", "seen")

    def __init__(self, index: Any) -> None:
        self.index = index
        self.seen: set[str] = set()

    def __contains__(self, key: str) -> bool:
        self.seen.add(key)
        return key in self.index

    def __getitem__(self, key: str) -> Any:
        self.seen.add(key)
        return self.index[key]

    def __len__(self) -> int:
        return len(self.index)

    def get(self, key: str, default: Any = None) -> Any:
        """Return what the index has under *key*, or *default*."""
        self.seen.add(key)
        return self.index.get(key, default)


def traced(register: Register) -> Register:
    """Return the register with indexes that remember."""
    indexes: dict[str, Any] = {name: Looked(getattr(register, name)) for name in INDEXES}
    return replace(register, **indexes)


def look_ups(register: Register) -> bytes:
    """Return the look-ups since the last call, as sorted numbers of 32 bits, and forget them."""
    numbers: set[int] = set()
    for name in INDEXES:
        looked = getattr(register, name)
        numbers.update(number_of(name, key) for key in looked.seen)
        looked.seen.clear()
    return array("I", sorted(numbers)).tobytes()


def number_of(index: str, key: str) -> int:
    """Return the number of a look-up."""
    return crc32(f"{index}\0{key}".encode("utf-8", "surrogatepass"))


def fingerprints(register: Register) -> dict[int, int]:
    """Return what a register answers: the number of every look-up that finds something, and a digest of the answer.

    An answer that leads to entries is the whole of these entries, with all that a document may copy from them.
    """
    elements = {str(element.get(XML_ID)): element for element, _ in entry_elements(register.data, register.path)}
    entries = [digest(repr(entry), etree.tostring(elements[entry.id], with_tail=False).decode()) for entry in register]
    table: dict[int, int] = {}
    for name in INDEXES:
        index: Any = getattr(register, name)
        answers: Iterable[tuple[str, object]] = (
            index.items() if isinstance(index, dict) else ((key, 1) for key in index)
        )
        for key, answer in answers:
            if name == "numbers" and isinstance(answer, int):
                answer = entries[answer]
            elif isinstance(answer, (tuple, list)):
                answer = [entries[number] for number in answer]
            number = number_of(name, key)
            table[number] = table.get(number, NOTHING) ^ digest(name, key, repr(answer))
    return table


def digest(*parts: str) -> int:
    """Return a digest of 63 bits."""
    data = "\0".join(parts).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big") >> 1


def answers_to(look_ups: bytes, table: Mapping[int, int]) -> bytes:
    """Return a digest of what a register answers to these look-ups."""
    numbers = array("I")
    numbers.frombytes(look_ups)
    return blake2b(array("Q", map(table.get, numbers, repeat(NOTHING))).tobytes(), digest_size=16).digest()
