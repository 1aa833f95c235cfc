"""Expanded names, and the name classes of RELAX NG (specification, sections 3 and 4.16) as plain tuples.

An expanded name is one string, ``namespace + SEPARATOR + local name``, or the local name alone when it has no
namespace: the form in which expat hands names over, so nothing is built per element.  The separator is no XML
character.
A name class is ``("name", expanded)``, ``("ns", namespace, except)``, ``("any", except)`` or ``("choice", a, b)``.
"""

from __future__ import annotations

from typing import Any

SEPARATOR = "\x0c"
XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace"
XMLNS_NAMESPACE = "http://www.w3.org/2000/xmlns"

NameClass = tuple[Any, ...]

# A name no document can use, standing for "every other name" when two classes are tested for overlap.
IMPOSSIBLE = "\x00"


def expanded(namespace: str, local: str) -> str:
    """Return the expanded name."""
    return f"{namespace}{SEPARATOR}{local}" if namespace else local


def split_name(name: str) -> tuple[str, str]:
    """Return namespace and local name of an expanded name."""
    namespace, _, local = name.rpartition(SEPARATOR)
    return namespace, local


def contains(name_class: NameClass, name: str) -> bool:
    """Return whether the expanded *name* belongs to the class."""
    kind = name_class[0]
    if kind == "name":
        return bool(name_class[1] == name)
    if kind == "choice":
        return contains(name_class[1], name) or contains(name_class[2], name)
    if kind == "ns" and split_name(name)[0] != name_class[1]:
        return False
    exception = name_class[-1]
    return exception is None or not contains(exception, name)


def specificity(name_class: NameClass, name: str) -> int:
    """Return how exactly the class names *name*: 3 by name, 2 by namespace, 1 as any name, 0 not at all."""
    if name_class[0] == "choice":
        return max(specificity(name_class[1], name), specificity(name_class[2], name))
    if not contains(name_class, name):
        return 0
    return {"name": 3, "ns": 2, "any": 1}[name_class[0]]


def single_name(name_class: NameClass) -> str | None:
    """Return the only name of the class, or None when it holds another number of names."""
    return name_class[1] if name_class[0] == "name" else None


def finite_names(name_class: NameClass) -> tuple[str, ...] | None:
    """Return all names of the class, or None when it is infinite."""
    if name_class[0] == "name":
        return (name_class[1],)
    if name_class[0] == "choice":
        left, right = finite_names(name_class[1]), finite_names(name_class[2])
        return None if left is None or right is None else left + tuple(n for n in right if n not in left)
    return None


def listed_names(name_class: NameClass) -> tuple[str, ...]:
    """Return the names the class states one by one, leaving its wildcards out."""
    if name_class[0] == "name":
        return (name_class[1],)
    if name_class[0] == "choice":
        return listed_names(name_class[1]) + listed_names(name_class[2])
    return ()


def representatives(name_class: NameClass) -> set[str]:
    """Return names that between them meet every part of the class."""
    kind = name_class[0]
    if kind == "name":
        return {name_class[1]}
    if kind == "choice":
        return representatives(name_class[1]) | representatives(name_class[2])
    own = expanded(name_class[1] if kind == "ns" else IMPOSSIBLE, IMPOSSIBLE)
    inner = name_class[-1]
    return {own} | (representatives(inner) if inner is not None else set())


def overlap(left: NameClass, right: NameClass) -> bool:
    """Return whether some name belongs to both classes."""
    candidates = representatives(left) | representatives(right)
    return any(contains(left, name) and contains(right, name) for name in candidates)
