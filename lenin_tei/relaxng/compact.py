"""Compact syntax → the same tree as the XML syntax gives.

Read here rather than by the package ``rnc2rng``, which opens included files and addresses on its own, leaves out what
an include overrides, and keeps no lines.  Annotations and documentation comments are skipped.
"""

from __future__ import annotations

from lenin_tei.relaxng.compact_patterns import read_contents, read_pattern
from lenin_tei.relaxng.compact_tokens import CompactParser, read_tokens
from lenin_tei.relaxng.errors import SchemaError
from lenin_tei.relaxng.syntax import Node


def read_schema(parser: CompactParser) -> Node:
    """Read the whole: declarations, then a pattern or the content of a grammar."""
    parser.declarations()
    token, after = parser.tokens[parser.at], parser.tokens[min(parser.at + 1, len(parser.tokens) - 1)]
    defines = token.kind == "name" and after.text in ("=", "|=", "&=", "[") and after.kind == "sign"
    if token.kind == "end" or defines or parser.peek("start", "div", "include"):
        root = parser.node("grammar")
        root.children = read_contents(parser, "end")
    else:
        root = read_pattern(parser)
    if parser.tokens[parser.at].kind != "end":
        raise parser.fault(f'"{parser.tokens[parser.at].text}" cannot stand here')
    if parser.default is not None:
        root = root if "ns" not in root.attributes else parser.node("group", {}, [root])
        root.attributes["ns"] = parser.default
    return root


def parse_compact(data: bytes, path: str, base: str) -> Node:
    """Return the root of the schema *data* in compact syntax, or raise ``SchemaError``."""
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise SchemaError(path, 0, f"cannot be decoded: {error}") from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return read_schema(CompactParser(read_tokens(text, path), path, base))
