"""TOML files that editors write: bytes become tables, or one line that says which file, which line, and what is wrong.

What is in them may go into TEI, so a character that XML cannot hold is refused here, where its line is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.patterns import lazy

_PLACE = lazy(r"^(.*) \(at line (\d+), column (\d+)\)$", re.S)
_NO_XML = lazy("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# A key of many parts: Python's reader takes square time and memory over them.
_DEEP = lazy(r"""(?:^|[{,\[])[ \t]*(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){40}""", re.M)
_ESCAPE = lazy(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|[bfe])|[\ufffe\uffff]")

LANGUAGE = lazy(r"(?:[A-Za-z]{2,3}|[xi])(?:-[A-Za-z0-9]{1,8})*")  # as xsd:language; what every tag of BCP 47 looks like
WORD = lazy(r"[^\W\d][\w.-]*")  # what can be an xml:id, or the type of an element
# A URI reference, as our schema takes it for a pointer.
ADDRESS = lazy(
    r"(?:[A-Za-z][A-Za-z0-9+.\-]*:(?:[^\s#%]|%[0-9A-Fa-f]{2})*"
    r"|(?:[^\s#%:/?]|%[0-9A-Fa-f]{2})*(?:[/?](?:[^\s#%]|%[0-9A-Fa-f]{2})*)?)(?:#(?:[^\s#%]|%[0-9A-Fa-f]{2})*)?"
)


def read_toml(data: bytes, path: str) -> tuple[str, dict[str, Any]]:
    """Return the text and the tables of a TOML file; raise `LeninTeiError` with file and line for what is none."""
    import tomllib  # most runs read none

    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise LeninTeiError(f"{path}:{line}: not UTF-8; save the file as UTF-8") from error
    if deep := _DEEP.search(text):
        raise LeninTeiError(f"{path}:{text.count(chr(10), 0, deep.start()) + 1}: a key has too many parts; shorten it")
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _PLACE.match(str(error))
        place, said = (f"{found[2]}:{found[3]}", found[1]) if found else (str(text.count("\n") + 1), str(error))
        raise LeninTeiError(f"{path}:{place}: not a TOML file: {' '.join(said.split())}") from error
    except RecursionError as error:
        raise LeninTeiError(f"{path}:{_longest(text)}: brackets are nested too deeply; take some out") from error
    except ValueError as error:  # Python reads no number of more than 4300 digits
        raise LeninTeiError(f"{path}:{_longest(text)}: a number has too many digits; shorten it") from error
    for words in _strings(tables):
        if spoilt := _NO_XML.search(words):
            sign = f"U+{ord(spoilt.group()):04X}"
            raise LeninTeiError(f"{path}:{_line_with(text, spoilt.group())}: {sign} cannot stand in XML; remove it")
    return text, tables


def line_of(text: str, table: str, key: str) -> int:
    """Return the line, from 1, on which a TOML file has *key* in *table* ("" is the top), or that of the table."""
    current = ""
    for number, line in enumerate(text.split("\n"), 1):
        line = line.strip()
        if line.startswith("["):
            current = line.strip("[] ").split(".")[0].strip("\"'")
            if not table and current == key:
                return number
        elif current == table and line.split("=")[0].split(".")[0].strip(" \"'") == key:
            return number
    return line_of(text, "", table) if table else 1


def _strings(value: object) -> Iterator[str]:
    """Yield every string in a value of TOML, keys too."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            waiting += [*one.values(), *one]
        elif isinstance(one, list):
            waiting += one


def _line_with(text: str, character: str) -> int:
    """Return the line on which a string has this character, as it is or by an escape."""
    names = {"\\b": 0x08, "\\f": 0x0C, "\\e": 0x1B}
    for found in _ESCAPE.finditer(text):
        code = found[1] or found[2]
        if (int(code, 16) if code else names.get(found.group(), ord(found.group()[0]))) == ord(character):
            return text.count("\n", 0, found.start()) + 1
    return 1


def _longest(text: str) -> int:
    """Return the number of the longest line: there is what is too deep or too long for Python."""
    lines = text.split("\n")
    return max(range(len(lines)), key=lambda number: len(lines[number])) + 1
