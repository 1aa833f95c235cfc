"""Notes as they were typed: the sign at the place in the text and the sign before the note.

`note/@n` is the marker without its brackets; `note/@rend` holds "marker label" as typed where they are not both "[n]"
(one word: a note without a label; "-" for the marker: a note without one). Everybody else's notes are "[n]" twice, and
counted from 1 where they have no @n.
"""

from __future__ import annotations

import unicodedata
from collections import deque
from collections.abc import Iterator
from functools import cached_property

from lenin_tei.exporters.tree import XML_ID, Element, local_name, words

# Elements whose own content is blocks: a note that is their child stands there and has no place in a sentence.
_PLACES = words(
    "argument back body div div1 div2 div3 div4 div5 div6 div7 figure floatingText front group list listBibl "
    "notesStmt postscript standOff text titlePage"
)


def is_placed(note: Element) -> bool:
    """Tell whether *note* is a block of its own rather than a note to a word."""
    parent = note.getparent()
    while parent is not None and local_name(parent) == "noteGrp":
        parent = parent.getparent()
    return parent is not None and local_name(parent) in _PLACES


class Notes:
    """The notes of one document: their signs, numbered as they are asked for, and where each is laid out."""

    def __init__(self, document: Element) -> None:
        self._document = document
        self.waiting: deque[Element] = deque()
        self.laid_out: set[Element] = set()
        self.printed: set[Element] = set()
        self._given: dict[Element, str] = {}
        self._count = 0

    @cached_property
    def by_id(self) -> dict[str, Element]:
        """The notes by their xml:id; many texts never ask."""
        return {note.get(XML_ID, ""): note for note in self._document.iter("{*}note")}

    @cached_property
    def _used(self) -> set[str | None]:
        return {note.get("n") for note in self._document.iter("{*}note")}

    def that_wait(self) -> Iterator[Element]:
        """Yield the notes whose markers were met, and those met in them, as they are laid out."""
        while self.waiting:
            yield from self._once(self.waiting.popleft())

    def here(self, place: Element) -> Iterator[Element]:
        """Yield the notes laid out at *place*: those its @corresp lists, else those that wait."""
        pointers = place.get("corresp", "").split()
        if not pointers:
            yield from self.that_wait()
        for pointer in pointers:
            note = self.by_id.get(pointer[1:])
            if note is not None:
                yield from self._once(note)

    def _once(self, note: Element) -> Iterator[Element]:
        if note not in self.laid_out:
            self.laid_out.add(note)
            yield note

    def marker(self, note: Element) -> str:
        """Return the sign at the place in the text; "" where none was typed ("-")."""
        typed = _typed(note)
        if typed and typed[0] == "-":
            return ""
        return typed[0] if typed else _bracketed(self.number(note))

    def label(self, note: Element) -> str:
        """Return the sign before the note; "" when it has none."""
        typed = _typed(note)
        if typed:
            return typed[1] if len(typed) > 1 else ""
        if is_placed(note) and not note.get("n") and note not in self._given:
            return ""
        return _bracketed(self.number(note))

    def number(self, note: Element) -> str:
        """Return @n, or the next number that no note has."""
        if note.get("n"):
            return note.get("n", "")
        if note not in self._given:
            self._count += 1
            while str(self._count) in self._used:
                self._count += 1
            self._given[note] = str(self._count)
        return self._given[note]


def _typed(note: Element) -> list[str]:
    """Return marker and label from @rend, if it holds them rather than somebody's rendering."""
    words = note.get("rend", "").split()
    number = note.get("n", "")
    marker = unicodedata.normalize("NFKC", words[0]).lower() if words else ""  # a raised digit is its number
    if len(words) in (1, 2) and (marker == "-" or (number and number.lower() in marker)):
        return words
    return []


def _bracketed(number: str) -> str:
    return number if number[0] in "[(" else f"[{number}]"
