"""What is to be done: every transcription compared with what the manifest knows, mostly without reading it.

A file whose size, dates and number are those of last time has the bytes of last time, unless it was changed within the
tick of the clock in which it was looked at: then it is read. A file that looks changed is read, too, and only another
digest makes work.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from lenin_tei.corpus.layout import DECISIONS, NEW, SHARED_DECISIONS, TEI, TEXT, Layout, documents, is_sayable
from lenin_tei.corpus.manifest import Manifest, Output, Row
from lenin_tei.corpus.settings import Settings, digest_of
from lenin_tei.corpus.tracing import answers_to
from lenin_tei.exporters import EXPORTERS

FINE_TICK, COARSE_TICK = 50_000_000, 2_000_000_000  # nanoseconds
RETRIED = ("C001", "C002", "C003")  # what another run, or another computer, may do better


class Clock:
    """The clock of the file system: when a file written now would say it was written."""

    def __init__(self, state: Path) -> None:
        self.path = state / "clock"

    def now(self) -> int:
        """Return the time below which a date of a file can be trusted."""
        self.path.write_bytes(b"")
        os.utime(self.path)
        stamp = self.path.stat().st_mtime_ns
        return stamp - (FINE_TICK if stamp % 1_000_000 else COARSE_TICK)


def stat_of(stat: os.stat_result, trusted: int) -> str:
    """Return what tells that a file is the same, "" if it is too young to tell."""
    if max(stat.st_mtime_ns, stat.st_ctime_ns) >= trusted:
        return ""
    return f"{stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_size} {stat.st_ino}"


def digest_file(path: str | Path) -> str:
    """Return the digest of a file, "" if it is not there."""
    made = sha256()
    try:
        with Path(path).open("rb") as stream:
            while block := stream.read(1 << 20):
                made.update(block)
    except FileNotFoundError:
        return ""
    return made.hexdigest()


def digest_bytes(data: bytes) -> str:
    """Return the digest of some bytes."""
    return sha256(data).hexdigest()


def ending_of(form: str) -> str:
    """Return the ending of the files of a form."""
    return ".xml" if form == TEI else EXPORTERS[form].ending


def place_of(layout: Layout, name: str, form: str) -> Path:
    """Return the file of a document in a form."""
    return layout.output(name, form, ending_of(form))


def beside(path: Path) -> Path:
    """Return NAME.new.xml for NAME.xml."""
    return path.with_name(f"{path.stem}{NEW}{path.suffix}")


def decision_files(layout: Layout, name: str) -> tuple[Path, ...]:
    """Return where decisions about a document may lie: for its folder, then its own; the edition's are in settings."""
    own = layout.transcriptions / f"{name}{DECISIONS}"
    return own.with_name(SHARED_DECISIONS), own


class Look(NamedTuple):
    """What lies in the folder of transcriptions under one name."""

    name: str
    path: str
    stat: os.stat_result
    decisions: tuple[os.stat_result | None, ...]


@dataclass
class Scan:
    """What a scan found: how many documents, what is gone, what was edited by hand, rows to refresh,
    names that are not UTF-8."""

    documents: int = 0
    gone: list[str] = field(default_factory=list)
    edited: int = 0
    offered: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    unsayable: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    outputs: list[Output] = field(default_factory=list)


class Against(NamedTuple):
    """What documents are compared with: the settings, the register's digest and answers, the trusted time."""

    settings: Settings
    forms: tuple[str, ...]
    register: str
    answers: Mapping[int, int]
    trusted: int


def looks(layout: Layout) -> Iterator[Look]:
    """Yield every transcription, in the order of names."""
    if not layout.transcriptions.is_dir():
        return
    folder, shared, own = "", None, set[str]()
    for name, entry in documents(layout.transcriptions, TEXT):
        here = entry.path[: -len(entry.name)]
        if here != folder:
            folder = here
            own = {one for one in os.listdir(here) if one.endswith(DECISIONS)}  # noqa: PTH208
            shared = os.stat(here + SHARED_DECISIONS) if (Path(here) / SHARED_DECISIONS).is_file() else None  # noqa: PTH116
        mine = entry.name[: -len(TEXT)] + DECISIONS
        yield Look(name, entry.path, entry.stat(), (shared, os.stat(here + mine) if mine in own else None))  # noqa: PTH116


def scan(layout: Layout, manifest: Manifest, against: Against, found: Scan) -> Iterator[tuple[str, str]]:
    """Yield name and reason of every document that is to be built; *found* is filled on the way."""
    rows = manifest.rows()
    known = next(rows, None)
    for look in looks(layout):
        found.documents += 1
        if not is_sayable(look.name):
            found.unsayable.append(look.name)
            continue
        while known is not None and known[0].name < look.name:
            found.gone.append(known[0].name)
            known = next(rows, None)
        if known is None or known[0].name != look.name:
            yield look.name, "new"
            continue
        row, outputs = known
        known = next(rows, None)
        if why := changed(layout, manifest, look, row, outputs, against, found):
            yield look.name, why
        elif row.failure:
            found.failed.append(look.name)
    while known is not None:
        found.gone.append(known[0].name)
        known = next(rows, None)


def changed(
    layout: Layout, manifest: Manifest, look: Look, row: Row, outputs: dict[str, Output], against: Against, found: Scan
) -> str:
    """Return why a document is to be built, "" if it is not."""
    if row.settings != against.settings.digest:
        return "settings"
    if row.failure in RETRIED:
        return "failed before"
    new = row
    stat = stat_of(look.stat, against.trusted)
    if not stat or stat != row.source_stat:
        if digest_file(look.path) != row.source:
            return "transcription"
        new = new._replace(source_stat=stat)
    stats = decision_stats(look.decisions, against.trusted)
    if stats != row.decisions_stat or "?" in stats:
        if decisions_digest(layout, look.name) != row.decisions:
            return "decisions"
        new = new._replace(decisions_stat=stats)
    if row.register != against.register:
        if row.failure or answers_to(manifest.detail(look.name).look_ups, against.answers) != row.answers:
            return "authority"
        new = new._replace(register=against.register)
    if new != row:
        found.rows.append(new)
    return "" if row.failure else changed_output(layout, look.name, outputs, against, found)


def decision_stat(layout: Layout, name: str) -> tuple[os.stat_result | None, ...]:
    """Return the stats of the decisions about a document, None where there are none."""
    return tuple(path.stat() if path.is_file() else None for path in decision_files(layout, name))


def decision_stats(stats: tuple[os.stat_result | None, ...], trusted: int) -> str:
    """Return what tells that the decisions are the same, with "?" where it cannot tell."""
    return ", ".join((stat_of(each, trusted) or "?") if each else "-" for each in stats)


def decisions_digest(layout: Layout, name: str) -> str:
    """Return the digest of all decisions about a document that lie beside it."""
    return digest_of(*(digest_file(path) for path in decision_files(layout, name)))


def changed_output(layout: Layout, name: str, outputs: dict[str, Output], against: Against, found: Scan) -> str:
    """Return why the files of a document are to be made again, "" if they are not."""
    tei = ""
    for form in (TEI, *against.forms):
        output = outputs.get(form)
        if output is None:
            return f"no {form}"
        path = place_of(layout, name, form)
        try:
            stat = stat_of(os.stat(path), against.trusted)  # noqa: PTH116
        except FileNotFoundError:
            return f"no {form}"
        if not stat or stat != output.stat:
            output = output._replace(stat=stat, there=digest_file(path))
            found.outputs.append(output)
        if form == TEI:
            tei = output.there
        elif output.made != made_from(tei, against.settings):
            return f"stale {form}"
        if output.offered and form == TEI:
            if output.there == output.offered or not beside(path).exists():
                return "settled"
            found.offered.append(name)
        found.edited += output.there != output.ours
    return ""


def made_from(tei: str, settings: Settings) -> str:
    """Return the digest of what a form is made from: the TEI that lies there, and ourselves."""
    return digest_of(tei, settings.tool)[:32]
