"""`lenin-tei corpus`: what is done with a whole archive; each subcommand lives in a module of its own."""

from __future__ import annotations

from importlib import import_module

import click

# One module per subcommand: cli/corpus_NAME.py, with a command called NAME.
SUBCOMMANDS = {
    "build": "Turn every transcription of an edition into TEI and its other forms.",
    "check": "Validate everything, and find what only all documents together show.",
    "report": "Write a page that tells how the archive stands.",
    "assemble": "Make one TEI corpus, a catalogue, registers and an index of letters.",
    "search": "Find texts by words, names, dates and types.",
}


class Subcommands(click.Group):
    """A group whose commands live in modules named after it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order in which an editor needs them."""
        return list(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import and return a command."""
        if name not in SUBCOMMANDS:
            return None
        command = getattr(import_module(f"lenin_tei.cli.corpus_{name}"), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(SUBCOMMANDS.items()))


@click.group(cls=Subcommands)
def corpus() -> None:
    """Work on a whole archive: an edition folder with many documents.

    An edition folder holds edition.toml, transcriptions/, authority.xml and what is made of them: tei/
    and a folder for each other form.
    """
