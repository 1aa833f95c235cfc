"""XML read safely, with the place of every element: bytes become an `XMLFile`, or the one reason why not.

expat looks at the file first. It knows lines and columns, and it is stopped at the first entity declaration, so that
nothing is ever expanded or fetched; only then does lxml build the tree. The characters are UTF-8 from here on, whatever
the file was in.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import accumulate
from xml.parsers import expat

from lxml import etree

from lenin_tei.diagnostics import Diagnostic, Report
from lenin_tei.source import Position
from lenin_tei.xmlbytes import decode_xml, place_of
from lenin_tei.xmlfaults import NAMESPACE_SEPARATOR, Refused, explain
from lenin_tei.xmlparser import safe_parser

LIMIT_BYTES = 32_000_000
LIMIT_DEPTH = 200
LIMIT_ATTRIBUTES = 1_000
_STRETCH = 4096
_CONTINUATION = bytes(range(0x80, 0xC0))
_LINE_END = re.compile(rb"\r\n|\r|\n")
_TAG_NAME = re.compile(rb"<[^\s/>]+")
_ATTRIBUTE = re.compile(rb"""\s+([^\s=>/]+)\s*=\s*(?:"[^"]*"|'[^']*')""")


@dataclass(frozen=True)
class XMLFile:
    """A well-formed file: its tree, and where in its bytes each element stands."""

    path: str
    data: bytes = field(repr=False)
    root: etree._Element

    @cached_property
    def offsets(self) -> array[int]:
        """The byte offset of every start tag in document order; looked for only where something is to be told."""
        found = element_offsets(self.data, self.path, lambda _: None)
        assert found is not None, "a file that was read before is well-formed"
        return found

    @cached_property
    def line_starts(self) -> list[int]:
        """The offset of the first byte of every line."""
        return [0, *(found.end() for found in _LINE_END.finditer(self.data))]

    @cached_property
    def elements(self) -> dict[etree._Element, int]:
        """The number of every element in document order."""
        return {element: number for number, element in enumerate(self.root.iter("*"))}

    def position(self, offset: int) -> Position:
        """Return the line and column of a byte offset, counted in characters from 1."""
        line = bisect_right(self.line_starts, offset)
        return Position(line, self._characters(offset) - self._characters(self.line_starts[line - 1]) + 1)

    @cached_property
    def _counted(self) -> list[int]:
        """How many characters lie before every stretch of the data: a file may be one long line."""
        stretches = range(0, len(self.data), _STRETCH)
        return [0, *accumulate(_length(self.data[start : start + _STRETCH]) for start in stretches)]

    def _characters(self, offset: int) -> int:
        """Return how many characters lie before a byte offset."""
        stretch = offset // _STRETCH
        return self._counted[stretch] + _length(self.data[stretch * _STRETCH : offset])

    def place(self, element: etree._Element, attribute: str | None = None) -> Position:
        """Return where the start tag of *element* is, or its *attribute* (the name as typed, with its prefix)."""
        offset = self.offsets[self.elements[element]]
        return self.position(self._attribute_offset(offset, attribute) if attribute else offset)

    def _attribute_offset(self, offset: int, name: str) -> int:
        """Return the offset of an attribute of the start tag at *offset*; the tag's own if it is not there."""
        tag = _TAG_NAME.match(self.data, offset)
        end = tag.end() if tag else offset
        while found := _ATTRIBUTE.match(self.data, end):
            if found[1] == name.encode():
                return found.start(1)
            end = found.end()
        return offset

    def line_text(self, line: int) -> str:
        """Return a line of the file, counted from 1, without its end."""
        start = self.line_starts[line - 1]
        end = self.line_starts[line] if line < len(self.line_starts) else len(self.data)
        return self.data[start:end].decode("utf-8", "replace").rstrip("\r\n")

    def diagnostic(self, element: etree._Element, code: str, message: str, attribute: str | None = None) -> Diagnostic:
        """Return the diagnostic *code* at an element or its attribute."""
        return Diagnostic(self.path, *self.place(element, attribute), code, message)


def _length(data: bytes) -> int:
    """Return how many characters of UTF-8 begin in *data*."""
    return len(data) if data.isascii() else len(data.translate(None, _CONTINUATION))


def read_xml(data: bytes, path: str, report: Report) -> XMLFile | None:
    """Return the file in *data*, or None after reporting the one thing that keeps us from it (X001-X004)."""
    if len(data) > LIMIT_BYTES:
        size = f"{len(data) / 1_000_000:.0f} MB"
        report(
            Diagnostic(path, 0, 0, "X004", f"the file has {size}, more than {LIMIT_BYTES // 1_000_000} MB; split it")
        )
        return None
    utf8 = decode_xml(data, path, report)
    if utf8 is None or not _is_sound(utf8, path, report):
        return None
    try:
        root = etree.fromstring(utf8, safe_parser("utf-8"))
    except etree.XMLSyntaxError as error:
        # libxml2 has limits of its own for depth, of which element_offsets has better words.
        if element_offsets(utf8, path, report) is None:
            return None
        line, column = error.position
        reason = re.sub(r", line \d+, column \d+$", "", error.msg or "not well-formed")
        report(Diagnostic(path, line or 0, column or 0, "X001", f"{reason}; correct it"))
        return None
    if too_deep()(root) and element_offsets(utf8, path, report) is None:
        return None
    file = XMLFile(path, utf8, root)
    if crowded := crowded_tags()(root):
        message = f"a tag has more than {LIMIT_ATTRIBUTES} attributes; look for quotation marks in wrong places"
        report(file.diagnostic(crowded[0], "X004", message))
        return None
    return file


@cache
def crowded_tags() -> etree.XPath:
    """Return what finds an element with more attributes than libxml2 looks through in reasonable time."""
    return etree.XPath(f"(//*[@*[{LIMIT_ATTRIBUTES + 1}]])[1]")


@cache
def too_deep() -> etree.XPath:
    """Return what says whether elements are nested deeper than the limit."""
    return etree.XPath(f"boolean({'/*' * (LIMIT_DEPTH + 1)})")


def _is_sound(data: bytes, path: str, report: Report) -> bool:
    """Return whether UTF-8 *data* is well-formed and without entities; if not, say why."""
    parser = expat.ParserCreate("utf-8", NAMESPACE_SEPARATOR)
    refuse_entities(parser, data)
    try:
        parser.Parse(data, True)
    except (Refused, expat.ExpatError):
        # Only now it matters how deep the place is, and which element is open there.
        return element_offsets(data, path, report) is not None
    finally:
        let_go(parser)
    return True


def element_offsets(data: bytes, path: str, report: Report) -> array[int] | None:
    """Return the byte offset of every start tag of UTF-8 *data*, or None after reporting why it cannot be read."""
    parser = expat.ParserCreate("utf-8", NAMESPACE_SEPARATOR)
    offsets = array("q")
    depth = 0

    def start(_name: str, _attributes: object) -> None:
        nonlocal depth
        offsets.append(parser.CurrentByteIndex)
        depth += 1
        if depth > LIMIT_DEPTH:
            message = f"elements are nested more than {LIMIT_DEPTH} deep; look for a tag that is never closed"
            raise Refused("X004", message, parser.CurrentByteIndex)

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser.ordered_attributes = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    refuse_entities(parser, data)
    try:
        parser.Parse(data, True)
    except Refused as refused:
        line, column = place_of(data[: refused.offset].decode("utf-8", "replace"))
        report(Diagnostic(path, line, column, refused.code, refused.message))
    except expat.ExpatError as error:
        report(explain(error, parser.ErrorByteIndex, data, path))
    else:
        return offsets
    finally:
        let_go(parser)
    return None


def refuse_entities(parser: expat.XMLParserType, data: bytes) -> None:
    """Make *parser* raise `Refused` at the first entity that a DTD declares or should declare."""

    def entity(name: str, is_parameter: bool, value: str | None, *_rest: object) -> None:
        sign = "%" if is_parameter else "&"
        how = "declares" if value is not None else "takes from another file"
        message = f"the DTD {how} the entity {sign}{name}; entities are never expanded, write the characters"
        raise Refused("X003", message, max(data.rfind(b"<!ENTITY", 0, parser.CurrentByteIndex + 1), 0))

    def skipped(name: str, is_parameter: bool) -> None:
        sign = "%" if is_parameter else "&"
        message = f"{sign}{name}; is declared in a DTD, which is not read; write the character itself"
        raise Refused("X003", message, parser.CurrentByteIndex)

    parser.EntityDeclHandler = entity
    parser.SkippedEntityHandler = skipped


def let_go(parser: expat.XMLParserType) -> None:
    """Part a parser from its handlers, which know it: otherwise both and the file stay in memory for a long time."""
    parser.StartElementHandler = parser.EndElementHandler = None
    parser.EntityDeclHandler = parser.SkippedEntityHandler = None
