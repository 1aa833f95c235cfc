"""lenin-tei: plain transcriptions of historical documents become TEI P5 editions, and TEI is checked and exported.

`convert`, `validate`, `export` and `Diagnostic` are the whole programming interface; they are imported when first used,
so that `lenin-tei --version` need not wait for an XML parser.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"
__all__ = ["Diagnostic", "__version__", "convert", "export", "validate"]

if TYPE_CHECKING:
    from lenin_tei.conversion import convert
    from lenin_tei.diagnostics import Diagnostic
    from lenin_tei.exporters import export
    from lenin_tei.validation import validate

_HOME = {
    "Diagnostic": "lenin_tei.diagnostics",
    "convert": "lenin_tei.conversion",
    "export": "lenin_tei.exporters",
    "validate": "lenin_tei.validation",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)
