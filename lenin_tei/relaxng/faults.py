"""What is wrong with a document, told in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.parsers import expat

from lenin_tei.relaxng.names import XML_NAMESPACE, split_name

_FEW = 6

# Codes of expat.
_INCOMPLETE, _INVALID, _MISMATCH = 3, 4, 7

# The kinds, in the order a reader meets them.
KINDS = (
    "xml",
    "entity",
    "limit",
    "element",
    "element-unknown",
    "element-too-early",
    "text",
    "attribute",
    "attribute-value",
    "attribute-missing",
    "content",
    "incomplete",
    "id",
    "idref",
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a document.

    *line* and *column* (from 1, in characters) are where its tag, attribute or text begins; *jing_line* and
    *jing_column* are where jing reports it.  *name* is the element, attribute or id concerned, *parent* the element
    it is in; *expected* holds few and relevant names or values, required ones first; *suggestion* is what was
    probably meant, or empty.
    """

    line: int
    column: int
    kind: str
    name: str
    parent: str
    expected: tuple[str, ...]
    message: str
    suggestion: str = ""
    jing_line: int = 0
    jing_column: int = 0


def shown(name: str) -> str:
    """Return an expanded name as a reader writes it: local, with ``xml:`` where that belongs."""
    namespace, local = split_name(name)
    return f"xml:{local}" if namespace == XML_NAMESPACE else local


def nearest(word: str, words: Iterable[str]) -> str:
    """Return the one of *words* most like *word*, or nothing when none is like it."""
    from difflib import get_close_matches

    by_lower = {candidate.lower(): candidate for candidate in sorted(words, reverse=True)}
    # Two letters changed place in a short word already cost a quarter of it.
    found = get_close_matches(word.lower(), by_lower, 1, 0.7 if len(word) < 6 else 0.78)
    return by_lower[found[0]] if found else ""


def pick(required: Iterable[str], possible: Iterable[str], first: str = "") -> tuple[str, ...]:
    """Return a few names for a reader: the suggestion, the required ones, then others in order."""
    ordered = dict.fromkeys(shown(name) for name in (*required, *((first,) if first else ()), *possible))
    return tuple(ordered)[: max(_FEW, len(dict.fromkeys(required)))]


def listing(words: Iterable[str], last: str = "or") -> str:
    """Return ``a, b or c``."""
    items = list(words)
    return f"{', '.join(items[:-1])} {last} {items[-1]}" if len(items) > 1 else "".join(items)


def tags(names: Iterable[str]) -> list[str]:
    """Return names as tags, ``<p>``."""
    return [f"<{name}>" for name in names]


def options_of(expected: tuple[str, ...], total: int) -> list[str]:
    """Return names as tags, and how many more of *total* there are than shown."""
    return [*tags(expected), *others(total - len(expected), "others")]


def others(count: int, word: str) -> list[str]:
    """Return the end of a listing that leaves *count* out: nothing, "one other" or "one of 5 others"."""
    if count <= 0:
        return []
    return ["one other"] if count == 1 else [f"one of {count} {word}"]


def plain_fault(kind: str, line: int, column: int, message: str) -> Fault:
    """Return a fault that concerns no element."""
    return Fault(line, column, kind, "", "", (), message, "", line, column)


def malformed(error: expat.ExpatError, byte: int, name: str, line: int) -> Fault:
    """Return the fault of a document that is not XML; *name* is the element open there, since *line*, if any is."""
    message = expat.ErrorString(error.code)
    if error.code == _MISMATCH and name:
        message = f"the end tag does not match <{shown(name)}>, opened in line {line}"
    elif error.code == _INVALID and byte >= 0x80:
        message = f"the byte 0x{byte:02X} is not in the file's encoding; save the file as UTF-8"
    elif error.code == _INVALID and byte in b"<>&\"'" and byte:
        message = f'"{chr(byte)}" cannot stand here; write & as &amp; and < as &lt; where they are text'
    elif error.code == _INCOMPLETE and name:
        message = f"the file ends before <{shown(name)}>, opened in line {line}, is closed"
    return plain_fault("xml", error.lineno, error.offset + 1, f"not well-formed: {message}")
