"""Files take their places: whole or not at all, in batches, and never over what somebody edited by hand.

A batch goes like this, and may be cut off anywhere. The files are written into `.lenin-tei/staging` and brought to the
disk (fsync). The manifest notes which digests are about to take their places. The files are renamed into their places,
and the folders brought to the disk. The manifest notes what was built. So a file in its place is always whole, and
after kill -9 or a power cut the next build tells our own files from edited ones, and builds the rest.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from sqlite3 import OperationalError
from typing import NamedTuple

from lenin_tei.corpus.jobs import Outcome
from lenin_tei.corpus.layout import TEI, Layout
from lenin_tei.corpus.manifest import Detail, Manifest, Output, Row
from lenin_tei.corpus.merging import difference
from lenin_tei.corpus.scanning import beside, digest_bytes, digest_file, made_from, place_of, stat_of
from lenin_tei.corpus.settings import Settings
from lenin_tei.diagnostics import Diagnostic, LeninTeiError

ALWAYS = sys.maxsize  # our own files, looked at when just written, are trusted
THREADS = 8  # that wait for the disk


class Staged(NamedTuple):
    """A file that waits for its place."""

    temporary: Path
    place: Path
    output: Output | None


class Batch:
    """Documents that are built and not yet in their places."""

    def __init__(self, layout: Layout, manifest: Manifest, settings: Settings) -> None:
        self.layout, self.manifest, self.settings = layout, manifest, settings
        self.staging = layout.state / "staging"
        self.files: list[Staged] = []
        self.rows: list[tuple[Row, Detail]] = []
        self.outputs: list[Output] = []
        self.waiting = ThreadPoolExecutor(THREADS)

    def __len__(self) -> int:
        return len(self.rows)

    def add(self, outcome: Outcome, row: Row, basis: bytes | None, *, settled: bool) -> tuple[Diagnostic, ...]:
        """Take one outcome; return its diagnostics, and one for each file that was edited by hand.

        *basis* is the TEI the forms were made from where that is not the outcome's; *settled* says that somebody
        took what we offered beside an edited file, so that it is the base from now on.
        """
        before = self.manifest.outputs(outcome.name)
        found = list(outcome.diagnostics)
        with full_disk_told(self.layout.root):
            base = self.manifest.detail(outcome.name).base if outcome.tei is None or before else None
            if outcome.tei is not None:
                old = zlib.decompress(base) if base else None
                written = self.put(outcome.name, TEI, outcome.tei, before.get(TEI), old, "", settled, found)
                if written:
                    base = outcome.packed
            tei = basis if basis is not None else outcome.tei
            made = made_from(digest_bytes(tei), self.settings) if tei is not None else ""
            for form, data in outcome.forms:
                self.put(outcome.name, form, data, before.get(form), None, made, settled, found)
        self.rows.append((row, Detail(outcome.look_ups, tuple(found), base)))
        return tuple(found)

    def put(
        self,
        name: str,
        form: str,
        data: bytes,
        before: Output | None,
        base: bytes | None,
        made: str,
        settled: bool,
        found: list[Diagnostic],
    ) -> bool:
        """Stage one file, or keep the one that was edited; return whether it is the base of further edits."""
        place = place_of(self.layout, name, form)
        ours, there = digest_bytes(data), digest_file(place)
        new = Output(name, form, "", ours, there, made, "")
        if there == ours:
            self.outputs.append(new._replace(stat=stat_of(place.stat(), ALWAYS)))
        elif not there or (before is not None and there == before.ours):
            self.stage(data, place, new._replace(there=ours))
        elif before is not None and (ours == before.ours or (settled and ours == before.offered)):
            self.outputs.append(new)
            return ours != before.ours
        else:
            self.stage(data, beside(place), None)
            self.outputs.append(new._replace(ours=before.ours if before else "", offered=ours))
            found.append(self.told(name, form, place, base, data))
            return False
        if before is not None and before.offered:
            with suppress(FileNotFoundError):
                beside(place).unlink()
        return True

    def told(self, name: str, form: str, place: Path, base: bytes | None, data: bytes) -> Diagnostic:
        """Return the diagnostic about a file that was edited by hand."""
        path = place.relative_to(self.layout.root).as_posix()
        about = difference(base, place.read_bytes(), data) if form == TEI else "it is not what we wrote"
        other = beside(place).name
        said = f"edited by hand and kept: {about}; take over what you want from {other}, then delete that"
        return Diagnostic(path, 0, 0, "C005", said)

    def stage(self, data: bytes, place: Path, output: Output | None) -> None:
        """Write a file where it waits."""
        temporary = self.staging / str(len(self.files))
        temporary.write_bytes(data)
        self.files.append(Staged(temporary, place, output))

    def commit(self) -> None:
        """Put everything into its place, once: what failed here is for the next build to find and to take up."""
        files, rows, outputs = self.files, self.rows, self.outputs
        self.files, self.rows, self.outputs = [], [], []
        if not rows:
            return
        with full_disk_told(self.layout.root):
            list(self.waiting.map(sync, [file.temporary for file in files]))
            if intended := [(one.name, one.form, one.ours) for _, _, one in files if one is not None]:
                self.manifest.intend(intended)
            for file in files:
                move(file.temporary, file.place)
                if file.output is not None:
                    outputs.append(file.output._replace(stat=stat_of(file.place.stat(), ALWAYS)))
            list(self.waiting.map(sync, {file.place.parent for file in files}))
            self.manifest.begin()
            for row, detail in rows:
                self.manifest.keep_row(row)
                self.manifest.keep_detail(row.name, detail)
            for output in outputs:
                self.manifest.keep_output(output)
            self.manifest.db.execute("DELETE FROM intents")
            self.manifest.commit()


def recover(layout: Layout, manifest: Manifest) -> None:
    """Clear up after a build that was cut off: what took its place without being noted is ours all the same."""
    staging = layout.state / "staging"
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    manifest.begin()
    for name, form, ours in manifest.intents():
        if digest_file(place_of(layout, name, form)) == ours:
            known = manifest.outputs(name).get(form) or Output(name, form, "", ours, ours, "", "")
            manifest.keep_output(known._replace(stat="", ours=ours, there=ours, offered=""))
            row = manifest.row(name)
            if row is not None:
                manifest.keep_row(row._replace(settings=""))
    manifest.db.execute("DELETE FROM intents")
    manifest.commit()


def sync(path: Path) -> None:
    """Bring a file or a folder to the disk; a system that cannot do so for folders is let be."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def move(temporary: Path, place: Path) -> None:
    """Rename a file into its place, also from another file system."""
    try:
        temporary.replace(place)
    except FileNotFoundError:
        place.parent.mkdir(parents=True, exist_ok=True)
        temporary.replace(place)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        near = place.with_name(f".{place.name}.new")
        shutil.copyfile(temporary, near)
        sync(near)
        near.replace(place)


@contextmanager
def full_disk_told(root: Path) -> Iterator[None]:
    """Turn what a full or forbidden disk raises into one clear line."""
    kept = "what was built before is kept; mend that and build again"
    try:
        yield
    except OSError as error:
        where = error.filename2 or error.filename or root
        raise LeninTeiError(f"{where}: {(error.strerror or str(error)).lower()}; {kept}") from error
    except OperationalError as error:
        raise LeninTeiError(f"{root}: {error}; {kept}") from error
