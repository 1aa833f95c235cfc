"""RELAX NG: read a schema, validate documents with it, tell every fault in plain words.

The engine knows nothing of TEI.  ``load_grammar`` reads a file (``read_grammar`` bytes), ``is_valid`` gives a verdict,
``validate`` every ``Fault``; a faulty schema is a ``SchemaError``.  ``flatten`` writes a grammar for libxml2.
"""

from __future__ import annotations

from lenin_tei.relaxng.errors import SchemaError
from lenin_tei.relaxng.faults import Fault
from lenin_tei.relaxng.flattening import flatten
from lenin_tei.relaxng.grammar import Grammar
from lenin_tei.relaxng.loading import load_grammar, read_grammar
from lenin_tei.relaxng.validation import validate
from lenin_tei.relaxng.verdict import is_valid

__all__ = ["Fault", "Grammar", "SchemaError", "flatten", "is_valid", "load_grammar", "read_grammar", "validate"]
