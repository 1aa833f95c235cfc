"""Schematron: read rules, run them over documents, tell every finding with its place.

``load_rules`` reads a file (``read_rules`` bytes): ISO Schematron, or a RELAX NG schema with rules embedded in it.
``check`` gives every ``Finding`` of a document; what cannot run is one too, which ``find_unsupported`` tells before.
"""

from __future__ import annotations

from lenin_tei.schematron.model import RuleSet, SchematronError
from lenin_tei.schematron.reading import load_rules, read_rules
from lenin_tei.schematron.running import Finding, check, find_unsupported

__all__ = ["Finding", "RuleSet", "SchematronError", "check", "find_unsupported", "load_rules", "read_rules"]
