"""One document: from its transcription to TEI and the other forms. Runs wherever the bytes are sent.

In: a `Job`, which holds bytes. Out: an `Outcome`, which holds bytes. Nothing here touches a file of the edition.
"""

from __future__ import annotations

import tempfile
import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from lenin_tei.conversion import Options, convert
from lenin_tei.corpus.jobs import Job, Outcome
from lenin_tei.corpus.settings import File, Settings
from lenin_tei.corpus.tracing import look_ups, traced
from lenin_tei.diagnostics import Diagnostic, LeninTeiError
from lenin_tei.edition import Edition
from lenin_tei.exporters import export
from lenin_tei.names.cache import load_cached
from lenin_tei.names.decisions import Decisions, combined, load_decisions
from lenin_tei.names.register import EMPTY, Register
from lenin_tei.patterns import lazy
from lenin_tei.prepared import cache_directory


@dataclass(frozen=True, slots=True)
class Bench:
    """Settings made ready for work: everything that is read once."""

    options: Options
    decisions: Decisions
    ids: str


@lru_cache(maxsize=2)
def prepare(settings: Settings) -> Bench:
    """Return the settings ready for work; a fault in them raises `LeninTeiError`."""
    edition = settings.loaded_edition()
    register: Register = EMPTY
    if settings.authority:
        register = load_cached(settings.authority.data, settings.authority.name, cache_directory())
    decisions = Decisions()
    if settings.decisions:
        decisions = load_decisions(settings.decisions.data, settings.decisions.name)
    profile = settings.profile
    if settings.profile_file:
        profile = str(put_down(settings.profile_file))
    options = Options(profile=profile, edition=edition, register=traced(register), level=settings.level)
    return Bench(options, decisions, edition.ids)


def put_down(file: File) -> Path:
    """Write a profile where it can be read by its own name; it goes with this process."""
    folder = tempfile.TemporaryDirectory(prefix="lenin-tei-")
    KEPT.append(folder)
    path = Path(folder.name) / PurePosixPath(file.name).name
    path.write_bytes(file.data)
    return path


KEPT: list[tempfile.TemporaryDirectory[str]] = []


def do(job: Job, settings: Settings) -> Outcome:
    """Convert and export one document."""
    found: tuple[Diagnostic, ...] = ()
    tei, looked = None, b""
    try:
        if job.source is not None:
            bench = prepare(settings)
            register = bench.options.register
            assert register is not None
            look_ups(register)  # what an earlier document asked before it failed
            decisions = bench.decisions
            for file in job.decisions:
                decisions = combined(decisions, load_decisions(file.data, file.name))
            options = bench.options._replace(
                decisions=decisions,
                edition=seen_from(job.name, bench.options.edition),
                xml_id=xml_id(job.name, bench.ids),
            )
            done = convert(job.source, job.path, options)
            tei, found = done.xml, done.diagnostics
            looked = look_ups(register)
        basis = job.tei if job.tei is not None else tei
        forms = () if basis is None else tuple((form, exported(basis, form, job)) for form in job.forms)
    except LeninTeiError as error:
        return Outcome(job.name, None, (), (*found, Diagnostic(job.path, 0, 0, "C004", str(error))), failure="C004")
    failure = "" if basis is not None else next((one.code for one in found if one.severity == "error"), "F001")
    packed = zlib.compress(tei, 1) if tei is not None else b""
    return Outcome(job.name, tei, forms, found, looked, failure, packed)


def seen_from(name: str, edition: Edition | None) -> Edition | None:
    """Return the edition with its schema as a document sees it that lies in folders below `tei`."""
    depth = name.count("/")
    if edition is None or not depth or not edition.schema or ABSOLUTE.match(edition.schema):
        return edition
    return edition._replace(schema="../" * depth + edition.schema)


ABSOLUTE = lazy(r"/|[a-zA-Z][a-zA-Z0-9+.-]*:")


def exported(tei: bytes, form: str, job: Job) -> bytes:
    """Return a TEI file in another form."""
    made: str | bytes = export(tei, to=form, path=job.path)
    return made.encode() if isinstance(made, str) else made


def xml_id(name: str, scheme: str) -> str | None:
    """Return the `xml:id` a document gets by the edition's scheme of ids, None for that of its file name."""
    if not scheme:
        return None
    return scheme.replace("{path}", name.replace("/", "-")).replace("{name}", PurePosixPath(name).name)
