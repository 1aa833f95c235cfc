"""Compiled grammars kept on disk, so that a schema of a megabyte is ready in milliseconds.

An entry is named by the schema's path and holds the fingerprint of every file that was reached, so a changed file
makes it stale.  The form is marshalled tuples behind a checksum: never code, never pickles.  A damaged entry counts as
none.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
import tempfile
from pathlib import Path

from lenin_tei.relaxng.grammar import Flat

# Raise it whenever the flat form or the reading of schemas changes.
ENGINE_VERSION = 1
_MAGIC = f"relaxng {ENGINE_VERSION} {sys.implementation.cache_tag} {marshal.version}\n".encode()

Fingerprints = tuple[tuple[str, str], ...]


def default_cache() -> Path:
    """Return the directory of the user's cache."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if Path(base).is_absolute() else Path.home() / ".cache") / "lenin-tei" / "grammars"


def fingerprint(data: bytes) -> str:
    """Return a fingerprint of the content of a file."""
    return hashlib.sha256(data).hexdigest()


def entry_path(cache: Path, schema: str) -> Path:
    """Return where the compiled form of *schema*, an absolute path, is kept."""
    return cache / f"{fingerprint(_MAGIC + os.fsencode(schema))[:32]}.grammar"


def load_entry(path: Path) -> Flat | None:
    """Return the grammar kept at *path*, None when there is none, it is damaged, or a file of it has changed."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    magic, _, rest = data.partition(b"\n")
    if magic + b"\n" != _MAGIC or rest[:32] != hashlib.sha256(rest[32:]).digest():
        return None
    try:
        files, flat = marshal.loads(rest[32:])
        fresh = all(fingerprint(Path(name).read_bytes()) == known for name, known in files)
    except (EOFError, ValueError, TypeError, OSError):
        return None
    return flat if fresh else None


def save_entry(path: Path, files: Fingerprints, flat: Flat) -> None:
    """Keep the grammar at *path*, at once or not at all; a cache that cannot be written is no fault."""
    payload = marshal.dumps((files, flat))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    except OSError:
        return
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_MAGIC + hashlib.sha256(payload).digest() + payload)
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
