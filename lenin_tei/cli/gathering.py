"""Reading a whole archive: which files belong to it, each looked at once, what was found kept side by side.

Files are read where they are looked at, in as many processes as asked for; results are taken in the order of the
files, and only as many are under way as the processes need, so that memory does not grow with the archive.
"""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from lenin_tei.cli.files import is_folder, is_there, read_bytes
from lenin_tei.corpus.layout import EDITION, Layout, as_said, documents, is_sayable, tei_files
from lenin_tei.diagnostics import Diagnostic, LeninTeiError

if TYPE_CHECKING:
    from lenin_tei.corpus.agreement import Expected
    from lenin_tei.corpus.facts import Facts
    from lenin_tei.corpus.sheets import Sheet
    from lenin_tei.inspection import Terms
    from lenin_tei.pointers import Links

Result = TypeVar("Result")
BATCH = 16


def edition_layout(given: Sequence[str]) -> Layout | None:
    """Return the layout of the edition folder that was named, None where none was."""
    folder = Path(given[0]) if len(given) == 1 else Path()
    return Layout(folder) if len(given) <= 1 and (folder / EDITION).is_file() else None


def archive_files(given: Sequence[str]) -> list[str]:
    """Return the TEI files of an archive in the order of their names, each once.

    An edition folder gives what lies in its tei/, another folder all its .xml files; nothing means this folder. Raises
    `LeninTeiError` where there is none.
    """
    found: dict[str, None] = {}
    for typed in given or (".",):
        folder = Path(typed)
        if (folder / EDITION).is_file():
            found |= dict.fromkeys(str(path) for _, path in tei_files(Layout(folder)))
        elif is_folder(folder):
            found |= dict.fromkeys(str(Path(entry.path)) for _, entry in documents(folder, ".xml"))
        else:
            found[typed] = None
    if not found:
        raise LeninTeiError(f"{' '.join(given) or 'this folder'}: no TEI files in it; make them with corpus build")
    for path in found:
        if not is_sayable(path):
            raise LeninTeiError(f"{as_said(path)}: its name is not UTF-8; rename it")
    return sorted(found)


def spread(work: Callable[[str], Result], paths: Iterable[str], jobs: int) -> Iterator[Result]:
    """Yield what *work* returns for each path, in their order, from *jobs* processes (0: one per processor)."""
    jobs = jobs or os.cpu_count() or 1
    if jobs == 1:
        yield from map(work, paths)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn" if os.name == "nt" else None)) as pool:
        left = iter(paths)
        batches = iter(lambda: list(islice(left, BATCH)), [])
        waiting = deque(pool.submit(_batch, work, batch) for batch in islice(batches, jobs * 2))
        while waiting:
            results = waiting.popleft().result()
            for batch in islice(batches, 1):
                waiting.append(pool.submit(_batch, work, batch))
            yield from results


def _batch(work: Callable[[str], Result], paths: list[str]) -> list[Result]:
    return [work(path) for path in paths]


def look_at(path: str, terms: Terms | None) -> tuple[list[Diagnostic], Links, list[Sheet], str]:
    """Return the findings of a file, its links, its sheets, and why it could not be read.

    Without *terms* a file is not validated; what is no XML is told all the same.
    """
    from lenin_tei.corpus.sheets import read_file
    from lenin_tei.inspection import inspect_file
    from lenin_tei.pointers import Links

    try:
        data = read_bytes(path)
    except LeninTeiError as error:
        return [], Links(path), [], str(error)
    sheets, links, unread = read_file(data, path)
    if terms is not None:
        unread, links = inspect_file(path, data, terms)
    return unread, links, sheets, ""


def gather(paths: Sequence[str], terms: Terms | None, jobs: int, facts: Facts) -> Iterator[Diagnostic | str]:
    """Look at every file; keep its facts, yield its findings, and one line for each that cannot be read."""
    for found, links, sheets, unreadable in spread(partial(look_at, terms=terms), paths, jobs):
        if unreadable:
            yield unreadable
            continue
        facts.add(sheets, links)
        yield from found


def lists_of(layout: Layout | None, authorities: Sequence[str]) -> list[str]:
    """Return the authority files whose entries count as well: those named, and the edition's own."""
    own = layout.root / "authority.xml" if layout is not None else None
    found = [*authorities, *([str(own)] if own is not None and is_there(own) else [])]
    return list(dict.fromkeys(found))


def expected_of(layout: Layout | None, scheme: str = "") -> Expected:
    """Return what the edition file asks of its documents; *scheme* is a regular expression for file names."""
    from lenin_tei.corpus.agreement import Expected
    from lenin_tei.edition import fits_scheme, load_edition

    try:
        pattern = re.compile(scheme) if scheme else None
    except re.error as error:
        raise LeninTeiError(f"--file-names {scheme}: {error}") from error
    fits = None if pattern is None else (lambda path: pattern.fullmatch(Path(path).stem) is not None)
    if layout is None:
        return Expected(scheme=scheme, fits=fits)
    edition = load_edition(read_bytes(str(layout.edition)), str(layout.edition))
    if fits is None and edition.files:
        scheme = edition.files

        def fits(path: str) -> bool:
            return fits_scheme(Path(path).relative_to(layout.tei).with_suffix("").as_posix(), scheme)

    return Expected(str(layout.edition), edition.licence_target, scheme, fits)
