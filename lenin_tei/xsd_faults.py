"""What is not valid for an XSD of somebody else's: `xmlschema` reads the schema and names every fault."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from lenin_tei.diagnostics import Diagnostic, LeninTeiError
from lenin_tei.source import Position
from lenin_tei.xmlfile import XMLFile

if TYPE_CHECKING:
    from xmlschema import XMLSchemaValidationError

_NAMESPACE = re.compile(r"\{[^}]*\}")


def load_xsd(path: Path) -> Callable[[XMLFile, Collection[Position]], Iterator[Diagnostic]]:
    """Return the check by the XSD in a file; nothing is fetched. Raises `LeninTeiError` if it cannot be used."""
    import xmlschema

    try:
        schema = xmlschema.XMLSchema(str(path), allow="local")
    except (xmlschema.XMLSchemaException, OSError, SyntaxError) as error:
        reason = " ".join(str(error).split())[:200]
        raise LeninTeiError(f"the schema {path} cannot be used: {reason}") from error

    def check(file: XMLFile, told: Collection[Position]) -> Iterator[Diagnostic]:
        errors: Iterator[XMLSchemaValidationError] = schema.iter_errors(file.root)  # type: ignore[arg-type]  # lxml's
        for error in errors:
            found = _diagnostic(file, error)
            if Position(found.line, found.column) not in told:
                yield found

    return check


def _diagnostic(file: XMLFile, error: XMLSchemaValidationError) -> Diagnostic:
    """Return an error of xmlschema as S001, at the child that cannot stand where it does if there is one."""
    element = error.elem if isinstance(error.elem, etree._Element) else file.root
    child = getattr(error, "invalid_child", None)
    place = child if isinstance(child, etree._Element) else element
    reason = _NAMESPACE.sub("", " ".join((error.reason or "not valid").split())).rstrip(".")
    return file.diagnostic(place, "S001", f"{reason}; see the schema ({error.path or '/'})")
