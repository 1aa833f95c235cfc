"""The restrictions on schemas in simple form (specification, section 7)."""

from __future__ import annotations

from lenin_tei.relaxng.errors import SchemaError
from lenin_tei.relaxng.names import NameClass, finite_names, overlap
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
    reachable_elements,
)
from lenin_tei.relaxng.syntax import Node

_WORDS = {
    EMPTY: "empty", TEXT: "text", GROUP: "group", INTERLEAVE: "interleave", ONE_OR_MORE: "oneOrMore", LIST: "list",
    DATA: "data", VALUE: "value", ATTRIBUTE: "attribute", ELEMENT: "element",
}  # fmt: skip

# Section 7.1: what may not stand anywhere below what.
_PROHIBITED = {
    "attribute": {ELEMENT, ATTRIBUTE},
    "list": {LIST, ELEMENT, ATTRIBUTE, TEXT, INTERLEAVE},
    "except": {ATTRIBUTE, ELEMENT, LIST, TEXT, GROUP, INTERLEAVE, ONE_OR_MORE, EMPTY},
    "start": {ATTRIBUTE, DATA, VALUE, TEXT, LIST, GROUP, INTERLEAVE, ONE_OR_MORE, EMPTY},
    "repeated group": {ATTRIBUTE},
}
_EMPTY_TYPE, _COMPLEX_TYPE, _SIMPLE_TYPE = range(3)


class _Checker:
    """One check of one schema; results are kept per pattern, so shared parts are looked at once."""

    def __init__(self, origins: dict[Pattern, Node], root: Node) -> None:
        self.origins = origins
        self.root = root
        self.seen: set[tuple[Pattern, frozenset[str]]] = set()
        self.content: dict[Pattern, int] = {}
        self.attributes: dict[Pattern, tuple[NameClass, ...]] = {}
        self.children: dict[Pattern, tuple[tuple[NameClass, ...], bool]] = {}
        self.where: Node = root

    def fault(self, pattern: Pattern, message: str) -> SchemaError:
        return self.origins.get(pattern, self.where).fault(message)

    def paths(self, pattern: Pattern, context: frozenset[str]) -> None:
        """Check section 7.1 below *pattern*, *context* naming what stands above it."""
        if (pattern, context) in self.seen:
            return
        self.seen.add((pattern, context))
        for above in sorted(context & _PROHIBITED.keys()):
            if pattern.kind in _PROHIBITED[above]:
                raise self.fault(pattern, f"<{_WORDS[pattern.kind]}> is not allowed inside <{above}>".replace(
                    "<repeated group>", "a repeated group or interleave"))  # fmt: skip
        inner = context
        if pattern.kind == ATTRIBUTE:
            if finite_names(pattern.name_class) is None and "repeated" not in context:
                raise self.fault(pattern, "an attribute with a wildcard name must stand in <oneOrMore> or <zeroOrMore>")
            inner = context | {"attribute"}
        elif pattern.kind == LIST:
            inner = context | {"list"}
        elif pattern.kind == DATA:
            inner = context | {"except"}
        elif pattern.kind == ONE_OR_MORE:
            inner = context | {"repeated"}
        elif pattern.kind in (GROUP, INTERLEAVE) and "repeated" in context:
            inner = context | {"repeated group"}
        for part in pattern.parts:
            self.paths(part, inner)

    def content_type(self, pattern: Pattern) -> int:
        """Return the content type of section 7.2, refusing data beside elements."""
        known = self.content.get(pattern)
        if known is None:
            known = self.content[pattern] = self._content_type(pattern)
        return known

    def _content_type(self, pattern: Pattern) -> int:
        kind = pattern.kind
        if kind == ATTRIBUTE:
            self.content_type(pattern.parts[0])
            return _EMPTY_TYPE
        if kind in (DATA, VALUE, LIST):
            return _SIMPLE_TYPE
        if kind in (ELEMENT, TEXT):
            return _COMPLEX_TYPE
        types = [self.content_type(part) for part in pattern.parts]
        filled = [one for one in types if one != _EMPTY_TYPE]
        repeats = kind == ONE_OR_MORE and _SIMPLE_TYPE in filled
        if repeats or (kind in (GROUP, INTERLEAVE) and _SIMPLE_TYPE in filled and len(filled) > 1):
            raise self.fault(pattern, "data may not stand beside other content or be repeated, except in <list>")
        return max(types, default=_EMPTY_TYPE)

    def attribute_names(self, pattern: Pattern) -> tuple[NameClass, ...]:
        """Return the name classes of all attributes of *pattern*, refusing doubles (section 7.3)."""
        known = self.attributes.get(pattern)
        if known is not None:
            return known
        if pattern.kind == ATTRIBUTE:
            found: tuple[NameClass, ...] = (pattern.name_class,)
        elif pattern.kind in (CHOICE, GROUP, INTERLEAVE, ONE_OR_MORE) and pattern.attributed:
            parts = [self.attribute_names(part) for part in pattern.parts]
            if pattern.kind in (GROUP, INTERLEAVE):
                self._no_overlap(pattern, parts, "attribute")
            found = tuple(dict.fromkeys(one for part in parts for one in part))
        else:
            found = ()
        self.attributes[pattern] = found
        return found

    def _no_overlap(self, pattern: Pattern, parts: list[tuple[NameClass, ...]], word: str) -> None:
        """Refuse name classes of different *parts* that share a name."""
        owners: dict[str, int] = {}
        open_classes: list[tuple[int, NameClass]] = []
        for number, part in enumerate(parts):
            for name_class in part:
                names = finite_names(name_class)
                if names is None:
                    open_classes.append((number, name_class))
                for name in names or ():
                    if owners.setdefault(name, number) != number:
                        raise self.fault(pattern, f'the {word} "{name.rpartition(chr(12))[2]}" stands in it twice')
        for number, name_class in open_classes:
            for other, part in enumerate(parts):
                if other != number and any(overlap(name_class, one) for one in part):
                    raise self.fault(pattern, f"the wildcard name of an {word} overlaps another {word}")

    def child_names(self, pattern: Pattern) -> tuple[tuple[NameClass, ...], bool]:
        """Return the name classes of child elements and whether there is text, refusing what 7.4 refuses."""
        known = self.children.get(pattern)
        if known is not None:
            return known
        found: tuple[tuple[NameClass, ...], bool] = ((), pattern.kind == TEXT)
        if pattern.kind == ELEMENT:
            found = ((pattern.name_class,), False)
        elif pattern.kind in (CHOICE, GROUP, INTERLEAVE, ONE_OR_MORE):
            parts = [self.child_names(part) for part in pattern.parts]
            if pattern.kind == INTERLEAVE:
                self._no_overlap(pattern, [names for names, _ in parts], "element")
                if sum(text for _, text in parts) > 1:
                    raise self.fault(pattern, "text stands in an interleave twice")
            names = tuple(dict.fromkeys(name for part, _ in parts for name in part))
            found = (names, any(text for _, text in parts))
        self.children[pattern] = found
        return found

    def element(self, element: Pattern) -> None:
        """Check the content of one element."""
        content = element.content
        assert content is not None
        self.where = self.origins.get(element, self.root)
        self.paths(content, frozenset())
        self.content_type(content)
        self.attribute_names(content)
        self.child_names(content)


def check_restrictions(start: Pattern, origins: dict[Pattern, Node], root: Node) -> None:
    """Raise ``SchemaError`` when the schema breaks section 7; *origins* tells where a pattern was written."""
    checker = _Checker(origins, root)
    if start.kind != NOT_ALLOWED:
        checker.paths(start, frozenset(("start",)))
    for element in reachable_elements(start):
        checker.element(element)
