"""Patterns of RELAX NG in simple form, each existing once, with constructors that keep them small.

A pattern is interned: equal patterns are one object, so memo tables hang on the object itself.  Choices, groups and
interleaves are flat; a choice is without doubles, ``notAllowed`` and ``empty`` vanish where the specification (4.20,
4.21) lets them.  ``AFTER`` is not of the specification: AFTER(x, y) is "finish x inside the open element, then y".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from lenin_tei.relaxng.datatypes import Datatype
from lenin_tei.relaxng.names import NameClass, single_name

EMPTY, NOT_ALLOWED, TEXT, CHOICE, GROUP, INTERLEAVE, ONE_OR_MORE, LIST, DATA, VALUE, ATTRIBUTE, ELEMENT, AFTER = range(
    13
)

# More alternatives than this in one choice only arise from schemas built to explode.
MAX_ALTERNATIVES = 20_000
# Patterns nested deeper than this are refused while the schema is read, so that no recursion can run away.
MAX_DEPTH = 120


class TooComplexError(Exception):
    """A schema and a document together need more alternatives than can be kept."""


class Pattern:
    """One interned pattern; ``number`` orders patterns by age."""

    __slots__ = (
        "attributed",
        "closed",
        "content",
        "data",
        "datatype",
        "index",
        "kind",
        "name_class",
        "nullable",
        "number",
        "opening",
        "parts",
        "place",
        "starts",
        "texted",
        "typed",
        "value",
        "verdicts",
    )

    def __init__(self, kind: int, parts: tuple[Pattern, ...], number: int) -> None:
        self.kind = kind
        self.parts = parts
        self.number = number
        self.nullable = False
        self.attributed = False
        self.typed = False
        self.name_class: NameClass = ()
        self.datatype: Datatype | None = None
        self.value = ""
        self.data: Any = None
        self.content: Pattern | None = None
        self.place = -1
        self.starts: dict[str, Pattern] = {}
        self.verdicts: dict[Any, Any] = {}
        self.texted: Pattern | None = None
        self.closed: Pattern | None = None
        self.index: tuple[dict[str, tuple[Pattern, ...]], tuple[Pattern, ...]] | None = None
        self.opening: Any = None


class Patterns:
    """The store in which patterns are interned, and their constructors.

    ``load_content`` gives the content of element number *n* the first time it is asked for.
    """

    def __init__(self, load_content: Callable[[int], Pattern] | None = None) -> None:
        self._store: dict[Any, Pattern] = {}
        self._load_content = load_content
        self.empty = self._new(EMPTY, (), (EMPTY,))
        self.empty.nullable = True
        self.not_allowed = self._new(NOT_ALLOWED, (), (NOT_ALLOWED,))
        self.text = self._new(TEXT, (), (TEXT,))
        self.text.nullable = True

    def __len__(self) -> int:
        return len(self._store)

    def _new(self, kind: int, parts: tuple[Pattern, ...], key: Any) -> Pattern:
        pattern = Pattern(kind, parts, len(self._store))
        self._store[key] = pattern
        if kind in (CHOICE, GROUP, INTERLEAVE, ONE_OR_MORE):
            pattern.attributed = any(part.attributed for part in parts)
            pattern.typed = any(part.typed for part in parts)
            if kind == CHOICE:
                pattern.nullable = any(part.nullable for part in parts)
            else:
                pattern.nullable = all(part.nullable for part in parts)
        elif kind in (LIST, DATA, VALUE):
            pattern.typed = True
        elif kind == ATTRIBUTE:
            pattern.attributed = True
        elif kind == AFTER:
            pattern.attributed = parts[0].attributed
            pattern.typed = parts[0].typed
        return pattern

    def choice(self, alternatives: Iterable[Pattern]) -> Pattern:
        """Return the choice, flat and without doubles."""
        members: dict[Pattern, None] = {}
        for alternative in alternatives:
            if alternative.kind == CHOICE:
                members.update(dict.fromkeys(alternative.parts))
            elif alternative.kind != NOT_ALLOWED:
                members[alternative] = None
        if len(members) > 1:
            if self.empty in members and any(m.nullable for m in members if m is not self.empty):
                del members[self.empty]
            afters = [m for m in members if m.kind == AFTER]
            if len(afters) > 1:
                members = self._merge_afters(members, afters)
        if len(members) <= 1:
            return next(iter(members), self.not_allowed)
        if len(members) > MAX_ALTERNATIVES:
            raise TooComplexError
        key = (CHOICE, frozenset(member.number for member in members))
        return self._store.get(key) or self._new(CHOICE, tuple(members), key)

    def _merge_afters(self, members: dict[Pattern, None], afters: list[Pattern]) -> dict[Pattern, None]:
        """Join the AFTERs that agree in one half, so that a document's path stays one alternative."""
        for half in (0, 1):
            groups: dict[Pattern, list[Pattern]] = {}
            for after in afters:
                groups.setdefault(after.parts[half], []).append(after.parts[1 - half])
            if len(groups) < len(afters):
                joined = ((shared, self.choice(others)) for shared, others in groups.items())
                afters = [self.after(a, b) if half == 0 else self.after(b, a) for a, b in joined]
        return dict.fromkeys([m for m in members if m.kind != AFTER] + afters)

    def group(self, items: Iterable[Pattern]) -> Pattern:
        """Return the sequence of *items*, flat."""
        return self._join(GROUP, items)

    def interleave(self, items: Iterable[Pattern]) -> Pattern:
        """Return the interleave of *items*, flat and in one standard order, for order does not matter in it."""
        return self._join(INTERLEAVE, items)

    def _join(self, kind: int, items: Iterable[Pattern]) -> Pattern:
        members: list[Pattern] = []
        for item in items:
            if item.kind == NOT_ALLOWED:
                return item
            if item.kind == kind:
                members.extend(item.parts)
            elif item.kind != EMPTY:
                members.append(item)
        if len(members) <= 1:
            return members[0] if members else self.empty
        numbers = [member.number for member in members]
        key = (kind, *(sorted(numbers) if kind == INTERLEAVE else numbers))
        return self._store.get(key) or self._new(kind, tuple(members), key)

    def one_or_more(self, item: Pattern) -> Pattern:
        """Return *item* repeated at least once."""
        if item.kind in (EMPTY, NOT_ALLOWED, ONE_OR_MORE, TEXT):
            return item
        key = (ONE_OR_MORE, item.number)
        return self._store.get(key) or self._new(ONE_OR_MORE, (item,), key)

    def list_of(self, item: Pattern) -> Pattern:
        """Return the pattern of white-space separated tokens matching *item*."""
        if item.kind == NOT_ALLOWED:
            return item
        key = (LIST, item.number)
        return self._store.get(key) or self._new(LIST, (item,), key)

    def data(self, datatype: Datatype, exception: Pattern) -> Pattern:
        """Return the pattern of the datatype's values without those that match *exception*."""
        key = (DATA, datatype.key, exception.number)
        pattern = self._store.get(key)
        if pattern is None:
            pattern = self._new(DATA, () if exception.kind == NOT_ALLOWED else (exception,), key)
            pattern.datatype = datatype
        return pattern

    def value(self, datatype: Datatype, text: str, prefixes: tuple[tuple[str, str], ...]) -> Pattern:
        """Return the pattern of one value; *prefixes* are the namespaces in scope, when the datatype needs them."""
        key = (VALUE, datatype.key, text, prefixes)
        pattern = self._store.get(key)
        if pattern is None:
            pattern = self._new(VALUE, (), key)
            pattern.datatype, pattern.value, pattern.data = datatype, text, prefixes
        return pattern

    def attribute(self, name_class: NameClass, value: Pattern) -> Pattern:
        """Return the pattern of one attribute."""
        if value.kind == NOT_ALLOWED:
            return value
        key = (ATTRIBUTE, name_class, value.number)
        pattern = self._store.get(key)
        if pattern is None:
            pattern = self._new(ATTRIBUTE, (value,), key)
            pattern.name_class = name_class
        return pattern

    def element(self, place: int, name_class: NameClass) -> Pattern:
        """Return the pattern of the element defined at *place*; its content is set or loaded later."""
        key = (ELEMENT, place)
        pattern = self._store.get(key)
        if pattern is None:
            pattern = self._new(ELEMENT, (), key)
            pattern.name_class, pattern.place = name_class, place
        return pattern

    def after(self, inside: Pattern, then: Pattern) -> Pattern:
        """Return "finish *inside* in the open element, then *then*"."""
        if inside.kind == NOT_ALLOWED or then.kind == NOT_ALLOWED:
            return self.not_allowed
        key = (AFTER, inside.number, then.number)
        return self._store.get(key) or self._new(AFTER, (inside, then), key)

    def optional(self, item: Pattern) -> Pattern:
        """Return *item* or nothing."""
        return item if item.nullable else self.choice((item, self.empty))

    def content_of(self, element: Pattern) -> Pattern:
        """Return the content of an element pattern, loading it when it is asked for the first time."""
        if element.content is None:
            assert self._load_content is not None
            element.content = self._load_content(element.place)
        return element.content


def by_name(pattern: Pattern) -> tuple[dict[str, tuple[Pattern, ...]], tuple[Pattern, ...]]:
    """Return a choice's elements by name, and the alternatives that names alone do not tell apart."""
    if pattern.index is None:
        named: dict[str, tuple[Pattern, ...]] = {}
        others: list[Pattern] = []
        for part in pattern.parts:
            name = single_name(part.name_class) if part.kind == ELEMENT else None
            if name is None:
                others.append(part)
            else:
                named[name] = (*named.get(name, ()), part)
        pattern.index = named, tuple(others)
    return pattern.index


def reachable_elements(start: Pattern) -> list[Pattern]:
    """Return the element patterns met from *start*, in the order they are met."""
    found: dict[Pattern, None] = {}
    todo = [start]
    seen: set[Pattern] = set()
    while todo:
        pattern = todo.pop()
        if pattern in seen:
            continue
        seen.add(pattern)
        if pattern.kind == ELEMENT:
            found[pattern] = None
            assert pattern.content is not None
            todo.append(pattern.content)
        todo.extend(reversed(pattern.parts))
    return list(found)
