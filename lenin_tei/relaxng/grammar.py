"""A schema ready for use: patterns, and the way to and from the flat form that is cached.

The flat form is plain tuples: ``(start, nodes, elements)``.  A node names its parts by number, each part standing
before the whole; an element is a name class and the number of its content.  Patterns are made from it when needed, so a
document pays only for the elements it uses.
"""

from __future__ import annotations

from typing import Any

from lenin_tei.relaxng.datatypes import Datatype
from lenin_tei.relaxng.derivatives import Derivatives
from lenin_tei.relaxng.names import NameClass, finite_names, specificity
from lenin_tei.relaxng.patterns import (
    ATTRIBUTE,
    CHOICE,
    DATA,
    ELEMENT,
    EMPTY,
    GROUP,
    INTERLEAVE,
    LIST,
    NOT_ALLOWED,
    ONE_OR_MORE,
    TEXT,
    VALUE,
    Pattern,
    Patterns,
    reachable_elements,
)

Flat = tuple[int, tuple[tuple[Any, ...], ...], tuple[tuple[NameClass, int], ...]]

# Derived patterns beyond this number are forgotten between two documents.
_MAX_PATTERNS = 150_000


def flatten_patterns(start: Pattern) -> Flat:
    """Return the flat form of the schema that begins with *start*."""
    elements = reachable_elements(start)
    places = {element: place for place, element in enumerate(elements)}
    nodes: list[tuple[Any, ...]] = []
    numbers: dict[Pattern, int] = {}

    def number(pattern: Pattern) -> int:
        if pattern not in numbers:
            parts = tuple(number(part) for part in pattern.parts)
            details: tuple[Any, ...] = ()
            if pattern.kind == ELEMENT:
                details = (places[pattern], pattern.name_class)
            elif pattern.kind == ATTRIBUTE:
                details = (pattern.name_class,)
            elif pattern.datatype is not None:
                details = (pattern.datatype.key, pattern.value, pattern.data)
            numbers[pattern] = len(nodes)
            nodes.append((pattern.kind, parts, *details))
        return numbers[pattern]

    first = number(start)
    contents = []
    for element in elements:
        assert element.content is not None
        contents.append((element.name_class, number(element.content)))
    return first, tuple(nodes), tuple(contents)


class Grammar:
    """A schema ready to validate with, made from its flat form."""

    def __init__(self, flat: Flat) -> None:
        self.flat = flat
        self._by_name: dict[str, list[int]] | None = None
        self._wildcards: list[int] = []
        self._datatypes: dict[Any, Datatype] = {}
        self.needs_prefixes = any(
            node[0] in (DATA, VALUE) and node[2][1] in ("QName", "NOTATION") for node in flat[1]
        )  # fmt: skip
        self.has_ids = any(node[0] == DATA and node[2][1] in ("ID", "IDREF", "IDREFS") for node in flat[1])
        self.reset()

    def reset(self) -> None:
        """Forget all patterns but those of the schema itself."""
        self.patterns = Patterns(self._content)
        self.derive = Derivatives(self.patterns)
        self._made: dict[int, Pattern] = {}
        self.memory: dict[Any, Any] = {}
        self.start = self._pattern(self.flat[0])

    def trim(self) -> None:
        """Forget derived patterns when there are very many."""
        if len(self.patterns) > _MAX_PATTERNS:
            self.reset()

    def _content(self, place: int) -> Pattern:
        return self._pattern(self.flat[2][place][1])

    def element(self, place: int) -> Pattern:
        """Return the pattern of the element at *place*."""
        return self.patterns.element(place, self.flat[2][place][0])

    def _datatype(self, key: Any) -> Datatype:
        datatype = self._datatypes.get(key)
        if datatype is None:
            datatype = self._datatypes[key] = Datatype(*key)
        return datatype

    def _pattern(self, number: int) -> Pattern:
        made = self._made.get(number)
        if made is None:
            made = self._made[number] = self._make(self.flat[1][number])
        return made

    def _make(self, node: tuple[Any, ...]) -> Pattern:
        kind, make = node[0], self.patterns
        parts = [self._pattern(part) for part in node[1]]
        if kind in (EMPTY, NOT_ALLOWED, TEXT):
            return (make.empty, make.not_allowed, make.text)[kind]
        if kind in (CHOICE, GROUP, INTERLEAVE):
            join = make.choice if kind == CHOICE else make.group if kind == GROUP else make.interleave
            return join(parts)
        if kind == ONE_OR_MORE:
            return make.one_or_more(parts[0])
        if kind == LIST:
            return make.list_of(parts[0])
        if kind == DATA:
            return make.data(self._datatype(node[2]), parts[0] if parts else make.not_allowed)
        if kind == VALUE:
            return make.value(self._datatype(node[2]), node[3], node[4])
        if kind == ATTRIBUTE:
            return make.attribute(node[2], parts[0])
        return make.element(node[2], node[3])

    def _index(self) -> dict[str, list[int]]:
        if self._by_name is None:
            self._by_name = {}
            for place, (name_class, _) in enumerate(self.flat[2]):
                names = finite_names(name_class)
                if names is None:
                    self._wildcards.append(place)
                for name in names or ():
                    self._by_name.setdefault(name, []).append(place)
        return self._by_name

    def find_element(self, name: str) -> Pattern:
        """Return what an element called *name* may hold wherever it is allowed, as one choice."""
        places = [*self._index().get(name, ()), *self._wildcards]
        ranked = [(specificity(self.flat[2][place][0], name), place) for place in places]
        best = max((rank for rank, _ in ranked), default=0)
        found = [place for rank, place in ranked if rank == best and rank > 0]
        return self.patterns.choice(self.patterns.content_of(self.element(place)) for place in found)

    def element_names(self) -> list[str]:
        """Return the names of all elements the schema states, sorted."""
        return sorted(self._index())
