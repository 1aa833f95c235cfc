"""What is not valid for a schema: a verdict first, and every fault told once where there is one.

Our own small grammar is compiled by libxml2 in milliseconds, which is all a valid file needs; its messages are few and
vague, so what is invalid is explained by our own engine, which finds every fault and its place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from typing import TYPE_CHECKING

from lxml import etree

from lenin_tei.diagnostics import Diagnostic
from lenin_tei.resources import schema_path
from lenin_tei.source import Position
from lenin_tei.xmlfile import XMLFile

if TYPE_CHECKING:
    from lenin_tei.relaxng import Grammar

OUR_SCHEMA = "lenin_tei.rng"
# What a value of ours should be: the engine would quote the pattern of the pointer.
_POINTER = "a URI with minLength 1"


@cache
def our_verdict() -> etree.RelaxNG:
    """Return our schema as libxml2 compiles it, once per process."""
    return etree.RelaxNG(etree.parse(str(schema_path(OUR_SCHEMA)), etree.XMLParser(no_network=True)))


@cache
def our_grammar() -> Grammar:
    """Return our schema as our own engine reads it, once per process."""
    from lenin_tei.relaxng import load_grammar

    return load_grammar(schema_path(OUR_SCHEMA))


def check_schema(file: XMLFile, told: Collection[Position] = (), schema: Grammar | None = None) -> Iterator[Diagnostic]:
    """Yield S001 for every fault of a file by *schema* (ours without one), except in attributes *told* already."""
    if schema is None and our_verdict().validate(file.root):
        return
    from lenin_tei.relaxng import validate

    faults = validate(file.data, schema or our_grammar(), ids=False)
    for fault in faults:
        place = Position(fault.line, fault.column)
        if not (fault.kind.startswith("attribute") and place in told):
            yield Diagnostic(file.path, fault.line, fault.column, "S001", _in_our_words(fault.message))
    if not faults and schema is None and not told:
        entry = our_verdict().error_log[0]
        yield Diagnostic(file.path, entry.line, 1, "S001", f"{entry.message}; see the schema")


def _in_our_words(message: str) -> str:
    """Return a message of the engine with the pattern of our pointers in words."""
    start, found, _ = message.partition(_POINTER)
    return f"{start}one pointer, such as #id or a URI without spaces" if found else message
