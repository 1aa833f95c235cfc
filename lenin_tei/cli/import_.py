"""`lenin-tei import`: what other tools marked up comes back into the TEI."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from lenin_tei.cli.files import STDIN, read_bytes, write_bytes, write_stdout


@click.group("import")
def import_() -> None:
    """Take in what was marked up elsewhere."""


@import_.command("annotations")
@click.argument("file")
@click.argument("marked", metavar="ANNOTATIONS...", nargs=-1, required=True)
@click.option("-o", "--output", metavar="FILE|-", help="Where to write the TEI (the default is stdout).")
def import_from_annotations(file: str, marked: tuple[str, ...], output: str | None) -> None:
    """Put names that were marked in Recogito or another tool for Web Annotations into a TEI file.

    ANNOTATIONS are JSON files of annotations of the text that `export --to tei --for annotations` wrote. One is taken
    only if the words it quotes stand exactly where it says; each that is left out is told on stderr. No word of the
    text is changed. Exit code 1: some were left out.
    """
    from lenin_tei.exporters.targets.annotations_in import import_annotations, read_annotations
    from lenin_tei.exporters.tree import read_tree
    from lenin_tei.serialiser import write_xml

    root = read_tree(read_bytes(file), file)
    given = [one for path in marked for one in read_annotations(read_bytes(path), path)]
    left_out: list[str] = []
    taken = import_annotations(root, given, left_out.append)
    for line in left_out:
        click.echo(f"{file}: {line}", err=True)
    click.echo(f"{taken} of {len(given)} annotations taken", err=True)
    made = write_xml(root)
    if output in (None, STDIN):
        write_stdout(made)
    else:
        write_bytes(Path(str(output)), made)
    sys.exit(1 if left_out else 0)
