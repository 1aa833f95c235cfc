"""Derivatives: what remains of a pattern once it has met a start tag, an attribute, a text or an end tag.

After James Clark's algorithm.  Results hang on the interned patterns, so a document costs dictionary look-ups once its
schema is warm.  ``Derivatives`` holds the store of one grammar and the rules; it keeps no state of a document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from lenin_tei.relaxng.datatypes import is_blank, tokens
from lenin_tei.relaxng.names import contains
from lenin_tei.relaxng.patterns import (
    AFTER,
    ATTRIBUTE,
    CHOICE,
    DATA,
    ELEMENT,
    GROUP,
    INTERLEAVE,
    LIST,
    ONE_OR_MORE,
    TEXT,
    VALUE,
    Pattern,
    Patterns,
    by_name,
)
from lenin_tei.relaxng.xsd_types import Prefixes

Branch = tuple[Pattern, Pattern]
_MEMORY = 4_000


Join = Callable[[Iterable[Pattern]], Pattern]


def _joined(join: Join, rest: tuple[Pattern, ...], first: Pattern) -> Pattern:
    return join((first, *rest))


class Derivatives:
    """The rules over one store of patterns."""

    def __init__(self, patterns: Patterns) -> None:
        self.make = patterns
        self._recovered: dict[tuple[Pattern, str], Pattern] = {}

    def start(self, pattern: Pattern, name: str) -> Pattern:
        """Return what may follow the start tag ``<name``: AFTER(content, rest), or a choice of several."""
        found = pattern.starts.get(name)
        if found is None:
            found = self._start(pattern, name, self.start)
            # Names nobody defined come from documents, without end; a schema's own are few.
            if found is not self.make.not_allowed or len(pattern.starts) < _MEMORY:
                pattern.starts[name] = found
        return found

    def recover(self, pattern: Pattern, name: str) -> Pattern:
        """Return the same as ``start``, but let required elements before *name* be missing."""
        key = (pattern, name)
        found = self._recovered.get(key)
        if found is None:
            if len(self._recovered) > _MEMORY:
                self._recovered.clear()
            found = self._recovered[key] = self._start(pattern, name, self.recover, skipping=True)
        return found

    def _start(
        self, pattern: Pattern, name: str, again: Callable[[Pattern, str], Pattern], skipping: bool = False
    ) -> Pattern:
        make, kind = self.make, pattern.kind
        if kind == ELEMENT:
            if not contains(pattern.name_class, name):
                return make.not_allowed
            return make.after(make.content_of(pattern), make.empty)
        if kind == CHOICE:
            named, others = by_name(pattern)
            return make.choice(again(part, name) for part in (*named.get(name, ()), *others))
        if kind in (GROUP, INTERLEAVE):
            return make.choice(self._start_members(pattern, name, again, skipping))
        if kind == ONE_OR_MORE:
            more = make.optional(pattern)
            return self.then(again(pattern.parts[0], name), lambda y: make.group((y, more)))
        if kind == AFTER:
            last = pattern.parts[1]
            return self.then(again(pattern.parts[0], name), lambda y: make.after(y, last))
        return make.not_allowed

    def _start_members(
        self, pattern: Pattern, name: str, again: Callable[[Pattern, str], Pattern], skipping: bool
    ) -> Iterator[Pattern]:
        """Yield what follows ``<name`` by each member of a group or interleave that may come now."""
        parts, ordered = pattern.parts, pattern.kind == GROUP
        join = self.make.group if ordered else self.make.interleave
        for at, part in enumerate(parts):
            step = again(part, name)
            if step is not self.make.not_allowed:
                rest = parts[at + 1 :] if ordered else parts[:at] + parts[at + 1 :]
                yield self.then(step, partial(_joined, join, rest))
            if ordered and not part.nullable and not skipping:
                break

    def then(self, pattern: Pattern, change: Callable[[Pattern], Pattern]) -> Pattern:
        """Return *pattern*, an AFTER or a choice of them, with the rest of each changed."""
        if pattern.kind == AFTER:
            return self.make.after(pattern.parts[0], change(pattern.parts[1]))
        if pattern.kind == CHOICE:
            return self.make.choice([self.then(part, change) for part in pattern.parts])
        return pattern

    def attribute(self, pattern: Pattern, name: str) -> list[Branch]:
        """Return, for the attribute *name*, pairs of what its value must match and what then remains."""
        make, kind = self.make, pattern.kind
        if not pattern.attributed:
            return []
        if kind == ATTRIBUTE:
            return [(pattern.parts[0], make.empty)] if contains(pattern.name_class, name) else []
        if kind == CHOICE:
            return [branch for part in pattern.parts for branch in self.attribute(part, name)]
        found: list[Branch] = []
        if kind in (GROUP, INTERLEAVE):
            join = make.group if kind == GROUP else make.interleave
            for at, part in enumerate(pattern.parts):
                before, behind = pattern.parts[:at], pattern.parts[at + 1 :]
                found += [(value, join((*before, rest, *behind))) for value, rest in self.attribute(part, name)]
        elif kind == ONE_OR_MORE:
            more = make.optional(pattern)
            found = [(value, make.group((rest, more))) for value, rest in self.attribute(pattern.parts[0], name)]
        elif kind == AFTER:
            found = [
                (value, make.after(rest, pattern.parts[1])) for value, rest in self.attribute(pattern.parts[0], name)
            ]
        return found

    def value_matches(self, pattern: Pattern, text: str, prefixes: Prefixes) -> bool:
        """Return whether *pattern* matches the value of an attribute, or all the text of an element."""
        if pattern.kind == TEXT:
            return True
        if pattern.kind == DATA and not pattern.parts:
            assert pattern.datatype is not None
            return pattern.datatype.read(text, prefixes) is not None
        return (pattern.nullable and is_blank(text)) or self.text(pattern, text, prefixes).nullable

    def text(self, pattern: Pattern, text: str, prefixes: Prefixes) -> Pattern:
        """Return what remains after a text that is matched as a whole."""
        make, kind = self.make, pattern.kind
        if kind == TEXT:
            return pattern
        if kind == CHOICE:
            return make.choice([self.text(part, text, prefixes) for part in pattern.parts])
        if kind == GROUP:
            found = []
            for at, part in enumerate(pattern.parts):
                found.append(make.group((self.text(part, text, prefixes), *pattern.parts[at + 1 :])))
                if not part.nullable:
                    break
            return make.choice(found)
        if kind == INTERLEAVE:
            parts = pattern.parts
            return make.choice(
                make.interleave((*parts[:at], self.text(part, text, prefixes), *parts[at + 1 :]))
                for at, part in enumerate(parts)
            )
        if kind == ONE_OR_MORE:
            return make.group((self.text(pattern.parts[0], text, prefixes), make.optional(pattern)))
        if kind == AFTER:
            return make.after(self.text(pattern.parts[0], text, prefixes), pattern.parts[1])
        if kind in (DATA, VALUE, LIST) and self._data_matches(pattern, text, prefixes):
            return make.empty
        return make.not_allowed

    def _data_matches(self, pattern: Pattern, text: str, prefixes: Prefixes) -> bool:
        if pattern.kind == LIST:
            rest = pattern.parts[0]
            for token in tokens(text):
                rest = self.text(rest, token, prefixes)
            return rest.nullable
        datatype = pattern.datatype
        assert datatype is not None
        value = datatype.read(text, prefixes)
        if value is None:
            return False
        if pattern.kind == VALUE:
            return bool(value == datatype.read(pattern.value, dict(pattern.data)))
        return not (pattern.parts and self.text(pattern.parts[0], text, prefixes).nullable)

    def mixed_text(self, pattern: Pattern) -> Pattern:
        """Return what remains after some text that is not blank, where no data is awaited."""
        if pattern.texted is None:
            pattern.texted = self._mixed_text(pattern)
        return pattern.texted

    def _mixed_text(self, pattern: Pattern) -> Pattern:
        make, kind, parts = self.make, pattern.kind, pattern.parts
        if kind == TEXT:
            return pattern
        if kind == CHOICE:
            return make.choice([self.mixed_text(part) for part in parts if part.kind != ELEMENT])
        if kind == GROUP:
            found = []
            for at, part in enumerate(parts):
                found.append(make.group((self.mixed_text(part), *parts[at + 1 :])))
                if not part.nullable:
                    break
            return make.choice(found)
        if kind == INTERLEAVE:
            return make.choice(
                make.interleave((*parts[:at], self.mixed_text(part), *parts[at + 1 :])) for at, part in enumerate(parts)
            )
        if kind == ONE_OR_MORE:
            return make.group((self.mixed_text(parts[0]), make.optional(pattern)))
        if kind == AFTER:
            return make.after(self.mixed_text(parts[0]), parts[1])
        return make.not_allowed

    def end(self, pattern: Pattern) -> Pattern:
        """Return what remains after the end tag, of an AFTER or a choice of them."""
        if pattern.kind == AFTER:
            return pattern.parts[1] if pattern.parts[0].nullable else self.make.not_allowed
        if pattern.kind == CHOICE:
            return self.make.choice([self.end(part) for part in pattern.parts])
        return self.make.not_allowed

    def leave(self, pattern: Pattern) -> Pattern:
        """Return what remains after an end tag that comes too early."""
        if pattern.kind == AFTER:
            return pattern.parts[1]
        return self.make.choice([self.leave(part) for part in pattern.parts])

    def close(self, pattern: Pattern) -> Pattern:
        """Return what remains after the ``>`` of a start tag; attributes still required make it notAllowed."""
        if not pattern.attributed:
            return pattern
        if pattern.closed is None:
            pattern.closed = self._rebuilt(pattern, self.close, self.make.not_allowed)
        return pattern.closed

    def forgive(self, pattern: Pattern) -> Pattern:
        """Return the same as ``close``, but as if the required attributes had been there."""
        return self._rebuilt(pattern, self.forgive, self.make.empty) if pattern.attributed else pattern

    def _rebuilt(self, pattern: Pattern, again: Callable[[Pattern], Pattern], attribute: Pattern) -> Pattern:
        make, kind = self.make, pattern.kind
        if kind == ATTRIBUTE:
            return attribute
        parts = [again(part) for part in pattern.parts[: 1 if kind == AFTER else None]]
        if kind == CHOICE:
            return make.choice(parts)
        if kind in (GROUP, INTERLEAVE):
            return make.group(parts) if kind == GROUP else make.interleave(parts)
        if kind == ONE_OR_MORE:
            return make.one_or_more(parts[0])
        return make.after(parts[0], pattern.parts[1]) if kind == AFTER else pattern
