"""`lenin-tei init`: a new edition folder."""

from __future__ import annotations

from pathlib import Path

import click

from lenin_tei.cli.files import write_bytes
from lenin_tei.diagnostics import LeninTeiError


@click.command()
@click.argument("directory", metavar="DIR")
@click.option("--title", metavar="TEXT", help="The name of the edition. Default: that of the folder.")
@click.option("--publisher", metavar="NAME", default="", help="Who makes the files available.")
@click.option("--licence", metavar="ADDRESS", default="", help="The address of the licence; it needs a publisher.")
@click.option("--encoder", metavar="NAME", default="", help="Who encodes the texts.")
@click.option("--language", metavar="TAG", default="", help="The language of the texts (en, ru, en-GB …).")
@click.option("--profile", metavar="NAME|FILE", default="", help="The transcription style.")
@click.option("--to", "targets", metavar="FORM", multiple=True, help="A form to make besides TEI; may be repeated.")
def init(directory: str, title: str | None, targets: tuple[str, ...], **facts: str) -> None:
    """Make an edition folder: edition.toml, transcriptions, an authority file, the schema, checks for CI and commits.

    Nothing that is there is overwritten.
    """
    from lenin_tei.corpus.starting import Start, starting_files
    from lenin_tei.edition import load_edition
    from lenin_tei.exporters import EXPORTERS, FOLDER_EXPORTERS
    from lenin_tei.resources import SCHEMA_FILES, schema_path

    if facts["licence"] and not facts["publisher"]:
        raise LeninTeiError("--licence needs --publisher: somebody must grant it")
    for form in targets:
        if form not in EXPORTERS and (form not in FOLDER_EXPORTERS or form == "tei"):
            raise LeninTeiError(f"unknown form {form!r}; `lenin-tei export --to help` lists them")
    folder = Path(directory)
    files = starting_files(Start(title=title or folder.resolve().name, targets=targets, **facts))
    load_edition(files["edition.toml"].encode(), "edition.toml")
    there = [name for name in (*files, "schema") if (folder / name).exists()]
    if there:
        raise LeninTeiError(f"{folder}: {', '.join(there)} already there; nothing is overwritten")
    for name, content in files.items():
        write_bytes(folder / name, content.encode())
    for name in SCHEMA_FILES:
        write_bytes(folder / "schema" / name, schema_path(name).read_bytes())
    click.echo(f"{folder}: put your texts into {folder / 'transcriptions'}, then: lenin-tei corpus build {folder}")
