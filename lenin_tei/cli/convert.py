"""`lenin-tei convert`: transcriptions to TEI."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from lenin_tei.cli.files import (
    STDIN,
    check_targets,
    exit_code,
    is_there,
    read_bytes,
    target,
    tell,
    write_bytes,
    write_stdout,
)
from lenin_tei.diagnostics import Diagnostic, LeninTeiError

if TYPE_CHECKING:
    from lenin_tei.conversion import Options
    from lenin_tei.names.register import Register


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "-o",
    "--output",
    metavar="DIR|FILE|-",
    help="Where to write: a directory, a file, or - for stdout (the default for one file).",
)
@click.option(
    "--profile",
    default="auto",
    metavar="NAME|FILE",
    help="The transcription style: auto (default), a name from `lenin-tei profile list`, or a TOML file.",
)
@click.option(
    "--authority",
    multiple=True,
    metavar="FILE|shipped|none",
    help="An authority file (TEI), repeatable, the strongest first; shipped is the one that comes with lenin-tei, "
    "none marks no names from a list. "
    "Default: the edition's, else the one that comes with lenin-tei.",
)
@click.option(
    "--decisions",
    metavar="FILE",
    help="Editors' decisions (TOML). Default: NAME.decisions.toml beside the transcription, if there is one. "
    "decisions.toml beside it holds for all documents there, below their own.",
)
@click.option(
    "--edition",
    metavar="FILE",
    help="Facts about your edition (publisher, licence …). Default: edition.toml beside the transcription.",
)
@click.option(
    "--date",
    metavar="YYYY-MM-DD",
    help="The date of this conversion, for revisionDesc. Without it the header states none.",
)
@click.option("--encoding", metavar="NAME", help="The encoding of the transcription, when it is told wrongly.")
@click.option("--repair-mojibake", is_flag=True, help="Mend letters that were spoilt by a wrong decoding (â€œ for “).")
@click.option(
    "--lines",
    type=click.Choice(["auto", "wrapped", "kept"]),
    default="auto",
    help="Whether lines were broken by wrapping (wrapped) or on purpose (kept).",
)
@click.option(
    "--level",
    type=click.Choice(["structure", "names", "full"]),
    default="full",
    help="How much to mark: structure only, names too, or everything.",
)
@click.option(
    "--stage",
    type=click.Choice(["document", "tei"]),
    default="tei",
    help="Print the document model as JSON instead of TEI.",
)
@click.option("--explain", is_flag=True, help="Print every stretch of the transcription with the rule that named it.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How diagnostics are told (on stderr).",
)
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
def convert(
    files: tuple[str, ...], output: str | None, form: str, strict: bool, explain: bool, stage: str, **chosen: object
) -> None:
    """Turn plain transcriptions into TEI.

    One FILE goes to stdout unless -o says otherwise; several need -o DIR and become NAME.xml
    each. A FILE of - is stdin.
    Every file proves itself before it is written: its text is the transcription's, and it is valid.
    """
    ending = ".json" if stage == "document" else ".xml"
    check_targets(files, output, ending)
    found: list[Diagnostic] = []
    failed = unread = 0
    for path in files:
        try:
            data = read_bytes(path)
            place = target(output, path, ending, len(files) > 1)
            failed += not convert_one(path, data, place, stage, explain, chosen, found)
        except LeninTeiError as error:
            click.echo(f"lenin-tei: {error}", err=True)
            unread += 1
    tell(sorted(found), form, summary(files, failed + unread, found, form), to_stderr=True)
    sys.exit(2 if unread else max(exit_code(found, strict=strict), int(failed > 0)))


def summary(files: tuple[str, ...], failed: int, found: list[Diagnostic], form: str) -> dict[str, object]:
    """Return the counts of a run: files, those that failed, and the decisions an editor should look at, by file."""
    counts: dict[str, object] = {"files": len(files), "failed": failed}
    if not found and form == "text":
        return counts
    from lenin_tei.doubts import decisions_in

    decisions = decisions_in(found)
    return counts | {"decisions": sum(decisions.values()), "decisions_by_file": decisions}


def convert_one(
    path: str,
    data: bytes,
    place: Path | None,
    stage: str,
    explain: bool,
    chosen: dict[str, object],
    found: list[Diagnostic],
) -> bool:
    """Convert one transcription and write the result; say whether there was one."""
    from lenin_tei import conversion

    name = "stdin" if path == STDIN else path
    options = options_for(path, chosen)
    if explain:
        from lenin_tei.explanation import explain_parts

        click.echo(explain_parts(data, name, options), nl=False)
        return True
    if place is not None:
        options = options._replace(xml_id=conversion.xml_name(place.name))
    done = conversion.convert(data, name, options)
    found.extend(done.diagnostics)
    result = done.xml
    if stage == "document":
        from lenin_tei.explanation import document_json

        result = document_json(done.document).encode("utf-8", "backslashreplace")
    if result is None:
        return False
    if place is None:
        write_stdout(result)
    else:
        write_bytes(place, result)
    return True


def options_for(path: str, chosen: dict[str, object]) -> Options:
    """Return the options for one input, with the edition, authority and decisions found beside it."""
    from lenin_tei.conversion import Options
    from lenin_tei.edition import load_edition
    from lenin_tei.names.decisions import Decisions, combined, load_decisions
    from lenin_tei.names.register import EMPTY
    from lenin_tei.resources import SHIPPED, authority_file

    date = chosen["date"]
    if date is not None and not is_date(str(date)):
        raise LeninTeiError(f"--date {date} is no date; write it as 2026-11-23")
    beside = Path(path).parent if path != STDIN else Path()
    edition_path = Path(str(chosen["edition"])) if chosen["edition"] else beside / "edition.toml"
    edition = None
    if chosen["edition"] or is_there(edition_path):
        edition = load_edition(read_bytes(str(edition_path)), str(edition_path))
    said = chosen["authority"] or ()
    authorities = [said] if isinstance(said, str) else list(cast("tuple[str, ...]", said))
    if not authorities and edition is not None and edition.authority:
        own_files = (edition.authority, *edition.more_authorities)
        authorities = [str(authority_file(one, edition_path.parent)) for one in own_files]
    register = EMPTY
    if "none" not in authorities and chosen["level"] != "structure":
        register = load_stacked([str(authority_file(one, Path())) for one in authorities or [SHIPPED]])
    own = Path(path).with_suffix(".decisions.toml")
    file = str(chosen["decisions"] or (own if path != STDIN and is_there(own) else ""))
    decisions = load_decisions(read_bytes(file), file) if file else Decisions()
    shared = beside / "decisions.toml"
    if is_there(shared) and not (file and shared.samefile(file)):
        decisions = combined(load_decisions(read_bytes(str(shared)), str(shared)), decisions)
    profile = str(chosen["profile"])
    if profile == "auto" and edition is not None and edition.profile:
        profile = edition.profile
    return Options(
        profile=profile,
        encoding=chosen["encoding"],  # type: ignore[arg-type]
        lines=str(chosen["lines"]),
        repair_mojibake=bool(chosen["repair_mojibake"]),
        date=str(date) if date else None,
        edition=edition,
        register=register,
        decisions=decisions,
        level=str(chosen["level"]),
    )


def load_stacked(files: list[str]) -> Register:
    """Return the register of one or several authority files; of two entries with one id the first counts."""
    from lenin_tei.names.cache import load_cached
    from lenin_tei.prepared import cache_directory

    data = read_bytes(files[0])
    if len(files) > 1:
        from lenin_tei.names.stacking import stacked

        data = stacked([(read_bytes(file), file) for file in files])
    return load_cached(data, files[0], cache_directory())


def is_date(typed: str) -> bool:
    """Whether the text is a day of the calendar, as YYYY-MM-DD."""
    from datetime import date

    try:
        return date.fromisoformat(typed).isoformat() == typed
    except ValueError:
        return False
