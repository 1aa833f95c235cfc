"""Which characters XML takes in names.

The editions of XML 1.0 differ in this; the parser that reads the documents (expat, fourth edition) is asked itself, so
a name the schema takes is always a name the document can have.
"""

from __future__ import annotations

import re
from functools import lru_cache
from xml.parsers import expat

_ASCII_NCNAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.\-]*\Z")


def _parses(text: str) -> bool:
    parser = expat.ParserCreate("utf-8")
    try:
        parser.Parse(text.encode("utf-8", "surrogatepass"), True)
    except expat.ExpatError:
        return False
    return True


@lru_cache(maxsize=4096)
def is_name_start(char: str) -> bool:
    """Return whether a name may begin with the character."""
    if char.isascii():
        return char.isalpha() or char in "_:"
    return _parses(f"<{char}/>")


@lru_cache(maxsize=4096)
def is_name_char(char: str) -> bool:
    """Return whether the character may stand in a name."""
    if char.isascii():
        return char.isalnum() or char in "_:.-"
    return _parses(f"<a{char}/>")


def is_nmtoken(text: str) -> bool:
    """Return whether *text* is one or more name characters."""
    return bool(text) and all(map(is_name_char, text))


def is_name(text: str) -> bool:
    """Return whether *text* is an XML name, colons allowed."""
    return is_nmtoken(text) and is_name_start(text[0])


def is_ncname(text: str) -> bool:
    """Return whether *text* is an XML name without colons."""
    return _ASCII_NCNAME.match(text) is not None or (not text.isascii() and ":" not in text and is_name(text))
