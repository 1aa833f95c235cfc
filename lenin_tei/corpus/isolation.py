"""Jobs in a process of their own, so that a document that crashes, hangs or eats the memory is one diagnostic.

`run_chunk` is the one function every executor runs, on this computer or another. Each thread that calls it has one
worker process, which it feeds document by document, kills when a document takes too long, and starts anew when it died.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO, NamedTuple

import lenin_tei
from lenin_tei.corpus.jobs import Job, Outcome
from lenin_tei.corpus.settings import Settings, tool_digest
from lenin_tei.corpus.worker import receive, send
from lenin_tei.diagnostics import Diagnostic, LeninTeiError

START = "from lenin_tei.corpus.worker import main; main()"


class Limits(NamedTuple):
    """What a document may use: seconds, and mebibytes of memory; 0 is no limit."""

    seconds: float = 0
    mebibytes: int = 0


class StoppedError(Exception):
    """The build was stopped while a job was under way."""


class Worker:
    """A process that does one job at a time."""

    def __init__(self, settings: Settings, limits: Limits) -> None:
        self.settings, self.limits = settings, limits
        self.errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  as long as the process
        self.late = False
        above = str(Path(lenin_tei.__file__).parent.parent)
        path = os.pathsep.join(filter(None, (above, os.environ.get("PYTHONPATH"))))
        self.process = subprocess.Popen(
            [sys.executable, "-c", START, str(limits.seconds), str(limits.mebibytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            env={**os.environ, "PYTHONPATH": path},
            start_new_session=True,  # Ctrl-C is for the one who waits, not for the one who works
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.to, self.back = self.process.stdin, self.process.stdout
        send(self.to, settings)

    def do(self, job: Job) -> Outcome:
        """Do a job; raise `EOFError` if the process dies over it."""
        if not self.limits.seconds:
            return self.ask(job)
        alarm = threading.Timer(self.limits.seconds, self.give_up)
        alarm.daemon = True
        alarm.start()
        try:
            return self.ask(job)
        finally:
            alarm.cancel()

    def ask(self, job: Job) -> Outcome:
        """Send a job and wait for its outcome."""
        try:
            send(self.to, job)
        except BrokenPipeError as error:
            raise EOFError from error
        outcome = receive(self.back)
        assert isinstance(outcome, tuple)
        return Outcome(*outcome)

    def give_up(self) -> None:
        """Kill the process because its time is over."""
        self.late = True
        self.process.kill()

    def end(self) -> str:
        """End the process, if it has not ended, and return how it ended, with its last words."""
        self.process.kill()
        code = self.process.wait()
        self.errors.seek(0)
        last = self.errors.read()[-2000:].decode(errors="replace").strip().splitlines()[-1:]
        for stream in (self.to, self.back, self.errors):
            try:
                stream.close()
            except BrokenPipeError:
                continue
        name = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return f"{name}: {last[0]}" if last else name


_own = threading.local()
_all: set[Worker] = set()
_stopping = threading.Event()


def run_chunk(settings: Settings, jobs: Sequence[Job], limits: Limits) -> list[Outcome]:
    """Return the outcomes of some jobs, in order; a job that kills its worker has an outcome that says so.

    Raises `LeninTeiError` where this program is not the one that asks, and `StoppedError` after `stop_workers`.
    """
    if settings.tool != tool_digest():
        raise LeninTeiError("a worker runs another version of lenin-tei, or of Python; install the same everywhere")
    return [run(settings, job, limits) for job in jobs]


def run(settings: Settings, job: Job, limits: Limits) -> Outcome:
    """Return the outcome of one job."""
    worker: Worker | None = getattr(_own, "worker", None)
    if worker is None or (worker.settings is not settings and worker.settings != settings) or worker.limits != limits:
        if worker is not None:
            dismiss(worker)
        if _stopping.is_set():
            raise StoppedError
        worker = _own.worker = Worker(settings, limits)
        _all.add(worker)
    try:
        return worker.do(job)
    except EOFError:
        how = dismiss(worker)
        if _stopping.is_set():
            raise StoppedError from None
        code, said = "C001", f"the program broke on this document ({how}); please report it with the transcription"
        if worker.late:
            code = "C002"
            said = f"the document took longer than {limits.seconds:g} s; raise --timeout, or split it"
        elif limits.mebibytes and "MemoryError" in how:
            code = "C003"
            said = f"the document needs more than {limits.mebibytes} MiB of memory; raise --max-memory, or split it"
        return Outcome(job.name, None, (), (Diagnostic(job.path, 0, 0, code, said),), failure=code)


def dismiss(worker: Worker) -> str:
    """End the worker of this thread; return how it ended."""
    _own.worker = None
    _all.discard(worker)
    return worker.end()


def stop_workers() -> None:
    """End all worker processes of this one; jobs under way raise `StoppedError`."""
    _stopping.set()
    for worker in list(_all):
        worker.process.kill()
    for worker in list(_all):
        worker.process.wait()
    _all.clear()


def may_start() -> None:
    """Let workers start again after `stop_workers`."""
    _stopping.clear()
