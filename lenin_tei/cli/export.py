"""`lenin-tei export`: TEI to what people read."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from lenin_tei.cli.files import check_targets, read_bytes, target, write_bytes, write_stdout
from lenin_tei.diagnostics import LeninTeiError

ENDINGS = {"html": ".html", "text": ".txt"}


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--to", required=True, type=click.Choice(list(ENDINGS)), help="The form to write.")
@click.option(
    "-o",
    "--output",
    metavar="DIR|FILE|-",
    help="Where to write: a directory, a file, or - for stdout (the default for one file).",
)
def export(files: tuple[str, ...], to: str, output: str | None) -> None:
    """Turn TEI files, ours or anybody's, into a self-contained web page or into plain text.

    html: one page with header facts, linked notes, and an index of names. text: the transcription given back.
    """
    from lenin_tei import exporters

    check_targets(files, output, ENDINGS[to])
    failed = 0
    for path in files:
        try:
            data = exporters.export(read_bytes(path), to=to, path=path)
            place = target(output, path, ENDINGS[to], len(files) > 1)
        except LeninTeiError as error:
            click.echo(f"lenin-tei: {error}", err=True)
            failed += 1
            continue
        encoded = data.encode() if isinstance(data, str) else data
        if place is None:
            write_stdout(encoded)
        else:
            write_bytes(Path(place), encoded)
    sys.exit(2 if failed else 0)
