"""`lenin-tei corpus assemble`: one corpus file, a catalogue, registers and an index of letters out of an archive."""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from lenin_tei.cli.corpus_search import guarded
from lenin_tei.cli.files import read_bytes, write_bytes
from lenin_tei.cli.gathering import archive_files, edition_layout, gather, lists_of
from lenin_tei.corpus.layout import EDITION
from lenin_tei.diagnostics import LeninTeiError

if TYPE_CHECKING:
    from lenin_tei.corpus.assembly import Plan
    from lenin_tei.corpus.facts import Facts
    from lenin_tei.corpus.registers import Listed
    from lenin_tei.edition import Edition

TEI = "http://www.tei-c.org/ns/1.0"
_START = (
    f'<?xml version="1.0" encoding="UTF-8"?>\n<teiCorpus xmlns="{TEI}" xmlns:xi="http://www.w3.org/2001/XInclude">\n'
)


@click.command()
@click.argument("files", nargs=-1, metavar="[DIR|FILE]...")
@click.option("-o", "--output", required=True, metavar="DIR", help="The folder to write into.")
@click.option("--whole", is_flag=True, help="Put the documents into corpus.xml itself, not beside it by XInclude.")
@click.option("--title", default="", metavar="TEXT", help="The title of the corpus, if the edition file has none.")
@click.option("--cmif", is_flag=True, help="Write an index of the letters as well (cmif.xml, CMIF 1.1).")
@click.option("--url", default="", metavar="ADDRESS", help="Where the index of letters will lie.")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="A fact for the index of letters.")
@click.option("--new-uuid", is_flag=True, help="Make a UUID for the index and write it into edition.toml, once.")
@click.option("--jobs", default=0, metavar="N", help="How many processes read files; 0 for one per processor.")
def assemble(
    files: tuple[str, ...],
    output: str,
    whole: bool,
    title: str,
    cmif: bool,
    url: str,
    settings: tuple[str, ...],
    new_uuid: bool,
    jobs: int,
) -> None:
    """Make one TEI corpus, a catalogue and registers out of an archive.

    DIR gets corpus.xml (teiCorpus, with documents/ beside it unless --whole), catalogue.csv, .json and .xml,
    registers.csv, .json and .xml (each entry that is mentioned, and where), and with --cmif an index of letters. What
    all headers share and each entry stand once; every xml:id gets that of its document before it, and pointers follow.
    """
    from lenin_tei.corpus.facts import Facts
    from lenin_tei.edition import load_edition

    paths, layout = archive_files(files), edition_layout(files)
    if new_uuid:
        if layout is None:
            raise LeninTeiError(f"--new-uuid writes into {EDITION}, and the archive has none")
        keep_uuid(layout.edition)
    edition = load_edition(read_bytes(str(layout.edition)), str(layout.edition)) if layout is not None else None
    folder = Path(output)
    if any(Path(path).resolve().is_relative_to(folder.resolve()) for path in paths):
        raise LeninTeiError(f"{output} holds files of the archive; say another -o")
    named = title or (edition.title if edition else "") or "Corpus"
    entries = write_corpus(paths, folder, named, edition, whole=whole)
    with closing(Facts()) as facts:
        for one in gather([*paths, *lists_of(layout, ())], None, jobs, facts):
            click.echo(f"lenin-tei: {one}", err=True)
        write_catalogue(facts, folder)
        write_registers(facts, entries, lists_of(layout, ()), folder)
    if cmif:
        write_index(paths, folder, edition, url, settings)


def write_corpus(
    paths: Sequence[str], folder: Path, title: str, edition: Edition | None, *, whole: bool
) -> dict[str, Listed]:
    """Write corpus.xml, and the documents beside it unless they are to stand in it; a document at a time.

    Returns the entries of the documents' lists.
    """
    from lenin_tei.corpus.assembly import corpus_entries, corpus_header, fit_document, plan_corpus

    plan = plan_corpus((path, read_bytes(path)) for path in paths)
    start = folder if whole else folder / "documents"
    plan.rebase = lambda path: Path(os.path.relpath(path, start)).as_posix()
    for path in plan.skipped:
        click.echo(f"lenin-tei: {path} is no TEI document with a text; left out", err=True)
    with whole_file(folder / "corpus.xml") as stream:
        stream.write(_START.encode())
        for part in (corpus_header(plan, title, _publication(edition)), corpus_entries(plan)):
            if part is not None:
                stream.write(b"  " + _bytes(part).strip() + b"\n")
        for path in (path for path in paths if path not in plan.skipped):
            document = fit_document(path, read_bytes(path), plan)
            if whole:
                stream.write(_bytes(document) + b"\n")
            else:
                name = _file_of(path, plan)
                write_bytes(folder / "documents" / f"{name}.xml", _declared(_bytes(document)))
                stream.write(f'  <xi:include href="documents/{name}.xml"/>\n'.encode())
        stream.write(b"</teiCorpus>\n")
    return plan.listed


def _file_of(path: str, plan: Plan) -> str:
    from lenin_tei.corpus.facts import normal

    return plan.names[normal(path)]


def _publication(edition: Edition | None) -> Any:
    """Return what makes a publicationStmt of the edition file, None where it says nothing of publication."""
    if edition is None or not edition.publisher:
        return None
    from lxml import etree

    def build() -> Any:
        made = etree.Element(f"{{{TEI}}}publicationStmt", nsmap={None: TEI})
        etree.SubElement(made, f"{{{TEI}}}publisher").text = edition.publisher
        for kind, value in edition.idno:
            etree.SubElement(made, f"{{{TEI}}}idno", type=kind).text = value
        if edition.licence_target or edition.licence_text:
            available = etree.SubElement(made, f"{{{TEI}}}availability")
            target = {"target": edition.licence_target} if edition.licence_target else {}
            licence = etree.SubElement(available, f"{{{TEI}}}licence", target)
            licence.text = edition.licence_text or edition.licence_target
        return made

    return build


def _bytes(element: Any) -> bytes:
    from lxml import etree

    return etree.tostring(element, encoding="UTF-8", with_tail=False)


def _declared(data: bytes) -> bytes:
    return data if data.startswith(b"<?xml") else b'<?xml version="1.0" encoding="UTF-8"?>\n' + data + b"\n"


@contextmanager
def whole_file(place: Path) -> Iterator[IO[bytes]]:
    """Give a stream whose file takes its place when all is written, and is gone where that did not come about."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{place.name}.", dir=place.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                yield stream
            umask = os.umask(0)
            os.umask(umask)
            Path(temporary).chmod(0o666 & ~umask)
            Path(temporary).replace(place)
        finally:
            Path(temporary).unlink(missing_ok=True)
    except OSError as error:
        raise LeninTeiError(f"{place}: cannot be written: {(error.strerror or str(error)).lower()}") from error


def write_catalogue(facts: Facts, folder: Path) -> None:
    """Write the catalogue, a row at a time."""
    from lenin_tei.corpus.catalogue import CATALOGUE, catalogue_entries, catalogue_rows

    where = partial(_seen_from, folder)
    _write_csv(folder / "catalogue.csv", CATALOGUE, catalogue_rows(facts, where))
    _write_json(folder / "catalogue.json", catalogue_rows(facts, where))
    with whole_file(folder / "catalogue.xml") as stream:
        _write_lists(stream, "Catalogue", [("listBibl", catalogue_entries(facts, where))])


def write_registers(facts: Facts, entries: dict[str, Listed], authorities: Sequence[str], folder: Path) -> None:
    """Write the registers, a row or an entry at a time; an authority file has what the documents only point to."""
    from lenin_tei.corpus.catalogue import REGISTER, register_entries, register_rows
    from lenin_tei.corpus.registers import collect_entries, register_lists
    from lenin_tei.exporters.tree import read_tree

    where = partial(_seen_from, folder)
    _write_csv(folder / "registers.csv", REGISTER, register_rows(facts, where))
    _write_json(folder / "registers.json", register_entries(facts, where))
    for path in authorities:
        collect_entries(read_tree(read_bytes(path), path), path, entries)
    with whole_file(folder / "registers.xml") as stream:
        _write_lists(stream, "Registers", register_lists(facts, entries, where))


def _seen_from(folder: Path, path: str) -> str:
    return Path(os.path.relpath(path, folder)).as_posix()


def _write_lists(stream: IO[bytes], title: str, lists: Iterable[tuple[str, Iterable[Any]]]) -> None:
    """Write a TEI file that holds nothing but lists."""
    stream.write(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<TEI xmlns="{TEI}">\n<teiHeader><fileDesc><titleStmt><title>{title}'
        "</title></titleStmt><publicationStmt><p>Made from the documents by lenin-tei.</p></publicationStmt>"
        "<sourceDesc><p>The documents listed.</p></sourceDesc></fileDesc></teiHeader>\n<standOff>\n".encode()
    )
    empty = True
    for name, entries in lists:
        stream.write(f"<{name}>\n".encode())
        for entry in entries:
            stream.write(_bytes(entry) + b"\n")
        stream.write(f"</{name}>\n".encode())
        empty = False
    stream.write((b"<listPerson/>\n" if empty else b"") + b"</standOff>\n</TEI>\n")


def _write_csv(place: Path, fields: Sequence[str], rows: Iterable[dict[str, Any]]) -> None:
    with whole_file(place) as stream:
        row_text = io.StringIO(newline="")
        writer = csv.DictWriter(row_text, fields, lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow({name: guarded(value) for name, value in row.items()})
            stream.write(row_text.getvalue().encode("utf-8"))
            row_text.seek(0)
            row_text.truncate()
        stream.write(row_text.getvalue().encode("utf-8"))


def _write_json(place: Path, rows: Iterable[dict[str, Any]]) -> None:
    with whole_file(place) as stream:
        before = b"[\n"
        for row in rows:
            stream.write(before + json.dumps(row, ensure_ascii=False).encode())
            before = b",\n"
        stream.write(b"[]\n" if before == b"[\n" else b"\n]\n")


def write_index(
    paths: Sequence[str], folder: Path, edition: Edition | None, url: str, settings: tuple[str, ...]
) -> None:
    """Write the index of letters."""
    from lenin_tei.cli.letters import index_options
    from lenin_tei.exporters import export_folder

    options = {**index_options(settings, edition), **({"url": url} if url else {})}
    if not options.get("url") and options.get("edition"):
        options["url"] = f"{options['edition'].rstrip('/')}/cmif.xml"
    for name, content in export_folder(((path, read_bytes(path)) for path in paths), to="cmif", **options):
        assert isinstance(content, bytes)
        write_bytes(folder / name, content)


def keep_uuid(place: Path) -> None:
    """Write a new UUID into the [idno] table of an edition file that has none, and say so."""
    from lenin_tei.edition import load_edition

    data = read_bytes(str(place))
    edition = load_edition(data, str(place))
    if any(kind.lower() == "uuid" for kind, _ in edition.idno):
        return
    line = f'uuid = "{uuid.uuid4()}"'
    lines = data.decode("utf-8-sig").splitlines()
    if "[idno]" in lines:
        lines.insert(lines.index("[idno]") + 1, line)
    elif edition.idno:
        raise LeninTeiError(f"{place}: idno is no [idno] table there; add this to it by hand: {line}")
    else:
        lines += ["", "[idno]", line]
    changed = "\n".join(lines) + "\n"
    load_edition(changed.encode(), str(place))
    write_bytes(place, changed.encode())
    click.echo(f"{place}: {line} was added; keep it for ever", err=True)
