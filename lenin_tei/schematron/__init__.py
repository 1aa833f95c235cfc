"""Schematron: read a rule set, run it over documents, tell every rule that does not hold.

The engine knows nothing of TEI. `read_schema` reads ISO Schematron, alone or embedded in a RELAX NG; `compile_schema`
makes its XPath runnable (elementpath: XPath 1 to 3.1, no XSLT); `Rules.check` yields a `Failure` for every assert that
fails, every report that succeeds and everything that cannot be run.
"""

from __future__ import annotations

from lenin_tei.schematron.model import Schema, SchematronError
from lenin_tei.schematron.reading import read_schema
from lenin_tei.schematron.running import Failure, Rules, compile_schema

__all__ = ["Failure", "Rules", "Schema", "SchematronError", "compile_schema", "read_schema"]
