"""`lenin-tei validate`: TEI files checked."""

from __future__ import annotations

import sys

import click

from lenin_tei.cli.files import exit_code, read_bytes, tell
from lenin_tei.diagnostics import Diagnostic, LeninTeiError


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--against", metavar="TRANSCRIPTION", help="Prove that the text of FILE is the text of this transcription."
)
@click.option(
    "--format",
    "form",
    default="text",
    type=click.Choice(["text", "json", "sarif", "junit", "github", "gitlab", "jing"]),
    help="How findings are told.",
)
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
def validate(files: tuple[str, ...], against: str | None, form: str, strict: bool) -> None:
    """Check TEI files: XML, schema, pointers, house rules; with --against also fidelity.

    Exit code 0: clean; 1: problems were found; 2: a file could not be read. One bad file never stops the others.
    """
    from lenin_tei import validation

    transcription = read_bytes(against) if against else None
    if transcription is not None and len(files) > 1:
        raise LeninTeiError("--against compares one FILE with one transcription")
    found: list[Diagnostic] = []
    unreadable = 0
    for path in files:
        try:
            data = read_bytes(path)
        except LeninTeiError as error:
            click.echo(f"lenin-tei: {error}", err=True)
            unreadable += 1
            continue
        found += validation.validate(data, path, against=transcription)
    tell(found, form, {"files": len(files), "failed": unreadable})
    sys.exit(2 if unreadable else exit_code(found, strict=strict))
