"""Files that belong to the program: in the installed package, or in a checkout beside it."""

from __future__ import annotations

from pathlib import Path

from lenin_tei.diagnostics import LeninTeiError

PACKAGE = Path(__file__).parent
SCHEMA_FILES = ("lenin_tei.rng", "lenin_tei.sch", "lenin_tei.odd")  # what stands beside an edition


def schema_path(name: str) -> Path:
    """Return the path of a file of the encoding, such as "lenin_tei.rng"; raise `LeninTeiError` if it is missing."""
    return _found(f"schema/{name}", f"schema/{name}")


def authority_path() -> Path:
    """Return the path of the authority file that comes with the program."""
    return _found("authority.xml", "corpus/authority.xml")


SHIPPED = "shipped"  # how an edition or the command line calls the authority file that comes with the program


def authority_file(name: str, beside: Path) -> Path:
    """Return the file an authority is called: "shipped", or a path seen from the folder *beside*."""
    return authority_path() if name == SHIPPED else beside / name


def _found(packaged: str, in_checkout: str) -> Path:
    for path in (PACKAGE / packaged, PACKAGE.parent / in_checkout):
        if path.is_file():
            return path
    raise LeninTeiError(f"{packaged} is missing from the installation; install lenin-tei again")
