"""What a pattern awaits: names of elements and attributes, required or possible, and values in plain words."""

from __future__ import annotations

from functools import reduce

from lenin_tei.relaxng.names import listed_names, single_name
from lenin_tei.relaxng.patterns import (
    AFTER,
    ATTRIBUTE,
    CHOICE,
    DATA,
    ELEMENT,
    EMPTY,
    GROUP,
    LIST,
    ONE_OR_MORE,
    TEXT,
    VALUE,
    Pattern,
)

Names = dict[str, None]


def required_elements(pattern: Pattern) -> Names:
    """Return the elements that must come next, whatever else may."""
    if pattern.kind == ELEMENT:
        name = single_name(pattern.name_class)
        return {name: None} if name is not None else {}
    if pattern.kind in (ONE_OR_MORE, AFTER):
        return required_elements(pattern.parts[0])
    if pattern.kind == CHOICE:
        return _shared([required_elements(part) for part in pattern.parts])
    found: Names = {}
    for part in pattern.parts:
        if not part.nullable:
            found.update(required_elements(part))
            if pattern.kind == GROUP:
                break
    return found


def possible_elements(pattern: Pattern) -> Names:
    """Return the elements that may come next, in the order of the schema; a wildcard adds nothing."""
    if pattern.kind == ELEMENT:
        return dict.fromkeys(listed_names(pattern.name_class))
    found: Names = {}
    for part in pattern.parts[: 1 if pattern.kind == AFTER else None]:
        if part.kind not in (ATTRIBUTE, DATA, VALUE):
            found.update(possible_elements(part))
        if pattern.kind == GROUP and not part.nullable and part.kind != ATTRIBUTE:
            break
    return found


def required_attributes(pattern: Pattern) -> Names:
    """Return the attributes that must be there in any case."""
    if not pattern.attributed:
        return {}
    if pattern.kind == ATTRIBUTE:
        name = single_name(pattern.name_class)
        return {name: None} if name is not None else {}
    parts = pattern.parts[: 1 if pattern.kind == AFTER else None]
    if pattern.kind == CHOICE:
        return _shared([required_attributes(part) for part in parts])
    return {name: None for part in parts for name in required_attributes(part)}


def possible_attributes(pattern: Pattern) -> Names:
    """Return the attributes that may be there; a wildcard adds nothing."""
    if pattern.kind == ATTRIBUTE:
        return dict.fromkeys(listed_names(pattern.name_class))
    if not pattern.attributed:
        return {}
    parts = pattern.parts[: 1 if pattern.kind == AFTER else None]
    return {name: None for part in parts for name in possible_attributes(part)}


def _shared(sets: list[Names]) -> Names:
    return reduce(lambda a, b: {name: None for name in a if name in b}, sets) if sets else {}


def awaits_text(pattern: Pattern) -> bool:
    """Return whether text may come."""
    if pattern.kind == AFTER:
        return awaits_text(pattern.parts[0])
    return pattern.kind in (TEXT, DATA, VALUE, LIST) or (
        pattern.kind not in (ATTRIBUTE, ELEMENT) and any(awaits_text(part) for part in pattern.parts)
    )


def value_words(pattern: Pattern) -> list[str]:
    """Return what a value may be, in plain words, each alternative once; fixed values stand in quotation marks."""
    if pattern.kind == TEXT:
        return ["any text"]
    if pattern.kind == EMPTY:
        return ["nothing"]
    if pattern.kind == VALUE:
        return [f'"{pattern.value}"']
    if pattern.kind == DATA:
        assert pattern.datatype is not None
        but = " or ".join(word for part in pattern.parts for word in value_words(part))
        return [f"{pattern.datatype.phrase} but not {but}" if but else pattern.datatype.phrase]
    if pattern.kind == LIST:
        items = value_words(pattern.parts[0])
        several = pattern.parts[0].kind == ONE_OR_MORE
        return [word if word.startswith('"') else _listed(word, several) for word in items]
    if pattern.kind in (ATTRIBUTE, ELEMENT):
        return []
    return list(dict.fromkeys(word for part in pattern.parts for word in value_words(part) if word != "nothing"))


def _listed(word: str, several: bool) -> str:
    return f"{word}, or several with spaces between" if several else f"a list of {word}"


def value_choices(pattern: Pattern) -> list[str]:
    """Return the fixed values that a pattern allows."""
    if pattern.kind == VALUE:
        return [pattern.value]
    if pattern.kind in (ATTRIBUTE, ELEMENT, DATA):
        return []
    return list(dict.fromkeys(value for part in pattern.parts for value in value_choices(part)))
