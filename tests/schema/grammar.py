"""RELAX NG grammars as regular expressions over element names, and whether one grammar allows only what another does.

In comes a RELAX NG file in XML syntax in which every element name has one definition, as ours and TEI's. Out come, for
each element, its content as a pattern and its attributes. Inclusion is decided exactly, by Brzozowski derivatives:
where it fails, a sequence of children is given that the first grammar allows and the second does not.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from lxml import etree

RNG = "{http://relaxng.org/ns/structure/1.0}"
TEXT = "#text"

# A pattern is a tuple whose first item says its kind; equal patterns are equal tuples.
Pattern = tuple
EMPTY: Pattern = ("empty",)
NEVER: Pattern = ("never",)
WORDS: Pattern = ("text",)


def choice(*options: Pattern) -> Pattern:
    """Return the pattern that any of *options* fulfils."""
    flat: set[Pattern] = set()
    for option in options:
        flat |= option[1] if option[0] == "choice" else {option}
    flat.discard(NEVER)
    return NEVER if not flat else flat.pop() if len(flat) == 1 else ("choice", frozenset(flat))


def group(first: Pattern, then: Pattern) -> Pattern:
    """Return *first*, then *then*."""
    if NEVER in (first, then):
        return NEVER
    if first == EMPTY:
        return then
    if then == EMPTY:
        return first
    return ("group", first[1], group(first[2], then)) if first[0] == "group" else ("group", first, then)


def interleave(left: Pattern, right: Pattern) -> Pattern:
    """Return both patterns in any order, mixed."""
    if NEVER in (left, right):
        return NEVER
    if EMPTY in (left, right):
        return right if left == EMPTY else left
    return ("interleave", frozenset({left, right}), left, right)


def star(pattern: Pattern) -> Pattern:
    """Return *pattern* any number of times."""
    return EMPTY if pattern in (EMPTY, NEVER) else pattern if pattern[0] == "star" else ("star", pattern)


@cache
def nullable(pattern: Pattern) -> bool:
    """Say whether nothing at all fulfils *pattern*."""
    match pattern[0]:
        case "empty" | "star" | "text":
            return True
        case "choice":
            return any(nullable(option) for option in pattern[1])
        case "group":
            return nullable(pattern[1]) and nullable(pattern[2])
        case "interleave":
            return nullable(pattern[2]) and nullable(pattern[3])
    return False


@cache
def firsts(pattern: Pattern) -> frozenset[str]:
    """Return the names that may come first."""
    match pattern[0]:
        case "element":
            return frozenset({pattern[1]})
        case "text":
            return frozenset({TEXT})
        case "choice":
            return frozenset().union(*(firsts(option) for option in pattern[1]))
        case "star":
            return firsts(pattern[1])
        case "group":
            return firsts(pattern[1]) | firsts(pattern[2]) if nullable(pattern[1]) else firsts(pattern[1])
        case "interleave":
            return firsts(pattern[2]) | firsts(pattern[3])
    return frozenset()


@cache
def derivative(pattern: Pattern, name: str) -> Pattern:
    """Return what must follow after *name* has been read."""
    match pattern[0]:
        case "element":
            return EMPTY if pattern[1] == name else NEVER
        case "text":
            return WORDS if name == TEXT else NEVER
        case "choice":
            return choice(*(derivative(option, name) for option in pattern[1]))
        case "star":
            return group(derivative(pattern[1], name), pattern)
        case "group":
            after = group(derivative(pattern[1], name), pattern[2])
            return choice(after, derivative(pattern[2], name)) if nullable(pattern[1]) else after
        case "interleave":
            left, right = pattern[2], pattern[3]
            return choice(interleave(derivative(left, name), right), interleave(left, derivative(right, name)))
    return NEVER


def counterexample(narrow: Pattern, wide: Pattern) -> list[str] | None:
    """Return the shortest children that *narrow* allows and *wide* does not, None where there are none."""
    start: tuple[Pattern, Pattern] = (narrow, wide)
    seen, queue = {start}, deque([(start, [])])
    while queue:
        (inner, outer), path = queue.popleft()
        if nullable(inner) and not nullable(outer):
            return path
        for name in sorted(firsts(inner)):
            after = (derivative(inner, name), derivative(outer, name))
            if after[0] != NEVER and after not in seen:
                seen.add(after)
                queue.append((after, [*path, name]))
    return None


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of an element: the RELAX NG of its value, and whether the element may do without it."""

    value: etree._Element
    optional: bool


@dataclass(slots=True)
class Grammar:
    """A RELAX NG grammar, read."""

    elements: dict[str, etree._Element] = field(default_factory=dict)
    defines: dict[str, list[etree._Element]] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> Grammar:
        """Read the grammar at *path*."""
        root = etree.parse(path, etree.XMLParser(remove_comments=True)).getroot()
        grammar = cls()
        for define in root.iter(f"{RNG}define"):
            grammar.defines.setdefault(define.get("name", ""), []).append(define)
        for element in root.iter(f"{RNG}element"):
            if name := element.get("name"):
                grammar.elements[name] = element
        return grammar

    def content(self, name: str) -> Pattern:
        """Return the content of the element *name* without its attributes."""
        return self._sequence(self.elements[name])

    def _sequence(self, node: etree._Element) -> Pattern:
        pattern = EMPTY
        for child in reversed(children(node)):
            pattern = group(self._pattern(child), pattern)
        return pattern

    def _pattern(self, node: etree._Element) -> Pattern:
        match kind(node):
            case "ref":
                return choice(*(self._sequence(define) for define in self.defines[node.get("name", "")]))
            case "element":
                return ("element", node.get("name", "any name"))
            case "choice":
                return choice(*(self._pattern(child) for child in children(node)))
            case "optional":
                return choice(EMPTY, self._sequence(node))
            case "zeroOrMore":
                return star(self._sequence(node))
            case "oneOrMore":
                return group(self._sequence(node), star(self._sequence(node)))
            case "mixed":
                return interleave(WORDS, self._sequence(node))
            case "interleave":
                pattern = EMPTY
                for child in children(node):
                    pattern = interleave(pattern, self._pattern(child))
                return pattern
            case "group" | "div":
                return self._sequence(node)
            case "text" | "data" | "value" | "list":
                return WORDS
            case "notAllowed":
                return NEVER
        return EMPTY

    def attributes(self, name: str) -> dict[str, Attribute]:
        """Return the attributes of the element *name*."""
        found: dict[str, Attribute] = {}
        self._collect(self.elements[name], False, found)
        return found

    def own_attributes(self, name: str) -> set[str]:
        """Return the attributes that the element *name* defines itself, not through an attribute class."""
        own = Grammar(self.elements, {key: nodes for key, nodes in self.defines.items() if not key.startswith("att.")})
        return set(own.attributes(name))

    def values(self, attribute: Attribute) -> list[str]:
        """Return the words to which the value of *attribute* is limited, none where it is not."""
        parts = self._leaves(attribute.value)
        return [part.text or "" for part in parts] if all(kind(part) == "value" for part in parts) else []

    def _leaves(self, node: etree._Element) -> list[etree._Element]:
        if kind(node) in ("data", "value", "text"):
            return [node]
        parts = children(node)
        if kind(node) == "ref":
            parts = [part for define in self.defines[node.get("name", "")] for part in children(define)]
        return [leaf for part in parts for leaf in self._leaves(part)]

    def _collect(self, node: etree._Element, optional: bool, found: dict[str, Attribute]) -> None:
        for child in children(node):
            match kind(child):
                case "attribute":
                    found[child.get("name", "")] = Attribute(child, optional)
                case "ref":
                    for define in self.defines.get(child.get("name", ""), []):
                        self._collect(define, optional, found)
                case "optional" | "choice" | "zeroOrMore":
                    self._collect(child, True, found)
                case "group" | "oneOrMore" | "interleave" | "mixed":
                    self._collect(child, optional, found)


@cache
def kind(node: etree._Element) -> str:
    """Return the local name of *node*."""
    return etree.QName(node).localname


@cache
def children(node: etree._Element) -> list[etree._Element]:
    """Return the RELAX NG children of *node*, without annotations."""
    return [child for child in node if isinstance(child.tag, str) and child.tag.startswith(RNG)]
