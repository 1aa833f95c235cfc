"""What all documents of a build share: edition, profile, authority file, common decisions, forms, and ourselves.

`Settings` hold bytes and not places, so that they can be sent to another computer.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from lenin_tei import __version__
from lenin_tei.corpus.layout import EDITION, SHARED_DECISIONS, Layout
from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.edition import Edition, load_edition
from lenin_tei.exporters import EXPORTERS, FOLDER_EXPORTERS
from lenin_tei.profile_tables import profile_names
from lenin_tei.resources import SHIPPED, authority_file

PACKAGE = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class File:
    """A file of the edition: the name it is told by, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Settings:
    """What the documents of a build share; `digest` changes when TEI could come out otherwise.

    The authority file is not in the digest: which documents it touches is told from what they looked up.
    """

    edition: File
    profile: str
    profile_file: File | None
    decisions: File | None
    authority: File | None
    level: str
    forms: tuple[str, ...]
    tool: str
    digest: str

    def loaded_edition(self) -> Edition:
        """Return the edition file as read."""
        return load_edition(self.edition.data, self.edition.name)


def read_settings(layout: Layout, forms: Sequence[str] = (), level: str = "full") -> Settings:
    """Return the settings of an edition folder; *forms* are those asked for besides the edition's targets.

    Raises `LeninTeiError` for a fault in one of the files, or an unknown form.
    """
    file = File(EDITION, read(layout.edition))
    edition = load_edition(file.data, str(layout.edition))
    wanted = tuple(dict.fromkeys((*edition.targets, *forms)))
    for form in wanted:
        if form != "tei" and form not in EXPORTERS and form not in FOLDER_EXPORTERS:
            known = ", ".join(["tei", *EXPORTERS, *(name for name in FOLDER_EXPORTERS if name != "tei")])
            raise LeninTeiError(f"{layout.edition}: unknown target {form!r}; known are {known}")
    profile = edition.profile or "auto"
    own = None
    if profile != "auto" and profile not in profile_names():
        own = File(profile, read(layout.root / profile))
    shared = layout.root / (edition.decisions or SHARED_DECISIONS)
    decisions = (
        File(shared.relative_to(layout.root).as_posix(), read(shared))
        if edition.decisions or shared.is_file()
        else None
    )
    authority = None
    if level != "structure":
        place = authority_file(edition.authority or SHIPPED, layout.root)
        data = read(place)
        if edition.more_authorities:
            from lenin_tei.names.stacking import stacked

            further = [(read(authority_file(name, layout.root)), name) for name in edition.more_authorities]
            data = stacked([(data, edition.authority), *further])
        authority = File(edition.authority or place.name, data)
    converting = edition._replace(targets=(), files="", decisions="", authority="", more_authorities=(), profile="")
    parts = (
        repr(converting), profile, own.data if own else b"", decisions.data if decisions else b"", level,
        str(authority is not None), tool_digest(),
    )  # fmt: skip
    return Settings(file, profile, own, decisions, authority, level, wanted, tool_digest(), digest_of(*parts))


def read(path: Path) -> bytes:
    """Return the bytes of a file; `LeninTeiError` in one line if that cannot be done."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise LeninTeiError(f"{path}: {(error.strerror or str(error)).lower()}") from error


def digest_of(*parts: str | bytes) -> str:
    """Return a digest of some values in order, such that no two lists of values share one."""
    made = sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        made.update(len(data).to_bytes(8, "big"))
        made.update(data)
    return made.hexdigest()


@cache
def tool_digest() -> str:
    """Return a digest of this program: its version and its files, and of the Python it runs in."""
    parts: list[str | bytes] = [__version__, ".".join(map(str, sys.version_info[:2]))]
    for path in own_files():
        parts += [path.relative_to(PACKAGE).as_posix(), path.read_bytes()]
    return digest_of(*parts)


def own_files() -> Iterator[Path]:
    """Yield the files of this program that shape what it makes."""
    for path in sorted(PACKAGE.rglob("*")):
        inner = path.relative_to(PACKAGE).parts
        if inner[0] != "cli" and "__pycache__" not in inner and path.suffix not in (".pyc", "") and path.is_file():
            yield path
