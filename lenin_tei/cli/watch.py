"""`lenin-tei watch`: build and check an edition whenever a file is saved."""

from __future__ import annotations

from pathlib import Path

import click

from lenin_tei.cli.corpus_build import STOPPED, Choices, build_edition
from lenin_tei.cli.files import read_bytes
from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.reporters import place

FIRST = 300  # milliseconds without a change, after which the watching looks in


@click.command()
@click.argument("directory", default=".", metavar="[DIR]")
@click.option("--to", "forms", multiple=True, metavar="FORM", help="A form to make besides TEI and the targets.")
def watch(directory: str, forms: tuple[str, ...]) -> None:
    """Build an edition folder, and build and check again what changed whenever a file in it is saved.

    Ctrl-C ends it. TEI that you edit by hand is checked, too. Needs lenin-tei[watch].
    """
    try:
        from watchfiles import watch as changes_in
    except ImportError as error:
        raise LeninTeiError("watch needs watchfiles; install lenin-tei[watch]") from error
    from lenin_tei.corpus.layout import find_layout

    layout = find_layout(directory)
    root = layout.root.resolve()
    watching = False
    for changes in changes_in(
        root,
        watch_filter=lambda _, path: is_source(Path(path), root),
        raise_interrupt=False,
        rust_timeout=FIRST,
        yield_on_timeout=True,
    ):
        if (changes or not watching) and build_once(directory, forms) == STOPPED:
            break
        if not watching:  # the first build stands behind the first look, so that nothing saved meanwhile is missed
            click.echo(f"watching {directory}; Ctrl-C ends it", err=True)
            watching = True
        check(sorted({Path(path) for _, path in changes if path.endswith(".xml")}), layout.tei)


def is_source(path: Path, root: Path) -> bool:
    """Tell whether a file is one people edit: in the folder itself, among the transcriptions or the TEI."""
    inner = path.relative_to(root).parts
    return not path.name.startswith(".") and (len(inner) == 1 or inner[0] in ("transcriptions", "tei"))


def build_once(directory: str, forms: tuple[str, ...]) -> int:
    """Build; what must be mended first is told, and the next save tries again."""
    try:
        return build_edition(directory, Choices(forms))
    except LeninTeiError as error:
        click.echo(f"lenin-tei: {error}", err=True)
        return 2


def check(files: list[Path], tei: Path) -> None:
    """Validate TEI files of the edition and print what is wrong with them."""
    from lenin_tei.inspection import Terms, inspect_file

    for file in files:
        if not file.is_file() or tei.resolve() not in file.resolve().parents:
            continue
        found, _ = inspect_file(str(file), read_bytes(str(file)), Terms())
        for one in found:
            click.echo(f"{place(one)}: {one.severity} {one.code} {one.message}", err=True)
        click.echo(f"{file.name}: {len(found) or 'no'} problem{'' if len(found) == 1 else 's'}", err=True)
