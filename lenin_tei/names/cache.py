"""A prepared register on disk, so that a large authority file is read and indexed once.

The file is named by a digest of the authority file and of our and Python's formats: a changed authority file
is another file. Writing is atomic, and the directory may be deleted at any time.
"""

from __future__ import annotations

import marshal
import os
import sys
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from lenin_tei.names.register import Register, load_register

FORMAT = f"lenin-tei register 2, marshal {marshal.version}, {sys.implementation.cache_tag}"


def load_cached(data: bytes, path: str, directory: Path) -> Register:
    """Return the register of an authority file, from *directory* if it was prepared before, else prepared now."""
    kept = directory / f"{sha256(FORMAT.encode() + data).hexdigest()[:40]}.register"
    try:
        rows, forms, surnames, longest, small = marshal.loads(kept.read_bytes())
    except (OSError, ValueError, EOFError, TypeError):
        register = load_register(data, path)
        keep(register, kept)
        return register
    numbers = {row[0]: number for number, row in enumerate(rows)}
    return Register(path, data, rows, numbers, forms, surnames, longest, small)


def keep(register: Register, kept: Path) -> None:
    """Write a prepared register; a directory that cannot be written is no fault, only slower."""
    rows = [tuple(plain(cell) for cell in row) for row in register.rows]
    prepared = marshal.dumps((rows, register.forms, register.surnames, register.longest, register.small))
    unfinished = kept.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(prepared)
        unfinished.replace(kept)


def plain(cell: object) -> object:
    """Return the names of a row as plain tuples, the only ones that can be kept."""
    return tuple(tuple(name) for name in cell) if isinstance(cell, tuple) else cell
