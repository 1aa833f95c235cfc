"""What a Schematron rule set says of a TEI file, as diagnostics."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from lxml import etree

from lenin_tei.diagnostics import Diagnostic, LeninTeiError
from lenin_tei.schematron import Failure, SchematronError, compile_schema, read_schema
from lenin_tei.source import Position
from lenin_tei.xmlfile import XMLFile

CODES = {"error": "S010", "warning": "S011"}


def load_rules(path: Path, phase: str = "") -> Callable[[XMLFile, Collection[Position]], Iterator[Diagnostic]]:
    """Return the check by the rule set in a file: Schematron, or a RELAX NG with rules in it.

    *phase* chooses patterns. Raises `LeninTeiError` if the rule set cannot be used.
    """
    try:
        rules = compile_schema(read_schema(path.read_bytes(), str(path), _read_beside), phase)
    except (SchematronError, OSError) as error:
        raise LeninTeiError(f"the rules cannot be used: {error}") from error

    def check(file: XMLFile, told: Collection[Position]) -> Iterator[Diagnostic]:
        for failure in rules.check(etree.ElementTree(file.root), file.path):
            yield _diagnostic(file, failure)

    return check


def _read_beside(href: str, base: str) -> bytes:
    """Return the bytes of a local file that a rule set includes."""
    return (Path(base).parent / href).read_bytes()


def _diagnostic(file: XMLFile, failure: Failure) -> Diagnostic:
    """Return S010 or S011 for a rule that does not hold, S012 for one that could not be run."""
    if failure.kind == "stopped":
        message = f"{failure.message}; correct the rule, or check it with a program that has XSLT"
        return Diagnostic(file.path, 0, 0, "S012", message)
    element = file.root if failure.element is None else failure.element
    return file.diagnostic(
        element, CODES[failure.severity], f"{failure.message} ({failure.rule})", _typed(element, failure)
    )


def _typed(element: etree._Element, failure: Failure) -> str | None:
    """Return the name of a failing attribute as the file writes it."""
    if not failure.attribute:
        return None
    name = etree.QName(failure.attribute)
    prefixes = {uri: prefix for prefix, uri in element.nsmap.items() if prefix}
    prefixes["http://www.w3.org/XML/1998/namespace"] = "xml"
    return f"{prefixes[name.namespace]}:{name.localname}" if name.namespace in prefixes else name.localname
