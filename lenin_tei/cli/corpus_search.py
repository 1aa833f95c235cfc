"""`lenin-tei corpus search`: words, names, dates and types of a whole archive, from an index that keeps itself up."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import sys
from collections.abc import Iterable, Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lenin_tei.cli.files import read_bytes
from lenin_tei.cli.gathering import archive_files, spread
from lenin_tei.corpus.layout import STATE
from lenin_tei.diagnostics import LeninTeiError

if TYPE_CHECKING:
    from lenin_tei.corpus.search import Hit, Page

FORMS = ("table", "json", "csv")


@click.command()
@click.argument("query", default="")
@click.option("--in", "folder", default=".", metavar="DIR", help="The archive: an edition folder or one of TEI files.")
@click.option(
    "--person", "people", multiple=True, metavar="NAME|KEY", help="Texts by, to or about this person or body."
)
@click.option("--place", "places", multiple=True, metavar="NAME|KEY", help="Texts from or about this place.")
@click.option("--type", "kinds", multiple=True, metavar="TYPE", help="Texts of this type, as letter or speech.")
@click.option(
    "--from", "start", default="", metavar="DATE", help="Texts that may be of this year, month or day or later."
)
@click.option(
    "--to", "end", default="", metavar="DATE", help="Texts that may be of this year, month or day or earlier."
)
@click.option("--limit", default=20, metavar="N", help="How many texts to show at most; 0 for all.")
@click.option("--format", "form", default="table", type=click.Choice(FORMS), help="How what is found is told.")
@click.option("--index", metavar="FILE", help="Keep the index in this file, not in DIR/.lenin-tei/.")
@click.option("--jobs", default=0, metavar="N", help="How many processes read new files; 0 for one per processor.")
def search(
    query: str,
    folder: str,
    people: tuple[str, ...],
    places: tuple[str, ...],
    kinds: tuple[str, ...],
    start: str,
    end: str,
    limit: int,
    form: str,
    index: str | None,
    jobs: int,
) -> None:
    """Find texts by their words, and by whom and what they name.

    QUERY is words that must all be there; "words in quotation marks" stand together, work* is the beginning of a word,
    OR and NOT and parentheses join, title: looks into titles only. Case and accents do not matter; nothing is stemmed.
    Without QUERY all texts that fit the options are listed by date. Exit code 0: found; 1: nothing found.
    """
    from lenin_tei.corpus.search import Question, ask

    if not any((query.strip(), people, places, kinds, start, end)):
        raise LeninTeiError("say what to look for: words, or an option such as --person")
    paths = archive_files((folder,))
    with closing(open_index(Path(index) if index else Path(folder) / STATE / "search.db")) as database:
        update(database, paths, jobs)
        hits = ask(database, Question(query.strip(), people, places, kinds, start, end, limit))
    click.echo(WRITERS[form](hits), nl=False)
    sys.exit(0 if hits else 1)


def open_index(place: Path) -> sqlite3.Connection:
    """Return the index; one that is spoilt or of another version is made anew."""
    from lenin_tei.corpus.search import prepare

    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(place)
        try:
            prepare(database)
        except sqlite3.DatabaseError:
            database.close()
            place.unlink()
            database = sqlite3.connect(place)
            prepare(database)
    except (OSError, sqlite3.Error) as error:
        raise LeninTeiError(f"{place}: the index cannot be written ({error}); say --index FILE") from error
    return database


def update(database: sqlite3.Connection, paths: Sequence[str], jobs: int) -> None:
    """Bring the index up to date: files that changed are read, files that are gone forgotten, all or nothing."""
    from lenin_tei.corpus.search import forget, known_stamps, remember

    known = known_stamps(database)
    looks = {path: _look(path) for path in paths}
    changed = [path for path, look in looks.items() if known.get(path, "").partition(" ")[0] != look]
    gone = [path for path in known if path not in looks]
    if not changed and not gone:
        return
    with database:
        forget(database, gone)
        for path, digest, pages in spread(_read, changed, jobs if len(changed) > 50 else 1):
            if known.get(path, "").partition(" ")[2] == digest:
                database.execute("UPDATE files SET stamp = ? WHERE path = ?", (f"{looks[path]} {digest}", path))
            else:
                remember(database, path, f"{looks[path]} {digest}", pages)


def _look(path: str) -> str:
    """Return what changes when a file is written: its size and time."""
    try:
        found = Path(path).stat()
    except OSError as error:
        raise LeninTeiError(f"{path}: {(error.strerror or str(error)).lower()}") from error
    return f"{found.st_size}-{found.st_mtime_ns}"


def _read(path: str) -> tuple[str, str, list[Page]]:
    from lenin_tei.corpus.search import read_pages

    data = read_bytes(path)
    return path, sha256(data).hexdigest(), read_pages(data, path)


def _table(hits: Iterable[Hit]) -> str:
    lines = []
    for hit in hits:
        lines.append(f"{hit.path}  {hit.date or '—'}  {hit.title}\n")
        lines += [f"    {hit.context}\n"] if hit.context else []
    return "".join(lines)


def _json(hits: Iterable[Hit]) -> str:
    return json.dumps([hit._asdict() for hit in hits], ensure_ascii=False, indent=2) + "\n"


def _csv(hits: Iterable[Hit]) -> str:
    from lenin_tei.corpus.search import Hit

    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(Hit._fields)
    writer.writerows([guarded(value) for value in hit] for hit in hits)
    return stream.getvalue()


def guarded(value: object) -> object:
    """Return a value for a table that a spreadsheet opens: nothing a text says is taken for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t")) else value


WRITERS = {"table": _table, "json": _json, "csv": _csv}
