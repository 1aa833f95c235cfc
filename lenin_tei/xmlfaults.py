"""What an XML parser refuses, in words an editor can act on."""

from __future__ import annotations

import re
from contextlib import suppress
from html.entities import html5
from xml.parsers import expat

from lenin_tei.diagnostics import Diagnostic
from lenin_tei.xmlbytes import place_of

# expat's codes.
MISMATCHED_TAG, NO_ELEMENT, UNCLOSED_TOKEN, INVALID_TOKEN, DUPLICATE, JUNK, UNDEFINED_ENTITY = 7, 3, 5, 4, 8, 9, 11
MISPLACED_DECLARATION, UNBOUND_PREFIX, BAD_CHARACTER_REFERENCE, UNCLOSED_CDATA = 17, 27, 14, 20
# Codes whose whole story is one sentence.
SENTENCES = {
    DUPLICATE: "the attribute {word} stands twice in one tag; remove one",
    JUNK: "something stands behind the root element; a file has one root element, move or remove the rest",
    MISPLACED_DECLARATION: "<?xml … ?> must be the very first thing in the file; remove what stands before it",
    UNBOUND_PREFIX: "a prefix has no namespace; declare it with xmlns:prefix, or remove it",
    BAD_CHARACTER_REFERENCE: "the character reference {word} names no character of XML; write the character meant",
    UNCLOSED_CDATA: "the file ends inside a CDATA section; close it with ]]>",
    30: 'the XML declaration is malformed; write <?xml version="1.0" encoding="UTF-8"?>',
}
# A character no namespace name can hold.
NAMESPACE_SEPARATOR = "\f"
_WORD = re.compile(rb"[^\s=<>/\"';]+;?")
_TAG = re.compile(rb"</?\s*([^\s/>]+)")


class Refused(Exception):  # noqa: N818 - a decision, not an error
    """The file may be XML, and is not read: too deep, or with entities."""

    def __init__(self, code: str, message: str, offset: int) -> None:
        super().__init__(message)
        self.code = code
        self.offset = offset
        self.message = message


def explain(error: expat.ExpatError, offset: int, data: bytes, path: str) -> Diagnostic:
    """Return X001 for what expat refused at a byte *offset* of UTF-8 *data*."""
    offset = min(max(offset, 0), len(data))
    if error.code in (MISMATCHED_TAG, NO_ELEMENT):
        offset, message = _unbalanced(error.code, offset, data)
    elif error.code == INVALID_TOKEN:
        message = _invalid(data, offset)
    elif error.code == UNCLOSED_TOKEN:
        message = f"the file ends inside “{_line(data, offset)}”; close it"
    elif error.code == UNDEFINED_ENTITY:
        message = _undefined(data, offset)
    else:
        word = _WORD.match(data, offset)
        sentence = SENTENCES.get(error.code, expat.ErrorString(error.code) or str(error))
        message = sentence.format(word=word[0].decode("utf-8", "replace") if word else "")
    line, column = place_of(data[:offset].decode("utf-8", "replace"))
    return Diagnostic(path, line, column, "X001", message)


def _line(data: bytes, offset: int) -> str:
    """Return the beginning of what stands at *offset*, on one line, to be quoted."""
    return " ".join(data[offset : offset + 40].decode("utf-8", "ignore").split())


def _unbalanced(code: int, offset: int, data: bytes) -> tuple[int, str]:
    """Return the place and the message for an end tag that fits no start tag, or is missing."""
    opened = _open_tags(data)
    if code == MISMATCHED_TAG:
        offset = max(data.rfind(b"<", 0, offset + 1), 0)
    if not opened:
        return offset, "the file has no element; give a TEI file"
    tag = _TAG.match(data, opened[-1])
    name = tag[1].decode("utf-8", "replace") if tag else ""
    line, column = place_of(data[: opened[-1]].decode("utf-8", "replace"))
    if code == NO_ELEMENT:
        return offset, f"the file ends, but <{name}> of line {line}, column {column}, is not closed; add </{name}>"
    end = _TAG.match(data, offset)
    typed = end[1].decode("utf-8", "replace") if end else ""
    return (
        offset,
        f"</{typed}> stands where </{name}> should close line {line}, column {column}; correct one of the two",
    )


def _open_tags(data: bytes) -> list[int]:
    """Return the offsets of the tags that are open where expat stops."""
    parser = expat.ParserCreate("utf-8", NAMESPACE_SEPARATOR)
    opened: list[int] = []
    parser.StartElementHandler = lambda _name, _attributes: opened.append(parser.CurrentByteIndex)
    parser.EndElementHandler = lambda _name: opened.pop()
    with suppress(expat.ExpatError):
        parser.Parse(data, True)
    parser.StartElementHandler = parser.EndElementHandler = None  # they know the parser: a circle
    return opened


def _invalid(data: bytes, offset: int) -> str:
    """Return what is wrong with a character that cannot stand where it does."""
    rest = data[offset : offset + 4]
    try:
        character = data[offset : offset + 1].decode("ascii")
    except UnicodeDecodeError:
        character = rest.decode("utf-8", "ignore")[:1]
        if not character or data[offset : offset + len(character.encode())] != character.encode():
            return f"the byte 0x{rest[0]:02X} is not UTF-8; save the file as UTF-8, or declare the encoding it is in"
    before = data[max(offset - 1, 0) : offset]
    if before == b"&" or character == "&":
        return "an & that begins no entity; write &amp;"
    if data.startswith(b"</", max(offset - 1, 0)):
        return "an end tag stands where no element is open; remove it"
    if character == "<" or before == b"<":
        return "a < that begins no tag; write &lt;"
    if before == b"-" and data[max(offset - 2, 0) : offset] == b"--":
        return "-- cannot stand inside a comment; write a dash"
    if character and (ord(character) < 32 or ord(character) in (0xFFFE, 0xFFFF)):
        return f"the character U+{ord(character):04X} cannot stand in XML; remove it"
    if data.startswith(b"]]>", max(offset - 2, 0)):
        return "]]> cannot stand in text; write ]]&gt;"
    if not character:
        return "the file ends in the middle of a tag; close it"
    return f"“{character}” cannot stand here; look for a missing quotation mark, = or > before “{_line(data, offset)}”"


def _undefined(data: bytes, offset: int) -> str:
    """Return what to write instead of an entity that is not declared."""
    word = _WORD.match(data, offset)
    entity = word[0].decode("utf-8", "replace") if word else "&"
    meant = html5.get(entity.lstrip("&"))
    instead = "".join(f"&#{ord(one)};" for one in meant) if meant else "the character itself"
    return f"the entity {entity} is not declared, as XML has no named characters but five; write {instead}"
