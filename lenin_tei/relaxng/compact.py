"""Compact syntax → the same tree as the XML syntax, through the package ``rnc2rng``.

The translation keeps no places: faults found after it stand in line 0 of the file, faults of the syntax in their line.
"""

from __future__ import annotations

from lenin_tei.relaxng.errors import SchemaError
from lenin_tei.relaxng.syntax import Node, parse_schema


def parse_compact(data: bytes, path: str, base: str) -> Node:
    """Return the root of the schema *data* in compact syntax, or raise ``SchemaError``."""
    try:
        import rnc2rng
        from rply import LexingError, ParsingError
    except ImportError:
        message = "the compact syntax needs the package rnc2rng; install it or translate the schema to .rng"
        raise SchemaError(path, 0, message) from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SchemaError(path, 0, f"cannot be decoded: {error}") from None
    try:
        xml = rnc2rng.dumps(rnc2rng.loads(text))
    except (LexingError, ParsingError) as error:
        position = error.getsourcepos()
        raise SchemaError(path, position.lineno if position else 0, "not compact syntax from here on") from None
    except (AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        # The translator meets what it did not foresee in many ways; to a reader they are one.
        raise SchemaError(path, 0, f"the compact syntax cannot be translated: {error!r}") from None
    try:
        root = parse_schema(xml.encode(), path, base)
    except SchemaError as error:
        raise SchemaError(path, 0, error.message) from None
    _forget_lines(root)
    return root


def _forget_lines(root: Node) -> None:
    todo = [root]
    while todo:
        node = todo.pop()
        node.line = 0
        todo.extend(node.children)
