"""`lenin-tei export`: TEI to what people read."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from lenin_tei.cli.files import check_targets, read_bytes, target, tei_files, write_bytes, write_stdout
from lenin_tei.diagnostics import LeninTeiError

# Options that only some forms know; the others refuse them.
CHOICES = ("notes", "layer", "names", "pages", "header", "wrap", "css", "template", "title", "url", "target", "table")


def known_form(ctx: click.Context, _option: click.Parameter, value: str) -> str:
    """Return the name of a form; "help" lists them all and ends the run."""
    from lenin_tei.exporters import EXPORTERS, FOLDER_EXPORTERS
    from lenin_tei.exporters.plugins import load_plugin, plugin_names

    if value == "help":
        width = max(map(len, (*EXPORTERS, *FOLDER_EXPORTERS)))
        for name, one in sorted(EXPORTERS.items()):
            click.echo(f"{name:{width}}  {one.about} ({one.ending})")
        for name, many in sorted(FOLDER_EXPORTERS.items()):
            click.echo(f"{name:{width}}  {many.about} (a folder)")
        for name in plugin_names():
            try:
                plugin = load_plugin(name)
                said = f"{plugin.about} ({plugin.ending}, by another package)" if plugin is not None else ""
            except LeninTeiError as error:
                said = str(error)
            click.echo(f"{name:{width}}  {said}")
        ctx.exit()
    if value not in EXPORTERS and value not in FOLDER_EXPORTERS and value not in plugin_names():
        raise click.BadParameter(f"{value!r} is no form; `--to help` lists them", ctx)
    return value


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE|DIR...")
@click.option(
    "--to", required=True, metavar="FORM", callback=known_form, is_eager=True, help="The form to write; help lists all."
)
@click.option(
    "-o",
    "--output",
    metavar="DIR|FILE|-",
    help="Where to write: a directory, a file, or - for stdout (the default for one file).",
)
@click.option(
    "--notes", type=click.Choice(["end", "inline", "none", "foot"]), help="Where notes go (text, markdown; foot: pdf)."
)
@click.option(
    "--layer", type=click.Choice(["original", "corrected"]), help="Which reading of a choice is given (text, …)."
)
@click.option("--names", type=click.Choice(["text", "id"]), help="Names as typed, or the ids they point to (text).")
@click.option("--pages", is_flag=True, default=None, help="Show page breaks (text, …).")
@click.option(
    "--no-header", "header", flag_value=False, default=None, help="Leave out title and front matter (text, …)."
)
@click.option("--wrap", type=click.IntRange(20), metavar="COLUMNS", help="Break lines at this width (text).")
@click.option("--table", type=click.Choice(["names", "letters"]), help="Which table is written (csv).")
@click.option("--css", metavar="FILE", help="A style sheet instead of ours (html, epub, site), or beside it (pdf).")
@click.option("--template", metavar="FILE", help="A Jinja2 template instead of ours (html).")
@click.option("--title", metavar="TEXT", help="The title of the edition (site, beacon).")
@click.option("--for", "target", metavar="TARGET", help="The platform to write for; `target list` names them (tei).")
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="A setting of the target (`target show` lists them), or of the index of letters (cmif).",
)
@click.option(
    "--url", metavar="ADDRESS", help="Where the edition will be published, for sitemap and feed (site, beacon)."
)
def export(files: tuple[str, ...], to: str, output: str | None, **chosen: object) -> None:
    """Turn TEI files, ours or anybody's, into something to read.

    html: one self-contained page with header facts, linked notes and an index of names. text: the transcription given
    back. markdown, epub, pdf, csv, json and more: for other programs, printers and reading devices. site: a folder of
    pages with indexes and search, out of many files. cmif: an index of letters for correspSearch. tei: what a
    publishing platform imports. `--to help` lists all. A directory stands for the XML files in it.
    """
    from lenin_tei import exporters

    options = options_of(chosen)
    if to == "tei" and chosen["target"] == "cmif":  # an index rather than documents: the form of that name
        from lenin_tei.cli.target import index_settings

        to = "cmif"
        options, chosen["settings"] = index_settings(options, chosen["settings"])
    if to == "tei":
        from lenin_tei.cli.target import options_for_target

        options |= options_for_target(chosen["settings"])
    elif to == "cmif":
        from lenin_tei.cli.letters import index_options

        options |= index_options(chosen["settings"])  # type: ignore[arg-type]
    elif chosen["settings"]:
        raise LeninTeiError("--set is for --to tei and --to cmif")
    if to in exporters.FOLDER_EXPORTERS:
        from lenin_tei.cli.export_folder import write_folder

        write_folder(files, to, output, options)
        return
    ending = exporters.ending_of(to)
    paths = tei_files(files)
    check_targets(paths, output, ending)
    failed = 0
    for path in paths:
        try:
            made = exporters.export(read_bytes(path), to=to, path=path, **options)
            place = target(output, path, ending, len(paths) > 1)
            encoded = made.encode() if isinstance(made, str) else made
            if place is None:
                write_stdout(encoded)
            else:
                write_bytes(Path(place), encoded)
        except LeninTeiError as error:
            click.echo(f"lenin-tei: {error}", err=True)
            failed += 1
    sys.exit(2 if failed else 0)


def options_of(chosen: dict[str, object]) -> dict[str, Any]:
    """Return the options that were given; files are read."""
    options: dict[str, Any] = {name: chosen[name] for name in CHOICES if chosen[name] is not None}
    for name in ("css", "template"):
        if name in options:
            options[name] = read_bytes(str(options[name])).decode("utf-8", "replace")
    return options
