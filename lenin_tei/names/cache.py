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

FORMAT = f"lenin-tei register 4, marshal {marshal.version}, {sys.implementation.cache_tag}"


def load_cached(data: bytes, path: str, directory: Path) -> Register:
    """Return the register of an authority file, from *directory* if it was prepared before, else prepared now."""
    kept = directory / f"{sha256(FORMAT.encode() + data).hexdigest()[:40]}.register"
    try:
        ids, rows, *index = marshal.loads(kept.read_bytes())
        return Register(path, data, rows, dict(zip(ids, range(len(ids)), strict=True)), *index)
    except (OSError, ValueError, EOFError, TypeError):
        register = load_register(data, path)
        keep(register, kept)
        return register


def keep(register: Register, kept: Path) -> None:
    """Write a prepared register; a directory that cannot be written is no fault, only slower."""
    rows = [marshal.dumps((*entry[:3], tuple(map(tuple, entry.names)), *entry[4:])) for entry in register]
    index = (register.forms, register.surnames, register.longest, register.small, register.forenames)
    prepared = marshal.dumps((list(register.numbers), rows, *index))
    unfinished = kept.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(prepared)
        unfinished.replace(kept)
