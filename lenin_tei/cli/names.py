"""`lenin-tei names`: names looked through by an editor, and what was decided kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from lenin_tei.cli.files import STDIN, read_bytes, write_bytes, write_stdout
from lenin_tei.diagnostics import Diagnostic, LeninTeiError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lenin_tei.names.recogniser_plugins import Recogniser
    from lenin_tei.names.review import Form

UNCHOSEN: dict[str, object] = {
    "date": None,
    "encoding": None,
    "edition": None,
    "repair_mojibake": False,
    "level": "names",
}


@click.group()
def names() -> None:
    """Look through the names of transcriptions in a table, and turn the table into decisions."""


@names.command("review")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("-o", "--output", metavar="FILE|-", help="Where to write: a file, or - for stdout (the default).")
@click.option("--html", is_flag=True, help="Write a page to read in a browser instead of the table.")
@click.option("--all", "everything", is_flag=True, help="Also forms that the decisions file already decides about.")
@click.option("--profile", default="auto", metavar="NAME|FILE", help="The transcription style, as for convert.")
@click.option("--authority", multiple=True, metavar="FILE", help="An authority file (TEI, repeatable), as for convert.")
@click.option("--decisions", metavar="FILE", help="Decisions taken so far (TOML), as for convert.")
@click.option(
    "--recogniser",
    "recognisers",
    multiple=True,
    metavar="NAME",
    help="Also show what an installed recogniser suggests, such as spacy or natasha (repeatable).",
)
@click.option(
    "--lines",
    type=click.Choice(["auto", "wrapped", "kept"]),
    default="auto",
    help="How lines were broken, as for convert.",
)
def review_names(
    files: tuple[str, ...],
    output: str | None,
    html: bool,
    everything: bool,
    recognisers: tuple[str, ...],
    **chosen: object,
) -> None:
    """Write the names of transcriptions as a table (TSV): a row per form, open questions first.

    Every row has the kind, the entries that may be meant, the measured probability and its first mention in context.
    Fill in the last column, decision: accept, reject, an entry (#person-x), or a kind (person, place, org, event,
    treaty, work, group); empty leaves the form as it is. Then run `lenin-tei names apply`.
    """
    from lenin_tei.names.recogniser_plugins import load_recogniser
    from lenin_tei.names.review import write_review

    for path in files:
        if output and output != STDIN and path != STDIN and Path(output).resolve() == Path(path).resolve():
            raise LeninTeiError(f"{path} would be overwritten; say another -o")
    chosen["suggest"] = [load_recogniser(name) for name in recognisers]
    forms = [form for path in files for form in forms_in(path, chosen, everything, several=len(files) > 1)]
    result = write_review(forms)
    if html:
        from lenin_tei.names.review_page import write_page

        result = write_page(result, files[0] if len(files) == 1 else f"{len(files)} documents")
    if output is None or output == STDIN:
        write_stdout(result.encode("utf-8", "backslashreplace"))
    else:
        write_bytes(Path(output), result.encode())


def forms_in(path: str, chosen: dict[str, object], everything: bool, *, several: bool) -> Iterator[Form]:
    """Yield the forms of one transcription that an editor should see."""

    from lenin_tei import conversion
    from lenin_tei.cli.convert import options_for
    from lenin_tei.names.decisions import NO_DECISIONS
    from lenin_tei.names.register import EMPTY
    from lenin_tei.names.review import forms_of, undecided
    from lenin_tei.source import read_source

    name = "stdin" if path == STDIN else path
    data = read_bytes(path)
    options = options_for(path, {**UNCHOSEN, **chosen})
    found: list[Diagnostic] = []  # convert tells them
    document, _ = conversion.read(
        read_source(data, name, found.append), options._replace(level="structure"), found.append
    )
    suggest = cast("list[Recogniser]", chosen["suggest"])
    forms = forms_of(document, options.register or EMPTY, name=name if several else "", recognisers=suggest)
    return forms if everything else undecided(forms, options.decisions or NO_DECISIONS)


@names.command("apply")
@click.argument("table", metavar="TABLE.tsv")
@click.argument("document", required=False, metavar="[DOCUMENT]")
@click.option(
    "--decisions",
    metavar="FILE",
    help="The decisions file to write. Default: NAME.decisions.toml beside DOCUMENT. "
    "decisions.toml holds for all documents of its folder.",
)
@click.option("--authority", metavar="FILE", help="The authority file that must have the entries, as for convert.")
def apply_table(table: str, document: str | None, decisions: str | None, authority: str | None) -> None:
    """Add the decisions of an edited table to a decisions file; what the file has stays as it is.

    TABLE.tsv was written by `lenin-tei names review`, and DOCUMENT is the transcription it was written for.
    """
    from lenin_tei.names.decisions import load_decisions
    from lenin_tei.names.review import apply_review

    if not document and not decisions:
        raise LeninTeiError("name the transcription, or say --decisions FILE")
    if document:
        read_bytes(document)
    place = Path(decisions or Path(document or "").with_suffix(".decisions.toml"))
    there = decoded(read_bytes(str(place)), str(place)) if place.exists() else ""
    made = apply_review(decoded(read_bytes(table), table), table, there, str(place))
    before, after = (load_decisions(text.encode(), str(place)).all for text in (there, made))
    added = len(after) - len(before)
    if added:
        from lenin_tei.cli.convert import options_for

        chosen: dict[str, object] = {
            **UNCHOSEN,
            "authority": authority,
            "decisions": None,
            "profile": "auto",
            "lines": "auto",
        }
        register = options_for(document or str(place), chosen).register
        unknown = next((one.ref for one in after[len(before) :] if one.ref and one.ref not in (register or ())), None)
        if unknown:
            raise LeninTeiError(f"{table}: the authority file has no entry {unknown!r}; add it, or correct the table")
        write_bytes(place, made.encode())
    click.echo(f"{place}: {added} decision{'' if added == 1 else 's'} added")


def decoded(data: bytes, path: str) -> str:
    """Return the text of a table or of a decisions file."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LeninTeiError(f"{path} is not UTF-8; save it as UTF-8") from error
