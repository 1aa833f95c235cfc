"""What an exporter of folders deals in: documents that are read when they are needed, files that are made when needed.

In come documents as pairs of path and bytes, which may be walked through more than once; out go files as pairs of a
path inside the folder and its content.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple, TypeAlias

from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.patterns import lazy

_NO_NAME = lazy(r'[\x00-\x1f\x7f<>:"|?*\\]')
# Names that mean a device to Windows, whatever follows them.
DEVICE = lazy(r"(con|prn|aux|nul|com\d|lpt\d)(\.|\Z)", re.I)


class Later(NamedTuple):
    """A file that is made only if the one made from the same *key* is not there any more."""

    key: str
    make: Callable[[], bytes]


Documents: TypeAlias = Iterable[tuple[str, bytes]]
Content: TypeAlias = bytes | Later
FolderFunction: TypeAlias = Callable[[Documents, Mapping[str, object]], Iterator[tuple[str, Content]]]


def check_inside(path: str) -> str:
    """Return *path* if it is a name inside a folder on every system; else raise `LeninTeiError`."""
    parts = PurePosixPath(path).parts
    if (
        not parts
        or path.startswith("/")
        or _NO_NAME.search(path)
        or any(part == ".." or part.endswith((".", " ")) or DEVICE.match(part) or len(part) > 200 for part in parts)
    ):
        raise LeninTeiError(f"{path!r} is no name for a file of the output folder")
    return path
