"""The command line: the only room that touches files, streams, the clock and the environment.

One module per command, imported when the command is called, so that `lenin-tei --version` answers at once. Results go
to stdout, diagnostics to stderr; exit codes: 0 clean, 1 problems found, 2 could not run.
"""

from __future__ import annotations

import errno
import gc
import sys
from importlib import import_module
from keyword import iskeyword

import click

from lenin_tei import __version__

COMMANDS = {
    "convert": "Turn plain transcriptions into TEI.",
    "validate": "Check TEI files: XML, schema, pointers, house rules, fidelity.",
    "export": "Turn TEI into a page, text, Markdown, EPUB or data.",
    "explain": "Say what a diagnostic code means and what to do.",
    "schema": "List, fetch and find schemas.",
    "names": "Look through names in a table, and keep what you decide.",
    "authority": "Check, list, extend and convert authority files.",
    "init": "Make a folder for an edition.",
    "watch": "Build and check an edition whenever a file is saved.",
    "corpus": "Work on a whole archive: an edition folder with many documents.",
    "profile": "List, show and check transcription styles.",
    "target": "Say which platforms can be exported to, and what they read.",
    "import": "Take in what was marked up elsewhere.",
    "completion": "Print the completion script for a shell.",
}

# What a full or broken disk says, and a name that is too long for it.
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.ENAMETOOLONG)


class Commands(click.Group):
    """A group whose commands live in a module each."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order in which a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import and return a command."""
        if name not in COMMANDS:
            return None
        module = f"{name}_" if iskeyword(name) else name  # Python cannot say "import" itself
        command = getattr(import_module(f"lenin_tei.cli.{module}"), module)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version", message="lenin-tei %(version)s")
def lenin_tei() -> None:
    """Plain transcriptions of historical documents become TEI editions.

    \b
    lenin-tei convert letter.txt > letter.xml     transcription to TEI
    lenin-tei validate letter.xml                 check any TEI file
    lenin-tei export letter.xml --to html -o .    a page to read
    """


def main() -> None:
    """Run the command line and end the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    from lenin_tei.diagnostics import LeninTeiError

    # Starting makes tens of thousands of objects that live to the end: looking through them for cycles is in vain.
    gc.set_threshold(50_000, 20, 100)
    try:
        code = lenin_tei.main(standalone_mode=False)
    except click.exceptions.Abort:
        code = 130
    except click.ClickException as error:
        error.show()
        code = 2
    except LeninTeiError as error:
        click.echo(f"lenin-tei: {error}", err=True)
        code = 2
    except BrokenPipeError:
        sys.stderr.close()
        code = 0
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        place = f"{error.filename}: " if error.filename else "the output cannot be written: "
        click.echo(f"lenin-tei: {place}{(error.strerror or '').lower()}", err=True)
        code = 2
    except SystemExit as ended:
        # click itself ends with 1 when nobody reads on, as behind `head`: that is no problem found.
        code = 0 if type(sys.stdout).__name__.endswith("PacifyFlushWrapper") else ended.code
    sys.exit(code if isinstance(code, int) else 0)
