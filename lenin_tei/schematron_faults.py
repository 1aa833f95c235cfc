"""What a Schematron rule set says of a TEI file, as diagnostics."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from lenin_tei.diagnostics import Diagnostic, LeninTeiError
from lenin_tei.schematron import Finding, SchematronError, check, load_rules
from lenin_tei.schematron.running import active_patterns
from lenin_tei.source import Position
from lenin_tei.xmlfile import XMLFile


def load_schematron(path: Path, phase: str = "") -> Callable[[XMLFile, Collection[Position]], Iterator[Diagnostic]]:
    """Return the check by the rule set in a file: Schematron, or a RELAX NG with rules in it.

    *phase* chooses patterns. Raises `LeninTeiError` if the rule set cannot be used, or has no such phase.
    """
    try:
        rules = load_rules(path)
        active_patterns(rules, phase)
    except (SchematronError, OSError) as error:
        raise LeninTeiError(f"the rules cannot be used: {error}") from error

    def checked(file: XMLFile, told: Collection[Position]) -> Iterator[Diagnostic]:
        for finding in check(file.data, rules, phase=phase, uri=file.path, encoding="utf-8"):
            yield _diagnostic(file.path, finding)

    return checked


def _diagnostic(path: str, finding: Finding) -> Diagnostic:
    """Return S010 or S011 for a rule that does not hold, S012 for one that could not be run."""
    if finding.kind == "unsupported":
        message = f"{finding.message}; correct the rule, or check it with a program that has XSLT"
        return Diagnostic(path, 0, 0, "S012", message)
    code = "S010" if finding.severity == "error" else "S011"
    name = finding.name or finding.pattern
    return Diagnostic(
        path, finding.line, finding.column, code, f"{finding.message} ({name})" if name else finding.message
    )
