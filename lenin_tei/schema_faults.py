"""What is not valid for a schema: a verdict first, and every fault told once where there is one.

Our own small grammar is compiled by libxml2 in milliseconds, which is all a valid file needs. What libxml2 refuses our
own engine looks at: it finds every fault and its place, and has the last word, as libxml2 refuses a URI with blanks
around it, which is valid.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from lenin_tei.diagnostics import Diagnostic, LeninTeiError
from lenin_tei.resources import schema_path
from lenin_tei.source import Position
from lenin_tei.xmlfile import XMLFile

if TYPE_CHECKING:
    from lenin_tei.relaxng import Grammar

# A check by a schema: the file, and the places of faults that were told already.
Check = Callable[[XMLFile, Collection[Position]], Iterator[Diagnostic]]
# Up to this many bytes libxml2 has done before our own engine, which is faster, is loaded.
SMALL = 300_000
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


def check_ours(file: XMLFile, told: Collection[Position] = ()) -> Iterator[Diagnostic]:
    """Yield S001 for every fault of a file by our schema, except for values *told* already."""
    if len(file.data) > SMALL or not our_verdict().validate(file.root):
        yield from _check(file, told, our_grammar())


def load_schema(path: Path) -> Check:
    """Return the check by the schema in a file, RELAX NG (also compact) or XSD; `LeninTeiError` if it is faulty."""
    if path.suffix.lower() == ".xsd":
        from lenin_tei.xsd_faults import load_xsd

        return load_xsd(path)
    from lenin_tei.relaxng import SchemaError, load_grammar

    try:
        grammar = load_grammar(path)
    except SchemaError as error:
        raise LeninTeiError(f"the schema cannot be used: {error}") from error
    return lambda file, told: _check(file, told, grammar)


def _check(file: XMLFile, told: Collection[Position], grammar: Grammar) -> Iterator[Diagnostic]:
    """Yield S001 for the faults our engine finds, except for values and ids of which an error was *told* already."""
    from lenin_tei.relaxng import validate

    for fault in validate(file.data, grammar, encoding="utf-8"):
        place = Position(fault.line, fault.column)
        if not (fault.kind in ("attribute-value", "id") and place in told):
            message = _in_our_words(fault.message)
            yield Diagnostic(file.path, *place, "S001", message, fault.jing_line, fault.jing_column)


def _in_our_words(message: str) -> str:
    """Return a message of the engine with the pattern of our pointers in words."""
    start, found, _ = message.partition(_POINTER)
    return f"{start}one pointer, such as #id or a URI without spaces" if found else message
