"""The build of an edition folder: plan, hand out, gather in order, put into place.

The executor is anything with the interface of `concurrent.futures`: threads that have a worker process each, or a
cluster. Documents are sent out in chunks and gathered in the order of their names, so what is told does not depend on
who was quicker; only a few chunks are under way at a time, so memory does not depend on the number of documents.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple

from lenin_tei.corpus.isolation import Limits, run_chunk
from lenin_tei.corpus.jobs import Job, Outcome
from lenin_tei.corpus.layout import TEI, TEXT, TRANSCRIPTIONS, Layout, as_said
from lenin_tei.corpus.manifest import Manifest, Row
from lenin_tei.corpus.scanning import (
    Against,
    Clock,
    Scan,
    decision_files,
    decision_stat,
    decision_stats,
    decisions_digest,
    digest_bytes,
    digest_file,
    place_of,
    scan,
    stat_of,
)
from lenin_tei.corpus.settings import File, Settings, digest_of
from lenin_tei.corpus.tracing import answers_to, fingerprints
from lenin_tei.corpus.writing import Batch, full_disk_told, recover
from lenin_tei.diagnostics import Diagnostic, Report
from lenin_tei.exporters import EXPORTERS
from lenin_tei.names.cache import load_cached
from lenin_tei.prepared import cache_directory, prepared

BATCH, SECONDS = 256, 1.0  # documents that take their places together, and how long a batch may wait


class Force(NamedTuple):
    """Who does the work: an executor, how many chunks it is given at a time, how many documents are in a chunk.

    `settings` is what the executor is handed as settings, where that is not the settings themselves.
    """

    executor: Executor
    chunks: int
    size: int = 8
    settings: Any = None


@dataclass
class Summary:
    """What a build did."""

    documents: int = 0
    built: int = 0
    failed: int = 0
    edited: int = 0
    gone: int = 0
    removed: int = 0
    reasons: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sent:
    """A document under way: its job, what it will be known by, and whether an offer was taken."""

    job: Job
    row: Row
    settled: bool


Progress = Callable[[int, int], None]


@dataclass
class Build:
    """One build of one edition folder, which nobody else builds meanwhile."""

    layout: Layout
    manifest: Manifest
    settings: Settings
    report: Report
    limits: Limits
    summary: Summary = field(default_factory=Summary)
    placing: bool = False  # files take their places: the time to ask for a stop, and not to stop
    stop: bool = False
    placed: float = 0.0

    def plan(self) -> int:
        """Find out what is to be done; return the number of documents."""
        with full_disk_told(self.layout.root):
            recover(self.layout, self.manifest)
            self.against = against(self.layout, self.settings)
            self.number = int(self.manifest.fact("builds") or 0) + 1
            found = Scan()
            self.manifest.begin()
            self.manifest.db.execute("DELETE FROM todo")
            count = 0
            for task in scan(self.layout, self.manifest, self.against, found):
                count += 1
                self.manifest.db.execute("INSERT INTO todo (name, why) VALUES (?, ?)", task)
                self.refresh(found)
            self.refresh(found, everything=True)
            self.manifest.commit()
        self.summary.documents, self.summary.edited = found.documents, found.edited
        self.gone, self.standing, self.unsayable = found.gone, [*found.failed, *found.offered], found.unsayable
        return count

    def refresh(self, found: Scan, *, everything: bool = False) -> None:
        """Note what was looked at again and had not changed."""
        if everything or len(found.rows) + len(found.outputs) > 1000:
            for row in found.rows:
                self.manifest.keep_row(row)
            for output in found.outputs:
                self.manifest.keep_output(output)
            found.rows.clear()
            found.outputs.clear()

    def tell_standing(self) -> None:
        """Report what no building changes: documents that failed, offers nobody took, names that are not UTF-8."""
        for name in self.unsayable:
            self.tell_unread(as_said(name), "its name is not UTF-8; rename it")
        for name in sorted(self.standing):
            for diagnostic in self.manifest.detail(name).diagnostics:
                if diagnostic.severity == "error" or diagnostic.code == "C005":
                    self.report(diagnostic)
        self.summary.failed += sum(1 for name in self.standing if (row := self.manifest.row(name)) and row.failure)

    def run(self, force: Force, total: int, progress: Progress) -> None:
        """Build what was planned; what is built before this is cut off stays built."""
        batch = Batch(self.layout, self.manifest, self.settings)
        under_way: deque[tuple[list[Sent], Future[list[Outcome]]]] = deque()
        done = 0
        try:
            for chunk in self.chunks(force.size):
                handed = force.settings if force.settings is not None else self.settings
                jobs = [sent.job for sent in chunk]
                under_way.append((chunk, force.executor.submit(run_chunk, handed, jobs, self.limits)))
                if len(under_way) >= force.chunks:
                    done += self.gather(under_way.popleft(), batch)
                    progress(done, total)
            while under_way:
                done += self.gather(under_way.popleft(), batch)
                progress(done, total)
        finally:
            self.place(batch)
            batch.waiting.shutdown()
        self.manifest.begin()
        self.manifest.keep_fact("builds", str(self.number))
        self.manifest.commit()

    def gather(self, chunk: tuple[list[Sent], Future[list[Outcome]]], batch: Batch) -> int:
        """Take in what became of a chunk."""
        for sent, outcome in zip(chunk[0], chunk[1].result(), strict=True):
            known: tuple[Diagnostic, ...] = ()
            row = sent.row._replace(failure=outcome.failure, build=self.number)
            if sent.job.source is None:
                kept = self.manifest.detail(row.name)
                known = tuple(one for one in kept.diagnostics if one.code != "C005" or one.path.startswith(f"{TEI}/"))
                outcome = outcome._replace(look_ups=kept.look_ups, diagnostics=(*known, *outcome.diagnostics))
            else:
                answers = answers_to(outcome.look_ups, self.against.answers)
                row = row._replace(register=self.against.register, answers=answers)
            told = batch.add(outcome, row, sent.job.tei, settled=sent.settled)
            for diagnostic in told:
                if diagnostic not in known:
                    self.report(diagnostic)
            self.summary.built += not outcome.failure
            self.summary.failed += bool(outcome.failure)
        if len(batch) >= BATCH or monotonic() - self.placed > SECONDS:
            self.place(batch)
        return len(chunk[0])

    def place(self, batch: Batch) -> None:
        """Let a batch take its places; then stop, if somebody asked for it meanwhile."""
        self.placing = True
        try:
            batch.commit()
        finally:
            self.placing = False
            self.placed = monotonic()
        if self.stop:
            self.stop = False
            raise KeyboardInterrupt

    def chunks(self, size: int) -> Iterator[list[Sent]]:
        """Yield the documents to be built, read, a few at a time."""
        chunk: list[Sent] = []
        for name, why in self.manifest.tasks():
            kind = why.split()[0]
            self.summary.reasons[kind] = self.summary.reasons.get(kind, 0) + 1
            try:
                chunk.append(self.prepare(name, why))
            except OSError as error:
                self.tell_unread(name, f"cannot be read: {(error.strerror or str(error)).lower()}")
            if len(chunk) == size:
                yield chunk
                chunk = []
        if chunk:
            yield chunk

    def tell_unread(self, name: str, said: str) -> None:
        """Report a transcription that cannot be built from."""
        self.report(Diagnostic(f"{TRANSCRIPTIONS}/{name}{TEXT}", 0, 0, "C004", said))
        self.summary.failed += 1

    def prepare(self, name: str, why: str) -> Sent:
        """Return a document as it is sent out: with everything its TEI and its forms depend on."""
        path = self.layout.transcription(name)
        stat = os.stat(path)  # noqa: PTH116
        source = path.read_bytes()
        files = [file for file in decision_files(self.layout, name) if file.is_file()]
        if self.settings.decisions:  # those for all documents are not applied twice
            files = [file for file in files if file != self.layout.root / self.settings.decisions.name]
        decisions = tuple(File(file.relative_to(self.layout.root).as_posix(), file.read_bytes()) for file in files)
        before = self.manifest.row(name)
        only_forms = why.startswith(("no ", "stale ")) and why != f"no {TEI}" and before is not None
        row = before if only_forms and before else Row(
            name, stat_of(stat, self.against.trusted), digest_bytes(source),
            decision_stats(decision_stat(self.layout, name), self.against.trusted), decisions_digest(self.layout, name),
            self.settings.digest, "", b"", "", 0,
        )  # fmt: skip
        place = place_of(self.layout, name, TEI)
        tei = None
        if place.is_file():
            written = self.manifest.outputs(name).get(TEI)
            if only_forms or written is None or digest_file(place) != written.ours:
                tei = place.read_bytes()
        shown = f"{TRANSCRIPTIONS}/{name}{TEXT}"
        job = Job(name, shown, None if only_forms else source, decisions, tei, self.against.forms)
        return Sent(job, row, why == "settled")

    def clear(self, *, prune: bool) -> None:
        """Report documents whose transcription is gone; with *prune*, remove what was made of them."""
        self.manifest.begin()
        for name in self.gone:
            outputs = self.manifest.outputs(name)
            kept = [one for one in outputs.values() if (path := place_of(self.layout, name, one.form)).exists()]
            if prune:
                edited = [one for one in kept if digest_file(place_of(self.layout, name, one.form)) != one.ours]
                for one in kept:
                    if one not in edited:
                        remove(place_of(self.layout, name, one.form), self.layout.root / one.form)
                kept = edited
                self.summary.removed += not kept
            if kept:
                path = place_of(self.layout, name, kept[0].form)
                what = "it was edited by hand, so it is kept; delete it yourself" if prune else "remove it with --prune"
                said = f"its transcription is gone; {what}, or bring the transcription back"
                self.report(Diagnostic(path.relative_to(self.layout.root).as_posix(), 0, 0, "C006", said))
                self.summary.gone += 1
            if prune or not kept:
                self.manifest.forget(name)
        self.manifest.commit()


def remove(path: Path, top: Path) -> None:
    """Remove a file, and the folders below *top* that are empty then."""
    path.unlink()
    with suppress(OSError):
        for folder in takewhile(lambda one: one != top, path.parents):
            folder.rmdir()


def against(layout: Layout, settings: Settings) -> Against:
    """Return what documents are compared with."""
    forms = tuple(form for form in settings.forms if form in EXPORTERS)
    register, answers = "none", {}
    if settings.authority:
        file = settings.authority
        register = digest_of(file.data)
        directory = cache_directory()

        def made() -> dict[int, int]:
            return fingerprints(load_cached(file.data, file.name, directory))

        answers = prepared("fingerprints-1", file.data, made, directory)
    return Against(settings, forms, register, answers, Clock(layout.state).now())
