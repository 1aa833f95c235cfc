"""The few faults of a TEI file that have one safe remedy, mended in place; every other byte stays as it is.

What is mended: an & that begins no entity, a named character of HTML, ]]> in text, white space before the XML
declaration, a TEI root without namespace, decomposed letters. Nothing is mended in comments, CDATA sections and
instructions, nor in a file with a DTD.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html.entities import html5
from unicodedata import normalize

from lenin_tei.diagnostics import Diagnostic
from lenin_tei.source import Position, Source
from lenin_tei.validation import validate
from lenin_tei.xmlbytes import find_encoding

TEI = "http://www.tei-c.org/ns/1.0"
FIVE = ("amp", "lt", "gt", "quot", "apos")
# Comments, CDATA, instructions and tags are passed over whole (tags only where a remedy is for text alone).
_APART = r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)"
_TAG = r"""<[A-Za-z_/](?:[^<>"']|"[^"]*"|'[^']*')*>"""
_AMPERSAND = re.compile(rf"{_APART}|(?P<fault>&(?!(?:#\d+|#x[0-9A-Fa-f]+|[A-Za-z_:][\w:.\-]*);))", re.DOTALL)
_ENTITY = re.compile(rf"{_APART}|(?P<fault>&(?P<name>[A-Za-z][A-Za-z0-9]*);)", re.DOTALL)
_BRACKETS = re.compile(rf"{_APART}|{_TAG}|(?P<fault>\]\]>)", re.DOTALL)
_BEFORE = re.compile(r"\A(?P<fault>\s+)(?=<\?xml\s)")
_ROOT = re.compile(rf"\A(?:{_APART}|[^<])*(?P<fault><(?:TEI|teiCorpus)(?=[\s>/])(?![^>]*\sxmlns\s*=))", re.DOTALL)
_LETTERS = re.compile(rf"{_APART}|(?P<fault>[^\W\d_][\u0300-\u036f]+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Fixed:
    """A file after mending: its bytes, and the diagnostics that are settled, at the places they had."""

    data: bytes
    diagnostics: tuple[Diagnostic, ...]


def _ampersand(found: re.Match[str]) -> str | None:
    return "&amp;"


def _entity(found: re.Match[str]) -> str | None:
    meant = html5.get(found["name"] + ";")
    return None if found["name"] in FIVE or meant is None else "".join(f"&#{ord(one)};" for one in meant)


def _letters(found: re.Match[str]) -> str | None:
    composed = normalize("NFC", found["fault"])
    return None if composed == found["fault"] else composed


REMEDIES: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], str | None], str], ...] = (
    ("X001", _BEFORE, lambda _: "", "white space before the XML declaration; removed"),
    ("X001", _AMPERSAND, _ampersand, "an & that begins no entity; became &amp;"),
    ("X001", _ENTITY, _entity, "an entity that is not declared; became a numeric reference"),
    ("X001", _BRACKETS, lambda _: "]]&gt;", "]]> in text; became ]]&gt;"),
    ("H001", _ROOT, lambda found: f'{found["fault"]} xmlns="{TEI}"', "a root without namespace; it got xmlns"),
    ("H007", _LETTERS, _letters, "a decomposed letter; it was composed"),
)


def fix(data: bytes, path: str = "") -> Fixed:
    """Return the file with its mendable faults mended, or as it was if nothing was better for it."""
    encoding, mark = find_encoding(data)
    try:
        text = data[len(mark) :].decode(encoding)
    except (UnicodeError, LookupError):
        return Fixed(data, ())
    if "<!DOCTYPE" in text or text.encode(encoding) != data[len(mark) :]:
        return Fixed(data, ())
    mended, settled = text, list[Diagnostic]()
    for code, pattern, remedy, message in REMEDIES:
        mended, places = _apply(mended, pattern, remedy)
        settled += [Diagnostic(path, *place, code, message) for place in places]
    made = mark + mended.encode(encoding)
    if not settled or _errors(made, path) > _errors(data, path):
        return Fixed(data, ())
    return Fixed(made, tuple(sorted(settled)))


def _errors(data: bytes, path: str) -> tuple[bool, int]:
    """Return how bad a file is: whether it cannot be read, and how many errors it has."""
    codes = [one.code for one in validate(data, path) if one.severity == "error"]
    return any(code.startswith("X") or code == "H001" for code in codes), len(codes)


def _apply(
    text: str, pattern: re.Pattern[str], remedy: Callable[[re.Match[str]], str | None]
) -> tuple[str, list[Position]]:
    """Return *text* with what *pattern* calls a fault remedied, and where the faults were."""
    pieces, places, end = [], [], 0
    source = Source("", text)
    for found in pattern.finditer(text):
        new = remedy(found) if found["fault"] is not None else None
        if new is not None:
            pieces += [text[end : found.start("fault")], new]
            places.append(source.position(found.start("fault")))
            end = found.end("fault")
    return "".join([*pieces, text[end:]]), places
