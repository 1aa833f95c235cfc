"""What is costly to read and seldom changes, prepared once and kept on disk.

A prepared value lies in a file that also holds the bytes it was made from: a changed source is noticed, whatever its
date. The directory may be deleted at any time, and one that cannot be written is no fault, only slower.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar
from zlib import crc32

from lenin_tei import __version__

Value = TypeVar("Value")
FORMAT = f"lenin-tei {__version__}, marshal {marshal.version}, {sys.implementation.cache_tag}"


def prepared(kind: str, source: bytes, make: Callable[[], Value], directory: Path) -> Value:
    """Return what *make* makes of *source*, from *directory* if it was made before.

    *kind* names maker and form, and changes with them; the value consists of what `marshal` can write.
    """
    kept = directory / f"{kind}-{crc32(source):08x}"
    with suppress(OSError, ValueError, EOFError, TypeError):
        form, bytes_then, value = marshal.loads(kept.read_bytes())
        if form == FORMAT and bytes_then == source:
            return value  # type: ignore[no-any-return]
    value = make()
    _keep(marshal.dumps((FORMAT, source, value)), kept)  # type: ignore[arg-type]
    return value


def _keep(data: bytes, kept: Path) -> None:
    """Write a file whole or not at all."""
    unfinished = kept.with_name(f"{kept.name}.{os.getpid()}")
    with suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(data)
        unfinished.replace(kept)


def cache_directory() -> Path:
    """Return the directory for what is prepared once and used again; LENIN_TEI_CACHE names another."""
    if os.environ.get("LENIN_TEI_CACHE"):
        return Path(os.environ["LENIN_TEI_CACHE"])
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "lenin-tei"
