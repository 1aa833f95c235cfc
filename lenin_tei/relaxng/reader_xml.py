"""Documents as events: the XML parser set up so that nothing is expanded, fetched or guessed."""

from __future__ import annotations

import codecs
from xml.parsers import expat

from lenin_tei.relaxng.names import SEPARATOR

_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class EntityDeclaredError(Exception):
    """The document declares an entity, at *line* and *column* (from 1 and 0)."""

    def __init__(self, name: str, line: int, column: int) -> None:
        super().__init__(name, line, column)
        self.name = name
        self.line = line
        self.column = column


def as_bytes_of_ascii(data: bytes, encoding: str | None = None) -> tuple[bytes, str | None]:
    """Return *data* in an encoding that agrees with ASCII, and the name of it when the document must not say it.

    *encoding*, one that agrees with ASCII, is what *data* is known to be in, whatever it declares.  ``ValueError``
    when wide data cannot be decoded.
    """
    if encoding is not None:
        return data, encoding
    if data.startswith(_WIDE):
        return data.decode("utf-16").encode("utf-8"), "utf-8"
    if data[:4] in (b"<\x00?\x00", b"\x00<\x00?"):
        return data.decode("utf-16-le" if data[0] else "utf-16-be").encode("utf-8"), "utf-8"
    return data, None


def make_parser(encoding: str | None) -> expat.XMLParserType:
    """Return a parser that gives expanded names and refuses documents with entities of their own."""
    parser = expat.ParserCreate(encoding, SEPARATOR)
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def refuse(name: str, *_: object) -> None:
        raise EntityDeclaredError(name, parser.CurrentLineNumber, parser.CurrentColumnNumber)

    parser.EntityDeclHandler = refuse
    return parser
