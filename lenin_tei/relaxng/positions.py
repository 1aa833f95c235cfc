"""Places in a document: from byte offsets, as the parser gives them, to lines and columns.

Lines are counted from 1, columns from 1 in characters.
"""

from __future__ import annotations

import re
from bisect import bisect_right

_NEWLINE = re.compile(rb"\r\n?|\n")
_TAG = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")
_ATTRIBUTE = re.compile(rb"""([^\s=<>"'/]+)\s*=\s*(?:"[^"]*"|'[^']*')""")

Place = tuple[int, int]


class Positions:
    """The lines of one document in an encoding that agrees with ASCII."""

    def __init__(self, data: bytes, encoding: str) -> None:
        self.data = data
        self.encoding = encoding
        self._starts: list[int] | None = None
        # The tag looked at last: its end, its attributes.
        self._tag = (-1, -1)
        self._attributes: tuple[int, dict[tuple[bytes, bool], int]] = (-1, {})

    def place(self, offset: int) -> Place:
        """Return line and column of the byte at *offset*."""
        if self._starts is None:
            self._starts = [0, *(match.end() for match in _NEWLINE.finditer(self.data))]
        line = bisect_right(self._starts, offset)
        start = self._starts[line - 1]
        if line == 1 and self.data.startswith(b"\xef\xbb\xbf"):
            start = 3
        return line, 1 + len(self.data[start:offset].decode(self.encoding, "replace"))

    def tag_end(self, offset: int) -> int:
        """Return the offset behind the tag that begins at *offset*, or *offset* when none begins there."""
        if self._tag[0] != offset:
            match = _TAG.match(self.data, offset)
            self._tag = (offset, match.end() if match else offset)
        return self._tag[1]

    def attribute(self, offset: int, local: str, qualified: bool) -> int:
        """Return the offset of an attribute in the start tag at *offset*; *qualified* says it has a prefix."""
        if self._attributes[0] != offset:
            self._attributes = (offset, self._attributes_of(offset))
        return self._attributes[1].get((local.encode(self.encoding, "replace"), qualified), offset)

    def _attributes_of(self, offset: int) -> dict[tuple[bytes, bool], int]:
        """Return where the attributes of a start tag are: one tag may have very many, and all of them wrong."""
        found: dict[tuple[bytes, bool], int] = {}
        for match in _ATTRIBUTE.finditer(self.data, offset, self.tag_end(offset)):
            prefix, colon, name = match.group(1).rpartition(b":")
            if prefix != b"xmlns":
                found.setdefault((name, bool(colon)), match.start())
        return found
