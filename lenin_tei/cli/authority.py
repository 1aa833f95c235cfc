"""`lenin-tei authority`: the files that say who and what can be named.

Reading commands take the authority file that comes with lenin-tei when none is named; writing ones never touch it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lenin_tei.cli.files import STDIN, exit_code, read_bytes, tell, write_bytes, write_stdout
from lenin_tei.diagnostics import Diagnostic, LeninTeiError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lenin_tei.authority import Row

KINDS = ("person", "place", "org", "event", "work")
FORMAT = click.option(
    "--format", "form", default="text", type=click.Choice(["text", "json"]), help="How findings are told."
)
STRICT = click.option("--strict", is_flag=True, help="Fail on warnings too.")
OUTPUT = click.option("-o", "--output", metavar="FILE|-", help="Where to write: a file, or - for stdout (the default).")


@click.group()
def authority() -> None:
    """Check, list, extend, join and convert authority files, and see how a corpus uses one.

    Where a command only reads and names no FILE, it reads the one that comes with lenin-tei.
    """


@authority.command()
@click.argument("files", nargs=-1, metavar="[FILE]...")
@FORMAT
@STRICT
def check(files: tuple[str, ...], form: str, strict: bool) -> None:
    """Say what is wrong with authority files: ids, names and entries that are there twice, impossible dates.

    Exit code 0: clean; 1: problems were found; 2: a file could not be read. One bad file never stops the others.
    """
    from lenin_tei.names.checking import check_authority

    found: list[Diagnostic] = []
    unreadable = 0
    for path in files or (shipped(),):
        try:
            found += check_authority(read_bytes(path), path)
        except LeninTeiError as error:
            click.echo(f"lenin-tei: {error}", err=True)
            unreadable += 1
    if len(files) > 1 and not unreadable:
        from lenin_tei.names.stacking import shared_ids

        for path, line, name, first in shared_ids([(read_bytes(path), path) for path in files]):
            said = f"{name} is an entry of {first} too, which counts when both are used; merge them or rename one"
            found.append(Diagnostic(path, line, 1, "N010", said))
    tell(found, form, {"files": len(files) or 1, "failed": unreadable})
    sys.exit(2 if unreadable else exit_code(found, strict=strict))


@authority.command("list")
@click.argument("file", required=False)
@click.option("--kind", type=click.Choice(KINDS), help="Only entries of this kind.")
@click.option("--form", "wanted", metavar="TEXT", default="", help="Only entries with TEXT in one of their names.")
def list_entries(file: str | None, kind: str | None, wanted: str) -> None:
    """List the entries: id, kind, main form and years, with tabs between."""
    from lenin_tei.authority_edits import list_rows

    for line in list_rows(rows_of(file or shipped(), []), kind=kind or "", form=wanted):
        click.echo(line)


@authority.command()
@click.argument("name", metavar="ID")
@click.argument("file", required=False)
def show(name: str, file: str | None) -> None:
    """Print everything an authority file says of one entry."""
    from lenin_tei.authority_edits import show_row

    click.echo(show_row(rows_of(file or shipped(), []), name))


@authority.command()
@click.argument("file")
@click.argument("name", metavar="ID")
@click.option("--kind", required=True, type=click.Choice(KINDS), help="What is named.")
@click.option("--main", required=True, metavar="FORM", help="The main form; years of its use may follow in brackets.")
@click.option(
    "--variant", "variants", multiple=True, metavar="FORM", help="Another form that texts write (repeatable)."
)
@click.option(
    "--members", multiple=True, metavar="FORM", help="What members of an organisation are called (repeatable)."
)
@click.option("--sort", default="", metavar="FORM", help="The form to sort by: Surname, Forenames.")
@click.option(
    "--type", "type_", default="", metavar="WORD", help="A finer kind: settlement, party, treaty, periodical …"
)
@click.option("--sex", default="", metavar="M|F", help="The sex of a person.")
@click.option("--start", default="", metavar="DATE", help="Birth, or the beginning of an event: 1870 or 1870-04-22.")
@click.option("--end", default="", metavar="DATE", help="Death, or the end of an event.")
@click.option("--occupation", default="", metavar="TEXT", help="What a person did.")
@click.option("--geo", default="", metavar="'LAT LONG'", help="Where a place lies, in degrees.")
@click.option("--idno", "idnos", multiple=True, metavar="TYPE:NUMBER", help="A number in a register (repeatable).")
@click.option("--note", default="", metavar="TEXT", help="What else a reader should know.")
def add(file: str, name: str, type_: str, **said: object) -> None:
    """Add an entry to an authority file; a FILE that does not exist is begun.

    Nothing else in the file changes. An ID is for ever: one that the file has is refused.
    """
    from lenin_tei.authority import NCNAME, Row
    from lenin_tei.authority_edits import add_entry, write_authority

    if not NCNAME.fullmatch(name):
        raise LeninTeiError(f"{name!r} is no id; begin with a letter and use letters, digits, . - _")
    for number in said["idnos"]:  # type: ignore[attr-defined]
        if not all(part.strip() for part in number.partition(":")):
            raise LeninTeiError(f"--idno {number} must be written TYPE:NUMBER, for example wikidata:Q1394")
    row = Row(id=name, type=type_, **{key: tidy(value) for key, value in said.items()})  # type: ignore[arg-type]
    if not row.main:
        raise LeninTeiError("--main must not be empty")
    place = writable(file)
    data = add_entry(read_bytes(file), file, row) if place.exists() else write_authority([row], file)
    write_bytes(place, data)


@authority.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE FILE...")
@click.option("-o", "--output", required=True, metavar="FILE|-", help="The TEI file to write, or - for stdout.")
def merge(files: tuple[str, ...], output: str) -> None:
    """Write several authority files as one; the header is that of the first.

    Entries with the same id become one: what the first leaves open comes from the next, and forms are united.
    Where two say different things, the first is kept and the difference is told (exit code 1).
    """
    from lenin_tei.authority_edits import header_of, merge_rows, write_authority

    if len(files) < 2:
        raise LeninTeiError("merge needs two files or more")
    found: list[Diagnostic] = []
    rows: list[Row] = []
    for path in files:
        rows = merge_rows(rows, rows_of(path, found), path, found.append)
    data = write_authority(rows, output, header_of(read_bytes(files[0])))
    keep_content(output, [row.id for row in rows], found)
    put(output, data)
    tell(found, "text", {"files": len(files)}, to_stderr=True)
    sys.exit(exit_code(found))


@authority.command("import")
@click.argument("table", metavar="TABLE.csv")
@OUTPUT
def import_table(table: str, output: str | None) -> None:
    """Write a table (CSV, one row per entry) as a TEI authority file.

    A file that exists keeps its header. A table that lacks an entry of it is refused: ids are never taken away.
    """
    from lenin_tei.authority import read_csv
    from lenin_tei.authority_edits import header_of, write_authority

    rows = list(read_csv(decoded(read_bytes(table), table), table))
    if not rows:
        raise LeninTeiError(f"{table}: the table has no entries")
    header = ""
    if output and output != STDIN and Path(output).exists():
        header = header_of(read_bytes(output))
    data = write_authority(rows, table, header)
    keep_content(output, [row.id for row in rows], [])
    put(output, data)


@authority.command("export")
@click.argument("file", required=False)
@OUTPUT
@STRICT
def export_table(file: str | None, output: str | None, strict: bool) -> None:
    """Write an authority file as a table (CSV, one row per entry), for a spreadsheet.

    What the columns have no place for is told.
    """
    from lenin_tei.authority_edits import write_table

    found: list[Diagnostic] = []
    path = file or shipped()
    table = write_table(rows_of(path, found), path, found.append)
    put(output, table.encode())
    tell(found, "text", {"files": 1}, to_stderr=True)
    sys.exit(exit_code(found, strict=strict))


@authority.command()
@click.argument("corpus", metavar="CORPUS_DIR")
@click.option("--authority", "file", metavar="FILE", help="The authority file. Default: the one of lenin-tei.")
def report(corpus: str, file: str | None) -> None:
    """Say how the TEI files of a folder, and of the folders in it, use an authority file.

    Mentions per document, pointers to entries it does not have, one form with two entries, forms without an entry by
    frequency, entries never mentioned.
    """
    from lenin_tei.authority_report import report as report_lines
    from lenin_tei.names.cache import load_cached
    from lenin_tei.prepared import cache_directory

    if not Path(corpus).is_dir():
        raise LeninTeiError(f"{corpus} is no directory; name the folder with the TEI files")
    path = file or shipped()
    register = load_cached(read_bytes(path), path, cache_directory())
    unreadable: list[str] = []
    for line in report_lines(tei_files(Path(corpus), Path(path), unreadable), register):
        click.echo(line)
    sys.exit(2 if unreadable else 0)


def tei_files(corpus: Path, register: Path, unreadable: list[str]) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of the TEI texts in a folder, without the authority file; broken ones are told."""
    from lenin_tei.names.entries import TEI, parse

    for path in sorted(corpus.rglob("*.xml")):
        if not path.is_file() or path.resolve() == register.resolve():
            continue
        try:
            data = read_bytes(str(path))
            if next(parse(data, str(path)).iter(TEI + "text"), None) is not None:
                yield path.relative_to(corpus).as_posix(), data
        except LeninTeiError as error:
            click.echo(f"lenin-tei: {error}", err=True)
            unreadable.append(str(path))


def shipped() -> str:
    """Return the path of the authority file that comes with lenin-tei."""
    from lenin_tei.resources import authority_path

    return str(authority_path())


def writable(file: str) -> Path:
    """Return the path of a file to write; the one that comes with lenin-tei is refused."""
    place = Path(file)
    if place.resolve() == Path(shipped()).resolve():
        raise LeninTeiError(f"{file} comes with lenin-tei and is not changed; keep a file of your own")
    return place


def put(output: str | None, data: bytes) -> None:
    """Write a result to a file or to stdout."""
    if output is None or output == STDIN:
        write_stdout(data)
    else:
        write_bytes(writable(output), data)


def rows_of(path: str, found: list[Diagnostic]) -> list[Row]:
    """Return the entries of an authority file; what a row cannot hold is added to *found*."""
    from lenin_tei.authority_edits import read_rows

    rows = read_rows(read_bytes(path), path, found.append)
    seen: set[str] = set()
    for row in rows:
        if row.id in seen:
            raise LeninTeiError(f"{path}: the id {row.id!r} is used twice; `lenin-tei authority check` says where")
        seen.add(row.id)
    return rows


def keep_content(output: str | None, ids: list[str], found: list[Diagnostic]) -> None:
    """Refuse to write over an authority file that has entries, or parts of entries, the new one would lack."""
    if output is None or output == STDIN or not Path(output).exists():
        return
    lost: list[Diagnostic] = []
    missing = sorted({row.id for row in rows_of(output, lost)} - set(ids))
    if missing:
        said = f"{output} has {missing[0]}" + (f" and {len(missing) - 1} other entries" if missing[1:] else "")
        raise LeninTeiError(f"{said}, and ids are never taken away; merge the files, or write to another")
    if lost:
        raise LeninTeiError(f"{output} would lose something ({lost[0].message}); write to another file")


def decoded(data: bytes, path: str) -> str:
    """Return the text of a table."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LeninTeiError(f"{path}: the table is not UTF-8; save it as CSV in UTF-8") from error


def tidy(value: object) -> object:
    """Return words without white space around them and with single spaces between."""
    return tuple(" ".join(one.split()) for one in value) if isinstance(value, tuple) else " ".join(str(value).split())
