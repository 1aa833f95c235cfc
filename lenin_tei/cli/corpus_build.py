"""`lenin-tei corpus build`: every transcription of an edition folder to TEI and its other forms."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from types import FrameType
from typing import TYPE_CHECKING, NamedTuple

import click

from lenin_tei.cli.files import exit_code, tell
from lenin_tei.cli.progress import Progress
from lenin_tei.diagnostics import Diagnostic, LeninTeiError
from lenin_tei.reporters import place

if TYPE_CHECKING:
    from lenin_tei.corpus.building import Build, Force, Summary
    from lenin_tei.corpus.layout import Layout
    from lenin_tei.corpus.settings import Settings

STOPPED = 130
LEAST_MEMORY = 256


@click.command()
@click.argument("directory", default=".", metavar="[DIR]")
@click.option(
    "--to",
    "forms",
    multiple=True,
    metavar="FORM",
    help="A form to make besides TEI and the targets of edition.toml; may be given several times.",
)
@click.option(
    "-j", "--jobs", type=click.IntRange(1), metavar="N", help="How many processes work. Default: one per core."
)
@click.option("--scheduler", metavar="ADDRESS", help="Let a Dask cluster work: tcp://HOST:PORT of its scheduler.")
@click.option(
    "--timeout", type=click.FloatRange(0), default=600, metavar="SECONDS", show_default=True,
    help="Give a document up after this time; 0 waits for ever.",
)  # fmt: skip
@click.option(
    "--max-memory", type=click.IntRange(0), default=0, metavar="MIB",
    help=f"Give a document up that needs more memory than this: {LEAST_MEMORY} or more, in MiB. Default: no limit.",
)  # fmt: skip
@click.option(
    "--level",
    type=click.Choice(["structure", "names", "full"]),
    default="full",
    help="How much to mark: structure only, names too, or everything.",
)
@click.option("--prune", is_flag=True, help="Remove what was made of transcriptions that are gone.")
@click.option("--quiet", "-q", is_flag=True, help="Show no progress and no summary, only problems.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How diagnostics are told (on stderr).",
)
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
def build(
    directory: str,
    forms: tuple[str, ...],
    jobs: int | None,
    scheduler: str | None,
    timeout: float,
    max_memory: int,
    level: str,
    prune: bool,
    quiet: bool,
    form: str,
    strict: bool,
) -> None:
    """Turn every transcription of an edition folder into TEI and its other forms.

    Only what changed is built: transcriptions, decisions, entries of the authority file a document looked up, the
    edition file, or lenin-tei itself. A build that was cut off is taken up where it stood. TEI that was
    edited by hand is kept, and told.
    """
    if 0 < max_memory < LEAST_MEMORY:
        raise LeninTeiError(f"--max-memory {max_memory} is less than lenin-tei needs; say {LEAST_MEMORY} or more")
    choices = Choices(forms, jobs or os.cpu_count() or 1, scheduler, timeout, max_memory, level, prune, quiet)
    sys.exit(build_edition(directory, choices, form, strict=strict))


class Choices(NamedTuple):
    """How an edition is built."""

    forms: tuple[str, ...] = ()
    jobs: int = 1
    scheduler: str | None = None
    timeout: float = 0
    max_memory: int = 0
    level: str = "full"
    prune: bool = False
    quiet: bool = False


def build_edition(directory: str, chosen: Choices, form: str = "text", *, strict: bool = False) -> int:
    """Build an edition folder and tell what was found; return the exit code."""
    from lenin_tei.corpus.building import Build
    from lenin_tei.corpus.isolation import Limits
    from lenin_tei.corpus.layout import find_layout
    from lenin_tei.corpus.locking import locked
    from lenin_tei.corpus.manifest import open_manifest
    from lenin_tei.corpus.settings import read_settings

    layout = find_layout(directory)
    told = Told(directory, form)
    settings = read_settings(layout, chosen.forms, chosen.level)
    with locked(layout.state, layout.root), open_manifest(layout.state) as manifest:
        one = Build(layout, manifest, settings, told.report, Limits(chosen.timeout, chosen.max_memory))
        try:
            with stoppable(one):
                work(one, chosen.jobs, chosen.scheduler, quiet=chosen.quiet)
                one.clear(prune=chosen.prune)
                one.tell_standing()
                folders(layout, one, quiet=chosen.quiet)
        except KeyboardInterrupt:
            told.finish(one.summary)
            click.echo("lenin-tei: stopped; what was built is kept, and the next build goes on from there", err=True)
            return STOPPED
    told.finish(one.summary)
    if not chosen.quiet:
        click.echo(summary_of(one.summary), err=True)
    return max(told.code(strict=strict), int(one.summary.failed > 0))


def work(one: Build, jobs: int, scheduler: str | None, *, quiet: bool) -> None:
    """Plan and run a build; where nothing is to be done, nobody is called."""
    total = one.plan()
    if not total:
        return
    with force_of(one.settings, min(jobs, total), scheduler) as force, Progress(total, quiet=quiet) as progress:
        one.run(force, total, progress)


def force_of(settings: Settings, jobs: int, scheduler: str | None) -> AbstractContextManager[Force]:
    """Return who does the work."""
    from lenin_tei.corpus.executors import cluster_force, local_force

    if scheduler:
        look_for(scheduler)
    return cluster_force(scheduler, settings) if scheduler else local_force(jobs)


def look_for(scheduler: str) -> None:
    """Raise `LeninTeiError` if nobody answers at the address of a scheduler: Dask itself would ask for a long time."""
    import socket
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(scheduler)
        if parts.scheme in ("tcp", "tls"):
            socket.create_connection((parts.hostname or "", parts.port or 0), timeout=20).close()
    except (OSError, ValueError) as error:
        raise LeninTeiError(f"no Dask scheduler answers at {scheduler}; is it running?") from error


@contextmanager
def stoppable(one: Build) -> Iterator[None]:
    """Let Ctrl-C and SIGTERM stop the build between two batches, not while files take their places."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        if one.placing:
            one.stop = True
        else:
            raise KeyboardInterrupt

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def folders(layout: Layout, one: Build, *, quiet: bool) -> None:
    """Make the targets that are one folder for all documents, if any TEI changed since."""
    from lenin_tei.corpus.folders import stale_folders

    for form, key in stale_folders(one):
        from lenin_tei.cli.export_folder import write_folder
        from lenin_tei.corpus.layout import tei_files

        files = tuple(str(path) for _, path in tei_files(layout))
        title = one.settings.loaded_edition().title
        if not quiet:
            click.echo(f"{form}: {len(files)} documents", err=True)
        write_folder(files, form, str(layout.root / form), {"title": title} if title else {})
        one.manifest.keep_fact(f"folder {form}", key)


class Told:
    """Diagnostics as they come: printed at once as text, kept for JSON."""

    def __init__(self, directory: str, form: str) -> None:
        self.prefix = "" if directory in (".", "") else directory.rstrip("/") + "/"
        self.form = form
        self.kept: list[Diagnostic] = []
        self.errors = self.warnings = 0

    def report(self, diagnostic: Diagnostic) -> None:
        """Tell a diagnostic, with its path as seen from here."""
        shown = diagnostic._replace(path=self.prefix + diagnostic.path)
        if exit_code([shown]):
            self.errors += 1
        else:
            self.warnings += 1
        if self.form == "json":
            self.kept.append(shown)
        else:
            click.echo(f"{place(shown)}: {shown.severity} {shown.code} {shown.message}", err=True)

    def finish(self, summary: Summary) -> None:
        """Print what was kept."""
        if self.form == "json":
            counts = {"files": summary.documents, "failed": summary.failed}
            tell(sorted(self.kept), "json", counts, to_stderr=True)

    def code(self, *, strict: bool) -> int:
        """Return the exit code the diagnostics ask for."""
        return int(bool(self.errors or (strict and self.warnings)))


def summary_of(summary: Summary) -> str:
    """Return what a build did, in one line."""
    parts = [f"{summary.documents} documents", f"{summary.built} built"]
    if summary.reasons:
        parts[-1] += f" ({', '.join(f'{word} {count}' for word, count in sorted(summary.reasons.items()))})"
    for count, words in (
        (summary.failed, "failed"),
        (summary.edited, "edited by hand and kept"),
        (summary.gone, "without a transcription"),
        (summary.removed, "removed"),
    ):
        if count:
            parts.append(f"{count} {words}")
    return ", ".join(parts)
