"""A prepared register on disk, so that a large authority file is read and indexed once."""

from __future__ import annotations

import marshal
from pathlib import Path
from typing import Any

from lenin_tei.names.register import Register, load_register
from lenin_tei.prepared import prepared

KIND = "register-6"


def load_cached(data: bytes, path: str, directory: Path) -> Register:
    """Return the register of an authority file, from *directory* if it was prepared before, else prepared now."""
    ids, rows, *index = prepared(KIND, data, lambda: packed(load_register(data, path)), directory)
    return Register(path, data, rows, dict(zip(ids, range(len(ids)), strict=True)), *index)


def packed(register: Register) -> tuple[Any, ...]:
    """Return a register as what `marshal` can write; each entry is packed by itself and unpacked when it is needed."""
    rows = [marshal.dumps((*entry[:3], tuple(map(tuple, entry.names)), *entry[4:])) for entry in register]
    index = (register.forms, register.surnames, register.longest, register.small, register.forenames)
    return list(register.numbers), rows, *index
