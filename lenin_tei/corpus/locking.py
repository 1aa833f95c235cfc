"""One build at a time: a lock on a file, which the system gives back even when the builder was killed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lenin_tei.diagnostics import LeninTeiError


@contextmanager
def locked(state: Path, root: Path) -> Iterator[None]:
    """Hold the lock of an edition folder; raise `LeninTeiError` in one line if somebody else holds it."""
    state.mkdir(parents=True, exist_ok=True)
    path = state / "lock"
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        try:
            take(handle)
        except OSError as error:
            holder = os.pread(handle, 200, 0).decode(errors="replace").strip() if hasattr(os, "pread") else ""
            said = f" ({holder})" if holder else ""
            raise LeninTeiError(f"{root}: another build is under way{said}; wait for it, or stop it") from error
        os.ftruncate(handle, 0)
        os.write(handle, f"process {os.getpid()} on {host()}\n".encode())
        yield
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def take(handle: int) -> None:
    """Take the lock or raise `OSError` at once."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(handle, 1 << 30, os.SEEK_SET)  # beyond what is written, which others must be able to read
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def host() -> str:
    """Return the name of this computer."""
    return os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "this computer")
