"""Datatypes as a schema uses them: a type of a library, with its parameters.

Three libraries are known: the built-in one of RELAX NG (""), XML Schema's, and the ids of DTD compatibility.
"""

from __future__ import annotations

from typing import Any

from lenin_tei.relaxng.regex import Regex
from lenin_tei.relaxng.xsd_types import TYPES, XML_SPACE, Prefixes, XsdType

XSD_LIBRARY = "http://www.w3.org/2001/XMLSchema-datatypes"
# RELAX NG DTD Compatibility: the types ID, IDREF and IDREFS alone, without parameters.
COMPATIBILITY_LIBRARY = "http://relaxng.org/ns/compatibility/datatypes/1.0"
_IDS = ("ID", "IDREF", "IDREFS")
Params = tuple[tuple[str, str], ...]
Key = tuple[str, str, Params]

_LENGTHS = ("length", "minLength", "maxLength")
_BOUNDS = {"minInclusive": (0, 1), "maxInclusive": (0, -1), "minExclusive": (1,), "maxExclusive": (-1,)}
_DIGITS = ("totalDigits", "fractionDigits")
# What common patterns mean.
_FACET_WORDS = {
    "minInclusive": "of at least",
    "maxInclusive": "of at most",
    "minExclusive": "of more than",
    "maxExclusive": "of less than",
}
_PATTERN_WORDS = {r"\S+": "without spaces", r"[^\p{C}\p{Z}]+": "without spaces", ".+": "that is not empty"}
_MEMORY = 2_000


def collapse(text: str) -> str:
    """Return *text* with each run of XML white space as one space, none at the ends."""
    return " ".join(_pieces(text))


def _pieces(text: str) -> list[str]:
    for space in "\t\n\r":
        if space in text:
            text = text.replace(space, " ")
    return [piece for piece in text.split(" ") if piece]


class Datatype:
    """A datatype with parameters; ``ValueError`` says what is wrong with its name or a parameter."""

    __slots__ = ("_facets", "_memory", "_patterns", "_type", "id_kind", "key", "needs_prefixes", "phrase")

    def __init__(self, library: str, name: str, params: Params = ()) -> None:
        self.key: Key = (library, name, params)
        self.id_kind = name if library and name in _IDS else ""
        self._memory: dict[str, Any] = {}
        self._patterns: list[Regex] = []
        self._facets: list[tuple[str, Any]] = []
        self._type = _find_type(library, name)
        if params and library != XSD_LIBRARY:
            raise ValueError(f'the datatype "{name}" takes no parameters')
        for facet, value in params:
            self._add_facet(name, facet, value)
        self.needs_prefixes = self._type.needs_prefixes
        self.phrase = self._describe(params)

    def _add_facet(self, name: str, facet: str, value: str) -> None:
        kind = self._type
        if facet == "pattern":
            self._patterns.append(Regex(value))
        elif (facet in _LENGTHS and kind.measure) or (facet in _DIGITS and kind.digits):
            limit = TYPES["nonNegativeInteger"].read(collapse(value), {})
            if limit is None or (facet == "totalDigits" and not limit[1]):
                raise ValueError(f'the parameter "{facet}" must be a whole number, not "{value}"')
            self._facets.append((facet, int(limit[1][:18] or 0)))
        elif facet in _BOUNDS and kind.compare:
            bound = kind.read(collapse(value), {})
            if bound is None:
                raise ValueError(f'the parameter "{facet}" must be {kind.phrase}, not "{value}"')
            self._facets.append((facet, bound))
        else:
            raise ValueError(f'the datatype "{name}" has no parameter "{facet}"')

    def _describe(self, params: Params) -> str:
        words = [self._type.phrase]
        for facet, value in params:
            words.append(
                _PATTERN_WORDS.get(value, f"matching {value}")
                if facet == "pattern"
                else f"{_FACET_WORDS.get(facet, f'with {facet}')} {value}"
            )
        if len(words) == 2 and self._type.phrase == "any text":
            return f"text {words[1]}"
        return " ".join(words)

    def read(self, text: str, prefixes: Prefixes) -> Any:
        """Return the value that *text* stands for, None when it stands for none."""
        if self.needs_prefixes:
            return self._read(text, prefixes)
        try:
            return self._memory[text]
        except KeyError:
            value = self._read(text, prefixes)
            if len(self._memory) >= _MEMORY:
                self._memory.clear()
            if len(text) < 200:
                self._memory[text] = value
            return value

    def _read(self, text: str, prefixes: Prefixes) -> Any:
        kind = self._type
        if kind.space == "collapse":
            text = collapse(text)
        elif kind.space == "replace":
            text = text.replace("\t", " ").replace("\n", " ").replace("\r", " ")
        for pattern in self._patterns:
            if not pattern.matches(text):
                return None
        value = kind.read(text, prefixes)
        if value is None or not all(self._keeps(facet, limit, value) for facet, limit in self._facets):
            return None
        return value

    def _keeps(self, facet: str, limit: Any, value: Any) -> bool:
        kind = self._type
        if facet in _BOUNDS:
            assert kind.compare is not None
            return kind.compare(value, limit) in _BOUNDS[facet]
        if facet in _DIGITS:
            assert kind.digits is not None
            return kind.digits(value)[_DIGITS.index(facet)] <= int(limit)
        if kind.measure is None:
            return True
        size = kind.measure(value)
        return bool({"length": size == limit, "minLength": size >= limit, "maxLength": size <= limit}[facet])


def _find_type(library: str, name: str) -> XsdType:
    if library == "" and name in ("string", "token"):
        return TYPES[name]
    if library == XSD_LIBRARY and name in TYPES:
        return TYPES[name]
    if library == COMPATIBILITY_LIBRARY and name in _IDS:
        return TYPES[name]
    if library in ("", XSD_LIBRARY, COMPATIBILITY_LIBRARY):
        raise ValueError(
            f'there is no datatype "{name}" in the {"built-in " if not library else ""}library {library}'.rstrip()
        )
    raise ValueError(f'the datatype library "{library}" is not known')


def is_blank(text: str) -> bool:
    """Return whether *text* is nothing but XML white space."""
    return not text.strip(XML_SPACE)


def tokens(text: str) -> list[str]:
    """Return the white-space separated tokens of *text*."""
    return _pieces(text)
