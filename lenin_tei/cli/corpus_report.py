"""`lenin-tei corpus report`: one page, and the same as JSON, for every morning."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import click

from lenin_tei.cli.files import is_there, read_bytes, write_bytes
from lenin_tei.cli.gathering import archive_files, edition_layout, expected_of, gather, lists_of
from lenin_tei.cli.validate import schema_cache
from lenin_tei.corpus.layout import STATE, TEI, Layout
from lenin_tei.diagnostics import Diagnostic, LeninTeiError

COUNTED_IN_TEI = frozenset({"T020"})  # markers without a note are a sign of doubt that the TEI itself shows


@click.command()
@click.argument("files", nargs=-1, metavar="[DIR|FILE]...")
@click.option("-o", "--output", default="report", metavar="DIR", help="Where report.html and report.json are written.")
@click.option("--title", default="", metavar="TEXT", help="The title of the report, if the edition file has none.")
@click.option("--no-validate", is_flag=True, help="Leave out what validate says of each file alone; much faster.")
@click.option("--jobs", default=0, metavar="N", help="How many processes work; 0 for one per processor.")
def report(files: tuple[str, ...], output: str, title: str, no_validate: bool, jobs: int) -> None:
    """Write a page that tells how an archive stands: counts, what needs a look, what has changed.

    The most doubtful documents come first; names that lead nowhere by how often they occur. What is compared with the
    last time is kept in DIR/.lenin-tei/ of the output. Charts need lenin-tei[report]; without it there are tables.
    """
    from lenin_tei.corpus.consistency import check_corpus
    from lenin_tei.corpus.facts import Facts
    from lenin_tei.corpus.findings import Findings
    from lenin_tei.corpus.report import build_report
    from lenin_tei.corpus.report_page import write_page
    from lenin_tei.inspection import Terms

    paths, layout, folder = archive_files(files), edition_layout(files), Path(output)
    with closing(Facts()) as facts, closing(Findings()) as found:
        terms = None if no_validate else Terms(cache=schema_cache())
        for one in gather(paths, terms, jobs, facts):
            if isinstance(one, str):
                click.echo(f"lenin-tei: {one}", err=True)
            else:
                found.add(one)
        list(gather(lists_of(layout, ()), None, 1, facts))
        for one in check_corpus(facts, expected_of(layout), lambda path: is_there(Path(path))):
            found.add(one)
        for one in of_the_build(layout) if layout is not None else ():
            found.add(one)
        told, state = build_report(facts, found, read_state(folder / STATE / "report.json"))
    name = title or (_edition_title(layout.edition) if layout is not None else "") or "The archive"
    page = write_page(told, name, lambda path: quote(Path(os.path.relpath(path, folder)).as_posix()))
    write_bytes(folder / "report.html", page.encode("utf-8"))
    write_bytes(folder / "report.json", (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))
    write_bytes(folder / STATE / "report.json", json.dumps(state, ensure_ascii=False).encode("utf-8"))
    click.echo(f"{folder / 'report.html'}: {told['documents']} documents, to look at: {told['doubtful']}", err=True)


def of_the_build(layout: Layout) -> Iterator[Diagnostic]:
    """Yield what the last build could not read or was not sure of, at the TEI or, without any, the transcription.

    TEI that somebody edited since is passed over: they may have mended it.
    """
    from lenin_tei.corpus.manifest import open_manifest
    from lenin_tei.corpus.scanning import digest_file

    if not (layout.state / "manifest.sqlite").is_file():
        return
    with open_manifest(layout.state) as manifest:
        for row, outputs in manifest.rows():
            tei = layout.tei_of(row.name)
            written = outputs.get(TEI)
            if not row.failure and (written is None or digest_file(tei) != written.ours):
                continue
            path = layout.transcription(row.name) if row.failure else tei
            for one in manifest.detail(row.name).diagnostics:
                if one.code not in COUNTED_IN_TEI:
                    yield one._replace(path=str(path), line=0, column=0, end_line=0, end_column=0)


def read_state(place: Path) -> dict[str, tuple[str, float]] | None:
    """Return what the last report remembered; None where there is nothing that can be read."""
    try:
        rows = json.loads(read_bytes(str(place)))
        return {str(path): (str(said), float(doubt)) for path, (said, doubt) in rows.items()}
    except (LeninTeiError, ValueError, TypeError, AttributeError):
        return None


def _edition_title(place: Path) -> str:
    from lenin_tei.edition import load_edition

    return load_edition(read_bytes(str(place)), str(place)).title
