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
from lenin_tei.tomlfile import line_of

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
            said = named_in(layout, file, "targets") if form in edition.targets else "--to"
            raise LeninTeiError(f"{said}: unknown target {form!r}; known are {known}")
    profile = edition.profile or "auto"
    own = None
    if profile != "auto" and profile not in profile_names():
        own = File(profile, read(layout.root / profile, named_in(layout, file, "profile")))
    shared = layout.root / (edition.decisions or SHARED_DECISIONS)
    decisions = None
    if edition.decisions or shared.is_file():
        data = read(shared, named_in(layout, file, "decisions") if edition.decisions else "")
        decisions = File(edition.decisions or SHARED_DECISIONS, data)
    authority = read_authority(layout, edition, named_in(layout, file, "authority")) if level != "structure" else None
    converting = edition._replace(targets=(), files="", decisions="", authority="", more_authorities=(), profile="")
    parts = (
        repr(converting), profile, own.data if own else b"", decisions.data if decisions else b"", level,
        str(authority is not None), tool_digest(),
    )  # fmt: skip
    return Settings(file, profile, own, decisions, authority, level, wanted, tool_digest(), digest_of(*parts))


def read_authority(layout: Layout, edition: Edition, named: str) -> File:
    """Return the authority file of an edition, several as one; *named* is where the edition file names it."""
    place = authority_file(edition.authority or SHIPPED, layout.root)
    data = read(place, named)
    if edition.more_authorities:
        from lenin_tei.names.stacking import stacked

        further = [(read(authority_file(name, layout.root), named), name) for name in edition.more_authorities]
        data = stacked([(data, edition.authority), *further])
    return File(edition.authority or place.name, data)


def named_in(layout: Layout, edition: File, key: str) -> str:
    """Return where the edition file says something, as path and line."""
    return f"{layout.edition}:{line_of(edition.data.decode('utf-8-sig'), '', key)}"


def read(path: Path, named: str = "") -> bytes:
    """Return the bytes of a file; `LeninTeiError` in one line if that cannot be done, from where it is *named*."""
    try:
        return path.read_bytes()
    except OSError as error:
        before = f"{named}: " if named else ""
        raise LeninTeiError(f"{before}{path}: {(error.strerror or str(error)).lower()}") from error


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
