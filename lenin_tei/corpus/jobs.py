"""What goes to whoever does the work, and what comes back: plain bytes and names.

These two stand apart from the work itself, so that those who only hand them on (the build, and the scheduler of a
cluster) need not load the whole converter.
"""

from __future__ import annotations

from typing import NamedTuple

from lenin_tei.corpus.settings import File
from lenin_tei.diagnostics import Diagnostic


class Job(NamedTuple):
    """What is to be done for one document.

    `source` is its transcription, None where its TEI stands as it is and only forms are to be made; `tei` is the TEI to
    make them from, None for the TEI that comes out of the transcription.
    """

    name: str
    path: str
    source: bytes | None
    decisions: tuple[File, ...]
    tei: bytes | None
    forms: tuple[str, ...]


class Outcome(NamedTuple):
    """What became of a job: the TEI (None: there is none), the forms, what was found, what was looked up.

    `failure` is "" or the code that says why there is nothing; `packed` is the TEI once more, as the manifest keeps it.
    """

    name: str
    tei: bytes | None
    forms: tuple[tuple[str, bytes], ...]
    diagnostics: tuple[Diagnostic, ...]
    look_ups: bytes = b""
    failure: str = ""
    packed: bytes = b""
